// What a method is called on: the class of the receiver as the flow engine knows it, and the name its library has here.
import { Kind } from '../syntax';
import type { Expr } from '../syntax';
import type { Module } from '../module';
import { ownerOf } from '../scope';
import type { Edit } from '../text';

/** `pandas.DataFrame`, `sklearn.svm.SVC`; null where it is not sure. */
export function classOf(module: Module, expr: Expr): string | null {
  const value = module.flow.valueOf(expr);
  return value?.type ?? null;
}

/** A name for a library at one place, with the edit that imports it where it has none. */
export interface Root {
  readonly text: string;
  readonly edits: readonly Edit[];
}

/**
 * What `library` is called where `expr` stands: the name of an import of the module, else that of `statement`, if that
 * is free.
 */
export function rootOf(module: Module, expr: Expr, library: string, statement = `import ${library}`): Root | null {
  const imports = [...module.scopes.module.bindings].filter(
    ([name, bindings]) => bindings.every(({ imported }) => imported === library) && reaches(module, expr, name),
  );
  const [first] = imports.sort(([, [a]], [, [b]]) => a!.from - b!.from);
  if (first !== undefined) return { text: first[0], edits: [] };
  const bound = statement.split(' ').at(-1)!;
  if (module.all(Kind.Name).some(({ id }) => id === bound) || module.scopes.module.bindings.has(bound)) return null;
  const edit = module.importEdit(statement);
  return edit === null ? null : { text: bound, edits: [edit] };
}

/** Whether the module's name is not another's where `expr` stands. */
function reaches(module: Module, expr: Expr, name: string): boolean {
  let root: Expr = expr;
  while (root.kind === Kind.Attribute || root.kind === Kind.Call || root.kind === Kind.Subscript) {
    root = root.kind === Kind.Call ? root.func : root.value;
  }
  const scope = root.kind === Kind.Name ? module.scopes.scopeOf(root) : module.scopes.module;
  return ownerOf(scope, name) === module.scopes.module;
}
