// Sessions of ONNX Runtime in the code, and the model file each one loads.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { meaningOf, meaningsOf, usesOfName } from '../meanings';
import type { Module } from '../module';
import { literalPath, pathThroughModules } from '../paths';
import { MODEL_WRITERS, SESSION_CLASSES } from '../../knowledge/onnx';
import type { Model } from '../../model/model';

/** A model file that the code loads and that we have read. */
export interface LoadedModel {
  /** The path as the code means it. */
  readonly path: string;
  /** The file it is, as the environment names it. */
  readonly file: string;
  readonly model: Model;
}

/** Calls that make a session, in source order. */
export function sessionCalls(module: Module): readonly Call[] {
  return module.callsTo(...SESSION_CLASSES).map(({ node }) => node);
}

/** The calls an expression's session may come from; null if one of its meanings is no such call. */
export function sessionsOf(module: Module, expr: Expr): readonly Call[] | null {
  const calls: Call[] = [];
  for (const meaning of meaningsOf(module, expr)) {
    const made = isCallOf(meaning, 'io_binding') ? meaningOf(module, meaning.func.value) : meaning;
    if (made?.kind !== Kind.Call || !SESSION_CLASSES.includes(module.qualifiedName(made.func) ?? '')) return null;
    calls.push(made);
  }
  return calls.length > 0 ? calls : null;
}

/** The path of the one model file a session may have loaded. */
export function sessionPath(module: Module, expr: Expr): string | null {
  const paths = new Set((sessionsOf(module, expr) ?? []).map((call) => pathOfSession(module, call)));
  const [only = null] = paths;
  return paths.size === 1 ? only : null;
}

/** The model of a session, if all that it may come from loads one file, which this code does not write itself. */
export function sessionModel(module: Module, expr: Expr): LoadedModel | null {
  const path = sessionPath(module, expr);
  return path === null || isWrittenHere(module, path) ? null : modelAt(module, path);
}

/** The one file that a path in the code means, as it lies on the disk; null if it is not there, or may be another. */
export function modelAt(module: Module, path: string): LoadedModel | null {
  const found = module.environment.model(path);
  const isSure = found.state === 'found' && found.ambiguous !== true;
  return isSure ? { path, file: found.path, model: found.model } : null;
}

/** The path a session's call loads, also through its bytes; through constants, arguments and functions of the file. */
export function pathOfSession(module: Module, call: Call): string | null {
  const file = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'path_or_bytes')?.value ?? null;
  return file === null ? null : modelPath(module, file);
}

function modelPath(module: Module, file: Expr): string | null {
  const follow = (expr: Expr): Expr | null => meaningOf(module, expr);
  const at = follow(file);
  if (at?.kind !== Kind.Call) return pathThroughModules(module, file, follow);
  if (isCallOf(at, 'SerializeToString')) return untouchedPath(module, at.func.value);
  if (isCallOf(at, 'read_bytes')) return pathThroughModules(module, at.func.value, follow);
  if (isCallOf(at, 'read')) {
    const opened = follow(at.func.value);
    const isOpen = opened?.kind === Kind.Call && module.qualifiedName(opened.func) === 'builtins.open';
    return isOpen ? pathThroughModules(module, opened.args[0] ?? null, follow) : null;
  }
  return pathThroughModules(module, file, follow);
}

/** `model = onnx.load(path)`, of which nothing but harmless uses are made before its bytes are taken. */
function untouchedPath(module: Module, model: Expr): string | null {
  const made = module.definition(model);
  if (made.kind !== Kind.Call || !/^onnx\.load(?:_model)?$/.test(module.qualifiedName(made.func) ?? '')) return null;
  const uses = model.kind === Kind.Name ? usesOfName(module, model) : [];
  const harmless = uses.every((use) => {
    const around = module.parent(use);
    if (around?.kind === Kind.Assign) return true;
    if (around?.kind === Kind.Attribute) return around.attr === 'SerializeToString';
    return (
      around?.kind === Kind.Call &&
      /^(?:onnx\.checker\.|builtins\.(?:print|type)$)/.test(module.qualifiedName(around.func) ?? '')
    );
  });
  return harmless ? literalPath(module, made.args[0] ?? null) : null;
}

function isCallOf(
  expr: Expr,
  method: string,
): expr is Call & { readonly func: Extract<Expr, { kind: Kind.Attribute }> } {
  return expr.kind === Kind.Call && expr.func.kind === Kind.Attribute && expr.func.attr === method;
}

/** Whether this code writes the file itself: what lies on the disk may be older than the code. */
export function isWrittenHere(module: Module, path: string): boolean {
  return module.kept(writtenPaths).has(plain(path));
}

function writtenPaths(module: Module): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const call of module.callsTo(...Object.keys(MODEL_WRITERS))) {
    const { position, keyword } = MODEL_WRITERS[call.qualifiedName]!;
    if (call.qualifiedName === 'builtins.open' && !/[wax+]/.test(module.stringOf(call.argument(1, 'mode')) ?? 'r'))
      continue;
    const path = pathThroughModules(module, call.argument(position, keyword), (expr) => meaningOf(module, expr));
    if (path !== null) paths.add(plain(path));
  }
  return paths;
}

function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
