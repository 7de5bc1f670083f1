// The files of the repository as text, and what they import: what the tests of the invariants look at.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every file that git tracks or would track, from the root, with `/`. */
export function trackedPaths(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return listed.split('\0').filter((file) => file !== '' && isFile(path.join(root, file)));
}

const isFile = (file: string) => existsSync(file) && statSync(file).isFile();

/** The tracked files whose path matches, with their text. */
export function sourceFiles(pattern: RegExp): readonly SourceFile[] {
  return trackedPaths()
    .filter((file) => pattern.test(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`: types too, since a bundler's report misses those. */
const STATIC_IMPORT = /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const BRACED_IMPORT = /^\s*\}\s*from\s+['"]([^'"]+)['"]/gm;
const DYNAMIC_IMPORT = /\b(?:import|require|require\.resolve)\(\s*['"]([^'"]+)['"]/g;

/** What a TypeScript file imports, as written: `./x`, `node:fs`, `vscode`. */
export function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  const found = [STATIC_IMPORT, BRACED_IMPORT, DYNAMIC_IMPORT].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ''),
  );
  return [...new Set(found)];
}

/** Comments that stand on lines of their own: they may quote an import. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '').replace(/^\s*\/\*[\s\S]*?\*\//gm, '');
}

/** Where a relative import leads, from the root without extension (`server/src/lint`); null for a package. */
export function resolveImport(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = path.posix.join(path.posix.dirname(from), specifier);
  return target.replace(/\.(?:ts|mjs|cjs|js)$/, '');
}

/** The package a bare import names: `vscode-languageserver/node` → `vscode-languageserver`. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
