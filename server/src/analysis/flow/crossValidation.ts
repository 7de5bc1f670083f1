// Cross-validation beside a test set: when a fit before the folds is not what is reported.
import type { Leak } from './records';
import type { Flow } from './index';

/**
 * Whether a test set that the statistic never saw is evaluated somewhere: the folds only tuned the model then. Fits that
 * use the label spoil the tuning all the same.
 */
export function isSilencedByTest({ evaluations, judged }: Flow, { influence }: Leak): boolean {
  if (influence.supervised && influence.kind === 'fit') return false;
  return evaluations.some(
    ({ method, rows }) =>
      method !== 'cross-validation' &&
      method !== 'search' &&
      rows.atoms.length > 0 &&
      !judged.relation.overlap(rows, influence.rows),
  );
}
