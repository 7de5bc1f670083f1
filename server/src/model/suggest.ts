// Suggest: sizes, ranges and values that the model itself tells for inputs nobody gave.
import { isFloat, isInteger } from './elements';
import { imageAxes, metadataImageSize } from './imageRecipe';
import type { Dimension, ElementType, Graph, GraphNode, Initializer, Model, TensorType, ValueInfo } from './model';

/** Pixels of an image whose size the model leaves open: what most classifiers were trained with. */
const IMAGE_SIZE = 224;
/** Tokens of a text whose length the model leaves open. */
const TOKENS = 8;
/** Hertz, and the samples of one window at that rate: what models of speech are exported with. */
const SAMPLE_RATE = 16_000;
const AUDIO_WINDOW = 512;

/** A tensor input and what the model tells about it. */
export interface Suggestion {
  readonly shape: readonly number[];
  /** All elements are this, where an input is a setting rather than data: a beam count, a sample rate. */
  readonly value: number | null;
  /** Integers stay below it: the rows of the table they pick from. null where they pick from none. */
  readonly limit: number | null;
}

/** What is suggested for a tensor input. `sizes` are those of symbolic dimensions that the caller knows. */
export function suggestInput(
  model: Model,
  { name }: Pick<ValueInfo, 'name'>,
  type: TensorType,
  sizes: Readonly<Record<string, number>> = {},
): Suggestion {
  return {
    shape: suggestShape(model, name, type, sizes),
    value: settingOf(model, name, type),
    limit: isInteger(type.elementType) ? integerLimit(model, name) : null,
  };
}

/** What exporters write where they mean that a size is open; it is no name that two dimensions share. */
const PLACEHOLDER = /^(none|null|nan|unknown|\?|-1)?$/i;

/** Sizes of the symbolic dimensions of all inputs, by name. */
export function suggestSymbols(model: Model): Readonly<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const input of model.requiredInputs) {
    const { type } = input;
    if (type.kind !== 'tensor' || !type.shape) continue;
    const suggested = suggestShape(model, input.name, type);
    for (const [axis, dimension] of type.shape.entries()) {
      if (typeof dimension !== 'string' || PLACEHOLDER.test(dimension)) continue;
      // Two inputs may know different things of one size: what is more than nothing holds.
      sizes[dimension] = Math.max(sizes[dimension] ?? 1, suggested[axis] ?? 1);
    }
  }
  for (const name of Object.keys(sizes)) sizes[name] = sumOf(name, sizes) ?? sizes[name]!;
  return sizes;
}

/** `past_length + sequence_length`: exporters write what two sizes add up to. */
function sumOf(name: string, sizes: Readonly<Record<string, number>>): number | null {
  const parts = name.split('+').map((part) => part.trim());
  if (parts.length < 2) return null;
  const known = parts.map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : sizes[part]));
  return known.reduce<number | null>((sum, size) => (sum === null || size === undefined ? null : sum + size), 0);
}

/** Sizes for every dimension of an input: fixed ones as they are, the others as well as the model tells. */
export function suggestShape(
  model: Model,
  name: string,
  { shape, elementType }: TensorType,
  sizes: Readonly<Record<string, number>> = {},
): readonly number[] {
  const columns = columnsOf(model, name);
  if (!shape) return columns === null ? [1] : [1, columns];
  const image = imageSides(model, shape);
  const last = shape.length - 1;
  return shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    const given = size === null ? undefined : sizes[size];
    if (given !== undefined) return given;
    if (size !== null && size.includes('+')) return sumOf(size, sizes) ?? 1;
    if (axis === last && axis > 0) return columns ?? image.get(axis) ?? lengthOf(model, name, elementType, last) ?? 1;
    return image.get(axis) ?? 1;
  });
}

/** Of a text of token numbers, or of a window of sound: the second axis of two. */
function lengthOf(model: Model, name: string, elementType: ElementType, last: number): number | null {
  if (last !== 1) return null;
  if (isFloat(elementType)) return model.requiredInputs.some(isSampleRate) ? AUDIO_WINDOW : null;
  const isTokens = isInteger(elementType) && /ids$|tokens?$|mask$/i.test(name);
  return isTokens || (isInteger(elementType) && integerLimit(model, name) !== null) ? TOKENS : null;
}

const isSampleRate = ({ name, type }: ValueInfo): boolean =>
  /^(sr|sample_?rate|sampling_?rate)$/i.test(name) && type.kind === 'tensor' && isInteger(type.elementType);

/** Axes of height and width, where the shape is plainly that of images: four axes, one of them 1, 3 or 4 channels. */
function imageSides(model: Model, shape: readonly Dimension[]): ReadonlyMap<number, number> {
  const axes = imageAxes(shape);
  if (!axes) return new Map();
  const fixed = [shape[axes.height], shape[axes.width]].find((size) => typeof size === 'number');
  const sides = typeof fixed === 'number' ? ([fixed, fixed] as const) : null;
  const [height, width] = metadataImageSize(model.metadata) ?? sides ?? outputSize(model) ?? [IMAGE_SIZE, IMAGE_SIZE];
  return new Map([
    [axes.height, height],
    [axes.width, width],
  ]);
}

/** What a model makes that gives images of one size back is mostly of the size it takes. */
function outputSize(model: Model): readonly [number, number] | null {
  for (const { type } of model.graph.outputs) {
    const axes = type.kind === 'tensor' && type.shape ? imageAxes(type.shape) : null;
    if (!axes || type.kind !== 'tensor') continue;
    const [height, width] = [type.shape?.[axes.height], type.shape?.[axes.width]];
    if (typeof height === 'number' && typeof width === 'number' && Math.min(height, width) >= 16)
      return [height, width];
  }
  return null;
}

/** Operators between an input and its first real use that change neither the columns nor the meaning of its integers. */
const PASSING = new Set(['Identity', 'Cast', 'Normalizer', 'Imputer', 'Binarizer', 'Unsqueeze']);

/** The nodes an input goes into, also through operators that pass it on. */
function* consumersOf(model: Model, name: string): Generator<readonly [GraphNode, string]> {
  const seen = new Set([name]);
  for (const current of seen) {
    for (const node of model.graph.nodes) {
      if (!node.inputs.includes(current)) continue;
      yield [node, current];
      if (PASSING.has(node.operator)) node.outputs.forEach((output) => seen.add(output));
    }
  }
}

const weightOf = (graph: Graph, name: string | undefined): Initializer | undefined =>
  graph.initializers.find((tensor) => tensor.name === name);

/** Columns a table-shaped input must have, told by the weights it meets first; null where nothing tells. */
function columnsOf(model: Model, name: string): number | null {
  for (const [node, input] of consumersOf(model, name)) {
    const columns = columnsFor(model, node, input);
    if (columns !== null) return columns;
  }
  return null;
}

function columnsFor(model: Model, node: GraphNode, input: string): number | null {
  const attribute = (wanted: string) => node.attributes.find((one) => one.name === wanted)?.value;
  const length = (wanted: string): number => {
    const value = attribute(wanted);
    return value?.kind === 'floats' ? value.count : 0;
  };
  switch (node.operator) {
    case 'Scaler':
      return length('offset') > 1 ? length('offset') : null;
    case 'LinearClassifier': {
      const classes = length('intercepts');
      return classes > 0 ? length('coefficients') / classes || null : null;
    }
    case 'LinearRegressor': {
      const targets = attribute('targets');
      return length('coefficients') / (targets?.kind === 'int' ? Number(targets.value) : 1) || null;
    }
    case 'TreeEnsemble':
    case 'TreeEnsembleClassifier':
    case 'TreeEnsembleRegressor': {
      const features = attribute('nodes_featureids');
      if (features?.kind !== 'ints' || features.values.length === 0) return null;
      return Number(features.values.reduce((most, id) => (id > most ? id : most))) + 1;
    }
    case 'MatMul': {
      const weight = node.inputs[0] === input ? weightOf(model.graph, node.inputs[1]) : undefined;
      return weight?.shape.at(-2) ?? null;
    }
    case 'Gemm': {
      if (node.inputs[0] !== input) return null;
      const transposed = attribute('transB');
      const weight = weightOf(model.graph, node.inputs[1]);
      return weight?.shape[transposed?.kind === 'int' && transposed.value === 1n ? 1 : 0] ?? null;
    }
    default:
      return null;
  }
}

/** Rows of the table an integer input picks from (an embedding); null where it goes into none. */
function integerLimit(model: Model, name: string): number | null {
  for (const [node, input] of consumersOf(model, name)) {
    const rows = tableRows(model.graph, node, input) ?? generatorRows(node, input);
    if (rows !== null) return rows;
  }
  return null;
}

/** Rows of the weight that a node picks from by this input. */
function tableRows(graph: Graph, node: GraphNode, input: string): number | null {
  // Of EmbedLayerNormalization: the tokens and their table, then the segments and theirs.
  const pairs = node.operator === 'EmbedLayerNormalization' ? [[0, 2] as const, [1, 4] as const] : [[1, 0] as const];
  if (pairs.length === 1 && node.operator !== 'Gather') return null;
  for (const [from, table] of pairs) {
    const rows = node.inputs[from] === input ? weightOf(graph, node.inputs[table])?.shape[0] : undefined;
    if (rows !== undefined && rows > 0) return rows;
  }
  return null;
}

/** ONNX Runtime's search operators, with what their inputs mean, by position. Source: its ContribOperators.md. */
const GENERATORS: Readonly<Record<string, readonly (keyof typeof SETTINGS | 'tokens' | '')[]>> = {
  BeamSearch: ['tokens', 'longest', 'shortest', 'beams', 'sequences', 'penalty', 'penalty'],
  GreedySearch: ['tokens', 'longest', 'shortest', 'penalty'],
  Sampling: ['tokens', 'longest', 'shortest', 'penalty'],
};
const SETTINGS = { longest: 2 * TOKENS, shortest: 1, beams: 4, sequences: 1, penalty: 1 } as const;

/** The value of an input that is a setting of the model. */
function settingOf(model: Model, name: string, { elementType, shape }: TensorType): number | null {
  if (isSampleRate({ name, type: { kind: 'tensor', elementType, shape }, description: '' })) return SAMPLE_RATE;
  for (const node of model.graph.nodes) {
    const meaning = GENERATORS[node.operator]?.[node.inputs.indexOf(name)];
    if (meaning !== undefined && meaning !== 'tokens' && meaning !== '') return SETTINGS[meaning];
  }
  return null;
}

/** The vocabulary of the network inside a search operator. */
function generatorRows(node: GraphNode, input: string): number | null {
  if (GENERATORS[node.operator]?.[node.inputs.indexOf(input)] !== 'tokens') return null;
  for (const { value } of node.attributes) {
    if (value.kind !== 'graph') continue;
    for (const inner of value.graph.nodes) {
      const rows = inner.inputs.map((each) => tableRows(value.graph, inner, each)).find((each) => each !== null);
      if (rows !== undefined && rows !== null) return rows;
    }
  }
  return null;
}
