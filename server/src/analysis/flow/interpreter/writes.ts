// Writes: assignment to names, columns, rows, attributes and items; views write back to what they are views of.
import { Kind, type Expr } from '../../syntax';
import type { Span } from '../../text';
import { columnInfluences, influencedBy, influencesOf, unionEvaluations, withColumn, type Data } from '../data';
import type { Influence, InfluenceKind, Influences } from '../influence';
import { UNKNOWN, isNone, isTrue, numberOf, stringOf, type ListObject, type Value } from '../value';
import { bind } from './names';
import { crossFitted } from './outOfFold';
import { isFull } from './taking';
import { unpack } from './unpack';
import { becomeWeights } from '../api/weights';
import { dataOf, objectOf, placeOf, type Run } from './run';

export function assign(run: Run, target: Expr, value: Value): void {
  switch (target.kind) {
    case Kind.Name:
      bind(run, target.id, value);
      return;
    case Kind.Tuple:
    case Kind.List:
      unpack(run, target.elts, value);
      return;
    case Kind.Starred:
      assign(run, target.value, value);
      return;
    case Kind.Attribute:
      storeAttribute(run, run.evaluate(target.value), target.attr, value, placeOf(run, target));
      return;
    case Kind.Subscript:
      storeItem(run, run.evaluate(target.value), run.evaluate(target.slice), value);
      return;
    default:
  }
}

export function storeAttribute(run: Run, receiver: Value, name: string, value: Value, at: Span): void {
  const object = objectOf(run, receiver);
  if (receiver.kind !== 'ref' || object === null) return;
  if (object.type === 'instance') {
    run.store.set(receiver.id, { ...object, attributes: new Map(object.attributes).set(name, value) });
  } else if (object.type === 'data') {
    if (name === 'requires_grad') {
      if (isTrue(value)) becomeWeights(run, receiver, at);
    } else if (name === 'columns') {
      run.store.set(receiver.id, { ...object, columns: new Map(), rest: influencesOf(run, object), selection: null });
    } else if (name !== 'index' && (name !== 'name' || object.kind === 'frame'))
      storeColumns(run, receiver.id, object, [name], value, { strong: true });
  }
}

export function storeItem(run: Run, receiver: Value, key: Value, value: Value): void {
  if (receiver.kind === 'indexer') {
    storeLocated(run, receiver.of, key, value);
    return;
  }
  const object = objectOf(run, receiver);
  if (receiver.kind !== 'ref' || object === null) return;
  if (object.type === 'list') storeListItem(run, receiver.id, object, key, value);
  else if (object.type === 'dict') {
    const name = stringOf(key) ?? numberOf(key);
    if (name !== null) run.store.set(receiver.id, { ...object, entries: new Map(object.entries).set(name, value) });
    else if (object.rest.length < 32) run.store.set(receiver.id, { ...object, rest: [...object.rest, value] });
  } else if (object.type === 'data') storeInData(run, receiver.id, object, key, value);
}

function storeListItem(run: Run, id: number, object: ListObject, key: Value, value: Value): void {
  const index = numberOf(key);
  const items = [...object.items];
  if (index !== null && index >= 0 && index < items.length && !object.open) items[index] = value;
  else if (items.length < 64) items.push(value);
  run.store.set(id, { ...object, items, open: object.open || index === null });
}

function storeInData(run: Run, id: number, data: Data, key: Value, value: Value): void {
  const name = stringOf(key);
  if (name !== null) {
    storeColumns(run, id, data, [name], value, { strong: true });
    return;
  }
  const names = columnNames(run, key);
  const by = dataOf(run, key);
  value = crossFitted(run, value, by);
  if (names !== null && data.kind !== 'array') storeColumns(run, id, data, names, value, { strong: true });
  else {
    const tuple = objectOf(run, key);
    const place =
      tuple?.type === 'list' && tuple.sequence === 'tuple' && tuple.items.length > 0 ? tuple.items[0]! : key;
    const cell = data.kind === 'array' && numberOf(place) === null && isCell(run, place);
    storeRest(run, id, data, value, { more: by === null ? null : influencesOf(run, by), cell });
  }
}

function columnNames(run: Run, key: Value): readonly string[] | null {
  const object = objectOf(run, key);
  if (object?.type !== 'list' || object.items.length === 0 || object.open) return null;
  const names = object.items.map((item) => stringOf(item));
  return names.every((name) => name !== null) ? names : null;
}

/** Influence and rows of what is stored; a fresh object takes the rows. */
function storeColumns(
  run: Run,
  id: number,
  data: Data,
  names: readonly string[],
  value: Value,
  { strong, cell }: { readonly strong: boolean; readonly cell?: boolean },
): void {
  const stored = dataOf(run, value);
  const all = stored === null ? run.influences.none : influencesOf(run, stored);
  const influences = cell === true ? run.influences.filter(all, (influence) => !isOfOneRow(influence)) : all;
  let changed = cell === true && stored?.kind !== 'element' ? data : adopted(run, data, stored);
  for (const name of names) {
    const own =
      names.length > 1 && stored !== null && stored.columns.has(name) ? columnInfluences(stored, name) : influences;
    changed = withColumn(run, changed, name, own, strong);
  }
  if (stored !== null)
    changed = { ...changed, evaluations: unionEvaluations(changed.evaluations, data.fresh ? stored.evaluations : []) };
  run.store.set(id, changed);
  if (data.view !== null) writeBack(run, data.view.parent, changed, data.view);
}

/** What a number can be made of that stands for the rows it was computed from, and no others. */
const OF_PART: ReadonlySet<InfluenceKind> = new Set(['statistic', 'model', 'fit', 'order', 'lag', 'window']);

/** A number over a part that each pass of a loop cuts anew: what the one row it is stored in stands for. */
function isOfOneRow({ kind, rows }: Influence): boolean {
  return (
    OF_PART.has(kind) &&
    rows.atoms.every(
      ({ source, steps }) =>
        source.kind === 'read' ||
        steps.some((step) => step.kind === 'slice' && step.low !== null && step.low.number === null),
    )
  );
}

function storeRest(
  run: Run,
  id: number,
  data: Data,
  value: Value,
  { more, cell }: { readonly more: Influences | null; readonly cell: boolean },
): void {
  const stored = dataOf(run, value);
  let changed = adopted(run, data, stored);
  const all = stored === null ? run.influences.none : influencesOf(run, stored);
  changed = influencedBy(run, changed, cell ? run.influences.filter(all, (each) => !isOfOneRow(each)) : all);
  if (stored !== null) changed = { ...changed, evaluations: unionEvaluations(changed.evaluations, stored.evaluations) };
  if (more !== null && !isConstantLike(stored)) changed = influencedBy(run, changed, more);
  run.store.set(id, changed);
  if (data.view !== null) writeBack(run, data.view.parent, changed, data.view);
}

function isConstantLike(stored: Data | null): boolean {
  return stored === null;
}

function adopted(run: Run, data: Data, stored: Data | null): Data {
  if (stored === null || stored.rows.atoms.length === 0) return data;
  if (data.fresh) {
    const source = data.rows.atoms[0]?.source.kind === 'new';
    return {
      ...data,
      rows: source || data.rows.atoms.length === 0 ? stored.rows : run.space.union(data.rows, stored.rows),
      fresh: false,
    };
  }
  return data;
}

function storeLocated(run: Run, id: number, key: Value, value: Value): void {
  const data = run.store.get(id);
  if (data.type !== 'data') return;
  const tuple = objectOf(run, key);
  const pair = tuple?.type === 'list' && tuple.sequence === 'tuple' && tuple.items.length === 2;
  const rowKey = pair ? tuple.items[0]! : key;
  const columnKey = pair ? tuple.items[1]! : null;
  const by = dataOf(run, rowKey);
  value = crossFitted(run, value, by);
  const decided = by === null ? run.influences.none : influencesOf(run, by);
  const name = stringOf(columnKey);
  const names = name !== null ? [name] : columnKey === null ? null : columnNames(run, columnKey);
  if (names === null) {
    storeRest(run, id, data, value, { more: decided, cell: false });
    return;
  }
  const strong = isFull(rowKey);
  storeColumns(run, id, data, names, value, { strong, cell: isCell(run, rowKey) });
  if (strong || decided.list.length === 0) return;
  let changed = run.store.get(id);
  for (const column of names) if (changed.type === 'data') changed = withColumn(run, changed, column, decided, false);
  run.store.set(id, changed);
}

/** One row by its label or number, as in `features.loc[segment, 'mean'] = part.mean()`. */
function isCell(run: Run, key: Value): boolean {
  if (key.kind === 'slice') return false;
  const by = dataOf(run, key);
  return by === null ? objectOf(run, key) === null : by.kind === 'element' || by.kind === 'scalar';
}

/** A view was written in place: its parent has the new values too. */
export function writeBack(run: Run, parent: number, data: Data, view: NonNullable<Data['view']>, depth = 0): void {
  const object = run.store.get(parent);
  if (object.type !== 'data' || depth > 4) return;
  const influences = influencesOf(run, data);
  let changed: Data = object;
  if (view.columns === null) changed = influencedBy(run, object, influences);
  else for (const name of view.columns) changed = withColumn(run, changed, name, influences, true);
  run.store.set(parent, changed);
  if (object.view !== null) writeBack(run, object.view.parent, changed, object.view, depth + 1);
}

/** `x += y`: in place for arrays and lists. */
export function augment(run: Run, target: Expr, old: Value, result: Value): void {
  const before = objectOf(run, old);
  const after = objectOf(run, result);
  if (
    old.kind === 'ref' &&
    before?.type === 'data' &&
    after?.type === 'data' &&
    before.rows.atoms.length > 0 &&
    target.kind === Kind.Name
  ) {
    run.store.set(old.id, { ...after, view: before.view });
    if (before.view !== null) writeBack(run, before.view.parent, after, before.view);
    return;
  }
  if (old.kind === 'ref' && before?.type === 'list' && after?.type === 'list') run.store.set(old.id, after);
  else assign(run, target, isNone(result) ? UNKNOWN : result);
}
