// Copier: values of one run made again in another, with that one's own tables, numbers and places.
import type { Span } from '../../text';
import type { ColumnSelection, Data } from '../data';
import type { Influence, Influences } from '../influence';
import type { Evaluation, Fit, Split } from '../records';
import type { ClassValue, Estimator, FunctionValue, HeapObject, Scope, Value } from '../value';
import { RowsCopier, type Ends } from './rowsCopier';

/** Where things of the old run are in the new one. */
export interface Places {
  objectId(id: number): number;
  scope(scope: Scope): Scope;
  /** Where the run reaches a module that it was given; null for any other place. */
  outside(outside: Span): Span | null;
  /** Null for one that is not yet there: it is copied. */
  fit(fit: Fit): Fit | null;
  evaluation(evaluation: Evaluation): Evaluation | null;
}

export class Copier {
  readonly #ends: Ends;
  readonly #places: Places;
  readonly #rows: RowsCopier;
  readonly #influences = new Map<Influences, Influences>();
  readonly #functions = new Map<FunctionValue, FunctionValue>();
  readonly #classes = new Map<ClassValue, ClassValue>();
  readonly #fits = new Map<Fit, Fit>();
  readonly #evaluations = new Map<Evaluation, Evaluation>();

  constructor(ends: Ends, places: Places) {
    this.#ends = ends;
    this.#places = places;
    this.#rows = new RowsCopier(ends, (outside) => places.outside(outside));
  }

  /** Where the copy of this scope is. */
  scope(scope: Scope): Scope {
    return this.#places.scope(scope);
  }

  /** Where a place is told. */
  span(at: Span): Span {
    return this.#rows.span(at);
  }

  splitKey(key: string): string {
    return this.#rows.splitKey(key);
  }

  readonly value = (value: Value): Value => {
    switch (value.kind) {
      case 'ref':
        return { kind: 'ref', id: this.#places.objectId(value.id) };
      case 'quantity':
        return { kind: 'quantity', quantity: this.#rows.quantity(value.quantity) };
      case 'function':
        return { kind: 'function', fn: this.#fn(value.fn) };
      case 'class':
        return { kind: 'class', cls: this.#cls(value.cls) };
      case 'module':
        return { ...value, scope: this.#places.scope(value.scope) };
      case 'bound': {
        const fn = value.fn === null ? null : this.#fn(value.fn);
        return { ...value, receiver: this.value(value.receiver), fn };
      }
      case 'indexer':
        return { ...value, of: this.#places.objectId(value.of) };
      case 'slice':
        return { kind: 'slice', low: this.#optional(value.low), high: this.#optional(value.high) };
      default:
        return value;
    }
  };

  object(object: HeapObject): HeapObject {
    switch (object.type) {
      case 'data':
        return this.#data(object);
      case 'estimator':
        return this.#estimator(object);
      case 'list':
        return { ...object, items: object.items.map(this.value) };
      case 'dict':
        return { ...object, entries: mapValues(object.entries, this.value), rest: object.rest.map(this.value) };
      case 'instance':
        return {
          ...object,
          cls: this.#cls(object.cls),
          attributes: mapValues(object.attributes, this.value),
          fits: object.fits.map(this.fit),
        };
    }
  }

  readonly fit = (fit: Fit): Fit => {
    let copy = this.#fits.get(fit);
    if (copy === undefined) {
      copy = this.#places.fit(fit) ?? {
        ...fit,
        id: this.#ends.to.serial++,
        at: this.#rows.span(fit.at),
        estimator: this.#estimatorId(fit.estimator),
        rows: this.#rows.rows(fit.rows),
        influences: this.#influencesOf(fit.influences),
        made: fit.made === null ? null : this.#rows.span(fit.made),
        features: this.#selection(fit.features),
        targetSelection: this.#selection(fit.targetSelection),
      };
      this.#fits.set(fit, copy);
    }
    return copy;
  };

  readonly evaluation = (evaluation: Evaluation): Evaluation => {
    let copy = this.#evaluations.get(evaluation);
    if (copy === undefined) {
      copy = this.#places.evaluation(evaluation) ?? {
        ...evaluation,
        id: this.#ends.to.serial++,
        at: this.#rows.span(evaluation.at),
        estimator: this.#estimatorId(evaluation.estimator),
        fits: evaluation.fits.map(this.fit),
        rows: this.#rows.rows(evaluation.rows),
        influences: this.#influencesOf(evaluation.influences),
        metrics: [],
      };
      this.#evaluations.set(evaluation, copy);
    }
    return copy;
  };

  split(split: Split): Split {
    const at = this.#rows.span(split.at);
    const key = this.#rows.splitKey(split.key);
    return {
      ...split,
      at,
      key,
      sites: [at],
      rows: this.#rows.rows(split.rows),
      influences: this.#influencesOf(split.influences),
    };
  }

  readonly #influencesOf = (influences: Influences): Influences => {
    let copy = this.#influences.get(influences);
    if (copy === undefined) {
      const { influences: space } = this.#ends.to;
      copy = influences.list.reduce((all, each) => space.union(all, space.one(this.#influence(each))), space.none);
      this.#influences.set(influences, copy);
    }
    return copy;
  };

  #influence({ rows, at, estimator, ...others }: Influence): Omit<Influence, 'id'> {
    const id = estimator === null ? null : this.#estimatorId(estimator);
    return { ...others, rows: this.#rows.rows(rows), at: this.#rows.span(at), estimator: id };
  }

  #data(data: Data): Data {
    const { view, parts, steps, predicates, quantity, split } = data;
    return {
      ...data,
      rows: this.#rows.rows(data.rows),
      columns: data.columns.size === 0 ? data.columns : mapValues(data.columns, this.#influencesOf),
      rest: this.#influencesOf(data.rest),
      selection: this.#selection(data.selection),
      view: view === null ? null : { ...view, parent: this.#places.objectId(view.parent) },
      parts:
        parts === null
          ? null
          : parts.map(({ rows, knows }) => ({ rows: this.#rows.rows(rows), knows: this.#influencesOf(knows) })),
      steps: steps === null ? null : steps.map(this.#rows.step),
      predicates: predicates === null ? null : predicates.map(this.#rows.predicate),
      quantity: quantity === null ? null : this.#rows.quantity(quantity),
      evaluations: data.evaluations.length === 0 ? data.evaluations : data.evaluations.map(this.evaluation),
      split: split === null ? null : this.#rows.splitKey(split),
    };
  }

  #estimator(estimator: Estimator): Estimator {
    return {
      ...estimator,
      at: this.#rows.span(estimator.at),
      members: estimator.members.map(this.value),
      settings: mapValues(estimator.settings, this.value),
      fits: estimator.fits.map(this.fit),
      data: this.#optional(estimator.data),
    };
  }

  #fn(fn: FunctionValue): FunctionValue {
    let copy = this.#functions.get(fn);
    if (copy === undefined) {
      copy = {
        ...fn,
        scope: this.#places.scope(fn.scope),
        defaults: fn.defaults.size === 0 ? fn.defaults : mapValues(fn.defaults, this.value),
        owner: fn.owner === null ? null : this.#cls(fn.owner),
      };
      this.#functions.set(fn, copy);
    }
    return copy;
  }

  #cls(cls: ClassValue): ClassValue {
    let copy = this.#classes.get(cls);
    if (copy === undefined) {
      copy = { ...cls, bases: cls.bases.map(this.value), scope: this.#places.scope(cls.scope) };
      this.#classes.set(cls, copy);
    }
    return copy;
  }

  #optional(value: Value | null): Value | null {
    return value === null ? null : this.value(value);
  }

  #selection(selection: ColumnSelection | null): ColumnSelection | null {
    return selection === null ? null : { ...selection, origin: this.#rows.rowsNumber(selection.origin) };
  }

  #estimatorId(id: number): number {
    return id < 0 ? id : this.#places.objectId(id);
  }
}

function mapValues<K, A, B>(map: ReadonlyMap<K, A>, change: (value: A) => B): Map<K, B> {
  const changed = new Map<K, B>();
  for (const [key, value] of map) changed.set(key, change(value));
  return changed;
}
