// Repair of a statistic before the split: computed on the training part below the split, and used for both parts.
import { Kind, type Expr, type Stmt } from '../syntax';
import type { Learnt } from '../flow/records';
import type { Module } from '../module';
import type { Repair } from './refit';
import {
  callAt,
  insertedAfter,
  namedAfter,
  namesIn,
  ownLines,
  renamed,
  splitStatement,
  statementOf,
} from './statements';

/**
 * Offered for one statement about one column of one frame (`df['a'] = df['a'].fillna(df['a'].mean())`) above
 * `a, b, … = train_test_split(df[…], …)` in the same block, where nothing between touches the frame and the column is
 * surely in the parts.
 */
export function statisticAfterSplit(module: Module, leak: Learnt): Repair | null {
  const { influence, split: where } = leak;
  const call = callAt(module, influence.at);
  const statement = call === null ? null : statementOf(module, call);
  const split = where === null || where.name !== 'train_test_split' ? null : splitStatement(module, where.at);
  if (call === null || statement === null || split === null || influence.column === null) return null;
  if (statement.kind !== Kind.Assign && statement.kind !== Kind.ExprStmt) return null;
  if (module.parent(statement) !== module.parent(split.statement) || statement.start > split.statement.start)
    return null;
  const frame = onlyFrame(module, statement, call);
  const [first, ...others] = split.call.args;
  if (frame === null || first === undefined || !keepsColumn(module, first, frame, influence.column)) return null;
  const reads = namedAfter(module, frame, statement.end);
  if (reads.some(({ start, end }) => start < split.statement.start || end > split.statement.end)) return null;
  if (others.some((each) => module.textOf(each).includes(influence.column!))) return null;

  const name = freeName(module, `${influence.column.replace(/\W/g, '_').toLowerCase()}_${influence.name}`);
  const removed = ownLines(module, statement);
  if (name === null || removed === null) return null;
  const { source } = module;
  const applied = (part: string): string =>
    renamed(module, { start: statement.start, end: call.start }, frame, part) +
    name +
    renamed(module, { start: call.end, end: statement.end }, frame, part);
  const lines = [`${name} = ${renamed(module, call, frame, split.train)}`, applied(split.train), applied(split.test)];
  if (source.slice(statement.start, statement.end).includes('\n')) return null;
  const inserted = insertedAfter(module, split.statement, lines);
  if (inserted === null) return null;
  return {
    title: 'Split first, compute it on the training part',
    edits: [{ ...removed, text: '' }, inserted],
    safety: 'unsafe',
  };
}

/** The frame the statement is about, if it names nothing else. */
function onlyFrame(module: Module, statement: Stmt, call: Expr): string | null {
  const names = new Set(namesIn(module, statement).map(({ id }) => id));
  const inCall = new Set(namesIn(module, call).map(({ id }) => id));
  const [frame] = names;
  return names.size === 1 && inCall.size === 1 && frame !== undefined ? frame : null;
}

/** `df`, `df[['a', 'b']]` with the column among them. */
function keepsColumn(module: Module, expr: Expr, frame: string, column: string): boolean {
  if (expr.kind === Kind.Name) return expr.id === frame;
  if (
    expr.kind !== Kind.Subscript ||
    expr.value.kind !== Kind.Name ||
    expr.value.id !== frame ||
    expr.slice.kind !== Kind.List
  )
    return false;
  return expr.slice.elts.some((each) => module.stringOf(each) === column);
}

function freeName(module: Module, name: string): string | null {
  return /^[a-z_]\w*$/.test(name) && module.scopes.named(name).length === 0 ? name : null;
}
