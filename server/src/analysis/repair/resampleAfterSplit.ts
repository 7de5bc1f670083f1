// Repair of resampling in the wrong place: below the split on the training part, inside a pipeline, or not at all.
import { Kind, NameContext, type Assign, type Call, type Expr, type Name } from '../syntax';
import type { Flow } from '../flow';
import type { Resampled } from '../flow/resampling';
import type { Influence } from '../flow/types';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import {
  callAt,
  importedBy,
  insertedAfter,
  isShownIn,
  namesIn,
  ownLines,
  splitStatement,
  statementOf,
} from './statements';

/** `X_new, y_new = sampler.fit_resample(X, y)`. */
interface Resampling {
  readonly statement: Assign;
  readonly call: Call;
  readonly sampler: Expr;
  readonly features: Name;
  readonly label: Name;
  readonly given: readonly [Expr, Expr];
}

function resamplingAt(module: Module, at: Resampled['influence']['at']): Resampling | null {
  const call = callAt(module, at);
  const statement = call === null ? null : statementOf(module, call);
  if (call === null || statement?.kind !== Kind.Assign || statement.value !== call) return null;
  const [target] = statement.targets;
  const { func, args, keywords } = call;
  if (func.kind !== Kind.Attribute || !/^fit_(re)?sample$/.test(func.attr) || args.length !== 2 || keywords.length > 0)
    return null;
  if (target?.kind !== Kind.Tuple || target.elts.length !== 2 || statement.targets.length !== 1) return null;
  const [features, label] = target.elts;
  if (features?.kind !== Kind.Name || label?.kind !== Kind.Name) return null;
  return { statement, call, sampler: func.value, features, label, given: [args[0]!, args[1]!] };
}

/** The call moves below `train_test_split`, or into a pipeline that is cross-validated. */
export function resampleAfterSplit(module: Module, { influence, split, evaluation }: Resampled): Repair | null {
  const resampling = resamplingAt(module, influence.at);
  if (resampling === null) return null;
  if (split.name === 'train_test_split')
    return isDividedAgain(module.flow, influence, split) ? null : belowSplit(module, resampling, split.at);
  const cross = callAt(module, evaluation.at);
  return evaluation.method === 'cross-validation' && cross !== null ? intoPipeline(module, resampling, cross) : null;
}

/** A search over the training part divides its rows once more: below the first split the sampler would still be above that. */
function isDividedAgain({ evaluations }: Flow, influence: Influence, { key }: Resampled['split']): boolean {
  return evaluations.some(
    ({ influences, rows }) =>
      influences.list.includes(influence) &&
      rows.atoms.some(({ steps }) => steps.some((step) => step.kind === 'split' && step.key !== key)),
  );
}

function belowSplit(module: Module, resampling: Resampling, at: Resampled['split']['at']): Repair | null {
  const { statement, call, given } = resampling;
  const split = splitStatement(module, at);
  if (split === null || split.parts.length !== 4 || module.parent(split.statement) !== module.parent(statement))
    return null;
  const [X_train, , y_train] = split.parts;
  const [first, second] = split.call.args;
  if (statement.end > split.statement.start || first?.kind !== Kind.Name || second?.kind !== Kind.Name) return null;
  if (first.id !== resampling.features.id || second.id !== resampling.label.id) return null;
  const edits = givenBack(module, resampling, ({ start, end }) => split.call.start <= start && end <= split.call.end);
  const removed = ownLines(module, statement);
  const { func } = call;
  const line = `${X_train!}, ${y_train!} = ${module.source.slice(call.start, func.end)}(${X_train!}, ${y_train!})`;
  const inserted = insertedAfter(module, split.statement, [line]);
  if (edits === null || removed === null || inserted === null || line.includes('\n')) return null;
  if (!isUnchanged(module, [...given, resampling.sampler], statement.end, split.statement.start, resampling))
    return null;
  return {
    title: 'Split first, resample the training part',
    edits: [{ ...removed, text: '' }, ...edits, inserted],
    safety: 'unsafe',
  };
}

/**
 * Each later read of the two names gets what they were made of; null where one is read elsewhere than in `within`, or
 * may not be read twice.
 */
function givenBack(module: Module, resampling: Resampling, within: (name: Name) => boolean): readonly Edit[] | null {
  const { features, label, given, statement } = resampling;
  const edits: Edit[] = [];
  for (const [target, from] of [
    [features, given[0]],
    [label, given[1]],
  ] as const) {
    const same = from.kind === Kind.Name && from.id === target.id;
    for (const name of module.scopes.named(target.id)) {
      if (name.start < statement.end) continue;
      if (!within(name)) {
        // The same name still holds the rows as they were: to look at their shape is harmless.
        if (name.ctx === NameContext.Load && same && isShownIn(module, name)) continue;
        return null;
      }
      if (!same) edits.push({ start: name.start, end: name.end, text: module.textOf(from) });
    }
  }
  return edits;
}

/** None of the names in `exprs` gets another value between, but by the resampling itself. */
function isUnchanged(
  module: Module,
  exprs: readonly Expr[],
  start: number,
  end: number,
  { features, label }: Resampling,
): boolean {
  const used = new Set(exprs.flatMap((each) => namesIn(module, each).map(({ id }) => id)));
  return namesIn(module, { start, end }).every(({ id, ctx }) => {
    if (!used.has(id) || id === features.id || id === label.id) return true;
    return ctx === NameContext.Load;
  });
}

const PIPELINE = 'from imblearn.pipeline import make_pipeline';

/** `cross_val_score(model, X_new, y_new)` becomes `cross_val_score(make_pipeline(sampler, model), X, y)`. */
function intoPipeline(module: Module, resampling: Resampling, cross: Call): Repair | null {
  const { statement, sampler, features, label, given } = resampling;
  const [model, X, y] = cross.args;
  if (model === undefined || X?.kind !== Kind.Name || y?.kind !== Kind.Name) return null;
  if (X.id !== features.id || y.id !== label.id || cross.start < statement.end) return null;
  const edits = givenBack(module, resampling, (name) => name === X || name === y);
  const removed = ownLines(module, statement);
  if (edits === null || removed === null) return null;
  if (!isUnchanged(module, [...given, sampler], statement.end, cross.start, resampling)) return null;
  const pipeline = pipelineFunction(module, cross.start);
  if (pipeline === null) return null;
  const { imported, name } = pipeline;
  const text = `${name}(${module.textOf(sampler)}, ${module.textOf(model)})`;
  return {
    title: 'Resample inside each fold, in a pipeline',
    edits: [{ ...removed, text: '' }, { start: model.start, end: model.end, text }, ...edits, ...imported],
    safety: 'unsafe',
  };
}

/** scikit-learn's own function of that name may be there: it takes no samplers. */
function pipelineFunction(
  module: Module,
  position: number,
): { readonly imported: readonly Edit[]; readonly name: string } | null {
  const imported = importedBy(module, PIPELINE, position);
  if (imported !== null) return { imported, name: 'make_pipeline' };
  const name = 'make_imblearn_pipeline';
  const other = importedBy(module, `${PIPELINE} as ${name}`, position);
  return other === null ? null : { imported: other, name };
}

/** The evaluation rows stay as they are. */
export function testAsItIs(module: Module, { influence }: Pick<Resampled, 'influence'>): Repair | null {
  const resampling = resamplingAt(module, influence.at);
  if (resampling === null) return null;
  const { statement, call, features, label, given } = resampling;
  const texts = given.map((each) => module.textOf(each));
  const title = 'Evaluate on the rows as they are';
  if (texts[0] === features.id && texts[1] === label.id) {
    const removed = ownLines(module, statement);
    return removed === null ? null : { title, edits: [{ ...removed, text: '' }], safety: 'unsafe' };
  }
  return { title, edits: [{ start: call.start, end: call.end, text: texts.join(', ') }], safety: 'unsafe' };
}
