// Methods that choose rows: sample, head, tail, take, masks and queries.
import { influencedBy, influencesOf, restricted, type Data } from '../data';
import { quantityOf, subjectOf } from '../interpreter/operators';
import { lengthOf, subscript } from '../interpreter/reads';
import { dataOf, influence, objectOf, passKey, refer, siteKey, type Run } from '../interpreter/run';
import {
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

/** `sample(frac=1)` only reorders; with replacement rows are repeated. */
export function sampled(run: Run, data: Data, args: Arguments): Data {
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

export function headOrTail(run: Run, data: Data, args: Arguments, role: 'head' | 'tail'): Value {
  const rowCount = argument(args, 0, 'n') ?? { kind: 'const', value: 5 as const };
  if (role === 'head') return subscript(run, refer(run, data), { kind: 'slice', low: null, high: rowCount }, args.at);
  const amount = quantityOf(run, rowCount);
  const length = lengthOf(run, data);
  const from: Value =
    amount === null || amount.number !== null || length.kind !== 'quantity'
      ? { kind: 'quantity', quantity: run.quantities.negative(amount ?? run.quantities.opaque('tail')) }
      : { kind: 'quantity', quantity: run.quantities.operation('-', length.quantity, amount) };
  return subscript(run, refer(run, data), { kind: 'slice', low: from, high: null }, args.at);
}

/** `take(n)` and `skip(n)` of datasets; `take(indices)` of arrays. */
export function takeOrSkip(run: Run, self: Ref, data: Data, args: Arguments, role: 'take' | 'skip'): Value {
  const by = args.positional[0] ?? UNKNOWN;
  const index = dataOf(run, by);
  if (index?.kind === 'index' || index?.kind === 'mask') return subscript(run, self, by, args.at);
  const slice: Value =
    role === 'take' ? { kind: 'slice', low: null, high: by } : { kind: 'slice', low: by, high: null };
  return subscript(run, refer(run, data), slice, args.at);
}

export function nullMask(run: Run, data: Data, self: Value, positive: boolean): Data {
  return { ...data, kind: 'mask', predicates: [run.predicates.of(subjectOf(data, self), 'null', null, positive)] };
}

export function isin(run: Run, data: Data, self: Value, args: Arguments): Value {
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
export function queried(run: Run, data: Data, args: Arguments): Data {
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

/** With the influence of all arguments. */
export function combined(run: Run, data: Data, args: Arguments): Data {
  let result: Data = { ...data, view: null };
  for (const value of allArguments(args)) {
    const other = dataOf(run, value);
    if (other !== null) result = influencedBy(run, result, influencesOf(run, other));
  }
  return result;
}
