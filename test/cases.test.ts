// Harder cases: every file in test/cases/<category>/ must give just the findings its marks name, `#   ^^^^ rule-name`.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { joinCells } from '../server/src/analysis/notebook';
import { lint } from '../server/src/lint';
import { rules } from '../server/src/rules';
import { NO_ENVIRONMENT, type Environment } from '../server/src/project/environment';
import { exampleEnvironment } from './support/environment';
import { marksInCells, readMarks, sourceOf } from './support/markers';

const folder = new URL('cases/', import.meta.url);

/** `# beside: m.onnx = x: float32[1] -> y: float32[1]` puts a file beside a case, in the words of support/environment.ts. */
function environmentOf(text: string): Environment {
  const files = [...text.matchAll(/^# beside: (\S+) = (.+)$/gm)].map(([, name, content]) => [name!, content!] as const);
  return files.length === 0 ? NO_ENVIRONMENT : exampleEnvironment(Object.fromEntries(files));
}

/** `name.notebook.py` holds a notebook, with `# %%` between its cells. */
function casesOf(category: string): string[] {
  return readdirSync(new URL(`${category}/`, folder)).filter((file) => file.endsWith('.py'));
}

describe('cases', () => {
  const categories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name: category } of categories) {
    describe(category, () => {
      for (const file of casesOf(category)) {
        it(file, () =>
          check(readFileSync(new URL(`${category}/${file}`, folder), 'utf8'), file.endsWith('.notebook.py')),
        );
      }
    });
  }
});

function check(text: string, notebook: boolean): void {
  const marked = readMarks(text);
  const { marks } = notebook ? marksInCells(marked) : marked;
  const source = sourceOf(marked.code, notebook);
  const joined = source.kind === 'file' ? source.text : joinCells(source.cells).source;
  for (const { rule } of marks)
    assert.ok(
      rules.some(({ name }) => name === rule),
      `a mark names a rule: ${rule}`,
    );

  const { findings, internalProblems } = lint(source, { settings: { rules: {} }, environment: environmentOf(text) });
  assert.deepEqual(internalProblems, []);
  const ends = new Map(marks.map((mark) => [`${mark.rule} ${mark.start}`, mark.end]));
  const told = (rule: string | null, start: number, end: number | null): string =>
    `${rule} at ${start}: ${joined.slice(start, end ?? undefined).split('\n')[0]}`;
  const found = findings.flatMap(({ rule, start, end, related }) => {
    const also = related.filter(({ message }) => message === 'Also here');
    // Where a mark is open-ended, only the start is compared.
    return [{ start, end }, ...also].map((span) =>
      told(rule, span.start, ends.get(`${rule} ${span.start}`) === null ? null : span.end),
    );
  });
  assert.deepEqual(found.sort(), marks.map(({ rule, start, end }) => told(rule, start, end)).sort());
}
