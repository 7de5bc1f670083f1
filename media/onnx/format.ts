// Numbers, sizes, types and shapes as a reader wants them. Pure.
import type { Dimension, Scalar, ValueType } from '../../server/src/protocol';

/** `2.1 MB`: decimal units, as file managers show. */
export function bytes(count: number): string {
  const units = [count === 1 ? 'byte' : 'bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = count;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.5 ? 0 : 1;
  return `${size.toFixed(digits)} ${units[unit]}`;
}

/** `12,345,678`. */
export function integer(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1.2 k`, `86.6 M`: for a glance; the whole number goes into a title. */
export function short(count: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  let size = count;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${Number(size.toPrecision(3))}${units[unit]}`;
}

/** `0.42 ms`, `1.3 s`: three significant digits. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toPrecision(3)} s`;
  return `${milliseconds >= 100 ? Math.round(milliseconds) : milliseconds.toPrecision(2)} ms`;
}

/** One value of a tensor, at most six significant digits; the whole value goes into a title. */
export function scalar(value: Scalar): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(6)));
}

/**
 * A way to write the numbers of a table so that their points stand below each other: as many decimals for all as leave
 * the largest one six digits. Where their sizes are too far apart for that, each is written on its own.
 */
export function numbersAlike(values: readonly Scalar[]): (value: Scalar) => string {
  const sizes = values.flatMap((value) => (typeof value === 'number' && value !== 0 ? [Math.abs(value)] : []));
  const largest = Math.max(0, ...sizes);
  const allWhole = values.every((value) => typeof value !== 'number' || Number.isInteger(value));
  if (allWhole || largest >= 1e6 || Math.min(...sizes) < largest * 1e-5 || largest < 1e-3)
    return allWhole ? scalar : brief;
  const decimals = Math.min(5, 5 - Math.floor(Math.log10(largest)));
  return (value) => (typeof value === 'number' ? value.toFixed(decimals) : String(value));
}

/** At most four significant digits. */
function brief(value: Scalar): string {
  if (typeof value !== 'number' || value === 0) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** `float32`, `sequence of map(int64 → float32)`. */
export function typeName(type: ValueType): string {
  switch (type.kind) {
    case 'tensor':
      return type.elementType;
    case 'sparse-tensor':
      return `sparse ${type.elementType}`;
    case 'sequence':
      return `sequence of ${typeName(type.element)}`;
    case 'map':
      return `map(${type.key} → ${typeName(type.value)})`;
    case 'optional':
      return `optional ${typeName(type.element)}`;
    case 'unknown':
      return 'unknown';
  }
}

/** The declared shape of what a tensor, or the tensors inside a sequence, hold; null if there is none to say. */
export function shapeOf(type: ValueType): readonly Dimension[] | null {
  if (type.kind === 'tensor' || type.kind === 'sparse-tensor') return type.shape;
  if (type.kind === 'sequence' || type.kind === 'optional') return shapeOf(type.element);
  return null;
}

/** `1 × 3 × 224 × 224`; a scalar has no dimensions. */
export function shapeText(shape: readonly (number | string)[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

/** `ai.onnx` for the empty name that stands for it. */
export function domainName(domain: string): string {
  return domain === '' ? 'ai.onnx' : domain;
}
