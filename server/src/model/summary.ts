// Summary: a model in a few numbers, for a card, a tooltip or a tree.
import { elementCount, isFloat } from './elements';
import type { ElementType, Graph, GraphNode, Initializer, Model } from './model';

export interface OperatorCount {
  /** '' is ai.onnx. */
  readonly domain: string;
  readonly operator: string;
  readonly count: number;
}

export interface TypeTotal {
  readonly elementType: ElementType;
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
}

export interface ExternalFile {
  /** Relative to the model's folder, as the model states it. */
  readonly location: string;
  readonly tensors: number;
  readonly bytes: number;
}

export interface Summary {
  /** Nodes of the main graph and of the graphs inside its nodes; bodies of functions do not count. Most frequent first. */
  readonly operators: readonly OperatorCount[];
  readonly nodes: number;
  /** Graphs inside nodes (branches and loops). */
  readonly subgraphs: number;
  /** Elements of all stored weights: initializers, and what some exporters write as Constant nodes instead. */
  readonly parameters: number;
  /** Weights and constants together, most bytes first. */
  readonly types: readonly TypeTotal[];
  readonly weightBytes: number;
  readonly externalFiles: readonly ExternalFile[];
}

/** Counts what a model holds. */
export function summarize(model: Model): Summary {
  const operators = new Map<string, { domain: string; operator: string; count: number }>();
  const types = new Map<ElementType, { elementType: ElementType; tensors: number; elements: number; bytes: number }>();
  const files = new Map<string, { location: string; tensors: number; bytes: number }>();
  let nodes = 0;
  let subgraphs = -1;
  let parameters = 0;
  let weightBytes = 0;

  for (const graph of graphsOf(model.graph)) {
    subgraphs++;
    for (const node of graph.nodes) countNode(node);
    for (const tensor of graph.initializers) countWeight(tensor);
    for (const sparse of graph.sparseInitializers) {
      countWeight(sparse.values);
      countTensor(sparse.indices);
    }
  }
  return {
    operators: [...operators.values()].sort(
      (a, b) => b.count - a.count || compare(a.operator, b.operator) || compare(a.domain, b.domain),
    ),
    nodes,
    subgraphs,
    parameters,
    types: [...types.values()].sort((a, b) => b.bytes - a.bytes || compare(a.elementType, b.elementType)),
    weightBytes,
    externalFiles: [...files.values()].sort((a, b) => compare(a.location, b.location)),
  };

  function countNode(node: GraphNode): void {
    nodes++;
    const key = `${node.domain}:${node.operator}`;
    const entry = operators.get(key) ?? { domain: node.domain, operator: node.operator, count: 0 };
    entry.count++;
    operators.set(key, entry);
    for (const { value } of node.attributes) {
      if (value.kind === 'tensor') countConstant(node, value.tensor);
      else if (value.kind === 'tensors') value.tensors.forEach(countTensor);
      else if (value.kind === 'sparse-tensor') countTensor(value.tensor.values);
    }
  }

  /** Paddle's and spox's models keep all weights in Constant nodes. One number, or whole ones, are settings of a node. */
  function countConstant({ operator, domain }: GraphNode, tensor: Initializer): void {
    const count = elementCount(tensor.shape);
    if (operator === 'Constant' && domain === '' && isFloat(tensor.elementType) && count > 1) parameters += count;
    countTensor(tensor);
  }

  function countWeight(tensor: Initializer): void {
    parameters += elementCount(tensor.shape);
    weightBytes += tensor.byteLength;
    countTensor(tensor);
  }

  function countTensor(tensor: Initializer): void {
    const { elementType, byteLength } = tensor;
    const entry = types.get(elementType) ?? { elementType, tensors: 0, elements: 0, bytes: 0 };
    entry.tensors++;
    entry.elements += elementCount(tensor.shape);
    entry.bytes += byteLength;
    types.set(elementType, entry);
    if (!tensor.external) return;
    const { location } = tensor.external;
    const file = files.get(location) ?? { location, tensors: 0, bytes: 0 };
    file.tensors++;
    file.bytes += byteLength;
    files.set(location, file);
  }
}

/** A graph and every graph inside its nodes, outer ones first. */
export function* graphsOf(graph: Graph): Generator<Graph> {
  yield graph;
  for (const node of graph.nodes) {
    for (const { value } of node.attributes) {
      if (value.kind === 'graph') yield* graphsOf(value.graph);
      else if (value.kind === 'graphs') for (const inner of value.graphs) yield* graphsOf(inner);
    }
  }
}

/** By code unit: the same on every machine, unlike a locale's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
