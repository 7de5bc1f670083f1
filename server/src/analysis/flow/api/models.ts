// Models: training with its validation sets, prediction, scoring, cross-validation and searches.
import { functionRoles } from '../../../knowledge';
import type { Span } from '../../text';
import { influencesOf, newData, restricted, unionEvaluations, type Data } from '../data';
import type { EvaluationMethod, Fit } from '../records';
import {
  cameFromSomewhere,
  dataOf,
  firstData,
  objectOf,
  propagate,
  refer,
  scalar,
  siteKey,
  type Run,
} from '../interpreter/run';
import { UNKNOWN, argument, isNone, isTrue, type Arguments, type Estimator, type Value } from '../value';
import { historyOf } from './descriptive';
import { recordEvaluation, recordFit, recordMetric, recordSplit } from './record';
import { splitterOf } from './splits';
import { asTable, importedTable, writtenRows } from './written';
import { validationSets, validationSplit, watchedOf } from './watched';

export function fitModel(
  run: Run,
  id: number,
  estimator: Estimator,
  name: string,
  data: Data,
  target: Data | null,
  args: Arguments,
): Value {
  const modelName = nameOf(run, estimator);
  const inner = validationSplit(run, args, data);
  const fit = recordFit(run, {
    at: args.at,
    estimator: id,
    name: modelName,
    role: estimator.role === 'composite' ? 'model' : estimator.role,
    features: selectsColumns(run, estimator) ? { ...(inner?.train ?? data), selection: null } : (inner?.train ?? data),
    target,
  });
  const fits = name === 'partial_fit' || name === 'train_on_batch' ? [...estimator.fits, fit].slice(-4) : [fit];
  fitMembers(run, estimator, fit);
  run.store.set(id, { ...estimator, fits });
  const stops = stopsEarly(run, estimator, args);
  const evaluate = (rows: Data, keyword: string, method: EvaluationMethod): Value =>
    recordEvaluation(run, {
      at: args.at,
      method,
      name: keyword,
      model: modelName,
      estimator: id,
      fits,
      data: rows,
      stops,
    });
  if (inner !== null) evaluate(inner.test, 'validation_split', 'validation');
  for (const { data: rows, keyword } of validationSets(run, args))
    if (rows.rows !== data.rows) evaluate(rows, keyword, 'validation');
  const watched = watchedOf(run, estimator);
  if (watched !== null && watched.rows !== data.rows) evaluate(watched, 'train_split', 'validation');
  if (estimator.role === 'search')
    folded(run, { at: args.at, estimator: id, name: modelName, data, target, method: 'search' });
  if (estimator.role === 'network' && (name === 'fit' || name === 'fit_generator'))
    return historyOf(run, { ...estimator, fits }, args.at);
  return { kind: 'ref', id };
}

/** A column transformer inside chooses its own columns: which ones the model sees is not known. */
function selectsColumns(run: Run, estimator: Estimator, depth = 0): boolean {
  if (estimator.role !== 'composite' && estimator.role !== 'search') return false;
  return estimator.members.some((value) => {
    const member = objectOf(run, value);
    if (member === null || member.type !== 'estimator') return true;
    return /Column|Mapper|Union|Selector/.test(member.name) || (depth < 4 && selectsColumns(run, member, depth + 1));
  });
}

/** Whether the validation rows decide when training ends, or which weights are kept. */
function stopsEarly(run: Run, estimator: Estimator, args: Arguments): boolean {
  const rounds =
    argument(args, null, 'early_stopping_rounds') ?? estimator.settings.get('early_stopping_rounds') ?? null;
  if (!isNone(rounds)) return true;
  const given = argument(args, null, 'callbacks') ?? estimator.settings.get('callbacks') ?? null;
  const callbacks = objectOf(run, given);
  const all = callbacks?.type === 'list' ? callbacks.items : given === null ? [] : [given];
  return all.some((value) => {
    const callback = objectOf(run, value);
    if (callback?.type !== 'estimator' || callback.role !== 'callback') return false;
    const best = callback.settings.get('save_best_only') ?? callback.settings.get('restore_best_weights');
    return callback.name === 'early_stopping' || isTrue(best);
  });
}

/** Members of a fitted pipeline are fitted too: `pipe[:-1].transform(X)` uses them. */
function fitMembers(run: Run, estimator: Estimator, fit: Fit): void {
  if (estimator.role !== 'composite') return;
  for (const value of estimator.members) {
    const member = objectOf(run, value);
    if (value.kind !== 'ref' || member?.type !== 'estimator') continue;
    fitMembers(run, member, fit);
    run.store.set(value.id, {
      ...member,
      fits: [{ ...fit, name: member.name, role: member.role, estimator: value.id }],
    });
  }
}

/** The class a search or pipeline ends in says more than `GridSearchCV`. */
export function nameOf(run: Run, estimator: Estimator, depth = 0): string {
  if (estimator.role !== 'composite' && estimator.role !== 'search') return estimator.name;
  const last = objectOf(run, estimator.members.at(-1));
  return last?.type === 'estimator' && depth < 4 ? nameOf(run, last, depth + 1) : estimator.name;
}

export function predict(run: Run, id: number, estimator: Estimator, name: string, args: Arguments): Value {
  const data = predictedData(run, args);
  if (data === null || isForecast(estimator, name)) return forecast(run, id, estimator, name, args);
  if (estimator.fits.length === 0) return propagate(run, [args.positional[0] ?? UNKNOWN]);
  return recordEvaluation(run, {
    at: args.at,
    method: 'predict',
    name,
    model: nameOf(run, estimator),
    estimator: id,
    fits: estimator.fits,
    data,
  });
}

/** What is to be predicted; points written out in the call are rows of their own. */
function predictedData(run: Run, args: Arguments): Data | null {
  const first = args.positional[0] ?? argument(args, null, 'X') ?? argument(args, null, 'x');
  const data = dataOf(run, first) ?? importedTable(run, first) ?? firstData(run, args);
  if (data !== null) return asTable(run, data);
  const literal = objectOf(run, first);
  if (literal?.type !== 'list' || literal.items.length === 0) return null;
  return newData(run, 'array', run.space.from(run.space.source('new', siteKey(run, args.at), { at: args.at })));
}

/** Of time-series models `predict` takes places in time, as do these. */
function isForecast(estimator: Estimator, name: string): boolean {
  return (
    /forecast|get_prediction/.test(name) ||
    (estimator.data !== null && functionRoles.get(estimator.name) === 'statsModel')
  );
}

/** Steps ahead of what it was fitted on: rows of their own, until a metric compares them with those they stand for. */
function forecast(run: Run, id: number, estimator: Estimator, name: string, args: Arguments): Value {
  const source = run.space.source('unknown', `forecast@${siteKey(run, args.at)}`, { at: args.at });
  const data = newData(run, 'array', run.space.from(source));
  if (estimator.fits.length === 0) return refer(run, data);
  const model = nameOf(run, estimator);
  return recordEvaluation(run, {
    at: args.at,
    method: 'predict',
    name: FORECAST,
    model,
    estimator: id,
    fits: estimator.fits,
    data,
  });
}

const FORECAST = 'forecast';

/** `mean_squared_error(test, model.forecast(10))`: what was forecast are the rows it is compared with. */
export function compareForecasts(run: Run, compared: readonly (Data | null)[], at: Span): void {
  const truth = compared.find((data) => data !== null && data.evaluations.length === 0 && cameFromSomewhere(data));
  if (truth === null || truth === undefined) return;
  for (const data of compared) {
    for (const { name, at: place, model, estimator, fits } of data?.evaluations ?? []) {
      if (name !== FORECAST) continue;
      const rows = newData(run, 'array', truth.rows);
      const value = recordEvaluation(run, {
        at: place,
        method: 'predict',
        name: 'predict',
        model,
        estimator,
        fits,
        data: rows,
      });
      recordMetric(run, dataOf(run, value), at);
    }
  }
}

export function score(run: Run, id: number, estimator: Estimator, name: string, args: Arguments): Value {
  const value = args.positional[0] ?? argument(args, null, 'X') ?? argument(args, null, 'x');
  const given = dataOf(run, value) ?? importedTable(run, value) ?? writtenRows(run, value, args.at);
  if (given === null || estimator.fits.length === 0) return UNKNOWN;
  const data = asTable(run, given);
  const target = dataOf(run, argument(args, 1, 'y'));
  const evaluated = recordEvaluation(run, {
    at: args.at,
    method: 'score',
    name,
    model: nameOf(run, estimator),
    estimator: id,
    fits: estimator.fits,
    data,
    target,
  });
  const result = objectOf(run, evaluated);
  const evaluations = result?.type === 'data' ? result.evaluations : [];
  return refer(run, { ...scalar(run, run.influences.none), evaluations: unionEvaluations(evaluations, []) });
}

export interface FoldedRequest {
  readonly at: Span;
  readonly estimator: number;
  readonly name: string;
  readonly data: Data;
  readonly target: Data | null;
  readonly method: 'cross-validation' | 'search';
  readonly cv?: Value | null;
}

/** Fits and evaluates on folds of the data, inside one call. */
export function folded(run: Run, { at, estimator, name, data, target, method, cv }: FoldedRequest): Value {
  const key = `folds@${siteKey(run, at)}`;
  recordSplit(run, {
    at,
    key,
    ...(splitterOf(run, cv ?? null) ?? { name: method, shuffled: false, groups: false }),
    rows: data.rows,
    stratified: true,
    influences: cv ? influencesOf(run, data) : data.rest,
    folds: true,
  });
  const side = (part: number): Data =>
    restricted(run, { ...data, view: null }, run.space.step({ kind: 'split', key, part }));
  const fit = recordFit(run, { at, estimator, name, role: 'model', features: side(0), target });
  return recordEvaluation(run, { at, method, name: method, model: name, estimator, fits: [fit], data: side(1) });
}

/** `cross_val_score(model, X, y)` and its like; `cross_val_predict` gives predictions for every row. */
export function crossValidation(run: Run, args: Arguments, predicts: boolean): Value {
  const model = args.positional[0] ?? argument(args, null, 'estimator') ?? UNKNOWN;
  const data = dataOf(run, argument(args, 1, 'X'));
  if (data === null || data.rows.atoms.length === 0) return UNKNOWN;
  const object = objectOf(run, model);
  const name =
    object?.type === 'estimator' ? nameOf(run, object) : object?.type === 'instance' ? object.cls.name : 'model';
  const evaluated = folded(run, {
    at: args.at,
    estimator: model.kind === 'ref' ? model.id : -1,
    name,
    data,
    target: dataOf(run, argument(args, 2, 'y')),
    method: 'cross-validation',
    cv: argument(args, null, 'cv'),
  });
  const result = objectOf(run, evaluated);
  const evaluations = result?.type === 'data' ? result.evaluations : [];
  if (predicts) return refer(run, { ...newData(run, 'array', data.rows, data.rest), evaluations });
  return refer(run, { ...scalar(run, run.influences.none), evaluations });
}
