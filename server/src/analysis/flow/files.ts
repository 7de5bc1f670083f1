// Files that a program imports, or looked for: asked of whoever knows the workspace, and remembered to see when they change.
import type { ImportedFile } from './value';

/** `path` as written in the program, relative to the folder of `from`, or of the program where that is null. */
export type FindSource = (path: string, from: string | null) => ImportedFile | null;

export const FIND_NOTHING: FindSource = () => null;

interface Asked {
  readonly path: string;
  readonly from: string | null;
  readonly found: ImportedFile | null;
}

export class Files {
  readonly #asked = new Map<string, Asked>();
  /** What modules asked for that were followed for several programs, this one among them. */
  readonly #shared = new Set<Files>();
  #find: FindSource = FIND_NOTHING;

  /** From now on these are the files. */
  enter(find: FindSource): void {
    this.#find = find;
  }

  /** As entered. */
  get source(): FindSource {
    return this.#find;
  }

  find(path: string, from: string | null): ImportedFile | null {
    const found = this.#find(path, from);
    this.#asked.set(`${path}\n${from ?? ''}`, { path, from, found });
    return found;
  }

  /** Whether a file that was asked for says something else now. */
  changed(find: FindSource, seen = new Set<Files>()): boolean {
    if (seen.has(this)) return false;
    seen.add(this);
    for (const { path, from, found } of this.#asked.values()) if (!isSameFile(find(path, from), found)) return true;
    for (const shared of this.#shared) if (shared.changed(find, seen)) return true;
    return false;
  }

  /** What a module asked for belongs to what this program does. */
  share(files: Files): void {
    this.#shared.add(files);
  }

  /** What another program finds in their place: the same, which it then shares; others; or the same but for itself. */
  seenBy(other: Files): 'same' | 'changed' | 'itself' {
    if (other.#shared.has(this)) return 'same';
    let seen: 'same' | 'itself' = 'same';
    for (const { path, from, found } of this.#asked.values()) {
      const now = other.#find(path, from);
      if (now?.itself === true && now.path === found?.path) seen = 'itself';
      else if (!isSameFile(now, found)) return 'changed';
    }
    for (const shared of this.#shared) {
      const inside = shared.seenBy(other);
      if (inside === 'changed') return inside;
      if (inside === 'itself') seen = inside;
    }
    if (seen === 'same') other.share(this);
    return seen;
  }

  /** Whether the program itself was among what it looked for. */
  get askedItself(): boolean {
    for (const { found } of this.#asked.values()) if (found?.itself === true) return true;
    return false;
  }
}

function isSameFile(a: ImportedFile | null, b: ImportedFile | null): boolean {
  return a === b || (a !== null && b !== null && a.path === b.path && a.text === b.text);
}
