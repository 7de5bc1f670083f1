// Compare: a result with the one expected, as ONNX's own backend test does it (onnx/backend/test/runner).
import { isFloat } from './elements';
import { decodeFloat16 } from './small-floats';
import type { MapValue, ScoresValue, TensorValue, Value } from './values';

export interface Tolerance {
  /** |actual − expected| ≤ absolute + relative × |expected| */
  readonly relative: number;
  readonly absolute: number;
}

/** The tolerance of ONNX's backend test. */
export const BACKEND_TOLERANCE: Tolerance = { relative: 1e-3, absolute: 1e-7 };

/** What differs, in words; null where nothing does. Types and shapes must be the same, NaN equals NaN. */
export function difference(
  expected: Value | readonly MapValue[],
  actual: Value,
  tolerance: Tolerance = BACKEND_TOLERANCE,
): string | null {
  if (isMaps(expected))
    return actual.kind === 'scores' ? mapsDiffer(expected, actual, tolerance) : kinds('maps', actual);
  if (expected.kind === 'tensor' && actual.kind === 'tensor') return tensorsDiffer(expected, actual, tolerance);
  if (expected.kind === 'sequence' && actual.kind === 'sequence') {
    if (expected.elements.length !== actual.elements.length) {
      return `${actual.elements.length} tensors in the sequence instead of ${expected.elements.length}`;
    }
    for (const [index, element] of expected.elements.entries()) {
      const found = tensorsDiffer(element, actual.elements[index]!, tolerance);
      if (found) return `tensor ${index} of the sequence: ${found}`;
    }
    return null;
  }
  if (expected.kind === 'optional' && actual.kind === 'optional') {
    if (!expected.element || !actual.element) {
      return expected.element === actual.element ? null : `${actual.element ? 'a value' : 'nothing'} in the optional`;
    }
    return difference(expected.element, actual.element, tolerance);
  }
  return kinds(expected.kind, actual);
}

const isMaps = (value: Value | readonly MapValue[]): value is readonly MapValue[] => Array.isArray(value);

const kinds = (expected: string, actual: Value): string => `${actual.kind} instead of ${expected}`;

function tensorsDiffer(expected: TensorValue, actual: TensorValue, tolerance: Tolerance): string | null {
  if (expected.elementType !== actual.elementType)
    return `type ${actual.elementType} instead of ${expected.elementType}`;
  const shapes = [actual.shape, expected.shape].map((shape) => `[${shape.join(', ')}]`);
  if (shapes[0] !== shapes[1]) return `shape ${shapes[0]} instead of ${shapes[1]}`;
  return valuesDiffer(expected, actual, tolerance);
}

function valuesDiffer(expected: TensorValue, actual: TensorValue, tolerance: Tolerance): string | null {
  const floating = isFloat(expected.elementType) || expected.elementType.startsWith('complex');
  let count = 0;
  let worst = { index: -1, error: -1 };
  for (let index = 0; index < expected.data.length; index++) {
    const wanted = valueAt(expected, index);
    const got = valueAt(actual, index);
    if (wanted === got || (!floating && String(wanted) === String(got))) continue;
    const error = typeof wanted === 'string' ? Infinity : excess(Number(wanted), Number(got), tolerance);
    if (!(error > 0)) continue;
    count++;
    if (error > worst.error) worst = { index, error };
  }
  if (count === 0) return null;
  const wanted = valueAt(expected, worst.index);
  const got = valueAt(actual, worst.index);
  return `${count} of ${expected.data.length} values differ; value ${worst.index} is ${shown(got)} instead of ${shown(wanted)}`;
}

/** Element `index` as a number a person reads, float16 decoded. */
export function valueAt({ elementType, data }: TensorValue, index: number): number | bigint | string {
  const stored = data[index]!;
  return elementType === 'float16' ? decodeFloat16(Number(stored)) : stored;
}

/** Without the digits that a float32 has only as a float64. */
const shown = (value: number | bigint | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value);

/** By how much a difference is over the tolerance; at most 0 where it is within. */
function excess(wanted: number, got: number, { relative, absolute }: Tolerance): number {
  if (Number.isNaN(wanted) || Number.isNaN(got)) return Number.isNaN(wanted) && Number.isNaN(got) ? 0 : Infinity;
  if (!Number.isFinite(wanted) || !Number.isFinite(got)) return wanted === got ? 0 : Infinity;
  return Math.abs(got - wanted) - (absolute + relative * Math.abs(wanted));
}

function mapsDiffer(
  expected: readonly MapValue[],
  { labels, scores }: ScoresValue,
  tolerance: Tolerance,
): string | null {
  const [rows = 0, classes = 0] = scores.shape;
  if (rows !== expected.length) return `${rows} maps instead of ${expected.length}`;
  for (const [row, { entries }] of expected.entries()) {
    if (entries.length !== classes) return `map ${row} has ${classes} keys instead of ${entries.length}`;
    for (const [key, wanted] of entries) {
      const column = labels.findIndex((label) => label === key);
      if (column < 0) return `map ${row} lacks the key ${String(key)}`;
      const got = Number(scores.data[row * classes + column]);
      if (excess(Number(wanted), got, tolerance) > 0)
        return `map ${row}: ${String(key)} is ${shown(got)} instead of ${shown(wanted)}`;
    }
  }
  return null;
}
