// Repair of rows repeated before the split: the table is split first, and the rows of its training part are repeated.
import { Kind, NameContext, type Assign, type Expr, type Name, type Node } from '../syntax';
import type { Resampled } from '../flow/resampling';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import {
  callAt,
  insertedAfter,
  isData,
  isShownIn,
  namesIn,
  ownLines,
  renamed,
  splitStatement,
  statementOf,
} from './statements';

const TRAIN = 'train_frame';
const TEST = 'test_frame';

/**
 * Statements that make a table `both` of one frame (`rare = df[…]`, `more = resample(rare, …)`, `both = pd.concat([…])`)
 * move below `train_frame, test_frame = train_test_split(df, …)`, which takes the place of the split of `both`.
 * Offered where nothing else uses what they make.
 */
export function repeatAfterSplit(module: Module, { influence, split: where }: Resampled): Repair | null {
  const split = where.name === 'train_test_split' ? splitStatement(module, where.at) : null;
  const call = callAt(module, influence.at);
  if (split === null || call === null) return null;
  const block = module.parent(split.statement);
  const joined = onlyName(module, split.call.args);
  if (joined === null || [TRAIN, TEST].some((name) => module.scopes.named(name).length > 0)) return null;
  const chain = chainTo(module, joined, block, split.statement.start);
  if (chain === null || !chain.statements.some(({ start, end }) => start <= call.start && call.end <= end)) return null;
  const { frame, statements, names } = chain;
  const [first] = statements;
  const kind = module.flow.valueOf(frame)?.data?.kind;
  if (first === undefined || kind !== 'frame') return null;
  if (changes(module, frame.id, first.start, split.statement.end) || usedElsewhere(module, chain, split)) return null;
  if (split.call.keywords.some(({ arg }) => arg === null)) return null;

  const text = (expr: { readonly start: number; readonly end: number }, to: string): string =>
    renamed(module, expr, joined, to);
  const options = split.call.keywords.map((each) => `, ${text(each, frame.id)}`).join('');
  const trainParts = split.parts.filter((_, i) => i % 2 === 0).join(', ');
  const testParts = split.parts.filter((_, i) => i % 2 === 1).join(', ');
  const made = (from: string): string => split.call.args.map((each) => text(each, from)).join(', ');
  const lines = [
    ...statements.map((statement) => renamed(module, statement, frame.id, TRAIN)),
    `${trainParts} = ${made(joined)}`,
    `${testParts} = ${made(TEST)}`,
  ];
  const removed = statements.flatMap((statement) => ownLines(module, statement) ?? []);
  const inserted = insertedAfter(module, split.statement, lines);
  const multiline = statements.some((statement) => module.textOf(statement).includes('\n'));
  if (removed.length !== statements.length || inserted === null || multiline || names.has(frame.id)) return null;
  const { start, end } = split.statement;
  const callee = module.textOf(split.call.func);
  const edits: Edit[] = [
    ...removed.map((each) => ({ ...each, text: '' })),
    { start, end, text: `${TRAIN}, ${TEST} = ${callee}(${frame.id}${options})` },
    inserted,
  ];
  return { title: 'Split first, repeat rows of the training part', edits, safety: 'unsafe' };
}

/** The one name in all of these. */
function onlyName(module: Module, exprs: readonly Expr[]): string | null {
  const names = new Set(exprs.flatMap((each) => namesIn(module, each).map(({ id }) => id)));
  const [only] = names;
  return names.size === 1 && only !== undefined ? only : null;
}

interface Chain {
  readonly frame: Name;
  readonly statements: readonly Assign[];
  /** What they bind. */
  readonly names: ReadonlySet<string>;
}

/** The assignments in `block` that lead from one frame to `name`, in source order. */
function chainTo(module: Module, name: string, block: Node | null, end: number): Chain | null {
  const statements = new Set<Assign>();
  const names = new Set<string>();
  const frames = new Map<string, Name>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const bound = module.scopes.named(next).filter(({ ctx }) => ctx !== NameContext.Load);
    const binding = bound[0] === undefined ? null : statementOf(module, bound[0]);
    if (bound.length !== 1 || binding?.kind !== Kind.Assign || binding.targets[0] !== bound[0]) return null;
    if (binding.targets.length !== 1 || module.parent(binding) !== block || binding.end > end) return null;
    statements.add(binding);
    names.add(next);
    for (const read of namesIn(module, binding.value)) {
      if (names.has(read.id) || !isData(module, read)) continue;
      if (isTable(module, read)) frames.set(read.id, read);
      else open.push(read.id);
    }
  }
  const [frame, ...others] = [...frames.values()];
  if (frame === undefined || others.length > 0) return null;
  return { frame, statements: [...statements].sort((a, b) => a.start - b.start), names };
}

/** The table the chain begins with: read from a file, or bound by anything but a choice of rows of another name. */
function isTable(module: Module, read: Name): boolean {
  const bound = module.scopes.named(read.id).filter(({ ctx }) => ctx !== NameContext.Load);
  const binding = bound.at(-1) === undefined ? null : statementOf(module, bound.at(-1)!);
  if (bound.length !== 1 || binding?.kind !== Kind.Assign) return true;
  const { value } = binding;
  const chosen = value.kind === Kind.Subscript && value.value.kind === Kind.Name;
  const drawn = value.kind === Kind.Call && /(^|\.)(resample|sample|concat|repeat)$/.test(module.textOf(value.func));
  return !chosen && !drawn;
}

function changes(module: Module, frame: string, start: number, end: number): boolean {
  return namesIn(module, { start, end }).some(({ id, ctx }) => id === frame && ctx !== NameContext.Load);
}

/** Outside the chain and the split, what it makes may only be measured or shown after the split. */
function usedElsewhere(
  module: Module,
  { statements, names }: Chain,
  { statement }: { readonly statement: Assign },
): boolean {
  const inside = [...statements, statement];
  return [...names].some((id) =>
    module.scopes
      .named(id)
      .some(
        (name) =>
          !inside.some(({ start, end }) => start <= name.start && name.end <= end) &&
          !(name.start > statement.end && isShownIn(module, name)),
      ),
  );
}
