// Reporting: one problem for each cause, in words, and going on after it.
import type { Span } from '../../text';
import { ErrorExpr, type Expr } from '../nodes';
import { firstFrom } from '../spans';
import type { SyntaxProblem } from '../syntax';
import { Token } from '../tokenizer/tokens';
import { Cursor } from './cursor';
import { describeToken } from './describe';

/** Nesting beyond this is refused, so that the deepest text needs less than 300 KB of stack. */
const MOST_DEPTH = 400;

/** What a level of nesting costs of MOST_DEPTH: about a unit for four calls. Python itself allows 200 brackets. */
export const enum Levels {
  Operator = 1,
  /** A bracket, a lambda, or a block, of which the tokenizer allows a hundred. */
  Nested = 2,
  BlockOnLine = 8,
}

const CLOSING = ')]}';

export class Reporter extends Cursor {
  readonly problems: SyntaxProblem[] = [];
  /** Lines that make no sense because of a problem before them. */
  readonly quietRegions: Span[] = [];
  /** What notebook magics take for their argument: nothing is told of it. */
  readonly opaqueRegions: Span[] = [];
  /** How deeply nested the current place is, in `Levels`. */
  protected depth = 0;
  /** Problems up to this token belong to one that has been told. */
  #quietUntil = -1;

  protected expect(kind: Token, message: string): boolean {
    if (this.accept(kind)) return true;
    this.problemHere(message);
    return false;
  }

  /** A name, or '' with a problem. A keyword in its place is taken as one, if nothing else can be meant. */
  protected identifier(what: string): string {
    if (this.token === Token.Name) return this.takeName();
    if (this.token <= Token.KeywordBase) {
      this.problemHere(`expected ${what}`);
      return '';
    }
    this.problemHere(`'${this.texts[this.values[this.index]!]!}' is a keyword, it cannot be ${what}`);
    const before = this.previousToken;
    const nothingElse = before === Token.Dot || before === Token.Def || before === Token.Class;
    return nothingElse ? this.takeName() : '';
  }

  /** Reports `message`, unless the line has a problem already: what follows is most likely its consequence. */
  protected problem(message: string, start: number, end: number): void {
    if (this.index <= this.#quietUntil) return;
    const lineHasProblem = this.#tokenizerComplained();
    this.quietLine();
    if (!lineHasProblem) this.problems.push({ start, end, message });
  }

  protected problemHere(message: string): void {
    if (this.index <= this.#quietUntil) return;
    const found = describeToken(this.token, this.source, this.start, this.end);
    const end = this.token === Token.Newline ? this.start : this.end;
    this.problem(message.startsWith('expected ') ? `${message}, found ${found}` : message, this.start, end);
  }

  /** Reports that the current token has no business here. */
  protected unexpected(): void {
    const found = describeToken(this.token, this.source, this.start, this.end);
    this.problemHere(`${found} cannot stand here`);
  }

  /** No more problems on this logical line. */
  protected quietLine(): void {
    let index = this.index;
    while (this.kinds[index] !== Token.Newline && this.kinds[index] !== Token.EndOfFile) index++;
    this.#quietUntil = index;
  }

  /** Whether a problem has been told of the line before the current token, which is the first of its line. */
  protected lineBeforeHasProblem(): boolean {
    const before = this.index - 1;
    return before >= 0 && (this.#quietUntil >= before || this.#tokenizerComplained(before));
  }

  /**
   * At an Indent that should not be: the lines it indents belong to what went wrong before (a bracket is missing, say).
   * Nothing more is told of them, nor of a line after them that begins with a closing bracket.
   */
  protected quietBlock(): void {
    let index = this.index + 1;
    for (let blocks = 1; blocks > 0 && this.kinds[index] !== Token.EndOfFile; index++) {
      if (this.kinds[index] === Token.Indent) blocks++;
      else if (this.kinds[index] === Token.Dedent) blocks--;
    }
    if (this.kinds[index] === Token.Unknown && CLOSING.includes(this.source.charAt(this.starts[index]!))) {
      while (this.kinds[index] !== Token.Newline && this.kinds[index] !== Token.EndOfFile) index++;
    }
    this.#quietUntil = index - 1;
    this.quietRegions.push({ start: this.end, end: this.starts[index]! });
  }

  #tokenizerComplained(index = this.index): boolean {
    if (this.tokenProblems.length === 0) return false;
    let first = index;
    while (first > 0 && this.kinds[first - 1]! > Token.Dedent) first--;
    let last = index;
    while (this.kinds[last] !== Token.Newline && this.kinds[last] !== Token.EndOfFile) last++;
    const start = this.starts[first]!;
    const end = this.ends[last]!;
    const found = this.tokenProblems[firstFrom(this.tokenProblems, start)];
    return found !== undefined && found.start <= end;
  }

  protected skipLine(): void {
    while (!this.atLineEnd) this.next();
  }

  /** A zero-width expression where one is missing. */
  protected missingExpression(message: string): Expr {
    this.problemHere(message);
    const atLineStart = this.previousToken <= Token.Dedent;
    const at = atLineStart ? this.start : this.previousEnd;
    return new ErrorExpr(at, at);
  }

  /** Counts a level of nesting; false if that is too many, and then the level is not counted. */
  protected enter(levels: Levels): boolean {
    if (this.depth + levels > MOST_DEPTH) return false;
    this.depth += levels;
    return true;
  }

  protected leave(levels: Levels): void {
    this.depth -= levels;
  }

  /** What stands for an expression that `enter` refused; the rest of the line is skipped. */
  protected tooDeep(): Expr {
    const start = this.start;
    this.problem('this is nested too deeply', start, this.end);
    this.skipLine();
    return new ErrorExpr(start, Math.max(start, this.previousEnd));
  }

  /** Steps over the bracket that closes what is open. If something else stands there, reports and skips it. */
  protected closeBracket(close: Token, message: string): void {
    if (this.accept(close)) return;
    this.problemHere(message);
    this.skipToClosing();
    this.accept(close);
  }

  /**
   * Goes to the bracket that closes what is open, of whatever kind, over all brackets that are opened and closed
   * before it. The end of the line or of the f-string around ends the search.
   */
  protected skipToClosing(): void {
    let brackets = 0;
    let formatStrings = 0;
    for (; !this.atLineEnd; this.next()) {
      if (this.token === Token.FormatStart) formatStrings++;
      else if (this.token === Token.FormatEnd) {
        if (formatStrings === 0) return;
        formatStrings--;
      } else if (formatStrings > 0) continue;
      else if (isOpening(this.token)) brackets++;
      else if (isClosing(this.token)) {
        if (brackets === 0) return;
        brackets--;
      }
    }
  }
}

export function isOpening(kind: Token): boolean {
  return kind === Token.LeftParen || kind === Token.LeftSquare || kind === Token.LeftBrace;
}

export function isClosing(kind: Token): boolean {
  return kind === Token.RightParen || kind === Token.RightSquare || kind === Token.RightBrace;
}
