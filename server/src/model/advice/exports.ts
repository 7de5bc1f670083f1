// Mistakes of exports: a batch that is baked in, training mode, shapes that are not what is stated, dead and constant values.
import { inferTypes } from '../infer/infer';
import type { InferOptions, Inference } from '../infer/infer';
import { isTensor } from '../infer/shape';
import type { GraphNode, Model, ValueType } from '../model';
import { suggestShape, suggestSymbols } from '../suggest';
import { label } from './broken';
import type { Advice, Seen } from './types';

/** What the file alone tells. */
export function exportAdvice(model: Model, values: InferOptions['values'], inference: Inference): readonly Advice[] {
  return [
    ...bakedBatch(model, values),
    ...trainingMode(model, values),
    ...randomNodes(model),
    ...inference.disagreements.slice(0, 3).map(({ tensor }): Advice => ({
      level: 'suspect',
      what: `The stated shape of ${tensor} is not the one that the graph gives it.`,
      why: 'An exporter wrote down the sizes of the example it traced. Programs that rely on them reserve too little, or too much.',
      todo: 'Export again with these axes dynamic, or take the stated shape out.',
      tensor,
    })),
  ];
}

/** With a batch of two, the first axis of the outputs must grow too. */
function bakedBatch(model: Model, values: InferOptions['values']): readonly Advice[] {
  const inputs = model.requiredInputs.filter(
    ({ type }) =>
      type.kind === 'tensor' && type.shape !== null && type.shape.length > 1 && typeof type.shape[0] !== 'number',
  );
  if (inputs.length === 0) return [];
  const infer = (batch: number): Inference => {
    const fed = new Map<string, readonly number[]>();
    for (const { name, type } of model.requiredInputs) {
      if (type.kind !== 'tensor') continue;
      const shape = suggestShape(model, name, type, suggestSymbols(model));
      fed.set(name, inputs.some((input) => input.name === name) ? shape.with(0, batch) : shape);
    }
    return inferTypes(model, { values, fed, inputsOnly: true });
  };
  const [two, three] = [infer(2).types([]), infer(3).types([])];
  const sizeOf = (types: ReadonlyMap<string, ValueType>, name: string): number | null => {
    const type = types.get(name);
    const size = isTensor(type) ? type.shape?.[0] : null;
    return typeof size === 'number' ? size : null;
  };
  return model.graph.outputs.flatMap(({ name }): Advice[] => {
    const size = sizeOf(two, name);
    const rank = two.get(name);
    if (size === null || size !== sizeOf(three, name) || !isTensor(rank) || (rank.shape?.length ?? 0) < 2) return [];
    return [
      {
        level: 'suspect',
        what: `The batch is fixed at ${size} for the output ${name}.`,
        why: `The input may have any number of rows, but the first axis of this output stays ${size}: a size of the traced example became part of the graph, mostly in a Reshape.`,
        todo: 'Write `x.flatten(1)` or `x.view(x.size(0), -1)` instead of sizes as numbers, and export again.',
        tensor: name,
      },
    ];
  });
}

function trainingMode({ graph }: Model, values: InferOptions['values']): readonly Advice[] {
  const isOn = (node: GraphNode): boolean => {
    const mode = node.attributes.find(({ name }) => name === 'training_mode')?.value;
    if (node.operator === 'BatchNormalization') return mode?.kind === 'int' && mode.value === 1n;
    if (node.operator !== 'Dropout' || (node.inputs[2] ?? '') === '') return false;
    const stored = graph.initializers.find(({ name }) => name === node.inputs[2]);
    return stored !== undefined && Number(values(stored)?.[0] ?? 0) === 1;
  };
  const [first, ...more] = [...graph.nodes.entries()].filter(([, node]) => isOn(node));
  if (first === undefined) return [];
  return [
    {
      level: 'wrong',
      what: `The model was exported in training mode: ${label(first[1])}${more.length > 0 ? ` and ${more.length} more` : ''}.`,
      why: 'Dropout goes on dropping values, and BatchNormalization uses the statistics of the batch instead of those it learnt.',
      todo: 'Call `model.eval()` before `torch.onnx.export`, and export again.',
      node: first[0],
    },
  ];
}

function randomNodes({ graph }: Model): readonly Advice[] {
  const [first] = [...graph.nodes.entries()].filter(([, { operator }]) =>
    /^(RandomNormal|RandomUniform|RandomNormalLike|RandomUniformLike|Multinomial|Bernoulli)$/.test(operator),
  );
  if (first === undefined) return [];
  return [
    {
      level: 'note',
      what: `${label(first[1])} draws random numbers.`,
      why: 'Two runs on the same input differ, unless the node has a seed.',
      todo: 'Leave it out when you compare results.',
      node: first[0],
    },
  ];
}

/** What the values of a run tell. */
export function valueAdvice({ graph }: Model, seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  return [...deadNodes(graph, seen), ...constantOutputs(graph, seen), ...logits(graph, seen)];
}

function deadNodes(graph: Model['graph'], seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  const dead = [...graph.nodes.entries()].filter(([, { operator, outputs }]) => {
    const statistics = seen.get(outputs[0] ?? '')?.statistics;
    return /^(Relu|LeakyRelu|HardSwish|Clip|PRelu|Sigmoid)$/.test(operator) && statistics && statistics.count > 8
      ? statistics.zeros === statistics.count
      : false;
  });
  const [first] = dead;
  if (first === undefined) return [];
  return [
    {
      level: 'suspect',
      what: `Nothing passes ${label(first[1])}: all it gives is 0.`,
      why: `${dead.length > 1 ? `So it is at ${dead.length} nodes. ` : ''}An input on the wrong scale does that, or weights that were lost.`,
      todo: 'Look at what goes in, and compare its scale with that of the training.',
      tensor: first[1].outputs[0]!,
      node: first[0],
    },
  ];
}

function constantOutputs(graph: Model['graph'], seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  return graph.outputs.flatMap(({ name }): Advice[] => {
    const statistics = seen.get(name)?.statistics;
    if (!statistics?.range || statistics.count < 4 || statistics.range.min !== statistics.range.max) return [];
    return [
      {
        level: 'suspect',
        what: `All ${statistics.count} values of the output ${name} are ${statistics.range.min}.`,
        why: 'A result that is the same everywhere mostly comes from an input that says nothing, or of the wrong scale.',
        todo: 'Feed a real example; if it stays so, follow the values to where they become constant.',
        tensor: name,
      },
    ];
  });
}

/** Scores of classes that are no probabilities. */
function logits(graph: Model['graph'], seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  return graph.outputs.flatMap(({ name }): Advice[] => {
    const found = seen.get(name);
    const maker = graph.nodes.find(({ outputs }) => outputs.includes(name));
    const range = found?.statistics?.range;
    const isRow = found?.shape.length === 2 && (found.shape[1] ?? 0) > 2;
    if (!range || !isRow || (maker?.operator !== 'Gemm' && maker?.operator !== 'MatMul' && maker?.operator !== 'Add'))
      return [];
    if (range.min >= 0 && range.max <= 1) return [];
    return [
      {
        level: 'note',
        what: `The output ${name} has scores, not probabilities.`,
        why: `The graph ends in ${label(maker)}, without a Softmax or Sigmoid.`,
        todo: 'Take the largest for the class; apply softmax yourself where probabilities are wanted.',
        tensor: name,
      },
    ];
  });
}
