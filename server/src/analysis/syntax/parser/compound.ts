// Compound statements: those with blocks.
import {
  ErrorStmt,
  ExceptHandler,
  For,
  If,
  Match,
  MatchAs,
  MatchCase,
  Try,
  Tuple,
  While,
  With,
  WithItem,
  type Expr,
  type Stmt,
} from '../nodes';
import { KnownName } from '../names';
import { Token } from '../tokenizer/tokens';
import { Levels } from './reporter';
import { DefinitionParser, NO_DECORATORS } from './definitions';
import { beginsCase, beginsMatch, isParenthesizedWith } from './lookahead';
import { withLoop } from './scope';

const NO_STATEMENTS: readonly Stmt[] = Object.freeze([]);

export class CompoundStatementParser extends DefinitionParser {
  protected compoundStatement(): Stmt | null {
    const start = this.start;
    switch (this.token) {
      case Token.Def:
        return this.function(start, NO_DECORATORS, false);
      case Token.Class:
        return this.class(NO_DECORATORS);
      case Token.If:
        return this.#if();
      case Token.For:
        return this.#for(start, false);
      case Token.While:
        return this.#while();
      case Token.Try:
        return this.#try();
      case Token.With:
        return this.#with(start, false);
      case Token.At:
        return this.decorated();
      case Token.Async:
        return this.#async(start);
      case Token.Name:
        return this.#softKeyword();
      default:
        return null;
    }
  }

  /** `match` and `case` are names unless the rest of the line says otherwise. */
  #softKeyword(): Stmt | null {
    if (this.isName(KnownName.Match) && beginsMatch(this.kinds, this.index)) return this.#match();
    if (this.isName(KnownName.Case) && beginsCase(this.kinds, this.index)) {
      const mark = this.mark();
      this.orphanBlock();
      return this.take<Stmt>(mark)[0] ?? null;
    }
    return null;
  }

  #async(start: number): Stmt {
    const following = this.peek(1);
    if (following === Token.Def) {
      this.next();
      return this.function(start, NO_DECORATORS, true);
    }
    if (following === Token.For || following === Token.With) {
      this.requireAsync(following === Token.For ? "'async for'" : "'async with'", start, this.end);
      this.next();
      return following === Token.For ? this.#for(start, true) : this.#with(start, true);
    }
    this.next();
    this.problemHere("expected 'def', 'for' or 'with' after 'async'");
    this.endLine();
    return new ErrorStmt(start, this.blockEnd, NO_STATEMENTS);
  }

  /** An `elif` is an `if` in the `orelse` of the one before; built without recursion, for there may be thousands. */
  #if(): Stmt {
    const branches: { start: number; test: Expr; body: readonly Stmt[] }[] = [];
    do {
      const start = this.start;
      const owner = branches.length === 0 ? "'if'" : "'elif'";
      this.next();
      const test = this.namedExpression();
      const body = this.block(owner);
      branches.push({ start, test, body });
    } while (this.is(Token.Elif));
    let orelse = this.#else();
    const end = this.blockEnd;
    for (let i = branches.length - 1; i > 0; i--) {
      const { start, test, body } = branches[i]!;
      orelse = [new If(start, end, test, body, orelse)];
    }
    const { start, test, body } = branches[0]!;
    return new If(start, end, test, body, orelse);
  }

  #else(): readonly Stmt[] {
    return this.accept(Token.Else) ? this.block("'else'") : NO_STATEMENTS;
  }

  #for(start: number, isAsync: boolean): Stmt {
    this.next();
    const target = this.loopTargets();
    this.expect(Token.In, "expected 'in'");
    const iter = this.starExpressions();
    const body = this.blockIn(withLoop(this.scope), "'for'");
    const orelse = this.#else();
    return new For(start, this.blockEnd, target, iter, body, orelse, isAsync);
  }

  #while(): Stmt {
    const start = this.start;
    this.next();
    const test = this.namedExpression();
    const body = this.blockIn(withLoop(this.scope), "'while'");
    const orelse = this.#else();
    return new While(start, this.blockEnd, test, body, orelse);
  }

  #try(): Stmt {
    const { start, end } = this;
    this.next();
    const body = this.block("'try'");
    const handlers: ExceptHandler[] = [];
    let stars = 0;
    while (this.is(Token.Except)) {
      if (this.peek(1) === Token.Star) stars++;
      handlers.push(this.#handler());
      if (stars > 0 && stars < handlers.length) {
        const { start: at } = handlers.at(-1)!;
        this.problem("a 'try' has either 'except' or 'except*', not both", at, at + 'except'.length);
      }
    }
    const orelseStart = this.start;
    const orelse = this.#else();
    if (orelse.length > 0 && handlers.length === 0) {
      this.problem("'else' of a 'try' needs an 'except' before it", orelseStart, orelseStart + 'else'.length);
    }
    const hasFinally = this.accept(Token.Finally);
    const finalbody = hasFinally ? this.block("'finally'") : NO_STATEMENTS;
    if (handlers.length === 0 && !hasFinally) this.problem("this 'try' has no 'except' and no 'finally'", start, end);
    this.#checkBareHandlers(handlers);
    return new Try(start, this.blockEnd, body, handlers, orelse, finalbody, stars > 0);
  }

  #checkBareHandlers(handlers: readonly ExceptHandler[]): void {
    for (const handler of handlers.slice(0, -1)) {
      if (handler.type !== null) continue;
      this.problem("an 'except:' without a type must be the last", handler.start, handler.start + 'except'.length);
      return;
    }
  }

  #handler(): ExceptHandler {
    const { start, end } = this;
    this.next();
    const isStar = this.is(Token.Star);
    if (isStar) {
      this.uses('except*', start, this.end);
      this.next();
    }
    let type: Expr | null = null;
    let name: string | null = null;
    if (!this.is(Token.Colon) && !this.atLineEnd) {
      type = this.expression();
      if (this.is(Token.Comma)) type = this.#bareExceptions(type);
      if (this.accept(Token.As)) name = this.identifier('a name');
    } else if (isStar) this.problemHere("expected an exception type after 'except*'");
    const body = this.block("'except'");
    return new ExceptHandler(start, Math.max(end, this.blockEnd), type, name, body);
  }

  /** `except A, B:`; in Python 2 the second was the name. */
  #bareExceptions(first: Expr): Expr {
    const mark = this.mark();
    this.keep(first);
    while (this.accept(Token.Comma)) {
      if (!this.beginsExpression()) break;
      this.keep(this.expression());
    }
    const { start } = first;
    const end = this.previousEnd;
    this.uses('except without parentheses', start, end);
    if (this.is(Token.As)) this.problem("several exceptions need parentheses before 'as'", start, end);
    return new Tuple(start, end, this.take(mark));
  }

  #with(start: number, isAsync: boolean): Stmt {
    this.next();
    const mark = this.mark();
    if (this.is(Token.LeftParen) && isParenthesizedWith(this.kinds, this.index)) this.#parenthesizedItems();
    else {
      do this.keep(this.#withItem());
      while (this.accept(Token.Comma));
    }
    const items = this.take<WithItem>(mark);
    const body = this.block("'with'");
    return new With(start, this.blockEnd, items, body, isAsync);
  }

  #parenthesizedItems(): void {
    const { start, end } = this;
    let hasTarget = false;
    this.next();
    while (!this.is(Token.RightParen) && !this.atLineEnd) {
      const before = this.index;
      const item = this.#withItem();
      if (item.optionalVars !== null) hasTarget = true;
      this.keep(item);
      if (this.accept(Token.Comma)) continue;
      if (this.index === before || !this.is(Token.RightParen)) break;
    }
    this.closeBracket(Token.RightParen, "expected ')'");
    // Without targets, older Pythons read a tuple.
    if (hasTarget) this.uses('parenthesized context managers', start, end);
  }

  #withItem(): WithItem {
    const start = this.start;
    const context = this.is(Token.Yield) ? this.missingExpression("'yield' needs parentheses here") : this.expression();
    let target: Expr | null = null;
    if (this.accept(Token.As)) {
      target = this.bitwiseOr();
      this.bindTarget(target);
    }
    return new WithItem(start, this.previousEnd, context, target);
  }

  #match(): Stmt {
    const start = this.start;
    this.uses('match statement', start, this.end);
    this.next();
    const subject = this.is(Token.Yield) ? this.yieldExpression() : this.subject();
    if (!this.accept(Token.Colon)) {
      this.problemHere("expected ':'");
      this.skipLine();
    }
    this.endLine();
    const cases: MatchCase[] = [];
    if (!this.accept(Token.Indent)) {
      this.problem("expected an indented 'case' after 'match'", this.start, this.end);
      return new Match(start, this.blockEnd, subject, cases);
    }
    this.depth += Levels.Nested;
    while (!this.is(Token.Dedent) && !this.is(Token.EndOfFile)) {
      const matchCase = this.isName(KnownName.Case) ? this.#case() : this.#strayCase();
      if (matchCase !== null) cases.push(matchCase);
    }
    this.depth -= Levels.Nested;
    this.accept(Token.Dedent);
    this.checkReachable(cases);
    return new Match(start, this.blockEnd, subject, cases);
  }

  #case(): MatchCase {
    const start = this.start;
    this.next();
    const pattern = this.casePatterns();
    const guard = this.accept(Token.If) ? this.namedExpression() : null;
    const body = this.block("'case'");
    return new MatchCase(start, this.blockEnd, pattern, guard, body);
  }

  /** A statement directly inside `match` is saved in a case of its own. */
  #strayCase(): MatchCase | null {
    const start = this.start;
    this.problemHere("expected 'case'");
    const mark = this.mark();
    this.statement();
    const body = this.take<Stmt>(mark);
    if (body.length === 0) return null;
    return new MatchCase(start, this.blockEnd, new MatchAs(start, start, null, null), null, body);
  }
}
