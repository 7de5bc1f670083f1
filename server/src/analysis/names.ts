// What names and dotted expressions mean: full names through imports, star imports and single assignments.
import { Kind } from './syntax';
import type { Attribute, Expr, Name } from './syntax';
import type { Binding, Scopes } from './scope';
import { exportsOf } from '../knowledge/exports';
import { isBuiltin } from '../knowledge/builtins';

export interface Names {
  /** See `Module.qualifiedName`. */
  qualifiedName(expr: Expr): string | null;
  /** The one expression whose value a name or `self.attribute` has here, followed through plain aliases; else the expression itself. */
  definition(expr: Expr): Expr;
}

/** Aliases of aliases are followed this far. */
const DEPTH = 12;

/**
 * Answers on demand and remembers: most names of a file are never asked for.
 * @param attributeValue what `self.name` is, where a class says so once
 */
export function createNames(scopes: Scopes, attributeValue: (attribute: Attribute) => Expr | null = () => null): Names {
  const known = new Map<Expr, string | null>();

  function qualifiedName(expr: Expr, depth = 0): string | null {
    const before = known.get(expr);
    if (before !== undefined) return before;
    known.set(expr, null); // a name defined by itself means nothing
    const found = depth > DEPTH ? null : find(expr, depth);
    known.set(expr, found);
    return found;
  }

  function find(expr: Expr, depth: number): string | null {
    const attributes: string[] = [];
    let base = expr;
    while (base.kind === Kind.Attribute) {
      attributes.push(base.attr);
      base = base.value;
    }
    if (base.kind !== Kind.Name) return null;
    const root = nameOf(base, depth);
    return root === null ? null : [root, ...attributes.toReversed()].join('.');
  }

  function nameOf(name: Name, depth: number): string | null {
    if (scopes.owner(name) === null) return unboundName(name);
    const bindings = scopes.reaching(name);
    const meanings = new Set(bindings.map((binding) => meaningOf(binding, depth)));
    const [only = null] = meanings;
    return meanings.size === 1 ? only : null;
  }

  function meaningOf(binding: Binding, depth: number): string | null {
    if (binding.kind === 'import') return binding.imported;
    return binding.kind === 'assignment' && binding.value !== null ? qualifiedName(binding.value, depth + 1) : null;
  }

  /** A name nothing in the file binds: from a star import whose names we know, or a builtin. */
  function unboundName(name: Name): string | null {
    const stars = scopes.module.stars;
    for (const { module } of stars.toReversed()) {
      const exported = exportsOf(module);
      // A star import of an unknown module may have brought any name.
      if (exported === null) return null;
      if (exported.has(name.id)) return `${module}.${name.id}`;
    }
    return isBuiltin(name.id) ? `builtins.${name.id}` : null;
  }

  function definition(expr: Expr): Expr {
    let at = expr;
    for (let depth = 0; depth < DEPTH; depth++) {
      const value = at.kind === Kind.Name ? onlyValue(at) : at.kind === Kind.Attribute ? attributeValue(at) : null;
      if (value === null || value === at) return at;
      at = value;
    }
    return at;
  }

  function onlyValue(name: Name): Expr | null {
    const [binding, ...others] = scopes.reaching(name);
    return binding === undefined || others.length > 0 ? null : binding.value;
  }

  return { qualifiedName: (expr) => qualifiedName(expr), definition };
}
