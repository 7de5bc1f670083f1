// Recall: answers about a module that are kept from version to version of its text, each with what it hangs on.
import { Asked, DOMAINS, type Domain, type Key, type Recorder } from './asked';
import type { Module } from './module';
import type { TextChange } from './syntax';
import type { Span } from './text';

/** What one edit touched. */
export interface Touched {
  /** Nothing of before holds. */
  readonly everything: boolean;
  /** The edit may have moved the place where imports go. */
  readonly leading: boolean;
  readonly keys: Readonly<Record<Domain, ReadonlySet<Key>>>;
  readonly change: TextChange;
  /** Whether the flow engine found something else than before; asked only where it matters, and only of the newest version. */
  readonly flow: () => boolean;
}

/** One edit that is remembered: of the version that it led to, no more than was found out. */
class Step {
  #flow: (() => boolean) | boolean;

  constructor(
    readonly touched: Omit<Touched, 'flow'>,
    flow: () => boolean,
  ) {
    this.#flow = flow;
  }

  touchesFlow(): boolean {
    if (typeof this.#flow === 'function') this.#flow = this.#flow();
    return this.#flow;
  }

  /** Another version follows. What nobody asked of this one, nobody can ask any more. */
  close(): void {
    if (typeof this.#flow === 'function') this.#flow = true;
  }
}

/** How to make what is kept, and how to bring it to its place in a text edited before it; null if the edit is in it. */
export interface Recallable<K extends object, T> {
  compute(module: Module, key: K): T;
  moved(kept: T, move: Move): T | null;
}

/** From the last versions of a text to this one. */
export class Move {
  readonly #changes: readonly TextChange[];

  constructor(changes: readonly TextChange[]) {
    this.#changes = changes;
  }

  /** The same place in the text as it is now; null if an edit was in it or beside it. */
  span(span: Span): Span | null {
    let { start, end } = span;
    for (const change of this.#changes) {
      if (end < change.start) continue;
      if (start <= change.oldEnd) return null;
      const delta = change.newEnd - change.oldEnd;
      start += delta;
      end += delta;
    }
    return start === span.start ? span : { start, end };
  }
}

/** Versions that are remembered: an answer that was not asked for longer is made anew. */
const LONGEST = 40;

interface Entry {
  readonly asked: Asked;
  readonly kept: unknown;
  readonly version: number;
}

export class Recall {
  #version = 0;
  /** The edits that led to the last versions, the newest last. */
  #steps: Step[] = [];
  readonly #entries = new WeakMap<object, WeakMap<object, Entry>>();

  /** Of the text, counted from the first. */
  get version(): number {
    return this.#version;
  }

  /** A new version of the text. */
  step({ flow, ...touched }: Touched): void {
    this.#version++;
    this.#steps.at(-1)?.close();
    if (touched.everything) this.#steps = [];
    this.#steps.push(new Step(touched, flow));
    if (this.#steps.length > LONGEST) this.#steps.shift();
  }

  /** What was kept by `how` for this key, if it still holds; else it is computed. */
  answer<K extends object, T>(module: Module, recorder: Recorder, how: Recallable<K, T>, key: K): T {
    let entries = this.#entries.get(how);
    if (entries === undefined) this.#entries.set(how, (entries = new WeakMap()));
    const before = entries.get(key);
    const old = before === undefined ? null : this.#again(module, before, how);
    const entry = old ?? this.#made(module, recorder, how, key);
    entries.set(key, entry);
    recorder.asked?.within.add(entry.asked);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept by the same `how`
    return entry.kept as T;
  }

  #made<K extends object, T>(module: Module, recorder: Recorder, how: Recallable<K, T>, key: K): Entry {
    const asked = new Asked();
    asked.textsAt = this.#version;
    const kept = recorder.during(asked, () => how.compute(module, key));
    return { asked, kept, version: this.#version };
  }

  #again<K extends object, T>(module: Module, entry: Entry, how: Recallable<K, T>): Entry | null {
    const steps = this.#since(entry.version);
    if (steps === null || !this.#holds(module, entry.asked, steps)) return null;
    if (steps.length === 0) return entry;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept by the same `how`
    const kept = how.moved(entry.kept as T, new Move(steps.map(({ touched }) => touched.change)));
    return kept === null ? null : { asked: entry.asked, kept, version: this.#version };
  }

  /** The edits after a version; null if they are not all remembered. */
  #since(version: number): readonly Step[] | null {
    const count = this.#version - version;
    if (count > this.#steps.length) return null;
    const steps = this.#steps.slice(this.#steps.length - count);
    return steps.some(({ touched }) => touched.everything) ? null : steps;
  }

  /** Whether no edit touched what was asked, nor what went into that: answers may hang on each other. */
  #holds(module: Module, asked: Asked, steps: readonly Step[]): boolean {
    const all = new Set([asked]);
    for (const each of all) {
      if (!this.#holdsItself(module, each, steps)) return false;
      for (const inner of each.within) all.add(inner);
    }
    return true;
  }

  #holdsItself(module: Module, asked: Asked, steps: readonly Step[]): boolean {
    if (steps.length > 0 && asked.everything) return false;
    for (const { touched } of steps) if (touches(touched, asked)) return false;
    for (const { value, again } of asked.answers.values()) if (!Object.is(again(module), value)) return false;
    return this.#sameTexts(asked) && !(asked.flow && steps.some((step) => step.touchesFlow()));
  }

  #sameTexts(asked: Asked): boolean {
    if (asked.texts.length === 0) return true;
    const steps = this.#since(asked.textsAt);
    if (steps === null) return false;
    const move = new Move(steps.map(({ touched }) => touched.change));
    const texts = asked.texts.flatMap((text) => move.span(text) ?? []);
    if (texts.length < asked.texts.length) return false;
    asked.texts = texts;
    asked.textsAt = this.#version;
    return true;
  }
}

function touches({ keys, leading }: Step['touched'], asked: Asked): boolean {
  if (leading && asked.leading) return true;
  for (const domain of DOMAINS) {
    const wanted = asked.keys[domain];
    if (wanted.size > 0) for (const key of keys[domain]) if (wanted.has(key)) return true;
  }
  return asked.patterns.some(({ domain, pattern }) => {
    for (const key of keys[domain])
      if (pattern.test(domain === 'methods' ? String(key).replace('.', '') : String(key))) return true;
    return false;
  });
}
