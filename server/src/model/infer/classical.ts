// Shapes of ai.onnx.ml: trees, linear models and what prepares their columns, all on [rows, columns].
import type { Dimension, ElementType, ValueType } from '../model';
import { elementName } from '../elements';
import { countOf, elementAt, hasAttribute, intOf, intsOf, shapeAt } from './operation';
import type { Operation, Rule } from './operation';
import { same } from './elementwise';
import { tensorOf } from './shape';

/** A single row may come without its axis. */
function rowsOf(operation: Operation): Dimension {
  const input = shapeAt(operation, 0);
  return input === null ? null : input.length === 1 ? 1 : (input[0] ?? null);
}

function labels(operation: Operation): { readonly element: ElementType; readonly count: number } {
  const texts = countOf(operation, 'classlabels_strings');
  const numbers = Math.max(countOf(operation, 'classlabels_int64s'), countOf(operation, 'classlabels_ints'));
  return texts > 0 ? { element: 'string', count: texts } : { element: 'int64', count: numbers };
}

/** A label and the scores of all classes for each row. */
const classifier: Rule = (operation) => {
  const { element, count } = labels(operation);
  const rows = rowsOf(operation);
  return [tensorOf(element, [rows]), tensorOf('float32', [rows, count > 0 ? Math.max(2, count) : null])];
};

/** The scores of a support vector machine are one for each class, or for each pair of classes. */
const vectorClassifier: Rule = (operation) => {
  const { element } = labels(operation);
  const rows = rowsOf(operation);
  return [tensorOf(element, [rows]), tensorOf('float32', [rows, null])];
};

const regressor =
  (targets: (operation: Operation) => number): Rule =>
  (operation) => [tensorOf('float32', [rowsOf(operation), targets(operation)])];

const treeEnsemble: Rule = (operation) => [
  tensorOf(elementAt(operation, 0), [rowsOf(operation), intOf(operation, 'n_targets', null)]),
];

const floats: Rule = (operation) => [tensorOf('float32', shapeAt(operation, 0))];

const columns: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const picked = shapeAt(operation, 1);
  const count =
    picked === null ? null : picked.every((size) => typeof size === 'number') ? picked.reduce(times, 1) : null;
  if (input === null) return [tensorOf(elementAt(operation, 0), null)];
  return [tensorOf(elementAt(operation, 0), input.length === 1 ? [1, count] : [...input.slice(0, -1), count])];
};

const times = (a: number, b: number): number => a * b;

const joinedColumns: Rule = (operation) => {
  const sizes = intsOf(operation, 'inputdimensions');
  return [tensorOf('float32', [rowsOf(operation), sizes === null ? null : sizes.reduce((a, b) => a + b, 0)])];
};

const oneHot: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const count = Math.max(countOf(operation, 'cats_int64s'), countOf(operation, 'cats_strings'));
  return [tensorOf('float32', input === null ? null : [...input, count])];
};

const encoder: Rule = (operation) => [tensorOf(encodedElement(operation), shapeAt(operation, 0))];

function encodedElement(operation: Operation): ElementType {
  for (const [name, element] of [
    ['values_strings', 'string'],
    ['values_int64s', 'int64'],
    ['values_floats', 'float32'],
  ] as const) {
    if (hasAttribute(operation, name)) return element;
  }
  const values = operation.attribute('values_tensor');
  if (values?.kind === 'tensor') return values.tensor.elementType;
  // The first version turned words into numbers and numbers into words.
  if (hasAttribute(operation, 'classes_strings')) return elementAt(operation, 0) === 'string' ? 'int64' : 'string';
  return 'undefined';
}

const mapper: Rule = (operation) => [
  tensorOf(elementAt(operation, 0) === 'string' ? 'int64' : 'string', shapeAt(operation, 0)),
];

const vectorizer: Rule = (operation) => {
  const type = operation.type(0);
  const count = Math.max(countOf(operation, 'string_vocabulary'), countOf(operation, 'int64_vocabulary'));
  const element = type?.kind === 'map' && type.value.kind === 'tensor' ? type.value.elementType : 'undefined';
  return [tensorOf(element, [1, count])];
};

const castMap: Rule = (operation) => {
  const to = operation.attribute('cast_to');
  const name = to?.kind === 'string' ? to.value : 'TO_FLOAT';
  const element = { TO_FLOAT: 'float32', TO_INT64: 'int64', TO_STRING: 'string' }[name] ?? elementName(0);
  return [tensorOf(element, [1, null])];
};

const zipMap: Rule = (operation) => {
  const key = countOf(operation, 'classlabels_strings') > 0 ? 'string' : 'int64';
  const map: ValueType = { kind: 'map', key, value: tensorOf('float32', []) };
  return [{ kind: 'sequence', element: map }];
};

export const CLASSICAL: readonly (readonly [string, Rule])[] = [
  ['LinearClassifier', classifier],
  ['TreeEnsembleClassifier', classifier],
  ['SVMClassifier', vectorClassifier],
  ['LinearRegressor', regressor((operation) => intOf(operation, 'targets', 1))],
  ['TreeEnsembleRegressor', regressor((operation) => intOf(operation, 'n_targets', 1))],
  ['SVMRegressor', regressor(() => 1)],
  ['TreeEnsemble', treeEnsemble],
  ['Scaler', floats],
  ['Normalizer', floats],
  ['Imputer', same],
  ['Binarizer', same],
  ['ArrayFeatureExtractor', columns],
  ['FeatureVectorizer', joinedColumns],
  ['OneHotEncoder', oneHot],
  ['LabelEncoder', encoder],
  ['CategoryMapper', mapper],
  ['DictVectorizer', vectorizer],
  ['CastMap', castMap],
  ['ZipMap', zipMap],
];
