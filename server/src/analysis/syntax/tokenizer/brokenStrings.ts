// A quote that is missing of a triple-quoted string turns all code and text after it inside out. From the tokens of such
// a reading this lists what may have been meant; `parse` tries each and keeps the one that makes most sense.
import type { Span } from '../../text';
import { StringFlag } from '../operators';
import { isLineEnd, lineEnd } from './characters';
import type { StringRepair } from './state';
import { Token, type TokenBuffer } from './tokens';

/** Each costs a parse. */
const MOST_REPAIRS = 8;
/** So many strings that look wrong are looked at, and so many before each. */
const MOST_SUSPECTS = 3;
const BEFORE_SUSPECT = 2;

/** With so many problems, triple quotes are suspected even if each has its partner. */
const MANY_PROBLEMS = 3;

/** A line of code as it hardly appears in a docstring. */
const DEFINITION = /\n[ \t]*(?:def|class|async def)[ \t]+\w+[^\n]*:[ \t]*(?:#[^\n]*)?\r?\n/;
/** Two quotes alone on a line, or right after the last word of one: three that lost one. `x = ""` is not meant. */
const TWO_QUOTES = /(?<=^[ \t]*|[^\s"'=([{,:+])(""|'')[ \t]*$/m;

/**
 * Whether quotes may be missing: then what is wrong may be anywhere in the text. A word right after a triple-quoted string
 * can never be (its "closing" quotes are the opening ones of the next one), nor can a string that runs to the end.
 */
export function quotesMayBeMissing(tokens: TokenBuffer, problems: readonly Span[]): boolean {
  if (problems.length >= MANY_PROBLEMS) return true;
  return triplesOf(tokens).some((index) => wordFollows(tokens, index) || isUnclosed(tokens, index));
}

/** What may be wrong with the triple-quoted strings of a text that does not parse. The likeliest first. */
export function possibleRepairs(source: string, tokens: TokenBuffer, problems: readonly Span[]): StringRepair[] {
  const repairs: StringRepair[] = [];
  for (const suspect of suspects(source, tokens, problems)) {
    const start = tokens.starts[suspect]!;
    const end = tokens.ends[suspect]!;
    const opening = emptyStringBefore(tokens, suspect);
    if (opening >= 0) repairs.push({ start: tokens.starts[opening]!, end: afterQuotes(source, start) });
    const textStart = afterQuotes(source, start);
    const closing = TWO_QUOTES.exec(source.slice(textStart, end));
    if (closing !== null) repairs.push({ start, end: textStart + closing.index + 2 });
    repairs.push({ start, end: lineEnd(source, start, end) });
  }
  return repairs.slice(0, MOST_REPAIRS);
}

/** The triple-quoted strings, by their number among the tokens, that may not be what was meant. */
function suspects(source: string, tokens: TokenBuffer, problems: readonly Span[]): number[] {
  if (!quotesMayBeMissing(tokens, problems)) return [];
  const triples = triplesOf(tokens);
  // Only if there is something that can never be, a string that holds definitions is suspect too.
  const impossible = triples.filter((index) => wordFollows(tokens, index) || isUnclosed(tokens, index));
  const swallowing = triples.filter((index) => DEFINITION.test(source.slice(tokens.starts[index], tokens.ends[index])));
  const found = new Set(besideFirst(problems, triples, tokens));
  for (const suspect of [...impossible.slice(0, MOST_SUSPECTS), ...swallowing.slice(0, MOST_SUSPECTS)]) {
    found.add(suspect);
    const place = triples.indexOf(suspect);
    for (const before of triples.slice(Math.max(0, place - BEFORE_SUSPECT), place).toReversed()) found.add(before);
  }
  return [...found];
}

/** The triple-quoted strings, by their number among the tokens. */
function triplesOf(tokens: TokenBuffer): number[] {
  const triples: number[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const isTriple = tokens.kinds[index] === Token.String && (tokens.values[index]! & StringFlag.Triple) !== 0;
    if (isTriple) triples.push(index);
  }
  return triples;
}

/** The strings before and after the first problem: there the text was turned inside out. */
function besideFirst(problems: readonly Span[], triples: readonly number[], tokens: TokenBuffer): number[] {
  const first = Math.min(...problems.map((problem) => problem.start));
  const after = triples.findIndex((index) => tokens.starts[index]! > first);
  const places = after < 0 ? [triples.length - 1] : [after - 1, after];
  return places.filter((place) => place >= 0).map((place) => triples[place]!);
}

function isUnclosed(tokens: TokenBuffer, index: number): boolean {
  return (tokens.values[index]! & StringFlag.Unterminated) !== 0;
}

function wordFollows(tokens: TokenBuffer, index: number): boolean {
  const following = tokens.kinds[index + 1];
  return following === Token.Name || following === Token.Number || following === Token.Unknown;
}

/** The `""` before this string with no other triple-quoted string between: it may be an opening that lost a quote. */
function emptyStringBefore(tokens: TokenBuffer, suspect: number): number {
  for (let index = suspect - 1; index >= 0; index--) {
    if (tokens.kinds[index] !== Token.String) continue;
    if ((tokens.values[index]! & StringFlag.Triple) !== 0) return -1;
    if (tokens.ends[index]! - tokens.starts[index]! <= 3) return index;
  }
  return -1;
}

/** The place after the opening quotes of the triple-quoted string at `start`. */
function afterQuotes(source: string, start: number): number {
  let at = start;
  while (at < source.length && source[at] !== '"' && source[at] !== "'" && !isLineEnd(source.charCodeAt(at))) at++;
  return at + 3;
}

/** How many definitions begin in these tokens: a repair that finds more of them is the better one. */
export function countDefinitions(tokens: TokenBuffer): number {
  const { kinds } = tokens;
  let count = 0;
  for (let index = 0; index + 2 < tokens.length; index++) {
    const begins = kinds[index] === Token.Def || kinds[index] === Token.Class;
    if (!begins || kinds[index + 1] !== Token.Name) continue;
    const following = kinds[index + 2];
    if (following === Token.LeftParen || following === Token.Colon) count++;
  }
  return count;
}
