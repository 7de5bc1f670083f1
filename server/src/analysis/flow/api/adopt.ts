// Adoption: an object of unknown origin that is fitted, or asked to predict, is a model from then on.
import type { Data } from '../data';
import { dataOf, refer, type Run } from '../interpreter/run';
import type { Arguments, Estimator, EstimatorRole, Ref, Value } from '../value';

/** The setting of a network of unknown class that holds what it was made of: what it works on where it is given nothing. */
export const MADE_OF = '(made of)';

/** Methods that only models have. */
const MODEL_METHODS: ReadonlySet<string> = new Set([
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

/** Methods that only networks have, whatever they were made of; `DataFrame.eval` is given an expression. */
const NETWORK_METHODS: ReadonlySet<string> = new Set([
  'parameters',
  'named_parameters',
  'state_dict',
  'load_state_dict',
]);

/** No table, array or tensor has these: what was made of data, or is held by something unknown, is a model. */
export const LEARNING: ReadonlySet<string> = new Set(['fit', 'partial_fit', 'fit_generator']);

/** What only a search for a model is told: `tuner.search(X, y, epochs=5, validation_split=0.2)` of KerasTuner. */
const SEARCH_SETTINGS = ['epochs', 'validation_data', 'validation_split'];

/** Whether what looks like data is a model, by what is asked of it. A part of something unknown may be a table. */
export function isModelMethod({ kind, column }: Data, name: string, args: Arguments): boolean {
  if (LEARNING.has(name) || NETWORK_METHODS.has(name)) return true;
  if (name === 'search' && SEARCH_SETTINGS.some((each) => args.keywords.has(each))) return true;
  if (name === 'eval' && args.positional.length === 0 && args.keywords.size === 0) return true;
  return kind === 'unknown' && column === null && MODEL_METHODS.has(name);
}

/** Turns unknown data into an estimator of unknown class and calls the method; null if it does not look like one. */
export function becomeEstimator(run: Run, receiver: Ref, data: Data, name: string, args: Arguments): Value | null {
  if (data.evaluations.length > 0) return null;
  const given = args.positional.length === 0 ? null : dataOf(run, args.positional[0]);
  const needsData =
    !NETWORK_METHODS.has(name) && name !== 'compile' && name !== 'train' && name !== 'eval' && name !== 'summary';
  if (needsData && given === null && args.keywords.size === 0) return null;
  const role: EstimatorRole = needsData ? (name === 'fit_transform' ? 'unknown' : 'model') : 'network';
  const estimator: Estimator = {
    type: 'estimator',
    role,
    name: 'model',
    qualified: '?',
    at: args.at,
    members: [],
    settings: new Map(role === 'network' ? [[MADE_OF, refer(run, { ...data, view: null })]] : []),
    fits: [],
    evaluating: false,
    data: null,
  };
  run.store.set(receiver.id, estimator);
  return run.method(receiver, name, args);
}

/** A model of which nothing is known but that it is fitted on data: it is named, and made in no cell that can be read. */
export function modelOfNothing(run: Run, args: Arguments): Ref | null {
  const [first] = args.positional.length > 0 ? args.positional : args.keywords.values();
  const data = dataOf(run, first);
  if (data === null || data.rows.atoms.length === 0) return null;
  return run.store.add({
    type: 'estimator',
    role: 'unknown',
    name: 'model',
    qualified: '?',
    at: args.at,
    members: [],
    settings: new Map(),
    fits: [],
    evaluating: false,
    data: null,
  });
}
