// Values: what goes into a model and comes out of it, as plain data that crosses processes unchanged.
import type { ElementType } from './model';

/**
 * Elements in row-major order. bool: 0 and 1; float16: its 16 bits; strings as strings.
 * What JavaScript has no array for is widened to one it has: bfloat16, float8 and float4 to float32 with the same
 * value, int4 and int2 to int8, uint4 and uint2 to uint8 (one element each).
 */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

export interface TensorValue {
  readonly kind: 'tensor';
  /** The type in the model, also where `data` is wider. */
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface SequenceValue {
  readonly kind: 'sequence';
  /** Of its tensors, also where there are none. */
  readonly elementType: ElementType;
  readonly elements: readonly TensorValue[];
}

export interface OptionalValue {
  readonly kind: 'optional';
  readonly element: TensorValue | SequenceValue | null;
}

/** What a ZipMap gives: for each row a score for each class. */
export interface ScoresValue {
  readonly kind: 'scores';
  readonly labels: readonly string[] | readonly bigint[];
  /** float32 [rows, classes] */
  readonly scores: TensorValue;
}

/** A dictionary from names or numbers to numbers or strings, as a DictVectorizer takes it. */
export interface MapValue {
  readonly kind: 'map';
  readonly key: ElementType;
  readonly value: ElementType;
  readonly entries: readonly (readonly [string | bigint, number | string])[];
}

export type Value = TensorValue | SequenceValue | OptionalValue | ScoresValue | MapValue;

type NumericConstructor =
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | Int8ArrayConstructor
  | Uint8ArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | BigInt64ArrayConstructor
  | BigUint64ArrayConstructor;

const ARRAYS: Readonly<Record<ElementType, NumericConstructor>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  float16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bfloat16: Float32Array,
  float8e4m3fn: Float32Array,
  float8e4m3fnuz: Float32Array,
  float8e5m2: Float32Array,
  float8e5m2fnuz: Float32Array,
  float8e8m0: Float32Array,
  float4e2m1: Float32Array,
  int4: Int8Array,
  uint4: Uint8Array,
  int2: Int8Array,
  uint2: Uint8Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

const CONSTRUCTORS = new Set<unknown>(Object.values(ARRAYS));

/** Whether an array is one that holds a tensor's elements. */
export function isTensorData(data: object): data is TensorData {
  return Array.isArray(data) || CONSTRUCTORS.has(data.constructor);
}

/** Elements of the array for each element of the tensor: two for complex numbers. */
export const partsOf = (type: ElementType): number => (type.startsWith('complex') ? 2 : 1);

/** A zeroed array for `count` elements of a type; strings are empty. null for a type without values here. */
export function emptyData(type: ElementType, count: number): Exclude<TensorData, readonly string[]> | string[] | null {
  if (type === 'string') return Array.from({ length: count }, () => '');
  const Constructor = ARRAYS[type];
  return Constructor ? new Constructor(count * partsOf(type)) : null;
}

/** The type ONNX Runtime's JavaScript can hold in place of one it cannot; the type itself where it can. */
export function carrierType(type: ElementType): ElementType {
  if (type === 'bfloat16' || type.startsWith('float8') || type === 'float4e2m1') return 'float32';
  if (type === 'int4' || type === 'int2') return 'int8';
  if (type === 'uint4' || type === 'uint2') return 'uint8';
  return type;
}

/** An array of a type with these values in it. */
export function dataOf(type: ElementType, values: readonly (number | bigint | string)[]): TensorData {
  const data = emptyData(type, values.length) ?? [];
  const target: { [index: number]: number | bigint | string } = data;
  for (const [index, value] of values.entries()) target[index] = value;
  return data;
}
