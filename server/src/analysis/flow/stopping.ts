// Stopping: validation rows that end the training and are reported as its test.
import type { Flow } from './index';
import type { Evaluation } from './records';
import type { Rows, Source } from './rows/rows';

export interface StopOnTest {
  readonly watched: Evaluation;
  readonly reported: Evaluation;
  /** Rows that neither trained nor stopped the model are there: what is reported may be meant as validation. */
  readonly spare: boolean;
}

/** The rows watched by early stopping are scored, and no others of that model are. */
export function findStopsOnTest(flow: Flow): readonly StopOnTest[] {
  const { evaluations, judged } = flow;
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
    if (reported !== undefined && !another && !folds)
      found.set(watched.at.start, { watched, reported, spare: hasSpareRows(flow, watched) });
  }
  return [...found.values()];
}

/** Another model is evaluated on them, they are a loader's test part, or the other part of a split before this one. */
function hasSpareRows({ evaluations, judged, splits }: Flow, watched: Evaluation): boolean {
  const [fit] = watched.fits;
  if (fit === undefined) return false;
  const { relation, space, sources } = judged;
  const used = space.union(fit.rows, watched.rows);
  // A row that is typed in to be asked about could not be scored.
  const others = evaluations.filter(
    ({ rows, metrics }) => metrics.length > 0 || rows.atoms.some(({ source }) => source.kind !== 'new'),
  );
  if (others.some(({ rows }) => rows.atoms.length > 0 && !relation.overlap(rows, used))) return true;
  const before = splits.some(({ key, folds }) => !folds && liesInOnePart(used, key));
  return before || sources.some((source) => isTestPart(source, used));
}

function liesInOnePart({ atoms }: Rows, key: string): boolean {
  const parts = atoms.map(({ steps }) => steps.find((step) => step.kind === 'split' && step.key === key));
  return parts.every((step) => step !== undefined && step === parts[0]);
}

/** `x_test` of Keras' `(x_train, y_train), (x_test, y_test) = load_data()`, where only the train part is used. */
function isTestPart({ key, at }: Source, used: Rows): boolean {
  return (
    key.endsWith('.test') &&
    used.atoms.every(({ source }) => source.key === key.replace(/test$/, 'train') && source.at?.start === at?.start)
  );
}
