// What fixes of arrays write: NumPy under the name the file has for it, and an expression that a method can be called on.
import { Kind } from '../syntax';
import type { Expr } from '../syntax';
import { localNameOf } from '../locals';
import type { Module } from '../module';
import type { Edit } from '../text';

/** The name of NumPy in this file, and the import that is needed first if it has none. */
export function numpyIn(module: Module, offset: number): { readonly name: string; readonly edits: readonly Edit[] } {
  const name = localNameOf(module, 'numpy', offset);
  if (name !== null) return { name, edits: [] };
  const edit = module.importEdit('import numpy as np');
  return { name: 'np', edits: edit === null ? [] : [edit] };
}

/** The text of an expression as something a method can be called on. */
export function asReceiver(module: Module, expr: Expr): string {
  const text = module.textOf(expr);
  const isPrimary = [Kind.Name, Kind.Attribute, Kind.Call, Kind.Subscript].includes(expr.kind);
  return isPrimary ? text : `(${text})`;
}
