// Shapes of reductions, choices (top k, non-zero, unique) and of what is made from sizes (constants, ranges, noise).
import type { Dimension } from '../model';
import { elementBy } from './elementwise';
import { elementAt, hasAttribute, hasInput, intOf, intsOf, listAt, numbersAt, shapeAt } from './operation';
import type { Operation, Rule } from './operation';
import { axesOf, axisOf, blank, tensorOf, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

const reduce: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const keeps = intOf(operation, 'keepdims', 1) === 1;
  const asked = listAt(operation, 1, 'axes');
  const all = asked === 'none' || asked?.length === 0;
  if (all && intOf(operation, 'noop_with_empty_axes', 0) === 1) return [tensorOf(element, input)];
  if (all && !keeps) return [tensorOf(element, [])];
  if (input === null || asked === null) return [tensorOf(element, keeps && input ? blank(input.length) : null)];
  const axes = all ? new Set(input.keys()) : axesOf(asked, input.length);
  return [tensorOf(element, axes && without(input, axes, keeps))];
};

const without = (shape: Shape, axes: ReadonlySet<number>, keeps: boolean): Shape =>
  keeps ? shape.map((size, axis) => (axes.has(axis) ? 1 : size)) : shape.filter((_, axis) => !axes.has(axis));

const argument: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const axis = input && axisOf(intOf(operation, 'axis', 0), input.length);
  const keeps = intOf(operation, 'keepdims', 1) === 1;
  return [tensorOf('int64', input === null || axis === null ? null : without(input, new Set([axis]), keeps))];
};

const topK: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const axis = input && axisOf(intOf(operation, 'axis', -1), input.length);
  const count = intOf(operation, 'k', null) ?? operation.known(1)?.values[0] ?? null;
  const shape = input === null || axis === null ? null : input.with(axis, count);
  return [tensorOf(elementAt(operation, 0), shape), tensorOf('int64', shape)];
};

const nonZero: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  return [tensorOf('int64', [input === null ? null : input.length, null])];
};

const unique: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const asked = intOf(operation, 'axis', null);
  const axis = input && asked !== null ? axisOf(asked, input.length) : null;
  const shape = asked === null ? [null] : input !== null && axis !== null ? input.with(axis, null) : null;
  const indices = tensorOf('int64', [null]);
  return [tensorOf(elementAt(operation, 0), shape), indices, indices, indices];
};

const oneHot: Rule = (operation) => {
  const indices = shapeAt(operation, 0);
  const depth = operation.known(1)?.values[0] ?? null;
  const asked = intOf(operation, 'axis', -1);
  if (indices === null) return [tensorOf(elementAt(operation, 2), null)];
  const axis = axisOf(asked, indices.length + 1);
  return [tensorOf(elementAt(operation, 2), axis === null ? null : indices.toSpliced(axis, 0, depth))];
};

const constant: Rule = (operation) => {
  const { attribute } = operation;
  const value = attribute('value') ?? attribute('sparse_value');
  if (value?.kind === 'tensor') return [tensorOf(value.tensor.elementType, value.tensor.shape)];
  if (value?.kind === 'sparse-tensor') return [tensorOf(value.tensor.values.elementType, value.tensor.shape)];
  for (const [name, element] of [
    ['value_int', 'int64'],
    ['value_float', 'float32'],
    ['value_string', 'string'],
  ] as const) {
    if (hasAttribute(operation, name)) return [tensorOf(element, [])];
    const list = attribute(`${name}s`);
    if (list !== null && 'count' in list) return [tensorOf(element, [list.count])];
  }
  return [null];
};

const constantOfShape: Rule = (operation) => {
  const value = operation.attribute('value');
  const element = value?.kind === 'tensor' ? value.tensor.elementType : 'float32';
  return [tensorOf(element, operation.known(0)?.values ?? knownRank(operation, 0))];
};

/** A shape of as many sizes as an input that holds a shape has. */
function knownRank(operation: Operation, index: number): Shape | null {
  const [rank] = shapeAt(operation, index) ?? [];
  return typeof rank === 'number' && rank < 64 ? blank(rank) : null;
}

const range: Rule = (operation) => {
  const [start, limit, step] = [0, 1, 2].map((index) => numbersAt(operation, index)?.[0]);
  const isKnown = start !== undefined && limit !== undefined && step !== undefined && step !== 0;
  return [tensorOf(elementAt(operation, 0), [isKnown ? Math.max(0, Math.ceil((limit - start) / step)) : null])];
};

const random: Rule = (operation) => [tensorOf(elementBy(operation, 'dtype', 'float32'), intsOf(operation, 'shape'))];

const multinomial: Rule = (operation) => {
  const [batch = null] = shapeAt(operation, 0) ?? [];
  return [tensorOf(elementBy(operation, 'dtype', 'int32'), [batch, intOf(operation, 'sample_size', 1)])];
};

/** Boxes that are kept: [count, 3] of batch, class and box. */
const suppression: Rule = () => [tensorOf('int64', [null, 3])];

/** By scale and zero point: quantized values have the zero point's type. */
const quantize: Rule = (operation) => {
  const zero = elementAt(operation, 2);
  const element = elementBy(operation, 'output_dtype', zero === UNKNOWN_ELEMENT ? 'uint8' : zero);
  const isOpen = zero === UNKNOWN_ELEMENT && hasInput(operation, 2);
  return [tensorOf(isOpen ? UNKNOWN_ELEMENT : element, shapeAt(operation, 0))];
};

const dequantize: Rule = (operation) => {
  const scale = elementAt(operation, 1);
  return [tensorOf(elementBy(operation, 'output_dtype', scale), shapeAt(operation, 0))];
};

const dynamicQuantize: Rule = (operation) => [
  tensorOf('uint8', shapeAt(operation, 0)),
  tensorOf('float32', []),
  tensorOf('uint8', []),
];

/** com.microsoft: element by element on quantized values; the result's zero point is the last input. */
const quantizedElementwise: Rule = (operation) => {
  const isBinary = /^QLinear(Add|Mul)$/.test(operation.node.operator);
  const shape = isBinary ? wider(shapeAt(operation, 0), shapeAt(operation, 3)) : shapeAt(operation, 0);
  return [tensorOf(elementAt(operation, 0), shape)];
};

function wider(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null) return null;
  return JSON.stringify(a) === JSON.stringify(b) || b.length === 0 ? a : a.length === 0 ? b : null;
}

const quantizedPool: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const isLast = intOf(operation, 'channels_last', 0) === 1;
  const shape = input?.map((size, axis): Dimension => {
    const isChannel = axis === (isLast ? input.length - 1 : 1);
    return axis === 0 || isChannel ? size : 1;
  });
  return [tensorOf(elementAt(operation, 0), shape ?? null)];
};

/** The spectrum: as many values as were put in along `axis`, or the first half of them; real and imaginary part last. */
const fourier: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const asked = hasInput(operation, 2) ? (numbersAt(operation, 2)?.[0] ?? null) : null;
  const isOld = operation.opset < 20;
  if (input === null || (!isOld && hasInput(operation, 2) && asked === null)) return [tensorOf(element, null)];
  const axis = axisOf(isOld ? intOf(operation, 'axis', 1) : (asked ?? -2), input.length);
  if (axis === null) return [tensorOf(element, null)];
  const isInverse = intOf(operation, 'inverse', 0) === 1;
  const isHalf = intOf(operation, 'onesided', 0) === 1;
  const length = hasInput(operation, 1) ? (numbersAt(operation, 1)?.[0] ?? null) : input[axis]!;
  if (isHalf && isInverse) return [tensorOf(element, null)];
  const bins = !isHalf ? length : typeof length === 'number' ? Math.floor(length / 2) + 1 : null;
  return [
    tensorOf(
      element,
      input.map((size, at) => (at === input.length - 1 ? 2 : at === axis ? bins : size)),
    ),
  ];
};

const vectorizer: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const indices = intsOf(operation, 'ngram_indexes');
  const columns = indices === null ? null : Math.max(-1, ...indices) + 1;
  const shape = input === null || input.length === 0 ? null : [...input.slice(0, -1), columns];
  return [tensorOf('float32', shape)];
};

const each = (names: string, rule: Rule): readonly (readonly [string, Rule])[] =>
  names.split(' ').map((name) => [name, rule]);

export const REDUCE: readonly (readonly [string, Rule])[] = [
  ...each(
    'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare',
    reduce,
  ),
  ...each('ArgMax ArgMin', argument),
  ...each('RandomNormal RandomUniform', random),
  ['TopK', topK],
  ['NonZero', nonZero],
  ['Unique', unique],
  ['OneHot', oneHot],
  ['Constant', constant],
  ['ConstantOfShape', constantOfShape],
  ['Range', range],
  ['Multinomial', multinomial],
  ['NonMaxSuppression', suppression],
  ['QuantizeLinear', quantize],
  ['DequantizeLinear', dequantize],
  ['DynamicQuantizeLinear', dynamicQuantize],
  ['DFT', fourier],
  ['TfIdfVectorizer', vectorizer],
];

export const CONTRIBUTED_REDUCE: readonly (readonly [string, Rule])[] = [
  ...each('QLinearAdd QLinearMul QLinearSigmoid QLinearLeakyRelu QLinearSoftmax', quantizedElementwise),
  ['QLinearGlobalAveragePool', quantizedPool],
  ['QuantizeLinear', quantize],
  ['DequantizeLinear', dequantize],
];
