// Everything Heldout asks the disk about a source file: its settings, whether it is checked at all, the models beside it.
import path from 'node:path';
import { createProjectFiles, type ProjectFile, type ProjectFiles } from '../config/discover';
import { mergeSettings, type Layer, type Settings } from '../config/merge';
import type { Names } from '../config/schema';
import type { Environment } from './environment';
import { createIgnored, matchesExclude, type Ignored } from './ignored';
import { createModels } from './models';
import { createPythonFiles, type OpenText } from './pythonFiles';
import { createTables } from './tables';
import { createVersionFiles } from './versionFiles';
import { walk, type WalkStep } from './walk';

export interface Project {
  readonly files: ProjectFiles;
  readonly ignored: Ignored;
  /** The settings of a file: `weaker` layers (the editor's), its project file's, `stronger` layers (the command line's). */
  settingsOf(file: string, weaker: readonly Layer[], stronger: readonly Layer[]): FileSettings;
  /** Why a file is not checked; null if it is. */
  notChecked(file: string, settings: Settings): string | null;
  /** Models are looked for beside the file, in its project's root, then in `fallback`; versions from its folder upwards. */
  environmentOf(file: string, fallback: string | null): Environment;
  /** The files below `paths` that are checked. Paths given are checked even if they are ignored. */
  walk(paths: readonly string[], settingsOf: (file: string) => Settings): Generator<WalkStep, void, undefined>;
  /** Look at the disk again: a watcher saw something. */
  recheck(): void;
}

export interface FileSettings {
  readonly settings: Settings;
  readonly projectFile: ProjectFile | null;
}

/** @param openText the text of a file that is open in an editor: it beats what is on the disk */
export function createProject(names: Names, openText: OpenText = () => null): Project {
  const files = createProjectFiles(names);
  const ignored = createIgnored();
  const models = createModels((file) => ignored.byGit(file));
  const versions = createVersionFiles();
  const tables = createTables();
  const python = createPythonFiles(openText);

  /** `below`: a folder that was named although git ignores it. */
  function chosenAway(file: string, settings: Settings, isFolder: boolean, below: string | null = null): string | null {
    for (const { folder, patterns } of settings.exclude) {
      if (matchesExclude(file, isFolder, folder, patterns)) return 'the setting `exclude` leaves it out';
    }
    return settings.respectGitignore && ignored.byGit(file, isFolder, below) ? 'git ignores it' : null;
  }

  return {
    files,
    ignored,
    settingsOf(file, weaker, stronger) {
      const projectFile = files.of(file);
      const layers = projectFile === null ? [] : [layerOf(projectFile)];
      return { settings: mergeSettings([...weaker, ...layers, ...stronger], names), projectFile };
    },
    notChecked(file, settings) {
      if (!settings.enable) return 'checking is turned off by the setting `heldout.enable`';
      return ignored.foreignFile(file) ?? chosenAway(file, settings, false);
    },
    environmentOf: (file, fallback) => ({
      ...models.environmentOf(file, fallback),
      versionOf: versions.of(file),
      columns: tables.of(file, fallback),
      python: python.of(file, fallback),
    }),
    walk(paths, settingsOf) {
      const namedAnyway = paths.filter((named) => ignored.byGit(named, true));
      const below = (file: string) => namedAnyway.find((named) => file.startsWith(named + path.sep)) ?? null;
      return walk(paths, {
        skipFolder: (folder) =>
          ignored.foreignFolder(folder) !== null ||
          chosenAway(folder, settingsOf(path.join(folder, '_')), true, below(folder)) !== null,
        skipFile: (file) => chosenAway(file, settingsOf(file), false, below(file)) !== null,
      });
    },
    recheck() {
      files.recheck();
      ignored.recheck();
      models.recheck();
      versions.recheck();
      tables.recheck();
      python.recheck();
    },
  };
}

function layerOf(file: ProjectFile): Layer {
  return { origin: file.path, values: file.values, folder: file.folder };
}
