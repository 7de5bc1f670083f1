// Values that are typed: in fields where they are few, as text where they are many.
import type { ValueInfo } from '../../../server/src/protocol';
import { h } from '../dom';
import type { Body, InputContext } from './body';
import { valueGrid } from './grid';
import { elementTypeOf, fitsGrid } from './state';
import { product, readValues, type Mistake } from './values';

function placeholderOf(kind: ValueInfo['type']['kind'], elementType: string): string {
  if (kind === 'map') return '{"key": 1.5}';
  if (kind === 'sequence') return '[[1.5, 2], [3, 4, 5]]: a list of tensors';
  return elementType === 'string' ? '["one", "two"]' : '[[1.5, 2], [3, 4]] or 1.5, 2, 3, 4';
}

/** `shape` is the one they have to have; null: any. `show` shows them anew in the other view. */
export function valuesInput(
  { input, state, update, showMistake }: InputContext,
  shape: readonly number[] | null,
  mistakeId: string,
  show: () => void,
): Body {
  const elementType = elementTypeOf(input);
  const isTensor = input.type.kind === 'tensor';
  const canGrid = isTensor && shape !== null && fitsGrid(shape);

  function currentMistake(): Mistake | null {
    // Of sequences, maps and optionals the server alone knows how they are written.
    return isTensor ? readValues(state().text, elementType, shape).mistake : null;
  }
  const mistake = () => currentMistake()?.message ?? null;

  function viewSwitch(view: 'grid' | 'text'): HTMLElement {
    const label = view === 'text' ? 'Edit as text' : 'Edit in fields';
    const onclick = () => {
      // What is typed wrong would be lost in the fields.
      const wrong = view === 'grid' ? mistake() : null;
      showMistake(wrong);
      if (wrong !== null) return;
      update({ view });
      show();
    };
    return h('button', { class: 'link', type: 'button', onclick }, label);
  }

  if (canGrid && state().view === 'grid') {
    const grid = valueGrid(input.name, elementType, shape, state().text, mistakeId, (text) => {
      update({ text });
      showMistake(null);
    });
    if (grid.text !== state().text) update({ text: grid.text });
    const isShort = product(shape) <= 4 && product(shape) === (shape.at(-1) ?? 1);
    const focus = () => grid.focusMistake();
    return isShort
      ? { head: [grid.element], mistake, focus }
      : { head: [viewSwitch('text')], main: [grid.element], mistake, focus };
  }
  const area = h('vscode-textarea', {
    class: 'values',
    monospace: true,
    rows: 4,
    resize: 'vertical',
    label: `Values of ${input.name}`,
    placeholder: placeholderOf(input.type.kind, elementType),
  });
  area.value = state().text;
  area.addEventListener('input', () => {
    update({ text: area.value });
    showMistake(mistake());
  });
  const focus = () => {
    const wrong = currentMistake();
    area.focus();
    if (wrong) area.wrappedElement.setSelectionRange(wrong.start, wrong.end);
  };
  return { head: canGrid ? [viewSwitch('grid')] : [], main: [area], mistake, focus };
}
