// Tokens in words, for messages.
import { Token } from '../tokenizer/tokens';

const LONGEST_SHOWN = 20;

/** What a person sees at a token: `'foo'`, `end of line`, `a string`. */
export function describeToken(kind: Token, text: string): string {
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
      return text.length > LONGEST_SHOWN ? `'${text.slice(0, LONGEST_SHOWN)}…'` : `'${text}'`;
  }
}
