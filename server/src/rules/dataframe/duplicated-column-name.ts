// duplicated-column-name: a literal list of columns has a name twice.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import { isFrame } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

const READERS = ['DataFrame', 'read_csv', 'read_table', 'read_excel', 'read_parquet'].map((name) => `pandas.${name}`);
const LISTS = ['columns', 'names', 'usecols'];

export default rule({
  name: 'duplicated-column-name',
  category: 'dataframe',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A list of columns has a name twice',
  docs: `
A frame may have two columns of one name. \`df["a"]\` then gives a frame instead of a column, a model gets the same feature twice,
and \`read_csv(names=…)\` raises
([pandas: duplicate labels](https://pandas.pydata.org/docs/user_guide/duplicates.html)). In a list typed by hand it is mostly a
slip for another name.
`,
  silent: `
- The list is not a literal, or only chooses what is shown or plotted.
- Tuples as names: the columns of a MultiIndex.
`,
  messages: {
    twice: '`{name}` stands in this list twice: the frame gets two columns of that name. Another one may be meant',
  },
  examples: [
    {
      title: 'of a new frame, a reader, the features of a model',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
made = pd.DataFrame(rows, columns=["a", "b", "a"])
#                                            ^^^
df = pd.read_csv("data.csv", usecols=["a", "b", "b", "y"])
#                                               ^^^
features = ["a", "b", "c", "b"]
#                          ^^^
model = Ridge().fit(df[features], df["y"])
X = df[["a", "b", "a"]]
#                 ^^^
Ridge().fit(X, df["y"])`,
    },
    {
      title: 'each once, shown twice, MultiIndex',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv", usecols=["a", "b"])
print(df[["a", "b", "a"]])
df[["a", "a"]].plot()
made = pd.DataFrame([[1, 2]], columns=[("x", "a"), ("x", "b")])
weights = ["a", "a", "b"]`,
    },
  ],
  *check(module) {
    const told = new Set<Expr>();
    for (const list of columnLists(module)) {
      const at = twice(module, list);
      if (at === null || told.has(at)) continue;
      told.add(at);
      yield { at, message: 'twice', data: { name: module.stringOf(at) ?? '' } };
    }
  },
});

/** Lists that name the columns of a frame, or of what a model is fitted on. */
function* columnLists(module: Module): Iterable<Expr> {
  for (const call of module.callsTo(...READERS))
    for (const keyword of LISTS) {
      const list = call.argument(null, keyword);
      if (list !== null) yield list;
    }
  for (const { targets, value } of module.all(Kind.Assign))
    if (targets[0]?.kind === Kind.Attribute && targets[0].attr === 'columns' && isTable(module, targets[0].value))
      yield value;
  for (const fit of module.methodCalls('fit')) {
    const features = fit.argument(0, 'X');
    const made = features === null ? null : module.definition(features);
    if (made?.kind === Kind.Subscript && isTable(module, made.value)) yield made.slice;
  }
}

function isTable(module: Module, expr: Expr): boolean {
  return tableType(module, expr) === 'frame' || isFrame(module, expr);
}

/** The second place of a name that a literal list has twice. */
function twice(module: Module, expr: Expr): Expr | null {
  const list = module.definition(expr);
  if (list.kind !== Kind.List) return null;
  const seen = new Set<string>();
  for (const element of list.elts) {
    const name = element.kind === Kind.Str ? module.stringOf(element) : null;
    if (name === null) return null;
    if (seen.has(name)) return element;
    seen.add(name);
  }
  return null;
}
