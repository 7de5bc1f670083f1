// unknown-column: a column that the data file, or the literal a frame is made of, does not have.
import { Kind } from '../../analysis/syntax';
import type { Node, Str } from '../../analysis/syntax';
import { askedColumns } from '../../analysis/askedColumns';
import type { Module } from '../../analysis/module';
import { nearestName } from '../../analysis/spelling';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'unknown-column',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A column is read that the data frame does not have',
  docs: `
The columns of a frame are known where it is read from a CSV file of the project, or made of a literal: Heldout reads the
first line of the file and follows it through renames, drops, assignments and selections. A name that is not among them
raises \`KeyError\`, perhaps hours into a run
([pandas: Indexing](https://pandas.pydata.org/docs/user_guide/indexing.html#basics)).
`,
  silent: `
- The file is not there, its first line is no plain header, or it is read with options that change the names.
- Anything unknown is done to the frame anywhere: it is handed to a function, gets computed columns, new \`columns\`.
- The program writes CSV files itself, or asks whether the column is there (\`"age" in df\`).
- The column is assigned, the line stands in \`try\`, or \`errors="ignore"\` is given.
- \`rename\` of a column that is not there, which pandas passes over; \`df.name\`, which may be an attribute.
`,
  messages: {
    near: 'There is no column `{column}` here: this raises KeyError. Did you mean `{near}`?',
    unknown: 'There is no column `{column}` here: this raises KeyError. The frame has {columns}',
  },
  examples: [
    {
      title: 'a column of a file',
      files: { 'data.csv': 'Age,sex,"income, net"\n31,f,3\n' },
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
old = df["age"] > 60
#        ^^^^^
both = df[["sex", "incme, net"]]
#                 ^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
old = df["Age"] > 60
both = df[["sex", "income, net"]]`,
    },
    {
      title: 'renamed, dropped, selected',
      files: { 'people.csv': 'id;age;sex\n1;31;f\n' },
      bad: `
import pandas as pd
df = pd.read_csv("people.csv", sep=";").rename(columns={"sex": "gender"})
print(df["sex"])
#        ^^^^^
small = df.drop(columns=["id"])
small["double"] = small["age"] * 2
print(small["id"], small["double"])
#           ^^^^
made = pd.DataFrame({"a": [1], "b": [2]})
print(made["weight"])
#          ^^^^^^^^`,
    },
    {
      title: 'dropped, grouped, sorted, merged, read',
      files: { 'sales.csv': 'shop,day,amount\n1,2,3\n', 'shops.csv': 'shop\tcity\n1\tx\n' },
      bad: `
import pandas as pd
df = pd.read_csv("sales.csv")
X = df.drop(columns=["amount", "dya"])
#                              ^^^^^
by_day = df.groupby(["shop", "days"])["amount"].sum()
#                            ^^^^^^
ordered = df.sort_values(by="amont")
#                           ^^^^^^^
shops = pd.read_table("shops.csv")
both = df.merge(shops, on="shops")
#                         ^^^^^^^
part = pd.read_csv("sales.csv", usecols=["shop", "Amount"])
#                                                ^^^^^^^^
full = df.dropna(subset=["dayy"])
#                        ^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("sales.csv")
X = df.drop(columns=["amount", "day"])
by_day = df.groupby(["shop", "day"])["amount"].sum()
ordered = df.sort_values(by="amount")
shops = pd.read_table("shops.csv")
both = df.merge(shops, on="shop")
part = pd.read_csv("sales.csv", usecols=["shop", "amount"])
full = df.dropna(subset=["day"])`,
    },
    {
      title: 'forms that do not raise, or name an index',
      files: { 'sales.csv': 'shop,day,amount\n1,2,3\n' },
      fine: `
import pandas as pd
df = pd.read_csv("sales.csv")
X = df.drop(columns=["amount", "gone"], errors="ignore")
Y = df.rename(columns={"gone": "here"})
made = pd.DataFrame({"a": [1]}, index=pd.Index([1], name="key"))
print(made.groupby("key").sum(), made.drop([1]))
more = pd.read_csv("sales.csv", usecols=["shop", "gone"], names=["shop", "gone"])
print(df.groupby(by=df["shop"] + 1).sum(), "gone".join(["a"]))`,
    },
    {
      title: 'columns that are there, or may be',
      files: { 'data.csv': 'age,sex\n31,f\n' },
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")
df["double"] = df["age"] * 2
print(df["double"], df["sex"])
other = pd.read_csv("missing.csv")
print(other["anything"])
changed = add_features(pd.read_csv("data.csv"))
print(changed["new"])
handed = pd.read_csv("data.csv")
prepare(handed)
print(handed["new"])
named = pd.read_csv("data.csv", names=["a", "b"])
print(named["a"])
third = pd.read_csv("data.csv")
for column in ["x", "y"]:
    third[column] = 0
print(third["x"])
fourth = pd.read_csv("data.csv")
if "height" in fourth:
    print(fourth["height"])
joined = df.merge(other, on="age")
print(joined["weight"])`,
    },
  ],
  *check(module) {
    const told = new Set<Str>();
    for (const { at, node, columns } of askedColumns(module)) {
      const column = module.stringOf(at);
      if (column === null || told.has(at) || columns.has(column) || mayBeExpected(module, node, column)) continue;
      told.add(at); // one name asked of both sides of a merge
      const near = nearestName(column, columns);
      const fixes = near === null ? [] : fixesOf(module, at, near);
      const data = { column, near: near ?? '', columns: listed(columns) };
      yield { at, message: near === null ? 'unknown' : 'near', data, fixes };
    }
  },
});

/** The error is foreseen, or the file asks whether the column is there, or gives an index that name. */
function mayBeExpected(module: Module, node: Node, column: string): boolean {
  if (module.enclosing(node, Kind.Try) !== null) return true;
  if (module.all(Kind.Compare).some(({ left }) => left.kind === Kind.Str && module.stringOf(left) === column))
    return true;
  return module
    .all(Kind.Keyword)
    .some(({ arg, value }) => /^names?$/.test(arg ?? '') && module.stringOf(value) === column);
}

function listed(columns: ReadonlySet<string>): string {
  const names = [...columns].slice(0, 6).map((column) => `\`${column}\``);
  return names.join(', ') + (columns.size > names.length ? ', …' : '');
}

/** The name with the quotes that stand there; only where both are plain text. */
function fixesOf(module: Module, at: Str, near: string): readonly Fix[] {
  const quote = /^(["'])[^"'\\]*\1$/.exec(module.textOf(at))?.[1];
  if (quote === undefined || /["'\\\n]/.test(near)) return [];
  return [{ title: `Change to ${near}`, edits: [{ start: at.start, end: at.end, text: quote + near + quote }] }];
}
