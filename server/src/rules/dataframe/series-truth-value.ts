// series-truth-value: and, or, not, if need one truth value; a column has many.
import { BooleanOperator, Kind, UnaryOperator } from '../../analysis/syntax';
import type { Expr, Node } from '../../analysis/syntax';
import { isElementwise } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'series-truth-value',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A column or frame is used as one truth value, which raises ValueError',
  docs: `
\`and\`, \`or\`, \`not\`, \`if\` and \`while\` ask for one truth value. A column or frame has one for each element, so pandas
raises "The truth value of a Series is ambiguous"
([pandas: Using if/truth statements](https://pandas.pydata.org/docs/user_guide/gotchas.html#using-if-truth-statements-with-pandas)).
Masks are combined with \`&\`, \`|\` and \`~\`; a test asks for \`any()\`, \`all()\` or \`empty\`.
`,
  silent: `
- The value is reduced first: \`any()\`, \`all()\`, \`.empty\`, \`len(df)\`, \`item()\`.
- It is not known to be a column or frame of pandas, nor a comparison of one.
- Inside \`try\`, where the error may be expected.
`,
  messages: {
    combined: '`{word}` needs one truth value, but `{operand}` has one for each row: this raises. Use `{symbol}`',
    tested:
      '`{word}` needs one truth value, but `{operand}` has many: this raises. Ask for `any()`, `all()` or `empty`',
  },
  examples: [
    {
      title: 'masks combined with and, or, not',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
adults = df[df["age"] > 17 and df["age"] < 65]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
rest = df[not df["age"] > 17]
#         ^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
adults = df[(df["age"] > 17) & (df["age"] < 65)]
rest = df[~(df["age"] > 17)]`,
    },
    {
      title: 'a frame as a condition',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
if df["age"] > 17:
#  ^^^^^^^^^^^^^^
    print("adults")`,
    },
    {
      title: 'reduced, or one value',
      fine: `
import pandas as pd
df = pd.read_csv("data.csv")
if (df["age"] > 17).any() and not df.empty:
    print("adults")
if len(df) and df["age"].max() > 17 and df["age"].iloc[0] > 3:
    print("old")
mask = (df["age"] > 17) & (df["age"] < 65)
if df is None or "age" in df:
    print("none")
for row in df.itertuples():
    if row.age > 17 and row.age < 65:
        print(row)`,
    },
  ],
  *check(module) {
    if (!module.imports.has('pandas')) return;
    for (const node of module.all(Kind.BoolOp)) {
      const operand = node.values.slice(0, -1).find((value) => isMany(module, value));
      if (operand === undefined || module.enclosing(node, Kind.Try) !== null || isPart(module, node)) continue;
      const [word, symbol] = node.op === BooleanOperator.And ? ['and', '&'] : ['or', '|'];
      const data = { word, symbol, operand: module.textOf(operand) };
      yield { at: node, message: 'combined', data, fixes: fixesOf(module, node) };
    }
    for (const node of module.all(Kind.UnaryOp)) {
      if (node.op !== UnaryOperator.Not || !isMany(module, node.operand) || isPart(module, node)) continue;
      if (module.enclosing(node, Kind.Try) !== null) continue;
      const data = { word: 'not', symbol: '~', operand: module.textOf(node.operand) };
      yield { at: node, message: 'combined', data, fixes: fixesOf(module, node) };
    }
    for (const node of [...module.all(Kind.If), ...module.all(Kind.While), ...module.all(Kind.IfExp)]) {
      if (!isMany(module, node.test) || module.enclosing(node, Kind.Try) !== null) continue;
      const word = node.kind === Kind.While ? 'while' : 'if';
      yield { at: node.test, message: 'tested', data: { word, operand: module.textOf(node.test) } };
    }
  },
});

function isMany(module: Module, expr: Expr): boolean {
  if (expr.kind === Kind.UnaryOp && expr.op === UnaryOperator.Not) return isMany(module, expr.operand);
  return isElementwise(module, expr);
}

/** Part of a larger combination, which is reported. */
function isPart(module: Module, node: Node): boolean {
  const parent = module.parent(node);
  return parent?.kind === Kind.BoolOp || (parent?.kind === Kind.UnaryOp && parent.op === UnaryOperator.Not);
}

/** In a mask: where all operands are elementwise, and the result selects rows or is kept. */
function fixesOf(module: Module, node: Expr): readonly Fix[] {
  const parent = module.parent(node);
  const text = parent?.kind === Kind.Subscript || parent?.kind === Kind.Assign ? elementwise(module, node) : null;
  return text === null ? [] : [{ title: 'Combine element by element', edits: [{ ...spanOf(node), text }] }];
}

function spanOf({ start, end }: Expr): { start: number; end: number } {
  return { start, end };
}

function elementwise(module: Module, expr: Expr): string | null {
  if (expr.kind === Kind.UnaryOp && expr.op === UnaryOperator.Not) {
    const operand = elementwise(module, expr.operand);
    return operand === null ? null : `~${operand}`;
  }
  if (expr.kind !== Kind.BoolOp) return isElementwise(module, expr) ? `(${module.textOf(expr)})` : null;
  const parts = expr.values.map((value) => elementwise(module, value));
  if (parts.includes(null) || expr.values.some(({ kind }) => kind === Kind.BoolOp)) return null;
  return parts.join(expr.op === BooleanOperator.And ? ' & ' : ' | ');
}
