// The values of a tensor in a table, a page at a time; further pages are asked for when turned to.
import type { Scalar, TensorPage } from '../../../server/src/protocol';
import type { Answer } from '../messages';
import { fill, h } from '../dom';
import { integer, numbersAlike, shapeText } from '../format';
import { problemPanel } from '../problem';
import { indexText } from '../run/grid';

/** Up to this many columns, a row of the table is a row of the tensor. */
const WIDEST = 12;
const WRAP_AT = 5;
/** Values on a page, rounded down to whole rows. */
export const PAGE_VALUES = 100;

export type LoadPage = (offset: number, count: number) => Promise<Answer<TensorPage>>;

/** The table; without `load` only the page given can be seen. */
export function tensorTable(first: TensorPage, load?: LoadPage): HTMLElement {
  const columns = columnsOf(first.shape);
  const perPage = Math.max(1, Math.floor(PAGE_VALUES / columns)) * columns;
  const table = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Values' });
  const pager = h('div', { class: 'pager' });

  function show(page: TensorPage): void {
    const values = page.values.slice(0, perPage);
    fill(table, valueTable(values, page, columns, first.columns));
    const to = page.offset + values.length;
    const isWhole = page.offset === 0 && to >= page.count;
    fill(
      pager,
      !isWhole &&
        h('span', { class: 'remark' }, `${integer(page.offset)} – ${integer(to - 1)} of ${integer(page.count)} values`),
      !isWhole &&
        load && [
          turn('First', '⟪', 0, page.offset > 0),
          turn('Previous', '‹', Math.max(0, page.offset - perPage), page.offset > 0),
          turn('Next', '›', page.offset + perPage, to < page.count),
          turn('Last', '⟫', Math.floor((page.count - 1) / perPage) * perPage, to < page.count),
        ],
    );
  }

  function turn(what: string, sign: string, offset: number, enabled: boolean): HTMLElement {
    const turnTo = async () => {
      const answer = await load!(offset, perPage);
      if (answer.problem) fill(table, problemPanel(answer.problem, onclick, ['retry']));
      else show(answer.value);
      pager.querySelector<HTMLElement>(`[aria-label="${what} page"]:not([disabled])`)?.focus();
    };
    const onclick = () => void turnTo();
    return h(
      'button',
      { class: 'page-turn', type: 'button', disabled: !enabled, 'aria-label': `${what} page`, title: what, onclick },
      sign,
    );
  }

  if (first.count === 0) return h('p', { class: 'empty' }, `No values: the shape is ${shapeText(first.shape)}.`);
  show(first);
  return h('div', {}, table, pager);
}

function columnsOf(shape: readonly number[]): number {
  const width = shape.at(-1) ?? 1;
  // A single row that is wider than the page reads better downwards.
  const isSingleRow = shape.slice(0, -1).every((size) => size === 1);
  if (width <= 1 || (isSingleRow && width > WRAP_AT && width <= WIDEST)) return 1;
  return width <= WIDEST ? width : WRAP_AT;
}

/** `names` are of the columns; of the rows where a single row is written downwards. */
function valueTable(
  values: readonly Scalar[],
  { offset, shape }: Pick<TensorPage, 'offset' | 'shape'>,
  columns: number,
  names?: readonly string[],
): HTMLElement {
  const isDownwards = columns === 1 && names !== undefined && names.length === shape.at(-1) && names.length > 1;
  const isRowOfTensor = columns === (shape.at(-1) ?? 1);
  const rows: Scalar[][] = [];
  for (let at = 0; at < values.length; at += columns) rows.push(values.slice(at, at + columns));
  const label = (row: number) => {
    const index = offset + row * columns;
    if (isDownwards) return names[index % names.length] ?? '';
    return isRowOfTensor && shape.length > 1 ? indexText(index / columns, shape.slice(0, -1)) : indexText(index, shape);
  };
  const write = numbersAlike(values);
  const hasHeader = isRowOfTensor && columns > 1;
  return h(
    'table',
    { class: columns === 1 ? 'tensor single' : 'tensor' },
    hasHeader &&
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('td', {}),
          Array.from({ length: columns }, (_, index) => h('th', { scope: 'col' }, names?.[index] ?? index)),
        ),
      ),
    h(
      'tbody',
      {},
      rows.map((cells, row) =>
        h(
          'tr',
          {},
          shape.length > 0 && h('th', { scope: 'row' }, label(row)),
          cells.map((value) => cell(value, write)),
        ),
      ),
    ),
  );
}

function cell(value: Scalar, write: (value: Scalar) => string): HTMLElement {
  const notFinite = value === 'NaN' || value === 'Infinity' || value === '-Infinity';
  const isNumber = typeof value === 'number' || notFinite || (typeof value === 'string' && /^-?\d+$/.test(value));
  const kind = notFinite ? 'number not-finite' : isNumber ? 'number' : 'word';
  return h(
    'td',
    { class: kind, title: String(value) },
    value === '' ? h('span', { class: 'remark' }, 'empty') : write(value),
  );
}
