// The tables of inputs and outputs: name, type and shape, symbolic dimensions set apart.
import type { Dimension, ValueInfo } from '../../../server/src/protocol';
import { folded, h, type Child } from '../dom';
import { shapeOf, typeName } from '../format';

/** A titled table. `optional` inputs have a stored default; old exporters list all weights there, so they are folded. */
export function signatureTable(
  title: string,
  values: readonly ValueInfo[],
  optional: readonly ValueInfo[] = [],
): HTMLElement {
  return h(
    'section',
    { 'aria-label': title },
    h('h2', {}, title, h('span', { class: 'count' }, values.length)),
    values.length === 0 ? h('p', { class: 'empty' }, `This model has no ${title.toLowerCase()}.`) : table(values),
    optional.length > 0 && foldedInputs(optional.length, table(optional)),
  );
}

/** Inputs that need no value, out of the way until they are asked for. */
export function foldedInputs(count: number, content: Child, open = false): HTMLElement {
  const inputs = count === 1 ? '1 input' : `${count} inputs`;
  return folded({ class: 'optional', open }, `${inputs} with a stored value`, content);
}

function table(values: readonly ValueInfo[]): HTMLElement {
  const headings = ['Name', 'Type', 'Shape'].map((text) => h('th', { scope: 'col' }, text));
  return h('table', { class: 'signature' }, h('thead', {}, h('tr', {}, headings)), h('tbody', {}, values.map(row)));
}

function row(value: ValueInfo): HTMLElement {
  const dimensions = shapeOf(value.type);
  const hasShape = dimensions !== null || value.type.kind === 'tensor' || value.type.kind === 'sparse-tensor';
  return h(
    'tr',
    {},
    h('th', { scope: 'row', title: value.description || undefined }, h('code', {}, value.name)),
    // Maps and sequences have long names and no shape.
    h('td', { class: 'type', colspan: hasShape ? undefined : 2 }, typeName(value.type)),
    hasShape && h('td', {}, shape(dimensions, value.type.kind)),
  );
}

/** The dimensions one by one: sizes, names in italics, `?` where the file says nothing. */
export function shape(dimensions: readonly Dimension[] | null, kind: string): HTMLElement {
  if (!dimensions) {
    const isTensor = kind === 'tensor' || kind === 'sparse-tensor';
    return h('span', { class: 'remark' }, isTensor ? 'any shape' : '–');
  }
  if (dimensions.length === 0) return h('span', { class: 'remark' }, 'scalar');
  return h(
    'span',
    { class: 'shape' },
    dimensions.flatMap((dimension, index) => [
      index > 0 && [h('span', { class: 'times', 'aria-hidden': 'true' }, '×'), h('wbr')],
      dimensionText(dimension),
    ]),
  );
}

function dimensionText(dimension: Dimension): HTMLElement {
  if (typeof dimension === 'number') return h('span', {}, dimension);
  if (dimension) return h('span', { class: 'symbol', title: 'A size that each run chooses' }, dimension);
  return h('span', { class: 'symbol', title: 'The file does not say this size' }, '?');
}
