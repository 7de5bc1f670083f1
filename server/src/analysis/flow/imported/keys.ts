// Keys of imported modules: what is named after a place or a number of one run gets the module's path to it, so that it is
// nothing of another run's. What is named after a path, a column or a text is the same in all runs.
import type { Source } from '../rows/rows';

const OPEN = '⟨';
const CLOSE = '⟩';

/** Whether a key holds numbers of the run that made it. */
export function isOwnKey(kind: Source['kind'] | 'predicate' | 'quantity', key: string): boolean {
  switch (kind) {
    case 'file':
      return key.startsWith('?');
    case 'directory':
      return /(^|\s)(\?|\d+(@|#|$))/.test(key);
    case 'predicate':
      return /^(#|(and|or)\()|[@#]-?\d/.test(key);
    case 'quantity':
      return !/^f?"/.test(key);
    default:
      return true;
  }
}

/** The key among those of a module; its word before the `@` stays in front, for people. One that has been given a path keeps it. */
export function ownKey(path: string, key: string): string {
  if (key.includes(OPEN)) return key;
  const at = /^[a-z_]+@/i.exec(key)?.[0].length ?? 0;
  return `${key.slice(0, at)}${OPEN}${path}${CLOSE}${key.slice(at)}`;
}

/** The key of the module's record of that number. */
export function recordKey(path: string, number: number): string {
  return `${OPEN}${path}${CLOSE}${number}`;
}

/** Whether it is the key of such a record; of that module, if one is named. */
export function isRecordKey(key: string, path?: string): boolean {
  return key.startsWith(path === undefined ? OPEN : `${OPEN}${path}${CLOSE}`);
}

/** A key as people are shown it: of the path, the file's name. */
export function shownKey(key: string): string {
  return key.replace(/⟨(?:[^⟩]*[\\/])?([^⟩]*)⟩/, '$1:');
}
