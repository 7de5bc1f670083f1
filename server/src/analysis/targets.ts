// Targets of assignments: the names in them, and what each is given.
import { Kind } from './syntax';
import type { Expr, Name } from './syntax';

interface Bound {
  readonly name: Name;
  /** null: part of something. */
  readonly value: Expr | null;
}

/** The names a target binds; `a, b = x, y` gives each its own value. */
export function namesBound(target: Expr, value: Expr | null): readonly Bound[] {
  const bound: Bound[] = [];
  const pending: { readonly target: Expr; readonly value: Expr | null }[] = [{ target, value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { target: at, value: given } = next;
    if (at.kind === Kind.Name) {
      bound.push({ name: at, value: given });
    } else if (at.kind === Kind.Starred) {
      pending.push({ target: at.value, value: null });
    } else if (at.kind === Kind.Tuple || at.kind === Kind.List) {
      const paired =
        given !== null &&
        (given.kind === Kind.Tuple || given.kind === Kind.List) &&
        given.elts.length === at.elts.length;
      const plain = paired && [...at.elts, ...given.elts].every((elt) => elt.kind !== Kind.Starred);
      at.elts.forEach((elt, i) => pending.push({ target: elt, value: plain ? given.elts[i]! : null }));
    }
  }
  return bound;
}
