// Who may bring a model file that is not there: another script beside it that exports or downloads it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Scripts and recipes that make files. */
const SCRIPT = /\.(?:py|ipynb|sh|ps1|ya?ml|dvc|mk)$|^(?:Makefile|Dockerfile|justfile)$/i;
const BRINGS =
  /export|onnx\.save|save_model|to_onnx|convert|quantize|download|wget|curl|urlretrieve|SerializeToString|dvc/i;
const MOST_FILES = 200;
const MOST_BYTES = 1_000_000;
/** A lint on each key must not read a folder. */
const TRUST_MS = 10_000;

export interface Bringers {
  /** Whether another file in one of these folders names `model` and writes or fetches models. */
  mayBring(model: string, folders: readonly string[], source: string): boolean;
  recheck(): void;
}

export function createBringers(): Bringers {
  const known = new Map<string, { readonly at: number; readonly brings: boolean }>();
  return {
    mayBring(model, folders, source) {
      const key = [model, source, ...folders].join('\n');
      const before = known.get(key);
      if (before !== undefined && Date.now() - before.at < TRUST_MS) return before.brings;
      const name = path.basename(model);
      const brings = folders.some((folder) =>
        scriptsIn(folder).some((file) => file !== source && speaksOf(file, name)),
      );
      known.set(key, { at: Date.now(), brings });
      return brings;
    },
    recheck: () => known.clear(),
  };
}

function scriptsIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => SCRIPT.test(name));
    return names.slice(0, MOST_FILES).map((name) => path.join(folder, name));
  } catch {
    return []; // a folder that cannot be read brings nothing
  }
}

function speaksOf(file: string, name: string): boolean {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MOST_BYTES) return false;
    const text = readFileSync(file, 'utf8');
    return text.includes(name) && BRINGS.test(text);
  } catch {
    return false;
  }
}
