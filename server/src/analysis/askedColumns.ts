// Where code asks a data frame for columns by literal names, in forms that raise KeyError or ValueError if one is not there.
import { Kind } from './syntax';
import type { Call, Expr, Node, Str } from './syntax';
import { callForm } from './calls';
import { columnsOf, headerOf, knowsColumns } from './columns';
import type { Module } from './module';

export interface AskedColumn {
  /** The name, where it stands. */
  readonly at: Str;
  /** The whole expression that asks. */
  readonly node: Node;
  /** Every column there may be. */
  readonly columns: ReadonlySet<string>;
}

/** The keyword of the columns, and their place among the arguments. */
const METHODS: Readonly<Record<string, readonly [keyword: string, position: number | null]>> = {
  groupby: ['by', 0],
  sort_values: ['by', 0],
  set_index: ['keys', 0],
  dropna: ['subset', null],
  drop_duplicates: ['subset', 0],
  nlargest: ['columns', 1],
  nsmallest: ['columns', 1],
  explode: ['column', 0],
  merge: ['on', null],
};

/** Every literal name asked of a frame whose columns are known. */
export function* askedColumns(module: Module): Iterable<AskedColumn> {
  if (!knowsColumns(module)) return;
  for (const node of module.all(Kind.Subscript)) {
    const names = isStored(module, node) ? [] : literals(node.slice);
    if (names.length > 0) yield* asked(names, node, columnsOf(module, node.value));
  }
  for (const { node, receiver, method } of module.methodCalls(...Object.keys(METHODS), 'drop')) {
    const given = method === 'drop' ? droppedColumns(module, node) : columnsArgument(module, node, method);
    const names = given === null ? [] : literals(given);
    if (names.length === 0) continue;
    yield* asked(names, node, columnsOf(module, receiver));
    const [right] = method === 'merge' ? node.args : [];
    if (right !== undefined) yield* asked(names, node, columnsOf(module, right));
  }
  for (const call of module.callsTo('pandas.read_csv', 'pandas.read_table')) {
    const chosen = call.argument(null, 'usecols');
    if (chosen === null) continue;
    const separator = call.qualifiedName === 'pandas.read_csv' ? ',' : '\t';
    yield* asked(literals(chosen), call.node, headerOf(module, call.node, separator));
  }
}

function* asked(names: readonly Str[], node: Node, columns: ReadonlySet<string> | null): Iterable<AskedColumn> {
  if (columns !== null) for (const at of names) yield { at, node, columns };
}

/** `"a"`, `["a", "b"]`. */
function literals(expr: Expr): readonly Str[] {
  const parts: readonly Expr[] = expr.kind === Kind.List ? expr.elts : [expr];
  return parts.filter((part) => part.kind === Kind.Str);
}

function columnsArgument(module: Module, call: Call, method: string): Expr | null {
  const [keyword, position] = METHODS[method]!;
  const form = callForm(call, module.source);
  const axis = form.argument(null, 'axis');
  return form.hidden || form.has('level') || axis !== null ? null : form.argument(position, keyword);
}

/** The names of `drop(columns=…)`, `drop(…, axis=1)`, where a missing one raises. */
function droppedColumns(module: Module, call: Call): Expr | null {
  const form = callForm(call, module.source);
  if (form.hidden || form.has('errors') || form.has('level')) return null;
  const axis = form.argument(1, 'axis');
  const first = axis !== null && /^(1|["']columns["'])$/.test(module.textOf(axis)) ? form.argument(0, 'labels') : null;
  return form.argument(null, 'columns') ?? first;
}

function isStored(module: Module, node: Extract<Expr, { kind: Kind.Subscript }>): boolean {
  const parent = module.parent(node);
  if (parent?.kind === Kind.Assign) return parent.targets.includes(node);
  if (parent?.kind === Kind.Tuple || parent?.kind === Kind.List) return module.parent(parent)?.kind === Kind.Assign;
  return parent?.kind === Kind.Delete || parent?.kind === Kind.AnnAssign || node.value.kind === Kind.ErrorExpr;
}
