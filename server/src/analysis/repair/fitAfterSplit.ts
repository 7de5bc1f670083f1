// Repair of a fit before the split: the split comes first, the training part is fitted, every part is transformed.
import { Kind, NameContext, type Assign, type Call, type Expr, type Stmt } from '../syntax';
import type { Learnt } from '../flow/records';
import type { Module } from '../module';
import type { Edit, Span } from '../text';
import type { Repair } from './refit';
import {
  callAt,
  insertedAfter,
  namedAfter,
  namesIn,
  ownLines,
  renamed,
  type SplitStatement,
  splitStatement,
  statementOf,
} from './statements';

export interface Fitting {
  /** `Z = t.fit_transform(X)`, or `Z = t.transform(X)` after `t.fit(X)`. */
  readonly statement: Assign;
  readonly call: Call;
  /** `t.fit(X)` as a statement of its own, or `t = Scaler().fit(X)`. */
  readonly before: Stmt | null;
  readonly estimator: string;
  /** Made where it is fitted: `StandardScaler()`. */
  readonly made: Expr | null;
  readonly given: Expr;
  /** The label, of a selector. */
  readonly label: Expr | null;
}

/**
 * Offered for `Z = t.fit_transform(X)`, `t.fit(X)` with `Z = t.transform(X)`, and `X[cols] = t.fit_transform(X[cols])` above
 * `a, b, … = train_test_split(Z, …)` in the same block, where nothing else reads the transformed rows or changes what is
 * fitted.
 */
export function fitAfterSplit(module: Module, leak: Learnt): Repair | null {
  if (leak.split === null || leak.split.name !== 'train_test_split') return null;
  const fit = fitting(module, leak);
  const split = splitStatement(module, leak.split.at);
  if (fit === null || split === null) return null;
  const block = module.parent(split.statement);
  const beside = [fit.statement, fit.before].every((each) => each === null || module.parent(each) === block);
  if (!beside || fit.statement.start > split.statement.start) return null;
  const [target] = fit.statement.targets;
  const [first] = split.call.args;
  if (target === undefined || first?.kind !== Kind.Name) return null;
  return target.kind === Kind.Name ? wholeMoved(module, fit, split, target.id) : columnsMoved(module, fit, split);
}

export function fitting(module: Module, leak: Learnt): Fitting | null {
  const call = callAt(module, leak.influence.at);
  const statement = call === null ? null : statementOf(module, call);
  if (call === null || call.func.kind !== Kind.Attribute || call.keywords.length > 0 || call.args.length > 2)
    return null;
  const { attr, value } = call.func;
  const [given, label = null] = call.args;
  if (given === undefined) return null;
  if (attr === 'fit' && statement?.kind === Kind.Assign && statement.value === call)
    return fittedAsMade(module, statement, value, given, label);
  const estimator = value.kind === Kind.Name ? value.id : nameFor(module, value);
  if (estimator === null) return null;
  const made = value.kind === Kind.Name ? null : value;
  const shared = { estimator, made, given, label };
  if (attr === 'fit_transform' && statement?.kind === Kind.Assign && statement.value === call)
    return statement.targets.length === 1 ? { ...shared, statement, call, before: null } : null;
  if (attr !== 'fit' || made !== null || statement?.kind !== Kind.ExprStmt || statement.value !== call) return null;
  const transform = transformOf(module, estimator, given, statement);
  return transform === null ? null : { ...shared, ...transform, before: statement };
}

/** `t = Scaler().fit(X)`, then `Z = t.transform(X)`. */
function fittedAsMade(module: Module, before: Assign, made: Expr, given: Expr, label: Expr | null): Fitting | null {
  const [target] = before.targets;
  if (before.targets.length !== 1 || target?.kind !== Kind.Name || made.kind !== Kind.Call) return null;
  const inputs = [...made.args, ...made.keywords.map(({ value }) => value)];
  const lasting = inputs.flatMap((each) => namesIn(module, each)).every((name) => module.qualifiedName(name) !== null);
  const transform = lasting ? transformOf(module, target.id, given, before) : null;
  return transform === null ? null : { ...transform, before, estimator: target.id, made, given, label };
}

/** The one use of a fitted transformer, `Z = t.transform(X)`. */
function transformOf(
  module: Module,
  estimator: string,
  given: Expr,
  fit: Stmt,
): Pick<Fitting, 'statement' | 'call'> | null {
  const next = module.scopes.named(estimator).find(({ start }) => start > fit.end);
  const statement = next === undefined ? null : statementOf(module, next);
  if (statement?.kind !== Kind.Assign || statement.targets.length !== 1) return null;
  const call = statement.value;
  if (call.kind !== Kind.Call || call.func.kind !== Kind.Attribute || call.func.attr !== 'transform') return null;
  const same = call.args.length === 1 && module.textOf(call.args[0]!) === module.textOf(given);
  return same && call.func.value === next && call.keywords.length === 0 ? { statement, call } : null;
}

/** `scaler` for `StandardScaler(…)`, where the name is free. */
function nameFor(module: Module, made: Expr): string | null {
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Name) return null;
  const name = (/[A-Z]+[a-z]*$/.exec(made.func.id)?.[0] ?? '').toLowerCase();
  const constants = [...made.args, ...made.keywords.map(({ value }) => value)];
  const plain = constants.every(({ kind }) => kind === Kind.Num || kind === Kind.Str || kind === Kind.Const);
  return name !== '' && plain && module.scopes.named(name).length === 0 ? name : null;
}

/** `Z = t.fit_transform(X)`: the split gets X, and both parts are transformed below it. */
function wholeMoved(module: Module, fit: Fitting, split: SplitStatement, target: string): Repair | null {
  const { call, train, test } = split;
  const [first, second] = call.args;
  if (first?.kind !== Kind.Name || first.id !== target) return null;
  const from = (fit.before ?? fit.statement).end;
  const reads = namedAfter(module, target, fit.statement.end);
  if (reads.length !== 1 || reads[0] !== first || !isUntouched(module, fit, from, split)) return null;
  const label = fit.label === null ? '' : labelPart(module, fit.label, second, split);
  if (label === null) return null;
  const { estimator, made, given } = fit;
  const lines = [
    ...(made === null ? [] : [`${estimator} = ${module.textOf(made)}`]),
    `${train} = ${estimator}.fit_transform(${train}${label})`,
    `${test} = ${estimator}.transform(${test})`,
  ];
  if (given.kind !== Kind.Name) {
    const unfitted = { start: fit.call.start, end: fit.call.end, text: module.textOf(given) };
    return moved(module, fit.before === null ? [] : [fit.before], split, [unfitted], lines);
  }
  const argument = { start: first.start, end: first.end, text: given.id };
  const removed = fit.before === null ? [fit.statement] : [fit.before, fit.statement];
  return moved(module, removed, split, given.id === target ? [] : [argument], lines);
}

/** Nothing that is fitted changes until the split, and the transformer is not used before it. */
export function isUntouched(
  module: Module,
  fit: Fitting,
  start: number,
  split: Pick<SplitStatement, 'statement'> | { readonly statement: Span },
): boolean {
  const fitted = new Set(namesIn(module, fit.given).map(({ id }) => id));
  return namesIn(module, { start, end: split.statement.start }).every((name) => {
    if (fit.statement.start <= name.start && name.end <= fit.statement.end) return true;
    return name.id !== fit.estimator && !(fitted.has(name.id) && isChanged(module, name));
  });
}

/** Bound anew, stored into, or an item of it is. */
function isChanged(module: Module, name: Expr & { readonly ctx: NameContext }): boolean {
  if (name.ctx !== NameContext.Load) return true;
  const statement = statementOf(module, name);
  if (statement?.kind === Kind.AugAssign) return true;
  return (
    statement?.kind === Kind.Assign &&
    statement.targets.some((each) => each.start <= name.start && name.end <= each.end)
  );
}

/** `, y_train` where the label fitted with is the second array of the split. */
function labelPart(module: Module, label: Expr, second: Expr | undefined, split: SplitStatement): string | null {
  const same = second?.kind === Kind.Name && module.textOf(label) === second.id;
  return same && split.parts[2] !== undefined ? `, ${split.parts[2]}` : null;
}

/** `X[cols] = t.fit_transform(X[cols])`: the same is done to each part. */
function columnsMoved(module: Module, fit: Fitting, split: SplitStatement): Repair | null {
  const [target] = fit.statement.targets;
  const [first] = split.call.args;
  if (target?.kind !== Kind.Subscript || first?.kind !== Kind.Name || fit.label !== null || fit.before !== null)
    return null;
  if (target.value.kind !== Kind.Name || first.id !== target.value.id) return null;
  const rows = first.id;
  if (module.textOf(target) !== module.textOf(fit.given)) return null;
  const between = { start: fit.statement.end, end: split.statement.start };
  if (namesIn(module, between).some(({ id }) => id === rows || id === fit.estimator)) return null;
  if (namedAfter(module, rows, split.statement.end).length > 0) return null;
  const part = (name: string): string => renamed(module, target, rows, name);
  const { train, test } = split;
  const lines = [
    ...(fit.made === null ? [] : [`${fit.estimator} = ${module.textOf(fit.made)}`]),
    `${part(train)} = ${fit.estimator}.fit_transform(${part(train)})`,
    `${part(test)} = ${fit.estimator}.transform(${part(test)})`,
  ];
  return moved(module, [fit.statement], split, [], lines);
}

function moved(
  module: Module,
  statements: readonly Stmt[],
  split: SplitStatement,
  edits: readonly Edit[],
  lines: readonly string[],
): Repair | null {
  const removed = statements.map((statement) => ownLines(module, statement));
  const inserted = insertedAfter(module, split.statement, lines);
  const deletions = removed.flatMap((each) => (each === null ? [] : { ...each, text: '' }));
  if (inserted === null || deletions.length !== statements.length) return null;
  return {
    title: 'Split first, fit on the training part',
    edits: [...deletions, ...edits, inserted],
    safety: 'unsafe',
  };
}
