// Loaded models: each one once for each form of its boundary, the last few kept.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { assemble, lengthOf } from '../model/boundary/rewrite';
import type { BoundaryPlan } from '../model/boundary/plan';
import type { ByteSource } from '../model/bytes';
import type { Model } from '../model/model';
import { summarize } from '../model/summary';
import type { Backend, LoadOptions, RuntimeSession } from './backend';
import { writePieces } from './files';

/** Above this a rewritten model is loaded from a temporary copy: from memory it would take three times its size. */
const COPY_ABOVE = 100 * 1024 * 1024;
/** Forms of one model and models side by side that are kept loaded. */
const KEPT_SESSIONS = 4;
/** Model files kept loaded together may have this size; the last one is kept whatever its size. */
const KEPT_BYTES = 1024 * 1024 * 1024;

export interface Loading {
  readonly file: string;
  /** Changes when the file does. */
  readonly stamp: string;
  readonly model: Model;
  readonly source: ByteSource;
  readonly plan: BoundaryPlan;
}

export interface Sessions {
  /**
   * The session for a plan, loaded now where it is not yet, of which `onLoad` is told before; `load` is what that took in
   * milliseconds.
   */
  get(loading: Loading, onLoad?: () => void): Promise<{ readonly session: RuntimeSession; readonly load: number }>;
}

/** `scratch` is a folder for temporary copies, made when needed; the supervisor removes it. */
export function createSessions(backend: Backend, scratch: string): Sessions {
  /** Oldest use first. */
  const kept = new Map<string, { readonly session: RuntimeSession; readonly bytes: number }>();

  return {
    async get(loading, onLoad) {
      const key = JSON.stringify([loading.file, loading.stamp, loading.plan.key]);
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return { session: known.session, load: 0 };
      }
      onLoad?.();
      await makeRoom(loading.source.length);
      const start = performance.now();
      const session = await loadSession(backend, scratch, loading);
      kept.set(key, { session, bytes: loading.source.length });
      return { session, load: performance.now() - start };
    },
  };

  async function makeRoom(bytes: number): Promise<void> {
    let total = bytes;
    for (const entry of kept.values()) total += entry.bytes;
    for (const [key, entry] of kept) {
      if (kept.size < KEPT_SESSIONS && total <= KEPT_BYTES) return;
      kept.delete(key);
      total -= entry.bytes;
      await entry.session.release();
    }
  }
}

/** Loads the model in the form of its plan; measured where `profile` says so. */
export async function loadSession(
  backend: Backend,
  scratch: string,
  { file, model, source, plan: { pieces } }: Loading,
  profile?: LoadOptions['profile'],
): Promise<RuntimeSession> {
  const externalFiles = summarize(model).externalFiles.map(({ location }) => location);
  const options: LoadOptions = { folder: path.dirname(file), externalFiles, ...(profile ? { profile } : {}) };
  if (!pieces) return backend.load(file, options);
  // A copy elsewhere would not find external data, which may lie only below the model's own folder.
  if (lengthOf(pieces) <= COPY_ABOVE || externalFiles.length > 0) {
    return backend.load(assemble(source, pieces), options);
  }
  mkdirSync(scratch, { recursive: true });
  const copy = path.join(scratch, `${process.hrtime.bigint()}.onnx`);
  try {
    writePieces(source, pieces, copy);
    return await backend.load(copy, options);
  } finally {
    rmSync(copy, { force: true });
  }
}
