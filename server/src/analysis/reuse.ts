// Reuse: several candidates scored on one held-out set, with nothing left for an honest last word.
import type { Flow } from './flow';
import type { Evaluation, Fit, Rows } from './flow/types';
import type { Module } from './module';
import { callAt } from './repair/statements';
import { Kind, type Node } from './syntax';
import type { Span } from './text';

type Judged = Flow['judged'];

export interface Reuse {
  /** The scores, in source order, one for each place. */
  readonly evaluations: readonly Evaluation[];
  /** Where one place fits and scores again and again with other settings, so that the score can be chosen by; else null. */
  readonly tuned: Evaluation | null;
}

/** The text of a stretch of the program. */
type TextOf = (span: Span) => string;

/** Empty if some held-out rows are scored just once. */
export function findReuse(module: Module): readonly Reuse[] {
  const { flow } = module;
  const { judged } = flow;
  const textOf: TextOf = (span) => module.textOf(span);
  const groups = new Map<string, Evaluation[]>();
  for (const evaluation of flow.evaluations) {
    const { method, metrics, rows, target, fits } = evaluation;
    if ((method !== 'predict' && method !== 'score') || metrics.length === 0 || evaluation.model.startsWith('Dummy'))
      continue;
    // The density of a grid, or how odd its points are: nothing that could be too good.
    if (!fits.some(({ supervised }) => supervised)) continue;
    if (!fits.some((fit) => fit.rows.atoms.length > 0 && judged.relation.outside(rows, fit.rows) === rows)) continue;
    if (inFolds(rows, judged) || isWrittenThere(evaluation)) continue;
    if (takesTurns(evaluation, flow) || isPartOfModel(module, evaluation)) continue;
    const key = `${rows.id} ${target ?? fits[0]?.target ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), evaluation]);
  }
  const reused = [...groups.values()].map((group) => candidatesOf(group, textOf));
  if (reused.some((candidates) => candidates.length === 1)) return [];
  const found = reused.filter((candidates) => candidates.length > 1).map((candidates) => asReuse(candidates, judged));
  return found.filter((reuse) => reuse.tuned !== null || areCompared(reuse.evaluations, textOf));
}

/** Rows written out where the model is asked about them have no label: nothing is scored, whatever becomes of the answers. */
function isWrittenThere({ rows, at }: Evaluation): boolean {
  return rows.atoms.every(({ source }) => source.kind === 'new' && source.at?.start === at.start);
}

/** One evaluation for each fit, in source order; the same model made and fitted again is no new candidate. */
function candidatesOf(group: readonly Evaluation[], textOf: TextOf): readonly Evaluation[] {
  const seen = new Set<number | string>();
  const ordered = [...group].sort((a, b) => a.at.start - b.at.start);
  return ordered.filter(({ fits }) => {
    const fit = fits.at(-1);
    if (fit === undefined || seen.has(fit.id)) return false;
    seen.add(fit.id);
    const same = sameAgain(fit, textOf);
    if (same === null) return true;
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

/** Its model written out in constants, and its rows: `KNeighborsClassifier(n_neighbors=1)` made twice is one. */
function sameAgain({ made, role, rows, influences }: Fit, textOf: TextOf): string | null {
  const text = made === null || role === 'network' ? '' : textOf(made);
  const named = /[=(,[]\s*(?!True\b|False\b|None\b)[A-Za-z_][\w.]*\s*[,)\]]/.test(text);
  return text === '' || named ? null : `${text} ${rows.id} ${influences.id}`;
}

function asReuse(candidates: readonly Evaluation[], judged: Judged): Reuse {
  // Models of the folds of one cross-validation are fitted alike: nothing is chosen among them.
  const settings = candidates.filter(({ fits }) => !fits.some(({ rows }) => inFolds(rows, judged)));
  const tuned = settings.find((one) =>
    settings.some(
      (other) =>
        other !== one &&
        other.at.start === one.at.start &&
        other.model === one.model &&
        other.estimator !== one.estimator &&
        other.fits.at(-1)?.at.start === one.fits.at(-1)?.at.start,
    ),
  );
  const places = candidates.filter((one, i) => candidates.findIndex((other) => other.at.start === one.at.start) === i);
  return { evaluations: places, tuned: tuned ?? null };
}

/** One fold of many: each has its turn as the test. */
function inFolds({ atoms }: Rows, { splits }: Judged): boolean {
  return atoms.some(({ steps }) => steps.some((step) => step.kind === 'split' && splits.get(step.key)?.folds === true));
}

/** Folds cut by hand: at this place, the rows it was fitted on are scored by a model that was fitted on its. */
function takesTurns({ at, rows, fits }: Evaluation, { evaluations, judged: { relation } }: Flow): boolean {
  return evaluations.some(
    (other) =>
      other.at.start === at.start &&
      relation.outside(other.rows, rows) === other.rows &&
      fits.some((fit) => relation.overlap(fit.rows, other.rows)) &&
      other.fits.some((fit) => relation.overlap(fit.rows, rows)),
  );
}

/**
 * A voice among several, not a candidate: a tree that a forest written as a class asks in its `predict`, or a term of a sum
 * of predictions.
 */
function isPartOfModel(module: Module, { at }: Evaluation): boolean {
  const call = callAt(module, at);
  if (call === null) return false;
  const method = module.enclosing(call, Kind.FunctionDef);
  const isPrediction = method !== null && /^(?:predict\w*|decision_function)$/.test(method.name);
  if (isPrediction && module.enclosing(method, Kind.ClassDef) !== null) return true;
  let sum: Node = call;
  for (let up = module.parent(sum); up?.kind === Kind.BinOp; up = module.parent(up)) sum = up;
  const { start, end } = sum;
  return module.flow.evaluations.some(
    (other) => other.at.start !== at.start && start <= other.at.start && other.at.end <= end,
  );
}

/** So many lines apart, two scores belong to sections of their own. */
const ONE_SECTION = 25;

/** Three models or more, or two next to each other: a text that shows two models far apart compares nothing. */
function areCompared(places: readonly Evaluation[], textOf: TextOf): boolean {
  const [first, second] = places;
  if (first === undefined || second === undefined) return false;
  return places.length > 2 || textOf({ start: first.at.end, end: second.at.start }).split('\n').length <= ONE_SECTION;
}
