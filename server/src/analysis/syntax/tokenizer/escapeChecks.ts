// Escapes that Python refuses: `\x`, `\u`, `\U` without their digits, `\N` without a name.
import { StringFlag } from '../operators';
import { afterLineBreak, Code, continuesAsciiName, isHexDigit, isLineEnd } from './characters';
import type { TokenizerState } from './state';

/** Checks the escape whose backslash is at `at`; gives the place after the escaped character. */
export function checkEscape(state: TokenizerState, at: number, flags: number): number {
  const { source, end } = state;
  const next = at + 1;
  if (next >= end) return end;
  const c = source.charCodeAt(next);
  if (isLineEnd(c)) return Math.min(afterLineBreak(source, next), end);
  if ((flags & StringFlag.Raw) === 0) {
    const isBytes = (flags & StringFlag.Bytes) !== 0;
    if (c === Code.LowerX) requireDigits(state, at, 2);
    else if (c === Code.LowerU && !isBytes) requireDigits(state, at, 4);
    else if (c === Code.UpperU && !isBytes) requireCodePoint(state, at);
    else if (c === Code.UpperN && !isBytes) requireName(state, at);
  }
  return next + 1;
}

/** `\x41`: exactly so many hexadecimal digits must follow the letter. */
function requireDigits(state: TokenizerState, at: number, count: number): boolean {
  const first = at + 2;
  for (let i = first; i < first + count; i++) {
    if (i < state.end && isHexDigit(state.source.charCodeAt(i))) continue;
    const written = state.source.slice(at, at + 2);
    state.problem(`${written} must be followed by ${count} hexadecimal digits`, at, i);
    return false;
  }
  return true;
}

function requireCodePoint(state: TokenizerState, at: number): void {
  if (!requireDigits(state, at, 8)) return;
  const digits = state.source.slice(at + 2, at + 10);
  if (parseInt(digits, 16) > 0x10ffff) state.problem('there is no character with this number', at, at + 10);
}

/** `\N{DEGREE SIGN}`. Whether the character exists is not checked: the names of all are not on board. */
function requireName(state: TokenizerState, at: number): void {
  const { source, end } = state;
  let close = at + 2;
  if (source.charCodeAt(close) === Code.LeftBrace) {
    const first = ++close;
    while (close < end && isCharacterNamePart(source.charCodeAt(close))) close++;
    if (source.charCodeAt(close) === Code.RightBrace && close < end && close > first) return;
  }
  state.problem('\\N must be followed by the name of a character in braces', at, at + 2);
}

/** The names of characters are of letters, digits, blanks and hyphens. */
function isCharacterNamePart(c: number): boolean {
  return (continuesAsciiName(c) && c !== Code.Underscore) || c === Code.Space || c === Code.Minus;
}
