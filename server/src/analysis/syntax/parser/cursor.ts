// The parser's cursor over the tokens: looking, stepping, collecting children, reporting problems.
import type { Span } from '../../text';
import { ErrorExpr, type Expr } from '../nodes';
import type { Names } from '../names';
import type { SyntaxProblem } from '../syntax';
import { describeToken } from './describe';
import { firstFrom } from '../spans';
import { versionedSyntax, type Feature, type VersionedSyntax } from '../versions';
import { Token, type TokenBuffer } from '../tokenizer/tokens';

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

/** An empty list of children; one for all, since trees are not changed. */
const NONE: readonly never[] = Object.freeze([]);

/** A field the parser must set after the node was made. */
export type Writable<Target> = { -readonly [Key in keyof Target]: Target[Key] };

export class Cursor {
  /** The kind of the current token, and its number. */
  protected token: Token;
  protected index = 0;
  /** How deeply nested the current expression is. */
  protected depth = 0;
  readonly problems: SyntaxProblem[] = [];
  readonly versioned: VersionedSyntax[] = [];

  protected readonly kinds: Uint8Array;
  protected readonly starts: Int32Array;
  protected readonly ends: Int32Array;
  protected readonly values: Int32Array;
  protected readonly texts: readonly string[];
  /** Children of the nodes being built; each list is copied off the top once it is complete. What lies above is left over. */
  readonly #children: unknown[] = [];
  #childCount = 0;
  /** Problems up to this token belong to one that has been told. */
  #quietUntil = -1;
  /** Lines that make no sense because of a problem before them. */
  readonly quietRegions: Span[] = [];
  /** What notebook magics take for their argument: nothing is told of it. */
  readonly opaqueRegions: Span[] = [];

  constructor(
    protected readonly source: string,
    tokens: TokenBuffer,
    names: Names,
    protected readonly tokenProblems: readonly SyntaxProblem[],
    protected readonly notebook: boolean,
  ) {
    this.kinds = tokens.kinds;
    this.starts = tokens.starts;
    this.ends = tokens.ends;
    this.values = tokens.values;
    this.texts = names.texts;
    this.token = this.kinds[0]!;
  }

  protected next(): void {
    this.token = this.kinds[++this.index]!;
  }

  protected is(kind: Token): boolean {
    return this.token === kind;
  }

  /** Steps over the token if it is of this kind. */
  protected accept(kind: Token): boolean {
    if (this.token !== kind) return false;
    this.token = this.kinds[++this.index]!;
    return true;
  }

  protected expect(kind: Token, message: string): boolean {
    if (this.accept(kind)) return true;
    this.problemHere(message);
    return false;
  }

  protected peek(distance: number): Token {
    return this.kinds[this.index + distance]!;
  }

  /** Whether the current token is the name with this number (`KnownName`). */
  protected isName(number: number): boolean {
    return this.token === Token.Name && this.values[this.index] === number;
  }

  protected get start(): number {
    return this.starts[this.index]!;
  }

  protected get end(): number {
    return this.ends[this.index]!;
  }

  /** Where the token before the current one ends. */
  protected get previousEnd(): number {
    return this.index > 0 ? this.ends[this.index - 1]! : 0;
  }

  protected get previousToken(): Token {
    return this.index > 0 ? this.kinds[this.index - 1]! : Token.Newline;
  }

  /** Where the last token ends that is more than line structure: the end of a block. */
  protected get blockEnd(): number {
    let index = this.index - 1;
    while (index >= 0 && this.kinds[index]! <= Token.Dedent) index--;
    return index >= 0 ? this.ends[index]! : 0;
  }

  /** A line or the text ends here. */
  protected get atLineEnd(): boolean {
    return this.token === Token.Newline || this.token === Token.EndOfFile;
  }

  /** The name that is the current token. */
  protected takeName(): string {
    const text = this.texts[this.values[this.index]!]!;
    this.next();
    return text;
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

  /** Where the children collected from now on begin; for `take`. */
  protected mark(): number {
    return this.#childCount;
  }

  protected keep(child: unknown): void {
    this.#children[this.#childCount++] = child;
  }

  /** How many children have been collected since `mark`. */
  protected countSince(mark: number): number {
    return this.#childCount - mark;
  }

  /** The children collected since `mark`, in a list of just their number. Whoever takes them knows what was kept. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  protected take<Child>(mark: number): readonly Child[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const children = this.#children as Child[];
    const end = this.#childCount;
    this.#childCount = mark;
    switch (end - mark) {
      case 0:
        return NONE;
      case 1:
        return [children[mark]!];
      case 2:
        return [children[mark]!, children[mark + 1]!];
      default:
        return children.slice(mark, end);
    }
  }

  protected uses(feature: Feature, start: number, end: number): void {
    this.versioned.push(versionedSyntax(feature, start, end));
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
