// Columns and masks that are surely pandas': seen from the call that made the frame to the place of use.
import { BinaryOperator, CompareOperator, Kind, UnaryOperator } from './syntax';
import type { Call, Expr, Name } from './syntax';
import { tableType, usesPandas } from './frames';
import type { Module } from './module';

/** Operators that work on each element of their operands. */
const LOGICAL = new Set([BinaryOperator.BitAnd, BinaryOperator.BitOr, BinaryOperator.BitXor]);
const MAKES_FRAME =
  /^pandas\.(DataFrame|get_dummies|merge|read_(csv|excel|parquet|json|table|feather|sql|sql_query|stata|sas|spss))$/;
/** With these, a reader gives chunks, columns or several frames. */
const OTHER_RESULTS = new Set([null, 'chunksize', 'iterator', 'squeeze', 'typ', 'sheet_name']);
const KEEPS_FRAME = new Set([
  'dropna',
  'drop',
  'copy',
  'reset_index',
  'sort_values',
  'fillna',
  'rename',
  'assign',
  'head',
]);
const KEEPS_COLUMN = new Set(['astype', 'fillna', 'abs', 'round', 'shift', 'copy', 'isna', 'isnull', 'notna', 'isin']);
const DEPTH = 8;

/** Whether an expression surely is a data frame: every definition that reaches it leads to a call of pandas. */
export function isFrame(module: Module, expr: Expr, depth = 0): boolean {
  if (depth > DEPTH || !usesPandas(module)) return false;
  if (expr.kind === Kind.Name) return everyDefinition(module, expr, (value) => isFrame(module, value, depth + 1));
  if (expr.kind === Kind.Subscript)
    return (
      (expr.slice.kind === Kind.List || isMask(module, expr.slice, depth + 1)) && isFrame(module, expr.value, depth + 1)
    );
  if (expr.kind !== Kind.Call) return false;
  if (MAKES_FRAME.test(module.qualifiedName(expr.func) ?? ''))
    return expr.keywords.every(({ arg }) => !OTHER_RESULTS.has(arg));
  if (joinsColumns(module, expr)) return true;
  return (
    expr.func.kind === Kind.Attribute && KEEPS_FRAME.has(expr.func.attr) && isFrame(module, expr.func.value, depth + 1)
  );
}

/** `pd.concat(…, axis=1)`: a frame, whatever it joins. */
function joinsColumns(module: Module, { func, keywords }: Call): boolean {
  const axis = keywords.find(({ arg }) => arg === 'axis')?.value;
  return axis !== undefined && module.textOf(axis) === '1' && module.qualifiedName(func) === 'pandas.concat';
}

/** Whether an expression surely is a column of a data frame, or several of its columns. */
export function isPartOfFrame(module: Module, expr: Expr, depth = 0): boolean {
  if (depth > DEPTH) return false;
  if (expr.kind === Kind.Name) return everyDefinition(module, expr, (value) => isPartOfFrame(module, value, depth + 1));
  // Whatever stands in the brackets, a frame gives a column or a frame.
  return expr.kind === Kind.Subscript && expr.value.kind !== Kind.Attribute && isFrame(module, expr.value, depth + 1);
}

/** Whether an expression surely is a column of a data frame. */
export function isColumn(module: Module, expr: Expr, depth = 0): boolean {
  if (depth > DEPTH) return false;
  if (expr.kind === Kind.Name) return everyDefinition(module, expr, (value) => isColumn(module, value, depth + 1));
  if (expr.kind === Kind.Subscript)
    return module.stringOf(expr.slice) !== null && isFrame(module, expr.value, depth + 1);
  if (expr.kind === Kind.Attribute)
    return tableType(module, expr) === 'series' && isFrame(module, expr.value, depth + 1);
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute) return false;
  return KEEPS_COLUMN.has(expr.func.attr) && isColumn(module, expr.func.value, depth + 1);
}

/** Whether an expression surely holds one truth value for each row: a comparison of a column, or a combination of such. */
export function isMask(module: Module, expr: Expr, depth = 0): boolean {
  if (depth > DEPTH) return false;
  if (expr.kind === Kind.Name) return everyDefinition(module, expr, (value) => isMask(module, value, depth + 1));
  const many = (part: Expr): boolean => isColumn(module, part, depth + 1) || isMask(module, part, depth + 1);
  if (expr.kind === Kind.Compare)
    return expr.ops.every((op) => op < CompareOperator.Is) && [expr.left, ...expr.comparators].some(many);
  if (expr.kind === Kind.BinOp && LOGICAL.has(expr.op)) return many(expr.left) || many(expr.right);
  return expr.kind === Kind.UnaryOp && expr.op === UnaryOperator.Invert && many(expr.operand);
}

/** Whether an expression surely has many values, so that it is no truth value. */
export function isElementwise(module: Module, expr: Expr): boolean {
  return isMask(module, expr) || isColumn(module, expr) || isFrame(module, expr);
}

function everyDefinition(module: Module, name: Name, holds: (value: Expr) => boolean): boolean {
  const bindings = module.scopes.reaching(name);
  return (
    bindings.length > 0 && bindings.every(({ kind, value }) => kind === 'assignment' && value !== null && holds(value))
  );
}
