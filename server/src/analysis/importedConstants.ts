// Constants of other modules of the workspace: `from config import MODEL_PATH`, `config.MODEL_PATH`.
import { createModule } from './createModule';
import type { Module } from './module';
import { parse } from './syntax';
import type { Expr, Syntax } from './syntax';

export interface ImportedConstant {
  /** The module that defines it; its questions are answered as for any other. */
  readonly module: Module;
  readonly value: Expr;
  /** The path of its file, as the environment names it. */
  readonly file: string;
}

/** A longer file is no list of constants. */
const MAX_LENGTH = 50_000;
/** Modules that only pass the constant on. */
const MAX_DEPTH = 4;

/** What a name or attribute means that another file of the workspace binds once, at its top level; null for anything else. */
export function importedConstant(module: Module, expr: Expr): ImportedConstant | null {
  const name = module.qualifiedName(expr);
  return name === null ? null : lookUp(module, name, 0);
}

function lookUp(module: Module, name: string, depth: number): ImportedConstant | null {
  const [, dots = '', from = '', constant = ''] = /^(\.*)(?:(.+)\.)?([^.]+)$/.exec(name) ?? [];
  if (constant === '' || (dots === '' && from === '') || depth > MAX_DEPTH) return null;
  const found = moduleFrom(module, dots.length, from);
  const [binding, ...others] = found?.module.scopes.module.bindings.get(constant) ?? [];
  if (found === null || binding === undefined || others.length > 0 || binding.remote) return null;
  if (binding.imported !== null) return lookUp(found.module, binding.imported, depth + 1);
  // Under a condition it may be another one.
  const { start, end } = found.module.tree;
  const always = binding.block.start <= start && end <= binding.block.end;
  return always && binding.kind === 'assignment' && binding.value !== null ? { ...found, value: binding.value } : null;
}

const parsed = new Map<string, Syntax>();
const MOST_PARSED = 32;

/** @param level the dots of a relative import */
function moduleFrom(module: Module, level: number, name: string): { module: Module; file: string } | null {
  const folder = level > 1 ? '../'.repeat(level - 1) : './';
  const path = name.replaceAll('.', '/');
  const candidates = path === '' ? [`${folder}__init__.py`] : [`${folder}${path}.py`, `${folder}${path}/__init__.py`];
  for (const candidate of candidates) {
    const file = module.environment.python(candidate, null);
    if (file !== null)
      return file.text.length > MAX_LENGTH ? null : { module: moduleOf(module, file), file: file.path };
  }
  return null;
}

function moduleOf(from: Module, { path, text }: { readonly path: string; readonly text: string }): Module {
  const modules = from.kept(noModules);
  let module = modules.get(path);
  if (module === undefined) {
    const { environment } = from;
    // Its own imports are looked for from where it lies.
    const own = {
      ...environment,
      python: (wanted: string, base: string | null) => environment.python(wanted, base ?? path),
    };
    module = createModule({ source: text, syntax: syntaxOf(text), notebook: null }, own);
    modules.set(path, module);
  }
  return module;
}

function noModules(): Map<string, Module> {
  return new Map();
}

/** Several programs take their constants from one file, and each is checked at every key. */
function syntaxOf(text: string): Syntax {
  let syntax = parsed.get(text);
  if (syntax === undefined) {
    parsed.set(text, (syntax = parse(text)));
    const [oldest] = parsed.keys();
    if (parsed.size > MOST_PARSED && oldest !== undefined) parsed.delete(oldest);
  }
  return syntax;
}
