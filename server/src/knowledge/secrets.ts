// What secrets look like in a text: keys of providers in their own formats, private keys, addresses with a password.

export interface SecretPattern {
  readonly kind: string;
  /** The name of the environment variable that usually holds it. */
  readonly variable: string;
  readonly pattern: RegExp;
}

/** The formats the providers document, or that their scanners look for. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  { kind: 'a Hugging Face token', variable: 'HF_TOKEN', pattern: /\bhf_[A-Za-z]{34}\b/g },
  { kind: 'an OpenAI key', variable: 'OPENAI_API_KEY', pattern: /\bsk-(?:proj-)?[A-Za-z0-9_-]{40,}/g },
  { kind: 'an AWS access key', variable: 'AWS_ACCESS_KEY_ID', pattern: /\bA(?:KI|SI)A[A-Z2-7]{16}\b/g },
  { kind: 'a Google API key', variable: 'GOOGLE_API_KEY', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: 'a GitHub token', variable: 'GITHUB_TOKEN', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{82})\b/g },
  { kind: 'a Slack token', variable: 'SLACK_TOKEN', pattern: /\bxox[abprs]-\d{10,13}-[\w-]{20,}/g },
  {
    kind: 'a private key',
    variable: 'PRIVATE_KEY',
    pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*(?:\\n)?[\w+/=]{20,}/g,
  },
  {
    kind: 'an address with a password',
    variable: 'DATABASE_URL',
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp|https?|ftp)(?:\+\w+)?:\/\/[^\s:/@'"{}<>$%]+:[^\s:/@'"{}<>$%]{6,}@[\w.-]+/g,
  },
];

/** Most texts hold none: one look for all formats. */
const ANY_SECRET = new RegExp(SECRET_PATTERNS.map(({ pattern }) => pattern.source).join('|'));

/** Words that stand where a secret would. */
const PLACEHOLDER =
  /example|your|xxxx|changeme|password|passwd|secret|dummy|placeholder|redacted|\*\*\*|\.\.\.|localhost|127\.0\.0\.1|test|0{6}|1234/i;
/** Bits a letter: what people make up repeats itself. */
const LEAST_ENTROPY = 3;

/** The first thing in a text that is a real secret; null if there is none. */
export function secretIn(text: string): { readonly found: SecretPattern; readonly value: string } | null {
  if (!ANY_SECRET.test(text)) return null;
  for (const found of SECRET_PATTERNS) {
    for (const [value] of text.matchAll(found.pattern))
      if (!PLACEHOLDER.test(value) && entropyOf(value) >= LEAST_ENTROPY) return { found, value };
  }
  return null;
}

/** Shannon's entropy, in bits a letter. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}
