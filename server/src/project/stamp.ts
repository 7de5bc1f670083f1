// A cache of what files say, kept as long as the file is the same by its time and size.
import { statSync } from 'node:fs';

/** How long a file counts as unchanged without looking again, in milliseconds: a lint on each key must not stat a tree. */
const TRUST_MS = 1000;

interface Entry<Value> {
  checkedAt: number;
  stamp: string | null;
  value: Value;
}

export interface FileCache<Value> {
  /** What `read` made of the file; of a file that is not there (or is no regular file), what `absent` says. */
  readonly get: (path: string) => Value;
  /** Look again at the next `get`: a watcher saw something. */
  readonly recheck: () => void;
}

/**
 * `read(path, previous)` is called when the file is new or has changed; `previous` is what it said before, if anything.
 * At most `limit` files are kept.
 */
export function createFileCache<Value>(
  read: (path: string, previous: Value | undefined) => Value,
  absent: (path: string) => Value,
  limit = 10_000,
): FileCache<Value> {
  /** In the order of last use. */
  const entries = new Map<string, Entry<Value>>();
  const used = (path: string, entry: Entry<Value>): Value => {
    entries.delete(path);
    entries.set(path, entry);
    return entry.value;
  };
  return {
    get(path) {
      const now = Date.now();
      const entry = entries.get(path);
      if (entry !== undefined && now - entry.checkedAt < TRUST_MS) return used(path, entry);
      const stamp = stampOf(path);
      if (entry !== undefined && entry.stamp === stamp) {
        entry.checkedAt = now;
        return used(path, entry);
      }
      const value = stamp === null ? absent(path) : read(path, entry?.value);
      const [oldest] = entries.keys();
      if (oldest !== undefined && entry === undefined && entries.size >= limit) entries.delete(oldest);
      return used(path, { checkedAt: now, stamp, value });
    },
    recheck() {
      for (const entry of entries.values()) entry.checkedAt = 0;
    },
  };
}

/** Changes when the file does; null for anything but a regular file, so that a pipe or a device is never opened. */
function stampOf(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true ? `${stats.mtimeMs}:${stats.size}:${stats.ino}` : null;
  } catch {
    return null;
  }
}
