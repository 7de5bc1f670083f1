// Fill: values for inputs nobody gave, with sizes and ranges that the model itself suggests.
import { vocabularyOf } from './boundary/inputs';
import { elementCount, isInteger } from './elements';
import type { Dimension, ElementType, GraphNode, Initializer, Model, TensorType, ValueInfo, ValueType } from './model';
import { encodeFloat16 } from './small-floats';
import { emptyData } from './values';
import type { TensorValue, Value } from './values';

export type Fill = 'zeros' | 'ones' | 'random';

export interface FillOptions {
  readonly fill: Fill;
  /** Equal seeds give equal values, on every machine. */
  readonly seed?: number;
  /** Sizes for symbolic dimensions, by name. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** The whole shape, where the caller knows it. */
  readonly shape?: readonly number[];
}

/** Elements a made-up input may have: 1 GB of float32. */
const MOST_ELEMENTS = 256 * 1024 * 1024;
/** Pixels of an image whose size the model leaves open: what most classifiers were trained with. */
const IMAGE_SIZE = 224;

/**
 * A value for an input: symbolic sizes are 1 unless `sizes` or the model's metadata says otherwise, integers that pick
 * rows of a table stay below its length, masks are ones. Random floats are uniform in [0, 1). null where the shape is
 * too large to be made.
 */
export function fillInput(model: Model, input: ValueInfo, options: FillOptions): Value | null {
  return fillType(model, input.name, input.type, options);
}

function fillType(model: Model, name: string, type: ValueType, options: FillOptions): Value | null {
  switch (type.kind) {
    case 'tensor':
      return fillTensor(model, name, type, options);
    case 'sequence': {
      const element = fillType(model, name, type.element, options);
      if (element?.kind !== 'tensor') return null;
      return { kind: 'sequence', elementType: element.elementType, elements: [element] };
    }
    case 'optional': {
      const element = fillType(model, name, type.element, options);
      return element?.kind === 'tensor' || element?.kind === 'sequence' ? { kind: 'optional', element } : null;
    }
    case 'map':
      return fillMap(model, name, type);
    default:
      return null;
  }
}

function fillTensor(model: Model, name: string, type: TensorType, options: FillOptions): TensorValue | null {
  const { elementType } = type;
  const shape = options.shape ?? suggestShape(model, name, type, options.sizes);
  const count = elementCount(shape);
  if (!(count <= MOST_ELEMENTS)) return null;
  const data = emptyData(elementType, count);
  if (!data) return null;
  fillData(data, elementType, options, name, integerLimit(model, name));
  return { kind: 'tensor', elementType, shape, data };
}

function fillData(
  data: NonNullable<ReturnType<typeof emptyData>>,
  elementType: ElementType,
  { fill, seed = 0 }: FillOptions,
  name: string,
  limit: number | null,
): void {
  if (fill === 'zeros') return;
  const target = data as { [index: number]: number | bigint | string };
  const random = randomNumbers(seed, name);
  const mask = /mask/i.test(name) && isInteger(elementType);
  const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let index = 0; index < data.length; index++) {
    const chance = fill === 'ones' || mask ? null : random();
    if (Array.isArray(data)) target[index] = chance === null ? '1' : `text ${Math.floor(chance * 1000)}`;
    else if (isInteger(elementType) || elementType === 'bool') {
      const most = elementType === 'bool' ? 2 : integerRange(elementType, limit);
      const value = chance === null ? 1 : Math.floor(chance * most);
      target[index] = wide ? BigInt(value) : value;
    } else target[index] = toFloat(elementType, chance ?? 1);
  }
}

/** Exclusive upper end of random integers: the table they pick from, else all pixel values, else 0 and 1, which are seldom out of range. */
function integerRange(type: ElementType, limit: number | null): number {
  if (limit !== null) return Math.min(limit, 2 ** 31);
  return type === 'uint8' ? 256 : 2;
}

const toFloat = (type: ElementType, value: number): number => (type === 'float16' ? encodeFloat16(value) : value);

/** Uniform numbers in [0, 1) (mulberry32), another series for each input. */
export function randomNumbers(seed: number, name: string): () => number {
  let state = seed >>> 0;
  for (let index = 0; index < name.length; index++) state = Math.imul(state ^ name.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sizes for every dimension of an input: fixed ones as they are, the others as well as the model tells. */
export function suggestShape(
  model: Model,
  name: string,
  { shape }: TensorType,
  sizes: FillOptions['sizes'] = {},
): readonly number[] {
  const columns = columnsOf(model, name);
  if (!shape) return columns === null ? [1] : [1, columns];
  const image = imageSides(model, shape);
  return shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    const given = size === null ? undefined : sizes[size];
    if (given !== undefined) return given;
    if (axis === shape.length - 1 && axis > 0 && columns !== null) return columns;
    return image.get(axis) ?? 1;
  });
}

/** Axes of height and width, where the shape is plainly that of images: four axes, one of them 1, 3 or 4 channels. */
function imageSides(model: Model, shape: readonly Dimension[]): ReadonlyMap<number, number> {
  if (shape.length !== 4) return new Map();
  const channels = [1, 3].find((axis) => shape[axis] === 3 || shape[axis] === 1 || shape[axis] === 4);
  if (channels === undefined) return new Map();
  const [height, width] = metadataImageSize(model.metadata) ?? [IMAGE_SIZE, IMAGE_SIZE];
  return channels === 1
    ? new Map([
        [2, height],
        [3, width],
      ])
    : new Map([
        [1, height],
        [2, width],
      ]);
}

/** Ultralytics writes `imgsz: [640, 640]` (height, width) into its exports. */
function metadataImageSize(metadata: Readonly<Record<string, string>>): readonly [number, number] | null {
  const match = /^\s*\[?\s*(\d{1,5})\s*(?:,\s*(\d{1,5})\s*)?\]?\s*$/.exec(metadata['imgsz'] ?? '');
  if (!match) return null;
  const height = Number(match[1]);
  return [height, Number(match[2] ?? height)];
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

const weightOf = (model: Model, name: string | undefined): Initializer | undefined =>
  model.graph.initializers.find((tensor) => tensor.name === name);

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
      const weight = node.inputs[0] === input ? weightOf(model, node.inputs[1]) : undefined;
      return weight?.shape.at(-2) ?? null;
    }
    case 'Gemm': {
      if (node.inputs[0] !== input) return null;
      const transposed = attribute('transB');
      const weight = weightOf(model, node.inputs[1]);
      return weight?.shape[transposed?.kind === 'int' && transposed.value === 1n ? 1 : 0] ?? null;
    }
    default:
      return null;
  }
}

/** Rows of the table an integer input picks from (an embedding); null where it goes into none. */
function integerLimit(model: Model, name: string): number | null {
  for (const [node, input] of consumersOf(model, name)) {
    if (node.operator !== 'Gather' || node.inputs[1] !== input) continue;
    const rows = weightOf(model, node.inputs[0])?.shape[0];
    if (rows !== undefined && rows > 0) return rows;
  }
  return null;
}

/** The first key a DictVectorizer knows, with the value 1. */
function fillMap(model: Model, name: string, type: ValueType & { kind: 'map' }): Value | null {
  if (type.value.kind !== 'tensor') return null;
  const consumer = model.graph.nodes.find((node) => node.inputs.includes(name));
  const key = (consumer && vocabularyOf(consumer)?.[0]) ?? (type.key === 'string' ? 'a' : 0n);
  const value = type.value.elementType;
  return { kind: 'map', key: type.key, value, entries: [[key, value === 'string' ? '1' : 1]] };
}
