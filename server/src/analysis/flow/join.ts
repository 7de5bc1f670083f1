// Joining two states of a program: the value a name or an object may have after either branch.
import { NO_COLUMNS, influencesOf, unionEvaluations, type Data, type Domain } from './data';
import type { Influences } from './influence';
import type { Join, Store } from './store';
import type { DictObject, Estimator, HeapObject, Instance, ListObject, Value } from './value';
import { UNKNOWN } from './value';
import type { Fit } from './records';

export function createJoin(store: Store, domain: Domain): Join {
  const pairs = store.table<string, Value>();

  function value(a: Value | undefined, b: Value | undefined): Value | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    // A flag that may be something else decides no branch.
    if ((isFlag(a) && b.kind === 'unknown') || (a.kind === 'unknown' && isFlag(b))) return UNKNOWN;
    if (a === b || isNothing(b)) return a;
    if (isNothing(a)) return b;
    if (a.kind === 'ref' && b.kind === 'ref') return a.id === b.id ? a : joinedReference(a.id, b.id);
    if (a.kind === 'const' && b.kind === 'const') return a.value === b.value ? a : UNKNOWN;
    if (a.kind === 'ref') return a;
    if (b.kind === 'ref') return b;
    if (a.kind === 'api' && b.kind === 'api') return a.name === b.name ? a : UNKNOWN;
    if (a.kind === 'quantity' && b.kind === 'quantity' && a.quantity === b.quantity) return a;
    return a.kind === b.kind && (a.kind === 'function' || a.kind === 'class') ? a : UNKNOWN;
  }

  /** One object for the pair, so that names which meant one thing in each branch still share it. */
  function joinedReference(a: number, b: number): Value {
    const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
    let joined = store.read(pairs, key);
    if (joined === undefined) {
      const first = store.get(a);
      const second = store.get(b);
      joined = first.type === second.type ? store.add(object(first, second)) : preferred(a, b);
      store.put(pairs, key, joined);
    }
    return joined;
  }

  function preferred(a: number, b: number): Value {
    return { kind: 'ref', id: store.get(b).type === 'data' && store.get(a).type !== 'estimator' ? b : a };
  }

  function object(a: HeapObject, b: HeapObject): HeapObject {
    if (a === b) return a;
    if (a.type === 'data' && b.type === 'data') return joinData(domain, a, b);
    if (a.type === 'estimator' && b.type === 'estimator') return joinEstimators(a, b);
    if (a.type === 'list' && b.type === 'list') return lists(a, b);
    if (a.type === 'dict' && b.type === 'dict') return dicts(a, b);
    if (a.type === 'instance' && b.type === 'instance') return instances(a, b);
    return a;
  }

  function lists(a: ListObject, b: ListObject): ListObject {
    if (a.items.length !== b.items.length) {
      const longer = a.items.length > b.items.length ? a : b;
      return { ...longer, open: true };
    }
    return { ...a, open: a.open || b.open, items: a.items.map((item, i) => value(item, b.items[i]) ?? item) };
  }

  function dicts(a: DictObject, b: DictObject): DictObject {
    const entries = new Map(a.entries);
    for (const [key, item] of b.entries) entries.set(key, value(entries.get(key), item) ?? item);
    return { ...a, entries, rest: [...new Set([...a.rest, ...b.rest])] };
  }

  function instances(a: Instance, b: Instance): Instance {
    const attributes = new Map(a.attributes);
    for (const [name, item] of b.attributes) attributes.set(name, value(attributes.get(name), item) ?? item);
    return { ...a, attributes, evaluating: a.evaluating && b.evaluating, fits: unionFits(a.fits, b.fits) };
  }

  return { value, object };
}

function isFlag(value: Value): boolean {
  return value.kind === 'const' && typeof value.value === 'boolean';
}

function isNothing(value: Value): boolean {
  return value.kind === 'unknown' || (value.kind === 'const' && value.value === null);
}

export function unionFits(a: readonly Fit[], b: readonly Fit[]): readonly Fit[] {
  const missing = b.filter((fit) => !a.includes(fit));
  return missing.length === 0 ? a : [...a, ...missing].slice(-8);
}

function joinEstimators(a: Estimator, b: Estimator): Estimator {
  return { ...a, fits: unionFits(a.fits, b.fits), evaluating: a.evaluating && b.evaluating };
}

/** Rows and influence of either. */
export function joinData(domain: Domain, a: Data, b: Data): Data {
  const { space, influences } = domain;
  const columns = joinColumns(domain, a, b);
  const rest = influences.union(a.rest, b.rest);
  return {
    ...a,
    kind: a.kind === b.kind ? a.kind : a.kind === 'unknown' ? b.kind : a.kind,
    rows: space.union(a.rows, b.rows),
    columns,
    rest,
    column: a.column === b.column ? a.column : null,
    selection: a.selection === b.selection ? a.selection : null,
    view: a.view?.parent === b.view?.parent ? a.view : null,
    parts: a.parts === b.parts || b.parts === null ? a.parts : (a.parts ?? b.parts),
    steps: a.steps === b.steps ? a.steps : null,
    predicates: a.predicates === b.predicates ? a.predicates : null,
    quantity: a.quantity === b.quantity ? a.quantity : null,
    evaluations: unionEvaluations(a.evaluations, b.evaluations),
    fresh: a.fresh && b.fresh,
  };
}

function joinColumns({ influences }: Domain, a: Data, b: Data): Data['columns'] {
  if (a.columns.size === 0 && b.columns.size === 0) return NO_COLUMNS;
  const columns = new Map<string, Influences>();
  for (const name of new Set([...a.columns.keys(), ...b.columns.keys()])) {
    columns.set(name, influences.union(a.columns.get(name) ?? a.rest, b.columns.get(name) ?? b.rest));
  }
  return columns;
}

/** Whether merging it with nothing would leave it as it is. */
function isMerged({ columns, view, parts, predicates, quantity }: Data): boolean {
  return columns.size === 0 && view === null && parts === null && predicates === null && quantity === null;
}

/** Several data as one: rows and influence of all. */
export function mergeData(domain: Domain, all: readonly Data[], kind: Data['kind']): Data | null {
  const [first, ...others] = all;
  if (first === undefined) return null;
  if (others.length === 0 && first.kind === kind && isMerged(first)) return first;
  let { rows, evaluations } = first;
  let rest = influencesOf(domain, first);
  for (const data of others) {
    rows = domain.space.union(rows, data.rows);
    rest = domain.influences.union(rest, influencesOf(domain, data));
    evaluations = unionEvaluations(evaluations, data.evaluations);
  }
  return {
    ...first,
    kind,
    rows,
    rest,
    columns: NO_COLUMNS,
    view: null,
    parts: null,
    steps: others.every((data) => data.steps === first.steps) ? first.steps : null,
    predicates: null,
    quantity: null,
    evaluations,
    selection: others.length === 0 ? first.selection : null,
  };
}
