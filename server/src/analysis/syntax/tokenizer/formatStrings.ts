// The literal text of f-strings and t-strings, between fields and in format specs (PEP 701, PEP 750).
import { StringFlag } from '../operators';
import { textFlags } from './brackets';
import { checkEscape } from './escapeChecks';
import { Code, isLineEnd, lineEnd } from './characters';
import { isTriple, Open, quoteOf, type TokenizerState } from './state';
import { Token } from './tokens';

/** Scans literal text up to a field, the end of the format spec, or the end of the string. */
export function scanFormatText(state: TokenizerState): void {
  const { source, end } = state;
  const top = state.depth - 1;
  const string = state.innermostFormatString();
  const flags = state.openFlags[string]!;
  const inSpec = state.open[top] === Open.FormatSpec;
  const start = state.at;
  const at = textEnd(state, flags, inSpec);
  if (at > start) pushText(state, start, at, flags, string);
  state.at = at;
  const c = at < end ? source.charCodeAt(at) : 0;
  if (c === Code.LeftBrace) openField(state, flags);
  else if (c === Code.RightBrace) closeSpec(state, top);
  else endFormatString(state, string, flags, inSpec);
}

function pushText(state: TokenizerState, start: number, end: number, flags: number, string: number): void {
  const isEscaped = state.hasBackslash(start, end);
  state.tokens.push(Token.FormatText, start, end, textFlags(flags) | (isEscaped ? StringFlag.Escaped : 0));
  // Only an f-string in a field of another was restricted.
  if (isEscaped && state.open.indexOf(Open.FormatString) < string) state.uses('unrestricted f-string', start, end);
}

/** Where the literal text that begins at `state.at` ends: at a brace, the closing quotes, or where it must not go on. */
function textEnd(state: TokenizerState, flags: number, inSpec: boolean): number {
  const { source, end } = state;
  const quote = quoteOf(flags);
  const triple = isTriple(flags);
  let at = state.at;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (c === Code.LeftBrace) {
      // `{{` is a brace, but in a format spec it opens a field inside a field.
      if (inSpec || source.charCodeAt(at + 1) !== Code.LeftBrace) return at;
      at += 2;
    } else if (c === Code.RightBrace) {
      if (inSpec) return at;
      if (source.charCodeAt(at + 1) === Code.RightBrace) at += 2;
      else {
        state.problem("a single '}' must be written '}}' in an f-string", at, at + 1);
        at++;
      }
    } else if (c === quote) {
      if (!triple || (source.charCodeAt(at + 1) === quote && source.charCodeAt(at + 2) === quote)) return at;
      at++;
    } else if (c === Code.Backslash) at = afterFormatEscape(state, at, flags);
    else if (isLineEnd(c) && !triple) return at;
    else at++;
  }
  return Math.min(at, end);
}

/** `\{` is a backslash before a field; `\N{DEGREE SIGN}` is no field. */
function afterFormatEscape(state: TokenizerState, at: number, flags: number): number {
  const { source, end } = state;
  const next = source.charCodeAt(at + 1);
  if (next === Code.LeftBrace || next === Code.RightBrace) return at + 1;
  const isNamed =
    (flags & StringFlag.Raw) === 0 && next === Code.UpperN && source.charCodeAt(at + 2) === Code.LeftBrace;
  const after = checkEscape(state, at, flags);
  if (!isNamed) return after;
  const quote = quoteOf(flags);
  let close = at + 3;
  while (close < end) {
    const c = source.charCodeAt(close);
    if (c === Code.RightBrace) return close + 1;
    if (isLineEnd(c) || c === quote) return close;
    close++;
  }
  return end;
}

function openField(state: TokenizerState, flags: number): void {
  state.tokens.push(Token.LeftBrace, state.at, state.at + 1, 0);
  state.pushOpen(Open.Field, state.at, flags);
  state.inFormatText = false;
  state.firstTokenOfPhysicalLine = -1;
  state.at++;
}

/** The `}` that ends a format spec ends its field too. */
function closeSpec(state: TokenizerState, top: number): void {
  state.tokens.push(Token.RightBrace, state.at, state.at + 1, 0);
  state.at++;
  state.popTo(top);
}

/** At the closing quotes, or where the string had to end for want of them. */
function endFormatString(state: TokenizerState, string: number, flags: number, inSpec: boolean): void {
  const at = state.at;
  const closed = at < state.end && state.source.charCodeAt(at) === quoteOf(flags);
  const opened = state.openOffsets[string]!;
  if (at >= state.end) state.endsInside = true;
  if (inSpec) {
    const field = state.openOffsets[state.depth - 1]!;
    state.problem("this field of the f-string lacks its '}'", field, at);
  } else if (!closed) {
    state.problem('this f-string is never closed', opened, Math.min(at, lineEnd(state.source, opened, state.end)));
  }
  const end = closed ? at + (isTriple(flags) ? 3 : 1) : at;
  state.tokens.push(Token.FormatEnd, at, end, 0);
  state.at = end;
  state.popTo(string);
}
