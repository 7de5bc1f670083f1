// unguarded-log: the logarithm of counts or probabilities that can be zero.
import { BinaryOperator, Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import type { CallSite, Module } from '../../analysis/module';
import { isGuardedAgainstZero } from '../../analysis/zeros';
import type { Fix } from '../rule';
import { rule } from '../rule';

const LOGS = ['numpy.log', 'numpy.log2', 'numpy.log10', 'torch.log', 'torch.log2', 'tensorflow.math.log'];
/** Give zero for what was never seen, or what is small. */
const COUNTS = /^(bincount|histogram|value_counts)$/;
const SOFTMAX = /^(torch\.softmax|torch\.nn\.functional\.softmax|scipy\.special\.softmax|tensorflow\.nn\.softmax)$/;
const DEPTH = 6;

export default rule({
  name: 'unguarded-log',
  category: 'dataframe',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['numpy', 'torch', 'tensorflow'],
  summary: 'The logarithm of counts or probabilities that can be zero',
  docs: `
\`log(0)\` is -inf, and \`0 * log(0)\` is NaN: one class that never occurs, one probability that rounds to zero, and an entropy, a
divergence or a loss is NaN from there on
([NumPy: log](https://numpy.org/doc/stable/reference/generated/numpy.log.html);
[scipy.special.xlogy](https://docs.scipy.org/doc/scipy/reference/generated/scipy.special.xlogy.html), "so that the result is 0 if
x = 0"). Clip first, use \`scipy.special.xlogy(p, p)\` or \`scipy.stats.entropy\`, and \`log_softmax\` instead of the logarithm of a
softmax.
`,
  silent: `
- Anything is done against zeros: \`clip\`, \`maximum\`, an epsilon, \`where\`, a mask, a comparison of the value anywhere.
- The values are not zero by construction: prices, sizes, ratios of measurements. Only counts, softmax, and \`p * log(p)\` count.
`,
  messages: {
    counts: '`{source}` gives 0 for what never occurs, and `{log}` of that is -inf. Clip it first',
    softmax: '`softmax` rounds small probabilities to 0, and the logarithm of that is -inf. Use `log_softmax`',
    product:
      'Where `{value}` is 0, `0 * {log}(0)` is NaN, and the whole sum with it. Clip it, or use `scipy.special.xlogy`',
  },
  examples: [
    {
      title: 'counts and entropy',
      bad: `
import numpy as np
counts = np.bincount(labels, minlength=10)
priors = np.log(counts / len(labels))
#        ^^^^^^
def entropy(p):
    return -np.sum(p * np.log2(p))
#                      ^^^^^^^
def divergence(p, q):
    log_ratio = np.log(p / q)
#               ^^^^^^
    return np.sum(p * log_ratio)`,
      good: `
import numpy as np
counts = np.bincount(labels, minlength=10)
priors = np.log(np.clip(counts / len(labels), 1e-12, None))
def entropy(p):
    return -np.sum(p * np.log2(np.clip(p, 1e-12, None)))
def divergence(p, q):
    log_ratio = np.log(np.clip(p / q, 1e-12, None))
    return np.sum(p * log_ratio)`,
    },
    {
      title: 'a softmax',
      bad: `
import torch
probabilities = torch.softmax(logits, dim=1)
loss = -torch.log(probabilities)[0]
#       ^^^^^^^^^`,
    },
    {
      title: 'guarded, or positive by construction',
      fine: `
import numpy as np
def entropy(p):
    p = p[p > 0]
    return -np.sum(p * np.log(p))
def smooth(counts, eps=1e-9):
    return np.sum(counts * np.log(counts + eps))
def clipped(p):
    return np.sum(p * np.log(np.clip(p, 1e-9, 1)))
returns = np.log(prices / shifted)
scale = np.log(sizes) * 2
p = 0.1
kl = p * np.log(p / q)
loss = -(y * np.log(p) + (1 - y) * np.log(1 - p))
counts = np.log(np.bincount(labels) + 1)
seen = np.bincount(labels)
seen[seen == 0] = 1
logs = np.log(seen)`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...LOGS)) {
      const value = call.argument(0, 'x') ?? call.argument(0, 'input');
      if (value === null || call.has('where') || call.node.args.length > 1 || isGuardedAgainstZero(module, value))
        continue;
      if (module.enclosing(call.node, Kind.With) !== null) continue;
      const source = sourceOf(module, value, 0);
      if (source === 'softmax') yield { at: call.callee, message: 'softmax' };
      else if (source !== null) {
        yield {
          at: call.callee,
          message: 'counts',
          data: { source, log: call.name },
          fixes: clipFix(module, call, value),
        };
      } else if (isMultipliedByItself(module, call, value)) {
        const data = { value: module.textOf(numerator(value)), log: classNameOf(call.name) };
        yield { at: call.callee, message: 'product', data, fixes: clipFix(module, call, value) };
      }
    }
  },
});

/** What a value is made of that can be zero: `bincount`, `softmax`; null if nothing is known. */
function sourceOf(module: Module, expr: Expr, depth: number): string | null {
  const at = module.definition(expr);
  if (depth > DEPTH) return null;
  if (at.kind === Kind.BinOp && at.op === BinaryOperator.Div) return sourceOf(module, at.left, depth + 1);
  if (at.kind !== Kind.Call) return null;
  const name = module.qualifiedName(at.func);
  if (name !== null && SOFTMAX.test(name)) return 'softmax';
  const last = name === null ? (at.func.kind === Kind.Attribute ? at.func.attr : '') : classNameOf(name);
  const own = name?.startsWith('numpy.') === true || (name === null && last === 'value_counts');
  // The counts of what occurs are positive; only a fixed length, or bins, hold zeros.
  if (own && COUNTS.test(last)) {
    const fixed = at.keywords.some(({ arg }) => arg === 'minlength') || last === 'histogram';
    return fixed ? last : null;
  }
  return name === null && last === 'astype' && at.func.kind === Kind.Attribute
    ? sourceOf(module, at.func.value, depth + 1)
    : null;
}

/** `p` of `p / q`. */
function numerator(value: Expr): Expr {
  return value.kind === Kind.BinOp && value.op === BinaryOperator.Div ? value.left : value;
}

/** `p * log(p)`, `p * log(p / q)`, also through a name for the logarithm. */
function isMultipliedByItself(module: Module, call: CallSite, value: Expr): boolean {
  const own = numerator(value);
  if (module.definition(own).kind === Kind.Num || own.kind === Kind.BinOp) return false;
  const text = module.textOf(own);
  return module.all(Kind.BinOp).some(({ op, left, right }) => {
    if (op !== BinaryOperator.Mult) return false;
    return [
      [left, right],
      [right, left],
    ].some(([factor, other]) => isSame(module, factor!, text, call) && module.definition(other!) === call.node);
  });
}

/** The same text, in the same function. */
function isSame(module: Module, factor: Expr, text: string, call: CallSite): boolean {
  return (
    module.textOf(factor) === text &&
    module.enclosing(factor, Kind.FunctionDef) === module.enclosing(call.node, Kind.FunctionDef)
  );
}

function clipFix(module: Module, call: CallSite, value: Expr): readonly Fix[] {
  const [library] = call.name.split('.');
  if (!call.qualifiedName.startsWith('numpy.') || library === undefined || !call.name.includes('.')) return [];
  const text = `${library}.clip(${module.textOf(value)}, 1e-12, None)`;
  return [{ title: 'Clip it', edits: [{ start: value.start, end: value.end, text }] }];
}
