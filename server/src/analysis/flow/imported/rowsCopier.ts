// Rows of one run made again in another, with all that they are made of: sources, steps, predicates, quantities.
import type { Span } from '../../text';
import type { Run } from '../interpreter/run';
import type { Predicate } from '../rows/predicate';
import type { Quantity } from '../rows/quantity';
import type { Rows, Source, Step, StepShape } from '../rows/rows';
import { ImportedSpan } from '../sites';
import { isOwnKey, ownKey } from './keys';

/** What is copied from, and to. */
export interface Ends {
  readonly from: Run;
  readonly to: Run;
  /** Where the program reaches the module. */
  readonly outside: Span;
  /** The module's path: names of its own places begin with it, so that they are no others'. */
  readonly path: string;
}

export class RowsCopier {
  readonly #ends: Ends;
  readonly #outsideOf: (outside: Span) => Span | null;
  readonly #rows = new Map<Rows, Rows>();
  readonly #steps = new Map<Step, Step>();
  readonly #sources = new Map<Source, Source>();

  /** @param outsideOf where the run reaches a module that it was given; null for any other place */
  constructor(ends: Ends, outsideOf: (outside: Span) => Span | null) {
    this.#ends = ends;
    this.#outsideOf = outsideOf;
  }

  /** A place in an imported file is told where the program reaches it. */
  span(at: Span): Span {
    if (!(at instanceof ImportedSpan)) return at;
    const outside = this.#outsideOf(at.outside) ?? this.#ends.outside;
    return this.#ends.to.sites.imported(at.path, at.inside, outside);
  }

  /** `train_test_split 12 7 0.2`: of rows by their number. Else of a place. */
  splitKey(key: string): string {
    const [, name, rows, options] = /^(\S+) (\d+) (\S+ \S+)$/.exec(key) ?? [];
    if (name === undefined || rows === undefined) return this.#own(key);
    return `${name} ${this.rowsNumber(Number(rows))} ${options}`;
  }

  rows(rows: Rows): Rows {
    let copy = this.#rows.get(rows);
    if (copy === undefined) {
      const { space } = this.#ends.to;
      copy = space.of(rows.atoms.map(({ source, steps }) => space.atom(this.#source(source), steps.map(this.step))));
      this.#rows.set(rows, copy);
    }
    return copy;
  }

  rowsNumber(id: number): number {
    return this.rows(this.#ends.from.space.byId(id)).id;
  }

  #source(source: Source): Source {
    let copy = this.#sources.get(source);
    if (copy === undefined) {
      const { kind, key, subset, at, of } = source;
      copy = this.#ends.to.space.source(kind, isOwnKey(kind, key) ? this.#own(key) : key, {
        subset,
        at: at === null ? null : this.span(at),
        ...(of !== null && { of: this.rows(of) }),
      });
      this.#sources.set(source, copy);
    }
    return copy;
  }

  readonly step = (step: Step): Step => {
    let copy = this.#steps.get(step);
    if (copy === undefined) {
      copy = this.#ends.to.space.step(this.#shape(step));
      this.#steps.set(step, copy);
    }
    return copy;
  };

  #shape(step: Step): StepShape {
    switch (step.kind) {
      case 'split':
        return { kind: 'split', key: this.splitKey(step.key), part: step.part };
      case 'slice': {
        const low = step.low === null ? null : this.quantity(step.low);
        return { kind: 'slice', low, high: step.high === null ? null : this.quantity(step.high) };
      }
      case 'filter':
        return { kind: 'filter', predicate: this.predicate(step.predicate) };
      case 'notIn':
      case 'join':
        return { kind: step.kind, rows: this.rows(step.rows) };
      case 'sample':
      case 'index':
        return { kind: step.kind, key: this.#own(step.key) };
    }
  }

  readonly predicate = ({ subject, operator, value, positive }: Predicate): Predicate => {
    const about = isOwnKey('predicate', subject) ? this.#own(subject) : subject;
    const rows = operator === 'inRows' && typeof value === 'number' ? this.rowsNumber(value) : value;
    const compared = typeof rows === 'string' && rows.startsWith('#') ? `#${this.#own(rows.slice(1))}` : rows;
    return this.#ends.to.predicates.of(about, operator, compared, positive);
  };

  quantity({ text, number, operation }: Quantity): Quantity {
    const { quantities } = this.#ends.to;
    if (number !== null) return quantities.number(number);
    if (operation !== null)
      return quantities.operation(operation.operator, this.quantity(operation.left), this.quantity(operation.right));
    const [, size, rows] = /^(len|size)(\d+)$/.exec(text) ?? [];
    if (rows !== undefined) return quantities.opaque(`${size}${this.rowsNumber(Number(rows))}`);
    return quantities.opaque(isOwnKey('quantity', text) ? this.#own(text) : text);
  }

  #own(key: string): string {
    return ownKey(this.#ends.path, key);
  }
}
