// Backslash escapes of string and bytes literals.

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What stands for a character we cannot name (`\N{…}`) or that does not exist (`\U00110000`). */
const UNKNOWN = '\uFFFD';

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([^]))/g;

/**
 * Decodes the escapes in the text between the quotes of a literal that is not raw; line ends must be `\n` already.
 * What is no escape (`\d`) stays as it is, as in Python.
 */
export function unescape(text: string, bytes: boolean): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (written: string, octal?: string, hex?: string, short?: string, long?: string, name?: string, simple?: string) => {
      if (octal !== undefined) return octalCharacter(octal, bytes);
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (simple !== undefined) return SIMPLE[simple] ?? written;
      if (bytes) return written;
      if (short !== undefined) return String.fromCharCode(parseInt(short, 16));
      if (long !== undefined) return codePoint(parseInt(long, 16));
      return name === undefined ? written : UNKNOWN;
    },
  );
}

/** `\400` and above do not fit a byte; Python keeps the low eight bits (and warns). */
function octalCharacter(digits: string, bytes: boolean): string {
  const code = parseInt(digits, 8);
  return String.fromCharCode(bytes ? code & 0xff : code);
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : UNKNOWN;
}
