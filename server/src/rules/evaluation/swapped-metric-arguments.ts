// swapped-metric-arguments: a metric gets the prediction where the truth belongs.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { predictorOf } from '../../analysis/estimators';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

/** Metrics that give another number when their first two arguments change places. */
const METRICS = `precision_score recall_score fbeta_score classification_report confusion_matrix balanced_accuracy_score
  r2_score explained_variance_score mean_absolute_percentage_error roc_auc_score average_precision_score roc_curve
  precision_recall_curve log_loss brier_score_loss precision_recall_fscore_support mean_poisson_deviance
  mean_gamma_deviance mean_pinball_loss d2_absolute_error_score`
  .split(/\s+/)
  .map((name) => `sklearn.metrics.${name}`);
const PREDICTS = new Set(['predict', 'predict_proba', 'decision_function']);

export default rule({
  name: 'swapped-metric-arguments',
  category: 'evaluation',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A metric gets the prediction first and the truth second',
  docs: `
scikit-learn's metrics take the truth first (\`y_true, y_pred\`). The other way round, precision becomes recall, R² is
computed against the variance of the prediction, a confusion matrix is transposed, and the AUC means nothing
([Metrics and scoring](https://scikit-learn.org/stable/modules/model_evaluation.html)). Nothing raises where both have the
same form.
`,
  silent: `
- Metrics that are the same both ways: accuracy, mean squared and absolute error, Matthews correlation, kappa.
- Arguments by keyword; libraries that take the prediction first (torchmetrics, \`evaluate\`).
- The first argument is not surely a prediction of a known model, or the second is one, too.
`,
  messages: {
    swapped:
      '`{metric}` takes the truth first, but gets the prediction `{first}` there: the number is another one. Swap the two',
  },
  examples: [
    {
      title: 'through names',
      bad: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
y_pred = model.predict(X_test)
print(precision_score(y_pred, y_test))
#                     ^^^^^^^^^^^^^^`,
      good: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
y_pred = model.predict(X_test)
print(precision_score(y_test, y_pred))`,
    },
    {
      title: 'directly',
      bad: `
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
model = Ridge().fit(X_train, y_train)
print(r2_score(model.predict(X_test), y_test))
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
model = Ridge().fit(X_train, y_train)
print(r2_score(y_test, model.predict(X_test)))`,
    },
    {
      title: 'in order, symmetric, or two predictions',
      fine: `
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error, r2_score
a = Ridge().fit(X_train, y_train)
b = Ridge(alpha=2).fit(X_train, y_train)
print(r2_score(y_test, a.predict(X_test)))
print(mean_squared_error(a.predict(X_test), y_test))
print(r2_score(a.predict(X_test), b.predict(X_test)))
print(r2_score(unknown, y_test))`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...METRICS)) {
      const [first, second] = call.node.args;
      if (first === undefined || second === undefined || second.kind === Kind.Starred) continue;
      if (!isPrediction(module, first) || mayBePrediction(module, second)) continue;
      const at = { start: first.start, end: second.end };
      const edits = [
        { start: first.start, end: first.end, text: module.textOf(second) },
        { start: second.start, end: second.end, text: module.textOf(first) },
      ];
      const data = { metric: call.name, first: module.textOf(first) };
      yield { at, message: 'swapped', data, fixes: [{ title: 'Swap the two', edits }] };
    }
  },
});

/** The result of `predict` of a model whose construction is seen. */
function isPrediction(module: Module, expr: Expr): boolean {
  const made = module.definition(expr);
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || !PREDICTS.has(made.func.attr)) return false;
  return predictorOf(module, made.func.value) !== null;
}

/** Anything but labels as they come: computed values may be a prediction of something. */
function mayBePrediction(module: Module, expr: Expr): boolean {
  const made = module.definition(expr);
  if (made.kind === Kind.Call || made.kind === Kind.BinOp) return true;
  return /pred|proba|score|hat/i.test(module.textOf(expr));
}
