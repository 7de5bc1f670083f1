// row-iteration: a loop over rows does plain arithmetic that columns do at once.
import { Kind, walk } from '../../analysis/syntax';
import type { Expr, Stmt } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import { isFrame } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

export default rule({
  name: 'row-iteration',
  category: 'dataframe',
  severity: 'hint',
  fix: 'none',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'Rows are gone through one by one for arithmetic that columns do at once',
  docs: `
\`iterrows\` and \`apply(axis=1)\` make a Series of every row. Arithmetic over whole columns does the same hundreds of times
faster, and keeps the columns' types
([pandas: iterrows](https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.iterrows.html), "you should never modify
something you are iterating over"; [enhancing performance](https://pandas.pydata.org/docs/user_guide/enhancingperf.html)):
\`df["a"] * df["b"]\` instead of \`df.apply(lambda row: row["a"] * row["b"], axis=1)\`.
`,
  silent: `
- The body calls a function, branches, prints, stops early, or carries something from row to row.
- \`itertuples\`, and frames that are not surely pandas'.
`,
  messages: {
    apply: 'This makes a Series of every row for plain arithmetic. Compute with the columns: `{code}`',
    loop: 'This goes through the rows for plain arithmetic. Compute with the columns at once',
  },
  examples: [
    {
      title: 'apply and iterrows with arithmetic',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df["area"] = df.apply(lambda row: row["width"] * row["height"] / 2, axis=1)
#            ^^^^^^^^
sums = []
for index, row in df.iterrows():
#                 ^^^^^^^^^^^
    sums.append(row["a"] + 2 * row["b"])
    df.at[index, "c"] = row["a"] - row["b"]`,
    },
    {
      title: 'calls, branches, state, output',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")
df["name"] = df.apply(lambda row: clean(row["name"]), axis=1)
df["kind"] = df.apply(lambda row: "a" if row["a"] > 0 else "b", axis=1)
df["text"] = df.apply(lambda row: row["a"], axis=1)
total = 0
for index, row in df.iterrows():
    total = total * 2 + row["a"]
for index, row in df.iterrows():
    print(row["a"] + row["b"])
for row in df.itertuples():
    areas.append(row.a * row.b)
other = unknown.apply(lambda row: row["a"] + row["b"], axis=1)`,
    },
  ],
  *check(module) {
    for (const call of module.methodCalls('apply')) {
      const fn = call.argument(0, 'func');
      const axis = call.argument(null, 'axis');
      if (fn?.kind !== Kind.Lambda || axis === null || !/^(1|["']columns["'])$/.test(module.textOf(axis))) continue;
      const row = fn.params.length === 1 ? fn.params[0]!.name : null;
      if (row === null || !isArithmetic(module, fn.body, row, null) || !isTable(module, call.receiver)) continue;
      const code = module
        .textOf(fn.body)
        .replaceAll(new RegExp(`\\b${row}\\b`, 'g'), () => module.textOf(call.receiver));
      yield { at: call.callee, message: 'apply', data: { code } };
    }
    for (const { node, receiver, callee } of module.methodCalls('iterrows')) {
      const loop = module.parent(node);
      if (loop?.kind !== Kind.For || loop.iter !== node || loop.target.kind !== Kind.Tuple) continue;
      const [index, row] = loop.target.elts;
      if (index?.kind !== Kind.Name || row?.kind !== Kind.Name || !isTable(module, receiver)) continue;
      const frame = module.textOf(receiver);
      if (loop.body.every((stmt) => isVectorisable(module, stmt, row.id, index.id, frame)))
        yield { at: callee, message: 'loop' };
    }
  },
});

function isTable(module: Module, expr: Expr): boolean {
  return tableType(module, expr) === 'frame' || isFrame(module, expr);
}

/** `list.append(arithmetic)`, `df.at[index, "c"] = arithmetic`. */
function isVectorisable(module: Module, stmt: Stmt, row: string, index: string, frame: string): boolean {
  if (stmt.kind === Kind.ExprStmt && stmt.value.kind === Kind.Call) {
    const { func, args, keywords } = stmt.value;
    const appends = func.kind === Kind.Attribute && func.attr === 'append' && func.value.kind === Kind.Name;
    return appends && args.length === 1 && keywords.length === 0 && isArithmetic(module, args[0]!, row, null);
  }
  const [target] = stmt.kind === Kind.Assign && stmt.targets.length === 1 ? stmt.targets : [];
  if (stmt.kind !== Kind.Assign || target?.kind !== Kind.Subscript || target.value.kind !== Kind.Attribute)
    return false;
  const { attr, value } = target.value;
  const own = (attr === 'at' || attr === 'loc') && module.textOf(value) === frame;
  return own && target.slice.kind === Kind.Tuple && isArithmetic(module, stmt.value, row, index);
}

/** Computes with at least one operator, with nothing but columns of the row, numbers and names from outside. */
function isArithmetic(module: Module, expr: Expr, row: string, index: string | null): boolean {
  let [plain, columns, operators] = [true, 0, 0];
  walk(expr, (node) => {
    if (node.kind === Kind.Subscript || node.kind === Kind.Attribute) {
      const isColumn = node.value.kind === Kind.Name && node.value.id === row;
      const named = node.kind === Kind.Attribute || module.stringOf(node.slice) !== null;
      if (isColumn && named) columns++;
      else plain = false;
      return false;
    }
    if (node.kind === Kind.Name) plain &&= node.id !== row && node.id !== index;
    else if (node.kind === Kind.BinOp) operators++;
    else plain &&= node.kind === Kind.Num || node.kind === Kind.UnaryOp;
    return true;
  });
  return plain && operators > 0 && columns > 0;
}
