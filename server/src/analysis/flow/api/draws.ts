// Draws: permutations, samples, subsets and shuffles, each a step of its own.
import { influencedBy, influencesOf, newData, restricted, type Data } from '../data';
import { takeRows } from '../interpreter/taking';
import { dataOf, influence, list, objectOf, passKey, refer, type Run } from '../interpreter/run';
import {
  UNKNOWN,
  allArguments,
  argument,
  isFalse,
  isNone,
  numberOf,
  type Arguments,
  type Estimator,
  type Value,
} from '../value';
import { rangeIndex } from './containers';
import { newRows } from './conversions';

/**
 * Numbers drawn at random: a table of its own where a size says so, `rand(200, 2)`, `normal(size=(200, 2))`. As many as
 * another table has rows are a column beside it, or a mask.
 */
export function randomTable(run: Run, name: string, args: Arguments): Value {
  const named = argument(args, null, 'size');
  const bounds = BOUNDS.get(name) ?? 0;
  const sizes = named !== null ? [named] : /^randn?$/.test(name) ? args.positional : [args.positional[bounds] ?? null];
  const made = sizes.some((size) => {
    const tuple = objectOf(run, size);
    return numberOf(tuple?.type === 'list' ? tuple.items[0] : size) !== null;
  });
  const table = /^randn?$/.test(name) && args.positional.length > 1;
  const takesSize = named !== null || bounds > 0 || /^(randn?|random|random_sample|ranf|standard_normal)$/.test(name);
  const rows = table || (made && takesSize) ? newRows(run, args) : run.space.none;
  return refer(run, newData(run, 'array', rows));
}

/** How many arguments stand before the size: `normal(0, 2, 500)`. */
const BOUNDS: ReadonlyMap<string, number> = new Map([
  ['normal', 2],
  ['uniform', 2],
  ['gamma', 2],
  ['beta', 2],
  ['lognormal', 2],
  ['multivariate_normal', 2],
  ['poisson', 1],
  ['exponential', 1],
  ['standard_t', 1],
]);

/** Numbers drawn between bounds, or around a mean, that were learnt from rows tell of these rows. */
export function drawnAround(run: Run, name: string, args: Arguments): Value {
  const table = randomTable(run, name, args);
  const object = objectOf(run, table);
  if (object?.type !== 'data') return table;
  const learnt = allArguments(args).reduce((all, value) => {
    const data = dataOf(run, value);
    return data === null ? all : run.influences.union(all, influencesOf(run, data));
  }, run.influences.none);
  return learnt.list.length === 0 ? table : refer(run, influencedBy(run, object, learnt));
}

export function permutation(run: Run, first: Value, data: Data | null, args: Arguments): Value {
  const step = run.space.step({ kind: 'index', key: `permutation@${passKey(run, args.at)}` });
  if (data !== null && data.rows.atoms.length > 0 && data.kind !== 'index')
    return refer(run, { ...restricted(run, data, step), parts: null });
  const index = objectOf(run, rangeIndex(run));
  return index?.type === 'data' ? refer(run, { ...index, steps: [...(data?.steps ?? []), step] }) : first;
}

/** Drawn without replacement: a subset. With it, rows repeat. */
export function choice(run: Run, data: Data | null, args: Arguments, name: string): Value {
  const step = run.space.step({ kind: 'sample', key: `choice@${passKey(run, args.at)}` });
  const replaces = !isFalse(argument(args, 2, 'replace')) && !name.endsWith('random.sample');
  if (data !== null && data.rows.atoms.length > 0) {
    const drawn = { ...restricted(run, data, step), parts: null };
    // Values of one column, drawn for the places where they are missing: learnt from all rows, as a mean is.
    const kind = data.column === null ? 'duplicate' : 'statistic';
    const many = argument(args, 1, 'size') ?? argument(args, null, 'k');
    if (kind === 'statistic' && isNone(many)) return refer(run, { ...drawn, kind: 'element' });
    return refer(
      run,
      replaces
        ? influencedBy(run, drawn, influence(run, { kind, rows: data.rows, at: args.at, name: 'choice' }))
        : drawn,
    );
  }
  const index = objectOf(run, rangeIndex(run));
  return index?.type === 'data' ? refer(run, { ...index, steps: [...(data?.steps ?? []), step] }) : UNKNOWN;
}

/** `Subset(ds, indices)`, `SubsetRandomSampler(indices)`. */
export function subset(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  if (data.kind === 'index') return refer(run, data);
  const by = args.positional[1] ?? argument(args, null, 'indices') ?? UNKNOWN;
  const index = dataOf(run, by);
  if (index !== null) return refer(run, takeRows(run, data, index, by));
  return refer(run, restricted(run, data, run.space.step({ kind: 'sample', key: `subset@${passKey(run, args.at)}` })));
}

export function loader(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  const sampler = argument(args, null, 'sampler');
  const index = dataOf(run, sampler);
  const rows = index?.kind === 'index' ? takeRows(run, data, index, sampler!) : data;
  return refer(run, { ...rows, kind: 'loader', view: null });
}

/** `shuffle(X, y)`: the same order for all; in place for lists and arrays. */
export function shuffle(run: Run, args: Arguments): Value {
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
export function resampled(run: Run, args: Arguments): Value {
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

/** `fit_resample(X, y)`: rows are repeated, made up or left out. */
export function resample(run: Run, estimator: Estimator, X: Data | null, args: Arguments): Value {
  const y = dataOf(run, argument(args, 1, 'y'));
  if (X === null) return UNKNOWN;
  const under =
    /Under|NearMiss|Tomek(?!.*SMOTE)|Neighbour|Centroids|Selection|Cleaning|Hardness|AllKNN/.test(estimator.name) &&
    !/SMOTE/.test(estimator.name);
  const own = influence(run, {
    kind: under ? 'undersample' : 'resample',
    rows: X.rows,
    at: args.at,
    name: estimator.name,
  });
  const parts = [X, y ?? X].map((data) => refer(run, influencedBy(run, { ...data, view: null, parts: null }, own)));
  return list(run, parts, 'tuple');
}
