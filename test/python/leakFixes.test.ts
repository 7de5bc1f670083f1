// Fixes of leakage under a real Python: what a fix leaves scores just as the same program written by hand without the leak.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appliedAlone } from '../analysis/repair/alone';
import { IMPORTS, MODULES, PROGRAMS, TABLES } from './leakPrograms';
import { describeWithPython, type Python } from './python';

/** Runs each program of the JSON list on standard input; prints the list of what they printed last, or how they failed. */
const DRIVER = `
import contextlib, io, json, sys, warnings
sys.path = [place for place in sys.path if place] + ['.']  # a library that is installed comes first
warnings.simplefilter('ignore')
results = []
for code in json.load(sys.stdin):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, 'program', 'exec'), {'__name__': '__main__'})
        results.append({'score': float(out.getvalue().split()[-1])})
    except Exception as error:
        results.append({'error': f'{type(error).__name__}: {error}'})
print(json.dumps(results))
`;

/** Sums in another order differ in the last digits; the nearest wrong answer differs in the fifth. */
const SAME = 1e-9;

interface Result {
  readonly score?: number;
  readonly error?: string;
}

function run(python: Python, folder: string, programs: readonly string[]): readonly Result[] {
  const { status, output, errors } = python(['-c', DRIVER], folder, { input: JSON.stringify(programs) });
  assert.equal(status, 0, errors);
  const results: readonly Result[] = JSON.parse(output);
  return results;
}

/** The program with the fix for its leak made. */
function mended(title: string, text: string): string {
  // Off by default, and found in most of these programs beside the leak.
  const applied = appliedAlone({ kind: 'file', text }).find(({ rule }) => rule !== 'unstratified-split');
  assert.ok(applied !== undefined && applied.fixed.kind === 'file', `${title}: no fix is offered`);
  assert.equal(applied.wrong, null, title);
  return applied.fixed.text;
}

describeWithPython('fixes of leakage with scikit-learn', ['sklearn', 'pandas'], (python) => {
  it('score as the same program without the leak does', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-fixes-'));
    try {
      for (const [file, text] of Object.entries(MODULES)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
      const made = python(['-c', TABLES], folder);
      assert.equal(made.status, 0, made.errors);
      const programs = Object.entries(PROGRAMS);
      assert.ok(programs.length >= 30, 'thirty fixes are run');
      const versions = programs.flatMap(([title, { leaks, clean }]) => [
        IMPORTS + leaks,
        mended(title, IMPORTS + leaks),
        IMPORTS + clean,
      ]);
      const results = run(python, folder, versions);
      const wrong = programs.flatMap(([title, { still = false }], i): readonly string[] => {
        const [before, after, clean] = results.slice(3 * i, 3 * i + 3);
        const error = before!.error ?? after!.error ?? clean!.error;
        if (error !== undefined) return [`${title}: ${error}\n${versions[3 * i + 1]}`];
        const [old, fixed, wanted] = [before!.score!, after!.score!, clean!.score!];
        console.log(`      ${title}: ${old.toFixed(4)} before, ${fixed.toFixed(4)} after`);
        if (Math.abs(fixed - wanted) > SAME) return [`${title}: ${fixed} after the fix, ${wanted} without the leak`];
        // Else the comparison would hold without any fix.
        return still || Math.abs(old - wanted) > 1e4 * SAME ? [] : [`${title}: the leak does not show`];
      });
      assert.deepEqual(wrong, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
