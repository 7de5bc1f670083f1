// What a notebook cell holds besides Python: `%magic`, `!command`, `name?`, cell magics, prompts pasted with the code.
import { afterLineBreak, Code, continuesAsciiName, isLineEnd, lineEnd, skipBlanks } from './characters';
import type { TokenizerState } from './state';
import { MagicBody, Token } from './tokens';

/** Line magics whose argument is Python, with those of their options that take a value. */
const STATEMENT_MAGICS = new Map([
  ['time', ''],
  ['timeit', 'nrp'],
  ['prun', 'lsTD'],
  ['lprun', 'fmTDu'],
  ['mprun', 'fTc'],
  ['memit', 'rtic'],
  ['snakeviz', 'f'],
  ['debug', 'b'],
]);

/** Cell magics whose cell is Python run here, in the notebook's own names. */
const PYTHON_CELLS = new Set(
  'time timeit capture prun lprun mprun memit heat snakeviz scalene wandb debug px local notify ipytest manim pyinstrument'.split(
    ' ',
  ),
);

/** Words that IPython takes for magics without their `%`; beside a second word they cannot be Python. */
const AUTOMATIC = new Set('pip conda mamba uv cd ls ll cat cp mv rm mkdir rmdir'.split(' '));

/** Begins a path or an option of a command, and no operand of a word before it: `./data`, `..`, `~`, `/content`, `-l`, `*.csv`, `"a b"`. */
const ARGUMENT = /^(?:\.\.?(?:[/\s]|$)|~|\/\w|--?\w|\*\.|["'])/;

/**
 * At the first character of a logical line: scans the magic that begins there, if one does. `%`, `!` and `?` begin
 * magics; so do IPython's `/f x`, `,f x` and `;f x`, which no line of Python can begin with.
 */
export function scanMagicLine(state: TokenizerState): void {
  const { source } = state;
  const at = state.at;
  switch (source.charCodeAt(at)) {
    case Code.Percent:
      if (source.charCodeAt(at + 1) === Code.Percent) scanCellMagic(state);
      else scanLineMagic(state);
      return;
    case Code.Exclamation:
    case Code.Question:
    case Code.Slash:
    case Code.Comma:
    case Code.Semicolon:
      pushMagic(state, commandEnd(source, at, state.end), MagicBody.None);
      return;
    default:
      if (beginsAutomatic(state)) pushMagic(state, commandEnd(source, at, state.end), MagicBody.None);
  }
}

/** `%%bash` takes the whole cell; `%%time` only its own line, for its cell is Python. */
function scanCellMagic(state: TokenizerState): void {
  const { source, end } = state;
  const nameEnd = wordEnd(source, state.at + 2, end);
  const isPython = PYTHON_CELLS.has(source.slice(state.at + 2, nameEnd));
  const isFirst = state.tokens.length === 0;
  if (isPython) pushMagic(state, commandEnd(source, state.at, end), MagicBody.Cell);
  else pushMagic(state, isFirst ? end : commandEnd(source, state.at, end), MagicBody.None);
}

/** `%time f(x)`: the token ends before the statement, which is tokenized as usual. */
function scanLineMagic(state: TokenizerState): void {
  const { source, end } = state;
  const nameStart = skipBlanks(source, state.at + 1, end);
  const nameEnd = wordEnd(source, nameStart, end);
  const options = STATEMENT_MAGICS.get(source.slice(nameStart, nameEnd));
  if (options === undefined || source.charCodeAt(nameEnd) === Code.Question) {
    pushMagic(state, commandEnd(source, state.at, end), MagicBody.None);
    return;
  }
  const statement = skipOptions(source, nameEnd, end, options);
  if (statement >= end || isLineEnd(source.charCodeAt(statement))) pushMagic(state, statement, MagicBody.None);
  else pushMagic(state, statement, MagicBody.Statement);
}

/** Skips `-n 10 -r3 -o --quiet`. */
function skipOptions(source: string, start: number, end: number, withValue: string): number {
  let at = skipBlanks(source, start, end);
  while (source.charCodeAt(at) === Code.Minus && at < end) {
    const isLong = source.charCodeAt(at + 1) === Code.Minus;
    const letterAt = at + 1;
    if (!isLong && !continuesAsciiName(source.charCodeAt(letterAt))) break;
    let optionEnd = at;
    while (optionEnd < end && !isBlankOrEnd(source.charCodeAt(optionEnd))) optionEnd++;
    at = skipBlanks(source, optionEnd, end);
    const valueFollows = !isLong && optionEnd === letterAt + 1 && withValue.includes(source.charAt(letterAt));
    if (!valueFollows) continue;
    while (at < end && !isBlankOrEnd(source.charCodeAt(at))) at++;
    at = skipBlanks(source, at, end);
  }
  return at;
}

function isBlankOrEnd(c: number): boolean {
  return c === Code.Space || c === Code.Tab || isLineEnd(c);
}

function beginsAutomatic(state: TokenizerState): boolean {
  const { source, end } = state;
  const firstEnd = wordEnd(source, state.at, end);
  if (!AUTOMATIC.has(source.slice(state.at, Math.min(firstEnd, state.at + 8)))) return false;
  const second = skipBlanks(source, firstEnd, end);
  const secondEnd = wordEnd(source, second, end);
  if (second === firstEnd) return false;
  if (secondEnd === second) return ARGUMENT.test(source.slice(second, Math.min(end, second + 3)));
  const word = source.slice(second, Math.min(secondEnd, second + 8));
  return (
    word !== 'if' &&
    word !== 'in' &&
    word !== 'is' &&
    word !== 'and' &&
    word !== 'or' &&
    word !== 'not' &&
    word !== 'for'
  );
}

/** After `=` or `;`: does a magic or a command follow (`files = !ls`, `a = 1; %who`)? No operand begins so. */
export function isMagicValue(state: TokenizerState): boolean {
  const c = state.source.charCodeAt(skipBlanks(state.source, state.at, state.end));
  return c === Code.Exclamation || c === Code.Percent;
}

export function scanMagicValue(state: TokenizerState): void {
  state.at = skipBlanks(state.source, state.at, state.end);
  pushMagic(state, commandEnd(state.source, state.at, state.end), MagicBody.None);
}

/**
 * `name?` and `name??` at the end of a line ask for help; the whole line is the magic. Gives false if the `?` is
 * something else.
 */
export function scanHelp(state: TokenizerState): boolean {
  const { source, end } = state;
  let at = state.at;
  while (at < end && source.charCodeAt(at) === Code.Question) at++;
  const after = skipBlanks(source, at, end);
  const c = after < end ? source.charCodeAt(after) : Code.LineFeed;
  const endsLine = isLineEnd(c) || c === Code.Hash || c === Code.Semicolon;
  if (!endsLine) return false;
  const { tokens } = state;
  const start = tokens.length > state.firstTokenOfLine ? tokens.starts[state.firstTokenOfLine]! : state.at;
  tokens.length = state.firstTokenOfLine;
  tokens.push(Token.Magic, start, at, MagicBody.None);
  state.at = at;
  return true;
}

/** A command goes on after a backslash at the end of its line. */
function commandEnd(source: string, start: number, end: number): number {
  let at = start;
  for (;;) {
    at = lineEnd(source, at, end);
    if (at >= end || source.charCodeAt(at - 1) !== Code.Backslash) return at;
    at = Math.min(afterLineBreak(source, at), end);
  }
}

function wordEnd(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && continuesAsciiName(source.charCodeAt(at))) at++;
  return at;
}

function pushMagic(state: TokenizerState, end: number, body: MagicBody): void {
  state.tokens.push(Token.Magic, state.at, end, body);
  state.at = end;
}

const PROMPT = /^(?:>>> ?|\.\.\. ?|In \[\d+\]: ?| *\.\.\.: ?)/;
const FIRST_PROMPT = /^\s*(?:>>>|In \[\d+\]: )/;

/** Code pasted with its prompts (`>>> x = 1`) runs in IPython: the place after the prompt of the line at `at`. */
export function skipPrompt(state: TokenizerState, at: number): number {
  state.hasPrompts ??= FIRST_PROMPT.test(state.source.slice(0, 200));
  if (!state.hasPrompts) return at;
  const prompt = PROMPT.exec(state.source.slice(at, at + 40));
  return prompt === null ? at : Math.min(at + prompt[0].length, state.end);
}
