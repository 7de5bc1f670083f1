// implicit-merge: frames are merged on whatever columns they happen to share.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { columnsOf } from '../../analysis/columns';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

const KEYS = ['on', 'left_on', 'right_on', 'left_index', 'right_index'];

export default rule({
  name: 'implicit-merge',
  category: 'dataframe',
  severity: 'off',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'Frames are merged on all the columns they happen to share',
  docs: `
Without \`on\`, \`merge\` joins by every column that both frames have
([pandas: merge](https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.merge.html), "if on is None … this defaults to the
intersection of the columns"). With more than one, a column that comes to both files later changes the join without a word. It is
off by default, as one reading of it is that all shared columns are meant.
`,
  silent: `
- The keys are given, as columns or as the index; \`how="cross"\`.
- The columns of either frame are not known from its file or literal, or just one is shared.
`,
  messages: { keys: 'This merges on {count} columns that both happen to have: {columns}. Name the keys with `on=`' },
  examples: [
    {
      title: 'two shared columns',
      files: { 'people.csv': 'id,city,age\n1,x,3\n', 'towns.csv': 'city,id,size\nx,1,9\n' },
      bad: `
import pandas as pd
people, towns = pd.read_csv("people.csv"), pd.read_csv("towns.csv")
left = pd.read_csv("people.csv")
right = pd.read_csv("towns.csv")
both = left.merge(right, how="left")
#      ^^^^^^^^^^
again = pd.merge(left, right)
#       ^^^^^^^^`,
      good: `
import pandas as pd
people, towns = pd.read_csv("people.csv"), pd.read_csv("towns.csv")
left = pd.read_csv("people.csv")
right = pd.read_csv("towns.csv")
both = left.merge(right, how="left", on=["id", "city"])
again = pd.merge(left, right, on=["id", "city"])`,
    },
    {
      title: 'named keys, one shared column, unknown columns',
      files: { 'people.csv': 'id,city,age\n1,x,3\n', 'towns.csv': 'city,size\nx,9\n' },
      fine: `
import pandas as pd
people = pd.read_csv("people.csv")
towns = pd.read_csv("towns.csv")
both = people.merge(towns)
again = people.merge(people, on="id")
other = people.merge(pd.read_csv("missing.csv"))
path = "/".join(["a", "b"])`,
    },
  ],
  *check(module) {
    for (const { node, left, right } of merges(module)) {
      const form = callForm(node, module.source);
      const how = form.argument(null, 'how');
      if (form.hidden || KEYS.some((key) => form.has(key)) || (how !== null && module.stringOf(how) === 'cross'))
        continue;
      const [a, b] = [columnsOf(module, left), columnsOf(module, right)];
      const shared = a === null || b === null ? [] : [...a].filter((column) => b.has(column));
      if (shared.length < 2) continue;
      const text = `on=[${shared.map((column) => JSON.stringify(column)).join(', ')}]`;
      const data = { count: shared.length, columns: shared.map((column) => `\`${column}\``).join(', ') };
      yield {
        at: node.func,
        message: 'keys',
        data,
        fixes: [{ title: 'Name the keys', edits: [form.addKeyword(text)] }],
      };
    }
  },
});

/** `left.merge(right)`, `pd.merge(left, right)`, with keys by keyword or not at all. */
function* merges(module: Module): Iterable<{ node: Call; left: Expr; right: Expr }> {
  for (const { node } of module.callsTo('pandas.merge')) {
    const [left, right, ...others] = node.args;
    if (left !== undefined && right !== undefined && others.length === 0) yield { node, left, right };
  }
  for (const { node, receiver } of module.methodCalls('merge')) {
    const [right, ...others] = node.args;
    if (right !== undefined && others.length === 0 && receiver.kind !== Kind.Str) yield { node, left: receiver, right };
  }
}
