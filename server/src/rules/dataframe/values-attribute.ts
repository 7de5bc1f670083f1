// values-attribute: `.values`, whose type depends on what is inside.
import { Kind } from '../../analysis/syntax';
import type { Attribute } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import { isColumn, isFrame, isPartOfFrame } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

const VALUES = new Set(['values']);

export default rule({
  name: 'values-attribute',
  category: 'dataframe',
  severity: 'off',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: '.values gives an array or an extension array, depending on the column',
  docs: `
\`.values\` of a column is a NumPy array or, for categories, times with a zone and the newer types, an extension array; whether it
is a copy depends, too. \`to_numpy()\` always gives an array, and says how (\`dtype\`, \`copy\`, \`na_value\`)
([pandas: Series.values](https://pandas.pydata.org/docs/reference/api/pandas.Series.values.html), "we recommend using
\`Series.array\` or \`Series.to_numpy()\`"). It is off by default: right, but frequent and rarely the cause of a wrong result.
`,
  silent: `
- The object is not surely a frame, a column or an index of pandas: dictionaries, named tuples, classes of one's own.
- It is called (\`d.values()\`) or assigned.
`,
  messages: { values: '`.values` may be an array or an extension array: `.to_numpy()` always is an array' },
  examples: [
    {
      title: 'a frame, a column, an index',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
X = df[["a", "b"]].values
#                  ^^^^^^
first = df[df["a"] > 0]["b"].values[0]
#                            ^^^^^^
names = df.columns.values
#                  ^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
X = df[["a", "b"]].to_numpy()
first = df[df["a"] > 0]["b"].to_numpy()[0]
names = df.columns.to_numpy()`,
    },
    {
      title: 'other things that have values',
      fine: `
import pandas as pd
class Table:
    values = [1, 2]
table, grid = Table(), {"a": 1}
print(table.values, list(grid.values()), unknown.values)
for row in rows:
    print(row.values)`,
    },
  ],
  *check(module) {
    for (const node of module.attributesNamed(VALUES)) {
      if (!isRead(module, node) || !isPandas(module, node)) continue;
      const at = { start: node.end - 'values'.length, end: node.end };
      yield { at, message: 'values', fixes: [{ title: 'Use to_numpy()', edits: [{ ...at, text: 'to_numpy()' }] }] };
    }
  },
});

function isRead(module: Module, node: Attribute): boolean {
  const parent = module.parent(node);
  if (parent?.kind === Kind.Call && parent.func === node) return false;
  if (parent?.kind === Kind.Assign && parent.targets.includes(node)) return false;
  return parent?.kind !== Kind.Delete && parent?.kind !== Kind.AugAssign;
}

function isPandas(module: Module, { value }: Attribute): boolean {
  const type = tableType(module, value);
  if (type === 'frame' || type === 'series' || isFrame(module, value) || isColumn(module, value)) return true;
  if (isPartOfFrame(module, value)) return true;
  const isIndex = value.kind === Kind.Attribute && (value.attr === 'columns' || value.attr === 'index');
  return isIndex && (tableType(module, value.value) === 'frame' || isFrame(module, value.value));
}
