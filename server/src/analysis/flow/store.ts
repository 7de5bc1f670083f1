// The store: the heap, all scopes and the records. Branches run on it and are undone by a trail, so a branch costs what it
// writes. While a unit of the program runs (see `units.ts`), the store keeps a trace of what it read and wrote.
import { Trace } from './trace';
import type { HeapObject, Ref, Scope, Value } from './value';

interface ObjectChange {
  readonly id: number;
  readonly old: HeapObject | undefined;
}
interface EntryChange {
  readonly table: AnyTable;
  readonly key: unknown;
  readonly old: unknown;
}

/** Entries by key, written by the store alone: the names of a scope, the records of one kind. */
export interface Table<Key, Entry> {
  readonly id: number;
  readonly entries: Map<Key, Entry>;
}
export type AnyTable = Table<unknown, unknown>;

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
  readonly #trail: (ObjectChange | EntryChange)[] = [];
  /** What units wrote over things older than themselves, in order: undone before the next run. */
  readonly #foreign: (ObjectChange | EntryChange)[] = [];
  #branches = 0;
  #tables = 0;
  #trace: Trace | null = null;

  get(id: number): HeapObject {
    const object = this.#objects[id]!;
    this.#trace?.readObject(id, object);
    return object;
  }

  /** How many objects there are: each is younger than those with a lower number. */
  get size(): number {
    return this.#objects.length;
  }

  add(object: HeapObject): Ref {
    this.#objects.push(object);
    return { kind: 'ref', id: this.#objects.length - 1 };
  }

  set(id: number, object: HeapObject): void {
    const old = this.#objects[id];
    if (this.#branches > 0) this.#trail.push({ id, old });
    if (this.#trace?.writesObject(id, old, this.#branches > 0) === true) this.#foreign.push({ id, old });
    this.#objects[id] = object;
  }

  scope(parent: Scope | null, isClass = false): Scope {
    return { id: this.#tables++, parent, isClass, entries: new Map(), elsewhere: new Map() };
  }

  table<Key, Entry>(): Table<Key, Entry> {
    return { id: this.#tables++, entries: new Map() };
  }

  read<Key, Entry>(table: Table<Key, Entry>, key: Key): Entry | undefined {
    const entry = table.entries.get(key);
    this.#trace?.readEntry(table, key, entry);
    return entry;
  }

  /** Binds, or unbinds if `value` is undefined. */
  bind(scope: Scope, name: string, value: Value | undefined): void {
    if (this.#branches > 0) this.#trail.push({ table: scope, key: name, old: scope.entries.get(name) });
    this.put(scope, name, value);
  }

  /** As `bind`, for records: a branch that is undone has recorded all the same. */
  put<Key, Entry>(table: Table<Key, Entry>, key: Key, entry: Entry | undefined): void {
    const old = table.entries.get(key);
    if (this.#trace?.writesEntry(table, key, old, this.#branches > 0) === true) this.#foreign.push({ table, key, old });
    if (entry === undefined) table.entries.delete(key);
    else table.entries.set(key, entry);
  }

  /** Runs `body` and tells what it read and wrote of things that were there before. */
  trace(body: () => void): Trace {
    const trace = new Trace(this.#objects.length, this.#tables);
    this.#trace = trace;
    try {
      body();
    } finally {
      this.#trace = null;
      this.#trail.length = 0;
    }
    trace.end((id) => this.#objects[id]!);
    return trace;
  }

  /** Whether all that was read is still the same; the trace's body would then do the same again. */
  holds(trace: Trace): boolean {
    return trace.holds((id) => this.#objects[id]);
  }

  /** Does again what the body did. Things it made are still there. */
  replay({ objectsWritten, entriesWritten }: Trace): void {
    for (const [id, object] of objectsWritten) {
      this.#foreign.push({ id, old: this.#objects[id] });
      this.#objects[id] = object;
    }
    for (const { table, key, entry } of entriesWritten) {
      this.#foreign.push({ table, key, old: table.entries.get(key) });
      if (entry === undefined) table.entries.delete(key);
      else table.entries.set(key, entry);
    }
  }

  /** How much units have written so far; `rewind` goes back to it. */
  get mark(): number {
    return this.#foreign.length;
  }

  /** Back to before the unit that began at `mark`: each thing is as the unit that made it, or one before, left it. */
  rewind(mark: number): void {
    for (let i = this.#foreign.length - 1; i >= mark; i--) this.#restore(this.#foreign[i]!);
    this.#foreign.length = mark;
  }

  /** Takes back what was written from one mark to another, as if it had never been; nothing later may have met it. */
  withdraw(from: number, to: number): void {
    for (const change of this.#foreign.splice(from, to - from).toReversed()) this.#restore(change);
  }

  /** What was written since `mark` counts as written at an earlier mark `at`; nothing between may have met it. */
  antedate(mark: number, at: number): void {
    this.#foreign.splice(at, 0, ...this.#foreign.splice(mark));
  }

  #restore(change: ObjectChange | EntryChange): void {
    if ('id' in change) this.#objects[change.id] = change.old!;
    else if (change.old === undefined) change.table.entries.delete(change.key);
    else change.table.entries.set(change.key, change.old);
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
      const base = this.get(id);
      const first = a.objects.get(id) ?? base;
      const second = b.objects.get(id) ?? base;
      if (first === undefined || second === undefined) continue;
      if (first !== base || second !== base) this.set(id, first === second ? first : join.object(first, second));
    }
    for (const scope of new Set([...a.names.keys(), ...b.names.keys()])) {
      const first = a.names.get(scope);
      const second = b.names.get(scope);
      for (const name of new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])) {
        const base = this.read(scope, name);
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
      if ('id' in change) {
        if (!objects.has(change.id)) objects.set(change.id, this.#objects[change.id]!);
        if (change.old !== undefined) this.#objects[change.id] = change.old;
      } else {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `bind` writes to the trail, and of scopes
        this.#undoName(change as unknown as NameChange, names);
      }
    }
    this.#trail.length = mark;
    return { objects, names };
  }

  #undoName({ table: scope, key: name, old }: NameChange, names: Map<Scope, Map<string, Value | undefined>>): void {
    let written = names.get(scope);
    if (written === undefined) names.set(scope, (written = new Map()));
    if (!written.has(name)) written.set(name, scope.entries.get(name));
    if (old === undefined) scope.entries.delete(name);
    else scope.entries.set(name, old);
  }
}

interface NameChange {
  readonly table: Scope;
  readonly key: string;
  readonly old: Value | undefined;
}

export const NO_CHANGES: Changes = { objects: new Map(), names: new Map() };
