// boolean-precedence: `&` binds tighter than comparisons, so a mask without parentheses is another one.
import { BinaryOperator, CompareOperator, Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { isElementwise } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import type { Edit, Span } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'boolean-precedence',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas', 'numpy', 'torch'],
  summary: 'A mask combines comparisons with & or | without parentheses',
  docs: `
\`&\` and \`|\` bind tighter than \`>\` and \`==\` ([Operator
precedence](https://docs.python.org/3/reference/expressions.html#operator-precedence)). \`df.a > 1 & df.b < 2\` means
\`df.a > (1 & df.b) < 2\`, which raises "The truth value of a Series is ambiguous", or selects other rows than it says.
`,
  silent: `
- Each comparison stands in parentheses.
- None of the operands is known to be a column, array or tensor.
- One comparison with a bit test (\`flags & 4 == 0\`), which may be meant.
`,
  messages: {
    chained:
      'Without parentheses this compares `{middle}`, because `{operator}` binds tighter than comparisons. Put each comparison into parentheses',
  },
  examples: [
    {
      title: 'two comparisons of columns',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
adults = df[df["age"] > 17 & df["age"] < 65]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
adults = df[(df["age"] > 17) & (df["age"] < 65)]`,
    },
    {
      title: 'one of the two in parentheses',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
rest = df[(df["age"] > 17) & df["sex"] == "f"]
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
rest = df[(df["age"] > 17) & (df["sex"] == "f")]`,
    },
    {
      title: 'parentheses, bit tests, and plain numbers',
      fine: `
import pandas as pd
df = pd.DataFrame({"age": [20, 70], "flags": [1, 4], "a": [1, 2], "b": [3, 1]})
a = df[(df["age"] > 17) & (df["age"] < 65)]
b = df[df["flags"] & 4 == 0]
c = df[(df["a"] & df["b"]) == 1]
d = 1 < 6 & 3 < 4`,
    },
  ],
  *check(module) {
    for (const node of module.all(Kind.Compare)) {
      const operands = [node.left, ...node.comparators];
      const mixed = operands.find((operand) => isBitwise(operand) && !inParentheses(module, operand));
      if (mixed === undefined || mixed.kind !== Kind.BinOp || node.ops.some((op) => op >= CompareOperator.Is)) continue;
      const parts = operands.map((operand) => leavesOf(module, operand));
      const leaves = parts.flat();
      const comparesAlready = leaves.some((leaf) => leaf.kind === Kind.Compare);
      if ((node.ops.length < 2 && !comparesAlready) || !leaves.some((leaf) => isElementwise(module, leaf))) continue;
      const data = { middle: module.textOf(mixed), operator: mixed.op === BinaryOperator.BitAnd ? '&' : '|' };
      yield { at: node, message: 'chained', data, fixes: fixesOf(parts) };
    }
  },
});

function isBitwise(expr: Expr): boolean {
  return expr.kind === Kind.BinOp && (expr.op === BinaryOperator.BitAnd || expr.op === BinaryOperator.BitOr);
}

function inParentheses(module: Module, { start, end }: Span): boolean {
  return /\(\s*$/.test(module.source.slice(0, start)) && /^\s*\)/.test(module.source.slice(end));
}

/** The operands of `a & b | c`, as far as no parentheses hold them together. */
function leavesOf(module: Module, expr: Expr): readonly Expr[] {
  if (expr.kind !== Kind.BinOp || !isBitwise(expr) || inParentheses(module, expr)) return [expr];
  return [...leavesOf(module, expr.left), ...leavesOf(module, expr.right)];
}

/** Parentheses around each `last operand of one part <op> first of the next`; none where comparisons are chained. */
function fixesOf(parts: readonly (readonly Expr[])[]): readonly Fix[] {
  const edits: Edit[] = [];
  for (const [i, part] of parts.entries()) {
    const next = parts[i + 1];
    if (next === undefined) break;
    if (i > 0 && part.length < 2) return [];
    const [from, to] = [part.at(-1)!, next[0]!];
    edits.push({ start: from.start, end: from.start, text: '(' }, { start: to.end, end: to.end, text: ')' });
  }
  return [{ title: 'Put each comparison into parentheses', edits }];
}
