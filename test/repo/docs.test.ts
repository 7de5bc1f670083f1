// The prose is true where a test can tell: commands exist, links lead somewhere, every rule has its page.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../server/src/rules';
import { root, sourceFiles, trackedPaths, type SourceFile } from './files';

const prose = sourceFiles(/^(?!docs\/rules\/).*\.md$/);
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
);

/** `npm run x` for which package.json has no script. */
function unknownCommands(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path: file, text }) =>
    [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
      .map((match) => match[1] ?? match[2] ?? '')
      .filter((name) => scripts[name] === undefined)
      .map((name) => `${file}: npm run ${name}`),
  );
}

/** Links and pictures that lead to no file of the repository, and paths in backticks that are not there. */
function deadPaths(files: readonly SourceFile[], isThere: (target: string) => boolean): readonly string[] {
  return files.flatMap(({ path: file, text }) => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ...text.matchAll(/(?:src|srcset|href)="([^"#]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => path.posix.join(path.posix.dirname(file), target));
    const named = [...text.matchAll(/`((?:client|server|media|scripts|test|docs|samples|snippets)\/[\w./-]*)`/g)].map(
      (match) => match[1] ?? '',
    );
    return [...links, ...named].filter((target) => !isThere(target)).map((target) => `${file}: ${target}`);
  });
}

const inRepository = (target: string): boolean => existsSync(path.join(root, target));

describe('documentation', () => {
  it('names commands that exist', () => {
    assert.deepEqual(unknownCommands(prose), []);
    assert.deepEqual(unknownCommands([{ path: 'x.md', text: '`npm run no-such`, `npm test`' }]), [
      'x.md: npm run no-such',
    ]);
  });

  it('leads to files that exist', () => {
    assert.deepEqual(deadPaths(prose, inRepository), []);
    const text =
      '[a](../README.md#x) [b](nowhere.md) ![c](https://example.com/d) `server/src/nowhere.ts` <img src="no.png">';
    assert.deepEqual(deadPaths([{ path: 'docs/x.md', text }], inRepository), [
      'docs/x.md: docs/nowhere.md',
      'docs/x.md: docs/no.png',
      'docs/x.md: server/src/nowhere.ts',
    ]);
  });

  it('has a page for each rule, and no other', () => {
    const pages = trackedPaths().filter(
      (file) => file.startsWith('docs/rules/') && !/\/(?:README|figures)\.md$/.test(file),
    );
    assert.deepEqual(
      pages.map((file) => path.posix.basename(file, '.md')).sort(),
      rules.map(({ name }) => name).sort(),
    );
  });

  it('has figures of rules that exist, and no more true findings than were read', () => {
    const figures: Record<'findings' | 'read' | 'peers', Record<string, { read: number; true: number }>> = JSON.parse(
      readFileSync(path.join(root, 'docs', 'figures.json'), 'utf8'),
    );
    const named = [figures.findings, figures.read, figures.peers].flatMap((part) => Object.keys(part));
    assert.deepEqual(
      named.filter((name) => !rules.some((rule) => rule.name === name)),
      [],
    );
    for (const [name, each] of Object.entries(figures.read)) assert.ok(each.true <= each.read, name);
  });

  it('lists each rule in README.md, between the marks that generation looks for', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const [, table = ''] = /<!-- rules:begin[^>]*-->([\s\S]*)<!-- rules:end -->/.exec(readme) ?? [];
    const missing = rules.filter(({ name }) => !table.includes(name));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
    assert.ok(rules.length > 0);
  });

  it('says of a rule since when it is there, and what it finds', () => {
    for (const { name, summary } of rules) {
      const page = readFileSync(path.join(root, 'docs', 'rules', `${name}.md`), 'utf8');
      assert.ok(page.includes(summary), name);
    }
  });
});
