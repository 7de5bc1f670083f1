// Roles: what an estimator amounts to with its members, and what its fitted state was learnt from.
import { supervisedTransformers } from '../../../knowledge';
import type { Influences } from '../influence';
import { influence, objectOf, type Run } from '../interpreter/run';
import { member } from '../interpreter/classes';
import type { Fit } from '../records';
import type { ClassValue, Estimator, EstimatorRole } from '../value';

/** What a pipeline or a column transformer amounts to, by its members. */
export function effectiveRole(run: Run, estimator: Estimator, depth = 0): EstimatorRole {
  if (estimator.role !== 'composite') return estimator.role;
  const roles = estimator.members.map((value) => {
    const object = objectOf(run, value);
    if (object?.type === 'estimator') return depth > 4 ? 'unknown' : effectiveRole(run, object, depth + 1);
    // A class of the file: what it is by what it can do.
    return object?.type === 'instance' && predicts(run, object.cls) ? 'model' : 'unknown';
  });
  const last = roles.at(-1);
  const sequential = /pipeline/i.test(estimator.name) || estimator.name === 'TransformedTargetRegressor';
  if (sequential && (last === 'model' || last === 'search' || last === 'network')) return 'model';
  for (const role of ['statistic', 'vocabulary', 'encoder'] as const) if (roles.includes(role)) return role;
  return roles.length === 0 ? 'unknown' : sequential && roles.includes('model') ? 'model' : 'rowwise';
}

/** Whether a class of the file is a model, by its methods. */
function predicts(run: Run, cls: ClassValue): boolean {
  return member(run, cls, 'fit') !== null && member(run, cls, 'predict') !== null;
}

/** The learning members of a composite, or the estimator itself. */
export function learners(
  run: Run,
  id: number,
  estimator: Estimator,
  depth = 0,
): readonly { id: number; estimator: Estimator }[] {
  if (estimator.role !== 'composite' || depth > 4) return [{ id, estimator }];
  return estimator.members.flatMap((value) => {
    const object = objectOf(run, value);
    return value.kind === 'ref' && object?.type === 'estimator' ? learners(run, value.id, object, depth + 1) : [];
  });
}

/** What the fitted state of a transformer was learnt from. */
export function learntState(run: Run, id: number, estimator: Estimator): Influences {
  let all = run.influences.none;
  for (const { id: learner, estimator: each } of learners(run, id, estimator)) {
    for (const fit of each.fits) all = run.influences.union(all, ofFit(run, learner, each, fit));
  }
  return all;
}

function ofFit(run: Run, id: number, estimator: Estimator, fit: Fit): Influences {
  if (estimator.role === 'encoder' || estimator.role === 'rowwise' || estimator.role === 'unknown')
    return fit.influences;
  const kind = estimator.role === 'vocabulary' ? 'vocabulary' : estimator.role === 'statistic' ? 'fit' : 'model';
  const supervised = fit.supervised && supervisedTransformers.has(estimator.name);
  return run.influences.union(
    fit.influences,
    influence(run, { kind, rows: fit.rows, at: fit.at, name: estimator.name, supervised, estimator: id }),
  );
}
