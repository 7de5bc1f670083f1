// The tables beside a source: the column names in the first line of a CSV file, kept until the file changes.
import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readHeader } from './header';
import { createFileCache } from './stamp';

/** A header is one line; longer ones are not read. */
const MOST_BYTES = 64 * 1024;
const KEPT_HEADERS = 256;

export interface Tables {
  /** Tables are looked for in the source's folder, then in `fallback`. */
  of(file: string, fallback: string | null): (written: string, separator: string) => readonly string[] | null;
  recheck(): void;
}

export function createTables(): Tables {
  const lines = createFileCache<string | null>(firstLine, () => null, KEPT_HEADERS);
  return {
    of: (file, fallback) => (written, separator) => {
      // A share would be asked over the network, with the user's name.
      if (/^(?:\\\\|\/\/)|:\/\//.test(written) || !/\.(?:csv|tsv|txt)$/i.test(written)) return null;
      const folders = [path.dirname(file), fallback].filter((folder) => folder !== null);
      const candidates = new Set(folders.map((folder) => path.resolve(folder, written)));
      const found = [...candidates].map((each) => lines.get(each)).filter((line) => line !== null);
      const [line, ...others] = found;
      return line === undefined || others.some((other) => other !== line) ? null : readHeader(line, separator);
    },
    recheck: () => lines.recheck(),
  };
}

/** The first line of a file, without its line break; null if it has none within reach, or is not UTF-8. */
function firstLine(file: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    const text = bytes.subarray(0, readSync(descriptor, bytes, 0, MOST_BYTES, 0));
    const end = text.indexOf(10);
    return end < 0 ? null : new TextDecoder('utf-8', { fatal: true }).decode(text.subarray(0, end)).replace(/\r$/, '');
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
