// Why it is wrong: advice about a run, and the statistics of every tensor on its way.
import type { Advice, ModelTrace, TraceRow } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { integer, scalar, shapeText } from '../format';
import type { Heat } from '../graph/heat';
import { problemPanel } from '../problem';
import type { DiagnoseHandlers } from './diagnose';
import { sortTable, type Column } from './sortTable';

export function traceSection(handlers: DiagnoseHandlers): HTMLElement {
  const place = h('div', { 'aria-live': 'polite' });

  async function check(): Promise<void> {
    const controller = new AbortController();
    const cancel = h('button', { class: 'link', type: 'button', onclick: () => controller.abort() }, 'Cancel');
    fill(place, h('p', { class: 'remark', role: 'status' }, 'Running the model and looking at its tensors… ', cancel));
    const { value, problem } = await handlers.ask(
      'heldout/model/trace',
      { run: handlers.request() },
      controller.signal,
    );
    if (problem?.kind === 'cancelled') return fill(place);
    fill(place, problem ? problemPanel(problem, handlers.act) : outcome(value, handlers));
  }

  return h(
    'section',
    { 'aria-label': 'Why it is wrong' },
    h('h2', {}, 'Why it is wrong'),
    h(
      'p',
      { class: 'remark' },
      'Runs the model on the inputs of the run form, looks at every tensor on the way, and tells what is usually the cause.',
    ),
    h(
      'div',
      { class: 'buttons' },
      h('vscode-button', { class: 'check', onclick: () => void check() }, 'Check the values'),
    ),
    place,
  );
}

const isBroken = ({ statistics }: TraceRow): boolean => statistics !== null && statistics.nan + statistics.infinite > 0;

function outcome(trace: ModelTrace, handlers: DiagnoseHandlers): readonly (HTMLElement | false)[] {
  const { rows, total, refused, advice } = trace;
  const broken = rows.filter(isBroken);
  const view = h('div', {});
  const all = () => fill(view, tensorTable(rows, handlers));
  const onlyBroken = () => fill(view, tensorTable(broken, handlers));
  all();
  return [
    advice.length === 0
      ? h('p', { class: 'all-well' }, `Nothing looks wrong: ${integer(total)} tensors, all of them finite.`)
      : h(
          'ul',
          { class: 'advice' },
          advice.map((one) => adviceCard(one, handlers)),
        ),
    h(
      'p',
      { class: 'links' },
      h('button', { class: 'link', type: 'button', onclick: all }, `All ${integer(rows.length)} tensors`),
      broken.length > 0 &&
        h(
          'button',
          { class: 'link', type: 'button', onclick: onlyBroken },
          `${integer(broken.length)} with NaN or infinity`,
        ),
      broken.length > 0 &&
        h(
          'button',
          { class: 'link', type: 'button', onclick: () => handlers.color(heatOf(broken)) },
          'Colour them in the graph',
        ),
    ),
    view,
    refused.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, `${integer(refused.length)} tensors could not be looked at`),
        h(
          'ul',
          {},
          refused.map(({ name, why }) => h('li', {}, h('code', {}, name), ` ${why}`)),
        ),
      ),
  ];
}

const LEVELS = { wrong: 'Wrong', suspect: 'Suspect', note: 'Note' } as const;

function adviceCard({ level, what, why, todo, node }: Advice, { go }: DiagnoseHandlers): HTMLElement {
  return h(
    'li',
    { class: `advice-${level}` },
    h('p', { class: 'problem-what' }, h('span', { class: 'level' }, LEVELS[level]), ' ', what),
    h('p', {}, why),
    h('p', { class: 'problem-todo' }, todo),
    node !== undefined &&
      h('button', { class: 'link', type: 'button', onclick: () => go(node) }, 'Show it in the graph'),
  );
}

function tensorTable(rows: readonly TraceRow[], { go }: DiagnoseHandlers): HTMLElement {
  const number = (pick: (range: NonNullable<NonNullable<TraceRow['statistics']>['range']>) => number) => ({
    by: ({ statistics }: TraceRow) => (statistics?.range ? pick(statistics.range) : null),
    cell: ({ statistics }: TraceRow) => (statistics?.range ? scalar(pick(statistics.range)) : ''),
    numeric: true,
  });
  const part = (pick: (statistics: NonNullable<TraceRow['statistics']>) => number, alarm: boolean) => ({
    by: ({ statistics }: TraceRow) => (statistics ? pick(statistics) / (statistics.count || 1) : null),
    cell: ({ statistics }: TraceRow) => {
      const count = statistics ? pick(statistics) : 0;
      if (count === 0) return '';
      const text = count === statistics!.count ? 'all' : `${((100 * count) / statistics!.count).toPrecision(2)} %`;
      return h('span', { class: alarm ? 'mistake' : undefined, title: integer(count) }, text);
    },
    numeric: true,
  });
  const columns: readonly Column<TraceRow>[] = [
    {
      title: 'Tensor',
      by: ({ name }) => name,
      cell: ({ name, node }) =>
        node === null
          ? h('span', {}, h('code', {}, name), h('span', { class: 'remark' }, ' input'))
          : h(
              'button',
              { class: 'link name', type: 'button', title: 'Show its node in the graph', onclick: () => go(node.node) },
              name,
            ),
    },
    { title: 'Made by', by: ({ node }) => node?.operator ?? '', cell: ({ node }) => node?.operator ?? '' },
    { title: 'Shape', cell: ({ shape, elementType }) => h('span', { title: elementType }, shapeText(shape)) },
    { title: 'Minimum', ...number(({ min }) => min) },
    { title: 'Maximum', ...number(({ max }) => max) },
    { title: 'Mean', ...number(({ mean }) => mean) },
    { title: 'Deviation', ...number(({ deviation }) => deviation) },
    { title: 'Zeros', ...part(({ zeros }) => zeros, false) },
    { title: 'NaN', ...part(({ nan }) => nan, true) },
    { title: 'Infinite', ...part(({ infinite }) => infinite, true) },
  ];
  return sortTable(rows, columns, {
    label: 'Tensors of the run',
    rowClass: (row) => (isBroken(row) ? 'broken' : undefined),
  });
}

function heatOf(broken: readonly TraceRow[]): Heat {
  const nodes = new Map<number, { share: number; amount: number }>();
  for (const { node, statistics } of broken) {
    if (node === null || statistics === null) continue;
    const amount = (statistics.nan + statistics.infinite) / (statistics.count || 1);
    nodes.set(node.node, { amount, share: 1 });
  }
  const text = (amount: number): string => `${(100 * amount).toPrecision(2)} % broken`;
  return { title: 'Coloured: nodes that give NaN or infinity', nodes, text, isShare: true };
}
