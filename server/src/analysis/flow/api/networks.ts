// Networks called on data. What reaches a `backward()` was training; what never does was an evaluation.
import type { Span } from '../../text';
import { influencesOf, newData, unionEvaluations, type Data } from '../data';
import { unionFits } from '../join';
import type { Evaluation, Fit } from '../records';
import { dataOf, objectOf, refer, type Run } from '../interpreter/run';
import type { Forward, Value } from '../value';
import { noteTrained } from './checkpoints';
import { keepEvaluation, makeEvaluation, recordEvaluation, recordFit } from './record';

/** A network as it stands: an estimator, or an object of a class of the file. */
export interface Called {
  readonly id: number;
  readonly name: string;
  readonly fits: readonly Fit[];
  readonly evaluating: boolean;
}

/** Beyond so many outputs without a `backward()`, the oldest are forgotten. */
const MAX_PENDING = 64;

/** The output has the rows of what went in. */
export function forward(run: Run, { id, name, fits, evaluating }: Called, data: Data, at: Span): Value {
  if (run.inNetwork > 0) return refer(run, newData(run, 'element', data.rows, influencesOf(run, data)));
  if (evaluating || run.noGrad > 0) {
    const before = fits.length === 0 ? settledFits(run, id) : fits;
    if (before.length === 0) return refer(run, newData(run, 'element', data.rows, data.rest));
    return recordEvaluation(run, { at, method: 'predict', name, model: name, estimator: id, fits: before, data });
  }
  const evaluation = makeEvaluation(run, { at, method: 'predict', name, model: name, estimator: id, fits, data });
  setPending(run, [...pendingOf(run), { evaluation, data }].slice(-MAX_PENDING));
  const output = newData(run, 'element', data.rows, influencesOf(run, data));
  return refer(run, { ...output, evaluations: unionEvaluations([evaluation], data.evaluations) });
}

/**
 * A network asked in a way of its own: layer by layer, `model.inference(x)`, while it evaluates; else `model.encode(x)` is
 * training where a `backward()` follows, and nothing where none does.
 */
export function ownWay(run: Run, called: Called, value: Value, at: Span): Value {
  const data = dataOf(run, value);
  if (data === null || data.rows.atoms.length === 0) return value;
  if (called.evaluating || run.noGrad > 0) return data.evaluations.length > 0 ? value : forward(run, called, data, at);
  const { id, name, fits } = called;
  const evaluation = makeEvaluation(run, { at, method: 'predict', name, model: name, estimator: id, fits, data });
  setPending(run, [...pendingOf(run), { evaluation, data, onlyTrains: true } as const].slice(-MAX_PENDING));
  return outputOf(run, value, evaluation);
}

/** The same value, or each of several, as it came out of a network. */
function outputOf(run: Run, value: Value, evaluation: Evaluation): Value {
  const object = objectOf(run, value);
  if (object?.type === 'list')
    return run.store.add({ ...object, items: object.items.map((item) => outputOf(run, item, evaluation)) });
  if (object?.type !== 'data') return value;
  return refer(run, { ...object, view: null, evaluations: unionEvaluations([evaluation], object.evaluations) });
}

/** `loss.backward()`, `tape.gradient(loss, …)`: the networks the loss came from are trained; all, where that is not seen. */
export function trained(run: Run, losses: readonly Value[]): void {
  const pending = pendingOf(run);
  if (pending.length === 0) return;
  const known = new Set(losses.flatMap((loss) => dataOf(run, loss)?.evaluations ?? []));
  const reached = pending.filter(({ evaluation }) => known.has(evaluation));
  if (reached.length > 0) settleAsFits(run, reached);
  else {
    const whole = pending.filter(({ onlyTrains }) => onlyTrains !== true);
    settleAsFits(run, whole.length > 0 ? whole : pending);
  }
}

/** What never reached a `backward()`: evaluations, or training that the file leaves to others. */
export function settleAll(run: Run): void {
  const pending = pendingOf(run);
  setPending(run, []);
  for (const each of pending) {
    const { evaluation } = each;
    if (each.onlyTrains === true) continue;
    if (evaluation.fits.length > 0) keepEvaluation(run, evaluation);
    else if (fitsOf(run, evaluation.estimator).length === 0) asFit(run, each);
  }
}

/** Calls of this network until now were its training: it is asked to predict. */
function settledFits(run: Run, id: number): readonly Fit[] {
  const own = pendingOf(run).filter(({ evaluation, onlyTrains }) => evaluation.estimator === id && onlyTrains !== true);
  if (own.length > 0) settleAsFits(run, own);
  return fitsOf(run, id);
}

function settleAsFits(run: Run, some: readonly Forward[]): void {
  setPending(
    run,
    pendingOf(run).filter((each) => !some.includes(each)),
  );
  for (const each of some) asFit(run, each);
}

function asFit(run: Run, each: Forward): void {
  const fit = recordFit(run, fitOf(each));
  const { estimator } = each.evaluation;
  const object = run.store.get(estimator);
  if (object.type !== 'estimator' && object.type !== 'instance') return;
  run.store.set(estimator, { ...object, fits: unionFits(object.fits, [fit]).slice(-4) });
  noteTrained(run, estimator, object);
}

function fitOf({ evaluation: { at, estimator, model }, data }: Forward) {
  return { at, estimator, name: model, role: 'network', features: data, target: null } as const;
}

function fitsOf(run: Run, id: number): readonly Fit[] {
  const object = objectOf(run, { kind: 'ref', id });
  return object?.type === 'estimator' || object?.type === 'instance' ? object.fits : [];
}

function pendingOf(run: Run): readonly Forward[] {
  return run.store.read(run.forwards, 'pending') ?? [];
}

function setPending(run: Run, pending: readonly Forward[]): void {
  run.store.put(run.forwards, 'pending', pending);
}
