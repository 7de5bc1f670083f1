// Where gradients may be off: under `no_grad` and its like, by a decorator, or because a caller in the file switched them off.
import { Kind } from './syntax';
import type { Expr, FunctionDef, Node } from './syntax';
import { isNoGrad } from './modes';
import type { Module } from './module';
import { localFunction } from './training';

const DEPTH = 4;

/** Whether a node may run without gradients. Any decorator, and any context that is named after them, may see to that. */
export function mayLackGradients(module: Module, node: Node, depth = 0): boolean {
  if (switchesAll(module)) return true;
  for (let at = module.parent(node); at !== null; at = module.parent(at)) {
    if (at.kind === Kind.With && at.items.some(({ contextExpr }) => maySwitchOff(module, contextExpr))) return true;
    if (at.kind !== Kind.FunctionDef) continue;
    if (at.decorators.some((decorator) => !isKnownDecorator(module, decorator))) return true;
    if (depth < DEPTH && callersOf(module, at).some((call) => mayLackGradients(module, call, depth + 1))) return true;
  }
  return false;
}

/** A statement `torch.set_grad_enabled(False)` holds for all that follows, wherever that is. */
function switchesAll(module: Module): boolean {
  return module
    .callsTo('torch.set_grad_enabled', 'torch.autograd.set_grad_enabled')
    .some(({ node }) => module.parent(node)?.kind === Kind.ExprStmt);
}

function maySwitchOff(module: Module, context: Expr): boolean {
  if (isNoGrad(module, context)) return true;
  const callee = context.kind === Kind.Call ? context.func : context;
  if (module.qualifiedName(callee) === 'torch.enable_grad') return false;
  // `set_grad_enabled(training)`, a context of the project's own.
  return /grad|inference|eval/i.test(module.textOf(context));
}

function isKnownDecorator(module: Module, decorator: Expr): boolean {
  const name = module.qualifiedName(decorator.kind === Kind.Call ? decorator.func : decorator);
  return name !== null && /^(builtins|functools|torch\.(jit|enable_grad))/.test(name);
}

/** The calls of a function in this file: by its name, and of a method by the name of any receiver. */
function callersOf(module: Module, own: FunctionDef): readonly Node[] {
  if (module.parent(own)?.kind === Kind.ClassDef) return module.methodCalls(own.name).map(({ node }) => node);
  return module.scopes.calls.filter(
    (call) => call.func.kind === Kind.Name && call.func.id === own.name && localFunction(module, call.func) === own,
  );
}
