// Tokens: what kinds there are, and the buffer that holds them as parallel typed arrays (no object a token).

/**
 * Kinds of tokens. The order carries meaning: closing brackets are odd and follow their opening one, binary operators
 * are in the order of `BinaryOperator`, augmented assignments in the order of the binary operators, and keywords are
 * `KeywordBase` plus their number in the table of names.
 */
export const enum Token {
  EndOfFile,
  Newline,
  Indent,
  Dedent,
  Name,
  Number,
  String,
  FormatStart,
  FormatText,
  FormatEnd,
  Magic,
  /** A character that is no Python; the tokenizer has reported it. */
  Unknown,
  LeftParen,
  RightParen,
  LeftSquare,
  RightSquare,
  LeftBrace,
  RightBrace,
  Colon,
  Comma,
  Semicolon,
  Dot,
  Ellipsis,
  Arrow,
  Exclamation,
  Assign,
  Walrus,

  Plus,
  Minus,
  Star,
  Slash,
  DoubleSlash,
  Percent,
  At,
  Ampersand,
  Bar,
  Caret,
  LeftShift,
  RightShift,
  DoubleStar,

  PlusAssign,
  MinusAssign,
  StarAssign,
  SlashAssign,
  DoubleSlashAssign,
  PercentAssign,
  AtAssign,
  AmpersandAssign,
  BarAssign,
  CaretAssign,
  LeftShiftAssign,
  RightShiftAssign,
  DoubleStarAssign,

  Tilde,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,

  KeywordBase = 63,
  False,
  None,
  True,
  And,
  As,
  Assert,
  Async,
  Await,
  Break,
  Class,
  Continue,
  Def,
  Del,
  Elif,
  Else,
  Except,
  Finally,
  For,
  From,
  Global,
  If,
  Import,
  In,
  Is,
  Lambda,
  Nonlocal,
  Not,
  Or,
  Pass,
  Raise,
  Return,
  Try,
  While,
  With,
  Yield,
  /** One more than the last. */
  Count,
}

/** The value of a `Magic` token: what Python may follow it. */
export const enum MagicBody {
  None,
  /** `%time stmt`: a statement on the same line. */
  Statement,
  /** `%%time`: the rest of the cell. */
  Cell,
}

/** The value of a `Colon` token that begins a format spec; of any other it is 0. */
export const OPENS_FORMAT_SPEC = 1;

/**
 * Tokens in order. `values` holds the number of a name, the `StringFlag`s of a string, the `NumberKind` of a number,
 * the `MagicBody` of a magic.
 */
export class TokenBuffer {
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  values: Int32Array;
  length = 0;
  #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.values = new Int32Array(capacity);
  }

  get capacity(): number {
    return this.#capacity;
  }

  push(kind: Token, start: number, end: number, value: number): void {
    const index = this.length;
    if (index === this.#capacity) this.#grow();
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.values[index] = value;
    this.length = index + 1;
  }

  /** The kind of the last token; `Newline` if there is none, since nothing precedes the first line. */
  get lastKind(): Token {
    return this.length === 0 ? Token.Newline : this.kinds[this.length - 1]!;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.kinds = copied(this.kinds, new Uint8Array(this.#capacity));
    this.starts = copied(this.starts, new Int32Array(this.#capacity));
    this.ends = copied(this.ends, new Int32Array(this.#capacity));
    this.values = copied(this.values, new Int32Array(this.#capacity));
  }
}

function copied<Numbers extends Uint8Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
