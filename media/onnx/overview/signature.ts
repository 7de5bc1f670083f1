// The tables of inputs and outputs: name, type and shape, symbolic dimensions set apart.
import type { Dimension, ValueInfo } from '../../../server/src/protocol';
import { h } from '../dom';
import { shapeOf, typeName } from '../format';

/** A titled table; `optional` rows are inputs that have a stored default. */
export function signatureTable(
  title: string,
  values: readonly ValueInfo[],
  optional: readonly ValueInfo[] = [],
): HTMLElement {
  const rows = [...values.map((value) => row(value, false)), ...optional.map((value) => row(value, true))];
  return h(
    'section',
    { 'aria-label': title },
    h('h2', {}, title, h('span', { class: 'count' }, rows.length)),
    rows.length === 0
      ? h('p', { class: 'empty' }, `This model has no ${title.toLowerCase()}.`)
      : h(
          'table',
          { class: 'signature' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['Name', 'Type', 'Shape'].map((text) => h('th', { scope: 'col' }, text)),
            ),
          ),
          h('tbody', {}, rows),
        ),
  );
}

function row(value: ValueInfo, hasDefault: boolean): HTMLElement {
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row', title: value.description || undefined },
      h('code', {}, value.name),
      hasDefault && h('span', { class: 'remark', title: 'The model has a stored value for it' }, ' optional'),
    ),
    h('td', { class: 'type' }, typeName(value.type)),
    h('td', {}, shape(shapeOf(value.type), value.type.kind)),
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
      index > 0 && h('span', { class: 'times', 'aria-hidden': 'true' }, '×'),
      dimensionText(dimension),
    ]),
  );
}

function dimensionText(dimension: Dimension): HTMLElement {
  if (typeof dimension === 'number') return h('span', {}, dimension);
  if (dimension) return h('span', { class: 'symbol', title: 'A size that each run chooses' }, dimension);
  return h('span', { class: 'symbol', title: 'The file does not say this size' }, '?');
}
