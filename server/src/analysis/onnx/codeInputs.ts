// Inputs in the code: arrays that are written out, so that a model can be fed them without running any Python.
import { ConstValue, Kind, stringValue, UnaryOperator } from '../syntax';
import type { Call, Expr, Node } from '../syntax';
import { meaningOf, usesOfName } from '../meanings';
import type { Module } from '../module';
import { arrayFacts } from './arrays';

/** An array that the code writes out. `shape` is that of the array as it is fed. */
export type CodeInput =
  | { readonly kind: 'zeros' | 'ones' | 'random'; readonly shape: readonly number[] }
  /** `text`: the values as JSON, in the order of the array. */
  | { readonly kind: 'values'; readonly text: string; readonly shape: readonly number[] };

const MOST_VALUES = 20_000;
const DEPTH = 12;

const FILLED: Readonly<Record<string, 'zeros' | 'ones' | 'random'>> = {
  'numpy.zeros': 'zeros',
  'torch.zeros': 'zeros',
  'numpy.ones': 'ones',
  'torch.ones': 'ones',
  'numpy.random.rand': 'random',
  'numpy.random.randn': 'random',
  'numpy.random.random': 'random',
  'numpy.random.random_sample': 'random',
  'torch.rand': 'random',
  'torch.randn': 'random',
};
const LISTED = new Set([
  'numpy.array',
  'numpy.asarray',
  'numpy.ascontiguousarray',
  'torch.tensor',
  'numpy.float32',
  'numpy.float64',
  'numpy.int64',
  'numpy.int32',
]);
/** Methods after which the same values stand in the same order. */
const KEEPS_ORDER = new Set(['astype', 'numpy', 'reshape', 'copy', 'detach', 'cpu', 'ravel', 'flatten']);
const KEEPS_ORDER_CALLS = new Set([
  'numpy.expand_dims',
  'numpy.atleast_2d',
  'numpy.reshape',
  'numpy.ascontiguousarray',
  'numpy.asarray',
]);

/** The array an expression gives, if all of it is written out; null if any of it is computed. */
export function codeInput(module: Module, expr: Expr): CodeInput | null {
  const shape = arrayFacts(module, expr)?.shape ?? null;
  if (shape === null || !shape.every((size): size is number => size !== null)) return null;
  const count = shape.reduce((product, size) => product * size, 1);
  const source = sourceOf(module, expr, 0);
  if (source === null) return null;
  if (typeof source === 'string') return { kind: source, shape };
  const values = flat(module, source);
  return values === null || values.length !== count ? null : { kind: 'values', text: `[${values.join(', ')}]`, shape };
}

/** What the values come from: a filling, or the expression that lists them. */
function sourceOf(module: Module, expr: Expr, depth: number): 'zeros' | 'ones' | 'random' | Expr | null {
  const at = depth > DEPTH ? null : meaningOf(module, expr);
  if (at === null || changesInPlace(module, expr) || changesInPlace(module, nameOf(module, at))) return null;
  const next = (inner: Expr | undefined) => (inner === undefined ? null : sourceOf(module, inner, depth + 1));
  if (at.kind === Kind.List || at.kind === Kind.Tuple) return at;
  // `x[None]`, `x[np.newaxis, :]`: the shape says whether it is one of those, as nothing may get lost.
  if (at.kind === Kind.Subscript)
    return /^[\s(]*(?:None|np\.newaxis|[:,.\s)])+$/.test(module.textOf(at.slice)) ? next(at.value) : null;
  if (at.kind !== Kind.Call) return null;
  const name = module.qualifiedName(at.func);
  if (name !== null && Object.hasOwn(FILLED, name)) return FILLED[name]!;
  if (name !== null && (LISTED.has(name) || KEEPS_ORDER_CALLS.has(name))) return next(at.args[0]);
  return keepsOrder(at) ? next(at.func.value) : null;
}

const CHANGES = new Set([
  'fill',
  'sort',
  'put',
  'resize',
  'partition',
  'itemset',
  'setfield',
  'append',
  'extend',
  'insert',
]);
const CHANGES_FIRST = new Set([
  'numpy.copyto',
  'numpy.put',
  'numpy.place',
  'numpy.putmask',
  'numpy.fill_diagonal',
  'numpy.put_along_axis',
  'numpy.random.shuffle',
]);

/** The name that an expression is given where it is made. */
function nameOf(module: Module, made: Expr): Expr | null {
  const around = module.parent(made);
  return around?.kind === Kind.Assign && around.value === made ? (around.targets[0] ?? null) : null;
}

/** Whether the array under a name is written to anywhere: `x[0] = 1`, `x.sort()`, `np.add(a, b, out=x)`. */
function changesInPlace(module: Module, name: Expr | null): boolean {
  if (name?.kind !== Kind.Name) return false;
  return usesOfName(module, name).some((use) => {
    const user = module.parent(use);
    const around = user === null ? null : module.parent(user);
    if (user?.kind === Kind.Subscript && user.value === use) return isStored(user, around);
    if (user?.kind === Kind.Attribute)
      return isStored(user, around) || (around?.kind === Kind.Call && around.func === user && CHANGES.has(user.attr));
    if (user?.kind === Kind.Keyword) return user.arg === 'out';
    return user?.kind === Kind.Call && user.args[0] === use && CHANGES_FIRST.has(module.qualifiedName(user.func) ?? '');
  });
}

function isStored(place: Expr, around: Node | null): boolean {
  if (around?.kind === Kind.Assign || around?.kind === Kind.Delete) return around.targets.includes(place);
  return around?.kind === Kind.AugAssign && around.target === place;
}

function keepsOrder(call: Call): call is Call & { readonly func: Extract<Expr, { kind: Kind.Attribute }> } {
  if (call.func.kind !== Kind.Attribute || !KEEPS_ORDER.has(call.func.attr)) return false;
  return call.keywords.every(({ arg }) => arg !== 'order');
}

/** All values of nested lists as JSON; null if one of them is computed. */
function flat(module: Module, list: Expr): readonly string[] | null {
  const values: string[] = [];
  const open: Expr[] = [list];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (values.length > MOST_VALUES) return null;
    if (at.kind === Kind.List || at.kind === Kind.Tuple) {
      for (let i = at.elts.length - 1; i >= 0; i--) open.push(at.elts[i]!);
      continue;
    }
    const value = scalar(module, at);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

function scalar(module: Module, expr: Expr): string | null {
  const at = meaningOf(module, expr);
  if (at === null) return null;
  if (at.kind === Kind.Str) return JSON.stringify(stringValue(at, module.source));
  if (at.kind === Kind.Const)
    return at.value === ConstValue.True ? 'true' : at.value === ConstValue.False ? 'false' : null;
  const negative = at.kind === Kind.UnaryOp && at.op === UnaryOperator.USub;
  const number = negative ? at.operand : at;
  if (number.kind !== Kind.Num) return null;
  const text = module.textOf(number).replaceAll('_', '');
  // Whole numbers as they stand: 64 bits of them are more than a JavaScript number holds.
  const plain = /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : jsonNumber(text);
  return plain === null ? null : negative ? `-${plain}` : plain;
}

function jsonNumber(text: string): string | null {
  const value = Number(text);
  return Number.isFinite(value) && text !== '' ? String(value) : null;
}
