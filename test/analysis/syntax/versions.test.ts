// Which syntax needs which Python.
import assert from 'node:assert/strict';
import { parse } from '../../../server/src/analysis/syntax';
import { ask, describePython, pythons } from './cpython';
import { SNIPPETS } from './snippets';

/** Each with the first minor version of Python 3 that has it, by our table. */
const USES: readonly [source: string, feature: string, minimum: number][] = [
  ['@a[0]\ndef f(): pass\n', 'arbitrary decorator expression', 9],
  ['with (a as b, c as d):\n    pass\n', 'parenthesized context managers', 10],
  ['match a:\n    case 1:\n        pass\n', 'match statement', 10],
  ['x[a := 1]\n', 'unparenthesized assignment expression', 10],
  ['try:\n    pass\nexcept* A:\n    pass\n', 'except*', 11],
  ['x[*a]\n', 'star expression in index', 11],
  ['def f(*a: *b): pass\n', 'star annotation', 11],
  ['def f[T](a): pass\n', 'type parameters', 12],
  ['class A[T]: pass\n', 'type parameters', 12],
  ['type X = int\n', 'type statement', 12],
  ['f"{a["b"]}"\n', 'unrestricted f-string', 12],
  ['f"{a + \\\n  b}"\n', 'unrestricted f-string', 12],
  ['f"{\na}"\n', 'unrestricted f-string', 12],
  ['f\'{a!r:{"\\n"}}\'\n', 'unrestricted f-string', 12],
  ['f"""{\na  # comment\n}"""\n', 'unrestricted f-string', 12],
  ['def f[T = int](a): pass\n', 'type parameter default', 13],
  ['t"{a}"\n', 't-string', 14],
  ['try:\n    pass\nexcept A, B:\n    pass\n', 'except without parentheses', 14],
];

/** What every Python since 3.8 has. */
const OLD: readonly string[] = [
  'x = (a := 1)\n',
  'def f(a, /, b): pass\n',
  'f"{a=}"\n',
  'f"{a[\'b\']}" f\'\'\'{a["b"]}\'\'\' f"""{a[\'b\']!r:>{c}}"""\n',
  '@a.b.c(d)\ndef f(): pass\n',
  'with (a): pass\nwith (a, b): pass\n',
  'return_ = *a, b\n',
  'match = case = type = 1\nmatch(x)\nprint(type(x))\n',
  'try:\n    pass\nexcept (A, B):\n    pass\n',
  'x[a, b], x[a:b]\n',
];

describe('versions of Python', () => {
  for (const [source, feature, minimum] of USES) {
    it(`${JSON.stringify(source)} is ${feature}, since 3.${minimum}`, () => {
      const { versioned, problems } = parse(source);
      assert.deepEqual(problems, []);
      assert.ok(
        versioned.some((use) => use.feature === feature && use.minimum === minimum),
        JSON.stringify(versioned),
      );
      for (const { start, end } of versioned) assert.ok(start < end && end <= source.length);
    });
  }

  it('has nothing to say of what Python 3.8 has', () => {
    for (const source of OLD) assert.deepEqual(parse(source).versioned, [], source);
  });

  it('agrees with every Python that is installed', function () {
    this.timeout(120_000);
    const installed = pythons().filter(({ minor }) => minor >= 8);
    if (installed.length === 0) {
      console.log('      skipped: needs a CPython 3.8 or later (set HELDOUT_PYTHON)');
      this.skip();
    }
    const texts = [...USES.map(([source]) => source), ...OLD, ...SNIPPETS];
    for (const python of installed) {
      const answers = ask(
        python,
        texts.map((text) => ({ text, compile: true })),
      );
      answers.forEach(({ ok }, index) => {
        const text = texts[index]!;
        const { versioned } = parse(text);
        const needed = Math.max(8, ...versioned.map(({ minimum }) => minimum));
        // CPython 3.9 has these, but does not document them.
        const undocumented =
          python.minor === 9 && versioned.some(({ feature }) => feature === 'parenthesized context managers');
        if (!undocumented) assert.equal(ok, needed <= python.minor, `${describePython(python)}: ${text}`);
      });
    }
    console.log(`      agrees with ${installed.map(describePython).join(', ')}`);
  });
});
