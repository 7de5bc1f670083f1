// The state of one tokenizer run: where it stands, what is open around it, and what it has found so far.
import type { Span } from '../../text';
import { StringFlag } from '../operators';
import type { Names } from '../names';
import type { SyntaxProblem } from '../syntax';
import { versionedSyntax, type Feature, type VersionedSyntax } from '../versions';
import { Code } from './characters';
import { Token, type TokenBuffer } from './tokens';

/** What can be open around a place. The brackets are numbered as the tokens that open them. */
export const enum Open {
  Paren = Token.LeftParen,
  Square = Token.LeftSquare,
  Brace = Token.LeftBrace,
  /** From here on, things an f-string or t-string opens. */
  FormatString = 100,
  /** `{…}` inside one. */
  Field,
  /** The part of a field after its `:`, which is literal text again. */
  FormatSpec,
}

/** `StringFlag`s only the tokenizer needs: the quote a string was opened with. */
export const SINGLE_QUOTE = 16;

/** A string with a quote missing, as one guesses: it begins at `start` and ends at `end`. */
export type StringRepair = Span;

/** Python's own limit of what is open at once. */
const MOST_OPEN = 200;

export class TokenizerState {
  /** The next character. */
  at: number;
  /** The next character is the first of a logical line. */
  atLineStart = true;
  /** Where the current logical line begins, and the number of its first token (Indent and Dedent not counted). */
  lineStart: number;
  firstTokenOfLine = 0;
  /** Inside brackets: the number the first token of the current physical line has or will have. */
  firstTokenOfPhysicalLine = -1;
  /** The next character is literal text of an f-string or of a format spec. */
  inFormatText = false;

  /** How many things are open; and what, outermost first: kind, offset, and of an f-string its flags. */
  depth = 0;
  readonly open: Open[] = [];
  readonly openOffsets: number[] = [];
  readonly openFlags: number[] = [];

  /** Widths of the open blocks: with tabs to multiples of 8, and with tabs as one blank. Both must agree. */
  readonly indents: number[] = [0];
  readonly tabIndents: number[] = [0];

  /** What is told once a text. */
  toldTabs = false;
  toldDepth = false;

  /** In source order. */
  readonly problems: SyntaxProblem[] = [];
  readonly comments: Span[] = [];
  readonly versioned: VersionedSyntax[] = [];
  /** The text ends inside a string or right after a backslash: what is appended belongs to it. */
  endsInside = false;
  /** A notebook cell whose lines begin with prompts; undefined until someone looked. */
  hasPrompts: boolean | undefined = undefined;

  /** Reading a statement again because a bracket in it was not closed; see recovery.ts. */
  recovering = false;
  #reread = 0;
  /** The state where the outermost open bracket began. */
  checkpointAt = 0;
  checkpointTokens = 0;
  checkpointProblems = 0;
  checkpointComments = 0;
  checkpointVersioned = 0;

  /** From where the last search for a backslash began, and what it found. */
  #backslashFrom = 0;
  #backslashAt = -1;

  constructor(
    readonly source: string,
    readonly start: number,
    readonly end: number,
    readonly notebook: boolean,
    readonly tokens: TokenBuffer,
    readonly names: Names,
    /** A string to be taken as reaching to where it says; see brokenStrings.ts. */
    readonly repair: StringRepair | null,
  ) {
    this.at = start;
    this.lineStart = start;
    if (start === 0 && source.charCodeAt(0) === Code.ByteOrderMark) this.at = 1;
  }

  /** Reports a problem, one for each logical line: the others are most likely its consequences. */
  problem(message: string, start: number, end: number): void {
    if (!this.#lineHasProblem()) this.problems.push({ start, end, message });
  }

  /** Reports what explains any other problem of the line, and so replaces one. */
  cause(message: string, start: number, end: number): void {
    if (this.#lineHasProblem()) this.problems.pop();
    this.problems.push({ start, end, message });
  }

  #lineHasProblem(): boolean {
    const last = this.problems.at(-1);
    return last !== undefined && last.start >= this.lineStart;
  }

  uses(feature: Feature, start: number, end: number): void {
    this.versioned.push(versionedSyntax(feature, start, end));
  }

  /** Notes what a field of an f-string could not hold before Python 3.12, if the place is in one. */
  noteInField(start: number, end: number): void {
    if (this.innermostFormatString() >= 0) this.uses('unrestricted f-string', start, end);
  }

  /** Opens a bracket or f-string. The outermost one is where a statement is read again from, should it stay open. */
  pushOpen(kind: Open, offset: number, flags: number): void {
    // Written by place, not pushed: what lies above `depth` is left over and overwritten.
    this.open[this.depth] = kind;
    this.openOffsets[this.depth] = offset;
    this.openFlags[this.depth] = flags;
    this.depth++;
  }

  /** Whether nothing more can be opened. */
  get isFull(): boolean {
    return this.depth >= MOST_OPEN;
  }

  /** Takes the checkpoint before the token at `offset` that opens the outermost bracket. */
  markCheckpoint(offset: number): void {
    this.checkpointAt = offset;
    this.checkpointTokens = this.tokens.length;
    this.checkpointProblems = this.problems.length;
    this.checkpointComments = this.comments.length;
    this.checkpointVersioned = this.versioned.length;
  }

  /** Closes everything down to `depth` things still open. */
  popTo(depth: number): void {
    this.depth = depth;
    const top = depth === 0 ? Open.Paren : this.open[depth - 1]!;
    this.inFormatText = top === Open.FormatString || top === Open.FormatSpec;
    if (depth === 0) this.recovering = this.#reread > MOST_REREAD * (this.end - this.start);
  }

  countRollback(): void {
    this.#reread += this.at - this.checkpointAt;
  }

  /** The index in `open` of the innermost f-string; -1 outside of f-strings. */
  innermostFormatString(): number {
    let index = this.depth - 1;
    while (index >= 0 && this.open[index] !== Open.FormatString) index--;
    return index;
  }

  /** Whether a backslash lies in the range. Ranges come in rising order, so each character is looked at once. */
  hasBackslash(start: number, end: number): boolean {
    const known = start >= this.#backslashFrom && start <= this.#backslashAt;
    if (!known) {
      const found = this.source.indexOf('\\', start);
      this.#backslashFrom = start;
      this.#backslashAt = found < 0 ? this.source.length : found;
    }
    return this.#backslashAt < end;
  }
}

/** Once so many times the text has been read again, the rest is read in recovery mode at once: the work stays linear. */
const MOST_REREAD = 8;

/** The quote character that an f-string or string with these flags was opened with. */
export function quoteOf(flags: number): number {
  return (flags & SINGLE_QUOTE) !== 0 ? Code.SingleQuote : Code.DoubleQuote;
}

export function isTriple(flags: number): boolean {
  return (flags & StringFlag.Triple) !== 0;
}

export function isFormatted(flags: number): boolean {
  return (flags & (StringFlag.Format | StringFlag.Template)) !== 0;
}
