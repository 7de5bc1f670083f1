// The order in which a notebook's cells last ran, where its numbers tell another one than it shows, and that one could have run.
import { Kind, NameContext } from './syntax';
import type { Stmt } from './syntax';
import type { Module } from './module';
import type { Cell } from './notebook';
import { runsInPlace } from './scope';
import { contains } from './text';

/**
 * The cells in the order of their numbers; null where a cell was not run, or that order is the shown one. Cells of imports,
 * functions and constants stay in front: to run them again changes nothing, and they have surely run before.
 */
export function runOrderOf(module: Module): readonly number[] | null {
  const { notebook, tree } = module;
  if (notebook === null) return null;
  const cells = notebook.cells.filter((cell) => module.textOf(cell).trim() !== '');
  const counts = new Set(cells.map(({ executionCount }) => executionCount));
  if (counts.has(null) || counts.size !== cells.length) return null;
  const isInert = (cell: Cell): boolean => tree.body.every((stmt) => !contains(cell, stmt) || changesNothing(stmt));
  const [inert, others] = [cells.filter(isInert), cells.filter((cell) => !isInert(cell))];
  const byCount = others.toSorted((a, b) => a.executionCount! - b.executionCount!);
  if (byCount.every((cell, i) => cell === others[i])) return null;
  return [...inert, ...byCount].map(({ index }) => index);
}

/** Nothing is computed, read or changed. */
function changesNothing(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case Kind.Import:
    case Kind.ImportFrom:
    case Kind.FunctionDef:
    case Kind.ClassDef:
    case Kind.Magic:
    case Kind.Pass:
      return true;
    case Kind.ExprStmt:
      return stmt.value.kind === Kind.Str;
    case Kind.Assign:
      return stmt.value.kind === Kind.Num || stmt.value.kind === Kind.Str || stmt.value.kind === Kind.Const;
    default:
      return false;
  }
}

/**
 * Whether cells in this order could have run: nothing is read before the only places that make it. Else some cell ran more
 * than once, and its last number does not tell when it mattered.
 */
export function couldRun(module: Module): boolean {
  const { scopes } = module;
  return scopes.names.every((use) => {
    if (use.ctx !== NameContext.Load || scopes.owner(use) !== scopes.module) return true;
    if (!runsInPlace(scopes.scopeOf(use), scopes.module)) return true;
    const bindings = scopes.module.bindings.get(use.id) ?? [];
    return bindings.length === 0 || bindings.some(({ node, remote }) => remote || node.start < use.start);
  });
}
