// The way of a frame into a split: `X = df[columns]`, `X = scaler.fit_transform(X)`, `train_test_split(X, …)`.
import { Kind, NameContext, type Call, type Expr, type Name, type Stmt } from '../syntax';
import type { Module } from '../module';
import type { Edit } from '../text';
import { isMeasured, SHOWN, statementOf, type SplitStatement } from './statements';

/** A transformer that is fitted on the way: `call` is `estimator.fit_transform(given)`. */
export interface FitOnTheWay {
  readonly call: Call;
  readonly estimator: string;
  readonly given: Expr;
}

export interface Way {
  /** Whether the parts surely hold this column. */
  keeps(column: string): boolean;
  /** Where the frame and the names between are read on it. */
  readonly reads: ReadonlySet<Name>;
  /** Names given to what lies between the frame and the split. */
  readonly between: readonly string[];
  readonly fits: readonly FitOnTheWay[];
}

interface Steps {
  only: ReadonlySet<string> | null;
  readonly without: Set<string>;
  readonly reads: Set<Name>;
  readonly between: string[];
  readonly fits: FitOnTheWay[];
}

/** Follows the first array of the split back to `frame`; null where a step is not known, or lies before `from`. */
export function wayInto(module: Module, frame: string, split: SplitStatement, from: number): Way | null {
  const steps: Steps = { only: null, without: new Set(), reads: new Set(), between: [], fits: [] };
  let expr: Expr | null = split.call.args[0] ?? null;
  for (let depth = 0; expr !== null && depth < 8; depth++) {
    if (expr.kind === Kind.Name && expr.id === frame) {
      steps.reads.add(expr);
      const { only, without, reads, between, fits } = steps;
      const keeps = (column: string): boolean => !without.has(column) && (only === null || only.has(column));
      return { keeps, reads, between, fits };
    }
    expr = stepBack(module, expr, split, from, steps);
  }
  return null;
}

function stepBack(module: Module, expr: Expr, split: SplitStatement, from: number, steps: Steps): Expr | null {
  if (expr.kind === Kind.Name) return assigned(module, expr, split, from, steps);
  if (expr.kind === Kind.Subscript) {
    const names = namesOf(module, expr.slice);
    if (names === null || steps.only !== null) return null;
    steps.only = new Set(names);
    return expr.value;
  }
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute) return null;
  const { attr, value } = expr.func;
  if (attr === 'copy' && expr.args.length === 0) return value;
  if (attr === 'drop') return dropped(module, expr, steps) ? value : null;
  const [given] = expr.args;
  // Below a fit lies an array: no column of it can be chosen by name above.
  const chosen = steps.only !== null || steps.without.size > 0;
  if (attr !== 'fit_transform' || value.kind !== Kind.Name || given === undefined || chosen) return null;
  if (expr.args.length !== 1 || expr.keywords.length > 0) return null;
  steps.fits.push({ call: expr, estimator: value.id, given });
  return given;
}

/** `X`, bound once, by a statement beside the split; what it is bound to. */
function assigned(module: Module, name: Name, { statement }: SplitStatement, from: number, steps: Steps): Expr | null {
  const bound = module.scopes.named(name.id).filter(({ ctx }) => ctx !== NameContext.Load);
  const [target] = bound;
  const binding = target === undefined ? null : statementOf(module, target);
  if (bound.length !== 1 || binding?.kind !== Kind.Assign || binding.targets[0] !== target) return null;
  if (binding.targets.length !== 1 || module.parent(binding) !== module.parent(statement)) return null;
  if (binding.start < from || binding.end > statement.start) return null;
  steps.reads.add(name);
  steps.between.push(name.id);
  return binding.value;
}

/** `['a', 'b']`, also by a name. */
function namesOf(module: Module, expr: Expr): readonly string[] | null {
  const list = module.definition(expr);
  if (list.kind !== Kind.List) return null;
  const names = list.elts.flatMap((each) => module.stringOf(each) ?? []);
  return names.length === list.elts.length ? names : null;
}

/** `drop(columns='a')`, `drop(['a', 'b'], axis=1)`. */
function dropped(module: Module, { args, keywords }: Call, { without }: Steps): boolean {
  const columns = keywords.find(({ arg }) => arg === 'columns')?.value ?? args[0];
  const axis = keywords.find(({ arg }) => arg === 'axis')?.value ?? args[1];
  if (columns === undefined || keywords.some(({ arg }) => arg !== 'columns' && arg !== 'axis')) return false;
  if (columns === args[0] && (axis === undefined || !/^(1|'columns'|"columns")$/.test(module.textOf(axis))))
    return false;
  const one = module.stringOf(columns);
  const names = one === null ? namesOf(module, columns) : [one];
  for (const name of names ?? []) without.add(name);
  return names !== null;
}

/**
 * Whether the frame, from `from` on, is only read on the way, in `moved` statements, in other columns than `columns`, or
 * shown; and what lies between is read by the split alone.
 */
export function isFreeToMove(module: Module, frame: string, way: Way, { from, split, moved, columns }: Span): boolean {
  const names = [frame, ...way.between].flatMap((id) => module.scopes.named(id));
  return names.every((name) => {
    if (way.between.includes(name.id))
      return name.ctx !== NameContext.Load || way.reads.has(name) || isMeasured(module, name);
    if (name.start < from || way.reads.has(name)) return true;
    if (moved.some(({ start, end }) => start <= name.start && name.end <= end)) return true;
    if (name.start > split.statement.end) return isMeasured(module, name);
    const parent = module.parent(name);
    if (parent?.kind === Kind.Subscript && parent.value === name) {
      const column = module.stringOf(parent.slice);
      if (column !== null) return !columns.includes(column);
    }
    const statement = statementOf(module, name);
    return statement?.kind === Kind.ExprStmt && SHOWN.test(module.textOf(statement));
  });
}

interface Span {
  readonly from: number;
  readonly split: SplitStatement;
  readonly moved: readonly Stmt[];
  readonly columns: readonly string[];
}

/** Each `t.fit_transform(X)` becomes `X`; null where t is used before the split in another way. */
export function unfitted(module: Module, fits: readonly FitOnTheWay[], split: SplitStatement): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const { call, estimator, given } of fits) {
    const used = module.scopes
      .named(estimator)
      .some(({ start, end }) => start > call.end && end <= split.statement.end);
    if (used) return null;
    edits.push({ start: call.start, end: call.end, text: module.textOf(given) });
  }
  return edits;
}
