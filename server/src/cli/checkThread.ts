// The life of a thread that checks files: it is given some, tells what is to be reported of them, and is given more.
import { parentPort, workerData } from 'node:worker_threads';
import { checkFile, createCheck } from './check';
import { createRecorder } from './recorder';
import type { Checked, Chunk, Setup } from './threads';

export function serveChecks(): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `checkOnThreads` starts it with
  const { options, cwd } = workerData as Setup;
  const recorder = createRecorder();
  const check = createCheck(options, cwd, recorder);
  parentPort?.on('message', ({ first, files }: Chunk) => {
    const said = files.map((file) => {
      checkFile(file, check);
      return recorder.taken();
    });
    parentPort?.postMessage({ first, said } satisfies Checked);
  });
}
