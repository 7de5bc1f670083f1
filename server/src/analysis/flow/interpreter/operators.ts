// Operators on values: arithmetic, comparisons that make masks, and boolean logic.
import { BinaryOperator, CompareOperator } from '../../syntax';
import type { Span } from '../../text';
import { influencesOf, unionEvaluations, type Data } from '../data';
import { arithmetic } from '../rows/quantity';
import type { Constant, Predicate } from '../rows/predicate';
import { FALSE, TRUE, UNKNOWN, constant, numberOf, type Value } from '../value';
import { cameFromSomewhere, dataOf, list, objectOf, propagate, refer, type Run } from './run';
import { asTable } from '../api/written';
import { placeBelow } from './paths';
import type { Quantity } from '../rows/quantity';

const SIGNS: Readonly<Record<number, string>> = {
  [BinaryOperator.Add]: '+',
  [BinaryOperator.Sub]: '-',
  [BinaryOperator.Mult]: '*',
  [BinaryOperator.Div]: '/',
  [BinaryOperator.FloorDiv]: '//',
  [BinaryOperator.Mod]: '%',
  [BinaryOperator.Pow]: '**',
};

export function quantityOf(run: Run, value: Value | null): Quantity | null {
  if (value === null) return null;
  if (value.kind === 'quantity') return value.quantity;
  const number = numberOf(value);
  if (number !== null) return run.quantities.number(number);
  const data = objectOf(run, value);
  return data?.type === 'data' ? data.quantity : null;
}

export function binary(run: Run, operator: BinaryOperator, left: Value, right: Value): Value {
  if (left.kind === 'const' && right.kind === 'const') return constants(operator, left.value, right.value);
  const sign = SIGNS[operator] ?? '?';
  const text = right.kind === 'const' ? right.value : null;
  const isPath =
    typeof text === 'string' &&
    (operator === BinaryOperator.Div || (operator === BinaryOperator.Add && text.startsWith('/')));
  const place = isPath ? placeBelow(run, left, [right]) : null;
  if (place !== null) return place;
  const a = dataOf(run, left);
  const b = dataOf(run, right);
  if (a === null && b === null) {
    const lists = operator === BinaryOperator.Add ? joinedLists(run, left, right) : null;
    if (lists !== null) return lists;
    const first = quantityOf(run, left);
    const second = quantityOf(run, right);
    if (first === null || second === null) return UNKNOWN;
    return { kind: 'quantity', quantity: run.quantities.operation(sign, first, second) };
  }
  const joined = operator === BinaryOperator.Add ? joinedLists(run, left, right) : null;
  if (joined !== null) return joined;
  if (a?.kind === 'mask' || b?.kind === 'mask') {
    const mask = combinedMask(run, operator, a, b);
    if (mask !== null) return mask;
  }
  return combined(
    run,
    left,
    right,
    isScaling(operator, right) ? tabled(run, a) : a,
    isScaling(operator, left) ? tabled(run, b) : b,
  );
}

/** Multiplied by no whole number, or divided: numbers of a range that are values now, no places any more. */
function isScaling(operator: BinaryOperator, by: Value): boolean {
  if (operator === BinaryOperator.Div || operator === BinaryOperator.Pow) return true;
  return operator === BinaryOperator.Mult && !Number.isInteger(numberOf(by) ?? 0.5) && by.kind !== 'quantity';
}

function tabled(run: Run, data: Data | null): Data | null {
  return data === null ? null : asTable(run, data);
}

/** Element by element: rows of the side that has them, influence of both, column by column where one side is a scalar. */
function combined(run: Run, left: Value, right: Value, a: Data | null, b: Data | null): Value {
  const frame = a !== null && (b === null || a.rows.atoms.length >= b.rows.atoms.length || a.columns.size > 0) ? a : b!;
  const other = frame === a ? b : a;
  const base = other === null || cameFromSomewhere(frame) || !cameFromSomewhere(other) ? frame : other;
  if (other === null)
    return refer(run, { ...base, view: null, predicates: null, quantity: null, steps: null, derived: true });
  const more = influencesOf(run, base === frame ? other : frame);
  const value = propagate(run, [left, right]);
  const merged = objectOf(run, value);
  if (merged?.type !== 'data') return value;
  const rest = run.influences.union(base.rest, more);
  const columns = new Map([...base.columns].map(([name, own]) => [name, run.influences.union(own, more)] as const));
  const evaluations = unionEvaluations(base.evaluations, merged.evaluations);
  const kind = base.kind === 'scalar' ? other.kind : base.kind;
  return refer(run, {
    ...base,
    kind,
    rest,
    columns,
    evaluations,
    view: null,
    predicates: null,
    quantity: null,
    steps: null,
    derived: true,
  });
}

function constants(operator: BinaryOperator, left: Constant, right: Constant): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const value = arithmetic(SIGNS[operator] ?? '?', left, right);
    return value === null ? UNKNOWN : constant(value);
  }
  if (typeof left === 'string' && typeof right === 'string' && operator === BinaryOperator.Div) {
    return constant(joinPath([left, right]));
  }
  if (typeof left === 'string' && typeof right === 'string' && operator === BinaryOperator.Add) {
    return left.length + right.length < 10_000 ? constant(left + right) : UNKNOWN;
  }
  return UNKNOWN;
}

/** `a + b` of two lists. */
function joinedLists(run: Run, left: Value, right: Value): Value | null {
  const a = objectOf(run, left);
  const b = objectOf(run, right);
  if (a?.type !== 'list' || b?.type !== 'list') return null;
  if (a.items.length + b.items.length > 256) return null;
  return list(run, [...a.items, ...b.items], a.sequence, a.open || b.open);
}

function combinedMask(run: Run, operator: BinaryOperator, a: Data | null, b: Data | null): Value | null {
  if (a === null || b === null) return null;
  if (operator !== BinaryOperator.BitAnd && operator !== BinaryOperator.BitOr) return null;
  const rest = run.influences.union(influencesOf(run, a), influencesOf(run, b));
  const first = a.predicates ?? [];
  const second = b.predicates ?? [];
  const both = operator === BinaryOperator.BitAnd && first.length > 0 && second.length > 0;
  const ids = [...first, ...second].map((predicate) => predicate.id).join();
  const predicates: readonly Predicate[] = both
    ? [...first, ...second]
    : [run.predicates.of(`${operator === BinaryOperator.BitOr ? 'or' : 'and'}(${ids})`, 'opaque', null)];
  return refer(run, { ...a, kind: 'mask', rest, columns: new Map(), predicates, view: null });
}

/** `~mask`, `-x`, `not x`. */
export function inverted(run: Run, value: Value): Value {
  const data = dataOf(run, value);
  if (data === null) return value.kind === 'const' ? (value.value ? FALSE : TRUE) : UNKNOWN;
  const predicates = data.predicates ?? [];
  if (predicates.length === 1) {
    return refer(run, { ...data, view: null, predicates: [run.predicates.negated(predicates[0]!)] });
  }
  const ids = predicates.map((predicate) => predicate.id).join();
  const subject = predicates.length === 0 ? `mask#${value.kind === 'ref' ? value.id : 0}` : `and(${ids})`;
  return refer(run, { ...data, view: null, predicates: [run.predicates.of(subject, 'opaque', null, false)] });
}

interface Comparison {
  readonly operator: 'lt' | 'le' | 'eq';
  readonly positive: boolean;
}

const COMPARISONS: Readonly<Record<number, Comparison>> = {
  [CompareOperator.Lt]: { operator: 'lt', positive: true },
  [CompareOperator.LtE]: { operator: 'le', positive: true },
  [CompareOperator.Gt]: { operator: 'le', positive: false },
  [CompareOperator.GtE]: { operator: 'lt', positive: false },
  [CompareOperator.Eq]: { operator: 'eq', positive: true },
  [CompareOperator.NotEq]: { operator: 'eq', positive: false },
};

/** With the sides exchanged, `a < b` is `b > a`. */
const FLIPPED: Readonly<Record<number, CompareOperator>> = {
  [CompareOperator.Lt]: CompareOperator.Gt,
  [CompareOperator.LtE]: CompareOperator.GtE,
  [CompareOperator.Gt]: CompareOperator.Lt,
  [CompareOperator.GtE]: CompareOperator.LtE,
  [CompareOperator.Eq]: CompareOperator.Eq,
  [CompareOperator.NotEq]: CompareOperator.NotEq,
};

export function compare(run: Run, operator: CompareOperator, left: Value, right: Value, at: Span): Value {
  if (operator === CompareOperator.Is || operator === CompareOperator.IsNot) return identity(operator, left, right);
  const a = dataOf(run, left);
  const b = dataOf(run, right);
  if (a === null && b === null) return comparedConstants(run, operator, left, right);
  if (operator === CompareOperator.In || operator === CompareOperator.NotIn) return membership(run, left, right);
  const swap = a === null || (a.rows.atoms.length === 0 && b !== null && b.rows.atoms.length > 0);
  return swap ? maskOf(run, FLIPPED[operator] ?? operator, right, left, at) : maskOf(run, operator, left, right, at);
}

/** `x in y` is control dependence on y: what decided it goes along. */
function membership(run: Run, left: Value, right: Value): Value {
  return propagate(run, [left, right], 'mask');
}

function maskOf(run: Run, operator: CompareOperator, subject: Value, against: Value, _at: Span): Value {
  const data = dataOf(run, subject)!;
  const other = dataOf(run, against);
  const comparison = COMPARISONS[operator];
  const rest = run.influences.union(
    influencesOf(run, data),
    other === null ? run.influences.none : influencesOf(run, other),
  );
  const evaluations = unionEvaluations(data.evaluations, other?.evaluations ?? []);
  const predicates =
    comparison === undefined
      ? null
      : [
          run.predicates.of(
            subjectOf(data, subject),
            comparison.operator,
            comparable(run, against),
            comparison.positive,
          ),
        ];
  return refer(run, {
    ...data,
    // Where in one row, not which rows.
    kind: data.kind === 'element' ? 'element' : 'mask',
    derived: true,
    rest,
    columns: new Map(),
    predicates,
    evaluations,
    view: null,
    quantity: null,
  });
}

/** What a mask asks about: a column by its name, anything else by its place on the heap. */
export function subjectOf(data: Data, value: Value): string {
  return data.column ?? (data.kind === 'index' ? 'index' : value.kind === 'ref' ? `#${value.id}` : '#');
}

function comparable(run: Run, value: Value): Constant {
  if (value.kind === 'const') return value.value;
  const quantity = quantityOf(run, value);
  if (quantity !== null) return quantity.number ?? `#q${quantity.id}`;
  return value.kind === 'ref' ? `#${value.id}` : '#?';
}

function identity(operator: CompareOperator, left: Value, right: Value): Value {
  const none = (value: Value): boolean => value.kind === 'const' && value.value === null;
  if (left.kind === 'unknown' || right.kind === 'unknown') return UNKNOWN;
  if (!none(left) && !none(right)) return UNKNOWN;
  const same = none(left) && none(right);
  return same === (operator === CompareOperator.Is) ? TRUE : FALSE;
}

function comparedConstants(run: Run, operator: CompareOperator, left: Value, right: Value): Value {
  if (operator === CompareOperator.In || operator === CompareOperator.NotIn) {
    const found = contains(run, right, left);
    return found === null ? UNKNOWN : found === (operator === CompareOperator.In) ? TRUE : FALSE;
  }
  if (left.kind !== 'const' || right.kind !== 'const') return UNKNOWN;
  const { value: a } = left;
  const { value: b } = right;
  if (operator === CompareOperator.Eq) return a === b ? TRUE : FALSE;
  if (operator === CompareOperator.NotEq) return a === b ? FALSE : TRUE;
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  const holds =
    operator === CompareOperator.Lt
      ? a < b
      : operator === CompareOperator.LtE
        ? a <= b
        : operator === CompareOperator.Gt
          ? a > b
          : a >= b;
  return holds ? TRUE : FALSE;
}

function contains(run: Run, container: Value, item: Value): boolean | null {
  const object = objectOf(run, container);
  if (item.kind !== 'const') return null;
  if (object?.type === 'list' && !object.open && object.items.every((each) => each.kind === 'const')) {
    return object.items.some((each) => each.kind === 'const' && each.value === item.value);
  }
  return null;
}

/** Whether a value is true in Python's sense; null if that is not known. */
export function truth(run: Run, value: Value): boolean | null {
  if (value.kind === 'const') return Boolean(value.value);
  if (value.kind === 'quantity') return value.quantity.number === null ? null : value.quantity.number !== 0;
  if (value.kind === 'function' || value.kind === 'class') return true;
  const object = objectOf(run, value);
  if (object?.type === 'list' && !object.open) return object.items.length > 0;
  return object?.type === 'instance' || object?.type === 'estimator' ? true : null;
}

/** Parts of a path put together as `os.path.join` does; an absolute part starts anew. */
export function joinPath(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (path === '' || part.startsWith('/') ? part : `${path.replace(/\/$/, '')}/${part}`),
    '',
  );
}
