// Conversions: frames and arrays made of others, put together, cut into bins.
import { Kind } from '../../syntax';
import { renamed, spreadNames, spreadOf } from '../columnNames';
import { influencedBy, influencesOf, newData, NO_COLUMNS, type Data } from '../data';
import type { Rows } from '../rows/rows';
import { dataOf, list, objectOf, passKey, propagate, refer, type Run } from '../interpreter/run';
import { UNKNOWN, allArguments, isNone, argument, numberOf, stringOf, type Arguments, type Value } from '../value';
import { mergeData } from '../join';
import { concatenated, framesIn, namesOf, sideBySide } from './frames';
import { reshaped } from './sequences';
import { unknownCall } from './sources';
import { isRowwise, ranked } from './statistics';

/** A conversion: the rows and influence of what goes in. */
export function same(run: Run, last: string, args: Arguments): Value {
  const values = allArguments(args);
  const [first] = values;
  const model = /^(deep)?copy$/.test(last) ? objectOf(run, first) : null;
  if (model?.type === 'estimator' || model?.type === 'instance') return run.store.add({ ...model });
  if (first?.kind === 'quantity' || first?.kind === 'const') {
    const number = numberOf(first);
    // `Dataset('churn')` of some library is opened by its name.
    if (/^[A-Z]/.test(last) && stringOf(first) !== null) return unknownCall(run, last, args);
    if (first.kind === 'quantity') return last === 'DataFrame' || last === 'abs' ? UNKNOWN : first;
    return number === null ? first : { kind: 'const', value: last === 'int' ? Math.trunc(number) : number };
  }
  if (last === 'deepcopy' || last === 'copy') {
    // A copy of a trained network is as trained as it.
    const object = objectOf(run, first);
    if (object?.type === 'instance' || object?.type === 'estimator') return run.store.add({ ...object });
  }
  if (last === 'DataFrame' || last === 'Series') return frame(run, last, args);
  if (last === 'Dataset' || last === 'DMatrix' || last === 'Pool')
    return propagate(run, [args.positional[0] ?? argument(args, null, 'data')], 'dataset');
  const kind = last === 'tensor' || last === 'from_numpy' || last === 'as_tensor' ? 'tensor' : null;
  const value = propagate(run, values, kind);
  const shaped = last === 'reshape' ? dataOf(run, value) : null;
  if (shaped !== null) return refer(run, reshaped(run, shaped, args, 1));
  if (value.kind !== 'unknown') return ARRAYS.has(last) ? asArray(run, value) : value;
  const literal = objectOf(run, first);
  if (/array|tensor/i.test(last) && literal?.type === 'list' && !literal.open && literal.items.length > 0)
    return refer(run, newData(run, kind ?? 'array', newRows(run, args)));
  return /array|zeros|list/.test(last) ? refer(run, { ...newData(run, 'array', run.space.none), fresh: true }) : value;
}

/** Make an array of a table. */
const ARRAYS: ReadonlySet<string> = new Set(['array', 'asarray', 'asanyarray', 'ascontiguousarray', 'asfarray']);

/** An array has no columns to be asked by name, so what it is indexed by picks rows. */
function asArray(run: Run, value: Value): Value {
  const data = dataOf(run, value);
  return data?.kind === 'frame' || data?.kind === 'series' ? refer(run, { ...data, kind: 'array', view: null }) : value;
}

/** `DataFrame(x)`, `DataFrame({'a': …})`: empty ones take the rows of what is stored first. */
export function frame(run: Run, last: string, args: Arguments): Value {
  const given = args.positional[0] ?? argument(args, null, 'data');
  const kind = last === 'Series' ? 'series' : 'frame';
  const object = objectOf(run, given);
  const base = dataOf(run, given);
  // What belongs to one row of some table does so as a series too.
  if (base?.kind === 'element' && kind === 'series' && object?.type === 'data')
    return refer(run, { ...base, view: null });
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

export function concat(run: Run, role: 'concat' | 'stack' | 'concatColumns', last: string, args: Arguments): Value {
  const given = args.positional[0] ?? argument(args, null, 'objs') ?? UNKNOWN;
  const many = last === 'chain' || last === 'union';
  const all = many ? args.positional.flatMap((value) => framesIn(run, value)) : framesIn(run, given);
  const rowed = all.filter((data) => data.rows.atoms.length > 0 || influencesOf(run, data).list.length > 0);
  if (rowed.length === 0)
    return all.length === 0 ? unknownCall(run, last, args) : refer(run, { ...all[0]!, view: null });
  const open = objectOf(run, given);
  // `np.r_[row[0], row[-1]]`: pieces of single rows, written out, make one again.
  const literal = args.nodes[0]?.kind === Kind.List || args.nodes[0]?.kind === Kind.Tuple;
  const isWritten = literal || /^[rc]_$/.test(last);
  if (isWritten && open?.type === 'list' && !open.open && rowed.every(({ kind }) => kind === 'element'))
    return refer(run, { ...mergeData(run, rowed, 'element')!, view: null });
  if (role === 'concatColumns' || role === 'stack' || isRowwise(args, 1)) return sideBySide(run, rowed);
  // Two passes of a loop may have filled it with other rows that look the same from here.
  const alike = !literal && rowed.length === 2 && rowed[0] !== rowed[1] && rowed[0]!.rows === rowed[1]!.rows;
  const looped = open?.type === 'list' && (open.open || alike);
  const result = concatenated(
    run,
    rowed.filter((data) => data.rows.atoms.length > 0),
    args,
    looped,
  );
  const object = objectOf(run, result);
  // Of a list filled in a loop we do not know how often each element is in it.
  if (looped && object?.type === 'data') return refer(run, { ...object, parts: null, columns: object.columns });
  return result;
}

/** `get_dummies`: what went into a column is now in those that are named after it. */
export function dummies(run: Run, data: Data, args: Arguments): Value {
  const given = argument(args, null, 'prefix');
  const prefixes = given === null ? [] : (namesOf(run, given) ?? []);
  if (data.kind === 'series' && data.column !== null) {
    const columns = spreadOf(prefixes[0] ?? data.column, influencesOf(run, data));
    const { none } = run.influences;
    return refer(run, { ...data, kind: 'frame', columns, rest: none, selection: null, column: null });
  }
  const named = argument(args, null, 'columns');
  const names = named === null ? null : namesOf(run, named);
  return refer(run, { ...data, columns: spreadNames(data.columns, names, prefixes), selection: null });
}

/** `factorize` gives codes and the values they stand for. */
export function factorized(run: Run, data: Data, last: string): Value {
  if (last !== 'factorize') return refer(run, { ...data, selection: null });
  return list(run, [refer(run, data), UNKNOWN], 'tuple');
}

/** `rename(columns={'old': 'new'})`; of names that are not known, what went into any column may be in each. */
export function renamedColumns(run: Run, data: Data, args: Arguments): Data {
  const by = argument(args, null, 'columns') ?? argument(args, 0, 'mapper');
  if (data.columns.size === 0 || by === null) return { ...data, selection: null };
  const given = objectOf(run, by);
  if (given?.type === 'dict' && given.rest.length === 0) {
    const names = new Map([...given.entries].map(([old, name]) => [String(old), stringOf(name)] as const));
    const known = new Map([...names].filter((entry): entry is [string, string] => entry[1] !== null));
    if (known.size === names.size) return { ...data, columns: renamed(data.columns, known), selection: null };
  }
  return { ...data, columns: NO_COLUMNS, rest: influencesOf(run, data), selection: null };
}

/** Rows made here; they give way to those of the first data stored. */
export function newRows(run: Run, args: Arguments): Rows {
  return run.space.from(run.space.source('new', passKey(run, args.at), { at: args.at }));
}

export function scaled(run: Run, data: Data, args: Arguments, last: string): Value {
  if (isRowwise(args, 1)) return refer(run, data);
  // The power is given: it knows what was learnt for it, and nothing more is.
  const power = argument(args, 1, 'lmbda');
  if ((last === 'boxcox' || last === 'yeojohnson') && power !== null && !isNone(power)) {
    const known = dataOf(run, power);
    return refer(run, known === null ? data : influencedBy(run, data, influencesOf(run, known)));
  }
  const value = ranked(run, data, args.at, last);
  return (last === 'boxcox' || last === 'yeojohnson') && args.positional.length === 1
    ? list(run, [value, value], 'tuple')
    : value;
}

/** `cut(x, 5)` takes its edges from the range of x; given edges learn nothing. */
export function cut(run: Run, data: Data | null, args: Arguments): Value {
  if (data === null) return UNKNOWN;
  const bins = argument(args, 1, 'bins');
  const edges = dataOf(run, bins);
  if (edges !== null) return refer(run, influencedBy(run, data, influencesOf(run, edges)));
  return numberOf(bins) !== null || bins?.kind === 'quantity' ? ranked(run, data, args.at, 'cut') : refer(run, data);
}
