// Operators by precedence, conditional expressions, lambdas, assignment expressions, and `yield`.
import { BooleanOperator, CompareOperator, NameContext, UnaryOperator } from '../operators';
import { BinOp, BoolOp, Compare, IfExp, Lambda, Name, NamedExpr, UnaryOp, Yield, YieldFrom, type Expr } from '../nodes';
import { OPENS_FORMAT_SPEC, Token } from '../tokenizer/tokens';
import type { Writable } from './cursor';
import { Levels } from './reporter';
import { ParameterParser } from './parameters';
import { FUNCTION_SCOPE } from './scope';
import { binaryOperator, compareOperator, Precedence, PRECEDENCES } from './tables';

const YIELD_LENGTH = 5;

export abstract class ExpressionParser extends ParameterParser {
  /** A condition, a lambda, or operators. No walrus, no star. */
  protected expression(): Expr {
    if (this.is(Token.Lambda)) return this.lambda();
    const start = this.start;
    const body = this.#operators(Precedence.Or);
    return this.is(Token.If) ? this.#conditional(start, body) : body;
  }

  #conditional(start: number, body: Expr): Expr {
    if (!this.enter(Levels.Operator)) return this.tooDeep();
    this.next();
    const test = this.#operators(Precedence.Or);
    const orelse = this.accept(Token.Else)
      ? this.expression()
      : this.missingExpression("expected 'else': a conditional expression needs both cases");
    this.leave(Levels.Operator);
    return new IfExp(start, this.previousEnd, test, body, orelse);
  }

  /** An expression that may be an assignment: `name := value`. */
  protected namedExpression(): Expr {
    const start = this.start;
    const target = this.expression();
    if (!this.is(Token.Walrus)) return target;
    const isPlainName = target instanceof Name && this.previousToken === Token.Name;
    if (isPlainName) (target as Writable<Name>).ctx = NameContext.Store;
    else this.problem("only a name can stand before ':='", target.start, target.end);
    this.next();
    const value = this.expression();
    return new NamedExpr(start, this.previousEnd, target, value);
  }

  protected lambda(): Expr {
    const start = this.start;
    if (!this.enter(Levels.Nested)) return this.tooDeep();
    this.next();
    const params = this.parameters(Token.Colon, false);
    if (this.is(Token.Colon) && this.values[this.index] === OPENS_FORMAT_SPEC) {
      this.problem('a lambda in a field of an f-string needs parentheses', start, this.end);
    }
    this.expect(Token.Colon, "expected ':'");
    const outer = this.scope;
    this.scope = FUNCTION_SCOPE;
    const body = this.expression();
    this.scope = outer;
    this.leave(Levels.Nested);
    return new Lambda(start, this.previousEnd, params, body);
  }

  protected bitwiseOr(): Expr {
    return this.#operators(Precedence.BitOr);
  }

  /** What may follow `in` and `if` of a comprehension: no conditional expression, for its `if` begins a condition. */
  protected disjunction(): Expr {
    return this.#operators(Precedence.Or);
  }

  /** An operand and the operators after it that bind at least as tightly as `least`. */
  #operators(least: Precedence): Expr {
    const start = this.start;
    let left = this.#operand(least);
    for (;;) {
      const operator = this.token;
      const precedence: Precedence = PRECEDENCES[operator]!;
      if (precedence === Precedence.None || precedence < least) return left;
      if (precedence > Precedence.Comparison) left = this.#binary(start, left, operator, precedence);
      else if (precedence < Precedence.Comparison) left = this.#boolean(start, left, operator, precedence);
      else if (operator === Token.Not && this.peek(1) !== Token.In) return left;
      else left = this.#comparison(start, left);
    }
  }

  /** A primary with its prefix operators. */
  #operand(least: Precedence): Expr {
    switch (this.token) {
      case Token.Minus:
        return this.#unary(UnaryOperator.USub, Precedence.Unary);
      case Token.Plus:
        return this.#unary(UnaryOperator.UAdd, Precedence.Unary);
      case Token.Tilde:
        return this.#unary(UnaryOperator.Invert, Precedence.Unary);
      case Token.Not:
        if (least > Precedence.Not) return this.primary();
        return this.#unary(UnaryOperator.Not, Precedence.Not);
      default:
        return this.primary();
    }
  }

  #unary(operator: UnaryOperator, precedence: Precedence): Expr {
    const start = this.start;
    if (!this.enter(Levels.Operator)) return this.tooDeep();
    this.next();
    const operand = this.#operators(precedence);
    this.leave(Levels.Operator);
    return new UnaryOp(start, this.previousEnd, operator, operand);
  }

  #binary(start: number, left: Expr, operator: Token, precedence: Precedence): Expr {
    this.next();
    // `2 ** -3 ** 4` is `2 ** (-(3 ** 4))`: the power is the only operator to bind from the right.
    if (precedence === Precedence.Power) {
      if (!this.enter(Levels.Operator)) return this.tooDeep();
      const exponent = this.#operators(Precedence.Unary);
      this.leave(Levels.Operator);
      return new BinOp(start, this.previousEnd, left, binaryOperator(operator), exponent);
    }
    const right = this.#operators(precedence + 1);
    return new BinOp(start, this.previousEnd, left, binaryOperator(operator), right);
  }

  /** `a or b or c` is one node. */
  #boolean(start: number, first: Expr, operator: Token, precedence: Precedence): Expr {
    const mark = this.mark();
    this.keep(first);
    while (this.accept(operator)) this.keep(this.#operators(precedence + 1));
    const op = operator === Token.And ? BooleanOperator.And : BooleanOperator.Or;
    return new BoolOp(start, this.previousEnd, op, this.take(mark));
  }

  /** `a < b <= c` is one node. */
  #comparison(start: number, left: Expr): Expr {
    const ops: CompareOperator[] = [];
    const mark = this.mark();
    while (PRECEDENCES[this.token] === Precedence.Comparison) {
      if (this.is(Token.Not) && this.peek(1) !== Token.In) break;
      ops.push(this.#compareOperator());
      this.keep(this.#operators(Precedence.BitOr));
    }
    const comparators = this.take<Expr>(mark);
    return new Compare(start, this.previousEnd, left, ops, comparators);
  }

  #compareOperator(): CompareOperator {
    if (this.accept(Token.Not)) {
      this.next();
      return CompareOperator.NotIn;
    }
    if (this.accept(Token.Is)) return this.accept(Token.Not) ? CompareOperator.IsNot : CompareOperator.Is;
    const operator = compareOperator(this.token);
    this.next();
    return operator;
  }

  protected yieldExpression(): Expr {
    const start = this.start;
    if (this.scope.kind !== 'function') this.problem("'yield' needs a function around it", start, this.end);
    this.next();
    if (this.accept(Token.From)) {
      if (this.scope.isAsync) this.problem("'yield from' cannot stand in an async function", start, this.previousEnd);
      const source = this.expression();
      return new YieldFrom(start, this.previousEnd, source);
    }
    if (!this.beginsExpression() || this.is(Token.Yield)) return new Yield(start, start + YIELD_LENGTH, null);
    const value = this.starExpressions();
    return new Yield(start, this.previousEnd, value);
  }
}
