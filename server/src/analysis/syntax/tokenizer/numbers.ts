// Number literals.
import { NumberKind } from '../operators';
import { Code, continuesAsciiName, isDigit, isHexDigit, unicodeNameEnd } from './characters';
import type { TokenizerState } from './state';
import { Token } from './tokens';

/** Scans the number at `state.at`, which is a digit, or a dot before a digit. */
export function scanNumber(state: TokenizerState): void {
  const { source } = state;
  const start = state.at;
  const marker = source.charCodeAt(start + 1) | 32;
  const hasBase = marker === Code.LowerX || marker === Code.LowerO || marker === Code.LowerB;
  if (source.charCodeAt(start) === Code.Zero && hasBase) scanBasedInteger(state, start, marker);
  else scanDecimal(state, start);
}

function scanBasedInteger(state: TokenizerState, start: number, marker: number): void {
  const isDigitHere = marker === Code.LowerX ? isHexDigit : marker === Code.LowerO ? isOctalDigit : isBinaryDigit;
  const name = marker === Code.LowerX ? 'hexadecimal' : marker === Code.LowerO ? 'octal' : 'binary';
  let at = start + 2;
  if (state.source.charCodeAt(at) === Code.Underscore) at++;
  const end = digitsEnd(state, at, isDigitHere);
  if (end === at) {
    state.problem(
      `invalid ${name} literal: digits are missing after '${state.source.slice(start, start + 2)}'`,
      start,
      end,
    );
    pushNumber(state, start, end, NumberKind.Int);
  } else endNumber(state, start, end, NumberKind.Int, name);
}

function scanDecimal(state: TokenizerState, start: number): void {
  const { source, end } = state;
  let kind = NumberKind.Int;
  let at = digitsEnd(state, start, isDigit);
  const integerEnd = at;
  if (at < end && source.charCodeAt(at) === Code.Dot) {
    kind = NumberKind.Float;
    at++;
    if (isDigit(source.charCodeAt(at))) at = digitsEnd(state, at, isDigit);
  }
  if (at < end && (source.charCodeAt(at) | 32) === Code.LowerE) {
    const sign = source.charCodeAt(at + 1);
    const exponent = sign === Code.Plus || sign === Code.Minus ? at + 2 : at + 1;
    if (isDigit(source.charCodeAt(exponent))) {
      kind = NumberKind.Float;
      at = digitsEnd(state, exponent, isDigit);
    }
  }
  if (at < end && (source.charCodeAt(at) | 32) === Code.LowerJ) {
    kind = NumberKind.Imaginary;
    at++;
  } else if (kind === NumberKind.Int && hasLeadingZero(source, start, integerEnd)) {
    state.problem('a number cannot begin with 0; an octal number begins with 0o', start, at);
  }
  endNumber(state, start, at, kind, 'decimal');
}

/** `007` is an error, `000` is not. */
function hasLeadingZero(source: string, start: number, end: number): boolean {
  if (source.charCodeAt(start) !== Code.Zero) return false;
  for (let at = start + 1; at < end; at++) {
    const c = source.charCodeAt(at);
    if (c !== Code.Zero && c !== Code.Underscore) return true;
  }
  return false;
}

/** The end of the digits at `start`; single underscores may stand between two of them. */
function digitsEnd(state: TokenizerState, start: number, isDigitHere: (c: number) => boolean): number {
  const { source, end } = state;
  let at = start;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (isDigitHere(c)) at++;
    else if (c === Code.Underscore && at > start && isDigitHere(source.charCodeAt(at + 1))) at++;
    else break;
  }
  return at;
}

/** Keywords that may follow a number without a blank (`1if x else 2`); Python still allows it. */
const MAY_FOLLOW = new Set(['and', 'else', 'for', 'if', 'in', 'is', 'not', 'or']);

function endNumber(state: TokenizerState, start: number, end: number, kind: NumberKind, base: string): void {
  let at = end;
  const c = at < state.end ? state.source.charCodeAt(at) : 0;
  if (continuesAsciiName(c) || c >= Code.FirstNonAscii) {
    const wordEnd = unicodeNameEnd(state.source, at, state.end);
    let asciiEnd = at;
    while (asciiEnd < state.end && continuesAsciiName(state.source.charCodeAt(asciiEnd))) asciiEnd++;
    const glued = Math.max(wordEnd, asciiEnd);
    if (glued > at && !MAY_FOLLOW.has(state.source.slice(at, Math.min(glued, at + 8)))) {
      state.problem(`invalid ${base} literal`, start, glued);
      at = glued;
    }
  }
  pushNumber(state, start, at, kind);
}

function pushNumber(state: TokenizerState, start: number, end: number, kind: NumberKind): void {
  state.tokens.push(Token.Number, start, end, kind);
  state.at = end;
}

function isOctalDigit(c: number): boolean {
  return c >= Code.Zero && c <= Code.Seven;
}

function isBinaryDigit(c: number): boolean {
  return c === Code.Zero || c === Code.One;
}
