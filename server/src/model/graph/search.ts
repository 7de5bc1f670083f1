// Search in a graph: by operator, name, tensor and shape.
import type { ValueType } from '../model';
import type { IndexedGraph } from './indexGraph';
import type { GraphHit, GraphHits } from './types';

const MOST_HITS = 50;

/**
 * Nodes that have every word of the query: in their operator, name, tensors or a tensor's shape (`1x3x224x224`,
 * `[1,3,224,224]` and `1×3` are shapes or the beginning of one). Whole operators come first, then names, then tensors.
 */
export function searchGraph(graph: IndexedGraph, query: string): GraphHits {
  const words = wordsOf(query);
  if (words.length === 0) return { hits: [], total: 0 };
  const ranked: { readonly hit: GraphHit; readonly rank: number }[] = [];
  for (const [index, node] of graph.nodes.entries()) {
    if (graph.folded.has(index)) continue;
    const operator = node.operator.toLowerCase();
    const name = node.name.toLowerCase();
    const tensors = [...node.outputs, ...node.inputs].filter(Boolean);
    const rest = words.filter((word) => !operator.includes(word) && !name.includes(word));
    const found = rest.map((word) => tensorWith(graph, tensors, word));
    if (found.includes(null)) continue;
    const rank = words.includes(operator) || words.includes(name) ? 0 : rest.length === 0 ? 1 : 2;
    ranked.push({ rank, hit: { node: index, operator: node.operator, name: node.name, matched: found[0] ?? '' } });
  }
  ranked.sort((a, b) => a.rank - b.rank);
  return { hits: ranked.slice(0, MOST_HITS).map(({ hit }) => hit), total: ranked.length };
}

/** A shape with spaces in it is one word: `1 × 3 × 224`, `[1, 3, 224]`. */
function wordsOf(query: string): readonly string[] {
  return query
    .slice(0, 200)
    .toLowerCase()
    .replace(/\s*[×*,]\s*|(?<=\d|\w)\s+x\s+(?=\d|\w)/g, 'x')
    .replace(/[[\]()]/g, '')
    .split(/\s+/)
    .filter(Boolean);
}

/** The tensor that has the word in its name or shape, with the shape where that is what matched. */
function tensorWith(graph: IndexedGraph, tensors: readonly string[], word: string): string | null {
  const isShape = /^[\w?]+(?:x[\w?]+)+$/.test(word) || /^\d+$/.test(word);
  for (const name of tensors) {
    if (name.toLowerCase().includes(word)) return name;
    if (!isShape) continue;
    const shape = shapeText(graph.types.get(name));
    if (shape !== null && `x${shape}x`.includes(`x${word}x`)) return `${name}: ${shape.replaceAll('x', ' × ')}`;
  }
  return null;
}

function shapeText(type: ValueType | undefined): string | null {
  if (type?.kind !== 'tensor' || type.shape === null) return null;
  return type.shape.map((size) => String(size ?? '?').toLowerCase()).join('x');
}
