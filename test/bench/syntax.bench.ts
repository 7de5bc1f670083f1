// The parser's speed, memory and tolerance, beside others measured in the same run, a few files at a time in turn.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parse, walk, type Module } from '../../server/src/analysis/syntax';
import { sharedNames } from '../../server/src/analysis/syntax/names';
import { TokenizerState } from '../../server/src/analysis/syntax/tokenizer/state';
import { tokenize } from '../../server/src/analysis/syntax/tokenizer/tokenizer';
import { TokenBuffer } from '../../server/src/analysis/syntax/tokenizer/tokens';
import { newestPython, pythonFiles } from '../analysis/syntax/cpython';
import { damage, lostDefinitions } from '../analysis/syntax/damage';
import { pick, sample, seeded } from '../random';
import { median, type Measurement } from './measurement';
import { script } from './programs';
import {
  loadRuff,
  loadTreeSitter,
  toPlainObjects,
  treeSitterDefinitions,
  type Rival,
  type TreeSitterPython,
} from './syntaxRivals';

export const name = 'Python syntax';

const ROUNDS = 5;
const BATCH = 20;
const MEGABYTE = 1_000_000;
/** Files of the standard library that are timed, unless HELDOUT_ALL_FILES=1. */
const FILES = 300;
const DAMAGED_PLACES = 300;

export async function run(): Promise<readonly Measurement[]> {
  const python = newestPython();
  if (python === null) throw new Error('needs the standard library of a Python 3 (set HELDOUT_PYTHON)');
  const all = pythonFiles(python.library).filter((file) => !file.includes('site-packages'));
  const files = process.env['HELDOUT_ALL_FILES'] === '1' ? all : sample(all, FILES, seeded(1));
  const sources = files.map((file) => readFileSync(file, 'utf8'));
  const treeSitter = await loadTreeSitter();
  const ruff = await loadRuff();
  return [...speeds(sources, treeSitter, ruff), fiveThousandLines(), heap(sources), ...tolerance(all, treeSitter)];
}

function speeds(sources: readonly string[], treeSitter: TreeSitterPython, ruff: Rival): Measurement[] {
  const tokens = new TokenBuffer(1 << 20);
  const contenders: Rival[] = [
    { name: 'ours: tokens', parse: (source) => tokensOnly(source, tokens) },
    { name: 'ours: tree', parse: (source) => void parse(source) },
    { name: 'ours: tree and walk', parse: (source) => countNodes(parse(source).tree) },
    { name: 'web-tree-sitter: tree', parse: (source) => treeSitter.parse(source).delete() },
    { name: 'web-tree-sitter: tree as plain objects', parse: (source) => converted(treeSitter, source) },
    ruff,
  ];
  const characters = sources.reduce((sum, { length }) => sum + length, 0);
  const rounds = contenders.map((): number[] => []);
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const spent = timeInTurn(contenders, sources);
    if (round > 0) spent.forEach((ms, index) => rounds[index]!.push(characters / MEGABYTE / (ms / 1000)));
  }
  const speed = rounds.map(median);
  const [, tree, , , plainObjects, ruffSpeed] = speed;
  return [
    ...contenders.map((contender, index): Measurement => ({
      what: contender.name,
      value: speed[index]!,
      unit: 'MB/s',
    })),
    {
      what: 'tree, against web-tree-sitter as plain objects',
      value: tree! / plainObjects!,
      unit: 'times',
      least: 15,
    },
    { what: 'tree, against ruff', value: tree! / ruffSpeed!, unit: 'times', least: 2 },
  ];
}

/** Milliseconds each contender spends on all sources. A batch goes to all in turn, so that a busy moment hits all alike. */
function timeInTurn(contenders: readonly Rival[], sources: readonly string[]): number[] {
  const spent = contenders.map(() => 0);
  for (let first = 0; first < sources.length; first += BATCH) {
    const batch = sources.slice(first, first + BATCH);
    contenders.forEach((contender, index) => {
      // What the one before left behind is not to be cleaned up on this one's time.
      collectGarbage();
      const before = performance.now();
      for (const source of batch) contender.parse(source);
      spent[index]! += performance.now() - before;
    });
  }
  return spent;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('needs node --expose-gc');
  globalThis.gc();
}

function tokensOnly(source: string, tokens: TokenBuffer): void {
  tokens.length = 0;
  tokenize(new TokenizerState(source, 0, source.length, false, tokens, sharedNames(), null));
}

function countNodes(tree: Module): number {
  let nodes = 0;
  walk(tree, () => {
    nodes++;
  });
  return nodes;
}

function converted(treeSitter: TreeSitterPython, source: string): void {
  const tree = treeSitter.parse(source);
  toPlainObjects(tree);
  tree.delete();
}

function fiveThousandLines(): Measurement {
  const source = script(5000);
  const times = Array.from({ length: 60 }, () => {
    const before = performance.now();
    parse(source);
    return performance.now() - before;
  });
  return { what: `${source.split('\n').length} lines: median`, value: median(times.slice(20)), unit: 'ms', target: 10 };
}

/** What the results of parsing keep alive, for each byte of source. The sources themselves are not counted. */
function heap(sources: readonly string[]): Measurement {
  const characters = sources.reduce((sum, { length }) => sum + length, 0);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = sources.map((source) => parse(source));
  collectGarbage();
  const used = process.memoryUsage().heapUsed - before;
  if (kept.length !== sources.length) throw new Error('the trees must be alive while they are measured');
  return { what: 'heap for each byte of source', value: used / characters, unit: 'bytes', target: 8 };
}

/** Definitions lost elsewhere in the file when one bracket, quote or colon is missing. */
function tolerance(files: readonly string[], treeSitter: TreeSitterPython): Measurement[] {
  const random = seeded(1969);
  const lost = { ours: 0, treeSitter: 0 };
  let total = 0;
  for (let places = 0; places < DAMAGED_PLACES;) {
    const source = readFileSync(pick(files, random), 'utf8');
    if (source.length < 2000 || source.length > 100_000 || parse(source).problems.length > 0) continue;
    const damaged = damage(source, random);
    if (damaged === null) continue;
    places++;
    const ours = lostDefinitions(damaged);
    total += ours.total;
    lost.ours += ours.lost.length;
    lost.treeSitter += lostDefinitions(damaged, (text) => treeSitterDefinitions(treeSitter, text)).lost.length;
  }
  const share = (count: number): number => (100 * count) / total;
  return [
    {
      what: `ours: of ${total} definitions, lost by ${DAMAGED_PLACES} missing characters`,
      value: share(lost.ours),
      unit: '%',
      target: 1,
    },
    { what: 'web-tree-sitter: the same', value: share(lost.treeSitter), unit: '%' },
  ];
}
