// Repair of a refit: `t.fit_transform(X_test)` becomes `t.transform(X_test)` where t was fitted on the training rows.
import { Kind } from '../syntax';
import type { Leak } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import { callAt } from './statements';

export interface Repair {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly safety?: 'safe' | 'unsafe';
}

/** Null unless the same object had been fitted before, on rows of the training side, by code that runs before. */
export function refitToTransform(module: Module, leak: Leak): Repair | null {
  const call = callAt(module, leak.influence.at);
  if (call === null || call.func.kind !== Kind.Attribute) return null;
  const { func } = call;
  if (func.attr !== 'fit_transform' || call.args.length !== 1 || call.keywords.length > 0) return null;
  const fittedBefore = module.flow.fits.some(
    (fit) =>
      fit.estimator === leak.influence.estimator &&
      fit.at.start < leak.influence.at.start &&
      module.flow.judged.relation.overlap(fit.rows, leak.fit.rows),
  );
  if (!fittedBefore) return null;
  const start = func.attrStart;
  return {
    title: 'Use `transform`, as fitted on the training rows',
    edits: [{ start, end: start + func.attr.length, text: 'transform' }],
    safety: 'safe',
  };
}
