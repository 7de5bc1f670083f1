// Resampling before a split: rows made up from, or copies of, rows that are evaluated.
import type { Influence, InfluenceKind } from './influence';
import type { Flow } from './index';
import type { Evaluation, Fit, Split } from './records';
import { rowsApart, splitOf } from './verdicts';

export interface Resampled {
  readonly influence: Influence;
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  readonly split: Split;
}

/** One a site, in source order: the sampler saw the evaluated rows, and a split came after it. */
export function findResampling({ judged, evaluations }: Flow, kinds: readonly InfluenceKind[]): readonly Resampled[] {
  const found = new Map<number, Resampled>();
  for (const evaluation of evaluations) {
    for (const fit of evaluation.fits) {
      const apart = rowsApart(judged, evaluation.rows, fit.rows);
      if (apart === null) continue;
      const split = splitOf(judged, apart, fit.rows);
      if (split === null) continue;
      for (const influence of fit.influences.list) {
        if (!kinds.includes(influence.kind) || found.has(influence.at.start)) continue;
        const before = split.influences.list.includes(influence);
        if (before && judged.relation.overlap(influence.rows, apart))
          found.set(influence.at.start, { influence, fit, evaluation, split });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.influence.at.start - b.influence.at.start);
}
