// unguarded-division: a normalisation divides by a spread, a range or a norm of the same data, which may be zero.
import { BinaryOperator, Kind } from '../../analysis/syntax';
import type { BinOp, Expr } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { isGuardedAgainstZero } from '../../analysis/zeros';
import type { Fix } from '../rule';
import { rule } from '../rule';

const FUNCTIONS = /^(numpy\.(std|ptp|nanstd)|numpy\.linalg\.norm)$/;
const METHODS = new Set(['std', 'norm', 'ptp']);

export default rule({
  name: 'unguarded-division',
  category: 'dataframe',
  severity: 'off',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['numpy', 'pandas', 'torch'],
  summary: 'A normalisation divides by a spread or norm that is zero for constant data',
  docs: `
The standard deviation of a constant column, the range of equal values and the norm of a zero vector are 0. Dividing by them gives
NaN or inf, which a model then trains on or refuses
([NumPy: divide](https://numpy.org/doc/stable/reference/generated/numpy.divide.html)); scikit-learn's scalers replace such a
divisor by 1. It is off by default, as most columns are not constant.
`,
  silent: `
- An epsilon, \`where\`, \`maximum\`, a comparison or a change of the divisor anywhere.
- The divisor comes from elsewhere: a constant, a file, an argument.
`,
  messages: { zero: '`{divisor}` is 0 for constant data, and this gives NaN or inf. Replace a zero by 1 first' },
  examples: [
    {
      title: 'z-score, range, norm',
      bad: `
import numpy as np
def z_score(x):
    return (x - x.mean()) / x.std()
#                           ^^^^^^^
def to_range(x):
    low, high = x.min(), x.max()
    return (x - x.min()) / (np.max(x) - np.min(x))
#                           ^^^^^^^^^^^^^^^^^^^^^
def to_unit(x):
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return x / norms
#              ^^^^^`,
      good: `
import numpy as np
def z_score(x):
    return (x - x.mean()) / np.where(x.std() == 0, 1, x.std())
def to_range(x):
    low, high = x.min(), x.max()
    return (x - x.min()) / (np.where(np.max(x) - np.min(x) == 0, 1, np.max(x) - np.min(x)))
def to_unit(x):
    norms = np.linalg.norm(x, axis=1, keepdims=True)
    return x / np.where(norms == 0, 1, norms)`,
    },
    {
      title: 'guarded, or from elsewhere',
      fine: `
import numpy as np
def z_score(x, spread):
    return (x - x.mean()) / (x.std() + 1e-8), x / spread, x / 255
def to_unit(x):
    norm = np.linalg.norm(x)
    if norm == 0:
        return x
    return x / norm
def share(x, y):
    return x / y.std(), np.exp(x) / np.exp(x).sum()`,
    },
  ],
  *check(module) {
    for (const node of module.all(Kind.BinOp)) {
      if (node.op !== BinaryOperator.Div || !isSpread(module, node) || isGuardedAgainstZero(module, node.right))
        continue;
      const divisor = module.textOf(node.right);
      yield { at: node.right, message: 'zero', data: { divisor }, fixes: fixOf(module, node.right) };
    }
  },
});

/** Divides by a spread or a norm of what stands above. */
function isSpread(module: Module, { left, right }: BinOp): boolean {
  const data = dataOf(module, module.definition(right), 0);
  return data !== null && holdsWord(module.textOf(left), data);
}

function holdsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + word.length] ?? '');
}

/** The data whose spread an expression is, as written. */
function dataOf(module: Module, expr: Expr, depth: number): string | null {
  if (depth > 3) return null;
  if (expr.kind === Kind.BinOp && expr.op === BinaryOperator.Sub) return rangeOf(module, expr);
  if (expr.kind !== Kind.Call) return null;
  const name = module.qualifiedName(expr.func);
  const [first] = expr.args;
  if (name === 'numpy.sqrt' || name === 'torch.sqrt')
    return first === undefined ? null : varianceOf(module, module.definition(first));
  if (name !== null) return FUNCTIONS.test(name) && first !== undefined ? module.textOf(first) : null;
  if (expr.func.kind !== Kind.Attribute || !METHODS.has(expr.func.attr)) return null;
  return module.textOf(expr.func.value);
}

function varianceOf(module: Module, expr: Expr): string | null {
  return expr.kind === Kind.Call && expr.func.kind === Kind.Attribute && expr.func.attr === 'var'
    ? module.textOf(expr.func.value)
    : null;
}

/** `x.max() - x.min()`, `np.max(x) - np.min(x)`, of the same x, also through names. */
function rangeOf(module: Module, { left, right }: BinOp): string | null {
  const high = reducedBy(module, module.definition(left), 'max');
  const low = reducedBy(module, module.definition(right), 'min');
  return high === low ? high : null;
}

/** The data of `x.max()` or `np.max(x)`. */
function reducedBy(module: Module, expr: Expr, method: string): string | null {
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute || expr.func.attr !== method) return null;
  const [first] = expr.args;
  if (module.qualifiedName(expr.func) === null) return module.textOf(expr.func.value);
  return first === undefined ? null : module.textOf(first);
}

function fixOf(module: Module, divisor: Expr): readonly Fix[] {
  const numpy = localNameOf(module, 'numpy', divisor.start);
  if (numpy === null || module.imports.has('torch')) return [];
  const text = module.textOf(divisor);
  return [
    {
      title: 'Replace zeros by 1',
      edits: [{ start: divisor.start, end: divisor.end, text: `${numpy}.where(${text} == 0, 1, ${text})` }],
    },
  ];
}
