// How two sets of rows relate: whether they may share a row, and whether one lies within the other.
import { contradict } from './predicate';
import type { Quantity } from './quantity';
import { remember, type Atom, type RowSpace, type Rows, type Step } from './rows';

export class RowRelation {
  readonly #excluded = new Map<number, Map<number, boolean>>();
  readonly #overlaps = new Map<number, Map<number, boolean>>();
  readonly #space: RowSpace;

  constructor(space: RowSpace) {
    this.#space = space;
  }

  /** Whether some row may be in both. */
  overlap(a: Rows, b: Rows): boolean {
    if (a === b) return a.atoms.length > 0;
    // The usual case, and quick: remembering every pair of tables would cost more.
    if (a.atoms.length === 1 && b.atoms.length === 1) return !this.exclude(a.atoms[0]!, b.atoms[0]!);
    return remember(this.#overlaps, a.id, b.id, () => a.atoms.some((x) => b.atoms.some((y) => !this.exclude(x, y))));
  }

  /** Whether every atom of `rows` overlaps `by`. */
  covered(rows: Rows, by: Rows): boolean {
    return rows.atoms.length > 0 && rows.atoms.every((atom) => by.atoms.some((other) => !this.exclude(atom, other)));
  }

  /** The atoms of `rows` that share no row with `other`. */
  outside(rows: Rows, other: Rows): Rows {
    return this.#space.of(rows.atoms.filter((atom) => other.atoms.every((against) => this.exclude(atom, against))));
  }

  exclude(a: Atom, b: Atom): boolean {
    if (a === b) return false;
    if (a.source !== b.source) return true;
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    return remember(this.#excluded, first.id, second.id, () => this.#separated(first, second));
  }

  #separated(a: Atom, b: Atom): boolean {
    for (const x of a.steps) for (const y of b.steps) if (this.#contradictory(x, y)) return true;
    return this.#leftOut(a, b) || this.#leftOut(b, a) || this.#apartInOrder(a.steps, b.steps);
  }

  #contradictory(x: Step, y: Step): boolean {
    if (x.kind === 'split') return y.kind === 'split' && x.key === y.key && x.part !== y.part;
    if (x.kind === 'filter') return y.kind === 'filter' && contradict(x.predicate, y.predicate);
    return false;
  }

  /** Slices of one thing: compared at the first step in which the two differ. */
  #apartInOrder(a: readonly Step[], b: readonly Step[]): boolean {
    const first = a.filter((step) => STRUCTURAL.has(step.kind));
    const second = b.filter((step) => STRUCTURAL.has(step.kind));
    const shared = Math.min(first.length, second.length);
    for (let i = 0; i < shared; i++) {
      const x = first[i]!;
      const y = second[i]!;
      if (x === y) continue;
      if (x.kind === 'slice' && y.kind === 'slice') return endsBefore(x, y) || endsBefore(y, x);
      // The same table joined with the train rows, and with the test rows.
      return x.kind === 'join' && y.kind === 'join' && !this.overlap(x.rows, y.rows);
    }
    return false;
  }

  /** `df.drop(train.index)` against a part of `train`. */
  #leftOut(a: Atom, b: Atom): boolean {
    return a.steps.some((step) => step.kind === 'notIn' && step.rows.atoms.some((left) => within(b, left)));
  }
}

/** Whether `inner` is `outer` or a restriction of it. */
export function within(inner: Atom, outer: Atom): boolean {
  return inner.source === outer.source && outer.steps.every((step) => inner.steps.includes(step));
}

const STRUCTURAL = new Set<Step['kind']>(['slice', 'split', 'sample', 'index', 'join']);

type Slice = Extract<Step, { kind: 'slice' }>;

function endsBefore(a: Slice, b: Slice): boolean {
  return a.high !== null && b.low !== null && notAbove(a.high, b.low);
}

/** Whether `high` is `low` or surely less: as numbers, as shares of one length, or by a number added. */
function notAbove(high: Quantity, low: Quantity): boolean {
  if (high === low) return true;
  if (high.number !== null && low.number !== null)
    return high.number < 0 === low.number < 0 && high.number <= low.number;
  const a = scaled(high);
  const b = scaled(low);
  if (a.of === b.of && a.factor > 0) return a.factor <= b.factor;
  const { operation } = low;
  return (
    operation !== null &&
    operation.operator === '+' &&
    notAbove(high, operation.left) &&
    (operation.right.number ?? -1) >= 0
  );
}

/** `0.8 · n` as n and 0.8. */
function scaled(quantity: Quantity): { readonly of: Quantity; readonly factor: number } {
  const { operation } = quantity;
  if (operation === null) return { of: quantity, factor: 1 };
  const { operator, left, right } = operation;
  if (operator === '*' && left.number !== null) return { of: right, factor: left.number };
  if (operator === '*' && right.number !== null) return { of: left, factor: right.number };
  if ((operator === '/' || operator === '//') && right.number !== null && right.number !== 0)
    return { of: left, factor: 1 / right.number };
  return { of: quantity, factor: 1 };
}
