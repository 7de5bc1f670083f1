// Taking rows: by a slice, a mask or an index; exactly a part of a concatenation where the bounds say so.
import type { Span } from '../../text';
import { restricted, withoutGiven, type Data, type Part } from '../data';
import { within } from '../rows/relation';
import { numberOf, stringOf, type Value } from '../value';
import { quantityOf, subjectOf } from './operators';
import { dataOf, objectOf, siteKey, type Run } from './run';

export function isFull(key: Value): boolean {
  return key.kind === 'slice' && key.low === null && key.high === null;
}

/** Rows taken by one key: a slice, a mask, an index, or a place. */
export function byRows(run: Run, data: Data, key: Value, at: Span): Data {
  if (isFull(key)) return { ...data, view: null };
  if (key.kind === 'slice') return sliced(run, data, key, at);
  const by = dataOf(run, key);
  if (by !== null && by.kind !== 'element' && by.kind !== 'scalar') return takeRows(run, data, by, key);
  const object = objectOf(run, key);
  if (object?.type === 'list') return restrictedOpaque(run, data, `rows@${siteKey(run, at)}`);
  return { ...data, kind: data.kind === 'index' ? 'index' : 'element', view: null, parts: null };
}

/** `df[mask]`, `X[index]`: rows that pass, or that are named. */
export function takeRows(run: Run, data: Data, by: Data, key: Value): Data {
  const plain = { ...data, view: null };
  if (by.kind === 'index') return takeIndex(run, plain, by);
  let kept: Data = plain;
  const predicates = by.predicates ?? [run.predicates.of(subjectOf(by, key), 'opaque', null)];
  for (const predicate of predicates) {
    const step =
      predicate.operator === 'inRows' && !predicate.positive
        ? run.space.step({ kind: 'notIn', rows: run.space.byId(Number(predicate.value)) })
        : run.space.step({ kind: 'filter', predicate });
    kept = restricted(run, kept, step);
  }
  return kept;
}

function takeIndex(run: Run, data: Data, by: Data): Data {
  if (by.steps !== null)
    return by.steps.reduce<Data>((kept, step) => restricted(run, kept, step), { ...data, parts: null });
  const own = by.rows.atoms.every((atom) => data.rows.atoms.some((mine) => within(atom, mine)));
  if (own && by.rows.atoms.length > 0) return { ...data, rows: by.rows, parts: null };
  return restrictedOpaque(run, data, `index#${by.rows.id}`);
}

export function restrictedOpaque(run: Run, data: Data, subject: string): Data {
  const predicate = run.predicates.of(subject, 'opaque', null);
  return restricted(run, { ...data, view: null }, run.space.step({ kind: 'filter', predicate }));
}

/** `x[a:b]`: exactly a part it was concatenated from where the bounds say so, else a slice of it. */
export function sliced(run: Run, data: Data, key: Extract<Value, { kind: 'slice' }>, at: Span): Data {
  if (isFull(key)) return { ...data, view: null };
  const part = partBetween(run, data, key);
  if (part !== null) return part;
  const from = fileBetween(data, key);
  const bound = (value: Value | null) =>
    value === null || numberOf(value) === 0
      ? null
      : (boundConstant(run, value) ?? quantityOf(run, value) ?? run.quantities.opaque(`bound@${siteKey(run, at)}`));
  const low = bound(key.low);
  const high = key.high === null ? null : (bound(key.high) ?? run.quantities.number(0));
  const step = run.space.step({ kind: 'slice', low, high });
  if (data.kind === 'index' && data.steps !== null) return { ...data, steps: [...data.steps, step], view: null };
  return { ...restricted(run, from === null ? data : onlyParts(run, data, [from]), step), parts: null, view: null };
}

/** Two files one after the other, and a number in the program that says where the second begins: `both[:1460]`. */
function fileBetween({ parts }: Data, { low, high }: Extract<Value, { kind: 'slice' }>): Part | null {
  const [first, second] = parts ?? [];
  if (first === undefined || second === undefined || parts?.length !== 2 || !areOtherFiles(first, second)) return null;
  if (low === null || numberOf(low) === 0) return (numberOf(high) ?? 0) > 0 ? first : null;
  return high === null && (numberOf(low) ?? 0) > 0 ? second : null;
}

function areOtherFiles(first: Part, second: Part): boolean {
  const files = new Set(first.rows.atoms.map(({ source }) => source));
  const all = [...first.rows.atoms, ...second.rows.atoms];
  return (
    all.every(({ source }) => source.kind === 'file') && !second.rows.atoms.some(({ source }) => files.has(source))
  );
}

/** Dates as bounds: `df['2018':]`. */
function boundConstant(run: Run, value: Value) {
  const text = stringOf(value);
  if (text !== null) return run.quantities.opaque(`"${text}"`);
  return value.kind === 'ref' && quantityOf(run, value) === null ? run.quantities.opaque(`#${value.id}`) : null;
}

/** What is between two bounds where each begins or ends a part. */
function partBetween(run: Run, data: Data, key: Extract<Value, { kind: 'slice' }>): Data | null {
  if (data.parts === null || data.parts.length < 2) return null;
  const ends = boundaries(run, data.parts);
  const find = (value: Value | null, open: number): number => {
    if (value === null || numberOf(value) === 0) return open;
    const quantity = quantityOf(run, value);
    if (quantity === null) return -1;
    const forward = ends.forward.indexOf(quantity);
    return forward >= 0 ? forward : ends.backward.indexOf(quantity);
  };
  const from = find(key.low, 0);
  const to = find(key.high, data.parts.length);
  if (from < 0 || to < 0 || from >= to) return null;
  return onlyParts(run, data, data.parts.slice(from, to));
}

/** Some of the parts; what had gone into the others alone stays with them. */
function onlyParts(run: Run, data: Data, parts: readonly Part[]): Data {
  const rows = parts.reduce((all, part) => run.space.union(all, part.rows), run.space.none);
  const others = (data.parts ?? []).filter((part) => !parts.includes(part)).flatMap(({ knows }) => knows.list);
  const elsewhere = new Set(others.filter((each) => !parts.some(({ knows }) => knows.list.includes(each))));
  const kept = elsewhere.size === 0 ? data : withoutGiven(run, data, elsewhere);
  return { ...kept, rows, parts: parts.length > 1 ? parts : null, view: null };
}

/** Where each part begins, counted from the start and (negative) from the end. */
function boundaries(run: Run, parts: readonly Part[]) {
  const { quantities } = run;
  const forward = [quantities.number(0)];
  for (const { rows } of parts) {
    const last = forward.at(-1)!;
    const length = quantities.length(rows);
    forward.push(last.number === 0 ? length : quantities.operation('+', last, length));
  }
  const backward = parts.map(() => quantities.opaque('none'));
  let tail = quantities.number(0);
  for (let i = parts.length - 1; i > 0; i--) {
    tail = quantities.operation(
      '+',
      tail.number === 0 ? quantities.number(0) : tail,
      quantities.length(parts[i]!.rows),
    );
    backward[i] = quantities.negative(i === parts.length - 1 ? quantities.length(parts[i]!.rows) : tail);
  }
  return { forward, backward };
}
