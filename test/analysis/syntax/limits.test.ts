// Texts made to hurt: the time stays in proportion to the length, and the stack stays small.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { parse } from '../../../server/src/analysis/syntax';

const LENGTH = 40_000;
/** Of processor time. Reading a text whose time grows with the square of its length takes a hundred times as long. */
const MOST_MICROSECONDS_A_CHARACTER = 40;

/** Each is repeated to LENGTH. */
const REPEATED: readonly string[] = [
  [
    '(',
    '[',
    '{',
    ')',
    'f(',
    'f(\n',
    'f(a,\n',
    'x = (\n',
    'f"{',
    'f"{x:',
    "f'''{",
    '"""',
    "'''",
    '"',
    "'",
    '""',
    '"""a',
    "f'",
  ],
  [
    'a.',
    'a[',
    'a(b)',
    '-',
    'not ',
    'lambda: ',
    'lambda x=',
    'await ',
    '*',
    '**',
    'a**',
    'a if b else ',
    'a := ',
    '@',
    '@a\n',
    ',',
  ],
  [
    'x =',
    'x = y\n',
    'x: ',
    ': ',
    'if x: ',
    'if x:\n',
    'else:\n',
    'elif x:\n y\n',
    'def f(',
    'class A(',
    'for x in ',
    'with (',
    'with (a,',
  ],
  [
    'try:\n',
    'except:\n',
    'match x:\n',
    'case ',
    'match (',
    'match ',
    'print ',
    '\\\n',
    '\\',
    '\n',
    '\n ',
    '\n\t',
    ' ',
    '\t',
    '#',
    '# a\n',
  ],
  [
    'import a, ',
    'from . import (',
    '0x',
    '1_',
    '1e',
    '\u00e9',
    '\u{1f600}',
    '\0',
    '$',
    '?',
    '!',
    '%',
    '%%',
    ';',
    'x;',
    '\r',
    '\f',
    'x?\n',
  ],
  [
    'def f():\n    """a\n',
    'x = ""\n"""\n',
    'a b\n',
    '(a b\n',
    '[\n1\n',
    '{a: b\n',
    'f"""{a\n"""\n',
    '    a\n  b\n',
    ' a\n  b\n   c\n',
  ],
].flat();

/** Runs of one thing after another, which grow deeper. */
const NESTED: readonly string[] = [
  Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join(''),
  Array.from({ length: 20_000 }, (_, n) => `x${n} = "a" + `).join(''),
  `x = ${'1 + '.repeat(25_000)}1\n`,
  `x = ${'a.b(c)'.repeat(15_000)}\n`,
  `if a:\n    b\n${'elif a:\n    b\n'.repeat(6000)}`,
  `x = ${'('.repeat(199)}${')'.repeat(199)}\n`,
  `x = ${'-'.repeat(50_000)}1\n`,
  Array.from({ length: 101 }, (_, depth) =>
    `${' '.repeat(depth)}if ${'('.repeat(depth === 99 ? 190 : 0)}x\n`.replace('\n', ':\n'),
  ).join(''),
  Array.from({ length: 99 }, (_, depth) => `${' '.repeat(depth)}match x:\n`).join(''),
  `x = ${'f('.repeat(5000)}\n${'y = 1\n'.repeat(10_000)}`,
];

describe('limits', function () {
  this.timeout(600_000);

  for (const notebook of [false, true]) {
    it(`takes time in proportion to the length${notebook ? ' of a notebook cell' : ''}`, () => {
      const repeated = REPEATED.map((piece) => piece.repeat(Math.ceil(LENGTH / piece.length)));
      for (const text of [...repeated, ...NESTED]) {
        const before = process.cpuUsage();
        parse(text, { notebook });
        const { user } = process.cpuUsage(before);
        const each = user / Math.max(text.length, LENGTH);
        assert.ok(
          each < MOST_MICROSECONDS_A_CHARACTER,
          `${each.toFixed(1)} µs a character: ${JSON.stringify(text.slice(0, 40))}`,
        );
      }
    });
  }

  it('works with 300 KB of stack', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-stack-'));
    try {
      const syntax = path.join(import.meta.dirname, '../../../server/src/analysis/syntax/index.ts');
      const entry = path.join(folder, 'entry.ts');
      writeFileSync(
        entry,
        `import { parse, reparse, walk, stringValue } from ${JSON.stringify(syntax)};
for (const text of JSON.parse(require('node:fs').readFileSync(0, 'utf8'))) {
  for (const notebook of [false, true]) {
    const syntax = parse(text, { notebook });
    let nodes = 0;
    walk(syntax.tree, (node) => { nodes++; if (node.constructor.name === 'Str') stringValue(node as never, text); });
    reparse(syntax, text + 'x', { start: text.length, oldEnd: text.length, newEnd: text.length + 1 });
  }
}
console.log('done');
`,
      );
      const outfile = path.join(folder, 'entry.js');
      buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
      const texts = [...REPEATED.map((piece) => piece.repeat(20_000 / piece.length)), ...NESTED];
      const run = spawnSync(process.execPath, ['--stack-size=300', outfile], {
        input: JSON.stringify(texts),
        encoding: 'utf8',
      });
      assert.equal(run.stderr, '');
      assert.equal(run.stdout.trim(), 'done');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
