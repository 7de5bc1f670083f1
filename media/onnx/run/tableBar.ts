// Rows of a table into the form: which file and row, which columns went where, and what was left out.
import type { TableFeeds } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { integer } from '../format';
import type { Ask } from '../graph/asking';
import { acceptDrops } from './drop';
import type { Files } from './files';
import { size, type TableState } from './state';

interface Handlers {
  readonly files: Files;
  readonly ask: Ask;
  /** Puts the values into the form. */
  readonly take: (table: TableState, feeds: TableFeeds) => void;
  /** The table is put away; the values stay. */
  readonly clear: () => void;
}

export interface TableBar {
  readonly element: HTMLElement;
  /** For the whole form, on which a table may be dropped. */
  readonly dropped: (data: DataTransfer) => void;
}

export function tableBar(initial: TableState | undefined, { files, ask, take, clear }: Handlers): TableBar {
  let state = initial;
  /** Only the newest answer counts. */
  let asked = 0;
  const element = h('div', { class: 'table-bar', role: 'group', 'aria-label': 'Values from a table' });
  const line = h('div', { class: 'drop-line' });
  const below = h('div', { 'aria-live': 'polite' });
  element.append(line, below);
  acceptDrops(element, dropped);

  function dropped(data: DataTransfer): void {
    void choose(files.dropped(data));
  }

  async function choose(picked: ReturnType<Files['pick']>): Promise<void> {
    try {
      const file = await picked;
      if (!file) return;
      state = { file, row: 0, rows: state?.rows ?? 1, columns: {} };
      await read();
    } catch (error) {
      fill(below, h('p', { class: 'mistake' }, error instanceof Error ? error.message : String(error)));
    }
  }

  /** Takes the row the state says. */
  async function read(): Promise<void> {
    if (!state) return;
    const wanted = state;
    const mine = ++asked;
    const { file, row, rows, columns } = wanted;
    const answer = await ask('heldout/model/table', { file: file.uri, row, rows, columns });
    if (mine !== asked || state !== wanted) return;
    if (answer.problem) {
      fill(below, h('p', { class: 'mistake' }, `${answer.problem.what} ${answer.problem.why}`));
      return show(null);
    }
    state = { ...wanted, row: answer.value.row };
    take(state, answer.value);
    show(answer.value);
  }

  const go = (more: Partial<TableState>) => {
    if (state) state = { ...state, ...more };
    void read();
  };

  function show(feeds: TableFeeds | null): void {
    const button = h(
      'vscode-button',
      { secondary: true, class: 'choose-table', onclick: () => void choose(files.pick('table')) },
      state ? 'Other Table…' : 'Fill from a Table…',
    );
    if (!state) {
      fill(line, button, h('span', { class: 'remark' }, 'a row of a CSV, TSV or Parquet file'));
      return;
    }
    const last = feeds ? feeds.rowCount - 1 : state.row;
    const current = state;
    fill(
      line,
      h('span', { class: 'file-name' }, current.file.name),
      h(
        'span',
        { class: 'with-label' },
        h('span', { class: 'remark' }, 'row'),
        number('Row', current.row, (row) => go({ row })),
      ),
      turn('Previous row', '‹', current.row > 0, () => go({ row: current.row - 1 })),
      turn('Next row', '›', current.row < last, () => go({ row: current.row + 1 })),
      feeds && h('span', { class: 'remark' }, `of 0 – ${integer(last)}`),
      h(
        'span',
        { class: 'with-label' },
        h('span', { class: 'remark' }, 'rows'),
        number('Rows', current.rows, (rows) => go({ rows })),
      ),
      button,
      h('button', { class: 'link', type: 'button', onclick: putAway }, 'Put away'),
    );
    if (feeds) fill(below, report(feeds));
  }

  function putAway(): void {
    state = undefined;
    asked += 1;
    clear();
    fill(below);
    show(null);
  }

  function number(label: string, value: number, change: (value: number) => void): HTMLElement {
    const field = h('vscode-textfield', { class: 'size', label, value: String(value) });
    field.addEventListener('change', () => {
      const typed = size(field.value);
      field.invalid = typed === undefined;
      if (typed !== undefined) change(typed);
    });
    return field;
  }

  function turn(label: string, sign: string, enabled: boolean, onclick: () => void): HTMLElement {
    return h(
      'button',
      { class: 'page-turn', type: 'button', disabled: !enabled, 'aria-label': label, title: label, onclick },
      sign,
    );
  }

  /** What went where; columns can be chosen anew where the guess was wrong. */
  function report(feeds: TableFeeds): HTMLElement {
    const filled = Object.entries(feeds.inputs);
    const fields = filled.map(([input, { columns }]) => [input, columns] as const);
    const others = feeds.others.map(({ column, value }) => `${column} = ${value}`);
    return h(
      'div',
      { class: 'table-report' },
      feeds.isCut &&
        h('p', { class: 'remark' }, `The file is long: its first ${integer(feeds.rowCount)} rows can be chosen.`),
      feeds.missing.map(({ input, why }) => h('p', { class: 'mistake' }, h('code', {}, input), ': ', why)),
      others.length > 0 &&
        h('p', { class: 'remark', title: 'Columns of this row that are not fed' }, `Not fed: ${others.join(', ')}`),
      h(
        'details',
        { class: 'table-columns' },
        h('summary', {}, 'Columns'),
        [...fields, ...feeds.missing.map(({ input }) => [input, []] as const)].map(([input, columns]) =>
          columnsField(input, columns),
        ),
        h('p', { class: 'remark' }, `The table has ${feeds.columns.join(', ')}.`),
      ),
    );
  }

  function columnsField(input: string, columns: readonly string[]): HTMLElement {
    const field = h('vscode-textfield', {
      class: 'columns-field',
      label: `Columns for ${input}`,
      value: columns.join(', '),
    });
    field.addEventListener('change', () => {
      const chosen = field.value
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      const { [input]: _before, ...rest } = state?.columns ?? {};
      go({ columns: chosen.length > 0 ? { ...rest, [input]: chosen } : rest });
    });
    return h('label', { class: 'recipe-label' }, h('code', {}, input), field);
  }

  show(null);
  if (state) void read();
  return { element, dropped };
}
