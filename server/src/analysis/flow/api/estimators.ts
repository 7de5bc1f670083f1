// Estimators: made, fitted, asked to transform or predict. What each role does is in `knowledge/estimators.ts`.
import { networkItself, scoredClusterings, type Role } from '../../../knowledge';
import { influencedBy, influencesOf, newData, type Data } from '../data';
import { dataOf, firstData, list, objectOf, propagate, refer, scalar, type Run } from '../interpreter/run';
import {
  NONE,
  UNKNOWN,
  allArguments,
  argument,
  isFalse,
  type Arguments,
  type Estimator,
  type EstimatorRole,
  type Value,
} from '../value';
import { effectiveRole, learners, learntState } from './roles';
import type { Span } from '../../text';
import { MADE_OF } from './adopt';
import { askedClusters, askedHistory, askedOfTraining, isStatistical } from './descriptive';
import { resample } from './draws';
import { folds } from './splits';
import { loadState, stateOf } from './checkpoints';
import { forward, ownWay } from './networks';
import { recordFit, reached } from './record';
import { keepModel } from './kept';
import { frameworkMethod } from './frameworks';
import { fitModel, predict, score } from './models';
import { trainerMethod } from './trainers';
import { asTable, importedTable, writtenRows } from './written';
import { isWeights, weightsAttribute, weightsMethod } from './weights';

export function makeEstimator(run: Run, qualified: string, role: Role, args: Arguments): Value {
  const name = qualified.slice(qualified.lastIndexOf('.') + 1);
  const members = membersIn(run, allArguments(args), 0);
  const settings = new Map(args.keywords);
  args.positional.forEach((value, i) => settings.set(String(i), value));
  const limited = ['max_features', 'min_df', 'max_df', 'vocabulary'].some((setting) => settings.has(setting));
  const own: EstimatorRole =
    role === 'vocabulary' && limited ? 'statistic' : role === 'undersampler' ? 'sampler' : role;
  // RFE and the like hold a model, but what they do is select.
  const estimator: Estimator = {
    type: 'estimator',
    role: own,
    name,
    qualified,
    at: args.at,
    members,
    settings,
    fits: [],
    evaluating: false,
    data: null,
  };
  return run.store.add(estimator);
}

/** Estimators anywhere in the arguments: steps of a pipeline, the model of a search. */
function membersIn(run: Run, values: readonly Value[], depth: number): Value[] {
  return values.flatMap((value) => {
    const object = objectOf(run, value);
    if (object === null || depth > 4) return value.kind === 'class' ? [] : [];
    if (object.type === 'estimator') return object.role === 'splitter' ? [] : [value];
    if (object.type === 'instance') return [value];
    if (object.type === 'list') return membersIn(run, object.items, depth + 1);
    return object.type === 'dict' ? membersIn(run, [...object.entries.values(), ...object.rest], depth + 1) : [];
  });
}

export function estimatorMethod(run: Run, id: number, estimator: Estimator, name: string, args: Arguments): Value {
  const self: Value = { kind: 'ref', id };
  if (isWeights(estimator)) return weightsMethod(run, self, name, args);
  const role = effectiveRole(run, estimator);
  if (role === 'trainer') return trainerMethod(run, id, estimator, name, args) ?? UNKNOWN;
  const own = frameworkMethod(run, id, estimator, name, args);
  if (own !== null) return own;
  switch (name) {
    case 'fit':
    case 'partial_fit':
    case 'fit_generator':
    case 'fit_on_texts':
    case 'adapt':
    case 'train_on_batch':
    case 'fit_transform':
    case 'fit_predict':
      return fitCall(run, id, estimator, role, name, args);
    case 'fit_resample':
    case 'fit_sample':
    case 'sample':
      return name === 'sample' ? UNKNOWN : resample(run, estimator, features(run, args), args);
    case 'transform':
    case 'inverse_transform':
    case 'texts_to_sequences':
    case 'texts_to_matrix':
      if (role === 'model' && name === 'transform' && estimator.qualified.startsWith('pyspark.'))
        return predict(run, id, estimator, name, args);
      return name === 'inverse_transform'
        ? propagate(run, args.positional)
        : transform(run, id, estimator, features(run, args) ?? writtenRows(run, args.positional[0], args.at));
    case 'predict':
    case 'predict_proba':
    case 'predict_log_proba':
    case 'predict_classes':
    case 'predict_generator':
    case 'decision_function':
    case 'score_samples':
    case 'staged_predict':
    case 'pred_dist':
    case 'forecast':
    case 'get_forecast':
    case 'get_prediction':
    case 'predict_survival_function':
    case 'predict_expectation':
      if (role !== 'statistic') return predict(run, id, estimator, name, args);
      askedClusters(run, id, estimator, { at: args.at, name, data: features(run, args) });
      return transform(run, id, estimator, features(run, args));
    case 'score':
    case 'evaluate':
    case 'evaluate_generator':
    case 'test_on_batch':
    case 'computeCost':
    case 'test':
      if (role !== 'statistic') return score(run, id, estimator, name, args);
      askedClusters(run, id, estimator, { at: args.at, name, data: features(run, args) });
      return UNKNOWN;
    case 'split':
      return role === 'splitter' ? folds(run, estimator, args) : UNKNOWN;
    case 'eval':
    case 'train': {
      run.store.set(id, {
        ...estimator,
        role: estimator.role === 'unknown' ? 'network' : estimator.role,
        evaluating: name === 'eval' || isFalse(argument(args, 0, 'mode')),
      });
      return self;
    }
    case 'add':
    case 'append':
      run.store.set(id, {
        ...estimator,
        members:
          estimator.role === 'network'
            ? estimator.members
            : [...estimator.members, ...membersIn(run, args.positional, 0)],
      });
      return NONE;
    case 'forward':
    case 'module':
      return role === 'network' ? callEstimator(run, id, estimator, args) : propagate(run, args.positional);
    case 'set_params':
    case 'to':
    case 'cuda':
    case 'cpu':
    case 'set_output':
      return self;
    case 'make_future_dataframe':
      return refer(run, newData(run, 'frame', estimator.fits.at(-1)?.rows ?? run.space.none));
    case 'get_support':
    case 'get_feature_names_out':
    case 'get_feature_names':
      return refer(run, { ...newData(run, 'columns', run.space.none), rest: learntState(run, id, estimator) });
    case 'bic':
    case 'aic':
    case 'perplexity':
      askedClusters(run, id, estimator, { at: args.at, name, data: features(run, args) });
      return UNKNOWN;
    case 'summary':
    case 'summary2':
    case 'print_summary':
      askedOfTraining(run, id, estimator, name, args.at);
      return UNKNOWN;
    case 'state_dict':
      return role === 'network' ? stateOf(run, id, estimator, args) : UNKNOWN;
    case 'load_state_dict':
      return role === 'network' ? loadState(run, id, estimator, args) : UNKNOWN;
    case 'get_params':
    case 'compile':
    case 'parameters':
      return UNKNOWN;
    case 'save':
      keepModel(run, self, args.positional[0]);
      return UNKNOWN;
    default:
      if (role === 'network' && networkItself.has(name)) return self;
      // Which of its arguments an estimator asks for: `set_fit_request(sample_weight=True)`.
      if (/^set_\w+_request$/.test(name)) return self;
      return role === 'network'
        ? ownWay(run, { ...estimator, id }, propagate(run, allArguments(args)), args.at)
        : propagate(run, args.positional);
  }
}

function features(run: Run, args: Arguments): Data | null {
  const given = args.positional[0] ?? argument(args, null, 'X') ?? argument(args, null, 'x');
  const data = dataOf(run, given) ?? importedTable(run, given);
  return data === null ? null : asTable(run, data);
}

function fitCall(
  run: Run,
  id: number,
  estimator: Estimator,
  role: EstimatorRole,
  name: string,
  args: Arguments,
): Value {
  const self: Value = { kind: 'ref', id };
  const [first] = args.positional.length > 0 ? args.positional : args.keywords.values();
  const data =
    features(run, args) ?? dataOf(run, args.keywords.values().next().value) ?? writtenRows(run, first, args.at);
  // Models of statsmodels were given their rows when they were made.
  const given = data ?? (isStatistical(estimator) ? { rows: estimator.fits.at(-1)?.rows ?? run.space.none } : null);
  reached(run, args.at, 'fit', given !== null && given.rows.atoms.length > 0);
  if (role === 'splitter' || data === null) return name === 'fit_transform' ? propagate(run, args.positional) : self;
  const label = argument(args, 1, 'y');
  const target = dataOf(run, label) ?? importedTable(run, label);
  if (role === 'model' || role === 'search' || role === 'network' || (role === 'unknown' && name !== 'fit_transform')) {
    const result = fitModel(run, id, estimator, name, data, target, args);
    if (name !== 'fit_transform' && name !== 'fit_predict') return result;
    const fitted = run.store.get(id);
    return fitted.type === 'estimator' ? transform(run, id, fitted, data) : UNKNOWN;
  }
  for (const { id: member, estimator: each } of learners(run, id, estimator)) {
    const fit = recordFit(run, {
      at: args.at,
      estimator: member,
      name: each.name,
      role: each.role,
      features: data,
      target,
    });
    const fits = name === 'partial_fit' ? [...each.fits, fit] : [fit];
    run.store.set(member, { ...each, fits });
  }
  const now = run.store.get(id);
  if (scoredClusterings.has(estimator.name) && now.type === 'estimator')
    askedClusters(run, id, now, { at: args.at, name, data });
  if (name === 'fit' || name === 'partial_fit' || name === 'adapt' || name === 'fit_on_texts') return self;
  const fitted = run.store.get(id);
  if (fitted.type !== 'estimator') return UNKNOWN;
  if (name === 'fit_predict') askedClusters(run, id, fitted, { at: args.at, name, data });
  return transform(run, id, fitted, data);
}

/** The rows of X; what went into X and into the fitted state. */
export function transform(run: Run, id: number, estimator: Estimator, data: Data | null): Value {
  if (data === null) return refer(run, scalar(run, learntState(run, id, estimator)));
  const flat: Data = {
    ...data,
    columns: new Map(),
    rest: influencesOf(run, data),
    view: null,
    selection: null,
    column: null,
    kind: data.kind === 'element' ? 'element' : 'array',
  };
  return refer(run, influencedBy(run, flat, learntState(run, id, estimator)));
}

/** Attributes that are a fitted estimator again: of a search, of a wrapper. */
const ITSELF = new Set(['best_estimator_', 'estimator', 'model', 'base_estimator_', 'leader']);
const MEMBERS = new Set(['named_steps', 'steps', 'transformers_', 'named_transformers_', 'estimators_']);

export function estimatorAttribute(run: Run, id: number, estimator: Estimator, name: string, at: Span): Value {
  const self: Value = { kind: 'ref', id };
  if (isWeights(estimator)) return weightsAttribute(self, name);
  askedOfTraining(run, id, estimator, name, at);
  if (name === 'hypermodel') return run.store.add({ ...estimator, fits: [] });
  const history = askedHistory(run, id, estimator, name, at);
  if (history !== null) return history;
  if (name === 'module' && estimator.role === 'network') return self;
  if (ITSELF.has(name)) return self;
  if (MEMBERS.has(name)) return estimator.members.length > 0 ? list(run, estimator.members) : self;
  if (name === 'labels_' || name === 'embedding_') {
    const rows = estimator.fits.at(-1)?.rows ?? run.space.none;
    return refer(run, { ...newData(run, 'array', rows), rest: learntState(run, id, estimator) });
  }
  if (name === 'classes_' || name === 'n_features_' || name === 'word_index' || name === 'vocabulary_') return UNKNOWN;
  if (name.endsWith('_') && estimator.fits.length > 0) {
    const state = refer(run, scalar(run, learntState(run, id, estimator)));
    return state;
  }
  return { kind: 'bound', receiver: self, name, fn: null };
}

/** A network called on data; a layer called on a tensor of a graph being built. */
export function callEstimator(run: Run, id: number, estimator: Estimator, args: Arguments): Value {
  const given = firstData(run, args);
  const data =
    given !== null && given.rows.atoms.length > 0 ? given : dataOf(run, estimator.settings.get(MADE_OF) ?? null);
  if (estimator.role !== 'network' || data === null || data.rows.atoms.length === 0)
    return propagate(run, allArguments(args));
  return forward(run, { ...estimator, id }, data, args.at);
}
