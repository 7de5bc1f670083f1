// Training loops written by hand in torch: which loop runs backward and step, over which optimizer, and what zeroes its gradients.
import { Kind, walk } from './syntax';
import type { Call, Expr, For, FunctionDef, Node, While } from './syntax';
import type { MethodCall, Module } from './module';
import { drivingLibraries } from '../knowledge/trainers';

export type Loop = For | While;

/** `optimizer.step()` in a loop. */
export interface OptimizerStep {
  readonly call: MethodCall;
  /** The optimizer as written: `optimizer`, `self.opt`. */
  readonly optimizer: string;
  /** It runs in every round: no condition, inner function or inner loop around it. */
  readonly everyRound: boolean;
}

/** The innermost loop around a `backward()`. */
export interface TrainingLoop {
  readonly loop: Loop;
  readonly backwards: readonly MethodCall[];
  readonly steps: readonly OptimizerStep[];
}

/** The training loops of a module, in source order; none where a framework drives them. */
export function trainingLoops(module: Module): readonly TrainingLoop[] {
  return module.kept(findLoops);
}

/** Whether a framework drives the loop: in such files, order and modes are not ours to judge. */
export function isManaged(module: Module): boolean {
  return drivingLibraries.some((library) => module.imports.has(library));
}

function findLoops(module: Module): readonly TrainingLoop[] {
  if (!module.imports.has('torch') || isManaged(module)) return [];
  const loops = new Map<Loop, MethodCall[]>();
  for (const backward of module.methodCalls('backward')) {
    const loop = loopAround(module, backward.node);
    if (loop !== null) loops.set(loop, [...(loops.get(loop) ?? []), backward]);
  }
  const steps = module.methodCalls('step');
  return [...loops].map(([loop, backwards]) => ({ loop, backwards, steps: stepsIn(module, loop, steps) }));
}

function stepsIn(module: Module, loop: Loop, steps: readonly MethodCall[]): OptimizerStep[] {
  return steps.flatMap((step) => {
    if (loopAround(module, step.node) !== loop) return [];
    const optimizer = steppedOptimizer(module, step);
    if (optimizer === null) return [];
    return [{ call: step, optimizer: module.textOf(optimizer), everyRound: runsEveryRound(module, step.node, loop) }];
  });
}

/** The nearest loop around a node, in the same function. */
export function loopAround(module: Module, node: Node): Loop | null {
  const around = module.enclosing(node, Kind.For, Kind.While, Kind.FunctionDef, Kind.Lambda, Kind.ClassDef);
  return around !== null && (around.kind === Kind.For || around.kind === Kind.While) ? around : null;
}

/** Whether every round of the loop comes by a node of its body. */
export function runsEveryRound(module: Module, node: Node, loop: Loop): boolean {
  let below = node;
  for (let at = module.parent(node); at !== null && at !== loop; below = at, at = module.parent(at)) {
    if (at.kind === Kind.With || at.kind === Kind.ExprStmt || at.kind === Kind.Assign || at.kind === Kind.Magic)
      continue;
    if (at.kind === Kind.Try && (at.body as readonly Node[]).includes(below)) continue;
    if (at.kind < Kind.BoolOp || at.kind === Kind.BoolOp || at.kind === Kind.IfExp || at.kind === Kind.Lambda)
      return false;
    if (at.kind === Kind.ExceptHandler || at.kind === Kind.MatchCase || at.kind === Kind.Comprehension) return false;
  }
  return (loop.body as readonly Node[]).includes(below);
}

/** The optimizer of `optimizer.step()` or `scaler.step(optimizer)`; null if it is not surely one. */
function steppedOptimizer(module: Module, step: MethodCall): Expr | null {
  if (step.node.args.length === 0 && step.node.keywords.length === 0)
    return isOptimizer(module, step.receiver) ? step.receiver : null;
  const [first] = step.node.args;
  return first !== undefined && step.node.args.length === 1 && isOptimizer(module, first) ? first : null;
}

/** Made by `torch.optim`, or a parameter or attribute that is named as one and never as a schedule. */
export function isOptimizer(module: Module, expr: Expr): boolean {
  const made = module.definition(expr);
  if (made.kind === Kind.Call) {
    const name = module.qualifiedName(made.func);
    return name !== null && /^torch\.optim\.(?!lr_scheduler|swa_utils)/.test(name);
  }
  const named =
    made.kind === Kind.Attribute ? made.attr : made.kind === Kind.Name && isParameter(module, made) ? made.id : '';
  return /optim|^opt(_|$)|_opt$/i.test(named) && !/sched/i.test(named);
}

function isParameter(module: Module, name: Extract<Expr, { kind: Kind.Name }>): boolean {
  const bindings = module.scopes.reaching(name);
  return bindings.length > 0 && bindings.every(({ kind }) => kind === 'parameter');
}

/**
 * Whether something in the loop may set the gradients of an optimizer to zero: `zero_grad`, an assignment to `.grad`,
 * or a function that is handed the optimizer or its model and that we cannot see through.
 */
export function mayZeroGradients(module: Module, loop: Loop, optimizer: string): boolean {
  return bodyMayZero(module, loop, optimizer, new Set());
}

function bodyMayZero(module: Module, body: Node, optimizer: string, seen: Set<Node>): boolean {
  if (seen.has(body)) return false;
  seen.add(body);
  let zeroes = false;
  walk(body, (node) => {
    if (zeroes) return false;
    if (node.kind === Kind.Attribute && (node.attr === 'grad' || node.attr === 'zero_grad')) zeroes = true;
    // `torch.autograd.grad` gives gradients without storing them.
    else if (node.kind === Kind.Call) zeroes = callMayZero(module, node, optimizer, seen);
    return !zeroes;
  });
  return zeroes;
}

function callMayZero(module: Module, call: Call, optimizer: string, seen: Set<Node>): boolean {
  const local = localFunction(module, call.func);
  if (local !== null) return bodyMayZero(module, local, optimizer, seen);
  const handed = [...call.args, ...call.keywords.map(({ value }) => value)];
  const isStep = call.func.kind === Kind.Attribute && call.func.attr === 'step';
  if (isStep || !handed.some((argument) => isOptimizerOrModel(module, argument, optimizer))) return false;
  const name = module.qualifiedName(call.func);
  return name === null || !/^(torch|builtins)\./.test(name);
}

function isOptimizerOrModel(module: Module, argument: Expr, optimizer: string): boolean {
  if (argument.kind !== Kind.Name && argument.kind !== Kind.Attribute) return false;
  if (module.textOf(argument) === optimizer) return true;
  const name = argument.kind === Kind.Name ? argument.id : argument.attr;
  return name === 'self' || /model|net/i.test(name);
}

/** The function of this file that is called, by name or as a method of `self`; null if there is none or several. */
export function localFunction(module: Module, func: Expr): FunctionDef | null {
  if (func.kind === Kind.Name) {
    const [binding, ...others] = module.scopes.reaching(func);
    return binding?.node.kind === Kind.FunctionDef && others.length === 0 ? binding.node : null;
  }
  if (func.kind !== Kind.Attribute || func.value.kind !== Kind.Name || func.value.id !== 'self') return null;
  const home = module.enclosing(func, Kind.ClassDef);
  const methods =
    home?.body.filter((stmt) => stmt.kind === Kind.FunctionDef).filter(({ name }) => name === func.attr) ?? [];
  return methods.length === 1 ? methods[0]! : null;
}
