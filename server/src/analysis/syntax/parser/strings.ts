// String literals: one or several side by side, and the fields of f-strings and t-strings.
import { StringFlag } from '../operators';
import { FormattedValue, JoinedStr, Str, type Expr } from '../nodes';
import { Token } from '../tokenizer/tokens';
import { Reporter, isClosing, Levels } from './reporter';

const CONVERSIONS = ['s', 'r', 'a'];

export abstract class StringParser extends Reporter {
  protected abstract yieldExpression(): Expr;
  protected abstract starExpressions(): Expr;

  /** STRING and f-string tokens; adjacent ones are one literal. */
  protected strings(): Expr {
    const start = this.start;
    if (this.is(Token.String)) {
      const following = this.peek(1);
      if (following !== Token.String && following !== Token.FormatStart) {
        const single = new Str(start, this.end, this.values[this.index]!);
        this.next();
        return single;
      }
    }
    return this.#someAreFormatted() ? this.#joinedString(start) : this.#plainStrings(start);
  }

  #someAreFormatted(): boolean {
    let index = this.index;
    while (this.kinds[index] === Token.String) index++;
    return this.kinds[index] === Token.FormatStart;
  }

  #plainStrings(start: number): Expr {
    let flags: number = StringFlag.Concatenated;
    let bytes = 0;
    let count = 0;
    while (this.is(Token.String)) {
      const own = this.values[this.index]!;
      flags |= own;
      if ((own & StringFlag.Bytes) !== 0) bytes++;
      count++;
      this.next();
    }
    if (bytes > 0 && bytes < count) this.problem('bytes and text cannot be joined', start, this.previousEnd);
    return new Str(start, this.previousEnd, flags);
  }

  #joinedString(start: number): Expr {
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const mark = this.mark();
    let flags = 0;
    let count = 0;
    let templates = 0;
    for (;;) {
      const own = this.values[this.index]!;
      if (this.is(Token.String)) {
        this.keep(new Str(this.start, this.end, own));
        this.next();
      } else if (this.is(Token.FormatStart)) {
        this.next();
        this.#formatText();
        this.accept(Token.FormatEnd);
      } else break;
      flags |= own;
      count++;
      if ((own & StringFlag.Template) !== 0) templates++;
    }
    this.leave(Levels.Nested);
    if (count > 1) flags |= StringFlag.Concatenated;
    const end = this.previousEnd;
    if ((flags & StringFlag.Bytes) !== 0) this.problem('bytes and text cannot be joined', start, end);
    if (templates > 0 && templates < count) this.problem('a t-string cannot be joined with other strings', start, end);
    return new JoinedStr(start, end, this.take(mark), flags);
  }

  /** Literal text and fields, kept as children, up to the end of the string or of the format spec. */
  #formatText(): void {
    for (;;) {
      if (this.is(Token.FormatText)) {
        this.keep(new Str(this.start, this.end, this.values[this.index]!));
        this.next();
      } else if (this.is(Token.LeftBrace)) this.keep(this.#field());
      else return;
    }
  }

  /** `{value=!r:spec}` */
  #field(): Expr {
    const start = this.start;
    this.next();
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const value = this.#fieldValue();
    let debugEnd = 0;
    if (this.accept(Token.Assign)) debugEnd = this.start;
    const conversion = this.accept(Token.Exclamation) ? this.#conversion() : 0;
    const spec = this.is(Token.Colon) ? this.#formatSpec() : null;
    if (!this.accept(Token.RightBrace)) this.#skipToFieldEnd();
    this.leave(Levels.Nested);
    return new FormattedValue(start, this.previousEnd, value, conversion, spec, debugEnd);
  }

  #fieldValue(): Expr {
    if (this.is(Token.Yield)) return this.yieldExpression();
    const isEmpty =
      this.is(Token.RightBrace) || this.is(Token.Exclamation) || this.is(Token.Colon) || this.is(Token.Assign);
    return isEmpty ? this.missingExpression('this field of the f-string is empty') : this.starExpressions();
  }

  /** The letter's code, or 0. */
  #conversion(): number {
    const touches = this.start === this.previousEnd;
    if (!this.is(Token.Name)) {
      this.problemHere("expected one of '!r', '!s' and '!a'");
      return 0;
    }
    const { start, end } = this;
    const letter = this.takeName();
    if (!CONVERSIONS.includes(letter) || !touches) {
      this.problem(`'!${letter}' is no conversion; there are '!r', '!s' and '!a'`, start, end);
      return 0;
    }
    return letter.charCodeAt(0);
  }

  #formatSpec(): Expr {
    const start = this.start;
    this.next();
    const mark = this.mark();
    this.#formatText();
    return new JoinedStr(start, this.previousEnd, this.take(mark), StringFlag.Format);
  }

  #skipToFieldEnd(): void {
    this.problemHere("expected '}'");
    this.skipToClosing();
    if (isClosing(this.token)) this.next();
  }
}
