// Python files that a source imports: their text, kept until the file changes.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment';
import { createFileCache } from './stamp';

/** A longer file is no module that one writes beside a script. */
const MOST_BYTES = 200_000;
const KEPT_FILES = 4096;

export interface PythonFiles {
  /** Files are looked for in the folder of the file that imports them, then in `fallback`. */
  of(file: string, fallback: string | null): Environment['python'];
  recheck(): void;
}

/** The text of a file as an editor has it, by its path; null where it is not open. */
export type OpenText = (file: string) => string | null;

export function createPythonFiles(openText: OpenText): PythonFiles {
  const texts = createFileCache<string | null>(textOf, () => null, KEPT_FILES);
  return {
    of: (file, fallback) => (written, from) => {
      if (!/^[\w./-]+\.py$/.test(written) || path.isAbsolute(written)) return null;
      const folders = new Set([path.dirname(from ?? file), path.dirname(file), fallback]);
      for (const folder of folders) {
        if (folder === null) continue;
        const found = path.resolve(folder, written);
        if (found === file) return { path: found, text: '', itself: true };
        const text = openText(found) ?? texts.get(found);
        if (text !== null) return { path: found, text };
      }
      return null;
    },
    recheck: () => texts.recheck(),
  };
}

/** Null if it is too long, is not UTF-8, or cannot be read. */
function textOf(file: string): string | null {
  try {
    return statSync(file).size > MOST_BYTES
      ? null
      : new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch {
    return null;
  }
}
