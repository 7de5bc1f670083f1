// String literals. Of an f-string only the opening quotes are scanned here; see formatStrings.ts for the rest.
import { StringFlag } from '../operators';
import { checkEscape } from './escapeChecks';
import { afterLineBreak, Code, isLineEnd, lineEnd } from './characters';
import { closeFormatStringAt, rollBack } from './recovery';
import { isFormatted, isTriple, Open, quoteOf, SINGLE_QUOTE, type TokenizerState } from './state';
import { Token } from './tokens';

/** Scans the string whose prefix begins at `state.at` and whose opening quote is at `quoteAt`. */
export function scanString(state: TokenizerState, quoteAt: number, prefixFlags: number): void {
  const { source, repair } = state;
  const quote = source.charCodeAt(quoteAt);
  if (repair !== null && repair.start === state.at) {
    state.cause(
      'a quote is missing: this string is not closed as it was opened',
      state.at,
      lineEnd(source, state.at, repair.end),
    );
    pushString(state, repair.end, prefixFlags | StringFlag.Triple | StringFlag.Unterminated);
    return;
  }
  if (state.recovering && quoteAt === state.at && closeFormatStringAt(state, quote)) return;
  const triple =
    source.charCodeAt(quoteAt + 1) === quote && source.charCodeAt(quoteAt + 2) === quote && quoteAt + 2 < state.end;
  // With too much open already, an f-string is read as plain text.
  let flags = state.isFull ? prefixFlags & ~(StringFlag.Format | StringFlag.Template) : prefixFlags;
  if (triple) flags |= StringFlag.Triple;
  if (quote === Code.SingleQuote) flags |= SINGLE_QUOTE;
  if (state.depth > 0) noteReusedQuotes(state, flags);
  if (isFormatted(flags)) openFormatString(state, quoteAt + (triple ? 3 : 1), flags);
  else if (triple) scanTriple(state, quoteAt, flags);
  else scanSingle(state, quoteAt, flags);
}

function openFormatString(state: TokenizerState, textStart: number, flags: number): void {
  const start = state.at;
  if (state.depth === 0) state.markCheckpoint(start);
  if ((flags & StringFlag.Template) !== 0) state.uses('t-string', start, textStart);
  state.tokens.push(Token.FormatStart, start, textStart, flags & ~SINGLE_QUOTE);
  state.pushOpen(Open.FormatString, start, flags);
  state.inFormatText = true;
  state.at = textStart;
}

function scanSingle(state: TokenizerState, quoteAt: number, prefixFlags: number): void {
  const { source, end } = state;
  const quote = source.charCodeAt(quoteAt);
  const isBytes = (prefixFlags & StringFlag.Bytes) !== 0;
  let flags = prefixFlags;
  let at = quoteAt + 1;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (c === quote) {
      pushString(state, at + 1, flags);
      return;
    }
    if (c === Code.Backslash) {
      flags |= StringFlag.Escaped;
      at = checkEscape(state, at, flags);
    } else if (isLineEnd(c)) break;
    else {
      if (c >= Code.FirstNonAscii && isBytes) reportNonAscii(state, at);
      at++;
    }
  }
  endUnterminated(state, Math.min(at, end), flags, 'this string is not closed on its line');
}

function scanTriple(state: TokenizerState, quoteAt: number, prefixFlags: number): void {
  const { source, end } = state;
  const start = quoteAt + 3;
  const textEnd = tripleEnd(state, start, source.slice(quoteAt, start));
  if (textEnd < 0) {
    state.endsInside = true;
    endUnterminated(state, end, prefixFlags, 'this triple-quoted string is never closed');
    return;
  }
  let flags = prefixFlags;
  if (state.hasBackslash(start, textEnd)) {
    flags |= StringFlag.Escaped;
    checkEscapes(state, start, textEnd, flags);
  }
  if ((flags & StringFlag.Bytes) !== 0) checkAscii(state, start, textEnd);
  pushString(state, textEnd + 3, flags);
}

/** Where the text of a triple-quoted string ends; -1 if it does not. */
function tripleEnd(state: TokenizerState, start: number, quotes: string): number {
  const { source, end } = state;
  let from = start;
  for (;;) {
    const found = source.indexOf(quotes, from);
    if (found < 0 || found + 3 > end) return -1;
    let backslashes = 0;
    while (found - backslashes > start && source.charCodeAt(found - backslashes - 1) === Code.Backslash) backslashes++;
    if (backslashes % 2 === 0) return found;
    from = found + 1;
  }
}

function checkEscapes(state: TokenizerState, start: number, end: number, flags: number): void {
  let at = state.source.indexOf('\\', start);
  while (at >= 0 && at < end) {
    const after = checkEscape(state, at, flags);
    at = state.source.indexOf('\\', after);
  }
}

function checkAscii(state: TokenizerState, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    if (state.source.charCodeAt(at) >= Code.FirstNonAscii) {
      reportNonAscii(state, at);
      return;
    }
  }
}

function reportNonAscii(state: TokenizerState, at: number): void {
  state.problem('a bytes literal can only hold ASCII characters; write others as \\x escapes', at, at + 1);
}

/** Inside an f-string a string that is not closed says that the quotes are mixed up: read the f-string again. */
function endUnterminated(state: TokenizerState, end: number, flags: number, message: string): void {
  if (state.depth > 0 && !state.recovering && state.innermostFormatString() >= 0) {
    rollBack(state);
    return;
  }
  state.cause(message, state.at, lineEnd(state.source, state.at, end));
  pushString(state, end, flags | StringFlag.Unterminated);
}

function pushString(state: TokenizerState, end: number, flags: number): void {
  const isEscaped = (flags & StringFlag.Escaped) !== 0;
  if (isEscaped && state.depth > 0) state.noteInField(state.at, end);
  state.tokens.push(Token.String, state.at, end, flags & ~SINGLE_QUOTE);
  state.at = end;
}

/** Before Python 3.12, the quotes of an f-string could not be used again inside its fields. */
function noteReusedQuotes(state: TokenizerState, flags: number): void {
  for (let i = 0; i < state.depth; i++) {
    if (state.open[i] !== Open.FormatString) continue;
    const outer = state.openFlags[i]!;
    if (quoteOf(outer) === quoteOf(flags) && (!isTriple(outer) || isTriple(flags))) {
      state.uses('unrestricted f-string', state.at, state.at + 1);
      return;
    }
  }
}

/** The place after an escaped character; an escaped `\r\n` counts as one. */
export function afterEscaped(source: string, backslash: number, end: number): number {
  const next = backslash + 1;
  if (next >= end) return end;
  return isLineEnd(source.charCodeAt(next)) ? afterLineBreak(source, next) : next + 1;
}
