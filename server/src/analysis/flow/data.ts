// Data: a frame, a column, an array or a scalar with its rows, and what went into each of its columns.
import { ownInfluences, withoutNames } from './columnNames';
import type { Influence, Influences, InfluenceSpace } from './influence';
import type { Evaluation } from './records';
import type { Predicate } from './rows/predicate';
import type { Rows, RowSpace, Step } from './rows/rows';
import type { Quantity } from './rows/quantity';

export type DataKind =
  | 'frame'
  | 'series'
  | 'array'
  | 'tensor'
  | 'dataset'
  | 'loader'
  | 'scalar'
  /** One row, one cell or one batch: what is computed from it is no statistic over rows. */
  | 'element'
  | 'mask'
  | 'index'
  | 'columns'
  | 'groupby'
  | 'rolling'
  | 'accessor'
  | 'counts'
  /** Pairs of train and test indices of a splitter. */
  | 'folds'
  | 'unknown';

/** Which columns of which table: `only` null means all but `without`. */
export interface ColumnSelection {
  /** The table's rows before any step; the same table has the same number. */
  readonly origin: number;
  readonly only: ReadonlySet<string> | null;
  readonly without: ReadonlySet<string>;
}

/** What was put one after another: its rows, and what had gone into them by then. */
export interface Part {
  readonly rows: Rows;
  readonly knows: Influences;
}

export interface Data {
  readonly type: 'data';
  readonly kind: DataKind;
  readonly rows: Rows;
  /** Influence on single columns, where it differs from `rest`. */
  readonly columns: ReadonlyMap<string, Influences>;
  readonly rest: Influences;
  /** The one column it is. */
  readonly column: string | null;
  readonly selection: ColumnSelection | null;
  /** Computed from that column, no longer the column itself. */
  readonly derived: boolean;
  /** A view of these columns (null: of all) of another object: writes in place go there too. */
  readonly view: { readonly parent: number; readonly columns: readonly string[] | null } | null;
  /** What it was concatenated from, in order. */
  readonly parts: readonly Part[] | null;
  /** Of an index: what taking rows by it does to them. */
  readonly steps: readonly Step[] | null;
  /** Of a mask: the conjunction it stands for. */
  readonly predicates: readonly Predicate[] | null;
  /** Of a scalar: its number. */
  readonly quantity: Quantity | null;
  /** Values of these evaluations went into it. */
  readonly evaluations: readonly Evaluation[];
  /** Made empty or of zeros: takes the rows of the first data stored into it. */
  readonly fresh: boolean;
  /** Of cross-validation indices: the split's key. */
  readonly split: string | null;
  /** Grouping or indexing columns. */
  readonly keys: readonly string[];
}

/** Shared: an empty map for each of the thousands of values of a program is not free. */
export const NO_COLUMNS: ReadonlyMap<string, Influences> = new Map();

/** What data are made with: the interning tables of one interpretation. */
export interface Domain {
  readonly space: RowSpace;
  readonly influences: InfluenceSpace;
}

export function newData(domain: Domain, kind: DataKind, rows: Rows, rest?: Influences): Data {
  return {
    type: 'data',
    kind,
    rows,
    columns: NO_COLUMNS,
    rest: rest ?? domain.influences.none,
    column: null,
    selection: null,
    derived: false,
    view: null,
    parts: null,
    steps: null,
    predicates: null,
    quantity: null,
    evaluations: NO_EVALUATIONS,
    fresh: false,
    split: null,
    keys: NO_KEYS,
  };
}

const NO_EVALUATIONS: readonly Evaluation[] = [];
const NO_KEYS: readonly string[] = [];

/** A copy that is nobody's view. */
export function detached(data: Data, kind: DataKind = data.kind): Data {
  return data.view === null && data.kind === kind ? data : { ...data, view: null, kind };
}

/** All that went into any of its columns. */
export function influencesOf(domain: Domain, data: Data): Influences {
  if (data.columns.size === 0) return data.rest;
  let memo = everything.get(data.columns);
  if (memo === undefined) {
    memo = domain.influences.none;
    for (const influences of data.columns.values()) memo = domain.influences.union(memo, influences);
    everything.set(data.columns, memo);
  }
  return domain.influences.union(data.rest, memo);
}

const everything = new WeakMap<ReadonlyMap<string, Influences>, Influences>();

export function columnInfluences(data: Data, column: string): Influences {
  return ownInfluences(data.columns, column) ?? data.rest;
}

/** The same with all columns influenced by `more`. */
export function influencedBy(domain: Domain, data: Data, more: Influences): Data {
  if (more.list.length === 0) return data;
  const columns = mapColumns(data.columns, (influences) => domain.influences.union(influences, more));
  return { ...data, columns, rest: domain.influences.union(data.rest, more) };
}

function mapColumns(
  columns: ReadonlyMap<string, Influences>,
  change: (influences: Influences) => Influences,
): ReadonlyMap<string, Influences> {
  if (columns.size === 0) return columns;
  const changed = new Map<string, Influences>();
  for (const [name, influences] of columns) changed.set(name, change(influences));
  return changed;
}

/** The same data, with what went into each column changed. */
export function mapInfluences(data: Data, change: (influences: Influences) => Influences): Data {
  return { ...data, columns: mapColumns(data.columns, change), rest: change(data.rest) };
}

/** Nothing of what it was influenced by is left. */
export function withoutInfluences(domain: Domain, data: Data): Data {
  return { ...data, columns: NO_COLUMNS, rest: domain.influences.none };
}

/** `influences` replace (strong) or join (weak) those of one column. */
export function withColumn(domain: Domain, data: Data, column: string, influences: Influences, strong: boolean): Data {
  const old = columnInfluences(data, column);
  const next = strong ? influences : domain.influences.union(old, influences);
  const columns = new Map(data.columns);
  columns.set(column, next);
  const { selection } = data;
  return { ...data, columns, selection: selection === null ? null : withName(selection, column) };
}

function withName(selection: ColumnSelection, column: string): ColumnSelection {
  if (selection.only !== null) {
    return selection.only.has(column) ? selection : { ...selection, only: new Set([...selection.only, column]) };
  }
  if (!selection.without.has(column)) return selection;
  return { ...selection, without: new Set([...selection.without].filter((name) => name !== column)) };
}

/** `data[names]`, without its view. */
export function selectColumns(domain: Domain, data: Data, names: readonly string[]): Data {
  const columns = new Map<string, Influences>();
  let rest = domain.influences.none;
  for (const name of names) {
    const own = ownInfluences(data.columns, name);
    if (own === undefined) rest = data.rest;
    else columns.set(name, own);
  }
  const selection = data.selection === null ? null : { ...data.selection, only: new Set(names) };
  return { ...data, columns, rest, selection, column: names.length === 1 ? names[0]! : null };
}

export function dropColumns(data: Data, names: readonly string[]): Data {
  const columns = withoutNames(data.columns, names);
  const { selection } = data;
  if (selection === null) return { ...data, columns };
  const only = selection.only === null ? null : new Set([...selection.only].filter((name) => !names.includes(name)));
  return { ...data, columns, selection: { ...selection, only, without: new Set([...selection.without, ...names]) } };
}

/** All rows pass through `step`; the parts it was concatenated from do too. */
export function restricted(domain: Domain, data: Data, step: Step): Data {
  const rows = domain.space.restrict(data.rows, step);
  const parts =
    data.parts === null ? null : data.parts.map((part) => ({ ...part, rows: domain.space.restrict(part.rows, step) }));
  return { ...data, rows, parts };
}

/** Evaluations of both, each once. */
export function unionEvaluations(a: readonly Evaluation[], b: readonly Evaluation[]): readonly Evaluation[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  const missing = b.filter((evaluation) => !a.includes(evaluation));
  return missing.length === 0 ? a : [...a, ...missing].slice(0, 12);
}

/** The same data without some of what went into them. */
export function withoutGiven({ influences }: Domain, data: Data, gone: ReadonlySet<Influence>): Data {
  return mapInfluences(data, (own) => influences.filter(own, (influence) => !gone.has(influence)));
}
