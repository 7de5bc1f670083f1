// The values of string and number literals, read from the source when someone asks. The tree keeps only their place.
import { StringFlag } from './operators';
import type { Num, Str } from './nodes';
import { unescape } from './escapes';

/**
 * The number a literal stands for: the nearest double, so integers beyond 2^53 lose digits.
 * Of an imaginary literal (`NumberKind.Imaginary`), the imaginary part.
 */
export function numberValue(node: Num, source: string): number {
  const text = source.slice(node.start, node.end).replaceAll('_', '');
  const imaginary = text.endsWith('j') || text.endsWith('J');
  return Number(imaginary ? text.slice(0, -1) : text);
}

/**
 * The text a string literal stands for: escapes decoded, adjacent literals joined, line ends as `\n`. Of a bytes
 * literal, one character a byte. Of the literal text of an f-string (`StringFlag.Format`), with `{{` as `{`.
 * `\N{NAME}` gives U+FFFD: the names of all characters are not on board.
 */
export function stringValue(node: Str, source: string): string {
  if ((node.flags & (StringFlag.Format | StringFlag.Template)) !== 0) {
    return formatText(source.slice(node.start, node.end), (node.flags & StringFlag.Raw) !== 0);
  }
  if ((node.flags & StringFlag.Concatenated) === 0) return singleLiteral(source, node.start, node.end);
  let value = '';
  let at = skipToLiteral(source, node.start, node.end);
  while (at < node.end) {
    const end = literalEnd(source, at, node.end);
    value += singleLiteral(source, at, end);
    at = skipToLiteral(source, end, node.end);
  }
  return value;
}

/** The quotes a literal opens with: one character, or three of the same. */
function quotesAt(source: string, at: number): string {
  const quote = source.charAt(at);
  return source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
}

function afterPrefix(source: string, start: number): number {
  let at = start;
  while (at < source.length && source[at] !== '"' && source[at] !== "'") at++;
  return at;
}

function singleLiteral(source: string, start: number, end: number): string {
  const open = afterPrefix(source, start);
  const prefix = source.slice(start, open).toLowerCase();
  const quotes = quotesAt(source, open);
  const first = open + quotes.length;
  const closed = end - quotes.length >= first && source.endsWith(quotes, end);
  const text = normalizeNewlines(source.slice(first, closed ? end - quotes.length : end));
  return prefix.includes('r') ? text : unescape(text, prefix.includes('b'));
}

/** Between two adjacent literals stand only blanks, comments and escaped line ends. */
function skipToLiteral(source: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const c = source[at]!;
    if (c === '#') {
      while (at < end && source[at] !== '\n' && source[at] !== '\r') at++;
    } else if (c === '\\' || c === ' ' || c === '\t' || c === '\f' || c === '\n' || c === '\r') at++;
    else break;
  }
  return at;
}

function literalEnd(source: string, start: number, limit: number): number {
  const open = afterPrefix(source, start);
  const quotes = quotesAt(source, open);
  let at = open + quotes.length;
  while (at < limit) {
    if (source[at] === '\\') at += 2;
    else if (source.startsWith(quotes, at)) return at + quotes.length;
    else if (quotes.length === 1 && (source[at] === '\n' || source[at] === '\r') && !escapedLineEnd(source, at))
      return at;
    else at++;
  }
  return limit;
}

/** The `\n` of an escaped `\r\n`. */
function escapedLineEnd(source: string, at: number): boolean {
  return source[at] === '\n' && source[at - 1] === '\r' && source[at - 2] === '\\';
}

/** Literal text of an f-string: doubled braces stand for one, save for those of `\N{NAME}`. */
function formatText(written: string, raw: boolean): string {
  const text = normalizeNewlines(written);
  if (raw) return text.replaceAll('{{', '{').replaceAll('}}', '}');
  const undoubled = text.replace(/(\\N\{[^}]*\})|\{\{|\}\}/g, (found, named?: string) => named ?? found.charAt(0));
  return unescape(undoubled, false);
}

function normalizeNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
