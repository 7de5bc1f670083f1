// A picture fed in all usual ways at once: another order of colours, another range, side by side.
import type { ImageRecipe, InputSpec, ModelResult } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { integer, scalar, shapeText } from '../format';
import type { RunRequest } from '../messages';
import { problemPanel } from '../problem';
import { probabilityChart } from '../results/chart';
import { PRESETS, presetOf } from '../run/recipe';
import type { DiagnoseHandlers } from './diagnose';

export interface Variant {
  readonly name: string;
  readonly recipe: ImageRecipe;
}

/** The recipe as it is first, then with one or both of order and range changed. The layout follows from the model's shape. */
export function variantsOf(recipe: ImageRecipe): readonly Variant[] {
  const turned = { RGB: 'BGR', BGR: 'RGB', RGBA: null, grey: null } as const;
  const other = turned[recipe.colours];
  const ranges = PRESETS.filter((_, index) => index !== presetOf(recipe));
  // Values for three colours say nothing about one.
  const fitting = ranges.filter(({ values }) => recipe.colours !== 'grey' || values.mean.length === 1);
  const own = PRESETS[presetOf(recipe)]?.name ?? 'its own range';
  return [
    { name: `As it is: ${recipe.colours}, ${own}`, recipe },
    ...(other === null ? [] : [{ name: `${other}, ${own}`, recipe: { ...recipe, colours: other } }]),
    ...fitting.map(({ name, values }) => ({ name: `${recipe.colours}, ${name}`, recipe: { ...recipe, ...values } })),
    ...(other === null
      ? []
      : fitting.map(({ name, values }) => ({
          name: `${other}, ${name}`,
          recipe: { ...recipe, ...values, colours: other },
        }))),
  ];
}

/** The input that is fed with a picture, and how. */
function pictureIn({
  inputs,
}: RunRequest): { readonly name: string; readonly spec: InputSpec & { kind: 'image' } } | null {
  for (const [name, spec] of Object.entries(inputs)) if (spec.kind === 'image') return { name, spec };
  return null;
}

export function variantsSection(handlers: DiagnoseHandlers): HTMLElement {
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
    const cards = variantsOf(spec.recipe).map((variant) => ({ variant, card: h('li', { class: 'variant' }) }));
    fill(
      place,
      h(
        'ul',
        { class: 'variants' },
        cards.map(({ card }) => card),
      ),
    );
    for (const { variant, card } of cards)
      fill(card, h('h3', {}, variant.name), h('p', { class: 'remark' }, 'Running…'));
    for (const { variant, card } of cards) {
      const inputs = { ...request.inputs, [name]: { ...spec, recipe: variant.recipe } };
      const answer = await handlers.ask('heldout/model/run', { ...request, inputs, warmRuns: 0 });
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
      'Most wrong results of image models come from the order of the colours or the range of the values. This feeds the picture of the run form in all usual ways.',
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
