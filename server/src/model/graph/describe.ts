// Nodes in a few words: what kind of work they do, and the shapes or sizes worth a line.
import type { Attribute, GraphNode, ValueType } from '../model';
import { functionKey } from './indexGraph';
import type { IndexedGraph } from './indexGraph';
import type { Body, NodeKind } from './types';

/** Operators of ai.onnx by what they do; the others are `other`. */
const OPERATORS: readonly (readonly [NodeKind, string])[] = [
  [
    'linear',
    'Conv ConvTranspose ConvInteger DeformConv Gemm MatMul MatMulInteger Einsum LSTM GRU RNN Attention FusedConv FusedMatMul FusedGemm MultiHeadAttention GroupQueryAttention',
  ],
  [
    'activation',
    'Relu LeakyRelu PRelu ThresholdedRelu Sigmoid HardSigmoid Tanh Softmax LogSoftmax Hardmax Softplus Softsign Elu Selu Celu Gelu HardSwish Mish Swish Shrink Clip Erf FastGelu BiasGelu QuickGelu',
  ],
  [
    'normalization',
    'BatchNormalization InstanceNormalization LayerNormalization GroupNormalization LpNormalization MeanVarianceNormalization RMSNormalization LRN Dropout SkipLayerNormalization SimplifiedLayerNormalization',
  ],
  [
    'pooling',
    'MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool MaxRoiPool RoiAlign MaxUnpool ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare ArgMax ArgMin TopK',
  ],
  [
    'arithmetic',
    'Add Sub Mul Div Pow Sqrt Exp Log Neg Abs Reciprocal Sum Mean Max Min Mod Floor Ceil Round Sign Sin Cos Tan Equal Greater GreaterOrEqual Less LessOrEqual And Or Not Xor Where IsNaN IsInf CumSum',
  ],
  [
    'shape',
    'Reshape Transpose Flatten Squeeze Unsqueeze Concat Split Slice Gather GatherND GatherElements ScatterND ScatterElements Expand Tile Pad Shape Size Cast CastLike Identity Resize Upsample DepthToSpace SpaceToDepth ConstantOfShape Range OneHot NonZero Constant ReverseSequence',
  ],
  [
    'control',
    'If Loop Scan SequenceMap SequenceAt SequenceInsert SequenceConstruct SequenceEmpty ConcatFromSequence SplitToSequence Optional OptionalGetElement OptionalHasElement',
  ],
  ['quantization', 'QuantizeLinear DequantizeLinear DynamicQuantizeLinear QLinearConv QLinearMatMul QLinearAdd QGemm'],
];

const KINDS = new Map<string, NodeKind>(
  OPERATORS.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
);

/** The number of the function of the model that the node calls, or -1. */
export function calledFunction({ operator, domain, overload }: GraphNode, { functions }: IndexedGraph): number {
  return functions.get(functionKey({ name: operator, domain, overload })) ?? -1;
}

export function kindOf(node: GraphNode, graph: IndexedGraph): NodeKind {
  if (node.domain === 'ai.onnx.ml') return 'classical';
  if (calledFunction(node, graph) >= 0) return 'function';
  return KINDS.get(node.operator) ?? 'other';
}

/** Bodies that can be opened: of branches and loops, and of the function it calls. */
export function bodiesOf(node: GraphNode, index: number, graph: IndexedGraph): readonly Body[] {
  const bodies = node.attributes.flatMap(({ name, value }): Body[] =>
    value.kind === 'graph' ? [{ name, path: [...graph.path, { node: index, attribute: name }] }] : [],
  );
  const called = calledFunction(node, graph);
  return called < 0 ? bodies : [...bodies, { name: node.operator, path: [{ function: called }] }];
}

const MOST_REMARK = 26;

/** The shapes of the largest weight of a node, or the attribute that tells most about it. */
export function remarkOf(node: GraphNode, graph: IndexedGraph): string {
  const weight = node.inputs
    .flatMap((name) => shapeOf(graph.types.get(weightBehind(name, graph) ?? '')) ?? [])
    .filter((shape) => shape.length > 1)[0];
  if (weight !== undefined) return cut(weight.join(' × '));
  for (const wanted of ['kernel_shape', 'perm', 'axes', 'axis', 'to', 'mode']) {
    const attribute = node.attributes.find(({ name }) => name === wanted);
    if (attribute !== undefined && wanted !== 'to') return cut(shortAttribute(attribute));
  }
  return '';
}

function shortAttribute({ name, value }: Attribute): string {
  const text = attributeText(value);
  return name === 'kernel_shape' ? text.replaceAll(', ', ' × ') : `${name} ${text}`;
}

const cut = (text: string): string => (text.length > MOST_REMARK ? `${text.slice(0, MOST_REMARK - 1)}…` : text);

const shapeOf = (type: ValueType | undefined): readonly (readonly (number | string | null)[])[] | null =>
  type?.kind === 'tensor' && type.shape !== null ? [type.shape] : null;

/** The initializer that a tensor is, or is made of; null where it depends on what is fed. */
function weightBehind(name: string, graph: IndexedGraph): string | null {
  let at = name;
  // Each step goes to an earlier node; the bound is for files that are not in order.
  for (let steps = 0; steps < 8; steps++) {
    if (graph.initializers.has(at)) return at;
    const made = graph.producer.get(at);
    if (made === undefined || !graph.folded.has(made)) return null;
    at = graph.nodes[made]!.inputs[0] ?? '';
  }
  return null;
}

const MOST_TEXT = 2000;
const MOST_LISTED = 200;

/** The value of an attribute as a reader wants it; long ones are cut, with their length. */
export function attributeText(value: Attribute['value']): string {
  switch (value.kind) {
    case 'int':
      return String(value.value);
    case 'float':
      return String(Number(value.value.toPrecision(7)));
    case 'string':
      return value.value.length > MOST_TEXT
        ? `${value.value.slice(0, MOST_TEXT)}… (${value.byteLength} bytes)`
        : value.value;
    case 'ints':
    case 'strings':
      return listed(value.values.slice(0, MOST_LISTED).map(String), value.count);
    case 'floats':
      return listed(
        value.values.slice(0, MOST_LISTED).map((each) => String(Number(each.toPrecision(7)))),
        value.count,
      );
    case 'tensor':
      return `${value.tensor.elementType} [${value.tensor.shape.join(', ')}]`;
    case 'tensors':
      return `${value.tensors.length} tensors`;
    case 'sparse-tensor':
      return `sparse [${value.tensor.shape.join(', ')}]`;
    case 'graph':
      return `graph of ${value.graph.nodes.length} nodes`;
    case 'reference':
      return `the function’s attribute ${value.name}`;
    default:
      return value.kind;
  }
}

function listed(texts: readonly string[], count: number): string {
  const text = texts.join(', ');
  const shown = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) : text;
  return texts.length < count || shown.length < text.length ? `${shown}… (${count} altogether)` : shown;
}
