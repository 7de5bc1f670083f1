// What linting costs in the processor's time: a long script whole and by part, and many files of people, beside CPython's own parser.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createModule } from '../../server/src/analysis/createModule';
import { interpret } from '../../server/src/analysis/flow';
import { parse } from '../../server/src/analysis/syntax';
import { lint } from '../../server/src/lint';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';
import { percentile, type Measurement } from './measurement';
import { script } from './programs';

export const name = 'Linting';

/** Milliseconds for 2,000 lines; a key may take no longer. */
const TARGET_SCRIPT = 30;
/** Milliseconds for any one file, once the engine is warm. */
const TARGET_FILE = 250;
const ROUNDS = 12;
const RUNS = 8;

export async function run(): Promise<readonly Measurement[]> {
  return [
    ...ofScript(),
    ...ofFiles(path.join('.cache', 'leakage'), 'labelled scripts'),
    ...ofFiles('samples', 'samples'),
  ];
}

function ofScript(): Measurement[] {
  const text = script(2000);
  const what = `a script of ${text.split('\n').length} lines`;
  const { tree, problems, comments } = parse(text);
  const parsed = { source: text, syntax: { tree, problems, comments }, notebook: null };
  const parsing = best(() => parse(text));
  const flow = best(() => interpret(tree, text));
  const names = best(() => createModule(parsed, NO_ENVIRONMENT).callsTo('print'));
  const whole = best(() => lintText(text));
  const python = cpythonParse(text);
  return [
    { what: `${what}: parsed`, value: parsing, unit: 'ms' },
    ...(python === null ? [] : [{ what: `${what}: parsed by CPython's ast`, value: python, unit: 'ms' as const }]),
    { what: `${what}: its flow`, value: flow, unit: 'ms' },
    { what: `${what}: its names`, value: names, unit: 'ms' },
    { what: `${what}: all rules, with the garbage of all parts`, value: whole - parsing - flow - names, unit: 'ms' },
    { what: `${what}: linted`, value: whole, unit: 'ms', target: TARGET_SCRIPT },
  ];
}

/** Each Python file below `folder`, linted three times; the least counts. Nothing where the folder is not there. */
function ofFiles(folder: string, title: string): Measurement[] {
  if (!existsSync(folder)) {
    console.log(`Skipped: ${folder} is not there.`);
    return [];
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  const times = files.map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return Math.min(...[0, 1, 2].map(() => processorTime(() => lintText(text))));
  });
  const what = `${files.length} ${title}`;
  return [
    { what: `${what}: median`, value: percentile(times, 0.5), unit: 'ms' },
    { what: `${what}: longest`, value: percentile(times, 1), unit: 'ms', target: TARGET_FILE },
  ];
}

function lintText(text: string): void {
  lint({ kind: 'file', text }, { settings: { rules: {} }, environment: NO_ENVIRONMENT });
}

/** Milliseconds of processor time, of all threads: collecting garbage counts, waiting for other programs does not. */
function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of some rounds, each of several runs so that it holds its share of collecting garbage. */
function best(work: () => unknown): number {
  const round = (): number => {
    const time = processorTime(() => {
      for (let i = 0; i < RUNS; i++) work();
    });
    return time / RUNS;
  };
  round();
  round();
  return Math.min(...Array.from({ length: ROUNDS }, round));
}

/** The same text in CPython, measured the same way; null where there is no Python. */
function cpythonParse(text: string): number | null {
  const program = `
import ast, sys, time
text = sys.stdin.read()
def clock():
    before = time.process_time()
    ast.parse(text)
    return time.process_time() - before
print(1000 * min(clock() for _ in range(20)))`;
  const { status, stdout } = spawnSync('python3', ['-c', program], { input: text, encoding: 'utf8', timeout: 60_000 });
  return status === 0 ? Number(stdout) : null;
}
