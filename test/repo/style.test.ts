// How the sources are written: small files, each saying first what it is.
import assert from 'node:assert/strict';
import { isRule } from './architecture';
import { sourceFiles, type SourceFile } from './files';

const sources = sourceFiles(/^(?:client|server|media|scripts|test)\/.*\.(?:ts|mjs|cjs)$|^[^/]+\.mjs$/);

const SOURCE_LINES = 300;
/** Of a rule without its examples: those are data, which tests and pages read. */
const RULE_LINES = 150;

/** Longer for a reason that does not go away. Tests are not counted: a table of cases may be long. */
const LONG_FOR_A_REASON: Readonly<Record<string, string>> = {
  'server/src/analysis/syntax/nodes.ts': 'generated from nodes.spec',
};
/** Tables of facts about libraries: one line a fact, nothing to follow. */
const TABLES = /^server\/src\/knowledge\//;

function tooLong(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path: file }) => !file.startsWith('test/') && !TABLES.test(file) && !(file in LONG_FOR_A_REASON))
    .flatMap((file) => {
      const lines = countLines(file.text);
      const ruleLines = isRule(file) ? countLines(withoutExamples(file.text)) : 0;
      return [
        ...(lines > SOURCE_LINES ? [`${file.path}: ${lines} lines, at most ${SOURCE_LINES}`] : []),
        ...(ruleLines > RULE_LINES ? [`${file.path}: ${ruleLines} lines besides examples, at most ${RULE_LINES}`] : []),
      ];
    });
}

const withoutExamples = (text: string): string => text.replace(/^ {2}examples: \[\n[\s\S]*?^ {2}\],\n/m, '');

const countLines = (text: string): number => text.replace(/\n$/, '').split('\n').length;

/** Files whose first line (after a `#!` line) is no comment. */
function unintroduced(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ text }) => !/^(?:\/\/|\/\*)/.test(text.replace(/^#!.*\n/, '')))
    .map(({ path: file }) => `${file}: the first line must be a comment that says what the file is`);
}

describe('source files', () => {
  it('are short enough to be read', () => {
    assert.deepEqual(tooLong(sources), []);
  });

  it('would be refused when too long', () => {
    const source = (lines: number) => '// Long.\n'.repeat(lines);
    assert.equal(tooLong([{ path: 'server/src/x.ts', text: source(301) }]).length, 1);
    assert.equal(tooLong([{ path: 'server/src/x.ts', text: source(300) }]).length, 0);
    const rule = (lines: number, examples: number) => {
      const list = `  examples: [\n${"    { fine: '' },\n".repeat(examples)}  ],\n`;
      return [{ path: 'server/src/rules/x.ts', text: `${source(lines)}export default rule({\n${list}});` }];
    };
    assert.equal(tooLong(rule(149, 0)).length, 1);
    assert.equal(tooLong(rule(148, 100)).length, 0);
    assert.equal(tooLong(rule(100, 250)).length, 1, 'a file is at most as long as any other');
  });

  it('name no exception that is not needed', () => {
    const needed = sources.filter(
      ({ path: file, text }) => file in LONG_FOR_A_REASON && countLines(text) > SOURCE_LINES,
    );
    assert.equal(needed.length, Object.keys(LONG_FOR_A_REASON).length);
  });

  it('say in their first line what they are', () => {
    assert.deepEqual(unintroduced(sources), []);
  });

  it('would be refused without that line', () => {
    const files = [
      { path: 'a.ts', text: 'import x from "x";\n' },
      { path: 'b.mjs', text: '#!/usr/bin/env node\nimport x from "x";\n' },
      { path: 'c.ts', text: '#!/usr/bin/env node\n// What it is.\n' },
    ];
    assert.equal(unintroduced(files).length, 2);
  });
});

describe('test files', () => {
  const ROOT_HOOK = /^(?:before|after)(?:Each)?\(/m;

  it('have no hooks outside a suite: they would run for the tests of every file', () => {
    const hooked = sources.filter(({ path: file, text }) => file.endsWith('.test.ts') && ROOT_HOOK.test(text));
    assert.deepEqual(
      hooked.map(({ path: file }) => file),
      [],
    );
    assert.ok(ROOT_HOOK.test('import x;\nbeforeEach(() => {});\n') && !ROOT_HOOK.test('  beforeEach(() => {});\n'));
  });
});
