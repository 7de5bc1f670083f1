// Paths written in the code: literals, constants, and joins of them.
import { BinaryOperator, Kind } from './syntax';
import type { Expr } from './syntax';
import type { Module } from './module';

const PATH_CLASSES = new Set(['pathlib.Path', 'pathlib.PurePath', 'pathlib.PosixPath', 'pathlib.WindowsPath']);
const JOINS = new Set(['os.path.join', 'posixpath.join']);
const SAME = new Set(['builtins.str', 'os.fspath', 'os.fsdecode', 'os.path.normpath']);

/** The path an expression surely means, with `/` between its parts; null if any part is computed. */
export function literalPath(module: Module, expr: Expr | null, depth = 0): string | null {
  if (expr === null || depth > 8) return null;
  const text = module.stringOf(expr);
  if (text !== null) return text.replaceAll('\\', '/');
  const at = module.definition(expr);
  const of = (part: Expr | undefined): string | null => literalPath(module, part ?? null, depth + 1);

  if (at.kind === Kind.BinOp && at.op === BinaryOperator.Div) return joined([of(at.left), of(at.right)]);
  if (at.kind === Kind.BinOp && at.op === BinaryOperator.Add) return concatenated(of(at.left), of(at.right));
  if (at.kind !== Kind.Call || at.keywords.length > 0) return null;
  const callee = module.qualifiedName(at.func);
  if (callee !== null && (PATH_CLASSES.has(callee) || JOINS.has(callee)))
    return joined(at.args.map((part) => of(part)));
  if (callee !== null && SAME.has(callee) && at.args.length === 1) return of(at.args[0]);
  if (at.func.kind === Kind.Attribute && at.func.attr === 'joinpath')
    return joined([of(at.func.value), ...at.args.map((part) => of(part))]);
  return null;
}

function concatenated(left: string | null, right: string | null): string | null {
  return left === null || right === null ? null : left + right;
}

function joined(parts: readonly (string | null)[]): string | null {
  let path = '';
  for (const part of parts) {
    if (part === null) return null;
    if (part.startsWith('/') || path === '' || path === '.') path = part;
    else path = `${path.replace(/\/$/, '')}/${part}`;
  }
  return path === '' ? null : path;
}
