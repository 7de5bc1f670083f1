// Garbage is collected between two keys: otherwise it would be in the middle of one, which then waits for it.
import { getHeapSpaceStatistics } from 'node:v8';

export interface Garbage {
  /** Something was checked: a moment later, when what it found is on its way, what it left behind is collected. */
  leftBehind(): void;
  /** There is something to do first. */
  wait(): void;
}

/** So long nothing else may have come, in milliseconds. */
const QUIET_MS = 8;
/**
 * Left until so many bytes of young objects lie about: half of the room that the server is given. Collected more often, what
 * is still in use is taken for old, and the old ones fill up.
 */
const LEAST = 32 * 1024 * 1024;

export function createGarbage(): Garbage {
  let timer: NodeJS.Timeout | null = null;

  function wait(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    leftBehind() {
      wait();
      timer = setTimeout(() => {
        timer = null;
        if (youngBytes() > LEAST) collectYoung();
      }, QUIET_MS);
      timer.unref();
    },
    wait,
  };
}

/** Collects young objects, those of the last check: a few milliseconds. Nothing, where the server runs without `--expose-gc`. */
function collectYoung(): void {
  globalThis.gc?.({ type: 'minor' });
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_used_size ?? 0;
}
