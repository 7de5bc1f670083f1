// Which tokens can begin an expression, and how tightly operators bind.
import { CompareOperator, type BinaryOperator } from '../operators';
import { Token } from '../tokenizer/tokens';

/** From loose to tight. */
export const enum Precedence {
  None,
  Or,
  And,
  Not,
  Comparison,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Sum,
  Term,
  Unary,
  Power,
}

/** `Precedence` as a binary operator, by token; `None` if it is none. */
export const PRECEDENCES = new Uint8Array(Token.Count);

function bind(precedence: Precedence, ...tokens: readonly Token[]): void {
  for (const token of tokens) PRECEDENCES[token] = precedence;
}
bind(Precedence.Or, Token.Or);
bind(Precedence.And, Token.And);
bind(Precedence.Comparison, Token.In, Token.Not, Token.Is, Token.Less, Token.LessEqual);
bind(Precedence.Comparison, Token.Greater, Token.GreaterEqual, Token.Equal, Token.NotEqual);
bind(Precedence.BitOr, Token.Bar);
bind(Precedence.BitXor, Token.Caret);
bind(Precedence.BitAnd, Token.Ampersand);
bind(Precedence.Shift, Token.LeftShift, Token.RightShift);
bind(Precedence.Sum, Token.Plus, Token.Minus);
bind(Precedence.Term, Token.Star, Token.Slash, Token.DoubleSlash, Token.Percent, Token.At);
bind(Precedence.Power, Token.DoubleStar);

/** 1 for tokens an expression can begin with; a starred one and `yield` count. */
export const BEGINS_EXPRESSION = new Uint8Array(Token.Count);
for (const token of [
  Token.Name,
  Token.Number,
  Token.String,
  Token.FormatStart,
  Token.Magic,
  Token.LeftParen,
  Token.LeftSquare,
  Token.LeftBrace,
  Token.Ellipsis,
  Token.Plus,
  Token.Minus,
  Token.Star,
  Token.Tilde,
  Token.False,
  Token.None,
  Token.True,
  Token.Await,
  Token.Lambda,
  Token.Not,
  Token.Yield,
]) {
  BEGINS_EXPRESSION[token] = 1;
}

/** The tokens are in the order of `BinaryOperator`. */
export function binaryOperator(token: Token): BinaryOperator {
  return token - Token.Plus;
}

export function augmentedOperator(token: Token): BinaryOperator {
  return token - Token.PlusAssign;
}

/** Comparison operators that are one token. */
export function compareOperator(token: Token): CompareOperator {
  switch (token) {
    case Token.Equal:
      return CompareOperator.Eq;
    case Token.NotEqual:
      return CompareOperator.NotEq;
    case Token.Less:
      return CompareOperator.Lt;
    case Token.LessEqual:
      return CompareOperator.LtE;
    case Token.Greater:
      return CompareOperator.Gt;
    case Token.GreaterEqual:
      return CompareOperator.GtE;
    default:
      return CompareOperator.In;
  }
}
