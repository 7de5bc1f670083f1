// nan-equality: a comparison with NaN is always false.
import { CompareOperator, Kind } from '../../analysis/syntax';
import type { Compare, Expr } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

const NANS = new Set(['numpy.nan', 'numpy.NaN', 'numpy.NAN', 'math.nan', 'pandas.NA', 'pandas.NaT', 'torch.nan']);

export default rule({
  name: 'nan-equality',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['numpy', 'pandas', 'math', 'torch'],
  summary: 'NaN equals nothing, itself included: the comparison never finds one',
  docs: `
By IEEE 754, NaN is unequal to everything. \`x == np.nan\` is always false, \`x != np.nan\` always true, for arrays in every
element; comparisons with \`pd.NA\` give \`pd.NA\`. Filters built this way keep or drop all rows without a word
([pandas: missing data](https://pandas.pydata.org/docs/user_guide/missing_data.html)).
`,
  silent: `
- \`x != x\`, the known idiom for "is NaN".
- \`x is np.nan\` of a name that the file sets to NaN: a test for one object, not for a value. Of a value out of data (\`row[1]\`, a
  loop's variable) it is information: it holds only while nothing was computed.
- \`np.nan in [...]\`: Python's lists compare by identity first, so it may be meant.
`,
  messages: {
    equal: '`{code}` is never true: NaN equals nothing, not even itself. Use `{cure}`',
    unequal: '`{code}` is always true: NaN equals nothing, not even itself. Use `{cure}`',
    identity:
      '`{code}` asks for one object: a NaN that was computed or read otherwise is another one, and is not found. Use `{cure}`',
    method: '`.{method}({nan})` gives {result} for every element: NaN equals nothing. Use `.{cure}()`',
  },
  examples: [
    {
      title: 'a filter in pandas',
      bad: `
import numpy as np
import pandas as pd
missing = frame[frame["age"] == np.nan]
#               ^^^^^^^^^^^^^^^^^^^^^^
present = frame[np.nan != frame["age"]]
#               ^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import numpy as np
import pandas as pd
missing = frame[pd.isna(frame["age"])]
present = frame[pd.notna(frame["age"])]`,
    },
    {
      title: 'NumPy alone',
      bad: `
import numpy as np
if x == float("nan") or y != np.nan:
#  ^^^^^^^^^^^^^^^^^
#                       ^^^^^^^^^^^
    x = 0`,
      good: `
import numpy as np
if np.isnan(x) or ~np.isnan(y):
    x = 0`,
    },
    {
      title: 'as a method',
      bad: `
import pandas as pd
mask = frame["age"].eq(pd.NA)
#      ^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
mask = frame["age"].isna()`,
    },
    {
      title: 'identity of a value out of data',
      bad: `
import numpy as np
import pandas as pd
for row in pd.read_csv("data.csv").to_numpy():
    if row[1] is not np.nan:
#      ^^^^^^^^^^^^^^^^^^^^
        print(row)`,
      good: `
import numpy as np
import pandas as pd
for row in pd.read_csv("data.csv").to_numpy():
    if pd.notna(row[1]):
        print(row)`,
    },
    {
      title: 'a sentinel',
      fine: `
import numpy as np
best = {"loss": np.nan}
for step in range(3):
    if best["loss"] is np.nan:
        best["loss"] = step
class Run:
    loss = np.nan
for run in runs:
    if run is np.nan:
        continue
    run = np.nan`,
    },
    {
      title: 'identity, the x != x idiom, other values',
      fine: `
import numpy as np
a = x is np.nan
b = x != x
c = x == 0
d = np.nan in seen`,
    },
    {
      title: 'a name that is not NumPy',
      fine: `
import math
from sentinels import nan
a = x == nan`,
    },
  ],
  *check(module) {
    for (const compare of module.all(Kind.Compare)) {
      const [operator] = compare.ops;
      if (operator === CompareOperator.Is || operator === CompareOperator.IsNot) yield* identity(module, compare);
      if (compare.ops.length !== 1 || (operator !== CompareOperator.Eq && operator !== CompareOperator.NotEq)) continue;
      const right = compare.comparators[0]!;
      const other = isNan(module, right) ? compare.left : isNan(module, compare.left) ? right : null;
      if (other === null) continue;
      const unequal = operator === CompareOperator.NotEq;
      const call = testFor(module, compare, unequal);
      const fixes = call === null ? [] : [fixOf(call, compare, module.textOf(other))];
      const cure = `${call ?? (unequal ? 'pd.notna' : 'pd.isna')}(…)`;
      yield {
        at: compare,
        message: unequal ? 'unequal' : 'equal',
        data: { code: shortened(module.textOf(compare)), cure },
        fixes,
      };
    }
    for (const { node, method, receiver } of module.methodCalls('eq', 'ne')) {
      const [value] = node.args;
      if (value === undefined || node.args.length !== 1 || node.keywords.length > 0 || !isNan(module, value)) continue;
      if (!module.imports.has('pandas')) continue;
      const cure = method === 'eq' ? 'isna' : 'notna';
      const edit = { start: receiver.end, end: node.end, text: `.${cure}()` };
      const data = { method, nan: module.textOf(value), result: method === 'eq' ? 'False' : 'True', cure };
      yield { at: node, message: 'method', data, fixes: [{ title: `Use .${cure}()`, edits: [edit] }] };
    }
  },
});

/** `row[1] is np.nan` of a value that comes out of data. */
function* identity(module: Module, compare: Compare) {
  const { left, comparators, ops } = compare;
  if (ops.length !== 1 || !isNan(module, comparators[0]!) || !isOutOfData(module, left)) return;
  const unequal = ops[0] === CompareOperator.IsNot;
  const pandas = localNameOf(module, 'pandas', compare.start);
  const cure = `${pandas ?? 'pd'}.${unequal ? 'notna' : 'isna'}`;
  const fixes: Fix[] = pandas === null ? [] : [fixOf(cure, compare, module.textOf(left))];
  const data = { code: shortened(module.textOf(compare)), cure: `${cure}(…)` };
  yield { at: compare, message: 'identity', severity: 'information', data, fixes } as const;
}

/** An element, or a loop's variable, that the file nowhere sets to NaN itself. */
function isOutOfData(module: Module, expr: Expr): boolean {
  if (expr.kind === Kind.Subscript) {
    const base = module.definition(expr.value);
    return base.kind !== Kind.Dict && !isSetToNan(module, module.textOf(expr));
  }
  if (expr.kind !== Kind.Name || isSetToNan(module, expr.id)) return false;
  const made = module.definition(expr);
  if (made.kind === Kind.BinOp) return true;
  if (made.kind === Kind.Subscript) return isOutOfData(module, made);
  const bindings = module.scopes.reaching(expr);
  return bindings.length > 0 && bindings.every(({ kind }) => kind === 'part');
}

function isSetToNan(module: Module, text: string): boolean {
  return module
    .all(Kind.Assign)
    .some(({ targets, value }) => isNan(module, value) && targets.some((target) => module.textOf(target) === text));
}

/** NaN by its name, or `float('nan')`. */
function isNan(module: Module, expr: Expr): boolean {
  const name = module.qualifiedName(expr);
  if (name !== null) return NANS.has(name);
  if (expr.kind !== Kind.Call || module.qualifiedName(expr.func) !== 'builtins.float') return false;
  const text = module.stringOf(expr.args[0] ?? null);
  return text !== null && /^[+-]?nan$/i.test(text.trim());
}

/** The test to use instead, by the name the file knows its library under. */
function testFor(module: Module, at: Compare, unequal: boolean): string | null {
  const pandas = localNameOf(module, 'pandas', at.start);
  if (pandas !== null) return `${pandas}.${unequal ? 'notna' : 'isna'}`;
  const numpy = localNameOf(module, 'numpy', at.start);
  if (numpy !== null) return `${unequal ? '~' : ''}${numpy}.isnan`;
  const math = localNameOf(module, 'math', at.start);
  return math === null || unequal ? null : `${math}.isnan`;
}

function fixOf(call: string, compare: Compare, other: string): Fix {
  return { title: `Use ${call}`, edits: [{ start: compare.start, end: compare.end, text: `${call}(${other})` }] };
}

function shortened(code: string): string {
  return code.length > 60 ? `${code.slice(0, 57)}…` : code;
}
