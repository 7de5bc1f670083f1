// Reads typed values: nested lists or plain separated words, checked against an element type and a shape. Pure.

/** One value as it was typed, with its place in the text. */
export interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** What is wrong, and where in the text. */
export interface Mistake {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Typed {
  readonly tokens: readonly Token[];
  readonly mistake: Mistake | null;
}

/**
 * Splits and checks `text` for a tensor of `shape`; null: any shape will do. The tokens are given even where there is a
 * mistake.
 */
export function readValues(text: string, elementType: string, shape: readonly number[] | null): Typed {
  const { tokens, rows, mistake } = split(text);
  const wrong = mistake ?? checkTokens(tokens, elementType);
  return { tokens, mistake: wrong ?? (shape && checkCount(text, tokens, rows, shape)) };
}

/** Values laid out as nested lists of `shape`, in the words they were typed in. */
export function writeValues(words: readonly string[], elementType: string, shape: readonly number[]): string {
  const quote = (word: string) => (elementType === 'string' || !isPlain(word) ? JSON.stringify(word) : word);
  const level = (depth: number, from: number): string => {
    if (depth === shape.length) return quote(words[from] ?? '');
    const step = product(shape.slice(depth + 1));
    const inner = Array.from({ length: shape[depth]! }, (_, index) => level(depth + 1, from + index * step));
    return `[${inner.join(depth < shape.length - 1 ? `,\n${' '.repeat(depth + 1)}` : ', ')}]`;
  };
  return level(0, 0);
}

/** The value that an empty field of this type starts with. */
export function blank(elementType: string): string {
  if (elementType === 'string') return '';
  return elementType === 'bool' ? 'false' : '0';
}

/** How many elements a tensor of this shape has. */
export function product(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

/** A list of values on the deepest level that was written, with its place. */
interface Row extends Pick<Mistake, 'start' | 'end'> {
  readonly count: number;
}

const WORD = /[^\s,[\]"]+/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;

function split(text: string): { tokens: Token[]; rows: Row[]; mistake: Mistake | null } {
  const tokens: Token[] = [];
  const rows: Row[] = [];
  const open: { readonly start: number; readonly tokens: number; hasLists: boolean }[] = [];
  let at = 0;
  const failed = (message: string, start: number, end = start + 1) => ({
    tokens,
    rows,
    mistake: { message, start, end },
  });
  while (at < text.length) {
    const character = text[at]!;
    if (character === '[') {
      const outer = open.at(-1);
      if (outer) outer.hasLists = true;
      open.push({ start: at, tokens: tokens.length, hasLists: false });
      at += 1;
    } else if (character === ']') {
      const list = open.pop();
      if (!list) return failed('This bracket closes no list.', at);
      at += 1;
      if (!list.hasLists) rows.push({ start: list.start, end: at, count: tokens.length - list.tokens });
    } else if (character === '"') {
      const token = stringAt(text, at);
      if (!token)
        return failed('This text has no closing quote, or an escape that JSON does not know.', at, lineEnd(text, at));
      tokens.push(token);
      at = token.end;
    } else if (character === ',' || /\s/.test(character)) {
      at += 1;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(text)![0];
      tokens.push({ text: word, quoted: false, start: at, end: at + word.length });
      at += word.length;
    }
  }
  const unclosed = open.at(-1);
  return unclosed ? failed('This list is not closed.', unclosed.start) : { tokens, rows, mistake: null };
}

function stringAt(text: string, start: number): Token | null {
  STRING.lastIndex = start;
  const found = STRING.exec(text)?.[0];
  if (found === undefined) return null;
  try {
    return { text: String(JSON.parse(found)), quoted: true, start, end: start + found.length };
  } catch {
    return null;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function checkTokens(tokens: readonly Token[], elementType: string): Mistake | null {
  for (const { text, start, end } of tokens) {
    const message = wrongValue(text, elementType);
    if (message) return { message, start, end };
  }
  return null;
}

function checkCount(
  text: string,
  tokens: readonly Token[],
  rows: readonly Row[],
  shape: readonly number[],
): Mistake | null {
  const expected = product(shape);
  const shapeWords = shape.length === 0 ? 'a scalar' : `shape ${shape.join(' × ')}`;
  const width = shape.at(-1);
  // Rows are told apart only where more than one was written: `[1, 2, 3, 4]` is fine for 2 × 2.
  const ragged = rows.length > 1 ? rows.find(({ count }) => count !== width) : undefined;
  if (ragged) {
    return { message: `This row has ${values(ragged.count)}; ${shapeWords} needs ${width} in each.`, ...place(ragged) };
  }
  if (tokens.length === expected) return null;
  const extra = tokens[expected];
  const at = extra ?? { start: text.length, end: text.length };
  return {
    message: `${values(tokens.length)} given; ${shapeWords} needs ${expected.toLocaleString('en-US')}.`,
    ...place(at),
  };
}

const place = ({ start, end }: Pick<Mistake, 'start' | 'end'>) => ({ start, end });
const values = (count: number) => (count === 1 ? '1 value' : `${count.toLocaleString('en-US')} values`);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^([+-]?inf(inity)?|nan)$/i;
const INTEGER = /^[+-]?\d+$/;

function isPlain(word: string): boolean {
  return NUMBER.test(word) || /^(true|false)$/i.test(word);
}

/** Why a word is no value of the type; null if it is one. */
export function wrongValue(word: string, elementType: string): string | null {
  if (elementType === 'string') return null;
  if (word === '') return 'A value is missing here.';
  if (elementType === 'bool') {
    return /^(true|false|0|1)$/i.test(word) ? null : `“${word}” is not a bool: write true or false.`;
  }
  const integer = /^(u?)int(\d+)$/.exec(elementType);
  if (!integer) return NUMBER.test(word) || NOT_FINITE.test(word) ? null : `“${word}” is not a number.`;
  if (!INTEGER.test(word)) return `“${word}” is not a whole number, as ${elementType} needs.`;
  const [least, most] = integerRange(integer[1] === 'u', Number(integer[2]));
  const value = BigInt(word.replace('+', ''));
  return value < least || value > most ? `${word} does not fit into ${elementType} (${least} to ${most}).` : null;
}

function integerRange(unsigned: boolean, bits: number): readonly [bigint, bigint] {
  if (unsigned) return [0n, (1n << BigInt(bits)) - 1n];
  const half = 1n << BigInt(bits - 1);
  return [-half, half - 1n];
}
