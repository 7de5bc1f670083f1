// A table whose columns sort it; long ones show more on request.
import { fill, h, type Child } from '../dom';
import { integer } from '../format';

export interface Column<Row> {
  readonly title: string;
  /** What it sorts by; null comes last, whichever way. Left out: it does not sort. */
  readonly by?: (row: Row) => number | string | null;
  readonly cell: (row: Row) => Child;
  readonly numeric?: boolean;
  readonly hint?: string;
}

interface Options<Row> {
  /** The column it is sorted by at first; numbers the largest first. undefined: as it comes. */
  readonly sorted?: number;
  readonly label: string;
  readonly rowClass?: (row: Row) => string | undefined;
}

const SHOWN = 60;

export function sortTable<Row>(
  all: readonly Row[],
  columns: readonly Column<Row>[],
  { sorted, label, rowClass }: Options<Row>,
): HTMLElement {
  let column = sorted ?? -1;
  let descending = true;
  let shown = SHOWN;
  const head = h('tr');
  const body = h('tbody');
  const more = h('div', {});

  function rows(): readonly Row[] {
    const by = columns[column]?.by;
    if (by === undefined) return all;
    const way = descending ? -1 : 1;
    return [...all].sort((a, b) => {
      const [x, y] = [by(a), by(b)];
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      return x < y ? -way : x > y ? way : 0;
    });
  }

  function show(): void {
    fill(head, columns.map(heading));
    fill(
      body,
      rows()
        .slice(0, shown)
        .map((row) =>
          h(
            'tr',
            { class: rowClass?.(row) },
            columns.map(({ cell, numeric }) => h('td', { class: numeric ? 'number' : undefined }, cell(row))),
          ),
        ),
    );
    const rest = all.length - shown;
    fill(
      more,
      rest > 0 && h('button', { class: 'link', type: 'button', onclick: showMore }, `Show ${integer(rest)} more`),
    );
  }

  function showMore(): void {
    shown = all.length;
    show();
  }

  function heading({ title, by, numeric, hint }: Column<Row>, index: number): HTMLElement {
    const attributes = { scope: 'col', class: numeric ? 'number' : undefined, title: hint };
    if (by === undefined) return h('th', attributes, title);
    const state = index !== column ? 'none' : descending ? 'descending' : 'ascending';
    const sign = index !== column ? '' : descending ? ' ↓' : ' ↑';
    const onclick = () => {
      descending = index === column ? !descending : true;
      column = index;
      show();
      const place = columns.slice(0, index).filter((one) => one.by).length;
      const buttons = [...head.querySelectorAll<HTMLElement>('button.sort')];
      buttons[place]?.focus();
    };
    return h(
      'th',
      { ...attributes, 'aria-sort': state },
      h('button', { class: 'sort', type: 'button', onclick }, `${title}${sign}`),
    );
  }

  show();
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
      h('table', { class: 'sorted' }, h('thead', {}, head), body),
    ),
    more,
  );
}
