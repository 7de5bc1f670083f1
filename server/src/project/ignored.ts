// Which files are never linted (other people's code), and which git ignores.
import ignore, { type Ignore } from 'ignore';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createFileCache } from './stamp';

/** Folders whose content nobody here writes. */
const FOREIGN_FOLDERS: ReadonlySet<string> = new Set([
  'site-packages',
  'dist-packages',
  'node_modules',
  '.venv',
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  '__pypackages__',
  '.ipynb_checkpoints',
  '.tox',
  '.nox',
  '.eggs',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);

/** Folders of experiment trackers and their data: thousands of files, none of them source. */
const RECORD_FOLDERS: ReadonlySet<string> = new Set(['wandb', 'mlruns', 'lightning_logs', '.dvc', '.cache']);

/** The standard library: `lib/python3.12/`, and `Lib/` beside a Windows python.exe. */
const STANDARD_LIBRARY = /[\\/]lib(?:64)?[\\/]python3\.\d+[\\/]/i;

export interface Ignored {
  /** Why this folder is never entered, whatever the settings say; null if it may be. */
  foreignFolder(folder: string): string | null;
  /** Why this file is never linted, whatever the settings say; null if it may be. */
  foreignFile(file: string): string | null;
  /**
   * Whether git ignores this path, by the `.gitignore` files from its repository's root down and by `.git/info/exclude`.
   * With `below`, a folder somebody named although git ignores it: only by the files in that folder.
   */
  byGit(file: string, isFolder?: boolean, below?: string | null): boolean;
  recheck(): void;
}

export function createIgnored(): Ignored {
  const environments = new Map<string, boolean>();
  const isEnvironment = (folder: string): boolean => {
    const known = environments.get(folder);
    if (known !== undefined) return known;
    const found = existsSync(path.join(folder, 'pyvenv.cfg')) || existsSync(path.join(folder, 'conda-meta'));
    environments.set(folder, found);
    return found;
  };
  const repositories = new Map<string, string | null>();
  const patterns = createFileCache<Ignore | null>(readPatterns, () => null);

  function foreignFolder(folder: string): string | null {
    const name = path.basename(folder);
    if (FOREIGN_FOLDERS.has(name)) return `\`${name}\` holds code of others`;
    if (RECORD_FOLDERS.has(name)) return `\`${name}\` holds records, not source`;
    return isEnvironment(folder) ? `\`${name}\` is a Python environment` : null;
  }

  return {
    foreignFolder,
    foreignFile(file) {
      if (STANDARD_LIBRARY.test(file)) return 'it belongs to a Python installation';
      for (const folder of foldersAbove(file)) {
        const reason = foreignFolder(folder);
        if (reason !== null) return reason;
      }
      return null;
    },
    byGit(file, isFolder = false, below = null) {
      const root = below ?? repositoryOf(path.dirname(file), repositories);
      return root !== null && ignoredByGit(file, isFolder, root, patterns.get);
    },
    recheck() {
      environments.clear();
      repositories.clear();
      patterns.recheck();
    },
  };
}

/** git's rule: a path below an ignored folder is ignored; else the last matching pattern of the nearest file decides. */
function ignoredByGit(
  file: string,
  isFolder: boolean,
  root: string,
  patternsAt: (file: string) => Ignore | null,
): boolean {
  const between = foldersAbove(file).filter((folder) => folder.startsWith(root + path.sep));
  const targets = [...between.map((folder) => ({ target: folder, isFolder: true })), { target: file, isFolder }];
  return targets.some(({ target, isFolder: folder }) => matchesPatterns(target, folder, root, patternsAt));
}

function matchesPatterns(
  target: string,
  isFolder: boolean,
  root: string,
  patternsAt: (file: string) => Ignore | null,
): boolean {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    const verdict = test(patternsAt(path.join(folder, '.gitignore')), folder, target, isFolder);
    if (verdict !== null) return verdict;
    if (folder === root) break;
  }
  return test(patternsAt(path.join(root, '.git', 'info', 'exclude')), root, target, isFolder) ?? false;
}

/** true or false: a pattern says so; null: none matches. */
function test(patterns: Ignore | null, folder: string, target: string, isFolder: boolean): boolean | null {
  if (patterns === null) return null;
  const { ignored, unignored } = patterns.test(relative(folder, target) + (isFolder ? '/' : ''));
  return ignored ? true : unignored ? false : null;
}

/** Whether a path matches patterns written as in a `.gitignore` in `folder`. Paths outside the folder never match. */
export function matchesExclude(
  target: string,
  isFolder: boolean,
  folder: string,
  patterns: readonly string[],
): boolean {
  const inside = relative(folder, target);
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return false;
  return ignore()
    .add(patterns)
    .ignores(inside + (isFolder ? '/' : ''));
}

function readPatterns(file: string): Ignore | null {
  try {
    return ignore().add(readFileSync(file, 'utf8'));
  } catch {
    return null; // unreadable: git would go on without it too
  }
}

/** The nearest folder upwards that holds `.git` (a folder, or a file in a worktree). */
function repositoryOf(folder: string, known: Map<string, string | null>): string | null {
  const cached = known.get(folder);
  if (cached !== undefined) return cached;
  const parent = path.dirname(folder);
  const root = existsSync(path.join(folder, '.git')) ? folder : parent === folder ? null : repositoryOf(parent, known);
  known.set(folder, root);
  return root;
}

/** All folders above a file, the outermost first. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    folders.unshift(folder);
    if (folder === path.dirname(folder)) return folders;
  }
}

function relative(folder: string, target: string): string {
  return path.relative(folder, target).replaceAll('\\', '/');
}
