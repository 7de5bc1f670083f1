// Splits: one call that divides rows, and splitters that do so again and again.
import { splitters } from '../../../knowledge';
import { influencedBy, influencesOf, newData, restricted, type Data } from '../data';
import type { Split } from '../records';
import type { Rows } from '../rows/rows';
import { dataOf, list, objectOf, passKey, refer, type Run } from '../interpreter/run';
import {
  UNKNOWN,
  argument,
  isFalse,
  isNone,
  isTrue,
  numberOf,
  type Arguments,
  type Estimator,
  type Value,
} from '../value';
import { recordSplit } from './record';
import { importedTable } from './written';

/** `train_test_split(a, b, …)`: each array in two parts, the same rows of each. */
export function trainTestSplit(run: Run, args: Arguments, name = 'train_test_split'): Value {
  const arrays = args.positional.map((value) => ({ value, data: dataOf(run, value) ?? importedTable(run, value) }));
  const first =
    arrays.find(({ data }) => data !== null && data.rows.atoms.length > 0)?.data ??
    arrays.find(({ data }) => data !== null)?.data ??
    null;
  const rows = first?.rows ?? run.space.none;
  const key = splitKey(run, rows, args, name);
  const [features = run.influences.none, ...others] = arrays.map(({ data }) =>
    data === null ? run.influences.none : influencesOf(run, data),
  );
  const influences = others.reduce((all, each) => run.influences.union(all, each), features);
  recordSplit(run, {
    at: args.at,
    key,
    name,
    rows,
    shuffled: !isFalse(argument(args, null, 'shuffle')) && !args.hidden && name !== 'temporal_train_test_split',
    groups: false,
    stratified: !isNone(argument(args, null, 'stratify')) || args.hidden,
    influences,
    ofFeatures: features,
    folds: false,
  });
  const parts = arrays.flatMap(({ value, data }) => [
    sideOf(run, value, data, key, 0),
    sideOf(run, value, data, key, 1),
  ]);
  return parts.length === 2 || parts.length > 0 ? list(run, parts, 'tuple') : UNKNOWN;
}

function sideOf(run: Run, value: Value, data: Data | null, key: string, part: number): Value {
  if (data === null) return value;
  const step = run.space.step({ kind: 'split', key, part });
  if (data.kind === 'index' && data.steps !== null)
    return refer(run, { ...data, steps: [...data.steps, step], view: null });
  return refer(run, { ...restricted(run, data, step), parts: null, view: null });
}

/** Two splits of the same rows with the same constant seed and size are one split. */
function splitKey(run: Run, rows: Rows, args: Arguments, name: string): string {
  const seed = numberOf(argument(args, null, 'random_state') ?? argument(args, null, 'seed'));
  const ordered = isFalse(argument(args, null, 'shuffle'));
  if (seed === null && !ordered) return `${name}@${passKey(run, args.at)}`;
  const size = numberOf(argument(args, null, 'test_size')) ?? numberOf(argument(args, null, 'train_size')) ?? 'default';
  return `${name} ${rows.id} ${ordered ? 'ordered' : seed} ${size}`;
}

/** `random_split(ds, [a, b])`, `randomSplit([…])`: as many parts as lengths. */
export function splitData(run: Run, data: Data, args: Arguments, name: string): Value {
  const lengths = args.positional
    .map((value) => run.iterate(value, args.at))
    .find(({ items, complete }) => complete && items.length > 1);
  const count = Math.min(lengths?.items.length ?? 2, 6);
  const key = `${name}@${passKey(run, args.at)}`;
  recordSplit(run, {
    at: args.at,
    key,
    name,
    rows: data.rows,
    shuffled: true,
    groups: false,
    stratified: false,
    influences: influencesOf(run, data),
    folds: false,
  });
  const parts = Array.from({ length: count }, (_, part) =>
    refer(run, { ...restricted(run, data, run.space.step({ kind: 'split', key, part })), view: null, parts: null }),
  );
  return list(run, parts, 'tuple');
}

/** `np.split(x, [a, b])`: slices at these bounds. */
export function splitAt(run: Run, data: Data, args: Arguments): Value {
  const bounds = run.iterate(args.positional[1] ?? UNKNOWN, args.at);
  const self = refer(run, data);
  if (!bounds.complete) {
    const n = numberOf(args.positional[1]);
    const key = `split@${passKey(run, args.at)}`;
    const parts = Array.from({ length: Math.min(n ?? 2, 12) }, (_, part) =>
      refer(run, { ...restricted(run, data, run.space.step({ kind: 'split', key, part })), view: null }),
    );
    return list(run, parts, 'list', n === null);
  }
  const key = `split@${passKey(run, args.at)}`;
  const edges: (Value | null)[] = [null, ...bounds.items, null];
  const parts = edges.slice(1).map((high, i) => {
    const part = run.subscript(self, { kind: 'slice', low: edges[i] ?? null, high }, args.at);
    const sliced = dataOf(run, part);
    return sliced === null
      ? part
      : refer(run, restricted(run, sliced, run.space.step({ kind: 'split', key, part: i })));
  });
  recordSplit(run, {
    at: args.at,
    key,
    name: 'split',
    rows: data.rows,
    shuffled: false,
    groups: false,
    stratified: false,
    influences: influencesOf(run, data),
    folds: false,
  });
  return list(run, parts);
}

/** What a splitter does with rows, as far as its literal options tell. */
function optionsOf(splitter: Estimator): Pick<Split, 'name' | 'shuffled' | 'groups'> {
  const about = splitters.get(splitter.name);
  const asked = isTrue(splitter.settings.get('shuffle') ?? null);
  const shuffled = about?.shuffles === 'always' || (about?.shuffles === 'asked' && asked);
  return { name: splitter.name, shuffled, groups: about?.groups ?? false };
}

/** The same of a value, if it is a splitter: `cv=KFold(5, shuffle=True)`. */
export function splitterOf(run: Run, value: Value | null): Pick<Split, 'name' | 'shuffled' | 'groups'> | null {
  const object = value === null ? null : objectOf(run, value);
  return object?.type === 'estimator' && object.role === 'splitter' ? optionsOf(object) : null;
}

/** `KFold(5).split(X)`: pairs of indices, one for each fold. */
export function folds(run: Run, splitter: Estimator, args: Arguments): Value {
  const data = dataOf(run, args.positional[0] ?? argument(args, null, 'X')) ?? newData(run, 'array', run.space.none);
  const key = `${splitter.name}@${passKey(run, args.at)}`;
  const about = splitters.get(splitter.name);
  recordSplit(run, {
    at: args.at,
    key,
    ...optionsOf(splitter),
    rows: data.rows,
    stratified: about?.stratified ?? false,
    influences: influencesOf(run, data),
    folds: true,
  });
  return refer(run, { ...influencedBy(run, newData(run, 'folds', data.rows), run.influences.none), split: key });
}
