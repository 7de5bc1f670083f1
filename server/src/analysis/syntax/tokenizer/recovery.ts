// Brackets that are never closed. The tokenizer is optimistic: it believes that every bracket will be closed, so valid
// code never meets a heuristic. Only when a line inside brackets begins with a keyword that begins statements, or when
// the text ends, is the bracket known to be open. Then the tokenizer goes back to the outermost open bracket and reads
// the statement again in recovery mode, where the first line that looks like a statement of its own closes all
// brackets. So the damage stays within one statement, and the parser can trust Newline, Indent and Dedent.
import { StringFlag } from '../operators';
import { KEYWORD_TEXTS } from '../names';
import { Code, continuesAsciiName, isLineEnd, lineEnd } from './characters';
import { isTriple, Open, quoteOf, type TokenizerState } from './state';
import { Token } from './tokens';

/** Keywords that only begin statements (or parts of one): none of them can begin a line inside brackets. */
const STATEMENT_KEYWORDS = new Set(
  'assert break class continue def del elif except finally global import nonlocal pass raise return try while with'.split(
    ' ',
  ),
);
/** Keywords that may well begin a line inside brackets. */
const EXPRESSION_KEYWORDS = new Set(KEYWORD_TEXTS.filter((word) => !STATEMENT_KEYWORDS.has(word)));

const IS_STATEMENT_KEYWORD = new Uint8Array(Token.Count);
KEYWORD_TEXTS.forEach((word, index) => {
  if (STATEMENT_KEYWORDS.has(word)) IS_STATEMENT_KEYWORD[Token.False + index] = 1;
});

export function isStatementKeyword(keyword: Token): boolean {
  return IS_STATEMENT_KEYWORD[keyword] === 1;
}

/** Goes back to the outermost open bracket, to read from there in recovery mode. */
export function rollBack(state: TokenizerState): void {
  state.countRollback();
  state.popTo(0);
  state.at = state.checkpointAt;
  state.tokens.length = state.checkpointTokens;
  state.problems.length = state.checkpointProblems;
  state.comments.length = state.checkpointComments;
  state.versioned.length = state.checkpointVersioned;
  state.firstTokenOfPhysicalLine = -1;
  state.recovering = true;
}

/** At the end of the text: closes what is open and gives true, or goes back to read a statement again. */
export function finish(state: TokenizerState): boolean {
  const { end, tokens } = state;
  if (state.depth > 0) {
    if (state.innermostFormatString() >= 0) state.endsInside = true;
    if (!state.recovering) {
      rollBack(state);
      return false;
    }
    closeAll(state, end);
  }
  if (!state.atLineStart && tokens.length > state.firstTokenOfLine) tokens.push(Token.Newline, end, end, 0);
  while (state.indents.length > 1) {
    state.indents.pop();
    tokens.push(Token.Dedent, end, end, 0);
  }
  tokens.push(Token.EndOfFile, end, end, 0);
  return true;
}

/** Closes everything that is open, at `at`, and says so of the innermost bracket. */
export function closeAll(state: TokenizerState, at: number): void {
  const innermost = state.depth - 1;
  reportOpen(state, innermost);
  for (let i = innermost; i >= 0; i--) {
    if (state.open[i] === Open.FormatString) state.tokens.push(Token.FormatEnd, at, at, 0);
  }
  state.popTo(0);
}

function reportOpen(state: TokenizerState, index: number): void {
  const offset = state.openOffsets[index]!;
  switch (state.open[index]!) {
    case Open.FormatString:
      state.problem('this f-string is never closed', offset, lineEnd(state.source, offset, state.end));
      return;
    case Open.Field:
    case Open.FormatSpec:
      state.problem("this field of the f-string lacks its '}'", offset, offset + 1);
      return;
    default:
      state.problem(`'${state.source.charAt(offset)}' was never closed`, offset, offset + 1);
  }
}

/**
 * In recovery mode, after a line break inside brackets: does the next line look like a statement of its own? It does
 * if it is not indented deeper than the statement, if it begins with a statement keyword, or if it would put two
 * operands side by side (`f(a` + line break + `b = 1`).
 */
export function lineEndsBrackets(state: TokenizerState): boolean {
  for (let i = 0; i < state.depth; i++) {
    if (state.open[i] === Open.FormatString && !isTriple(state.openFlags[i]!)) return true;
  }
  const { source, end } = state;
  let width = 0;
  let at = state.at;
  let c = 0;
  for (; at < end; at++) {
    c = source.charCodeAt(at);
    if (c === Code.Space) width++;
    else if (c === Code.Tab) width = (width & ~7) + 8;
    else if (c === Code.FormFeed || isLineEnd(c)) width = 0;
    else if (c === Code.Hash) {
      // The loop's step skips the line end too.
      at = lineEnd(source, at, end);
      width = 0;
    } else break;
  }
  if (at >= end) return true;
  if (c === Code.RightParen || c === Code.RightSquare || c === Code.RightBrace) return false;
  if (width <= state.indents.at(-1)!) return true;

  // The quote that is missing hides the bracket that closes this one.
  const last = state.tokens.length - 1;
  if (state.tokens.lastKind === Token.String && (state.tokens.values[last]! & StringFlag.Unterminated) !== 0)
    return true;
  // `def f(a, b:` + line break + body.
  if (state.tokens.lastKind === Token.Colon && opensBlock(state)) return true;

  let wordEnd = at;
  while (wordEnd < end && continuesAsciiName(source.charCodeAt(wordEnd))) wordEnd++;
  const word = source.slice(at, Math.min(wordEnd, at + 12));
  if (STATEMENT_KEYWORDS.has(word)) return true;
  if (EXPRESSION_KEYWORDS.has(word)) return false;
  const beginsOperand = wordEnd > at || c >= Code.FirstNonAscii;
  return beginsOperand && endsOperand(state.tokens.lastKind);
}

/** The statement begins with a keyword that opens a block. */
function opensBlock({ tokens, firstTokenOfLine }: TokenizerState): boolean {
  switch (tokens.kinds[firstTokenOfLine]! as Token) {
    case Token.Async:
    case Token.Class:
    case Token.Def:
    case Token.Elif:
    case Token.Except:
    case Token.For:
    case Token.If:
    case Token.While:
    case Token.With:
      return true;
    default:
      return false;
  }
}

function endsOperand(kind: Token): boolean {
  switch (kind) {
    case Token.Name:
    case Token.Number:
    case Token.String:
    case Token.FormatEnd:
    case Token.RightParen:
    case Token.RightSquare:
    case Token.RightBrace:
      return true;
    default:
      return false;
  }
}

/**
 * In recovery mode, a quote inside a field of an f-string with that same quote ends the f-string: most likely its `}`
 * is missing (`f"{name"`). Gives false if the quote is something else.
 */
export function closeFormatStringAt(state: TokenizerState, quote: number): boolean {
  const string = state.innermostFormatString();
  if (string < 0 || isTriple(state.openFlags[string]!) || quoteOf(state.openFlags[string]!) !== quote) return false;
  const field = state.openOffsets[string + 1]!;
  state.problem("this field of the f-string lacks its '}'", field, state.at);
  state.tokens.push(Token.FormatEnd, state.at, state.at + 1, 0);
  state.at++;
  state.popTo(string);
  return true;
}
