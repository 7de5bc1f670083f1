// Trace: what one unit of the program read and wrote of what was there before it. If all it read is the same, running it
// again would write the same.
import type { AnyTable, Table } from './store';
import type { HeapObject } from './value';

interface Written {
  readonly table: AnyTable;
  readonly key: unknown;
  readonly entry: unknown;
}

/** What several units read and wrote of things older than they are. */
export interface Met {
  /** Written ones. */
  readonly objects: Set<number>;
  readonly written: Map<AnyTable, Set<unknown>>;
  readonly read: Map<AnyTable, Set<unknown>>;
}

export function metBy(traces: Iterable<Trace>): Met {
  const all: Met = { objects: new Set(), written: new Map(), read: new Map() };
  for (const trace of traces) trace.addTo(all);
  return all;
}

function add(to: Map<AnyTable, Set<unknown>>, table: AnyTable, key: unknown): void {
  const keys = to.get(table);
  if (keys === undefined) to.set(table, new Set([key]));
  else keys.add(key);
}

export class Trace {
  /** What is older has a lower number. */
  readonly #firstObject: number;
  readonly #firstTable: number;
  readonly #objectsRead = new Map<number, HeapObject>();
  readonly #entriesRead = new Map<AnyTable, Map<unknown, unknown>>();
  readonly #written = new Set<number>();
  readonly #writtenKeys = new Map<AnyTable, Set<unknown>>();
  /** As the unit left them. */
  readonly objectsWritten: (readonly [id: number, object: HeapObject])[] = [];
  readonly entriesWritten: Written[] = [];

  constructor(firstObject: number, firstTable: number) {
    this.#firstObject = firstObject;
    this.#firstTable = firstTable;
  }

  readObject(id: number, object: HeapObject): void {
    if (id >= this.#firstObject || this.#written.has(id) || this.#objectsRead.has(id)) return;
    this.#objectsRead.set(id, object);
  }

  readEntry<Key, Entry>(table: Table<Key, Entry>, key: Key, entry: Entry | undefined): void {
    if (table.id >= this.#firstTable || this.#writtenKeys.get(table)?.has(key) === true) return;
    let read = this.#entriesRead.get(table);
    if (read === undefined) this.#entriesRead.set(table, (read = new Map()));
    if (!read.has(key)) read.set(key, entry);
  }

  /**
   * Notes a write; true if it is to something older than the unit.
   * @param branched in a branch, which is undone: what was there before may then be read after the write
   */
  writesObject(id: number, old: HeapObject | undefined, branched: boolean): boolean {
    if (id >= this.#firstObject) return false;
    if (branched && old !== undefined) this.readObject(id, old);
    this.#written.add(id);
    return true;
  }

  /** As `writesObject`. */
  writesEntry<Key, Entry>(table: Table<Key, Entry>, key: Key, old: Entry | undefined, branched: boolean): boolean {
    if (table.id >= this.#firstTable) return false;
    if (branched) this.readEntry(table, key, old);
    let written = this.#writtenKeys.get(table);
    if (written === undefined) this.#writtenKeys.set(table, (written = new Set()));
    written.add(key);
    return true;
  }

  /** The entries of this table that the unit wrote. */
  keysWritten<Key>(table: Table<Key, unknown>): Iterable<Key> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of this table
    return (this.#writtenKeys.get(table) ?? []) as Iterable<Key>;
  }

  /** The unit has ended: what it wrote is as it is now. */
  end(objectOf: (id: number) => HeapObject): void {
    for (const id of this.#written) this.objectsWritten.push([id, objectOf(id)]);
    for (const [table, keys] of this.#writtenKeys)
      for (const key of keys) this.entriesWritten.push({ table, key, entry: table.entries.get(key) });
  }

  /** Adds what this unit read and wrote to that of others. */
  addTo(all: Met): void {
    for (const id of this.#written) all.objects.add(id);
    for (const [table, keys] of this.#writtenKeys) for (const key of keys) add(all.written, table, key);
    for (const [table, read] of this.#entriesRead) for (const key of read.keys()) add(all.read, table, key);
  }

  /** Whether this unit, which wrote no older object, read something that the others wrote, or wrote what they read or wrote. */
  meets({ objects, written, read }: Met): boolean {
    for (const id of this.#objectsRead.keys()) if (objects.has(id)) return true;
    for (const [table, entries] of this.#entriesRead)
      for (const key of entries.keys()) if (written.get(table)?.has(key) === true) return true;
    for (const [table, keys] of this.#writtenKeys)
      for (const key of keys)
        if (written.get(table)?.has(key) === true || read.get(table)?.has(key) === true) return true;
    return false;
  }

  /** Whether all that was read is the same now. */
  holds(objectOf: (id: number) => HeapObject | undefined): boolean {
    for (const [id, object] of this.#objectsRead) if (objectOf(id) !== object) return false;
    for (const [table, read] of this.#entriesRead)
      for (const [key, entry] of read) if (!isSame(table.entries.get(key), entry)) return false;
    return true;
  }
}

/** The same object, or equal plain values: an import read again gives the same module. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isValue(a) || !isValue(b) || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'ref':
      return a.id === b.id;
    case 'const':
      return Object.is(a.value, b.value);
    case 'api':
      return a.name === b.name;
    case 'quantity':
      return a.quantity === b.quantity;
    default:
      return a.kind === 'unknown';
  }
}

interface AnyValue {
  readonly kind: unknown;
  readonly id?: unknown;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly quantity?: unknown;
}

function isValue(entry: unknown): entry is AnyValue {
  return typeof entry === 'object' && entry !== null && 'kind' in entry;
}
