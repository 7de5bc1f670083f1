// Repair of a fit outside cross-validation: transformer and model go into it as one pipeline, with the rows as they were.
import { Kind, NameContext, type Call, type Expr, type Name } from '../syntax';
import type { Leak } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import { fitting, type Fitting } from './fitAfterSplit';
import type { Repair } from './refit';
import { importedBy, isMeasured, namesIn, ownLines, statementOf, withoutMeasures } from './statements';

const PIPELINE = 'from sklearn.pipeline import make_pipeline';
const VALIDATES = new Set(['cross_val_score', 'cross_validate', 'cross_val_predict', 'learning_curve']);
const SEARCH = /^(GridSearchCV|RandomizedSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV)$/;

/**
 * `Z = t.fit_transform(X)`, `cross_val_score(model, Z, y)` becomes `cross_val_score(make_pipeline(t, model), X, y)`.
 * Offered where every use of Z is cross-validated or searched, and the transformer serves nothing else.
 */
export function insidePipeline(module: Module, leak: Leak): Repair | null {
  const fit = fitting(module, leak);
  const [target] = fit?.statement.targets ?? [];
  if (fit === null || target?.kind !== Kind.Name) return null;
  const start = fit.statement.end;
  const uses = module.scopes.named(target.id).filter((name) => name.start > start && !isMeasured(module, name));
  const placed = uses.map((name) => placeOf(module, name, fit));
  const known = placed.filter((each) => each !== null);
  const last = known.at(-1);
  if (known.length !== placed.length || last === undefined) return null;
  if (!isLeftAlone(module, fit, last.name.end, target.id)) return null;
  const same = fit.given.kind === Kind.Name && fit.given.id === target.id;
  const measures = same ? [] : withoutMeasures(module, target.id, start);
  if (measures === null) return null;

  const transformer = module.textOf(fit.made ?? nameOf(module, fit));
  const imported = importedBy(module, PIPELINE, known[0]!.name.start);
  if (imported === null) return null;
  const given = module.textOf(fit.given);
  const models = new Map(known.map((each) => [each.model.start, each]));
  const edits = [...models.values()].flatMap(({ model, keys }) => [
    { start: model.start, end: model.end, text: `make_pipeline(${transformer}, ${module.textOf(model)})` },
    ...keys,
  ]);
  const reads = known.flatMap(({ name }) =>
    given === name.id ? [] : [{ start: name.start, end: name.end, text: given }],
  );
  const removed = [fit.before, fit.statement].flatMap((each) => (each === null ? [] : [ownLines(module, each)]));
  const deletions = removed.flatMap((each) => (each === null ? [] : [{ ...each, text: '' }]));
  if (deletions.length !== removed.length) return null;
  return {
    title: 'Fit it inside each fold, in a pipeline with the model',
    edits: [...deletions, ...measures, ...edits, ...reads, ...imported],
    safety: 'unsafe',
  };
}

function nameOf(module: Module, { before, call, estimator }: Fitting): Expr {
  const names = namesIn(module, before ?? call);
  return names.find(({ id }) => id === estimator)!;
}

interface Validated {
  readonly name: Name;
  readonly model: Expr;
  /** Keys of a parameter grid, with the step they are for. */
  readonly keys: readonly Edit[];
}

/** Where `name` is the X of a cross-validation or of a search. */
function placeOf(module: Module, name: Name, { label }: Fitting): Validated | null {
  const call = module.parent(name);
  if (name.ctx !== NameContext.Load || call?.kind !== Kind.Call) return null;
  const index = call.args.indexOf(name);
  const y = call.args[index + 1] ?? call.keywords.find(({ arg }) => arg === 'y')?.value;
  if (index < 0 || (label !== null && (y === undefined || module.textOf(y) !== module.textOf(label)))) return null;
  const full = module.qualifiedName(call.func) ?? '';
  if (full.startsWith('sklearn.model_selection.') && VALIDATES.has(full.split('.').at(-1)!)) {
    const [model] = call.args;
    return index === 1 && model !== undefined ? { name, model, keys: [] } : null;
  }
  if (call.func.kind !== Kind.Attribute || call.func.attr !== 'fit' || index !== 0) return null;
  const search = module.definition(call.func.value);
  if (search.kind !== Kind.Call || !isSearch(module, search)) return null;
  if (call.func.value.kind === Kind.Name && !isOnlyReported(module, call.func.value)) return null;
  const given = (position: number, key: RegExp): Expr | undefined =>
    search.args[position] ?? search.keywords.find(({ arg }) => arg !== null && key.test(arg))?.value;
  const model = given(0, /^estimator$/);
  const grid = given(1, /^param_(grid|distributions)$/);
  const step = model === undefined ? null : stepName(module, model);
  if (model === undefined || grid === undefined || step === null || model.kind === Kind.Starred) return null;
  const keys = prefixed(module, grid, step);
  return keys === null ? null : { name, model, keys };
}

function isSearch(module: Module, call: Call): boolean {
  const full = module.qualifiedName(call.func) ?? '';
  return full.startsWith('sklearn.') && SEARCH.test(full.split('.').at(-1)!);
}

/** Only fitted, and its scores and parameters shown: its best model stays a model without a transformer otherwise. */
function isOnlyReported(module: Module, search: Name): boolean {
  return module.scopes.named(search.id).every((name) => {
    if (name.ctx !== NameContext.Load) return true;
    const parent = module.parent(name);
    if (parent?.kind !== Kind.Attribute) return false;
    if (parent.attr === 'fit' || parent.attr === 'best_score_') return true;
    const shown = statementOf(module, name);
    return parent.attr === 'best_params_' && shown?.kind === Kind.ExprStmt && !module.textOf(shown).includes('**');
  });
}

/** What `make_pipeline` calls the step: the class in lower case. */
function stepName(module: Module, model: Expr): string | null {
  const known = module.flow.valueOf(model)?.estimator;
  return known?.role === 'model' ? known.name.toLowerCase() : null;
}

/** The edits that put `step__` before each key; null where the grid is not written out. */
function prefixed(module: Module, grid: Expr, step: string): readonly Edit[] | null {
  const written = module.definition(grid);
  if (written.kind === Kind.List) {
    const parts = written.elts.map((each) => prefixed(module, each, step));
    const known = parts.filter((each) => each !== null);
    return known.length === parts.length ? known.flat() : null;
  }
  if (written.kind !== Kind.Dict) return null;
  if (grid.kind === Kind.Name && module.scopes.named(grid.id).length !== 2) return null;
  const edits = written.keys.map((key) => {
    const quote = key?.kind === Kind.Str ? /^['"](?!['"])/.exec(module.textOf(key)) : null;
    return key === null || quote === null ? null : { start: key.start + 1, end: key.start + 1, text: `${step}__` };
  });
  const known = edits.filter((each) => each !== null);
  return known.length === edits.length ? known : null;
}

/** What is fitted stays the same until the last use, and the transformer is used nowhere else. */
function isLeftAlone(module: Module, fit: Fitting, end: number, target: string): boolean {
  const fitted = new Set(
    [fit.given, ...(fit.label === null ? [] : [fit.label])]
      .flatMap((each) => namesIn(module, each))
      .map(({ id }) => id),
  );
  const start = (fit.before ?? fit.statement).end;
  const own = (name: Name): boolean => fit.statement.start <= name.start && name.end <= fit.statement.end;
  const changed = namesIn(module, { start, end }).some(
    (name) => fitted.has(name.id) && name.id !== target && name.ctx !== NameContext.Load && !own(name),
  );
  if (changed) return false;
  const unnamed = fit.made !== null && fit.before === null;
  return unnamed || module.scopes.named(fit.estimator).every((name) => name.start < start || own(name));
}
