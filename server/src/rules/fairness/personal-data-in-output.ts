// personal-data-in-output: a notebook is stored with people's data in its outputs.
import type { Module } from '../../analysis/module';
import type { Cell } from '../../analysis/notebook';
import type { Span } from '../../analysis/text';
import { PERSONAL_PATTERNS } from '../../knowledge/personalData';
import { rule } from '../rule';

/** Fewer may be an author's address or a sample. */
const ENOUGH = 3;

/** Packages list their authors. */
const ABOUT_SOFTWARE = /author-email|maintainer|license:|home-page|copyright|traceback \(most recent call last\)/i;

export default rule({
  name: 'personal-data-in-output',
  category: 'fairness',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A stored output of the notebook shows personal data',
  docs: `
Outputs are part of the notebook's file: who can read the repository can read the rows that were printed once, also in its
history. E-mail addresses, phone, card, bank and social security numbers are personal data (GDPR, Article 4); whoever
publishes them publishes a breach.

Clear the output before the notebook is committed, and print the frame without these columns, or only
counts.
`,
  silent: `
- Fewer than three different values of one kind.
- Addresses at domains kept for examples, of no person (\`support@\`), test card numbers, numbers whose check digit is wrong.
- The metadata of packages, and tracebacks.
- The editor is not VS Code and does not hand outputs over: then only the command line sees them.
`,
  messages: {
    shown:
      'A stored output of this cell shows {count} {kind} ({sample}): everyone who gets the notebook can read them. Clear the output, and print without these columns',
  },
  examples: [
    {
      title: 'rows with e-mail addresses',
      notebook: true,
      bad: `
# %%
import pandas as pd
customers = pd.read_csv("customers.csv")
# %%
customers.head(3)
#<^^^^^^^^^^^^^^^
#>                      email   age
#> 0     anna.keller@posteo.net   31
#> 1   j.okafor@fastmail.co.uk   45
#> 2      mia_tanaka@nifty.ne.jp   28`,
    },
    {
      title: 'card numbers with a right check digit',
      notebook: true,
      bad: `
# %%
print(rows)
#<^^^^^^^^^
#> 4929 7226 5379 7141
#> 5323 4987 1234 5672
#> 4716 2210 5188 5662`,
      good: `
# %%
print(rows)`,
    },
    {
      title: 'examples, authors, and too few to matter',
      notebook: true,
      fine: `
# %%
!pip show somepackage
#> Author-email: anna.keller@posteo.net, j.okafor@fastmail.co.uk, mia_tanaka@nifty.ne.jp
# %%
print("users")
#> a@example.com b@example.org c@test.example.com support@heise.de
# %%
print("contact")
#> anna.keller@posteo.net`,
    },
    {
      title: 'numbers that are no identifiers',
      notebook: true,
      fine: `
# %%
print(losses)
#> 0.4929722653797141 4929722653797142 4929722653797143
#> 2024-01-12 2024-01-13 2024-01-14 100-200-3000
#> +0.25 -0.75 +1 2 3`,
    },
  ],
  *check(module) {
    for (const cell of module.notebook?.cells ?? []) {
      const text = cell.outputs.filter((output) => !ABOUT_SOFTWARE.test(output)).join('\n');
      for (const { kind, pattern, isReal } of PERSONAL_PATTERNS) {
        const values = new Set([...text.matchAll(pattern)].map(([match]) => match).filter((match) => isReal(match)));
        if (values.size < ENOUGH) continue;
        const [first = ''] = values;
        yield {
          at: lastLine(module, cell),
          message: 'shown',
          data: { count: values.size, kind, sample: masked(first) },
          fixes: [{ title: 'Clear this output', edits: [], clears: [cell.index] }],
        };
        break; // one finding a cell: it is cleared as a whole
      }
    }
  },
});

/** The last line of a cell that is not blank: what printed the output, as a rule. */
function lastLine(module: Module, cell: Cell): Span {
  const text = module.textOf(cell).trimEnd();
  const start = cell.start + text.lastIndexOf('\n') + 1;
  return { start, end: cell.start + text.length };
}

/** The finding itself must not show it. */
function masked(value: string): string {
  return `${value.slice(0, 2)}…`;
}
