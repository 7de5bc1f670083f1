// Types of branches, loops, sequences and optionals.
import { elementName } from '../elements';
import type { Dimension, ElementType, ValueType } from '../model';
import { elementAt, hasAttribute, hasInput, intOf, intsOf, listAt, shapeAt } from './operation';
import type { Operation, Rule } from './operation';
import { axisOf, eitherShape, eitherType, isTensor, tensorOf } from './shape';

const branches: Rule = ({ body, node }) => {
  const first = body('then_branch', []);
  const second = body('else_branch', []);
  return node.outputs.map((_, index) => eitherType(first?.[index] ?? null, second?.[index] ?? null));
};

/** Turns after which a state whose shape still changes counts as unknown. */
const MOST_TURNS = 4;

/** States settle on what holds before and after every turn; what is collected gets the turns as its first axis. */
const loop: Rule = ({ body, node, type }) => {
  const count = Math.max(0, node.inputs.length - 2);
  const turn = (states: readonly (ValueType | null)[]) =>
    body('body', [tensorOf('int64', []), tensorOf('bool', []), ...states])?.slice(1) ?? [];
  const { states, given } = settle(
    node.inputs.slice(2).map((_, index) => type(index + 2)),
    turn,
  );
  return [...states, ...given.slice(count).map((each) => collected(each, null))];
};

function settle(
  initial: readonly (ValueType | null)[],
  turn: (states: readonly (ValueType | null)[]) => readonly (ValueType | null)[],
) {
  let states = initial;
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const given = turn(states);
    const next = states.map((state, index) => eitherType(state, given[index] ?? null));
    if (JSON.stringify(next) === JSON.stringify(states)) return { states, given };
    states = next;
  }
  // Only what no turn has touched may stay.
  const open = states.map((state) => (isTensor(state) ? tensorOf(state.elementType, null) : null));
  return { states: open, given: turn(open) };
}

function collected(type: ValueType | null, turns: Dimension): ValueType | null {
  return isTensor(type) ? tensorOf(type.elementType, type.shape === null ? null : [turns, ...type.shape]) : null;
}

/** As a loop over the first axis of its scanned inputs. The first version had a batch axis in front: not known. */
const scan: Rule = (operation) => {
  const { body, node, opset, type } = operation;
  const scanned = intOf(operation, 'num_scan_inputs', 0);
  if (opset < 9) return [];
  const count = node.inputs.length - scanned;
  const axes = intsOf(operation, 'scan_input_axes') ?? [];
  let turns: Dimension = null;
  const slices = node.inputs.slice(count).map((_, index): ValueType | null => {
    const shape = shapeAt(operation, count + index);
    const axis = shape && axisOf(axes[index] ?? 0, shape.length);
    if (shape === null || axis === null) return tensorOf(elementAt(operation, count + index), null);
    turns ??= shape[axis]!;
    return tensorOf(elementAt(operation, count + index), shape.toSpliced(axis, 1));
  });
  const { states, given } = settle(
    node.inputs.slice(0, count).map((_, index) => type(index)),
    (current) => body('body', [...current, ...slices]) ?? [],
  );
  const places = intsOf(operation, 'scan_output_axes') ?? [];
  const outputs = given.slice(count).map((each, index) => {
    if (!isTensor(each) || each.shape === null) return each;
    const axis = axisOf(places[index] ?? 0, each.shape.length + 1);
    return tensorOf(each.elementType, axis === null ? null : each.shape.toSpliced(axis, 0, turns));
  });
  return [...states, ...outputs];
};

const sequence = (element: ValueType | null): ValueType | null => (element ? { kind: 'sequence', element } : null);

const construct: Rule = ({ node, type }) => {
  const types = node.inputs.map((_, index) => type(index));
  return [sequence(types.reduce((a, b) => eitherType(a, b), types[0] ?? null))];
};

const empty: Rule = (operation) => [sequence(tensorOf(elementName(intOf(operation, 'dtype', 1)), null))];

const elementOf = (type: ValueType | null): ValueType | null => (type?.kind === 'sequence' ? type.element : null);

const insert: Rule = ({ type }) => {
  const into = elementOf(type(0));
  return [sequence(isTensor(into) && isTensor(type(1)) ? widened(into, type(1)!) : into)];
};

/** An empty sequence says only of what type its tensors are. */
function widened(into: ValueType, added: ValueType): ValueType {
  if (!isTensor(into) || !isTensor(added)) return into;
  return tensorOf(into.elementType, eitherShape(into.shape, added.shape));
}

const splitToSequence: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const axis = input && axisOf(intOf(operation, 'axis', 0), input.length);
  if (input === null || axis === null) return [sequence(tensorOf(element, null))];
  const sizes = listAt(operation, 1, 'split');
  const whole = input[axis]!;
  const keeps = intOf(operation, 'keepdims', 1) === 1;
  if (sizes === 'none') {
    return [sequence(tensorOf(element, keeps ? input.with(axis, 1) : input.toSpliced(axis, 1)))];
  }
  const size = sizes?.every((each) => each === sizes[0]) ? sizes[0]! : null;
  const isScalar = shapeAt(operation, 1)?.length === 0;
  const isEven = size !== null && (!isScalar || (typeof whole === 'number' && whole % size === 0));
  return [sequence(tensorOf(element, input.with(axis, isEven ? size : null)))];
};

const concatFromSequence: Rule = (operation) => {
  const each = elementOf(operation.type(0));
  if (!isTensor(each) || each.shape === null) return [tensorOf(isTensor(each) ? each.elementType : 'undefined', null)];
  const isNew = intOf(operation, 'new_axis', 0) === 1;
  const axis = axisOf(intOf(operation, 'axis', 0), each.shape.length + (isNew ? 1 : 0));
  if (axis === null) return [tensorOf(each.elementType, null)];
  return [tensorOf(each.elementType, isNew ? each.shape.toSpliced(axis, 0, null) : each.shape.with(axis, null))];
};

const optional: Rule = ({ type }) => {
  const element = type(0);
  return [element === null ? null : { kind: 'optional', element }];
};

const getElement: Rule = ({ type }) => {
  const from = type(0);
  return [from?.kind === 'optional' ? from.element : from];
};

const scalar =
  (element: ElementType): Rule =>
  () => [tensorOf(element, [])];

const sequenceMap: Rule = (operation: Operation) => {
  const inputs = operation.node.inputs.map((_, index) => {
    const type = operation.type(index);
    return type?.kind === 'sequence' ? type.element : type;
  });
  const given = hasInput(operation, 0) && hasAttribute(operation, 'body') ? operation.body('body', inputs) : null;
  return operation.node.outputs.map((_, index) => sequence(given?.[index] ?? null));
};

export const CONTROL: readonly (readonly [string, Rule])[] = [
  ['If', branches],
  ['Loop', loop],
  ['Scan', scan],
  ['SequenceConstruct', construct],
  ['SequenceEmpty', empty],
  ['SequenceAt', ({ type }) => [elementOf(type(0))]],
  ['SequenceErase', ({ type }) => [type(0)]],
  ['SequenceInsert', insert],
  ['SequenceLength', scalar('int64')],
  ['SequenceMap', sequenceMap],
  ['SplitToSequence', splitToSequence],
  ['ConcatFromSequence', concatFromSequence],
  ['Optional', optional],
  ['OptionalGetElement', getElement],
  ['OptionalHasElement', scalar('bool')],
];
