// The input side of the boundary: values the runtime's JavaScript cannot feed become tensors and a few nodes.
import { elementNumber } from '../elements';
import type { AttributeValue, GraphNode, Model, TensorType, ValueInfo, ValueType } from '../model';
import { fail } from '../problem';
import { carrierType, dataOf } from '../values';
import type { MapValue, SequenceValue, TensorValue, Value } from '../values';
import type { Bytes } from './encode';
import { graphInput, graphNode, intAttribute, node, typeAttribute, valueInfo } from './encode';

/** How one input of the model is fed. */
export interface InputPlan {
  readonly name: string;
  /** Part of the rewritten model's identity: what depends on the value and not on the model. */
  readonly form: string;
  /** Nodes and inputs to add, in front of the model's own. Empty: the input is fed as it is. */
  readonly fields: readonly Bytes[];
  /** The input's own declaration and these nodes are left out. */
  readonly cutNodes: readonly number[];
  /** The tensors to feed for a value of that form. */
  readonly feeds: readonly (readonly [string, TensorValue])[];
}

const feedName = (name: string, index = 0): string => `heldout/in/${name}/${index}`;

/** Plans one input for the value it is to get. Faults are thrown problems. */
export function planInput(model: Model, input: ValueInfo, value: Value): InputPlan {
  const { name, type } = input;
  switch (type.kind) {
    case 'tensor':
      return planTensor(name, type, asTensor(name, value));
    case 'sequence':
      return planSequence(name, type, value);
    case 'optional':
      return planOptional(name, type, value);
    case 'map':
      return planMap(model, name, value);
    default:
      return fail(
        'unsupported-type',
        `The input \`${name}\` cannot be fed.`,
        `It is a ${describeType(type)}, which ONNX Runtime takes from no program.`,
        'Look at its tensors in the model instead.',
      );
  }
}

function asTensor(name: string, value: Value): TensorValue {
  if (value.kind === 'tensor') return value;
  return fail(
    'wrong-type',
    `The input \`${name}\` takes a tensor.`,
    `A ${value.kind} was given.`,
    'Give an array of values.',
  );
}

function planTensor(name: string, type: TensorType, value: TensorValue): InputPlan {
  const direct: InputPlan = { name, form: 'tensor', fields: [], cutNodes: [], feeds: [[name, value]] };
  if (carrierType(type.elementType) === type.elementType) return direct;
  const fields = tensorFields(type, feedName(name), name);
  return { ...direct, fields, feeds: [[feedName(name), carry(value)]] };
}

/** The tensor as the carrying type holds it; its data is in that form already. */
const carry = (value: TensorValue): TensorValue => ({ ...value, elementType: carrierType(value.elementType) });

/** An input `feed` that arrives under the name `target` in the model's own type. */
function tensorFields(type: TensorType, feed: string, target: string): Bytes[] {
  const carrier = carrierType(type.elementType);
  const input = graphInput(valueInfo(feed, { ...type, elementType: carrier }));
  const operator =
    carrier === type.elementType
      ? node('Identity', [feed], [target])
      : node('Cast', [feed], [target], intAttribute('to', elementNumber(type.elementType)));
  return [input, graphNode(operator)];
}

function planSequence(name: string, type: ValueType & { kind: 'sequence' }, value: Value): InputPlan {
  const built = buildSequence(name, type, value, name);
  return { name, form: `sequence ${built.feeds.length}`, cutNodes: [], ...built };
}

/** Tensors joined to a sequence called `target`. */
function buildSequence(
  name: string,
  type: ValueType & { kind: 'sequence' },
  value: Value,
  target: string,
): Pick<InputPlan, 'fields' | 'feeds'> {
  const element = type.element;
  if (element.kind !== 'tensor') {
    return fail(
      'unsupported-type',
      `The input \`${name}\` cannot be fed.`,
      `It is a ${describeType(type)}; ONNX Runtime has no operator that makes one.`,
      'Export the model with tensors as inputs.',
    );
  }
  const { elements } = asSequence(name, value);
  if (elements.length === 0) {
    const empty = node('SequenceEmpty', [], [target], intAttribute('dtype', elementNumber(element.elementType)));
    return { fields: [graphNode(empty)], feeds: [] };
  }
  const names = elements.map((_, index) => `${feedName(name, index)}/tensor`);
  const fields = elements.flatMap((_, index) =>
    tensorFields({ ...element, shape: null }, feedName(name, index), names[index]!),
  );
  const join = graphNode(node('SequenceConstruct', names, [target]));
  return {
    fields: [...fields, join],
    feeds: elements.map((tensor, index) => [feedName(name, index), carry(tensor)] as const),
  };
}

function asSequence(name: string, value: Value): SequenceValue {
  if (value.kind === 'sequence') return value;
  return fail(
    'wrong-type',
    `The input \`${name}\` takes a sequence of tensors.`,
    `A ${value.kind} was given.`,
    'Give a list of arrays.',
  );
}

function planOptional(name: string, type: ValueType & { kind: 'optional' }, value: Value): InputPlan {
  const element = type.element;
  const content = value.kind === 'optional' ? value.element : value;
  if (content === null) {
    const none = node('Optional', [], [name], typeAttribute('type', element));
    return { name, form: 'none', cutNodes: [], fields: [graphNode(none)], feeds: [] };
  }
  const inner = `${feedName(name)}/content`;
  const wrap = graphNode(node('Optional', [inner], [name]));
  if (element.kind === 'sequence') {
    const { fields, feeds } = buildSequence(name, element, content, inner);
    return { name, form: `optional sequence ${feeds.length}`, cutNodes: [], fields: [...fields, wrap], feeds };
  }
  if (element.kind !== 'tensor') {
    return fail(
      'unsupported-type',
      `The input \`${name}\` cannot be fed.`,
      `It is a ${describeType(type)}.`,
      'Export the model with tensors as inputs.',
    );
  }
  const tensor = asTensor(name, content);
  const fields = [...tensorFields(element, feedName(name), inner), wrap];
  return { name, form: 'optional tensor', cutNodes: [], fields, feeds: [[feedName(name), carry(tensor)]] };
}

/**
 * A map can be made by no operator, so the nodes that turn it into a tensor are left out and their result is fed.
 * Both are exact: DictVectorizer looks keys up in its vocabulary, CastMap writes the values in the order of the keys.
 */
function planMap(model: Model, name: string, value: Value): InputPlan {
  if (value.kind !== 'map') {
    return fail('wrong-type', `The input \`${name}\` takes a map.`, `A ${value.kind} was given.`, 'Give an object.');
  }
  const cutNodes: number[] = [];
  const fields: Bytes[] = [];
  const feeds: [string, TensorValue][] = [];
  for (const [index, consumer] of model.graph.nodes.entries()) {
    if (!consumer.inputs.includes(name)) continue;
    const output = consumer.outputs[0];
    if (output === undefined || (consumer.operator !== 'DictVectorizer' && consumer.operator !== 'CastMap')) {
      return fail(
        'unsupported-type',
        `The input \`${name}\` cannot be fed.`,
        `It is a map that goes into ${consumer.operator}, and ONNX Runtime has no operator that makes a map.`,
        'Export the model without the step that takes a dictionary.',
      );
    }
    const tensor = consumer.operator === 'CastMap' ? castMap(consumer, value) : vectorize(name, consumer, value);
    cutNodes.push(index);
    fields.push(
      graphInput(valueInfo(output, { kind: 'tensor', elementType: tensor.elementType, shape: tensor.shape })),
    );
    feeds.push([output, tensor]);
  }
  return { name, form: `map ${feeds.map(([, { shape }]) => shape.join('x')).join(' ')}`, fields, cutNodes, feeds };
}

/** The keys a DictVectorizer knows, in the order of its output; null for other nodes. */
export function vocabularyOf(consumer: GraphNode): readonly (string | bigint)[] | null {
  for (const { name, value } of consumer.attributes) {
    if (name === 'string_vocabulary' && value.kind === 'strings') return value.values;
    if (name === 'int64_vocabulary' && value.kind === 'ints') return value.values;
  }
  return null;
}

function vectorize(name: string, consumer: GraphNode, { entries, value }: MapValue): TensorValue {
  const vocabulary = vocabularyOf(consumer) ?? [];
  const places = new Map(vocabulary.map((key, index) => [key, index]));
  const data: (number | string)[] = vocabulary.map(() => (value === 'string' ? '' : 0));
  for (const [key, entry] of entries) {
    const place = places.get(key);
    if (place === undefined) {
      return fail(
        'bad-value',
        `The input \`${name}\` has the unknown key ${String(key)}.`,
        `The model knows ${vocabulary.length} keys: ${vocabulary.slice(0, 8).map(String).join(', ')}.`,
        'Use keys the model was trained with.',
      );
    }
    data[place] = entry;
  }
  const wide = value === 'int64' ? data.map((entry) => BigInt(Math.trunc(Number(entry)))) : data;
  return { kind: 'tensor', elementType: value, shape: [1, data.length], data: dataOf(value, wide) };
}

/** Columns of a sparse map: its size is stated in the model, and a hostile one would fill the memory. */
const MOST_COLUMNS = 1_000_000;

/** CastMap in its dense form: one row, values in the order of the keys; in its sparse form at the place of the key. */
function castMap(consumer: GraphNode, { entries }: MapValue): TensorValue {
  const attribute = (wanted: string): AttributeValue | undefined =>
    consumer.attributes.find(({ name }) => name === wanted)?.value;
  const to = attribute('cast_to');
  const elementType = castTarget(to?.kind === 'string' ? to.value : 'TO_FLOAT');
  const form = attribute('map_form');
  const sparse = form?.kind === 'string' && form.value === 'SPARSE';
  const most = attribute('max_map');
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const none = elementType === 'string' ? '' : 0;
  const length = sparse && most?.kind === 'int' ? Math.min(Number(most.value), MOST_COLUMNS) : sorted.length;
  const row = Array.from({ length }, () => convert(elementType, none));
  for (const [index, [key, entry]] of sorted.entries()) row[sparse ? Number(key) : index] = convert(elementType, entry);
  return { kind: 'tensor', elementType, shape: [1, row.length], data: dataOf(elementType, row) };
}

function castTarget(name: string): string {
  if (name === 'TO_STRING') return 'string';
  return name === 'TO_INT64' ? 'int64' : 'float32';
}

function convert(elementType: string, entry: number | string): number | string | bigint {
  if (elementType === 'string') return String(entry);
  return elementType === 'int64' ? BigInt(Math.trunc(Number(entry))) : Number(entry);
}

/** A type in words: `sequence<map<int64, float32>>`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case 'tensor':
      return `${type.elementType}${type.shape ? `[${type.shape.map((size) => size ?? '?').join(', ')}]` : ''}`;
    case 'sparse-tensor':
      return `sparse ${type.elementType}`;
    case 'sequence':
      return `sequence<${describeType(type.element)}>`;
    case 'map':
      return `map<${type.key}, ${describeType(type.value)}>`;
    case 'optional':
      return `optional<${describeType(type.element)}>`;
    case 'unknown':
      return 'value of unknown type';
  }
}
