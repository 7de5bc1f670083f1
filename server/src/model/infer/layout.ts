// Shapes of operators that move values about: reshape, transpose, join, cut, pick.
import type { Dimension } from '../model';
import { elementAt, hasAttribute, hasInput, intOf, intsOf, listAt, numbersAt, shapeAt } from './operation';
import type { Operation, Rule } from './operation';
import { anyElement } from './elementwise';
import { axesOf, axisOf, blank, broadcast, joined, product, quotient, sameSize, tensorOf } from './shape';
import type { Shape } from './shape';

/** One result of the first input's element type. */
const moved =
  (shapeOf: (operation: Operation, input: Shape) => Shape | null): Rule =>
  (operation) => {
    const input = shapeAt(operation, 0);
    return [tensorOf(elementAt(operation, 0), input === null ? null : shapeOf(operation, input))];
  };

const reshape: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const wanted = intsOf(operation, 'shape') ?? operation.known(1)?.values;
  if (wanted === undefined) {
    const [rank] = shapeAt(operation, 1) ?? [];
    return [tensorOf(element, typeof rank === 'number' && rank < 64 ? blank(rank) : null)];
  }
  const keepsZero = intOf(operation, 'allowzero', 0) === 1;
  const copied = wanted.map((size, axis) => (size === 0 && !keepsZero ? (input?.[axis] ?? null) : size));
  const open = copied.indexOf(-1);
  if (open < 0) return [tensorOf(element, filledIn(copied, input))];
  const others = copied.filter((_, axis) => axis !== open);
  return [tensorOf(element, copied.with(open, input === null ? null : quotient(input, others)))];
};

/** A single size that is not known follows from all others. */
function filledIn(shape: Shape, input: Shape | null): Shape {
  const open = shape.indexOf(null);
  if (input === null || open < 0 || shape.lastIndexOf(null) !== open) return shape;
  return shape.with(
    open,
    quotient(
      input,
      shape.filter((_, axis) => axis !== open),
    ),
  );
}

const transpose = moved((operation, input) => {
  const order = intsOf(operation, 'perm') ?? input.map((_, axis) => input.length - 1 - axis);
  return order.length === input.length ? order.map((axis) => input[axis] ?? null) : null;
});

const flatten = moved((operation, input) => {
  const wanted = intOf(operation, 'axis', 1);
  const axis = wanted < 0 ? wanted + input.length : wanted;
  return [joined(input.slice(0, axis)), joined(input.slice(axis))];
});

const squeeze = moved((operation, input) => {
  const axes = listAt(operation, 1, 'axes');
  if (axes === 'none')
    return input.includes(null) || !input.every(isNumber) ? null : input.filter((size) => size !== 1);
  const gone = axes && axesOf(axes, input.length);
  return gone ? input.filter((_, axis) => !gone.has(axis)) : null;
});

const isNumber = (size: Dimension): size is number => typeof size === 'number';

const unsqueeze = moved((operation, input) => {
  const axes = listAt(operation, 1, 'axes');
  if (axes === 'none' || axes === null) return null;
  const rank = input.length + axes.length;
  const added = axesOf(axes, rank);
  if (added?.size !== axes.length) return null;
  const rest = [...input];
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? null)));
});

const concat: Rule = (operation) => {
  const shapes = operation.node.inputs.map((_, index) => shapeAt(operation, index));
  const element = anyElement(operation);
  const known = shapes.filter((shape) => shape !== null);
  const rank = known[0]?.length;
  const axis = rank === undefined ? null : axisOf(intOf(operation, 'axis', 1), rank);
  if (axis === null || known.some((shape) => shape.length !== rank)) return [tensorOf(element, null)];
  const shape = known[0]!.map((_, at): Dimension => {
    const sizes = known.map((each) => each[at]!);
    if (at !== axis) return sizes.reduce<Dimension>(sameSize, null);
    return known.length === shapes.length ? sum(sizes) : null;
  });
  return [tensorOf(element, shape)];
};

function sum(sizes: Shape): Dimension {
  if (sizes.length === 1) return sizes[0]!;
  return sizes.every(isNumber) ? sizes.reduce((total, size) => total + size, 0) : null;
}

const split: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const count = operation.node.outputs.length;
  const axis = input && axisOf(intOf(operation, 'axis', 0), input.length);
  if (input === null || axis === null) return operation.node.outputs.map(() => tensorOf(element, null));
  const sizes = listAt(operation, 1, 'split');
  const whole = input[axis]!;
  const equal = (index: number): Dimension => {
    if (typeof whole !== 'number') return null;
    const part = Math.ceil(whole / count);
    return Math.min(part, Math.max(0, whole - part * index));
  };
  return operation.node.outputs.map((_, index) =>
    tensorOf(element, input.with(axis, sizes === 'none' ? equal(index) : (sizes?.[index] ?? null))),
  );
};

const slice = moved((operation, input) => {
  const starts = listAt(operation, 1, 'starts');
  const ends = listAt(operation, 2, 'ends');
  const axes = listAt(operation, 3, 'axes');
  const steps = hasInput(operation, 4) ? numbersAt(operation, 4) : 'none';
  if (axes === null) return blank(input.length);
  const count = startCount(operation, starts);
  const where = axes === 'none' ? Array.from({ length: count ?? input.length }, (_, axis) => axis) : axes;
  const result = [...input];
  for (const [index, asked] of where.entries()) {
    const axis = axisOf(asked, input.length);
    if (axis === null) return null;
    const start = starts === 'none' ? undefined : starts?.[index];
    const end = ends === 'none' ? undefined : ends?.[index];
    const step = steps === 'none' ? 1 : steps?.[index];
    result[axis] = sliced(input[axis]!, start, end, step);
  }
  return result;
});

/** Without `axes` the first ones are cut, as many as there are starts. */
function startCount(operation: Operation, starts: readonly number[] | null | 'none'): number | null {
  if (Array.isArray(starts)) return starts.length;
  const [count] = shapeAt(operation, 1) ?? [];
  return typeof count === 'number' ? count : null;
}

/** Larger than any size: the end of an axis. */
const TO_THE_END = 2 ** 31 - 1;

function sliced(size: Dimension, start?: number, end?: number, step?: number): Dimension {
  if (start === undefined || end === undefined || step === undefined || step === 0) return null;
  if (start === 0 && end >= TO_THE_END && step === 1) return size;
  if (typeof size !== 'number') return null;
  const bound = (at: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, at < 0 ? at + size : at));
  const length =
    step > 0
      ? bound(end, 0, size) - bound(start, 0, size)
      : // Backwards, the end may lie before the first value.
        bound(end, -1, size - 1) - bound(start, 0, size - 1);
  return Math.max(0, Math.ceil(length / step));
}

const gather = moved((operation, input) => {
  const axis = axisOf(intOf(operation, 'axis', 0), input.length);
  const indices = shapeAt(operation, 1);
  return axis === null || indices === null ? null : [...input.slice(0, axis), ...indices, ...input.slice(axis + 1)];
});

const gatherElements: Rule = (operation) => [tensorOf(elementAt(operation, 0), shapeAt(operation, 1))];

const gatherNd = moved((operation, input) => {
  const indices = shapeAt(operation, 1);
  const depth = indices?.at(-1);
  if (!indices || typeof depth !== 'number') return null;
  return [...indices.slice(0, -1), ...input.slice(intOf(operation, 'batch_dims', 0) + depth)];
});

const expand = moved((operation, input) => {
  const wanted = operation.known(1)?.values;
  if (wanted !== undefined) return broadcast([input, wanted]);
  const [rank] = shapeAt(operation, 1) ?? [];
  return typeof rank === 'number' && rank < 64 ? broadcast([input, blank(rank)])!.map(() => null) : null;
});

const tile = moved((operation, input) => {
  const repeats = operation.known(1)?.values;
  return input.map((size, axis) => {
    const times = repeats?.[axis];
    if (times === 1) return size;
    return typeof size === 'number' && typeof times === 'number' ? size * times : null;
  });
});

const pad = moved((operation, input) => {
  const pads = hasAttribute(operation, 'paddings') ? intsOf(operation, 'paddings') : listAt(operation, 1, 'pads');
  const axes = hasInput(operation, 3) ? numbersAt(operation, 3) : input.map((_, axis) => axis);
  if (!Array.isArray(pads) || axes === null || pads.length !== 2 * axes.length) return blank(input.length);
  const result = [...input];
  for (const [index, asked] of axes.entries()) {
    const axis = axisOf(asked, input.length);
    if (axis === null) return null;
    const added = Number(pads[index]) + Number(pads[index + axes.length]);
    const size = input[axis]!;
    result[axis] = added === 0 ? size : typeof size === 'number' ? size + added : null;
  }
  return result;
});

const cropOrPad = moved((operation, input) => {
  const axes = intsOf(operation, 'axes') ?? input.map((_, axis) => axis);
  const sizes = operation.known(1)?.values;
  const result = [...input];
  for (const [index, asked] of axes.entries()) {
    const axis = axisOf(asked, input.length);
    if (axis === null) return null;
    result[axis] = sizes?.[index] ?? null;
  }
  return result;
});

const compress = moved((operation, input) => {
  const axis = intOf(operation, 'axis', null);
  const at = axis === null ? null : axisOf(axis, input.length);
  return axis === null ? [null] : at === null ? null : input.with(at, null);
});

const shapeOfInput: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  if (input === null) return [tensorOf('int64', [null])];
  return [tensorOf('int64', [input.slice(intOf(operation, 'start', 0), intOf(operation, 'end', input.length)).length])];
};

const size: Rule = () => [tensorOf('int64', [])];

/** The count of all values where it is one number. */
export const countOfShape = (shape: Shape | null): number | null => (shape === null ? null : product(shape));

export const LAYOUT: readonly (readonly [string, Rule])[] = [
  ['Reshape', reshape],
  ['Transpose', transpose],
  ['Flatten', flatten],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Concat', concat],
  ['Split', split],
  ['Slice', slice],
  ['Gather', gather],
  ['GatherElements', gatherElements],
  ['GatherND', gatherNd],
  ['Expand', expand],
  ['Tile', tile],
  ['Pad', pad],
  ['CenterCropPad', cropOrPad],
  ['Compress', compress],
  ['Shape', shapeOfInput],
  ['Size', size],
];
