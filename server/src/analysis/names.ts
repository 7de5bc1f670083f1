// What names and dotted expressions mean: full names through imports, star imports and single assignments.
import { Kind } from './syntax';
import type { Attribute, Expr, Name } from './syntax';
import { ANY, Recorder } from './asked';
import type { Binding, Scopes } from './scope';
import { exportsOf } from '../knowledge/exports';
import { isBuiltin } from '../knowledge/builtins';

export interface Names {
  /** See `Module.qualifiedName`. */
  qualifiedName(expr: Expr): string | null;
  /** The one expression whose value a name or `self.attribute` has here, followed through plain aliases; else the expression itself. */
  definition(expr: Expr): Expr;
  /** Expressions whose full name was known in the last version and may be another one now. */
  readonly forgotten: readonly Expr[];
}

/** Aliases of aliases are followed this far. */
const DEPTH = 12;

/** A full name, and the names of the text whose meaning it hangs on. */
interface Known {
  readonly found: string | null;
  readonly ids: readonly string[];
}
const NOTHING: Known = { found: null, ids: [] };
/** It is asked anew in each version. */
const GIVEN_UP: Known = { found: null, ids: [ANY] };

/** What names meant, from version to version: it is forgotten where a name is bound in another way. */
export class NameMemory {
  readonly #recorder: Recorder;
  #version = -1;
  readonly #known = new Map<Expr, Known>();
  /** The expressions whose full name hangs on a name. */
  readonly #dependents = new Map<string, Set<Expr>>();

  /** @param recorder notes which names an answer hangs on */
  constructor(recorder = new Recorder()) {
    this.#recorder = recorder;
  }

  /**
   * Answers on demand and remembers: most names of a file are never asked for.
   * @param attributeValue what `self.name` is, where a class says so once
   */
  read(scopes: Scopes, attributeValue: (attribute: Attribute) => Expr | null = () => null): Names {
    const forgotten = this.#forget(scopes);
    const known = this.#known;

    const qualifiedName = (expr: Expr, depth: number): Known => {
      const before = known.get(expr);
      if (before !== undefined) return before;
      const attributes: string[] = [];
      let base = expr;
      while (base.kind === Kind.Attribute) {
        attributes.push(base.attr);
        base = base.value;
      }
      if (base.kind !== Kind.Name) return NOTHING;
      if (depth > DEPTH) return GIVEN_UP;
      known.set(expr, GIVEN_UP); // a name defined by itself means nothing
      const root = nameOf(base, depth);
      const found = root.found === null ? null : [root.found, ...attributes.toReversed()].join('.');
      const result = { found, ids: root.ids };
      known.set(expr, result);
      for (const id of root.ids) this.#dependentsOf(id).add(expr);
      return result;
    };

    const nameOf = (name: Name, depth: number): Known => {
      if (scopes.owner(name) === null) return { found: unboundName(name), ids: [name.id] };
      const ids = new Set([name.id]);
      const meanings = new Set<string | null>();
      for (const binding of scopes.reaching(name)) {
        const meaning = meaningOf(binding, depth);
        meanings.add(meaning.found);
        for (const id of meaning.ids) ids.add(id);
      }
      const [only = null] = meanings;
      return { found: meanings.size === 1 ? only : null, ids: [...ids] };
    };

    const meaningOf = (binding: Binding, depth: number): Known => {
      if (binding.kind === 'import') return { found: binding.imported, ids: [] };
      return binding.kind === 'assignment' && binding.value !== null
        ? qualifiedName(binding.value, depth + 1)
        : NOTHING;
    };

    /** A name nothing in the file binds: from a star import whose names we know, or a builtin. */
    const unboundName = (name: Name): string | null => {
      const stars = scopes.module.stars;
      for (const { module } of stars.toReversed()) {
        const exported = exportsOf(module);
        // A star import of an unknown module may have brought any name.
        if (exported === null) return null;
        if (exported.has(name.id)) return `${module}.${name.id}`;
      }
      return isBuiltin(name.id) ? `builtins.${name.id}` : null;
    };

    const onlyValue = (name: Name): Expr | null => {
      const [binding, ...others] = scopes.reaching(name);
      return binding === undefined || others.length > 0 ? null : binding.value;
    };

    const definition = (expr: Expr): Expr => {
      let at = expr;
      for (let depth = 0; depth < DEPTH; depth++) {
        const value = at.kind === Kind.Name ? onlyValue(at) : at.kind === Kind.Attribute ? attributeValue(at) : null;
        if (value === null || value === at) return at;
        at = value;
      }
      return at;
    };

    return {
      qualifiedName: (expr) => {
        const { found, ids } = qualifiedName(expr, 0);
        for (const id of ids) this.#recorder.note('bindings', id);
        return found;
      },
      definition,
      forgotten,
    };
  }

  /** Forgets what the change of the text may have changed. */
  #forget({ change }: Scopes): readonly Expr[] {
    const follows = change.version === this.#version + 1;
    this.#version = change.version;
    if (!follows || change.everything || change.stars) {
      const all = [...this.#known.keys()];
      this.#known.clear();
      this.#dependents.clear();
      return all;
    }
    const forgotten: Expr[] = [];
    for (const id of [...change.rebound, ANY]) {
      for (const expr of this.#dependents.get(id) ?? []) if (this.#known.delete(expr)) forgotten.push(expr);
      this.#dependents.delete(id);
    }
    return forgotten;
  }

  #dependentsOf(id: string): Set<Expr> {
    let dependents = this.#dependents.get(id);
    if (dependents === undefined) this.#dependents.set(id, (dependents = new Set()));
    return dependents;
  }
}
