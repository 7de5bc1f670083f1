// The statistics of an output in one line: what it ranges over, and what is no number.
import type { TensorStatistics } from '../../../server/src/protocol';
import { h } from '../dom';
import { integer, scalar } from '../format';

/** null where a line would say no more than the values: few of them. */
export function statisticsLine(statistics: TensorStatistics | undefined): HTMLElement | null {
  if (!statistics || statistics.seen < 3) return null;
  const { range, nan, infinite, zeros, seen } = statistics;
  const share = Math.round((100 * zeros) / seen);
  const parts = range
    ? [
        `min ${scalar(range.min)}`,
        `max ${scalar(range.max)}`,
        `mean ${scalar(range.mean)}`,
        `deviation ${scalar(range.deviation)}`,
      ]
    : [];
  return h(
    'p',
    { class: 'statistics' },
    parts.map((part) => h('span', {}, part)),
    share >= 50 && h('span', {}, `${share} % zeros`),
    nan > 0 && h('span', { class: 'not-finite' }, `${integer(nan)} NaN`),
    infinite > 0 && h('span', { class: 'not-finite' }, `${integer(infinite)} infinite`),
  );
}
