// A model read by protobufjs and the public schema, in the shape of our own, without positions: what the reader must give.
import { elementCount, elementName, rawBytes } from '../../server/src/model/elements';
import { decode } from './schema';

/** Fields of a decoded message. */
interface Message {
  readonly [field: string]: unknown;
}

const messages = (value: unknown): readonly Message[] => (Array.isArray(value) ? value.map(message) : []);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const integer = (value: unknown): number => Number(value ?? 0);
const utf8 = (value: unknown): string => (value instanceof Uint8Array ? new TextDecoder().decode(value) : '');
const domain = (value: unknown): string => (text(value) === 'ai.onnx' ? '' : text(value));

function message(value: unknown): Message {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function referenceModel(bytes: Uint8Array): object {
  const model = message(decode('ModelProto', bytes));
  return {
    format: 'onnx',
    byteLength: bytes.length,
    irVersion: integer(model['ir_version']),
    opsets: messages(model['opset_import']).map(opset),
    producer: { name: text(model['producer_name']), version: text(model['producer_version']) },
    domain: text(model['domain']),
    modelVersion: integer(model['model_version']),
    description: text(model['doc_string']),
    metadata: pairs(model['metadata_props']),
    graph: graph(model['graph']),
    functions: messages(model['functions']).map((one) => ({
      name: text(one['name']),
      domain: domain(one['domain']),
      overload: text(one['overload']),
      inputs: texts(one['input']),
      outputs: texts(one['output']),
      attributes: [...texts(one['attribute']), ...messages(one['attribute_proto']).map(({ name }) => text(name))],
      opsets: messages(one['opset_import']).map(opset),
      nodes: messages(one['node']).map(node),
      values: messages(one['value_info']).map(valueInfo),
    })),
    training: messages(model['training_info']).map((step) => ({
      initialization: step['initialization'] ? graph(step['initialization']) : null,
      algorithm: step['algorithm'] ? graph(step['algorithm']) : null,
    })),
  };
}

const opset = (one: Message) => ({ domain: domain(one['domain']), version: integer(one['version']) });

const pairs = (value: unknown): Record<string, string> =>
  Object.fromEntries(messages(value).map((pair) => [text(pair['key']), text(pair['value'])]));

function graph(value: unknown): object {
  const one = message(value);
  return {
    name: text(one['name']),
    description: text(one['doc_string']),
    inputs: messages(one['input']).map(valueInfo),
    outputs: messages(one['output']).map(valueInfo),
    values: messages(one['value_info']).map(valueInfo),
    nodes: messages(one['node']).map(node),
    initializers: messages(one['initializer']).map(tensor),
    sparseInitializers: messages(one['sparse_initializer']).map(sparse),
    metadata: pairs(one['metadata_props']),
  };
}

function node(one: Message): object {
  return {
    name: text(one['name']),
    operator: text(one['op_type']),
    domain: domain(one['domain']),
    overload: text(one['overload']),
    inputs: texts(one['input']),
    outputs: texts(one['output']),
    attributes: messages(one['attribute']).map((attribute) => ({
      name: text(attribute['name']),
      value: attributeValue(attribute),
    })),
    description: text(one['doc_string']),
    metadata: pairs(one['metadata_props']),
  };
}

function attributeValue(one: Message): object {
  const list = (field: string): readonly unknown[] => {
    const value: unknown = one[field];
    return Array.isArray(value) ? value : [];
  };
  if (text(one['ref_attr_name'])) return { kind: 'reference', name: text(one['ref_attr_name']) };
  const type = integer(one['type']);
  switch (type) {
    case 1:
      return { kind: 'float', value: Number(one['f'] ?? 0) };
    case 2:
      return { kind: 'int', value: BigInt(text(one['i']) || 0) };
    case 3:
      return {
        kind: 'string',
        value: utf8(one['s']),
        byteLength: one['s'] instanceof Uint8Array ? one['s'].length : 0,
      };
    case 4:
      return { kind: 'tensor', tensor: tensor(message(one['t'])) };
    case 5:
      return { kind: 'graph', graph: graph(one['g']) };
    case 6:
      return { kind: 'floats', values: list('floats').map(Number), count: list('floats').length };
    case 7:
      return { kind: 'ints', values: list('ints').map((value) => BigInt(String(value))), count: list('ints').length };
    case 8:
      return { kind: 'strings', values: list('strings').map(utf8), count: list('strings').length };
    case 9:
      return { kind: 'tensors', tensors: messages(one['tensors']).map(tensor) };
    case 10:
      return { kind: 'graphs', graphs: list('graphs').map(graph) };
    case 11:
      return { kind: 'sparse-tensor', tensor: sparse(message(one['sparse_tensor'])) };
    default:
      return { kind: 'other', type };
  }
}

function tensor(one: Message): object {
  const shape = texts(one['dims']).map(Number);
  const elementType = elementName(integer(one['data_type']));
  const whole = rawBytes(elementType, elementCount(shape));
  const properties = pairs(one['external_data']);
  const external =
    integer(one['data_location']) === 1
      ? {
          location: properties['location'] ?? '',
          offset: Number(properties['offset'] ?? 0),
          length: properties['length'] === undefined ? null : Number(properties['length']),
        }
      : null;
  return {
    name: text(one['name']),
    elementType,
    shape,
    byteLength: external ? (external.length ?? whole) : storedBytes(one, whole),
    external,
  };
}

function storedBytes(one: Message, whole: number): number {
  if (one['raw_data'] instanceof Uint8Array) return one['raw_data'].length;
  const strings: readonly unknown[] = Array.isArray(one['string_data']) ? one['string_data'] : [];
  const typed = ['float_data', 'int32_data', 'int64_data', 'double_data', 'uint64_data'].some(
    (field) => texts(one[field]).length > 0,
  );
  return typed
    ? whole
    : strings.reduce<number>((sum, bytes) => sum + (bytes instanceof Uint8Array ? bytes.length : 0), 0);
}

function sparse(one: Message): object {
  const values = tensor(message(one['values']));
  return {
    name: text(message(one['values'])['name']),
    shape: texts(one['dims']).map(Number),
    values,
    indices: tensor(message(one['indices'])),
  };
}

function valueInfo(one: Message): object {
  return { name: text(one['name']), type: valueType(one['type']), description: text(one['doc_string']) };
}

function valueType(value: unknown): object {
  const one = message(value);
  const ofTensor = (kind: string, type: Message): object => ({
    kind,
    elementType: elementName(integer(type['elem_type'])),
    shape: type['shape'] ? messages(message(type['shape'])['dim']).map(dimension) : null,
  });
  switch (one['value']) {
    case 'tensor_type':
      return ofTensor('tensor', message(one['tensor_type']));
    case 'sparse_tensor_type':
      return ofTensor('sparse-tensor', message(one['sparse_tensor_type']));
    case 'sequence_type':
      return { kind: 'sequence', element: valueType(message(one['sequence_type'])['elem_type']) };
    case 'optional_type':
      return { kind: 'optional', element: valueType(message(one['optional_type'])['elem_type']) };
    case 'map_type': {
      const map = message(one['map_type']);
      return { kind: 'map', key: elementName(integer(map['key_type'])), value: valueType(map['value_type']) };
    }
    default:
      return { kind: 'unknown' };
  }
}

function dimension(one: Message): number | string | null {
  if (one['value'] === 'dim_value') return integer(one['dim_value']) >= 0 ? integer(one['dim_value']) : null;
  return one['value'] === 'dim_param' ? text(one['dim_param']) || null : null;
}
