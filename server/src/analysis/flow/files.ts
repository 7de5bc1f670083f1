// Files that a program imports, or looked for: asked of whoever knows the workspace, and remembered to see when they change.
import type { ImportedFile } from './value';

/** `path` as written in the program, relative to the folder of `from`, or of the program where that is null. */
export type FindSource = (path: string, from: string | null) => ImportedFile | null;

export const FIND_NOTHING: FindSource = () => null;

export class Files {
  readonly #asked = new Map<string, { readonly path: string; readonly from: string | null; readonly said: string }>();
  #find: FindSource = FIND_NOTHING;

  /** From now on these are the files. */
  enter(find: FindSource): void {
    this.#find = find;
  }

  find(path: string, from: string | null): ImportedFile | null {
    const found = this.#find(path, from);
    this.#asked.set(`${path}\n${from ?? ''}`, { path, from, said: saying(found) });
    return found;
  }

  /** Whether a file that was asked for says something else now. */
  changed(find: FindSource): boolean {
    for (const { path, from, said } of this.#asked.values()) if (saying(find(path, from)) !== said) return true;
    return false;
  }
}

function saying(file: ImportedFile | null): string {
  return file === null ? '' : `${file.path}\n${file.text}`;
}
