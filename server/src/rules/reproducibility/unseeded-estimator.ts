// unseeded-estimator: a model that draws, without a seed, and its score is told.
import { ConstValue, Kind } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import type { CallSite, Module } from '../../analysis/module';
import { maySeed } from '../../analysis/seeding';
import { rule } from '../rule';

/** Draw whatever their options are. */
const ALWAYS = new Set([
  'RandomForestClassifier',
  'RandomForestRegressor',
  'ExtraTreesClassifier',
  'ExtraTreesRegressor',
  'BaggingClassifier',
  'BaggingRegressor',
  'MLPClassifier',
  'MLPRegressor',
  'SGDClassifier',
  'SGDRegressor',
  'IsolationForest',
]);
/** Draw with one of these values of an option. */
const WITH_OPTION: Readonly<Record<string, { readonly option: string; readonly values: readonly string[] }>> = {
  LogisticRegression: { option: 'solver', values: ['sag', 'saga', 'liblinear'] },
  LogisticRegressionCV: { option: 'solver', values: ['sag', 'saga', 'liblinear'] },
  Ridge: { option: 'solver', values: ['sag', 'saga'] },
  RidgeClassifier: { option: 'solver', values: ['sag', 'saga'] },
  SVC: { option: 'probability', values: ['True'] },
  NuSVC: { option: 'probability', values: ['True'] },
  DecisionTreeClassifier: { option: 'splitter', values: ['random'] },
  DecisionTreeRegressor: { option: 'splitter', values: ['random'] },
  Lasso: { option: 'selection', values: ['random'] },
  ElasticNet: { option: 'selection', values: ['random'] },
};

export default rule({
  name: 'unseeded-estimator',
  category: 'reproducibility',
  severity: 'off',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A model that draws at random has no seed, so its score differs on every run',
  docs: `
Random forests, neural networks and others draw at random while they are fitted. Without \`random_state\` each run gives
another model and another score
([Controlling randomness](https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness)). The spread over several
seeds says more than one fixed seed, so this rule is off unless you ask for it.
`,
  silent: `
- The class does not draw with the options it is given: \`LogisticRegression\` with \`lbfgs\`, \`SVC\` without \`probability=True\`.
- \`random_state\` is given in any form, or may be hidden in \`**options\`; NumPy's generator is seeded in the file.
- No score is computed in the file.
`,
  messages: {
    unseeded:
      '`{model}` draws at random and has no `random_state`: its score differs on every run. Give it a fixed integer',
  },
  examples: [
    {
      title: 'a forest and its score',
      bad: `
from sklearn.ensemble import RandomForestClassifier
model = RandomForestClassifier(n_estimators=10)
#       ^^^^^^^^^^^^^^^^^^^^^^
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
from sklearn.ensemble import RandomForestClassifier
model = RandomForestClassifier(n_estimators=10, random_state=42)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'nothing is drawn, or a seed is there',
      fine: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
forest = RandomForestClassifier(n_estimators=10, random_state=0)
forest.fit(X_train, y_train)
line = LogisticRegression(solver="lbfgs")
line.fit(X_train, y_train)
machine = SVC()
machine.fit(X_train, y_train)
print(machine.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    if (maySeed(module, 'numpy') || !tellsScore(module)) return;
    for (const call of module.callsMatching(/^sklearn\./)) {
      if (call.hidden || call.has('random_state') || !draws(module, call)) continue;
      const fixes = [{ title: 'Add random_state=42', edits: [call.addKeyword('random_state=42')] }];
      yield { at: call.callee, message: 'unseeded', data: { model: call.name }, fixes };
    }
  },
});

function draws(module: Module, call: CallSite): boolean {
  const name = classNameOf(call.qualifiedName);
  if (ALWAYS.has(name)) return true;
  const option = WITH_OPTION[name];
  const value = option === undefined ? null : call.argument(null, option.option);
  if (option === undefined || value === null) return false;
  const text = value.kind === Kind.Const && value.value === ConstValue.True ? 'True' : module.stringOf(value);
  return text !== null && option.values.includes(text);
}

function tellsScore(module: Module): boolean {
  if (module.methodCalls('score').length > 0) return true;
  return module.callsMatching(/^sklearn\.(metrics\.\w+|model_selection\.cross_\w+)$/).length > 0;
}
