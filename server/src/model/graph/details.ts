// All about one node: what it takes and gives, its attributes, the weights it uses and where they are stored.
import { multiplyAdds } from '../infer/cost';
import type { Attribute, Initializer, ValueType } from '../model';
import { attributeText, bodiesOf, kindOf } from './describe';
import type { ScopedGraph } from './picture';
import { framesOf, STACK_TRACE } from '../stackTrace';
import { scopesAround } from './scopes';
import type { NodeDetails, Port, StoredPlace, StoredTensor } from './types';

const MOST_PORTS = 100;
const MOST_OTHERS = 12;

/** null: there is no such node. `sized` are the types of the tensors at the sizes that the cost is told for. */
export function nodeDetails(
  graph: ScopedGraph,
  index: number,
  sized: ReadonlyMap<string, ValueType> = graph.types,
): NodeDetails | null {
  const node = graph.nodes[index];
  if (node === undefined) return null;
  const source = framesOf(node);
  return {
    node: index,
    name: node.name,
    operator: node.operator,
    domain: node.domain,
    does: kindOf(node, graph),
    description: node.description,
    scope: scopesAround(graph.scopeOf.get(index)).map(({ name }) => name),
    attributes: node.attributes.map((attribute) => ({
      name: attribute.name,
      type: attribute.value.kind,
      text: attributeText(attribute.value),
      stored: storedAttribute(attribute, index),
    })),
    inputs: node.inputs.slice(0, MOST_PORTS).map((name) => inputPort(graph, name)),
    outputs: node.outputs.slice(0, MOST_PORTS).map((name) => outputPort(graph, name)),
    bodies: bodiesOf(node, index, graph),
    metadata: Object.entries(node.metadata)
      .filter(([name]) => name !== STACK_TRACE || source.length === 0)
      .map(([name, text]) => ({ name, text: text.slice(0, 4000) })),
    source,
    runnable: graph.path.every((step) => 'node' in step),
    multiplyAdds: multiplyAdds(node, (name) => sized.get(name) ?? null) || null,
  };
}

function inputPort(graph: ScopedGraph, name: string): Port {
  const maker = graph.producer.get(name);
  const stored = storedBehind(graph, name);
  const isOuter = name !== '' && maker === undefined && stored === null;
  return {
    name,
    type: graph.types.get(name) ?? null,
    inferred: graph.inferred.has(name),
    stored,
    boundary: !isOuter ? null : graph.inputs.includes(name) ? 'input' : 'outer',
    others: maker === undefined || stored !== null ? [] : [labelled(graph, maker)],
  };
}

function outputPort(graph: ScopedGraph, name: string): Port {
  const takers = graph.consumers.get(name) ?? [];
  return {
    name,
    type: graph.types.get(name) ?? null,
    inferred: graph.inferred.has(name),
    stored: null,
    boundary: graph.outputs.includes(name) ? 'output' : null,
    others: takers.slice(0, MOST_OTHERS).map((taker) => labelled(graph, taker)),
  };
}

function labelled(graph: ScopedGraph, node: number): { readonly node: number; readonly label: string } {
  const { operator, name } = graph.nodes[node]!;
  return { node, label: name === '' ? operator : `${operator} ${name}` };
}

/** The stored tensor that an input is, or is made of by nodes that only make it ready. */
function storedBehind(graph: ScopedGraph, name: string): StoredTensor | null {
  const through: string[] = [];
  let at = name;
  for (let steps = 0; steps < 8; steps++) {
    const initializer = graph.initializers.get(at);
    if (initializer !== undefined) return storedTensor(initializer, { kind: 'initializer', name: at }, through);
    const maker = graph.producer.get(at);
    if (maker === undefined || !graph.folded.has(maker)) return null;
    const { operator, attributes, inputs } = graph.nodes[maker]!;
    if (operator === 'Constant') {
      const found = attributes.map((attribute) => storedAttribute(attribute, maker)).find((stored) => stored !== null);
      return found === undefined ? null : { ...found, through };
    }
    through.push(operator);
    at = inputs[0] ?? '';
  }
  return null;
}

function storedAttribute({ name, value }: Attribute, node: number): StoredTensor | null {
  return value.kind === 'tensor' ? storedTensor(value.tensor, { kind: 'attribute', node, attribute: name }, []) : null;
}

function storedTensor(tensor: Initializer, place: StoredPlace, through: readonly string[]): StoredTensor {
  const { elementType, shape, byteLength, external } = tensor;
  return { place, elementType, shape, byteLength, file: external?.location ?? null, through };
}

/** The tensor at a place; null if there is none. */
export function storedAt(graph: ScopedGraph, place: StoredPlace): Initializer | null {
  if (place.kind === 'initializer') return graph.initializers.get(place.name) ?? null;
  const value = graph.nodes[place.node]?.attributes.find(({ name }) => name === place.attribute)?.value;
  return value?.kind === 'tensor' ? value.tensor : null;
}
