// Methods of data: what the knowledge table says of each, done to rows and influence.
import { methodRoles, type MethodRole } from '../../../knowledge';
import { influencedBy, influencesOf, newData, restricted, selectColumns, type Data } from '../data';
import { quantityOf, subjectOf } from '../interpreter/operators';
import { lengthOf, restrictedOpaque, subscript } from '../interpreter/reads';
import {
  dataOf,
  influence,
  list,
  objectOf,
  overwrite,
  passKey,
  propagate,
  refer,
  siteKey,
  type Run,
} from '../interpreter/run';
import { removeColumns, writeBack } from '../interpreter/writes';
import {
  NONE,
  UNKNOWN,
  allArguments,
  argument,
  isFalse,
  numberOf,
  stringOf,
  type Arguments,
  type Ref,
  type Value,
} from '../value';
import { appendRows, assignColumns, dropFrom, insertColumn, merge } from './frames';
import { becomeEstimator, MODEL_METHODS } from './adopt';
import {
  apply,
  combine,
  count,
  fill,
  groupBy,
  groupMethod,
  isInplace,
  isRowwise,
  learnt,
  map,
  ranked,
  reduce,
  valueCounts,
} from './statistics';
import { splitData, trainTestSplit } from './splits';

/** Calls `receiver.name(…)`; with `inplace=True` the result is written where the receiver is. */
export function dataMethod(run: Run, receiver: Ref, data: Data, name: string, args: Arguments): Value {
  if (MODEL_METHODS.has(name) && data.kind === 'unknown') {
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
  if (role === undefined) return unknownMethod(run, receiver, data, name, args);
  return byRole(run, role, receiver, data, name, args);
}

function byRole(run: Run, role: MethodRole, self: Ref, data: Data, name: string, args: Arguments): Value {
  const copy: Data = { ...data, view: null };
  switch (role) {
    case 'keep':
      if (RENAMING.has(name)) return refer(run, { ...copy, selection: null });
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
        ? trainTestSplit(run, { ...args, positional: [self, ...args.positional] })
        : splitData(run, data, args, name);
    case 'flow':
      return flow(run, args);
    case 'repeat':
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

function combined(run: Run, data: Data, args: Arguments): Data {
  let result: Data = { ...data, view: null };
  for (const value of allArguments(args)) {
    const other = dataOf(run, value);
    if (other !== null) result = influencedBy(run, result, influencesOf(run, other));
  }
  return result;
}

/** A method the table does not know: its rows go through, with all influences. */
function unknownMethod(run: Run, self: Ref, data: Data, name: string, args: Arguments): Value {
  if (data.kind === 'element' || data.kind === 'scalar') return propagate(run, [self, ...allArguments(args)]);
  if (/^(plot|to_|write|save|print|show)/.test(name)) return UNKNOWN;
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
  const own = influence(run, { kind: 'window', rows: data.rows, at: args.at, name });
  return refer(run, { ...influencedBy(run, data, own), kind: 'rolling', derived: true });
}

/** `shift(1)` looks back, `shift(-1)` ahead. */
function shifted(run: Run, data: Data, args: Arguments, name: string): Value {
  if (name.startsWith('cum')) return refer(run, data);
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

/** `sample(frac=1)` only reorders; with replacement rows are repeated. */
function sampled(run: Run, data: Data, args: Arguments): Data {
  const frac = numberOf(argument(args, null, 'frac'));
  const key = `sample@${passKey(run, args.at)}`;
  const step = frac === 1 ? run.space.step({ kind: 'index', key }) : run.space.step({ kind: 'sample', key });
  const result = restricted(run, data, step);
  const replace = argument(args, null, 'replace');
  if (replace === null || isFalse(replace)) return { ...result, parts: null };
  return {
    ...influencedBy(
      run,
      result,
      influence(run, { kind: 'duplicate', rows: data.rows, at: args.at, name: 'sample(replace=True)' }),
    ),
    parts: null,
  };
}

function headOrTail(run: Run, data: Data, args: Arguments, role: 'head' | 'tail'): Value {
  const count_ = argument(args, 0, 'n') ?? { kind: 'const', value: 5 as const };
  if (role === 'head') return subscript(run, refer(run, data), { kind: 'slice', low: null, high: count_ }, args.at);
  const amount = quantityOf(run, count_);
  const length = lengthOf(run, data);
  const from: Value =
    amount === null || amount.number !== null || length.kind !== 'quantity'
      ? { kind: 'quantity', quantity: run.quantities.negative(amount ?? run.quantities.opaque('tail')) }
      : { kind: 'quantity', quantity: run.quantities.operation('-', length.quantity, amount) };
  return subscript(run, refer(run, data), { kind: 'slice', low: from, high: null }, args.at);
}

/** `take(n)` and `skip(n)` of datasets; `take(indices)` of arrays. */
function takeOrSkip(run: Run, self: Ref, data: Data, args: Arguments, role: 'take' | 'skip'): Value {
  const by = args.positional[0] ?? UNKNOWN;
  const index = dataOf(run, by);
  if (index?.kind === 'index' || index?.kind === 'mask') return subscript(run, self, by, args.at);
  const slice: Value =
    role === 'take' ? { kind: 'slice', low: null, high: by } : { kind: 'slice', low: by, high: null };
  return subscript(run, refer(run, data), slice, args.at);
}

function nullMask(run: Run, data: Data, self: Value, positive: boolean): Data {
  return { ...data, kind: 'mask', predicates: [run.predicates.of(subjectOf(data, self), 'null', null, positive)] };
}

function isin(run: Run, data: Data, self: Value, args: Arguments): Value {
  const by = args.positional[0] ?? UNKNOWN;
  const other = dataOf(run, by);
  const object = objectOf(run, by);
  const subject = subjectOf(data, self);
  if (other !== null && other.rows.atoms.length > 0) {
    const mask = { ...combined(run, data, args), kind: 'mask' as const };
    return refer(run, { ...mask, predicates: [run.predicates.of(subject, 'inRows', other.rows.id)] });
  }
  const known = object?.type === 'list' && !object.open && object.items.every((item) => item.kind === 'const');
  const items = known
    ? object.items.map((item) => (item.kind === 'const' ? `${typeof item.value}${String(item.value)}` : ''))
    : [];
  const predicate = known
    ? run.predicates.of(subject, 'in', items.sort().join('\u0001'))
    : run.predicates.of(subject, 'opaque', by.kind === 'ref' ? `#${by.id}` : '#');
  return refer(run, { ...combined(run, data, args), kind: 'mask', predicates: [predicate] });
}

/** `query('a > 3')`: the text is the predicate. */
function queried(run: Run, data: Data, args: Arguments): Data {
  const text = stringOf(args.positional[0]);
  const simple =
    text === null ? null : /^\s*`?(\w+)`?\s*(==|!=|<=|>=|<|>)\s*(?:'([^']*)'|"([^"]*)"|(-?[\d.]+))\s*$/.exec(text);
  if (simple === null) {
    const subject = text === null ? `query@${siteKey(run, args.at)}` : `query:${text}`;
    return restricted(
      run,
      data,
      run.space.step({ kind: 'filter', predicate: run.predicates.of(subject, 'opaque', null) }),
    );
  }
  const [, name, sign, single, double, number] = simple;
  const value = number === undefined ? (single ?? double ?? '') : Number(number);
  const operator = sign === '==' || sign === '!=' ? 'eq' : sign === '<' || sign === '>=' ? 'lt' : 'le';
  const positive = sign === '==' || sign === '<' || sign === '<=';
  return restricted(
    run,
    data,
    run.space.step({ kind: 'filter', predicate: run.predicates.of(name!, operator, value, positive) }),
  );
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
