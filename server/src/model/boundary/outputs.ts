// The output side of the boundary: results the runtime's JavaScript cannot return become tensors, by a few nodes more.
import { elementCount, elementNumber } from '../elements';
import type { ElementType, GraphNode, Model, TensorType, ValueType } from '../model';
import { fail } from '../problem';
import { carrierType } from '../values';
import type { ScoresValue, SequenceValue, TensorData, TensorValue, Value } from '../values';
import type { Bytes } from './encode';
import {
  constant,
  emptyTensor,
  graphAttribute,
  graphInput,
  graphName,
  graphNode,
  graphOutput,
  int64Tensor,
  intAttribute,
  node,
  valueInfo,
} from './encode';
import { describeType } from './inputs';

/** Gives the tensors that were fetched, by name. */
export type Fetched = (name: string) => TensorValue;

/** How one result is fetched. */
export interface OutputPlan {
  readonly name: string;
  /** Nodes and outputs to add, behind the model's own. Empty: the output is fetched as it is. */
  readonly fields: readonly Bytes[];
  readonly fetches: readonly string[];
  /** The declaration of the output itself must go: the runtime refuses a model that has it. */
  readonly cut: boolean;
  /** Puts the fetched tensors together again. */
  readonly decode: (fetched: Fetched) => Value;
}

interface TensorPlan extends OutputPlan {
  readonly decode: (fetched: Fetched) => TensorValue;
}

const fetchName = (name: string, part = ''): string => `heldout/out/${name}${part && `/${part}`}`;

export interface Result {
  readonly name: string;
  readonly type: ValueType;
  /** It is among the model's outputs already. */
  readonly declared: boolean;
  /** A value whose type the file does not state is cast to float32: the runtime has refused to return it as it is. */
  readonly castUnknown: boolean;
}

/** Plans one result. Faults are thrown problems. */
export function planOutput(model: Model, { name, type, declared, castUnknown }: Result): OutputPlan {
  switch (type.kind) {
    case 'tensor':
      return planTensor(name, type, declared);
    case 'sequence':
      return type.element.kind === 'map' ? planScores(model, name, type) : planSequence(name, type);
    case 'optional':
      return planOptional(name, type);
    case 'unknown':
      return castUnknown ? castToFloat(name) : asItIs(name, declared);
    default:
      return unsupported(name, type);
  }
}

const asItIs = (name: string, declared: boolean): TensorPlan => ({
  name,
  fields: declared ? [] : [expose(name)],
  fetches: [name],
  cut: false,
  decode: (fetched) => fetched(name),
});

function castToFloat(name: string): TensorPlan {
  const fetch = fetchName(name);
  const fields = [graphNode(castTo(name, fetch, 'float32')), expose(fetch)];
  return { name, fields, fetches: [fetch], cut: false, decode: (fetched) => fetched(fetch) };
}

const expose = (name: string): Bytes => graphOutput(valueInfo(name));

function unsupported(name: string, type: ValueType): never {
  fail(
    'unsupported-type',
    `The result \`${name}\` cannot be shown.`,
    `It is a ${describeType(type)}; ONNX Runtime has no operator that turns one into tensors.`,
    'Look at the tensors it is made of.',
  );
}

function planTensor(name: string, { elementType }: TensorType, declared: boolean): TensorPlan {
  if (elementType.startsWith('complex')) return unsupported(name, { kind: 'tensor', elementType, shape: null });
  const carrier = carrierType(elementType);
  if (carrier === elementType) return asItIs(name, declared);
  const fetch = fetchName(name);
  const fields = [graphNode(castTo(name, fetch, carrier)), expose(fetch)];
  return { name, fields, fetches: [fetch], cut: declared, decode: (fetched) => ({ ...fetched(fetch), elementType }) };
}

const castTo = (from: string, to: string, type: ElementType): Bytes =>
  node('Cast', [from], [to], intAttribute('to', elementNumber(type)));

/** A ZipMap's maps say nothing that its input and its labels do not. */
function planScores(model: Model, name: string, type: ValueType): OutputPlan {
  const zip = model.graph.nodes.find((one) => one.operator === 'ZipMap' && one.outputs[0] === name);
  const fetch = zip?.inputs[0];
  const labels = zip && classLabels(zip);
  if (!fetch || !labels) return unsupported(name, type);
  const declared = model.graph.outputs.some((output) => output.name === fetch);
  const fields = declared ? [] : [expose(fetch)];
  const decode = (fetched: Fetched): ScoresValue => ({ kind: 'scores', labels, scores: fetched(fetch) });
  return { name, fields, fetches: [fetch], cut: false, decode };
}

function classLabels(zip: GraphNode): readonly string[] | readonly bigint[] | null {
  for (const { value } of zip.attributes) {
    if (value.kind === 'strings' || value.kind === 'ints') {
      if (value.count > 0) return value.values;
    }
  }
  return null;
}

function planSequence(name: string, type: ValueType & { kind: 'sequence' }): OutputPlan {
  const { element } = type;
  if (element.kind !== 'tensor') return unsupported(name, type);
  const parts = unpackSequence(name, name, element.elementType);
  return { name, ...parts, cut: false };
}

/**
 * A Loop that lays the tensors of a sequence end to end, with their shapes and ranks beside them: one run of the model
 * gives a sequence of any length, where asking for its length first would need two (and two random results).
 */
function unpackSequence(
  name: string,
  sequence: string,
  elementType: ElementType,
): Pick<OutputPlan, 'fields' | 'fetches'> & { decode: (fetched: Fetched) => SequenceValue } {
  const part = (what: string): string => fetchName(name, what);
  const carrier = carrierType(elementType);
  const tensor = (type: ElementType): ValueType => ({ kind: 'tensor', elementType: type, shape: null });
  const scalar = (type: ElementType): ValueType => ({ kind: 'tensor', elementType: type, shape: [] });
  const at = part('at');
  const carried = carrier === elementType ? at : part('carried');
  const states = [
    {
      state: part('flat-so-far'),
      next: part('flat-next'),
      type: carrier,
      start: part('flat-start'),
      result: part('flat'),
    },
    {
      state: part('shapes-so-far'),
      next: part('shapes-next'),
      type: 'int64',
      start: part('shapes-start'),
      result: part('shapes'),
    },
    {
      state: part('ranks-so-far'),
      next: part('ranks-next'),
      type: 'int64',
      start: part('ranks-start'),
      result: part('ranks'),
    },
  ];
  const append = (index: number, value: string): Bytes =>
    graphNode(node('Concat', [states[index]!.state, value], [states[index]!.next], intAttribute('axis', 0)));
  const body = [
    graphName('unpack'),
    graphInput(valueInfo(part('index'), scalar('int64'))),
    graphInput(valueInfo(part('go'), scalar('bool'))),
    ...states.map(({ state, type }) => graphInput(valueInfo(state, tensor(type)))),
    graphNode(node('SequenceAt', [sequence, part('index')], [at])),
    ...(carried === at ? [] : [graphNode(castTo(at, carried, carrier))]),
    graphNode(node('Shape', [at], [part('shape')])),
    graphNode(node('Shape', [part('shape')], [part('rank')])),
    graphNode(constant(part('all'), int64Tensor([-1]))),
    graphNode(node('Reshape', [carried, part('all')], [part('row')])),
    append(0, part('row')),
    append(1, part('shape')),
    append(2, part('rank')),
    graphNode(node('Identity', [part('go')], [part('go-on')])),
    graphOutput(valueInfo(part('go-on'), scalar('bool'))),
    ...states.map(({ next, type }) => graphOutput(valueInfo(next, tensor(type)))),
  ];
  const fields = [
    graphNode(node('SequenceLength', [sequence], [part('length')])),
    ...states.map(({ start, type }) => graphNode(constant(start, emptyTensor(type)))),
    graphNode(
      node(
        'Loop',
        [part('length'), '', ...states.map(({ start }) => start)],
        states.map(({ result }) => result),
        graphAttribute('body', ...body),
      ),
    ),
    ...states.map(({ result }) => expose(result)),
  ];
  const fetches = states.map(({ result }) => result);
  return { fields, fetches, decode: (fetched) => joinSequence(elementType, fetches.map(fetched)) };
}

function joinSequence(elementType: ElementType, [flat, shapes, ranks]: readonly TensorValue[]): SequenceValue {
  const sizes = numbers(shapes?.data);
  const elements: TensorValue[] = [];
  let sizeAt = 0;
  let elementAt = 0;
  for (const rank of numbers(ranks?.data)) {
    const shape = sizes.slice(sizeAt, sizeAt + rank);
    const count = elementCount(shape);
    const data = (flat?.data ?? []).slice(elementAt, elementAt + count) as TensorData;
    elements.push({ kind: 'tensor', elementType, shape, data });
    sizeAt += rank;
    elementAt += count;
  }
  return { kind: 'sequence', elementType, elements };
}

const numbers = (data: TensorData | undefined): number[] => Array.from(data ?? [], Number);

/** An If asks for the element only where there is one: OptionalGetElement fails on nothing. */
function planOptional(name: string, type: ValueType & { kind: 'optional' }): OutputPlan {
  const { element } = type;
  const sequence = element.kind === 'sequence';
  const inner = element.kind === 'sequence' ? element.element : element;
  if (inner.kind !== 'tensor') return unsupported(name, type);
  const has = fetchName(name, 'has');
  const content = fetchName(name, 'content');
  const some = fetchName(name, 'some');
  const none = fetchName(name, 'none');
  const nothing = sequence
    ? node('SequenceEmpty', [], [none], intAttribute('dtype', elementNumber(inner.elementType)))
    : constant(none, emptyTensor(inner.elementType));
  const bare: ValueType = { kind: 'tensor', elementType: inner.elementType, shape: null };
  const branchType: ValueType = sequence ? { kind: 'sequence', element: bare } : bare;
  const branch = (attribute: string, operator: Bytes, output: string): Bytes =>
    graphAttribute(attribute, graphName(attribute), graphNode(operator), graphOutput(valueInfo(output, branchType)));
  const open = [
    graphNode(node('OptionalHasElement', [name], [has])),
    graphNode(
      node(
        'If',
        [has],
        [content],
        branch('then_branch', node('OptionalGetElement', [name], [some]), some),
        branch('else_branch', nothing, none),
      ),
    ),
    expose(has),
  ];
  const parts = sequence
    ? unpackSequence(`${name}/sequence`, content, inner.elementType)
    : planTensor(content, inner, false);
  return {
    name,
    fields: [...open, ...parts.fields],
    fetches: [has, ...parts.fetches],
    cut: false,
    decode: (fetched) => {
      const present = Number(fetched(has).data[0]) === 1;
      return { kind: 'optional', element: present ? parts.decode(fetched) : null };
    },
  };
}
