// Statistics: what reductions, ranks, fills and groups learn from rows.
import { Kind } from '../../syntax';
import type { Span } from '../../text';
import { groupCounts, groupNothing, groupRowwise } from '../../../knowledge';
import { columnInfluences, influencedBy, influencesOf, newData, type Data } from '../data';
import { PREPROCESSING, type InfluenceKind, type Influences } from '../influence';
import { isEntityKey } from '../groups';
import { restrictedOpaque } from '../interpreter/taking';
import type { Rows } from '../rows/rows';
import {
  cameFromSomewhere,
  influence,
  dataOf,
  objectOf,
  propagate,
  refer,
  scalar,
  siteKey,
  type Run,
} from '../interpreter/run';
import { allArguments, argument, isTrue, numberOf, stringOf, type Arguments, type Value } from '../value';
import { isFollowed } from './chains';
import { recordMetric, scoresNothing } from './record';

/** Whether the call goes along rows (`axis=1`): each row by itself. */
export function isRowwise(args: Arguments, position: number | null): boolean {
  const axis = argument(args, position, 'axis') ?? argument(args, null, 'dim');
  const number = numberOf(axis);
  return number === 1 || number === -1 || number === 2 || stringOf(axis) === 'columns';
}

export interface Learning {
  readonly at: Span;
  readonly name: string;
  readonly kind?: InfluenceKind;
  readonly within?: readonly string[];
}

/** What a statistic over these data learns. */
export function learnt(run: Run, data: Data, { at, name, kind, within = [] }: Learning): Influences {
  if (data.kind === 'element' || data.kind === 'scalar') return run.influences.none;
  return influence(run, { kind: kind ?? 'statistic', rows: data.rows, at, name, column: data.column, within });
}

/** `x.mean()`: a scalar, or a row of scalars, that all rows went into. */
export function reduce(run: Run, data: Data, args: Arguments, name: string, axis: number | null = 0): Value {
  if (isRowwise(args, axis))
    return refer(run, {
      ...data,
      kind: data.kind === 'element' ? 'element' : 'series',
      view: null,
      columns: new Map(),
      rest: influencesOf(run, data),
      parts: data.parts,
    });
  if (!scoresNothing(name, data, args)) recordMetric(run, data, args.at);
  if (data.kind === 'element') return refer(run, { ...data, view: null });
  if (data.kind === 'groupby') return groupReduce(run, data, args, name);
  if (data.kind === 'rolling') return refer(run, { ...data, kind: 'series', view: null });
  const own = learnt(run, data, { at: args.at, name });
  const before = withoutOrder(run, influencesOf(run, data));
  const whole = scalar(run, run.influences.union(before, own));
  // Column by column, so that a frame of means influences each column by its own.
  const columns = new Map(
    [...data.columns].map(([column, each]) => [column, run.influences.union(each, own)] as const),
  );
  const rest = data.columns.size === 0 ? whole.rest : run.influences.union(data.rest, own);
  return refer(run, { ...whole, rest, columns, column: data.column, evaluations: data.evaluations });
}

/** Notes of the order of rows: they end where rows are summed up. */
const ORDERED: ReadonlySet<InfluenceKind> = new Set(['lag', 'lead', 'window', 'sorted', 'grouped']);

function withoutOrder(run: Run, influences: Influences): Influences {
  return run.influences.filter(influences, ({ kind }) => !ORDERED.has(kind));
}

/** Sums and counts: of a mask or of missing values, no statistic of feature values. */
export function count(run: Run, data: Data, args: Arguments, name: string, axis = 0): Value {
  // A value a row, such as the mean of several models' predictions, scores nothing.
  if (!isRowwise(args, axis)) recordMetric(run, data, args.at);
  if (data.kind === 'groupby') return groupReduce(run, data, args, name);
  if (
    data.kind === 'mask' ||
    name === 'count' ||
    name === 'nunique' ||
    name === 'n_unique' ||
    name === 'any' ||
    name === 'all'
  ) {
    if (isRowwise(args, axis)) return refer(run, { ...data, kind: 'series', view: null, predicates: null });
    return refer(run, scalar(run, influencesOf(run, data)));
  }
  return reduce(run, data, args, name, axis);
}

/** A value a row, each from all rows: ranks, bins by quantile, `scale`. */
export function ranked(run: Run, data: Data, at: Span, name: string, kind: InfluenceKind = 'statistic'): Value {
  return refer(run, influencedBy(run, { ...data, view: null }, learnt(run, data, { at, name, kind })));
}

/** `fillna(value)`, `fillna({'a': …})`, `fillna(method='ffill')`. */
export function fill(run: Run, data: Data, args: Arguments): Value {
  const method = stringOf(argument(args, null, 'method')) ?? stringOf(argument(args, null, 'strategy'));
  // Polars knows `fill_null(strategy='mean')` too.
  const learns = method !== null && /^(mean|median|min|max)$/.test(method);
  if (method !== null) return ranked(run, data, args.at, method, learns ? 'statistic' : 'order');
  const value = argument(args, 0, 'value');
  const object = objectOf(run, value);
  if (object?.type === 'dict') {
    let filled: Data = { ...data, view: null };
    for (const [column, item] of object.entries) {
      const own = dataOf(run, item);
      if (own === null) continue;
      const columns = new Map(filled.columns);
      columns.set(
        String(column),
        run.influences.union(columnInfluences(filled, String(column)), influencesOf(run, own)),
      );
      filled = { ...filled, columns };
    }
    return refer(run, filled);
  }
  return filledWith(run, data, dataOf(run, value));
}

/** Column by column where the filling is a row of statistics of the same frame. */
function filledWith(run: Run, data: Data, value: Data | null): Value {
  const base: Data = { ...data, view: null };
  if (value === null) return refer(run, base);
  if (value.columns.size === 0 || data.column !== null)
    return refer(run, influencedBy(run, base, influencesOf(run, value)));
  const columns = new Map(base.columns);
  for (const column of new Set([...base.columns.keys(), ...value.columns.keys()])) {
    columns.set(column, run.influences.union(columnInfluences(base, column), columnInfluences(value, column)));
  }
  return refer(run, { ...base, columns, rest: run.influences.union(base.rest, value.rest) });
}

/** `df.groupby(k)`: the same rows, seen by group. */
export function groupBy(run: Run, data: Data, args: Arguments): Value {
  const by = argument(args, 0, 'by');
  const object = objectOf(run, by);
  const name = stringOf(by);
  const keys =
    name !== null
      ? [name]
      : object?.type === 'list'
        ? object.items.map((item) => stringOf(item)).filter((key) => key !== null)
        : [];
  return refer(run, { ...data, kind: 'groupby', view: null, keys });
}

export function groupMethod(run: Run, data: Data, name: string, args: Arguments): Value {
  if (ONE_ROW.has(name))
    return refer(run, restrictedOpaque(run, { ...data, kind: 'frame' }, `one@${siteKey(run, args.at)}`));
  if (groupNothing.has(name))
    return refer(run, {
      ...data,
      kind: name === 'rolling' || name === 'expanding' || name === 'ewm' ? 'rolling' : 'series',
    });
  if (groupRowwise.has(name)) {
    const counted = groupCounts.has(stringOf(args.positional[0]) ?? '');
    const applied = applyToGroup(run, data, args);
    const noted = groupedBy(run, data, args.at);
    if (counted) return refer(run, influencedBy(run, { ...data, kind: 'series' }, noted));
    if (applied.learns === false) return refer(run, influencedBy(run, { ...data, kind: 'series' }, applied.influences));
    const order =
      name === 'ffill' || name === 'bfill' || name === 'pad' || name === 'interpolate' ? 'order' : 'statistic';
    const own = learnt(
      run,
      { ...data, kind: 'frame' },
      { at: args.at, name: groupName(args, name), kind: order, within: data.keys },
    );
    const result = influencedBy(
      run,
      { ...data, kind: 'series' },
      run.influences.union(run.influences.union(own, noted), applied.influences),
    );
    return refer(run, result);
  }
  if (name === 'get_group') return refer(run, { ...data, kind: 'frame' });
  return groupReduce(run, data, args, name);
}

/** Of a groupby: what leaves one row, or few, of each group. */
const ONE_ROW: ReadonlySet<string> = new Set(['head', 'tail', 'nth', 'first', 'last', 'sample']);

/** A note that these rows were grouped by the key of a person or thing. */
function groupedBy(run: Run, data: Data, at: Span): Influences {
  const key = data.keys.find(isEntityKey);
  return key === undefined
    ? run.influences.none
    : influence(run, { kind: 'grouped', rows: data.rows, at, name: 'groupby', column: key });
}

function groupName(args: Arguments, name: string): string {
  const how = stringOf(args.positional[0]);
  return how === null ? `groupby.${name}` : `groupby.${name}('${how}')`;
}

/**
 * Runs the function over a group, for what it brings along from outside, and whether it learns anything of the group:
 * `x.fillna(18)` and `x.shift(1).rolling(7).mean()` do not. Null where that is not known.
 */
function applyToGroup(
  run: Run,
  data: Data,
  args: Arguments,
): { readonly influences: Influences; readonly learns: boolean | null } {
  const fn = args.positional[0];
  if (fn === undefined || (fn.kind !== 'function' && fn.kind !== 'bound'))
    return { influences: run.influences.none, learns: null };
  const over = (rows: Rows): Influences => {
    const group = refer(run, { ...data, kind: data.column === null ? 'frame' : 'series', view: null, rows });
    const result = dataOf(
      run,
      run.call(fn, { ...args, positional: [group, ...args.positional.slice(1)], keywords: new Map() }),
    );
    return result === null ? run.influences.none : influencesOf(run, result);
  };
  const influences = over(run.space.none);
  if (fn.kind !== 'function' || fn.fn.node.kind !== Kind.Lambda || !isFollowed(fn.fn.node.body))
    return { influences, learns: null };
  const all = over(data.rows);
  const learns = all.list.some((each) => PREPROCESSING.has(each.kind) && !influences.list.includes(each));
  return { influences: learns ? influences : all, learns };
}

/** One row a group: rows of their own, made of all. */
export function groupReduce(run: Run, data: Data, args: Arguments, name: string): Value {
  const source = run.space.source('aggregate', siteKey(run, args.at), { at: args.at, of: data.rows });
  const counted = groupCounts.has(name);
  const own = counted
    ? run.influences.none
    : learnt(run, { ...data, kind: 'frame' }, { at: args.at, name: `groupby.${name}` });
  const rows = data.rows.atoms.length > 0 ? run.space.from(source) : data.rows;
  const result = influencedBy(
    run,
    { ...data, view: null, parts: null, kind: data.column === null ? 'frame' : 'series', rows },
    run.influences.union(own, groupedBy(run, data, args.at)),
  );
  return refer(run, { ...result, selection: null });
}

/** Distinct values and their counts; taking the first of them is taking the mode. */
export function valueCounts(run: Run, data: Data): Value {
  return refer(run, { ...data, kind: 'counts', view: null });
}

/** `describe` and the like on anything unknown: its arguments go along. */
export function combine(run: Run, data: Data, self: Value, args: Arguments): Value {
  let result: Data = { ...data, view: null };
  for (const value of allArguments(args)) {
    const other = dataOf(run, value);
    if (other !== null) result = influencedBy(run, result, influencesOf(run, other));
  }
  const rowless = !cameFromSomewhere(result) && result.kind !== 'element';
  return rowless ? propagate(run, [self, ...allArguments(args)]) : refer(run, result);
}

export function isInplace(args: Arguments): boolean {
  return isTrue(argument(args, null, 'inplace'));
}

export function emptyData(run: Run): Data {
  return newData(run, 'scalar', run.space.none);
}
