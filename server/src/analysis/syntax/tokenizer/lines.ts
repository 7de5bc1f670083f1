// Line structure: indentation at the start of a logical line, line ends, and lines joined by a backslash.
import { afterLineBreak, Code, isLineEnd, lineEnd } from './characters';
import { scanMagicLine, skipPrompt } from './magics';
import { closeAll, lineEndsBrackets } from './recovery';
import { isTriple, type TokenizerState } from './state';
import { Token } from './tokens';

/** Python's own limit. */
const MOST_INDENTS = 100;

/** Skips blank lines and comments, then measures the indentation of the next line that holds code. */
export function startLine(state: TokenizerState): void {
  const { source, end } = state;
  state.atLineStart = false;
  state.lineStart = state.at;
  if (state.notebook) state.at = skipPrompt(state, state.at);
  let at = state.at;
  /** With tabs to the next multiple of 8, and with tabs as one blank. */
  let width = 0;
  let tabWidth = 0;
  /** The width where a backslash joined the line to the next: indentation is what stands before the first one. */
  let joinedWidth = 0;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (c === Code.Space) {
      width++;
      tabWidth++;
      at++;
    } else if (c === Code.Tab) {
      width = (width & ~7) + 8;
      tabWidth++;
      at++;
    } else if (c === Code.FormFeed) {
      width = 0;
      tabWidth = 0;
      at++;
    } else if (isLineEnd(c)) {
      at++;
      width = 0;
      tabWidth = 0;
      joinedWidth = 0;
      state.lineStart = at;
      if (state.notebook) at = skipPrompt(state, at);
    } else if (c === Code.Hash) {
      const start = at;
      at = lineEnd(source, at, end);
      state.comments.push({ start, end: at });
    } else if (c === Code.Backslash && isLineEnd(source.charCodeAt(at + 1))) {
      if (joinedWidth === 0) joinedWidth = width;
      at = Math.min(afterLineBreak(source, at + 1), end);
      if (at === end) reportNothingToJoin(state);
    } else break;
  }
  state.at = at;
  state.firstTokenOfLine = state.tokens.length;
  if (at >= end) return;
  // Python takes the one width for both then.
  if (joinedWidth > 0) indentTo(state, joinedWidth, joinedWidth);
  else indentTo(state, width, tabWidth);
  state.firstTokenOfLine = state.tokens.length;
  if (state.notebook) scanMagicLine(state);
}

/** Opens or closes blocks so that the innermost one has this width. */
function indentTo(state: TokenizerState, width: number, tabWidth: number): void {
  const { indents, tabIndents } = state;
  const isFirst = state.tokens.length === 0;
  if (isFirst && state.notebook) {
    // IPython takes the indentation of the first line off the whole cell.
    indents[0] = width;
    tabIndents[0] = tabWidth;
    return;
  }
  let innermost = indents.length - 1;
  if (width > indents[innermost]!) {
    if (tabWidth <= tabIndents[innermost]!) reportTabs(state);
    openBlock(state, width, tabWidth);
    return;
  }
  while (innermost > 0 && width < indents[innermost]!) {
    const outer = indents[innermost - 1]!;
    if (width > outer) {
      // Between two levels: the line stays in the block, which now has this width.
      state.problem(
        'this line is indented less than its block, but not as the one around it',
        state.lineStart,
        state.at,
      );
      indents[innermost] = width;
      tabIndents[innermost] = tabWidth;
      return;
    }
    indents.pop();
    tabIndents.pop();
    innermost--;
    state.tokens.push(Token.Dedent, state.at, state.at, 0);
  }
  if (width === indents[innermost] && tabWidth !== tabIndents[innermost]) reportTabs(state);
}

function openBlock(state: TokenizerState, width: number, tabWidth: number): void {
  if (state.indents.length >= MOST_INDENTS) {
    if (!state.toldDepth) state.problem('too many levels of indentation', state.at, state.at + 1);
    state.toldDepth = true;
    return;
  }
  state.indents.push(width);
  state.tabIndents.push(tabWidth);
  state.tokens.push(Token.Indent, state.lineStart, state.at, 0);
}

/** What the indentation means depends on the width of a tab. Told once, for it is so on many lines. */
function reportTabs(state: TokenizerState): void {
  const message = 'tabs and spaces are mixed so that the indentation is ambiguous';
  if (!state.toldTabs) state.problem(message, state.lineStart, state.at);
  state.toldTabs = true;
}

export function scanComment(state: TokenizerState): void {
  const start = state.at;
  state.at = lineEnd(state.source, start, state.end);
  state.comments.push({ start, end: state.at });
  if (state.depth > 0) state.noteInField(start, state.at);
}

/** A line break outside of a string. Inside brackets it means nothing, unless they are found to be unclosed. */
export function endLine(state: TokenizerState): void {
  const start = state.at;
  state.at = Math.min(afterLineBreak(state.source, start), state.end);
  if (state.depth === 0) {
    endLogicalLine(state, start);
    return;
  }
  state.firstTokenOfPhysicalLine = state.tokens.length;
  const field = state.innermostFormatString();
  if (field >= 0) noteLineBreakInField(state, field, start);
  if (state.notebook) state.at = skipPrompt(state, state.at);
  if (state.recovering && lineEndsBrackets(state)) {
    closeAll(state, start);
    endLogicalLine(state, start);
  }
}

function endLogicalLine(state: TokenizerState, start: number): void {
  if (state.tokens.length > state.firstTokenOfLine) state.tokens.push(Token.Newline, start, state.at, 0);
  state.atLineStart = true;
}

/** Before Python 3.12 a field of a string in single quotes had to stay on its line. */
function noteLineBreakInField(state: TokenizerState, formatString: number, at: number): void {
  const flags = state.openFlags[formatString]!;
  if (!isTriple(flags)) state.uses('unrestricted f-string', at, at + 1);
}

/** A backslash in code joins two lines; anything else after it is an error. */
export function joinLines(state: TokenizerState): void {
  const { source } = state;
  const at = state.at;
  if (isLineEnd(source.charCodeAt(at + 1)) && at + 1 < state.end) {
    state.at = Math.min(afterLineBreak(source, at + 1), state.end);
    if (state.at === state.end) reportNothingToJoin(state);
    state.noteInField(at, at + 1);
    return;
  }
  state.problem('nothing may follow a backslash on its line', at, at + 1);
  state.tokens.push(Token.Unknown, at, at + 1, 0);
  state.at = at + 1;
}

function reportNothingToJoin(state: TokenizerState): void {
  state.endsInside = true;
  state.problem('the text ends after a backslash that joins lines', state.end, state.end);
}
