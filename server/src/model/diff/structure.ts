// What differs between two models without a look at their weights' values.
import { attributeText } from '../graph/describe';
import type { Graph, GraphNode, Model, ValueInfo } from '../model';
import { summarize } from '../summary';
import { matchNodes } from './matchNodes';
import type { NodeMatch } from './matchNodes';
import type { FactChange, ModelDiff, NodeName, ValueChange } from './types';

export interface Structure extends Omit<ModelDiff, 'weights' | 'same'> {
  readonly match: NodeMatch;
}

export function compareStructure(a: Model, b: Model): Structure {
  const match = matchNodes(a.graph, b.graph);
  return {
    match,
    facts: factChanges(a, b),
    metadata: changesOf(a.metadata, b.metadata),
    inputs: valueChanges(a.requiredInputs, b.requiredInputs),
    outputs: valueChanges(a.graph.outputs, b.graph.outputs),
    operators: operatorChanges(a, b),
    nodes: nodeChanges(a.graph, b.graph, match),
  };
}

function factChanges(a: Model, b: Model): readonly FactChange[] {
  const facts = (model: Model): Readonly<Record<string, string>> => ({
    Format: model.format === 'ort' ? 'ORT' : 'ONNX',
    'IR version': String(model.irVersion),
    ...Object.fromEntries(
      model.opsets.map(({ domain, version }) => [`Operator set ${domain || 'ai.onnx'}`, String(version)]),
    ),
    Producer: [model.producer.name, model.producer.version].filter(Boolean).join(' '),
    Graph: model.graph.name,
    Domain: model.domain,
    'Model version': String(model.modelVersion),
    Description: model.description,
  });
  return changesOf(facts(a), facts(b));
}

function changesOf(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): readonly FactChange[] {
  const value = (of: Readonly<Record<string, string>>, name: string): string | null =>
    Object.hasOwn(of, name) ? of[name]! : null;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => ({ name, a: value(a, name), b: value(b, name) }))
    .filter((change) => change.a !== change.b);
}

function valueChanges(a: readonly ValueInfo[], b: readonly ValueInfo[]): readonly ValueChange[] {
  const types = (values: readonly ValueInfo[]) => new Map(values.map(({ name, type }) => [name, type]));
  const [left, right] = [types(a), types(b)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((name) => ({ name, a: left.get(name) ?? null, b: right.get(name) ?? null }))
    .filter((change) => JSON.stringify(change.a) !== JSON.stringify(change.b));
}

function operatorChanges(a: Model, b: Model): ModelDiff['operators'] {
  const counts = new Map<string, { operator: string; domain: string; a: number; b: number }>();
  for (const [side, model] of [['a', a] as const, ['b', b] as const]) {
    for (const { operator, domain, count } of summarize(model).operators) {
      const key = `${domain}:${operator}`;
      const entry = counts.get(key) ?? { operator, domain, a: 0, b: 0 };
      entry[side] = count;
      counts.set(key, entry);
    }
  }
  return [...counts.values()].filter((entry) => entry.a !== entry.b);
}

function nodeChanges(a: Graph, b: Graph, match: NodeMatch): ModelDiff['nodes'] {
  const matched = new Set(match.values());
  const origins = [originsOf(a), originsOf(b)] as const;
  const changed = [...match].flatMap(([left, right]) => {
    const changes = changesOfNode(a.nodes[left]!, b.nodes[right]!, match, origins);
    return changes.length === 0 ? [] : [{ a: nameOf(a, left), b: nameOf(b, right), changes }];
  });
  return {
    same: match.size - changed.length,
    onlyA: [...a.nodes.keys()].filter((index) => !match.has(index)).map((index) => nameOf(a, index)),
    onlyB: [...b.nodes.keys()].filter((index) => !matched.has(index)).map((index) => nameOf(b, index)),
    changed,
  };
}

function nameOf({ nodes }: Graph, node: number): NodeName {
  const { name, operator, domain, outputs } = nodes[node]!;
  return { node, name: name || (outputs[0] ?? ''), operator, domain };
}

/** Where a tensor comes from: the node and which of its outputs. */
type Origins = ReadonlyMap<string, readonly [node: number, output: number]>;

const originsOf = ({ nodes }: Graph): Origins =>
  new Map(
    nodes.flatMap(({ outputs }, node) => outputs.map((name, output) => [name, [node, output] as const] as const)),
  );

function changesOfNode(
  a: GraphNode,
  b: GraphNode,
  match: NodeMatch,
  [left, right]: readonly [Origins, Origins],
): readonly FactChange[] {
  const operator = ({ domain, operator: name }: GraphNode): string => (domain === '' ? name : `${domain}.${name}`);
  const attributes = ({ attributes: all }: GraphNode): Readonly<Record<string, string>> =>
    Object.fromEntries(all.map(({ name, value }) => [name, attributeText(value)]));
  const count = Math.max(a.inputs.length, b.inputs.length);
  const inputs = Array.from({ length: count }, (_, index): FactChange | null => {
    const [one, other] = [a.inputs[index] ?? '', b.inputs[index] ?? ''];
    const [from, fromOther] = [left.get(one), right.get(other)];
    const isSame =
      from && fromOther
        ? match.get(from[0]) === fromOther[0] && from[1] === fromOther[1]
        : !from && !fromOther && (one === '') === (other === '');
    return isSame ? null : { name: `input ${index}`, a: one || null, b: other || null };
  });
  return [
    ...(operator(a) === operator(b) ? [] : [{ name: 'operator', a: operator(a), b: operator(b) }]),
    ...changesOf(attributes(a), attributes(b)),
    ...inputs.filter((change) => change !== null),
  ];
}

const isAnother = ({ changes }: ModelDiff['nodes']['changed'][number]): boolean =>
  changes.some(({ name, a, b }) => name === 'operator' || (name.startsWith('input ') && (a === null || b === null)));

/** Tensors of both models that are the same thing: outputs of nodes that are, in the order of the run, then the outputs. */
export function tensorPairs(
  a: Graph,
  b: Graph,
  match: NodeMatch,
  changed: ModelDiff['nodes']['changed'],
): readonly (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  // A convolution that got a bias, or one of int8, does not make the same tensor.
  const others = new Set(changed.filter(isAnother).map((change) => change.a.node));
  for (const [index, node] of a.nodes.entries()) {
    const other = b.nodes[match.get(index) ?? -1];
    if (other === undefined || node.operator === 'Constant' || others.has(index)) continue;
    for (const [at, name] of node.outputs.entries()) {
      const counterpart = other.outputs[at] ?? '';
      if (name !== '' && counterpart !== '') pairs.set(name, counterpart);
    }
  }
  const made = new Set([...b.nodes.flatMap(({ outputs }) => outputs), ...b.outputs.map(({ name }) => name)]);
  for (const [index, { name }] of a.outputs.entries()) {
    const sameName = b.outputs.some((output) => output.name === name);
    const other = sameName ? name : a.outputs.length === b.outputs.length ? b.outputs[index]!.name : undefined;
    if (other !== undefined && made.has(other)) pairs.set(name, other);
  }
  return [...pairs];
}
