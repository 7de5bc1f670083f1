// Shapes of operators that work element by element: as their input, or broadcast.
import { elementName } from '../elements';
import type { ElementType, ValueType } from '../model';
import { elementAt, intOf, shapeAt } from './operation';
import type { Operation, Rule } from './operation';
import { axisOf, blank, broadcast, isTensor, tensorOf, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

/** As the first input, in type and shape. */
export const same: Rule = (operation) => [operation.type(0)];

const sameAs =
  (elementType: ElementType): Rule =>
  (operation) => [tensorOf(elementType, shapeAt(operation, 0))];

/** Before operator set 7 the first input had the shape, and the second was stretched to it by attributes. */
const WITH_BROADCAST = 7;

function broadcasting(elementOf: (operation: Operation) => ElementType): Rule {
  return (operation) => {
    const { node, opset } = operation;
    const shapes = node.inputs.map((_, index) => shapeAt(operation, index));
    const shape = opset < WITH_BROADCAST && node.domain === '' ? (shapes[0] ?? null) : broadcast(shapes);
    return [tensorOf(elementOf(operation), shape)];
  };
}

/** The element type of whichever input has a known one. */
export function anyElement(operation: Operation): ElementType {
  for (let index = 0; index < operation.node.inputs.length; index++) {
    const found = elementAt(operation, index);
    if (found !== UNKNOWN_ELEMENT) return found;
  }
  return UNKNOWN_ELEMENT;
}

const arithmetic = broadcasting(anyElement);
const comparison = broadcasting(() => 'bool');

/** The element type an attribute names by its number. */
export function elementBy(operation: Operation, attribute: string, otherwise: ElementType): ElementType {
  const number = intOf(operation, attribute, null);
  return number === null || number === 0 ? otherwise : elementName(number);
}

const cast: Rule = (operation) => {
  const to = operation.attribute('to');
  // The first operator set named the type in words.
  const element = to?.kind === 'string' ? namedElement(to.value) : elementBy(operation, 'to', UNKNOWN_ELEMENT);
  return [tensorOf(element, shapeAt(operation, 0))];
};

const namedElement = (name: string): ElementType =>
  ({ FLOAT: 'float32', DOUBLE: 'float64' })[name] ?? (/^[A-Z0-9]+$/.test(name) ? name.toLowerCase() : UNKNOWN_ELEMENT);

/** The mask says where something was left out: boolean since operator set 10. */
const dropout: Rule = (operation) => {
  const mask = operation.opset >= 10 ? 'bool' : elementAt(operation, 0);
  return [operation.type(0), tensorOf(mask, shapeAt(operation, 0))];
};

const batchNormalization: Rule = (operation) => {
  const shape = shapeAt(operation, 0);
  const channels = tensorOf(elementAt(operation, 0), [shape?.[1] ?? shapeAt(operation, 1)?.[0] ?? null]);
  return [operation.type(0), ...operation.node.outputs.slice(1).map(() => channels)];
};

/** Mean and inverse deviation keep the axes before `axis`; those behind are 1. */
const layerNormalization: Rule = (operation) => {
  const shape = shapeAt(operation, 0);
  const axis = shape && axisOf(intOf(operation, 'axis', -1), shape.length);
  const kept = shape === null || axis === null ? null : shape.map((size, at) => (at < axis ? size : 1));
  const moments = tensorOf(elementBy(operation, 'stash_type', 'float32'), kept);
  return [operation.type(0), ...operation.node.outputs.slice(1).map(() => moments)];
};

/** Sum of both inputs comes out as the last output. */
const skipNormalization: Rule = (operation) => {
  const type = operation.type(0);
  return [type, null, null, type];
};

const castLike: Rule = (operation) => [tensorOf(elementAt(operation, 1), shapeAt(operation, 0))];

const where: Rule = (operation) => {
  const second = elementAt(operation, 1);
  const element = second === UNKNOWN_ELEMENT ? elementAt(operation, 2) : second;
  return [tensorOf(element, broadcast([0, 1, 2].map((index) => shapeAt(operation, index))))];
};

const isSequenceOrTensor = (type: ValueType | null): type is ValueType => type !== null && type.kind !== 'unknown';

/** An optional keeps what it is an optional of. */
const identity: Rule = (operation) => {
  const type = operation.type(0);
  return [isSequenceOrTensor(type) ? type : null];
};

const loss: Rule = (operation) => {
  const scores = shapeAt(operation, 0);
  const reduced = operation.attribute('reduction');
  const isWhole = !(reduced?.kind === 'string' && reduced.value === 'none');
  const shape: Shape | null = isWhole ? [] : shapeAt(operation, 1);
  return [tensorOf(elementAt(operation, 0), shape), tensorOf(elementAt(operation, 0), scores)];
};

/** Like its input in shape, of a type an attribute may name. */
const like: Rule = (operation) => {
  const type = operation.type(0);
  const element = elementBy(operation, 'dtype', isTensor(type) ? type.elementType : UNKNOWN_ELEMENT);
  return [tensorOf(element, shapeAt(operation, 0))];
};

const window: Rule = (operation) => {
  const [size] = operation.known(0)?.values ?? [];
  return [tensorOf(elementBy(operation, 'output_datatype', 'float32'), size === undefined ? blank(1) : [size])];
};

const rules = (names: string, rule: Rule): readonly (readonly [string, Rule])[] =>
  names.split(' ').map((name) => [name, rule]);

export const ELEMENTWISE: readonly (readonly [string, Rule])[] = [
  ...rules(
    'Relu LeakyRelu ThresholdedRelu Sigmoid HardSigmoid Tanh Softmax LogSoftmax Hardmax Softplus Softsign Elu Selu ' +
      'Celu Gelu HardSwish Mish Swish Shrink Clip Erf Sqrt Exp Log Neg Abs Reciprocal Sign Floor Ceil Round Sin Cos ' +
      'Tan Sinh Cosh Asin Acos Atan Asinh Acosh Atanh BitwiseNot PRelu InstanceNormalization GroupNormalization ' +
      'LpNormalization MeanVarianceNormalization RMSNormalization LRN CumSum CumProd Trilu ReverseSequence ScatterElements ' +
      'ScatterND Scatter TensorScatter RotaryEmbedding',
    same,
  ),
  // Experimental operators of the first sets, which models of WinML and Core ML still have.
  ...rules('ImageScaler ScaledTanh ParametricSoftplus Affine', same),
  ...rules('Add Sub Mul Div Pow Mod Sum Max Min Mean BitShift BitwiseAnd BitwiseOr BitwiseXor', arithmetic),
  ...rules('And Or Xor Equal Greater Less GreaterOrEqual LessOrEqual', comparison),
  ...rules('Not IsNaN IsInf RegexFullMatch', sameAs('bool')),
  ...rules('Identity', identity),
  ...rules('RandomNormalLike RandomUniformLike Bernoulli', like),
  ...rules('EyeLike', like),
  ...rules(
    'StringConcat',
    broadcasting(() => 'string'),
  ),
  ...rules('HannWindow HammingWindow BlackmanWindow', window),
  ...rules('NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss', loss),
  ['Cast', cast],
  ['BitCast', cast],
  ['CastLike', castLike],
  ['Where', where],
  ['Dropout', dropout],
  ['BatchNormalization', batchNormalization],
  ['LayerNormalization', layerNormalization],
];

/** com.microsoft: what ONNX Runtime's optimizer leaves in saved models. */
export const CONTRIBUTED_ELEMENTWISE: readonly (readonly [string, Rule])[] = [
  ...rules('Gelu FastGelu BiasGelu QuickGelu RotaryEmbedding', same),
  ...rules('SkipLayerNormalization SkipSimplifiedLayerNormalization', skipNormalization),
];
