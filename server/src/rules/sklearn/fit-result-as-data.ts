// fit-result-as-data: `fit` returns the transformer, not the transformed data.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Name } from '../../analysis/syntax';
import { classNameOf, predictorOf } from '../../analysis/estimators';
import type { Module } from '../../analysis/module';
import { estimatorRoles } from '../../knowledge/estimators';
import type { Fix } from '../rule';
import { rule } from '../rule';

const TAKES_DATA = ['fit', 'fit_transform', 'fit_predict', 'predict', 'predict_proba', 'transform', 'score'];
const TRANSFORMERS: ReadonlySet<string | undefined> = new Set(['statistic', 'encoder', 'rowwise', 'vocabulary']);

export default rule({
  name: 'fit-result-as-data',
  category: 'sklearn',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'The result of fit(), which is the transformer itself, is used as data',
  docs: `
\`scaler.fit(X)\` learns and returns the scaler
([Glossary: fit](https://scikit-learn.org/stable/glossary.html#term-fit): "fit must return the estimator"). Passed on as a
feature matrix it raises \`TypeError\` or \`ValueError\` far from the mistake. \`fit_transform\` returns the data.
`,
  silent: `
- The result is used as an estimator (\`est = scaler.fit(X)\`, then \`est.transform(…)\`).
- The object is not surely a transformer of scikit-learn or in its manner.
`,
  messages: {
    estimator: '`{call}` returns the {cls} itself, but is used as data here. Call `fit_transform`',
  },
  examples: [
    {
      title: 'passed on through a name',
      bad: `
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
X_scaled = scaler.fit(X_train)
#          ^^^^^^^^^^^^^^^^^^^
model = LogisticRegression()
model.fit(X_scaled, y_train)`,
      good: `
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X_train)
model = LogisticRegression()
model.fit(X_scaled, y_train)`,
    },
    {
      title: 'used as an estimator',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
own = Thing()
model.fit(own.fit(X_train), y_train)`,
    },
  ],
  *check(module) {
    const seen = new Set<Call>();
    for (const { node, receiver } of module.methodCalls(...TAKES_DATA)) {
      const [data] = node.args;
      const fit = data === undefined ? null : fitBehind(module, data);
      if (data === undefined || fit === null || seen.has(fit) || predictorOf(module, receiver) === null) continue;
      seen.add(fit);
      const made = fit.func.kind === Kind.Attribute ? predictorOf(module, fit.func.value) : null;
      const cls = made === null ? 'transformer' : classNameOf(module.qualifiedName(made.func) ?? 'transformer');
      const related = [{ start: data.start, end: data.end, message: 'Used as data here' }];
      const fixes = fixesOf(module, fit, data);
      yield { at: fit, message: 'estimator', data: { call: module.textOf(fit.func), cls }, related, fixes };
    }
  },
});

/** The `transformer.fit(…)` a value comes from. */
function fitBehind(module: Module, data: Expr): Call | null {
  const made = module.definition(data);
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'fit') return null;
  const transformer = predictorOf(module, made.func.value);
  const name = transformer === null ? null : module.qualifiedName(transformer.func);
  if (name === null || !/^(sklearn|imblearn|category_encoders)\./.test(name)) return null;
  return TRANSFORMERS.has(estimatorRoles.get(classNameOf(name))) ? made : null;
}

/** None where the name is used as an estimator elsewhere. */
function fixesOf(module: Module, fit: Call, data: Expr): readonly Fix[] {
  if (fit.func.kind !== Kind.Attribute || (data.kind === Kind.Name && hasMethodCalls(module, data))) return [];
  const edit = { start: fit.func.attrStart, end: fit.func.end, text: 'fit_transform' };
  return [{ title: 'Call fit_transform', edits: [edit] }];
}

function hasMethodCalls(module: Module, data: Name): boolean {
  const owner = module.scopes.owner(data);
  return module.scopes.names.some((name) => {
    return name.id === data.id && module.scopes.owner(name) === owner && module.parent(name)?.kind === Kind.Attribute;
  });
}
