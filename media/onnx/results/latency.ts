// Latency of a loaded model: how many runs are measured, their median and p90, and how they spread.
import { h } from '../dom';
import { duration } from '../format';
import { size } from '../run/state';
import { histogram, percentile } from './figures';

const RUNS = '100';
const BINS = 30;
const SVG = 'http://www.w3.org/2000/svg';

/** The part of the results; `measure` runs the model again so many times. */
export function latency(warm: readonly number[], measure: (runs: number) => void): HTMLElement {
  const sorted = [...warm].sort((a, b) => a - b);
  const field = h('vscode-textfield', {
    class: 'size',
    label: 'Runs to measure',
    value: sorted.length >= 10 ? String(sorted.length) : RUNS,
  });
  field.addEventListener('input', () => (field.invalid = !size(field.value)));
  const onclick = () => {
    const runs = size(field.value);
    if (runs) measure(runs);
  };
  const button = h('vscode-button', { secondary: true, class: 'measure', onclick }, 'Measure');
  return h(
    'div',
    { class: 'result latency', role: 'group', 'aria-label': 'Latency' },
    h(
      'h3',
      {},
      'Latency',
      h(
        'span',
        { class: 'remark' },
        sorted.length === 0
          ? 'not measured'
          : `${sorted.length} ${sorted.length === 1 ? 'run' : 'runs'} of the loaded model`,
      ),
    ),
    sorted.length > 0 && figures(sorted),
    sorted.length >= 10 && chart(sorted),
    h(
      'div',
      { class: 'drop-line' },
      button,
      h('label', { class: 'with-label' }, field, h('span', { class: 'remark' }, 'runs')),
    ),
  );
}

function figures(sorted: readonly number[]): HTMLElement {
  const all: readonly (readonly [name: string, time: number, hint?: string])[] = [
    ['median', percentile(sorted, 0.5)],
    ...(sorted.length >= 10 ? [['p90', percentile(sorted, 0.9), 'Nine of ten runs took no longer'] as const] : []),
    ['fastest', sorted[0]!],
    ['slowest', sorted.at(-1)!],
  ];
  return h(
    'div',
    { class: 'latency-figures' },
    all.map(([name, time, title]) => h('span', { title }, h('span', { class: 'remark' }, `${name} `), duration(time))),
  );
}

/** Bars of how many runs took how long, with a mark at the median. */
function chart(sorted: readonly number[]): HTMLElement {
  const { from, to, counts } = histogram(sorted, BINS);
  const most = Math.max(...counts);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${BINS * 10} 50`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `Times of ${sorted.length} runs from ${duration(from)} to ${duration(to)}`);
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    const height = Math.max(1, (50 * count) / most);
    svg.append(shape('rect', { class: 'latency-bar', x: index * 10 + 1, y: 50 - height, width: 8, height }));
  }
  const median = to > from ? ((percentile(sorted, 0.5) - from) / (to - from)) * BINS * 10 : 0;
  svg.append(shape('line', { class: 'latency-mark', x1: median, x2: median, y1: 0, y2: 50 }));
  return h(
    'div',
    {},
    svg,
    h(
      'div',
      { class: 'latency-ends remark' },
      h('span', {}, duration(from)),
      h('span', {}, sorted.at(-1)! > to ? `${duration(to)} and more` : duration(to)),
    ),
  );
}

function shape(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
