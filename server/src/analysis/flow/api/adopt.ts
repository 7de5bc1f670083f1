// Adoption: an object of unknown origin that is fitted, or asked to predict, is a model from then on.
import type { Data } from '../data';
import { dataOf, type Run } from '../interpreter/run';
import type { Arguments, Estimator, EstimatorRole, Ref, Value } from '../value';

/** Methods that only models have. */
export const MODEL_METHODS: ReadonlySet<string> = new Set([
  'fit',
  'partial_fit',
  'fit_generator',
  'predict',
  'predict_proba',
  'predict_classes',
  'decision_function',
  'parameters',
  'state_dict',
  'load_state_dict',
  'compile',
  'train',
  'eval',
  'summary',
  'fit_transform',
  'evaluate',
]);

/** Turns unknown data into an estimator of unknown class and calls the method; null if it does not look like one. */
export function becomeEstimator(run: Run, receiver: Ref, data: Data, name: string, args: Arguments): Value | null {
  if (data.evaluations.length > 0 || data.column !== null) return null;
  const given = args.positional.length === 0 ? null : dataOf(run, args.positional[0]);
  const needsData =
    name !== 'parameters' &&
    name !== 'state_dict' &&
    name !== 'load_state_dict' &&
    name !== 'compile' &&
    name !== 'train' &&
    name !== 'eval' &&
    name !== 'summary';
  if (needsData && given === null && args.keywords.size === 0) return null;
  const role: EstimatorRole = needsData ? (name === 'fit_transform' ? 'unknown' : 'model') : 'network';
  const estimator: Estimator = {
    type: 'estimator',
    role,
    name: 'model',
    qualified: '?',
    at: args.at,
    members: [],
    settings: new Map(),
    fits: [],
    evaluating: false,
    data: null,
  };
  run.store.set(receiver.id, estimator);
  return run.method(receiver, name, args);
}
