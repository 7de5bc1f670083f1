// The arguments of a call or of a class definition.
import { GeneratorExp, Keyword, Kind, Starred, type Expr } from '../nodes';
import { Token } from '../tokenizer/tokens';
import type { Writable } from './cursor';
import { Levels } from './reporter';
import { DisplayParser } from './displays';

/** What the arguments before the current one were. */
interface ArgumentOrder {
  keywords: Keyword[] | null;
  sawUnpacking: boolean;
}

const NO_KEYWORDS: readonly Keyword[] = Object.freeze([]);

export abstract class ArgumentParser extends DisplayParser {
  /** From `(` to `)`. Positional arguments are kept as children, the keywords given back. */
  protected arguments(): readonly Keyword[] {
    const open = this.start;
    this.next();
    if (this.accept(Token.RightParen)) return NO_KEYWORDS;
    if (!this.enter(Levels.Nested)) {
      this.tooDeep();
      return NO_KEYWORDS;
    }
    const order: ArgumentOrder = { keywords: null, sawUnpacking: false };
    const mark = this.mark();
    while (!this.is(Token.RightParen) && !this.atLineEnd) {
      const before = this.index;
      const isFirst = this.countSince(mark) === 0 && order.keywords === null;
      this.#argument(order, open, isFirst);
      if (this.accept(Token.Comma)) continue;
      if (!this.#nextWithoutComma(before)) break;
    }
    this.leave(Levels.Nested);
    this.closeBracket(Token.RightParen, "expected ')'");
    return order.keywords ?? NO_KEYWORDS;
  }

  /** No comma: the arguments end here, unless what follows is plainly another one. */
  #nextWithoutComma(before: number): boolean {
    if (this.is(Token.RightParen)) return false;
    if (this.is(Token.Assign)) {
      this.problemHere("only a name can stand before '=' in a call; did you mean '=='?");
      this.next();
      if (this.beginsExpression()) this.expression();
      this.accept(Token.Comma);
      return true;
    }
    if (this.index === before || !this.beginsExpression()) return false;
    this.problemHere('a comma or an operator is missing before this');
    return true;
  }

  #argument(order: ArgumentOrder, open: number, isFirst: boolean): void {
    const start = this.start;
    if (this.is(Token.Name) && this.peek(1) === Token.Assign) {
      const name = this.takeName();
      this.next();
      this.#keyword(order, start, name);
    } else if (this.accept(Token.DoubleStar)) {
      order.sawUnpacking = true;
      this.#keyword(order, start, null);
    } else if (this.accept(Token.Star)) {
      const value = this.expression();
      this.keep(new Starred(start, this.previousEnd, value));
      if (order.sawUnpacking) this.problem("'*' arguments must come before '**' arguments", start, this.previousEnd);
    } else this.#positional(order, open, isFirst);
  }

  #keyword(order: ArgumentOrder, start: number, name: string | null): void {
    const value = this.expression();
    const keyword = new Keyword(start, this.previousEnd, name, value);
    if (order.keywords === null) order.keywords = [keyword];
    else {
      const isRepeated = name !== null && order.keywords.some((other) => other.arg === name);
      if (isRepeated) this.problem(`the argument '${name}' is given twice`, start, start + name.length);
      order.keywords.push(keyword);
    }
    if (this.atComprehension()) {
      this.problemHere('a generator cannot be the value of a keyword argument without parentheses');
      this.comprehension(true);
    }
  }

  #positional(order: ArgumentOrder, open: number, isFirst: boolean): void {
    const start = this.start;
    let value = this.namedExpression();
    if (this.atComprehension()) value = this.#generator(value, start, open, isFirst);
    else if (order.keywords !== null && value.kind !== Kind.ErrorExpr) {
      const before = order.sawUnpacking ? "'**' arguments" : 'keyword arguments';
      this.problem(`positional arguments must come before ${before}`, start, this.previousEnd);
    }
    this.keep(value);
  }

  /** A generator that is the only argument needs no parentheses: those of the call are its own. */
  #generator(elt: Expr, start: number, open: number, isFirst: boolean): Expr {
    const generators = this.generatorClauses(start);
    const isSole =
      isFirst && (this.is(Token.RightParen) || (this.is(Token.Comma) && this.peek(1) === Token.RightParen));
    const generator: Writable<GeneratorExp> = new GeneratorExp(start, this.previousEnd, elt, generators);
    if (isSole) {
      generator.start = open;
      generator.end = this.is(Token.RightParen) ? this.end : this.ends[this.index + 1]!;
    } else this.problem('a generator beside other arguments needs parentheses', start, this.previousEnd);
    return generator;
  }
}
