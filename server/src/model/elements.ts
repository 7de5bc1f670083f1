// ONNX's element types: their numbers in the file, their names here, their sizes.
import type { ElementType } from './model';

/** By TensorProto.DataType; index 0 is UNDEFINED. */
const NAMES: readonly ElementType[] = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
];

/** The name of a TensorProto.DataType; `type99` for one this version does not know. */
export function elementName(type: number): ElementType {
  return NAMES[type] ?? `type${type}`;
}

/** The TensorProto.DataType of a name; 0 where there is none. */
export function elementNumber(name: ElementType): number {
  return Math.max(0, NAMES.indexOf(name));
}

const BITS: Readonly<Record<ElementType, number>> = {
  float32: 32,
  uint8: 8,
  int8: 8,
  uint16: 16,
  int16: 16,
  int32: 32,
  int64: 64,
  bool: 8,
  float16: 16,
  float64: 64,
  uint32: 32,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  bfloat16: 16,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  uint4: 4,
  int4: 4,
  float4e2m1: 4,
  float8e8m0: 8,
  uint2: 2,
  int2: 2,
};

/** Bits of one element; 0 for strings and unknown types, which have no fixed size. */
export function elementBits(type: ElementType): number {
  return BITS[type] ?? 0;
}

/** Bytes that `count` elements take as raw data, the last byte of packed types filled up. */
export function rawBytes(type: ElementType, count: number): number {
  return Math.ceil((elementBits(type) * count) / 8);
}

/** The number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export const isInteger = (type: ElementType): boolean => /^u?int/.test(type);

export const isFloat = (type: ElementType): boolean => type.includes('float');
