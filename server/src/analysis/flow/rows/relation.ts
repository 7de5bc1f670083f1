// How two sets of rows relate: whether they may share a row, and whether one lies within the other.
import { contradict } from './predicate';
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
    return this.#leftOut(a, b) || this.#leftOut(b, a) || slicedApart(a.steps, b.steps);
  }

  #contradictory(x: Step, y: Step): boolean {
    if (x.kind === 'split') return y.kind === 'split' && x.key === y.key && x.part !== y.part;
    if (x.kind === 'filter') return y.kind === 'filter' && contradict(x.predicate, y.predicate);
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

/** Slices of one thing: compared at the first step in which the two differ. */
function slicedApart(a: readonly Step[], b: readonly Step[]): boolean {
  const first = a.filter((step) => STRUCTURAL.has(step.kind));
  const second = b.filter((step) => STRUCTURAL.has(step.kind));
  const shared = Math.min(first.length, second.length);
  for (let i = 0; i < shared; i++) {
    const x = first[i]!;
    const y = second[i]!;
    if (x === y) continue;
    return x.kind === 'slice' && y.kind === 'slice' && (endsBefore(x, y) || endsBefore(y, x));
  }
  return false;
}

type Slice = Extract<Step, { kind: 'slice' }>;

function endsBefore(a: Slice, b: Slice): boolean {
  if (a.high === null || b.low === null) return false;
  if (a.high === b.low) return true;
  const high = a.high.number;
  const low = b.low.number;
  return high !== null && low !== null && high < 0 === low < 0 && high <= low;
}
