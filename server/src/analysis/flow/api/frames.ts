// Whole frames: joined, appended, concatenated, with columns dropped, assigned or inserted.
import { Kind, stringValue, type Expr } from '../../syntax';
import {
  dropColumns,
  influencedBy,
  influencesOf,
  restricted,
  unionEvaluations,
  withColumn,
  type Data,
  type Part,
} from '../data';
import type { Influences } from '../influence';
import { mergeData } from '../join';
import type { Rows } from '../rows/rows';
import { within } from '../rows/relation';
import { cameFromSomewhere, dataOf, influence, objectOf, refer, type Run } from '../interpreter/run';
import { NONE, argument, isFalse, numberOf, stringOf, type Arguments, type Ref, type Value } from '../value';
import { areHeldOutInTurn } from '../interpreter/outOfFold';
import { restrictedOpaque } from '../interpreter/taking';
import { writeBack } from '../interpreter/writes';

/** Rows of the left, each with what the right knows of it. */
export function merge(run: Run, left: Data, right: Data | null, args: Arguments): Value {
  if (right === null) return refer(run, { ...left, view: null });
  const how = stringOf(argument(args, null, 'how'));
  const step = run.space.step({ kind: 'join', rows: right.rows });
  const joined = how === 'right' ? right : left;
  const other = joined === left ? right : left;
  const aggregate = other.rows.atoms.every((atom) => atom.source.kind === 'aggregate');
  const base = other.rows.atoms.length === 0 || aggregate ? joined : restricted(run, joined, step);
  const columns = new Map(base.columns);
  for (const [name, own] of other.columns)
    columns.set(name, run.influences.union(columns.get(name) ?? run.influences.none, own));
  const rest = run.influences.union(base.rest, other.rest);
  const widened = mapRest(run, columns, other.rest);
  const both = how === 'outer' ? run.space.union(base.rows, other.rows) : base.rows;
  return refer(run, {
    ...base,
    rows: both,
    kind: 'frame',
    columns: widened,
    rest,
    view: null,
    selection: null,
    column: null,
  });
}

/** What came with unknown columns of the other side is nobody's in particular. */
function mapRest(run: Run, columns: Map<string, Influences>, rest: Influences): ReadonlyMap<string, Influences> {
  return rest.list.length === 0
    ? columns
    : new Map([...columns].map(([name, own]) => [name, run.influences.union(own, rest)] as const));
}

/**
 * Beyond this many parts a slice at a boundary is no longer looked for. Networks concatenate what was concatenated, layer
 * upon layer: the parts of Inception v3 would be 4¹¹.
 */
const MAX_PARTS = 64;

/**
 * One after the other: all rows, and where each part begins. Elements of a list that a loop has filled may each be other
 * rows, though they read the same.
 */
export function concatenated(run: Run, all: readonly Data[], args: Arguments, looped = false): Value {
  const [first] = all;
  if (first === undefined) return NONE;
  const { space, influences } = run;
  const parts = all
    .flatMap((data): readonly Part[] => data.parts ?? [{ rows: data.rows, knows: influencesOf(run, data) }])
    .filter((part) => part.rows.atoms.length > 0);
  const rows = all.reduce((union, data) => space.union(union, data.rows), space.none);
  const columns = new Map<string, Influences>();
  for (const name of new Set(all.flatMap((data) => [...data.columns.keys()]))) {
    columns.set(
      name,
      all.reduce((union, data) => influences.union(union, data.columns.get(name) ?? data.rest), influences.none),
    );
  }
  const rest = all.reduce((union, data) => influences.union(union, data.rest), influences.none);
  const evaluations = all.reduce((union, data) => unionEvaluations(union, data.evaluations), first.evaluations);
  const result: Data = {
    ...first,
    kind: first.kind === 'element' ? 'frame' : first.kind,
    rows,
    columns,
    rest,
    evaluations,
    parts: parts.length > 1 && parts.length <= MAX_PARTS ? parts : null,
    view: null,
    steps: null,
    predicates: null,
    fresh: false,
  };
  return refer(run, looped ? result : influencedBy(run, result, repeated(run, all, args)));
}

/** The same rows twice: a frame appended to itself, or a part of itself. Other tables of one file do not count. */
function repeated(run: Run, all: readonly Data[], args: Arguments): Influences {
  const [first, second] = all;
  if (all.length !== 2 || first?.kind !== 'frame' || second?.kind !== 'frame') return run.influences.none;
  const [inner, outer] =
    first.rows.atoms.length > 0 && isPartOf(first.rows, second.rows) ? [first, second] : [second, first];
  if (inner.rows.atoms.length === 0 || !isPartOf(inner.rows, outer.rows)) return run.influences.none;
  if (areOtherColumns(run, args) || areHeldOutInTurn(run, inner) || isReadByPass(run, inner))
    return run.influences.none;
  return influence(run, { kind: 'duplicate', rows: inner.rows, at: args.at, name: 'concat' });
}

/** Read or made anew in each pass of a loop in progress: other rows each time, though they look the same from here. */
function isReadByPass({ loops }: Run, { rows }: Data): boolean {
  return rows.atoms.every(
    ({ source: { kind, at } }) =>
      kind !== 'file' && at !== null && loops.some((loop) => loop.start <= at.start && at.end <= loop.end),
  );
}

/** `vstack((df[['from_x', 'from_y']], df[['to_x', 'to_y']]))`: two points of each row, no row twice. */
function areOtherColumns(run: Run, { nodes }: Arguments): boolean {
  const [given] = nodes;
  if (given?.kind !== Kind.List && given?.kind !== Kind.Tuple) return false;
  const [first, second] = given.elts.map((each) => (each.kind === Kind.Subscript ? columnsNamed(run, each.slice) : []));
  return first !== undefined && first.length > 0 && second !== undefined && second.length > 0
    ? !first.some((name) => second.includes(name))
    : false;
}

function columnsNamed(run: Run, key: Expr): readonly string[] {
  const names = key.kind === Kind.List ? key.elts : [key];
  return names.flatMap((name) => (name.kind === Kind.Str ? [stringValue(name, run.source)] : []));
}

function isPartOf(inner: Rows, outer: Rows): boolean {
  return inner.atoms.every((atom) => outer.atoms.some((other) => within(atom, other)));
}

/** Side by side: the rows of the first, the columns of all. */
export function sideBySide(run: Run, all: readonly Data[]): Value {
  const base = all.find(cameFromSomewhere) ?? all.find((data) => data.rows.atoms.length > 0) ?? all[0];
  if (base === undefined) return NONE;
  let rest = base.rest;
  const columns = new Map(base.columns);
  let evaluations = base.evaluations;
  for (const data of all) {
    if (data === base) continue;
    if (data.column !== null) columns.set(data.column, influencesOf(run, data));
    else {
      rest = run.influences.union(rest, data.rest);
      for (const [name, own] of data.columns)
        columns.set(name, run.influences.union(columns.get(name) ?? run.influences.none, own));
    }
    evaluations = unionEvaluations(evaluations, data.evaluations);
  }
  const widened = new Map(
    [...columns].map(([name, own]) => [name, base.columns.has(name) ? run.influences.union(own, rest) : own] as const),
  );
  const kind = base.kind === 'series' ? 'frame' : base.kind;
  return refer(run, { ...base, kind, rest, columns: widened, evaluations, view: null, selection: null, column: null });
}

/** `frame.append(other)` gives a new frame. */
export function appendRows(run: Run, self: Ref, data: Data, args: Arguments): Value {
  const object = objectOf(run, args.positional[0]);
  const others =
    object?.type === 'list' ? object.items.map((item) => dataOf(run, item)) : [dataOf(run, argument(args, 0, 'other'))];
  const known = others.filter((other) => other !== null);
  if (data.rows.atoms.length === 0 && known.length === 1) return refer(run, { ...known[0]!, view: null });
  if (known.length === 0) return self;
  return concatenated(run, [data, ...known], args);
}

/** `drop`: columns by name, or rows by index. */
export function dropFrom(run: Run, data: Data, args: Arguments): Value {
  const given = argument(args, 0, 'labels');
  const columns = argument(args, null, 'columns');
  const axis = argument(args, 1, 'axis');
  // Polars drops columns; so does who names a text and no axis, or he names a row, and that says nothing of the others.
  const named = axis === null && given !== null && namesOf(run, given) !== null;
  const byColumn = columns !== null || named || numberOf(axis) === 1 || stringOf(axis) === 'columns';
  const labels = columns ?? given ?? argument(args, null, 'index');
  const copy: Data = { ...data, view: null };
  if (byColumn) {
    const names = labels === null ? null : namesOf(run, labels);
    if (names !== null) return refer(run, dropColumns(copy, names));
    const by = dataOf(run, labels);
    const dropped = by === null ? copy : influencedBy(run, copy, influencesOf(run, by));
    return refer(run, { ...dropped, selection: null });
  }
  const rows = dataOf(run, labels);
  if (rows !== null && rows.rows.atoms.length > 0 && rows.kind !== 'element') {
    return refer(run, restricted(run, copy, run.space.step({ kind: 'notIn', rows: rows.rows })));
  }
  if (rows?.steps !== null && rows?.steps !== undefined) {
    const left = rows.steps.reduce((union, step) => run.space.restrict(union, step), data.rows);
    return refer(run, restricted(run, copy, run.space.step({ kind: 'notIn', rows: left })));
  }
  return refer(run, restrictedOpaque(run, copy, `drop@${run.sites.of(args.at)}`));
}

export function namesOf(run: Run, value: Value): readonly string[] | null {
  const name = stringOf(value);
  if (name !== null) return [name];
  const object = objectOf(run, value);
  if (object?.type !== 'list' || object.open) return null;
  const names = object.items.map((item) => stringOf(item));
  return names.every((each) => each !== null) ? names : null;
}

/** `assign(c=…)`: a copy with columns; functions see the frame. */
export function assignColumns(run: Run, self: Ref, data: Data, args: Arguments): Value {
  let result: Data = { ...data, view: null };
  for (const [name, given] of args.keywords) {
    const value =
      given.kind === 'function' ? run.call(given, { ...args, positional: [self], keywords: new Map() }) : given;
    const own = dataOf(run, value);
    result = withColumn(run, result, name, own === null ? run.influences.none : influencesOf(run, own), true);
  }
  return refer(run, result);
}

/** `insert(at, name, values)`, in place. */
export function insertColumn(run: Run, self: Ref, data: Data, args: Arguments): Value {
  const name = stringOf(argument(args, 1, 'column'));
  const own = dataOf(run, argument(args, 2, 'value'));
  if (name !== null)
    run.store.set(
      self.id,
      withColumn(run, data, name, own === null ? run.influences.none : influencesOf(run, own), true),
    );
  if (data.view !== null) writeBack(run, data.view.parent, data, data.view);
  return NONE;
}

/** Everything in a list or dict of frames, in order. */
export function framesIn(run: Run, value: Value | null): readonly Data[] {
  const object = objectOf(run, value);
  if (object?.type === 'list') return object.items.map((item) => dataOf(run, item)).filter((data) => data !== null);
  if (object?.type === 'dict')
    return [...object.entries.values(), ...object.rest]
      .map((item) => dataOf(run, item))
      .filter((data) => data !== null);
  const one = dataOf(run, value);
  return one === null ? [] : [one];
}

/** Data of several values together. */
export function together(run: Run, values: readonly Value[]): Data | null {
  const all = values.map((value) => dataOf(run, value)).filter((data) => data !== null);
  return mergeData(run, all, 'array');
}

export function keepsOrder(args: Arguments): boolean {
  return isFalse(argument(args, null, 'shuffle'));
}
