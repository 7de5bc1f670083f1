// Statements as lines of text: where one stands, and edits that put another before or behind it.
import { Kind } from './syntax';
import type { Node, Stmt } from './syntax';
import type { Module } from './module';
import type { Edit, Span } from './text';

/** The statement a node stands in; null only for the module itself. */
export function statementOf(module: Module, node: Node): Stmt | null {
  let at: Node | null = node;
  while (at !== null && !isStatement(at)) at = module.parent(at);
  return at;
}

/** The number of the statement of a block that holds an offset, the last to begin there or before; -1 before the first. */
export function indexAt(block: readonly Stmt[], offset: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (block[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function isStatement(node: Node): node is Stmt {
  return node.kind >= Kind.FunctionDef && node.kind <= Kind.ErrorStmt;
}

/** The blanks a statement is indented by; null if it does not begin its line. */
export function indentOf(source: string, span: Span): string | null {
  let start = span.start;
  while (start > 0 && source[start - 1] !== '\n' && source[start - 1] !== '\r') start--;
  const indent = source.slice(start, span.start);
  return indent.trim() === '' ? indent : null;
}

/** Puts a simple statement directly before another one of the same block. */
export function insertBefore(module: Module, stmt: Stmt, text: string): Edit {
  const indent = indentOf(module.source, stmt);
  const at = { start: stmt.start, end: stmt.start };
  return indent === null
    ? { ...at, text: `${text}; ` }
    : { ...at, text: `${text}${newlineOf(module.source)}${indent}` };
}

/** Puts a simple statement on the line below another one; null if more code shares its line. */
export function insertAfter(module: Module, stmt: Stmt, text: string): Edit | null {
  const { source } = module;
  const indent = indentOf(source, stmt);
  let end = stmt.end;
  while (end < source.length && source[end] !== '\n' && source[end] !== '\r') end++;
  const rest = source.slice(stmt.end, end).trim();
  if (indent === null || (rest !== '' && !rest.startsWith('#'))) return null;
  return { start: end, end, text: newlineOf(source) + indent + text };
}

/** Takes a statement away with its line; null if more code shares its lines or its block would be empty. */
export function removeStatement(module: Module, stmt: Stmt): Edit | null {
  const { source } = module;
  const indent = indentOf(source, stmt);
  let end = stmt.end;
  while (end < source.length && source[end] !== '\n' && source[end] !== '\r') end++;
  if (indent === null || source.slice(stmt.end, end).trim() !== '' || siblingsOf(module, stmt).length < 2) return null;
  if (source.startsWith('\r\n', end)) end++;
  return { start: stmt.start - indent.length, end: Math.min(end + 1, source.length), text: '' };
}

/** The block a statement stands in, itself included. */
export function siblingsOf(module: Module, stmt: Stmt): readonly Stmt[] {
  const parent = module.parent(stmt);
  const blocks: (readonly Stmt[])[] = [];
  if (parent !== null && 'body' in parent && Array.isArray(parent.body)) blocks.push(parent.body as readonly Stmt[]);
  if (parent !== null && 'orelse' in parent && Array.isArray(parent.orelse))
    blocks.push(parent.orelse as readonly Stmt[]);
  if (parent !== null && 'finalbody' in parent) blocks.push(parent.finalbody);
  return blocks.find((block) => block.includes(stmt)) ?? [stmt];
}

function newlineOf(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n';
}

/** The statement of the module's own block that a node stands in. */
export function topStatementOf(module: Module, node: Node): Stmt | null {
  let found: Stmt | null = null;
  for (let at: Node | null = node; at !== null; at = module.parent(at)) if (isStatement(at)) found = at;
  return found;
}
