// Arguments of array functions: whole numbers, sizes and element types.
import { BinaryOperator, Kind, NumberKind, numberValue, UnaryOperator } from '../syntax';
import type { Expr } from '../syntax';
import { meaningOf } from '../meanings';
import type { Module } from '../module';
import { dtypeOfName, dtypeOfText } from '../../knowledge/onnxDtypes';
import type { ArrayReader } from './arrayFacts';
import type { Shape } from './shapes';

/** A whole number that is surely known: a literal, a constant, arithmetic of them. */
export function integerOf(module: Module, expr: Expr, depth = 0): number | null {
  if (depth > 8) return null;
  const at = meaningOf(module, expr);
  if (at === null) return null;
  if (at.kind === Kind.Num) {
    const value = at.flags === NumberKind.Int ? numberValue(at, module.source) : NaN;
    return Number.isSafeInteger(value) ? value : null;
  }
  if (at.kind === Kind.UnaryOp && at.op === UnaryOperator.USub) {
    const value = integerOf(module, at.operand, depth + 1);
    return value === null ? null : -value;
  }
  if (at.kind !== Kind.BinOp) return null;
  const left = integerOf(module, at.left, depth + 1);
  const right = integerOf(module, at.right, depth + 1);
  return left === null || right === null ? null : computed(at.op, left, right);
}

function computed(op: BinaryOperator, left: number, right: number): number | null {
  if (op === BinaryOperator.Add) return left + right;
  if (op === BinaryOperator.Sub) return left - right;
  if (op === BinaryOperator.Mult) return left * right;
  return op === BinaryOperator.FloorDiv && right !== 0 ? Math.floor(left / right) : null;
}

/** The element type a `dtype=` names: `np.float32`, `'float32'`, `torch.long`, `x.dtype`. */
export function dtypeOf(reader: ArrayReader, expr: Expr): string | null {
  const { module } = reader;
  const at = meaningOf(module, expr);
  if (at === null) return null;
  const text = module.stringOf(at);
  if (text !== null) return dtypeOfText(text);
  if (at.kind === Kind.Attribute && at.attr === 'dtype') return reader.of(at.value)?.dtype ?? null;
  if (at.kind === Kind.Call && module.qualifiedName(at.func) === 'numpy.dtype' && at.args[0] !== undefined)
    return dtypeOf(reader, at.args[0]);
  const name = module.qualifiedName(at);
  return name === null ? null : dtypeOfName(name);
}

/** A shape as an argument: `(1, 3, n)`, `[1, 3]`, `5`, `x.shape`. Sizes that are computed are not known. */
export function shapeArgument(reader: ArrayReader, expr: Expr): Shape | null {
  const at = meaningOf(reader.module, expr);
  if (at === null) return null;
  if (at.kind === Kind.Tuple || at.kind === Kind.List)
    return at.elts.some(({ kind }) => kind === Kind.Starred) ? null : at.elts.map((size) => reader.integer(size));
  if (at.kind === Kind.Attribute && at.attr === 'shape') return reader.of(at.value)?.shape ?? null;
  if (at.kind === Kind.Call && reader.module.qualifiedName(at.func) === 'builtins.len') return [null];
  const size = reader.integer(at);
  return size === null ? null : [size];
}
