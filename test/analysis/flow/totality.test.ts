// Totality: every beginning of a program, and programs with lines missing, are followed without a failure, in a second.
// HELDOUT_TOTALITY=FOLDER runs it over the Python files of a folder: every prefix of 50 of them, deletions in all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interpret } from '../../../server/src/analysis/flow';
import { parse } from '../../../server/src/analysis/syntax';

const folder = process.env['HELDOUT_TOTALITY'] ?? null;
const LIMIT = 1000;

/** Follows the program and judges it; the milliseconds that took. */
function follow(source: string): number {
  const start = performance.now();
  const flow = interpret(parse(source).tree, source);
  void flow.leaks;
  assert.equal(flow.failure, null);
  return performance.now() - start;
}

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function beginnings(source: string): readonly string[] {
  const lines = source.split('\n');
  const ends = lines.map((_, i) => lines.slice(0, i).join('\n'));
  // And in the middle of lines, as one types.
  const cuts = lines.map((line, i) => `${ends[i]}\n${line.slice(0, line.length >> 1)}`);
  return [...ends, ...cuts];
}

function withoutLines(source: string, random: () => number): string {
  const share = 0.02 + random() * 0.4;
  return source
    .split('\n')
    .filter(() => random() > share)
    .join('\n');
}

function pythonIn(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8'));
}

function check(texts: readonly string[]): void {
  for (const text of texts) {
    // Twice where it was slow: the machine may have been busy.
    const slow = follow(text) > LIMIT && follow(text) > LIMIT;
    assert.ok(!slow, `over ${LIMIT} ms:\n${text.slice(0, 2000)}`);
  }
}

describe('totality', function () {
  this.timeout(folder === null ? 20_000 : 3_600_000);
  const own = pythonIn(new URL('../../cases/', import.meta.url).pathname);
  const files = folder === null ? own : pythonIn(folder);
  const random = numbers(7);

  it('every beginning of a program', () => {
    const few = [...files].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    const step = Math.max(1, Math.floor(few.length / (folder === null ? 12 : 50)));
    for (const source of few.filter((_, i) => i % step === 0)) check(beginnings(source));
  });

  it('programs with lines missing', () => {
    for (const source of files) check(Array.from({ length: 3 }, () => withoutLines(source, random)));
  });
});
