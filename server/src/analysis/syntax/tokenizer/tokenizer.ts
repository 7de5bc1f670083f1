// The tokenizer's main loop: one pass over the characters, one switch a token. No regular expression, substring or
// object is made for a token.
import { CharacterClass, CLASSES, Code } from './characters';
import { closeBracket, openBracket } from './brackets';
import { scanFormatText } from './formatStrings';
import { endLine, joinLines, scanComment, startLine } from './lines';
import { scanName } from './nameTokens';
import { scanNumber } from './numbers';
import { scanOperator, scanUnknown } from './operatorTokens';
import { finish } from './recovery';
import type { TokenizerState } from './state';
import { scanString } from './strings';

/** Fills `state.tokens`; the last token is always EndOfFile, and Indent and Dedent are always balanced. */
export function tokenize(state: TokenizerState): void {
  const { source, end } = state;
  for (;;) {
    if (state.at >= end) {
      if (finish(state)) return;
      continue;
    }
    if (state.atLineStart) {
      startLine(state);
      continue;
    }
    if (state.inFormatText) {
      scanFormatText(state);
      continue;
    }
    const at = state.at;
    const c = source.charCodeAt(at);
    switch (c < Code.FirstNonAscii ? CLASSES[c]! : CharacterClass.Name) {
      case CharacterClass.Blank:
        state.at = at + 1;
        break;
      case CharacterClass.Name:
        scanName(state);
        break;
      case CharacterClass.Digit:
        scanNumber(state);
        break;
      case CharacterClass.Quote:
        scanString(state, at, 0);
        break;
      case CharacterClass.LineEnd:
        endLine(state);
        break;
      case CharacterClass.Comment:
        scanComment(state);
        break;
      case CharacterClass.Backslash:
        joinLines(state);
        break;
      case CharacterClass.OpenBracket:
        openBracket(state, c);
        break;
      case CharacterClass.CloseBracket:
        closeBracket(state, c);
        break;
      case CharacterClass.Operator:
        scanOperator(state, c);
        break;
      default:
        scanUnknown(state, c);
    }
  }
}
