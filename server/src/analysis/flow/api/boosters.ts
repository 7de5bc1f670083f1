// Models trained by functions: XGBoost, LightGBM, statsmodels; and clones.
import { crossSectionModels, type FunctionRole } from '../../../knowledge';
import { dataOf, firstData, objectOf, refer, type Run } from '../interpreter/run';
import { UNKNOWN, argument, type Arguments, type Value } from '../value';
import { makeEstimator } from './estimators';
import { folded } from './models';
import { recordEvaluation, recordFit } from './record';
import { unknownCall } from './sources';
import { validationSets } from './watched';

/** `xgb.train(params, dtrain, evals=[…])`, `lgb.train`, `lgb.cv`. */
export function booster(run: Run, name: string, role: FunctionRole, args: Arguments): Value {
  const data = dataOf(
    run,
    argument(args, 1, 'dtrain') ?? argument(args, null, 'train_set') ?? argument(args, null, 'pool'),
  );
  if (data === null) return unknownCall(run, name, args);
  const library =
    name.includes('lgb') || name.includes('lightgbm') ? 'LightGBM' : name.includes('xgb') ? 'XGBoost' : 'model';
  const value = makeEstimator(run, library, 'model', { ...args, positional: [], keywords: new Map() });
  const object = objectOf(run, value);
  if (value.kind !== 'ref' || object?.type !== 'estimator') return UNKNOWN;
  if (role === 'cvBooster')
    return folded(run, {
      at: args.at,
      estimator: value.id,
      name: library,
      data,
      target: null,
      method: 'cross-validation',
    });
  const fit = recordFit(run, {
    at: args.at,
    estimator: value.id,
    name: library,
    role: 'model',
    features: data,
    target: data,
  });
  run.store.set(value.id, { ...object, fits: [fit] });
  // The sets to be watched may stand after the number of rounds: a list, or one by itself.
  const watched = args.positional.slice(2).filter((each) => ['list', 'data'].includes(objectOf(run, each)?.type ?? ''));
  const sets = validationSets(run, {
    ...args,
    keywords: new Map([...watched.map((each) => ['evals', each] as const), ...args.keywords]),
  });
  for (const { data: rows, keyword } of sets) {
    if (rows.rows !== data.rows)
      recordEvaluation(run, {
        at: args.at,
        method: 'validation',
        name: keyword,
        model: library,
        estimator: value.id,
        fits: [fit],
        data: rows,
      });
  }
  return value;
}

export function cloned(run: Run, value: Value): Value {
  const object = objectOf(run, value);
  return object?.type === 'estimator' ? run.store.add({ ...object, fits: [] }) : value;
}

/** `sm.OLS(y, X)`, `smf.ols('y ~ x', data=df)`: fitted by `.fit()` without arguments. */
export function statsModel(run: Run, name: string, last: string, args: Arguments): Value {
  const given =
    argument(args, null, 'data') ?? argument(args, 1, 'exog') ?? args.positional[1] ?? args.positional[0] ?? UNKNOWN;
  const data = dataOf(run, given) ?? firstData(run, args);
  const value = makeEstimator(run, name, 'model', { ...args, positional: [], keywords: new Map() });
  const object = objectOf(run, value);
  if (value.kind !== 'ref' || object?.type !== 'estimator' || data === null) return value;
  const fit = recordFit(run, {
    at: args.at,
    estimator: value.id,
    name: last,
    role: 'model',
    features: data,
    target: null,
  });
  const made = crossSectionModels.has(last) ? null : refer(run, data);
  run.store.set(value.id, { ...object, fits: [fit], data: made });
  return value;
}
