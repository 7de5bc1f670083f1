// What each ASCII character may begin or continue, as tables; and the few Unicode questions.

/** What kind of token an ASCII character begins. */
export const enum CharacterClass {
  Operator,
  Name,
  Digit,
  Quote,
  Blank,
  LineEnd,
  Comment,
  Backslash,
  OpenBracket,
  CloseBracket,
  Unknown,
}

/** Character codes with a name, for those that read badly as numbers. */
export const enum Code {
  Tab = 9,
  LineFeed = 10,
  FormFeed = 12,
  CarriageReturn = 13,
  Space = 32,
  Exclamation = 33,
  DoubleQuote = 34,
  Hash = 35,
  Percent = 37,
  Ampersand = 38,
  SingleQuote = 39,
  LeftParen = 40,
  RightParen = 41,
  Star = 42,
  Plus = 43,
  Comma = 44,
  Minus = 45,
  Dot = 46,
  Slash = 47,
  Zero = 48,
  One = 49,
  Seven = 55,
  Nine = 57,
  Colon = 58,
  Semicolon = 59,
  Less = 60,
  Equal = 61,
  Greater = 62,
  Question = 63,
  At = 64,
  UpperN = 78,
  UpperU = 85,
  LeftSquare = 91,
  Backslash = 92,
  RightSquare = 93,
  Caret = 94,
  Underscore = 95,
  LowerA = 97,
  LowerB = 98,
  LowerE = 101,
  LowerF = 102,
  LowerJ = 106,
  LowerO = 111,
  LowerR = 114,
  LowerT = 116,
  LowerU = 117,
  LowerX = 120,
  LeftBrace = 123,
  Bar = 124,
  RightBrace = 125,
  Tilde = 126,
  FirstNonAscii = 128,
  ByteOrderMark = 0xfeff,
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';
const DIGITS = '0123456789';

/** `CharacterClass` by ASCII code. */
export const CLASSES = new Uint8Array(128).fill(CharacterClass.Unknown);
/** 1 for the ASCII characters an identifier may go on with. */
export const CONTINUES_NAME = new Uint8Array(128);

function classify(characters: string, characterClass: CharacterClass): void {
  for (const c of characters) CLASSES[c.charCodeAt(0)] = characterClass;
}
classify(LETTERS, CharacterClass.Name);
classify(DIGITS, CharacterClass.Digit);
classify('\'"', CharacterClass.Quote);
classify(' \t\f', CharacterClass.Blank);
classify('\n\r', CharacterClass.LineEnd);
classify('#', CharacterClass.Comment);
classify('\\', CharacterClass.Backslash);
classify('([{', CharacterClass.OpenBracket);
classify(')]}', CharacterClass.CloseBracket);
classify(':,;.=+-*/%@&|^~<>!', CharacterClass.Operator);
for (const c of LETTERS + DIGITS) CONTINUES_NAME[c.charCodeAt(0)] = 1;

const IDENTIFIER_START = /[\p{XID_Start}_]/u;
const IDENTIFIER_PART = /\p{XID_Continue}/u;

export function isDigit(c: number): boolean {
  return c >= Code.Zero && c <= Code.Nine;
}

export function isHexDigit(c: number): boolean {
  const lower = c | 32;
  return isDigit(c) || (lower >= Code.LowerA && lower <= Code.LowerF);
}

export function isLineEnd(c: number): boolean {
  return c === Code.LineFeed || c === Code.CarriageReturn;
}

export function continuesAsciiName(c: number): boolean {
  return c < Code.FirstNonAscii && CONTINUES_NAME[c] === 1;
}

/**
 * Where the identifier that starts at `start` ends, characters beyond ASCII included; `start` itself if none starts
 * there. Only for names that are not plain ASCII.
 */
export function unicodeNameEnd(source: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (c < Code.FirstNonAscii) {
      if (CONTINUES_NAME[c] === 0) break;
      at++;
      continue;
    }
    const character = String.fromCodePoint(source.codePointAt(at)!);
    const allowed = at === start ? IDENTIFIER_START : IDENTIFIER_PART;
    if (!allowed.test(character)) break;
    at += character.length;
  }
  return at;
}

/** Where the line that holds `start` ends, its line break left out. */
export function lineEnd(source: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isLineEnd(source.charCodeAt(at))) at++;
  return at;
}

/** The place after the line break at `at` (`\r\n` is one). */
export function afterLineBreak(source: string, at: number): number {
  const isPair = source.charCodeAt(at) === Code.CarriageReturn && source.charCodeAt(at + 1) === Code.LineFeed;
  return isPair ? at + 2 : at + 1;
}

/** Skips blanks, not line breaks. */
export function skipBlanks(source: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const c = source.charCodeAt(at);
    if (c !== Code.Space && c !== Code.Tab && c !== Code.FormFeed) break;
    at++;
  }
  return at;
}
