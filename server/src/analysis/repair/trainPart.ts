// Repair of a fit on train and test files joined: only the training part is handed over.
import { Kind, NameContext, type Expr, type Name } from '../syntax';
import type { Flow } from '../flow';
import type { Leak } from '../flow/records';
import type { Influence } from '../flow/types';
import type { Module } from '../module';
import type { Repair } from './refit';
import { callAt, isData, namesIn } from './statements';

/** `t.fit(pd.concat([train, test]))` becomes `t.fit(train)`; null where the output for all rows is used. */
export function fittedOnTrainPart(module: Module, { influence, fit }: Leak): Repair | null {
  const call = callAt(module, influence.at);
  if (call === null || call.func.kind !== Kind.Attribute || !/^(fit|fit_on_texts|adapt)$/.test(call.func.attr))
    return null;
  if (feedsFolds(module.flow, influence)) return null;
  const [given, ...others] = call.args;
  if (given === undefined || others.length > 0 || call.keywords.length > 0) return null;
  const joined = module.definition(given);
  const parts = partsOf(module, joined);
  if (parts === null) return null;
  const { relation } = module.flow.judged;
  const train = parts.filter((part) => {
    const rows = module.flow.valueOf(part)?.data?.rows;
    return rows === undefined || rows.atoms.length === 0 || relation.overlap(rows, fit.rows);
  });
  const [only] = train;
  if (train.length !== 1 || only === undefined || !isData(module, only)) return null;
  if (given !== joined && isChangedBetween(module, only, joined.end, call.start)) return null;
  return {
    title: 'Fit on the training part only',
    edits: [{ start: given.start, end: given.end, text: module.textOf(only) }],
    safety: 'unsafe',
  };
}

/** Folds divide the training part too: a fit on all of it would still know each of them. */
function feedsFolds({ evaluations, judged }: Flow, influence: Influence): boolean {
  return evaluations.some(
    ({ influences, rows }) =>
      influences.list.includes(influence) &&
      rows.atoms.some(({ steps }) =>
        steps.some((step) => step.kind === 'split' && judged.splits.get(step.key)?.folds === true),
      ),
  );
}

/** What is joined: `pd.concat([a, b])`, `np.concatenate((a, b))`, `a.append(b)`, `a + b` of lists. */
function partsOf(module: Module, expr: Expr): readonly Expr[] | null {
  if (expr.kind === Kind.BinOp) return /^list$/.test(kindOf(module, expr)) ? [expr.left, expr.right] : null;
  if (expr.kind !== Kind.Call) return null;
  const name = module.qualifiedName(expr.func) ?? '';
  const [first, second] = expr.args;
  if (first === undefined) return null;
  if (/^(pandas\.concat|numpy\.(concatenate|vstack|hstack|append))$/.test(name)) {
    if (name === 'numpy.append') return second === undefined ? null : [first, second];
    return first.kind === Kind.List || first.kind === Kind.Tuple ? first.elts : null;
  }
  const appends = expr.func.kind === Kind.Attribute && expr.func.attr === 'append' && name === '';
  return appends && expr.func.kind === Kind.Attribute ? [expr.func.value, first] : null;
}

function kindOf(module: Module, expr: Expr): string {
  return module.flow.valueOf(expr)?.type ?? '';
}

function isChangedBetween(module: Module, expr: Expr, start: number, end: number): boolean {
  const names = new Set(namesIn(module, expr).map(({ id }: Name) => id));
  return namesIn(module, { start, end }).some(({ id, ctx }) => names.has(id) && ctx !== NameContext.Load);
}
