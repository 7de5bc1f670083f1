// Out of fold: what is stored for the rows that a fold holds out was learnt from the others, as it should be.
import { influencesOf, type Data } from '../data';
import type { Influence } from '../influence';
import type { Value } from '../value';
import type { Step } from '../rows/rows';
import { dataOf, refer, type Run } from './run';

type SplitStep = Extract<Step, { kind: 'split' }>;

/**
 * `oof[valid] = model.predict(X[valid])`: fold by fold every row gets a value of those it is not among. As features for a
 * second model they are what cross-fitting and stacking ask for, so they no longer count as learnt.
 */
export function crossFitted(run: Run, value: Value, by: Data | null): Value {
  const held = heldOut(run, by);
  const data = held === null ? null : dataOf(run, value);
  if (held === null || data === null || influencesOf(run, data).list.length === 0) return value;
  const keep = ({ rows }: Influence): boolean => !rows.atoms.every(({ steps }) => steps.some(isOtherPart(held)));
  const columns = new Map([...data.columns].map(([name, own]) => [name, run.influences.filter(own, keep)] as const));
  return refer(run, { ...data, columns, rest: run.influences.filter(data.rest, keep) });
}

/** The step by which these indices hold rows out of a fold. */
function heldOut(run: Run, by: Data | null): SplitStep | null {
  for (const step of by?.steps ?? []) if (step.kind === 'split' && step.part === 1 && isOfFolds(run, step)) return step;
  return null;
}

function isOfFolds(run: Run, { key }: SplitStep): boolean {
  return run.store.read(run.records.splits, key)?.folds === true;
}

function isOtherPart({ key, part }: SplitStep): (step: Step) => boolean {
  return (step) => step.kind === 'split' && step.key === key && step.part !== part;
}

/** The parts held out of the folds, gathered pass by pass: each row is among them once. */
export function areHeldOutInTurn(run: Run, data: Data): boolean {
  return data.rows.atoms.every(({ steps }) =>
    steps.some((step) => step.kind === 'split' && step.part === 1 && isOfFolds(run, step)),
  );
}
