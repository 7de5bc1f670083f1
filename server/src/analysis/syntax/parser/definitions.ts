// Functions and classes, with their decorators.
import {
  ClassDef,
  ErrorExpr,
  ErrorStmt,
  ExprStmt,
  FunctionDef,
  Kind,
  type Expr,
  type Keyword,
  type Param,
  type Stmt,
} from '../nodes';
import { Token } from '../tokenizer/tokens';
import { BlockParser } from './blocks';
import { ASYNC_FUNCTION_SCOPE, CLASS_SCOPE, FUNCTION_SCOPE, type Scope } from './scope';

export const NO_DECORATORS: readonly Expr[] = Object.freeze([]);

export abstract class DefinitionParser extends BlockParser {
  protected decorated(): Stmt {
    const start = this.start;
    const mark = this.mark();
    while (this.accept(Token.At)) {
      const decorator = this.namedExpression();
      if (!isDottedCall(decorator)) this.uses('arbitrary decorator expression', decorator.start, decorator.end);
      this.keep(decorator);
      this.endLine();
    }
    const decorators = this.take<Expr>(mark);
    if (this.is(Token.Def)) return this.function(this.start, decorators, false);
    if (this.is(Token.Class)) return this.class(decorators);
    if (this.is(Token.Async) && this.peek(1) === Token.Def) {
      const asyncStart = this.start;
      this.next();
      return this.function(asyncStart, decorators, true);
    }
    const end = decorators.at(-1)?.end ?? start + 1;
    this.problem('expected a function or class after the decorator', start, end);
    return new ErrorStmt(
      start,
      end,
      decorators.map((decorator) => new ExprStmt(decorator.start, decorator.end, decorator)),
    );
  }

  /** `start` is that of `async` or `def`. */
  protected function(start: number, decorators: readonly Expr[], isAsync: boolean): Stmt {
    this.next();
    const { name, nameStart } = this.#definedName('a function name');
    const typeParams = this.typeParameters();
    const params = this.#functionParameters();
    const returns = this.accept(Token.Arrow) ? this.expression() : null;
    const body = this.blockIn(isAsync ? ASYNC_FUNCTION_SCOPE : FUNCTION_SCOPE, `'def ${name}'`);
    return new FunctionDef(
      start,
      this.blockEnd,
      name,
      nameStart,
      params,
      returns,
      body,
      decorators,
      typeParams,
      isAsync,
    );
  }

  /** A name that is missing would begin right after the keyword. */
  #definedName(what: string): { name: string; nameStart: number } {
    const { start, previousEnd } = this;
    const name = this.identifier(what);
    return { name, nameStart: name === '' ? previousEnd : start };
  }

  #functionParameters(): readonly Param[] {
    if (!this.accept(Token.LeftParen)) {
      this.problemHere("expected '('");
      return [];
    }
    const params = this.parameters(Token.RightParen, true);
    this.closeBracket(Token.RightParen, "expected ')'");
    return params;
  }

  protected class(decorators: readonly Expr[]): Stmt {
    const start = this.start;
    this.next();
    const { name, nameStart } = this.#definedName('a class name');
    const typeParams = this.typeParameters();
    const mark = this.mark();
    const keywords: readonly Keyword[] = this.is(Token.LeftParen) ? this.arguments() : [];
    const bases = this.take<Expr>(mark);
    const body = this.blockIn(CLASS_SCOPE, `'class ${name}'`);
    return new ClassDef(start, this.blockEnd, name, nameStart, bases, keywords, body, decorators, typeParams);
  }

  protected blockIn(scope: Scope, owner: string): readonly Stmt[] {
    const outer = this.scope;
    this.scope = scope;
    const body = this.block(owner);
    this.scope = outer;
    return body;
  }
}

/** What Python 3.8 allowed as a decorator: a dotted name, called or not. */
function isDottedCall(decorator: Expr): boolean {
  let name = decorator.kind === Kind.Call ? decorator.func : decorator;
  while (name.kind === Kind.Attribute) name = name.value;
  return name.kind === Kind.Name || name instanceof ErrorExpr;
}
