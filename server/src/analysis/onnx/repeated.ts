// Sessions that are made again and again: in a loop, in the handler of a request, in a function applied to each row.
import { Kind, walk } from '../syntax';
import type { Call, Expr, For, FunctionDef, Node, Stmt, While } from '../syntax';
import type { Module } from '../module';
import { isStatement } from '../statements';
import { localFunction } from '../training';
import { sessionCalls } from './sessions';

export type Repetition =
  | { readonly kind: 'loop'; readonly loop: For | While | Node }
  | { readonly kind: 'handler' | 'row'; readonly name: string };

export interface RepeatedSession {
  readonly call: Call;
  readonly by: Repetition;
  /** The statement that may stand before `loop` instead; null if it cannot be moved as it is. */
  readonly movable: Stmt | null;
}

/** Decorators of web frameworks: `@app.post("/predict")`. */
const ROUTES = /^(?:route|get|post|put|patch|delete|websocket|api_route|api_view)$/;
/** Methods that call a function for each row or element. */
const ROWWISE = ['apply', 'map', 'applymap', 'transform', 'map_batches'];

/** Sessions whose arguments stay the same each time they are made. */
export function repeatedSessions(module: Module): readonly RepeatedSession[] {
  const found: RepeatedSession[] = [];
  for (const call of sessionCalls(module)) {
    const around = repetitionAround(module, call);
    if (around === null || isTimed(module, around.within) || dependsOn(module, call, around.within)) continue;
    const movable = around.by.kind === 'loop' ? movableStatement(module, call, around.within) : null;
    found.push({ call, by: around.by, movable });
  }
  return found;
}

interface Around {
  readonly by: Repetition;
  readonly within: Node;
}

/** The nearest thing that repeats the call; null if a condition, an attempt or a function of its own stands between. */
function repetitionAround(module: Module, call: Call): Around | null {
  let child: Node = call;
  for (let at = module.parent(call); at !== null; child = at, at = module.parent(at)) {
    if (at.kind === Kind.For || at.kind === Kind.While) {
      const repeats = isStatement(child) && at.body.includes(child);
      if (!repeats || leavesEarly(at)) return null;
      return { by: { kind: 'loop', loop: at }, within: at };
    }
    if (at.kind === Kind.FunctionDef) return ofFunction(module, at);
    // Made when it is needed, or again after a failure: a cache, a fallback.
    if (at.kind === Kind.If || at.kind === Kind.IfExp || at.kind === Kind.Try || at.kind === Kind.BoolOp) return null;
    if (at.kind === Kind.Lambda || at.kind === Kind.ClassDef || at.kind === Kind.Match || at.kind === Kind.With)
      return null;
  }
  return null;
}

function ofFunction(module: Module, own: FunctionDef): Around | null {
  const isHandler = own.decorators.some(
    (each) => each.kind === Kind.Call && each.func.kind === Kind.Attribute && ROUTES.test(each.func.attr),
  );
  if (isHandler) return { by: { kind: 'handler', name: own.name }, within: own };
  const isRowwise = module.methodCalls(...ROWWISE).some(({ node }) => {
    const [given] = node.args;
    return given !== undefined && localFunction(module, given) === own && isFrameCall(module, node);
  });
  return isRowwise ? { by: { kind: 'row', name: own.name }, within: own } : null;
}

/** `df["text"].apply(f)`, not `executor.map(f, …)`: one argument, or `axis=`. */
function isFrameCall(module: Module, node: Call): boolean {
  if (node.args.length > 1 || !(module.imports.has('pandas') || module.imports.has('polars'))) return false;
  return node.keywords.every(({ arg }) => arg === 'axis' || arg === 'result_type' || arg === 'args');
}

/** A loop that ends in its first round, or tries until it succeeds. */
function leavesEarly(loop: For | While): boolean {
  let leaves = false;
  for (const stmt of loop.body) {
    walk(stmt, (node) => {
      if (
        node.kind === Kind.FunctionDef ||
        node.kind === Kind.ClassDef ||
        node.kind === Kind.For ||
        node.kind === Kind.While
      )
        return false;
      leaves ||= node.kind === Kind.Break || node.kind === Kind.Return;
      return !leaves;
    });
  }
  return leaves;
}

/** The time or memory of loading is measured, or the session is given up in each round. */
function isTimed(module: Module, within: Node): boolean {
  return /\btime(?:it)?\.|perf_counter|benchmark|\btimer?\(|\bdel\s|gc\.collect|memory|tracemalloc|range\(\s*(?:n_?)?(?:runs|rep|repeats?|trials|iter|warm)/i.test(
    module.textOf(within),
  );
}

/** Whether an argument may be another one in the next round. */
function dependsOn(module: Module, call: Call, within: Node): boolean {
  let depends = false;
  const roots = [...call.args, ...call.keywords.map(({ value }) => value)];
  for (const root of roots) {
    walk(root, (node) => {
      if (node.kind === Kind.Await || node.kind === Kind.Call) depends ||= !isPure(module, node);
      if (node.kind === Kind.Name) depends ||= changesWithin(module, node, within);
      return !depends;
    });
  }
  return depends;
}

const PURE =
  /^(?:onnxruntime\.(?:SessionOptions|get_available_providers|get_device)|pathlib\.|os\.path\.|builtins\.str$)/;

function isPure(module: Module, node: Node): boolean {
  return node.kind === Kind.Call && PURE.test(module.qualifiedName(node.func) ?? '');
}

/** Bound, or changed through an attribute or an item, inside what repeats. */
function changesWithin(module: Module, name: Extract<Expr, { kind: Kind.Name }>, within: Node): boolean {
  const inside = (node: Node): boolean => within.start <= node.start && node.end <= within.end;
  if (name.id === 'self' || name.id === 'request') return true;
  const bound = module.scopes
    .reaching(name)
    .some(({ node }) => inside(node) && !(node.kind === Kind.FunctionDef && node === within));
  if (bound) return true;
  return module.scopes.names.some((other) => {
    if (other.id !== name.id || !inside(other)) return false;
    const around = module.parent(other);
    if (around?.kind !== Kind.Attribute && around?.kind !== Kind.Subscript) return false;
    const user = module.parent(around);
    return (
      (user?.kind === Kind.Assign && user.targets.some((target) => target === around)) || user?.kind === Kind.AugAssign
    );
  });
}

/** `session = InferenceSession(…)` as a statement of the loop's own body. */
function movableStatement(module: Module, call: Call, loop: Node): Stmt | null {
  const stmt = module.parent(call);
  if (stmt?.kind !== Kind.Assign || module.parent(stmt) !== loop || stmt.targets.length !== 1) return null;
  const [target] = stmt.targets;
  if (target?.kind !== Kind.Name) return null;
  const bindings = module.scopes.names.filter((other) => other.id === target.id && other.ctx === target.ctx);
  const others = bindings.filter((other) => other !== target && loop.start <= other.start && other.end <= loop.end);
  return others.length === 0 ? stmt : null;
}
