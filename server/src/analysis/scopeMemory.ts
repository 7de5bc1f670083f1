// The scopes of a module, statement by statement: what a statement brings is read once, and of what is known of all of them
// only that is renewed which the statements that came and went can change.
import { Recorder, WatchedBindings } from './asked';
import { PartReader } from './bindings';
import type { Part } from './part';
import { Kind, walk } from './syntax';
import type { Module as Tree, Name, Stmt } from './syntax';
import { moduleScope, type OpenScope } from './openScope';
import type { Binding, Scopes } from './scope';
import { ownerOf, reachingBindings } from './scope';
import { indexAt } from './statements';
import { contains, type Span } from './text';
import { changeOfStatements, type StatementChange } from './statementChange';

/** Reads a whole tree once. */
export function readScopes(tree: Tree): Scopes {
  return new ScopeMemory().read(tree);
}

/** What a new version may have changed for those who remember what they found by names. */
export interface ScopeChange {
  /** Rises by one from version to version; after a gap, nothing that was found holds any more. */
  readonly version: number;
  /** Everything was read anew. */
  readonly everything: boolean;
  /** Names that the module binds in another way than before, and star imports. */
  readonly rebound: ReadonlySet<string>;
  readonly stars: boolean;
  readonly gone: readonly Part[];
  readonly come: readonly Part[];
  readonly statements: StatementChange;
}

/** What is known of the statements of a module, from version to version of its text. */
export class ScopeMemory {
  readonly #recorder: Recorder;
  #reader: PartReader;
  #parts = new WeakMap<Stmt, Part>();
  #version = 0;
  /** Of the last version; null before the first, and if reading it failed. */
  #body: readonly Stmt[] | null = null;
  #named: Map<string, readonly Name[]> | null = null;
  readonly #reached = new Map<Name, readonly Binding[]>();

  /** @param recorder notes what is asked of names and bindings */
  constructor(recorder = new Recorder()) {
    this.#recorder = recorder;
    this.#reader = new PartReader(moduleScope(new WatchedBindings(recorder)));
  }

  /** Reads what has not been read before. The `Scopes` of the last tree must not be used any more. */
  read(tree: Tree): Scopes {
    return this.#joined(tree, this.#change(tree));
  }

  #change(tree: Tree): ScopeChange {
    const version = ++this.#version;
    const old = this.#body;
    this.#body = null;
    if (old === null) this.#forget();
    const statements = changeOfStatements(old ?? [], tree.body);
    const { gone, come } = statements;
    for (const statement of come)
      if (!this.#parts.has(statement)) this.#parts.set(statement, this.#reader.read(statement));
    const parts = {
      gone: gone.map((each) => this.#parts.get(each)!),
      come: come.map((each) => this.#parts.get(each)!),
    };
    this.#drop(gone, new Set(come));
    const rebound = this.#rebind(parts.gone, parts.come);
    if (old !== null) this.#renew(parts.gone, parts.come, rebound);
    this.#body = tree.body;
    const stars = [...parts.gone, ...parts.come].some((part) => part.stars.length > 0);
    return { version, everything: old === null, rebound, stars, statements, ...parts };
  }

  #forget(): void {
    this.#reader = new PartReader(moduleScope(new WatchedBindings(this.#recorder)));
    this.#parts = new WeakMap();
    this.#named = null;
    this.#reached.clear();
  }

  /** Forgets the nodes of statements that are gone. */
  #drop(gone: readonly Stmt[], come: ReadonlySet<Stmt>): void {
    const { parents, nameScopes, loops } = this.#reader;
    for (const statement of gone) {
      if (come.has(statement)) continue; // it has moved
      this.#parts.delete(statement);
      walk(statement, (node) => {
        parents.delete(node);
        if (node.kind !== Kind.Name) return;
        nameScopes.delete(node);
        loops.delete(node);
      });
    }
  }

  /** The module's bindings as they are now; gives the names of those that changed. */
  #rebind(gone: readonly Part[], come: readonly Part[]): ReadonlySet<string> {
    const { bindings } = this.#reader.module;
    const left = new Set(gone.flatMap((part) => part.bindings));
    const added = new Map<string, Binding[]>();
    for (const part of come) {
      for (const binding of part.bindings) {
        const list = added.get(binding.name);
        if (list === undefined) added.set(binding.name, [binding]);
        else list.push(binding);
      }
    }
    const rebound = new Set([...left].map(({ name }) => name));
    for (const name of added.keys()) rebound.add(name);
    for (const name of rebound) {
      const kept = (bindings.get(name) ?? []).filter((binding) => !left.has(binding));
      // In the order in which they begin to hold.
      const now = [...kept, ...(added.get(name) ?? [])].sort((a, b) => a.from - b.from);
      if (now.length === 0) bindings.delete(name);
      else bindings.set(name, now);
    }
    return rebound;
  }

  /** Brings the lists of names up to date, and forgets what may reach a use of a name that is bound in another way. */
  #renew(gone: readonly Part[], come: readonly Part[], rebound: ReadonlySet<string>): void {
    const named = this.#named;
    for (const part of gone) for (const name of part.names) this.#reached.delete(name);
    if (named === null) {
      if (rebound.size > 0) this.#reached.clear();
      return;
    }
    const left = new Set(gone.flatMap((part) => part.names));
    const added = namesById(come.flatMap((part) => part.names));
    for (const id of new Set([...[...left].map((name) => name.id), ...added.keys()])) {
      const kept = (named.get(id) ?? []).filter((name) => !left.has(name));
      named.set(
        id,
        [...kept, ...(added.get(id) ?? [])].sort((a, b) => a.start - b.start),
      );
    }
    for (const id of rebound) for (const name of named.get(id) ?? []) this.#reached.delete(name);
  }

  /** Decorators stand before the statement that they belong to. */
  #within(body: readonly Stmt[], span: Span): readonly Name[] {
    const first = Math.max(0, indexAt(body, span.start));
    const last = indexAt(body, span.end) + 1;
    return body
      .slice(first, last + 1)
      .flatMap((statement) => this.#parts.get(statement)!.names.filter((name) => contains(span, name)))
      .sort(inPlace);
  }

  #joined(tree: Tree, change: ScopeChange): Scopes {
    const recorder = this.#recorder;
    const { module, parents, nameScopes, loops } = this.#reader;
    module.node = tree;
    module.elsewhere.clear();
    module.stars.length = 0;
    const parts = tree.body.map((statement) => this.#parts.get(statement)!);
    for (const statement of tree.body) parents.set(statement, tree);
    for (const part of parts) {
      for (const star of part.stars) module.stars.push(star);
      for (const [name, where] of part.elsewhere) module.elsewhere.set(name, where);
    }
    const calls = once(() => joined(parts, (part) => part.calls));
    const imports = once(() => joined(parts, (part) => part.imports));
    const names = once(() => joined(parts, (part) => part.names));
    const named = () => (this.#named ??= inOrder(namesById(names())));
    const scopeOf = (name: Name): OpenScope => nameScopes.get(name) ?? module;
    return {
      module,
      change,
      get calls() {
        recorder.note('kinds', Kind.Call);
        return calls();
      },
      get imports() {
        recorder.note('kinds', Kind.Import);
        recorder.note('kinds', Kind.ImportFrom);
        return imports();
      },
      get names() {
        recorder.note('kinds', Kind.Name);
        return names();
      },
      named: (id) => {
        recorder.note('names', id);
        return named().get(id) ?? [];
      },
      matching: (pattern) => {
        recorder.noteMatching('names', pattern);
        const found: Name[] = [];
        for (const [id, same] of named()) if (pattern.test(id)) for (const name of same) found.push(name);
        return found.sort(inPlace);
      },
      within: (span) => {
        recorder.noteText(span);
        return this.#within(tree.body, span);
      },
      parent: (node) => parents.get(node) ?? null,
      scopeOf,
      owner: (name) => ownerOf(scopeOf(name), name.id),
      reaching: (name) => {
        recorder.note('bindings', name.id);
        let bindings = this.#reached.get(name);
        if (bindings === undefined)
          this.#reached.set(name, (bindings = reachingBindings(scopeOf(name), name, loops.get(name) ?? null)));
        return bindings;
      },
    };
  }
}

function inPlace(a: Name, b: Name): number {
  return a.start - b.start;
}

function joined<T>(parts: readonly Part[], of: (part: Part) => readonly T[]): readonly T[] {
  const all: T[] = [];
  for (const part of parts) for (const each of of(part)) all.push(each);
  return all;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function namesById(names: readonly Name[]): Map<string, Name[]> {
  const byId = new Map<string, Name[]>();
  for (const name of names) {
    const same = byId.get(name.id);
    if (same === undefined) byId.set(name.id, [name]);
    else same.push(name);
  }
  return byId;
}

function inOrder(byId: Map<string, Name[]>): Map<string, readonly Name[]> {
  for (const names of byId.values()) names.sort((a, b) => a.start - b.start);
  return byId;
}
