// Repair of a fit before a loop over folds: each pass fits on its own training rows and transforms its test rows.
import { Kind, NameContext, type Assign, type Expr, type For, type Name, type Subscript } from '../syntax';
import type { Leak } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import { fitting, type Fitting } from './fitAfterSplit';
import type { Repair } from './refit';
import { insertedAfter, isMeasured, namesIn, ownLines, statementOf, withoutMeasures } from './statements';

/**
 * `Z = t.fit_transform(X)` above `for train, test in folds.split(Z):` with `X_train, X_test = Z[train], Z[test]` in it:
 * the two parts are fitted and transformed there. Offered where Z is used in that loop only, once for each part.
 */
export function fitInsideFolds(module: Module, leak: Leak): Repair | null {
  if (leak.split === null || !leak.split.folds) return null;
  const fit = fitting(module, leak);
  const [target] = fit?.statement.targets ?? [];
  const loop = module
    .all(Kind.For)
    .find(({ iter, start }) => start <= leak.split!.at.start && leak.split!.at.end <= iter.end);
  if (fit === null || loop === undefined || target?.kind !== Kind.Name || fit.label !== null) return null;
  const indices = indicesOf(loop);
  if (indices === null || fit.statement.end > loop.start) return null;
  if (module.parent(fit.statement) !== module.parent(loop)) return null;

  const uses = module.scopes
    .named(target.id)
    .filter((name) => name.start > fit.statement.end && !isMeasured(module, name));
  const dividing = uses.filter((name) => loop.iter.start <= name.start && name.end <= loop.iter.end);
  const taken = uses.filter((name) => !dividing.includes(name)).map((name) => partOf(module, name, loop));
  const parts = taken.filter((each) => each !== null);
  if (parts.length !== taken.length || parts.length !== 2) return null;
  const train = parts.find(({ index }) => index === indices.train);
  const test = parts.find(({ index }) => index === indices.test);
  if (train === undefined || test === undefined) return null;
  if (!isUnchanged(module, fit, loop, target.id)) return null;

  const { estimator, made, given } = fit;
  const same = given.kind === Kind.Name && given.id === target.id;
  const measures = same ? [] : withoutMeasures(module, target.id, fit.statement.end);
  const frame = module.flow.valueOf(given)?.data?.kind;
  if (frame !== 'frame' && frame !== 'array') return null;
  const source = given.kind === Kind.Name ? given.id : null;
  if (source === null) return null;
  const replaced = [...dividing, ...parts.map(({ name }) => name)].flatMap((name): readonly Edit[] => {
    const part = parts.find((each) => each.name === name);
    // What was an array by its places is a frame again.
    const text = part !== undefined && frame === 'frame' && !part.located ? `${source}.iloc` : source;
    return text === name.id ? [] : [{ start: name.start, end: name.end, text }];
  });
  const below = train.statement.end > test.statement.end ? train.statement : test.statement;
  const inserted = insertedAfter(module, below, [
    ...(made === null ? [] : [`${estimator} = ${module.textOf(made)}`]),
    `${train.bound} = ${estimator}.fit_transform(${train.bound})`,
    `${test.bound} = ${estimator}.transform(${test.bound})`,
  ]);
  const removed = [fit.before, fit.statement].flatMap((each) => (each === null ? [] : [ownLines(module, each)]));
  const deletions = removed.flatMap((each) => (each === null ? [] : [{ ...each, text: '' }]));
  if (inserted === null || deletions.length !== removed.length) return null;
  if (measures === null || readBetween(module, [train.bound, test.bound], parts, below)) return null;
  return {
    title: 'Fit on the training rows of each fold',
    edits: [...deletions, ...measures, ...replaced, inserted],
    safety: 'unsafe',
  };
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

/** `X_train = Z[train]`, alone or one of several: `X_train, X_test = Z[train], Z[test]`. */
function partOf(module: Module, name: Name, loop: For): Part | null {
  const around = module.parent(name);
  const located = around?.kind === Kind.Attribute && around.attr === 'iloc';
  const taken = located ? module.parent(around) : around;
  if (name.ctx !== NameContext.Load || taken?.kind !== Kind.Subscript || taken.slice.kind !== Kind.Name) return null;
  const statement = statementOf(module, taken);
  if (statement?.kind !== Kind.Assign || statement.targets.length !== 1 || module.parent(statement) !== loop)
    return null;
  const bound = boundTo(statement, taken);
  return bound === null ? null : { name, index: taken.slice.id, located, bound, statement };
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
