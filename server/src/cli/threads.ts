// Checking many files on several threads: each thread checks some, and all is reported in the order of the files, as if one
// had done it.
import { once } from 'node:events';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckOptions } from './checkOptions';
import type { Said } from './recorder';

/** With fewer files a thread takes longer to start than it saves. */
const LEAST_FILES = 60;
/** What a thread runs is compiled and its garbage collected beside it: on two cores a second one saves nothing (measured). */
const CORES_A_THREAD = 2;
const MOST_THREADS = 8;
/** Files that a thread is given at once: neighbours, which often import the same. */
const CHUNK = 6;
/** Short-lived objects have more room than usual: collecting them is a fifth of the time otherwise. */
const YOUNG_MB = 96;

/** What a thread is started with. */
export interface Setup {
  readonly options: CheckOptions;
  readonly cwd: string;
}

/** A stretch of the files. */
export interface Chunk {
  readonly first: number;
  readonly files: readonly string[];
}

export interface Checked {
  readonly first: number;
  /** Of each file. */
  readonly said: readonly (readonly Said[])[];
}

/** How many threads are worth it. Files that are mended are read by others that import them: one after the other. */
export function threadsFor(files: number, { jobs, fixing }: CheckOptions): number {
  if (fixing === 'write') return 1;
  if (jobs !== null) return Math.min(jobs, Math.ceil(files / CHUNK));
  const threads = Math.min(Math.floor(os.availableParallelism() / CORES_A_THREAD), MOST_THREADS);
  return files < LEAST_FILES ? 1 : Math.max(threads, 1);
}

/**
 * Checks the files on so many threads and gives what is to be reported of each, in order.
 * @param script the file that runs `serveChecks` (checkThread.ts) when it is started as a thread
 * @throws what ended a thread
 */
export async function* checkOnThreads(
  script: string,
  threads: number,
  files: readonly string[],
  setup: Setup,
  cancelled: AbortSignal,
): AsyncGenerator<readonly Said[]> {
  const chunks: Chunk[] = [];
  for (let first = 0; first < files.length; first += CHUNK)
    chunks.push({ first, files: files.slice(first, first + CHUNK) });
  const done = new Map<number, readonly Said[]>();
  const changed = new EventTarget();
  let failure: unknown = null;
  const tellChange = () => changed.dispatchEvent(new Event('changed'));
  const fail = (error: unknown) => {
    failure ??= error;
    tellChange();
  };
  cancelled.addEventListener('abort', tellChange);
  let next = 0;
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(script, { workerData: setup, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    const giveMore = () => {
      const chunk = chunks[next++];
      if (chunk !== undefined) worker.postMessage(chunk);
    };
    worker.on('message', ({ first, said }: Checked) => {
      said.forEach((each, i) => done.set(first + i, each));
      giveMore();
      tellChange();
    });
    worker.on('error', fail);
    giveMore();
    return worker;
  });
  try {
    for (let file = 0; file < files.length; file++) {
      for (let said = done.get(file); ; said = done.get(file)) {
        if (failure !== null) throw failure;
        if (said !== undefined) {
          done.delete(file);
          yield said;
          break;
        }
        if (cancelled.aborted) return;
        await once(changed, 'changed');
      }
    }
  } finally {
    cancelled.removeEventListener('abort', tellChange);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
