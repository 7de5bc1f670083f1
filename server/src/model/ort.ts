// ONNX Runtime's own format (`.ort`): a flatbuffer, read by the schema of onnxruntime/core/flatbuffers/schema/ort.fbs.
import type { ByteSource } from './bytes';
import { elementCount, elementName, rawBytes } from './elements';
import { FlatBuffer } from './flatbuffer';
import type { FlatTable } from './flatbuffer';
import type { AttributeValue, Dimension, Graph, GraphNode, Initializer, Model, ValueInfo, ValueType } from './model';
import { fail } from './problem';
import { requiredInputs, standardDomain } from './read-graph';

/** Graphs within graphs and types within types; real models have fewer than ten. */
const MAX_DEPTH = 32;

/** Reads an ORT file. Faults are thrown problems. */
export function readOrtModel(source: ByteSource): Model {
  const model = new FlatBuffer(source).root().table(1);
  const graphTable = model?.table(7);
  if (!model || !graphTable) {
    fail(
      'damaged',
      'The ORT model file holds no model.',
      'Its session or its graph is missing.',
      'Convert the model to ORT format again.',
    );
  }
  const graph = readGraph(graphTable, 0);
  const metadata = model.tables(9).map((entry) => [entry.string(0), entry.string(1)] as const);
  return {
    format: 'ort',
    byteLength: source.length,
    irVersion: Number(model.int64(0)),
    opsets: model.tables(1).map((opset) => ({
      domain: standardDomain(opset.string(0)),
      version: Number(opset.int64(1)),
    })),
    producer: { name: model.string(2), version: model.string(3) },
    domain: model.string(4),
    modelVersion: Number(model.int64(5)),
    description: model.string(6),
    metadata: Object.fromEntries(metadata),
    graph,
    functions: [],
    training: [],
    requiredInputs: requiredInputs(graph),
  };
}

function readGraph(table: FlatTable, depth: number): Graph {
  if (depth > MAX_DEPTH) {
    fail('too-deep', 'The model is nested too deeply to be read.', 'It has graphs within graphs.', 'Export it again.');
  }
  const values = table.tables(1).map(readValueInfo);
  const byName = new Map(values.map((value) => [value.name, value]));
  const info = (name: string): ValueInfo => byName.get(name) ?? { name, type: { kind: 'unknown' }, description: '' };
  const inputs = table.strings(5).map(info);
  const outputs = table.strings(6).map(info);
  const boundary = new Set([...inputs, ...outputs]);
  return {
    name: '',
    description: '',
    inputs,
    outputs,
    values: values.filter((value) => !boundary.has(value)),
    nodes: table.tables(2).map((node) => readNode(node, depth)),
    initializers: table.tables(0).map(readTensor),
    sparseInitializers: table.tables(7).map((sparse) => {
      const tensor = (field: number): Initializer => {
        const part = sparse.table(field);
        return part ? readTensor(part) : { ...NOTHING };
      };
      const stored = tensor(0);
      return { name: stored.name, shape: sparse.int64s(2).map(Number), values: stored, indices: tensor(1) };
    }),
    metadata: {},
  };
}

const NOTHING: Initializer = {
  name: '',
  elementType: 'undefined',
  shape: [0],
  byteLength: 0,
  data: null,
  external: null,
  place: null,
};

function readNode(table: FlatTable, depth: number): GraphNode {
  return {
    name: table.string(0),
    description: table.string(1),
    domain: standardDomain(table.string(2)),
    operator: table.string(5),
    overload: '',
    inputs: table.strings(8),
    outputs: table.strings(9),
    attributes: table.tables(10).map((attribute) => ({
      name: attribute.string(0),
      value: readAttribute(attribute, depth),
    })),
    metadata: {},
  };
}

function readAttribute(table: FlatTable, depth: number): AttributeValue {
  const type = table.int32(2);
  switch (type) {
    case 1:
      return { kind: 'float', value: table.float32(3) };
    case 2:
      return { kind: 'int', value: table.int64(4) };
    case 3: {
      const value = table.string(5);
      return { kind: 'string', value, byteLength: value.length };
    }
    case 4: {
      const tensor = table.table(6);
      return tensor ? { kind: 'tensor', tensor: readTensor(tensor) } : { kind: 'other', type };
    }
    case 5: {
      const graph = table.table(7);
      return graph ? { kind: 'graph', graph: readGraph(graph, depth + 1) } : { kind: 'other', type };
    }
    case 6: {
      const values = table.floats(8);
      return { kind: 'floats', values, count: values.length };
    }
    case 7: {
      const values = table.int64s(9);
      return { kind: 'ints', values, count: values.length };
    }
    case 8: {
      const values = table.strings(10);
      return { kind: 'strings', values, count: values.length };
    }
    case 9:
      return { kind: 'tensors', tensors: table.tables(11).map(readTensor) };
    case 10:
      return { kind: 'graphs', graphs: table.tables(12).map((graph) => readGraph(graph, depth + 1)) };
    default:
      return { kind: 'other', type };
  }
}

function readTensor(table: FlatTable): Initializer {
  const shape = table.int64s(2).map(Number);
  const elementType = elementName(table.int32(3));
  const data = table.bytes(4);
  const stored = data ? data.end - data.start : rawBytes(elementType, elementCount(shape));
  return { name: table.string(0), elementType, shape, byteLength: stored, data, external: null, place: null };
}

function readValueInfo(table: FlatTable): ValueInfo {
  const type = table.table(2);
  return {
    name: table.string(0),
    description: table.string(1),
    type: type ? readType(type, 0) : { kind: 'unknown' },
  };
}

/** TypeInfo: a union of tensor (1), sequence (2) and map (3). */
function readType(table: FlatTable, depth: number): ValueType {
  const value = table.table(2);
  if (!value || depth > MAX_DEPTH) return { kind: 'unknown' };
  const nested = (field: number): ValueType => {
    const inner = value.table(field);
    return inner ? readType(inner, depth + 1) : { kind: 'unknown' };
  };
  switch (table.uint8(1)) {
    case 1:
      return { kind: 'tensor', elementType: elementName(value.int32(0)), shape: readShape(value.table(1)) };
    case 2:
      return { kind: 'sequence', element: nested(0) };
    case 3:
      return { kind: 'map', key: elementName(value.int32(0)), value: nested(1) };
    default:
      return { kind: 'unknown' };
  }
}

function readShape(table: FlatTable | null): Dimension[] | null {
  if (!table) return null;
  return table.tables(0).map((dimension) => {
    const value = dimension.table(0);
    if (!value) return null;
    const size = Number(value.int64(1));
    if (value.uint8(0) === 1) return size >= 0 ? size : null;
    return value.uint8(0) === 2 ? value.string(2) || null : null;
  });
}
