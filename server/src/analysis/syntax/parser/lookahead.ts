// Questions that need to look further than the next token. All scan forward over tokens once, to the line's end at most.
import { Token } from '../tokenizer/tokens';

/** Is the name `match` at `index` the keyword? What can follow it tells, or else whether the line ends with `:`. */
export function beginsMatch(kinds: Uint8Array, index: number): boolean {
  switch (kinds[index + 1]! as Token) {
    case Token.Name:
    case Token.Number:
    case Token.String:
    case Token.FormatStart:
    case Token.Tilde:
    case Token.LeftBrace:
    case Token.Ellipsis:
    case Token.Lambda:
    case Token.Await:
    case Token.None:
    case Token.True:
    case Token.False:
    case Token.Yield:
      return true;
    case Token.Not:
      return kinds[index + 2] !== Token.In;
    // `match (x)`, `match [x]`, `match -x`, `match *x` are expressions too, unless a block follows.
    case Token.LeftParen:
    case Token.LeftSquare:
    case Token.Minus:
    case Token.Plus:
    case Token.Star:
      return lineEndsWithColon(kinds, index + 2);
    default:
      return false;
  }
}

function lineEndsWithColon(kinds: Uint8Array, from: number): boolean {
  let index = from;
  while (kinds[index] !== Token.Newline && kinds[index] !== Token.EndOfFile) index++;
  return kinds[index - 1] === Token.Colon;
}

/** Is the name `case` at `index`, outside of a `match`, a case that lost it? */
export function beginsCase(kinds: Uint8Array, index: number): boolean {
  switch (kinds[index + 1]! as Token) {
    case Token.Name:
    case Token.String:
    case Token.Number:
    case Token.None:
    case Token.True:
    case Token.False:
      return lineEndsWithColon(kinds, index + 2);
    default:
      return false;
  }
}

/**
 * At the `(` after `with`: do the parentheses hold the items (`with (a as b, c):`), or is it an expression that begins
 * with one (`with (a or b).c:`)? They hold the items if a `:` follows the closing one, unless the inside is a
 * generator, an assignment expression or a starred element, which only an expression can be.
 */
export function isParenthesizedWith(kinds: Uint8Array, open: number): boolean {
  const first = kinds[open + 1]!;
  if (first === Token.Yield || first === Token.RightParen) return false;
  let brackets = 1;
  let formatStrings = 0;
  let sawAs = false;
  let itemStarts = true;
  let index = open + 1;
  for (; ; index++) {
    const kind = kinds[index]! as Token;
    if (kind === Token.Newline || kind === Token.EndOfFile) return sawAs;
    if (kind === Token.FormatStart) formatStrings++;
    else if (kind === Token.FormatEnd) formatStrings--;
    else if (formatStrings > 0) continue;
    else if (kind === Token.LeftParen || kind === Token.LeftSquare || kind === Token.LeftBrace) brackets++;
    else if (kind === Token.RightParen || kind === Token.RightSquare || kind === Token.RightBrace) {
      brackets--;
      if (brackets === 0) break;
    } else if (brackets === 1) {
      if (kind === Token.As) sawAs = true;
      else if (kind === Token.For || kind === Token.Walrus || (kind === Token.Star && itemStarts)) return false;
    }
    itemStarts = brackets === 1 && kind === Token.Comma;
  }
  const following = kinds[index + 1];
  return following === Token.Colon || (sawAs && following === Token.Newline);
}
