// unseeded-sample: rows drawn at random that differ on every run.
import { Kind } from '../../analysis/syntax';
import type { Node } from '../../analysis/syntax';
import { isShown } from '../../analysis/displays';
import { tableType } from '../../analysis/frames';
import type { Module } from '../../analysis/module';
import { maySeed } from '../../analysis/seeding';
import { rule } from '../rule';

/** What only shows rows. */
const SHOWS = /^(builtins\.print|IPython\.display\.\w+|matplotlib|seaborn|plotly)/;
const SHOWING_METHODS = new Set(['plot', 'hist', 'head', 'to_string', 'to_markdown']);

export default rule({
  name: 'unseeded-sample',
  category: 'reproducibility',
  severity: 'hint',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'Rows are drawn by sample() without a seed, and differ on every run',
  docs: `
\`DataFrame.sample\` draws from NumPy's global generator unless \`random_state\` is given
([DataFrame.sample](https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.sample.html)). A model or figure made of
other rows on each run cannot be compared or shown again.

Several such draws in one file are reported once, with one fix for all.
`,
  silent: `
- \`random_state\` is given in any form, or may be given by \`**options\`.
- NumPy's generator is seeded in the file, or a function is called that is named as if it did.
- The rows are only shown: printed, plotted, the last expression of a cell.
- The object is not known to be a frame or column of pandas.
`,
  messages: {
    unseeded: '`{call}` has no `random_state`: other rows are drawn on every run. Give it a fixed integer',
  },
  examples: [
    {
      title: 'rows that are kept',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
part = df.sample(frac=0.1)
#      ^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
part = df.sample(frac=0.1, random_state=42)`,
    },
    {
      title: 'seeded, shown, or not a frame',
      fine: `
import random
import pandas as pd
df = pd.read_csv("data.csv")
a = df.sample(5, random_state=1)
print(df.sample(5))
df.sample(5).plot()
b = df.sample(5, **options)
c = policy.sample(5)`,
    },
    {
      title: 'shown by a notebook',
      notebook: true,
      fine: `
# %%
import pandas as pd
df = pd.read_csv("data.csv")
# %%
df.sample(5)`,
    },
  ],
  *check(module) {
    if (maySeed(module, 'numpy')) return;
    for (const call of module.methodCalls('sample')) {
      if (call.has('random_state') || call.hidden || call.argument(4, null) !== null) continue;
      const type = tableType(module, call.receiver);
      if ((type !== 'frame' && type !== 'series') || isOnlyShown(module, call.node)) continue;
      const fix = { title: 'Add random_state=42', edits: [call.addKeyword('random_state=42')] };
      yield { at: call.callee, message: 'unseeded', data: { call: call.name }, fixes: [fix] };
    }
  },
});

function isOnlyShown(module: Module, draw: Node): boolean {
  let below = draw;
  for (let at = module.parent(draw); at !== null; below = at, at = module.parent(at)) {
    if (at.kind === Kind.Call && at.func !== below && SHOWS.test(module.qualifiedName(at.func) ?? '')) return true;
    if (at.kind === Kind.Attribute && SHOWING_METHODS.has(at.attr)) return true;
    if (at.kind === Kind.ExprStmt) return isShown(module, at);
    if (at.kind === Kind.Assign || at.kind === Kind.Return || at.kind === Kind.FunctionDef) return false;
  }
  return false;
}
