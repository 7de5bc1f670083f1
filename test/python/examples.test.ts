// The examples of the rules under a real Python: all of it is Python, and what a page shows as right does run.
import assert from 'node:assert/strict';
import { namesVersions } from '../../server/src/project/versions';
import { rules } from '../../server/src/rules';
import type { Example } from '../../server/src/rules/rule';
import { cellsOf, readMarks } from '../support/markers';
import { describeWithPython, type Python } from './python';

interface Piece {
  readonly id: string;
  readonly code: string;
  /** What is shown as right is run; what is shown as wrong may raise. */
  readonly run: boolean;
}

function piecesOf(rule: string, example: Example): readonly Piece[] {
  const texts: readonly (readonly [string, string | undefined])[] =
    'bad' in example
      ? [
          ['bad', example.bad],
          ['good', example.good],
        ]
      : [['fine', example.fine]];
  return texts.flatMap(([kind, text]) => {
    if (text === undefined) return [];
    const { code } = readMarks(text);
    const whole = example.notebook === true ? withoutCellMagics(code) : code;
    const run = kind === 'good' || (kind === 'fine' && !isForOtherVersions(example, whole));
    return [{ id: `${rule}: ${example.title} (${kind})`, code: whole, run }];
  });
}

/** What is right for the versions it names need not run with those installed here. */
function isForOtherVersions({ files = {} }: Example, code: string): boolean {
  return Object.keys(files).some(namesVersions) || /^[!%]pip install .*==/m.test(code);
}

/** The cells one after the other, without those that are another language's (`%%bash`) and commands without a sign. */
function withoutCellMagics(code: string): string {
  return cellsOf(code)
    .filter(({ text }) => !text.trimStart().startsWith('%%'))
    .map(({ text }) => text.replaceAll(/^pip3? install\b.*$/gm, 'pass'))
    .join('\n');
}

function outcomes(python: Python, pieces: readonly Piece[]): Readonly<Record<string, string>> {
  const { status, output, errors } = python(['run_examples.py'], __dirname, { input: JSON.stringify(pieces) });
  assert.equal(status, 0, errors);
  return JSON.parse(output);
}

/** Examples that show what does not parse, on purpose. */
const NOT_PYTHON = /does not parse|syntax/;
/** Rules about what other versions have: what is right there is wrong here, on purpose. */
const OTHER_VERSIONS = /-removed-api: .*\(fine\)$/;
/** The exporter built on torch.export came with torch 2.5; Debian's torch is older. */
const NEWER_TORCH = /\bdynamo=/;

const pieces = rules
  .flatMap((rule) => rule.examples.flatMap((example) => piecesOf(rule.name, example)))
  .filter(({ id }) => !NOT_PYTHON.test(id))
  .map((piece) => (OTHER_VERSIONS.test(piece.id) || NEWER_TORCH.test(piece.code) ? { ...piece, run: false } : piece));
const usesTorch = ({ code }: Piece): boolean => /^\s*(?:import|from) torch\b/m.test(code);

/** The tests of some pieces; `leastShare` of those to be run must run to their end. */
function testPieces(python: Python, chosen: readonly Piece[], leastShare: number): void {
  let results: Readonly<Record<string, string>> = {};

  before(function () {
    if (process.platform === 'win32') this.skip(); // run_examples.py forks.
    results = outcomes(python, chosen);
  });

  const those = (pattern: RegExp): readonly string[] =>
    Object.entries(results)
      .filter(([, outcome]) => pattern.test(outcome))
      .map(([id, outcome]) => `${id}\n${outcome}`);

  it('are valid Python', () => {
    assert.deepEqual(those(/^invalid/), []);
  });

  it('that fixes leave raise nothing but for what an example leaves out', () => {
    assert.deepEqual(
      those(/^raised/).filter((told) => told.split('\n')[0]?.endsWith('(good)')),
      [],
    );
  });

  it('call no function that is not there or takes other arguments', () => {
    // Other errors may come of the data that an example without data is run with.
    assert.deepEqual(those(/^raised[\s\S]*\n(?:Attribute|Type|Import)Error: /), []);
  });

  it('run to their end, many of them', () => {
    const ran = those(/^ran$/).length;
    const toRun = chosen.filter(({ run }) => run).length;
    assert.ok(ran >= toRun * leastShare, `only ${ran} of ${toRun} ran:\n${those(/^stopped/).join('\n')}`);
  });
}

describeWithPython('examples of rules', ['sklearn', 'pandas'], (python) => {
  testPieces(
    python,
    pieces.filter((piece) => !usesTorch(piece)),
    1 / 3,
  );

  it('would be caught: code that is no Python, code that raises, code that ends the process', () => {
    const planted: readonly Piece[] = [
      { id: 'no Python', code: 'def f(:\n', run: true },
      { id: 'raises', code: 'import pandas as pd\npd.DataFrame().no_such_method()\n', run: true },
      { id: 'ends', code: 'import os\nos._exit(3)\n', run: true },
      { id: 'misses a name', code: 'print(model)\n', run: true },
      { id: 'wrong on purpose', code: '1 / 0\n', run: false },
      { id: 'fine', code: 'df.describe()\n', run: true },
    ];
    const found = Object.entries(outcomes(python, planted)).map(([id, outcome]) => `${id}: ${outcome.split(':')[0]}`);
    assert.deepEqual(found, [
      'no Python: invalid',
      'raises: raised',
      'ends: raised',
      'misses a name: stopped',
      'wrong on purpose: compiled',
      'fine: ran',
    ]);
  });
});

describeWithPython('examples of rules for PyTorch', ['torch', 'pandas'], (python) => {
  testPieces(python, pieces.filter(usesTorch), 1 / 3);
});
