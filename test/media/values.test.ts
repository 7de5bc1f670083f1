// Values typed into the run form: what is read, and where a mistake is.
import assert from 'node:assert/strict';
import { readValues, writeValues, wrongValue } from '../../media/onnx/run/values';

function words(text: string, elementType: string, shape: readonly number[] | null): string[] {
  const { tokens, mistake } = readValues(text, elementType, shape);
  assert.equal(mistake, null, mistake?.message);
  return tokens.map((token) => token.text);
}

/** The mistake, and the part of the text it points at. */
function mistakeIn(text: string, elementType: string, shape: readonly number[]): { message: string; at: string } {
  const { mistake } = readValues(text, elementType, shape);
  assert.ok(mistake, `no mistake in ${text}`);
  assert.ok(mistake.start <= mistake.end && mistake.end <= text.length + 1, 'its place is outside of the text');
  return { message: mistake.message, at: text.slice(mistake.start, mistake.end) };
}

describe('typed values', () => {
  it('are nested lists, or words separated by commas, spaces and lines', () => {
    assert.deepEqual(words('[[1, 2.5], [-3e2, .5]]', 'float32', [2, 2]), ['1', '2.5', '-3e2', '.5']);
    assert.deepEqual(words('1 2.5,-3e2\n.5', 'float32', [2, 2]), ['1', '2.5', '-3e2', '.5']);
    assert.deepEqual(words('[1, 2, 3, 4]', 'int64', [2, 2]), ['1', '2', '3', '4']);
    assert.deepEqual(words('7', 'int64', []), ['7']);
    assert.deepEqual(words('nan -inf Infinity', 'float16', [3]), ['nan', '-inf', 'Infinity']);
  });

  it('are texts with or without quotes', () => {
    assert.deepEqual(words('["a b", "c\\"d", "é\\n"]', 'string', [3]), ['a b', 'c"d', 'é\n']);
    assert.deepEqual(words('Biscoe Dream', 'string', [2]), ['Biscoe', 'Dream']);
    assert.deepEqual(words('[""]', 'string', [1]), ['']);
  });

  it('may have any shape where the model takes any', () => {
    assert.deepEqual(words('[[1], [2, 3]]', 'int32', null), ['1', '2', '3']);
  });

  it('point at a word that is no value of the type', () => {
    assert.equal(mistakeIn('[1, two]', 'float32', [2]).at, 'two');
    assert.equal(mistakeIn('[1, 2.5]', 'int64', [2]).at, '2.5');
    assert.equal(mistakeIn('[1, 256]', 'uint8', [2]).at, '256');
    assert.equal(mistakeIn('[-1]', 'uint64', [1]).at, '-1');
    assert.equal(mistakeIn('[yes]', 'bool', [1]).at, 'yes');
    assert.equal(mistakeIn('["", 1]', 'float32', [2]).at, '""');
  });

  it('point at a row of the wrong length, and at what is too much', () => {
    const row = mistakeIn('[[1, 2], [3]]', 'float32', [2, 2]);
    assert.equal(row.at, '[3]');
    assert.match(row.message, /1 value; shape 2 × 2 needs 2/);
    assert.equal(mistakeIn('1 2 3', 'float32', [2]).at, '3');
    assert.match(mistakeIn('1', 'float32', [1, 3]).message, /1 value given; shape 1 × 3 needs 3/);
    assert.match(mistakeIn('', 'float32', [1, 150528]).message, /0 values given; .* needs 150,528/);
  });

  it('point at brackets and quotes that do not match', () => {
    assert.equal(mistakeIn('[[1, 2]', 'float32', [1, 2]).at, '[');
    assert.equal(mistakeIn('[1, 2]]', 'float32', [2]).at, ']');
    assert.equal(mistakeIn('["a, "b"]', 'string', [2]).at.startsWith('"'), true);
    assert.equal(mistakeIn('["\\q"]', 'string', [1]).at, '"\\q"]');
  });

  it('keep whole numbers of 64 bits exactly', () => {
    assert.equal(wrongValue('9223372036854775807', 'int64'), null);
    assert.match(wrongValue('9223372036854775808', 'int64') ?? '', /does not fit/);
    assert.equal(wrongValue('18446744073709551615', 'uint64'), null);
    assert.equal(wrongValue('+7', 'int8'), null);
  });

  it('never make the reader throw, whatever is typed', () => {
    const pieces = ['[', ']', ',', '"', '\\', ' ', '\n', '1', '-', 'nan', 'é', '\u0000', '"a"', '1e', '😀'];
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('');
      for (const elementType of ['float32', 'int8', 'string', 'bool', 'unheard-of']) {
        const { mistake } = readValues(text, elementType, [2, 2]);
        if (mistake) assert.ok(mistake.start >= 0 && mistake.start <= text.length, JSON.stringify(text));
      }
    }
  });
});

describe('written values', () => {
  it('are nested as the shape is, and read back as they were', () => {
    const cases: readonly [string, readonly number[], readonly string[]][] = [
      ['float32', [2, 3], ['1', '-2.5', '3e4', '0', 'nan', '5']],
      ['string', [1, 2], ['a "b"', '']],
      ['bool', [2], ['true', 'false']],
      ['int64', [], ['9007199254740993']],
    ];
    for (const [elementType, shape, typed] of cases) {
      const text = writeValues(typed, elementType, shape);
      assert.deepEqual(words(text, elementType, shape), typed, text);
    }
    assert.equal(writeValues(['1', '2', '3', '4'], 'float32', [2, 2]), '[[1, 2],\n [3, 4]]');
  });

  it('keep what is wrong, so that it can be shown', () => {
    const text = writeValues(['1', 'two', ''], 'float32', [3]);
    const { tokens, mistake } = readValues(text, 'float32', [3]);
    assert.deepEqual(
      tokens.map((token) => token.text),
      ['1', 'two', ''],
    );
    assert.match(mistake?.message ?? '', /two/);
  });
});
