// Identifiers, keywords, and the prefixes of strings (`rb'…'`), which look like identifiers until the quote.
import { StringFlag } from '../operators';
import { KnownName, nextHash } from '../names';
import { Code, CONTINUES_NAME, unicodeNameEnd } from './characters';
import { isStatementKeyword, rollBack } from './recovery';
import type { TokenizerState } from './state';
import { scanString } from './strings';
import { Token } from './tokens';

export function scanName(state: TokenizerState): void {
  const { source, end } = state;
  const start = state.at;
  let at = start;
  let hash = 0;
  let c = source.charCodeAt(at);
  while (c < Code.FirstNonAscii && CONTINUES_NAME[c] === 1) {
    hash = nextHash(hash, c);
    at++;
    c = at < end ? source.charCodeAt(at) : 0;
  }
  if (c >= Code.FirstNonAscii) {
    at = unicodeNameEnd(source, start, end);
    if (at === start) {
      scanForeignCharacter(state, start);
      return;
    }
    hash = 0;
    for (let i = start; i < at; i++) hash = nextHash(hash, source.charCodeAt(i));
    c = at < end ? source.charCodeAt(at) : 0;
  }
  if ((c === Code.DoubleQuote || c === Code.SingleQuote) && at - start <= 2) {
    const flags = prefixFlags(source, start, at);
    if (flags !== NOT_A_PREFIX) {
      scanString(state, at, flags);
      return;
    }
  }
  pushName(state, start, at, hash);
}

function pushName(state: TokenizerState, start: number, end: number, hash: number): void {
  const number = state.names.number(state.source, start, end, hash);
  if (number > KnownName.LastKeyword) {
    state.tokens.push(Token.Name, start, end, number);
  } else {
    const keyword: Token = Token.KeywordBase + number;
    const beginsLineInBrackets = state.depth > 0 && state.firstTokenOfPhysicalLine === state.tokens.length;
    if (beginsLineInBrackets && !state.recovering && isStatementKeyword(keyword)) {
      rollBack(state);
      return;
    }
    state.tokens.push(keyword, start, end, number);
  }
  state.at = end;
}

const NOT_A_PREFIX = -1;
/** `u''` changes nothing, so it has no flag of its own; but `ur''` is no prefix. */
const UNICODE_PREFIX = 1 << 10;

/** The flags of a string with the prefix `source[start..end]`, one or two letters long. */
function prefixFlags(source: string, start: number, end: number): number {
  let flags = 0;
  for (let at = start; at < end; at++) {
    const flag = prefixLetterFlag(source.charCodeAt(at) | 32);
    if (flag === 0 || (flags & flag) !== 0) return NOT_A_PREFIX;
    flags |= flag;
  }
  // Of two letters, one is always `r`.
  if (end - start === 2 && ((flags & StringFlag.Raw) === 0 || (flags & UNICODE_PREFIX) !== 0)) return NOT_A_PREFIX;
  return flags & ~UNICODE_PREFIX;
}

function prefixLetterFlag(lowerCase: number): number {
  switch (lowerCase) {
    case Code.LowerR:
      return StringFlag.Raw;
    case Code.LowerB:
      return StringFlag.Bytes;
    case Code.LowerF:
      return StringFlag.Format;
    case Code.LowerT:
      return StringFlag.Template;
    case Code.LowerU:
      return UNICODE_PREFIX;
    default:
      return 0;
  }
}

/** Blanks that word processors and web pages put for a space. They are wrong, but plainly meant as a space. */
const FOREIGN_BLANK = /[\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]/;

/** A character beyond ASCII that begins no name. */
function scanForeignCharacter(state: TokenizerState, start: number): void {
  const character = String.fromCodePoint(state.source.codePointAt(start)!);
  const end = Math.min(start + character.length, state.end);
  state.at = end;
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  if (FOREIGN_BLANK.test(character)) {
    state.problem(`invisible character ${code} where Python wants a plain space`, start, end);
    return;
  }
  state.problem(`character '${character}' (${code}) cannot stand here`, start, end);
  state.tokens.push(Token.Unknown, start, end, 0);
}
