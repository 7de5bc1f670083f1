// What rows are for: some train a model, others are what the same model is asked about.
import type { Evaluation, Fit, Rows } from './flow';
import type { Expr } from './syntax';
import type { Module } from './module';

export interface TrainedAndAsked {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
}

/**
 * The model that is fitted on rows of `trained` and then asked about rows of `asked`, if the two share no row and the
 * model saw none of the other's; null if there is none for sure.
 */
export function modelBetween(module: Module, trained: Expr, asked: Expr): TrainedAndAsked | null {
  const learnt = rowsOf(module, trained);
  const met = rowsOf(module, asked);
  const { relation } = module.flow.judged;
  if (learnt === null || met === null || relation.overlap(learnt, met)) return null;
  for (const evaluation of module.flow.evaluations) {
    if (!relation.overlap(evaluation.rows, met) || relation.overlap(evaluation.rows, learnt)) continue;
    const fit = evaluation.fits.find(({ rows }) => relation.overlap(rows, learnt) && !relation.overlap(rows, met));
    if (fit !== undefined) return { fit, evaluation };
  }
  return null;
}

function rowsOf(module: Module, expr: Expr): Rows | null {
  const rows = module.flow.valueOf(expr)?.data?.rows ?? null;
  return rows === null || rows.atoms.length === 0 ? null : rows;
}
