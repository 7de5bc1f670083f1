// Methods that nobody calls share the models of their object: what `train(self, X, y)` fits, `predict(self, X)` asks.
// Nothing else is shared: in which order methods are called is not known.
import type { Value } from '../value';
import { objectOf, type Run } from './run';

/** The fitted models that an object holds, by attribute; null where there are none but those that are shared already. */
export function modelsOf(run: Run, self: Value, shared: Value | undefined): Value | null {
  const object = objectOf(run, self);
  if (object?.type !== 'instance') return null;
  const models = [...object.attributes].filter(([, value]) => isFittedModel(run, value));
  const known = objectOf(run, shared);
  if (known?.type === 'dict' && models.every(([name, value]) => isSame(known.entries.get(name), value))) return null;
  return models.length === 0 ? null : run.store.add({ type: 'dict', entries: new Map(models), rest: [] });
}

function isSame(a: Value | undefined, b: Value): boolean {
  return a?.kind === 'ref' && b.kind === 'ref' && a.id === b.id;
}

function isFittedModel(run: Run, value: Value): boolean {
  const object = objectOf(run, value);
  if (object?.type !== 'estimator' || object.fits.length === 0) return false;
  return ['model', 'network', 'search', 'unknown'].includes(object.role);
}

/** Another object of the class holds them too. */
export function shareModels(run: Run, self: Value, models: Value | undefined): void {
  const object = objectOf(run, self);
  const known = objectOf(run, models);
  if (self.kind !== 'ref' || object?.type !== 'instance' || known?.type !== 'dict') return;
  const attributes = new Map(object.attributes);
  for (const [name, model] of known.entries) attributes.set(String(name), model);
  run.store.set(self.id, { ...object, attributes });
}
