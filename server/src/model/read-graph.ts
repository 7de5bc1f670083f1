// GraphProto, NodeProto and AttributeProto.
import type { Attribute, AttributeValue, Graph, GraphNode, Initializer, SparseInitializer, ValueInfo } from './model';
import { readPair, readSparseTensor, readTensor } from './read-tensor';
import { readValueInfo } from './read-types';
import type { WireReader } from './wire';

/** Entries of a list attribute that are kept: tree ensembles have millions, 21,000 class labels should stay whole. */
const LIST_LIMIT = 65_536;
/** Bytes of a text attribute that are kept: some hold whole tokenizers. */
const TEXT_LIMIT = 1024 * 1024;

/** A graph under construction: several fields of the same graph merge into one, as protobuf demands. */
export class GraphDraft {
  private name = '';
  private description = '';
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly values: ValueInfo[] = [];
  private readonly nodes: GraphNode[] = [];
  private readonly initializers: Initializer[] = [];
  private readonly sparseInitializers: SparseInitializer[] = [];
  private readonly metadata: Record<string, string> = {};

  read(reader: WireReader): this {
    reader.message((field) => this.field(reader, field));
    return this;
  }

  finish(): Graph {
    const { name, description, inputs, outputs, values, nodes, initializers, sparseInitializers, metadata } = this;
    return { name, description, inputs, outputs, values, nodes, initializers, sparseInitializers, metadata };
  }

  private field(reader: WireReader, field: number): void {
    switch (field) {
      case 1:
        this.nodes.push(readNode(reader));
        break;
      case 2:
        this.name = reader.text();
        break;
      case 5:
        this.initializers.push(readTensor(reader));
        break;
      case 10:
        this.description = reader.text();
        break;
      case 11:
        this.inputs.push(readValueInfo(reader));
        break;
      case 12:
        this.outputs.push(readValueInfo(reader));
        break;
      case 13:
        this.values.push(readValueInfo(reader));
        break;
      case 15:
        this.sparseInitializers.push(readSparseTensor(reader));
        break;
      case 16:
        readPair(reader, this.metadata);
        break;
      default: // 14 is quantization_annotation: names of scales, which the nodes' inputs repeat
        reader.skip();
    }
  }
}

/** Graph inputs without a stored default. Before IR version 4 every initializer was listed as an input too. */
export function requiredInputs(graph: Graph): readonly ValueInfo[] {
  const stored = new Set([...graph.initializers, ...graph.sparseInitializers].map((tensor) => tensor.name));
  return graph.inputs.filter((input) => !stored.has(input.name));
}

export function readNode(reader: WireReader): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Attribute[] = [];
  const metadata: Record<string, string> = {};
  let name = '';
  let operator = '';
  let domain = '';
  let overload = '';
  let description = '';
  reader.message((field) => {
    switch (field) {
      case 1:
        inputs.push(reader.text());
        break;
      case 2:
        outputs.push(reader.text());
        break;
      case 3:
        name = reader.text();
        break;
      case 4:
        operator = reader.text();
        break;
      case 5:
        attributes.push(readAttribute(reader));
        break;
      case 6:
        description = reader.text();
        break;
      case 7:
        domain = standardDomain(reader.text());
        break;
      case 8:
        overload = reader.text();
        break;
      case 9:
        readPair(reader, metadata);
        break;
      default:
        reader.skip();
    }
  });
  return { name, operator, domain, overload, inputs, outputs, attributes, description, metadata };
}

/** `ai.onnx` is the written-out name of the default domain. */
export const standardDomain = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

/** AttributeProto.AttributeType for files of IR version 1, which have no `type`: told by the field that is there. */
const TYPE_OF_FIELD: Readonly<Record<number, number>> = {
  2: 1,
  3: 2,
  4: 3,
  5: 4,
  6: 5,
  7: 6,
  8: 7,
  9: 8,
  10: 9,
  11: 10,
  22: 11,
  23: 12,
};

export function readAttribute(reader: WireReader): Attribute {
  let name = '';
  let reference = '';
  let type = 0;
  let seen = 0;
  let integer = 0n;
  let float = 0;
  let text = '';
  let textBytes = 0;
  let tensor: Initializer | null = null;
  let sparse: SparseInitializer | null = null;
  let graph: GraphDraft | null = null;
  const tensors: Initializer[] = [];
  const graphs: Graph[] = [];
  const floats = list<number>();
  const integers = list<bigint>();
  const texts = list<string>();

  reader.message((field) => {
    if (field in TYPE_OF_FIELD) seen = TYPE_OF_FIELD[field]!;
    switch (field) {
      case 1:
        name = reader.text();
        break;
      case 2:
        float = reader.float();
        break;
      case 3:
        integer = reader.bigint();
        break;
      case 4: {
        const range = reader.range();
        text = reader.decode(range, TEXT_LIMIT);
        textBytes = range.end - range.start;
        break;
      }
      case 5:
        tensor = readTensor(reader);
        break;
      case 6:
        graph = (graph ?? new GraphDraft()).read(reader);
        break;
      case 7:
        reader.eachFloat(floats.add);
        break;
      case 8:
        reader.eachInteger(integers.add);
        break;
      case 9:
        if (texts.full()) {
          reader.skip();
          texts.add('');
        } else texts.add(reader.text(TEXT_LIMIT));
        break;
      case 10:
        tensors.push(readTensor(reader));
        break;
      case 11:
        graphs.push(new GraphDraft().read(reader).finish());
        break;
      case 20:
        type = reader.int32();
        break;
      case 21:
        reference = reader.text();
        break;
      case 22:
        sparse = readSparseTensor(reader);
        break;
      default:
        reader.skip();
    }
  });
  return { name, value: reference ? { kind: 'reference', name: reference } : value() };

  function value(): AttributeValue {
    switch (type || seen) {
      case 1:
        return { kind: 'float', value: float };
      case 2:
        return { kind: 'int', value: integer };
      case 3:
        return { kind: 'string', value: text, byteLength: textBytes };
      case 4:
        return tensor ? { kind: 'tensor', tensor } : { kind: 'other', type };
      case 5:
        return { kind: 'graph', graph: (graph ?? new GraphDraft()).finish() };
      case 6:
        return { kind: 'floats', values: floats.kept, count: floats.count() };
      case 7:
        return { kind: 'ints', values: integers.kept, count: integers.count() };
      case 8:
        return { kind: 'strings', values: texts.kept, count: texts.count() };
      case 9:
        return { kind: 'tensors', tensors };
      case 10:
        return { kind: 'graphs', graphs };
      case 11:
        return sparse ? { kind: 'sparse-tensor', tensor: sparse } : { kind: 'other', type };
      default:
        return { kind: 'other', type: type || seen };
    }
  }
}

interface List<T> {
  readonly kept: T[];
  readonly add: (value: T) => void;
  readonly count: () => number;
  readonly full: () => boolean;
}

/** A list that goes on counting when it has kept enough. */
function list<T>(): List<T> {
  const kept: T[] = [];
  let count = 0;
  return {
    kept,
    add: (value) => {
      count++;
      if (kept.length < LIST_LIMIT) kept.push(value);
    },
    count: () => count,
    full: () => kept.length >= LIST_LIMIT,
  };
}
