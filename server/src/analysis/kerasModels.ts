// Keras models as the code builds them: the last layer, the loss they are compiled with, and the form of their labels.
import { ConstValue, Kind } from './syntax';
import type { Call, Expr } from './syntax';
import type { MethodCall, Module } from './module';

export interface KerasModel {
  readonly compile: MethodCall;
  /** The loss as text: `categorical_crossentropy`; of a class or function its name in that form. */
  readonly loss: { readonly name: string; readonly at: Expr; readonly call: Call | null } | null;
  readonly last: {
    readonly call: Call;
    readonly units: number | null;
    readonly activation: { readonly name: string; readonly at: Expr } | null;
  } | null;
  /** The labels of its fits. */
  readonly labels: readonly Expr[];
}

const KERAS = ['keras', 'tensorflow.keras', 'tensorflow.python.keras', 'tf_keras'];

/** The full names a member of Keras goes by. */
export function kerasNames(...members: readonly string[]): readonly string[] {
  return members.flatMap((member) => KERAS.map((root) => `${root}.${member}`));
}

function isKeras(module: Module, expr: Expr, ...members: readonly string[]): boolean {
  const name = module.qualifiedName(expr);
  return name !== null && kerasNames(...members).includes(name);
}

/** Models of which the compilation and the last layer can be seen. */
export function kerasModels(module: Module): readonly KerasModel[] {
  return module.methodCalls('compile').map((compile) => ({
    compile,
    loss: lossOf(module, compile),
    last: lastLayer(module, compile),
    labels: labelsOf(module, compile),
  }));
}

function lossOf(module: Module, compile: MethodCall): KerasModel['loss'] {
  const at = compile.argument(1, 'loss');
  if (at === null) return null;
  const text = module.stringOf(at);
  if (text !== null) return { name: text, at, call: null };
  const made = module.definition(at);
  const named = made.kind === Kind.Call ? made.func : made;
  const name = module.qualifiedName(named);
  const member = name === null ? null : /^(?:tensorflow\.)?(?:python\.)?keras\.losses\.(\w+)$/.exec(name)?.[1];
  return member === null || member === undefined
    ? null
    : { name: snakeCase(member), at, call: made.kind === Kind.Call ? made : null };
}

/** `SparseCategoricalCrossentropy` → `sparse_categorical_crossentropy`. */
function snakeCase(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

/** The last layer of a `Sequential` (listed or added), or the output of a functional model. */
function lastLayer(module: Module, compile: MethodCall): KerasModel['last'] {
  const model = module.definition(compile.receiver);
  if (model.kind !== Kind.Call) return null;
  const layer = isKeras(module, model.func, 'Sequential', 'models.Sequential', 'engine.sequential.Sequential')
    ? lastOfSequential(module, model, compile)
    : isKeras(module, model.func, 'Model', 'models.Model')
      ? outputOf(module, model)
      : null;
  return layer === null ? null : denseLayer(module, layer);
}

function lastOfSequential(module: Module, model: Call, compile: MethodCall): Expr | null {
  const text = module.textOf(compile.receiver);
  const added = module.methodCalls('add').filter(({ receiver, node }) => {
    return module.textOf(receiver) === text && module.definition(receiver) === model && node.start < compile.node.start;
  });
  const last = added.at(-1);
  // Layers added in a branch or a loop: which one is last cannot be said.
  if (last !== undefined)
    return module.enclosing(last.node, Kind.If, Kind.For, Kind.While) === null ? (last.node.args[0] ?? null) : null;
  const layers = model.args[0] ?? model.keywords.find(({ arg }) => arg === 'layers')?.value;
  const list = layers === undefined ? null : module.definition(layers);
  const element = list?.kind === Kind.List || list?.kind === Kind.Tuple ? list.elts.at(-1) : undefined;
  return element === undefined || element.kind === Kind.Starred ? null : element;
}

/** `Model(inputs, outputs)` with one output that is `Dense(…)(x)`: the layer. */
function outputOf(module: Module, model: Call): Expr | null {
  const output = model.args[1] ?? model.keywords.find(({ arg }) => arg === 'outputs' || arg === 'output')?.value;
  const made = output === undefined ? null : module.definition(output);
  return made?.kind === Kind.Call ? made.func : null;
}

/** A `Dense` layer, also with its activation as a layer of its own behind it. */
function denseLayer(module: Module, expr: Expr): KerasModel['last'] {
  const layer = module.definition(expr);
  if (layer.kind !== Kind.Call || !isKeras(module, layer.func, 'layers.Dense', 'layers.core.Dense')) return null;
  const units = layer.args[0] ?? layer.keywords.find(({ arg }) => arg === 'units' || arg === 'output_dim')?.value;
  const activation = layer.args[1] ?? layer.keywords.find(({ arg }) => arg === 'activation')?.value;
  const size = units === undefined ? null : module.definition(units);
  const name = activation === undefined ? null : (module.stringOf(activation) ?? activationName(module, activation));
  // An activation that is computed says nothing.
  if (activation !== undefined && name === null) return null;
  return {
    call: layer,
    units: size?.kind === Kind.Num ? Number(module.textOf(size)) : null,
    activation: activation === undefined || name === null ? null : { name, at: activation },
  };
}

function activationName(module: Module, expr: Expr): string | null {
  const name = module.qualifiedName(expr);
  return name === null ? null : (/(?:keras\.activations|tensorflow\.nn)\.(\w+)$/.exec(name)?.[1] ?? null);
}

/** The second argument of `fit`, of fits of the same model. */
function labelsOf(module: Module, compile: MethodCall): readonly Expr[] {
  const text = module.textOf(compile.receiver);
  const model = module.definition(compile.receiver);
  return module.methodCalls('fit').flatMap((fit) => {
    if (module.textOf(fit.receiver) !== text || module.definition(fit.receiver) !== model) return [];
    const label = fit.argument(1, 'y');
    return label === null ? [] : [label];
  });
}

const ONE_HOT = ['utils.to_categorical', 'utils.np_utils.to_categorical'];
const LOADERS =
  /\.keras\.datasets\.(mnist|fashion_mnist|cifar10|cifar100|reuters|imdb)\.load_data$|^keras\.datasets\.(mnist|fashion_mnist|cifar10|cifar100|reuters|imdb)\.load_data$/;

/** Whether labels are one-hot rows or class numbers; null if that is not sure. */
export function labelForm(module: Module, label: Expr): 'one-hot' | 'integer' | null {
  const made = module.definition(label);
  if (made.kind === Kind.Call) {
    if (isKeras(module, made.func, ...ONE_HOT)) return 'one-hot';
    const name = module.qualifiedName(made.func);
    if (name === 'pandas.get_dummies' || name === 'tensorflow.one_hot') return 'one-hot';
    if (made.func.kind === Kind.Attribute && made.func.attr === 'astype') return labelForm(module, made.func.value);
    if (made.func.kind === Kind.Attribute && made.func.attr === 'fit_transform')
      return encoded(module, made.func.value);
    return null;
  }
  return made.kind === Kind.Name && isLoadedLabel(module, made) ? 'integer' : null;
}

function encoded(module: Module, encoder: Expr): 'one-hot' | 'integer' | null {
  const made = module.definition(encoder);
  const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  if (name === 'sklearn.preprocessing.LabelEncoder') return 'integer';
  return null; // a LabelBinarizer of two classes gives one column, of more classes one-hot rows
}

/** `(x_train, y_train), (x_test, y_test) = mnist.load_data()`, and nothing done to it since. */
function isLoadedLabel(module: Module, name: Extract<Expr, { kind: Kind.Name }>): boolean {
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'part' || others.length > 0) return false;
  const assign = module.enclosing(binding.node, Kind.Assign);
  const pair = module.parent(binding.node);
  const loads = assign?.value.kind === Kind.Call && LOADERS.test(module.qualifiedName(assign.value.func) ?? '');
  return loads && pair?.kind === Kind.Tuple && pair.elts[1] === binding.node;
}

/** The keyword `from_logits`, if it is the literal `True`. */
export function fromLogits(call: Call | null): Expr | null {
  const value = call?.keywords.find(({ arg }) => arg === 'from_logits')?.value;
  return value?.kind === Kind.Const && value.value === ConstValue.True ? value : null;
}
