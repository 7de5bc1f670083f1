// Reads: attributes, columns, rows by slice, mask and index.
import type { Span } from '../../text';
import { accessors, frameAttributes, methodRoles, plainAttributes, sameAttributes } from '../../../knowledge';
import { detached, influencedBy, influencesOf, selectColumns, type Data, type DataKind } from '../data';
import { UNKNOWN, numberOf, stringOf, type DictObject, type ListObject, type Value } from '../value';
import { dataOf, list, objectOf, refer, scalar, type Run } from './run';
import { foldIndices } from './loops';
import { byRows, isFull, sliced, takeRows } from './taking';

const INDEXERS: ReadonlySet<string> = new Set(['loc', 'iloc', 'ix', 'at', 'iat']);

export function dataAttribute(run: Run, id: number, data: Data, name: string): Value {
  const self: Value = { kind: 'ref', id };
  if (INDEXERS.has(name)) return { kind: 'indexer', of: id, which: name };
  if (name === 'shape') return list(run, [lengthOf(run, data), UNKNOWN], 'tuple');
  if (name === 'size') return { kind: 'quantity', quantity: run.quantities.opaque(`size${data.rows.id}`) };
  if (accessors.has(name) && data.kind !== 'frame') return refer(run, { ...data, kind: 'accessor', view: null });
  if (name === 'index') return indexOf(run, data);
  if (name === 'columns')
    return refer(run, {
      ...data,
      kind: 'columns',
      rows: run.space.none,
      columns: new Map(),
      rest: run.influences.none,
      view: null,
    });
  const own = data.kind !== 'frame' || frameAttributes.has(name);
  if (own && sameAttributes.has(name))
    return refer(run, detached(data, data.kind === 'frame' || data.kind === 'series' ? 'array' : data.kind));
  if (own && plainAttributes.has(name)) return UNKNOWN;
  if (methodRoles.has(name) && data.kind !== 'element') return { kind: 'bound', receiver: self, name, fn: null };
  if (data.kind === 'accessor' || data.kind === 'element' || data.kind === 'scalar' || data.kind === 'mask')
    return self;
  if (data.kind !== 'unknown') return column(run, id, data, name);
  // `frame.rent` or `song.notes`: it has the rows, but need be no column of pandas.
  return partNamed(run, data, name, 'attribute') ?? attributeOf(run, id, data, name);
}

function attributeOf(run: Run, id: number, data: Data, name: string): Value {
  const picked = selectColumns(run, data, [name]);
  return refer(run, {
    ...picked,
    kind: 'unknown',
    view: { parent: id, columns: [name] },
    evaluations: data.evaluations,
  });
}

/** `X_train`, `train`, `test_df`: the name of a part, which the same part's labels share. */
const PART =
  /^(?<before>[xy]_?)?(?<part>train|test|val|valid|validation|dev)(?:ing)?(?<after>_?(?:data|df|set|dataset|loader|dataloader|iter|x|y|features|labels))?$/i;

/**
 * `data.train`, `corpus.X_test`, `dm.val_loader`, `data['train']`: parts of what an unknown object holds, and by a name that
 * no column would have (`stored['X_train']`) also of what was read.
 */
function partNamed(run: Run, data: Data, name: string, by: 'attribute' | 'key'): Value | null {
  const { before, part, after } = PART.exec(name)?.groups ?? {};
  if (part === undefined) return null;
  const isUnknown = data.rows.atoms[0]?.source.kind === 'unknown';
  // A column may be called «val».
  const isPart =
    by === 'attribute' ? isUnknown : (before ?? after) !== undefined || (isUnknown && !/^(val|dev)$/i.test(name));
  return isPart ? subset(run, data, part.toLowerCase()) : null;
}

/** The labels of the rows; of a table of statistics or counts, what its order has learnt. */
function indexOf(run: Run, data: Data): Value {
  // How often a value is there is no statistic of values, so neither is the most frequent one.
  if (data.kind === 'counts') return refer(run, data);
  const table = data.rows.atoms.length === 0 && data.steps === null;
  const rest = table ? influencesOf(run, data) : run.influences.none;
  return refer(run, { ...data, kind: 'index', columns: new Map(), rest, view: null, selection: null, column: null });
}

export function lengthOf(run: Run, data: Data): Value {
  const of = data.parts === null || data.rows.atoms.length > 0 ? data.rows : run.space.none;
  if (of.atoms.length === 0) return UNKNOWN;
  return { kind: 'quantity', quantity: run.quantities.length(of) };
}

/** One column, as a view. Of a groupby or a window: the same over that column. */
export function column(run: Run, id: number, data: Data, name: string): Value {
  const picked = selectColumns(run, data, [name]);
  const kept: DataKind =
    data.kind === 'groupby' || data.kind === 'rolling' || data.kind === 'element' ? data.kind : 'series';
  return refer(run, { ...picked, kind: kept, view: { parent: id, columns: [name] }, evaluations: data.evaluations });
}

export function subscript(run: Run, receiver: Value, key: Value, at: Span): Value {
  if (receiver.kind === 'indexer') return located(run, receiver.of, receiver.which, key, at);
  const object = objectOf(run, receiver);
  // `np.c_[x, y]`: arrays put together as by a function.
  if (receiver.kind === 'api' && /\b[rc]_$/.test(receiver.name) && dataOf(run, key) !== null)
    return run.call(receiver, { positional: [key], keywords: new Map(), hidden: false, at, nodes: [] });
  if (receiver.kind !== 'ref' || object === null) return UNKNOWN;
  switch (object.type) {
    case 'list':
      return listItem(run, object, key, at);
    case 'dict': {
      const name = stringOf(key) ?? numberOf(key);
      const found = name === null ? undefined : object.entries.get(name);
      if (found !== undefined) return found;
      const named = name === null ? null : oneOfMany(run, receiver.id, object, name);
      if (named !== null) return named;
      const all = [...object.entries.values(), ...object.rest];
      return all.reduce<Value | undefined>((joined, item) => run.join.value(joined, item), undefined) ?? UNKNOWN;
    }
    case 'data':
      return dataSubscript(run, receiver.id, object, key, at);
    case 'estimator': {
      const index = numberOf(key);
      if (index === null || key.kind === 'slice') return receiver;
      return object.members.at(index) ?? receiver;
    }
    case 'instance':
      return run.method(receiver, '__getitem__', {
        positional: [key],
        keywords: new Map(),
        hidden: false,
        at,
        nodes: [],
      });
  }
}

/** `{name: read_csv(name) for name in glob(…)}['train']`: a file of its own, from now on under this name. */
function oneOfMany(run: Run, id: number, object: DictObject, name: string | number): Value | null {
  const [any, ...others] = object.rest;
  const data = objectOf(run, any);
  if (data?.type !== 'data' || others.length > 0) return null;
  const [atom] = data.rows.atoms;
  const isFile = atom?.source.kind === 'directory' || atom?.source.kind === 'read' || atom?.source.kind === 'file';
  if (atom === undefined || !isFile || data.rows.atoms.length > 1 || atom.steps.length > 0) return null;
  const source = run.space.source(atom.source.kind, `${atom.source.key}[${name}]`, { at: atom.source.at });
  const kind = data.kind === 'element' ? 'frame' : data.kind;
  const one = refer(run, { ...data, kind, rows: run.space.from(source), view: null });
  run.store.set(id, { ...object, entries: new Map(object.entries).set(name, one) });
  return one;
}

function listItem(run: Run, object: ListObject, key: Value, at: Span): Value {
  const index = numberOf(key);
  if (index !== null && Number.isInteger(index) && (!object.open || object.items.length === 1)) {
    const item = object.open ? object.items[0] : object.items.at(index);
    if (item !== undefined) return item;
  }
  if (key.kind === 'slice') return listSlice(run, object, key, at);
  const data = dataOf(run, key);
  const whole = dataOf(run, list(run, object.items, 'list', true));
  if (data?.kind === 'index' && whole !== null) return refer(run, takeRows(run, whole, data, key));
  return object.items.reduce<Value | undefined>((joined, item) => run.join.value(joined, item), undefined) ?? UNKNOWN;
}

function listSlice(run: Run, object: ListObject, key: Extract<Value, { kind: 'slice' }>, at: Span): Value {
  const low = key.low === null ? 0 : numberOf(key.low);
  const high = key.high === null ? undefined : numberOf(key.high);
  const exact = !object.open && low !== null && high !== null;
  if (exact) return list(run, object.items.slice(low, high ?? undefined), object.sequence, false);
  const whole = dataOf(run, list(run, object.items, 'list', true));
  return whole === null || whole.rows.atoms.length === 0
    ? list(run, object.items, object.sequence, true)
    : refer(run, sliced(run, whole, key, at));
}

function dataSubscript(run: Run, id: number, data: Data, key: Value, at: Span): Value {
  if (data.kind === 'columns') return columnNames(run, data, key);
  if (data.kind === 'folds') return foldIndices(run, data);
  const name = stringOf(key);
  if (name !== null) {
    if (data.kind === 'dataset') return subset(run, data, name);
    return (data.kind === 'unknown' ? partNamed(run, data, name, 'key') : null) ?? column(run, id, data, name);
  }
  if (key.kind === 'slice') return refer(run, sliced(run, data, key, at));
  const object = objectOf(run, key);
  if (object?.type === 'list') {
    if (object.sequence === 'tuple' && object.items.length > 0) return byTuple(run, id, data, object.items, at);
    const names = object.items.map((item) => stringOf(item));
    if (object.items.length > 0 && !object.open && names.every((each) => each !== null)) {
      const picked = selectColumns(run, data, names);
      return refer(run, { ...picked, view: null, kind: data.kind === 'unknown' ? 'frame' : data.kind });
    }
  }
  const by = dataOf(run, key);
  if (by !== null) return byData(run, data, key, by);
  if (object?.type === 'list') return refer(run, { ...data, view: null, selection: null });
  return byUnknown(run, id, data, key);
}

/** `x[i]`: a column of a frame, a row or cell of anything else. */
function byUnknown(run: Run, id: number, data: Data, key: Value): Value {
  if (data.kind === 'scalar' || data.kind === 'element' || data.kind === 'groupby')
    return refer(run, { ...data, view: null });
  const number = numberOf(key) !== null || key.kind === 'quantity';
  if (data.kind === 'counts') return refer(run, scalar(run, influencesOf(run, data)));
  if (data.kind === 'index') return refer(run, { ...data, kind: 'element', steps: null });
  const asColumn = data.kind === 'frame' || (data.kind === 'unknown' && !number);
  const all = { ...data, columns: new Map(), rest: influencesOf(run, data), column: null, selection: null };
  return asColumn
    ? refer(run, { ...all, kind: 'series', view: { parent: id, columns: null } })
    : refer(run, { ...all, kind: 'element', view: null });
}

/** Named parts of a dataset held in one object: `ds['train']`. */
function subset(run: Run, data: Data, key: string): Value {
  const [atom] = data.rows.atoms;
  const known = /^(train|test|val|valid|validation|dev|unsupervised)/i.test(key);
  if (!known || data.rows.atoms.length !== 1 || atom === undefined || atom.steps.length > 0)
    return refer(run, { ...data, view: null });
  const source = run.space.source('unknown', `${atom.source.key}[${key}]`, { at: atom.source.at });
  return refer(run, { ...data, rows: run.space.from(source), view: null });
}

function columnNames(run: Run, data: Data, key: Value): Value {
  const by = dataOf(run, key);
  if (by === null) return key.kind === 'slice' ? refer(run, data) : UNKNOWN;
  return refer(run, influencedBy(run, { ...data, view: null }, influencesOf(run, by)));
}

function byTuple(run: Run, id: number, data: Data, keys: readonly Value[], at: Span): Value {
  const rows = byRows(run, data, keys[0]!, at);
  const whole = isFull(keys[0]!);
  const picked = { ...rows, columns: new Map(), rest: influencesOf(run, rows), selection: null };
  const cells = rows.kind === 'element';
  return refer(run, {
    ...picked,
    kind: cells ? 'element' : data.kind === 'frame' ? 'frame' : data.kind,
    view: whole ? { parent: id, columns: null } : null,
  });
}

function byData(run: Run, data: Data, key: Value, by: Data): Value {
  const names = by.rows.atoms.length === 0 && by.steps === null && by.kind !== 'mask' && by.predicates === null;
  if (by.kind === 'columns' || (names && (data.kind === 'frame' || data.kind === 'unknown'))) {
    const picked = { ...data, view: null, selection: null };
    return refer(run, influencedBy(run, picked, influencesOf(run, by)));
  }
  if (by.kind === 'element' || by.kind === 'scalar') return refer(run, { ...data, kind: 'element', view: null });
  return refer(run, takeRows(run, data, by, key));
}

function located(run: Run, id: number, which: string, key: Value, at: Span): Value {
  const object = run.store.get(id);
  if (object.type !== 'data') return UNKNOWN;
  const tuple = objectOf(run, key);
  if (tuple?.type !== 'list' || tuple.sequence !== 'tuple' || tuple.items.length !== 2) {
    const rows = byRows(run, object, key, at);
    return refer(run, isFull(key) ? { ...rows, view: { parent: id, columns: null } } : rows);
  }
  const [rowKey = UNKNOWN, columnKey = UNKNOWN] = tuple.items;
  const rows = byRows(run, object, rowKey, at);
  const picked = byColumns(run, rows, columnKey, which);
  const view = isFull(rowKey) ? { parent: id, columns: picked.column === null ? null : [picked.column] } : null;
  return refer(run, { ...picked, view });
}

function byColumns(run: Run, data: Data, key: Value, which: string): Data {
  if (isFull(key)) return data;
  const name = stringOf(key);
  if (name !== null)
    return { ...selectColumns(run, data, [name]), kind: data.kind === 'element' ? 'element' : 'series' };
  const object = objectOf(run, key);
  const names = object?.type === 'list' ? object.items.map((item) => stringOf(item)) : [];
  if (names.length > 0 && names.every((each) => each !== null)) return selectColumns(run, data, names);
  const by = dataOf(run, key);
  const influences = by === null ? run.influences.none : influencesOf(run, by);
  const one = which === 'iloc' && numberOf(key) !== null;
  const all = {
    ...data,
    columns: new Map(),
    rest: influencesOf(run, data),
    selection: null,
    column: one ? `[${numberOf(key)}]` : null,
  };
  return influencedBy(run, { ...all, kind: one && data.kind !== 'element' ? 'series' : data.kind }, influences);
}
