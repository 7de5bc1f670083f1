// What lint may know of the files beside the source. The caller hands it in: the engine itself does no I/O.
import { UNKNOWN_VERSION } from '../knowledge/versions';
import type { VersionEvidence } from '../knowledge/versions';
import type { Model } from '../model/model';
import type { ProblemKind } from '../model/problem';

export type ModelLookup =
  /**
   * `missingData`: files its weights lie in that are not beside it. `ambiguous`: from another working folder the path
   * means another file, which is there too.
   */
  | {
      readonly state: 'found';
      readonly path: string;
      readonly model: Model;
      readonly missingData?: readonly string[];
      readonly ambiguous?: boolean;
    }
  /** `expected`: git ignores the place, or another script beside it makes or fetches the file: it comes later. */
  | { readonly state: 'missing'; readonly path: string; readonly expected?: boolean }
  /** `fault`: what is wrong with the file; absent if it could not even be opened. */
  | { readonly state: 'unreadable'; readonly path: string; readonly reason: string; readonly fault?: ProblemKind }
  | { readonly state: 'unknown' };

export interface PythonFile {
  readonly path: string;
  readonly text: string;
  /** The source itself: its text is left out. */
  readonly itself?: true;
}

export interface Environment {
  /** The model a path in the code means, tried against the file's folder and the workspace root. */
  model(path: string): ModelLookup;
  /** Which version of an installable package (`scikit-learn`) the project has. */
  versionOf(distribution: string): VersionEvidence;
  /** The column names in the first line of the CSV file a path in the code means; null if it is not there, or not plain. */
  columns(path: string, separator: string): readonly string[] | null;
  /**
   * A Python file of the workspace: `path` as an import means it, relative to the folder of `from`, or of the source itself
   * where that is null. Null if it is not there.
   */
  readonly python: (path: string, from: string | null) => PythonFile | null;
}

/** Nothing known: for text without a place, and most tests. */
export const NO_ENVIRONMENT: Environment = {
  model: () => ({ state: 'unknown' }),
  versionOf: () => UNKNOWN_VERSION,
  columns: () => null,
  python: () => null,
};
