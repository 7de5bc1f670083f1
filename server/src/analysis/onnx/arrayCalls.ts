// Functions that make arrays: the element type and shape each one gives.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { callForm, callSite } from '../calls';
import type { CallSite } from '../calls';
import { isFloatDtype } from '../../knowledge/onnxDtypes';
import type { ArrayFacts, ArrayReader, Library } from './arrayFacts';
import { methodFacts } from './arrayMethods';
import { loadedArray } from './loadedArrays';
import { concatenated, expanded, moved, reshaped, squeezed, stacked, swapped, transposed } from './shapes';
import type { Shape } from './shapes';

type Make = (reader: ArrayReader, call: CallSite) => ArrayFacts | null;

const array = (library: Library, dtype: string | null, shape: Shape | null): ArrayFacts => ({ library, dtype, shape });

/** The type of `dtype=`: the given one, null if it cannot be read, `otherwise` if there is none. */
function dtypeArgument(
  reader: ArrayReader,
  call: CallSite,
  position: number | null,
  otherwise: string | null,
): string | null {
  const given = call.argument(position, 'dtype');
  if (given !== null) return reader.dtype(given);
  return call.has('dtype') ? null : otherwise;
}

/** `zeros((2, 3), dtype)`: a shape as first argument. */
function shaped(library: Library, otherwise: string, position: number | null = 1): Make {
  return (reader, call) => {
    const shape = shapeOrSizes(reader, call, library === 'torch' ? 'size' : 'shape');
    return array(library, dtypeArgument(reader, call, library === 'torch' ? null : position, otherwise), shape);
  };
}

/** Torch and `np.random.rand` also take the sizes one by one. */
function shapeOrSizes(reader: ArrayReader, call: CallSite, keyword: string): Shape | null {
  if (call.hidden) return null;
  const sizes = call.node.args;
  if (sizes.length > 1 && keyword === 'size') return sizes.map((size) => reader.integer(size));
  return reader.shape(call.argument(0, keyword));
}

/** `rand(2, 3)`: without sizes it is a number of Python. */
const sizesOnly: Make = (reader, call) => {
  if (call.hidden) return array('numpy', 'float64', null);
  if (call.node.args.length === 0) return array('python', 'float64', []);
  return array(
    'numpy',
    'float64',
    call.node.args.map((size) => reader.integer(size)),
  );
};

/** Random numbers with `size=`: without it they are one number. */
function drawn(position: number, otherwise: string, dtypePosition: number | null = null): Make {
  return (reader, call) => {
    const size = call.argument(position, 'size');
    const dtype = dtypeArgument(reader, call, dtypePosition, otherwise);
    return size === null ? null : array('numpy', dtype, reader.shape(size));
  };
}

/** `np.array(x, dtype)`, `torch.tensor(x)`: the values given, or those of the array given. */
function converted(library: 'numpy' | 'torch'): Make {
  return (reader, call) => {
    const given = reader.of(call.argument(0, library === 'numpy' ? 'object' : 'data') ?? call.argument(0, 'a'));
    const dtype = dtypeArgument(reader, call, library === 'numpy' ? 1 : null, ownDtype(library, given));
    return given === null && dtype === null ? null : array(library, dtype, given?.shape ?? null);
  };
}

function ownDtype(library: 'numpy' | 'torch', given: ArrayFacts | null): string | null {
  if (given === null) return null;
  return library === 'torch' && given.library === 'python' && given.dtype === 'float64' ? 'float32' : given.dtype;
}

/** The first argument's type and shape, unless `dtype=` and `shape=` say otherwise. */
const like: Make = (reader, call) => {
  const given = reader.of(call.argument(0, 'a'));
  const position = call.qualifiedName.endsWith('full_like') ? 2 : 1;
  const dtype = dtypeArgument(reader, call, given?.library === 'torch' ? null : position, given?.dtype ?? null);
  if (given === null && dtype === null) return null;
  const library = call.qualifiedName.startsWith('torch') || given?.library === 'torch' ? 'torch' : 'numpy';
  return array(library, dtype, call.has('shape') ? null : (given?.shape ?? null));
};

/** The same array with another shape. */
function reshaping(change: (reader: ArrayReader, call: CallSite, shape: Shape | null) => Shape | null): Make {
  return (reader, call) => {
    const first = call.argument(0, 'a');
    const given = reader.of(first);
    if (given?.library === 'frame') return null;
    // A list becomes an array, with the type NumPy gives it.
    const library = given === null || given.library === 'python' ? 'numpy' : given.library;
    const shape = change(reader, call, given?.shape ?? null);
    return given === null && shape === null ? null : array(library, given?.dtype ?? null, shape);
  };
}

function joining(shapeOf: (shapes: readonly (Shape | null)[], axis: number) => Shape | null): Make {
  return (reader, call) => {
    const list = call.argument(0, null);
    const elements = list === null ? null : reader.module.definition(list);
    if (elements?.kind !== Kind.List && elements?.kind !== Kind.Tuple) return null;
    const all = elements.elts.map((each) => reader.of(each));
    if (elements.elts.some(({ kind }) => kind === Kind.Starred) || all.includes(null)) return null;
    const given = call.argument(1, 'axis') ?? call.argument(1, 'dim');
    const axis = given === null ? 0 : reader.integer(given);
    const [first] = all;
    const same = all.every((each) => each?.dtype === first?.dtype);
    const dtype = dtypeArgument(reader, call, null, same ? (first?.dtype ?? null) : null);
    const library = first?.library === 'torch' ? 'torch' : 'numpy';
    return array(
      library,
      dtype,
      axis === null
        ? null
        : shapeOf(
            all.map((each) => each?.shape ?? null),
            axis,
          ),
    );
  };
}

const full: Make = (reader, call) => {
  const torch = call.qualifiedName.startsWith('torch');
  const fill = reader.of(call.argument(1, 'fill_value'));
  const own = fill?.shape?.length === 0 ? ownDtype(torch ? 'torch' : 'numpy', fill) : null;
  return array(
    torch ? 'torch' : 'numpy',
    dtypeArgument(reader, call, torch ? null : 2, own),
    reader.shape(call.argument(0, null)),
  );
};

const arange =
  (library: 'numpy' | 'torch'): Make =>
  (reader, call) => {
    const bounds = call.node.args.map((bound) => reader.of(bound)?.dtype ?? null);
    const isFloat = bounds.includes('float64');
    const isInteger = bounds.length > 0 && bounds.every((dtype) => dtype === 'int64');
    const own = isInteger ? 'int64' : isFloat ? (library === 'torch' ? 'float32' : 'float64') : null;
    const end = call.node.args.length === 1 && isInteger ? reader.integer(call.node.args[0]) : null;
    return array(library, dtypeArgument(reader, call, library === 'numpy' ? 3 : null, own), [
      end === null ? null : Math.max(0, end),
    ]);
  };

/** Element by element; floats keep their type. */
const elementwise: Make = (reader, call) => {
  const given = reader.of(call.argument(0, null));
  if (given === null || given.library === 'frame' || given.library === 'python') return null;
  const dtype = dtypeArgument(
    reader,
    call,
    null,
    given.dtype !== null && isFloatDtype(given.dtype) ? given.dtype : null,
  );
  return array(given.library, dtype, given.shape);
};

const axisGiven = (reader: ArrayReader, call: CallSite, keyword: string): Expr | null => call.argument(1, keyword);

/** OpenCV's blob: float32 as [N, C, H, W] unless `ddepth` says otherwise. */
const blob: Make = (reader, call) => {
  const size = call.argument(2, 'size');
  const sizes = size === null ? null : reader.module.definition(size);
  const [width, height] =
    sizes?.kind === Kind.Tuple && sizes.elts.length === 2
      ? sizes.elts.map((each) => reader.integer(each))
      : [null, null];
  const fixed = (edge: number | null | undefined): number | null => (edge === undefined || edge === 0 ? null : edge);
  const depth = call.argument(6, 'ddepth') === null && !call.hidden;
  const count = call.qualifiedName.endsWith('blobFromImage') ? 1 : null;
  return array('numpy', depth ? 'float32' : null, [count, null, fixed(height), fixed(width)]);
};

const MAKERS: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(['zeros', 'ones', 'empty'].map((name) => [`numpy.${name}`, shaped('numpy', 'float64')])),
  ...Object.fromEntries(
    ['zeros', 'ones', 'empty', 'rand', 'randn'].map((name) => [`torch.${name}`, shaped('torch', 'float32')]),
  ),
  ...Object.fromEntries(['zeros_like', 'ones_like', 'empty_like', 'full_like'].map((name) => [`numpy.${name}`, like])),
  ...Object.fromEntries(['zeros_like', 'ones_like', 'rand_like', 'randn_like'].map((name) => [`torch.${name}`, like])),
  ...Object.fromEntries(
    ['array', 'asarray', 'ascontiguousarray', 'asanyarray'].map((name) => [`numpy.${name}`, converted('numpy')]),
  ),
  ...Object.fromEntries(
    ['tensor', 'as_tensor', 'from_numpy', 'Tensor'].map((name) => [`torch.${name}`, converted('torch')]),
  ),
  ...Object.fromEntries(
    ['exp', 'log', 'sqrt', 'tanh', 'clip', 'abs', 'round', 'sin', 'cos'].map((name) => [`numpy.${name}`, elementwise]),
  ),
  ...Object.fromEntries(
    ['concatenate', 'torch.cat'].map((name) => [name.includes('.') ? name : `numpy.${name}`, joining(concatenated)]),
  ),
  ...Object.fromEntries(['numpy.stack', 'torch.stack'].map((name) => [name, joining(stacked)])),
  ...Object.fromEntries(
    ['random', 'random_sample', 'ranf', 'sample'].map((name) => [`numpy.random.${name}`, drawn(0, 'float64')]),
  ),
  ...Object.fromEntries(['normal', 'uniform'].map((name) => [`numpy.random.${name}`, drawn(2, 'float64')])),
  'numpy.random.rand': sizesOnly,
  'numpy.random.randn': sizesOnly,
  'numpy.random.standard_normal': drawn(0, 'float64'),
  'numpy.random.randint': drawn(2, 'int64', 3),
  'numpy.full': full,
  'torch.full': full,
  'numpy.arange': arange('numpy'),
  'torch.arange': arange('torch'),
  'numpy.linspace': (reader, call) =>
    array('numpy', dtypeArgument(reader, call, null, 'float64'), [reader.integer(call.argument(2, 'num'))]),
  'numpy.eye': (reader, call) => array('numpy', dtypeArgument(reader, call, 3, 'float64'), [null, null]),
  'torch.randint': (reader, call) =>
    array(
      'torch',
      dtypeArgument(reader, call, null, 'int64'),
      reader.shape(call.argument(null, 'size') ?? call.node.args.at(-1)),
    ),
  'numpy.expand_dims': reshaping((reader, call, shape) => {
    const axis = reader.integer(axisGiven(reader, call, 'axis'));
    return shape === null || axis === null ? null : expanded(shape, axis);
  }),
  'torch.unsqueeze': reshaping((reader, call, shape) => {
    const axis = reader.integer(axisGiven(reader, call, 'dim'));
    return shape === null || axis === null ? null : expanded(shape, axis);
  }),
  'numpy.squeeze': reshaping((reader, call, shape) => {
    const axis = axisGiven(reader, call, 'axis');
    const at = reader.integer(axis);
    return shape === null || (axis !== null && at === null) ? null : squeezed(shape, at);
  }),
  'numpy.reshape': reshaping((reader, call, shape) => {
    const wanted = reader.shape(call.argument(1, 'shape') ?? call.argument(1, 'newshape'));
    return wanted === null ? null : reshaped(shape, wanted);
  }),
  'numpy.transpose': reshaping((reader, call, shape) => {
    const axes = axisGiven(reader, call, 'axes');
    const order = reader.shape(axes);
    return axes !== null && order === null ? null : transposed(shape, order);
  }),
  'numpy.swapaxes': reshaping((reader, call, shape) => {
    const [a, b] = [reader.integer(call.argument(1, 'axis1')), reader.integer(call.argument(2, 'axis2'))];
    return shape === null || a === null || b === null ? null : swapped(shape, a, b);
  }),
  'numpy.moveaxis': reshaping((reader, call, shape) => {
    const [a, b] = [reader.integer(call.argument(1, 'source')), reader.integer(call.argument(2, 'destination'))];
    return shape === null || a === null || b === null ? null : moved(shape, a, b);
  }),
  'cv2.dnn.blobFromImage': blob,
  'cv2.dnn.blobFromImages': blob,
};

/** `np.float32(x)`, `np.int64(x)`: a cast. */
const CASTS = /^numpy\.(?:float(?:16|32|64)|u?int(?:8|16|32|64)|bool_)$/;

/** What a call gives: a known function, a method of an array, a loader of data. */
export function callFacts(reader: ArrayReader, node: Call): ArrayFacts | null {
  const { module } = reader;
  const name = module.qualifiedName(node.func);
  if (name === null) return methodFacts(reader, node);
  const form = callForm(node, module.source);
  if (CASTS.test(name)) {
    const given = reader.of(form.argument(0, null));
    // Of a number it gives a scalar of NumPy, which is no array.
    return given?.shape !== undefined && given.shape?.length !== 0
      ? array('numpy', reader.dtype(node.func), given.shape)
      : null;
  }
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (make === undefined) return loadedArray(reader, node, name);
  const known = make(reader, callSite(node, module.source, name));
  const drifts = known?.library === 'torch' && module.says(/set_default_/);
  return drifts ? { ...known, dtype: null } : known;
}
