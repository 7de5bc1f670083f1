// Descriptive evaluations: what a fitted object says of rows without a claim about others. Clusters that rows are put into,
// and what a fit keeps of how well it does on its training rows. Rules that judge models are not told of them.
import { clusterings, crossSectionModels, functionRoles, keptScores, scoredSelectors } from '../../../knowledge';
import type { Span } from '../../text';
import { influencesOf, newData, type Data } from '../data';
import { refer, scalar, type Run } from '../interpreter/run';
import type { Estimator, Value } from '../value';
import { makeEvaluation, reached } from './record';
import { learners } from './roles';

export interface Asked {
  readonly at: Span;
  readonly name: string;
  /** What it is asked about; left out: what it was fitted on. */
  readonly data?: Data | null;
}

/** Records that the object, or the last learner of a pipeline, was asked about rows. */
export function describe(run: Run, id: number, estimator: Estimator, { at, name, data }: Asked): void {
  const last = estimator.fits.length > 0 ? { id, estimator } : learners(run, id, estimator).at(-1);
  const fits = last?.estimator.fits ?? [];
  const rows = data?.rows ?? fits.at(-1)?.rows ?? run.space.none;
  if (last === undefined || fits.length === 0 || rows.atoms.length === 0) return;
  const { none } = run.influences;
  const evaluation = makeEvaluation(run, {
    at,
    method: 'predict',
    name,
    model: last.estimator.name,
    estimator: last.id,
    fits,
    data: newData(run, 'array', rows, data === null || data === undefined ? none : influencesOf(run, data)),
  });
  const key = `${run.sites.of(at)} ${name} ${rows.id} ${fits.map((fit) => fit.id).join()}`;
  if (run.store.read(run.records.descriptive, key) === undefined)
    run.store.put(run.records.descriptive, key, evaluation);
}

/** Whether it puts rows into clusters, by itself or as the end of a pipeline. */
export function isClustering(run: Run, id: number, estimator: Estimator): boolean {
  const last = learners(run, id, estimator).at(-1);
  return last !== undefined && clusterings.has(last.estimator.name);
}

/** `kmeans.predict(X)`, `mixture.score(X)`. */
export function askedClusters(run: Run, id: number, estimator: Estimator, asked: Asked): void {
  if (!isClustering(run, id, estimator)) return;
  const known = learners(run, id, estimator).some((each) =>
    each.estimator.fits.some(({ rows }) => rows.atoms.length > 0),
  );
  reached(run, asked.at, 'evaluation', known && (asked.data?.rows.atoms.length ?? 0) > 0);
  describe(run, id, estimator, asked);
}

/** `fitted.rsquared`, `forest.oob_score_`, `kmeans.labels_`: what it keeps of how the fit went. */
export function askedOfTraining(run: Run, id: number, estimator: Estimator, name: string, at: Span): void {
  if (keeps(run, id, estimator, name)) describe(run, id, estimator, { at, name });
}

function keeps(run: Run, id: number, estimator: Estimator, name: string): boolean {
  const { role } = estimator;
  if (role === 'statistic' || role === 'composite') {
    const scores = scoredSelectors.has(estimator.name) ? keptScores.model : keptScores.clustering;
    return scores.has(name) && (scores === keptScores.model || isClustering(run, id, estimator));
  }
  if (role !== 'model' && role !== 'search') return false;
  if (keptScores.model.has(name)) return true;
  return keptScores.statistical.has(name) && isStatistical(estimator);
}

/** Of statsmodels and its like: fitted where it is made, and asked for its summary. */
export function isStatistical({ name, qualified }: Estimator): boolean {
  if (qualified.startsWith('pyspark.')) return true;
  const role = functionRoles.get(name);
  return role === 'statsModel' || role === 'formula' || crossSectionModels.has(name);
}

/** What `fit` of a Keras model returns: its losses, epoch by epoch. */
export function historyOf(run: Run, estimator: Estimator, at: Span): Value {
  return run.store.add({
    ...estimator,
    role: 'callback',
    name: HISTORY,
    qualified: estimator.name,
    at,
    members: [],
    settings: new Map(),
  });
}

const HISTORY = 'History';

/** `history.history`, of what `fit` returned or of the model itself; null for anything else. */
export function askedHistory(run: Run, id: number, estimator: Estimator, name: string, at: Span): Value | null {
  const { role } = estimator;
  if (name !== 'history' || (role !== 'network' && estimator.name !== HISTORY)) return null;
  if (role === 'network') return historyOf(run, estimator, at);
  describe(run, id, { ...estimator, name: estimator.qualified }, { at, name });
  return refer(run, scalar(run, run.influences.none));
}
