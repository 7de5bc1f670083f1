// Typed values: what a user writes for an input (JSON, or numbers and words with commas) as a value of its type.
import { elementCount, isInteger } from './elements';
import type { Dimension, ElementType, TensorType, ValueInfo, ValueType } from './model';
import { attempt, fail } from './problem';
import type { Result } from './problem';
import { encodeFloat16 } from './small-floats';
import { emptyData } from './values';
import type { MapValue, TensorValue, Value } from './values';

/** Characters of typed text: more than that belongs into a file. */
const MOST_TEXT = 64 * 1024 * 1024;

/**
 * Reads text such as `[[5.1, 3.5], [4.9, 3]]`, `5.1, 3.5`, `"a", "b"`, `true` as a value for an input.
 * Whole numbers keep all 64 bits. A flat list takes the input's own shape where it fits it. `shape` overrides both.
 */
export function parseValue(input: ValueInfo, text: string, shape?: readonly number[]): Result<Value> {
  return attempt('bad-value', `The value for \`${input.name}\` could not be read.`, () => {
    if (text.length > MOST_TEXT) refuse(input.name, 'It is too long to be typed.');
    return valueFrom(input.name, input.type, parseNested(input.name, text), shape);
  });
}

function refuse(name: string, why: string): never {
  fail(
    'bad-value',
    `The value for \`${name}\` could not be read.`,
    why,
    'Write JSON such as [[1.5, 2], [3, 4]], or numbers with commas between them.',
  );
}

/** A scalar as it was written, or a list, or an object. */
type Nested =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly items: Nested[] }
  | { readonly kind: 'object'; readonly entries: [string, Nested][] };

const TOKEN = /\s*(?:([[\]{},:])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,[\]{}:"']+))\s*/gy;

type Token = { readonly mark: string } | { readonly text: string; readonly quoted: boolean };

function* tokens(name: string, text: string): Generator<Token> {
  TOKEN.lastIndex = 0;
  const trimmed = text.trim();
  let at = 0;
  while (at < trimmed.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(trimmed);
    if (!match) refuse(name, `Near \`${trimmed.slice(at, at + 12)}\` it cannot be understood.`);
    at = TOKEN.lastIndex;
    const [, mark, double, single, bare] = match;
    if (mark !== undefined) yield { mark };
    else if (bare !== undefined) yield { text: bare, quoted: false };
    else yield { text: unescape(double ?? single ?? ''), quoted: true };
  }
}

function unescape(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, escaped: string) => {
    if (escaped.length > 1) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[escaped] ?? escaped;
  });
}

/** Lists and objects by a stack of our own: no text is deep enough to end the process. */
function parseNested(name: string, text: string): Nested {
  const root: Nested & { kind: 'list' } = { kind: 'list', items: [] };
  const open: Exclude<Nested, { kind: 'word' }>[] = [root];
  let key: string | null = null;
  const put = (value: Nested): void => {
    const top = open.at(-1)!;
    if (top.kind === 'list') top.items.push(value);
    else if (key === null && value.kind === 'word') key = value.text;
    else if (key === null) refuse(name, 'A key must be a word or a number.');
    else {
      top.entries.push([key, value]);
      key = null;
    }
  };
  for (const token of tokens(name, text)) {
    if (!('mark' in token)) put({ kind: 'word', ...token });
    else if (token.mark === '[' || token.mark === '{') {
      const inner: Exclude<Nested, { kind: 'word' }> =
        token.mark === '[' ? { kind: 'list', items: [] } : { kind: 'object', entries: [] };
      put(inner);
      open.push(inner);
    } else if (token.mark === ']' || token.mark === '}') {
      const closed = open.length > 1 ? open.pop() : undefined;
      if (closed?.kind !== (token.mark === ']' ? 'list' : 'object'))
        refuse(name, `A \`${token.mark}\` closes nothing.`);
    }
  }
  if (open.length > 1) refuse(name, `A bracket is not closed.`);
  const [only] = root.items;
  return root.items.length === 1 && only ? only : root;
}

function valueFrom(name: string, type: ValueType, nested: Nested, shape?: readonly number[]): Value {
  switch (type.kind) {
    case 'tensor':
      return tensorFrom(name, type, nested, shape);
    case 'sequence': {
      const { element } = type;
      if (nested.kind !== 'list') return refuse(name, 'A sequence is a list.');
      if (element.kind !== 'tensor') return refuse(name, 'Only sequences of tensors can be typed.');
      const elements = nested.items.map((item) => tensorFrom(name, element, item));
      return { kind: 'sequence', elementType: element.elementType, elements };
    }
    case 'optional': {
      if (nested.kind === 'word' && /^(null|none)$/i.test(nested.text)) return { kind: 'optional', element: null };
      const element = valueFrom(name, type.element, nested, shape);
      if (element.kind !== 'tensor' && element.kind !== 'sequence') return refuse(name, 'It is no tensor.');
      return { kind: 'optional', element };
    }
    case 'map':
      return mapFrom(name, type, nested);
    default:
      return refuse(name, `A value of the kind ${type.kind} cannot be typed.`);
  }
}

function mapFrom(name: string, type: ValueType & { kind: 'map' }, nested: Nested): MapValue {
  if (nested.kind !== 'object') return refuse(name, 'A map is written like {"key": 1.5}.');
  const value = type.value.kind === 'tensor' ? type.value.elementType : 'float32';
  const entries = nested.entries.map(([key, item]): [string | bigint, number | string] => {
    if (item.kind !== 'word') return refuse(name, `The value of ${key} is no single number or word.`);
    const entry = value === 'string' ? item.text : numberFrom(name, item.text);
    return [type.key === 'string' ? key : integerFrom(name, key), entry];
  });
  return { kind: 'map', key: type.key, value, entries };
}

function tensorFrom(name: string, type: TensorType, nested: Nested, given?: readonly number[]): TensorValue {
  const words: { text: string }[] = [];
  const written = shapeOf(name, nested, words);
  const shape = given ?? fitShape(type.shape, written, words.length);
  if (elementCount(shape) !== words.length) {
    refuse(name, `The shape [${shape.join(', ')}] needs ${elementCount(shape)} values; ${words.length} are written.`);
  }
  const data = emptyData(type.elementType, words.length);
  if (!data || type.elementType.startsWith('complex')) {
    return fail('unsupported-type', `\`${name}\` cannot be typed.`, `It is ${type.elementType}.`, 'Give a file.');
  }
  const target = data as { [index: number]: unknown };
  for (const [index, { text }] of words.entries()) target[index] = scalarFrom(name, type.elementType, text);
  return { kind: 'tensor', elementType: type.elementType, shape, data };
}

/** The shape of nested lists, and their words in order; lists of different lengths side by side are refused. */
function shapeOf(name: string, nested: Nested, words: { text: string }[]): number[] {
  if (nested.kind === 'object') return refuse(name, 'An object is no tensor.');
  if (nested.kind === 'word') {
    words.push(nested);
    return [];
  }
  let level: readonly Nested[] = [nested];
  const shape: number[] = [];
  while (level.length > 0 && level.every((one) => one.kind === 'list')) {
    const lists = level;
    const size = lists[0]!.items.length;
    if (lists.some((one) => one.items.length !== size)) refuse(name, 'Its lists have different lengths.');
    shape.push(size);
    level = lists.flatMap((one) => one.items);
  }
  for (const one of level) {
    if (one.kind !== 'word') return refuse(name, 'Values and lists stand side by side in it.');
    words.push(one);
  }
  return shape;
}

/** The input's own shape, where fewer axes were written and the values fill it with one open size worked out. */
function fitShape(shape: readonly Dimension[] | null, written: readonly number[], count: number): readonly number[] {
  if (!shape || written.length >= shape.length) return written;
  const fixed = shape.reduce<number>((product, size) => (typeof size === 'number' ? product * size : product), 1);
  const rest = fixed > 0 ? count / fixed : 0;
  const open = shape.findIndex((size) => typeof size !== 'number');
  if (!Number.isInteger(rest) || (open < 0 && rest !== 1)) return written;
  // A flat list for [batch, columns] with both open is one row, not many.
  const last = shape.length - 1;
  const growing = shape.length > 1 && typeof shape[last] !== 'number' && open === 0 ? last : open;
  return shape.map((size, axis) => (typeof size === 'number' ? size : axis === growing ? rest : 1));
}

function scalarFrom(name: string, type: ElementType, text: string): number | bigint | string {
  if (type === 'string') return text;
  if (type === 'bool') {
    const lower = text.toLowerCase();
    if (!/^(true|false|0|1)$/.test(lower)) refuse(name, `\`${text.slice(0, 20)}\` is neither true nor false.`);
    return lower === 'true' || lower === '1' ? 1 : 0;
  }
  if (isInteger(type)) return inRange(name, type, integerFrom(name, text));
  const number = numberFrom(name, text);
  return type === 'float16' ? encodeFloat16(number) : number;
}

function numberFrom(name: string, text: string): number {
  const special = /^([+-]?)(inf(inity)?|nan)$/i.exec(text);
  if (special) return special[2]!.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) refuse(name, `\`${text.slice(0, 20)}\` is no number.`);
  return Number(text);
}

function integerFrom(name: string, text: string): bigint {
  if (/^[+-]?\d{1,20}(\.0*)?$/.test(text)) return BigInt(text.replace(/\..*/, '').replace(/^\+/, ''));
  return refuse(name, `\`${text.slice(0, 20)}\` is no whole number.`);
}

/** The largest numbers a type holds; outside of them a typed array would wrap round silently. */
function inRange(name: string, type: ElementType, value: bigint): number | bigint {
  const bits = BigInt(type.replace(/\D/g, ''));
  const unsigned = type.startsWith('u');
  const least = unsigned ? 0n : -(2n ** (bits - 1n));
  const most = unsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
  if (value < least || value > most) refuse(name, `${value} does not fit into ${type}.`);
  return bits === 64n ? value : Number(value);
}
