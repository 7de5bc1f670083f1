// discarded-result: a method that changes nothing is called, and what it returns is dropped.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Expr, ExprStmt } from '../../analysis/syntax';
import { isShown } from '../../analysis/displays';
import { tableType } from '../../analysis/frames';
import type { TableType } from '../../analysis/frames';
import type { MethodCall, Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Methods that return something new and leave the object as it is. */
const PURE: Readonly<Record<TableType, ReadonlySet<string>>> = {
  frame: new Set(
    words(`drop dropna fillna ffill bfill rename replace astype sort_values sort_index reset_index set_index drop_duplicates
           assign round clip interpolate where mask add_prefix add_suffix convert_dtypes infer_objects set_axis
           tz_localize tz_convert shift`),
  ),
  series: new Set(
    words(`dropna fillna ffill bfill rename replace astype sort_values sort_index reset_index drop drop_duplicates
           round clip interpolate where mask convert_dtypes map shift`),
  ),
  accessor: new Set(
    words('lower upper strip lstrip rstrip replace title capitalize zfill pad slice get extract normalize'),
  ),
  array: new Set(words('astype reshape transpose squeeze clip round copy swapaxes')),
  tensor: new Set(
    words(
      'to cpu cuda detach float double half long int reshape view squeeze unsqueeze permute transpose clone contiguous type',
    ),
  ),
};

export default rule({
  name: 'discarded-result',
  category: 'dataframe',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas', 'numpy', 'torch'],
  summary: 'A method returns a new object, and the line drops it',
  docs: `
Most methods of frames, arrays and tensors return something new and leave the object as it is: \`df.dropna()\` alone on a line
does nothing. The rows that should be gone stay, or the tensor stays on its device, and no error says so. (A *module's*
\`.to()\` is different: it moves the module itself.)
`,
  silent: `
- \`inplace=True\`, or any \`inplace\` we cannot read.
- The last expression of a cell, which is shown; also in a script that was exported from a notebook, where \`# In[3]:\` and
  \`# %%\` mark the cells, or where other lines show values, too (\`df.head()\`, \`df.shape\`, a bare \`df\`).
- The object is not known to be a frame, column, array or tensor: lists, dicts, sets and modules have methods of these names.
- Inside \`try\`, where it may be a probe, and in tests.
`,
  messages: {
    dropped:
      '`{method}` returns a new {what} and leaves `{object}` as it is: this line has no effect. Assign the result',
  },
  examples: [
    {
      title: 'a frame, a column, an array',
      bad: `
import numpy as np
import pandas as pd
df = pd.read_csv("data.csv")
df.dropna()
#<^^^^^^^^^
df["name"].str.lower()
#<^^^^^^^^^^^^^^^^^^^^
x = np.zeros((3, 4))
x.astype(np.float32)
#<^^^^^^^^^^^^^^^^^^
print(df, x)`,
      good: `
import numpy as np
import pandas as pd
df = pd.read_csv("data.csv")
df = df.dropna()
df["name"] = df["name"].str.lower()
x = np.zeros((3, 4))
x = x.astype(np.float32)
print(df, x)`,
    },
    {
      title: 'shown as the last expression of a cell',
      notebook: true,
      fine: `
# %%
import pandas as pd
df = pd.read_csv("data.csv")
# %%
df.sort_values("age")`,
    },
    {
      title: 'in a script that was a notebook',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")

# In[2]:

df.sort_values("age")

# In[3]:

print(df)`,
    },
    {
      title: 'in a script that was a notebook, without marks',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")
df
df.shape
df.dropna()
df.head()
x = df.values
x.astype(float)`,
    },
    {
      title: 'in place, for its side effect, or of another type',
      fine: `
import pandas as pd
import torch
df = pd.read_csv("data.csv")
df.dropna(inplace=True)
df.plot()
df.to_csv("out.csv")
model = torch.nn.Linear(1, 1)
model.to("cuda")
names = ["b", "a"]
names.sort()
text.replace("a", "b")
try:
    df.astype(int)
except ValueError:
    print("not numbers")`,
    },
  ],
  *check(module) {
    const methods = new Set(Object.values(PURE).flatMap((set) => [...set]));
    for (const call of module.methodCalls(...methods)) {
      const statement = module.parent(call.node);
      if (statement?.kind !== Kind.ExprStmt || hasInplace(call)) continue;
      const type = tableType(module, call.receiver);
      if (type === null || !PURE[type].has(call.method)) continue;
      if (isShown(module, statement) || isProbe(module, statement)) continue;
      const object = changedObject(call.receiver, type);
      const what = { frame: 'frame', series: 'column', accessor: 'column', array: 'array', tensor: 'tensor' }[type];
      const text = module.textOf(object);
      const fixes: Fix[] = isAssignable(module, object)
        ? [
            {
              title: `Assign the result to ${text}`,
              edits: [{ start: statement.start, end: statement.start, text: `${text} = ` }],
            },
          ]
        : [];
      yield { at: call.node, message: 'dropped', data: { method: call.method, what, object: text }, fixes };
    }
  },
});

function hasInplace({ node }: MethodCall): boolean {
  return node.keywords.some(
    ({ arg, value }) =>
      arg === null ||
      ((arg === 'inplace' || arg === 'out' || arg === 'copy') &&
        !(value.kind === Kind.Const && value.value === ConstValue.False)),
  );
}

/** Of `df['c'].str.lower()`, the column. */
function changedObject(receiver: Expr, type: TableType): Expr {
  return type === 'accessor' && receiver.kind === Kind.Attribute ? receiver.value : receiver;
}

function isAssignable(module: Module, object: Expr): boolean {
  if (object.kind === Kind.Name) return true;
  return object.kind === Kind.Subscript && object.value.kind === Kind.Name && module.stringOf(object.slice) !== null;
}

function isProbe(module: Module, statement: ExprStmt): boolean {
  if (module.enclosing(statement, Kind.Try) !== null) return true;
  const home = module.enclosing(statement, Kind.FunctionDef);
  const withItem = module.enclosing(statement, Kind.With);
  const raises =
    withItem !== null &&
    /raises|warns|assert/i.test(withItem.items.map((item) => module.textOf(item.contextExpr)).join(' '));
  return raises || (home !== null && /^(test|time|bench)_?/.test(home.name));
}
