// Rows that are watched while a model is trained: sets handed over, a share of the training rows, a split of the model's own.
import { restricted, type Data } from '../data';
import { dataOf, objectOf, siteKey, type Run } from '../interpreter/run';
import { argument, isNone, numberOf, type Arguments, type Estimator, type Value } from '../value';
import { recordSplit } from './record';

/** `NeuralNet(Net, train_split=predefined_split(val_ds))` of skorch: rows that are watched while training. */
export function watchedOf(run: Run, { name, settings }: Estimator): Data | null {
  const data = name.startsWith('NeuralNet') ? dataOf(run, settings.get('train_split')) : null;
  // A splitter made without data divides the training rows.
  return data === null || data.kind === 'unknown' ? null : data;
}

/** `fit(…, validation_split=0.2)`, or a share that is calculated: the last rows are left out of training. */
export function validationSplit(run: Run, args: Arguments, data: Data): { train: Data; test: Data } | null {
  const share = argument(args, null, 'validation_split');
  if (share?.kind !== 'quantity' && (numberOf(share) ?? 0) <= 0) return null;
  const { at } = args;
  const key = `validation_split@${siteKey(run, at)}`;
  recordSplit(run, {
    at,
    key,
    name: 'validation_split',
    rows: data.rows,
    shuffled: false,
    groups: false,
    stratified: false,
    influences: data.rest,
    folds: false,
  });
  const side = (part: number): Data =>
    restricted(run, { ...data, view: null }, run.space.step({ kind: 'split', key, part }));
  return { train: side(0), test: side(1) };
}

/** Sets handed over to be watched while training. */
export function validationSets(run: Run, args: Arguments): readonly { data: Data; keyword: string }[] {
  const sets: { data: Data; keyword: string }[] = [];
  for (const keyword of [
    'validation_data',
    'eval_set',
    'evals',
    'valid_sets',
    'watchlist',
    'X_val',
    'validation_frame',
  ]) {
    const value = argument(args, null, keyword);
    if (isNone(value)) continue;
    for (const data of featuresIn(run, value!, keyword === 'validation_data')) sets.push({ data, keyword });
  }
  return sets;
}

/** `(X, y)`, `[(X, y), …]`, `[dtrain, dtest]`: the features of each. */
function featuresIn(run: Run, value: Value, single: boolean): readonly Data[] {
  const object = objectOf(run, value);
  if (object?.type !== 'list') {
    const data = dataOf(run, value);
    return data === null ? [] : [data];
  }
  const pair = single || object.sequence === 'tuple';
  if (pair) {
    const data = dataOf(run, object.items[0]);
    return data === null ? [] : [data];
  }
  return object.items.flatMap((item) => featuresIn(run, item, objectOf(run, item)?.type === 'list'));
}
