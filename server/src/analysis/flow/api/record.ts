// Recording: a fit, an evaluation, a split or a metric becomes part of what rules see.
import type { Span } from '../../text';
import { influencesOf, newData, unionEvaluations, type Data } from '../data';
import type { Influences } from '../influence';
import type { Evaluation, EvaluationMethod, Fit, Split } from '../records';
import { refer, type Run } from '../interpreter/run';
import type { Arguments, EstimatorRole, Value } from '../value';

export interface FitRequest {
  readonly at: Span;
  readonly estimator: number;
  readonly name: string;
  readonly role: EstimatorRole;
  readonly features: Data;
  readonly target: Data | null;
}

export function recordFit(run: Run, request: FitRequest): Fit {
  const { at, estimator, name, role, features, target } = request;
  const { none } = run.space;
  // A line through the points of one row, `fit(range(len(x)), x)`, knows no others.
  const ofTarget = target === null || target.kind === 'element' ? none : target.rows;
  const rows = features.rows.atoms.length > 0 ? features.rows : ofTarget;
  const influences = run.influences.union(ofFeatures(run, features, target), ofLabel(run, target));
  reached(run, at, 'fit', rows.atoms.length > 0);
  const key = `${run.sites.of(at)} ${estimator} ${rows.id} ${influences.id}`;
  let fit = run.store.read(run.records.fits, key);
  if (fit === undefined) {
    fit = {
      id: run.serial++,
      at,
      estimator,
      name,
      role,
      rows,
      influences,
      supervised: target !== null,
      made: placeMade(run, estimator),
      features: features.selection,
      target: target === null || target.derived ? null : target.column,
      targetSelection: target?.selection ?? null,
    };
    run.store.put(run.records.fits, key, fit);
  }
  return fit;
}

function placeMade(run: Run, estimator: number): Span | null {
  const object = estimator < 0 ? null : run.store.get(estimator);
  return object?.type === 'estimator' ? object.at : null;
}

/** A look ahead that the label has too makes the label: by place, `iloc[:, :-1]`, columns are not told apart. */
function ofFeatures(run: Run, features: Data, target: Data | null): Influences {
  const all = influencesOf(run, features);
  if (target === null || !all.list.some(({ kind }) => kind === 'lead')) return all;
  const { list } = influencesOf(run, target);
  return run.influences.filter(all, (each) => each.kind !== 'lead' || !list.includes(each));
}

/**
 * What of the label counts: a transformer fitted on it does, a number taken of it (its least, how many classes) does not.
 * A label that is calculated (`X @ pca.components_[1] + noise`) is made up: what went into it is the truth, no leak.
 */
function ofLabel(run: Run, target: Data | null): Influences {
  if (target === null || target.derived) return run.influences.none;
  return run.influences.filter(influencesOf(run, target), ({ kind }) => kind === 'fit');
}

export interface EvaluationRequest {
  readonly at: Span;
  readonly method: EvaluationMethod;
  readonly name: string;
  readonly model: string;
  readonly estimator: number;
  readonly fits: readonly Fit[];
  readonly data: Data;
  readonly target?: Data | null;
  readonly stops?: boolean;
}

/** An evaluation, not yet among those that rules see. */
export function makeEvaluation(run: Run, request: EvaluationRequest): Evaluation {
  const { at, method, name, model, estimator, fits, data, target } = request;
  return {
    id: run.serial++,
    at,
    method,
    name,
    model,
    estimator,
    fits,
    rows: data.rows,
    influences: run.influences.union(influencesOf(run, data), ofLabel(run, target ?? null)),
    metrics: [],
    target: target?.column ?? null,
    stops: request.stops ?? false,
  };
}

/** Now rules see it; the one they saw before, where it was recorded already. */
export function keepEvaluation(run: Run, evaluation: Evaluation): Evaluation {
  const { at, name, rows, influences, fits } = evaluation;
  reached(run, at, 'evaluation', rows.atoms.length > 0 && fits.length > 0);
  const key = `${run.sites.of(at)} ${name} ${rows.id} ${influences.id} ${fits.map((fit) => fit.id).join()}`;
  const known = run.store.read(run.records.evaluations, key);
  if (known === undefined) run.store.put(run.records.evaluations, key, evaluation);
  return known ?? evaluation;
}

/** Records the evaluation; gives the predictions, which carry the rows of what was predicted. */
export function recordEvaluation(run: Run, request: EvaluationRequest): Value {
  const { at, method, data } = request;
  const evaluation = keepEvaluation(run, makeEvaluation(run, request));
  if (method !== 'predict') scored(run, evaluation, at);
  const value = newData(run, 'array', data.rows, predicted(run, request, evaluation.influences));
  return refer(run, { ...value, evaluations: unionEvaluations([evaluation], data.evaluations) });
}

/** What a prediction carries: what its features do, and what the model was fitted on. */
function predicted(run: Run, { fits, model }: EvaluationRequest, influences: Influences): Influences {
  let all = influences;
  for (const fit of fits) {
    if (fit.rows.atoms.length === 0 || fit.role === 'network') continue;
    const own = run.influences.one({
      kind: 'model',
      rows: fit.rows,
      at: fit.at,
      name: model,
      column: null,
      supervised: true,
      within: [],
      estimator: fit.estimator,
    });
    all = run.influences.union(all, own);
  }
  return all;
}

function scored(run: Run, evaluation: Evaluation, at: Span): void {
  run.store.put(run.records.metrics, `${evaluation.id} ${run.sites.of(at)} ${at.end - at.start}`, {
    of: evaluation,
    at,
  });
}

/** The value of an evaluation reached a metric. */
export function recordMetric(run: Run, data: Data | null, at: Span): void {
  for (const evaluation of data?.evaluations ?? []) scored(run, evaluation, at);
}

/**
 * `np.mean(predictions, axis=0)`: what several models predict becomes one prediction, no score of any. Nor is it one to count
 * votes, or to take the class that has the most.
 */
export function scoresNothing(name: string, { derived, evaluations }: Data, args: Arguments): boolean {
  return VOTES.has(name) || (evaluations.length > 1 && !derived && args.keywords.has('axis'));
}

const VOTES: ReadonlySet<string> = new Set(['bincount', 'argmax', 'argmin', 'idxmax', 'idxmin', 'mode', 'histogram']);

/** An equal split made elsewhere is the same one, seen at one more place. */
/** @param split where no array is told to be the features, all are */
export function recordSplit(
  run: Run,
  split: Omit<Split, 'sites' | 'ofFeatures'> & Partial<Pick<Split, 'ofFeatures'>>,
): void {
  const { store, records } = run;
  if (store.read(records.splits, split.key) === undefined)
    store.put(records.splits, split.key, { ofFeatures: split.influences, ...split, sites: [split.at] });
  store.put(records.splitSites, `${split.key} ${run.sites.of(split.at)}`, { of: split.key, at: split.at });
}

export function reached(run: Run, at: Span, what: 'fit' | 'evaluation', rows: boolean): void {
  run.store.put(run.records.reach, `${run.sites.of(at)} ${what} ${rows}`, { at, what, reached: true, rows });
}
