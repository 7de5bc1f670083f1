// Verdicts: at each evaluation, which statistics over its rows reached the training, or its own preparation.
import type { Span } from '../text';
import { PREPROCESSING, type Influence } from './influence';
import type { Evaluation, Fit, Leak, Split } from './records';
import { contradict } from './rows/predicate';
import type { Atom, Rows, RowSpace, Source, Step } from './rows/rows';
import type { RowRelation } from './rows/relation';

export interface Judged {
  readonly space: RowSpace;
  readonly relation: RowRelation;
  readonly splits: ReadonlyMap<string, Split>;
  readonly evaluations: readonly Evaluation[];
  /** Where the program's rows come from. */
  readonly sources: readonly Source[];
}

/** Leaks of preprocessing, one a site and scope, in source order of the site. */
export function findLeaks(judged: Judged): readonly Leak[] {
  const found = new Map<string, Leak>();
  for (const evaluation of judged.evaluations) {
    for (const fit of evaluation.fits) {
      for (const leak of leaksOf(judged, fit, evaluation)) {
        const key = `${leak.influence.at.start}:${leak.influence.at.end} ${leak.scope}`;
        const before = found.get(key);
        if (before === undefined || better(leak, before)) found.set(key, leak);
      }
    }
  }
  const leaks = [...found.values()].sort((a, b) => a.influence.at.start - b.influence.at.start);
  return leaks.filter(
    (leak) =>
      leak.scope === 'both' ||
      !leaks.some((other) => other !== leak && sameSite(other, leak) && rank(other) < rank(leak)),
  );
}

const ORDER: readonly Leak['scope'][] = ['both', 'test', 'folds'];

function rank(leak: Leak): number {
  return ORDER.indexOf(leak.scope);
}

function sameSite(a: Leak, b: Leak): boolean {
  return a.influence.at.start === b.influence.at.start && a.influence.at.end === b.influence.at.end;
}

/**
 * A scored evaluation tells the story better than a prediction, that of rows set aside better than that of another file, and
 * any better than rows that are only to be predicted.
 */
function better(leak: Leak, before: Leak): boolean {
  return weight(leak) > weight(before);
}

function weight({ evaluation, onlyPredicted, separateSource }: Leak): number {
  if (evaluation.metrics.length > 0) return separateSource ? 2 : 3;
  return onlyPredicted ? 0 : 1;
}

function leaksOf(judged: Judged, fit: Fit, evaluation: Evaluation): readonly Leak[] {
  const apart = rowsApart(judged, evaluation.rows, fit.rows);
  if (apart === null) return [];
  const leaks: Leak[] = [];
  for (const influence of new Set([...fit.influences.list, ...evaluation.influences.list])) {
    const leak = judge(judged, influence, { fit, evaluation, apart });
    if (leak !== null) leaks.push(leak);
  }
  return leaks;
}

interface Pair {
  readonly fit: Fit;
  readonly evaluation: Evaluation;
  /** The rows evaluated that the model had not seen. */
  readonly apart: Rows;
}

function judge(judged: Judged, influence: Influence, { fit, evaluation, apart }: Pair): Leak | null {
  const { relation } = judged;
  if (!PREPROCESSING.has(influence.kind)) return null;
  const itself =
    influence.estimator !== null && influence.estimator === fit.estimator && influence.at.start === fit.at.start;
  if (itself) return null;
  if (!relation.overlap(influence.rows, apart)) return null;
  if (isOfTrainSide(judged, influence.rows, [...fit.rows.atoms, ...apart.atoms])) return null;
  if (areApart(influence.within, fit.rows, apart)) return null;
  // A number of the other side's rows alone may still have gone into the training rows.
  const both = relation.overlap(influence.rows, fit.rows) || fit.influences.list.includes(influence);
  if (influence.kind === 'order' && !both) return null;
  const inFolds = evaluation.method === 'cross-validation' || evaluation.method === 'search';
  const sources = new Set(fit.rows.atoms.map((atom) => atom.source));
  const separateSource = apart.atoms.every((atom) => !sources.has(atom.source));
  const split = splitOf(judged, apart, fit);
  return {
    influence,
    fit,
    evaluation,
    split,
    scope: inFolds ? 'folds' : both ? 'both' : 'test',
    separateSource,
    onlyPredicted:
      evaluation.metrics.length === 0 &&
      (separateSource || (split === null && evaluation.method === 'predict' && areToPredict(apart, fit.rows))),
  };
}

/**
 * Whether rows without a score are those whose label nobody has: a part of what was joined from several files, as
 * `train.csv` and `test.csv` are, or the rows where a value is missing that all training rows have.
 */
function areToPredict(apart: Rows, fitted: Rows): boolean {
  const files = new Set(fitted.atoms.filter(({ source }) => source.kind === 'file').map(({ source }) => source));
  return files.size > 1 || apart.atoms.every((one) => fitted.atoms.every((other) => isMissingOf(one, other)));
}

function isMissingOf(one: Atom, other: Atom): boolean {
  return one.steps.some(
    (step) =>
      step.kind === 'filter' &&
      step.predicate.operator === 'null' &&
      step.predicate.positive &&
      other.steps.some((its) => its.kind === 'filter' && contradict(step.predicate, its.predicate)),
  );
}

/** Whether one of the keys that a statistic was taken within divides these rows from those: no group has rows of both. */
function areApart(keys: readonly string[], fitted: Rows, apart: Rows): boolean {
  if (keys.length === 0) return false;
  const differ = (one: Step, other: Step): boolean =>
    one.kind === 'filter' &&
    other.kind === 'filter' &&
    keys.includes(one.predicate.subject) &&
    contradict(one.predicate, other.predicate);
  return fitted.atoms.every(({ steps }) =>
    apart.atoms.every((other) => steps.some((step) => other.steps.some((its) => differ(step, its)))),
  );
}

/**
 * Only the training side of a split is divided again, to choose something, and its test side, which the statistic never
 * saw, is evaluated somewhere: what is reported there is clean.
 */
export function isOfTrainSide({ relation, evaluations }: Judged, learnt: Rows, used: readonly Atom[]): boolean {
  const [first] = learnt.atoms;
  const loaded = first?.source.key ?? '';
  // `(x_train, y_train), (x_test, y_test) = load_data()`: the loader has divided them.
  if (loaded.endsWith('.train') && [...learnt.atoms, ...used].every(({ source }) => source.key === loaded)) {
    const test = loaded.replace(/train$/, 'test');
    if (evaluations.some(({ rows, metrics }) => metrics.length > 0 && isFrom(rows, test))) return true;
  }
  const outer = first?.steps.filter(({ kind }) => kind === 'split' || kind === 'sample') ?? [];
  return outer.some((step) => {
    if (![...learnt.atoms, ...used].every(({ steps }) => steps.includes(step))) return false;
    return evaluations.some(
      ({ rows }) => rows.atoms.some(({ steps }) => isOtherPart(steps, step)) && !relation.overlap(rows, learnt),
    );
  });
}

function isFrom({ atoms }: Rows, key: string): boolean {
  return atoms.length > 0 && atoms.every(({ source }) => source.key === key);
}

/** Another part of the same split, or what `frame.drop(sample.index)` leaves. */
function isOtherPart(steps: readonly Step[], one: Step): boolean {
  return steps.some((step) => {
    if (one.kind === 'split') return step.kind === 'split' && step.key === one.key && step.part !== one.part;
    return step.kind === 'notIn' && step.rows.atoms.some((atom) => atom.steps.includes(one));
  });
}

/**
 * Rows evaluated but not fitted; null where there are none. Rows the model was fitted on as well count when each was
 * set aside by a split before: the model was refitted on all, and the statistic is judged against the split.
 */
export function rowsApart({ space, relation }: Judged, evaluated: Rows, fitted: Rows): Rows | null {
  if (evaluated.atoms.length === 0 || fitted.atoms.length === 0) return null;
  const apart = relation.outside(evaluated, fitted);
  if (apart.atoms.length > 0) return apart;
  const setAside = evaluated.atoms.filter((atom) => hasOwnSplit(atom, fitted));
  return setAside.length === evaluated.atoms.length && relation.covered(evaluated, fitted) ? space.of(setAside) : null;
}

function hasOwnSplit(atom: Atom, fitted: Rows): boolean {
  return atom.steps.some((step) => {
    const separates = step.kind === 'split' || step.kind === 'sample' || step.kind === 'notIn';
    return separates && !fitted.atoms.some((other) => other.steps.includes(step));
  });
}

/** The split that set these rows apart from those. */
export function splitOf({ splits }: Pick<Judged, 'splits'>, apart: Rows, fit: Fit): Split | null {
  for (const atom of apart.atoms) {
    for (const step of atom.steps) {
      if (step.kind !== 'split') continue;
      const other = fit.rows.atoms.some((each) =>
        each.steps.some((its) => its.kind === 'split' && its.key === step.key && its.part !== step.part),
      );
      const split = splits.get(step.key);
      if (other && split !== undefined) return { ...split, at: nearestBefore(split, fit) };
    }
  }
  return null;
}

/** Of the places that make one split, the last before the fit. */
function nearestBefore({ sites, at }: Split, fit: Fit): Span {
  return sites.findLast(({ start }) => start < fit.at.start) ?? at;
}
