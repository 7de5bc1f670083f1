// The scopes of a module, statement by statement: what a statement brings is read once, and joined for each version of the text.
import { PartReader, type Part } from './bindings';
import type { Call, Import, ImportFrom, Module as Tree, Name, Stmt } from './syntax';
import { addBinding } from './openScope';
import type { OpenScope } from './openScope';
import type { Binding, Scopes } from './scope';
import { namesById, ownerOf, reachingBindings } from './scope';

/** Reads a whole tree once. */
export function readScopes(tree: Tree): Scopes {
  return new ScopeMemory().read(tree);
}

/** What is known of the statements of a module, from version to version of its text. */
export class ScopeMemory {
  #reader = new PartReader();
  #parts = new WeakMap<Stmt, Part>();
  /** Nodes known after the first version. */
  #first = 0;

  /** Reads what has not been read before. The `Scopes` of the last tree must not be used any more. */
  read(tree: Tree): Scopes {
    // Now and then, nodes of statements that are gone are forgotten.
    if (this.#first > 0 && this.#reader.parents.size > 2 * this.#first + 20_000) {
      this.#reader = new PartReader();
      this.#parts = new WeakMap();
      this.#first = 0;
    }
    const reader = this.#reader;
    for (const statement of tree.body)
      if (!this.#parts.has(statement)) this.#parts.set(statement, reader.read(statement));
    this.#first ||= reader.parents.size;
    return this.#joined(tree);
  }

  #joined(tree: Tree): Scopes {
    const { module, parents, nameScopes, loops } = this.#reader;
    module.node = tree;
    module.bindings.clear();
    module.elsewhere.clear();
    module.stars.length = 0;
    const calls: Call[] = [];
    const imports: (Import | ImportFrom)[] = [];
    const names: Name[] = [];
    for (const statement of tree.body) {
      parents.set(statement, tree);
      const part = this.#parts.get(statement)!;
      for (const call of part.calls) calls.push(call);
      for (const each of part.imports) imports.push(each);
      for (const name of part.names) names.push(name);
      for (const binding of part.bindings) addBinding(module, binding);
      for (const star of part.stars) module.stars.push(star);
      for (const [name, where] of part.elsewhere) module.elsewhere.set(name, where);
    }
    const reached = new Map<Name, readonly Binding[]>();
    const scopeOf = (name: Name): OpenScope => nameScopes.get(name) ?? module;
    return {
      module,
      calls,
      imports,
      names,
      named: namesById(names),
      parent: (node) => parents.get(node) ?? null,
      scopeOf,
      owner: (name) => ownerOf(scopeOf(name), name.id),
      reaching(name) {
        let bindings = reached.get(name);
        if (bindings === undefined)
          reached.set(name, (bindings = reachingBindings(scopeOf(name), name, loops.get(name) ?? null)));
        return bindings;
      },
    };
  }
}
