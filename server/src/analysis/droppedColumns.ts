// The fix of columns that should not be learnt from: they join the list of what is dropped from the features.
import { Kind } from './syntax';
import type { Call, Expr, Str } from './syntax';
import type { Fit } from './flow/types';
import type { MethodCall, Module } from './module';
import type { Edit, Span } from './text';
import { contains } from './text';

/** The call that a fit is. */
export function callOf(module: Module, { at }: Fit): MethodCall | null {
  return module.methodCalls('fit').find(({ node }) => contains(node, at) || contains(at, node)) ?? null;
}

/** Adds the columns to the list of what is dropped from the features, if it stands there as a list of literals. */
export function dropEdit(module: Module, fit: MethodCall, columns: readonly (readonly [string, Str])[]): Edit | null {
  const features = fit.argument(0, 'X');
  const made = features === null ? null : module.definition(features);
  const last = made === null ? null : droppedColumns(module, made);
  if (last === null) return null;
  const text = columns.map(([, literal]) => `, ${module.textOf(literal)}`).join('');
  const at: Span = { start: last.end, end: last.end };
  return { ...at, text };
}

/** The last literal of `df.drop(columns=[…])` or `df.drop([…], axis=1)`. */
function droppedColumns(module: Module, made: Expr): Expr | null {
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'drop') return null;
  const list = columnsArgument(module, made);
  return list?.kind === Kind.List && list.elts.length > 0 ? list.elts.at(-1)! : null;
}

function columnsArgument(module: Module, drop: Call): Expr | null {
  const named = drop.keywords.find(({ arg }) => arg === 'columns')?.value;
  const axis = drop.keywords.find(({ arg }) => arg === 'axis')?.value ?? drop.args[1];
  if (named !== undefined) return named;
  return axis !== undefined && /^(1|['"]columns['"])$/.test(module.textOf(axis)) ? (drop.args[0] ?? null) : null;
}
