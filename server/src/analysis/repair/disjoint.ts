// Repair of rows that train and test a model both: slices that meet, the rest of a sample, the held-out part of the split.
import { Kind, NameContext, type Call, type Expr, type Name, type Node } from '../syntax';
import type { Overlapping } from '../flow/overlap';
import type { Atom, Step } from '../flow/types';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, namesIn, splitStatement, statementOf, type SplitStatement } from './statements';

/** For slices of one table, or two samples of it. */
export function madeDisjoint(module: Module, { evaluation, fit }: Overlapping): Repair | null {
  const [tested] = evaluation.rows.atoms;
  const [trained] = fit.rows.atoms;
  if (tested === undefined || trained === undefined || evaluation.rows.atoms.length + fit.rows.atoms.length > 2)
    return null;
  const own = tested.steps.filter((step) => !trained.steps.includes(step));
  const its = trained.steps.filter((step) => !tested.steps.includes(step));
  const [test] = own;
  const [train] = its;
  if (test === undefined || train === undefined || own.length + its.length > 2) return null;
  return test.kind === 'slice' && train.kind === 'slice'
    ? meetingSlices(module, tested, test, train)
    : restOfSample(module, test, train);
}

type Slice = Extract<Step, { readonly kind: 'slice' }>;

/** `X[:800]` and `X[700:]`: the second begins where the first ends. */
function meetingSlices(module: Module, tested: Atom, test: Slice, train: Slice): Repair | null {
  const from = test.low?.number ?? null;
  const until = train.high?.number ?? null;
  const begins = train.low === null || train.low.number === 0;
  if (from === null || until === null || !begins || from < 0 || until <= from) return null;
  if (test.high !== null && !(test.high.number !== null && test.high.number > until)) return null;
  const edits: Edit[] = [];
  for (const slice of module.all(Kind.Slice)) {
    const { lower, upper } = slice;
    if (lower === null || module.textOf(lower) !== String(from)) continue;
    const sliced = module.enclosing(slice, Kind.Subscript);
    const of = sliced === null ? null : rowsOf(module, sliced.value);
    if (of === null || of !== tested.source) continue;
    // Another part of these rows that begins there is no part of this pair.
    if ((upper === null) !== (test.high === null)) return null;
    edits.push({ start: lower.start, end: lower.end, text: String(until) });
  }
  if (edits.length === 0) return null;
  return { title: `Begin the test rows at ${until}, where the training rows end`, edits, safety: 'unsafe' };
}

function rowsOf(module: Module, expr: Expr): Atom['source'] | null {
  const inner = expr.kind === Kind.Attribute && /^i?loc$/.test(expr.attr) ? expr.value : expr;
  return module.flow.valueOf(inner)?.data?.rows.atoms[0]?.source ?? null;
}

/** `test = df.sample(…)` after `train = df.sample(…)`: the rows that are not in train. */
function restOfSample(module: Module, test: Step, train: Step): Repair | null {
  const [second, first] = [sampledBy(module, test), sampledBy(module, train)];
  if (second === null || first === null || first.call.end > second.call.start) return null;
  if (first.frame !== second.frame || first.block !== second.block) return null;
  const between = namesIn(module, { start: first.call.end, end: second.call.start });
  const rebound = between.some(
    ({ id, ctx }) => ctx !== NameContext.Load && (id === first.frame || id === first.target.id),
  );
  if (rebound) return null;
  const text = `${first.frame}.drop(${first.target.id}.index)`;
  return {
    title: `Test on the rows that are not in \`${first.target.id}\``,
    edits: [{ start: second.call.start, end: second.call.end, text }],
    safety: 'unsafe',
  };
}

interface Sampled {
  readonly call: Call;
  readonly frame: string;
  readonly target: Name;
  readonly block: Node | null;
}

/** `train = df.sample(…)`. */
function sampledBy(module: Module, step: Step): Sampled | null {
  if (step.kind !== 'sample') return null;
  const calls = module.methodCalls('sample').filter(({ node }) => {
    const rows = module.flow.valueOf(node)?.data?.rows;
    return rows !== undefined && rows.atoms.every(({ steps }) => steps.at(-1) === step) && rows.atoms.length > 0;
  });
  const [only, ...others] = calls;
  if (only === undefined || others.length > 0 || only.receiver.kind !== Kind.Name) return null;
  const statement = statementOf(module, only.node);
  const target = statement?.kind === Kind.Assign && statement.value === only.node ? statement.targets[0] : undefined;
  if (target?.kind !== Kind.Name || statement === null) return null;
  return { call: only.node, frame: only.receiver.id, target, block: module.parent(statement) };
}

/** `score(X_train, y_train)` becomes `score(X_test, y_test)`, where the same split made both and nothing changed them. */
export function scoredOnHeldOut(module: Module, { evaluation, split }: Overlapping): Repair | null {
  const parts = split === null ? null : splitStatement(module, split.at);
  const call = callAt(module, evaluation.at);
  if (parts === null || call === null || split?.name !== 'train_test_split') return null;
  const scored = [call, ...evaluation.metrics.flatMap((at) => callAt(module, at) ?? [])];
  const last = Math.max(...scored.map(({ end }) => end));
  if (!parts.parts.every((part) => boundTimes(module, part, last) === 1)) return null;
  const within = (name: Node): boolean => scored.some(({ start, end }) => start <= name.start && name.end <= end);
  if (!predictionsStayWithin(module, call, within)) return null;
  const edits = new Map<number, Edit>();
  for (const each of scored) {
    for (const name of namesIn(module, each)) {
      const index = parts.parts.indexOf(name.id);
      // Held-out rows are in it already: another pair is meant than we think.
      if (index >= 0 && index % 2 === 1) return null;
      if (index >= 0) edits.set(name.start, { start: name.start, end: name.end, text: parts.parts[index + 1]! });
    }
  }
  const labelled = edits.size >= 2 && isWhole(scored, edits);
  return labelled ? { title: 'Score the held-out part', edits: [...edits.values()], safety: 'unsafe' } : null;
}

/** Features where it is predicted, and a label in each metric. */
function isWhole(scored: readonly Call[], edits: ReadonlyMap<number, Edit>): boolean {
  return scored.every(({ start, end }) => [...edits.values()].some((edit) => start <= edit.start && edit.end <= end));
}

/** How often a name is bound before `position`. */
function boundTimes(module: Module, name: string, position = Infinity): number {
  const bound = module.scopes.named(name).filter(({ ctx, start }) => ctx !== NameContext.Load && start < position);
  return bound.length;
}

/** What is predicted goes into the metrics only: `print(score(y_train, predicted))`. */
function predictionsStayWithin(module: Module, call: Call, within: (name: Node) => boolean): boolean {
  const statement: SplitStatement['statement'] | null = assignedWhole(module, call);
  if (statement === null) return true;
  const [target] = statement.targets;
  if (target?.kind !== Kind.Name || boundTimes(module, target.id) !== 1) return false;
  return module.scopes.named(target.id).every((name) => name === target || within(name));
}

function assignedWhole(module: Module, call: Call): SplitStatement['statement'] | null {
  const statement = statementOf(module, call);
  return statement?.kind === Kind.Assign && statement.value === call ? statement : null;
}
