// The watch inside the host: a thread that ends the process at its memory limit or when its parent is gone.
import { Worker } from 'node:worker_threads';
import { MEMORY_MARK } from './protocol';

/** Milliseconds between two looks. */
const INTERVAL = 50;

/**
 * A run blocks the host's own thread, so a second thread looks. It ends the process by SIGKILL, since native code
 * cannot be stopped otherwise. `limit` is in bytes of resident memory; 0 for none.
 */
export function startWatch(limit: number): void {
  const worker = new Worker(WATCH, { eval: true, workerData: { limit, mark: MEMORY_MARK, interval: INTERVAL } });
  worker.unref();
}

/** As text, because a bundle is one file and a worker needs one of its own. */
const WATCH = `
const { writeSync } = require('node:fs');
const { workerData: { limit, mark, interval } } = require('node:worker_threads');
const parent = process.ppid;
setInterval(() => {
  const used = limit > 0 ? process.memoryUsage.rss() : 0;
  if (used > limit && limit > 0) {
    writeSync(2, mark + ' ' + used + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, interval);
`;
