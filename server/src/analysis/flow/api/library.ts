// Functions and classes of libraries: what the knowledge table says of the last part of the name.
import {
  crossSectionModels,
  estimatorNamePatterns,
  estimatorRoles,
  functionRoles,
  knownLibraries,
  metricPattern,
  networkMaker,
  methodRoles,
  modelLibraries,
  namedDatasets,
  randomSources,
  rowlessPattern,
  silentRoles,
  trainerLibraries,
  type FunctionRole,
} from '../../../knowledge';
import { newData, type Data } from '../data';
import { joinPath, subjectOf } from '../interpreter/operators';
import { placeBelow } from '../interpreter/paths';
import { dataOf, list, objectOf, propagate, refer, type Run } from '../interpreter/run';
import { UNKNOWN, allArguments, argument, numberOf, stringOf, type Arguments, type Value } from '../value';
import { withFirst } from './arguments';
import { booster, cloned, statsModel } from './boosters';
import { builtin, rangeIndex } from './containers';
import { concat, cut, dummies, factorized, newRows, same, scaled } from './conversions';
import { choice, drawnAround, loader, permutation, resampled, shuffle, subset } from './draws';
import { makeEstimator } from './estimators';
import { savedState, saveState } from './checkpoints';
import { delegatedCall } from './delegated';
import { compareForecasts, crossValidation, score } from './models';
import { appendRows, merge } from './frames';
import { expression } from './polars';
import { recordMetric } from './record';
import { splitAt, splitData, trainTestSplit } from './splits';
import { count, groupMethod, ranked, reduce, combine } from './statistics';
import { read, readDirectory, readNamed, readOne, unknownCall } from './sources';
import { asWeights, asksForGradient, weighted } from './weights';

const PLOTTING =
  /^(matplotlib|plt|pyplot|seaborn|sns|plotly|px|go|bokeh|altair|folium|missingno|msno|pylab|warnings|logging|sys|gc|IPython)\b/;

export function callApi(run: Run, name: string, args: Arguments): Value {
  if (asksForGradient(args)) return asWeights(run, called(run, name, args), args.at);
  return (name.startsWith('torch.') ? weighted(run, allArguments(args), args.at) : null) ?? called(run, name, args);
}

function called(run: Run, name: string, args: Arguments): Value {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/\bImage\.open$/.test(name)) return readOne(run, name, args);
  const known = builtin(run, last, args);
  if (known !== null && (!name.includes('.') || last !== 'map')) return known;
  if (PLOTTING.test(name) && last !== 'load_dataset') return UNKNOWN;
  if (last === 'run_cell_magic' || last === 'print') return UNKNOWN;
  const source = randomSources.get(last);
  if (source !== undefined) return { kind: 'api', name: source };
  const path = pathOf(run, last, name, args);
  if (path !== null) return path;
  if (rowlessPattern.test(name)) return UNKNOWN;
  if (namedDatasets.has(name)) return readNamed(run, name, args);
  if (/^polars\.(col|all|exclude)$/.test(name)) return expression(run, args);
  if (name === 'torch.save') saveState(run, args);
  const saved = name === 'torch.load' ? savedState(run, args) : null;
  if (saved !== null) return saved;
  if (networkMaker.test(name)) return makeEstimator(run, name, 'network', args);
  const delegated = delegatedCall(run, last, name, args);
  if (delegated !== null) return delegated;
  const role = functionRoles.get(last);
  const statistical = /^statsmodels\b.*?\b([A-Z]\w*)(\.from_formula)?$/.exec(name)?.[1];
  if (statistical !== undefined && crossSectionModels.has(statistical))
    return statsModel(run, statistical, statistical, args);
  const listed = modelLibraries.test(name) && /^[A-Z]/.test(last) ? 'model' : estimatorRoles.get(last);
  const estimator = listed === 'trainer' && !trainerLibraries.test(name) ? undefined : listed;
  if (estimator !== undefined && !(role !== undefined && /^(pd|np|pandas|numpy)\./.test(name)))
    return makeEstimator(run, name, estimator, args);
  if (role !== undefined) {
    const value = byRole(run, role, name, last, withFirst(args));
    return value.kind === 'unknown' && gives(run, name, role, args) ? unknownCall(run, name, args) : value;
  }
  if (metricPattern.test(last) || /^(from_estimator|plot_\w+|concordance_index)$/.test(last)) return metric(run, args);
  const asked = methodRoles.get(last);
  if (asked !== undefined && args.positional.length > 0 && !gives(run, name, asked, args))
    return asMethod(run, last, args);
  if (/^[A-Z]/.test(last))
    for (const [pattern, found] of estimatorNamePatterns)
      if (pattern.test(last)) return makeEstimator(run, name, found, args);
  return unknownCall(run, name, args);
}

/** A function of a library that the tables do not know, given no data: it brings some. */
function gives(run: Run, name: string, role: string, args: Arguments): boolean {
  if (!name.includes('.') || silentRoles.has(role) || knownLibraries.test(name)) return false;
  return allArguments(args).every((value) => dataOf(run, value) === null);
}

/** `os.path.join('a', 'b')`, `Path('a', 'b')`: constants stay constants. */
function pathOf(run: Run, last: string, name: string, args: Arguments): Value | null {
  const joins = last === 'Path' || last === 'PurePath' || (last === 'join' && name.includes('path'));
  if (!joins || args.positional.length === 0) return null;
  const parts = args.positional.map((value) => stringOf(value));
  if (parts.every((part) => part !== null)) return { kind: 'const', value: joinPath(parts) };
  return placeBelow(run, args.positional[0], args.positional.slice(1));
}

/** A list of columns or arrays: Python's `sum([a, b])` and `np.mean([a, b], axis=0)` give a value a row. */
function areColumns(run: Run, value: Value): boolean {
  const object = objectOf(run, value);
  if (object?.type !== 'list' || object.items.length === 0) return false;
  return object.items.every((item) => {
    const { kind } = dataOf(run, item) ?? { kind: 'unknown' };
    return kind !== 'element' && kind !== 'scalar' && kind !== 'unknown';
  });
}

/** `np.clip(x, …)` is `x.clip(…)`. */
function asMethod(run: Run, name: string, args: Arguments): Value {
  const [first, ...others] = args.positional;
  const data = dataOf(run, first);
  if (data === null) return first?.kind === 'quantity' ? first : propagate(run, allArguments(args));
  // NumPy's differences are of any array, in no order of time.
  if (methodRoles.get(name) === 'shift') return refer(run, { ...data, view: null, derived: true });
  return run.method(refer(run, { ...data, view: null }), name, { ...args, positional: others });
}

/** `plot_roc_curve(model, X_test, y_test)`, `RocCurveDisplay.from_estimator(…)`: a score of the model. */
function scoredModel(run: Run, args: Arguments): Value | null {
  const [first, ...others] = args.positional;
  const object = objectOf(run, first);
  if (first?.kind !== 'ref' || object?.type !== 'estimator' || object.fits.length === 0) return null;
  return score(run, first.id, object, 'score', { ...args, positional: others });
}

function metric(run: Run, args: Arguments): Value {
  const values = allArguments(args);
  const scored = scoredModel(run, args);
  if (scored !== null) return scored;
  const all = values.map((value) => dataOf(run, value));
  compareForecasts(run, all, args.at);
  for (const data of all) recordMetric(run, data, args.at);
  return propagate(run, values, 'scalar');
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
    case 'readOne':
      return readOne(run, name, args);
    case 'same':
      return same(run, last, args);
    case 'dummies':
      return copy === null ? UNKNOWN : last === 'get_dummies' ? dummies(run, copy, args) : factorized(run, copy, last);
    case 'rowwise':
    case 'unique':
      return copy === null ? UNKNOWN : refer(run, { ...copy, selection: null });
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
      if (numberOf(argument(args, null, 'axis')) === 0 && areColumns(run, first)) return propagate(run, [first]);
      return reduce(
        run,
        { ...data, kind: data.kind === 'frame' ? 'array' : data.kind },
        args,
        last,
        /percentile|quantile/i.test(last) ? 2 : 1,
      );
    case 'count':
      return data === null || (!name.includes('.') && areColumns(run, first))
        ? propagate(run, args.positional)
        : count(run, data, args, last, 1);
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
        : drawnAround(run, last, args);
    case 'permutation':
      return permutation(run, first, copy, args);
    case 'choice':
      return choice(run, copy, args, name);
    case 'arange':
      // A range of places is an index; one with a step between, `torch.arange(0, 1, 0.02)`, is a table of its own.
      return name.startsWith('torch.') && args.positional.length + args.keywords.size >= 3
        ? refer(run, newData(run, 'tensor', newRows(run, args)))
        : rangeIndex(run);
    case 'table': {
      const grid = refer(run, newData(run, name.startsWith('torch.') ? 'tensor' : 'array', newRows(run, args)));
      return last === 'meshgrid'
        ? list(
            run,
            args.positional.map(() => grid),
          )
        : grid;
    }
    case 'npSplit':
      return copy === null ? UNKNOWN : splitAt(run, copy, args);
    case 'trainTestSplit':
      return trainTestSplit(run, args, last);
    case 'randomSplit':
      return data === null ? UNKNOWN : splitData(run, data, args, last);
    case 'subset':
      return subset(run, copy, args);
    case 'loader':
      return loader(run, copy ?? dataOf(run, argument(args, null, 'dataset')), args);
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
      return copy === null
        ? UNKNOWN
        : refer(run, { ...copy, kind: copy.kind === 'mask' || copy.kind === 'element' ? copy.kind : 'array' });
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
