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
      if (found !== undefined && found >= 0) return beginning(graph, found, one.operator, byOutput);
    }
    return null;
  });
}

/** Nodes that the optimizer joins, at most, into the one that came before them. */
const MOST_JOINED = 5;

/**
 * A convolution that was joined with what follows has the name of the last of them; the time is the convolution's.
 * The last one where none before it is of the measured kind.
 */
function beginning({ nodes }: Graph, last: number, operator: string, byOutput: ReadonlyMap<string, number>): number {
  const kind = operator.replace(/^(Fused|QLinear|Nchwc)/, '');
  let at: number | undefined = last;
  for (let steps = 0; at !== undefined && steps < MOST_JOINED; steps++) {
    const node: GraphNode = nodes[at]!;
    if (node.operator === kind || node.operator === operator) return at;
    at = node.inputs.map((name) => byOutput.get(name)).find((from) => from !== undefined);
  }
  return last;
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
