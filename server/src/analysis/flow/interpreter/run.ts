// Run: the state of one interpretation, and what its parts ask of each other. Parts import this type, not one another.
import type { Expr, Node, Stmt } from '../../syntax';
import type { Span } from '../../text';
import { mergeData } from '../join';
import { newData, type Data, type DataKind, type Domain } from '../data';
import type { Files } from '../files';
import type { Adopted } from '../imported/image';
import type { Images } from '../imported/images';
import type { Influence, InfluenceKind, Influences } from '../influence';
import type { Evaluation, Fit, Reach, Split } from '../records';
import type { PredicateTable } from '../rows/predicate';
import type { Quantities } from '../rows/quantity';
import type { RowRelation } from '../rows/relation';
import type { Rows, Source } from '../rows/rows';
import type { Sites } from '../sites';
import type { Changes, Join, Store, Table } from '../store';
import {
  UNKNOWN,
  type Arguments,
  type ClassValue,
  type Forward,
  type FunctionValue,
  type HeapObject,
  type ImportedFile,
  type Ref,
  type Scope,
  type Value,
} from '../value';

/** How a statement left: ran on, or jumped away. */
export const enum Completion {
  Normal,
  Return,
  Jump,
  Raise,
}

/** One call in progress. */
export interface Frame {
  readonly fn: FunctionValue | null;
  readonly caller: Frame | null;
  readonly scope: Scope;
  /** Values returned or yielded so far. */
  returned: Value | undefined;
  readonly yielded: Value[];
  /** What decides whether the statements now followed are reached. */
  control: Influences;
  /** What early returns had written, to be joined at the end. */
  readonly pending: Changes[];
}

export interface Records {
  readonly splits: Table<string, Split>;
  readonly fits: Table<string, Fit>;
  readonly evaluations: Table<string, Evaluation>;
  /** Those that claim nothing about other rows: see `api/descriptive.ts`. */
  readonly descriptive: Table<string, Evaluation>;
  /** Places where an evaluation's value reached a metric, and where a split was made. */
  readonly metrics: Table<string, { readonly of: Evaluation; readonly at: Span }>;
  readonly splitSites: Table<string, { readonly of: string; readonly at: Span }>;
  readonly reach: Table<string, Reach>;
  /** Functions that were called. */
  readonly called: Table<Node, true>;
  /** Where rows come from. */
  readonly sources: Table<Source, true>;
}

export interface Run extends Domain {
  /** The text of the file that is followed now: the program, or a module it imported. */
  source: string;
  /** The program's own text. */
  text: string;
  /** The imported file that is followed now, and where the program reaches it. */
  file: ImportedFile | null;
  outside: Span | null;
  readonly files: Files;
  /** Imported modules by path. */
  readonly modules: Table<string, Extract<Value, { kind: 'module' }>>;
  /** Tables the program wrote to files, by path. */
  readonly kept: Table<string, Value>;
  /** Those of them that are copies of what was followed once for all programs. */
  readonly adopted: Table<string, Adopted>;
  /** Where what was followed for other programs is kept; null: each module is followed here. */
  images: Images | null;
  readonly sites: Sites;
  readonly store: Store;
  readonly quantities: Quantities;
  readonly predicates: PredicateTable;
  readonly relation: RowRelation;
  readonly join: Join;
  readonly records: Records;
  readonly globals: Scope;
  /** What each expression was when last evaluated by the unit in progress, for rules that ask. */
  seen: Map<Expr, Value>;
  /** The number of the next record. */
  serial: number;
  frame: Frame;
  /** Sites of the calls in progress, innermost last. */
  readonly calls: Span[];
  /** Passes of unrolled loops in progress. */
  readonly passes: number[];
  /** Loops in progress whose passes all look the same from here: two passes stand for any number. */
  readonly loops: Span[];
  /** Loops over rows in progress: the element that stands for all, and the first object made inside. */
  readonly rowLoops: { readonly element: Data; readonly inside: number }[];
  /** Loops in progress of which a few passes stand for all. */
  repeated: number;
  /** Outputs of networks that may yet reach a `backward()`. */
  readonly forwards: Table<'pending', readonly Forward[]>;
  /** What functions that nobody calls are run with, by the parameter's name. */
  readonly parameters: Table<string, Value>;
  /** Inside `torch.no_grad()`. */
  noGrad: number;
  /** Inside of the `forward` of a network: its layers are no networks of their own. */
  inNetwork: number;
  depth: number;
  budget: number;

  /** A new run, of nothing yet. */
  anew(): Run;
  evaluate(expr: Expr): Value;
  execute(body: readonly Stmt[]): Completion;
  call(callee: Value, args: Arguments): Value;
  callFunction(fn: FunctionValue, args: Arguments, self?: Value): Value;
  method(receiver: Value, name: string, args: Arguments): Value;
  attribute(receiver: Value, name: string, at: Span): Value;
  subscript(receiver: Value, key: Value, at: Span): Value;
  assign(target: Expr, value: Value): void;
  iterate(value: Value, at: Span): Iteration;
  construct(cls: ClassValue, args: Arguments): Value;
}

/** What a loop goes over: its elements one by one, or one that stands for all. */
export interface Iteration {
  readonly items: readonly Value[];
  /** Whether `items` are all there are, in order. */
  readonly complete: boolean;
}

export function objectOf(run: Run, value: Value | null | undefined): HeapObject | null {
  return value?.kind === 'ref' ? run.store.get(value.id) : null;
}

/** The data a value holds; of a list, those of its elements together. Null if it holds none. */
export function dataOf(run: Run, value: Value | null | undefined, depth = 0): Data | null {
  if (value?.kind === 'indexer') return dataOf(run, { kind: 'ref', id: value.of }, depth);
  const object = objectOf(run, value);
  if (object === null || depth > 3) return null;
  switch (object.type) {
    case 'data':
      return object;
    case 'list':
    case 'dict': {
      const values = object.type === 'list' ? object.items : [...object.entries.values(), ...object.rest];
      const all = values.map((item) => dataOf(run, item, depth + 1)).filter((data) => data !== null);
      const literal = object.type === 'dict' || !object.open;
      const single =
        literal && all.length > 0 && all.every((data) => data.kind === 'element' || data.kind === 'scalar');
      return mergeData(run, all, single ? 'element' : all[0]?.kind === 'frame' ? 'frame' : 'array');
    }
    case 'instance': {
      const all = [...object.attributes.values()].map((item) => dataOf(run, item, depth + 1));
      const held = all.filter((data) => data !== null).filter((data) => data.rows.atoms.length > 0);
      return mergeData(run, held, 'dataset');
    }
    case 'estimator':
      return dataOf(run, object.data, depth + 1);
  }
}

/** The first data with rows among the arguments; where none has any, the first data. */
export function firstData(run: Run, args: Arguments): Data | null {
  let first: Data | null = null;
  for (const value of args.keywords.size === 0 ? args.positional : [...args.positional, ...args.keywords.values()]) {
    const data = dataOf(run, value);
    if (data !== null && data.rows.atoms.length > 0) return data;
    first ??= data;
  }
  return first;
}

export function refer(run: Run, data: Data): Ref {
  return run.store.add(data);
}

export function list(
  run: Run,
  items: readonly Value[],
  sequence: 'list' | 'tuple' | 'set' = 'list',
  open = false,
): Ref {
  return run.store.add({ type: 'list', sequence, items, open });
}

/** Where a node is for the reader of the program: in an imported file, the call that leads there. */
export function placeOf(run: Run, node: Span): Span {
  return run.file === null || run.outside === null ? node : run.sites.imported(run.file.path, node, run.outside);
}

/** Follows something in another file, and comes back. */
export function inFile<T>(run: Run, file: ImportedFile | null, at: Span, body: () => T): T {
  if (file === run.file) return body();
  const before = { file: run.file, outside: run.outside, source: run.source };
  run.outside = file === null ? null : (run.outside ?? at);
  run.file = file;
  run.source = file === null ? run.text : file.text;
  try {
    return body();
  } finally {
    Object.assign(run, before);
  }
}

/** A stable name of this place in this call: the same in every run over the same text. */
export function siteKey(run: Run, at: Span): string {
  const { calls } = run;
  const outer = calls.length === 0 ? '' : `@${run.sites.of(calls.at(-1)!)}`;
  const outermost = calls.length < 2 ? '' : `@${run.sites.of(calls.at(-2)!)}`;
  return `${run.sites.of(at)}${outer}${outermost}`;
}

/** As `siteKey`, and different in each pass of an unrolled loop. */
export function passKey(run: Run, at: Span): string {
  return run.passes.length === 0 ? siteKey(run, at) : `${siteKey(run, at)}#${run.passes.join()}`;
}

/** Rows nobody has seen before, made at `at`. */
export function unknownRows(run: Run, at: Span, part = ''): Rows {
  return run.space.from(run.space.source('unknown', `${passKey(run, at)}${part}`, { at }));
}

export function scalar(run: Run, influences: Influences): Data {
  return newData(run, 'scalar', run.space.none, influences);
}

export interface Learnt {
  readonly kind: InfluenceKind;
  readonly rows: Rows;
  readonly at: Span;
  readonly name: string;
  readonly column?: string | null;
  readonly supervised?: boolean;
  readonly within?: readonly string[];
  readonly estimator?: number | null;
}

/** The influence of something learnt over `rows`; none over no rows. */
export function influence(
  run: Run,
  { kind, rows, at, name, column, supervised, within, estimator }: Learnt,
): Influences {
  if (rows.atoms.length === 0) return run.influences.none;
  const whole: Omit<Influence, 'id'> = {
    kind,
    rows,
    at,
    name,
    column: column ?? null,
    supervised: supervised ?? false,
    within: within ?? [],
    estimator: estimator ?? null,
  };
  return run.influences.one(whole);
}

/** Rows that were read or handed in: those of `np.zeros(n)` give way to them. */
export function cameFromSomewhere({ rows }: Data): boolean {
  return rows.atoms.some(({ source }) => source.kind !== 'new');
}

/** A call of something unknown: the rows of its first data, the influence of all. */
export function propagate(run: Run, values: readonly (Value | null)[], kind: DataKind | null = null): Value {
  const all = values.map((value) => dataOf(run, value)).filter((data) => data !== null);
  const first = all.find(cameFromSomewhere) ?? all.find((data) => data.rows.atoms.length > 0) ?? all[0];
  if (first === undefined) return UNKNOWN;
  if (all.length === 1)
    return refer(run, { ...first, kind: kind ?? first.kind, view: null, predicates: null, quantity: null });
  const merged = mergeData(run, [first, ...all.filter((data) => data !== first)], kind ?? first.kind)!;
  return refer(run, { ...merged, rows: first.rows, parts: first.parts, selection: null });
}

/** Writes a new state of data into its place, and into what it is a view of. */
export function overwrite(
  run: Run,
  ref: Ref,
  data: Data,
  writeBack: (run: Run, parent: number, data: Data, view: NonNullable<Data['view']>) => void,
): void {
  const old = run.store.get(ref.id);
  const view = old.type === 'data' ? old.view : null;
  run.store.set(ref.id, view === null ? data : { ...data, view });
  if (view !== null) writeBack(run, view.parent, data, view);
}

export function spend(run: Run): boolean {
  return --run.budget > 0;
}
