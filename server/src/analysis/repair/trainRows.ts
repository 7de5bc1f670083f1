// Repair of statistics before the split, in place: the rows that the split will train on are drawn first, by its own seed.
import { Kind, NameContext, type Call, type Expr, type Name, type Node, type Stmt } from '../syntax';
import type { Leak, Split } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, namesIn, splitStatement, statementOf } from './statements';

const ROWS = 'train_rows';
const IMPORT = 'from sklearn.model_selection import train_test_split\n';

/** What may put rows in another order: a split goes by their places. */
const REORDERS = /\b(sort\w*|shuffle|sample|permutation|merge|join|concat|append|reindex|drop_duplicates|dropna)\s*\(/;

/**
 * `df['a'].mean()` becomes `df.loc[train_rows, 'a'].mean()`, where `train_rows = train_test_split(df.index, …)[0]` stands
 * above it: with the same rows, sizes and seed it divides as the later split does. Offered where the engine knows that
 * the rows are the same there, the seed is a number, and no other split divides these rows.
 */
export function statisticOfTrainRows(module: Module, leaks: readonly Leak[]): Repair | null {
  const [first] = leaks;
  const split = first?.split ?? null;
  if (first === undefined || split === null || split.name !== 'train_test_split') return null;
  const { rows } = first.influence;
  const fromOneFile = rows.atoms.length === 1 && /^(file|read)$/.test(rows.atoms[0]!.source.kind);
  if (!fromOneFile || !leaks.every(({ influence }) => influence.rows === rows)) return null;
  if (split.rows !== rows || !dividesAlone(module, split)) return null;

  const parts = splitStatement(module, split.at);
  const drawn = parts === null ? null : drawing(module, parts.call);
  const changes = leaks.map(({ influence }) => restricted(module, callAt(module, influence.at), influence.name));
  const frame = changes[0]?.frame;
  if (parts === null || drawn === null || frame === undefined || !changes.every((each) => each?.frame === frame))
    return null;
  const place = outermost(module, first, module.parent(parts.statement));
  const lines = place === null ? null : ownStart(module, place);
  if (place === null || lines === null || place.start > parts.statement.start) return null;
  if (REORDERS.test(module.source.slice(place.start, parts.statement.end))) return null;
  // `df = df.fillna(df.mean())` binds df after the number was taken.
  const taken = leaks.length === 1 && place.kind === Kind.Assign ? place.value.start : place.start;
  const bound = namesIn(module, { start: taken, end: leaks.at(-1)!.influence.at.end }).some(
    ({ id, ctx }) => id === frame && ctx !== NameContext.Load,
  );
  const draw = `${ROWS} = train_test_split(${frame}.index${drawn})[0]`;
  const [before] = module.scopes.named(ROWS);
  const known = before !== undefined && isDrawn(module, before, draw, place.start);
  if (bound || (before !== undefined && !known)) return null;
  const imported = isImportedBefore(module, place.start) ? '' : lines.indent + IMPORT;
  const text = known ? '' : `${imported}${lines.indent}${draw}\n`;
  return {
    title: 'Compute it on the rows that the split will train on',
    edits: [
      ...(known ? [] : [{ start: lines.start, end: lines.start, text }]),
      ...changes.flatMap((each) => (each === null ? [] : each.edit)),
    ],
    safety: 'unsafe',
  };
}

/** The very same draw stands above, of an earlier fix. */
function isDrawn(module: Module, name: Name, draw: string, position: number): boolean {
  const statement = statementOf(module, name);
  const above = statement !== null && statement.end <= position && module.textOf(statement) === draw;
  const bound = module.scopes.named(ROWS).filter(({ ctx }) => ctx !== NameContext.Load);
  return above && bound.length === 1;
}

/** No other split or cross-validation divides rows of these, but within the training part. */
function dividesAlone({ flow }: Module, { key, rows }: Split): boolean {
  return flow.splits.every((other) => {
    if (other.key === key || !flow.judged.relation.overlap(other.rows, rows)) return true;
    return other.rows.atoms.every(({ steps }) =>
      steps.some((step) => step.kind === 'split' && step.key === key && step.part === 0),
    );
  });
}

/** The sizes and the seed, as they are to be written again; null if they are not plain, or the draw depends on more. */
function drawing(module: Module, { keywords }: Call): string | null {
  let text = '';
  for (const { arg, value } of keywords) {
    const plain = module.definition(value);
    if (arg === null || !/^(test_size|train_size|random_state|shuffle)$/.test(arg)) return null;
    if (plain.kind !== Kind.Num && plain.kind !== Kind.Const) return null;
    text += `, ${arg}=${module.textOf(plain)}`;
  }
  return /random_state=\d|shuffle=False/.test(text) ? text : null;
}

interface Restriction {
  readonly frame: string;
  readonly edit: Edit;
}

/** What the number is taken of, `df['a']` or `df`, on the training rows only. */
function restricted(module: Module, call: Call | null, name: string): Restriction | null {
  if (call === null || call.func.kind !== Kind.Attribute) return null;
  if (!/^(mean|median|mode|min|max|std|quantile|var|sum)$/.test(name) || call.func.attr !== name) return null;
  const of = isLibrary(call.func.value) ? call.args[0] : call.func.value;
  if (of === undefined) return null;
  const frame = of.kind === Kind.Subscript || of.kind === Kind.Attribute ? of.value : of;
  if (frame.kind !== Kind.Name || isLibrary(frame)) return null;
  const column = columnText(module, of);
  if (column === null) return null;
  return { frame: frame.id, edit: { start: of.start, end: of.end, text: `${frame.id}.loc[${ROWS}${column}]` } };
}

function isLibrary(expr: Expr): boolean {
  return expr.kind === Kind.Name && /^(np|numpy|pd|stats|statistics)$/.test(expr.id);
}

/** `, 'a'` for `df['a']`, `, col` for `df[col]` in a loop over columns, nothing for `df`. */
function columnText(module: Module, of: Expr): string | null {
  if (of.kind === Kind.Name) return '';
  if (of.kind === Kind.Attribute) return `, '${of.attr}'`;
  if (of.kind !== Kind.Subscript) return null;
  const { slice } = of;
  const known = slice.kind === Kind.Str || slice.kind === Kind.List || module.definition(slice).kind === Kind.List;
  return known || (slice.kind === Kind.Name && isLoopVariable(module, slice)) ? `, ${module.textOf(slice)}` : null;
}

function isLoopVariable(module: Module, name: Expr & { readonly id: string }): boolean {
  for (
    let loop: Node | null = module.enclosing(name, Kind.For);
    loop !== null;
    loop = module.enclosing(loop, Kind.For)
  ) {
    if (loop.kind === Kind.For && loop.target.kind === Kind.Name && loop.target.id === name.id) return true;
  }
  return false;
}

/** The statement in `block` that the first statistic lies in, through loops and conditions only. */
function outermost(module: Module, { influence }: Leak, block: Node | null): Stmt | null {
  const call = callAt(module, influence.at);
  let statement = call === null ? null : statementOf(module, call);
  while (statement !== null && module.parent(statement) !== block) {
    const parent: Node | null = module.parent(statement);
    if (parent?.kind !== Kind.For && parent?.kind !== Kind.If && parent?.kind !== Kind.With) return null;
    statement = parent;
  }
  return statement;
}

/** Where the line begins that the statement stands first on. */
function ownStart(module: Module, statement: Stmt): { readonly start: number; readonly indent: string } | null {
  const start = module.source.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = module.source.slice(start, statement.start);
  return indent.trim() === '' ? { start, indent } : null;
}

function isImportedBefore(module: Module, position: number): boolean {
  return module
    .all(Kind.ImportFrom)
    .some(({ start, names }) => start < position && names.some(({ name }) => name === 'train_test_split'));
}
