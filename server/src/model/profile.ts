// Whose time it is: the nodes of the file behind the nodes that the runtime measured, which it renames and joins.
import type { Graph, GraphNode } from './model';

export interface Measured {
  /** The runtime's number. */
  readonly index: number;
  readonly name: string;
  readonly operator: string;
}

/**
 * The number of the node in the file for each measured one; null where the runtime made it up or nothing tells.
 * The runtime counts nodes without the Constants, which it makes weights of. A node that it changed or joined of several
 * gets a new number, and mostly a name made of the old one's or of the tensor it makes.
 */
export function nodesBehind(graph: Graph, measured: readonly Measured[]): readonly (number | null)[] {
  const kept = [...graph.nodes.entries()].filter(([, { operator }]) => operator !== 'Constant');
  const byName = new Map<string, number>();
  const byOutput = new Map<string, number>();
  for (const [number, node] of kept) {
    if (node.name !== '') byName.set(node.name, byName.has(node.name) ? -1 : number);
    for (const output of node.outputs) if (output !== '') byOutput.set(output, number);
  }
  return measured.map((one) => {
    const same = kept[one.index];
    if (same !== undefined && isSame(same[1], one)) return same[0];
    for (const name of namesIn(one.name)) {
      const found = byName.get(name) ?? byOutput.get(name);
      if (found !== undefined && found >= 0) return found;
    }
    return null;
  });
}

const isSame = ({ name, operator }: GraphNode, measured: Measured): boolean =>
  operator === measured.operator && (name === measured.name || name === '');

/** The name, and what is left of it without the endings that the optimizer puts there. */
function* namesIn(name: string): Generator<string> {
  yield name;
  const plain = name.replace(/_(nchwc|new_reshape|token_\d+|quant|fused)$/, '');
  if (plain !== name) yield plain;
  // `a/GatherSliceToSplitFusion`, `a/MatMulAddFusion`, `fused a`, `a_transformed`
  const end = plain.lastIndexOf('/');
  if (end > 0 && /^\/[A-Z]\w*Fusion\w*$/.test(plain.slice(end))) yield plain.slice(0, end);
  const words = /^(?:fused|Fused)[ _](.+)$/.exec(plain);
  if (words) yield words[1]!;
}
