// Images kept: modules followed once for all programs that import them, for as long as their text and the files that they
// looked for are the same. A module that does not stand by itself is followed in each program.
import type { Span } from '../../text';
import type { Files } from '../files';
import type { Run } from '../interpreter/run';
import type { ImportedFile, Scope } from '../value';
import { adopt, changedAdopted, pack, type Image } from './image';

interface Kept {
  readonly text: string;
  /** What it looked for. */
  readonly files: Files;
  /** Null: it is followed in each program. */
  readonly image: Image | null;
}

export interface Wanted {
  readonly file: ImportedFile;
  readonly name: string;
  /** Where the program imports it. */
  readonly at: Span;
  /** Steps that it may take in this program, with all that it imports. */
  readonly cost: number;
  /** How many modules deep it may be here, and how many it may bring along. */
  readonly depth: number;
  readonly count: number;
}

/** How a module is followed by itself. */
export interface Follow {
  readonly budget: number;
  /** Modules that are deeper fit into no program. */
  readonly depth: number;
  run(run: Run, scope: Scope): void;
}

const MAX_KEPT = 256;
const MAX_MET = 4096;
/** Steps of all that are kept: what they made takes memory. */
const MAX_COST = 300_000;
/** Modules that are followed by themselves for one program: of a whole package it sees no more either. */
const MAX_MADE = 12;

interface Following {
  readonly path: string;
  /** Needs nothing of the program that imports it, nor of a module that is not yet done. */
  alone: boolean;
  /** Holds for other programs too: nothing was left out because of this one. */
  whole: boolean;
}

export class Images {
  readonly #kept = new Map<string, Kept>();
  /** Texts that a program imported, by path. */
  readonly #met = new Map<string, string>();
  /** Modules that are followed now, each for the one before. */
  readonly #following: Following[] = [];
  /** Modules that were followed for the program that is followed now. */
  #made = 0;
  #followed = 0;

  /** How many modules were followed by themselves so far. */
  get followed(): number {
    return this.#followed;
  }

  /** A program begins. */
  begin(): void {
    this.#made = 0;
    this.#following.length = 0;
  }

  /** Gives the program a copy of the module; null where that cannot be, and it must be followed there. */
  adopt(to: Run, wanted: Wanted, follow: Follow): Scope | null {
    const image = this.#imageOf(to, wanted, follow);
    const adopted =
      image !== null && fits(to, image, wanted)
        ? adopt(to, image, this.#following.length > 0 ? null : wanted.at)
        : null;
    if (image === null || adopted === null) {
      // What is followed inside of others is theirs, and may meet what they are still making.
      for (const each of this.#following) each.alone = false;
      return null;
    }
    to.budget -= image.cost;
    return adopted.scopes[0] ?? null;
  }

  #imageOf(to: Run, { file, name }: Wanted, follow: Follow): Image | null {
    const { path, text } = file;
    const before = this.#kept.get(path);
    // Following it in the program is always right: nothing else need be the same for that.
    if (before?.text === text && before.image === null) return null;
    const seen = before?.text === text ? before.files.seenBy(to.files) : 'changed';
    if (before !== undefined && seen === 'same') {
      this.#keep(path, before);
      return before.image;
    }
    // To all other programs it is as it was.
    if (seen === 'itself') return this.#notWhole();
    if (this.#following.length >= follow.depth || this.#following.some((each) => each.path === path)) return null;
    if (this.#made >= MAX_MADE || !this.#metBefore(file)) return this.#notWhole();
    this.#made++;
    this.#followed++;
    return this.#make(to, file, name, follow);
  }

  /** Most modules are imported by one program, and packing them is for more. */
  #metBefore({ path, text }: ImportedFile): boolean {
    if (this.#following.length > 0 || this.#met.get(path) === text) return true;
    if (this.#met.size >= MAX_MET) this.#met.clear();
    this.#met.set(path, text);
    return false;
  }

  #notWhole(): null {
    for (const each of this.#following) each.whole = false;
    return null;
  }

  #make(to: Run, file: ImportedFile, name: string, follow: Follow): Image | null {
    const run = to.anew();
    run.images = this;
    run.files.enter(to.files.source);
    run.budget = follow.budget;
    const scope = run.store.scope(null);
    run.store.put(run.modules, file.path, { kind: 'module', scope, name });
    run.store.put(scope, '__name__', { kind: 'const', value: name });
    const own = { path: file.path, alone: true, whole: true };
    this.#following.push(own);
    follow.run(run, scope);
    this.#following.pop();
    const pending = run.store.read(run.forwards, 'pending') ?? [];
    const alone = own.alone && run.budget > 0 && pending.length === 0 && !changedAdopted(run);
    const image = alone ? pack({ file, name, run, scope, cost: follow.budget - run.budget }) : null;
    if (run.files.askedItself || !own.whole) this.#notWhole();
    else this.#keep(file.path, { text: file.text, files: run.files, image });
    if (image !== null) to.files.share(run.files);
    return image;
  }

  /** As the last that was used; the oldest are forgotten. */
  #keep(path: string, entry: Kept): void {
    this.#kept.delete(path);
    this.#kept.set(path, entry);
    let cost = 0;
    for (const { image } of this.#kept.values()) cost += image?.cost ?? 0;
    for (const [oldest, { image }] of this.#kept) {
      if ((this.#kept.size <= MAX_KEPT && cost <= MAX_COST) || oldest === path) return;
      this.#kept.delete(oldest);
      cost -= image?.cost ?? 0;
    }
  }
}

function fits({ store, adopted }: Run, image: Image, { cost, depth, count }: Wanted): boolean {
  const brought = image.nested.filter(({ image: { file } }) => store.read(adopted, file.path) === undefined);
  return image.cost < cost && image.depth <= depth && brought.length < count;
}
