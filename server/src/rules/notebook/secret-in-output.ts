// secret-in-output: a notebook is stored with a key or password in its outputs.
import type { Module } from '../../analysis/module';
import type { Cell } from '../../analysis/notebook';
import type { Span } from '../../analysis/text';
import { secretIn } from '../../knowledge/secrets';
import { rule } from '../rule';

export default rule({
  name: 'secret-in-output',
  category: 'notebook',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A stored output of the notebook shows a key, token or password',
  docs: `
Outputs are part of the notebook's file: a key that was printed once, or stands in the message of an error, goes to everyone
who gets the file, also from its history ([CWE-532](https://cwe.mitre.org/data/definitions/532.html)).

**Revoke it first**, then clear the output.
`,
  silent: `
- The text is not in the exact format of a provider's key, a private key, or an address with a password.
- Placeholders, letters that repeat, and local hosts.
- The editor is not VS Code and does not hand outputs over: then only the command line sees them.
`,
  messages: {
    shown:
      'A stored output of this cell shows {kind}: everyone who gets the notebook can use it. Revoke it, and clear the output',
  },
  examples: [
    {
      title: 'settings that were printed',
      notebook: true,
      bad: `
# %%
print(settings)
#<^^^^^^^^^^^^^
#> url=postgresql://app:Vq7x2mPz9K@db.corp.internal/prod`,
      good: `
# %%
print(settings)`,
    },
    {
      title: 'placeholders',
      notebook: true,
      fine: `
# %%
print(settings)
#> url=postgresql://user:password@localhost/prod key=sk-your-key-goes-here`,
    },
  ],
  *check(module) {
    for (const cell of module.notebook?.cells ?? []) {
      const secret = secretIn(cell.outputs.join('\n'));
      if (secret === null) continue;
      const at = lastLine(module, cell);
      const fix = { title: 'Clear this output', edits: [], clears: [cell.index] };
      yield { at, message: 'shown', data: { kind: secret.found.kind }, fixes: [fix] };
    }
  },
});

/** The last line of a cell that is not blank: what printed the output, as a rule. */
function lastLine(module: Module, cell: Cell): Span {
  const text = module.textOf(cell).trimEnd();
  const start = cell.start + text.lastIndexOf('\n') + 1;
  return { start, end: cell.start + text.length };
}
