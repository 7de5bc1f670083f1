// Runs in training mode: without gradients, of modules whose result depends on the mode, and nothing has switched them.
import { Kind } from './syntax';
import type { Expr, Node, Stmt } from './syntax';
import type { Entry, ModeEvent } from './modes';
import type { Module } from './module';
import { isStatement } from './statements';
import { contains } from './text';
import { holdsModeLayers, isModeDependent, isModuleClass, moduleClasses } from './torchModules';

/** Runs without gradients of mode-dependent modules that nothing has switched. */
export function* runsInTrainingMode(
  module: Module,
  { events }: Entry,
): Iterable<{ event: ModeEvent; state: 'new' | 'train' }> {
  const states = new Map<string, 'train' | 'other'>();
  for (const event of events) {
    const { kind, object } = event;
    if (kind === 'train') states.set(object, 'train');
    else if (kind === 'eval' || kind === 'unknown') states.set(object, 'other');
    if (kind !== 'run' || !event.noGrad) continue;
    const state = stateOf(object, states);
    if (state === 'other' || !dependsOnMode(module, event)) continue;
    if (state === 'new' && mayBeSwitchedElsewhere(module, event.expr)) continue;
    yield { event, state };
  }
}

/** Switching an object switches what it holds. */
function stateOf(object: string, states: ReadonlyMap<string, 'train' | 'other'>): 'new' | 'train' | 'other' {
  let path = object;
  for (;;) {
    const state = states.get(path);
    if (state !== undefined) return state;
    const dot = path.lastIndexOf('.');
    if (dot < 0) return 'new';
    path = path.slice(0, dot);
  }
}

/** Its layers are seen; or it is a whole loaded model; or a parameter named as a model, where the file's models have such layers. */
function dependsOnMode(module: Module, { expr }: ModeEvent): boolean {
  if (/mc_|monte|uncertain/i.test(module.textOf(expr))) return false;
  if (isModeDependent(module, expr)) return true;
  const made = module.definition(expr);
  if (made.kind === Kind.Call) return module.qualifiedName(made.func) === 'torch.load';
  if (made.kind !== Kind.Name || !/model|net(work)?$|encoder|classifier/i.test(made.id)) return false;
  const isParameter = module.scopes.reaching(made).every(({ kind }) => kind === 'parameter');
  return (
    isParameter &&
    module.scopes.reaching(made).length > 0 &&
    moduleClasses(module).some((cls) => holdsModeLayers(module, cls))
  );
}

/** Another method of the class switches it; or it is part of a module, which its owner switches; or a caller outside may. */
function mayBeSwitchedElsewhere(module: Module, expr: Expr): boolean {
  const text = module.textOf(expr);
  const last = text.split('.').at(-1)!;
  const home = module.enclosing(expr, Kind.ClassDef);
  if (home !== null && isModuleClass(module, home)) return true;
  const switches = module.methodCalls('eval').map(({ receiver }) => module.textOf(receiver));
  if (text.startsWith('self.') && home !== null)
    return switches.some((receiver) => receiver === text || receiver === 'self' || receiver === last);
  const made = module.definition(expr);
  const isParameter = made.kind === Kind.Name && module.scopes.reaching(made).every(({ kind }) => kind === 'parameter');
  return isParameter && switches.length > 0;
}

/** The run that trains the module in a loop in which it is evaluated as well, and nothing switches it back. */
export function trainedInSameRounds(
  module: Module,
  { events }: Entry,
  { object, through }: ModeEvent,
): { readonly run: ModeEvent; readonly loop: Node } | null {
  for (let loop = module.enclosing(through, Kind.For, Kind.While); loop !== null;) {
    const around: Node = loop;
    const round = events.filter((each) => each.object === object && contains(around, each.through));
    if (round.some(({ kind }) => kind === 'train')) return null;
    const run = round.find(({ kind, noGrad }) => kind === 'run' && !noGrad);
    if (run !== undefined) return { run, loop };
    loop = module.enclosing(loop, Kind.For, Kind.While);
  }
  return null;
}

/** The outermost statement around a run in its function, inside `within`. */
export function outermost(module: Module, run: Node, within: Node): Stmt | null {
  let found: Stmt | null = null;
  for (
    let at: Node | null = run;
    at !== null && at !== within && at.kind !== Kind.FunctionDef;
    at = module.parent(at)
  ) {
    if (isStatement(at)) found = at;
  }
  return found;
}
