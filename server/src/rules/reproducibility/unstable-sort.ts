// unstable-sort: equal keys come in any order, and their order decides.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

/** Give few different values. */
const TIES = /^numpy\.(round|around|rint|floor|ceil|trunc|digitize|bincount|sign)$/;
const TIE_METHODS = /^(round|rint)$/;

export default rule({
  name: 'unstable-sort',
  category: 'reproducibility',
  severity: 'hint',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['numpy'],
  summary: 'argsort of rounded or counted values: ties come in any order, and decide a ranking',
  docs: `
\`np.argsort\` sorts with quicksort by default, which is not stable: rows with equal keys come in an order that depends on the
length of the array, the version of NumPy and the processor (with AVX512 it is another algorithm)
([numpy.sort](https://numpy.org/doc/stable/reference/generated/numpy.sort.html)). Rounded, counted or whole-number keys have many
ties, and a top-k or a ranking by them differs between machines. \`kind="stable"\` keeps the order of the rows.
`,
  silent: `
- The keys are continuous scores, or nothing says that they have ties: only rounded, binned, counted and hashed keys do.
- \`kind\` is given, or the sort is \`np.lexsort\` with a second key.
`,
  messages: {
    ties: '`{keys}` has equal values, and `{call}` puts them in any order: the ranking differs between machines. Add `kind="stable"`',
  },
  examples: [
    {
      title: 'rounded and hashed keys',
      bad: `
import numpy as np
scores = np.round(np.array([0.12, 0.11, 0.31]), 1)
best = np.argsort(scores)[::-1][:2]
#      ^^^^^^^^^^
groups = np.array([hash((i, i)) % 2 for i in range(3)])
order = groups.argsort()
#       ^^^^^^^^^^^^^^`,
      good: `
import numpy as np
scores = np.round(np.array([0.12, 0.11, 0.31]), 1)
best = np.argsort(scores, kind="stable")[::-1][:2]
groups = np.array([hash((i, i)) % 2 for i in range(3)])
order = groups.argsort(kind="stable")`,
    },
    {
      title: 'continuous scores, and a stable sort',
      fine: `
import numpy as np
scores = np.array([0.12, 0.11, 0.31])
best = np.argsort(-scores)[:2]
rounded = np.round(scores, 1)
order = np.argsort(rounded, kind="stable")
both = np.lexsort((scores, rounded))
values = np.sort(rounded)`,
    },
  ],
  *check(module) {
    for (const call of module.callsSpelt(/^argsort$/)) {
      const keys = keysOf(module, call);
      if (keys === null) continue;
      const form = callForm(call, module.source);
      if (form.hidden || form.has('kind') || form.has('stable') || form.has('order')) continue;
      if (!hasTies(module, keys, 0)) continue;
      const fixes = [{ title: 'Add kind="stable"', edits: [form.addKeyword('kind="stable"')] }];
      yield { at: form.callee, message: 'ties', data: { keys: module.textOf(keys), call: form.name }, fixes };
    }
  },
});

/** What `np.argsort(keys)` or `keys.argsort()` sorts by; null of any other call. */
function keysOf(module: Module, call: Call): Expr | null {
  const name = module.qualifiedName(call.func);
  if (name === 'numpy.argsort') return call.args.length === 1 ? call.args[0]! : null;
  const { func } = call;
  return name === null && func.kind === Kind.Attribute && func.attr === 'argsort' && call.args.length === 0
    ? func.value
    : null;
}

function hasTies(module: Module, expr: Expr, depth: number): boolean {
  const made = module.definition(expr);
  if (depth > 4) return false;
  if (made.kind === Kind.UnaryOp) return hasTies(module, made.operand, depth + 1);
  if (made.kind === Kind.ListComp || made.kind === Kind.GeneratorExp) return isHashed(module, made.elt);
  if (made.kind !== Kind.Call) return false;
  const name = module.qualifiedName(made.func);
  const [first] = made.args;
  if (name !== null) {
    if (TIES.test(name)) return isCoarse(module, made);
    return (
      (name === 'numpy.array' || name === 'numpy.asarray') && first !== undefined && hasTies(module, first, depth + 1)
    );
  }
  if (made.func.kind !== Kind.Attribute) return false;
  if (TIE_METHODS.test(made.func.attr)) return isCoarse(module, made);
  return made.func.attr === 'astype' && first !== undefined && /^(int|bool|np\.u?int\d*)$/.test(module.textOf(first));
}

/** Rounded to few digits: with many of them, values differ. */
function isCoarse(module: Module, call: Call): boolean {
  const name = module.qualifiedName(call.func);
  const given = call.keywords.find(({ arg }) => arg === 'decimals')?.value ?? call.args[name === null ? 0 : 1];
  if (given === undefined || (name !== null && !name.endsWith('round'))) return true;
  const digits = module.definition(given);
  return digits.kind === Kind.Num && Number(module.textOf(digits)) <= 2;
}

function isHashed(module: Module, element: Expr): boolean {
  return (
    element.kind === Kind.BinOp &&
    element.left.kind === Kind.Call &&
    module.qualifiedName(element.left.func) === 'builtins.hash'
  );
}
