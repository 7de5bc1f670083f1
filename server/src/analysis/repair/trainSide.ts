// The training side of an expression: `df['a']` becomes `df.loc[train_rows, 'a']`, an array `X` what the split draws of it.
import { Kind, type Call, type Expr, type Name, type Node } from '../syntax';
import type { Module } from '../module';
import { isData, namesIn } from './statements';

/** The name that the labels of the training rows get. */
export const TRAIN_ROWS = 'train_rows';

/** A frame, series or array and what is taken of it, row by row. */
export interface Taken {
  readonly root: Name;
  /** Only its positions are known, not its labels. */
  readonly isArray: boolean;
  /** The root, or the columns of it that are taken first. */
  readonly first: Expr;
  readonly whole: Expr;
}

/** Attributes and methods that treat each row for itself, or leave rows out of a statistic. */
const TRANSPARENT =
  /^(values|to_numpy|reshape|astype|copy|drop|dropna|round|abs|to_frame|str|lower|strip|replace|fillna|ravel|iloc|select_dtypes)$/;

/** Null where the rows of `expr` are not surely those of one name. */
export function takenFrom(module: Module, expr: Expr): Taken | null {
  let first: Expr = expr;
  let at: Expr = expr;
  while (at.kind !== Kind.Name) {
    const below = stepInto(module, at);
    if (below === null) return null;
    // The columns chosen of the root itself can be chosen together with its rows.
    first = at.kind === Kind.Subscript && below.kind === Kind.Name ? at : isColumn(module, at) ? at : below;
    at = below;
  }
  const kind = module.flow.valueOf(at)?.data?.kind;
  const isFrame = kind === 'frame' || (kind === 'series' && first === at);
  if (isLibraryName(at) || (!isFrame && (kind !== 'array' || first !== at))) return null;
  return { root: at, isArray: kind === 'array', first, whole: expr };
}

function stepInto(module: Module, expr: Expr): Expr | null {
  if (expr.kind === Kind.Subscript) {
    if (expr.value.kind === Kind.Attribute && expr.value.attr === 'iloc')
      return isAllRows(module, expr.slice) ? expr.value.value : null;
    return isColumnChoice(module, expr.slice) ? expr.value : null;
  }
  if (expr.kind === Kind.Attribute) return TRANSPARENT.test(expr.attr) || isColumn(module, expr) ? expr.value : null;
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute || !TRANSPARENT.test(expr.func.attr)) return null;
  return isRowwise(module, expr, expr.func.attr) ? expr.func.value : null;
}

function isRowwise(module: Module, call: Call, method: string): boolean {
  const given = [...call.args, ...call.keywords.map(({ value }) => value)];
  const data = given.some((each) => namesIn(module, each).some((name) => isData(module, name)));
  if (data) return false;
  if (method === 'reshape') return given.map((each) => module.textOf(each)).join() === '-1,1';
  if (method !== 'drop') return true;
  return call.keywords.some(
    ({ arg, value }) => arg === 'columns' || (arg === 'axis' && /^(1|'columns'|"columns")$/.test(module.textOf(value))),
  );
}

/** `df.age`, where age is a column as far as the engine knows. */
function isColumn(module: Module, expr: Expr): boolean {
  return expr.kind === Kind.Attribute && module.flow.valueOf(expr)?.data?.column === expr.attr;
}

/** `'a'`, `['a', 'b']`, `columns`, or the variable of a loop over columns. */
function isColumnChoice(module: Module, slice: Expr): boolean {
  if (slice.kind === Kind.Str || slice.kind === Kind.List || module.definition(slice).kind === Kind.List) return true;
  return slice.kind === Kind.Name && (isLoopVariable(module, slice) || module.stringOf(slice) !== null);
}

function isAllRows(module: Module, slice: Expr): boolean {
  return slice.kind === Kind.Tuple && slice.elts.length === 2 && module.textOf(slice.elts[0]!) === ':';
}

function isLoopVariable(module: Module, name: Name): boolean {
  for (
    let loop: Node | null = module.enclosing(name, Kind.For);
    loop !== null;
    loop = module.enclosing(loop, Kind.For)
  ) {
    if (loop.kind === Kind.For && loop.target.kind === Kind.Name && loop.target.id === name.id) return true;
  }
  return false;
}

export function isLibraryName(expr: Expr): boolean {
  return expr.kind === Kind.Name && /^(np|numpy|pd|pandas|stats|statistics)$/.test(expr.id);
}

/**
 * The text of `taken` for the training rows alone.
 * @param drawn the arguments that repeat the draw of the split; null to choose rows by their labels
 */
export function onTrainRows(module: Module, { root, first, whole }: Taken, drawn: string | null): string {
  if (drawn !== null) return `train_test_split(${module.textOf(whole)}${drawn})[0]`;
  const after = module.source.slice(first.end, whole.end);
  const column =
    first.kind === Kind.Attribute
      ? `, '${first.attr}'`
      : first.kind === Kind.Subscript
        ? `, ${module.textOf(first.slice)}`
        : '';
  return `${root.id}.loc[${TRAIN_ROWS}${column}]${after}`;
}
