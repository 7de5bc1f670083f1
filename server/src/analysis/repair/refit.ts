// Repair of a refit: `t.fit_transform(X_test)` becomes `t.transform(X_test)` where t was fitted on the training rows.
import { Kind, NameContext } from '../syntax';
import type { Call } from '../syntax';
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
  const ofTraining = module.flow.fits.filter(
    (fit) => fit.estimator === leak.influence.estimator && module.flow.judged.relation.overlap(fit.rows, leak.fit.rows),
  );
  // One call, in a loop or a function, that fits on the training rows and then again on these.
  if (ofTraining.some(({ at }) => at.start === leak.influence.at.start)) return null;
  if (!ofTraining.some(({ at }) => at.start < leak.influence.at.start)) return byTheOther(module, leak, call);
  const start = func.attrStart;
  return {
    title: 'Use `transform`, as fitted on the training rows',
    edits: [{ start, end: start + func.attr.length, text: 'transform' }],
    safety: 'safe',
  };
}

/** A second object of the same class: the one that was fitted on the training rows transforms instead, where it has a name. */
function byTheOther(module: Module, leak: Leak, call: Call): Repair | null {
  const { flow } = module;
  const { influence } = leak;
  const others = flow.fits.filter(
    ({ name, at, estimator, rows }) =>
      name === influence.name &&
      estimator !== influence.estimator &&
      at.end < call.start &&
      flow.judged.relation.overlap(rows, leak.fit.rows) &&
      !flow.judged.relation.overlap(rows, influence.rows),
  );
  const [other] = others;
  const fitted =
    other === undefined || others.some(({ estimator }) => estimator !== other.estimator)
      ? null
      : callAt(module, other.at);
  const name = fitted?.func.kind === Kind.Attribute ? fitted.func.value : null;
  if (name?.kind !== Kind.Name || call.func.kind !== Kind.Attribute) return null;
  const stores = module.scopes.named(name.id).filter(({ ctx }) => ctx !== NameContext.Load);
  const together =
    module.enclosing(name, Kind.FunctionDef, Kind.ClassDef) === module.enclosing(call, Kind.FunctionDef, Kind.ClassDef);
  if (stores.length !== 1 || !together) return null;
  const edits = [{ start: call.func.start, end: call.func.end, text: `${name.id}.transform` }];
  return { title: `Use \`${name.id}\`, as fitted on the training rows`, edits, safety: 'unsafe' };
}
