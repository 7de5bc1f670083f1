// The models beside a source: looked up by the path in the code, read by ranges, kept until the file changes.
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { ByteSource } from '../model/bytes';
import { readModel } from '../model/read';
import { createBringers, type Bringers } from './bringers';
import type { Environment, ModelLookup } from './environment';
import { createFileCache } from './stamp';

/** Models kept at a time: a big graph takes tens of megabytes. */
const KEPT_MODELS = 32;

export interface Models {
  /** The environment of a source file. Models are looked for in its folder, in its project's root, then in `fallback`. */
  environmentOf(file: string, fallback: string | null): Pick<Environment, 'model'>;
  recheck(): void;
}

/** @param ignored whether git ignores a path */
export function createModels(ignored: (file: string) => boolean = () => false): Models {
  const cache = createFileCache<ModelLookup>(readLookup, (file) => ({ state: 'missing', path: file }), KEPT_MODELS);
  const bringers = createBringers();
  return {
    environmentOf: (file, fallback) => ({
      model: (written) => lookUp(written, file, fallback, cache.get, ignored, bringers),
    }),
    recheck() {
      cache.recheck();
      bringers.recheck();
    },
  };
}

function lookUp(
  written: string,
  file: string,
  fallback: string | null,
  read: (file: string) => ModelLookup,
  ignored: (file: string) => boolean,
  bringers: Bringers,
): ModelLookup {
  // A share would be asked over the network, with the user's name; other files are no models.
  if (/^(?:\\\\|\/\/)/.test(written) || !/\.(?:onnx|ort)$/i.test(written)) return { state: 'unknown' };
  const folder = path.dirname(file);
  const folders = [folder, projectRoot(folder), fallback].filter((each) => each !== null);
  const candidates = [...new Set(folders.map((each) => path.resolve(each, written)))];
  const there = candidates.map((each) => read(each)).filter(({ state }) => state !== 'missing');
  const [first] = there;
  if (first !== undefined) {
    const found = withData(first);
    return found.state === 'found' && there.length > 1 ? { ...found, ambiguous: true } : found;
  }
  const expected = candidates.some((each) => ignored(each)) || bringers.mayBring(written, folders, file);
  return { state: 'missing', path: candidates[0] ?? written, expected };
}

/** The files of weights are looked for each time: they may come later than the model. */
function withData(found: ModelLookup): ModelLookup {
  if (found.state !== 'found') return found;
  const { graph } = found.model;
  const stored = [...graph.initializers, ...graph.sparseInitializers.map(({ values }) => values)];
  const locations = new Set(stored.flatMap(({ external }) => (external === null ? [] : [external.location])));
  const folder = path.dirname(found.path);
  // A model does not name files outside its folder; one that does is not asked about on the disk.
  const inside = [...locations].filter(
    (location) => !path.isAbsolute(location) && !/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(location),
  );
  const missingData = inside.filter((location) => !existsSync(path.join(folder, location)));
  return missingData.length === 0 ? found : { ...found, missingData };
}

/** The nearest folder upwards with a mark of a project's root. */
export function projectRoot(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (['.git', 'pyproject.toml', 'heldout.toml'].some((mark) => existsSync(path.join(at, mark)))) return at;
    if (at === path.dirname(at)) return null;
  }
}

function readLookup(file: string): ModelLookup {
  let opened: FileSource;
  try {
    opened = openFile(file);
  } catch (error) {
    return { state: 'unreadable', path: file, reason: error instanceof Error ? error.message : String(error) };
  }
  try {
    const result = readModel(opened);
    if (result.ok) return { state: 'found', path: file, model: result.value };
    const { kind, what, why } = result.problem;
    return { state: 'unreadable', path: file, reason: `${what} ${why}`, fault: kind };
  } finally {
    opened.close();
  }
}

export interface FileSource extends ByteSource {
  close(): void;
}

/** A file as a source of byte ranges. Throws what the file system throws. */
export function openFile(file: string): FileSource {
  const descriptor = openSync(file, 'r');
  const length = fstatSync(descriptor).size;
  return {
    length,
    read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, length) - start));
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(descriptor, bytes, done, bytes.length - done, start + done);
        if (count === 0) return bytes.subarray(0, done);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}
