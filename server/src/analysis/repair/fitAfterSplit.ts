// Repair of a fit before the split: the split comes first, the training part is fitted, every part is transformed.
import { Kind, NameContext, type Assign, type Call, type Expr } from '../syntax';
import type { Leak } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import {
  callAt,
  insertedAfter,
  namesIn,
  ownLines,
  renamed,
  splitStatement,
  statementOf,
  type SplitStatement,
} from './statements';

interface FitStatement {
  readonly statement: Assign;
  readonly call: Call;
  /** The fitted object, a plain name. */
  readonly estimator: string;
  /** What is fitted, and the name whose rows these are. */
  readonly given: Expr;
  readonly rows: string;
}

/**
 * Offered for `Z = t.fit_transform(X)` and `X[cols] = t.fit_transform(X[cols])` above `a, b, … = train_test_split(Z, …)` in
 * the same block, where nothing else reads the transformed rows or changes what is fitted.
 */
export function fitAfterSplit(module: Module, leak: Leak): Repair | null {
  if (leak.split === null || leak.split.name !== 'train_test_split') return null;
  const fit = fitStatement(module, leak);
  const split = splitStatement(module, leak.split.at);
  if (fit === null || split === null) return null;
  if (module.parent(fit.statement) !== module.parent(split.statement) || fit.statement.start > split.statement.start)
    return null;
  const [target] = fit.statement.targets;
  const [first] = split.call.args;
  if (target === undefined || first?.kind !== Kind.Name) return null;
  return target.kind === Kind.Name ? wholeMoved(module, fit, split, target.id) : columnsMoved(module, fit, split);
}

function fitStatement(module: Module, leak: Leak): FitStatement | null {
  const call = callAt(module, leak.influence.at);
  const statement = call === null ? null : statementOf(module, call);
  if (call === null || statement?.kind !== Kind.Assign || statement.value !== call || statement.targets.length !== 1)
    return null;
  const { func } = call;
  const [given] = call.args;
  if (func.kind !== Kind.Attribute || func.attr !== 'fit_transform' || func.value.kind !== Kind.Name) return null;
  if (given === undefined || call.args.length !== 1 || call.keywords.length > 0) return null;
  const rows = given.kind === Kind.Subscript ? given.value : given;
  return rows.kind === Kind.Name ? { statement, call, estimator: func.value.id, given, rows: rows.id } : null;
}

/** `Z = t.fit_transform(X)`: the split gets X, and both parts are transformed below it. */
function wholeMoved(module: Module, fit: FitStatement, split: SplitStatement, target: string): Repair | null {
  const { call, statement, train, test } = split;
  const [first] = call.args;
  if (first?.kind !== Kind.Name || first.id !== target || fit.given.kind !== Kind.Name) return null;
  const between = { start: fit.statement.end, end: statement.start };
  const rest = { start: fit.statement.end, end: module.source.length };
  const reads = namesIn(module, rest).filter(({ id }) => id === target);
  if (reads.length !== 1 || reads[0] !== first) return null;
  if (namesIn(module, between).some(({ id, ctx }) => (id === fit.rows && isWritten(ctx)) || id === fit.estimator))
    return null;
  const argument = { start: first.start, end: first.end, text: fit.rows };
  return moved(
    module,
    fit,
    split,
    [argument],
    [`${train} = ${fit.estimator}.fit_transform(${train})`, `${test} = ${fit.estimator}.transform(${test})`],
  );
}

/** `X[cols] = t.fit_transform(X[cols])`: the same is done to each part. */
function columnsMoved(module: Module, fit: FitStatement, split: SplitStatement): Repair | null {
  const [target] = fit.statement.targets;
  const [first] = split.call.args;
  if (target?.kind !== Kind.Subscript || first?.kind !== Kind.Name || first.id !== fit.rows) return null;
  if (module.textOf(target) !== module.textOf(fit.given)) return null;
  const between = { start: fit.statement.end, end: split.statement.start };
  if (namesIn(module, between).some(({ id }) => id === fit.rows || id === fit.estimator)) return null;
  const part = (name: string): string => renamed(module, target, fit.rows, name);
  const { train, test } = split;
  return moved(
    module,
    fit,
    split,
    [],
    [
      `${part(train)} = ${fit.estimator}.fit_transform(${part(train)})`,
      `${part(test)} = ${fit.estimator}.transform(${part(test)})`,
    ],
  );
}

function moved(
  module: Module,
  fit: FitStatement,
  split: SplitStatement,
  edits: readonly Edit[],
  lines: readonly string[],
): Repair | null {
  const removed = ownLines(module, fit.statement);
  const inserted = insertedAfter(module, split.statement, lines);
  if (removed === null || inserted === null) return null;
  return {
    title: 'Split first, fit on the training part',
    edits: [{ ...removed, text: '' }, ...edits, inserted],
    safety: 'unsafe',
  };
}

function isWritten(context: NameContext): boolean {
  return context !== NameContext.Load;
}
