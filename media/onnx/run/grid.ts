// Values of a small tensor as a grid of fields: one for each element, rows of the last dimension.
import { h } from '../dom';
import { blank, product, readValues, writeValues, wrongValue } from './values';

export interface ValueGrid {
  readonly element: HTMLElement;
  /** The values as text, in the shape of the grid. */
  readonly text: string;
  /** Goes to the first field whose value is none. */
  focusMistake(): void;
}

/** The grid, filled from `text` as far as its values go; `change` is told the new text. */
export function valueGrid(
  name: string,
  elementType: string,
  shape: readonly number[],
  text: string,
  describedBy: string,
  change: (text: string) => void,
): ValueGrid {
  const typed = readValues(text, elementType, null).tokens;
  const count = product(shape);
  const columns = shape.at(-1) ?? 1;
  const fields = Array.from({ length: count }, (_, index) => field(index));

  function field(index: number): HTMLInputElement {
    const place = shape.length === 0 ? '' : ` ${indexText(index, shape)}`;
    const input = h('input', {
      type: 'text',
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-label': `${name}${place}`,
      'aria-describedby': describedBy,
      class: elementType === 'string' ? 'word' : 'number',
    });
    input.value = typed[index]?.text ?? blank(elementType);
    input.addEventListener('focus', () => input.select());
    input.addEventListener('input', () => {
      mark(input);
      change(written());
    });
    mark(input);
    return input;
  }

  function mark(input: HTMLInputElement): void {
    const wrong = wrongValue(input.value.trim(), elementType);
    input.setAttribute('aria-invalid', String(wrong !== null));
    input.title = wrong ?? '';
  }

  function written(): string {
    const words = fields.map(({ value }) => (elementType === 'string' ? value : value.trim()));
    return writeValues(words, elementType, shape);
  }

  const element = h('div', { class: 'grid' }, fields);
  element.style.setProperty('--columns', String(columns));
  return {
    element,
    text: written(),
    focusMistake: () => fields.find((input) => input.getAttribute('aria-invalid') === 'true')?.focus(),
  };
}

/** `[0, 2]`: where the element of this flat index is. */
export function indexText(index: number, shape: readonly number[]): string {
  const places: number[] = [];
  let rest = index;
  for (let dimension = shape.length - 1; dimension >= 0; dimension -= 1) {
    const length = Math.max(1, shape[dimension]!);
    places.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${places.join(', ')}]`;
}
