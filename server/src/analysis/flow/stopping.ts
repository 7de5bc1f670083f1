// Stopping: validation rows that end the training and are reported as its test.
import type { Flow } from './index';
import type { Evaluation } from './records';

export interface StopOnTest {
  readonly watched: Evaluation;
  readonly reported: Evaluation;
}

/** The rows watched by early stopping are scored, and no others of that model are. */
export function findStopsOnTest({ evaluations, judged }: Flow): readonly StopOnTest[] {
  const found = new Map<number, StopOnTest>();
  for (const watched of evaluations) {
    if (watched.method !== 'validation' || !watched.stops || found.has(watched.at.start)) continue;
    const scored = evaluations.filter(
      ({ method, metrics, estimator, fits, rows }) =>
        (method === 'predict' || method === 'score') &&
        metrics.length > 0 &&
        estimator === watched.estimator &&
        fits.some((fit) => watched.fits.includes(fit) && judged.relation.outside(rows, fit.rows).atoms.length > 0),
    );
    const reported = scored.find(({ rows }) => rows === watched.rows);
    const another = scored.some(({ rows }) => rows !== watched.rows);
    const folds = watched.rows.atoms.some(({ steps }) =>
      steps.some((step) => step.kind === 'split' && judged.splits.get(step.key)?.folds === true),
    );
    if (reported !== undefined && !another && !folds) found.set(watched.at.start, { watched, reported });
  }
  return [...found.values()];
}
