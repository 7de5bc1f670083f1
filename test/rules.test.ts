// The examples of every rule: what is marked is found and nothing else, fixes give the `good` code, `fine` stays silent.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { parse } from '../server/src/analysis/syntax';
import { joinCells } from '../server/src/analysis/notebook';
import { edited, fixable } from '../server/src/fix';
import { lint } from '../server/src/lint';
import type { Finding, Linted, LintOptions, LintSettings, Source } from '../server/src/lint';
import { rules } from '../server/src/rules';
import type { Example, Rule } from '../server/src/rules/rule';
import { exampleEnvironment } from './support/environment';
import { marksInCells, readMarks, sourceOf } from './support/markers';
import type { Marked } from './support/markers';

const ALL: LintSettings = { rules: {} };

function optionsFor(example: Example, settings: LintSettings): LintOptions {
  return { settings, environment: exampleEnvironment(example.files ?? {}) };
}

function only(rule: Rule): LintSettings {
  return { rules: {}, select: [rule.name] };
}

/** Lints; a problem inside the engine is a failure. */
function check(source: Source, options: LintOptions): Linted {
  const linted = lint(source, options);
  assert.deepEqual(linted.internalProblems, []);
  return linted;
}

function textOf(source: Source): string {
  return source.kind === 'file' ? source.text : joinCells(source.cells).source;
}

function parses(source: Source): boolean {
  return source.kind === 'file'
    ? parse(source.text).problems.length === 0
    : joinCells(source.cells).syntax.problems.length === 0;
}

/** Every place a rule speaks of, as lines people can compare: repeated hints are told by the first. */
function places(findings: readonly Finding[], text: string): string[] {
  const spans = findings.flatMap((finding) => [
    finding,
    ...finding.related.filter(({ message }) => message === 'Also here'),
  ]);
  return spans.map(({ start, end }) => `${start}: ${text.slice(start, end).split('\n')[0]}`).sort();
}

function marked({ marks }: Marked, text: string): string[] {
  return marks.map(({ start, end }) => `${start}: ${text.slice(start, end ?? undefined).split('\n')[0]}`).sort();
}

describe('rules', () => {
  it('are all registered, each in the file of its name', () => {
    const folder = new URL('../server/src/rules/', import.meta.url);
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
      .filter((file) => file.endsWith('.ts') && !file.includes('/_'));
    const registered = rules.map(({ category, name }) => `${category}/${name}.ts`);
    assert.deepEqual([...registered].sort(), files.sort());
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length, 'names are unique');
  });

  for (const rule of rules) describe(rule.name, () => declaration(rule));
});

function declaration(rule: Rule): void {
  it('is declared in full', () => {
    assert.match(rule.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    assert.match(rule.since, /^\d+\.\d+\.\d+$/);
    assert.ok(
      rule.summary.length > 10 && rule.summary.length <= 100 && !rule.summary.endsWith('.'),
      'the summary is one line without a full stop',
    );
    assert.ok(rule.docs.trim().length > 80, 'docs say why it matters');
    assert.ok(rule.silent.trim().length > 40, 'silent says when it says nothing');
    assert.ok(
      rule.examples.some((example) => 'bad' in example),
      'there is a bad example',
    );
    assert.ok(
      rule.examples.some((example) => 'fine' in example),
      'there is a fine example',
    );
    const fixed = rule.examples.some((example) => 'good' in example && example.good !== undefined);
    assert.equal(fixed, rule.fix !== 'none', 'an example shows the fix if there is one');
  });

  for (const example of rule.examples) {
    if ('bad' in example) bad(rule, example);
    else fine(rule, example);
  }
}

function bad(rule: Rule, example: Extract<Example, { bad: string }>): void {
  const marks = readMarks(example.bad);
  const source = sourceOf(marks.code, example.notebook ?? false);
  const options = optionsFor(example, only(rule));

  it(`finds: ${example.title}`, () => {
    // Marks of a notebook are counted in its one text, cells in the joined one.
    const text = textOf(source);
    const found = check(source, options).findings.filter((finding) => finding.rule === rule.name);
    const expected = example.notebook === true ? marked(marksInCells(marks), text) : marked(marks, text);
    const ends = marks.marks.every(({ end }) => end !== null);
    assert.deepEqual(places(found, text), expected);
    if (ends)
      assert.deepEqual(spansOf(found), spansOf((example.notebook === true ? marksInCells(marks) : marks).marks));
    assert.ok(expected.length > 0, 'a bad example marks what is found');
    for (const { message } of found) assert.doesNotMatch(message, /\{\w+\}/, 'all placeholders are filled');
  });

  const { good } = example;
  if (good === undefined) return;
  it(`fixes: ${example.title}`, () => {
    const wanted = sourceOf(readMarks(good).code, example.notebook ?? false);
    const linted = check(source, options);
    const accept = rule.fix === 'safe' ? (['safe'] as const) : (['safe', 'unsafe'] as const);
    const fixed = edited(source, linted, fixable(linted.findings, accept));
    assert.equal(textOf(fixed), textOf(wanted));
    assert.ok(parses(fixed), 'fixed code parses');
    const again = check(fixed, options);
    assert.deepEqual(places(again.findings, textOf(fixed)), [], 'the finding is gone');
    assert.deepEqual(fixable(again.findings, accept), { edits: [], clears: [] }, 'fixing again changes nothing');
  });
}

function fine(rule: Rule, example: Extract<Example, { fine: string }>): void {
  it(`is silent: ${example.title}`, () => {
    const source = sourceOf(readMarks(example.fine).code, example.notebook ?? false);
    assert.deepEqual(readMarks(example.fine).marks, [], 'a fine example has no marks');
    assert.ok(parses(source), 'the example parses');
    const text = textOf(source);
    assert.deepEqual(places(check(source, optionsFor(example, only(rule))).findings, text), []);
    const others = check(source, optionsFor(example, ALL)).findings;
    assert.deepEqual(
      others.map((finding) => `${finding.rule}: ${text.slice(finding.start, finding.end)}`),
      [],
      'no rule that is on by default speaks',
    );
  });
}

function spansOf(
  spans: readonly { readonly start: number; readonly end: number | null; readonly related?: Finding['related'] }[],
): string[] {
  const all = spans.flatMap((span) => [span, ...(span.related ?? []).filter(({ message }) => message === 'Also here')]);
  return all.map(({ start, end }) => `${start}-${end}`).sort();
}
