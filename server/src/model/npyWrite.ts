// Tensors as NumPy's .npy files (format 1.0, numpy/lib/format.py).
import type { TensorValue } from './values';

const CODES: Readonly<Record<string, string>> = {
  bool: '|b1',
  int8: '|i1',
  uint8: '|u1',
  int16: '<i2',
  uint16: '<u2',
  int32: '<i4',
  uint32: '<u4',
  int64: '<i8',
  uint64: '<u8',
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  complex64: '<c8',
  complex128: '<c16',
};

/** The file; null for a type that NumPy does not have (bfloat16, float8, int4). */
export function writeNpy({ elementType, shape, data }: TensorValue): Uint8Array | null {
  if (elementType === 'string') return writeStrings(shape, [...data].map(String));
  const code = CODES[elementType];
  if (code === undefined || !ArrayBuffer.isView(data)) return null;
  return file(code, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** UCS-4, all as wide as the longest. */
function writeStrings(shape: readonly number[], values: readonly string[]): Uint8Array {
  const points = values.map((value) => Array.from(value, (character) => character.codePointAt(0) ?? 0));
  const width = Math.max(1, ...points.map(({ length }) => length));
  const view = new DataView(new ArrayBuffer(4 * width * values.length));
  for (const [row, characters] of points.entries()) {
    for (const [at, point] of characters.entries()) view.setUint32(4 * (row * width + at), point, true);
  }
  return file(`<U${width}`, shape, new Uint8Array(view.buffer));
}

function file(code: string, shape: readonly number[], body: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${code}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The header ends in a newline, at a multiple of 64 bytes.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const whole = new Uint8Array(length + body.length);
  whole.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 0xff, (length - 10) >> 8]);
  whole.fill(0x20, 10, length - 1);
  whole.set(new TextEncoder().encode(text), 10);
  whole[length - 1] = 0x0a;
  whole.set(body, length);
  return whole;
}
