// Atoms, and what may follow one: attributes, calls, indexing.
import { ConstValue, NameContext } from '../operators';
import {
  Attribute,
  Await,
  Call,
  Const,
  ErrorExpr,
  MagicExpr,
  Name,
  Num,
  Slice,
  Subscript,
  Tuple,
  Kind,
  type Expr,
} from '../nodes';
import { Token } from '../tokenizer/tokens';
import { Levels } from './reporter';
import { ArgumentParser } from './arguments';

export abstract class PrimaryParser extends ArgumentParser {
  protected abstract lambda(): Expr;

  protected primary(): Expr {
    const start = this.start;
    if (this.is(Token.Await)) return this.#await(start);
    let value = this.#atom();
    for (;;) {
      switch (this.token) {
        case Token.Dot:
          value = this.#attribute(value, start);
          break;
        case Token.LeftParen:
          value = this.#call(value, start);
          break;
        case Token.LeftSquare:
          value = this.#subscript(value, start);
          break;
        default:
          return value;
      }
    }
  }

  #await(start: number): Expr {
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    this.noteAwait(start, this.end);
    this.next();
    if (this.is(Token.Await)) this.problemHere("a second 'await' needs parentheses");
    const value = this.primary();
    this.leave(Levels.Nested);
    return new Await(start, this.previousEnd, value);
  }

  #attribute(value: Expr, start: number): Expr {
    this.next();
    const isThere = this.is(Token.Name) || this.start === this.previousEnd;
    const attrStart = isThere ? this.start : this.previousEnd;
    const attr = this.is(Token.Name) ? this.takeName() : this.identifier('an attribute name');
    return new Attribute(start, this.previousEnd, value, attr, attrStart);
  }

  #call(func: Expr, start: number): Expr {
    const mark = this.mark();
    const keywords = this.arguments();
    const args = this.take<Expr>(mark);
    return new Call(start, this.previousEnd, func, args, keywords);
  }

  #subscript(value: Expr, start: number): Expr {
    this.next();
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const slice = this.#index();
    this.leave(Levels.Nested);
    this.closeBracket(Token.RightSquare, "expected ']'");
    return new Subscript(start, this.previousEnd, value, slice);
  }

  /** What stands between the brackets: one slice or expression, or a tuple of them. */
  #index(): Expr {
    const start = this.start;
    if (this.is(Token.RightSquare) || this.atLineEnd) return this.missingExpression('expected an index');
    const first = this.#slice();
    if (!this.is(Token.Comma) && first.kind !== Kind.Starred) return first;
    const mark = this.mark();
    this.keep(first);
    while (this.accept(Token.Comma)) {
      if (!this.beginsExpression() && !this.is(Token.Colon)) break;
      this.keep(this.#slice());
    }
    return new Tuple(start, this.previousEnd, this.take(mark));
  }

  /** `lower:upper:step`, or an index. */
  #slice(): Expr {
    const start = this.start;
    if (this.is(Token.Star)) {
      this.uses('star expression in index', start, this.end);
      return this.starred();
    }
    let lower: Expr | null = null;
    if (!this.is(Token.Colon)) {
      lower = this.namedExpression();
      if (!this.is(Token.Colon)) {
        if (lower.kind === Kind.NamedExpr && lower.start === start && !this.endsWithParenthesis(lower)) {
          this.uses('unparenthesized assignment expression', lower.start, lower.end);
        }
        return lower;
      }
      if (lower.kind === Kind.NamedExpr && !this.endsWithParenthesis(lower)) {
        this.problem("':=' in a slice needs parentheses", lower.start, lower.end);
      }
    }
    this.next();
    const upper = this.beginsExpression() ? this.expression() : null;
    let step: Expr | null = null;
    if (this.accept(Token.Colon) && this.beginsExpression()) step = this.expression();
    return new Slice(start, this.previousEnd, lower, upper, step);
  }

  #atom(): Expr {
    const { start, end } = this;
    switch (this.token) {
      case Token.Name: {
        const name = new Name(start, end, this.texts[this.values[this.index]!]!, NameContext.Load);
        this.next();
        return name;
      }
      case Token.Number: {
        const number = new Num(start, end, this.values[this.index]!);
        this.next();
        return number;
      }
      case Token.String:
      case Token.FormatStart:
        return this.strings();
      case Token.None:
        this.next();
        return new Const(start, end, ConstValue.None);
      case Token.True:
        this.next();
        return new Const(start, end, ConstValue.True);
      case Token.False:
        this.next();
        return new Const(start, end, ConstValue.False);
      case Token.Ellipsis:
        this.next();
        return new Const(start, end, ConstValue.Ellipsis);
      case Token.LeftParen:
        return this.parentheses();
      case Token.LeftSquare:
        return this.list();
      case Token.LeftBrace:
        return this.braces();
      case Token.Magic:
        this.next();
        return new MagicExpr(start, end);
      case Token.Unknown:
        this.quietLine();
        this.next();
        return new ErrorExpr(start, end);
      case Token.Yield:
      case Token.Lambda:
      case Token.Star:
      case Token.Not:
        return this.#needsParentheses();
      default:
        return this.missingExpression('expected an expression');
    }
  }

  /** Expressions that bind too loosely to stand here; what was meant is plain. */
  #needsParentheses(): Expr {
    const text = this.source.slice(this.start, this.end);
    this.problemHere(this.is(Token.Star) ? "a '*' expression cannot stand here" : `'${text}' needs parentheses here`);
    if (!this.enter(Levels.Operator)) return this.tooDeep();
    const value = this.#looseExpression();
    this.leave(Levels.Operator);
    return value;
  }

  #looseExpression(): Expr {
    switch (this.token) {
      case Token.Yield:
        return this.yieldExpression();
      case Token.Star:
        return this.starred();
      case Token.Not:
        return this.disjunction();
      default:
        return this.lambda();
    }
  }
}
