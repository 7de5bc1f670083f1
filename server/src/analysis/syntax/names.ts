// Names as numbers: each identifier is kept once, found again by the hash made while it was scanned.

/** In the order of their tokens. */
export const KEYWORD_TEXTS: readonly string[] = (
  'False None True and as assert async await break class continue def del elif else except finally for from global ' +
  'if import in is lambda nonlocal not or pass raise return try while with yield'
).split(' ');
const OTHER_KNOWN_NAMES = ['match', 'case', 'type', '_', 'print', 'exec'];

/** Numbers of the names the parser asks for. Keywords come first, in the order of their tokens. */
export const enum KnownName {
  FirstKeyword = 1,
  LastKeyword = 35,
  Match,
  Case,
  Type,
  Underscore,
  Print,
  Exec,
}

/** Flushed at this many names: about 5 MB. Far above what one project's open files hold. */
const MOST_NAMES = 100_000;

/**
 * A hash table with open addressing. The characters of all names lie in one pool to compare against, so that looking
 * up a name that is known makes no string.
 */
export class Names {
  /** The text of each name, in Python's normal form (NFKC), by its number. */
  readonly texts: string[] = [''];
  #slots = new Int32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  /** Where each name's characters begin in the pool; the next one's begin where they end. */
  #offsets = new Int32Array(1 << 11);
  #pool = new Uint16Array(1 << 14);

  constructor() {
    for (const word of [...KEYWORD_TEXTS, ...OTHER_KNOWN_NAMES]) this.number(word, 0, word.length, hashOf(word));
  }

  /** The number of `source[start..end]`, whose hash is `hash` (see `nextHash`). */
  number(source: string, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const number = this.#slots[slot]!;
      if (number === 0) return this.#add(source, start, end, hash, slot);
      if (this.#hashes[number] === hash && this.#matches(number, source, start, end)) return number;
      slot = (slot + 1) & mask;
    }
  }

  get isFull(): boolean {
    return this.texts.length > MOST_NAMES;
  }

  #matches(number: number, source: string, start: number, end: number): boolean {
    const offset = this.#offsets[number]!;
    const length = end - start;
    if (this.#offsets[number + 1]! - offset !== length) return false;
    const pool = this.#pool;
    for (let i = 0; i < length; i++) {
      if (pool[offset + i] !== source.charCodeAt(start + i)) return false;
    }
    return true;
  }

  #add(source: string, start: number, end: number, hash: number, slot: number): number {
    const number = this.texts.length;
    if (number + 1 >= this.#hashes.length) this.#growNames();
    const offset = this.#offsets[number]!;
    const length = end - start;
    while (offset + length > this.#pool.length) this.#growPool();
    // Built character by character: a slice would keep the whole source alive as long as the name lives.
    let text = '';
    let ascii = true;
    for (let i = 0; i < length; i++) {
      const c = source.charCodeAt(start + i);
      this.#pool[offset + i] = c;
      text += String.fromCharCode(c);
      if (c > 127) ascii = false;
    }
    this.#offsets[number + 1] = offset + length;
    this.#hashes[number] = hash;
    this.#slots[slot] = number;
    this.texts.push(ascii ? text : text.normalize('NFKC'));
    if (this.texts.length * 2 > this.#slots.length) this.#growSlots();
    return number;
  }

  #growNames(): void {
    const hashes = new Int32Array(this.#hashes.length * 2);
    const offsets = new Int32Array(this.#offsets.length * 2);
    hashes.set(this.#hashes);
    offsets.set(this.#offsets);
    this.#hashes = hashes;
    this.#offsets = offsets;
  }

  #growPool(): void {
    const pool = new Uint16Array(this.#pool.length * 2);
    pool.set(this.#pool);
    this.#pool = pool;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 1; number < this.texts.length; number++) {
      let slot = spread(this.#hashes[number]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

/** The hash of a name is built a character at a time while it is scanned. */
export function nextHash(hash: number, c: number): number {
  return (Math.imul(hash, 31) + c) | 0;
}

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = nextHash(hash, word.charCodeAt(i));
  return hash;
}

/** The low bits alone of such a hash spread badly. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

let shared = new Names();

/** The table that parses share, so that one name is one string across files. A full one is left to its holders. */
export function sharedNames(): Names {
  if (shared.isFull) shared = new Names();
  return shared;
}

/** Begins a new table: what no tree holds any more can then be freed. */
export function flushNames(): void {
  shared = new Names();
}
