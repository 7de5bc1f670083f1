// What a function does itself, without the functions inside it.
import { Kind, walk } from './syntax';
import type { Expr, FunctionDef, Node } from './syntax';

/** Every node of a function but those of functions and classes inside it. */
export function inBody(fn: FunctionDef, see: (node: Node) => void): void {
  for (const stmt of fn.body)
    walk(stmt, (node) => {
      if (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef || node.kind === Kind.Lambda) return false;
      see(node);
      return true;
    });
}

export interface Stored {
  readonly name: string;
  readonly at: Expr;
  /** Null where it is part of something else. */
  readonly value: Expr | null;
}

/** What `__init__` stores in `self.…`, wherever in its body. */
export function storedAttributes(init: FunctionDef): readonly Stored[] {
  const stored: Stored[] = [];
  const add = (target: Expr, value: Expr | null): void => {
    if (target.kind === Kind.Tuple)
      target.elts.forEach((each, i) => add(each, value?.kind === Kind.Tuple ? (value.elts[i] ?? null) : null));
    else if (target.kind === Kind.Attribute && target.value.kind === Kind.Name && target.value.id === 'self')
      stored.push({ name: target.attr, at: target, value });
  };
  inBody(init, (node) => {
    if (node.kind === Kind.Assign) for (const target of node.targets) add(target, node.value);
    if (node.kind === Kind.AnnAssign && node.value !== null) add(node.target, node.value);
  });
  return stored;
}
