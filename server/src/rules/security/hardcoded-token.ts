// hardcoded-token: a secret stands in the code, for everyone who gets the file.
import { Kind } from '../../analysis/syntax';
import type { Str } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { secretIn } from '../../knowledge/secrets';
import { rule } from '../rule';

export default rule({
  name: 'hardcoded-token',
  category: 'security',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A key, token or password stands in the code',
  docs: `
Who can read the file can use the key, and history keeps it after it is deleted
([CWE-798](https://cwe.mitre.org/data/definitions/798.html)). Keys of model hubs and clouds are searched for in public
repositories by machines, within minutes.

**Revoke it first**, then read it from the environment or a secret store.
`,
  silent: `
- The text is not in the exact format of a provider's key, a private key, or an address with a password.
- Placeholders (\`your-key\`, \`xxxx\`, \`example\`), letters that repeat, parts filled in by an f-string, and local hosts.
- Tests.
`,
  messages: {
    secret:
      'This is {kind}: everyone who gets the file can use it, also from its history. Revoke it, and read it from the environment',
  },
  examples: [
    {
      title: 'an address with a password',
      bad: `
import pandas as pd
url = "postgresql://app:Vq7x2mPz9K@db.corp.internal/prod"
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
df = pd.read_sql("select 1", url)`,
      good: `
import pandas as pd
import os
url = os.environ["DATABASE_URL"]
df = pd.read_sql("select 1", url)`,
    },
    {
      title: 'placeholders and the environment',
      fine: `
import os
token = os.environ["HF_TOKEN"]
other = "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
url = "postgresql://user:password@localhost/db"
key = "sk-your-key-goes-here"
address = f"postgresql://{user}:{word}@db.corp.internal/prod"`,
    },
  ],
  *check(module) {
    for (const node of module.all(Kind.Str).filter(({ start, end }) => end - start >= 16)) {
      const secret = secretIn(module.textOf(node));
      if (secret === null || isTest(module, node)) continue;
      yield {
        at: node,
        message: 'secret',
        data: { kind: secret.found.kind },
        fixes: fixesOf(module, node, secret.found.variable),
      };
    }
  },
});

function isTest(module: Module, node: Str): boolean {
  return module.enclosing(node, Kind.FunctionDef)?.name.startsWith('test_') === true;
}

/** From the environment, where the text is a value of its own. */
function fixesOf(module: Module, node: Str, variable: string): readonly Fix[] {
  const parent = module.parent(node);
  if (parent?.kind !== Kind.Assign && parent?.kind !== Kind.Keyword && parent?.kind !== Kind.Call) return [];
  const added = module.importEdit('import os');
  const edit = { start: node.start, end: node.end, text: `os.environ["${variable}"]` };
  return [{ title: `Read ${variable} from the environment`, edits: added === null ? [edit] : [added, edit] }];
}
