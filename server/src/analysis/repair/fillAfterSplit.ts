// Repair of gaps filled before the split: the numbers are taken of the training part below it, and fill both parts.
import { Kind, type Call, type Expr, type Node, type Stmt } from '../syntax';
import type { Learnt } from '../flow/records';
import type { Module } from '../module';
import type { Repair } from './refit';
import { callAt, insertedAfter, namesIn, ownLines, renamed, splitStatement, statementOf } from './statements';
import { isFreeToMove, unfitted, wayInto, type Way } from './way';

/** `df['a'] = df['a'].fillna(value)`, `df['a'].fillna(value, inplace=True)`. */
interface Filling {
  readonly statement: Stmt;
  readonly frame: string;
  readonly column: string;
  /** As written, quotes included. */
  readonly key: string;
  readonly value: Expr;
}

/**
 * Offered for neighbouring lines that fill columns of one frame by a number of the same frame, above
 * `a, b, … = train_test_split(X, …)` in the same block, where the way from the frame to X is known, all columns are on it,
 * and nothing else reads them. A transformer fitted on that way is fitted below the split, after the filling.
 */
export function fillAfterSplit(module: Module, leaks: readonly Learnt[]): Repair | null {
  const where = leaks[0]?.split ?? null;
  const split = where === null || where.name !== 'train_test_split' ? null : splitStatement(module, where.at);
  const fillings = leaks.map((leak) => fillingOf(module, leak));
  const [first] = fillings;
  if (split === null || first === null || first === undefined) return null;
  const known = fillings.filter((each) => each !== null);
  const block = module.parent(split.statement);
  const beside = known.every(({ statement, frame }) => frame === first.frame && module.parent(statement) === block);
  if (known.length !== fillings.length || !beside || new Set(known.map(({ column }) => column)).size !== known.length)
    return null;
  const from = first.statement.start;
  const way = wayInto(module, first.frame, split, from);
  const columns = known.map(({ column }) => column);
  const moved = known.map(({ statement }) => statement);
  if (way === null || !columns.every((column) => way.keeps(column))) return null;
  if (!isFreeToMove(module, first.frame, way, { from, split, moved, columns })) return null;
  const values = known.map(({ value }) => renamed(module, value, first.frame, split.train));
  if (!known.every(({ value }) => isOnTheWay(module, value, first.frame, way))) return null;
  if (module.scopes.named(FILL).length > 0) return null;

  const entries = known.map(({ key }, i) => `${key}: ${values[i]!}`);
  const lines = [
    ...(entries.length === 1
      ? [`${FILL} = {${entries[0]!}}`]
      : [`${FILL} = {`, ...entries.map((each) => `    ${each},`), '}']),
    ...[split.train, split.test].map((part) => `${part} = ${part}.fillna(${FILL})`),
    ...way.fits
      .toReversed()
      .flatMap(({ estimator }) => [
        `${split.train} = ${estimator}.fit_transform(${split.train})`,
        `${split.test} = ${estimator}.transform(${split.test})`,
      ]),
  ];
  const removed = moved.map((statement) => ownLines(module, statement));
  const inserted = insertedAfter(module, split.statement, lines);
  const unfit = unfitted(module, way.fits, split);
  if (inserted === null || unfit === null) return null;
  const deletions = removed.flatMap((each) => (each === null ? [] : { ...each, text: '' }));
  if (deletions.length !== moved.length) return null;
  return {
    title:
      way.fits.length === 0
        ? 'Split first, fill by the training part'
        : 'Split first, fill and fit by the training part',
    edits: [...deletions, ...unfit, inserted],
    safety: 'unsafe',
  };
}

const FILL = 'fill_values';

function fillingOf(module: Module, { influence }: Learnt): Filling | null {
  const call = callAt(module, influence.at);
  const statement = call === null ? null : statementOf(module, call);
  if (influence.kind !== 'statistic' || !/^(mean|median|mode|min|max|quantile|std)$/.test(influence.name)) return null;
  if (statement?.kind !== Kind.Assign && statement?.kind !== Kind.ExprStmt) return null;
  const fill = statement.value;
  if (fill.kind !== Kind.Call || fill.func.kind !== Kind.Attribute || fill.func.attr !== 'fillna') return null;
  const filled = fill.func.value;
  const value = valueOf(module, fill, statement.kind === Kind.ExprStmt);
  if (value === null || !isOneNumber(value, influence.name) || module.textOf(statement).includes('\n')) return null;
  if (statement.kind === Kind.Assign) {
    const [target] = statement.targets;
    const same = target !== undefined && module.textOf(target) === module.textOf(filled);
    if (statement.targets.length !== 1 || !same) return null;
  }
  const place = columnOf(module, filled);
  return place === null ? null : { ...place, statement, value };
}

/** `df['a']` or `df.a`: the frame, the column, and how to write it. */
function columnOf(module: Module, expr: Expr): Pick<Filling, 'frame' | 'column' | 'key'> | null {
  if (expr.kind !== Kind.Subscript && expr.kind !== Kind.Attribute) return null;
  if (expr.value.kind !== Kind.Name) return null;
  const frame = expr.value.id;
  if (expr.kind === Kind.Attribute) return { frame, column: expr.attr, key: `'${expr.attr}'` };
  const column = expr.slice.kind === Kind.Str ? module.stringOf(expr.slice) : null;
  return column === null ? null : { frame, column, key: module.textOf(expr.slice) };
}

/** Only columns that the parts have too go into the value, and nothing else but libraries. */
function isOnTheWay(module: Module, value: Expr, frame: string, way: Way): boolean {
  return namesIn(module, value).every((name) => {
    if (name.id !== frame) return /^(np|numpy|pd|pandas|round|int|float)$/.test(name.id);
    const parent = module.parent(name);
    const place = parent === null || !isExpr(parent) ? null : columnOf(module, parent);
    return place !== null && way.keeps(place.column);
  });
}

function isExpr(node: Node): node is Expr {
  return node.kind === Kind.Subscript || node.kind === Kind.Attribute;
}

/** What it is filled with; `inplace` just where nothing is assigned. */
function valueOf(module: Module, { args, keywords }: Call, inPlace: boolean): Expr | null {
  const given = args[0] ?? keywords.find(({ arg }) => arg === 'value')?.value ?? null;
  const others = keywords.filter(({ arg }) => arg !== 'value');
  const written = others.length === 1 && others[0]!.arg === 'inplace' && module.textOf(others[0]!.value) === 'True';
  return args.length <= 1 && (inPlace ? written : others.length === 0) ? given : null;
}

/** A number, not a series: `df['a'].mean()`, `np.median(df['a'])`, `df['a'].mode()[0]`. */
function isOneNumber(value: Expr, name: string): boolean {
  if (name === 'mode') return value.kind === Kind.Subscript;
  return value.kind === Kind.Call;
}
