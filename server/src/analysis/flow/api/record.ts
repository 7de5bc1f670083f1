// Recording: a fit, an evaluation, a split or a metric becomes part of what rules see.
import type { Span } from '../../text';
import { influencesOf, newData, unionEvaluations, type Data } from '../data';
import type { Influences } from '../influence';
import type { Evaluation, EvaluationMethod, Fit, Split } from '../records';
import { refer, type Run } from '../interpreter/run';
import type { EstimatorRole, Value } from '../value';

export interface FitRequest {
  readonly at: Span;
  readonly estimator: number;
  readonly name: string;
  readonly role: EstimatorRole;
  readonly features: Data;
  readonly target: Data | null;
}

export function recordFit(run: Run, { at, estimator, name, role, features, target }: FitRequest): Fit {
  const rows = features.rows.atoms.length > 0 ? features.rows : (target?.rows ?? features.rows);
  const influences = run.influences.union(influencesOf(run, features), ofLabel(run, target));
  reached(run, at, 'fit', rows.atoms.length > 0);
  const key = `${at.start} ${estimator} ${rows.id} ${influences.id}`;
  let fit = run.records.fits.get(key);
  if (fit === undefined) {
    fit = {
      id: run.records.fits.size,
      at,
      estimator,
      name,
      role,
      rows,
      influences,
      supervised: target !== null,
      features: features.selection,
      target: target === null || target.derived ? null : target.column,
      targetSelection: target?.selection ?? null,
    };
    run.records.fits.set(key, fit);
  }
  return fit;
}

/** What of the label counts: a transformer fitted on it does, a number taken of it (its least, how many classes) does not. */
function ofLabel(run: Run, target: Data | null): Influences {
  if (target === null) return run.influences.none;
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

/** Records the evaluation; gives the predictions, which carry the rows of what was predicted. */
export function recordEvaluation(run: Run, request: EvaluationRequest): Value {
  const { at, method, name, model, estimator, fits, data, target } = request;
  const { rows } = data;
  const influences = run.influences.union(influencesOf(run, data), ofLabel(run, target ?? null));
  reached(run, at, 'evaluation', rows.atoms.length > 0 && fits.length > 0);
  const key = `${at.start} ${name} ${rows.id} ${influences.id} ${fits.map((fit) => fit.id).join()}`;
  let evaluation = run.records.evaluations.get(key);
  if (evaluation === undefined) {
    evaluation = {
      id: run.records.evaluations.size,
      at,
      method,
      name,
      model,
      estimator,
      fits,
      rows,
      influences,
      metrics: [],
      target: target?.column ?? null,
      stops: request.stops ?? false,
    };
    run.records.evaluations.set(key, evaluation);
  }
  if (method !== 'predict') scored(evaluation, at);
  const value = newData(run, 'array', rows, predicted(run, request, influences));
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
      estimator: fit.estimator,
    });
    all = run.influences.union(all, own);
  }
  return all;
}

function scored(evaluation: Evaluation, at: Span): void {
  if (evaluation.metrics.length < 8 && !evaluation.metrics.some((span) => span.start === at.start))
    evaluation.metrics.push(at);
}

/** The value of an evaluation reached a metric. */
export function recordMetric(data: Data | null, at: Span): void {
  for (const evaluation of data?.evaluations ?? []) scored(evaluation, at);
}

/** An equal split made elsewhere is the same one, seen at one more place. */
export function recordSplit(run: Run, split: Omit<Split, 'sites'>): void {
  const known = run.records.splits.get(split.key);
  if (known === undefined) run.records.splits.set(split.key, { ...split, sites: [split.at] });
  else if (!known.sites.some(({ start }) => start === split.at.start)) known.sites.push(split.at);
}

export function reached(run: Run, at: Span, what: 'fit' | 'evaluation', rows: boolean): void {
  const before = run.records.reach.get(at.start);
  run.records.reach.set(at.start, { at, what, reached: true, rows: rows || (before?.rows ?? false) });
}
