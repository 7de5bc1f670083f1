// NumPy's `.npy` files: header and array, versions 1 to 3.
// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { sourceOf } from './bytes';
import { elementCount } from './elements';
import type { ElementType } from './model';
import { attempt, fail, ProblemError } from './problem';
import type { Result } from './problem';
import type { TensorData, TensorValue } from './values';
import { readWeights } from './weights';

/** By numpy's kind and size; big-endian ones are turned round. */
const TYPES: Readonly<Record<string, ElementType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

/** Reads a whole `.npy` file. Unicode strings (`<U5`) become strings; pickled objects are refused. */
export function readNpy(bytes: Uint8Array): Result<TensorValue> {
  return attempt('bad-value', 'The .npy file could not be read.', () => {
    const { dtype, columnsFirst, shape, start } = readHeader(bytes);
    const body = bytes.subarray(start);
    const value = /^[<>=|]U/.test(dtype) ? strings(dtype, shape, body) : numbers(dtype, shape, body);
    return columnsFirst && shape.length > 1 ? { ...value, data: rowsFirst(value.data, shape) } : value;
  });
}

interface Header {
  readonly dtype: string;
  readonly columnsFirst: boolean;
  readonly shape: readonly number[];
  readonly start: number;
}

function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== '\x93NUMPY' || bytes.length < 12) refuse('It does not begin like one.');
  const wide = bytes[6]! >= 2;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const from = wide ? 12 : 10;
  const text = new TextDecoder().decode(bytes.subarray(from, from + length));
  const dtype = /'descr':\s*'([^']+)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    return refuse('Its header names no single type and shape; records are not arrays.');
  }
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter(Boolean)
    .map(Number);
  return { dtype, columnsFirst: order === 'True', shape: sizes, start: from + length };
}

function refuse(why: string): never {
  fail('bad-value', 'The .npy file could not be read.', why, 'Save an array of numbers or strings with numpy.save.');
}

function numbers(dtype: string, shape: readonly number[], body: Uint8Array): TensorValue {
  const elementType = TYPES[dtype.slice(1)];
  if (!elementType) return refuse(`Its type is ${dtype}.`);
  const size = Number(dtype.slice(2));
  const ordered = dtype.startsWith('>') ? swapped(body, size) : body;
  const whole = { start: 0, end: ordered.length };
  const result = readWeights(sourceOf(ordered), {
    name: 'array',
    elementType,
    shape,
    byteLength: ordered.length,
    data: whole,
    external: null,
    place: null,
  });
  if (!result.ok) throw new ProblemError(result.problem);
  if (result.value.data.length !== elementCount(shape)) refuse('It is too large.');
  return { kind: 'tensor', elementType, shape, data: result.value.data };
}

function swapped(body: Uint8Array, size: number): Uint8Array {
  const turned = new Uint8Array(body.length - (body.length % size));
  for (let index = 0; index < turned.length; index++) {
    turned[index] = body[index - (index % size) + (size - 1 - (index % size))]!;
  }
  return turned;
}

/** UCS-4, filled up with zeros. */
function strings(dtype: string, shape: readonly number[], body: Uint8Array): TensorValue {
  const width = Number(dtype.slice(2));
  const count = elementCount(shape);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (!(count * width * 4 <= body.length)) return refuse('It ends too early.');
  const data = Array.from({ length: count }, (_, index) => {
    const characters = Array.from({ length: width }, (_unused, at) =>
      view.getUint32((index * width + at) * 4, !dtype.startsWith('>')),
    );
    return String.fromCodePoint(...characters).replace(/\0+$/, '');
  });
  return { kind: 'tensor', elementType: 'string', shape, data };
}

/** The same array with its last axis running fastest. */
function rowsFirst(data: TensorData, shape: readonly number[]): TensorData {
  const result = data.slice();
  const target: { [index: number]: unknown } = result;
  const position = shape.map(() => 0);
  for (let index = 0; index < data.length; index++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis]! + position[axis]!;
    target[index] = data[from];
    for (let axis = shape.length - 1; axis >= 0 && ++position[axis]! === shape[axis]; axis--) position[axis] = 0;
  }
  return result;
}
