// Shapes: what reshaping, indexing and joining do to the sizes of an array, as far as they are known. Pure arithmetic.

/** Sizes of the axes; null where a size is not known. */
export type Shape = readonly (number | null)[];

/** The number of elements; null if a size is not known. */
export function sizeOf(shape: Shape): number | null {
  return shape.reduce<number | null>((all, size) => (all === null || size === null ? null : all * size), 1);
}

/** `reshape` with at most one -1; a shape that does not fit is taken as it is written. */
export function reshaped(shape: Shape | null, wanted: Shape): Shape {
  if (!wanted.includes(-1)) return wanted;
  const whole = shape === null ? null : sizeOf(shape);
  const rest = sizeOf(wanted.filter((size) => size !== -1));
  const free = whole !== null && rest !== null && rest > 0 && whole % rest === 0 ? whole / rest : null;
  return wanted.map((size) => (size === -1 ? free : size));
}

/** The axis counted from the front; null if there is none. */
function axisOf(axis: number, rank: number): number | null {
  const at = axis < 0 ? axis + rank : axis;
  return at >= 0 && at < rank ? at : null;
}

/** A new axis of one element before `axis`. */
export function expanded(shape: Shape, axis: number): Shape | null {
  const at = axisOf(axis, shape.length + 1);
  return at === null ? null : [...shape.slice(0, at), 1, ...shape.slice(at)];
}

/** Without axes of one element: all of them, or the one at `axis`. */
export function squeezed(shape: Shape, axis: number | null): Shape | null {
  if (axis === null) return shape.includes(null) ? null : shape.filter((size) => size !== 1);
  const at = axisOf(axis, shape.length);
  return at === null ? null : shape.filter((_, i) => i !== at);
}

/** Axes in the order `order`; without one, reversed. Of an unknown shape the order still tells the rank. */
export function transposed(shape: Shape | null, order: Shape | null): Shape | null {
  if (order === null) return shape === null ? null : shape.toReversed();
  if (shape === null) return order.map(() => null);
  if (order.length !== shape.length) return null;
  const sizes = order.map((axis) => (axis === null ? null : axisOf(axis, shape.length)));
  return sizes.map((axis) => (axis === null ? null : shape[axis]!));
}

export function swapped(shape: Shape, a: number, b: number): Shape | null {
  const [first, second] = [axisOf(a, shape.length), axisOf(b, shape.length)];
  if (first === null || second === null) return null;
  return shape.map((size, i) => (i === first ? shape[second]! : i === second ? shape[first]! : size));
}

/** `moveaxis` of one axis. */
export function moved(shape: Shape, from: number, to: number): Shape | null {
  const [source, target] = [axisOf(from, shape.length), axisOf(to, shape.length)];
  if (source === null || target === null) return null;
  const rest = shape.filter((_, i) => i !== source);
  return [...rest.slice(0, target), shape[source]!, ...rest.slice(target)];
}

/** Arrays of one shape, behind each other on a new axis. */
export function stacked(shapes: readonly (Shape | null)[], axis: number): Shape | null {
  const one = agreed(shapes);
  if (one === null) return null;
  const wide = expanded(one, axis);
  const at = axisOf(axis, one.length + 1);
  return wide === null || at === null ? null : wide.map((size, i) => (i === at ? shapes.length : size));
}

/** Arrays joined along an axis they have. */
export function concatenated(shapes: readonly (Shape | null)[], axis: number): Shape | null {
  const [first] = shapes;
  if (first === undefined || first === null) return null;
  const at = axisOf(axis, first.length);
  if (at === null || shapes.some((shape) => shape?.length !== first.length)) return null;
  const along = shapes.reduce<number | null>((sum, shape) => {
    const size = shape![at] ?? null;
    return sum === null || size === null ? null : sum + size;
  }, 0);
  return first.map((_, i) => (i === at ? along : agreedSize(shapes.map((shape) => shape![i] ?? null))));
}

/** What all shapes agree on; null if their ranks differ or one is unknown. */
export function agreed(shapes: readonly (Shape | null)[]): Shape | null {
  const [first] = shapes;
  if (first === undefined || first === null) return null;
  if (shapes.some((shape) => shape?.length !== first.length)) return null;
  return first.map((_, i) => agreedSize(shapes.map((shape) => shape![i] ?? null)));
}

function agreedSize(sizes: readonly (number | null)[]): number | null {
  return sizes.every((size) => size === sizes[0]) ? (sizes[0] ?? null) : null;
}

/** NumPy's broadcasting. An unknown size meets another: unknown, but for a size above one. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = i < rank - a.length ? 1 : a[i - rank + a.length]!;
    const right = i < rank - b.length ? 1 : b[i - rank + b.length]!;
    if (left === 1) return right;
    if (right === 1) return left;
    return left ?? right; // what does not fit raises; what is unknown is 1 or the same
  });
}

/** One part of an index: `None`, an integer, `...`, a slice (its bounds null where they are not known). */
export type IndexPart = 'new' | 'one' | 'rest' | { readonly slice: Bounds | null };

/** Bounds of a slice without a step; null where one is left out. */
export interface Bounds {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** `x[parts]`; null where there are more parts than axes. */
export function indexed(shape: Shape, parts: readonly IndexPart[]): Shape | null {
  const taken = parts.filter((part) => part !== 'new' && part !== 'rest').length;
  if (taken > shape.length) return null;
  const all = parts.includes('rest') ? parts : [...parts, 'rest' as const];
  const result: (number | null)[] = [];
  let axis = 0;
  for (const part of all) {
    if (part === 'new') result.push(1);
    else if (part === 'one') axis++;
    else if (part === 'rest')
      for (const end = axis + shape.length - taken; axis < end; axis++) result.push(shape[axis]!);
    else result.push(slicedSize(shape[axis++]!, part.slice));
  }
  return result;
}

function slicedSize(size: number | null, bounds: Bounds | null): number | null {
  if (bounds === null) return null;
  const { lower, upper } = bounds;
  if (lower === null && upper === null) return size;
  if (size === null) return null;
  const place = (bound: number): number => Math.min(size, Math.max(0, bound < 0 ? bound + size : bound));
  return Math.max(0, place(upper ?? size) - place(lower ?? 0));
}
