// Statistics of a tensor with their histogram.
import type { TensorStatistics } from '../../../server/src/protocol';
import { h } from '../dom';
import { integer, scalar } from '../format';
import { s } from './draw';

export function statisticsTable(statistics: TensorStatistics): HTMLElement {
  const { range, zeros, nan, infinite, seen, count } = statistics;
  const share = (part: number): string => {
    const percent = seen === 0 ? 0 : (100 * part) / seen;
    return part === 0 ? '0' : `${integer(part)} (${percent < 0.1 ? '< 0.1' : percent.toFixed(1)} %)`;
  };
  const facts: readonly (readonly [string, string, boolean?])[] = [
    ...(range === null
      ? []
      : ([
          ['Minimum', scalar(range.min)],
          ['Maximum', scalar(range.max)],
          ['Mean', scalar(range.mean)],
          ['Deviation', scalar(range.deviation)],
        ] as const)),
    ['Zeros', share(zeros)],
    ['NaN', share(nan), nan > 0],
    ['Infinite', share(infinite), infinite > 0],
  ];
  return h(
    'div',
    { class: 'statistics' },
    seen < count && h('p', { class: 'remark' }, `Of the first ${integer(seen)} of ${integer(count)} values.`),
    range !== null && count > 1 && histogram(statistics.histogram, range.min, range.max),
    h(
      'dl',
      {},
      facts.map(([name, value, isWrong]) =>
        h('div', {}, h('dt', {}, name), h('dd', { class: isWrong ? 'mistake' : undefined }, value)),
      ),
    ),
  );
}

const WIDTH = 320;
const HEIGHT = 64;

function histogram(bins: readonly number[], min: number, max: number): HTMLElement {
  const most = Math.max(...bins, 1);
  const width = WIDTH / bins.length;
  const step = (max - min) / bins.length;
  const bars = bins.map((count, index) => {
    // One of a million is still to be seen.
    const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
    const from = min + index * step;
    return s(
      'rect',
      { x: index * width + 0.5, y: HEIGHT - height, width: Math.max(1, width - 1), height },
      s('title', {}, `${scalar(from)} to ${scalar(from + step)}: ${integer(count)}`),
    );
  });
  const said = `Histogram from ${scalar(min)} to ${scalar(max)}; the highest bin has ${integer(most)} values`;
  return h(
    'figure',
    { class: 'histogram' },
    s(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': said, preserveAspectRatio: 'none' },
      ...bars,
    ),
    h('figcaption', { 'aria-hidden': 'true' }, h('span', {}, scalar(min)), h('span', {}, scalar(max))),
  );
}
