// Ranks of arrays: whether a value surely has one axis, (N), or two of which the last has one place, (N, 1).
import { BinaryOperator, Kind } from './syntax';
import type { Call, Expr, Node } from './syntax';
import { isLinear, lastLayerOf, outputsOf } from './outputs';
import type { Module } from './module';

/** `row`: shape (N). `column`: shape (N, 1). */
export type Rank = 'row' | 'column';

const DEPTH = 10;
const SAME =
  /^(float|double|to|cpu|cuda|detach|clone|long|int|type|astype|numpy|copy|requires_grad_|fillna|abs|exp|log|sqrt|clip|clamp)$/;
const WRAPS =
  /^(torch\.(tensor|as_tensor|from_numpy|FloatTensor|Tensor|sigmoid|relu|tanh)|numpy\.(array|asarray|float32|log|log1p|sqrt))$/;
const FILLED = /^(torch|numpy)\.(zeros|ones|empty)$|^torch\.(rand|randn)$|^numpy\.random\.(rand|randn)$/;
const ONE_AXIS = /^(torch|numpy)\.(arange|linspace|randperm)$/;
/** Give features and labels; labels have one axis. */
const LABELLED =
  /^sklearn\.datasets\.(make_(classification|regression|blobs|moons|circles|friedman\d)|load_(?!linnerud)\w+|fetch_california_housing)$/;

/** The rank of a value; null if it is not sure. */
export function rankOf(module: Module, expr: Expr, depth = 0): Rank | null {
  if (depth > DEPTH) return null;
  const at = module.definition(expr);
  switch (at.kind) {
    case Kind.Name:
      return rankOfPart(module, at, depth);
    case Kind.Attribute:
      return at.attr === 'values' || at.attr === 'data' ? rankOf(module, at.value, depth + 1) : null;
    case Kind.BinOp:
      return rankOfTwo(module, at.left, at.right, at.op, depth);
    case Kind.Call:
      return rankOfCall(module, at, depth) ?? rankOfOutput(module, at);
    case Kind.Subscript:
      return rankOfSubscript(module, at.value, at.slice);
    default:
      return null;
  }
}

/** A linear layer with one output gives a column, however many rows there are. */
function rankOfOutput(module: Module, call: Call): Rank | null {
  const last = lastLayerOf(module, call);
  return last !== null && !last.reshaped && isLinear(last) && outputsOf(module, last) === 1 ? 'column' : null;
}

/** Arithmetic with a number keeps the shape. */
function rankOfTwo(module: Module, left: Expr, right: Expr, op: BinaryOperator, depth: number): Rank | null {
  if (op === BinaryOperator.MatMult) return null;
  if (right.kind === Kind.Num) return rankOf(module, left, depth + 1);
  return left.kind === Kind.Num ? rankOf(module, right, depth + 1) : null;
}

/** A column of a table by its name. */
function rankOfSubscript(module: Module, table: Expr, slice: Expr): Rank | null {
  const made = module.definition(table);
  const isTable =
    made.kind === Kind.Call && /^pandas\.(read_\w+|DataFrame)$/.test(module.qualifiedName(made.func) ?? '');
  if (!isTable) return null;
  if (slice.kind === Kind.Str) return 'row';
  return slice.kind === Kind.List && slice.elts.length === 1 && slice.elts[0]!.kind === Kind.Str ? 'column' : null;
}

function rankOfCall(module: Module, call: Call, depth: number): Rank | null {
  const name = module.qualifiedName(call.func);
  const [first] = call.args;
  if (name !== null) {
    if (ONE_AXIS.test(name)) return 'row';
    if (FILLED.test(name)) return filledRank(module, call);
    if (first !== undefined && WRAPS.test(name)) return rankOf(module, first, depth + 1);
    if (/^torch\.(flatten|ravel)$/.test(name) && call.args.length === 1) return 'row';
    if (name === 'torch.unsqueeze' && first !== undefined)
      return rankOf(module, first, depth + 1) === 'row' ? 'column' : null;
    return null;
  }
  if (call.func.kind !== Kind.Attribute) return null;
  const { attr, value } = call.func;
  const sizes = call.args
    .map((arg) => module.textOf(arg))
    .join(', ')
    .replaceAll(/[()[\]]/g, '');
  if (attr === 'view' || attr === 'reshape') return sizes === '-1' ? 'row' : sizes === '-1, 1' ? 'column' : null;
  if ((attr === 'flatten' || attr === 'ravel') && call.args.length === 0) return 'row';
  if (attr === 'unsqueeze' && /^(1|-1)$/.test(sizes))
    return rankOf(module, value, depth + 1) === 'row' ? 'column' : null;
  if (attr === 'squeeze' && /^(1|-1)$/.test(sizes)) return rankOf(module, value, depth + 1) === null ? null : 'row';
  if (attr === 'to_numpy') return rankOf(module, value, depth + 1);
  return SAME.test(attr) ? rankOf(module, value, depth + 1) : null;
}

/** `torch.randn(100)` or `torch.zeros((100, 1))`. */
function filledRank(module: Module, { args }: Call): Rank | null {
  const [first] = args;
  const sizes = first?.kind === Kind.Tuple || first?.kind === Kind.List ? first.elts : args;
  const isNumber = (expr: Expr): boolean => module.definition(expr).kind === Kind.Num;
  if (sizes.length === 0 || !sizes.every(isNumber)) return null;
  // One place alone is broadcast as it is meant.
  if (sizes.length === 1) return Number(module.textOf(module.definition(sizes[0]!))) > 1 ? 'row' : null;
  return sizes.length === 2 && Number(module.textOf(module.definition(sizes[1]!))) === 1 ? 'column' : null;
}

/** A name that is one of several targets: a part of a split, of a data set, of the batches of a loader. */
function rankOfPart(module: Module, name: Extract<Expr, { kind: Kind.Name }>, depth: number): Rank | null {
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'part' || others.length > 0) return null;
  const pair = module.parent(binding.node);
  const around: Node | null = pair === null ? null : module.parent(pair);
  if (pair?.kind !== Kind.Tuple) return null;
  const place = pair.elts.findIndex((element) => element === binding.node);
  if (around?.kind === Kind.Assign && around.value.kind === Kind.Call)
    return rankOfSource(module, around.value, place, depth);
  // `for i, (x, y) in enumerate(loader)`
  const loop = around?.kind === Kind.Tuple ? module.parent(around) : around;
  return loop?.kind === Kind.For ? rankInBatch(module, loop.iter, place, depth) : null;
}

function rankOfSource(module: Module, call: Call, place: number, depth: number): Rank | null {
  const name = module.qualifiedName(call.func) ?? '';
  if (name === 'sklearn.model_selection.train_test_split') {
    const given = call.args[Math.floor(place / 2)];
    return given === undefined ? null : rankOf(module, given, depth + 1);
  }
  const returnsBoth =
    name.startsWith('sklearn.datasets.make_') || call.keywords.some(({ arg }) => arg === 'return_X_y');
  const isPlain = !call.keywords.some(({ arg }) => arg === null || arg === 'n_targets' || arg === 'as_frame');
  return LABELLED.test(name) && place === 1 && returnsBoth && isPlain ? 'row' : null;
}

/** What a batch of `DataLoader(TensorDataset(x, y))` has at a place. */
function rankInBatch(module: Module, iter: Expr, place: number, depth: number): Rank | null {
  const over = module.definition(iter);
  if (over.kind !== Kind.Call) return null;
  const name = module.qualifiedName(over.func) ?? '';
  const [first] = over.args;
  if (first === undefined) return null;
  if (/^(builtins\.enumerate|tqdm\.(auto\.)?tqdm)$/.test(name)) return rankInBatch(module, first, place, depth + 1);
  if (name !== 'torch.utils.data.DataLoader') return null;
  const dataset = module.definition(first);
  if (dataset.kind !== Kind.Call || module.qualifiedName(dataset.func) !== 'torch.utils.data.TensorDataset')
    return null;
  const part = dataset.args[place];
  return part === undefined || part.kind === Kind.Starred ? null : rankOf(module, part, depth + 1);
}
