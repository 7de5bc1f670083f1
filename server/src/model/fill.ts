// Fill: values for inputs nobody gave, with sizes and ranges that the model itself suggests.
import { vocabularyOf } from './boundary/inputs';
import { elementCount, isInteger } from './elements';
import type { ElementType, Model, TensorType, ValueInfo, ValueType } from './model';
import { encodeFloat16 } from './small-floats';
import { suggestInput } from './suggest';
import type { Suggestion } from './suggest';
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

/**
 * A value for an input: symbolic sizes are 1 unless `sizes` or the model says otherwise, integers that pick rows of a
 * table stay below its length, masks are ones, settings such as a number of beams have a usual value. Random floats are
 * uniform in [0, 1). null where the shape is too large to be made.
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
  const suggestion = suggestInput(model, { name }, type, options.sizes);
  const shape = options.shape ?? suggestion.shape;
  const count = elementCount(shape);
  if (!(count <= MOST_ELEMENTS)) return null;
  const data = emptyData(elementType, count);
  if (!data) return null;
  fillData(data, elementType, options, name, suggestion);
  return { kind: 'tensor', elementType, shape, data };
}

function fillData(
  data: NonNullable<ReturnType<typeof emptyData>>,
  elementType: ElementType,
  { fill, seed = 0 }: FillOptions,
  name: string,
  { limit, value: setting }: Suggestion,
): void {
  if (fill === 'zeros') return;
  const target = data as { [index: number]: number | bigint | string };
  const random = randomNumbers(seed, name);
  const mask = /mask/i.test(name) && isInteger(elementType);
  const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let index = 0; index < data.length; index++) {
    const chance = fill === 'ones' || mask ? null : random();
    if (Array.isArray(data)) target[index] = chance === null ? '1' : `text ${Math.floor(chance * 1000)}`;
    else if (fill === 'random' && setting !== null)
      target[index] = wide ? BigInt(setting) : toFloat(elementType, setting);
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

/** The first key a DictVectorizer knows, with the value 1. */
function fillMap(model: Model, name: string, type: ValueType & { kind: 'map' }): Value | null {
  if (type.value.kind !== 'tensor') return null;
  const consumer = model.graph.nodes.find((node) => node.inputs.includes(name));
  const key = (consumer && vocabularyOf(consumer)?.[0]) ?? (type.key === 'string' ? 'a' : 0n);
  const value = type.value.elementType;
  return { kind: 'map', key: type.key, value, entries: [[key, value === 'string' ? '1' : 1]] };
}
