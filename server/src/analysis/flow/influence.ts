// Influence: a statistic over some rows, computed somewhere, went into a value. Sets of them are interned.
import type { Span } from '../text';
import { remember, type Rows } from './rows/rows';
import type { Sites } from './sites';

/**
 * What kind of thing was learnt:
 * statistic (a mean, a rank) · order (ffill, interpolate: neighbouring rows) · fit (an estimator's state) ·
 * selection (columns chosen with it) · model (predictions of a model) · resample (synthesised or repeated rows) ·
 * duplicate (rows repeated) · vocabulary (words seen) · lag, lead (values of earlier, later rows) · sorted (by time) ·
 * grouped (by the key of a person or thing that has several rows)
 */
export type InfluenceKind =
  | 'statistic'
  | 'order'
  | 'fit'
  | 'model'
  | 'resample'
  | 'undersample'
  | 'duplicate'
  | 'vocabulary'
  | 'lag'
  | 'lead'
  | 'window'
  | 'sorted'
  | 'grouped';

export interface Influence {
  readonly id: number;
  readonly kind: InfluenceKind;
  /** Over these rows. */
  readonly rows: Rows;
  /** Computed here. */
  readonly at: Span;
  /** `mean`, `StandardScaler`. */
  readonly name: string;
  /** What it learnt from: a column, where it is one known column. */
  readonly column: string | null;
  /** The label went into it (a target encoder, a group mean of y, a selector with y). */
  readonly supervised: boolean;
  /** Taken within groups of these columns, for each row of the group. */
  readonly within: readonly string[];
  /** Of a fit: the estimator object, so that two fits of one object are seen as such. */
  readonly estimator: number | null;
}

/** An interned set of influences. */
export interface Influences {
  readonly id: number;
  readonly list: readonly Influence[];
}

/** What a leak of preprocessing can come from. The other kinds are notes for other rules. */
export const PREPROCESSING: ReadonlySet<InfluenceKind> = new Set(['statistic', 'order', 'fit', 'model', 'vocabulary']);

/** A value that more than this many statistics went into: the rest would tell nothing new. */
const MAX_INFLUENCES = 96;

export class InfluenceSpace {
  readonly #sites: Sites;
  readonly #known = new Map<string, Influence>();
  readonly #sets = new Map<string, Influences>();
  readonly #unions = new Map<number, Map<number, Influences>>();
  readonly none: Influences = this.#set([]);

  constructor(sites: Sites) {
    this.#sites = sites;
  }

  one(shape: Omit<Influence, 'id'>): Influences {
    const { kind, rows, at, name, column, supervised, within, estimator } = shape;
    const key = `${kind} ${rows.id} ${this.#sites.of(at)}:${at.end - at.start} ${name} ${column ?? ''} ${supervised} ${within.join()} ${estimator ?? ''}`;
    let influence = this.#known.get(key);
    if (influence === undefined) {
      influence = { ...shape, id: this.#known.size };
      this.#known.set(key, influence);
    }
    return this.#set([influence]);
  }

  union(a: Influences, b: Influences): Influences {
    if (a === b || b.list.length === 0) return a;
    if (a.list.length === 0) return b;
    return a.id < b.id
      ? remember(this.#unions, a.id, b.id, () => this.#set(mergeById(a.list, b.list)))
      : remember(this.#unions, b.id, a.id, () => this.#set(mergeById(a.list, b.list)));
  }

  /** Those for which `keep` holds. */
  filter(set: Influences, keep: (influence: Influence) => boolean): Influences {
    const kept = set.list.filter(keep);
    return kept.length === set.list.length ? set : this.#set(kept);
  }

  #set(list: readonly Influence[]): Influences {
    const capped = list.length > MAX_INFLUENCES ? list.slice(0, MAX_INFLUENCES) : list;
    const key = capped.map((influence) => influence.id).join();
    let set = this.#sets.get(key);
    if (set === undefined) {
      set = { id: this.#sets.size, list: capped };
      this.#sets.set(key, set);
    }
    return set;
  }
}

function mergeById(a: readonly Influence[], b: readonly Influence[]): readonly Influence[] {
  const merged = [...a, ...b].sort((x, y) => x.id - y.id);
  return merged.filter((influence, index) => influence !== merged[index - 1]);
}
