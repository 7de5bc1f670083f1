// inplace-result: the result of a call with inplace=True is used, and it is None.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Keyword, Node } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import type { MethodCall, Module } from '../../analysis/module';
import { removeArgument } from '../../analysis/removed/edits';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Methods of frames and columns that have `inplace` and then return None. */
const METHODS = [
  'dropna',
  'fillna',
  'ffill',
  'bfill',
  'drop',
  'drop_duplicates',
  'rename',
  'rename_axis',
  'replace',
  'reset_index',
  'set_index',
  'sort_values',
  'sort_index',
  'interpolate',
  'clip',
  'where',
  'mask',
  'query',
];

export default rule({
  name: 'inplace-result',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'The result of a call with inplace=True is used, but it is None',
  docs: `
With \`inplace=True\`, pandas changes the object and returns \`None\`
([DataFrame.dropna](https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.dropna.html): "None if inplace=True").
\`df = df.dropna(inplace=True)\` throws the frame away; the error comes later, as \`'NoneType' object has no attribute …\`.
`,
  silent: `
- \`inplace\` is not the literal \`True\`.
- The object is not known to be a data frame or column of pandas.
- The call stands alone: then it does what it says.
`,
  messages: {
    none: '`{method}(inplace=True)` changes the object and returns None, which is used here. Remove `inplace=True`',
  },
  examples: [
    {
      title: 'assigned to the frame itself',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df = df.dropna(subset=["age"], inplace=True)
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
df = df.dropna(subset=["age"])`,
    },
    {
      title: 'to a column, and in a chain',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df["age"] = df["age"].fillna(0, inplace=True)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
top = df.sort_values("age", inplace=True).head()
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'alone, not in place, or not pandas',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")
df.dropna(inplace=True)
clean = df.dropna(inplace=False)
other = df.fillna(0, inplace=flag)
mine = tree.drop("leaf", inplace=True)`,
    },
  ],
  *check(module) {
    for (const call of module.methodCalls(...METHODS)) {
      const inplace = call.node.keywords.find(({ arg }) => arg === 'inplace');
      if (inplace === undefined || !isTrue(inplace) || !isUsed(module, call.node)) continue;
      const type = tableType(module, call.receiver);
      if (type !== 'frame' && type !== 'series') continue;
      yield { at: call.node, message: 'none', data: { method: call.method }, fixes: [fixOf(module, call, inplace)] };
    }
  },
});

function isTrue({ value }: Keyword): boolean {
  return value.kind === Kind.Const && value.value === ConstValue.True;
}

function isUsed(module: Module, call: Node): boolean {
  const parent = module.parent(call);
  if (parent === null) return false;
  const { kind } = parent;
  return kind === Kind.Assign || kind === Kind.Return || kind === Kind.Attribute || kind === Kind.Subscript;
}

/** Safe where the same object gets the result; elsewhere the object was changed, too, and would not be now. */
function fixOf(module: Module, { node, receiver }: MethodCall, inplace: Keyword): Fix {
  const parent = module.parent(node);
  const same = parent?.kind === Kind.Assign && parent.targets.every((target) => sameText(module, target, receiver));
  const edits = [removeArgument(module, node, inplace)];
  return { title: 'Remove inplace=True', edits, ...(same ? {} : { safety: 'unsafe' as const }) };
}

function sameText(module: Module, a: Node, b: Node): boolean {
  return module.textOf(a) === module.textOf(b);
}
