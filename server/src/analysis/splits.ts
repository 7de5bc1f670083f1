// Parts of a split: where a name stands in what is unpacked from `train_test_split`, and what it is a part of.
import { Kind } from './syntax';
import type { Assign, Call, Expr } from './syntax';
import { callForm } from './calls';
import type { Module } from './module';

export interface SplitPart {
  readonly statement: Assign;
  readonly call: Call;
  /** Its place among the unpacked names, 0-based. */
  readonly place: number;
  readonly side: 'train' | 'test';
  /** What was split: `X` of `X_train`; null if it is hidden. */
  readonly whole: Expr | null;
}

/** The part of a `train_test_split` that a name surely is; null if it is not sure. */
export function splitPartOf(module: Module, name: Expr): SplitPart | null {
  const [binding, ...others] = name.kind === Kind.Name ? module.scopes.reaching(name) : [];
  const tuple = binding === undefined || others.length > 0 ? null : module.parent(binding.node);
  const statement = tuple === null ? null : module.parent(tuple);
  if (tuple?.kind !== Kind.Tuple && tuple?.kind !== Kind.List) return null;
  if (statement?.kind !== Kind.Assign || statement.value.kind !== Kind.Call) return null;
  const call = statement.value;
  if (module.qualifiedName(call.func) !== 'sklearn.model_selection.train_test_split') return null;
  const place = tuple.elts.findIndex((element) => element === binding?.node);
  if (tuple.elts.some(({ kind }) => kind === Kind.Starred)) return null;
  const whole = callForm(call, module.source).argument(place >> 1, null);
  return { statement, call, place, side: place % 2 === 0 ? 'train' : 'test', whole };
}

/** scikit-learn's own data sets for classification, and how many classes their labels have. */
const CLASSES: Readonly<Record<string, number>> = {
  'sklearn.datasets.load_iris': 3,
  'sklearn.datasets.load_wine': 3,
  'sklearn.datasets.load_digits': 10,
  'sklearn.datasets.load_breast_cancer': 2,
  'sklearn.datasets.fetch_covtype': 7,
  'sklearn.datasets.fetch_olivetti_faces': 40,
  'sklearn.datasets.make_moons': 2,
  'sklearn.datasets.make_circles': 2,
};

/** How many classes a label surely has: of the data sets scikit-learn brings, whole or a part of a split; null if not known. */
export function classCountOf(module: Module, label: Expr): number | null {
  const part = splitPartOf(module, label);
  if (part !== null) return part.whole === null ? null : classCountOf(module, part.whole);
  const at = module.definition(label);
  if (at.kind === Kind.Attribute && at.attr === 'target') return classesOfLoad(module, at.value, false);
  if (at.kind === Kind.Subscript && module.stringOf(at.slice) === 'target')
    return classesOfLoad(module, at.value, false);
  const pair = at.kind === Kind.Name ? unpackedPair(module, at) : null;
  return pair?.place === 1 ? classesOfLoad(module, pair.call, true) : null;
}

function classesOfLoad(module: Module, expr: Expr, asPair: boolean): number | null {
  const call = module.definition(expr);
  const name = call.kind === Kind.Call ? module.qualifiedName(call.func) : null;
  if (call.kind !== Kind.Call || name === null) return null;
  const form = callForm(call, module.source);
  const makes = name.startsWith('sklearn.datasets.make_');
  const pair = makes || form.argument(null, 'return_X_y') !== null;
  return form.hidden || pair !== asPair || form.argument(null, 'n_class') !== null ? null : (CLASSES[name] ?? null);
}

/** The loader of scikit-learn whose features these surely are, unchanged: `load_wine` of `load_wine().data`; null if not known. */
export function bundledFeaturesOf(module: Module, features: Expr): string | null {
  const part = splitPartOf(module, features);
  if (part !== null) return part.whole === null ? null : bundledFeaturesOf(module, part.whole);
  const at = module.definition(features);
  if (at.kind === Kind.Attribute && at.attr === 'data') return loaderOf(module, at.value, false);
  if (at.kind === Kind.Subscript && module.stringOf(at.slice) === 'data') return loaderOf(module, at.value, false);
  if (at.kind !== Kind.Name) return null;
  const pair = unpackedPair(module, at);
  return pair?.place === 0 ? loaderOf(module, pair.call, true) : null;
}

function loaderOf(module: Module, expr: Expr, asPair: boolean): string | null {
  const call = module.definition(expr);
  const name = call.kind === Kind.Call ? module.qualifiedName(call.func) : null;
  if (call.kind !== Kind.Call || name?.startsWith('sklearn.datasets.') !== true) return null;
  const form = callForm(call, module.source);
  const pair = name.includes('.make_') || form.argument(null, 'return_X_y') !== null;
  return form.hidden || pair !== asPair ? null : name.slice(name.lastIndexOf('.') + 1);
}

/** Where a name stands in `X, y = call(…)`. */
function unpackedPair(module: Module, name: Extract<Expr, { kind: Kind.Name }>): { call: Call; place: number } | null {
  const [binding, ...others] = module.scopes.reaching(name);
  const tuple = binding === undefined || others.length > 0 ? null : module.parent(binding.node);
  const statement = tuple?.kind === Kind.Tuple ? module.parent(tuple) : null;
  if (tuple?.kind !== Kind.Tuple || statement?.kind !== Kind.Assign || statement.value.kind !== Kind.Call) return null;
  const place = tuple.elts.findIndex((element) => element === binding?.node);
  return tuple.elts.length === 2 && place >= 0 ? { call: statement.value, place } : null;
}
