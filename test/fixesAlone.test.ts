// Every fix of every rule, applied alone: the file parses, the finding is gone, nothing new is found, nothing is offered twice.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { rules } from '../server/src/rules';
import type { LintOptions, Source } from '../server/src/lint';
import { readNotebook } from '../server/src/project/notebookFile';
import { appliedAlone, type Applied } from './analysis/repair/alone';
import { exampleEnvironment } from './support/environment';
import { readMarks, sourceOf } from './support/markers';

/** A name that no version has any more hides what its calls do: the right name brings it to light. */
const BROUGHT_TO_LIGHT: ReadonlySet<string> = new Set(['sklearn-removed-api: unseeded-split is new']);

/** Of what went wrong, a line each. */
function wrong(name: string, applied: readonly Applied[]): readonly string[] {
  return applied
    .filter((each) => each.wrong !== null && !BROUGHT_TO_LIGHT.has(`${each.rule}: ${each.wrong}`))
    .map((each) => `${name}: ${each.rule}: ${each.title}: ${each.wrong!}`);
}

describe('fixes, each alone', () => {
  for (const { name, fix, examples } of rules) {
    if (fix === 'none') continue;
    it(`${name}: in its examples`, () => {
      const applied = examples.flatMap((example) => {
        if (!('bad' in example)) return [];
        // The rule itself, though it be off by default, and all that is on.
        const options: LintOptions = {
          settings: { rules: { [name]: 'warning' } },
          environment: exampleEnvironment(example.files ?? {}),
        };
        return appliedAlone(sourceOf(readMarks(example.bad).code, example.notebook ?? false), options);
      });
      assert.ok(
        applied.some(({ rule }) => rule === name),
        'a fix is offered',
      );
      assert.deepEqual(wrong(name, applied), []);
    }).timeout(20_000);
  }

  const cases = new URL('cases/', import.meta.url);
  for (const file of readdirSync(cases, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.py'))) {
    it(`cases/${file}`, () => {
      const { code } = readMarks(readFileSync(new URL(file.replaceAll('\\', '/'), cases), 'utf8'));
      assert.deepEqual(wrong(file, appliedAlone(sourceOf(code, file.endsWith('.notebook.py')), ALL)), []);
    });
  }

  const samples = new URL('../samples/', import.meta.url);
  for (const file of readdirSync(samples).filter((each) => /\.(py|ipynb)$/.test(each))) {
    it(`samples/${file}`, () => {
      const text = readFileSync(new URL(file, samples), 'utf8');
      assert.deepEqual(wrong(file, appliedAlone(sampleOf(file, text), ALL)), []);
    });
  }
});

const ALL: LintOptions = { settings: { rules: {} }, environment: exampleEnvironment({}) };

function sampleOf(file: string, text: string): Source {
  if (!file.endsWith('.ipynb')) return { kind: 'file', text };
  const read = readNotebook(text);
  assert.ok('cells' in read);
  return { kind: 'notebook', cells: read.cells };
}
