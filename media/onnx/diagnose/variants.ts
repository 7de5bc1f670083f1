// A picture fed in all usual ways at once: another order of colours, another range, another layout, side by side.
import type { Dimension, ImageRecipe, InputSpec, ModelResult } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { integer, scalar, shapeOf, shapeText } from '../format';
import type { ModelSummary, RunRequest } from '../messages';
import { problemPanel } from '../problem';
import { probabilityChart } from '../results/chart';
import { fitsShape, PRESETS, presetOf } from '../run/recipe';
import type { DiagnoseHandlers } from './diagnose';

export interface Variant {
  readonly name: string;
  readonly recipe: ImageRecipe;
}

/**
 * The recipe as it is first, then with one or both of order and range changed; and turned the other way in memory, where
 * the input's shape leaves open which way it takes.
 */
export function variantsOf(recipe: ImageRecipe, shape: Shape): readonly Variant[] {
  const other = TURNED[recipe.colours];
  const ranges = PRESETS.filter((_, index) => index !== presetOf(recipe));
  // Values for three colours say nothing about one.
  const fitting = ranges.filter(({ values }) => recipe.colours !== 'grey' || values.mean.length === 1);
  const own = PRESETS[presetOf(recipe)]?.name ?? 'its own range';
  const orders = [recipe.colours, ...(other === null ? [] : [other])];
  const turned = otherLayout(recipe);
  const isOpen = fitsShape(shape, turned);
  const layout = isOpen ? `, ${recipe.layout}` : '';
  return [
    ...orders.map((colours) => ({ name: `${colours}, ${own}${layout}`, recipe: { ...recipe, colours } })),
    ...(isOpen
      ? orders.map((colours) => ({ name: `${colours}, ${own}, ${turned.layout}`, recipe: { ...turned, colours } }))
      : []),
    ...orders.flatMap((colours) =>
      fitting.map(({ name, values }) => ({
        name: `${colours}, ${name}${layout}`,
        recipe: { ...recipe, ...values, colours },
      })),
    ),
  ].map((variant, index) => (index === 0 ? { ...variant, name: `As it is: ${variant.name}` } : variant));
}

type Shape = readonly Dimension[] | null;

const TURNED = { RGB: 'BGR', BGR: 'RGB', RGBA: null, grey: null } as const;

const otherLayout = (recipe: ImageRecipe): ImageRecipe => ({
  ...recipe,
  layout: recipe.layout === 'NCHW' ? 'NHWC' : 'NCHW',
});

/** Why the picture is not fed the other way round in memory; null where it is. */
export function fixedLayout(recipe: ImageRecipe, shape: Shape): string | null {
  const other = otherLayout(recipe);
  // Where neither fits, running it says why; a grey picture of two axes has none.
  if (shape === null || !fitsShape(shape, recipe) || fitsShape(shape, other)) return null;
  const declared = shapeText(shape.map((size) => size ?? '?'));
  return `The input is ${declared}: only ${recipe.layout} fits it, so ${other.layout} is not among them.`;
}

/** The input that is fed with a picture, and how. */
function pictureIn({
  inputs,
}: RunRequest): { readonly name: string; readonly spec: InputSpec & { kind: 'image' } } | null {
  for (const [name, spec] of Object.entries(inputs)) if (spec.kind === 'image') return { name, spec };
  return null;
}

export function variantsSection(handlers: DiagnoseHandlers, { inputs, optionalInputs }: ModelSummary): HTMLElement {
  const place = h('div', { 'aria-live': 'polite' });

  async function tryAll(): Promise<void> {
    const request = handlers.request();
    const picture = pictureIn(request);
    if (picture === null) {
      return fill(
        place,
        h('p', { class: 'remark' }, 'No picture is fed: choose one for an input in the run form first.'),
      );
    }
    const { name, spec } = picture;
    const input = [...inputs, ...optionalInputs].find((each) => each.name === name);
    const shape = input ? shapeOf(input.type) : null;
    const cards = variantsOf(spec.recipe, shape).map((variant) => ({ variant, card: h('li', { class: 'variant' }) }));
    const why = fixedLayout(spec.recipe, shape);
    fill(
      place,
      why && h('p', { class: 'remark' }, why),
      h(
        'ul',
        { class: 'variants' },
        cards.map(({ card }) => card),
      ),
    );
    for (const { variant, card } of cards)
      fill(card, h('h3', {}, variant.name), h('p', { class: 'remark' }, 'Running…'));
    for (const { variant, card } of cards) {
      const fed = { ...request.inputs, [name]: { ...spec, recipe: variant.recipe } };
      const answer = await handlers.ask('heldout/model/run', { ...request, inputs: fed, warmRuns: 0 });
      fill(
        card,
        h('h3', {}, variant.name),
        answer.problem ? problemPanel(answer.problem, handlers.act) : outcome(answer.value),
      );
    }
  }

  return h(
    'section',
    { 'aria-label': 'Other ways to feed a picture' },
    h('h2', {}, 'Other ways to feed a picture'),
    h(
      'p',
      { class: 'remark' },
      'Most wrong results of image models come from the order of the colours, the range of the values or the order of the axes. This feeds the picture of the run form in all usual ways.',
    ),
    h(
      'div',
      { class: 'buttons' },
      h('vscode-button', { class: 'try', secondary: true, onclick: () => void tryAll() }, 'Try Them Side by Side'),
    ),
    place,
  );
}

function outcome({ probabilities, outputs, statistics, detections }: ModelResult): HTMLElement {
  const [first] = probabilities;
  if (first !== undefined) return probabilityChart(first);
  return h(
    'ul',
    {},
    detections !== null && h('li', {}, `${integer(detections.boxes.length)} boxes found`),
    outputs.map(({ name, value }) => {
      const range = statistics[name]?.range;
      const values = range ? `: ${scalar(range.min)} … ${scalar(range.max)}, mean ${scalar(range.mean)}` : '';
      const shape = value.kind === 'tensor' ? shapeText(value.shape) : value.kind;
      return h('li', {}, h('code', {}, name), ` ${shape}${values}`);
    }),
  );
}
