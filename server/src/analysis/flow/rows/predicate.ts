// Predicates: what a boolean mask asks of each row, and when two of them cannot both hold.

export type Constant = string | number | boolean | null;

/** `subject operator value`, negated if not `positive`. Comparisons are normalised to lt, le and eq. */
export interface Predicate {
  readonly id: number;
  /** The column, or a stable name of whatever is asked. */
  readonly subject: string;
  readonly operator: 'lt' | 'le' | 'eq' | 'in' | 'null' | 'inRows' | 'opaque';
  /** Compared with; a text that begins with `#` stands for an unknown value. For `in`, the sorted list as text. */
  readonly value: Constant;
  readonly positive: boolean;
}

export class PredicateTable {
  readonly #known = new Map<string, Predicate>();

  of(subject: string, operator: Predicate['operator'], value: Constant, positive = true): Predicate {
    const key = `${subject}\u0000${operator}\u0000${typeof value}${String(value)}\u0000${positive}`;
    let predicate = this.#known.get(key);
    if (predicate === undefined) {
      predicate = { id: this.#known.size, subject, operator, value, positive };
      this.#known.set(key, predicate);
    }
    return predicate;
  }

  negated(predicate: Predicate): Predicate {
    return this.of(predicate.subject, predicate.operator, predicate.value, !predicate.positive);
  }
}

/** True if no row can satisfy both. */
export function contradict(a: Predicate, b: Predicate): boolean {
  if (a.subject !== b.subject) return false;
  if (a.operator === b.operator && a.value === b.value) return a.positive !== b.positive;
  if (a.operator === 'null' || b.operator === 'null') return nullAgainst(a, b) || nullAgainst(b, a);
  if (a.operator === 'in' || b.operator === 'in') return disjointLists(a, b);
  const first = interval(a);
  const second = interval(b);
  return first !== null && second !== null && (before(first, second) || before(second, first));
}

/** A row whose value is missing fails every comparison. */
function nullAgainst(missing: Predicate, other: Predicate): boolean {
  if (missing.operator !== 'null' || !missing.positive) return false;
  return ['lt', 'le', 'eq', 'in'].includes(other.operator) && other.positive;
}

function disjointLists(a: Predicate, b: Predicate): boolean {
  const first = listed(a);
  const second = listed(b);
  return first !== null && second !== null && a.positive && b.positive && !first.some((item) => second.includes(item));
}

function listed(predicate: Predicate): readonly string[] | null {
  if (predicate.operator === 'in') return String(predicate.value).split('\u0001');
  return predicate.operator === 'eq' ? [`${typeof predicate.value}${String(predicate.value)}`] : null;
}

interface Bound {
  readonly value: Constant;
  readonly included: boolean;
}
interface Interval {
  readonly low: Bound | null;
  readonly high: Bound | null;
}

function interval({ operator, value, positive }: Predicate): Interval | null {
  switch (operator) {
    case 'lt':
      return positive
        ? { low: null, high: { value, included: false } }
        : { low: { value, included: true }, high: null };
    case 'le':
      return positive
        ? { low: null, high: { value, included: true } }
        : { low: { value, included: false }, high: null };
    case 'eq':
      return positive ? { low: { value, included: true }, high: { value, included: true } } : null;
    default:
      return null;
  }
}

/** Whether all of `a` lies below all of `b`. */
function before(a: Interval, b: Interval): boolean {
  if (a.high === null || b.low === null) return false;
  const { value: high } = a.high;
  const { value: low } = b.low;
  if (high === low) return !(a.high.included && b.low.included);
  if (typeof high === 'number' && typeof low === 'number') return high < low;
  // ISO dates order as text; a value we do not know (`#…`) orders with nothing.
  const texts = typeof high === 'string' && typeof low === 'string' && !high.startsWith('#') && !low.startsWith('#');
  return texts && high < low;
}
