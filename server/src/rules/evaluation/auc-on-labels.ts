// auc-on-labels: a ranking metric gets class labels, which rank nothing.
import { CompareOperator, Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { classNameOf, isTrue, predictorOf } from '../../analysis/estimators';
import type { CallSite, Module } from '../../analysis/module';
import { scoreMethodOf } from '../../knowledge/classifiers';
import type { ScoreMethod } from '../../knowledge/classifiers';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** The metrics, with the keyword of their second argument. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  roc_auc_score: ['y_score'],
  average_precision_score: ['y_score'],
  roc_curve: ['y_score'],
  precision_recall_curve: ['y_score', 'probas_pred'],
  log_loss: ['y_pred', 'y_proba'],
  brier_score_loss: ['y_proba', 'y_prob'],
};

const SCORES = new Set(['predict_proba', 'predict_log_proba', 'decision_function']);

export default rule({
  name: 'auc-on-labels',
  category: 'evaluation',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A ranking metric is computed on class labels instead of scores',
  docs: `
ROC AUC, average precision and the curves behind them ask how well the scores *rank* the rows; log loss and the Brier
score ask how good the *probabilities* are. \`predict\` returns labels, that is one threshold: the curve has a single corner
and the area is that of balanced accuracy, usually far lower than the model's true AUC
([scikit-learn: roc_auc_score](https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html):
"target scores"). Models can then be compared by the wrong number.
`,
  silent: `
- The model is not known as a classifier: regressors, outlier detectors, Keras and torch models and boosters give scores by
  \`predict\`.
- The same model's probabilities get such a metric in the file, too: the labels are then there on purpose.
- The value passed is not surely a prediction.
`,
  messages: {
    predict:
      '`{metric}` gets the class labels of `{model}.predict`, which are one threshold, not a ranking: the value is too low. Pass `{model}.{method}(…)`',
    threshold:
      '`{metric}` gets thresholded values: they are one point of the curve, not a ranking. Pass the scores themselves',
  },
  examples: [
    {
      title: 'labels of a classifier',
      bad: `
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
model = LogisticRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict(X_test)))
#                           ^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
model = LogisticRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: 'through a name, a pipeline and a search; a model without probabilities',
      bad: `
from sklearn.metrics import average_precision_score, roc_curve
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
search = GridSearchCV(make_pipeline(StandardScaler(), LinearSVC()), {"linearsvc__C": [1, 10]})
search.fit(X_train, y_train)
y_pred = search.predict(X_test)
fpr, tpr, _ = roc_curve(y_test, y_pred)
#                               ^^^^^^`,
      good: `
from sklearn.metrics import average_precision_score, roc_curve
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
search = GridSearchCV(make_pipeline(StandardScaler(), LinearSVC()), {"linearsvc__C": [1, 10]})
search.fit(X_train, y_train)
y_pred = search.predict(X_test)
fpr, tpr, _ = roc_curve(y_test, search.decision_function(X_test))`,
    },
    {
      title: 'a threshold on probabilities',
      bad: `
from sklearn.metrics import roc_auc_score
scores = model.predict_proba(X_test)[:, 1]
labels = (scores > 0.5).astype(int)
print(roc_auc_score(y_test, labels))
#                           ^^^^^^`,
    },
    {
      title: 'probabilities, and labels beside them',
      fine: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
print("at the threshold", roc_auc_score(y_test, model.predict(X_test)))
print(accuracy_score(y_test, model.predict(X_test)))`,
    },
    {
      title: 'models whose predict gives scores',
      fine: `
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score
from tensorflow import keras
regressor = LinearRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, regressor.predict(X_test)))
network = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
network.fit(X_train, y_train)
print(roc_auc_score(y_test, network.predict(X_test)))
print(roc_auc_score(y_test, unknown.predict(X_test)))`,
    },
  ],
  *check(module) {
    const calls = module.callsTo(...Object.keys(METRICS).flatMap((name) => [`sklearn.metrics.${name}`]));
    const given = calls.map((call) => ({ call, value: scoreArgument(call) }));
    const scored = new Set(given.map(({ value }) => (value === null ? null : scoredModel(module, value))));
    for (const { call, value } of given) {
      if (value === null) continue;
      const metric = classNameOf(call.qualifiedName);
      const made = module.definition(value);
      const predict = predictCall(made);
      if (predict === null) {
        if (isThresholded(module, made) && scored.size === 1 && scored.has(null))
          yield { at: value, message: 'threshold', data: { metric } };
        continue;
      }
      const method = scoreMethod(module, predict.receiver);
      const model = module.textOf(predict.receiver);
      if (method === null || scored.has(model)) continue;
      const fix = fixOf(module, metric, call, value, predict.call, method);
      yield { at: value, message: 'predict', data: { metric, model, method }, fixes: fix === null ? [] : [fix] };
    }
  },
});

function scoreArgument(call: CallSite): Expr | null {
  const keywords = METRICS[classNameOf(call.qualifiedName)]!;
  return (
    keywords.map((keyword) => call.argument(null, keyword)).find((value) => value !== null) ?? call.argument(1, null)
  );
}

/** The model whose real scores a value holds, as written. */
function scoredModel(module: Module, value: Expr): string | null {
  let at = module.definition(value);
  while (at.kind === Kind.Subscript) at = module.definition(at.value);
  return at.kind === Kind.Call && at.func.kind === Kind.Attribute && SCORES.has(at.func.attr)
    ? module.textOf(at.func.value)
    : null;
}

function predictCall(made: Expr): { receiver: Expr; call: Call } | null {
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'predict') return null;
  return { receiver: made.func.value, call: made };
}

/** `(p > 0.5)`, `….astype(int)` of it, `np.where(p > 0.5, 1, 0)`, where p is a probability. */
function isThresholded(module: Module, made: Expr): boolean {
  if (made.kind === Kind.Call && made.func.kind === Kind.Attribute && made.func.attr === 'astype')
    return isThresholded(module, module.definition(made.func.value));
  if (made.kind === Kind.Call && module.qualifiedName(made.func) === 'numpy.where' && made.args.length === 3)
    return isThresholded(module, made.args[0]!);
  if (made.kind !== Kind.Compare || made.ops.length !== 1) return false;
  const [operator] = made.ops;
  return (
    (operator === CompareOperator.Gt || operator === CompareOperator.GtE) && scoredModel(module, made.left) !== null
  );
}

/** How a model gives scores, if it is known as a classifier. */
function scoreMethod(module: Module, model: Expr): ScoreMethod | null {
  const made = predictorOf(module, model);
  const name = made === null ? null : module.qualifiedName(made.func);
  // Where the code does not show it in one place (a loop over models, a function), the flow engine may know.
  if (made === null || name === null) return scoreMethodOf(classNameOf(module.flow.valueOf(model)?.type ?? ''));
  const probability = made.keywords.find(({ arg }) => arg === 'probability')?.value;
  const isSvc = /\.(Nu)?SVC$/.test(name);
  return isSvc && isTrue(probability) ? 'predict_proba' : scoreMethodOf(classNameOf(name));
}

/** Two classes are sure where the call would raise for more: all of these but a `multi_class` AUC and the log loss. */
function fixOf(
  module: Module,
  metric: string,
  call: CallSite,
  value: Expr,
  predict: Call,
  method: ScoreMethod,
): Fix | null {
  const wantsProbability = metric === 'log_loss' || metric === 'brier_score_loss';
  if (call.has('multi_class') || (wantsProbability && method !== 'predict_proba')) return null;
  if (!stillThere(module, predict, value)) return null;
  const receiver = predict.func.kind === Kind.Attribute ? predict.func.value : predict.func;
  const inside = module.source.slice(predict.func.end, predict.end);
  const column = method === 'predict_proba' && metric !== 'log_loss' ? '[:, 1]' : '';
  const text = `${module.textOf(receiver)}.${method}${inside}${column}`;
  return { title: `Use ${method}`, edits: [{ start: value.start, end: value.end, text }] };
}

/** Whether the names of the prediction still mean the same where the metric is computed. */
function stillThere(module: Module, predict: Call, value: Expr): boolean {
  if (predict.start === value.start) return true;
  const names = module.scopes.names.filter((name) => predict.start <= name.start && name.end <= predict.end);
  return names.every((name) => {
    const bindings = module.scopes.owner(name)?.bindings.get(name.id) ?? [];
    return bindings.every(({ from }) => from <= predict.start || from > value.end);
  });
}
