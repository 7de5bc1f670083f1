// The patterns of `match` statements.
import { BinaryOperator, ConstValue, NameContext, NumberKind, UnaryOperator } from '../operators';
import {
  Attribute,
  BinOp,
  Kind,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  MatchSingleton,
  MatchStar,
  MatchValue,
  Name,
  Num,
  UnaryOp,
  type Expr,
  type MatchCase,
  type Pattern,
} from '../nodes';
import { KnownName } from '../names';
import { Token } from '../tokenizer/tokens';
import { Levels } from './reporter';
import { TargetParser } from './targets';

export class PatternParser extends TargetParser {
  /** What stands after `case`: a pattern, or several with commas. */
  protected casePatterns(): Pattern {
    const start = this.start;
    const first = this.#starPattern();
    if (!this.is(Token.Comma)) {
      if (first.kind !== Kind.MatchStar) return first;
      this.problem("a '*' pattern needs a comma after it here", first.start, first.end);
      return new MatchSequence(start, this.previousEnd, [first]);
    }
    const mark = this.mark();
    this.keep(first);
    while (this.accept(Token.Comma)) {
      if (this.is(Token.Colon) || this.is(Token.If) || this.atLineEnd) break;
      this.keep(this.#starPattern());
    }
    const patterns = this.take<Pattern>(mark);
    this.#refuseSecondStar(patterns);
    return new MatchSequence(start, this.previousEnd, patterns);
  }

  #refuseSecondStar(patterns: readonly Pattern[]): void {
    const second = patterns.filter((pattern) => pattern.kind === Kind.MatchStar)[1];
    if (second !== undefined) this.problem("only one pattern of a sequence can have a '*'", second.start, second.end);
  }

  /** After a case without a condition, no other can be reached. */
  protected checkReachable(cases: readonly MatchCase[]): void {
    for (const { pattern, guard } of cases.slice(0, -1)) {
      if (guard === null && isIrrefutable(pattern)) this.#refuseUnreachable(pattern);
    }
  }

  #refuseUnreachable(pattern: Pattern): void {
    if (pattern.end > pattern.start)
      this.problem('this matches everything: what follows is never reached', pattern.start, pattern.end);
  }

  #starPattern(): Pattern {
    if (!this.is(Token.Star)) return this.#pattern();
    const start = this.start;
    this.next();
    const isWildcard = this.isName(KnownName.Underscore);
    const name = this.identifier('a name');
    return new MatchStar(start, this.previousEnd, isWildcard ? null : name);
  }

  /** `a | b as name` */
  #pattern(): Pattern {
    const start = this.start;
    if (!this.enter(Levels.Nested)) {
      this.tooDeep();
      return new MatchAs(start, start, null, null);
    }
    let pattern = this.#closedPattern();
    if (this.is(Token.Bar)) {
      const mark = this.mark();
      this.keep(pattern);
      while (this.accept(Token.Bar)) {
        if (isIrrefutable(pattern)) this.#refuseUnreachable(pattern);
        pattern = this.#closedPattern();
        this.keep(pattern);
      }
      pattern = new MatchOr(start, this.previousEnd, this.take(mark));
    }
    if (this.accept(Token.As)) {
      if (this.isName(KnownName.Underscore)) this.problemHere("'_' matches anything and cannot be a name here");
      const name = this.identifier('a name');
      pattern = new MatchAs(start, this.previousEnd, pattern, name);
    }
    this.leave(Levels.Nested);
    return pattern;
  }

  #closedPattern(): Pattern {
    const { start, end } = this;
    switch (this.token) {
      case Token.Number:
      case Token.Minus: {
        const value = this.#signedNumber();
        return new MatchValue(start, this.previousEnd, value);
      }
      case Token.String:
      case Token.FormatStart: {
        const value = this.strings();
        this.#refuseFormatted(value);
        return new MatchValue(start, this.previousEnd, value);
      }
      case Token.None:
        this.next();
        return new MatchSingleton(start, end, ConstValue.None);
      case Token.True:
        this.next();
        return new MatchSingleton(start, end, ConstValue.True);
      case Token.False:
        this.next();
        return new MatchSingleton(start, end, ConstValue.False);
      case Token.Name:
        return this.#namePattern();
      case Token.LeftParen:
        return this.#sequence(Token.RightParen, "expected ')'");
      case Token.LeftSquare:
        return this.#sequence(Token.RightSquare, "expected ']'");
      case Token.LeftBrace:
        return this.#mapping();
      default: {
        const missing = this.missingExpression('expected a pattern');
        return new MatchAs(missing.start, missing.end, null, null);
      }
    }
  }

  #refuseFormatted(value: Expr): void {
    if (value.kind === Kind.JoinedStr) this.problem('a pattern cannot be an f-string', value.start, value.end);
  }

  /** A name that is bound, `_`, a dotted name that is compared, or a class. */
  #namePattern(): Pattern {
    const { start, end } = this;
    const isWildcard = this.isName(KnownName.Underscore);
    const name = this.takeName();
    if (!this.is(Token.Dot) && !this.is(Token.LeftParen))
      return new MatchAs(start, end, null, isWildcard ? null : name);
    if (isWildcard) this.problem("'_' matches anything; it cannot be a class or a module here", start, end);
    let value: Expr = new Name(start, end, name, NameContext.Load);
    while (this.accept(Token.Dot)) value = this.#dotted(value, start);
    if (this.is(Token.LeftParen)) return this.#classPattern(start, value);
    return new MatchValue(start, this.previousEnd, value);
  }

  #dotted(value: Expr, start: number): Expr {
    const attrStart = this.start;
    const attr = this.identifier('an attribute name');
    return new Attribute(start, this.previousEnd, value, attr, attr === '' ? this.previousEnd : attrStart);
  }

  /** `-1`, `1 + 2j` */
  #signedNumber(): Expr {
    const start = this.start;
    const isNegative = this.accept(Token.Minus);
    let value = this.#number();
    if (isNegative) value = new UnaryOp(start, this.previousEnd, UnaryOperator.USub, value);
    if (!this.is(Token.Plus) && !this.is(Token.Minus)) return value;
    const operator = this.is(Token.Plus) ? BinaryOperator.Add : BinaryOperator.Sub;
    this.next();
    const imaginary = this.#number();
    if (imaginary instanceof Num && imaginary.flags !== NumberKind.Imaginary) {
      this.problem('the second part of a complex number must be imaginary', imaginary.start, imaginary.end);
    }
    if (isImaginary(value)) this.problem('the first part of a complex number must be real', value.start, value.end);
    return new BinOp(start, this.previousEnd, value, operator, imaginary);
  }

  #number(): Expr {
    if (!this.is(Token.Number)) return this.missingExpression('expected a number');
    const number = new Num(this.start, this.end, this.values[this.index]!);
    this.next();
    return number;
  }

  /** `[a, *rest]`, `(a, b)`; one pattern in parentheses is that pattern. */
  #sequence(close: Token, message: string): Pattern {
    const start = this.start;
    this.next();
    const mark = this.mark();
    let hasComma = false;
    while (!this.is(close) && !this.atLineEnd) {
      this.keep(this.#starPattern());
      if (!this.accept(Token.Comma)) break;
      hasComma = true;
    }
    this.closeBracket(close, message);
    const patterns = this.take<Pattern>(mark);
    this.#refuseSecondStar(patterns);
    const only = patterns[0];
    const isGroup = close === Token.RightParen && !hasComma && only !== undefined && only.kind !== Kind.MatchStar;
    return isGroup ? only : new MatchSequence(start, this.previousEnd, patterns);
  }

  #mapping(): Pattern {
    const start = this.start;
    this.next();
    const keys: Expr[] = [];
    const mark = this.mark();
    let rest: string | null = null;
    while (!this.is(Token.RightBrace) && !this.atLineEnd) {
      if (rest !== null) this.problemHere("nothing can follow the '**' of a pattern");
      if (this.accept(Token.DoubleStar)) {
        if (this.isName(KnownName.Underscore)) this.problemHere("'**_' cannot be in a pattern");
        rest = this.identifier('a name');
      } else {
        keys.push(this.#mappingKey());
        this.expect(Token.Colon, "expected ':'");
        this.keep(this.#pattern());
      }
      if (!this.accept(Token.Comma)) break;
    }
    this.closeBracket(Token.RightBrace, "expected '}'");
    return new MatchMapping(start, this.previousEnd, keys, this.take(mark), rest);
  }

  #mappingKey(): Expr {
    switch (this.token) {
      case Token.Number:
      case Token.Minus:
        return this.#signedNumber();
      case Token.String:
      case Token.FormatStart: {
        const key = this.strings();
        this.#refuseFormatted(key);
        return key;
      }
      case Token.None:
      case Token.True:
      case Token.False:
        return this.primary();
      case Token.Name: {
        const start = this.start;
        let key: Expr = new Name(start, this.end, this.takeName(), NameContext.Load);
        if (!this.is(Token.Dot))
          this.problem('a key of a pattern is a literal or a dotted name', start, this.previousEnd);
        while (this.accept(Token.Dot)) key = this.#dotted(key, start);
        return key;
      }
      default:
        return this.missingExpression('expected a key');
    }
  }

  #classPattern(start: number, cls: Expr): Pattern {
    this.next();
    const attributes: string[] = [];
    const byKeyword: Pattern[] = [];
    const mark = this.mark();
    while (!this.is(Token.RightParen) && !this.atLineEnd) {
      if (this.is(Token.Name) && this.peek(1) === Token.Assign) {
        const nameStart = this.start;
        const name = this.takeName();
        if (attributes.includes(name))
          this.problem(`the attribute '${name}' is there twice`, nameStart, this.previousEnd);
        attributes.push(name);
        this.next();
        byKeyword.push(this.#pattern());
      } else {
        if (attributes.length > 0) this.problemHere('positional patterns must come before keyword patterns');
        this.keep(this.#pattern());
      }
      if (!this.accept(Token.Comma)) break;
    }
    this.closeBracket(Token.RightParen, "expected ')'");
    return new MatchClass(start, this.previousEnd, cls, this.take(mark), attributes, byKeyword);
  }
}

/** A name or `_` matches anything. */
function isIrrefutable(pattern: Pattern): boolean {
  if (pattern.kind === Kind.MatchOr) return pattern.patterns.some(isIrrefutable);
  return pattern.kind === Kind.MatchAs && (pattern.pattern === null || isIrrefutable(pattern.pattern));
}

function isImaginary(value: Expr): boolean {
  const number = value.kind === Kind.UnaryOp ? value.operand : value;
  return number.kind === Kind.Num && number.flags === NumberKind.Imaginary;
}
