// Paths written in the code: literals, constants, joins of them, f-strings, and places relative to the file itself.
import { importedConstant } from './importedConstants';
import { BinaryOperator, Kind, stringValue } from './syntax';
import type { Call, Expr } from './syntax';
import type { Module } from './module';

const PATH_CLASSES = new Set(['pathlib.Path', 'pathlib.PurePath', 'pathlib.PosixPath', 'pathlib.WindowsPath']);
const JOINS = new Set(['os.path.join', 'posixpath.join']);
const SAME = new Set([
  'builtins.str',
  'os.fspath',
  'os.fsdecode',
  'os.path.normpath',
  'os.path.abspath',
  'os.path.realpath',
]);
/** Methods of a path that give the same path. */
const SAME_METHODS = new Set(['resolve', 'absolute', 'as_posix']);
const HERE = new Set(['os.getcwd', 'pathlib.Path.cwd', 'os.curdir']);
/** Stands for the file itself while a path relative to it is put together. */
const FILE = '<file>';

/** How an expression is followed to where its value is made; null where that is not one place. */
export type Follow = (expr: Expr) => Expr | null;

/**
 * The path an expression surely means, with `/` between its parts; null if any part is computed.
 * A path relative to `__file__` is given relative to the file's folder, as if that were the current one.
 * @param follow by default through constants; `meaningOf` also goes through arguments
 */
export function literalPath(module: Module, expr: Expr | null, follow?: Follow): string | null {
  const path = read({ module, follow: follow ?? ((at) => module.definition(at)), file: FILE, imports: false }, expr, 0);
  return path === null || path.includes(FILE) ? null : path;
}

/** The same also through constants of other modules of the workspace. */
export function pathThroughModules(module: Module, expr: Expr | null, follow: Follow): string | null {
  const path = read({ module, follow, file: FILE, imports: true }, expr, 0);
  return path === null || path.includes(FILE) ? null : path;
}

interface Reading {
  readonly module: Module;
  readonly follow: Follow;
  /** What `__file__` is. */
  readonly file: string;
  /** Constants of other modules count too. */
  readonly imports: boolean;
}

function read(reading: Reading, expr: Expr | null, depth: number): string | null {
  const { module, follow } = reading;
  if (expr === null || depth > 12) return null;
  const at = follow(expr);
  if (at === null) return null;
  const text = module.stringOf(at);
  if (text !== null) return text.replaceAll('\\', '/');
  const of = (part: Expr | undefined): string | null => read(reading, part ?? null, depth + 1);

  if (at.kind === Kind.Name && at.id === '__file__' && module.scopes.owner(at) === null) return reading.file;
  if (at.kind === Kind.Attribute && at.attr === 'parent') return parent(of(at.value));
  if (at.kind === Kind.JoinedStr) return formatted(module, at.values, of);
  if (at.kind === Kind.BinOp && at.op === BinaryOperator.Div) return joined([of(at.left), of(at.right)]);
  if (at.kind === Kind.BinOp && at.op === BinaryOperator.Add) return concatenated(of(at.left), of(at.right));
  if (at.kind === Kind.Subscript && at.value.kind === Kind.Attribute && at.value.attr === 'parents')
    return ancestor(of(at.value.value), Number(module.textOf(at.slice)));
  if (at.kind === Kind.Name || at.kind === Kind.Attribute) return reading.imports ? imported(module, at, depth) : null;
  return at.kind === Kind.Call && at.keywords.every(({ arg }) => arg === 'strict') ? ofCall(module, at, of) : null;
}

function imported(module: Module, expr: Expr, depth: number): string | null {
  const found = importedConstant(module, expr);
  if (found === null) return null;
  const { module: other, value, file } = found;
  return read(
    { module: other, follow: (at) => other.definition(at), file: file.replaceAll('\\', '/'), imports: true },
    value,
    depth + 1,
  );
}

function ofCall(module: Module, call: Call, of: (part: Expr | undefined) => string | null): string | null {
  const callee = module.qualifiedName(call.func);
  if (callee !== null && HERE.has(callee)) return '.';
  if (callee !== null && (PATH_CLASSES.has(callee) || JOINS.has(callee)))
    return call.args.length === 0 ? '.' : joined(call.args.map((part) => of(part)));
  if (callee === 'os.path.dirname' && call.args.length === 1) return parent(of(call.args[0]));
  if (callee !== null && SAME.has(callee) && call.args.length === 1) return of(call.args[0]);
  if (call.func.kind !== Kind.Attribute) return null;
  if (call.func.attr === 'joinpath') return joined([of(call.func.value), ...call.args.map((part) => of(part))]);
  return SAME_METHODS.has(call.func.attr) && call.args.length === 0 ? of(call.func.value) : null;
}

function formatted(
  module: Module,
  values: readonly Expr[],
  of: (part: Expr | undefined) => string | null,
): string | null {
  let text = '';
  for (const value of values) {
    if (value.kind === Kind.Str) {
      text += stringValue(value, module.source);
      continue;
    }
    const plain = value.kind === Kind.FormattedValue && value.formatSpec === null && value.conversion === 0;
    const part = plain ? of(value.value) : null;
    if (part === null) return null;
    text += part;
  }
  return text.replaceAll('\\', '/');
}

function ancestor(path: string | null, count: number): string | null {
  let at = path;
  for (let i = 0; i <= count && Number.isInteger(count); i++) at = parent(at);
  return Number.isInteger(count) ? at : null;
}

/** The folder of a path; of the file itself `.`, above that `..`. */
function parent(path: string | null): string | null {
  if (path === null) return null;
  if (path === FILE) return '.';
  if (path === '.') return '..';
  if (/^\.\.(?:\/\.\.)*$/.test(path)) return `../${path}`;
  const slash = path.lastIndexOf('/');
  return slash > 0 ? path.slice(0, slash) : slash === 0 ? '/' : '.';
}

function concatenated(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return null;
  // `dirname(__file__) + "/m.onnx"`: the folder is the current one here.
  return left === '.' && right.startsWith('/') ? right.slice(1) : left + right;
}

function joined(parts: readonly (string | null)[]): string | null {
  let path = '';
  for (const part of parts) {
    if (part === null) return null;
    if (part.startsWith('/') || path === '' || path === '.') path = part.replace(/^\.\/+/, '') || '.';
    else path = `${path.replace(/\/$/, '')}/${part.replace(/^\.\/+/, '')}`;
  }
  return path === '' ? null : path;
}
