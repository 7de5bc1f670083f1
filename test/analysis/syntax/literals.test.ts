// Literals, decoded from the source on demand.
import assert from 'node:assert/strict';
import { Kind, numberValue, parse, stringValue, walk, type Num, type Str } from '../../../server/src/analysis/syntax';

function strings(source: string): string[] {
  const found: string[] = [];
  walk(parse(source).tree, (node) => {
    if (node.kind === Kind.Str) found.push(stringValue(node satisfies Str, source));
  });
  return found;
}

function numbers(source: string): number[] {
  const found: number[] = [];
  walk(parse(source).tree, (node) => {
    if (node.kind === Kind.Num) found.push(numberValue(node satisfies Num, source));
  });
  return found;
}

describe('literals', () => {
  const texts: readonly [source: string, value: string][] = [
    ["'a'", 'a'],
    ['"""a\nb"""', 'a\nb'],
    ['"""a\r\nb\rc"""', 'a\nb\nc'],
    ["r'\\n'", '\\n'],
    ["'\\n\\t\\\\\\'\\x41\\101\\u00e9\\U0001F600'", "\n\t\\'AA\u00e9\u{1f600}"],
    ["'a\\\nb'", 'ab'],
    ["'\\d'", '\\d'],
    ["'\\N{DEGREE SIGN}'", '\uFFFD'],
    ["b'\\xff\\u0041'", '\u00ff\\u0041'],
    ["'a' 'b' \"c\"", 'abc'],
    ["('a'  # one\n 'b' \\\n r'\\c')", 'ab\\c'],
    ["u'é'", 'é'],
    ["''", ''],
    ['""""a" """', '"a" '],
  ];
  for (const [source, value] of texts) {
    it(`${JSON.stringify(source)} is ${JSON.stringify(value)}`, () =>
      assert.deepEqual(strings(`${source}\n`), [value]));
  }

  it('text of f-strings', () => {
    assert.deepEqual(strings('f"a{{b}}{x}\\n{y:>{z}.2f}"\n'), ['a{b}', '\n', '>', '.2f']);
    assert.deepEqual(strings('rf"\\d{{{x}"\n'), ['\\d{']);
    assert.deepEqual(strings('f"a" "b{c}" f"{d}"\n'), ['a', 'b{c}']);
  });

  it('strings that are left open give what is there', () => {
    assert.deepEqual(strings('x = "abc\n'), ['abc']);
    assert.deepEqual(strings('x = """abc\n'), ['abc\n']);
  });

  it('numbers', () => {
    assert.deepEqual(
      numbers('[0, 1_000, 0x_FF, 0o17, 0b11, 1.5, .5, 5., 1e3, 1_0.5E-1, 2j, 1e2J]\n'),
      [0, 1000, 255, 15, 3, 1.5, 0.5, 5, 1000, 1.05, 2, 100],
    );
    assert.deepEqual(numbers('x = 123456789012345678901234567890\n'), [1.2345678901234568e29]);
  });
});
