// Several expressions with commas between them: tuples without parentheses, and the targets of assignments.
import { NameContext } from '../operators';
import { Kind, Tuple, type Expr, type Name } from '../nodes';
import { Token } from '../tokenizer/tokens';
import type { Writable } from './cursor';
import { quoted } from './describe';
import { ExpressionParser } from './expressions';

export class TargetParser extends ExpressionParser {
  /** One expression, or several with commas: a tuple without parentheses. */
  protected starExpressions(): Expr {
    const start = this.start;
    const first = this.#starExpression();
    if (!this.is(Token.Comma)) {
      this.#refuseSoleStar(first);
      return first;
    }
    const mark = this.mark();
    this.keep(first);
    while (this.accept(Token.Comma)) {
      if (!this.beginsExpression() || this.is(Token.Yield)) break;
      this.keep(this.#starExpression());
    }
    return new Tuple(start, this.previousEnd, this.take(mark));
  }

  /** What stands after `match`: like starExpressions, but a walrus is allowed. */
  protected subject(): Expr {
    const start = this.start;
    const first = this.starNamedExpression();
    if (!this.is(Token.Comma)) {
      this.#refuseSoleStar(first);
      return first;
    }
    const mark = this.mark();
    this.keep(first);
    while (this.accept(Token.Comma)) {
      if (!this.beginsExpression()) break;
      this.keep(this.starNamedExpression());
    }
    return new Tuple(start, this.previousEnd, this.take(mark));
  }

  /** `*a` is part of a tuple, or nothing. */
  #refuseSoleStar(only: Expr): void {
    if (only.kind === Kind.Starred) this.problem("a '*' expression needs a comma after it here", only.start, only.end);
  }

  #starExpression(): Expr {
    return this.is(Token.Star) ? this.starred() : this.expression();
  }

  protected loopTargets(): Expr {
    const start = this.start;
    const first = this.#target();
    let targets = first;
    if (!this.is(Token.Comma)) this.#refuseSoleStar(first);
    else {
      const mark = this.mark();
      this.keep(first);
      while (this.accept(Token.Comma)) {
        if (!this.beginsExpression()) break;
        this.keep(this.#target());
      }
      targets = new Tuple(start, this.previousEnd, this.take(mark));
    }
    this.bindTarget(targets);
    return targets;
  }

  #target(): Expr {
    return this.is(Token.Star) ? this.starred() : this.bitwiseOr();
  }

  /** Makes the expression what is assigned to; reports what cannot be. */
  protected bindTarget(target: Expr): void {
    this.#setContext(target, NameContext.Store);
  }

  /** Makes the expression what is deleted; reports what cannot be. */
  protected deleteTarget(target: Expr): void {
    this.#setContext(target, NameContext.Del);
  }

  #setContext(target: Expr, context: NameContext): void {
    switch (target.kind) {
      case Kind.Name:
        (target as Writable<Name>).ctx = context;
        return;
      case Kind.Attribute:
      case Kind.Subscript:
      case Kind.ErrorExpr:
      case Kind.MagicExpr:
        return;
      case Kind.Tuple:
      case Kind.List:
        for (const element of target.elts) this.#setContext(element, context);
        this.#refuseSecondStar(target.elts);
        return;
      case Kind.Starred:
        if (context === NameContext.Del) break;
        this.#setContext(target.value, context);
        return;
    }
    this.#refuseTarget(target, context);
  }

  /** Only one target can take what is left over. */
  #refuseSecondStar(targets: readonly Expr[]): void {
    const second = targets.filter((target) => target.kind === Kind.Starred)[1];
    if (second !== undefined) this.problem("only one target can have a '*'", second.start, second.end);
  }

  #refuseTarget(target: Expr, context: NameContext): void {
    const text = quoted(this.source, target.start, target.end);
    const shown = text.includes('\n') || text.includes('…') ? 'this expression' : text;
    this.problem(
      `${shown} cannot be ${context === NameContext.Del ? 'deleted' : 'assigned to'}`,
      target.start,
      target.end,
    );
  }
}
