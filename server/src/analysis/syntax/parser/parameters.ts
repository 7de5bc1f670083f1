// Parameters of functions and lambdas, and type parameters.
import { ParamKind, TypeParamKind } from '../operators';
import { Param, TypeParam, type Expr } from '../nodes';
import { Token } from '../tokenizer/tokens';
import type { Writable } from './cursor';
import { PrimaryParser } from './primaries';

/** What has been seen of a list of parameters. */
interface ParameterOrder {
  kind: ParamKind.Positional | ParamKind.KeywordOnly;
  sawSlash: boolean;
  sawDefault: boolean;
  sawKwArgs: boolean;
}

export abstract class ParameterParser extends PrimaryParser {
  /** Up to `close`, which is left to the caller. Lambdas have no annotations. */
  protected parameters(close: Token, annotated: boolean): readonly Param[] {
    const mark = this.mark();
    const order: ParameterOrder = { kind: ParamKind.Positional, sawSlash: false, sawDefault: false, sawKwArgs: false };
    const seen: Param[] = [];
    while (!this.is(close) && !this.atLineEnd) {
      const before = this.index;
      const parameter = this.#parameter(order, seen, close, annotated);
      if (parameter !== null) {
        this.#checkName(parameter, seen);
        seen.push(parameter);
        this.keep(parameter);
      }
      if (this.accept(Token.Comma)) continue;
      if (this.is(close)) break;
      this.problemHere("expected ',' or the end of the parameters");
      if (this.index === before || !this.is(Token.Name)) break;
    }
    return this.take(mark);
  }

  #checkName(parameter: Param, seen: readonly Param[]): void {
    if (seen.some((other) => other.name === parameter.name) && parameter.name !== '') {
      this.problem(`the parameter '${parameter.name}' is there twice`, parameter.start, parameter.argEnd);
    }
  }

  /** Null for `/` and a bare `*`, and for what is no parameter. */
  #parameter(order: ParameterOrder, seen: readonly Param[], close: Token, annotated: boolean): Param | null {
    switch (this.token) {
      case Token.Slash:
        this.#slash(order, seen);
        return null;
      case Token.Star:
        return this.#starParameter(order, close, annotated);
      case Token.DoubleStar:
        return this.#kwArgs(order, annotated);
      case Token.Name:
        return this.#plainParameter(order, annotated);
      default:
        this.#notAParameter();
        return null;
    }
  }

  /** Those before `/` can only be given by position. */
  #slash(order: ParameterOrder, seen: readonly Param[]): void {
    const misplaced = order.sawSlash || order.kind === ParamKind.KeywordOnly || order.sawKwArgs || seen.length === 0;
    if (misplaced) this.problemHere("'/' must stand once, after a parameter and before any '*'");
    order.sawSlash = true;
    for (const parameter of seen) {
      if (parameter.paramKind === ParamKind.Positional)
        (parameter as Writable<Param>).paramKind = ParamKind.PositionalOnly;
    }
    this.next();
  }

  #starParameter(order: ParameterOrder, close: Token, annotated: boolean): Param | null {
    const start = this.start;
    if (order.kind === ParamKind.KeywordOnly) this.problemHere("'*' can stand only once");
    if (order.sawKwArgs) this.problemHere("nothing can follow the '**' parameter");
    this.next();
    order.kind = ParamKind.KeywordOnly;
    if (!this.is(Token.Name)) {
      const following = this.peek(1);
      const hasNamed = this.is(Token.Comma) && following !== close && following !== Token.DoubleStar;
      if (!hasNamed) this.problemHere("named parameters must follow a bare '*'");
      return null;
    }
    const name = this.takeName();
    let annotation: Expr | null = null;
    if (annotated && this.accept(Token.Colon)) {
      if (this.is(Token.Star)) {
        this.uses('star annotation', this.start, this.end);
        annotation = this.starred();
      } else annotation = this.expression();
    }
    const end = this.previousEnd;
    if (this.accept(Token.Assign)) {
      this.problem("the '*' parameter cannot have a default", start, end);
      this.expression();
    }
    return new Param(start, end, name, ParamKind.VarArgs, annotation, null, end);
  }

  #kwArgs(order: ParameterOrder, annotated: boolean): Param {
    const start = this.start;
    if (order.sawKwArgs) this.problemHere("nothing can follow the '**' parameter");
    order.sawKwArgs = true;
    this.next();
    const name = this.identifier('a parameter name');
    const annotation = annotated && this.accept(Token.Colon) ? this.expression() : null;
    const end = this.previousEnd;
    if (this.accept(Token.Assign)) {
      this.problem("the '**' parameter cannot have a default", start, end);
      this.expression();
    }
    return new Param(start, end, name, ParamKind.KwArgs, annotation, null, end);
  }

  #plainParameter(order: ParameterOrder, annotated: boolean): Param {
    const start = this.start;
    if (order.sawKwArgs) this.problemHere("nothing can follow the '**' parameter");
    const name = this.takeName();
    const annotation = annotated && this.accept(Token.Colon) ? this.expression() : null;
    const argEnd = this.previousEnd;
    let defaultValue: Expr | null = null;
    if (this.accept(Token.Assign)) {
      defaultValue = this.expression();
      if (order.kind === ParamKind.Positional) order.sawDefault = true;
    } else if (order.sawDefault && order.kind === ParamKind.Positional) {
      this.problem('a parameter without a default cannot follow one with a default', start, argEnd);
    }
    return new Param(start, this.previousEnd, name, order.kind, annotation, defaultValue, argEnd);
  }

  #notAParameter(): void {
    this.problemHere('expected a parameter name');
    if (this.is(Token.Comma)) return;
    const before = this.index;
    if (this.beginsExpression()) this.expression();
    if (this.index === before && this.token > Token.KeywordBase) this.next();
  }

  /** `[T: int = bool, *Ts, **P]`; none if there is no bracket. */
  protected typeParameters(): readonly TypeParam[] {
    if (!this.is(Token.LeftSquare)) return [];
    const open = this.start;
    this.next();
    const mark = this.mark();
    const seen = new Set<string>();
    while (this.is(Token.Name) || this.is(Token.Star) || this.is(Token.DoubleStar)) {
      const { start } = this;
      const parameter = this.#typeParameter();
      if (seen.has(parameter.name)) {
        this.problem(`the type parameter '${parameter.name}' is there twice`, start, this.previousEnd);
      }
      seen.add(parameter.name);
      this.keep(parameter);
      if (!this.accept(Token.Comma)) break;
    }
    if (this.countSince(mark) === 0) this.problemHere('expected a type parameter');
    this.closeBracket(Token.RightSquare, "expected ']'");
    this.uses('type parameters', open, this.previousEnd);
    return this.take(mark);
  }

  #typeParameter(): TypeParam {
    const start = this.start;
    const kind = this.accept(Token.Star)
      ? TypeParamKind.TypeVarTuple
      : this.accept(Token.DoubleStar)
        ? TypeParamKind.ParamSpec
        : TypeParamKind.TypeVar;
    const name = this.identifier('a type parameter name');
    let bound: Expr | null = null;
    if (this.is(Token.Colon)) {
      if (kind !== TypeParamKind.TypeVar) this.problemHere('only a plain type parameter can have a bound');
      this.next();
      bound = this.expression();
    }
    const defaultStart = this.start;
    let defaultValue: Expr | null = null;
    if (this.accept(Token.Assign)) {
      const mayStar = kind === TypeParamKind.TypeVarTuple && this.is(Token.Star);
      defaultValue = mayStar ? this.starred() : this.expression();
      this.uses('type parameter default', defaultStart, this.previousEnd);
    }
    return new TypeParam(start, this.previousEnd, kind, name, bound, defaultValue);
  }
}
