// A tensor inside a branch or a loop made an output: the node that holds it gets one more, and so does each body around it.
import { sourceOf } from '../bytes';
import type { ByteSource } from '../bytes';
import type { GraphPath } from '../graph/types';
import { elementNumber } from '../elements';
import type { ElementType, Graph, GraphNode, Model } from '../model';
import { fail } from '../problem';
import { carrierType } from '../values';
import { WireReader } from '../wire';
import type { Bytes } from './encode';
import {
  bytesField,
  concat,
  constant,
  emptyTensor,
  graphNode,
  graphOutput,
  intAttribute,
  intField,
  node as encodeNode,
  textField,
  valueInfo,
} from './encode';
import type { OutputPlan } from './outputs';

type Step = { readonly node: number; readonly attribute: string };

/** Bytes of a node with its bodies that are copied at most. */
const MOST_BYTES = 256 * 1024 * 1024;

/** How a tensor inside is fetched; `cut` is the node of the main graph that its `fields` take the place of. */
export interface InsidePlan {
  readonly output: OutputPlan;
  readonly cut: number;
}

/** Plans one tensor of the body at `path`. Of a loop it comes with the turns as its first axis. Faults are thrown problems. */
export function planInside(
  model: Model,
  source: ByteSource,
  path: GraphPath,
  tensor: string,
  type: ElementType | null,
): InsidePlan {
  const steps = path.filter((step): step is Step => 'node' in step);
  const [first] = steps;
  if (first === undefined || steps.length < path.length) {
    return refuse(tensor, 'It is inside a function, of which each call has its own.');
  }
  if (type === null) return refuse(tensor, 'The file does not state its type, and it does not follow from the graph.');
  const result = `heldout/inside/${tensor}`;
  const held = nodeBytes(source, first.node);
  const fields = [
    graphNode(withOutput(held, model.graph.nodes[first.node]!, steps, { tensor, type, result })),
    graphOutput(valueInfo(result)),
  ];
  const decode: OutputPlan['decode'] = (fetched) => ({ ...fetched(result), elementType: type });
  return { cut: first.node, output: { name: tensor, fields, fetches: [result], cut: false, decode } };
}

interface Wanted {
  readonly tensor: string;
  readonly type: ElementType;
  readonly result: string;
}

function refuse(tensor: string, why: string): never {
  fail(
    'unsupported-type',
    `The tensor \`${tensor}\` cannot be looked at.`,
    why,
    'Look at a tensor of the graph around it.',
  );
}

/** The node of the main graph, as it is in the file. */
function nodeBytes(source: ByteSource, wanted: number): Bytes {
  const reader = new WireReader(source);
  let found: Bytes | null = null;
  let count = 0;
  reader.fields((field) => {
    if (field !== 7) return reader.skip();
    reader.message((inGraph) => {
      if (inGraph !== 1) return reader.skip();
      const { start, end } = reader.range();
      if (count++ !== wanted) return;
      if (end - start > MOST_BYTES) fail('too-large', 'The node is too large to be changed.', '', 'Look around it.');
      found = source.read(start, end).slice();
    });
  });
  return found ?? fail('unknown-tensor', 'The node is not there any more.', 'The file has changed.', 'Open it again.');
}

/** The fields of a message, each with its tag. */
function fieldsOf(message: Bytes): readonly { readonly field: number; readonly whole: Bytes; readonly value: Bytes }[] {
  const reader = new WireReader(sourceOf(message));
  const fields: { field: number; whole: Bytes; value: Bytes }[] = [];
  reader.fields((field, start) => {
    let value = new Uint8Array(0);
    // Only length-delimited fields have a value of their own.
    if ((message[start]! & 7) === 2) {
      const range = reader.range();
      value = message.slice(range.start, range.end);
    } else reader.skip();
    fields.push({ field, value, whole: message.slice(start, reader.position) });
  });
  return fields;
}

const text = (bytes: Bytes | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array(0));

/** The node with one output more, which is `wanted` of the body at the end of `steps`. */
function withOutput(bytes: Bytes, node: GraphNode, steps: readonly Step[], wanted: Wanted): Bytes {
  const [step, ...deeper] = steps;
  const isBranch = node.operator === 'If';
  const parts = fieldsOf(bytes).map(({ field, whole, value }) => {
    if (field !== 5) return whole;
    const inner = fieldsOf(value);
    const name = text(inner.find((each) => each.field === 1)?.value);
    const found = node.attributes.find((each) => each.name === name)?.value;
    if (name === step!.attribute && found?.kind === 'graph') {
      return bytesField(
        5,
        withGraph(inner, (graph) => opened(graph, found.graph, deeper, wanted)),
      );
    }
    if (isBranch && found?.kind === 'graph') {
      return bytesField(
        5,
        withGraph(inner, (graph) => concat(graph, nothing(wanted))),
      );
    }
    // One entry for each output of a Scan.
    if (node.operator === 'Scan' && /^scan_output_(axes|directions)$/.test(name))
      return bytesField(5, concat(value, intField(8, 0)));
    return whole;
  });
  const body = node.attributes.find(({ name }) => name === step!.attribute)?.value;
  const given = body?.kind === 'graph' ? body.graph.outputs.length - (node.operator === 'Loop' ? 1 : 0) : 0;
  const left = Array.from({ length: Math.max(0, given - node.outputs.length) }, () => textField(2, ''));
  return concat(...parts, ...left, textField(2, wanted.result));
}

/** The attribute with another graph; a graph in several parts is one. */
function withGraph(fields: ReturnType<typeof fieldsOf>, change: (graph: Bytes) => Bytes): Bytes {
  const graph = concat(...fields.filter(({ field }) => field === 6).map(({ value }) => value));
  const others = fields.filter(({ field }) => field !== 6).map(({ whole }) => whole);
  return concat(...others, bytesField(6, change(graph)));
}

function opened(bytes: Bytes, graph: Graph, steps: readonly Step[], wanted: Wanted): Bytes {
  const { tensor, type, result } = wanted;
  const [next] = steps;
  if (next === undefined) {
    // By another name: it may be an output already, or come from around.
    const carrier = carrierType(type);
    const copy =
      carrier === type
        ? encodeNode('Identity', [tensor], [result])
        : encodeNode('Cast', [tensor], [result], intAttribute('to', elementNumber(carrier)));
    return concat(bytes, graphNode(copy), outputOf(wanted));
  }
  let number = 0;
  const parts = fieldsOf(bytes).map(({ field, whole, value }) => {
    if (field !== 1 || number++ !== next.node) return whole;
    return bytesField(1, withOutput(value, graph.nodes[next.node]!, steps, wanted));
  });
  return concat(...parts, outputOf(wanted));
}

const outputOf = ({ result, type }: Wanted): Bytes =>
  graphOutput(valueInfo(result, { kind: 'tensor', elementType: carrierType(type), shape: null }));

/** What the branch that is not looked at gives: no values. */
function nothing(wanted: Wanted): Bytes {
  const { result, type } = wanted;
  return concat(graphNode(constant(result, emptyTensor(carrierType(type)))), outputOf(wanted));
}
