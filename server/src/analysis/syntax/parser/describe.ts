// Tokens and pieces of the source in words, for messages.
import { Token } from '../tokenizer/tokens';

/** So much of a token is shown. */
const LONGEST_SHOWN = 20;

/** `source[start..end]` in quotes; shortened if it is long. */
export function quoted(source: string, start: number, end: number): string {
  const shownEnd = Math.min(end, start + LONGEST_SHOWN);
  // Copied by character: a slice would keep the whole source alive as long as the message.
  let text = '';
  for (let at = start; at < shownEnd; at++) text += source.charAt(at);
  return shownEnd < end ? `'${text}…'` : `'${text}'`;
}

/** What a person sees at a token: `'foo'`, `the end of the line`, `a string`. */
export function describeToken(kind: Token, source: string, start: number, end: number): string {
  switch (kind) {
    case Token.EndOfFile:
      return 'the end of the text';
    case Token.Newline:
      return 'the end of the line';
    case Token.Indent:
      return 'an indentation';
    case Token.Dedent:
      return 'the end of the block';
    case Token.String:
    case Token.FormatStart:
      return 'a string';
    case Token.FormatText:
    case Token.FormatEnd:
      return 'the rest of the f-string';
    case Token.Magic:
      return 'a magic command';
    default:
      return quoted(source, start, end);
  }
}
