// unfitted-estimator: something is asked of an estimator that was only made, never fitted.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Name } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import type { Module } from '../../analysis/module';
import type { Binding } from '../../analysis/scope';
import { insertBefore, statementOf } from '../../analysis/statements';
import { copiersOf, estimatorMade, needsFit } from '../../analysis/unfitted';
import type { Fix } from '../rule';
import { rule } from '../rule';

const RUNS_TEXT = ['globals', 'locals', 'exec', 'eval', 'vars'].map((name) => `builtins.${name}`);

export default rule({
  name: 'unfitted-estimator',
  category: 'evaluation',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'An estimator is used that is never fitted, which raises NotFittedError',
  docs: `
\`predict\`, \`transform\`, \`score\` and learnt attributes such as \`coef_\` exist after \`fit\` only; before, they raise
\`NotFittedError\`. \`cross_val_score(model, …)\` and a search fit copies of the model they get: \`model\` itself stays as it was
([scikit-learn: cross_val_score](https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.cross_val_score.html),
"the object to use to fit the data" is cloned for each split). The fitted one is \`search.best_estimator_\`, or a model you fit
after the validation.
`,
  silent: `
- Anything else is done with the estimator: it stands in a pipeline or a list, is returned, passed to a function, gets another
  name or an attribute.
- It is fitted anywhere, in whatever order.
- It is loaded, comes from another library, or its class learns nothing (\`Normalizer\`, \`HashingVectorizer\`) or is told what it
  would learn (\`vocabulary=\`).
- The call stands in \`try\`, or in a test of the error.
`,
  messages: {
    never: '`{model}` is made but never fitted: `{asked}` raises NotFittedError. Call `{model}.fit(…)` first',
    copies: '`{by}` fits copies of `{model}`, never `{model}` itself: `{asked}` raises NotFittedError. {cure}',
  },
  examples: [
    {
      title: 'after cross-validation',
      bad: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
model = LogisticRegression()
print(cross_val_score(model, X_train, y_train, cv=5))
predicted = model.predict(X_test)
#           ^^^^^^^^^^^^^`,
      good: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
model = LogisticRegression()
print(cross_val_score(model, X_train, y_train, cv=5))
model.fit(X_train, y_train)
predicted = model.predict(X_test)`,
    },
    {
      title: 'after a search',
      bad: `
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
model = SVC()
search = GridSearchCV(model, {"C": [1, 10]})
search.fit(X_train, y_train)
print(model.score(X_test, y_test))
#     ^^^^^^^^^^^`,
      good: `
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
model = SVC()
search = GridSearchCV(model, {"C": [1, 10]})
search.fit(X_train, y_train)
print(search.score(X_test, y_test))`,
    },
    {
      title: 'never fitted, a learnt attribute, a clone',
      bad: `
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
scaled = scaler.transform(X_test)
#        ^^^^^^^^^^^^^^^^
ridge = Ridge(alpha=2)
print(ridge.coef_)
#     ^^^^^^^^^^^
copy = clone(Ridge().fit(X_train, y_train))
print(copy.predict(X_test))
#     ^^^^^^^^^^^^`,
    },
    {
      title: 'fitted here or elsewhere, or nothing to learn',
      fine: `
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
scaler, model = StandardScaler(), Ridge()
first = Ridge()
make_pipeline(StandardScaler(), first).fit(X_train, y_train)
print(first.coef_)
second = PCA()
prepare(second)
print(second.transform(X_test))
words = HashingVectorizer().transform(texts)
counter = CountVectorizer(vocabulary=["good", "bad"])
print(counter.transform(texts))
third = Ridge()
for part in parts:
    third.fit(part, y_train)
print(third.predict(X_test))
fourth = Ridge()
train = fourth.fit
train(X_train, y_train)
print(fourth.predict(X_test))`,
    },
    {
      title: 'fitted by text that is run',
      fine: `
import timeit
from sklearn.cluster import KMeans
clusters = KMeans(3, random_state=0)
seconds = timeit.timeit("clusters.fit(X)", number=1, globals=globals())
print(seconds, clusters.inertia_)`,
    },
    {
      title: 'fitted in a chain of calls',
      fine: `
from sklearn.linear_model import Ridge
model = Ridge()
coefs = []
for alpha in [0.1, 1.0]:
    model.set_params(alpha=alpha).fit(X, y)
    coefs.append(model.coef_)`,
    },
  ],
  *check(module) {
    const told = new Set<Binding>();
    // Text that is run (`timeit.timeit("model.fit(X)", globals=globals())`) may fit anything.
    if (module.callsTo(...RUNS_TEXT).length > 0) return;
    for (const node of module.attributesNamed({ has: needsFit })) {
      if (node.value.kind !== Kind.Name) continue;
      const binding = estimatorMade(module, node.value);
      if (binding === null || told.has(binding) || module.enclosing(node, Kind.Try, Kind.With) !== null) continue;
      told.add(binding);
      const copies = copiersOf(module, node.value, binding);
      if (copies === null) continue;
      const model = node.value.id;
      const [last] = copies.filter(({ start }) => start < node.start).slice(-1);
      const called = module.parent(node);
      const asked = `${node.attr}${called?.kind === Kind.Call && called.func === node ? '(…)' : ''}`;
      if (last === undefined) {
        yield { at: node, message: 'never', data: { model, asked } };
        continue;
      }
      const by = classNameOf(module.qualifiedName(last.func) ?? '');
      const search = by.endsWith('SearchCV') ? assignedName(module, last) : null;
      const fix = search === null ? fitFix(module, node, last) : receiverFix(node.value, search);
      const cure = search === null ? `Fit it on the training rows` : `Use \`${search}\`, which is fitted`;
      const related = [{ start: last.start, end: last.end, message: `\`${model}\` is copied here` }];
      yield {
        at: node,
        message: 'copies',
        data: { model, asked, by, cure },
        related,
        fixes: fix === null ? [] : [fix],
      };
    }
  },
});

function assignedName(module: Module, call: Call): string | null {
  const statement = module.parent(call);
  const [target] = statement?.kind === Kind.Assign && statement.value === call ? statement.targets : [];
  const name = target?.kind === Kind.Name ? target.id : null;
  const isFitted = module
    .methodCalls('fit')
    .some(({ receiver }) => receiver.kind === Kind.Name && receiver.id === name);
  return isFitted ? name : null;
}

function receiverFix(receiver: Name, search: string): Fix {
  return { title: `Use ${search}`, edits: [{ start: receiver.start, end: receiver.end, text: search }] };
}

/** `model.fit(X, y)` with what was cross-validated, before the line that asks. */
function fitFix(module: Module, at: Extract<Expr, { kind: Kind.Attribute }>, copier: Call): Fix | null {
  const [, features, target] = copier.args;
  const statement = statementOf(module, at);
  if (features?.kind !== Kind.Name || target?.kind !== Kind.Name || statement === null) return null;
  if (module.parent(statement)?.kind !== Kind.Module || module.textOf(copier.func).endsWith('SearchCV')) return null;
  const text = `${module.textOf(at.value)}.fit(${features.id}, ${target.id})`;
  return { title: 'Fit it first', edits: [insertBefore(module, statement, text)] };
}
