// Meanings: every expression a value may come from, through names, parameters, `self.…` and functions of the file.
import { ConstValue, Kind, ParamKind, walk } from './syntax';
import type { Call, ClassDef, Expr, FunctionDef, Name, Param } from './syntax';
import type { Module } from './module';
import type { Binding } from './scope';
import { classOf, instanceOf } from './torchModules';
import { localFunction } from './training';

const MOST = 8;
const DEPTH = 16;

/**
 * The expressions a value may come from: all of them, or an expression that leads no further (a name the file does not
 * bind, a parameter nobody is seen to fill). A parameter means what the calls in this file give it, else its default.
 * `None` is left out beside others: a name that is filled later begins with it.
 */
export function meaningsOf(module: Module, expr: Expr): readonly Expr[] {
  const found = new Set<Expr>();
  collect(module, expr, found, new Set(), 0);
  const all = [...found].slice(0, MOST + 1);
  const some = all.filter((each) => each.kind !== Kind.Const || each.value !== ConstValue.None);
  return all.length > MOST ? [expr] : some.length > 0 ? some : all;
}

/** The one expression a value comes from; null if there may be several. */
export function meaningOf(module: Module, expr: Expr): Expr | null {
  const [only, ...others] = meaningsOf(module, expr);
  return others.length > 0 ? null : (only ?? null);
}

function collect(module: Module, expr: Expr, found: Set<Expr>, seen: Set<Expr>, depth: number): void {
  if (seen.has(expr) || found.size > MOST) return;
  seen.add(expr);
  const at = module.definition(expr);
  const next = depth > DEPTH ? null : sourcesOf(module, at);
  if (next === null) found.add(at);
  else for (const source of next) collect(module, source, found, seen, depth + 1);
}

/** One step back; null where there is none. */
function sourcesOf(module: Module, expr: Expr): readonly Expr[] | null {
  if (expr.kind === Kind.IfExp) return [expr.body, expr.orelse];
  if (expr.kind === Kind.NamedExpr) return [expr.value];
  if (expr.kind === Kind.Call) return resultsOf(module, expr);
  if (expr.kind !== Kind.Name) return null;
  const sources: Expr[] = [];
  for (const binding of module.scopes.reaching(expr)) {
    const values =
      binding.kind === 'parameter' ? givenTo(module, binding) : binding.value === null ? null : [binding.value];
    if (values === null) return null;
    sources.push(...values);
  }
  return sources.length > 0 ? sources : null;
}

/** What a call of a function of the file returns, if it has just one `return`. */
function resultsOf(module: Module, call: Call): readonly Expr[] | null {
  const own = localFunction(module, call.func);
  if (own === null || own.isAsync || !own.decorators.every((each) => isCache(module, each))) return null;
  const results: (Expr | null)[] = [];
  let generates = false;
  for (const stmt of own.body) {
    walk(stmt, (node) => {
      if (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef || node.kind === Kind.Lambda) return false;
      if (node.kind === Kind.Return) results.push(node.value);
      if (node.kind === Kind.Yield || node.kind === Kind.YieldFrom) generates = true;
      return true;
    });
  }
  const [only, ...others] = results;
  return generates || only === undefined || only === null || others.length > 0 ? null : [only];
}

function isCache(module: Module, decorator: Expr): boolean {
  const name = module.qualifiedName(decorator.kind === Kind.Call ? decorator.func : decorator);
  return name === 'functools.lru_cache' || name === 'functools.cache' || name === 'builtins.staticmethod';
}

/** What the calls of this file give a parameter; its default where none is given. null if that is not known. */
function givenTo(module: Module, { node }: Binding): readonly Expr[] | null {
  if (node.kind !== Kind.Param) return null;
  const owner = module.parent(node);
  if (owner?.kind !== Kind.FunctionDef) return null;
  const calls = callsOf(module, owner);
  if (calls === null) return null;
  if (calls.length === 0) return node.defaultValue === null ? null : [node.defaultValue];
  const given: Expr[] = [];
  for (const { call, offset } of calls) {
    const value = argumentFor(call, owner, node, offset) ?? node.defaultValue;
    if (value === null || hides(call)) return null;
    given.push(value);
  }
  return given;
}

function hides(call: Call): boolean {
  return call.args.some(({ kind }) => kind === Kind.Starred) || call.keywords.some(({ arg }) => arg === null);
}

function argumentFor(call: Call, owner: FunctionDef, param: Param, offset: number): Expr | null {
  const named = call.keywords.find(({ arg }) => arg === param.name);
  if (named !== undefined) return named.value;
  const plain = param.paramKind === ParamKind.Positional || param.paramKind === ParamKind.PositionalOnly;
  return plain ? (call.args[owner.params.indexOf(param) - offset] ?? null) : null;
}

/** The class of the file a method is called on; null if that is not known. */
function classOfReceiver(module: Module, receiver: Expr): ClassDef | null {
  const isSelf = receiver.kind === Kind.Name && receiver.id === 'self';
  return isSelf
    ? module.enclosing(receiver, Kind.ClassDef)
    : (instanceOf(module, receiver) ?? classOf(module, receiver));
}

type Uses = ReadonlyMap<FunctionDef | ClassDef, readonly Call[]>;

/** The calls of a function, or of the class whose `__init__` it is; null where not all of them can be told. */
function callsOf(module: Module, owner: FunctionDef): readonly { call: Call; offset: number }[] | null {
  const home = module.parent(owner);
  if (home?.kind === Kind.ClassDef) {
    if (owner.name === '__init__') return (module.kept(readUses).get(home) ?? []).map((call) => ({ call, offset: 1 }));
    const isStatic = owner.decorators.some((each) => module.qualifiedName(each) === 'builtins.staticmethod');
    const offset = isStatic ? 0 : 1;
    const calls: { call: Call; offset: number }[] = [];
    for (const { node, receiver } of module.methodCalls(owner.name)) {
      const receiving = classOfReceiver(module, receiver);
      if (receiving === null) return null; // it may be this class: what it gives is not known to be all
      if (receiving === home) calls.push({ call: node, offset });
    }
    return calls;
  }
  return (module.kept(readUses).get(owner) ?? []).map((call) => ({ call, offset: 0 }));
}

function readUses(module: Module): Uses {
  const uses = new Map<FunctionDef | ClassDef, Call[]>();
  for (const call of module.scopes.calls) {
    const own = localFunction(module, call.func) ?? classOf(module, call.func);
    if (own === null) continue;
    const calls = uses.get(own);
    if (calls === undefined) uses.set(own, [call]);
    else calls.push(call);
  }
  return uses;
}

/** Every use of the name that `name` is, in the scope that binds it; itself included. */
export function usesOfName(module: Module, name: Name): readonly Name[] {
  const owner = module.scopes.owner(name);
  return module.scopes.named(name.id).filter((other) => module.scopes.owner(other) === owner);
}
