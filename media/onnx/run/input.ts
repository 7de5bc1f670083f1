// One input of the run form: how it is filled, its values as fields or as text, and what is wrong with them.
import type { ValueInfo } from '../../../server/src/protocol';
import { fill, h, newId } from '../dom';
import { shapeOf, shapeText, typeName } from '../format';
import { shape as shapeElement } from '../overview/signature';
import { valueGrid } from './grid';
import { elementTypeOf, fitsGrid, resolve, size, type Fill, type FormState, type InputState } from './state';
import { product, readValues, type Mistake } from './values';

const FILLS: readonly (readonly [Fill, string])[] = [
  ['values', 'Values'],
  ['random', 'Random'],
  ['zeros', 'Zeros'],
  ['ones', 'Ones'],
];

function placeholderOf(kind: ValueInfo['type']['kind'], elementType: string): string {
  if (kind === 'map') return '{"key": 1.5}';
  if (kind === 'sequence') return '[[1.5, 2], [3, 4, 5]]: a list of tensors';
  return elementType === 'string' ? '["one", "two"]' : '[[1.5, 2], [3, 4]] or 1.5, 2, 3, 4';
}

export interface InputRow {
  readonly element: HTMLElement;
  /** Shows it anew for other sizes of symbolic dimensions. */
  resize(symbols: FormState['symbols']): void;
  /** Whether its values may be run; if not, says so at their place and takes the focus. */
  check(focus: boolean): boolean;
}

/** The row; `change` is told each new state. */
export function inputRow(
  input: ValueInfo,
  hasDefault: boolean,
  initial: InputState,
  initialSymbols: FormState['symbols'],
  change: (state: InputState) => void,
): InputRow {
  let state = initial;
  let symbols = initialSymbols;
  let focusMistake = () => {};
  const elementType = elementTypeOf(input);
  const declared = shapeOf(input.type);
  const isTensor = input.type.kind === 'tensor';
  const nameId = newId('input');
  const mistakeId = newId('mistake');
  const head = h('div', { class: 'input-value' });
  const body = h('div', { class: 'input-body' });
  const sizeText = h('span', {});
  const mistakeLine = h('p', { class: 'mistake', id: mistakeId, role: 'status' });

  const shapeNow = () => (declared ? resolve(declared, symbols, state.sizes) : null);
  const update = (more: Partial<InputState>) => {
    state = { ...state, ...more };
    change(state);
  };

  function showMistake(found: Mistake | null): void {
    fill(mistakeLine, found?.message);
    mistakeLine.hidden = !found;
  }

  function currentMistake(): Mistake | null {
    // Of sequences, maps and optionals the server alone knows how they are written.
    if (state.fill !== 'values' || !isTensor) return null;
    return readValues(state.text, elementType, shapeNow()).mistake;
  }

  function showValues(): void {
    const shape = shapeNow();
    const canGrid = isTensor && shape !== null && fitsGrid(shape);
    const asGrid = canGrid && state.view === 'grid';
    if (asGrid) {
      const grid = valueGrid(input.name, elementType, shape, state.text, mistakeId, (text) => {
        update({ text });
        showMistake(null);
      });
      if (grid.text !== state.text) update({ text: grid.text });
      focusMistake = () => grid.focusMistake();
      const isShort = product(shape) <= 4 && product(shape) === (shape.at(-1) ?? 1);
      fill(isShort ? head : body, grid.element);
      if (!isShort) head.append(viewSwitch('text'));
    } else {
      const text = textArea();
      focusMistake = () => text.focusMistake();
      fill(body, text.element);
      if (canGrid) head.append(viewSwitch('grid'));
    }
  }

  function viewSwitch(view: 'grid' | 'text'): HTMLElement {
    const label = view === 'text' ? 'Edit as text' : 'Edit in fields';
    const onclick = () => {
      // What is typed wrong would be lost in the fields.
      const mistake = view === 'grid' ? currentMistake() : null;
      showMistake(mistake);
      if (mistake) return;
      update({ view });
      show();
    };
    return h('button', { class: 'link', type: 'button', onclick }, label);
  }

  function textArea(): { readonly element: HTMLElement; readonly focusMistake: () => void } {
    const area = h('vscode-textarea', {
      class: 'values',
      monospace: true,
      rows: 4,
      resize: 'vertical',
      label: `Values of ${input.name}`,
      placeholder: placeholderOf(input.type.kind, elementType),
    });
    area.value = state.text;
    area.addEventListener('input', () => {
      update({ text: area.value });
      showMistake(currentMistake());
    });
    const select = () => {
      const mistake = currentMistake();
      area.focus();
      if (mistake) area.wrappedElement.setSelectionRange(mistake.start, mistake.end);
    };
    return { element: area, focusMistake: select };
  }

  function seedField(): HTMLElement {
    const field = h('vscode-textfield', { class: 'seed', label: `Seed of ${input.name}`, value: state.seed });
    field.addEventListener('input', () => {
      update({ seed: field.value });
      field.invalid = size(field.value) === undefined;
    });
    return h('span', { class: 'with-label' }, h('span', { class: 'remark' }, 'seed'), field);
  }

  /** A field for each size that the file leaves open. */
  function openSizes(): HTMLElement | null {
    const fields = (declared ?? []).flatMap((dimension, index) => {
      if (dimension !== null) return [];
      const field = h('vscode-textfield', {
        class: 'size',
        label: `Size of dimension ${index + 1} of ${input.name}`,
        value: state.sizes[index] ?? '1',
      });
      field.addEventListener('input', () => {
        update({ sizes: { ...state.sizes, [index]: field.value } });
        field.invalid = size(field.value) === undefined;
        if (!field.invalid) showSizeAndValues();
      });
      return [h('span', { class: 'with-label' }, h('span', { class: 'remark' }, `dimension ${index + 1}`), field)];
    });
    return fields.length > 0 && state.fill !== 'default' ? h('div', { class: 'sizes' }, fields) : null;
  }

  function showSizeAndValues(): void {
    const shape = shapeNow();
    fill(sizeText, shape ? shapeText(shape) : isTensor && shapeElement(null, input.type.kind));
    fill(head);
    fill(body);
    focusMistake = () => {};
    showMistake(null);
    if (state.fill === 'values') showValues();
    if (state.fill === 'random') fill(head, seedField());
  }

  function show(): void {
    fill(open, openSizes());
    showSizeAndValues();
  }

  const open = h('div', {});
  const select = h('vscode-single-select', { class: 'fill', label: `How ${input.name} is filled` });
  const fills = hasDefault ? [['default', 'Default'] as const, ...FILLS] : FILLS;
  select.append(
    ...fills
      .filter(([value]) => value === 'default' || value === 'random' || elementType !== 'string' || value === 'values')
      .map(([value, label]) => h('vscode-option', { value, selected: state.fill === value }, label)),
  );
  select.addEventListener('change', () => {
    const chosen = fills.find(([value]) => value === select.value);
    if (chosen) update({ fill: chosen[0] });
    show();
  });
  const element = h(
    'div',
    { class: 'input', role: 'group', 'aria-labelledby': nameId },
    h(
      'div',
      { class: 'input-head' },
      h(
        'div',
        { class: 'input-name', id: nameId },
        h('code', {}, input.name),
        h('span', { class: 'remark' }, typeName(input.type), ' ', sizeText),
      ),
      select,
      head,
    ),
    open,
    body,
    mistakeLine,
  );
  show();
  return {
    element,
    resize: (newSymbols) => {
      symbols = newSymbols;
      showSizeAndValues();
    },
    check: (focus) => {
      const mistake = currentMistake();
      showMistake(mistake);
      if (mistake && focus) focusMistake();
      return !mistake;
    },
  };
}
