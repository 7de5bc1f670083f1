// Operators and delimiters other than brackets.
import { Code, isDigit } from './characters';
import { isMagicValue, scanHelp, scanMagicValue } from './magics';
import { scanNumber } from './numbers';
import { Open, type TokenizerState } from './state';
import { OPENS_FORMAT_SPEC, Token } from './tokens';

export function scanOperator(state: TokenizerState, c: number): void {
  const { source } = state;
  const at = state.at;
  const next = source.charCodeAt(at + 1);
  switch (c) {
    case Code.Comma:
      return push(state, Token.Comma, 1);
    case Code.Dot:
      if (isDigit(next)) return scanNumber(state);
      if (next === Code.Dot && source.charCodeAt(at + 2) === Code.Dot) return push(state, Token.Ellipsis, 3);
      return push(state, Token.Dot, 1);
    case Code.Equal:
      if (next === Code.Equal) return push(state, Token.Equal, 2);
      push(state, Token.Assign, 1);
      if (state.notebook && state.depth === 0 && isMagicValue(state)) scanMagicValue(state);
      return;
    case Code.Colon:
      return scanColon(state, next);
    case Code.Semicolon:
      push(state, Token.Semicolon, 1);
      if (state.notebook && state.depth === 0 && isMagicValue(state)) scanMagicValue(state);
      return;
    case Code.Plus:
      return pushBinary(state, Token.Plus, 1);
    case Code.Minus:
      if (next === Code.Greater) return push(state, Token.Arrow, 2);
      return pushBinary(state, Token.Minus, 1);
    case Code.Star:
      if (next === Code.Star) return pushBinary(state, Token.DoubleStar, 2);
      return pushBinary(state, Token.Star, 1);
    case Code.Slash:
      if (next === Code.Slash) return pushBinary(state, Token.DoubleSlash, 2);
      return pushBinary(state, Token.Slash, 1);
    case Code.Percent:
      return pushBinary(state, Token.Percent, 1);
    case Code.At:
      return pushBinary(state, Token.At, 1);
    case Code.Ampersand:
      return pushBinary(state, Token.Ampersand, 1);
    case Code.Bar:
      return pushBinary(state, Token.Bar, 1);
    case Code.Caret:
      return pushBinary(state, Token.Caret, 1);
    case Code.Tilde:
      return push(state, Token.Tilde, 1);
    case Code.Less:
      if (next === Code.Less) return pushBinary(state, Token.LeftShift, 2);
      if (next === Code.Equal) return push(state, Token.LessEqual, 2);
      if (next === Code.Greater) return scanDiamond(state);
      return push(state, Token.Less, 1);
    case Code.Greater:
      if (next === Code.Greater) return pushBinary(state, Token.RightShift, 2);
      if (next === Code.Equal) return push(state, Token.GreaterEqual, 2);
      return push(state, Token.Greater, 1);
    default:
      return scanExclamation(state, next);
  }
}

function push(state: TokenizerState, kind: Token, length: number): void {
  state.tokens.push(kind, state.at, state.at + length, 0);
  state.at += length;
}

/** A binary operator, or its augmented assignment if `=` follows. */
function pushBinary(state: TokenizerState, kind: Token, length: number): void {
  const augmented = state.source.charCodeAt(state.at + length) === Code.Equal;
  if (augmented) push(state, kind + (Token.PlusAssign - Token.Plus), length + 1);
  else push(state, kind, length);
}

/** Directly inside an f-string field, `:` begins the format spec, so `:=` cannot be a walrus there. */
function scanColon(state: TokenizerState, next: number): void {
  const top = state.depth - 1;
  if (top >= 0 && state.open[top] === Open.Field) {
    state.tokens.push(Token.Colon, state.at, state.at + 1, OPENS_FORMAT_SPEC);
    state.at++;
    state.open[top] = Open.FormatSpec;
    state.inFormatText = true;
  } else if (next === Code.Equal) push(state, Token.Walrus, 2);
  else push(state, Token.Colon, 1);
}

/** `<>` was "not equal" in Python 2. */
function scanDiamond(state: TokenizerState): void {
  state.problem("'<>' is Python 2; write '!='", state.at, state.at + 2);
  push(state, Token.NotEqual, 2);
}

function scanExclamation(state: TokenizerState, next: number): void {
  if (next === Code.Equal) push(state, Token.NotEqual, 2);
  else if (state.depth > 0 && state.open[state.depth - 1] === Open.Field) push(state, Token.Exclamation, 1);
  else scanUnknown(state, Code.Exclamation);
}

/** ASCII characters that are no Python (`$`, `?`, control characters). */
export function scanUnknown(state: TokenizerState, c: number): void {
  if (c === Code.Question && state.notebook && state.depth === 0 && scanHelp(state)) return;
  const shown = c < Code.Space ? `U+${c.toString(16).toUpperCase().padStart(4, '0')}` : `'${String.fromCharCode(c)}'`;
  state.problem(`character ${shown} cannot stand here`, state.at, state.at + 1);
  push(state, Token.Unknown, 1);
}
