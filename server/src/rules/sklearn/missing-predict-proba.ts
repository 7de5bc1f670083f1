// missing-predict-proba: probabilities are asked of a classifier that gives none.
import { Kind } from '../../analysis/syntax';
import type { Call } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { predictorOf } from '../../analysis/estimators';
import { isGuarded } from '../../analysis/guards';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Have no `predict_proba`, whatever their options. */
const NEVER = new Set([
  'sklearn.svm.LinearSVC',
  'sklearn.linear_model.Perceptron',
  'sklearn.linear_model.RidgeClassifier',
  'sklearn.linear_model.RidgeClassifierCV',
]);
/** Have it with this option only. */
const WITH_OPTION: Readonly<Record<string, string>> = {
  'sklearn.svm.SVC': 'probability',
  'sklearn.svm.NuSVC': 'probability',
  'sklearn.linear_model.SGDClassifier': 'loss',
};

export default rule({
  name: 'missing-predict-proba',
  category: 'sklearn',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'predict_proba is called on a classifier that has none, which raises AttributeError',
  docs: `
Margin classifiers rank, but give no probabilities: \`LinearSVC\`, \`Perceptron\`, \`RidgeClassifier\`, \`SGDClassifier\` with its
default hinge loss, and \`SVC\` unless it is made with \`probability=True\`
([sklearn.svm.SVC](https://scikit-learn.org/stable/modules/generated/sklearn.svm.SVC.html)). \`predict_proba\` raises
\`AttributeError\`, after the training. \`decision_function\` gives scores to rank by; \`CalibratedClassifierCV\` around the
classifier gives probabilities.
`,
  silent: `
- The classifier is not surely one of these, or its options may be given by \`**options\` or \`set_params\`.
- It is wrapped in \`CalibratedClassifierCV\`.
- The file asks first (\`hasattr\`), or expects the error.
`,
  messages: {
    option: '`{cls}` has no `predict_proba` unless it is made with `{option}`: this raises AttributeError',
    never:
      '`{cls}` has no `predict_proba`: this raises AttributeError. Use `decision_function`, or wrap it in `CalibratedClassifierCV`',
  },
  examples: [
    {
      title: 'a support vector machine with default options',
      bad: `
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
model = make_pipeline(StandardScaler(), SVC(C=10))
model.fit(X_train, y_train)
scores = model.predict_proba(X_test)[:, 1]
#        ^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
model = make_pipeline(StandardScaler(), SVC(C=10, probability=True))
model.fit(X_train, y_train)
scores = model.predict_proba(X_test)[:, 1]`,
    },
    {
      title: 'a linear one',
      bad: `
from sklearn.svm import LinearSVC
model = LinearSVC().fit(X_train, y_train)
scores = model.predict_proba(X_test)
#        ^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'with the option, calibrated, or asked first',
      fine: `
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import SGDClassifier
from sklearn.svm import SVC, LinearSVC
a = SVC(probability=True).fit(X_train, y_train).predict_proba(X_test)
b = CalibratedClassifierCV(LinearSVC()).fit(X_train, y_train).predict_proba(X_test)
c = SGDClassifier(loss="log_loss").fit(X_train, y_train).predict_proba(X_test)
d = SVC(**options).fit(X_train, y_train).predict_proba(X_test)
model = LinearSVC().fit(X_train, y_train)
if hasattr(model, "predict_proba"):
    print(model.predict_proba(X_test))`,
    },
  ],
  *check(module) {
    if (module.methodCalls('set_params').length > 0) return;
    for (const { node, receiver, callee } of module.methodCalls('predict_proba', 'predict_log_proba')) {
      const made = predictorOf(module, receiver);
      const name = made === null ? null : module.qualifiedName(made.func);
      if (made === null || name === null || isGuarded(module, node)) continue;
      const cls = name.slice(name.lastIndexOf('.') + 1);
      const option = WITH_OPTION[name];
      const form = callForm(made, module.source);
      if (NEVER.has(name)) yield { at: callee, message: 'never', data: { cls } };
      else if (option !== undefined && !form.has(option) && !form.hidden && !isAssignedLater(module, option)) {
        const shown = option === 'loss' ? 'loss="log_loss"' : 'probability=True';
        yield { at: callee, message: 'option', data: { cls, option: shown }, fixes: fixesOf(module, made, shown) };
      }
    }
  },
});

/** `model.probability = True`. */
function isAssignedLater(module: Module, option: string): boolean {
  return module.all(Kind.Attribute).some(({ attr }) => attr === option);
}

function fixesOf(module: Module, made: Call, option: string): readonly Fix[] {
  return [{ title: `Add ${option}`, edits: [callForm(made, module.source).addKeyword(option)] }];
}
