// Repair of a fit before a loop over folds: each pass fits on its own training rows and transforms its test rows.
import { Kind, NameContext, type Assign, type Expr, type For, type Name, type Subscript } from '../syntax';
import type { Learnt } from '../flow/records';
import type { Module } from '../module';
import { contains, type Edit } from '../text';
import { indentOf } from '../statements';
import { fitting, type Fitting } from './fitAfterSplit';
import type { Repair } from './refit';
import { insertedAfter, isMeasured, namesIn, ownLines, statementOf, withoutMeasures } from './statements';

/** A fit above a loop over folds that alone uses what was transformed. */
interface Folds {
  readonly fit: Fitting;
  readonly loop: For;
  readonly indices: Indices;
  /** What is fitted, by name, and whether it is a frame: rows of it are taken by `iloc`. */
  readonly source: string;
  readonly isFrame: boolean;
  /** Where the folds are made of it. */
  readonly dividing: readonly Name[];
  readonly others: readonly Name[];
  /** Taken away: the fit, and what only measured its output. */
  readonly removed: readonly Edit[];
}

/**
 * `Z = t.fit_transform(X)` above `for train, test in folds.split(Z):` with `Z[train]` and `Z[test]` in it: the two parts are
 * fitted and transformed there. Offered where Z is used in that loop only.
 */
export function fitInsideFolds(module: Module, leak: Learnt): Repair | null {
  const folds = foldsOf(module, leak);
  const edits = folds === null ? null : (belowParts(module, folds) ?? aboveUses(module, folds));
  return edits === null ? null : { title: 'Fit on the training rows of each fold', edits, safety: 'unsafe' };
}

function foldsOf(module: Module, { split, ...leak }: Learnt): Folds | null {
  if (split === null || !split.folds) return null;
  const fit = fitting(module, { split, ...leak });
  const [target] = fit?.statement.targets ?? [];
  const loop = module
    .pathTo(split.at)
    .find((node): node is For => node.kind === Kind.For && split.at.end <= node.iter.end);
  if (fit === null || loop === undefined || target?.kind !== Kind.Name || fit.label !== null) return null;
  const indices = indicesOf(loop);
  if (indices === null || fit.statement.end > loop.start || fit.given.kind !== Kind.Name) return null;
  if (module.parent(fit.statement) !== module.parent(loop) || !isUnchanged(module, fit, loop, target.id)) return null;
  const kind = module.flow.valueOf(fit.given)?.data?.kind;
  if (kind !== 'frame' && kind !== 'array') return null;

  const source = fit.given.id;
  const measures = source === target.id ? [] : withoutMeasures(module, target.id, fit.statement.end);
  const lines = [fit.before, fit.statement].flatMap((each) => (each === null ? [] : [ownLines(module, each)]));
  const deletions = lines.flatMap((each) => (each === null ? [] : [{ ...each, text: '' }]));
  if (measures === null || deletions.length !== lines.length) return null;
  const uses = module.scopes
    .named(target.id)
    .filter((name) => name.start > fit.statement.end && !isMeasured(module, name));
  const dividing = uses.filter((name) => loop.iter.start <= name.start && name.end <= loop.iter.end);
  const others = uses.filter((name) => !dividing.includes(name));
  const removed = [...deletions, ...measures];
  return { fit, loop, indices, source, isFrame: kind === 'frame', dividing, others, removed };
}

/** `X_train, X_test = Z[train], Z[test]`: fitted and transformed below that. */
function belowParts(module: Module, folds: Folds): readonly Edit[] | null {
  const { fit, loop, indices, source, isFrame, dividing, others, removed } = folds;
  const parts = others.flatMap((name) => partOf(module, name, loop) ?? []);
  const train = parts.find(({ index }) => index === indices.train);
  const test = parts.find(({ index }) => index === indices.test);
  if (parts.length !== 2 || others.length !== 2 || train === undefined || test === undefined) return null;
  const below = train.statement.end > test.statement.end ? train.statement : test.statement;
  const inserted = insertedAfter(module, below, [
    ...madeLine(module, fit),
    `${train.bound} = ${fit.estimator}.fit_transform(${train.bound})`,
    `${test.bound} = ${fit.estimator}.transform(${test.bound})`,
  ]);
  if (inserted === null || readBetween(module, [train.bound, test.bound], parts, below)) return null;
  // What was an array by its places is a frame again.
  const taken = parts.map(({ name, located }) => renamed(name, isFrame && !located ? `${source}.iloc` : source));
  return [...removed, ...dividing.map((name) => renamed(name, source)), ...taken, inserted];
}

/** `model.fit(Z[train], …)`: the two parts get names at the top of the loop. */
function aboveUses(module: Module, folds: Folds): readonly Edit[] | null {
  const { fit, loop, indices, source, isFrame, dividing, others, removed } = folds;
  const [first] = loop.body;
  const names = { [indices.train]: 'X_train', [indices.test]: 'X_test' };
  const taken = others.flatMap((name) => {
    const place = takenBy(module, name);
    const part = place === null ? undefined : names[place.index];
    const inside = loop.body.some(({ start, end }) => start <= name.start && name.end <= end);
    return place === null || part === undefined || !inside ? [] : [{ ...place, part }];
  });
  const parts = new Set(taken.map(({ part }) => part));
  const free = Object.values(names).every((name) => module.scopes.named(name).length === 0);
  const indent = first === undefined ? null : indentOf(module.source, first);
  if (taken.length !== others.length || parts.size !== 2 || !free || first === undefined || indent === null)
    return null;
  const rows = isFrame ? `${source}.iloc` : source;
  const lines = [
    ...madeLine(module, fit),
    `X_train = ${fit.estimator}.fit_transform(${rows}[${indices.train}])`,
    `X_test = ${fit.estimator}.transform(${rows}[${indices.test}])`,
  ];
  const at = first.start - indent.length;
  return [
    ...removed,
    ...dividing.map((name) => renamed(name, source)),
    { start: at, end: at, text: lines.map((line) => `${indent}${line}\n`).join('') },
    ...taken.map(({ whole, part }) => ({ start: whole.start, end: whole.end, text: part })),
  ];
}

function madeLine(module: Module, { made, estimator }: Fitting): readonly string[] {
  return made === null ? [] : [`${estimator} = ${module.textOf(made)}`];
}

function renamed({ start, end }: Name, text: string): Edit {
  return { start, end, text };
}

interface Indices {
  readonly train: string;
  readonly test: string;
}

/** `for train, test in …`, `for i, (train, test) in enumerate(…)`. */
function indicesOf({ target }: For): Indices | null {
  if (target.kind !== Kind.Tuple) return null;
  const [first, second] = target.elts;
  const pair = second?.kind === Kind.Tuple ? second.elts : [first, second];
  const [train, test] = pair;
  return train?.kind === Kind.Name && test?.kind === Kind.Name && pair.length === 2
    ? { train: train.id, test: test.id }
    : null;
}

interface Part {
  readonly name: Name;
  readonly index: string;
  /** `Z.iloc[train]`, as of a frame. */
  readonly located: boolean;
  /** The name it gets. */
  readonly bound: string;
  readonly statement: Assign;
}

/** `Z[train]`, or `Z.iloc[train]`, as of a frame. */
function takenBy(
  module: Module,
  name: Name,
): { readonly whole: Subscript; readonly index: string; readonly located: boolean } | null {
  const around = module.parent(name);
  const located = around?.kind === Kind.Attribute && around.attr === 'iloc';
  const whole = located ? module.parent(around) : around;
  if (name.ctx !== NameContext.Load || whole?.kind !== Kind.Subscript || whole.slice.kind !== Kind.Name) return null;
  const statement = statementOf(module, whole);
  const isStored =
    statement?.kind === Kind.AugAssign ||
    (statement?.kind === Kind.Assign && statement.targets.some((each) => contains(each, whole)));
  return isStored ? null : { whole, index: whole.slice.id, located };
}

/** `X_train = Z[train]`, alone or one of several: `X_train, X_test = Z[train], Z[test]`. */
function partOf(module: Module, name: Name, loop: For): Part | null {
  const taken = takenBy(module, name);
  const statement = taken === null ? null : statementOf(module, taken.whole);
  if (taken === null || statement?.kind !== Kind.Assign) return null;
  if (statement.targets.length !== 1 || module.parent(statement) !== loop) return null;
  const bound = boundTo(statement, taken.whole);
  return bound === null ? null : { name, index: taken.index, located: taken.located, bound, statement };
}

function boundTo({ targets: [target], value }: Assign, taken: Subscript): string | null {
  const pairs: readonly (readonly [Expr | undefined, Expr])[] =
    target?.kind === Kind.Tuple && value.kind === Kind.Tuple && target.elts.length === value.elts.length
      ? value.elts.map((each, i) => [target.elts[i], each] as const)
      : [[target, value]];
  const own = pairs.find(([, each]) => each === taken)?.[0];
  return own?.kind === Kind.Name ? own.id : null;
}

/** Neither part is used before both are fitted. */
function readBetween(module: Module, bound: readonly string[], parts: readonly Part[], below: Assign): boolean {
  const start = Math.min(...parts.map(({ statement }) => statement.end));
  return namesIn(module, { start, end: below.start }).some(({ id }) => bound.includes(id));
}

/** What is fitted keeps its value until the loop ends, and the transformer is used nowhere else. */
function isUnchanged(module: Module, fit: Fitting, loop: For, target: string): boolean {
  const fitted = new Set(namesIn(module, fit.given).map(({ id }) => id));
  const from = (fit.before ?? fit.statement).end;
  const own = (name: Name): boolean => fit.statement.start <= name.start && name.end <= fit.statement.end;
  const changed = namesIn(module, { start: from, end: loop.end }).some(
    (name) => !own(name) && fitted.has(name.id) && name.id !== target && name.ctx !== NameContext.Load,
  );
  const used = module.scopes.named(fit.estimator).some((name) => name.start > from && !own(name));
  return !changed && ((fit.made !== null && fit.before === null) || !used);
}
