// cross-validation-on-test: folds are made of the test part of a split, so other models than the fitted one are scored.
import { Kind } from '../../analysis/syntax';
import type { Expr, Name } from '../../analysis/syntax';
import { usesOfName } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import { splitPartOf } from '../../analysis/splits';
import type { SplitPart } from '../../analysis/splits';
import type { Fix } from '../rule';
import { rule } from '../rule';

const FUNCTIONS = ['cross_val_score', 'cross_validate', 'cross_val_predict'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const SEARCHES = /\.(GridSearchCV|RandomizedSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV)$/;

export default rule({
  name: 'cross-validation-on-test',
  category: 'evaluation',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Cross-validation runs on the test part, so the fitted model is not what is scored',
  docs: `
\`cross_val_score(model, X_test, y_test)\` does not score \`model\`: it fits new copies of it on four fifths of the *test* rows and
scores those. What was learnt from the training rows plays no part, the copies saw far fewer rows, and a search on them also
picks its parameters by the rows that should stay unseen
([scikit-learn: cross-validation](https://scikit-learn.org/stable/modules/cross_validation.html), "a test set should still be
held out for final evaluation"). Cross-validate on the training part, or call \`model.score(X_test, y_test)\`.
`,
  silent: `
- The rows are not surely the second part of a \`train_test_split\`.
- The same rows are also fitted on, split again, or named as training, development or remaining rows.
`,
  messages: {
    folds:
      '`{call}` fits new copies on folds of the test rows `{rows}` and scores those, not the model that was trained. Pass the training rows, or use `score`',
    search:
      'This search fits and chooses on the test rows `{rows}`: nothing is left to test on. Pass the training rows',
  },
  examples: [
    {
      title: 'cross_val_score on the test part',
      bad: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
scores = cross_val_score(model, X_test, y_test, cv=5)
#                               ^^^^^^`,
      good: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
scores = cross_val_score(model, X_train, y_train, cv=5)`,
    },
    {
      title: 'a search on the test part',
      bad: `
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
search = GridSearchCV(SVC(), {"C": [1, 10]})
search.fit(X_test, y_test)
#          ^^^^^^`,
      good: `
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
search = GridSearchCV(SVC(), {"C": [1, 10]})
search.fit(X_train, y_train)`,
    },
    {
      title: 'the training part, all rows, or a part with another role',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression()
print(cross_val_score(model, X_train, y_train), cross_val_score(model, X, y))
X_held, X_rest, y_held, y_rest = train_test_split(X, y, random_state=1)
print(cross_val_score(model, X_rest, y_rest))
X_a, X_b, y_a, y_b = train_test_split(X, y, random_state=2)
both = [model.fit(X_b, y_b).score(X_a, y_a), cross_val_score(model, X_b, y_b).mean()]`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...FUNCTIONS)) {
      const rows = call.argument(1, 'X');
      const part = rows === null ? null : testPart(module, rows);
      if (rows === null || part === null) continue;
      const fix = trainFix(module, part, [rows, call.argument(2, 'y')]);
      const related = [{ start: part.call.start, end: part.call.end, message: 'Split here' }];
      yield { at: rows, message: 'folds', data: { call: call.name, rows: module.textOf(rows) }, related, fixes: fix };
    }
    for (const fit of module.methodCalls('fit')) {
      const made = module.definition(fit.receiver);
      const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
      const rows = name === null || !SEARCHES.test(name) ? null : fit.argument(0, 'X');
      const part = rows === null ? null : testPart(module, rows);
      if (rows === null || part === null) continue;
      const fix = trainFix(module, part, [rows, fit.argument(1, 'y')]);
      yield { at: rows, message: 'search', data: { rows: module.textOf(rows) }, fixes: fix };
    }
  },
});

/** The split whose test part these rows are, and nothing else. */
function testPart(module: Module, rows: Expr): SplitPart | null {
  const part = rows.kind === Kind.Name ? splitPartOf(module, rows) : null;
  if (rows.kind !== Kind.Name || part?.side !== 'test' || /train|rest|dev|remain|temp|tmp|fit/i.test(rows.id))
    return null;
  return usedOtherwise(module, rows) ? null : part;
}

/** Fitted on by a model of its own, or split once more. */
function usedOtherwise(module: Module, rows: Name): boolean {
  return usesOfName(module, rows).some((use) => {
    const call = module.parent(use);
    if (call?.kind !== Kind.Call || call.args[0] !== use) return false;
    if (call.func.kind === Kind.Attribute && call.func.attr === 'fit') {
      const made = module.definition(call.func.value);
      return made.kind !== Kind.Call || !SEARCHES.test(module.qualifiedName(made.func) ?? '');
    }
    return module.qualifiedName(call.func) === 'sklearn.model_selection.train_test_split';
  });
}

/** The names of the other side, for features and label. */
function trainFix(module: Module, part: SplitPart, given: readonly (Expr | null)[]): readonly Fix[] {
  const [target] = part.statement.targets;
  const names = target?.kind === Kind.Tuple || target?.kind === Kind.List ? target.elts : [];
  const edits = [];
  for (const expr of given) {
    const own = expr === null ? null : splitPartOf(module, expr);
    const other = own?.statement === part.statement ? names[own.place - 1] : undefined;
    if (expr === null || own?.side !== 'test' || other?.kind !== Kind.Name) return [];
    edits.push({ start: expr.start, end: expr.end, text: other.id });
  }
  return [{ title: 'Pass the training part', edits }];
}
