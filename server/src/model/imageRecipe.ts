// Image recipe: how the pixels of a picture become the tensor that a model takes, and the recipe a model suggests.
import { elementCount } from './elements';
import type { Dimension, Model, TensorType, ValueInfo } from './model';
import { attempt, fail } from './problem';
import type { Result } from './problem';
import { encodeFloat16 } from './small-floats';
import { emptyData } from './values';
import type { TensorValue } from './values';

/** Every step between a picture and a tensor: `(pixel · scale - mean) / deviation`, each colour by itself. */
export interface ImageRecipe {
  readonly layout: 'NCHW' | 'NHWC';
  /** Pixels of the tensor. */
  readonly width: number;
  readonly height: number;
  /** How a picture of other proportions is brought to that size: distorted, its middle, or with a grey border. */
  readonly fit: 'stretch' | 'crop' | 'pad';
  readonly colours: 'RGB' | 'BGR' | 'RGBA' | 'grey';
  /** Of pixels from 0 to 255: 1/255 brings them to 0 … 1. */
  readonly scale: number;
  /** One for each colour, or one for all. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What torchvision's classifiers were trained with. Source: https://pytorch.org/vision/stable/models.html */
const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
/** Classes of ImageNet, and with a class for the background. */
const IMAGENET_CLASSES = new Set([1000, 1001]);

/** Where the axes of a picture are in a shape; null where it is plainly none: channels must be 1, 3 or 4. */
export function imageAxes(
  shape: readonly Dimension[],
): { readonly channels: number; readonly height: number; readonly width: number } | null {
  if (shape.length !== 4) return null;
  const isChannels = (axis: number) => shape[axis] === 1 || shape[axis] === 3 || shape[axis] === 4;
  // [1, 1, 28, 28]: where both could be, the first is.
  if (isChannels(1)) return { channels: 1, height: 2, width: 3 };
  return isChannels(3) ? { channels: 3, height: 1, width: 2 } : null;
}

/** Ultralytics writes `imgsz: [640, 640]` (height, width) into its exports. */
export function metadataImageSize(metadata: Readonly<Record<string, string>>): readonly [number, number] | null {
  const match = /^\s*\[?\s*(\d{1,5})\s*(?:,\s*(\d{1,5})\s*)?\]?\s*$/.exec(metadata['imgsz'] ?? '');
  if (!match) return null;
  const height = Number(match[1]);
  return [height, Number(match[2] ?? height)];
}

/**
 * The recipe an input of pictures was probably trained with; null for an input of anything else. `shape` has its sizes.
 * Windows ML's metadata says it outright, Ultralytics is known by its own; a classifier of 1000 takes ImageNet's usual one.
 */
export function suggestRecipe(model: Model, input: ValueInfo, shape: readonly number[]): ImageRecipe | null {
  const { type } = input;
  if (type.kind !== 'tensor' || !/^(float|u?int8$)/.test(type.elementType)) return null;
  const axes = type.shape && imageAxes(type.shape);
  if (!axes) return null;
  const [height, width] = [shape[axes.height]!, shape[axes.width]!];
  if (Math.min(height, width) < 8) return null;
  const channels = shape[axes.channels]!;
  const size = { layout: axes.channels === 1 ? ('NCHW' as const) : ('NHWC' as const), width, height };
  const isUltralytics = 'stride' in model.metadata && 'names' in model.metadata;
  return {
    ...size,
    fit: isUltralytics && model.metadata['task'] !== 'classify' ? 'pad' : isClassifier(model) ? 'crop' : 'stretch',
    colours: channels === 1 ? 'grey' : channels === 4 ? 'RGBA' : isBgr(model, input) ? 'BGR' : 'RGB',
    ...rangeOf(model, type, channels, isUltralytics),
  };
}

/** `Image.BitmapPixelFormat: Bgr8` is Windows ML's; converters from Core ML say it in the input's description. */
function isBgr(model: Model, input: ValueInfo): boolean {
  return /^bgr/i.test(model.metadata['Image.BitmapPixelFormat'] ?? '') || /\bBGR\b/.test(input.description);
}

function rangeOf(
  model: Model,
  { elementType }: TensorType,
  channels: number,
  isUltralytics: boolean,
): Pick<ImageRecipe, 'scale' | 'mean' | 'deviation'> {
  const plain = { scale: 1, mean: [0], deviation: [1] };
  const toOne = { ...plain, scale: 1 / 255 };
  if (!elementType.startsWith('float')) return plain;
  const nominal = model.metadata['Image.NominalPixelRange'] ?? '';
  if (/0_255/.test(nominal)) return plain;
  if (nominal.endsWith('_1_1')) return { ...toOne, mean: [0.5], deviation: [0.5] };
  if (nominal.endsWith('0_1') || isUltralytics) return toOne;
  const takesPixels = model.graph.nodes.some(({ operator }) => operator === 'ImageScaler');
  if (takesPixels) return plain;
  return channels === 3 && isClassifier(model) ? { ...toOne, ...IMAGENET } : toOne;
}

function isClassifier(model: Model): boolean {
  const [output] = model.graph.outputs;
  if (output?.type.kind !== 'tensor' || !output.type.shape) return false;
  return output.type.shape.some((size) => typeof size === 'number' && IMAGENET_CLASSES.has(size));
}

/**
 * The tensor for an input from `width` × `height` pixels of four bytes (red, green, blue, alpha), already of the
 * recipe's size. One picture is fed to every row of a batch.
 */
export function imageTensor(input: ValueInfo, pixels: Uint8Array, recipe: ImageRecipe): Result<TensorValue> {
  return attempt('bad-value', `The picture for \`${input.name}\` could not be used.`, () => {
    const { width, height } = recipe;
    if (pixels.length !== width * height * 4)
      refuse(input, `${pixels.length} bytes are no ${width} × ${height} pixels.`);
    const { type } = input;
    if (type.kind !== 'tensor') return refuse(input, `It takes a ${type.kind}.`);
    const channels = channelsOf(recipe);
    const shape = shapeFor(input, type, recipe, channels.length);
    const data = emptyData(type.elementType, elementCount(shape));
    if (!data || Array.isArray(data) || data instanceof BigInt64Array || data instanceof BigUint64Array) {
      return refuse(input, `It is of the type ${type.elementType}.`);
    }
    const area = width * height;
    const isFloat = type.elementType.startsWith('float');
    for (const [channel, weights] of channels.entries()) {
      const mean = recipe.mean[recipe.mean.length > 1 ? channel : 0] ?? 0;
      const deviation = recipe.deviation[recipe.deviation.length > 1 ? channel : 0] || 1;
      for (let at = 0; at < area; at++) {
        let pixel = 0;
        for (const [part, weight] of weights) pixel += pixels[at * 4 + part]! * weight;
        const value = (pixel * recipe.scale - mean) / deviation;
        const stored = type.elementType === 'float16' ? encodeFloat16(value) : isFloat ? value : Math.round(value);
        data[recipe.layout === 'NCHW' ? channel * area + at : at * channels.length + channel] = stored;
      }
    }
    const one = area * channels.length;
    for (let from = one; from < data.length; from += one) data.copyWithin(from, 0, one);
    return { kind: 'tensor', elementType: type.elementType, shape, data };
  });
}

/** Of each channel: the bytes of a pixel it is made of, and their weights. Grey by ITU-R BT.601, as Pillow's `L`. */
function channelsOf({ colours }: ImageRecipe): readonly (readonly (readonly [number, number])[])[] {
  const one = (part: number) => [[part, 1] as const];
  switch (colours) {
    case 'RGB':
      return [one(0), one(1), one(2)];
    case 'BGR':
      return [one(2), one(1), one(0)];
    case 'RGBA':
      return [one(0), one(1), one(2), one(3)];
    case 'grey':
      return [
        [
          [0, 0.299],
          [1, 0.587],
          [2, 0.114],
        ],
      ];
  }
}

/** The recipe's shape, with the axes before it that the input has: the batch. */
function shapeFor(input: ValueInfo, type: TensorType, recipe: ImageRecipe, channels: number): readonly number[] {
  const { width, height } = recipe;
  const picture = recipe.layout === 'NCHW' ? [channels, height, width] : [height, width, channels];
  const declared = type.shape ?? [1, ...picture];
  const grey = channels === 1 && declared.length === 2 ? [height, width] : picture;
  if (declared.length < grey.length)
    return refuse(input, `It has ${declared.length} axes; a picture has ${grey.length}.`);
  const before = declared.slice(0, declared.length - grey.length);
  const shape = [...before.map((size) => (typeof size === 'number' ? size : 1)), ...grey];
  const unlike = shape.findIndex((size, axis) => typeof declared[axis] === 'number' && declared[axis] !== size);
  if (unlike >= 0) {
    const wanted = declared.map((size) => size ?? '?').join(' × ');
    refuse(input, `The recipe makes ${shape.join(' × ')}; the input is ${wanted}.`);
  }
  return shape;
}

function refuse({ name }: ValueInfo, why: string): never {
  fail(
    'bad-value',
    `The picture for \`${name}\` could not be used.`,
    why,
    'Change the recipe: its layout, size or colours.',
  );
}
