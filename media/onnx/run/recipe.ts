// A recipe for pictures as a form has it: presets for its values, numbers as they are typed, one line that sums it up. Pure.
import type { Dimension, ImageRecipe } from '../../../server/src/protocol';

type Values = Pick<ImageRecipe, 'scale' | 'mean' | 'deviation'>;

/** Ranges that models are trained with, by what a reader calls them. */
export const PRESETS: readonly { readonly name: string; readonly values: Values }[] = [
  { name: '0 … 255', values: { scale: 1, mean: [0], deviation: [1] } },
  { name: '0 … 1', values: { scale: 1 / 255, mean: [0], deviation: [1] } },
  { name: '−1 … 1', values: { scale: 1 / 255, mean: [0.5], deviation: [0.5] } },
  {
    name: 'ImageNet',
    values: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  },
];

/** The preset that a recipe's values are; -1 where they are the user's own. */
export function presetOf({ scale, mean, deviation }: Values): number {
  const written = (values: Values) => JSON.stringify([round(values.scale), values.mean, values.deviation]);
  const own = written({ scale, mean, deviation });
  return PRESETS.findIndex(({ values }) => written(values) === own);
}

/** `0.485, 0.456, 0.406`, `1/255`: numbers as typed; null where they are none, or not one or one for each colour. */
export function readNumbers(text: string, colours: number): readonly number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = words.map(readNumber);
  if (numbers.length !== 1 && numbers.length !== colours) return null;
  return numbers.every((number): number is number => number !== null) ? numbers : null;
}

function readNumber(text: string): number | null {
  const fraction = /^([\d.]+)\/([\d.]+)$/.exec(text);
  const number = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** As it is typed: what is one over a whole number is written so. */
export function writeNumbers(numbers: readonly number[]): string {
  return numbers.map(writeNumber).join(', ');
}

function writeNumber(number: number): string {
  const inverse = Math.round(1 / number);
  return number > 0 && number < 0.1 && Math.abs(inverse * number - 1) < 1e-12 ? `1/${inverse}` : String(round(number));
}

const round = (number: number): number => Number(number.toPrecision(10));

export const colourCount = ({ colours }: Pick<ImageRecipe, 'colours'>): number =>
  colours === 'grey' ? 1 : colours === 'RGBA' ? 4 : 3;

/** Whether an input of this shape takes a picture by the recipe; sizes that are open, and a shape that is, take any. */
export function fitsShape(shape: readonly Dimension[] | null, recipe: ImageRecipe): boolean {
  if (shape === null) return true;
  const { width, height, layout } = recipe;
  const channels = colourCount(recipe);
  const picture = layout === 'NCHW' ? [channels, height, width] : [height, width, channels];
  const own = shape.slice(-picture.length);
  return own.length === picture.length && own.every((size, axis) => typeof size !== 'number' || size === picture[axis]);
}

/** `224 × 224, RGB, NCHW, 0 … 1`. */
export function recipeText(recipe: ImageRecipe): string {
  const preset = PRESETS[presetOf(recipe)]?.name ?? 'own values';
  return [`${recipe.width} × ${recipe.height}`, recipe.fit, recipe.colours, recipe.layout, preset].join(', ');
}

/** Where a picture of `width` × `height` lies on what is fed: left, top, width, height in pixels. */
export function placeOf(recipe: ImageRecipe, width: number, height: number): readonly [number, number, number, number] {
  if (recipe.fit === 'stretch') return [0, 0, recipe.width, recipe.height];
  const [across, down] = [recipe.width / width, recipe.height / height];
  const scale = recipe.fit === 'crop' ? Math.max(across, down) : Math.min(across, down);
  const [w, h] = [width * scale, height * scale];
  return [(recipe.width - w) / 2, (recipe.height - h) / 2, w, h];
}
