// Methods of arrays, tensors, generators of random numbers and frames: what they give.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { callForm } from '../calls';
import type { CallForm } from '../calls';
import { meaningOf } from '../meanings';
import { fromFrame } from './arrayFacts';
import type { ArrayFacts, ArrayReader } from './arrayFacts';
import { loadedArray, scaled } from './loadedArrays';
import { expanded, reshaped, sizeOf, squeezed, swapped, transposed } from './shapes';
import type { Shape } from './shapes';

type Method = (reader: ArrayReader, whole: ArrayFacts | null, call: CallForm) => ArrayFacts | null;

const same: Method = (_, whole) => whole;

/** A change of shape of an array that may not be known. */
function shaping(change: (reader: ArrayReader, shape: Shape | null, call: CallForm) => Shape | null): Method {
  return (reader, whole, call) => {
    if (whole?.library === 'frame' || whole?.library === 'python') return null;
    const shape = change(reader, whole?.shape ?? null, call);
    if (whole === null) return shape === null ? null : { library: 'numpy', dtype: null, shape };
    return { ...whole, shape };
  };
}

/** Sizes or axes, one by one or in a tuple. */
function listed(reader: ArrayReader, call: CallForm): Shape | null {
  if (call.hidden || call.node.args.length === 0) return null;
  if (call.node.args.length > 1) return call.node.args.map((each) => reader.integer(each));
  return reader.shape(call.node.args[0]);
}

const astype: Method = (reader, whole, call) => {
  const given = call.argument(0, 'dtype');
  const dtype = given === null ? null : reader.dtype(given);
  if (whole !== null) return whole.library === 'python' || whole.library === 'torch' ? null : { ...whole, dtype };
  return dtype === null ? null : { library: 'numpy', dtype, shape: null };
};

const toNumpy: Method = (reader, whole, call) => {
  const inner = whole?.library === 'torch' ? { ...whole, library: 'numpy' as const } : fromFrame(whole);
  const given = call.argument(0, 'dtype');
  if (given === null) return inner;
  return { library: 'numpy', dtype: reader.dtype(given), shape: inner?.shape ?? null };
};

/** `.float()`, `.long()`: only tensors of torch have them. */
function cast(dtype: string): Method {
  return (reader, whole) => {
    if (whole !== null) return whole.library === 'torch' ? { ...whole, dtype } : null;
    return reader.module.imports.has('torch') ? { library: 'torch', dtype, shape: null } : null;
  };
}

/** `.to(torch.float16)`, `.to(device)`: of a tensor, or of anything unknown. */
const to: Method = (reader, whole, call) => {
  if (whole?.library !== 'torch') return null;
  const given = call.argument(null, 'dtype') ?? call.node.args.find((each) => isTorchDtype(reader, each)) ?? null;
  if (given !== null) return { ...whole, dtype: reader.dtype(given) };
  const [target] = call.node.args;
  if (target === undefined || reader.module.stringOf(target) !== null) return whole;
  return { ...whole, dtype: /device/i.test(reader.module.textOf(target)) ? whole.dtype : null };
};

function isTorchDtype(reader: ArrayReader, expr: Expr): boolean {
  const name = reader.module.qualifiedName(expr);
  return name !== null && name.startsWith('torch.') && reader.dtype(expr) !== null;
}

const reshape = shaping((reader, shape, call) => {
  const wanted = listed(reader, call);
  return wanted === null ? null : reshaped(shape, wanted);
});

const flatten = shaping((_, shape, call) =>
  call.node.args.length > 0 ? null : [shape === null ? null : sizeOf(shape)],
);

const METHODS: Readonly<Record<string, Method>> = {
  ...Object.fromEntries(
    ['copy', 'detach', 'cpu', 'cuda', 'contiguous', 'clone', 'clip', 'round'].map((name) => [name, same]),
  ),
  astype,
  numpy: toNumpy,
  to_numpy: toNumpy,
  to,
  type: to,
  float: cast('float32'),
  double: cast('float64'),
  half: cast('float16'),
  long: cast('int64'),
  int: cast('int32'),
  reshape,
  view: reshape,
  flatten,
  ravel: flatten,
  squeeze: shaping((reader, shape, call) => {
    const given = call.argument(0, 'axis') ?? call.argument(0, 'dim');
    const axis = reader.integer(given);
    return shape === null || (given !== null && axis === null) ? null : squeezed(shape, axis);
  }),
  unsqueeze: shaping((reader, shape, call) => {
    const axis = reader.integer(call.argument(0, 'dim'));
    return shape === null || axis === null ? null : expanded(shape, axis);
  }),
  permute: shaping((reader, shape, call) => {
    const order = listed(reader, call);
    return order === null ? null : transposed(shape, order);
  }),
  swapaxes: shaping((reader, shape, call) => {
    const order = listed(reader, call);
    return shape === null || order?.length !== 2 ? null : swapped(shape, order[0] ?? NaN, order[1] ?? NaN);
  }),
};

/** What a method call gives; also methods of objects that are no arrays themselves. */
export function methodFacts(reader: ArrayReader, node: Call): ArrayFacts | null {
  if (node.func.kind !== Kind.Attribute) return null;
  const { value, attr } = node.func;
  const call = callForm(node, reader.module.source);
  const receiver = meaningOf(reader.module, value);
  const made = receiver?.kind === Kind.Call ? reader.module.qualifiedName(receiver.func) : null;
  if (made !== null && GENERATORS.has(made)) return drawnBy(reader, made, attr, call);
  if (made?.startsWith('sklearn.preprocessing.') === true) return scaled(reader, made, attr, call);
  const whole = reader.of(value);
  if (attr === 'transpose') return transposedBy(reader, whole, call);
  const method = Object.hasOwn(METHODS, attr) ? METHODS[attr] : undefined;
  return method === undefined ? loadedArray(reader, node, `.${attr}`) : method(reader, whole, call);
}

/** NumPy's takes the whole order, torch's two axes. */
const transposedBy: Method = (reader, whole, call) => {
  const order = listed(reader, call);
  if (call.node.args.length > 0 && order === null) return null;
  const isPair = whole?.library === 'torch' && order?.length === 2;
  const change: Method = shaping((_, shape) => {
    if (!isPair) return transposed(shape, order);
    return shape === null ? null : swapped(shape, order[0] ?? NaN, order[1] ?? NaN);
  });
  return change(reader, whole, call);
};

const GENERATORS = new Set(['numpy.random.default_rng', 'numpy.random.RandomState']);

/** Where `size` stands, and the type of what is drawn. */
const DRAWS: Readonly<Record<string, readonly [size: number, dtype: string]>> = {
  random: [0, 'float64'],
  random_sample: [0, 'float64'],
  standard_normal: [0, 'float64'],
  normal: [2, 'float64'],
  uniform: [2, 'float64'],
  integers: [2, 'int64'],
  randint: [2, 'int64'],
};

function drawnBy(reader: ArrayReader, generator: string, method: string, call: CallForm): ArrayFacts | null {
  if (generator.endsWith('RandomState') && (method === 'rand' || method === 'randn'))
    return call.node.args.length === 0 ? null : { library: 'numpy', dtype: 'float64', shape: oneByOne(reader, call) };
  const draw = Object.hasOwn(DRAWS, method) ? DRAWS[method] : undefined;
  const size = draw === undefined ? null : call.argument(draw[0], 'size');
  if (draw === undefined || size === null) return null;
  // Generators take a `dtype` behind the size, at places that differ: read only by its name.
  const given = call.argument(null, 'dtype');
  const isPlain = call.node.args.length <= draw[0] + 1 && !call.hidden;
  const dtype = given === null ? (isPlain ? draw[1] : null) : reader.dtype(given);
  return { library: 'numpy', dtype, shape: reader.shape(size) };
}

function oneByOne(reader: ArrayReader, call: CallForm): Shape | null {
  return call.hidden ? null : call.node.args.map((each) => reader.integer(each));
}
