// The snippets: each parses as it comes, and Heldout finds nothing in it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lint } from '../server/src/lint';
import { NO_ENVIRONMENT } from '../server/src/project/environment';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const root = path.join(__dirname, '..');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test below reads each
const snippets = JSON.parse(readFileSync(path.join(root, 'snippets/python.json'), 'utf8')) as Readonly<
  Record<string, Snippet>
>;

/** The code as it is inserted: each `${1:name}` with its default, `$0` gone. */
function inserted({ body }: Snippet): string {
  return body
    .join('\n')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{?\d+\}?/g, '');
}

describe('snippets', () => {
  it('are contributed for Python', () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- compared as a whole
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { snippets?: unknown };
    };
    assert.deepEqual(contributes.snippets, [{ language: 'python', path: './snippets/python.json' }]);
  });
  it('are ten or more, each with a prefix of its own', () => {
    const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
    assert.ok(prefixes.length >= 10);
    assert.equal(new Set(prefixes).size, prefixes.length);
    for (const { prefix, description } of Object.values(snippets)) {
      assert.match(prefix, /^ml-[a-z-]+$/);
      assert.ok(description.length > 20);
    }
  });
  for (const [title, snippet] of Object.entries(snippets)) {
    it(`lints clean: ${title}`, () => {
      const text = inserted(snippet);
      assert.doesNotMatch(text, /\$/, 'no placeholder is left');
      const { findings, internalProblems } = lint(
        { kind: 'file', text },
        { settings: { rules: {}, syntax: true }, environment: NO_ENVIRONMENT },
      );
      assert.deepEqual(internalProblems, []);
      assert.deepEqual(
        findings.map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`),
        [],
      );
    });
    it(`has a stop to end at: ${title}`, () => assert.ok(snippet.body.join('\n').includes('$0')));
  }
});
