// The times of a model's nodes as last measured in its editor, for the lines of Python that made them.
import { statSync } from 'node:fs';
import type { ModelProfile } from '../protocol';
import { pathOf } from './paths';

export interface NodeTimes {
  keep(uri: string, profile: ModelProfile): void;
  /** Milliseconds by the node's number in the main graph; null if nothing was measured since the file last changed. */
  of(file: string): ReadonlyMap<number, number> | null;
}

const MOST_MODELS = 16;

export function createNodeTimes(): NodeTimes {
  const kept = new Map<string, { readonly stamp: string; readonly times: ReadonlyMap<number, number> }>();
  return {
    keep(uri, { nodes }) {
      const file = pathOf(uri);
      if (file === null) return;
      const times = new Map<number, number>();
      for (const { node, inside, milliseconds } of nodes) if (node !== null && !inside) times.set(node, milliseconds);
      kept.delete(file);
      kept.set(file, { stamp: stampOf(file), times });
      const [oldest] = kept.keys();
      if (kept.size > MOST_MODELS && oldest !== undefined) kept.delete(oldest);
    },
    of(file) {
      const entry = kept.get(file);
      return entry !== undefined && entry.stamp === stampOf(file) ? entry.times : null;
    },
  };
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
}
