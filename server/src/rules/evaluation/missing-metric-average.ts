// missing-metric-average: a metric for two classes gets more, which raises unless it is told how to average.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import type { Module } from '../../analysis/module';
import { classCountOf } from '../../analysis/splits';
import type { Fix } from '../rule';
import { rule } from '../rule';

const METRICS = ['precision_score', 'recall_score', 'f1_score', 'fbeta_score', 'jaccard_score'].map(
  (name) => `sklearn.metrics.${name}`,
);
const VALIDATIONS = ['cross_val_score', 'cross_validate', 'learning_curve', 'validation_curve'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const SEARCHES = /^sklearn\.model_selection\.(Halving)?(Grid|Random|Randomized)SearchCV$/;
const SCORERS = new Set(['precision', 'recall', 'f1', 'jaccard', 'average_precision', 'roc_auc']);

export default rule({
  name: 'missing-metric-average',
  category: 'evaluation',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Precision, recall or F1 of more than two classes without average=, which raises ValueError',
  docs: `
Precision, recall, F1 and Jaccard are defined for one class against the rest; their default is \`average="binary"\`. With more
than two classes the call raises \`ValueError: Target is multiclass but average='binary'\`, and the scorers of the same names
(\`scoring="f1"\`) give \`nan\` for each fold
([scikit-learn: f1_score](https://scikit-learn.org/stable/modules/generated/sklearn.metrics.f1_score.html)). \`"macro"\` counts
each class the same, \`"weighted"\` by its rows; which one to report is for you to decide.
`,
  silent: `
- It is not sure how many classes the label has: only scikit-learn's own data sets tell.
- \`average\` or \`labels\` is given in any form.
- The label is changed or filtered on the way.
`,
  messages: {
    call: '`{metric}` is for two classes, this label has {classes}: it raises ValueError. Say how to average, such as `average="macro"`',
    scorer: 'The scorer `{metric}` is for two classes, this label has {classes}: the scores are nan. {cure}',
  },
  examples: [
    {
      title: 'three classes',
      bad: `
from sklearn.datasets import load_iris
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
iris = load_iris()
X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, random_state=0)
model = GaussianNB().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
#     ^^^^^^^^
print(cross_val_score(model, iris.data, iris.target, scoring="recall"))
#                                                            ^^^^^^^^`,
      good: `
from sklearn.datasets import load_iris
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
iris = load_iris()
X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, random_state=0)
model = GaussianNB().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test), average="macro"))
print(cross_val_score(model, iris.data, iris.target, scoring="recall_macro"))`,
    },
    {
      title: 'in a search',
      bad: `
from sklearn.datasets import load_wine
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
X, y = load_wine(return_X_y=True)
search = GridSearchCV(SVC(), {"C": [1, 10]}, scoring="f1")
#                                                    ^^^^
search.fit(X, y)`,
      good: `
from sklearn.datasets import load_wine
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
X, y = load_wine(return_X_y=True)
search = GridSearchCV(SVC(), {"C": [1, 10]}, scoring="f1_macro")
search.fit(X, y)`,
    },
    {
      title: 'averaged, two classes, or not known',
      fine: `
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.metrics import accuracy_score, f1_score, precision_score
iris, digits = load_iris(), load_digits()
X, y = load_breast_cancer(return_X_y=True)
print(f1_score(iris.target, iris.target, average="micro"), f1_score(y, y))
is_nine = digits.target == 9
print(precision_score(is_nine, is_nine), f1_score(y_test, y_test))
labels = load_iris(return_X_y=True)[1]
labels = labels[labels < 2]
print(f1_score(labels, labels), accuracy_score(iris.target, iris.target))`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...METRICS)) {
      const label = call.argument(0, 'y_true');
      const classes = label === null ? null : classCountOf(module, label);
      if (classes === null || classes < 3 || call.hidden || call.node.args.length > 2) continue;
      if (call.has('average') || call.has('labels') || call.has('pos_label')) continue;
      const data = { metric: classNameOf(call.qualifiedName), classes };
      const fix: Fix = { title: 'Add average="macro"', edits: [call.addKeyword('average="macro"')] };
      yield { at: call.callee, message: 'call', data, fixes: [fix] };
    }
    for (const { scoring, label } of scorings(module)) {
      const metric = module.stringOf(scoring);
      const classes = metric === null || !SCORERS.has(metric) ? null : classCountOf(module, label);
      if (metric === null || classes === null || classes < 3) continue;
      const fixed = metric === 'roc_auc' ? 'roc_auc_ovr' : metric === 'average_precision' ? null : `${metric}_macro`;
      const cure = fixed === null ? 'Choose another one' : `Use \`${fixed}\``;
      const quote = module.source[scoring.start];
      const plain = scoring.kind === Kind.Str && (quote === '"' || quote === "'");
      const edits = fixed === null || !plain ? [] : [{ ...spanOf(scoring), text: `${quote}${fixed}${quote}` }];
      const fixes: Fix[] = edits.length === 0 ? [] : [{ title: `Use ${fixed}`, edits }];
      yield { at: scoring, message: 'scorer', data: { metric, classes, cure }, fixes };
    }
  },
});

function spanOf({ start, end }: Expr): { start: number; end: number } {
  return { start, end };
}

/** Scorers by name, with the label they are used on. */
function* scorings(module: Module): Iterable<{ scoring: Expr; label: Expr }> {
  for (const call of module.callsTo(...VALIDATIONS)) {
    const scoring = call.argument(null, 'scoring');
    const label = call.argument(2, 'y');
    if (scoring !== null && label !== null) yield { scoring, label };
  }
  for (const fit of module.methodCalls('fit')) {
    const made = module.definition(fit.receiver);
    const label = fit.argument(1, 'y');
    if (made.kind !== Kind.Call || label === null || !SEARCHES.test(module.qualifiedName(made.func) ?? '')) continue;
    const scoring = made.keywords.find(({ arg }) => arg === 'scoring')?.value;
    if (scoring !== undefined) yield { scoring, label };
  }
}
