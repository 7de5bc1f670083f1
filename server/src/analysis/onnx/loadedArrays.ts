// Data that libraries hand out: sklearn's data sets, splits and scalers, PIL's pictures, frames written down in the code.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { callForm } from '../calls';
import type { CallForm } from '../calls';
import { meaningOf } from '../meanings';
import { isFloatDtype, isIntegerDtype } from '../../knowledge/onnxDtypes';
import type { ArrayFacts, ArrayReader } from './arrayFacts';
import type { Shape } from './shapes';

interface Loaded {
  readonly features: ArrayFacts;
  readonly labels: ArrayFacts;
}

const numpy = (dtype: string | null, shape: Shape | null): ArrayFacts => ({ library: 'numpy', dtype, shape });
const classes = (rows: number, columns: number): Loaded => ({
  features: numpy('float64', [rows, columns]),
  labels: numpy('int64', [rows]),
});

/** scikit-learn's own data sets: all features are float64. */
const DATASETS: Readonly<Record<string, Loaded>> = {
  load_iris: classes(150, 4),
  load_wine: classes(178, 13),
  load_breast_cancer: classes(569, 30),
  load_digits: classes(1797, 64),
  load_diabetes: { features: numpy('float64', [442, 10]), labels: numpy('float64', [442]) },
};

/** Made-up data: the names of the counts of rows and columns, and how many there are by default. */
const MADE: Readonly<Record<string, { columns: number; labels: string }>> = {
  make_classification: { columns: 20, labels: 'int64' },
  make_regression: { columns: 100, labels: 'float64' },
  make_blobs: { columns: 2, labels: 'int64' },
};

/** The i-th value of what a call gives: `X, y = load_iris(return_X_y=True)`; of an object its data or its target. */
export function loadedPart(reader: ArrayReader, expr: Expr, position: number): ArrayFacts | null {
  const at = meaningOf(reader.module, expr);
  const name = at?.kind === Kind.Call ? reader.module.qualifiedName(at.func) : null;
  if (at?.kind !== Kind.Call || name === null) return null;
  const call = callForm(at, reader.module.source);
  if (call.hidden || call.has('as_frame') || call.has('n_class')) return null;
  if (name === 'sklearn.model_selection.train_test_split') return splitPart(reader, call, position);
  const member = /^sklearn\.datasets\.(\w+)$/.exec(name)?.[1];
  const loaded = member === undefined ? null : dataset(reader, call, member);
  return loaded === null ? null : position === 0 ? loaded.features : position === 1 ? loaded.labels : null;
}

function dataset(reader: ArrayReader, call: CallForm, name: string): Loaded | null {
  if (Object.hasOwn(DATASETS, name)) return DATASETS[name]!;
  const made = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  if (made === undefined || call.has('n_targets')) return null;
  const given = call.argument(1, 'n_features');
  const columns = given === null ? made.columns : reader.integer(given);
  return { features: numpy('float64', [null, columns]), labels: numpy(made.labels, [null]) };
}

function splitPart(reader: ArrayReader, call: CallForm, position: number): ArrayFacts | null {
  const whole = reader.of(call.node.args[Math.floor(position / 2)]);
  if (whole === null || whole.shape === null) return whole;
  return { ...whole, shape: [null, ...whole.shape.slice(1)] };
}

/** `scaler.transform(X)`: floats keep their type, integers become float64. */
export function scaled(reader: ArrayReader, scaler: string, method: string, call: CallForm): ArrayFacts | null {
  if (!/\.(?:Standard|MinMax|MaxAbs|Robust)Scaler$/.test(scaler)) return null;
  const isResult = method === 'transform' || method === 'fit_transform';
  const given = isResult ? reader.of(call.argument(0, 'X')) : null;
  if (given === null || given.dtype === null) return null;
  const dtype = isFloatDtype(given.dtype) ? given.dtype : isIntegerDtype(given.dtype) ? 'float64' : null;
  return numpy(dtype, given.shape);
}

/** A frame written down in the code, or a picture. `name` is the full name of the function, or `.method`. */
export function loadedArray(reader: ArrayReader, node: Call, name: string): ArrayFacts | null {
  if (name === 'pandas.DataFrame') return frame(reader, callForm(node, reader.module.source));
  return name === '.convert' || name === '.resize' ? picture(reader, node) : null;
}

function frame(reader: ArrayReader, call: CallForm): ArrayFacts | null {
  const data = call.argument(0, 'data');
  const at = data === null ? null : meaningOf(reader.module, data);
  if (at === null || call.has('dtype') || call.has('index')) return null;
  if (at.kind !== Kind.Dict) {
    const table = reader.of(at);
    return table?.shape?.length === 2 ? { ...table, library: 'frame' } : null;
  }
  const columns = at.values.map((value) => reader.of(value));
  if (columns.length === 0 || at.keys.includes(null)) return null;
  const dtypes = columns.map((column) => column?.dtype ?? null);
  const [first] = dtypes;
  const mixed = dtypes.every((dtype) => dtype === 'float64' || dtype === 'int64') ? 'float64' : null;
  const dtype = dtypes.every((each) => each === first) ? (first ?? null) : mixed;
  return {
    library: 'frame',
    dtype: dtype === 'string' ? null : dtype,
    shape: [columns[0]?.shape?.[0] ?? null, columns.length],
  };
}

/** The channels of PIL's modes; none means two dimensions. */
const MODES: Readonly<Record<string, number>> = { RGB: 3, RGBA: 4, L: 0 };

/** `Image.open(p).convert('RGB').resize((224, 224))`: bytes, [height, width, channels]. */
function picture(reader: ArrayReader, node: Call): ArrayFacts | null {
  if (!reader.module.imports.has('PIL')) return null;
  let size: Shape | null = null;
  let at: Expr | null = node;
  while (at?.kind === Kind.Call && at.func.kind === Kind.Attribute) {
    const call = callForm(at, reader.module.source);
    if (at.func.attr === 'convert') {
      const mode = reader.module.stringOf(call.argument(0, 'mode'));
      const channels = mode !== null && Object.hasOwn(MODES, mode) ? MODES[mode]! : null;
      if (channels === null || !isPicture(reader, at.func.value)) return null;
      const [width = null, height = null] = size ?? [];
      return { library: 'numpy', dtype: 'uint8', shape: [height, width, ...(channels === 0 ? [] : [channels])] };
    }
    if (at.func.attr !== 'resize') return null;
    size ??= reader.shape(call.argument(0, 'size'));
    at = meaningOf(reader.module, at.func.value);
  }
  return null;
}

/** Comes from `Image.open`, also through other methods of a picture. */
function isPicture(reader: ArrayReader, expr: Expr): boolean {
  let at = meaningOf(reader.module, expr);
  for (let depth = 0; depth < 8 && at?.kind === Kind.Call; depth++) {
    const name = reader.module.qualifiedName(at.func);
    if (name !== null) return name === 'PIL.Image.open' || name === 'PIL.Image.fromarray';
    at = at.func.kind === Kind.Attribute ? meaningOf(reader.module, at.func.value) : null;
  }
  return false;
}
