// Walks folders for Python files and notebooks, within limits, so that a folder of data never stops the work.
import { opendirSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';

export interface WalkOptions {
  /** Whether to pass over a folder. Not asked about the paths given. */
  readonly skipFolder: (folder: string) => boolean;
  /** Whether to pass over a file. Not asked about files given by path. */
  readonly skipFile: (file: string) => boolean;
  /** Entries looked at in all before the walk stops. */
  readonly maxEntries?: number;
  /** Entries of one folder above which it counts as data: its own files are taken, its subfolders are not entered. */
  readonly dataFolderEntries?: number;
}

export interface WalkProblem {
  readonly path: string;
  readonly message: string;
}

/** What a walk yields, as it finds it: a file to lint, or a problem on the way. */
export type WalkStep = { readonly file: string } | { readonly problem: WalkProblem };

const LINTED = /\.(?:py|pyw|ipynb)$/i;

/** Whether a path is one we lint when found in a folder. */
export function isLintedName(file: string): boolean {
  return LINTED.test(file);
}

/**
 * Files in the order of their names, each once, folders after the files beside them. Links to folders are not followed.
 * Paths that are given are taken whatever they are called.
 */
export function* walk(paths: readonly string[], options: WalkOptions): Generator<WalkStep, void, undefined> {
  const { maxEntries = 200_000, dataFolderEntries = 2000 } = options;
  const seen = new Set<string>();
  let entriesSeen = 0;

  function* walkFolder(folder: string): Generator<WalkStep, boolean, undefined> {
    const entries = readFolder(folder, maxEntries - entriesSeen);
    if (entries instanceof Error) {
      yield { problem: { path: folder, message: `The folder cannot be read: ${entries.message}.` } };
      return true;
    }
    entriesSeen += entries.length;
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (!isLintedName(entry.name) || !isFile(entry, file) || seen.has(file) || options.skipFile(file)) continue;
      seen.add(file);
      yield { file };
    }
    if (entriesSeen >= maxEntries) {
      const message = `Stopped after ${maxEntries.toLocaleString('en')} files and folders; what follows was not checked. Name the folders with your source.`;
      yield { problem: { path: folder, message } };
      return false;
    }
    if (entries.length > dataFolderEntries) return true;
    for (const entry of entries) {
      const subfolder = path.join(folder, entry.name);
      if (!entry.isDirectory() || options.skipFolder(subfolder)) continue;
      if (!(yield* walkFolder(subfolder))) return false;
    }
    return true;
  }

  for (const given of paths) {
    const kind = kindOf(given);
    if (kind === 'folder') {
      if (!(yield* walkFolder(given))) return;
    } else if (kind === 'file') {
      if (!seen.has(given)) yield { file: given };
      seen.add(given);
    } else {
      yield { problem: { path: given, message: kind } };
    }
  }
}

function readFolder(folder: string, limit: number): Dirent[] | Error {
  try {
    const entries: Dirent[] = [];
    const handle = opendirSync(folder);
    try {
      for (let entry = handle.readSync(); entry !== null && entries.length < limit; entry = handle.readSync()) {
        entries.push(entry);
      }
    } finally {
      handle.closeSync();
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function isFile(entry: Dirent, file: string): boolean {
  if (entry.isFile()) return true;
  return entry.isSymbolicLink() && kindOf(file) === 'file';
}

/** `file`, `folder`, or why it is neither. */
function kindOf(given: string): string {
  try {
    const stats = statSync(given);
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'This is neither a file nor a folder.';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'There is no such file or folder.';
    return `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
