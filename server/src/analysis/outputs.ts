// What a torch model ends in: the last layer behind a value, through `Sequential`, `forward` methods and changes of shape.
import { Kind, walk } from './syntax';
import type { Call, ClassDef, Expr, FunctionDef, Subscript } from './syntax';
import { meaningOf } from './meanings';
import type { Module } from './module';
import { classOf, construction, isModuleClass, moduleClasses } from './torchModules';

export interface LastLayer {
  /** The call that makes it: `nn.Linear(4, 1)`. */
  readonly layer: Call;
  /** Its full name: `torch.nn.Linear`. */
  readonly name: string;
  /** The shape may have changed since: `squeeze`, `view`, an index. */
  readonly reshaped: boolean;
  /** The call of the model, in the code that was asked about. */
  readonly run: Call | null;
}

/** Methods after which the numbers are the same. */
const SAME = new Set(['float', 'double', 'to', 'cpu', 'cuda', 'detach', 'contiguous', 'clone', 'type', 'numpy']);
const RESHAPING = new Set(['squeeze', 'unsqueeze', 'view', 'reshape', 'flatten', 'ravel', 'transpose', 'permute', 't']);
const RESHAPING_FUNCTIONS = /^torch\.(squeeze|unsqueeze|flatten|reshape|ravel|transpose|permute)$/;
/** Hold a module and give what it gives. */
const WRAPPERS = /^torch\.(compile|nn\.DataParallel|nn\.parallel\.(DataParallel|DistributedDataParallel))$/;
const DEPTH = 12;

/** The last layer that made a value; null if it is not sure, or something else was done to it since. */
export function lastLayerOf(module: Module, expr: Expr, depth = 0): LastLayer | null {
  const at = module.definition(expr);
  if (depth > DEPTH) return null;
  if (at.kind === Kind.Subscript) return isSlice(at) ? reshaped(lastLayerOf(module, at.value, depth + 1)) : null;
  if (at.kind !== Kind.Call) return null;
  const { func } = at;
  if (func.kind === Kind.Attribute && module.qualifiedName(func) === null) {
    if (SAME.has(func.attr)) return lastLayerOf(module, func.value, depth + 1);
    if (RESHAPING.has(func.attr)) return reshaped(lastLayerOf(module, func.value, depth + 1));
  }
  const [first] = at.args;
  if (first !== undefined && RESHAPING_FUNCTIONS.test(module.qualifiedName(func) ?? ''))
    return reshaped(lastLayerOf(module, first, depth + 1));
  const last = lastLayerOfModel(module, func, depth + 1);
  return last === null ? null : { ...last, run: at };
}

/** `out[:, 0]` takes part of the numbers; `out[0]` may take one of several outputs. */
function isSlice({ slice }: Subscript): boolean {
  return slice.kind === Kind.Tuple || slice.kind === Kind.Slice;
}

function reshaped(last: LastLayer | null): LastLayer | null {
  return last === null ? null : { ...last, reshaped: true };
}

/** The last layer of what an expression means: a model, a layer. */
export function lastLayerOfModel(module: Module, model: Expr, depth = 0): LastLayer | null {
  if (depth > DEPTH) return null;
  const meaning = meaningOf(module, model);
  const made = meaning === null ? null : construction(module, meaning);
  if (made === null) return null;
  const name = module.qualifiedName(made.func);
  const [first] = made.args;
  if (name !== null && WRAPPERS.test(name))
    return first === undefined ? null : lastLayerOfModel(module, first, depth + 1);
  if (name === 'torch.nn.Sequential') {
    const last = made.args.at(-1);
    if (last === undefined || last.kind === Kind.Starred || getsMore(module, made)) return null;
    return lastLayerOfModel(module, last, depth + 1);
  }
  if (name !== null)
    return /^torch\.nn\.[A-Z]\w*$/.test(name) ? { layer: made, name, reshaped: false, run: null } : null;
  const own = classOf(module, made.func);
  return own === null ? null : lastLayerOfClass(module, own, depth + 1);
}

/** Layers are added to a `Sequential` after it was made. */
function getsMore(module: Module, made: Call): boolean {
  const adding = module.methodCalls('add_module', 'append', 'insert', 'extend', 'register_module');
  return adding.some(({ receiver }) => module.definition(receiver) === made);
}

/** The last layer of the `forward` of a module class of the file; null if its `return`s differ. */
export function lastLayerOfClass(module: Module, cls: ClassDef, depth = 0): LastLayer | null {
  const forward = cls.body.find(
    (stmt): stmt is FunctionDef => stmt.kind === Kind.FunctionDef && stmt.name === 'forward',
  );
  if (forward === undefined || !isModuleClass(module, cls) || depth > DEPTH) return null;
  const results: (Expr | null)[] = [];
  walk(forward, (node) => {
    if (node !== forward && (node.kind === Kind.FunctionDef || node.kind === Kind.Lambda)) return false;
    if (node.kind === Kind.Return) results.push(node.value);
    return true;
  });
  const [first, ...others] = results.map((result) => (result === null ? null : lastLayerOf(module, result, depth + 1)));
  if (first === undefined || first === null || others.some((other) => other?.layer !== first.layer)) return null;
  return { ...first, reshaped: first.reshaped || others.some((other) => other!.reshaped), run: null };
}

/**
 * The one class of the file that is a model of its own, not a part of another one: what a parameter named `model` that
 * nobody fills is made for. null if there are several.
 */
export function onlyModelClass(module: Module): ClassDef | null {
  const classes = moduleClasses(module);
  const parts = new Set(
    module.scopes.calls
      .filter((call) => {
        const home = module.enclosing(call, Kind.ClassDef);
        return home !== null && classes.includes(home);
      })
      .map((call) => classOf(module, call.func)),
  );
  const bases = new Set(classes.flatMap(({ bases: names }) => names.map((base) => classOf(module, base))));
  const [only, ...others] = classes.filter((cls) => !parts.has(cls) && !bases.has(cls));
  return others.length > 0 ? null : (only ?? null);
}

/** The number of outputs of a `Linear` layer, if it is written as a number. */
export function outputsOf(module: Module, { layer, name }: LastLayer): number | null {
  if (name !== 'torch.nn.Linear' && name !== 'torch.nn.LazyLinear') return null;
  const at = name === 'torch.nn.Linear' ? 1 : 0;
  const given = layer.keywords.find(({ arg }) => arg === 'out_features')?.value ?? layer.args[at];
  const size = given === undefined ? null : meaningOf(module, given);
  return size?.kind === Kind.Num ? Number(module.textOf(size)) : null;
}

/** Layers whose outputs are any numbers: no probabilities, nor their logarithms. */
export function isLinear({ name }: LastLayer): boolean {
  return /^torch\.nn\.((Lazy)?Linear|Bilinear|(Lazy)?Conv(Transpose)?[123]d)$/.test(name);
}
