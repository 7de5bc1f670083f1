// Nodes in an order in which each comes after what makes its inputs: files should have it, optimizers break it.
import type { GraphNode } from '../model';

/** The nodes with their numbers in the file; those on a circle come at the end, in any order. */
export function inOrder(nodes: readonly GraphNode[]): readonly (readonly [index: number, node: GraphNode])[] {
  const entries = [...nodes.entries()];
  const maker = new Map<string, number>();
  for (const [index, { outputs }] of entries) for (const name of outputs) if (name !== '') maker.set(name, index);
  const isSorted = entries.every(([index, { inputs }]) => inputs.every((name) => (maker.get(name) ?? -1) < index));
  if (isSorted) return entries;
  const waiting = new Map<number, number>();
  const takers = new Map<number, number[]>();
  const ready: number[] = [];
  for (const [index, { inputs }] of entries) {
    const makers = new Set(inputs.flatMap((name) => maker.get(name) ?? []));
    waiting.set(index, makers.size);
    if (makers.size === 0) ready.push(index);
    for (const from of makers) {
      const known = takers.get(from);
      if (known) known.push(index);
      else takers.set(from, [index]);
    }
  }
  const order: number[] = [];
  // The list grows while it is gone through.
  for (const index of ready) {
    order.push(index);
    waiting.delete(index);
    for (const taker of takers.get(index) ?? []) {
      const left = waiting.get(taker)! - 1;
      waiting.set(taker, left);
      if (left === 0) ready.push(taker);
    }
  }
  return [...order, ...waiting.keys()].map((index) => [index, nodes[index]!]);
}
