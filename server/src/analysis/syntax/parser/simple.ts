// Simple statements: those of one line.
import { NameContext } from '../operators';
import {
  Alias,
  AnnAssign,
  Assert,
  Assign,
  AugAssign,
  Break,
  Continue,
  Delete,
  ExprStmt,
  Global,
  Import,
  ImportFrom,
  Kind,
  Name,
  Nonlocal,
  Pass,
  Raise,
  Return,
  TypeAlias,
  type Expr,
  type Stmt,
} from '../nodes';
import { KnownName } from '../names';
import { Token } from '../tokenizer/tokens';
import type { Writable } from './cursor';
import { PatternParser } from './patterns';
import { augmentedOperator } from './tables';

export class SimpleStatementParser extends PatternParser {
  protected simpleStatement(): Stmt {
    const { start, end } = this;
    switch (this.token) {
      case Token.Return:
        return this.#return();
      case Token.Pass:
        this.next();
        return new Pass(start, end);
      case Token.Break:
        this.#requireLoop("'break'");
        this.next();
        return new Break(start, end);
      case Token.Continue:
        this.#requireLoop("'continue'");
        this.next();
        return new Continue(start, end);
      case Token.Import:
        return this.#import();
      case Token.From:
        return this.#importFrom();
      case Token.Raise:
        return this.#raise();
      case Token.Assert:
        return this.#assert();
      case Token.Del:
        return this.#delete();
      case Token.Global:
      case Token.Nonlocal:
        return this.#declaration();
      case Token.Name:
        if (this.#atTypeAlias()) return this.#typeAlias();
        return this.#expressionStatement();
      default:
        return this.#expressionStatement();
    }
  }

  #requireLoop(what: string): void {
    if (!this.scope.inLoop) this.problemHere(`${what} needs a loop around it`);
  }

  #return(): Stmt {
    const start = this.start;
    if (this.scope.kind !== 'function') this.problemHere("'return' needs a function around it");
    this.next();
    const value = this.beginsExpression() ? this.starExpressions() : null;
    return new Return(start, this.previousEnd, value);
  }

  #raise(): Stmt {
    const start = this.start;
    this.next();
    const exc = this.beginsExpression() ? this.expression() : null;
    const cause = exc !== null && this.accept(Token.From) ? this.expression() : null;
    return new Raise(start, this.previousEnd, exc, cause);
  }

  #assert(): Stmt {
    const start = this.start;
    this.next();
    const test = this.expression();
    const msg = this.accept(Token.Comma) ? this.expression() : null;
    return new Assert(start, this.previousEnd, test, msg);
  }

  #delete(): Stmt {
    const start = this.start;
    this.next();
    const mark = this.mark();
    do {
      // A comma may stand at the end.
      if (this.countSince(mark) > 0 && !this.beginsExpression()) break;
      const target = this.bitwiseOr();
      this.deleteTarget(target);
      this.keep(target);
    } while (this.accept(Token.Comma));
    return new Delete(start, this.previousEnd, this.take(mark));
  }

  #declaration(): Stmt {
    const start = this.start;
    const isGlobal = this.is(Token.Global);
    if (!isGlobal && this.scope.kind === 'module') this.problemHere("'nonlocal' needs a function around it");
    this.next();
    const mark = this.mark();
    do {
      const name = this.identifier('a name');
      if (name !== '') this.keep(name);
    } while (this.accept(Token.Comma));
    const names = this.take<string>(mark);
    return isGlobal ? new Global(start, this.previousEnd, names) : new Nonlocal(start, this.previousEnd, names);
  }

  #import(): Stmt {
    const start = this.start;
    this.next();
    const mark = this.mark();
    do this.#importedModule();
    while (this.accept(Token.Comma));
    return new Import(start, this.previousEnd, this.take(mark));
  }

  #importedModule(): void {
    const start = this.start;
    const name = this.#dottedName();
    const asname = this.#asName();
    if (name !== '') this.keep(new Alias(start, this.previousEnd, name, asname));
  }

  #dottedName(): string {
    let name = this.identifier('a module name');
    while (this.accept(Token.Dot)) name += `.${this.identifier('a module name')}`;
    return name;
  }

  #asName(): string | null {
    return this.accept(Token.As) ? this.identifier('a name') : null;
  }

  #importFrom(): Stmt {
    const start = this.start;
    this.next();
    let level = 0;
    for (;;) {
      if (this.accept(Token.Dot)) level++;
      else if (this.accept(Token.Ellipsis)) level += 3;
      else break;
    }
    const isNamed = this.is(Token.Name) || level === 0;
    const module = isNamed ? this.#dottedName() : null;
    const mark = this.mark();
    if (this.expect(Token.Import, "expected 'import'")) this.#importedNames();
    return new ImportFrom(start, this.previousEnd, module, this.take(mark), level);
  }

  #importedNames(): void {
    const { start, end } = this;
    if (this.is(Token.Star)) {
      if (this.scope.kind !== 'module') this.problemHere("'import *' can only stand at the top of a module");
      this.next();
      this.keep(new Alias(start, end, '*', null));
    } else if (this.accept(Token.LeftParen)) {
      const mark = this.mark();
      while (this.is(Token.Name) || this.token > Token.KeywordBase) {
        this.#importedName();
        if (!this.accept(Token.Comma)) break;
      }
      if (this.countSince(mark) === 0) this.problemHere('expected a name to import');
      this.closeBracket(Token.RightParen, "expected ')'");
    } else {
      do {
        if (this.is(Token.Newline) && this.previousToken === Token.Comma) {
          this.problemHere('a comma can only end an import that is in parentheses');
          return;
        }
        this.#importedName();
      } while (this.accept(Token.Comma));
    }
  }

  #importedName(): void {
    const start = this.start;
    const name = this.identifier('a name to import');
    const asname = this.#asName();
    if (name !== '') this.keep(new Alias(start, this.previousEnd, name, asname));
  }

  /** `type` is a name like any other, unless a name and `=` or `[` follow. */
  #atTypeAlias(): boolean {
    if (!this.isName(KnownName.Type) || this.peek(1) !== Token.Name) return false;
    const following = this.peek(2);
    return following === Token.Assign || following === Token.LeftSquare;
  }

  #typeAlias(): Stmt {
    const { start, end } = this;
    this.next();
    const name = new Name(this.start, this.end, this.takeName(), NameContext.Store);
    const typeParams = this.typeParameters();
    this.uses('type statement', start, end);
    this.expect(Token.Assign, "expected '='");
    const value = this.expression();
    return new TypeAlias(start, this.previousEnd, name, typeParams, value);
  }

  /** An expression, an assignment of any kind, or an annotation: what follows the first expression tells. */
  #expressionStatement(): Stmt {
    const start = this.start;
    const value = this.#assignedValue();
    if (this.is(Token.Newline)) return new ExprStmt(start, this.previousEnd, value);
    if (this.is(Token.Assign)) return this.#assign(start, value);
    if (this.token >= Token.PlusAssign && this.token <= Token.DoubleStarAssign)
      return this.#augmentedAssign(start, value);
    if (this.is(Token.Colon)) return this.#annotatedAssign(start, value);
    this.#hintAtPython2(value);
    return new ExprStmt(start, this.previousEnd, value);
  }

  #assignedValue(): Expr {
    return this.is(Token.Yield) ? this.yieldExpression() : this.starExpressions();
  }

  #assign(start: number, first: Expr): Stmt {
    const mark = this.mark();
    let value = first;
    while (this.accept(Token.Assign)) {
      this.bindTarget(value);
      this.keep(value);
      value = this.#assignedValue();
    }
    const targets = this.take<Expr>(mark);
    return new Assign(start, this.previousEnd, targets, value);
  }

  #augmentedAssign(start: number, target: Expr): Stmt {
    const operator = augmentedOperator(this.token);
    this.#bindSingleTarget(target, `'${this.source.slice(this.start, this.end)}' needs a single target`);
    this.next();
    const value = this.#assignedValue();
    return new AugAssign(start, this.previousEnd, target, operator, value);
  }

  #annotatedAssign(start: number, target: Expr): Stmt {
    const simple = target.kind === Kind.Name && this.previousToken === Token.Name;
    this.#bindSingleTarget(target, 'only a single target can have an annotation');
    this.next();
    const annotation = this.expression();
    const value = this.accept(Token.Assign) ? this.#assignedValue() : null;
    return new AnnAssign(start, this.previousEnd, target, annotation, value, simple);
  }

  #bindSingleTarget(target: Expr, message: string): void {
    switch (target.kind) {
      case Kind.Name:
        (target as Writable<Name>).ctx = NameContext.Store;
        return;
      case Kind.Attribute:
      case Kind.Subscript:
      case Kind.ErrorExpr:
        return;
      default:
        this.problem(message, target.start, target.end);
    }
  }

  /** `print x` and `exec x` are the most common Python 2. */
  #hintAtPython2(value: Expr): void {
    if (!(value instanceof Name) || (value.id !== 'print' && value.id !== 'exec')) return;
    if (!this.beginsExpression()) return;
    this.problem(`'${value.id}' is a function since Python 3: write ${value.id}(…)`, value.start, value.end);
  }
}
