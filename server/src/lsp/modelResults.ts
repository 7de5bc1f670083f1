// What a run gave, as the protocol's plain data: values by page, statistics, pictures, boxes, and what to beware of.
import { statisticsOf } from '../model/graph/statistics';
import { imageAxes, suggestRecipe } from '../model/imageRecipe';
import { classNames } from '../model/labels';
import type { Model } from '../model/model';
import { findBoxes } from '../model/results/detections';
import { drawPicture, offerPictures } from '../model/results/pictures';
import type { TensorValue, Value } from '../model/values';
import type { Answer, Detections, ModelResult, Problem, Requests, ResultExtras, TensorPicture } from '../protocol';
import type { RunResult } from '../runtime/protocol';
import { outputValue, probabilitiesOf } from './modelValues';

/** Elements of outputs whose statistics come with the result; those of larger ones are asked for. */
const MOST_COUNTED = 4 * 1024 * 1024;

export function resultOf(run: string, result: RunResult, model: Model, pageSize: number): ModelResult {
  const typeOf = (name: string) =>
    model.graph.outputs.find((output) => output.name === name)?.type ?? { kind: 'unknown' };
  const shown = (value: Value | null) => (value === null ? { kind: 'none' as const } : outputValue(value, pageSize));
  const { load, first, warm } = result.timing;
  const extras = extrasOf(result, model);
  return {
    run,
    inputs: result.inputs.map(({ name, value }) => ({ name, value: shown(value) })),
    outputs: result.outputs.map(({ name, value }) => ({ name, type: typeOf(name), value: shown(value) })),
    probabilities: probabilitiesOf(result.outputs, model, imageFed(result) !== null),
    timing: { loadMs: load, runMs: first, warmMs: median(warm), warm },
    notes: [
      ...(result.runtime.note === '' ? [] : [result.runtime.note]),
      ...result.refused.map(({ name, problem }) => `${name}: ${problem.what} ${problem.why}`),
      ...warningsOf(extras.statistics),
    ],
    ...extras,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function extrasOf(result: RunResult, model: Model): ResultExtras {
  const image = imageFed(result);
  const statistics: Record<string, ResultExtras['statistics'][string]> = {};
  const pictures: ResultExtras['pictures'][number][] = [];
  for (const { name, value } of result.outputs) {
    if (value.kind !== 'tensor') continue;
    const counted = value.data.length <= MOST_COUNTED ? statisticsOf(value.elementType, value.data) : null;
    if (counted) statistics[name] = counted;
    const offer = offerPictures(value, image);
    if (offer) pictures.push({ output: name, ...offer });
  }
  const fedPictures = result.inputs.flatMap(({ name, value }) => {
    const offer = value?.kind === 'tensor' ? offerPictures(value, null) : null;
    return offer ? [{ output: name, ...offer }] : [];
  });
  return { statistics, pictures, fedPictures, detections: detectionsOf(result, model, image) };
}

interface FedImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The first input that was fed a tensor shaped like pictures. */
function imageFed({ inputs }: RunResult): FedImage | null {
  for (const { name, value } of inputs) {
    const axes = value?.kind === 'tensor' ? imageAxes(value.shape) : null;
    if (!axes || value?.kind !== 'tensor') continue;
    const [height, width] = [value.shape[axes.height]!, value.shape[axes.width]!];
    if (Math.min(height, width) >= 8) return { name, width, height };
  }
  return null;
}

function detectionsOf(result: RunResult, model: Model, image: FedImage | null): Detections | null {
  const found = image && findBoxes(model, result.outputs, image.width, image.height);
  return found && { ...found, input: image.name, width: image.width, height: image.height };
}

/** What a reader should not overlook: values that are none, and outputs that say nothing. */
function warningsOf(statistics: ResultExtras['statistics']): readonly string[] {
  return Object.entries(statistics).flatMap(([name, { seen, nan, infinite, range }]) => {
    if (nan + infinite > 0) {
      const parts = [nan > 0 && `${nan} NaN`, infinite > 0 && `${infinite} infinite`].filter(Boolean);
      return [`${name}: ${parts.join(' and ')} of ${seen} ${seen === 1 ? 'value' : 'values'}.`];
    }
    if (seen >= 8 && range && range.min === range.max) return [`${name}: all ${seen} values are ${range.min}.`];
    return [];
  });
}

/** A picture of an output, or of what was fed. */
export function pictureOf(
  tensor: TensorValue,
  model: Model,
  { kind, row, channel }: Pick<Requests['heldout/model/picture']['params'], 'kind' | 'row' | 'channel'>,
): Answer<TensorPicture> {
  const picture = drawPicture(tensor, kind, {
    row,
    channel,
    colours: coloursOf(model),
    names: classNames(model.metadata),
  });
  if (!picture) return { problem: NO_PICTURE };
  return { value: { ...picture, pixels: Buffer.from(picture.pixels).toString('base64') } };
}

/** A network gives pictures back in the order it takes them. */
function coloursOf(model: Model): 'RGB' | 'BGR' {
  const recipes = model.requiredInputs.flatMap((input) => {
    const { type } = input;
    const sizes =
      type.kind === 'tensor' ? (type.shape ?? []).map((size) => (typeof size === 'number' ? size : 224)) : [];
    return suggestRecipe(model, input, sizes) ?? [];
  });
  return recipes[0]?.colours === 'BGR' ? 'BGR' : 'RGB';
}

const NO_PICTURE: Problem = {
  kind: 'bad-value',
  what: 'This tensor cannot be drawn.',
  why: 'It is not shaped like an image.',
  todo: 'Look at its values.',
};
