// Values of small tensors followed through the operators that compute shapes, so that a Reshape knows its target.
import type { Dimension, ElementType, ValueType } from '../model';
import { intOf, intsOf, floatsOf, listAt, numbersAt, shapeAt } from './operation';
import type { Known, Operation } from './operation';
import { allNumbers, isTensor, product } from './shape';

/** More values than this are no shape. */
export const MOST_KNOWN = 256;

type Fold = (
  operation: Operation,
  type: { readonly elementType: ElementType; readonly shape: readonly number[] },
) => Known | null;

/** The values of each output as far as they follow from those of the inputs. `types` are the outputs' types. */
export function foldValues(operation: Operation, types: readonly (ValueType | null)[]): readonly (Known | null)[] {
  const { operator, domain } = operation.node;
  if (domain !== '' && domain !== 'ai.onnx') return [];
  if (operator === 'Split') return splitValues(operation, types);
  const fold = FOLDS.get(operator);
  const [type] = types;
  if (fold === undefined || !isTensor(type) || !allNumbers(type.shape)) return [];
  const { elementType, shape } = type;
  if (!isCounted(elementType) || !((product(shape) ?? Infinity) <= MOST_KNOWN)) return [];
  const known = fold(operation, { elementType, shape });
  return [known !== null && known.values.length === product(shape) ? known : null];
}

const isCounted = (type: ElementType): boolean => /^(int64|int32|bool|float32|float64|uint8|int8)$/.test(type);

const same: Fold = ({ known }, { shape }) => {
  const values = known(0)?.values;
  return values === undefined ? null : { shape, values };
};

/** Of one dimension at most. */
const isFlat = (known: Known | null): known is Known => known !== null && known.shape.length <= 1;

const constant: Fold = (operation, { shape }) => {
  const stored = operation.constant('value');
  if (stored !== null) return stored;
  const list = intsOf(operation, 'value_ints') ?? floatsOf(operation, 'value_floats');
  if (list !== null) return { shape, values: list };
  const one = operation.attribute('value_int') ?? operation.attribute('value_float');
  if (one?.kind === 'int') return { shape, values: [Number(one.value)] };
  return one?.kind === 'float' ? { shape, values: [one.value] } : null;
};

const shapeValues: Fold = (operation, { shape }) => {
  const input = shapeAt(operation, 0);
  if (input === null) return null;
  return { shape, values: input.slice(intOf(operation, 'start', 0), intOf(operation, 'end', input.length)) };
};

const sizeValue: Fold = (operation) => {
  const input = shapeAt(operation, 0);
  return input === null ? null : { shape: [], values: [product(input)] };
};

const cast: Fold = ({ known }, { elementType, shape }) => {
  const values = known(0)?.values;
  if (values === undefined) return null;
  const convert = (value: Dimension): Dimension => {
    if (typeof value !== 'number') return value;
    if (elementType === 'bool') return value === 0 ? 0 : 1;
    return elementType.startsWith('float') ? value : Math.trunc(value);
  };
  return { shape, values: values.map(convert) };
};

const concat: Fold = ({ known, node }, { shape }) => {
  const parts = node.inputs.map((_, index) => known(index));
  return parts.every(isFlat) ? { shape, values: parts.flatMap(({ values }) => values) } : null;
};

const gather: Fold = (operation, { shape }) => {
  const from = operation.known(0);
  const indices = numbersAt(operation, 1);
  if (!isFlat(from) || from.shape.length === 0 || indices === null) return null;
  return { shape, values: indices.map((at) => from.values.at(at) ?? null) };
};

const slice: Fold = (operation, { shape }) => {
  const from = operation.known(0);
  const [starts, ends] = [listAt(operation, 1, 'starts'), listAt(operation, 2, 'ends')];
  const steps = numbersAt(operation, 4) ?? [1];
  if (!isFlat(from) || !Array.isArray(starts) || !Array.isArray(ends) || steps[0] === 0) return null;
  const size = from.values.length;
  const step = steps[0]!;
  const bound = (at: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, at < 0 ? at + size : at));
  const start = bound(Number(starts[0]), 0, step > 0 ? size : size - 1);
  const end = bound(Number(ends[0]), step > 0 ? 0 : -1, step > 0 ? size : size - 1);
  const values: Dimension[] = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step) values.push(from.values[at]!);
  return { shape, values };
};

/** Element by element, a single value for all. Symbols pass only through what leaves them as they are. */
function elementwise(compute: (a: number, b: number, isWhole: boolean) => number, neutral?: number): Fold {
  return ({ known }, { elementType, shape }) => {
    const [a, b] = [known(0), known(1)];
    if (!isFlat(a) || !isFlat(b)) return null;
    const count = shape[0] ?? 1;
    const at = ({ values }: Known, index: number): Dimension =>
      values.length === 1 ? values[0]! : (values[index] ?? null);
    const isWhole = !elementType.startsWith('float');
    const values = Array.from({ length: count }, (_, index): Dimension => {
      const [left, right] = [at(a, index), at(b, index)];
      if (typeof left === 'number' && typeof right === 'number') {
        const value = compute(left, right, isWhole);
        return Number.isNaN(value) ? null : elementType === 'float32' ? Math.fround(value) : value;
      }
      return neutral !== undefined && right === neutral ? left : null;
    });
    return { shape, values };
  };
}

const divide = (a: number, b: number, isWhole: boolean): number => (isWhole ? Math.trunc(a / b) : a / b);
const remainder = (a: number, b: number): number => a - b * Math.floor(a / b);

/** Whether two are equal: two symbols of one name are. */
const equal: Fold = ({ known }, { shape }) => {
  const [a, b] = [known(0), known(1)];
  if (!isFlat(a) || !isFlat(b)) return null;
  const at = ({ values }: Known, index: number): Dimension =>
    values.length === 1 ? values[0]! : (values[index] ?? null);
  const values = Array.from({ length: shape[0] ?? 1 }, (_, index): Dimension => {
    const [left, right] = [at(a, index), at(b, index)];
    if (typeof left === 'number' && typeof right === 'number') return left === right ? 1 : 0;
    if (left !== null && left === right) return 1;
    // A size is never negative.
    return (typeof left === 'string' && Number(right) < 0) || (typeof right === 'string' && Number(left) < 0)
      ? 0
      : null;
  });
  return { shape, values };
};

const unary =
  (compute: (value: number) => number): Fold =>
  ({ known }, { shape }) => {
    const values = known(0)?.values;
    return values === undefined
      ? null
      : { shape, values: values.map((value) => (typeof value === 'number' ? compute(value) : null)) };
  };

const where: Fold = ({ known }, { shape }) => {
  const [which, yes, no] = [known(0), known(1), known(2)];
  if (!isFlat(which) || !isFlat(yes) || !isFlat(no)) return null;
  const at = ({ values }: Known, index: number): Dimension =>
    values.length === 1 ? values[0]! : (values[index] ?? null);
  const values = Array.from({ length: shape[0] ?? 1 }, (_, index): Dimension => {
    const chosen = at(which, index);
    return typeof chosen === 'number' ? at(chosen === 0 ? no : yes, index) : null;
  });
  return { shape, values };
};

/** Over all values. */
const reduced =
  (join: (values: readonly number[]) => number): Fold =>
  (operation, { shape }) => {
    const values = numbersAt(operation, 0);
    return values === null || product(shape) !== 1 ? null : { shape, values: [join(values)] };
  };

const filled: Fold = (operation, { shape }) => {
  const value = operation.attribute('value') === null ? 0 : (operation.constant('value')?.values[0] ?? null);
  return { shape, values: Array.from({ length: product(shape) ?? 0 }, () => value) };
};

const range: Fold = (operation, { shape }) => {
  const [start, , step] = [0, 1, 2].map((index) => numbersAt(operation, index)?.[0]);
  if (start === undefined || step === undefined) return null;
  return { shape, values: Array.from({ length: shape[0] ?? 0 }, (_, index) => start + index * step) };
};

const expand: Fold = ({ known }, { shape }) => {
  const from = known(0);
  if (from === null) return null;
  if (from.values.length === 1)
    return { shape, values: Array.from({ length: product(shape) ?? 0 }, () => from.values[0]!) };
  return from.values.length === product(shape) ? { shape, values: from.values } : null;
};

const flatTranspose: Fold = ({ known }, { shape }) => {
  const from = known(0);
  return isFlat(from) ? { shape, values: from.values } : null;
};

function splitValues(operation: Operation, types: readonly (ValueType | null)[]): readonly (Known | null)[] {
  const from = operation.known(0);
  if (!isFlat(from)) return [];
  let at = 0;
  return types.map((type) => {
    const shape = isTensor(type) ? type.shape : null;
    if (!allNumbers(shape) || at < 0) {
      at = -1;
      return null;
    }
    const count = shape[0] ?? 0;
    at += count;
    return { shape, values: from.values.slice(at - count, at) };
  });
}

const FOLDS: ReadonlyMap<string, Fold> = new Map(
  Object.entries({
    Constant: constant,
    Shape: shapeValues,
    Size: sizeValue,
    Identity: same,
    Reshape: same,
    Squeeze: same,
    Unsqueeze: same,
    Flatten: same,
    Cast: cast,
    Concat: concat,
    Gather: gather,
    Slice: slice,
    Add: elementwise((a, b) => a + b, 0),
    Sub: elementwise((a, b) => a - b, 0),
    Mul: elementwise((a, b) => a * b, 1),
    Div: elementwise(divide, 1),
    Mod: elementwise(remainder),
    Pow: elementwise((a, b) => a ** b, 1),
    Min: elementwise((a, b) => Math.min(a, b)),
    Max: elementwise((a, b) => Math.max(a, b)),
    Greater: elementwise((a, b) => Number(a > b)),
    GreaterOrEqual: elementwise((a, b) => Number(a >= b)),
    Less: elementwise((a, b) => Number(a < b)),
    LessOrEqual: elementwise((a, b) => Number(a <= b)),
    And: elementwise((a, b) => Number(a !== 0 && b !== 0)),
    Or: elementwise((a, b) => Number(a !== 0 || b !== 0)),
    Equal: equal,
    Not: unary((value) => Number(value === 0)),
    Neg: unary((value) => -value),
    Abs: unary(Math.abs),
    Floor: unary(Math.floor),
    Ceil: unary(Math.ceil),
    Sqrt: unary(Math.sqrt),
    Where: where,
    ReduceProd: reduced((values) => values.reduce((a, b) => a * b, 1)),
    ReduceSum: reduced((values) => values.reduce((a, b) => a + b, 0)),
    ReduceMax: reduced((values) => Math.max(...values)),
    ReduceMin: reduced((values) => Math.min(...values)),
    ConstantOfShape: filled,
    Range: range,
    Expand: expand,
    Transpose: flatTranspose,
  } satisfies Record<string, Fold>),
);
