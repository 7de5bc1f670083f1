// The floating-point formats JavaScript has no array for: float16, bfloat16, float8 and float4, as numbers.
// Bit layouts: https://onnx.ai/onnx/technical/float8.html and float4.html
import type { ElementType } from './model';

/** Reads the bits of one element as a number. */
export type Decode = (bits: number) => number;

interface Format {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** `ieee`: the largest exponent is infinity and NaN; `fn`: only all ones is NaN; `fnuz`: only minus zero is NaN; `finite`: none. */
  readonly special: 'ieee' | 'fn' | 'fnuz' | 'finite';
}

const FORMATS: Readonly<Record<ElementType, Format>> = {
  float16: { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' },
  float8e4m3fn: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'fn' },
  float8e4m3fnuz: { exponentBits: 4, mantissaBits: 3, bias: 8, special: 'fnuz' },
  float8e5m2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  float8e5m2fnuz: { exponentBits: 5, mantissaBits: 2, bias: 16, special: 'fnuz' },
  float4e2m1: { exponentBits: 2, mantissaBits: 1, bias: 1, special: 'finite' },
};

const scratch = new DataView(new ArrayBuffer(4));

/** The decoder of a small float type; null for any other type. */
export function floatDecoder(type: ElementType): Decode | null {
  if (type === 'bfloat16') return decodeBfloat16;
  // No sign, no mantissa: a power of two, all ones is NaN.
  if (type === 'float8e8m0') return (bits) => (bits === 0xff ? NaN : 2 ** (bits - 127));
  const format = FORMATS[type];
  return format ? (bits) => decode(format, bits) : null;
}

export const decodeFloat16: Decode = (bits) => decode(FORMATS['float16']!, bits);

/** The upper half of a float32. */
function decodeBfloat16(bits: number): number {
  scratch.setUint32(0, (bits << 16) >>> 0);
  return scratch.getFloat32(0);
}

function decode({ exponentBits, mantissaBits, bias, special }: Format, bits: number): number {
  const mantissa = bits & ((1 << mantissaBits) - 1);
  const largest = (1 << exponentBits) - 1;
  const exponent = (bits >> mantissaBits) & largest;
  const negative = ((bits >> (mantissaBits + exponentBits)) & 1) === 1;
  if (special === 'fnuz' && negative && exponent === 0 && mantissa === 0) return NaN;
  if (special === 'ieee' && exponent === largest) return mantissa !== 0 ? NaN : negative ? -Infinity : Infinity;
  if (special === 'fn' && exponent === largest && mantissa === (1 << mantissaBits) - 1) return NaN;
  const fraction = mantissa / (1 << mantissaBits);
  const size = exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
  return negative ? -size : size;
}

/** The 16 bits of the float16 nearest to a number; ties to even, overflow to infinity. */
export function encodeFloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  if (Number.isNaN(value)) return sign | 0x7e00;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // Below the smallest normal number, steps are 2^-24; rounding up into the normal range gives its bits as well.
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  const steps = roundToEven((size / 2 ** exponent) * 1024);
  return sign | ((exponent + 14) * 1024 + steps);
}

function roundToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
