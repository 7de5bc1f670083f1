// What an array in the code is: its element type and shape, as NumPy and PyTorch really give them. Unknown when unsure.
import { BinaryOperator, ConstValue, Kind, NumberKind, StringFlag, UnaryOperator } from '../syntax';
import type { Expr, Name } from '../syntax';
import { meaningsOf } from '../meanings';
import type { Module } from '../module';
import { fromFrame, python } from './arrayFacts';
import type { ArrayFacts, ArrayReader } from './arrayFacts';
import { callFacts } from './arrayCalls';
import { binaryFacts, subscriptFacts } from './arrayOperations';
import { dtypeOf, integerOf, shapeArgument } from './arrayArguments';
import { loadedPart } from './loadedArrays';
import { agreed, transposed } from './shapes';

const DEPTH = 24;

/** What is known of the array an expression gives; null if it is none we know. */
export function arrayFacts(module: Module, expr: Expr): ArrayFacts | null {
  const open = new Set<Expr>();
  const reader: ArrayReader = {
    module,
    of: (part) => (part === null || part === undefined ? null : read(part)),
    integer: (part) => (part === null || part === undefined ? null : integerOf(module, part)),
    dtype: (part) => dtypeOf(reader, part),
    shape: (part) => (part === null || part === undefined ? null : shapeArgument(reader, part)),
  };

  function read(part: Expr): ArrayFacts | null {
    if (open.has(part) || open.size > DEPTH) return null;
    open.add(part);
    const all = meaningsOf(module, part).map((meaning) => readOne(meaning));
    open.delete(part);
    return merged(all);
  }

  function readOne(at: Expr): ArrayFacts | null {
    if (at.kind === Kind.Num) return numberFacts(at.flags);
    if (at.kind === Kind.Const)
      return at.value === ConstValue.True || at.value === ConstValue.False ? python('bool', []) : null;
    if (at.kind === Kind.Str) return (at.flags & StringFlag.Bytes) === 0 ? python('string', []) : null;
    if (at.kind === Kind.List || at.kind === Kind.Tuple) return listFacts(reader, at.elts);
    if (at.kind === Kind.UnaryOp) return at.op === UnaryOperator.Not ? null : read(at.operand);
    if (at.kind === Kind.BinOp) return binaryFacts(at.op, read(at.left), read(at.right));
    if (at.kind === Kind.Subscript) return subscriptFacts(reader, at);
    if (at.kind === Kind.Call) return callFacts(reader, at);
    if (at.kind === Kind.Name) return partFacts(reader, at) ?? updatedFacts(reader, at);
    if (at.kind !== Kind.Attribute) return null;
    const whole = at.attr === 'T' ? read(at.value) : null;
    if (whole !== null) return { ...whole, shape: transposed(whole.shape, null) };
    if (at.attr === 'values') return fromFrame(read(at.value));
    return at.attr === 'data' || at.attr === 'target' ? loadedPart(reader, at.value, at.attr === 'data' ? 0 : 1) : null;
  }

  return setsShape(module) ? withoutShape(read(expr)) : read(expr);
}

function numberFacts(kind: NumberKind): ArrayFacts | null {
  if (kind === NumberKind.Imaginary) return null;
  return python(kind === NumberKind.Int ? 'int64' : 'float64', []);
}

/** A list as `np.array` would take it. A number says that its neighbours are numbers too. */
function listFacts(reader: ArrayReader, elements: readonly Expr[]): ArrayFacts | null {
  if (elements.length === 0 || elements.some(({ kind }) => kind === Kind.Starred)) return null;
  const facts = elements.map((element) => reader.of(element));
  const known = facts.filter((each) => each !== null);
  if (known.some(({ library }) => library === 'frame')) return null;
  const isRow = known.some(({ library, shape }) => library === 'python' && shape?.length === 0);
  const inner = isRow ? [] : known.length === facts.length ? agreed(known.map(({ shape }) => shape)) : null;
  return python(listDtype(facts), inner === null ? null : [elements.length, ...inner]);
}

function listDtype(facts: readonly (ArrayFacts | null)[]): string | null {
  const dtypes = facts.map((each) => each?.dtype ?? null);
  const [first] = dtypes;
  if (dtypes.every((dtype) => dtype === first)) return first ?? null;
  // Python's floats are 64 bits wide: beside one of them, every other number becomes one.
  const widest = facts.some((each) => each?.dtype === 'float64');
  return widest && !dtypes.includes('string') ? 'float64' : null;
}

/** A name that is one of several targets: `X_train, X_test = train_test_split(X)`. */
function partFacts(reader: ArrayReader, name: Name): ArrayFacts | null {
  const { module } = reader;
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'part' || others.length > 0) return null;
  const around = module.parent(binding.node);
  const targets = around?.kind === Kind.Tuple || around?.kind === Kind.List ? around : null;
  const assign = targets === null ? null : module.parent(targets);
  if (targets === null || assign?.kind !== Kind.Assign) return null;
  const position = targets.elts.findIndex((element) => element === binding.node);
  if (position < 0 || targets.elts.some(({ kind }) => kind === Kind.Starred)) return null;
  const value = module.definition(assign.value);
  if (value.kind === Kind.Tuple && value.elts.length === targets.elts.length) return reader.of(value.elts[position]);
  return loadedPart(reader, value, position);
}

/** `x /= 255`: an array keeps its type and shape, or NumPy raises. A number, or what may be one, becomes another. */
function updatedFacts(reader: ArrayReader, name: Name): ArrayFacts | null {
  const { module } = reader;
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'augmented' || others.length > 0 || binding.node.kind !== Kind.Name) return null;
  const around = module.parent(binding.node);
  if (around?.kind !== Kind.AugAssign || !KEEPS_TYPE.has(around.op)) return null;
  const before = reader.of(binding.node);
  const isArray = before?.library === 'numpy' && before.shape !== null && before.shape.length > 0;
  return isArray ? before : null;
}

const KEEPS_TYPE: ReadonlySet<BinaryOperator> = new Set([
  BinaryOperator.Add,
  BinaryOperator.Sub,
  BinaryOperator.Mult,
  BinaryOperator.Div,
]);

/** What all of them agree on. */
function merged(all: readonly (ArrayFacts | null)[]): ArrayFacts | null {
  const [first] = all;
  if (first === undefined || first === null) return null;
  if (all.some((each) => each?.library !== first.library)) return null;
  const same = all.every((each) => each?.dtype === first.dtype);
  return { library: first.library, dtype: same ? first.dtype : null, shape: agreed(all.map((each) => each!.shape)) };
}

/** `x.shape = …` and `x.resize(…)` change an array under its name. */
function setsShape(module: Module): boolean {
  return (
    /\.shape\s*=[^=]/.test(module.source) ||
    module.methodCalls('resize').some(({ node }) => module.parent(node)?.kind === Kind.ExprStmt)
  );
}

function withoutShape(facts: ArrayFacts | null): ArrayFacts | null {
  return facts === null ? null : { ...facts, shape: null };
}
