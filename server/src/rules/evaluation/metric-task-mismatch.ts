// metric-task-mismatch: a metric for classes gets numbers, or one for numbers gets classes.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { classNameOf, predictorOf } from '../../analysis/estimators';
import { isGuarded } from '../../analysis/guards';
import type { Module } from '../../analysis/module';
import { isRegressor, scoreMethodOf } from '../../knowledge/classifiers';
import { rule } from '../rule';

const metrics = (names: string): readonly string[] => names.split(' ').map((name) => `sklearn.metrics.${name}`);
const OF_CLASSES = metrics(
  'accuracy_score balanced_accuracy_score precision_score recall_score f1_score fbeta_score jaccard_score confusion_matrix classification_report matthews_corrcoef cohen_kappa_score hamming_loss zero_one_loss',
);
const OF_NUMBERS = metrics(
  'r2_score mean_squared_error mean_absolute_error root_mean_squared_error explained_variance_score mean_absolute_percentage_error',
);
const CLASS_SCORERS =
  /^(accuracy|balanced_accuracy|f1|precision|recall|jaccard|matthews_corrcoef|roc_auc|average_precision|neg_log_loss|neg_brier_score)(_(micro|macro|weighted|ovr|ovo)(_weighted)?)?$/;
const NUMBER_SCORERS =
  /^(r2|explained_variance|max_error|d2_absolute_error_score|neg_(root_)?mean_\w+|neg_median_absolute_error)$/;
const VALIDATES =
  /^sklearn\.model_selection\.(cross_val_score|cross_validate|learning_curve|validation_curve|permutation_test_score|\w+SearchCV)$/;
/** May predict exactly the labels they were fitted on. */
const MAY_BE_WHOLE = /^(DecisionTree|ExtraTree|KNeighbors|RadiusNeighbors|AdaBoost)Regressor$/;

export default rule({
  name: 'metric-task-mismatch',
  category: 'evaluation',
  severity: 'error',
  fix: 'none',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A metric for classes gets the numbers of a regressor or probabilities, or the other way round',
  docs: `
\`accuracy_score\`, \`f1_score\` and the like compare labels. A regressor's \`predict\` gives numbers and \`predict_proba\` a row of
probabilities: both raise \`ValueError: Classification metrics can't handle a mix of … targets\`
([scikit-learn: metrics](https://scikit-learn.org/stable/modules/model_evaluation.html)). The other way round nothing raises:
R² or a squared error of class labels takes their numbers for amounts, so that confusing class 0 with 2 counts four times as
much as with 1.
`,
  silent: `
- The prediction is rounded, compared, cast or changed in any way before the metric.
- The estimator is not known, or is a tree or neighbour regressor, which may predict whole numbers.
- Squared and absolute errors of labels where the file also computes a metric of classes: the classes are then meant as grades.
`,
  messages: {
    numbers:
      '`{metric}` compares labels, but `{model}` predicts numbers: this raises ValueError. Use a regression metric, or a classifier',
    probabilities:
      '`{metric}` compares labels, but gets the probabilities of `predict_proba`: this raises ValueError. Pass `predict(…)`',
    labels:
      '`{metric}` takes the labels that `{model}` predicts for amounts: the number has no meaning for classes. Use a metric of classes',
    scoring: '`scoring="{metric}"` is for {kind}, but `{model}` is not one: {result}',
  },
  examples: [
    {
      title: 'numbers and probabilities for a metric of classes',
      bad: `
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
line = LinearRegression().fit(X_train, y_train)
predicted = line.predict(X_test)
print(accuracy_score(y_test, predicted))
#                            ^^^^^^^^^
model = LogisticRegression().fit(X_train, y_train)
print(f1_score(y_test, model.predict_proba(X_test)))
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'labels for a metric of numbers',
      bad: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import r2_score
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(r2_score(y_test, model.predict(X_test)))
#                      ^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'scorers by name',
      bad: `
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC
search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, scoring="accuracy")
#                                                          ^^^^^^^^^^
scores = cross_val_score(SVC(), X, y, scoring="neg_mean_squared_error")
#                                             ^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'rounded, compared, or the right kind',
      fine: `
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeRegressor
line = LinearRegression().fit(X_train, y_train)
print(accuracy_score(y_test, line.predict(X_test) > 0.5), accuracy_score(y_test, line.predict(X_test).round()))
print(r2_score(y_test, line.predict(X_test)), cross_val_score(line, X, y, scoring="r2"))
tree = DecisionTreeRegressor(random_state=0).fit(X_train, y_train)
print(accuracy_score(y_test, tree.predict(X_test)))
grades = LogisticRegression().fit(X_train, y_train)
print(mean_absolute_error(y_test, grades.predict(X_test)), accuracy_score(y_test, grades.predict(X_test)))`,
    },
  ],
  *check(module) {
    const ofClasses = module.callsTo(...OF_CLASSES);
    for (const call of ofClasses) {
      const given = call.argument(1, 'y_pred');
      const predicted = given === null ? null : predictionOf(module, given);
      if (given === null || predicted === null || isGuarded(module, call.node)) continue;
      const { method, cls } = predicted;
      const data = { metric: classNameOf(call.qualifiedName), model: cls };
      if (method === 'predict' && isRegressor(cls) && !MAY_BE_WHOLE.test(cls))
        yield { at: given, message: 'numbers', data };
      if (method === 'predict_proba' && scoreMethodOf(cls) !== null)
        yield { at: given, message: 'probabilities', data };
    }
    for (const call of module.callsTo(...OF_NUMBERS)) {
      const given = call.argument(1, 'y_pred');
      const predicted = given === null ? null : predictionOf(module, given);
      if (given === null || predicted?.method !== 'predict' || scoreMethodOf(predicted.cls) === null) continue;
      const metric = classNameOf(call.qualifiedName);
      if (ofClasses.length > 0 && metric !== 'r2_score') continue;
      yield { at: given, message: 'labels', severity: 'warning', data: { metric, model: predicted.cls } };
    }
    yield* scorings(module);
  },
});

const SCORING = new Set(['scoring']);

function* scorings(module: Module) {
  for (const keyword of module.keywordsNamed(SCORING)) {
    const call = module.parent(keyword);
    const metric = module.stringOf(keyword.value);
    if (call?.kind !== Kind.Call || metric === null || !VALIDATES.test(module.qualifiedName(call.func) ?? '')) continue;
    const estimator = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'estimator')?.value;
    const cls = estimator === undefined ? null : classOf(module, estimator);
    if (cls === null) continue;
    const data = { metric, model: cls, kind: 'classifiers', result: 'the scores are nan, or this raises ValueError' };
    if (isRegressor(cls) && CLASS_SCORERS.test(metric) && !MAY_BE_WHOLE.test(cls))
      yield { at: keyword.value, message: 'scoring', data } as const;
    if (scoreMethodOf(cls) !== null && NUMBER_SCORERS.test(metric)) {
      const result = 'it takes labels for amounts';
      yield {
        at: keyword.value,
        message: 'scoring',
        severity: 'warning',
        data: { ...data, kind: 'regressors', result },
      } as const;
    }
  }
}

/** `model.predict(…)` of a known class, as it comes. */
function predictionOf(module: Module, expr: Expr): { method: string; cls: string } | null {
  const made = module.definition(expr);
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute) return null;
  const method = made.func.attr;
  const cls = method === 'predict' || method === 'predict_proba' ? classOf(module, made.func.value) : null;
  return cls === null ? null : { method, cls };
}

function classOf(module: Module, estimator: Expr): string | null {
  const made = predictorOf(module, estimator);
  const name = made === null ? null : module.qualifiedName(made.func);
  return name === null ? null : classNameOf(name);
}
