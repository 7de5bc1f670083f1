// Pictures of tensors: images as they are, one channel as a heat map, the likeliest class of each pixel in its colour.
import { valueAt } from '../compare';
import { imageAxes } from '../imageRecipe';
import type { Dimension } from '../model';
import type { TensorValue } from '../values';

export type PictureKind = 'image' | 'heat' | 'classes';

/** How a tensor can be drawn, the first kind by itself. */
export interface PictureOffer {
  readonly kinds: readonly PictureKind[];
  readonly rows: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel. */
  readonly pixels: Uint8Array;
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly legend: readonly { readonly label: string; readonly colour: string; readonly share: number }[];
}

/** Sides that are drawn: smaller ones are seldom meant to be looked at, larger ones are drawn smaller. */
const LEAST_SIDE = 16;
const MOST_SIDE = 1024;
const MOST_LEGEND = 20;
/** Sides of maps are rounded. */
const SAME_SHAPE = 0.05;

/**
 * null for a tensor that is not shaped like an image. `fed` is the picture that went in: maps are as wide for their
 * height as it is, which tells them from tables of features.
 */
export function offerPictures(
  tensor: TensorValue,
  fed: { readonly width: number; readonly height: number } | null,
): PictureOffer | null {
  const place = placeOf(tensor.shape);
  if (!place || tensor.elementType === 'string' || tensor.elementType.startsWith('complex')) return null;
  const { rows, channels, height, width } = place;
  if (Math.min(height, width) < LEAST_SIDE || rows === 0) return null;
  const isLabels = channels === 1 && /int/.test(tensor.elementType) && tensor.elementType !== 'uint8';
  const isImage = channels === 3 || (channels === 1 && !isLabels);
  const isMap = fed !== null && Math.abs((width / height) * (fed.height / fed.width) - 1) < SAME_SHAPE;
  if (!isMap && (!isImage || tensor.shape.length < 4)) return null;
  return { kinds: isImage ? ['image', 'heat'] : ['classes', 'heat'], rows, channels, height, width };
}

interface Place {
  readonly rows: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Steps in the data. */
  readonly step: { readonly row: number; readonly channel: number; readonly y: number; readonly x: number };
}

function placeOf(shape: readonly Dimension[]): Place | null {
  const sizes = shape.map(Number);
  if (sizes.length === 3 && sizes[0] === 1) {
    const [, height = 0, width = 0] = sizes;
    return { rows: 1, channels: 1, height, width, step: { row: 0, channel: 0, y: width, x: 1 } };
  }
  if (sizes.length !== 4) return null;
  const [rows = 0, second = 0, third = 0, fourth = 0] = sizes;
  const isLast = imageAxes(shape)?.channels === 3;
  const row = second * third * fourth;
  return isLast
    ? { rows, channels: fourth, height: second, width: third, step: { row, channel: 1, y: third * fourth, x: fourth } }
    : { rows, channels: second, height: third, width: fourth, step: { row, channel: third * fourth, y: fourth, x: 1 } };
}

/** The picture; null where the tensor has none of that kind. `colours` says how three channels are ordered. */
export function drawPicture(
  tensor: TensorValue,
  kind: PictureKind,
  { row, channel, colours, names }: { row: number; channel: number; colours: 'RGB' | 'BGR'; names: readonly string[] },
): Picture | null {
  const place = placeOf(tensor.shape);
  if (!place || row < 0 || row >= place.rows || channel < 0 || channel >= place.channels) return null;
  const shrink = Math.max(1, Math.max(place.height, place.width) / MOST_SIDE);
  const [height, width] = [
    Math.max(1, Math.round(place.height / shrink)),
    Math.max(1, Math.round(place.width / shrink)),
  ];
  const { step } = place;
  const value = (y: number, x: number, of: number): number => {
    const [fromY, fromX] = [
      Math.min(place.height - 1, Math.floor(y * shrink)),
      Math.min(place.width - 1, Math.floor(x * shrink)),
    ];
    return Number(valueAt(tensor, row * step.row + of * step.channel + fromY * step.y + fromX * step.x));
  };
  const canvas: Canvas = { width, height, pixels: new Uint8Array(width * height * 4), value };
  if (kind === 'classes') return drawClasses(canvas, place.channels, names);
  if (kind === 'heat') return drawHeat(canvas, channel);
  return drawImage(canvas, place.channels, colours, tensor.elementType === 'uint8');
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  readonly value: (y: number, x: number, channel: number) => number;
}

type Range = { readonly min: number; readonly max: number };

function rangeOf({ width, height, value }: Canvas, channels: readonly number[]): Range {
  let min = Infinity;
  let max = -Infinity;
  for (const channel of channels) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const one = value(y, x, channel);
        if (!Number.isFinite(one)) continue;
        if (one < min) min = one;
        if (one > max) max = one;
      }
    }
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** What black and white stand for: the range that values of images mostly have, where these do; else their own. */
export function imageRange({ min, max }: Range): Range {
  if (min >= -0.05 && max <= 1.05) return { min: 0, max: 1 };
  if (min >= -1.05 && max <= 1.05) return { min: -1, max: 1 };
  // What a network gives back overshoots.
  if (min >= -64 && max > 16 && max <= 320) return { min: 0, max: 255 };
  return { min, max };
}

function drawImage(canvas: Canvas, channels: number, colours: 'RGB' | 'BGR', isBytes: boolean): Picture {
  const { width, height, pixels, value } = canvas;
  const parts = channels === 1 ? [0, 0, 0] : colours === 'RGB' ? [0, 1, 2] : [2, 1, 0];
  const range = isBytes ? { min: 0, max: 255 } : imageRange(rangeOf(canvas, channels === 1 ? [0] : parts));
  const scale = range.max > range.min ? 255 / (range.max - range.min) : 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      for (const [index, part] of parts.entries()) {
        const byte = (value(y, x, part) - range.min) * scale;
        pixels[at + index] = byte >= 255 ? 255 : byte > 0 ? Math.round(byte) : 0;
      }
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels, range: isBytes ? null : range, legend: [] };
}

/** From dark blue over green to yellow: readable in grey and by the colour-blind. Close to matplotlib's viridis. */
const HEAT = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;
/** What is no number. */
const NOT_FINITE = [220, 50, 50] as const;

function drawHeat(canvas: Canvas, channel: number): Picture {
  const { width, height, pixels, value } = canvas;
  const range = rangeOf(canvas, [channel]);
  const scale = range.max > range.min ? (HEAT.length - 1) / (range.max - range.min) : 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const one = value(y, x, channel);
      const place = (one - range.min) * scale;
      const low = Math.max(0, Math.min(HEAT.length - 2, Math.floor(place)));
      const colour = Number.isFinite(one)
        ? HEAT[low]!.map((from, index) => from + (HEAT[low + 1]![index]! - from) * (place - low))
        : NOT_FINITE;
      pixels.set([...colour, 255], (y * width + x) * 4);
    }
  }
  return { width, height, pixels, range, legend: [] };
}

function drawClasses(canvas: Canvas, channels: number, names: readonly string[]): Picture {
  const { width, height, pixels, value } = canvas;
  const counts = new Map<number, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = channels === 1 ? value(y, x, 0) : 0;
      for (let channel = 1; channel < channels; channel++) if (value(y, x, channel) > value(y, x, best)) best = channel;
      counts.set(best, (counts.get(best) ?? 0) + 1);
      pixels.set([...classColour(best), 255], (y * width + x) * 4);
    }
  }
  const legend = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_LEGEND)
    .map(([kind, count]) => ({
      label: names[kind] ?? `class ${kind}`,
      colour: `rgb(${classColour(kind).join(', ')})`,
      share: count / (width * height),
    }));
  return { width, height, pixels, range: null, legend };
}

/** The first is black, which mostly is the background; others go round the colours by the golden angle. */
function classColour(kind: number): readonly number[] {
  if (!(kind > 0)) return [0, 0, 0];
  const hue = (kind * 137.508) % 360;
  const light = kind % 2 === 0 ? 0.6 : 0.48;
  const spread = 0.75 * Math.min(light, 1 - light);
  return [0, 8, 4].map((turn) => {
    const place = (turn + hue / 30) % 12;
    return Math.round(255 * (light - spread * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  });
}
