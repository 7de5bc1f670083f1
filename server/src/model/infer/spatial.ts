// Shapes of convolutions, pooling and resizing: windows over the axes behind batch and channels.
import type { Dimension, ElementType } from '../model';
import { elementAt, hasInput, intOf, intsOf, numbersAt, shapeAt, textOf } from './operation';
import type { Operation, Rule } from './operation';
import { blank, product, tensorOf, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

interface Window {
  readonly kernel: readonly Dimension[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begin of each axis, then end of each. */
  readonly pads: readonly number[];
  readonly automatic: string;
  readonly ceil: boolean;
}

function windowOf(operation: Operation, kernel: Shape): Window {
  const rank = kernel.length;
  const all = (name: string, fill: number, count = rank): readonly number[] => {
    const given = intsOf(operation, name);
    return given?.length === count ? given : Array.from({ length: count }, () => fill);
  };
  return {
    kernel,
    strides: all('strides', 1),
    dilations: all('dilations', 1),
    pads: all('pads', 0, 2 * rank),
    automatic: textOf(operation, 'auto_pad', 'NOTSET'),
    ceil: intOf(operation, 'ceil_mode', 0) === 1,
  };
}

/** One axis of a convolution or pooling. */
function slid(size: Dimension, axis: number, window: Window): Dimension {
  const { kernel, strides, dilations, pads, automatic, ceil } = window;
  const stride = strides[axis]!;
  const taps = kernel[axis]!;
  if (automatic.startsWith('SAME')) {
    if (stride === 1) return size;
    return typeof size === 'number' ? Math.ceil(size / stride) : null;
  }
  if (typeof size !== 'number' || typeof taps !== 'number') return sameWidth(size, axis, window);
  const reach = dilations[axis]! * (taps - 1) + 1;
  const begin = automatic === 'VALID' ? 0 : pads[axis]!;
  const end = automatic === 'VALID' ? 0 : pads[axis + kernel.length]!;
  const steps = (size + begin + end - reach) / stride;
  if (!(steps >= 0)) return null;
  const count = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
  // A window that begins in the padding at the end is left out.
  return ceil && (count - 1) * stride >= size + begin ? count - 1 : count;
}

/** A symbol survives a window that moves by one and is padded to the same width. */
function sameWidth(size: Dimension, axis: number, { kernel, strides, dilations, pads, automatic }: Window): Dimension {
  const taps = kernel[axis]!;
  if (typeof size !== 'string' || typeof taps !== 'number' || strides[axis] !== 1) return null;
  const padded = automatic === 'VALID' ? 0 : pads[axis]! + pads[axis + kernel.length]!;
  return padded === dilations[axis]! * (taps - 1) ? size : null;
}

function spatial(input: Shape, window: Window): Shape {
  return input.slice(2).map((size, axis) => slid(size, axis, window));
}

/** Shape of a convolution of `input` by `weight`, wherever in the node they are. */
function convolved(operation: Operation, input: Shape | null, weight: Shape | null): Shape | null {
  if (input === null) return null;
  if (input.length < 3) return null;
  const rank = input.length - 2;
  const given = intsOf(operation, 'kernel_shape');
  const kernel = given?.length === rank ? given : weight?.length === input.length ? weight.slice(2) : blank(rank);
  return [input[0]!, weight?.[0] ?? null, ...spatial(input, windowOf(operation, kernel))];
}

const convolution =
  (elementOf: (operation: Operation) => ElementType, weight = 1): Rule =>
  (operation) => [
    tensorOf(elementOf(operation), convolved(operation, shapeAt(operation, 0), shapeAt(operation, weight))),
  ];

const transposed: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const weight = shapeAt(operation, 1);
  const element = elementAt(operation, 0);
  if (input === null || input.length < 3) return [tensorOf(element, null)];
  const rank = input.length - 2;
  const kernel = intsOf(operation, 'kernel_shape') ?? weight?.slice(2) ?? blank(rank);
  const { strides, dilations, pads, automatic } = windowOf(operation, kernel);
  const added = intsOf(operation, 'output_padding') ?? [];
  const wanted = intsOf(operation, 'output_shape');
  const sizes = input.slice(2).map((size, axis): Dimension => {
    if (wanted !== null) return wanted[wanted.length - rank + axis] ?? null;
    const taps = kernel[axis] ?? null;
    if (typeof size !== 'number' || typeof taps !== 'number') return null;
    if (automatic.startsWith('SAME')) return size * strides[axis]!;
    const pad = automatic === 'VALID' ? 0 : pads[axis]! + pads[axis + rank]!;
    return strides[axis]! * (size - 1) + (added[axis] ?? 0) + (taps - 1) * dilations[axis]! + 1 - pad;
  });
  const perGroup = weight?.[1] ?? null;
  const channels = typeof perGroup === 'number' ? perGroup * intOf(operation, 'group', 1) : null;
  return [tensorOf(element, [input[0]!, channels, ...sizes])];
};

const pooling: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const kernel = intsOf(operation, 'kernel_shape');
  const fits = input !== null && kernel !== null && kernel.length === input.length - 2;
  const shape = fits ? [input[0]!, input[1]!, ...spatial(input, windowOf(operation, kernel))] : null;
  return [tensorOf(elementAt(operation, 0), shape), tensorOf('int64', shape)];
};

const globalPooling: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const shape = input === null ? null : input.map((size, axis) => (axis < 2 ? size : 1));
  return [tensorOf(elementAt(operation, 0), shape)];
};

/** One patch for each region: [regions, channels, height, width]. */
const regions =
  (sizes: (operation: Operation) => readonly [Dimension, Dimension]): Rule =>
  (operation) => {
    const [count = null] = shapeAt(operation, 1) ?? [];
    const channels = shapeAt(operation, 0)?.[1] ?? null;
    return [tensorOf(elementAt(operation, 0), [count, channels, ...sizes(operation)])];
  };

function pooledSize(operation: Operation): readonly [Dimension, Dimension] {
  const [height = null, width = null] = intsOf(operation, 'pooled_shape') ?? [];
  return [height, width];
}

const alignedSize = (operation: Operation): readonly [Dimension, Dimension] => [
  intOf(operation, 'output_height', 1),
  intOf(operation, 'output_width', 1),
];

/** By scales or sizes; newer operator sets may name the axes they are of. */
const resize: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  if (input === null) return [tensorOf(element, null)];
  const isOld = operation.node.operator === 'Upsample' || operation.opset < 11;
  const axes = (intsOf(operation, 'axes') ?? input.map((_, axis) => axis)).map((axis) =>
    axis < 0 ? axis + input.length : axis,
  );
  const scales = isOld ? (floats(operation, 'scales') ?? numbersAt(operation, 1)) : numbersAt(operation, 2);
  const sizes = !isOld && hasInput(operation, 3) ? (operation.known(3)?.values ?? null) : null;
  const policy = textOf(operation, 'keep_aspect_ratio_policy', 'stretch');
  const shape = input.map((size, axis): Dimension => {
    const at = axes.indexOf(axis);
    if (at < 0) return size;
    if (!isOld && hasInput(operation, 3)) return policy === 'stretch' ? (sizes?.[at] ?? null) : null;
    const scale = scales?.[at];
    if (scale === 1) return size;
    return typeof size === 'number' && scale !== undefined ? Math.floor(Math.fround(size * Math.fround(scale))) : null;
  });
  return [tensorOf(element, shape)];
};

function floats({ attribute }: Operation, name: string): readonly number[] | null {
  const value = attribute(name);
  return value?.kind === 'floats' && value.count === value.values.length ? value.values : null;
}

const depthToSpace: Rule = (operation) => {
  const [batch = null, depth = null, height = null, width = null] = shapeAt(operation, 0) ?? [];
  const block = intOf(operation, 'blocksize', 0);
  const times = (size: Dimension): Dimension => (typeof size === 'number' ? size * block : null);
  const channels = typeof depth === 'number' ? depth / (block * block) : null;
  if (block < 1 || shapeAt(operation, 0) === null) return [tensorOf(elementAt(operation, 0), null)];
  return [tensorOf(elementAt(operation, 0), [batch, whole(channels), times(height), times(width)])];
};

const spaceToDepth: Rule = (operation) => {
  const [batch = null, depth = null, height = null, width = null] = shapeAt(operation, 0) ?? [];
  const block = intOf(operation, 'blocksize', 0);
  const part = (size: Dimension): Dimension => (typeof size === 'number' ? whole(size / block) : null);
  const channels = typeof depth === 'number' ? depth * block * block : null;
  if (block < 1 || shapeAt(operation, 0) === null) return [tensorOf(elementAt(operation, 0), null)];
  return [tensorOf(elementAt(operation, 0), [batch, channels, part(height), part(width)])];
};

const whole = (size: Dimension): Dimension => (typeof size === 'number' && Number.isInteger(size) ? size : null);

/** The grid says where each value of the result is taken from. */
const gridSample: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const grid = shapeAt(operation, 1);
  if (input === null && grid === null) return [tensorOf(elementAt(operation, 0), null)];
  const rank = input?.length ?? grid!.length;
  const sizes = grid?.slice(1, -1) ?? blank(rank - 2);
  return [tensorOf(elementAt(operation, 0), [input?.[0] ?? grid?.[0] ?? null, input?.[1] ?? null, ...sizes])];
};

const affineGrid: Rule = (operation) => {
  const size = operation.known(1)?.values;
  if (size === undefined) return [tensorOf(elementAt(operation, 0), null)];
  return [tensorOf(elementAt(operation, 0), [size[0] ?? null, ...size.slice(2), size.length - 2])];
};

const imageFromColumns: Rule = (operation) => {
  const image = operation.known(1)?.values;
  const block = numbersAt(operation, 2);
  const input = shapeAt(operation, 0);
  const taps = block && product(block);
  const deep = input?.[1] ?? null;
  const channels = typeof deep === 'number' && taps ? whole(deep / taps) : null;
  return [tensorOf(elementAt(operation, 0), image === undefined ? null : [input?.[0] ?? null, channels, ...image])];
};

const unpooled: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const wanted = hasInput(operation, 2) ? operation.known(2)?.values : undefined;
  if (hasInput(operation, 2)) return [tensorOf(elementAt(operation, 0), wanted ?? null)];
  const kernel = intsOf(operation, 'kernel_shape');
  if (input === null || kernel === null) return [tensorOf(elementAt(operation, 0), null)];
  const { strides, pads } = windowOf(operation, kernel);
  const sizes = input.slice(2).map((size, axis): Dimension => {
    if (typeof size !== 'number') return null;
    return (size - 1) * strides[axis]! + kernel[axis]! - pads[axis]! - pads[axis + kernel.length]!;
  });
  return [tensorOf(elementAt(operation, 0), [input[0]!, input[1]!, ...sizes])];
};

const zeroPointElement = (index: number, otherwise: ElementType) => (operation: Operation) => {
  const found = elementAt(operation, index);
  return found === UNKNOWN_ELEMENT ? otherwise : found;
};

const first = (operation: Operation): ElementType => elementAt(operation, 0);

export const SPATIAL: readonly (readonly [string, Rule])[] = [
  ['Conv', convolution(first)],
  ['ConvInteger', convolution(() => 'int32')],
  ['QLinearConv', convolution(zeroPointElement(7, UNKNOWN_ELEMENT), 3)],
  ['DeformConv', convolution(first)],
  ['ConvTranspose', transposed],
  ['MaxPool', pooling],
  ['AveragePool', pooling],
  ['LpPool', pooling],
  ['GlobalAveragePool', globalPooling],
  ['GlobalMaxPool', globalPooling],
  ['GlobalLpPool', globalPooling],
  ['MaxUnpool', unpooled],
  ['MaxRoiPool', regions(pooledSize)],
  ['RoiAlign', regions(alignedSize)],
  ['Resize', resize],
  ['Upsample', resize],
  ['DepthToSpace', depthToSpace],
  ['SpaceToDepth', spaceToDepth],
  ['GridSample', gridSample],
  ['AffineGrid', affineGrid],
  ['Col2Im', imageFromColumns],
];

export const CONTRIBUTED_SPATIAL: readonly (readonly [string, Rule])[] = [['FusedConv', convolution(first)]];
