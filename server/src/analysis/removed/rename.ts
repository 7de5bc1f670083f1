// Edits that put one full name in the place of another: an attribute chain, an imported name and all its uses, a module.
import { Kind } from '../syntax';
import type { Expr, Name, Node } from '../syntax';
import { exportsOf } from '../../knowledge/exports';
import type { Module } from '../module';
import { ownerOf } from '../scope';
import type { Edit } from '../text';
import { replace } from './edits';

/** `sklearn.metrics.f1_score` → [`sklearn.metrics`, `f1_score`]; of a top-level name, ['', name]. */
export function splitName(name: string): readonly [parent: string, last: string] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** How a name is reached: what to import, and what is written then. */
export interface Reached {
  /** The full name of what is imported. */
  readonly imported: string;
  /** The name it gets by that. */
  readonly bound: string;
  /** What stands in the code: `bound`, or a member of the class `bound`. */
  readonly written: string;
}

/** `sklearn.metrics.RocCurveDisplay.from_estimator` is reached through its class. */
export function reach(to: string): Reached {
  const [parent, last] = splitName(to);
  const [, owner] = splitName(parent);
  if (!/^[A-Z]/.test(owner)) return { imported: to, bound: last, written: last };
  return { imported: parent, bound: owner, written: `${owner}.${last}` };
}

/** The edits that make `expr` (a name or attribute chain) mean `to`; null where no text for it is sure. */
export function renameExpression(module: Module, expr: Expr, to: string): readonly Edit[] | null {
  const [parent, last] = splitName(to);
  if (parent === 'builtins') return isFree(module, expr, last) ? [replace(expr, last)] : null;
  const kept = sharedPart(module, expr, to);
  if (kept !== null) return [{ start: kept.node.end, end: expr.end, text: kept.rest }];
  const reached = reach(to);
  if (!isPublic(reached.imported) || !isFree(module, expr, reached.bound, reached.imported)) return null;
  const imported = module.importEdit(importStatement(reached.imported));
  return [replace(expr, reached.written), ...(imported === null ? [] : [imported])];
}

/** `from a.b import c`, or `import c` for a top-level module. */
export function importStatement(name: string): string {
  const [parent, last] = splitName(name);
  return parent === '' ? `import ${last}` : `from ${parent} import ${last}`;
}

/** What the text of a name may be where `expr` stands: nothing else has it, or it means `to` already. */
export function isFree(module: Module, expr: Node, id: string, to?: string): boolean {
  const root = rootName(expr);
  if (root === null || ownerOf(module.scopes.scopeOf(root), id) === null) return true;
  const same = module.all(Kind.Name).filter((name) => name.id === id);
  const bound = module.scopes.module.bindings.get(id) ?? [];
  return (
    to !== undefined &&
    bound.length > 0 &&
    bound.every(({ imported }) => imported === to) &&
    same.every((name) => module.qualifiedName(name) === to)
  );
}

/** Whether a library offers the name: of modules whose names are known, only those; private names never. */
export function isPublic(name: string): boolean {
  const [parent, last] = splitName(name);
  if (last.startsWith('_')) return false;
  const exported = parent === '' ? null : exportsOf(parent);
  return exported === null || exported.has(last);
}

function rootName(expr: Node): Name | null {
  let at = expr;
  while (at.kind === Kind.Attribute) at = at.value;
  return at.kind === Kind.Name ? at : null;
}

/** The longest part of the chain that stays: `np` of `np.AxisError`, when it becomes `numpy.exceptions.AxisError`. */
function sharedPart(module: Module, expr: Expr, to: string): { readonly node: Expr; readonly rest: string } | null {
  let at = expr.kind === Kind.Attribute ? expr.value : null;
  while (at !== null) {
    const name = module.qualifiedName(at);
    if (name !== null && to.startsWith(`${name}.`)) {
      // `import sklearn` alone does not make `sklearn.model_selection` available.
      const [parent] = splitName(to);
      return parent === name || isAlwaysLoaded(to, name) ? { node: at, rest: to.slice(name.length) } : null;
    }
    at = at.kind === Kind.Attribute ? at.value : null;
  }
  return null;
}

/** Packages whose modules come with `import package`: NumPy's and TensorFlow's; a class's own members always do. */
function isAlwaysLoaded(to: string, kept: string): boolean {
  const [first = ''] = kept.split('.');
  if (first === 'numpy' || first === 'tensorflow' || first === 'pandas' || first === 'torch') return true;
  const below = to.slice(kept.length + 1).split('.');
  return /^[A-Z]/.test(below[0] ?? '');
}
