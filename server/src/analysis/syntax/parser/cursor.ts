// The parser's cursor over the tokens: looking, stepping, and collecting the children of nodes.
import type { Names } from '../names';
import type { SyntaxProblem } from '../syntax';
import { versionedSyntax, type Feature, type VersionedSyntax } from '../versions';
import { Token, type TokenBuffer } from '../tokenizer/tokens';

/** An empty list of children; one for all, since trees are not changed. */
const NONE: readonly never[] = Object.freeze([]);

/** A field the parser must set after the node was made. */
export type Writable<Target> = { -readonly [Key in keyof Target]: Target[Key] };

export class Cursor {
  /** The kind of the current token, and its number. */
  protected token: Token;
  protected index = 0;
  readonly versioned: VersionedSyntax[] = [];

  protected readonly kinds: Uint8Array;
  protected readonly starts: Int32Array;
  protected readonly ends: Int32Array;
  protected readonly values: Int32Array;
  protected readonly texts: readonly string[];
  /** Children of the nodes being built; each list is copied off the top once it is complete. What lies above is left over. */
  readonly #children: unknown[] = [];
  #childCount = 0;
  constructor(
    protected readonly source: string,
    tokens: TokenBuffer,
    names: Names,
    /** What the tokenizer has told, in source order. */
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
}
