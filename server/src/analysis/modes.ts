// Training and evaluation mode: in which order a program switches, runs and trains its torch modules. Functions of the file are followed.
import { ConstValue, forEachChild, Kind } from './syntax';
import type { Call, Expr, FunctionDef, Node } from './syntax';
import type { Module } from './module';
import { localFunction } from './training';

export type ModeEventKind = 'eval' | 'train' | 'run' | 'backward' | 'step' | 'export' | 'unknown';

export interface ModeEvent {
  readonly kind: ModeEventKind;
  /** The module (of `step`, the optimizer), as the outermost function names it: `model`, `self.net`. */
  readonly object: string;
  readonly node: Call;
  /** The callee or receiver, where it stands. */
  readonly expr: Expr;
  /** Gradients are off: `no_grad`, `inference_mode`. */
  readonly noGrad: boolean;
  /** The call in the outermost function through which it happens; `node` itself if directly. */
  readonly through: Call;
}

/** A piece of code that runs on its own: the module's top level, or a function nothing in the file calls. */
export interface Entry {
  readonly node: Node;
  readonly events: readonly ModeEvent[];
}

const DEPTH = 4;
const NO_GRAD = new Set([
  'torch.no_grad',
  'torch.inference_mode',
  'torch.autograd.no_grad',
  'torch.autograd.inference_mode',
]);

/** Calls that record what a module does, in the mode it is in. */
const EXPORTS = new Set(['torch.onnx.export', 'torch.onnx.dynamo_export', 'torch.jit.trace', 'torch.export.export']);

/** Every piece of code that runs on its own, with its events in order. */
export function modeEntries(module: Module): readonly Entry[] {
  return module.kept(readEntries);
}

function readEntries(module: Module): readonly Entry[] {
  const called = new Set(module.scopes.calls.map((call) => localFunction(module, call.func)));
  const functions = module.all(Kind.FunctionDef).filter((node) => !called.has(node));
  return [module.tree, ...functions].map((node) => ({ node, events: eventsOf(module, node) }));
}

interface Frame {
  /** What the names of the parameters are in the outermost function. */
  readonly names: ReadonlyMap<string, string>;
  readonly noGrad: boolean;
  readonly through: Call | null;
  readonly open: readonly Node[];
}

function eventsOf(module: Module, entry: Node): readonly ModeEvent[] {
  const events: ModeEvent[] = [];
  const frame: Frame = { names: new Map(), noGrad: isDecorated(module, entry), through: null, open: [entry] };
  visitBody(module, entry, frame, events);
  return events;
}

/** Reads a body in the order in which it runs: arguments before their call, and not into functions that are only defined. */
function visitBody(module: Module, root: Node, frame: Frame, events: ModeEvent[]): void {
  const stack: { node: Node; noGrad: boolean; done: boolean }[] = [];
  const push = (node: Node, noGrad: boolean): void => {
    const children: Node[] = [];
    forEachChild(node, (child) => children.push(child));
    // Keywords and values come before what uses them; the fields of a statement are in order but for assignments.
    if (node.kind === Kind.Assign) children.unshift(children.pop()!);
    for (const child of children.toReversed()) stack.push({ node: child, noGrad, done: false });
  };
  push(root, frame.noGrad);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, noGrad, done } = next;
    if (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef || node.kind === Kind.Lambda) continue;
    if (node.kind === Kind.Call) {
      if (done) {
        readCall(module, node, { ...frame, noGrad }, events);
        continue;
      }
      stack.push({ node, noGrad, done: true });
    }
    push(
      node,
      noGrad || (node.kind === Kind.With && node.items.some(({ contextExpr }) => isNoGrad(module, contextExpr))),
    );
  }
}

function readCall(module: Module, call: Call, frame: Frame, events: ModeEvent[]): void {
  const add = (kind: ModeEventKind, expr: Expr): void => {
    // A loss need have no name.
    const object = pathOf(expr, frame.names) ?? (kind === 'backward' ? '' : null);
    if (object === null) return;
    events.push({ kind, object, expr, node: call, noGrad: frame.noGrad, through: frame.through ?? call });
  };
  const own = localFunction(module, call.func);
  if (own !== null) {
    follow(module, call, own, frame, events);
    return;
  }
  const handed = [...call.args, ...call.keywords.map(({ value }) => value)];
  if (call.func.kind === Kind.Attribute) {
    const { attr, value } = call.func;
    if (attr === 'eval' && handed.length === 0) return add('eval', value);
    if (attr === 'train' && handed.length <= 1)
      return add(isFalse(handed[0]) ? 'eval' : handed.length === 0 || isTrue(handed[0]) ? 'train' : 'unknown', value);
    if (attr === 'backward') return add('backward', value);
    if (attr === 'step') return add('step', handed[0] ?? value);
  }
  const name = module.qualifiedName(call.func);
  if (name === null && (call.func.kind === Kind.Name || call.func.kind === Kind.Attribute)) add('run', call.func);
  if (name !== null && EXPORTS.has(name) && handed[0] !== undefined) add('export', handed[0]);
  if (name !== null && /^(torch|builtins|torchinfo|torchsummary)\./.test(name)) return;
  // A module handed to a function we cannot see may be switched there.
  for (const argument of handed)
    if (argument.kind === Kind.Name || argument.kind === Kind.Attribute) add('unknown', argument);
}

function follow(module: Module, call: Call, own: FunctionDef, frame: Frame, events: ModeEvent[]): void {
  if (frame.open.includes(own) || frame.open.length > DEPTH) return;
  const names = new Map<string, string>();
  const isMethod = call.func.kind === Kind.Attribute;
  const positional = isMethod ? own.params.slice(1) : own.params;
  if (isMethod) names.set(own.params[0]?.name ?? 'self', 'self');
  positional.forEach((param, i) => {
    const given = call.keywords.find(({ arg }) => arg === param.name)?.value ?? call.args[i];
    const path = given === undefined ? null : pathOf(given, frame.names);
    if (path !== null) names.set(param.name, path);
    else names.set(param.name, `${own.name}.${param.name}`);
  });
  const noGrad = frame.noGrad || isDecorated(module, own);
  visitBody(module, own, { names, noGrad, through: frame.through ?? call, open: [...frame.open, own] }, events);
}

/** `model`, `self.net`, `model.module`; null for anything computed. */
function pathOf(expr: Expr, names: ReadonlyMap<string, string>): string | null {
  const parts: string[] = [];
  let at = expr;
  while (at.kind === Kind.Attribute) {
    parts.unshift(at.attr);
    at = at.value;
  }
  if (at.kind !== Kind.Name) return null;
  return [names.get(at.id) ?? at.id, ...parts].join('.');
}

function isDecorated(module: Module, node: Node): boolean {
  return node.kind === Kind.FunctionDef && node.decorators.some((decorator) => isNoGrad(module, decorator));
}

/** `torch.no_grad()`, `torch.no_grad`, `torch.set_grad_enabled(False)`. */
export function isNoGrad(module: Module, expr: Expr): boolean {
  const callee = expr.kind === Kind.Call ? expr.func : expr;
  const name = module.qualifiedName(callee);
  if (name === null) return false;
  if (NO_GRAD.has(name)) return expr.kind !== Kind.Call || !isFalse(expr.args[0]);
  return name === 'torch.set_grad_enabled' && expr.kind === Kind.Call && isFalse(expr.args[0]);
}

function isFalse(expr: Expr | undefined): boolean {
  return expr?.kind === Kind.Const && expr.value === ConstValue.False;
}

function isTrue(expr: Expr | undefined): boolean {
  return expr?.kind === Kind.Const && expr.value === ConstValue.True;
}
