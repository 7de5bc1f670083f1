// Image of a module: what following it alone gave, packed so that every program that imports it is given a copy.
import type { Span } from '../../text';
import type { Run } from '../interpreter/run';
import type { Evaluation, Fit } from '../records';
import type { HeapObject, ImportedFile, Scope, Value } from '../value';
import { Copier, type Places } from './copier';
import { copyRecords } from './copyRecords';

export interface Image {
  readonly file: ImportedFile;
  readonly name: string;
  /** Holds nothing but the modules that are imported, then what this one made. */
  readonly run: Run;
  /** Its own objects in `run` begin here. */
  readonly first: number;
  /** That of the module, then those that its values lead to. */
  readonly scopes: readonly Scope[];
  /** Modules that it imports, itself or through others, in order. */
  readonly nested: readonly Adopted[];
  /** Steps it took, those of nested modules included. */
  readonly cost: number;
  /** How many modules deep it is. */
  readonly depth: number;
}

/** The copy of a module that a run was given. */
export interface Adopted {
  readonly image: Image;
  /** Its objects begin here, in the image's order. */
  readonly first: number;
  /** Where the run reaches it. */
  readonly outside: Span;
  readonly scopes: readonly Scope[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  /** As they were given. */
  readonly objects: readonly HeapObject[];
  readonly entries: readonly ReadonlyMap<string, Value>[];
}

/** In an image: a program that adopts it says where it imports the module. */
export const NOWHERE: Span = { start: 0, end: 0 };

/** A module that was followed in a run of its own. */
export interface Followed {
  readonly file: ImportedFile;
  readonly name: string;
  readonly run: Run;
  readonly scope: Scope;
  readonly cost: number;
}

/** Packs a module. What its names and records do not lead to is left behind. */
export function pack({ file, name, run: from, scope, cost }: Followed): Image | null {
  const to = from.anew();
  const before = [...from.adopted.entries.values()];
  const nested = adoptAll(to, before, null);
  if (nested === null) return null;

  const first = to.store.size;
  const ids: number[] = [];
  const numbers = new Map<number, number>();
  const places = placesOf(from, to, before, nested, (id) => {
    let number = numbers.get(id);
    if (number === undefined) {
      // Made below: until then the old one keeps the place.
      number = to.store.add(from.store.get(id)).id;
      numbers.set(id, number);
      ids.push(id);
    }
    return number;
  });
  const copier = new Copier({ from, to, outside: NOWHERE, path: file.path }, places);
  places.scope(scope);
  copyRecords(from, to, copier, file.path);
  copyKept(from, to, copier);
  let filled = 0;
  for (let done = 0; done < ids.length || filled < places.made.length;) {
    if (filled < places.made.length) fill(to, places.made[filled++]!, copier);
    else {
      const id = ids[done++]!;
      to.store.set(numbers.get(id)!, copier.object(from.store.get(id)));
    }
  }
  fillGlobals(from, to, copier);
  const depth = 1 + Math.max(0, ...nested.map(({ image }) => image.depth));
  return { file, name, run: to, first, scopes: places.made.map(({ copy }) => copy), nested, cost, depth };
}

/**
 * Gives the run a copy of the module, and of those that it imports; null where it has other versions of these.
 * @param reached where a program imports it; null in an image, where what one module did is to be told from what another did
 */
export function adopt(to: Run, image: Image, reached: Span | null): Adopted | null {
  const { run: from, file } = image;
  const nested = adoptAll(to, image.nested, reached);
  if (nested === null) return null;

  const outside = reached ?? to.sites.imported(file.path, NOWHERE, NOWHERE);
  const first = to.store.size;
  const places = placesOf(from, to, image.nested, nested, (id) => first + (id - image.first));
  const copier = new Copier({ from, to, outside, path: file.path }, places);
  const scopes = image.scopes.map((scope) => places.scope(scope));
  const objects: HeapObject[] = [];
  for (let id = image.first; id < from.store.size; id++) objects.push(copier.object(from.store.get(id)));
  for (const object of objects) to.store.add(object);
  for (const made of places.made) fill(to, made, copier);
  fillGlobals(from, to, copier);
  const { fits, evaluations } = copyRecords(from, to, copier, file.path);
  copyKept(from, to, copier);
  const entries = scopes.map((scope) => new Map(scope.entries));
  const adopted: Adopted = { image, first, outside, scopes, fits, evaluations, objects, entries };
  to.store.put(to.adopted, file.path, adopted);
  to.store.put(to.modules, file.path, { kind: 'module', scope: scopes[0]!, name: image.name });
  return adopted;
}

function adoptAll(to: Run, wanted: readonly Adopted[], reached: Span | null): readonly Adopted[] | null {
  const all: Adopted[] = [];
  for (const { image } of wanted) {
    const { path } = image.file;
    const there = to.store.read(to.adopted, path);
    if (there === undefined && to.store.read(to.modules, path) !== undefined) return null;
    const adopted = there ?? adopt(to, image, reached);
    if (adopted?.image !== image) return null;
    all.push(adopted);
  }
  return all;
}

/** Whether the run changed anything of the modules it was given. */
export function changedAdopted({ adopted, store }: Run): boolean {
  for (const { first, objects, scopes, entries } of adopted.entries.values()) {
    if (objects.some((object, i) => store.get(first + i) !== object)) return true;
    if (scopes.some((scope, i) => !isSameMap(scope.entries, entries[i]!))) return true;
  }
  return false;
}

function isSameMap(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) if (b.get(name) !== value) return false;
  return true;
}

interface MadeScope {
  readonly old: Scope;
  readonly copy: Scope;
}

/** What of nested modules is found where they were adopted, and what of the module itself by `numberOf` and in `made`. */
function placesOf(
  from: Run,
  to: Run,
  before: readonly Adopted[],
  after: readonly Adopted[],
  numberOf: (id: number) => number,
): Places & { readonly made: readonly MadeScope[] } {
  const scopes = new Map<Scope, Scope>([[from.globals, to.globals]]);
  const fits = new Map<Fit, Fit>();
  const evaluations = new Map<Evaluation, Evaluation>();
  const outsides = new Map<Span, Span>();
  before.forEach((old, i) => {
    const now = after[i]!;
    outsides.set(old.outside, now.outside);
    old.scopes.forEach((each, j) => scopes.set(each, now.scopes[j]!));
    old.fits.forEach((each, j) => fits.set(each, now.fits[j]!));
    old.evaluations.forEach((each, j) => evaluations.set(each, now.evaluations[j]!));
  });
  const made: MadeScope[] = [];
  const scopeOf = (old: Scope): Scope => {
    let copy = scopes.get(old);
    if (copy === undefined) {
      copy = to.store.scope(old.parent === null ? null : scopeOf(old.parent), old.isClass);
      scopes.set(old, copy);
      made.push({ old, copy });
    }
    return copy;
  };
  return {
    made,
    scope: scopeOf,
    outside: (span) => outsides.get(span) ?? null,
    fit: (fit) => fits.get(fit) ?? null,
    evaluation: (evaluation) => evaluations.get(evaluation) ?? null,
    objectId(id) {
      const at = before.findIndex(({ first, objects }) => first <= id && id < first + objects.length);
      return at < 0 ? numberOf(id) : after[at]!.first + (id - before[at]!.first);
    },
  };
}

function fill(to: Run, { old, copy }: MadeScope, copier: Copier): void {
  for (const [name, value] of old.entries) to.store.put(copy, name, copier.value(value));
  for (const [name, home] of old.elsewhere) copy.elsewhere.set(name, copier.scope(home));
}

/** Tables that it wrote to files: the program may read them. */
function copyKept(from: Run, to: Run, copier: Copier): void {
  for (const [path, value] of from.kept.entries) to.store.put(to.kept, path, copier.value(value));
}

/** What a module leaves in its program: the library of a star import. */
function fillGlobals(from: Run, to: Run, copier: Copier): void {
  for (const [name, value] of from.globals.entries)
    if (value.kind === 'api' && name !== '__name__') to.store.put(to.globals, name, copier.value(value));
}
