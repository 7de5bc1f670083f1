// Where a new import goes: behind the imports there are, else behind the docstring; in a notebook in the first cell with imports.
import { Kind } from './syntax';
import type { Module as Tree, Stmt } from './syntax';
import type { Scope } from './scope';
import type { Edit, Span } from './text';
import { contains } from './text';

interface ImportParts {
  /** The full name of what is imported. */
  readonly imported: string;
  /** The name it gets here. */
  readonly bound: string;
}

/** Reads `import a.b`, `import a as b`, `from a import b`, `from a import b as c`; null for anything else. */
export function readImport(statement: string): ImportParts | null {
  const from = /^from ([\w.]+) import (\w+)(?: as (\w+))?$/.exec(statement);
  if (from !== null) return { imported: `${from[1]}.${from[2]}`, bound: from[3] ?? from[2]! };
  const plain = /^import ([\w.]+)(?: as (\w+))?$/.exec(statement);
  if (plain === null) return null;
  const top = plain[1]!.split('.')[0]!;
  return plain[2] === undefined ? { imported: top, bound: top } : { imported: plain[1]!, bound: plain[2] };
}

/** Whether the statement's name is there already and means just that. */
export function isImported(module: Scope, statement: string): boolean {
  const wanted = readImport(statement);
  const bindings = wanted === null ? undefined : module.bindings.get(wanted.bound);
  return bindings !== undefined && bindings.every((binding) => binding.imported === wanted?.imported);
}

/**
 * The edit that adds an import statement at the top of a file.
 * @param cells where the code cells of a notebook lie; empty for a file
 */
export function addImport(tree: Tree, source: string, cells: readonly Span[], statement: string): Edit {
  const cell = cells.find((span) => tree.body.some((stmt) => isImport(stmt) && contains(span, stmt)));
  const home = cell ?? cells.find((span) => tree.body.some((stmt) => stmt.kind !== Kind.Magic && contains(span, stmt)));
  const body = home === undefined ? tree.body : tree.body.filter((stmt) => contains(home, stmt));
  const newline = source.includes('\r\n') ? '\r\n' : '\n';

  const anchor = lastLeading(body, source);
  if (anchor === null) {
    const at = body[0] === undefined ? (home?.start ?? 0) : lineStart(source, body[0].start);
    return { start: at, end: at, text: statement + newline };
  }
  const end = lineEnd(source, anchor.end);
  const shared = body.some((stmt) => stmt.start >= anchor.end && stmt.start < end);
  if (!shared) return { start: end, end, text: newline + statement };
  const at = lineStart(source, anchor.start);
  return { start: at, end: at, text: statement + newline };
}

/** How far the part of a file reaches in which new imports go: to the end of that line. */
export function endOfImports({ body }: Tree, source: string): number {
  const anchor = lastLeading(body, source) ?? body[0];
  return anchor === undefined ? source.length : lineEnd(source, anchor.end);
}

/** The last of the statements a new import may follow: docstring, imports, and what may stand between them. */
function lastLeading(body: readonly Stmt[], source: string): Stmt | null {
  let anchor: Stmt | null = null;
  for (const [i, stmt] of body.entries()) {
    if (isImport(stmt)) anchor = stmt;
    else if (i === 0 && isDocstring(stmt)) anchor = stmt;
    else if (stmt.kind === Kind.Magic && source[stmt.start] === '%' && source[stmt.start + 1] === '%') anchor = null;
    else if (stmt.kind !== Kind.Magic && stmt.kind !== Kind.Try && stmt.kind !== Kind.If) break;
  }
  return anchor;
}

function isImport(stmt: Stmt): boolean {
  return stmt.kind === Kind.Import || stmt.kind === Kind.ImportFrom;
}

function isDocstring(stmt: Stmt): boolean {
  return stmt.kind === Kind.ExprStmt && stmt.value.kind === Kind.Str;
}

function lineStart(source: string, from: number): number {
  let at = from;
  while (at > 0 && source[at - 1] !== '\n' && source[at - 1] !== '\r') at--;
  return at;
}

function lineEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at++;
  return at;
}
