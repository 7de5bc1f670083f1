// Whole statements as text: alone on their lines, taken out, written again with other names.
import { Kind, type Assign, type Call, type Expr, type Name, type Node, type Stmt } from '../syntax';
import type { Split } from '../flow/types';
import type { Module } from '../module';
import type { Edit, Span } from '../text';

/** The call the engine saw at this place. */
export function callAt(module: Module, at: Span): Call | null {
  const call = module
    .pathTo(at)
    .findLast(({ kind, start, end }) => kind === Kind.Call && start === at.start && end === at.end);
  return call?.kind === Kind.Call ? call : null;
}

/** The call that makes the split itself; null where a function of another file makes it, or a cell held in a string. */
export function splitCall(module: Module, { at, name }: Pick<Split, 'at' | 'name'>): Call | null {
  const call = callAt(module, at);
  if (call === null) return null;
  const called = module.qualifiedName(call.func) ?? module.textOf(call.func);
  return called.slice(called.lastIndexOf('.') + 1) === name ? call : null;
}

/** The statement that holds `node`. */
export function statementOf(module: Module, node: Node): Stmt | null {
  for (let current: Node | null = node; current !== null; current = module.parent(current)) {
    if (isStatement(current)) return current;
  }
  return null;
}

function isStatement(node: Node): node is Stmt {
  return node.kind >= Kind.FunctionDef && node.kind <= Kind.ErrorStmt;
}

/** From the start of its line to the end of the last, line break included; null if anything else stands there. */
export function ownLines({ source }: Module, { start, end }: Span): Span | null {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const newline = source.indexOf('\n', end);
  const lineEnd = newline < 0 ? source.length : newline + 1;
  const alone = source.slice(lineStart, start).trim() === '' && source.slice(end, lineEnd).trim() === '';
  return alone ? { start: lineStart, end: lineEnd } : null;
}

/** The names within `span`, in source order. */
export function namesIn(module: Module, span: Span): readonly Name[] {
  return module.scopes.within(span);
}

/** Where this name stands behind a place, in source order. */
export function namedAfter(module: Module, id: string, offset: number): readonly Name[] {
  return module.scopes.named(id).filter(({ start }) => start >= offset);
}

/** The text of `span` with every `from` called `to`. */
export function renamed(module: Module, span: Span, from: string, to: string): string {
  let text = '';
  let done = span.start;
  for (const { id, start, end } of namesIn(module, span)) {
    if (id !== from) continue;
    text += module.textOf({ start: done, end: start }) + to;
    done = end;
  }
  return text + module.textOf({ start: done, end: span.end });
}

/** `a, b, c, d = train_test_split(X, y, …)`: the statement, and the names of the two parts of its first array. */
export interface SplitStatement {
  readonly statement: Assign;
  readonly call: Call;
  readonly train: string;
  readonly test: string;
  /** The names of all parts. */
  readonly parts: readonly string[];
}

/** Null unless all targets are plain names, two for each array. */
export function splitStatement(module: Module, at: Span): SplitStatement | null {
  const call = callAt(module, at);
  const statement = call === null ? null : statementOf(module, call);
  if (call === null || statement?.kind !== Kind.Assign || statement.value !== call || statement.targets.length !== 1)
    return null;
  const [target] = statement.targets;
  if (target?.kind !== Kind.Tuple || target.elts.length !== 2 * call.args.length) return null;
  const names = target.elts.flatMap((each) => (each.kind === Kind.Name ? [each.id] : []));
  const [train, test] = names;
  if (names.length !== target.elts.length || train === undefined || test === undefined) return null;
  return { statement, call, train, test, parts: names };
}

/** Lines put after a statement, indented as it is. */
export function insertedAfter(module: Module, statement: Span, lines: readonly string[]): Edit | null {
  const place = ownLines(module, statement);
  if (place === null) return null;
  const indent = module.source.slice(place.start, statement.start);
  const ended = module.source.slice(place.end - 1, place.end) === '\n';
  const text = lines.map((line) => `${indent}${line}\n`).join('');
  return { start: place.end, end: place.end, text: ended ? text : `\n${text.slice(0, -1)}` };
}

/** Whether the engine saw rows, or what was computed of them, here. */
export function isData({ flow }: Module, expr: Expr): boolean {
  return (flow.valueOf(expr)?.data ?? null) !== null;
}

/** Shown, and nothing else done with it. */
export const SHOWN =
  /^(print\()?\w+\.(head|tail|info|describe|isnull|isna|shape|columns|dtypes|sample|value_counts)\b[\w.(), =]*$/;

/** `X.shape`, `X.columns`: the same for any rows of it. */
export function isMeasured(module: Module, name: Name): boolean {
  const parent = module.parent(name);
  return parent?.kind === Kind.Attribute && /^(shape|columns)$/.test(parent.attr);
}

/** Measured, or the whole statement shows it. */
export function isShownIn(module: Module, name: Name): boolean {
  const statement = statementOf(module, name);
  return isMeasured(module, name) || (statement?.kind === Kind.ExprStmt && SHOWN.test(module.textOf(statement)));
}

/**
 * The edits that take away statements which only measure `name` from `start` on (`print(Z.shape)`); null where one does more
 * than that, or shares its line. Other reads are left alone.
 */
export function withoutMeasures(module: Module, name: string, start: number): readonly Edit[] | null {
  const measured = module.scopes.named(name).filter((each) => each.start > start && isMeasured(module, each));
  const statements = new Set(measured.map((each) => statementOf(module, each)));
  const edits: Edit[] = [];
  for (const statement of statements) {
    const lines = statement?.kind === Kind.ExprStmt ? ownLines(module, statement) : null;
    const own = statement === null ? [] : namesIn(module, statement).filter((each) => isData(module, each));
    if (lines === null || own.some(({ id }) => id !== name) || !isOneOfMany(module, statement!)) return null;
    edits.push({ ...lines, text: '' });
  }
  return edits;
}

/** Its block is not empty without it. */
function isOneOfMany(module: Module, statement: Stmt): boolean {
  const parent = module.parent(statement);
  if (parent?.kind === Kind.Module) return true;
  return parent !== null && 'body' in parent && Array.isArray(parent.body) && parent.body.length > 1;
}

/**
 * The edits that make an import (`from a import b`) hold at `position`: none where it is there already. Null where its name
 * means something else, or its import stands further down.
 */
export function importedBy(module: Module, statement: string, position: number): readonly Edit[] | null {
  const added = module.importEdit(statement);
  const name = statement.slice(statement.lastIndexOf(' ') + 1);
  const [first] = module.scopes.module.bindings.get(name) ?? [];
  if (added !== null) return first === undefined ? [added] : null;
  return first !== undefined && first.from <= position ? [] : null;
}
