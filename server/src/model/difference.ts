// Difference: by how much the numbers of two tensors differ, in the measures people ask for.
import { isFloat } from './elements';
import { decodeFloat16 } from './small-floats';
import { dataOf } from './values';
import type { ScoresValue, SequenceValue, TensorValue, Value } from './values';

export interface TensorDifference {
  readonly shape: readonly number[];
  readonly otherShape: readonly number[];
  readonly elementType: string;
  readonly otherType: string;
  /** null: the shapes, or what they hold, cannot be set against each other. */
  readonly numbers: NumberDifference | null;
  /** Something differs by more than the tolerance. */
  readonly differs: boolean;
}

export interface NumberDifference {
  readonly count: number;
  /** Elements that differ by more than the tolerance. */
  readonly beyond: number;
  /** The largest |a − b|, and where. */
  readonly absolute: number;
  readonly index: number;
  /** The largest |a − b| / |a| of those beyond the absolute tolerance; null: without bound, since such an a is 0. */
  readonly relative: number | null;
  readonly mean: number;
  /** Of both as vectors; null where one of them is zero or not finite. */
  readonly cosine: number | null;
  /** Elements that are NaN or infinite in one and not the same in the other. */
  readonly broken: number;
  /** For rows of scores: the share of rows whose largest is at the same place; null where the rows are no scores. */
  readonly top1: number | null;
  /** The share of the five largest of each row that both have; null where a row has fewer than six. */
  readonly top5: number | null;
}

/** Differences that another order of additions makes in float32 are smaller. */
export const TOLERANCE = { absolute: 1e-5, relative: 1e-3 } as const;

/** Compares two results. Text is compared for being the same. */
export function differenceOf(a: Value, b: Value, tolerance: { absolute: number; relative: number } = TOLERANCE) {
  const [left, right] = tensorsIn(a, b);
  if (left === null || right === null) return blank(nameOf(a), nameOf(b), a.kind !== b.kind || !sameJson(a, b));
  const types = { elementType: left.elementType, otherType: right.elementType };
  const shapes = { shape: left.shape, otherShape: right.shape };
  const fits = left.data.length === right.data.length && sameShape(left.shape, right.shape);
  const isText = left.elementType === 'string' || right.elementType === 'string';
  if (!fits || isText) {
    const same = fits && [...left.data].every((value, index) => value === right.data[index]);
    return { ...types, ...shapes, numbers: null, differs: !same };
  }
  const numbers = numbersOf(left, right, tolerance);
  return { ...types, ...shapes, numbers, differs: numbers.beyond > 0 || numbers.broken > 0 } satisfies TensorDifference;
}

const blank = (elementType: string, otherType: string, differs: boolean): TensorDifference => ({
  elementType,
  otherType,
  shape: [],
  otherShape: [],
  numbers: null,
  differs,
});

const nameOf = (value: Value): string =>
  value.kind === 'sequence' ? `sequence of ${value.elements.length}` : value.kind;

type Pair = readonly [TensorValue | null, TensorValue | null];

function tensorsIn(a: Value, b: Value): Pair {
  if (a.kind === 'scores' && b.kind === 'scores') return sameClasses(a, b);
  if (a.kind === 'sequence' && b.kind === 'sequence') return joined(a, b);
  if (a.kind === 'optional' && a.element !== null) return tensorsIn(a.element, b);
  if (b.kind === 'optional' && b.element !== null) return tensorsIn(a, b.element);
  return [tensorIn(a), tensorIn(b)];
}

const tensorIn = (value: Value): TensorValue | null =>
  value.kind === 'tensor' ? value : value.kind === 'scores' ? value.scores : null;

/** The tensors of each sequence in a row, where both have the same shapes. */
function joined(a: SequenceValue, b: SequenceValue): Pair {
  const shapes = ({ elements }: SequenceValue): string => elements.map(({ shape }) => shape.join('×')).join();
  if (shapes(a) !== shapes(b) || a.elementType.startsWith('complex')) return [null, null];
  const join = ({ elements, elementType }: SequenceValue): TensorValue => {
    const data = dataOf(
      elementType,
      elements.flatMap((element) => [...element.data]),
    );
    return { kind: 'tensor', elementType, shape: [data.length], data };
  };
  return [join(a), join(b)];
}

/** The scores of both with the classes in the order of the second; none where the classes are not the same. */
function sameClasses(a: ScoresValue, b: ScoresValue): Pair {
  const labels = a.labels.map(String);
  const places = b.labels.map((label) => labels.indexOf(String(label)));
  if (labels.length !== places.length || places.includes(-1)) return [null, null];
  const [width, scores] = [labels.length, a.scores.data];
  const data = Float32Array.from({ length: scores.length }, (_, at) =>
    Number(scores[at - (at % width) + places[at % width]!]),
  );
  return [{ ...a.scores, data }, b.scores];
}

const sameJson = (a: unknown, b: unknown): boolean => text(a) === text(b);
const text = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

/** Leading axes of 1 do not count: exporters add and drop a batch. */
function sameShape(a: readonly number[], b: readonly number[]): boolean {
  const core = (shape: readonly number[]): string => shape.slice(shape.findIndex((size) => size !== 1)).join();
  return a.join() === b.join() || core(a) === core(b);
}

function numbersOf(
  a: TensorValue,
  b: TensorValue,
  tolerance: { absolute: number; relative: number },
): NumberDifference {
  const [left, right] = [reader(a), reader(b)];
  const count = a.data.length;
  let beyond = 0;
  let broken = 0;
  let absolute = 0;
  let at = 0;
  let relative = 0;
  let total = 0;
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < count; index++) {
    const x = left(index);
    const y = right(index);
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
    if (Object.is(x, y)) continue;
    const away = Math.abs(x - y);
    if (!Number.isFinite(away)) {
      if (x !== y) broken++;
      continue;
    }
    total += away;
    if (away > absolute) {
      absolute = away;
      at = index;
    }
    if (away > tolerance.absolute) relative = Math.max(relative, away / Math.abs(x));
    if (away > tolerance.absolute + tolerance.relative * Math.abs(x)) beyond++;
  }
  const norm = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  const cosine = norm > 0 && Number.isFinite(norm) ? Math.max(-1, Math.min(1, dot / norm)) : null;
  return {
    count,
    beyond,
    absolute,
    index: at,
    relative: Number.isFinite(relative) ? relative : null,
    mean: count === 0 ? 0 : total / count,
    cosine,
    broken,
    top1: agreement(a, left, right, 1),
    top5: agreement(a, left, right, 5),
  };
}

function reader({ elementType, data }: TensorValue): (index: number) => number {
  return elementType === 'float16' ? (index) => decodeFloat16(Number(data[index])) : (index) => Number(data[index]);
}

/** Rows that are compared for their largest values. */
const MOST_ROWS = 1000;

/** The share of the `k` largest of each row that both have. */
function agreement(
  { elementType, shape }: TensorValue,
  left: (index: number) => number,
  right: (index: number) => number,
  k: number,
): number | null {
  const width = shape.at(-1) ?? 0;
  const rows = Math.min(
    MOST_ROWS,
    shape.slice(0, -1).reduce((product, size) => product * size, 1),
  );
  if (!isFloat(elementType) || shape.length < 1 || shape.length > 2 || width <= k || width < 2 || rows === 0)
    return null;
  let common = 0;
  for (let row = 0; row < rows; row++) {
    const first = largest(left, row * width, width, k);
    common += largest(right, row * width, width, k).filter((index) => first.includes(index)).length;
  }
  return common / (rows * k);
}

/** Places of the `k` largest of a row; of equal ones the first. */
function largest(at: (index: number) => number, start: number, width: number, k: number): number[] {
  const found: number[] = [];
  for (let index = 0; index < width; index++) {
    const value = at(start + index);
    let place = found.length;
    while (place > 0 && at(start + found[place - 1]!) < value) place--;
    if (place < k) found.splice(place, 0, index);
    if (found.length > k) found.pop();
  }
  return found;
}
