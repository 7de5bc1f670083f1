// Parentheses, lists, sets, dicts and comprehensions.
import { Kind } from '../nodes';
import {
  Comprehension,
  Dict,
  DictComp,
  GeneratorExp,
  List,
  ListComp,
  Set as SetDisplay,
  SetComp,
  Starred,
  Tuple,
  type Expr,
} from '../nodes';
import { contains, type Span } from '../../text';
import { Token } from '../tokenizer/tokens';
import { Levels } from './reporter';
import { StringParser } from './strings';
import { BEGINS_EXPRESSION } from './tables';
import { MODULE_SCOPE, type Scope } from './scope';

export abstract class DisplayParser extends StringParser {
  /** What encloses the current statement. */
  protected scope: Scope = MODULE_SCOPE;

  protected abstract expression(): Expr;
  protected abstract namedExpression(): Expr;
  protected abstract bitwiseOr(): Expr;
  protected abstract disjunction(): Expr;
  /** The targets of `for`, up to `in`. */
  protected abstract loopTargets(): Expr;

  protected beginsExpression(): boolean {
    return BEGINS_EXPRESSION[this.token] === 1;
  }

  protected atComprehension(): boolean {
    return this.is(Token.For) || this.is(Token.Async);
  }

  /** An element of a display: a walrus and a star are allowed. */
  protected starNamedExpression(): Expr {
    return this.is(Token.Star) ? this.starred() : this.namedExpression();
  }

  protected starred(): Expr {
    const start = this.start;
    this.next();
    const value = this.bitwiseOr();
    return new Starred(start, this.previousEnd, value);
  }

  /** A tuple, a generator, or an expression in parentheses. */
  protected parentheses(): Expr {
    const start = this.start;
    this.next();
    if (this.accept(Token.RightParen)) return new Tuple(start, this.previousEnd, []);
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const inner = this.#insideParentheses(start);
    this.leave(Levels.Nested);
    return inner;
  }

  #insideParentheses(start: number): Expr {
    if (this.is(Token.Yield)) {
      const value = this.yieldExpression();
      this.closeBracket(Token.RightParen, "expected ')'");
      return value;
    }
    const first = this.starNamedExpression();
    if (this.accept(Token.RightParen)) {
      if (first.kind === Kind.Starred)
        this.problem("a '*' expression needs a comma after it here", first.start, first.end);
      return first;
    }
    if (this.atComprehension()) {
      const generators = this.generatorClauses(start);
      this.#refuseStarred(first);
      this.closeBracket(Token.RightParen, "expected ')'");
      return new GeneratorExp(start, this.previousEnd, first, generators);
    }
    if (!this.is(Token.Comma) && !this.beginsExpression()) {
      this.closeBracket(Token.RightParen, "expected ')'");
      return first;
    }
    const elements = this.#elements(first, Token.RightParen, "expected ')'");
    return new Tuple(start, this.previousEnd, elements);
  }

  protected list(): Expr {
    const start = this.start;
    this.next();
    if (this.accept(Token.RightSquare)) return new List(start, this.previousEnd, []);
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const first = this.starNamedExpression();
    let list: Expr;
    if (this.atComprehension()) {
      const generators = this.comprehension(false);
      this.#refuseStarred(first);
      this.closeBracket(Token.RightSquare, "expected ']'");
      list = new ListComp(start, this.previousEnd, first, generators);
    } else {
      const elements = this.#elements(first, Token.RightSquare, "expected ']'");
      list = new List(start, this.previousEnd, elements);
    }
    this.leave(Levels.Nested);
    return list;
  }

  /** A dict or a set: the first element tells. */
  protected braces(): Expr {
    const start = this.start;
    this.next();
    if (this.accept(Token.RightBrace)) return new Dict(start, this.previousEnd, [], []);
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    const display = this.#insideBraces(start);
    this.leave(Levels.Nested);
    return display;
  }

  #insideBraces(start: number): Expr {
    if (this.accept(Token.DoubleStar)) {
      const value = this.bitwiseOr();
      if (this.atComprehension()) {
        this.problemHere("'**' cannot stand in a comprehension");
        this.comprehension(false);
      }
      return this.#dict(start, null, value);
    }
    const first = this.starNamedExpression();
    if (this.is(Token.Colon)) {
      this.#checkKey(first);
      this.next();
      const value = this.expression();
      if (!this.atComprehension()) return this.#dict(start, first, value);
      const generators = this.comprehension(false);
      this.closeBracket(Token.RightBrace, "expected '}'");
      return new DictComp(start, this.previousEnd, first, value, generators);
    }
    if (this.atComprehension()) {
      const generators = this.comprehension(false);
      this.#refuseStarred(first);
      this.closeBracket(Token.RightBrace, "expected '}'");
      return new SetComp(start, this.previousEnd, first, generators);
    }
    const elements = this.#elements(first, Token.RightBrace, "expected '}'");
    return new SetDisplay(start, this.previousEnd, elements);
  }

  #checkKey(key: Expr): void {
    if (key.kind === Kind.Starred) this.problem('a dict key cannot be starred', key.start, key.end);
    if (key.kind === Kind.NamedExpr && !this.endsWithParenthesis(key)) {
      this.problem("':=' in a dict key needs parentheses", key.start, key.end);
    }
  }

  /** The expression just parsed stands in parentheses that are no part of it. */
  protected endsWithParenthesis(node: Expr): boolean {
    return this.previousEnd > node.end;
  }

  #refuseStarred(element: Expr): void {
    if (element.kind === Kind.Starred) {
      this.problem('iterable unpacking cannot be used in a comprehension', element.start, element.end);
    }
  }

  /** The elements after the first, and the closing bracket. A missing comma is reported, the element is kept. */
  #elements(first: Expr, close: Token, message: string): readonly Expr[] {
    const mark = this.mark();
    this.keep(first);
    while (!this.is(close)) {
      if (this.accept(Token.Comma)) {
        if (!this.beginsExpression()) break;
      } else if (this.beginsExpression()) this.problemHere('a comma or an operator is missing before this');
      else break;
      const before = this.index;
      this.keep(this.starNamedExpression());
      if (this.index === before) break;
    }
    this.closeBracket(close, message);
    return this.take(mark);
  }

  /** The entries of a dict after the first, and the `}`. */
  #dict(start: number, firstKey: Expr | null, firstValue: Expr): Expr {
    const keys: (Expr | null)[] = [firstKey];
    const mark = this.mark();
    this.keep(firstValue);
    while (!this.is(Token.RightBrace)) {
      const beginsEntry = (): boolean => this.beginsExpression() || this.is(Token.DoubleStar);
      if (this.accept(Token.Comma)) {
        if (!beginsEntry()) break;
      } else if (beginsEntry()) this.problemHere('a comma or an operator is missing before this');
      else break;
      const before = this.index;
      if (this.accept(Token.DoubleStar)) {
        keys.push(null);
        this.keep(this.bitwiseOr());
      } else {
        keys.push(this.expression());
        this.keep(
          this.accept(Token.Colon) ? this.expression() : this.missingExpression("expected ':' after the dict key"),
        );
      }
      if (this.index === before) break;
    }
    this.closeBracket(Token.RightBrace, "expected '}'");
    return new Dict(start, this.previousEnd, keys, this.take(mark));
  }

  /** The `for … in … if …` of a generator, whose element begins at `start`. It may be asynchronous anywhere. */
  protected generatorClauses(start: number): readonly Comprehension[] {
    const clauses = this.comprehension(true);
    const iterable = clauses[0]?.iter;
    if (iterable !== undefined && this.strayAwaits.length > 0) this.#allowAwaitsFrom(start, iterable);
    return clauses;
  }

  /** One or more `for … in … if …`. */
  protected comprehension(isGenerator: boolean): readonly Comprehension[] {
    const mark = this.mark();
    while (this.is(Token.For) || (this.is(Token.Async) && this.peek(1) === Token.For)) {
      const start = this.start;
      const isAsync = this.accept(Token.Async);
      if (isAsync && !isGenerator) this.requireAsync('an asynchronous comprehension', start, start + 5);
      this.next();
      const target = this.loopTargets();
      this.expect(Token.In, "expected 'in'");
      const iter = this.disjunction();
      const conditions = this.mark();
      while (this.accept(Token.If)) this.keep(this.disjunction());
      const ifs = this.take<Expr>(conditions);
      this.keep(new Comprehension(start, this.previousEnd, target, iter, ifs, isAsync));
    }
    if (this.is(Token.Async)) this.unexpected();
    return this.take(mark);
  }

  /** Each `await` outside of an async function, until it turns out to stand in a generator, where it is allowed. */
  protected readonly strayAwaits: Span[] = [];

  protected noteAwait(start: number, end: number): void {
    if (!this.asyncAllowed()) this.strayAwaits.push({ start, end });
  }

  /** The generator that begins at `start` has just been parsed. Only its first iterable is outside of it, so to say. */
  #allowAwaitsFrom(start: number, outside: Span): void {
    const { strayAwaits } = this;
    let first = strayAwaits.length;
    while (first > 0 && strayAwaits[first - 1]!.start >= start) first--;
    const inside = strayAwaits.splice(first);
    strayAwaits.push(...inside.filter((stray) => contains(outside, stray)));
  }

  protected asyncAllowed(): boolean {
    return this.scope.isAsync || (this.notebook && this.scope.kind === 'module');
  }

  /** `await` and the like need an async function around; a notebook's cell is one. */
  protected requireAsync(what: string, start: number, end: number): void {
    if (this.asyncAllowed()) return;
    this.problem(`${what} needs an 'async def' around it`, start, end);
  }
}
