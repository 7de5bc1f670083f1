// accuracy-on-imbalanced: the code itself shows that one class is rare, and reports accuracy alone.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Call, Node } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import type { Module } from '../../analysis/module';
import { scoreMethodOf } from '../../knowledge/classifiers';
import { rule } from '../rule';

/** What a file that looks beyond accuracy calls, draws or asks for by name. */
const OTHER_METRIC =
  /balanced_accuracy|f1|fbeta|precision|recall|roc|auc|confusion|classification_report|matthews|kappa|average_precision|log_loss|brier|mcc|crosstab|sensitivity|specificity/i;
const OUTLIER_DETECTORS = new Set(['IsolationForest', 'OneClassSVM', 'LocalOutlierFactor', 'EllipticEnvelope']);
const RARE = 0.2;

export default rule({
  name: 'accuracy-on-imbalanced',
  category: 'evaluation',
  severity: 'information',
  fix: 'none',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Accuracy is the only metric although the code shows that one class is rare',
  docs: `
Where one row in a hundred is positive, a model that always says *no* has an accuracy of 0.99. The code knows it (it weights
the classes, or looks for outliers), yet reports only the number that cannot show it
([scikit-learn: balanced accuracy](https://scikit-learn.org/stable/modules/model_evaluation.html#balanced-accuracy-score)).
Report \`balanced_accuracy_score\`, precision and recall, average precision or a confusion matrix beside it.
`,
  silent: `
- Any other metric of classes, a confusion matrix or a report is computed anywhere in the file.
- The imbalance is not in the code: class weights, \`scale_pos_weight\`, an outlier detector, or \`make_classification\` with
  \`weights\`, in the same function as the accuracy. Words such as «fraud» are no evidence.
`,
  messages: {
    alone:
      '{evidence}, so one class is rare: accuracy alone is high for a model that never finds it. Report balanced accuracy, precision and recall, or a confusion matrix, too',
  },
  examples: [
    {
      title: 'weighted classes, accuracy alone',
      bad: `
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
#     ^^^^^^^^^^^^^^`,
    },
    {
      title: 'an outlier detector, made data',
      bad: `
from sklearn.datasets import make_classification
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import accuracy_score
def detect(X, y):
    found = IsolationForest(random_state=0).fit_predict(X) == -1
    return accuracy_score(y, found)
#          ^^^^^^^^^^^^^^
def made():
    X, y = make_classification(1000, weights=[0.95, 0.05], random_state=0)
    model = RandomForestClassifier(random_state=0).fit(X[:800], y[:800])
    return accuracy_score(y[800:], model.predict(X[800:]))
#          ^^^^^^^^^^^^^^`,
    },
    {
      title: 'with another metric beside it',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
print(confusion_matrix(y_test, model.predict(X_test)))`,
    },
    {
      title: 'nothing tells that a class is rare',
      fine: `
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
fraud = LogisticRegression(class_weight=None).fit(X_train, y_train)
print(accuracy_score(y_test, fraud.predict(X_test)))
rows, labels = make_classification(weights=[0.5, 0.5], random_state=0)`,
    },
  ],
  *check(module) {
    const calls = module.callsTo('sklearn.metrics.accuracy_score');
    if (calls.length === 0 || looksBeyond(module)) return;
    const told = new Set<Node | null>();
    for (const call of calls) {
      const home = module.enclosing(call.node, Kind.FunctionDef, Kind.ClassDef);
      const evidence = told.has(home) ? null : evidenceIn(module, home);
      if (evidence === null) continue;
      told.add(home);
      const related = [{ start: evidence.at.start, end: evidence.at.end, message: 'The imbalance shows here' }];
      yield { at: call.callee, message: 'alone', data: { evidence: evidence.text }, related };
    }
  },
});

function looksBeyond(module: Module): boolean {
  const named = (text: string | null): boolean => text !== null && OTHER_METRIC.test(text);
  return (
    module.callsSpelt(OTHER_METRIC).length > 0 ||
    module.attributesNamed({ has: named }).length > 0 ||
    module.all(Kind.Str).some((literal) => literal.end - literal.start < 30 && named(module.stringOf(literal)))
  );
}

interface Evidence {
  readonly at: Call;
  readonly text: string;
}

/** A call in the same function or class that shows the imbalance. */
function evidenceIn(module: Module, home: Node | null): Evidence | null {
  for (const at of module.scopes.calls) {
    const name = module.qualifiedName(at.func);
    const text = name === null ? null : evidenceOf(module, at, classNameOf(name));
    if (text === null || !within(module, at, home)) continue;
    return { at, text };
  }
  return null;
}

/** In the same function, or in another method of its class. */
function within(module: Module, call: Call, home: Node | null): boolean {
  const own = module.enclosing(call, Kind.FunctionDef, Kind.ClassDef);
  if (own === home) return true;
  const classes = [own, home].map((node) => (node === null ? null : module.enclosing(node, Kind.ClassDef)));
  return classes[0] !== null && classes[0] === classes[1];
}

function evidenceOf(module: Module, call: Call, cls: string): string | null {
  if (OUTLIER_DETECTORS.has(cls)) return `\`${cls}\` looks for outliers`;
  const option = (name: string) => call.keywords.find(({ arg }) => arg === name)?.value;
  if (cls === 'make_classification') {
    const weights = option('weights');
    const list = weights?.kind === Kind.List ? weights.elts.map((each) => Number(module.textOf(each))) : [];
    return list.some((share) => (share > 0 && share < RARE) || share > 1 - RARE) && list.length <= 2
      ? '`weights` makes rare rows'
      : null;
  }
  if (scoreMethodOf(cls) === null) return null;
  const weight = option('class_weight') ?? option('scale_pos_weight');
  if (weight === undefined || (weight.kind === Kind.Const && weight.value === ConstValue.None)) return null;
  return Number(module.textOf(weight)) === 1 ? null : 'The classes are weighted';
}
