// The recipe of a picture as fields: every step can be seen, changed, and put back to what the model suggests.
import type { ImageRecipe, ValueInfo } from '../../../server/src/protocol';
import { fill, folded, h } from '../dom';
import { colourCount, presetOf, PRESETS, readNumbers, recipeText, writeNumbers } from './recipe';
import { size } from './state';

const FITS = [
  ['stretch', 'Stretch'],
  ['crop', 'Crop to the middle'],
  ['pad', 'Pad with grey'],
] as const;
const COLOURS = ['RGB', 'BGR', 'RGBA', 'grey'] as const;
const LAYOUTS = ['NCHW', 'NHWC'] as const;

/** Folded: the one line that sums it up is enough as long as the result is right. */
export function recipeForm(
  input: ValueInfo,
  recipe: () => ImageRecipe,
  suggested: ImageRecipe | null,
  change: (recipe: ImageRecipe) => void,
): HTMLElement {
  const summary = h('span', { class: 'remark' });
  const fields = h('div', { class: 'recipe-fields' });
  const set = (more: Partial<ImageRecipe>) => {
    change({ ...recipe(), ...more });
    show();
  };

  function choice<Value extends string>(
    label: string,
    values: readonly (readonly [Value, string])[],
    chosen: Value,
    take: (value: Value) => void,
  ): HTMLElement {
    const select = h('vscode-single-select', { class: 'recipe-choice', label: `${label} of ${input.name}` });
    select.append(...values.map(([value, name]) => h('vscode-option', { value, selected: value === chosen }, name)));
    select.addEventListener('change', () => take(values[select.selectedIndex]![0]));
    return labelled(label, select);
  }

  /** `read` gives null for what it can't be. */
  function typed<Value>(
    label: string,
    text: string,
    read: (text: string) => Value | null,
    take: (value: Value) => void,
  ): HTMLElement {
    const field = h('vscode-textfield', { class: 'recipe-field', label: `${label} of ${input.name}`, value: text });
    field.addEventListener('input', () => {
      const value = read(field.value);
      field.invalid = value === null;
      if (value !== null) take(value);
    });
    return labelled(label, field);
  }

  const keepFields = (more: Partial<ImageRecipe>) => {
    change({ ...recipe(), ...more });
    fill(summary, recipeText(recipe()));
  };

  function show(): void {
    const { width, height, fit, colours, layout, scale, mean, deviation } = recipe();
    const side = (text: string) => size(text) || null;
    const numbers = (text: string) => readNumbers(text, colourCount({ colours }));
    const preset = presetOf(recipe());
    const presets = [
      ...PRESETS.map(({ name }, index) => [String(index), name] as const),
      ['-1', 'Own values'] as const,
    ];
    fill(summary, recipeText(recipe()));
    fill(
      fields,
      typed('Width', String(width), side, (value) => keepFields({ width: value })),
      typed('Height', String(height), side, (value) => keepFields({ height: value })),
      choice('Fit', FITS, fit, (value) => set({ fit: value })),
      choice(
        'Colours',
        COLOURS.map((each) => [each, each === 'grey' ? 'Grey' : each] as const),
        colours,
        (value) => set({ colours: value, ...forColours(recipe(), value) }),
      ),
      choice(
        'Layout',
        LAYOUTS.map((each) => [each, each] as const),
        layout,
        (value) => set({ layout: value }),
      ),
      choice('Values', presets, String(preset), (value) => set(PRESETS[Number(value)]?.values ?? {})),
      typed(
        'Scale',
        writeNumbers([scale]),
        (text) => readNumbers(text, 1),
        ([value]) => keepFields({ scale: value! }),
      ),
      typed('Mean', writeNumbers(mean), numbers, (value) => keepFields({ mean: value })),
      typed('Deviation', writeNumbers(deviation), numbers, (value) => keepFields({ deviation: value })),
      h('p', { class: 'remark recipe-formula' }, 'value = (pixel · scale − mean) / deviation, pixels from 0 to 255'),
      suggested &&
        h('button', { class: 'link', type: 'button', onclick: () => set(suggested) }, 'As the model suggests'),
    );
  }

  show();
  return folded({ class: 'recipe' }, ['Recipe ', summary], fields);
}

/** A mean for each of three colours makes no sense for one. */
function forColours({ mean, deviation }: ImageRecipe, colours: ImageRecipe['colours']): Partial<ImageRecipe> {
  const count = colourCount({ colours });
  const fitting = (numbers: readonly number[]) => (numbers.length === 1 || numbers.length === count ? numbers : null);
  return { mean: fitting(mean) ?? [0], deviation: fitting(deviation) ?? [1] };
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'recipe-label' }, h('span', { class: 'remark' }, label), field);
}
