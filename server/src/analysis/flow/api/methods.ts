// Methods of data: what the knowledge table says of each, done to rows and influence.
import { methodRoles, preparers, type MethodRole } from '../../../knowledge';
import { influencedBy, newData, restricted, selectColumns, type Data } from '../data';

import { restrictedOpaque } from '../interpreter/taking';
import { dataOf, influence, list, objectOf, overwrite, propagate, refer, siteKey, type Run } from '../interpreter/run';
import { removeColumns } from '../interpreter/deletes';
import { writeBack } from '../interpreter/writes';
import {
  NONE,
  UNKNOWN,
  allArguments,
  argument,
  numberOf,
  stringOf,
  type Arguments,
  type Ref,
  type Value,
} from '../value';
import { appendRows, assignColumns, dropFrom, insertColumn, merge } from './frames';
import { tried, wrappedModel } from './delegated';
import { renamedColumns } from './conversions';
import { becomeEstimator, isModelMethod } from './adopt';
import { apply, map } from './apply';
import {
  combine,
  count,
  fill,
  groupBy,
  groupMethod,
  isInplace,
  isRowwise,
  learnt,
  ranked,
  reduce,
  valueCounts,
} from './statistics';
import { keep } from './kept';
import { givenExpressions, renamed } from './polars';
import { reshaped } from './sequences';
import { splitData, trainTestSplit } from './splits';
import { combined, headOrTail, isin, nullMask, queried, sampled, takeOrSkip } from './rowMethods';

/** Calls `receiver.name(…)`; with `inplace=True` the result is written where the receiver is. */
export function dataMethod(run: Run, receiver: Ref, data: Data, name: string, args: Arguments): Value {
  if (isModelMethod(data, name, args)) {
    const adopted = becomeEstimator(run, receiver, data, name, args);
    if (adopted !== null) return adopted;
  }
  const value = valueOf(run, receiver, data, name, args);
  if (!isInplace(args)) return value;
  const result = objectOf(run, value);
  if (result?.type === 'data') overwrite(run, receiver, result, writeBack);
  return NONE;
}

function valueOf(run: Run, receiver: Ref, data: Data, name: string, args: Arguments): Value {
  const role = methodRoles.get(name);
  if (name === 'align') return list(run, [refer(run, { ...data, view: null }), args.positional[0] ?? UNKNOWN], 'tuple');
  if (data.kind === 'accessor') return refer(run, combined(run, data, args));
  if (data.kind === 'groupby' && role !== 'iterate') return groupMethod(run, data, name, args);
  if (data.kind === 'rolling') return refer(run, { ...data, kind: 'series', view: null });
  if (data.kind === 'counts') return countsMethod(run, data, name, args);
  if (name === 'alias') return renamed(run, data, args);
  const expressed = givenExpressions(run, data, name, args);
  if (expressed !== null) return expressed;
  if (role === undefined) return unknownMethod(run, receiver, data, name, args);
  return byRole(run, role, receiver, data, name, args);
}

function byRole(run: Run, role: MethodRole, self: Ref, data: Data, name: string, args: Arguments): Value {
  const copy: Data = { ...data, view: null };
  switch (role) {
    case 'keep':
      if (RENAMING.has(name))
        return refer(run, name === 'rename' ? renamedColumns(run, copy, args) : { ...copy, selection: null });
      if (name === 'reshape') return refer(run, reshaped(run, copy, args));
      return refer(
        run,
        name === 'to_numpy' || name === 'toarray' || name === 'ravel' || name === 'tolist'
          ? { ...copy, kind: data.kind === 'frame' || data.kind === 'series' ? 'array' : data.kind }
          : copy,
      );
    case 'copyOf':
    case 'get':
      return refer(run, copy);
    case 'setIndex':
      return refer(run, copy);
    case 'sort':
      return refer(run, sorted(run, copy, args));
    case 'filter':
      return refer(run, restrictedOpaque(run, copy, `${name}@${siteKey(run, args.at)}`));
    case 'reduce':
      return reduce(
        run,
        data,
        args,
        name,
        name === 'quantile' || name === 'percentile' || name === 'agg' || name === 'aggregate' ? 1 : 0,
      );
    case 'count':
      return count(run, data, args, name);
    case 'valueCounts':
      return valueCounts(run, data);
    case 'rank':
      return isRowwise(args, 0) ? refer(run, copy) : ranked(run, data, args.at, name);
    case 'order':
      return ranked(run, data, args.at, name, 'order');
    case 'fill':
      return fill(run, data, args);
    case 'combine':
      return combine(run, data, self, args);
    case 'nothing':
      keep(run, data, name, args);
      return name === 'describe' ? reduce(run, data, args, name) : UNKNOWN;
    case 'unique':
      return refer(run, { ...copy, kind: 'array' });
    case 'apply':
      return apply(run, data, args, name);
    case 'map':
      return data.kind === 'dataset' || data.kind === 'loader' ? refer(run, copy) : map(run, data, args);
    case 'groupby':
      return groupBy(run, data, args);
    case 'rolling':
      return rolling(run, copy, args, name);
    case 'shift':
      return shifted(run, copy, args, name);
    case 'merge':
      return merge(run, data, dataOf(run, argument(args, 0, 'right') ?? argument(args, 0, 'other')), args);
    case 'append':
      return appendRows(run, self, data, args);
    case 'drop':
      return dropFrom(run, data, args);
    case 'pop':
      return popColumn(run, self, data, args);
    case 'assign':
      return assignColumns(run, self, data, args);
    case 'pipe': {
      const [fn, ...others] = args.positional;
      return fn === undefined ? UNKNOWN : run.call(fn, { ...args, positional: [self, ...others] });
    }
    case 'sample':
      return refer(run, sampled(run, copy, args));
    case 'head':
    case 'tail':
      return headOrTail(run, copy, args, role);
    case 'take':
    case 'skip':
      return takeOrSkip(run, self, copy, args, role);
    case 'isnull':
    case 'notnull':
      return refer(run, nullMask(run, copy, self, role === 'isnull'));
    case 'isin':
      return isin(run, copy, self, args);
    case 'between':
      return refer(run, {
        ...combined(run, copy, args),
        kind: 'mask',
        predicates: [run.predicates.of(`between@${siteKey(run, args.at)}`, 'opaque', null)],
      });
    case 'compare':
      return refer(run, { ...combined(run, copy, args), kind: 'mask' });
    case 'query':
      return refer(run, queried(run, copy, args));
    case 'filterColumns':
      return name === 'filter' && args.positional[0]?.kind === 'function'
        ? refer(run, restrictedOpaque(run, copy, `filter@${siteKey(run, args.at)}`))
        : refer(run, { ...copy, selection: null });
    case 'select':
      return data.kind === 'dataset'
        ? takeOrSkip(run, self, copy, args, 'take')
        : refer(run, { ...copy, selection: null });
    case 'aggregate':
      return groupMethod(run, { ...copy, kind: 'groupby' }, 'mean', args);
    case 'iterate':
      return name === 'items' || name === 'iteritems'
        ? list(run, [list(run, [UNKNOWN, refer(run, { ...copy, kind: 'series' })], 'tuple')], 'list', true)
        : list(run, [list(run, [UNKNOWN, refer(run, { ...copy, kind: 'element' })], 'tuple')], 'list', true);
    case 'split':
      return name === 'train_test_split'
        ? namedParts(run, trainTestSplit(run, { ...args, positional: [self] }))
        : splitData(run, data, args, name);
    case 'flow':
      return flow(run, args);
    case 'repeat':
      if (isRowwise(args, 1) || data.kind === 'element') return refer(run, copy);
      return refer(run, influencedBy(run, copy, learnt(run, data, { at: args.at, name, kind: 'duplicate' })));
    case 'insert':
      return insertColumn(run, self, data, args);
    case 'batches':
      return refer(run, data.kind === 'unknown' ? { ...copy, kind: 'dataset' } : copy);
  }
}

/** Methods after which columns have other names. */
const RENAMING: ReadonlySet<string> = new Set([
  'rename',
  'melt',
  'stack',
  'unstack',
  'explode',
  'add_prefix',
  'add_suffix',
  'swaplevel',
  'rename_columns',
  'rename_column',
  'remove_columns',
  'transpose',
]);

/** `ds.train_test_split(0.2)`: a dict of `train` and `test`. */
function namedParts(run: Run, parts: Value): Value {
  const object = objectOf(run, parts);
  if (object?.type !== 'list' || object.items.length !== 2) return parts;
  const [train, test] = object.items;
  return run.store.add({
    type: 'dict',
    entries: new Map([
      ['train', train!],
      ['test', test!],
    ]),
    rest: [],
  });
}

/** A method the table does not know: its rows go through, with all influences. */
function unknownMethod(run: Run, self: Ref, data: Data, name: string, args: Arguments): Value {
  if (data.kind === 'element' || data.kind === 'scalar') return propagate(run, [self, ...allArguments(args)]);
  if (/^(plot|to_|write|save|print|show)/.test(name)) return UNKNOWN;
  tried(run, name, args);
  // A model of transformers makes batches of what it is given.
  if (name === 'prepare_tf_dataset') return propagate(run, args.positional, 'dataset');
  const wrapped = wrappedModel(run, name, args);
  if (wrapped !== null) return wrapped;
  // `fabric.setup_dataloaders(train, test)`: each as it was.
  if (preparers.has(name) && data.kind === 'unknown' && args.positional.length > 0)
    return args.positional.length > 1 ? list(run, args.positional, 'tuple') : args.positional[0]!;
  // `meters.log_every(loader, 10)`: the batches of the loader, whoever goes over them.
  const loader = data.kind === 'unknown' ? args.positional.find((each) => dataOf(run, each)?.kind === 'loader') : null;
  if (loader !== null && loader !== undefined) return propagate(run, [loader, self]);
  return propagate(run, [self, ...allArguments(args)]);
}

/** The first of the counted values is the mode: a statistic; a single count is none. */
function countsMethod(run: Run, data: Data, name: string, args: Arguments): Value {
  if (name === 'idxmax' || name === 'argmax' || name === 'idxmin')
    return reduce(run, { ...data, kind: 'series' }, args, name);
  return methodRoles.get(name) === 'nothing' ? UNKNOWN : refer(run, { ...data, view: null });
}

function sorted(run: Run, data: Data, args: Arguments): Data {
  const by = stringOf(argument(args, 0, 'by'));
  const noted = by !== null && /date|time|day|month|year|stamp|period/i.test(by);
  const own = noted ? influence(run, { kind: 'sorted', rows: data.rows, at: args.at, name: by }) : run.influences.none;
  const step = run.space.step({ kind: 'index', key: `sort@${siteKey(run, args.at)}` });
  return { ...influencedBy(run, restricted(run, data, step), own), parts: null };
}

function rolling(run: Run, data: Data, args: Arguments, name: string): Value {
  if (data.kind === 'element') return refer(run, data);
  const own = isRowwise(args, null)
    ? run.influences.none
    : influence(run, { kind: 'window', rows: data.rows, at: args.at, name });
  return refer(run, { ...influencedBy(run, data, own), kind: 'rolling', derived: true });
}

/** `shift(1)` looks back, `shift(-1)` ahead. */
function shifted(run: Run, data: Data, args: Arguments, name: string): Value {
  if (name.startsWith('cum') || isRowwise(args, null)) return refer(run, data);
  const periods = numberOf(argument(args, 0, 'periods'));
  const kind = periods !== null && periods < 0 ? 'lead' : 'lag';
  const own = influence(run, { kind, rows: data.rows, at: args.at, name });
  return refer(run, { ...influencedBy(run, data, own), derived: true });
}

function popColumn(run: Run, self: Ref, data: Data, args: Arguments): Value {
  const name = stringOf(args.positional[0]);
  if (name === null) return refer(run, { ...data, view: null, selection: null });
  const taken = refer(run, { ...selectColumns(run, data, [name]), kind: 'series', view: null });
  removeColumns(run, self, [name]);
  return taken;
}

/** Keras' generators: the rows of what flows through, or of a directory's subset. */
function flow(run: Run, args: Arguments): Value {
  const path = stringOf(argument(args, 0, 'directory'));
  const data = dataOf(run, args.positional[0] ?? argument(args, null, 'dataframe'));
  const subset = stringOf(argument(args, null, 'subset'));
  if (data !== null) {
    const step =
      subset === null ? null : run.space.step({ kind: 'split', key: 'subset', part: subset === 'training' ? 0 : 1 });
    const part = step === null ? data : restricted(run, data, step);
    return refer(run, { ...part, kind: 'loader', view: null });
  }
  const source = run.space.source('directory', path ?? siteKey(run, args.at), { subset, at: args.at });
  return refer(run, newData(run, 'loader', run.space.from(source)));
}
