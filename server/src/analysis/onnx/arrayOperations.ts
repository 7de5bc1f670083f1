// Arithmetic and indexing of arrays: the element type and shape of the result.
import { BinaryOperator, ConstValue, Kind } from '../syntax';
import type { Expr, Subscript } from '../syntax';
import { isFloatDtype, isIntegerDtype, promoted } from '../../knowledge/onnxDtypes';
import type { ArrayFacts, ArrayReader } from './arrayFacts';
import { broadcast, indexed } from './shapes';
import type { IndexPart } from './shapes';

/** `a + b`, by NumPy's and torch's rules of promotion; null where they leave room for doubt. */
export function binaryFacts(op: BinaryOperator, a: ArrayFacts | null, b: ArrayFacts | null): ArrayFacts | null {
  if (op === BinaryOperator.MatMult) return null;
  // A list of 64 bit floats makes the result one, whatever the other array holds.
  const [left, right] = [a ?? unknownBeside(b), b ?? unknownBeside(a)];
  if (left === null || right === null) return null;
  const libraries = new Set([left.library, right.library]);
  if (libraries.has('frame') || (libraries.has('torch') && libraries.has('numpy'))) return null;
  if (left.library === 'python' && right.library === 'python' && !(isScalar(left) && isScalar(right))) return null; // lists are joined
  const library = libraries.has('torch') ? 'torch' : libraries.has('numpy') ? 'numpy' : 'python';
  const dtype = library === 'torch' ? torchDtype(op, left, right) : numpyDtype(op, left, right);
  const shape = left.shape === null || right.shape === null ? null : broadcast(left.shape, right.shape);
  return dtype === null && shape === null ? null : { library, dtype, shape };
}

/** The partner of a NumPy array of 64 bit floats: all that counts is that it is an array or a number. */
function unknownBeside(other: ArrayFacts | null): ArrayFacts | null {
  const decides = other?.library === 'numpy' && other.dtype === 'float64' && (other.shape?.length ?? 0) > 0;
  return decides ? { library: 'numpy', dtype: null, shape: null } : null;
}

function isScalar({ shape }: ArrayFacts): boolean {
  return shape?.length === 0;
}

function numpyDtype(op: BinaryOperator, a: ArrayFacts, b: ArrayFacts): string | null {
  const weak = a.library === 'python' && isScalar(a) ? a : b.library === 'python' && isScalar(b) ? b : null;
  if (weak !== null) return besideNumber(op, (weak === a ? b : a).dtype, weak.dtype);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    // The wider type decides if it is that of an array: NumPy 1 looks at the value of a single number.
    if (one.dtype === 'float64' && (one.shape?.length ?? 0) > 0 && isPlain(other.dtype)) return 'float64';
  }
  if (a.dtype === null || b.dtype === null) return null;
  if (a.dtype === b.dtype) return ofDivision(op, a.dtype);
  const bothArrays = (a.shape?.length ?? 0) > 0 && (b.shape?.length ?? 0) > 0;
  const wider = bothArrays ? promoted(a.dtype, b.dtype) : null;
  return wider === null ? null : ofDivision(op, wider);
}

function isPlain(dtype: string | null): boolean {
  return dtype === null || isFloatDtype(dtype) || isIntegerDtype(dtype) || dtype === 'bool';
}

/** An array and a number of Python: the number takes the array's type, but a float makes floats of integers. */
function besideNumber(op: BinaryOperator, array: string | null, number: string | null): string | null {
  if (array === null || number === null) return null;
  if (isFloatDtype(array)) return number === 'string' ? null : array;
  if (!isIntegerDtype(array)) return null;
  if (number === 'float64') return 'float64';
  return number === 'int64' ? ofDivision(op, array) : null;
}

function ofDivision(op: BinaryOperator, dtype: string): string | null {
  if (op !== BinaryOperator.Div || isFloatDtype(dtype)) return dtype;
  return isIntegerDtype(dtype) ? 'float64' : null;
}

function torchDtype(op: BinaryOperator, a: ArrayFacts, b: ArrayFacts): string | null {
  if (a.dtype === null || b.dtype === null) return null;
  const weak = [a, b].find((each) => each.library === 'python' && isScalar(each));
  const own = weak === a ? b.dtype : a.dtype;
  if (weak === undefined) return a.dtype === b.dtype && isFloatDtype(a.dtype) ? a.dtype : null;
  if (isFloatDtype(own)) return own;
  if (!isIntegerDtype(own)) return null;
  return weak.dtype === 'float64' || op === BinaryOperator.Div ? 'float32' : own;
}

/** `x[None]`, `x[0]`, `x[:, :4]`, `df[["a", "b"]]`. */
export function subscriptFacts(reader: ArrayReader, at: Subscript): ArrayFacts | null {
  const columns = columnList(reader, at.slice);
  if (columns !== null) return { library: 'frame', dtype: null, shape: [null, columns] };
  const whole = reader.of(at.value);
  if (whole === null || whole.library === 'frame' || whole.library === 'python') return null;
  const parts = at.slice.kind === Kind.Tuple ? at.slice.elts : [at.slice];
  const index = parts.map((part) => indexPart(reader, part));
  if (parts.some((part) => reader.module.stringOf(part) !== null)) return null;
  if (whole.shape === null || index.includes(null)) return { ...whole, shape: null };
  return {
    ...whole,
    shape: indexed(
      whole.shape,
      index.filter((part) => part !== null),
    ),
  };
}

function columnList(reader: ArrayReader, slice: Expr): number | null {
  const list = reader.module.definition(slice);
  if (list.kind !== Kind.List || list.elts.length === 0) return null;
  return list.elts.every((name) => reader.module.stringOf(name) !== null) ? list.elts.length : null;
}

function indexPart(reader: ArrayReader, part: Expr): IndexPart | null {
  if (part.kind === Kind.Slice) {
    if (part.step !== null) return null;
    const lower = part.lower === null ? null : reader.integer(part.lower);
    const upper = part.upper === null ? null : reader.integer(part.upper);
    const known = (part.lower === null || lower !== null) && (part.upper === null || upper !== null);
    return { slice: known ? { lower, upper } : null };
  }
  const at = reader.module.definition(part);
  if (at.kind === Kind.Const && at.value === ConstValue.Ellipsis) return 'rest';
  if (at.kind === Kind.Const && at.value === ConstValue.None) return 'new';
  if (reader.module.qualifiedName(at) === 'numpy.newaxis') return 'new';
  return reader.integer(at) === null ? null : 'one';
}
