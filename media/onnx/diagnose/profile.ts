// Where the time goes: nodes of a run by their time, in a table and as colours of the graph.
import type { ModelProfile, ProfiledNode } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { duration, integer, shapeText, short } from '../format';
import type { Heat } from '../graph/heat';
import { problemPanel } from '../problem';
import type { DiagnoseHandlers } from './diagnose';
import { sortTable, type Column } from './sortTable';

export function profileSection(handlers: DiagnoseHandlers): HTMLElement {
  const place = h('div', { 'aria-live': 'polite' });
  const optimized = h(
    'vscode-single-select',
    { 'aria-label': 'What is measured', class: 'measured' },
    h('vscode-option', { value: 'yes', selected: true }, 'As optimized for this machine'),
    h('vscode-option', { value: 'no' }, 'Each node as it is in the file'),
  );
  const start = h('vscode-button', { class: 'profile', onclick: () => void measure() }, 'Profile');

  async function measure(): Promise<void> {
    const controller = new AbortController();
    const cancel = h('button', { class: 'link', type: 'button', onclick: () => controller.abort() }, 'Cancel');
    fill(place, h('p', { class: 'remark', role: 'status' }, 'Running the model and measuring its nodes… ', cancel));
    const asked = { run: handlers.request(), optimized: valueOf(optimized) !== 'no' };
    const { value, problem } = await handlers.ask('heldout/model/profile', asked, controller.signal);
    if (problem?.kind === 'cancelled') return fill(place);
    fill(place, problem ? problemPanel(problem, handlers.act) : outcome(value, handlers));
  }

  return h(
    'section',
    { 'aria-label': 'Where the time goes' },
    h('h2', {}, 'Where the time goes'),
    h('p', { class: 'remark' }, 'Runs the model on the inputs of the run form, and measures each of its nodes.'),
    h('div', { class: 'buttons' }, start, optimized),
    place,
  );
}

export function valueOf(element: HTMLElement): string {
  return 'value' in element ? String(element.value) : '';
}

function outcome(profile: ModelProfile, handlers: DiagnoseHandlers): readonly HTMLElement[] {
  const { milliseconds, runs, runtime, nodes, optimized } = profile;
  const view = h('div', {});
  const byNode = () => fill(view, nodeTable(profile, handlers));
  const byOperator = () => fill(view, operatorTable(profile));
  byNode();
  const joined = nodes.filter(({ node, inside }) => node === null && !inside).length;
  return [
    h(
      'p',
      { class: 'outcome' },
      h('strong', {}, `${duration(milliseconds)} a run`),
      h('span', { class: 'remark' }, `median of ${runs} runs on ${runtime}`),
    ),
    optimized && joined > 0
      ? h(
          'p',
          { class: 'remark' },
          `The runtime joins nodes, whose time then stands at the first of them, and adds some of its own: ${integer(joined)} of ${integer(nodes.length)} measured nodes ${joined === 1 ? 'is' : 'are'} not in the file.`,
        )
      : h('span', {}),
    h(
      'p',
      { class: 'links' },
      h(
        'button',
        { class: 'link', type: 'button', onclick: () => handlers.color(heatOf(profile)) },
        'Colour the graph by time',
      ),
      h('button', { class: 'link', type: 'button', onclick: byNode }, 'Node by node'),
      h('button', { class: 'link', type: 'button', onclick: byOperator }, 'By operator'),
    ),
    view,
  ];
}

const timeOf = ({ nodes }: ModelProfile): number =>
  nodes.reduce((sum, { milliseconds, inside }) => sum + (inside ? 0 : milliseconds), 0) || 1;

function nodeTable(profile: ModelProfile, { go }: DiagnoseHandlers): HTMLElement {
  const total = timeOf(profile);
  const columns: readonly Column<ProfiledNode>[] = [
    {
      title: 'Time',
      by: ({ milliseconds }) => milliseconds,
      cell: ({ milliseconds }) => duration(milliseconds),
      numeric: true,
    },
    {
      title: 'Share',
      by: ({ milliseconds }) => milliseconds,
      cell: ({ milliseconds, inside }) =>
        inside ? h('span', { class: 'remark' }, 'inside') : share(milliseconds / total),
    },
    { title: 'Operator', by: ({ operator }) => operator, cell: ({ operator }) => operator },
    {
      title: 'Node',
      by: ({ name }) => name,
      cell: ({ node, name }) =>
        node === null
          ? h('span', { class: 'remark', title: 'Made by the runtime, or part of several nodes' }, name)
          : h(
              'button',
              { class: 'link name', type: 'button', title: 'Show it in the graph', onclick: () => go(node) },
              name,
            ),
    },
    { title: 'Output', cell: ({ shape }) => (shape === null ? '' : shapeText(shape)) },
    {
      title: 'Multiply-adds',
      by: ({ multiplyAdds }) => multiplyAdds,
      cell: ({ multiplyAdds }) => (multiplyAdds === null ? '' : short(multiplyAdds)),
      numeric: true,
    },
    {
      title: 'A second',
      hint: 'Multiply-adds a second: low where memory, or a slow kernel, is what it waits for',
      by: (node) => speed(node),
      cell: (node) => (speed(node) === null ? '' : short(speed(node)!)),
      numeric: true,
    },
  ];
  return sortTable(profile.nodes, columns, { sorted: 0, label: 'Time of the nodes' });
}

const speed = ({ multiplyAdds, milliseconds }: ProfiledNode): number | null =>
  multiplyAdds === null || milliseconds === 0 ? null : (1000 * multiplyAdds) / milliseconds;

interface OperatorTime {
  readonly operator: string;
  readonly count: number;
  readonly milliseconds: number;
}

function operatorTable(profile: ModelProfile): HTMLElement {
  const total = timeOf(profile);
  const times = new Map<string, { operator: string; count: number; milliseconds: number }>();
  for (const { operator, milliseconds, inside } of profile.nodes) {
    if (inside) continue;
    const entry = times.get(operator) ?? { operator, count: 0, milliseconds: 0 };
    entry.count++;
    entry.milliseconds += milliseconds;
    times.set(operator, entry);
  }
  const columns: readonly Column<OperatorTime>[] = [
    {
      title: 'Time',
      by: ({ milliseconds }) => milliseconds,
      cell: ({ milliseconds }) => duration(milliseconds),
      numeric: true,
    },
    { title: 'Share', by: ({ milliseconds }) => milliseconds, cell: ({ milliseconds }) => share(milliseconds / total) },
    { title: 'Operator', by: ({ operator }) => operator, cell: ({ operator }) => operator },
    { title: 'Nodes', by: ({ count }) => count, cell: ({ count }) => integer(count), numeric: true },
  ];
  return sortTable([...times.values()], columns, { sorted: 0, label: 'Time of the operators' });
}

/** A bar with its percentage. */
function share(part: number): HTMLElement {
  const filled = h('span', { class: 'bar-fill' });
  filled.style.setProperty('--share', `${100 * part}%`);
  return h(
    'span',
    { class: 'share' },
    h('span', { class: 'bar', 'aria-hidden': 'true' }, filled),
    h('span', { class: 'bar-value' }, `${(100 * part).toFixed(1)} %`),
  );
}

function heatOf(profile: ModelProfile): Heat {
  const total = timeOf(profile);
  const nodes = new Map<number, { share: number; amount: number }>();
  for (const { node, milliseconds } of profile.nodes) {
    if (node === null) continue;
    const amount = (nodes.get(node)?.amount ?? 0) + milliseconds;
    nodes.set(node, { amount, share: amount / total });
  }
  return { title: `Coloured by time: ${duration(profile.milliseconds)} a run`, nodes, text: duration };
}
