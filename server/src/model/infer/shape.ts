// Shapes as far as they are known: sizes, symbols, null for what nobody says. Arithmetic that never guesses.
import type { Dimension, ElementType, TensorType, ValueType } from '../model';

export type Shape = readonly Dimension[];

/** Exporters write these where they know nothing: two of them need not be of the same size. */
const PLACEHOLDERS = new Set(['', '?', '-1', '*', 'None', 'none', 'null', 'unknown', 'dynamic', 'undefined']);

/** The shape without symbols that name nothing. A negative size is none. */
export const meant = (shape: Shape): Shape =>
  shape.map((size) =>
    typeof size === 'string' ? (PLACEHOLDERS.has(size) ? null : size) : size !== null && size < 0 ? null : size,
  );

export const tensorOf = (elementType: ElementType, shape: Shape | null): TensorType => ({
  kind: 'tensor',
  elementType,
  shape,
});

/** The type of a tensor of which nothing is known. */
export const UNKNOWN_ELEMENT: ElementType = 'undefined';

export const isTensor = (type: ValueType | null | undefined): type is TensorType =>
  type?.kind === 'tensor' || type?.kind === 'sparse-tensor';

export const shapeOfType = (type: ValueType | null | undefined): Shape | null => (isTensor(type) ? type.shape : null);

export const allNumbers = (shape: Shape | null): shape is readonly number[] =>
  shape !== null && shape.every((size) => typeof size === 'number');

/** `rank` dimensions of which nothing is known. */
export const blank = (rank: number): Shape => Array.from({ length: rank }, () => null);

/** NumPy's broadcasting of any number of shapes; null as soon as a rank is unknown. */
export function broadcast(shapes: readonly (Shape | null)[]): Shape | null {
  let result: Shape = [];
  for (const shape of shapes) {
    if (shape === null) return null;
    const rank = Math.max(result.length, shape.length);
    const at = (of: Shape, index: number): Dimension => {
      const place = index - (rank - of.length);
      return place < 0 ? 1 : of[place]!;
    };
    const wide = result;
    result = Array.from({ length: rank }, (_, index) => broadcastSize(at(wide, index), at(shape, index)));
  }
  return result;
}

function broadcastSize(a: Dimension, b: Dimension): Dimension {
  if (a === 1) return b;
  if (b === 1 || a === b) return a;
  // The other is 1 or the same, whatever it is.
  if (typeof a === 'number') return a;
  return typeof b === 'number' ? b : null;
}

/** One of two sizes that are the same: the one that says more. */
export const sameSize = (a: Dimension, b: Dimension): Dimension =>
  typeof a === 'number' ? a : typeof b === 'number' ? b : (a ?? b);

/** Of two values of which either may be there (branches, turns of a loop): only what holds for both. */
export function eitherShape(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, index) => (size === b[index] ? size : null));
}

export function eitherType(a: ValueType | null, b: ValueType | null): ValueType | null {
  if (a === null || b === null) return null;
  if (isTensor(a) && isTensor(b)) {
    return a.elementType === b.elementType ? { ...a, shape: eitherShape(a.shape, b.shape) } : null;
  }
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    return { kind: 'sequence', element: eitherType(a.element, b.element) ?? { kind: 'unknown' } };
  }
  return JSON.stringify(a) === JSON.stringify(b) ? a : null;
}

/** The product of sizes; null where one is not known by number. */
export function product(shape: Shape): number | null {
  let result = 1;
  for (const size of shape) {
    if (typeof size !== 'number') return null;
    result *= size;
  }
  return result;
}

/** Product of some dimensions as one: a symbol survives where all others are 1. */
export function joined(shape: Shape): Dimension {
  if (shape.includes(0)) return 0;
  const rest = shape.filter((size) => size !== 1);
  if (rest.length === 0) return 1;
  return rest.length === 1 ? rest[0]! : product(rest);
}

/** What is left of `whole` when divided by `part`, both products of sizes; null where that is not known. */
export function quotient(whole: Shape, part: Shape): Dimension {
  const symbols = [...whole];
  let divisor = 1;
  for (const size of part) {
    if (size === null) return null;
    if (typeof size === 'number') divisor *= size;
    else {
      const at = symbols.indexOf(size);
      if (at < 0) return null;
      symbols.splice(at, 1);
    }
  }
  const numbers = symbols.filter((size) => typeof size === 'number');
  const others = symbols.filter((size) => typeof size !== 'number');
  const total = numbers.reduce((sum, size) => sum * size, 1);
  if (divisor === 0 || total % divisor !== 0) return null;
  if (others.length === 0) return total / divisor;
  return others.length === 1 && total === divisor ? others[0]! : null;
}

/** An axis counted from the end made one from the start; null where there is none such. */
export function axisOf(axis: number, rank: number): number | null {
  const found = axis < 0 ? axis + rank : axis;
  return Number.isInteger(found) && found >= 0 && found < rank ? found : null;
}

/** Axes from the start, each once; null where one is out of range. */
export function axesOf(axes: readonly number[], rank: number): ReadonlySet<number> | null {
  const found = axes.map((axis) => axisOf(axis, rank)).filter((axis) => axis !== null);
  return found.length < axes.length ? null : new Set(found);
}
