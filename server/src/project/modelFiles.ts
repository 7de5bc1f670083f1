// Model files near a source: what a path in the code could be completed to.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './models';

export interface ModelFile {
  readonly file: string;
  /** As the code would write it: relative to the source's folder, else to the project's root. */
  readonly written: string;
  readonly size: number;
  /** When it was last written, in milliseconds. */
  readonly writtenAt: number;
}

export interface ModelFiles {
  /** Those below the source's folder, its project's root and `fallback`, the nearest first. */
  near(source: string, fallback: string | null): readonly ModelFile[];
  recheck(): void;
}

/** Folders with very many entries, or very deep ones, are no place to look for models while someone types. */
const MOST_ENTRIES = 4000;
const DEEPEST = 6;
const MOST_FILES = 200;
const SKIPPED = /^(?:\..*|node_modules|__pycache__|site-packages|venv|env|build|dist)$/;
/** A client that watches files tells of new ones; for others, this long in milliseconds. */
const TRUST_MS = 60_000;

export function createModelFiles(): ModelFiles {
  const kept = new Map<string, { readonly at: number; readonly files: readonly string[] }>();
  function below(folder: string): readonly string[] {
    const before = kept.get(folder);
    if (before !== undefined && Date.now() - before.at < TRUST_MS) return before.files;
    const files = modelsBelow(folder);
    kept.set(folder, { at: Date.now(), files });
    return files;
  }
  return {
    near(source, fallback) {
      const own = path.dirname(source);
      const found = new Map<string, ModelFile>();
      for (const folder of [own, projectRoot(own), fallback]) {
        if (folder === null) continue;
        for (const file of below(folder)) {
          if (found.has(file)) continue;
          const base = file.startsWith(own + path.sep) ? own : folder;
          const written = path.relative(base, file).split(path.sep).join('/');
          found.set(file, { file, written, ...statsOf(file) });
        }
      }
      return [...found.values()].sort((a, b) => depth(a) - depth(b)).slice(0, MOST_FILES);
    },
    recheck: () => kept.clear(),
  };
}

function depth({ written }: ModelFile): number {
  return written.split('/').length;
}

/** Breadth first, so that a huge folder far below does not hide what is near. */
function modelsBelow(top: string): readonly string[] {
  const files: string[] = [];
  const open = [{ folder: top, level: 0 }];
  let entries = 0;
  for (const { folder, level } of open) {
    for (const entry of entriesOf(folder)) {
      if (++entries > MOST_ENTRIES) return files;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && level < DEEPEST && !SKIPPED.test(entry.name))
        open.push({ folder: file, level: level + 1 });
      else if (entry.isFile() && /\.(?:onnx|ort)$/i.test(entry.name)) files.push(file);
    }
  }
  return files;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function statsOf(file: string): Pick<ModelFile, 'size' | 'writtenAt'> {
  const stats = statSync(file, { throwIfNoEntry: false });
  return { size: stats?.size ?? 0, writtenAt: stats?.mtimeMs ?? 0 };
}
