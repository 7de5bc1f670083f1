// Which node of one graph is which of the other: by name, by the tensor it makes, then by its place among its like.
import type { Graph, GraphNode } from '../model';

/** Number of the node in the other graph, for each that has a counterpart. */
export type NodeMatch = ReadonlyMap<number, number>;

/** More comparisons than this are not made: the rest is paired in order. */
const MOST_CELLS = 4_000_000;

export function matchNodes(a: Graph, b: Graph): NodeMatch {
  const match = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (left: number, right: number): void => {
    match.set(left, right);
    taken.add(right);
  };
  const left = (): number[] => [...a.nodes.keys()].filter((index) => !match.has(index));
  const right = (): number[] => [...b.nodes.keys()].filter((index) => !taken.has(index));
  const by = (key: (node: GraphNode) => string | null): void => {
    const others = unique(b.nodes, right(), key);
    for (const [name, index] of unique(a.nodes, left(), key)) {
      const other = others.get(name);
      if (other !== undefined) pair(index, other);
    }
  };
  by(({ name, operator }) => (name === '' ? null : `${operator} ${name}`));
  // Old exporters number their tensors: one more node shifts all the numbers behind it.
  by(({ outputs, operator }) => (/^\d*$/.test(outputs[0] ?? '') ? null : `${operator} ${outputs[0]}`));
  for (const key of [likeness, kind]) {
    const [rest, others] = [left(), right()];
    const pairs = aligned(
      rest.map((index) => key(a.nodes[index]!)),
      others.map((index) => key(b.nodes[index]!)),
    );
    for (const [one, other] of pairs) pair(rest[one]!, others[other]!);
  }
  // Of one name still, whatever it does now.
  by(({ name }) => name || null);
  return match;
}

/** Keys that only one of the nodes has. */
function unique(
  nodes: readonly GraphNode[],
  among: readonly number[],
  key: (node: GraphNode) => string | null,
): Map<string, number> {
  const found = new Map<string, number>();
  const twice = new Set<string>();
  for (const index of among) {
    const name = key(nodes[index]!);
    if (name === null) continue;
    if (found.has(name)) twice.add(name);
    found.set(name, index);
  }
  for (const name of twice) found.delete(name);
  return found;
}

const kind = ({ operator, domain }: GraphNode): string => `${domain}:${operator}`;

const likeness = (node: GraphNode): string =>
  JSON.stringify(
    [kind(node), node.inputs.length, node.attributes.map(({ name, value }) => [name, 'graph' in value ? '' : value])],
    (key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : key === 'data' || key === 'place' ? null : value,
  );

/** Pairs of equal keys, as many as there are in one order: the longest common subsequence. */
function aligned(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const head = Array.from({ length: start }, (_, index) => [index, index] as const);
  const [rows, columns] = [a.length - start, b.length - start];
  if (rows * columns > MOST_CELLS) return [...head, ...inTurn(a, b, start)];
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] =
        a[start + row] === b[start + column]
          ? lengths[(row + 1) * width + column + 1]! + 1
          : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!);
    }
  }
  const pairs: (readonly [number, number])[] = [...head];
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (a[start + row] === b[start + column]) pairs.push([start + row++, start + column++]);
    else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!) row++;
    else column++;
  }
  return pairs;
}

/** The first of a key with the first, the second with the second. */
function inTurn(a: readonly string[], b: readonly string[], start: number): readonly (readonly [number, number])[] {
  const waiting = new Map<string, number[]>();
  for (let index = start; index < b.length; index++) waiting.set(b[index]!, [...(waiting.get(b[index]!) ?? []), index]);
  const pairs: (readonly [number, number])[] = [];
  for (let index = start; index < a.length; index++) {
    const other = waiting.get(a[index]!)?.shift();
    if (other !== undefined) pairs.push([index, other]);
  }
  return pairs;
}
