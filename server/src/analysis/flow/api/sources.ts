// Sources: files read, loaders called, directories listed, and whatever an unknown call gives.
import { newData, type Data, type DataKind } from '../data';
import type { Rows, Source } from '../rows/rows';
import { keptAt } from './kept';
import { learntState } from './roles';
import { dataOf, list, objectOf, passKey, propagate, refer, scalar, unknownRows, type Run } from '../interpreter/run';
import {
  NONE,
  UNKNOWN,
  allArguments,
  argument,
  constant,
  isFalse,
  isNone,
  isTrue,
  stringOf,
  type Arguments,
  type Value,
} from '../value';

/** A table as read: all its columns, none influenced. */
function table(run: Run, kind: DataKind, rows: Rows): Data {
  return { ...newData(run, kind, rows), selection: { origin: rows.id, only: null, without: new Set() } };
}

export function read(run: Run, role: string, name: string, args: Arguments): Value {
  if (role === 'readSame') return readBunch(run, args);
  if (role === 'readPair') return readPair(run, args);
  const path = stringOf(
    args.positional[0] ?? argument(args, null, 'filepath_or_buffer') ?? argument(args, null, 'path') ?? UNKNOWN,
  );
  const given = dataOf(run, args.positional[0]);
  // A file already opened, or one of a list of files: then what is in it belongs to that one row.
  if (given !== null && given.rows.atoms.length > 0)
    return refer(run, { ...given, kind: given.kind === 'element' ? 'element' : 'frame', view: null, selection: null });
  if (path !== null && name.startsWith('read_')) {
    const again = keptAt(run, path, argument(args, null, 'names') === null);
    if (again !== null) return again;
  }
  const quantity = args.positional[0]?.kind === 'quantity' ? args.positional[0].quantity : null;
  const key = path ?? (quantity === null ? null : `?${quantity.id}`);
  const kind: DataKind = name.startsWith('read')
    ? 'frame'
    : name === 'open'
      ? 'unknown'
      : name === 'load_dataset'
        ? 'dataset'
        : 'array';
  const splits = objectOf(run, argument(args, null, 'split'));
  if (splits?.type === 'list' && !splits.open)
    return list(
      run,
      splits.items.map((item) =>
        read(run, role, name, { ...args, keywords: new Map(args.keywords).set('split', item) }),
      ),
    );
  const source =
    key === null ? run.space.source('read', passKey(run, args.at), { at: args.at }) : fileSource(run, key, args);
  return refer(
    run,
    table(run, name === 'load_dataset' && !isHugging(run, args) ? 'frame' : kind, run.space.from(source)),
  );
}

/** TensorFlow's datasets by name: all parts, or those asked for; with what is known of them where that is asked for. */
export function readNamed(run: Run, name: string, args: Arguments): Value {
  const split = argument(args, 1, 'split');
  const part = split === null || isNone(split) ? NONE : splitNamed(run, split);
  // Parts that nobody can name are parts of an opaque loader's result.
  if (part === null) return unknownCall(run, name, args);
  const data = read(run, 'read', 'load_dataset', {
    ...args,
    positional: args.positional.slice(0, 1),
    keywords: new Map(args.keywords).set('split', part),
  });
  return isTrue(argument(args, null, 'with_info')) ? list(run, [data, UNKNOWN], 'tuple') : data;
}

/** `'train[:80%]'`, `tfds.Split.TRAIN`, or a list of them; null for anything else. */
function splitNamed(run: Run, value: Value): Value | null {
  if (stringOf(value) !== null) return value;
  const own = value.kind === 'api' ? /\bSplit\.(\w+)$/.exec(value.name)?.[1] : undefined;
  if (own !== undefined) return constant(own.toLowerCase());
  const object = objectOf(run, value);
  if (object?.type !== 'list' || object.open || object.items.length === 0) return null;
  const items = object.items.map((item) => splitNamed(run, item));
  return items.every((item) => item !== null) ? list(run, items) : null;
}

function fileSource(run: Run, path: string, args: Arguments): Source {
  const sheet = stringOf(argument(args, null, 'sheet_name') ?? argument(args, null, 'split'));
  return run.space.source('file', path.replace(/^\.\//, ''), { subset: sheet, at: args.at });
}

/** seaborn's load_dataset gives a frame, Hugging Face's a dataset. */
function isHugging(run: Run, args: Arguments): boolean {
  const text = run.source.slice(args.at.start, Math.min(args.at.end, args.at.start + 40));
  return !/^(sns|seaborn)\b/.test(text);
}

/** scikit-learn's own data: features and target of the same rows. */
function readBunch(run: Run, args: Arguments): Value {
  const subset = stringOf(argument(args, null, 'subset'));
  const source = run.space.source('read', passKey(run, args.at), { subset, at: args.at });
  // Features and label lie side by side in it, so which columns it has is not known.
  const data = newData(run, 'dataset', run.space.from(source));
  const pair =
    isTrue(argument(args, null, 'return_X_y')) || /\bmake_/.test(run.source.slice(args.at.start, args.at.end));
  if (!pair) return refer(run, { ...data, kind: 'array' });
  return list(
    run,
    [refer(run, { ...data, kind: 'array' }), refer(run, { ...data, kind: 'array', selection: null })],
    'tuple',
  );
}

/** Keras' `(x_train, y_train), (x_test, y_test) = load_data()`. */
function readPair(run: Run, args: Arguments): Value {
  const key = passKey(run, args.at);
  const part = (name: string): Value =>
    refer(run, newData(run, 'array', run.space.from(run.space.source('unknown', `${key}.${name}`, { at: args.at }))));
  const pairs = ['train', 'test'].map((name) => list(run, [part(name), part(name)], 'tuple'));
  return list(run, pairs, 'tuple');
}

export function readDirectory(run: Run, name: string, args: Arguments): Value {
  const first = args.positional[0] ?? argument(args, null, 'directory') ?? argument(args, null, 'root');
  const path = stringOf(first);
  const subset = subsetOf(args);
  const quantity = first?.kind === 'quantity' ? `?${first.quantity.id}` : null;
  const prefix = /^[A-Z]/.test(name) && !name.endsWith('Folder') ? `${name} in ` : '';
  const source = run.space.source('directory', `${prefix}${path ?? quantity ?? passKey(run, args.at)}`, {
    subset,
    at: args.at,
  });
  const kind: DataKind = /listdir|glob|walk|scandir/.test(name) ? 'array' : 'dataset';
  return refer(run, newData(run, kind, run.space.from(source)));
}

/** `subset='training'`, `split='test'`, and the `train=False` of torchvision's tables. */
function subsetOf(args: Arguments): string | null {
  const named = stringOf(argument(args, null, 'subset')) ?? stringOf(argument(args, null, 'split'));
  if (named !== null) return named;
  const train = argument(args, 1, 'train');
  return isTrue(train) ? 'train' : isFalse(train) ? 'test' : null;
}

/** `cv2.imread(path)`, `Image.open(path)`: what is computed from its pixels is no statistic over rows. */
export function readOne(run: Run, name: string, args: Arguments): Value {
  const value = unknownCall(run, `${name}.load`, args);
  const data = dataOf(run, value);
  return data === null ? value : refer(run, { ...data, kind: 'element', view: null, selection: null });
}

/**
 * Anything unknown: what went in comes out; with nothing in, rows of its own. Functions handed over are run once, for
 * what they do.
 */
export function unknownCall(run: Run, name: string, args: Arguments): Value {
  const values = allArguments(args);
  const result = propagate(run, values);
  if (result.kind !== 'unknown') {
    const data = objectOf(run, result);
    if (data?.type !== 'data') return result;
    // An object made of numbers of the data may be a model yet.
    if (data.rows.atoms.length === 0 && !/^[a-z_.]+$/.test(name))
      return refer(run, newData(run, 'unknown', run.space.none));
    // Which columns it leaves is not known.
    return data.selection === null ? result : refer(run, { ...data, selection: null });
  }
  const state = fittedState(run, values);
  if (state !== null) return state;
  const path = values.map((value) => stringOf(value)).find((text) => text !== null && /\.\w{2,5}$/.test(text));
  const loads = /load|read|fetch|get|import/i.test(name);
  if (path !== undefined && path !== null && loads)
    return refer(run, newData(run, 'unknown', run.space.from(run.space.source('file', path, { at: args.at }))));
  return refer(run, newData(run, 'unknown', unknownRows(run, args.at)));
}

/** What an unknown call makes of a fitted model: something its training rows went into. */
function fittedState(run: Run, values: readonly Value[]): Value | null {
  let all = run.influences.none;
  for (const value of values) {
    const object = objectOf(run, value);
    if (value.kind === 'ref' && object?.type === 'estimator')
      all = run.influences.union(all, learntState(run, value.id, object));
  }
  return all.list.length === 0 ? null : refer(run, scalar(run, all));
}
