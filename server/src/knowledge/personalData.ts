// What personal data look like in a text: addresses, numbers with a check sum, and what only looks like them.

/** A kind of identifier and how to find it. */
export interface PersonalPattern {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Whether a match can be real: check sums, reserved names and numbers. */
  readonly isReal: (match: string) => boolean;
}

/** Domains kept for documentation (RFC 2606), and addresses of no person. */
const NOBODY =
  /@(?:[\w-]+\.)*(?:example|test|invalid|localhost|local|domain|email|company|acme)(?:\.\w+)*$|^(?:no-?reply|info|support|admin|contact|hello|user|users|test|name|author|maintainer|dev|git)\b|noreply|@users\.|@2x|\.(?:png|jpg|svg)$/i;

export const PERSONAL_PATTERNS: readonly PersonalPattern[] = [
  {
    kind: 'e-mail addresses',
    pattern: /(?<![\w.+%-])[A-Za-z0-9][\w.+%-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w.-]*[\w-])/g,
    isReal: (match) => !NOBODY.test(match),
  },
  {
    kind: 'card numbers',
    pattern: /(?<![\d.,-])(?:4\d{3}|5[1-5]\d{2}|3[47]\d{2}|6011)([ -]?)\d{4,6}\1\d{4,5}(?:\1\d{4})?(?![\d.,]*\d)/g,
    isReal: (match) => passesLuhn(match.replaceAll(/[ -]/g, '')) && !/^4(?:111|242)|^(?:5555|3782|6011)/.test(match),
  },
  {
    kind: 'IBANs',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    isReal: (match) => passesIban(match.replaceAll(' ', '')),
  },
  {
    kind: 'social security numbers',
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
    isReal: (match) => match !== '123-45-6789' && match !== '078-05-1120' && match !== '219-09-9999',
  },
  {
    kind: 'phone numbers',
    pattern: /(?<![\w+.])\+[1-9]\d{0,2}[ -](?:\(\d{1,4}\)[ -]?)?\d{2,5}(?:[ -]\d{2,5}){1,4}(?![\w.-]*\d)/g,
    isReal: (match) => match.replaceAll(/\D/g, '').length >= 9 && !/555[ -]?01\d\d/.test(match),
  },
];

/** The check digit of card numbers (ISO/IEC 7812). */
function passesLuhn(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The check of an IBAN (ISO 13616): the remainder by 97 is 1. */
function passesIban(iban: string): boolean {
  if (iban.length < 15 || iban.length > 34) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
