// Repair of what is learnt before the split: it is learnt of the rows that the later split will train on, drawn by its own seed.
import { Kind, NameContext, type Call, type Expr, type Name, type Node, type Stmt } from '../syntax';
import { callForm } from '../calls';
import type { Learnt, Rows, Split } from '../flow/types';
import type { Module } from '../module';
import type { Edit } from '../text';
import { relearnt } from './learnt';
import type { Repair } from './refit';
import { isReordered, isRelabelled } from './rowOrder';
import { callAt, namesIn, splitCall, statementOf } from './statements';
import { TRAIN_ROWS } from './trainSide';

const IMPORT = 'from sklearn.model_selection import train_test_split\n';

/**
 * `df['a'].mean()` becomes `df.loc[train_rows, 'a'].mean()`, where `train_rows = train_test_split(df.index, …)[0]` stands
 * above it: with the same rows, sizes and seed it divides as the later split does. A split without a seed gets one.
 * An array is drawn where it is used: `train_test_split(X, …)[0]`.
 * Offered where the engine knows that the rows are the same there and no other split divides them.
 */
export function learntOfTrainRows(module: Module, leaks: readonly Learnt[]): Repair | null {
  const [first] = leaks;
  const split = first?.split ?? null;
  if (first === undefined || split === null || split.name !== 'train_test_split') return null;
  const { rows } = first.influence;
  const fromOneFile = rows.atoms.length === 1 && /^(file|read)$/.test(rows.atoms[0]!.source.kind);
  if (!fromOneFile || !leaks.every(({ influence }) => influence.rows === rows)) return null;
  if (split.rows !== rows || !dividesAlone(module, split)) return null;

  const call = splitCall(module, split);
  const statement = call === null ? null : statementOf(module, call);
  const changes = leaks.map((leak) => relearnt(module, leak));
  const known = changes.filter((each) => each !== null);
  const taken = known.flatMap((each) => each.taken);
  const frame = taken[0]?.root.id;
  if (call === null || statement === null || frame === undefined || known.length !== changes.length) return null;
  if (taken.some(({ root }) => isOfLambda(module, root))) return null;
  const byLabels = taken.every(({ isArray }) => !isArray) && !module.kept(setsIndex);
  if (!byLabels && known.some(({ labelsOnly }) => labelsOnly)) return null;

  const place = outermost(module, first, module.parent(statement));
  const lines = place === null ? null : ownStart(module, place);
  if (place === null || lines === null || place.start > statement.start) return null;
  const seed = seedOf(module, call, place.start);
  const drawn = seed === null ? null : drawing(module, call, seed, place);
  if (seed === null || drawn === null || isReordered(module, place, statement)) return null;
  if (isBoundBeforeUse(module, leaks, place, new Set(taken.map(({ root }) => root.id)))) return null;

  const bound = module.scopes.named(TRAIN_ROWS).filter(({ ctx }) => ctx !== NameContext.Load);
  const isThere =
    bound.length === 1 &&
    isDrawn(module, bound[0]!, drawn, place.start, rows) &&
    !isRelabelled(module, bound[0]!, place);
  if (byLabels && bound.length > 0 && !isThere) return null;
  const imported = isImportedBefore(module, place.start) ? '' : lines.indent + IMPORT;
  const draw =
    byLabels && !isThere ? `${lines.indent}${TRAIN_ROWS} = train_test_split(${frame}.index${drawn})[0]\n` : '';
  return {
    title: 'Learn it from the rows that the split will train on',
    edits: [
      ...(imported + draw === '' ? [] : [{ start: lines.start, end: lines.start, text: imported + draw }]),
      ...known.flatMap((each) => each.edits(byLabels ? null : drawn)),
      ...seed.edits,
    ],
    safety: 'unsafe',
  };
}

/** `df.apply(lambda x: x.fillna(x.mean()))`: nothing outside knows that name. */
function isOfLambda(module: Module, name: Name): boolean {
  const lambda = module.enclosing(name, Kind.Lambda);
  return lambda?.params.some((param) => param.name === name.id) ?? false;
}

/** The file gives some frame labels of its own. */
function setsIndex({ source }: Module): boolean {
  return /\bindex_col\b|\.set_index\(/.test(source);
}

/** The very same draw stands above, of an earlier fix. */
function isDrawn(module: Module, name: Name, drawn: string, position: number, rows: Rows): boolean {
  const statement = statementOf(module, name);
  if (statement?.kind !== Kind.Assign || statement.end > position) return false;
  const { value } = statement;
  const [array] = value.kind === Kind.Subscript && value.value.kind === Kind.Call ? value.value.args : [];
  if (array === undefined || !module.textOf(value).endsWith(`${module.textOf(array)}${drawn})[0]`)) return false;
  return namesIn(module, array).some((each) => module.flow.valueOf(each)?.data?.rows === rows);
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

interface Seed {
  readonly text: string;
  /** Those that give the split a seed. */
  readonly edits: readonly Edit[];
}

/** The seed the split has, or gets: the file's own constant, else 42. Null where it is not a plain number. */
function seedOf(module: Module, call: Call, position: number): Seed | null {
  const ordered = call.keywords.some(({ arg, value }) => arg === 'shuffle' && module.textOf(value) === 'False');
  const given = call.keywords.find(({ arg }) => arg === 'random_state');
  if (given !== undefined) {
    const plain = module.definition(given.value);
    if (plain.kind === Kind.Num) return { text: `, random_state=${module.textOf(plain)}`, edits: [] };
    if (plain.kind !== Kind.Const || module.textOf(plain) !== 'None') return null;
  }
  if (ordered) return { text: '', edits: [] };
  const [own] = module.scopes.matching(/^(random_)?(seed|state)$/i).flatMap((target) => {
    const assign = module.parent(target);
    if (assign?.kind !== Kind.Assign || assign.targets[0] !== target || assign.value.kind !== Kind.Num) return [];
    return assign.end <= position && module.scopes.named(target.id)[0] === target ? [assign.value] : [];
  });
  const seed = own === undefined ? '42' : module.textOf(own);
  const edit =
    given === undefined
      ? callForm(call, module.source).addKeyword(`random_state=${seed}`)
      : { start: given.value.start, end: given.value.end, text: seed };
  return { text: `, random_state=${seed}`, edits: [edit] };
}

/** The sizes, the seed and the classes, as they are to be written again; null if they are not plain. */
function drawing(module: Module, { keywords }: Call, seed: Seed, place: Stmt): string | null {
  let text = '';
  for (const { arg, value } of keywords) {
    if (arg === 'random_state') continue;
    const again = arg === 'stratify' ? knownAt(module, value, place) : plainText(module, value);
    if (again === null || arg === null || !/^(test_size|train_size|shuffle|stratify)$/.test(arg)) return null;
    text += `, ${arg}=${again}`;
  }
  return text + seed.text;
}

function plainText(module: Module, value: Expr): string | null {
  const plain = module.definition(value);
  return plain.kind === Kind.Num || plain.kind === Kind.Const ? module.textOf(plain) : null;
}

/** `y`, where it is bound before `place` already; else the column that it is bound to later, untouched until there. */
function knownAt(module: Module, value: Expr, place: Stmt): string | null {
  if (module.textOf(value) === 'None') return 'None';
  const [name] = namesIn(module, value);
  if (name === undefined || (value.kind !== Kind.Name && value.kind !== Kind.Subscript)) return null;
  const bound = module.scopes.named(name.id).filter(({ ctx }) => ctx !== NameContext.Load);
  if (value.kind === Kind.Name && bound.length === 1 && bound[0]!.end < place.start) return name.id;
  const column = module.definition(value);
  if (column.kind !== Kind.Subscript || column.value.kind !== Kind.Name || column.slice.kind !== Kind.Str) return null;
  const written = module.stringOf(column.slice)!;
  const between = module.textOf({ start: place.start, end: column.start });
  const { id } = column.value;
  const frames = module.scopes.named(id).filter(({ ctx }) => ctx !== NameContext.Load);
  const same = frames.every(({ start }) => start < place.start || start > value.end);
  return same && frames.length > 0 && !between.includes(written) ? module.textOf(column) : null;
}

/** `df = df.fillna(df.mean())` binds df after the number was taken; other bindings before that do not fit the draw. */
function isBoundBeforeUse(module: Module, leaks: readonly Learnt[], place: Stmt, frames: ReadonlySet<string>): boolean {
  const start = leaks.length === 1 && place.kind === Kind.Assign ? place.value.start : place.start;
  return namesIn(module, { start, end: leaks.at(-1)!.influence.at.end }).some(
    ({ id, ctx }) => frames.has(id) && ctx !== NameContext.Load,
  );
}

/** The statement in `block` that the first statistic lies in, through loops and conditions only. */
function outermost(module: Module, { influence }: Learnt, block: Node | null): Stmt | null {
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
