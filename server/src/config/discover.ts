// Finds the project file of a source file: the nearest folder upwards with a `heldout.toml` or a pyproject.toml of ours.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createFileCache } from '../project/stamp';
import type { Names } from './schema';
import { readProjectFile, type ProjectFileKind, type TomlProblem } from './toml';
import type { SettingValues } from './values';

export interface ProjectFile {
  readonly path: string;
  readonly folder: string;
  /** Of a broken file, the values it had when it was last right; empty if it never was. */
  readonly values: SettingValues;
  readonly problems: readonly TomlProblem[];
  /** The file's text, which the problems' offsets are into. */
  readonly text: string;
  /** It does not parse. */
  readonly broken: boolean;
}

export interface ProjectFiles {
  /** The project file that holds for a source file (or for files in a folder); null if there is none. */
  of(file: string): ProjectFile | null;
  /** The project file at this path, if it is one of ours. */
  at(projectFile: string): ProjectFile | null;
  recheck(): void;
}

/** In a folder with both, `heldout.toml` wins: it is written for us alone. */
const KINDS: readonly { readonly name: string; readonly kind: ProjectFileKind }[] = [
  { name: 'heldout.toml', kind: 'heldout' },
  { name: 'pyproject.toml', kind: 'pyproject' },
];

/** The file names a watcher should look at. */
export const projectFileNames: readonly string[] = KINDS.map(({ name }) => name);

export function createProjectFiles(names: Names): ProjectFiles {
  const cache = createFileCache<ProjectFile | null>(
    (file, previous) => read(file, previous ?? null, names),
    () => null,
  );
  return {
    of(file) {
      for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
        for (const { name } of KINDS) {
          const found = cache.get(path.join(folder, name));
          if (found !== null) return found;
        }
        if (folder === path.dirname(folder)) return null;
      }
    },
    at: (projectFile) => (projectFileNames.includes(path.basename(projectFile)) ? cache.get(projectFile) : null),
    recheck: () => cache.recheck(),
  };
}

function read(file: string, previous: ProjectFile | null, names: Names): ProjectFile | null {
  const kind = KINDS.find(({ name }) => name === path.basename(file))?.kind ?? 'pyproject';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const message = `The settings in this file cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    const problems = [{ start: 0, end: 0, message }];
    return { path: file, folder: path.dirname(file), values: previous?.values ?? {}, problems, text: '', broken: true };
  }
  const { values, problems, ours } = readProjectFile(text, kind, names);
  if (!ours) return null;
  return {
    path: file,
    folder: path.dirname(file),
    values: values ?? previous?.values ?? {},
    problems,
    text,
    broken: values === null,
  };
}
