// A graph with its edges: who makes and who takes each tensor, of what type it is, which nodes only make weights ready.
import type { Graph, GraphNode, Initializer, Model, ModelFunction, ValueInfo, ValueType } from '../model';
import type { GraphPath } from './types';

export interface IndexedGraph {
  readonly path: GraphPath;
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  /** Names of what must be fed, and what comes out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Number of the node that makes a tensor. */
  readonly producer: ReadonlyMap<string, number>;
  /** Numbers of the nodes that take a tensor, bodies inside them included. */
  readonly consumers: ReadonlyMap<string, readonly number[]>;
  readonly types: ReadonlyMap<string, ValueType>;
  /** Tensors whose type, or part of it, the file leaves open and shape inference gives. */
  readonly inferred: ReadonlySet<string>;
  readonly initializers: ReadonlyMap<string, Initializer>;
  /** Nodes that make stored tensors ready: shown as weights of the nodes that take them. */
  readonly folded: ReadonlySet<number>;
  /** Number of each function of the model, by {@link functionKey}. */
  readonly functions: ReadonlyMap<string, number>;
}

/** Operators of ai.onnx that give a weight when all they take is weights. */
const READY = new Set(['Constant', 'Identity', 'DequantizeLinear', 'Cast', 'Unsqueeze', 'Squeeze']);

type Content = Pick<Graph, 'name' | 'nodes' | 'values' | 'initializers' | 'sparseInitializers'> & {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
};

/** The graph at the end of `path`; null if there is none. `inferred` are the types that follow from its inputs. */
export function indexGraph(
  model: Model,
  path: GraphPath,
  inferred: ReadonlyMap<string, ValueType> = new Map(),
): IndexedGraph | null {
  const content = contentAt(model, path);
  if (content === null) return null;
  const { nodes } = content;
  const stored = [
    ...content.initializers,
    ...content.sparseInitializers.map(({ name, values }) => ({ ...values, name })),
  ];
  const initializers = new Map(stored.map((tensor) => [tensor.name, tensor]));
  const inputs = content.inputs.map(({ name }) => name).filter((name) => !initializers.has(name));
  const outputs = content.outputs.map(({ name }) => name);
  const producer = new Map<string, number>();
  const consumers = new Map<string, number[]>();
  for (const [index, node] of nodes.entries()) {
    for (const output of node.outputs) if (output !== '') producer.set(output, index);
    for (const input of takenBy(node)) {
      const known = consumers.get(input);
      if (known) known.push(index);
      else consumers.set(input, [index]);
    }
  }
  return {
    path,
    name: content.name,
    nodes,
    inputs,
    outputs,
    producer,
    consumers,
    ...typesOf(content, initializers, inferred),
    initializers,
    folded: foldedNodes(nodes, initializers, new Set(outputs), consumers),
    functions: new Map(model.functions.map((each, index) => [functionKey(each), index])),
  };
}

/** What a node says to call a function. */
export const functionKey = ({ name, domain, overload }: Pick<ModelFunction, 'name' | 'domain' | 'overload'>): string =>
  JSON.stringify([domain, name, overload]);

function contentAt(model: Model, path: GraphPath): Content | null {
  let content: Content = model.graph;
  for (const step of path) {
    if ('function' in step) {
      const body = model.functions[step.function];
      if (body === undefined) return null;
      content = functionContent(body);
    } else {
      const value = content.nodes[step.node]?.attributes.find(({ name }) => name === step.attribute)?.value;
      if (value?.kind !== 'graph') return null;
      content = value.graph;
    }
  }
  return content;
}

function functionContent({ name, nodes, values, inputs, outputs }: ModelFunction): Content {
  const info = (tensor: string): ValueInfo => ({ name: tensor, type: { kind: 'unknown' }, description: '' });
  return {
    name,
    nodes,
    values,
    inputs: inputs.map(info),
    outputs: outputs.map(info),
    initializers: [],
    sparseInitializers: [],
  };
}

/** Inputs of a node, and what the bodies inside it take from around them. Each once. */
function takenBy(node: GraphNode): ReadonlySet<string> {
  const taken = new Set(node.inputs.filter((name) => name !== ''));
  for (const { value } of node.attributes) {
    if (value.kind === 'graph') for (const name of takenFromAround(value.graph)) taken.add(name);
  }
  return taken;
}

function takenFromAround(graph: Graph): readonly string[] {
  const own = new Set([...graph.inputs, ...graph.initializers].map(({ name }) => name));
  for (const { outputs } of graph.nodes) for (const name of outputs) own.add(name);
  const taken = [...graph.nodes.flatMap((node) => [...takenBy(node)]), ...graph.outputs.map(({ name }) => name)];
  return taken.filter((name) => !own.has(name));
}

/** What follows from the graph is put together with what the file states already. */
function typesOf(
  content: Content,
  initializers: ReadonlyMap<string, Initializer>,
  found: ReadonlyMap<string, ValueType>,
): Pick<IndexedGraph, 'types' | 'inferred'> {
  const types = new Map<string, ValueType>();
  for (const { name, elementType, shape } of initializers.values())
    types.set(name, { kind: 'tensor', elementType, shape });
  for (const { name, type } of [...content.values, ...content.inputs, ...content.outputs]) {
    if (type.kind !== 'unknown') types.set(name, type);
  }
  const inferred = new Set<string>();
  for (const [name, type] of found) {
    if (initializers.has(name) || JSON.stringify(types.get(name)) === JSON.stringify(type)) continue;
    types.set(name, type);
    inferred.add(name);
  }
  return { types, inferred };
}

/** In one pass: a file has its nodes in an order in which each comes after what it takes. */
function foldedNodes(
  nodes: readonly GraphNode[],
  initializers: ReadonlyMap<string, unknown>,
  outputs: ReadonlySet<string>,
  consumers: ReadonlyMap<string, unknown>,
): ReadonlySet<number> {
  const folded = new Set<number>();
  const ready = new Set<string>();
  for (const [index, { operator, domain, inputs, outputs: made }] of nodes.entries()) {
    const isReady = domain === '' && READY.has(operator);
    const isTaken = made.every((name) => !outputs.has(name) && consumers.has(name));
    if (!isReady || !isTaken || made.length === 0) continue;
    if (!inputs.every((name) => name === '' || initializers.has(name) || ready.has(name))) continue;
    folded.add(index);
    for (const name of made) ready.add(name);
  }
  return folded;
}

/** The nodes before and after a node, weights made ready not among them. Each once. */
export function neighbours(graph: IndexedGraph, node: number): readonly number[] {
  const found = new Set<number>();
  const { outputs } = graph.nodes[node]!;
  for (const input of takenBy(graph.nodes[node]!)) {
    const from = graph.producer.get(input);
    if (from !== undefined) found.add(from);
  }
  for (const output of outputs) for (const to of graph.consumers.get(output) ?? []) found.add(to);
  found.delete(node);
  return [...found].filter((other) => !graph.folded.has(other));
}
