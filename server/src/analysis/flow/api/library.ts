// Functions and classes of libraries: what the knowledge table says of the last part of the name.
import {
  estimatorNamePatterns,
  estimatorRoles,
  functionRoles,
  metricPattern,
  methodRoles,
  type FunctionRole,
} from '../../../knowledge';
import { influencedBy, influencesOf, newData, restricted, type Data } from '../data';
import { joinPath, subjectOf } from '../interpreter/operators';
import { takeRows } from '../interpreter/reads';
import type { Rows } from '../rows/rows';
import { dataOf, influence, list, objectOf, passKey, propagate, refer, type Run } from '../interpreter/run';
import { UNKNOWN, allArguments, argument, isFalse, numberOf, stringOf, type Arguments, type Value } from '../value';
import { builtin, rangeIndex } from './containers';
import { crossValidation, makeEstimator } from './estimators';
import { appendRows, concatenated, framesIn, merge, sideBySide } from './frames';
import { recordEvaluation, recordFit, recordMetric } from './record';
import { folded, validationSets } from './models';
import { splitAt, splitData, trainTestSplit } from './splits';
import { count, groupMethod, isRowwise, ranked, reduce, combine } from './statistics';
import { read, readDirectory, unknownCall } from './sources';

const PLOTTING =
  /^(matplotlib|plt|pyplot|seaborn|sns|plotly|px|go|bokeh|altair|folium|missingno|msno|pylab|warnings|logging|sys|gc|IPython)\b/;

export function callApi(run: Run, name: string, args: Arguments): Value {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const known = builtin(run, last, args);
  if (known !== null && (!name.includes('.') || last !== 'map')) return known;
  if (PLOTTING.test(name) && last !== 'load_dataset') return UNKNOWN;
  if (last === 'run_cell_magic' || last === 'print') return UNKNOWN;
  const path = pathOf(last, name, args);
  if (path !== null) return path;
  const role = functionRoles.get(last);
  const estimator = estimatorRoles.get(last);
  if (estimator !== undefined && !(role !== undefined && /^(pd|np|pandas|numpy)\./.test(name)))
    return makeEstimator(run, name, estimator, args);
  if (role !== undefined) return byRole(run, role, name, last, args);
  if (metricPattern.test(last)) return metric(run, args);
  if (methodRoles.has(last) && args.positional.length > 0) return asMethod(run, last, args);
  if (/^[A-Z]/.test(last))
    for (const [pattern, found] of estimatorNamePatterns)
      if (pattern.test(last)) return makeEstimator(run, name, found, args);
  return unknownCall(run, name, args);
}

/** `os.path.join('a', 'b')`, `Path('a', 'b')`: constants stay constants. */
function pathOf(last: string, name: string, args: Arguments): Value | null {
  const joins = last === 'Path' || last === 'PurePath' || (last === 'join' && name.includes('path'));
  if (!joins || args.positional.length === 0) return null;
  const parts = args.positional.map((value) => stringOf(value));
  if (parts.every((part) => part !== null)) return { kind: 'const', value: joinPath(parts) };
  return null;
}

/** `np.clip(x, …)` is `x.clip(…)`. */
function asMethod(run: Run, name: string, args: Arguments): Value {
  const [first, ...others] = args.positional;
  const data = dataOf(run, first);
  if (data === null) return first?.kind === 'quantity' ? first : propagate(run, allArguments(args));
  return run.method(refer(run, { ...data, view: null }), name, { ...args, positional: others });
}

function metric(run: Run, args: Arguments): Value {
  const values = allArguments(args);
  for (const value of values) recordMetric(dataOf(run, value), args.at);
  return propagate(run, values, 'scalar');
}

function firstData(run: Run, args: Arguments): Data | null {
  for (const value of allArguments(args)) {
    const data = dataOf(run, value);
    if (data !== null) return data;
  }
  return null;
}

function byRole(run: Run, role: FunctionRole, name: string, last: string, args: Arguments): Value {
  const [first = UNKNOWN] = args.positional;
  const data = dataOf(run, first);
  const copy: Data | null = data === null ? null : { ...data, view: null };
  switch (role) {
    case 'read':
    case 'readSame':
    case 'readPair':
    case 'open':
      return read(run, role, last, args);
    case 'same':
      return same(run, last, args);
    case 'rowwise':
    case 'dummies':
    case 'unique':
      return copy === null
        ? UNKNOWN
        : last === 'factorize'
          ? list(run, [refer(run, copy), UNKNOWN], 'tuple')
          : refer(run, { ...copy, selection: null });
    case 'concat':
    case 'stack':
    case 'concatColumns':
      return concat(run, role, last, args);
    case 'append': {
      if (copy === null) return propagate(run, args.positional);
      return appendRows(run, refer(run, copy), copy, { ...args, positional: args.positional.slice(1) });
    }
    case 'reduce':
      if (data === null) return UNKNOWN;
      return reduce(
        run,
        { ...data, kind: data.kind === 'frame' ? 'array' : data.kind },
        args,
        last,
        /percentile|quantile/i.test(last) ? 2 : 1,
      );
    case 'count':
      return data === null ? propagate(run, args.positional) : count(run, data, args, last, 1);
    case 'rank':
    case 'scale':
      return copy === null ? UNKNOWN : scaled(run, copy, args, last);
    case 'order':
      return copy === null ? UNKNOWN : ranked(run, copy, args.at, last, 'order');
    case 'isnull':
    case 'notnull':
      return copy === null
        ? UNKNOWN
        : refer(run, {
            ...copy,
            kind: 'mask',
            predicates: [run.predicates.of(subjectOf(copy, first), 'null', null, role === 'isnull')],
          });
    case 'where':
      return args.positional.length === 1
        ? refer(run, { ...(copy ?? newData(run, 'array', run.space.none)), kind: 'mask' })
        : propagate(run, allArguments(args));
    case 'cut':
      return cut(run, copy, args);
    case 'qcut':
      return copy === null ? UNKNOWN : ranked(run, copy, args.at, last);
    case 'merge':
      return copy === null ? UNKNOWN : merge(run, copy, dataOf(run, argument(args, 1, 'right')), args);
    case 'new':
    case 'fillArray':
      return refer(run, { ...newData(run, 'array', newRows(run, args)), fresh: true });
    case 'random':
      return data !== null && /randint|normal/.test(last) && data.rows.atoms.length > 0
        ? refer(run, copy!)
        : refer(run, newData(run, 'array', run.space.none));
    case 'permutation':
      return permutation(run, first, copy, args);
    case 'choice':
      return choice(run, copy, args, name);
    case 'arange':
      return rangeIndex(run);
    case 'npSplit':
      return copy === null ? UNKNOWN : splitAt(run, copy, args);
    case 'trainTestSplit':
      return trainTestSplit(run, args, last);
    case 'randomSplit':
      return data === null ? UNKNOWN : splitData(run, data, args, last);
    case 'subset':
      return subset(run, copy, args);
    case 'loader':
      return loader(run, copy, args);
    case 'dataset':
      return propagate(run, args.positional, 'dataset');
    case 'generator':
      return copy === null
        ? refer(run, newData(run, 'dataset', run.space.none))
        : refer(run, { ...copy, kind: 'loader' });
    case 'directory':
      return readDirectory(run, last, args);
    case 'shuffle':
      return shuffle(run, args);
    case 'resample':
      return resampled(run, args);
    case 'crossValidate':
      return crossValidation(run, args, false);
    case 'crossPredict':
      return crossValidation(run, args, true);
    case 'metric':
      return metric(run, args);
    case 'trainBooster':
    case 'cvBooster':
      return booster(run, name, role, args);
    case 'cloneEstimator':
      return cloned(run, first);
    case 'pivot':
      return data === null ? UNKNOWN : groupMethod(run, { ...data, kind: 'groupby' }, 'mean', args);
    case 'delete': {
      const by = dataOf(run, args.positional[1]);
      return copy === null ? UNKNOWN : refer(run, { ...copy, parts: by === null ? copy.parts : null });
    }
    case 'argsort':
      return copy === null ? UNKNOWN : refer(run, { ...copy, kind: copy.kind === 'mask' ? 'mask' : 'array' });
    case 'formula':
    case 'statsModel':
      return statsModel(run, name, last, args);
    case 'combine':
      return copy === null ? UNKNOWN : combine(run, copy, first, args);
    case 'nothing':
      return last === 'len' && data !== null
        ? run.subscript(run.attribute(refer(run, data), 'shape', args.at), { kind: 'const', value: 0 }, args.at)
        : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** A conversion: the rows and influence of what goes in. */
function same(run: Run, last: string, args: Arguments): Value {
  const values = allArguments(args);
  const [first] = values;
  if (first?.kind === 'quantity' || first?.kind === 'const') {
    const number = numberOf(first);
    if (first.kind === 'quantity') return last === 'DataFrame' || last === 'abs' ? UNKNOWN : first;
    return number === null ? first : { kind: 'const', value: last === 'int' ? Math.trunc(number) : number };
  }
  if (last === 'DataFrame' || last === 'Series') return frame(run, last, args);
  if (last === 'Dataset' || last === 'DMatrix' || last === 'Pool')
    return propagate(run, args.positional.slice(0, 1), 'dataset');
  const kind = last === 'tensor' || last === 'from_numpy' || last === 'as_tensor' ? 'tensor' : null;
  const value = propagate(run, values, kind);
  return value.kind === 'unknown' && /array|zeros|list/.test(last)
    ? refer(run, { ...newData(run, 'array', run.space.none), fresh: true })
    : value;
}

/** `DataFrame(x)`, `DataFrame({'a': …})`: empty ones take the rows of what is stored first. */
function frame(run: Run, last: string, args: Arguments): Value {
  const given = args.positional[0] ?? argument(args, null, 'data');
  const kind = last === 'Series' ? 'series' : 'frame';
  const object = objectOf(run, given);
  const base = dataOf(run, given);
  if (base === null || base.kind === 'element')
    return refer(run, { ...newData(run, kind, newRows(run, args)), fresh: base === null });
  if (object?.type !== 'dict') return refer(run, { ...base, kind, view: null });
  const columns = new Map(
    [...object.entries].flatMap(([name, item]) => {
      const own = dataOf(run, item);
      return own === null ? [] : [[String(name), influencesOf(run, own)] as const];
    }),
  );
  return refer(run, { ...base, kind, columns, rest: run.influences.none, view: null, selection: null, column: null });
}

function concat(run: Run, role: 'concat' | 'stack' | 'concatColumns', last: string, args: Arguments): Value {
  const given = args.positional[0] ?? argument(args, null, 'objs') ?? UNKNOWN;
  const many = last === 'chain' || last === 'union';
  const all = many ? args.positional.flatMap((value) => framesIn(run, value)) : framesIn(run, given);
  const rowed = all.filter((data) => data.rows.atoms.length > 0 || influencesOf(run, data).list.length > 0);
  if (rowed.length === 0)
    return all.length === 0 ? unknownCall(run, last, args) : refer(run, { ...all[0]!, view: null });
  if (role === 'concatColumns' || role === 'stack' || isRowwise(args, 1)) return sideBySide(run, rowed);
  const open = objectOf(run, given);
  const result = concatenated(
    run,
    rowed.filter((data) => data.rows.atoms.length > 0),
    args,
  );
  const object = objectOf(run, result);
  // Of a list filled in a loop we do not know how often each element is in it.
  if (open?.type === 'list' && open.open && object?.type === 'data')
    return refer(run, { ...object, parts: null, columns: object.columns });
  return result;
}

/** Rows made here; they give way to those of the first data stored. */
function newRows(run: Run, args: Arguments): Rows {
  return run.space.from(run.space.source('new', passKey(run, args.at), { at: args.at }));
}

function scaled(run: Run, data: Data, args: Arguments, last: string): Value {
  if (isRowwise(args, 1)) return refer(run, data);
  const value = ranked(run, data, args.at, last);
  return last === 'boxcox' && args.positional.length === 1 ? list(run, [value, value], 'tuple') : value;
}

/** `cut(x, 5)` takes its edges from the range of x; given edges learn nothing. */
function cut(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  const bins = argument(args, 1, 'bins');
  const edges = dataOf(run, bins);
  if (edges !== null) return refer(run, influencedBy(run, data, influencesOf(run, edges)));
  return numberOf(bins) !== null || bins?.kind === 'quantity' ? ranked(run, data, args.at, 'cut') : refer(run, data);
}

function permutation(run: Run, first: Value, data: Data | null, args: Arguments): Value {
  const step = run.space.step({ kind: 'index', key: `permutation@${passKey(run, args.at)}` });
  if (data !== null && data.rows.atoms.length > 0 && data.kind !== 'index')
    return refer(run, { ...restricted(run, data, step), parts: null });
  const index = objectOf(run, rangeIndex(run));
  return index?.type === 'data' ? refer(run, { ...index, steps: [...(data?.steps ?? []), step] }) : first;
}

/** Drawn without replacement: a subset. With it, rows repeat. */
function choice(run: Run, data: Data | null, args: Arguments, name: string): Value {
  const step = run.space.step({ kind: 'sample', key: `choice@${passKey(run, args.at)}` });
  const replaces = !isFalse(argument(args, 2, 'replace')) && !name.endsWith('random.sample');
  if (data !== null && data.rows.atoms.length > 0) {
    const drawn = { ...restricted(run, data, step), parts: null };
    return refer(
      run,
      replaces
        ? influencedBy(run, drawn, influence(run, { kind: 'duplicate', rows: data.rows, at: args.at, name: 'choice' }))
        : drawn,
    );
  }
  const index = objectOf(run, rangeIndex(run));
  return index?.type === 'data' ? refer(run, { ...index, steps: [...(data?.steps ?? []), step] }) : UNKNOWN;
}

/** `Subset(ds, indices)`, `SubsetRandomSampler(indices)`. */
function subset(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  if (data.kind === 'index') return refer(run, data);
  const by = args.positional[1] ?? argument(args, null, 'indices') ?? UNKNOWN;
  const index = dataOf(run, by);
  if (index !== null) return refer(run, takeRows(run, data, index, by));
  return refer(run, restricted(run, data, run.space.step({ kind: 'sample', key: `subset@${passKey(run, args.at)}` })));
}

function loader(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  const sampler = argument(args, null, 'sampler');
  const index = dataOf(run, sampler);
  const rows = index?.kind === 'index' ? takeRows(run, data, index, sampler!) : data;
  return refer(run, { ...rows, kind: 'loader', view: null });
}

/** `shuffle(X, y)`: the same order for all; in place for lists and arrays. */
function shuffle(run: Run, args: Arguments): Value {
  const step = run.space.step({ kind: 'index', key: `shuffle@${passKey(run, args.at)}` });
  const all = args.positional.map((value) => {
    const data = dataOf(run, value);
    if (data === null) return value;
    if (data.kind === 'index' && data.steps !== null) {
      const shuffled = { ...data, steps: [...data.steps, step] };
      if (value.kind === 'ref' && run.store.get(value.id).type === 'data') run.store.set(value.id, shuffled);
      return refer(run, shuffled);
    }
    return refer(run, { ...restricted(run, data, step), view: null, parts: null });
  });
  return all.length === 1 ? all[0]! : list(run, all, 'tuple');
}

/** `sklearn.utils.resample`: with replacement unless told otherwise. */
function resampled(run: Run, args: Arguments): Value {
  const replaces = !isFalse(argument(args, null, 'replace'));
  const step = run.space.step({ kind: 'sample', key: `resample@${passKey(run, args.at)}` });
  const all = args.positional.map((value) => {
    const data = dataOf(run, value);
    if (data === null) return value;
    const drawn: Data = { ...restricted(run, data, step), view: null, parts: null };
    return refer(
      run,
      replaces
        ? influencedBy(
            run,
            drawn,
            influence(run, { kind: 'duplicate', rows: data.rows, at: args.at, name: 'resample' }),
          )
        : drawn,
    );
  });
  return all.length === 1 ? all[0]! : list(run, all, 'tuple');
}

/** `xgb.train(params, dtrain, evals=[…])`, `lgb.train`, `lgb.cv`. */
function booster(run: Run, name: string, role: FunctionRole, args: Arguments): Value {
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
  const lists = args.positional.slice(2).map((each) => ['evals', each] as const);
  const sets = validationSets(run, {
    ...args,
    keywords: new Map([...lists.filter(([, each]) => objectOf(run, each)?.type === 'list'), ...args.keywords]),
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

function cloned(run: Run, value: Value): Value {
  const object = objectOf(run, value);
  return object?.type === 'estimator' ? run.store.add({ ...object, fits: [] }) : value;
}

/** `sm.OLS(y, X)`, `smf.ols('y ~ x', data=df)`: fitted by `.fit()` without arguments. */
function statsModel(run: Run, name: string, last: string, args: Arguments): Value {
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
  run.store.set(value.id, { ...object, fits: [fit], data: refer(run, data) });
  return value;
}
