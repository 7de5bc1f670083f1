// Rows: which observations a value holds, as sources and the steps that restricted them. Interned, so equal rows are one object.
import type { Span } from '../../text';
import type { Predicate } from './predicate';
import type { Quantity } from './quantity';

/** Where rows come from. Two reads of one file are one source; two calls of an unknown loader are two. */
export interface Source {
  readonly id: number;
  readonly kind: 'file' | 'read' | 'unknown' | 'new' | 'aggregate' | 'directory';
  /** The path for a file, else a stable name of the place. */
  readonly key: string;
  /** Of a directory: `training` or `validation`. */
  readonly subset: string | null;
  readonly at: Span | null;
  /** Of an aggregate: the rows it sums up. */
  readonly of: Rows | null;
}

/** What restricts or reorders rows. */
export type Step = { readonly id: number } & (
  | { readonly kind: 'split'; readonly key: string; readonly part: number }
  | { readonly kind: 'slice'; readonly low: Quantity | null; readonly high: Quantity | null }
  | { readonly kind: 'filter'; readonly predicate: Predicate }
  | { readonly kind: 'notIn'; readonly rows: Rows }
  | { readonly kind: 'sample'; readonly key: string }
  | { readonly kind: 'index'; readonly key: string }
  | { readonly kind: 'join'; readonly rows: Rows }
);

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
export type StepShape = WithoutId<Step>;

export interface Atom {
  readonly id: number;
  readonly source: Source;
  readonly steps: readonly Step[];
}

/** A union of atoms, ordered by id. */
export interface Rows {
  readonly id: number;
  readonly atoms: readonly Atom[];
}

/** Beyond this many steps, filters merge; a split, slice or notIn is never dropped, for that would invent overlaps. */
const MAX_STEPS = 12;
/** Beyond this many atoms a union says no more than a part of it. */
const MAX_ATOMS = 48;

/** Makes and interns sources, steps, atoms and rows of one interpretation. */
export class RowSpace {
  readonly #sources = new Map<string, Source>();
  readonly #steps = new Map<string, Step>();
  readonly #atoms = new Map<string, Atom>();
  readonly #rows = new Map<string, Rows>();
  readonly #byId: Rows[] = [];
  readonly #restricted = new Map<number, Map<number, Rows>>();
  readonly #unions = new Map<number, Map<number, Rows>>();
  readonly none: Rows = this.of([]);
  readonly #met: (source: Source) => void;

  /** @param met is told of each source whenever a program meets it */
  constructor(met: (source: Source) => void = () => {}) {
    this.#met = met;
  }

  source(
    kind: Source['kind'],
    key: string,
    more: { readonly subset?: string | null; readonly at?: Span | null; readonly of?: Rows } = {},
  ): Source {
    const subset = more.subset ?? null;
    const full = `${kind}:${key}:${subset ?? ''}`;
    let source = this.#sources.get(full);
    if (source === undefined) {
      source = { id: this.#sources.size, kind, key, subset, at: more.at ?? null, of: more.of ?? null };
      this.#sources.set(full, source);
    }
    this.#met(source);
    return source;
  }

  /** All rows of one source. */
  from(source: Source): Rows {
    return this.of([this.atom(source, [])]);
  }

  step(shape: StepShape): Step {
    const key = stepKey(shape);
    let step = this.#steps.get(key);
    if (step === undefined) {
      step = { ...shape, id: this.#steps.size };
      this.#steps.set(key, step);
    }
    return step;
  }

  atom(source: Source, steps: readonly Step[]): Atom {
    const key = `${source.id}|${steps.map((step) => step.id).join()}`;
    let atom = this.#atoms.get(key);
    if (atom === undefined) {
      atom = { id: this.#atoms.size, source, steps };
      this.#atoms.set(key, atom);
    }
    return atom;
  }

  of(atoms: readonly Atom[]): Rows {
    const ordered = [...new Set(atoms)].sort((a, b) => a.id - b.id).slice(0, MAX_ATOMS);
    const key = ordered.map((atom) => atom.id).join();
    let rows = this.#rows.get(key);
    if (rows === undefined) {
      rows = { id: this.#rows.size, atoms: ordered };
      this.#rows.set(key, rows);
      this.#byId.push(rows);
    }
    return rows;
  }

  byId(id: number): Rows {
    return this.#byId[id] ?? this.none;
  }

  union(a: Rows, b: Rows): Rows {
    if (a === b || b.atoms.length === 0) return a;
    if (a.atoms.length === 0) return b;
    return remember(this.#unions, a.id, b.id, () => this.of([...a.atoms, ...b.atoms]));
  }

  restrict(rows: Rows, step: Step): Rows {
    if (rows.atoms.length === 0) return rows;
    return remember(this.#restricted, rows.id, step.id, () =>
      this.of(rows.atoms.map((atom) => this.#withStep(atom, step))),
    );
  }

  #withStep(atom: Atom, step: Step): Atom {
    if (atom.steps.at(-1) === step) return atom;
    if (isIdempotent(step) && atom.steps.includes(step)) return atom;
    const steps = [...atom.steps, step];
    return this.atom(atom.source, steps.length > MAX_STEPS ? merged(steps) : steps);
  }
}

function isIdempotent(step: Step): boolean {
  return step.kind === 'filter' || step.kind === 'notIn' || step.kind === 'join';
}

/** Drops the oldest step that only ever narrows and never separates train from test. */
function merged(steps: readonly Step[]): readonly Step[] {
  const drop = steps.findIndex((step) => step.kind === 'filter' && step.predicate.operator === 'opaque');
  const other = drop >= 0 ? drop : steps.findIndex((step) => step.kind === 'join' || step.kind === 'filter');
  if (other < 0) return steps.length > 4 * MAX_STEPS ? steps.slice(0, 4 * MAX_STEPS) : steps;
  return steps.filter((_, index) => index !== other);
}

function stepKey(step: StepShape): string {
  switch (step.kind) {
    case 'split':
      return `split ${step.key} ${step.part}`;
    case 'slice':
      return `slice ${step.low?.id ?? ''}:${step.high?.id ?? ''}`;
    case 'filter':
      return `filter ${step.predicate.id}`;
    case 'notIn':
    case 'join':
      return `${step.kind} ${step.rows.id}`;
    case 'sample':
    case 'index':
      return `${step.kind} ${step.key}`;
  }
}

/** Memoises over a pair of ids. */
export function remember<T>(memo: Map<number, Map<number, T>>, a: number, b: number, make: () => T): T {
  let row = memo.get(a);
  if (row === undefined) memo.set(a, (row = new Map()));
  let value = row.get(b);
  if (value === undefined) row.set(b, (value = make()));
  return value;
}
