// Frameworks whose models are trained or asked in ways of their own: H2O, estimators of TensorFlow, comparisons of many models,
// models that look for neighbours, and importances that are scores in disguise.
import { dataOf, list, objectOf, propagate, type Run } from '../interpreter/run';
import { NONE, UNKNOWN, argument, type Arguments, type Estimator, type Value } from '../value';
import { describe } from './descriptive';
import { fitModel, predict, score } from './models';
import { recordEvaluation, reached } from './record';

/** Methods that are looked at here first. */
const OWN: ReadonlySet<string> = new Set([
  'train',
  'fit',
  'evaluate',
  'predict',
  'predict_proba',
  'model_performance',
  'kneighbors',
  'radius_neighbors',
  'recommend',
  'similar_items',
  'search',
  'get_best_models',
  'build',
]);

/** Null where the method is an ordinary one. */
export function frameworkMethod(
  run: Run,
  id: number,
  estimator: Estimator,
  name: string,
  args: Arguments,
): Value | null {
  if (!OWN.has(name)) return null;
  const given = args.keywords.get('input_fn');
  if (given !== undefined) return fed(run, id, estimator, name, withFed(run, given, args));
  switch (name) {
    case 'train':
      return args.keywords.has('training_frame') ? trainFrame(run, id, estimator, args) : null;
    case 'fit':
      return estimator.name.startsWith('Lazy')
        ? compareMany(run, id, estimator, args)
        : estimator.name === 'PermutationImportance'
          ? importance(run, id, estimator, args)
          : null;
    // A tuner of Keras: a search is a fit, its best models are fitted.
    case 'search':
      return run.method({ kind: 'ref', id }, 'fit', args);
    case 'get_best_models':
      return list(run, [{ kind: 'ref', id }]);
    case 'build':
      return { kind: 'ref', id };
    case 'model_performance':
      return score(run, id, estimator, name, args);
    case 'kneighbors':
    case 'radius_neighbors':
    case 'recommend':
    case 'similar_items':
      reached(run, args.at, 'evaluation', estimator.fits.length > 0);
      describe(run, id, estimator, { at: args.at, name, data: dataOf(run, args.positional.at(-1)) });
      return propagate(run, args.positional);
    default:
      return null;
  }
}

/** `classifier.train(input_fn=lambda: batches(X, y))`: what the function gives. */
function fed(run: Run, id: number, estimator: Estimator, name: string, args: Arguments): Value | null {
  if (name === 'evaluate') return score(run, id, estimator, name, args);
  if (name.startsWith('predict')) return predict(run, id, estimator, name, args);
  const data = dataOf(run, args.positional[0]);
  if (name !== 'train' && name !== 'fit') return null;
  reached(run, args.at, 'fit', data !== null && data.rows.atoms.length > 0);
  return data === null ? { kind: 'ref', id } : fitModel(run, id, estimator, 'fit', data, data, args);
}

function withFed(run: Run, given: Value, args: Arguments): Arguments {
  const nothing = { positional: [], keywords: new Map<string, Value>(), hidden: false, at: args.at, nodes: [] };
  const value = given.kind === 'function' || given.kind === 'bound' ? run.call(given, nothing) : given;
  const keywords = new Map(args.keywords);
  keywords.delete('input_fn');
  return { ...args, positional: [value], keywords };
}

/** `model.train(x=names, y='rent', training_frame=train, validation_frame=test)` of H2O. */
function trainFrame(run: Run, id: number, estimator: Estimator, args: Arguments): Value {
  const data = dataOf(run, argument(args, null, 'training_frame'));
  reached(run, args.at, 'fit', data !== null && data.rows.atoms.length > 0);
  return data === null ? NONE : fitModel(run, id, estimator, 'fit', data, data, args);
}

/** `LazyClassifier().fit(X_train, X_test, y_train, y_test)`: many models, each scored on the second. */
function compareMany(run: Run, id: number, estimator: Estimator, args: Arguments): Value {
  const data = dataOf(run, args.positional[0]);
  const asked = dataOf(run, args.positional[1]);
  reached(run, args.at, 'fit', data !== null && data.rows.atoms.length > 0);
  if (data === null) return UNKNOWN;
  fitModel(run, id, estimator, 'fit', data, dataOf(run, args.positional[2]), args);
  const fitted = objectOf(run, { kind: 'ref', id });
  if (asked === null || fitted?.type !== 'estimator') return UNKNOWN;
  const { fits, name: model } = fitted;
  recordEvaluation(run, { at: args.at, method: 'validation', name: 'fit', model, estimator: id, fits, data: asked });
  return UNKNOWN;
}

/** `PermutationImportance(model).fit(X_test, y_test)` scores the model, again and again. */
function importance(run: Run, id: number, estimator: Estimator, args: Arguments): Value {
  const [member] = estimator.members;
  const model = objectOf(run, member);
  if (member?.kind === 'ref' && model?.type === 'estimator' && model.fits.length > 0)
    score(run, member.id, model, 'score', args);
  return { kind: 'ref', id };
}
