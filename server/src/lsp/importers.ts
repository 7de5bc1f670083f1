// Which open documents read which Python files: when one of these changes, saved or not, they are checked again.
import type { Environment } from '../project/environment';
import { pathOf } from './paths';

export interface Importers {
  /** What a check of this document may know, noting the files that it reads. Forgets what earlier checks read. */
  noting(uri: string, environment: Environment): Environment;
  /** Documents whose last check read the file of this URI. */
  of(uri: string): readonly string[];
  forget(uri: string): void;
}

export function createImporters(): Importers {
  /** Paths by document. */
  const read = new Map<string, Set<string>>();
  return {
    noting(uri, environment) {
      const paths = new Set<string>();
      read.set(uri, paths);
      return {
        ...environment,
        python(path, from) {
          const found = environment.python(path, from);
          if (found !== null) paths.add(found.path);
          return found;
        },
      };
    },
    of(uri) {
      const path = pathOf(uri);
      return path === null ? [] : [...read].flatMap(([each, paths]) => (each !== uri && paths.has(path) ? [each] : []));
    },
    forget: (uri) => void read.delete(uri),
  };
}
