// The store: the heap and all scopes. Branches run on it and are undone by a trail, so a branch costs what it writes.
import type { HeapObject, Ref, Scope, Value } from './value';

interface ObjectChange {
  readonly id: number;
  readonly old: HeapObject | undefined;
}
interface NameChange {
  readonly scope: Scope;
  readonly name: string;
  readonly old: Value | undefined;
}

/** What a branch wrote, relative to where it began. */
export interface Changes {
  readonly objects: ReadonlyMap<number, HeapObject>;
  readonly names: ReadonlyMap<Scope, ReadonlyMap<string, Value | undefined>>;
}

export interface Join {
  value(a: Value | undefined, b: Value | undefined): Value | undefined;
  object(a: HeapObject, b: HeapObject): HeapObject;
}

export class Store {
  readonly #objects: HeapObject[] = [];
  readonly #trail: (ObjectChange | NameChange)[] = [];
  #branches = 0;
  #scopes = 0;

  get(id: number): HeapObject {
    return this.#objects[id]!;
  }

  add(object: HeapObject): Ref {
    this.#objects.push(object);
    return { kind: 'ref', id: this.#objects.length - 1 };
  }

  set(id: number, object: HeapObject): void {
    if (this.#branches > 0) this.#trail.push({ id, old: this.#objects[id] });
    this.#objects[id] = object;
  }

  scope(parent: Scope | null, isClass = false): Scope {
    return { id: this.#scopes++, parent, isClass, names: new Map(), elsewhere: new Map() };
  }

  /** Binds, or unbinds if `value` is undefined. */
  bind(scope: Scope, name: string, value: Value | undefined): void {
    if (this.#branches > 0) this.#trail.push({ scope, name, old: scope.names.get(name) });
    if (value === undefined) scope.names.delete(name);
    else scope.names.set(name, value);
  }

  /** Runs `body`, undoes what it wrote, and tells what that was. */
  attempt(body: () => void): Changes {
    const mark = this.#trail.length;
    this.#branches++;
    try {
      body();
    } finally {
      this.#branches--;
    }
    return this.#undo(mark);
  }

  apply(changes: Changes): void {
    for (const [id, object] of changes.objects) this.set(id, object);
    for (const [scope, names] of changes.names) for (const [name, value] of names) this.bind(scope, name, value);
  }

  /** The state after either of two branches that began here. */
  join(a: Changes, b: Changes, join: Join): void {
    for (const id of new Set([...a.objects.keys(), ...b.objects.keys()])) {
      const base = this.#objects[id];
      const first = a.objects.get(id) ?? base;
      const second = b.objects.get(id) ?? base;
      if (first === undefined || second === undefined) continue;
      if (first !== base || second !== base) this.set(id, first === second ? first : join.object(first, second));
    }
    for (const scope of new Set([...a.names.keys(), ...b.names.keys()])) {
      const first = a.names.get(scope);
      const second = b.names.get(scope);
      for (const name of new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])) {
        const base = scope.names.get(name);
        const one = first?.has(name) === true ? first.get(name) : base;
        const other = second?.has(name) === true ? second.get(name) : base;
        this.bind(scope, name, one === other ? one : join.value(one, other));
      }
    }
  }

  #undo(mark: number): Changes {
    const objects = new Map<number, HeapObject>();
    const names = new Map<Scope, Map<string, Value | undefined>>();
    for (let i = this.#trail.length - 1; i >= mark; i--) {
      const change = this.#trail[i]!;
      if ('scope' in change) {
        this.#undoName(change, names);
      } else {
        if (!objects.has(change.id)) objects.set(change.id, this.#objects[change.id]!);
        if (change.old !== undefined) this.#objects[change.id] = change.old;
      }
    }
    this.#trail.length = mark;
    return { objects, names };
  }

  #undoName({ scope, name, old }: NameChange, names: Map<Scope, Map<string, Value | undefined>>): void {
    let written = names.get(scope);
    if (written === undefined) names.set(scope, (written = new Map()));
    if (!written.has(name)) written.set(name, scope.names.get(name));
    if (old === undefined) scope.names.delete(name);
    else scope.names.set(name, old);
  }
}

export const NO_CHANGES: Changes = { objects: new Map(), names: new Map() };
