// Brackets: opening, closing, and what to do with one that does not match.
import { StringFlag } from '../operators';
import { Code } from './characters';
import { Open, type TokenizerState } from './state';
import { Token } from './tokens';

export function openBracket(state: TokenizerState, c: number): void {
  const kind = openingToken(c);
  const at = state.at;
  if (state.isFull) {
    state.problem('too many brackets are open here', at, at + 1);
    pushUnknown(state);
    return;
  }
  if (state.depth === 0) state.markCheckpoint(at);
  state.tokens.push(kind, at, at + 1, 0);
  state.pushOpen(openedBy(c), at, 0);
  state.at = at + 1;
}

function openingToken(c: number): Token {
  return c === Code.LeftParen ? Token.LeftParen : c === Code.LeftSquare ? Token.LeftSquare : Token.LeftBrace;
}

function openedBy(c: number): Open {
  return c === Code.LeftParen ? Open.Paren : c === Code.LeftSquare ? Open.Square : Open.Brace;
}

function closingToken(c: number): Token {
  return c === Code.RightParen ? Token.RightParen : c === Code.RightSquare ? Token.RightSquare : Token.RightBrace;
}

export function closeBracket(state: TokenizerState, c: number): void {
  const kind = closingToken(c);
  const at = state.at;
  const top = state.depth - 1;
  if (top < 0) {
    state.problem(`'${String.fromCharCode(c)}' closes nothing`, at, at + 1);
    pushUnknown(state);
    return;
  }
  const closes = (opened: Open): boolean => opened === kind - 1 || (kind === Token.RightBrace && opened === Open.Field);
  if (closes(state.open[top]!)) {
    state.popTo(top);
    push(state, kind);
    return;
  }
  // Not what is open last. If it closes something further out, the ones inside were left open; else ignore it.
  // An f-string around is a border: what is in a field cannot close what is outside.
  let outer = top;
  while (outer >= 0 && !closes(state.open[outer]!) && state.open[outer]! < Open.FormatString) outer--;
  const innermost = state.openOffsets[top]!;
  if (outer >= 0 && closes(state.open[outer]!)) {
    state.problem(`'${state.source.charAt(innermost)}' was never closed`, innermost, innermost + 1);
    state.popTo(outer);
    push(state, kind);
  } else {
    state.problem(`'${String.fromCharCode(c)}' does not close '${state.source.charAt(innermost)}'`, at, at + 1);
    pushUnknown(state);
  }
}

function push(state: TokenizerState, kind: Token): void {
  state.tokens.push(kind, state.at, state.at + 1, 0);
  state.at++;
}

function pushUnknown(state: TokenizerState): void {
  push(state, Token.Unknown);
}

/** The flags that tell how literal text of an f-string with `flags` is to be decoded. */
export function textFlags(flags: number): number {
  return flags & (StringFlag.Raw | StringFlag.Format | StringFlag.Template);
}
