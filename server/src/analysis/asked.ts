// Asked: what an answer about a module hangs on. While something is computed that is to be kept for the next version of the
// text, every question it asks is noted, so that it is computed anew only where an edit touches one of them.
import type { Module } from './module';
import type { Span } from './text';

/**
 * What nodes and names are asked for by. `calls`: the full name of what is called; `methods`: a call by its last word, with
 * a dot before a method's; `kinds`: all nodes of a kind; `names`: where a name stands; `bindings`: what the module binds it to.
 */
export const DOMAINS = ['calls', 'methods', 'attributes', 'keywords', 'kinds', 'names', 'bindings'] as const;
export type Domain = (typeof DOMAINS)[number];
export type Key = string | number;

/** Stands among `bindings` for what hangs on more names than are known; every edit touches it. */
export const ANY = '*';

/** Asks the same of another version of the module. */
export type Again = (module: Module) => unknown;

/** Whether two answers can be compared: nodes and lists of them can't, as they move with the text. */
export function isPlain(answer: unknown): boolean {
  return answer === null || (typeof answer !== 'object' && typeof answer !== 'function');
}

/** What is kept must hold on to no module of an earlier version: nothing here may be a function made while one is asked. */
export type Pattern = Pick<RegExp, 'test'>;

export class Asked {
  /** It hangs on more than can be told. */
  everything = false;
  /** It hangs on what the flow engine found. */
  flow = false;
  /** It hangs on where imports go. */
  leading = false;
  readonly keys: Readonly<Record<Domain, Set<Key>>> = {
    calls: new Set(),
    methods: new Set(),
    attributes: new Set(),
    keywords: new Set(),
    kinds: new Set(),
    names: new Set(),
    bindings: new Set(),
  };
  /** Keys by a pattern. */
  readonly patterns: { readonly domain: Domain; readonly pattern: Pattern }[] = [];
  /** Plain answers: nothing is touched while they are the same when asked again. */
  readonly answers = new Map<unknown, { readonly value: unknown; readonly again: Again }>();
  /** Stretches of text, as places of the version `textsAt`. */
  texts: Span[] = [];
  textsAt = 0;
  /** What other answers hang on that went into this one. */
  readonly within = new Set<Asked>();
}

/** Notes for whoever computes something to be kept; nobody, most of the time. */
export class Recorder {
  asked: Asked | null = null;

  /** Runs `compute` and notes what it asks in `asked`; null: notes nothing. */
  during<T>(asked: Asked | null, compute: () => T): T {
    const outer = this.asked;
    this.asked = asked;
    try {
      return compute();
    } finally {
      this.asked = outer;
    }
  }

  note(domain: Domain, key: Key): void {
    this.asked?.keys[domain].add(key);
  }

  noteMatching(domain: Domain, pattern: Pattern): void {
    this.asked?.patterns.push({ domain, pattern });
  }

  noteFlow(): void {
    if (this.asked !== null) this.asked.flow = true;
  }

  noteLeading(): void {
    if (this.asked !== null) this.asked.leading = true;
  }

  /** The text of a node is as the node is; any other stretch is noted. */
  noteText(span: Span): void {
    if (this.asked !== null && !('kind' in span)) this.asked.texts.push({ start: span.start, end: span.end });
  }

  noteAnswer(key: unknown, value: unknown, again: Again): void {
    this.asked?.answers.set(key, { value, again });
  }

  noteEverything(): void {
    if (this.asked !== null) this.asked.everything = true;
  }
}

const EVERY_NAME: Pattern = { test: (name) => name !== ANY };

/** A map of names to what the module binds them to, which notes who asks. */
export class WatchedBindings<Value> extends Map<string, Value> {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    super();
    this.#recorder = recorder;
  }

  override get(name: string): Value | undefined {
    this.#recorder.note('bindings', name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.#recorder.note('bindings', name);
    return super.has(name);
  }

  override get size(): number {
    this.#all();
    return super.size;
  }

  override entries(): MapIterator<[string, Value]> {
    this.#all();
    return super.entries();
  }

  override keys(): MapIterator<string> {
    this.#all();
    return super.keys();
  }

  override values(): MapIterator<Value> {
    this.#all();
    return super.values();
  }

  override forEach(callback: (value: Value, name: string, map: Map<string, Value>) => void): void {
    this.#all();
    super.forEach(callback);
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  #all(): void {
    this.#recorder.noteMatching('bindings', EVERY_NAME);
  }
}
