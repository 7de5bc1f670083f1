// Random draws: where a program takes numbers from a generator of the whole process, in a value that matters.
import { ConstValue, Kind, NameContext } from './syntax';
import type { Call, Expr, FunctionDef, Name, Node } from './syntax';
import { usesOfName } from './meanings';
import type { Module } from './module';
import type { Generator } from './seeding';
import { classOf, isModuleClass } from './torchModules';
import { seedingTrainers } from '../knowledge/trainers';

export interface Draw {
  readonly generator: Generator;
  readonly node: Call;
  /** The callee as written. */
  readonly name: string;
}

const RANDOM =
  /^random\.(random|randint|randrange|choice|choices|sample|shuffle|uniform|gauss|normalvariate|triangular|betavariate|expovariate|getrandbits)$/;
const NUMPY =
  /^numpy\.random\.(rand|randn|randint|random|random_sample|ranf|sample|choice|shuffle|permutation|normal|uniform|binomial|poisson|beta|gamma|exponential|multivariate_normal|standard_normal|multinomial|dirichlet|laplace|lognormal|bytes)$/;
const TORCH = /^torch\.(rand|randn|randint|randperm|rand_like|randn_like|normal|bernoulli|multinomial)$/;
const TORCH_WEIGHTS =
  /^torch\.nn\.((Lazy)?(Linear|Bilinear|Conv[123]d|ConvTranspose[123]d)|Embedding|EmbeddingBag|LSTM|GRU|RNN|Transformer\w*|MultiheadAttention|init\.\w+_)$/;
const TENSORFLOW = /^tensorflow\.random\.(normal|uniform|shuffle|truncated_normal|categorical|gamma|poisson)$/;
const KERAS_WEIGHTS =
  /^(tensorflow\.|tensorflow\.python\.)?keras\.layers\.(Dense|Conv[123]D\w*|SeparableConv\dD|Embedding|LSTM|GRU|SimpleRNN|Bidirectional)$/;
const SKLEARN_SPLITS =
  /^sklearn\.model_selection\.(train_test_split|ShuffleSplit|StratifiedShuffleSplit|GroupShuffleSplit|RepeatedKFold|RepeatedStratifiedKFold)$/;
/** Whatever may draw. */
const DRAWS = new RegExp(
  [RANDOM, NUMPY, TORCH, TENSORFLOW, SKLEARN_SPLITS, /^torch\.utils\.data\.random_split$/, TORCH_WEIGHTS, KERAS_WEIGHTS]
    .map(({ source }) => source)
    .join('|'),
);

/** What draws only for show, for a name, for a pause, or for a shape. */
const HARMLESS =
  /^(matplotlib|seaborn|plotly|time|uuid|tempfile|torchinfo|torchsummary|torchviz|thop|ptflops|fvcore|builtins\.(print|hash))\b|\.(export|summary|trace|sleep)$/;
const DUMMY = /dummy|example|sample_input|fake_input|color|colour|jitter/i;

/** Draws from the generators of the process, in source order; those that matter to no result are left out. */
export function drawsOf(module: Module): readonly Draw[] {
  const draws: Draw[] = [];
  // A trainer that seeds does so when it is made; what was drawn before differs all the same.
  const seeded = Math.min(...module.callsTo(...seedingTrainers).map(({ node }) => node.start));
  const add = (node: Call, generator: Generator | null) => {
    if (node.start > seeded || generator === null || !matters(module, node)) return;
    draws.push({ generator, node, name: module.textOf(node.func) });
  };
  for (const { node, qualifiedName } of module.callsMatching(DRAWS))
    add(node, generatorOf(module, qualifiedName, node));
  // Objects of the file's own classes.
  if (module.all(Kind.ClassDef).length > 0)
    for (const node of module.scopes.calls)
      if (module.qualifiedName(node.func) === null) add(node, generatorOfClass(module, node));
  return draws.sort((a, b) => a.node.start - b.node.start);
}

/** A generator of NumPy made without a seed; the seeds of the process do not reach it. */
export interface FreshGenerator {
  readonly node: Call;
  readonly name: string;
  /** The draws that matter to a result. */
  readonly draws: readonly Call[];
}

export function freshGenerators(module: Module): readonly FreshGenerator[] {
  const made = module.callsTo(
    'numpy.random.default_rng',
    'numpy.random.RandomState',
    'numpy.random.mtrand.RandomState',
  );
  return made.flatMap(({ node, name }) => {
    if (node.args.length > 0 || node.keywords.length > 0) return [];
    const draws = module.scopes.calls.filter(
      ({ func }) => func.kind === Kind.Attribute && module.definition(func.value) === node,
    );
    const mattering = draws.filter((draw) => matters(module, draw));
    return mattering.length === 0 ? [] : [{ node, name, draws: mattering }];
  });
}

function generatorOf(module: Module, name: string, node: Call): Generator | null {
  if (RANDOM.test(name)) return 'random';
  if (NUMPY.test(name)) return 'numpy';
  if (TORCH.test(name)) return hasKeyword(node, 'generator') ? null : 'torch';
  if (TENSORFLOW.test(name)) return hasKeyword(node, 'seed') ? null : 'tensorflow';
  if (SKLEARN_SPLITS.test(name)) return hasKeyword(node, 'random_state') || isFalse(node, 'shuffle') ? null : 'numpy';
  if (name === 'torch.utils.data.random_split') return hasKeyword(node, 'generator') ? null : 'torch';
  // A layer inside a class draws when an object of the class is made.
  if (module.enclosing(node, Kind.ClassDef) !== null) return null;
  if (TORCH_WEIGHTS.test(name)) return 'torch';
  return KERAS_WEIGHTS.test(name) ? 'tensorflow' : null;
}

/** Making an object of the file's own torch module draws its weights. */
function generatorOfClass(module: Module, node: Call): Generator | null {
  const cls = classOf(module, node.func);
  return cls !== null && isModuleClass(module, cls) && module.enclosing(node, Kind.ClassDef) === null ? 'torch' : null;
}

function hasKeyword(node: Call, keyword: string): boolean {
  return node.keywords.some(({ arg }) => arg === keyword || arg === null);
}

function isFalse(node: Call, keyword: string): boolean {
  const value = node.keywords.find(({ arg }) => arg === keyword)?.value;
  return value?.kind === Kind.Const && value.value === ConstValue.False;
}

function matters(module: Module, draw: Call): boolean {
  let below: Node = draw;
  for (let at = module.parent(draw); at !== null; below = at, at = module.parent(at)) {
    if (at.kind === Kind.Call && at.func !== below && HARMLESS.test(module.qualifiedName(at.func) ?? '')) return false;
    if (at.kind === Kind.JoinedStr || at.kind === Kind.Assert) return false;
    if (at.kind === Kind.ExprStmt && buildsOnly(module, draw, at.value)) return false;
    if (at.kind === Kind.Assign)
      return !at.targets.some((target) => DUMMY.test(module.textOf(target)) || isAskedForShapes(module, target));
    if (at.kind === Kind.FunctionDef)
      return at.name !== '__getitem__' && !at.name.startsWith('test_') && !isAugmentation(module, at);
  }
  return true;
}

/** `model(tf.random.uniform(shape))` on a line of its own: the call gives the layers their shapes. */
function buildsOnly(module: Module, draw: Call, call: Expr): boolean {
  if (call === draw || call.kind !== Kind.Call || call.func.kind !== Kind.Name) return false;
  return module.definition(call.func).kind === Kind.Call;
}

const SHAPES = new Set(['shape', 'size', 'ndim', 'dtype']);

/** `out, state = rnn(tf.random.normal(shape))`, and then `out.shape` alone. */
function isAskedForShapes(module: Module, target: Expr): boolean {
  const names = target.kind === Kind.Tuple ? target.elts : [target];
  const reads = names.flatMap((name): readonly Node[] => (name.kind === Kind.Name ? readsOf(module, name) : [name]));
  const isShape = (read: Node): boolean => {
    const above = module.parent(read);
    return above?.kind === Kind.Attribute && SHAPES.has(above.attr);
  };
  return reads.length > 0 && reads.every(isShape);
}

function readsOf(module: Module, name: Name): readonly Name[] {
  return usesOfName(module, name).filter(({ ctx }) => ctx === NameContext.Load);
}

/** How deep functions of a pipeline call each other. */
const DEPTH = 3;

/** `dataset.map(jitter)`: each row is changed a little on its way, anew in each epoch. */
function isAugmentation(module: Module, own: FunctionDef, depth = DEPTH): boolean {
  const uses = module.scopes.named(own.name).filter(({ ctx }) => ctx === NameContext.Load);
  return (
    uses.length > 0 &&
    uses.every((use) => {
      const above = module.parent(use);
      if (above?.kind !== Kind.Call) return false;
      if (above.func !== use) return above.func.kind === Kind.Attribute && above.func.attr === 'map';
      const caller = module.enclosing(above, Kind.FunctionDef, Kind.Lambda);
      if (caller?.kind === Kind.FunctionDef) return depth > 0 && isAugmentation(module, caller, depth - 1);
      const given = caller === null ? null : module.parent(caller);
      return given?.kind === Kind.Call && given.func.kind === Kind.Attribute && given.func.attr === 'map';
    })
  );
}
