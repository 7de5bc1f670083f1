// The input after its recipe against what models of its kind are trained on: range, type, layout.
import type { GraphNode, Model, ValueInfo } from '../model';
import { short } from './broken';
import type { Advice, Seen } from './types';

/** Scales pixels itself: what the graph does first with its input, followed through operators that move values. */
const SCALING = new Set(['Div', 'Mul', 'Sub', 'Add', 'BatchNormalization', 'ImageScaler', 'QuantizeLinear']);
const MOVING = new Set([
  'Transpose',
  'Cast',
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Resize',
  'Upsample',
  'Pad',
]);

export function inputAdvice(model: Model, seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  return model.requiredInputs.flatMap((input) => {
    const found = seen.get(input.name);
    if (!found?.statistics?.range || found.statistics.nan + found.statistics.infinite > 0) return [];
    return isImage(input, found) ? imageAdvice(model, input.name, found) : tableAdvice(input.name, found);
  });
}

/** Four axes, channels on the second or the last. */
function isImage({ type }: ValueInfo, { shape }: Seen): boolean {
  const isFloat = type.kind === 'tensor' && type.elementType.startsWith('float');
  return isFloat && shape.length === 4 && [shape[1], shape[3]].some((size) => size === 3 || size === 1);
}

function imageAdvice(model: Model, name: string, { statistics, shape }: Seen): readonly Advice[] {
  const { min, max, deviation } = statistics!.range!;
  const first = firstUse(model, name);
  const scales = first !== null && SCALING.has(first.operator);
  const from = `They go from ${short(min)} to ${short(max)}.`;
  const advice: Advice[] = [];
  if (deviation === 0 && statistics!.count > 1) {
    advice.push({
      level: 'note',
      what: `All values of the input ${name} are ${short(min)}.`,
      why: 'A picture of one colour says nothing about a model.',
      todo: 'Feed a real picture before you judge the result.',
      tensor: name,
    });
  } else if (max > 20 && !scales) {
    advice.push({
      level: 'suspect',
      what: `The pixels of ${name} are on a scale of 0 to 255.`,
      why: `${from} The graph does not scale them itself: it begins with ${first?.operator ?? 'something else'}. Most such models were trained on 0 to 1, or on values normalized with mean and deviation.`,
      todo: 'Set the scale of the input to 1/255, and the mean and deviation that the model was trained with.',
      tensor: name,
    });
  } else if (max <= 1.0001 && min >= 0 && scales && dividesBy255(first, model)) {
    advice.push({
      level: 'suspect',
      what: `The pixels of ${name} are scaled twice.`,
      why: `${from} The graph divides them by 255 again in ${first.operator} ${first.name}.`,
      todo: 'Feed values of 0 to 255.',
      tensor: name,
    });
  } else if (max <= 1.0001 && min >= 0 && !scales && shape.includes(3)) {
    advice.push({
      level: 'note',
      what: `The pixels of ${name} go from ${short(min)} to ${short(max)}, and are not normalized.`,
      why: 'Models from torchvision and timm expect mean 0.485, 0.456, 0.406 and deviation 0.229, 0.224, 0.225 taken off; others expect just 0 to 1.',
      todo: 'If the result is wrong, try it with mean and deviation, and with the colours in the other order (RGB, BGR).',
      tensor: name,
    });
  }
  return advice;
}

function tableAdvice(name: string, { statistics, elementType, shape }: Seen): readonly Advice[] {
  const { min, max } = statistics!.range!;
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (!elementType.startsWith('float') || size < 1e6 || shape.length > 2) return [];
  return [
    {
      level: 'suspect',
      what: `The input ${name} has values up to ${short(size)}.`,
      why: 'A column that should have been scaled or encoded was fed as it is, most often an identifier or a time.',
      todo: 'Prepare the columns as they were for training.',
      tensor: name,
    },
  ];
}

/** The first node that does more with an input than move it. */
function firstUse({ graph }: Model, name: string): GraphNode | null {
  let at = name;
  for (let steps = 0; steps < 12; steps++) {
    const node = graph.nodes.find(({ inputs }) => inputs.includes(at));
    if (node === undefined) return null;
    if (!MOVING.has(node.operator)) return node;
    at = node.outputs[0] ?? '';
  }
  return null;
}

/** By name and sign only: the weight itself is not read. A division, or a scale that says 255. */
function dividesBy255({ operator, inputs }: GraphNode, { graph }: Model): boolean {
  if (operator !== 'Div') return false;
  const weight = graph.initializers.find(({ name }) => name === inputs[1]);
  return weight === undefined || weight.shape.every((size) => size === 1);
}
