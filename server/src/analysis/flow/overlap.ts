// Overlap: models whose every score is on rows they were fitted on.
import { unsupervised } from '../../knowledge';
import type { Flow } from './index';
import type { Evaluation, Fit, Split } from './records';
import type { Rows } from './rows/rows';

export interface Overlapping {
  readonly evaluation: Evaluation;
  readonly fit: Fit;
  /** Of rows scored as they were fitted: the split whose other part is unused. */
  readonly split: Split | null;
}

interface Scored {
  readonly evaluation: Evaluation;
  readonly fit: Fit;
}

/** Scored pairs of models that no disjoint rows, fold or validation set speaks for. */
function seenOnly({ evaluations, judged, complete }: Flow): readonly Scored[] {
  if (!complete) return [];
  const honest = new Set<string>();
  const candidates: Scored[] = [];
  for (const evaluation of evaluations) {
    const folds = evaluation.method === 'cross-validation' || evaluation.method === 'search';
    for (const fit of evaluation.fits) {
      const apart = judged.relation.outside(evaluation.rows, fit.rows).atoms.length > 0;
      if (folds || apart) {
        honest.add(evaluation.model).add(`#${evaluation.estimator}`);
      } else if (evaluation.metrics.length > 0 && fit.supervised && !unsupervised.has(fit.name)) {
        candidates.push({ evaluation, fit });
      }
    }
  }
  return candidates.filter(
    ({ evaluation }) => !honest.has(evaluation.model) && !honest.has(`#${evaluation.estimator}`),
  );
}

/** Different rows that share some: slices that overlap, two samples, a test part the model was refitted on. */
export function findOverlaps(flow: Flow): readonly Overlapping[] {
  const found = seenOnly(flow).filter(
    ({ evaluation, fit }) => evaluation.fits.length === 1 && overlapIsCertain(evaluation.rows, fit.rows),
  );
  return onePerFit(found.map((pair) => ({ ...pair, split: null })));
}

/** Rows that are what they are: read, or made in the program. */
const CERTAIN: ReadonlySet<string> = new Set(['file', 'read', 'new']);

/**
 * Both are one source, cut by slices or samples only, or the evaluated part of a split lies in what was fitted. Filters
 * might exclude each other in ways we do not see.
 */
function overlapIsCertain(evaluated: Rows, fitted: Rows): boolean {
  if (evaluated === fitted) return false;
  return evaluated.atoms.some((atom) =>
    fitted.atoms.some((other) => {
      if (atom.source !== other.source || !CERTAIN.has(atom.source.kind)) return false;
      const own = atom.steps.filter((step) => !other.steps.includes(step));
      const its = other.steps.filter((step) => !atom.steps.includes(step));
      if (own.length === 0) return false;
      if (its.length === 0) return own.every(({ kind }) => kind === 'split' || kind === 'sample');
      return [...own, ...its].every((step) => step.kind === 'sample' || (step.kind === 'slice' && isNumeric(step)));
    }),
  );
}

function isNumeric(step: {
  readonly low: { readonly number: number | null } | null;
  readonly high: { readonly number: number | null } | null;
}): boolean {
  return (step.low === null || step.low.number !== null) && (step.high === null || step.high.number !== null);
}

/** Scored on exactly what it was fitted on and nothing else, while the split's other part is there. */
export function findTrainScores(flow: Flow): readonly Overlapping[] {
  const found: Overlapping[] = [];
  const seen = seenOnly(flow);
  const elsewhere = new Set(seen.filter(({ evaluation, fit }) => evaluation.rows !== fit.rows).map(({ fit }) => fit));
  for (const { evaluation, fit } of seen) {
    if (evaluation.rows !== fit.rows || elsewhere.has(fit)) continue;
    const [atom] = fit.rows.atoms;
    const step = atom?.steps.findLast(({ kind }) => kind === 'split');
    const split = step?.kind === 'split' ? flow.judged.splits.get(step.key) : undefined;
    if (split !== undefined && !split.folds && fit.rows.atoms.length === 1) found.push({ evaluation, fit, split });
  }
  return onePerFit(found);
}

function onePerFit(pairs: readonly Overlapping[]): readonly Overlapping[] {
  const ordered = [...pairs].sort((a, b) => a.evaluation.at.start - b.evaluation.at.start);
  return ordered.filter(({ fit }, i) => ordered.findIndex((other) => other.fit.at.start === fit.at.start) === i);
}
