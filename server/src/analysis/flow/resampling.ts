// Resampling before a split: rows made up from, or copies of, rows that are evaluated.
import type { Influence, InfluenceKind } from './influence';
import type { Flow } from './index';
import type { Evaluation, Fit, Split } from './records';
import type { Rows } from './rows/rows';
import { isOfTrainSide, rowsApart, splitOf, type Judged } from './verdicts';

export interface Resampled {
  readonly influence: Influence;
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  readonly split: Split;
  /** Only folds of a search over the training side know it: the test side is clean, and evaluated. */
  readonly inSearch: boolean;
}

/** One a site, in source order: the sampler saw the evaluated rows, and a split came after it. */
export function findResampling({ judged, evaluations }: Flow, kinds: readonly InfluenceKind[]): readonly Resampled[] {
  const found = new Map<number, Resampled>();
  for (const evaluation of evaluations) {
    for (const fit of evaluation.fits) {
      const apart = rowsApart(judged, evaluation.rows, fit.rows);
      if (apart === null) continue;
      const split = splitOf(judged, apart, fit);
      if (split === null) continue;
      for (const influence of fit.influences.list) {
        const known = found.get(influence.at.start);
        if (!kinds.includes(influence.kind) || (known !== undefined && !known.inSearch)) continue;
        if (!split.influences.list.includes(influence) || !judged.relation.overlap(influence.rows, apart)) continue;
        const inSearch = isInSearch(judged, influence, { fit, evaluation, apart });
        if (known === undefined || !inSearch)
          found.set(influence.at.start, { influence, fit, evaluation, split, inSearch });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.influence.at.start - b.influence.at.start);
}

function isInSearch(
  judged: Judged,
  { rows }: Influence,
  { fit, evaluation, apart }: { readonly fit: Fit; readonly evaluation: Evaluation; readonly apart: Rows },
): boolean {
  return evaluation.method === 'search' && isOfTrainSide(judged, rows, [...fit.rows.atoms, ...apart.atoms]);
}

/** Samplers that ran on evaluated rows only: a score follows, and training saw nothing of them. */
export function findResampledTests({ judged, evaluations }: Flow): readonly Omit<Resampled, 'split' | 'inSearch'>[] {
  const found = new Map<number, Omit<Resampled, 'split' | 'inSearch'>>();
  for (const evaluation of evaluations) {
    const { metrics, fits, influences } = evaluation;
    const [fit] = fits;
    if (metrics.length === 0 || fit === undefined || fit.rows.atoms.length === 0) continue;
    for (const influence of influences.list) {
      if (influence.kind !== 'resample' && influence.kind !== 'undersample') continue;
      if (judged.relation.overlap(influence.rows, fit.rows) || found.has(influence.at.start)) continue;
      found.set(influence.at.start, { influence, evaluation, fit });
    }
  }
  return [...found.values()].sort((a, b) => a.influence.at.start - b.influence.at.start);
}
