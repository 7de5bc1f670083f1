// Cross-validation beside a test set: when a fit before the folds is not what is reported.
import type { Leak } from './records';
import type { Flow } from './index';

/**
 * Whether the folds only tuned the model: a test set that the statistic never saw is scored somewhere or, of a search, at
 * least predicted. A cross-validated score with predictions nobody scores is what is reported. Fits that use the label
 * spoil the tuning all the same.
 */
export function isSilencedByTest({ evaluations, judged }: Flow, { influence, evaluation }: Leak): boolean {
  if (influence.supervised && influence.kind === 'fit') return false;
  const tunes = evaluation.method === 'search';
  return evaluations.some(
    ({ method, rows, metrics }) =>
      method !== 'cross-validation' &&
      method !== 'search' &&
      (tunes || metrics.length > 0) &&
      rows.atoms.length > 0 &&
      !judged.relation.overlap(rows, influence.rows),
  );
}
