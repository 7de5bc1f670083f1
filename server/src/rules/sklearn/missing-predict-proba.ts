// missing-predict-proba: probabilities are asked of a classifier that gives none.
import { Kind } from '../../analysis/syntax';
import type { Call } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { predictorOf } from '../../analysis/estimators';
import { isGuarded } from '../../analysis/guards';
import { comparedTo } from '../../analysis/libraryVersion';
import type { Module } from '../../analysis/module';
import { importedBy } from '../../analysis/repair/statements';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Have no `predict_proba`, whatever their options. */
const NEVER = new Set([
  'sklearn.svm.LinearSVC',
  'sklearn.linear_model.Perceptron',
  'sklearn.linear_model.RidgeClassifier',
  'sklearn.linear_model.RidgeClassifierCV',
]);
/** Have it with this option only; `without`: values that it lacks it with, as its default. */
const WITH_OPTION: Readonly<
  Record<string, { readonly option: string; readonly good: string; readonly without: RegExp }>
> = {
  'sklearn.svm.SVC': { option: 'probability', good: 'True', without: /^False$/ },
  'sklearn.svm.NuSVC': { option: 'probability', good: 'True', without: /^False$/ },
  'sklearn.linear_model.SGDClassifier': {
    option: 'loss',
    good: '"log_loss"',
    without: /^['"](hinge|squared_hinge|perceptron)['"]$/,
  },
  'sklearn.ensemble.VotingClassifier': { option: 'voting', good: '"soft"', without: /^['"]hard['"]$/ },
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
default hinge loss, \`VotingClassifier\` that counts votes, and \`SVC\` unless it is made with \`probability=True\`
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
      title: 'a score to rank by',
      bad: `
from sklearn.svm import LinearSVC
model = LinearSVC().fit(X_train, y_train)
scores = model.predict_proba(X_test)[:, 1]
#        ^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.svm import LinearSVC
model = LinearSVC().fit(X_train, y_train)
scores = model.decision_function(X_test)`,
    },
    {
      title: 'a vote by count',
      bad: `
from sklearn.ensemble import VotingClassifier
model = VotingClassifier(members, voting="hard").fit(X_train, y_train)
scores = model.predict_proba(X_test)[:, 1]
#        ^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.ensemble import VotingClassifier
model = VotingClassifier(members, voting="soft").fit(X_train, y_train)
scores = model.predict_proba(X_test)[:, 1]`,
    },
    {
      title: 'where the option is deprecated',
      files: { 'requirements.txt': 'scikit-learn==1.9.0' },
      bad: `
from sklearn.svm import SVC
model = SVC().fit(X_train, y_train)
scores = model.predict_proba(X_test)
#        ^^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.svm import SVC
from sklearn.calibration import CalibratedClassifierCV
model = CalibratedClassifierCV(SVC(), ensemble=False).fit(X_train, y_train)
scores = model.predict_proba(X_test)`,
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
      if (NEVER.has(name)) yield { at: callee, message: 'never', data: { cls }, fixes: rankedBy(module, node) };
      else if (option !== undefined && lacks(module, made, option) && !isAssignedLater(module, option.option)) {
        const shown = `${option.option}=${option.good}`;
        yield { at: callee, message: 'option', data: { cls, option: shown }, fixes: fixesOf(module, made, option) };
      }
    }
  },
});

type Option = (typeof WITH_OPTION)[string];

/** The option is left out, or is surely another. */
function lacks(module: Module, made: Call, { option, without }: Option): boolean {
  const form = callForm(made, module.source);
  const given = form.argument(null, option);
  return !form.hidden && (given === null ? !form.has(option) : without.test(module.textOf(given)));
}

/** `model.probability = True`. */
function isAssignedLater(module: Module, option: string): boolean {
  return module.all(Kind.Attribute).some(({ attr }) => attr === option);
}

const CALIBRATED = 'from sklearn.calibration import CalibratedClassifierCV';

function fixesOf(module: Module, made: Call, { option, good }: Option): readonly Fix[] {
  const form = callForm(made, module.source);
  const given = form.argument(null, option);
  // scikit-learn 1.9 deprecates the option in favour of a calibration around the classifier.
  if (option === 'probability' && given === null && comparedTo(module, 'scikit-learn', '1.9') === 'newer') {
    const imported = importedBy(module, CALIBRATED, made.start);
    if (imported === null) return [];
    const text = `CalibratedClassifierCV(${module.textOf(made)}, ensemble=False)`;
    return [{ title: 'Calibrate it', edits: [...imported, { start: made.start, end: made.end, text }] }];
  }
  if (given !== null)
    return [{ title: `Use ${option}=${good}`, edits: [{ start: given.start, end: given.end, text: good }] }];
  return [{ title: `Add ${option}=${good}`, edits: [form.addKeyword(`${option}=${good}`)] }];
}

/** `predict_proba(X)[:, 1]` ranks as `decision_function(X)` does. */
function rankedBy(module: Module, call: Call): readonly Fix[] {
  const column = module.parent(call);
  if (call.func.kind !== Kind.Attribute || call.func.attr !== 'predict_proba' || column?.kind !== Kind.Subscript)
    return [];
  if (!/^:\s*,\s*1$/.test(module.textOf(column.slice))) return [];
  const { attrStart, end } = call.func;
  const edits = [
    { start: attrStart, end, text: 'decision_function' },
    { start: call.end, end: column.end, text: '' },
  ];
  return [{ title: 'Use decision_function', edits }];
}
