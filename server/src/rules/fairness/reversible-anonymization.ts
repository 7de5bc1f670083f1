// reversible-anonymization: identifiers are hidden by a hash or code that anyone can turn back.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import { importEdits } from '../../analysis/importEdits';
import type { Module } from '../../analysis/module';
import { localFunction } from '../../analysis/training';
import { isIdentifier } from '../../knowledge/people';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Fast, without a key: all phone numbers of a country are hashed within seconds. */
const HASHES =
  /^(hashlib\.(md5|sha1|sha224|sha256|sha384|sha512|sha3_256|blake2b)|zlib\.(crc32|adler32)|binascii\.crc32|base64\.(b64encode|b32encode|b16encode|urlsafe_b64encode)|builtins\.hash)$/;
const EACH = new Set(['apply', 'map', 'transform', 'applymap']);

export default rule({
  name: 'reversible-anonymization',
  category: 'fairness',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['hashlib', 'zlib', 'binascii', 'base64'],
  summary: 'Identifiers are hashed without a key, so anyone can find the people again',
  docs: `
There are few phone numbers, birth dates and e-mail addresses: whoever has a list of them hashes it and looks up each value. An
unsalted hash, a checksum or base64 is a code, not anonymity
([EDPB: pseudonymisation](https://www.edpb.europa.eu/our-work-tools/documents/public-consultations/2025/guidelines-012025-pseudonymisation_en);
the taxi rides of New York were turned back this way within hours). Use a keyed hash (HMAC) with a key kept apart from the data, or
random numbers; for data that are to be anonymous, leave the column out.
`,
  silent: `
- Anything is mixed in: a key, a salt, \`hmac\`.
- The value is not named for an identifier; the result is only compared, or names a file or a cache entry.
`,
  messages: {
    hash: '`{call}` without a key hides `{column}` from nobody: hash a list of candidates, and look each up. Use `hmac` with a secret key',
  },
  examples: [
    {
      title: 'a column, by a lambda and by a function',
      bad: `
import hashlib
import pandas as pd
df = pd.read_csv("people.csv")
df["email"] = df["email"].apply(lambda v: hashlib.sha256(v.encode()).hexdigest())
#                                         ^^^^^^^^^^^^^^`,
      good: `
import hashlib
import pandas as pd
import hmac
import os
df = pd.read_csv("people.csv")
df["email"] = df["email"].apply(lambda v: hmac.new(os.environ["PSEUDONYM_KEY"].encode(), v.encode(), hashlib.sha256).hexdigest())`,
    },
    {
      title: 'a named function, a checksum',
      bad: `
import hashlib
import zlib
import pandas as pd
def hide(value):
    return hashlib.md5(value.encode()).hexdigest()
#          ^^^^^^^^^^^
df = pd.read_csv("people.csv")
df["id"] = df["phone_number"].map(hide)
df["code"] = df["ssn"].map(lambda v: zlib.crc32(v.encode()))
#                                    ^^^^^^^^^^`,
    },
    {
      title: 'keyed, salted, no identifier, a cache key',
      fine: `
import hashlib
import hmac
import pandas as pd
df = pd.read_csv("people.csv")
df["email"] = df["email"].apply(lambda v: hmac.new(key, v.encode(), hashlib.sha256).hexdigest())
df["phone"] = df["phone"].apply(lambda v: hashlib.sha256((salt + v).encode()).hexdigest())
df["city"] = df["city"].apply(lambda v: hashlib.md5(v.encode()).hexdigest())
name = hashlib.md5(df.to_csv().encode()).hexdigest()
digest = hashlib.sha256(b"model").hexdigest()`,
    },
  ],
  *check(module) {
    const told = new Set<Call>();
    for (const { node, receiver, method } of module.methodCalls(...EACH)) {
      const column = receiver.kind === Kind.Subscript ? module.stringOf(receiver.slice) : null;
      const fn = node.args[0];
      if (column === null || fn === undefined || !isIdentifier(column) || !isStored(module, node)) continue;
      const own = fn.kind === Kind.Lambda ? fn : localFunction(module, fn);
      const value = own?.params[0]?.name;
      const hash = own === null || value === undefined ? null : plainHash(module, own, value);
      if (hash === null || told.has(hash)) continue;
      told.add(hash);
      const call = module.textOf(hash.func);
      const related = [
        { start: node.start, end: node.end, message: `\`${column}\` goes through it here, by ${method}` },
      ];
      yield { at: hash.func, message: 'hash', data: { call, column }, related, fixes: fixesOf(module, hash) };
    }
  },
});

/** The result is kept: assigned to a column or a name. */
function isStored(module: Module, call: Call): boolean {
  const parent = module.parent(call);
  return parent?.kind === Kind.Assign || parent?.kind === Kind.Keyword;
}

/** The hash of nothing but the value itself. */
function plainHash(module: Module, own: Parameters<typeof walk>[0], value: string): Call | null {
  let found: Call | null = null;
  let keyed = false;
  walk(own, (node) => {
    if (node.kind !== Kind.Call) return true;
    const name = module.qualifiedName(node.func) ?? '';
    keyed ||=
      name.startsWith('hmac.') || classNameOf(name) === 'pbkdf2_hmac' || module.textOf(node.func).endsWith('.update');
    const [data] = node.args;
    if (HASHES.test(name) && data !== undefined && node.keywords.length === 0 && isValueAlone(data, value))
      found ??= node;
    return true;
  });
  return keyed ? null : found;
}

/** `v`, `v.encode()`, `str(v).encode("utf-8")`, `bytes(v, "utf-8")`. */
function isValueAlone(expr: Expr, value: string): boolean {
  if (expr.kind === Kind.Name) return expr.id === value;
  if (expr.kind !== Kind.Call) return false;
  const { func, args } = expr;
  if (func.kind === Kind.Attribute)
    return /^(encode|strip|lower|upper)$/.test(func.attr) && isValueAlone(func.value, value);
  return (
    func.kind === Kind.Name && /^(str|bytes)$/.test(func.id) && args[0] !== undefined && isValueAlone(args[0], value)
  );
}

/** `hashlib.md5(x)` → `hmac.new(key, x, hashlib.sha256)`, with the key from the environment. */
function fixesOf(module: Module, hash: Call): readonly Fix[] {
  const name = module.qualifiedName(hash.func) ?? '';
  const [data] = hash.args;
  if (!name.startsWith('hashlib.') || module.textOf(hash.func) !== name || data === undefined) return [];
  const code = `hmac.new(os.environ["PSEUDONYM_KEY"].encode(), ${module.textOf(data)}, hashlib.sha256)`;
  const together = importEdits(module, 'import hmac', 'import os');
  return [{ title: 'Use a keyed hash', edits: [...together, { start: hash.start, end: hash.end, text: code }] }];
}
