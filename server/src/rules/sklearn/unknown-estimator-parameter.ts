// unknown-estimator-parameter: a keyword that the class's constructor does not have.
import type { Keyword } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import { isGuarded } from '../../analysis/guards';
import { comparedTo } from '../../analysis/libraryVersion';
import { wasParameter } from '../../analysis/parameterKeys';
import { nearestName } from '../../analysis/spelling';
import { addedIn, parametersOf } from '../../knowledge/estimatorParameters';
import { sklearnRemoved } from '../../knowledge/removed';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'unknown-estimator-parameter',
  category: 'sklearn',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'An estimator is made with a keyword it does not have, which raises TypeError',
  docs: `
The constructors of scikit-learn's estimators take exactly the parameters of their page
([developing estimators](https://scikit-learn.org/stable/developers/develop.html#instantiation)): any other keyword raises
\`TypeError: … got an unexpected keyword argument\`. Often it is a letter (\`max_dept\`), the name another library uses
(\`num_leaves\`), or a parameter that the project's version does not have yet.
`,
  silent: `
- The class is not scikit-learn's, or takes any keyword: XGBoost, LightGBM and CatBoost, subclasses.
- Any version from 1.2 on has the parameter, and the project's version is not known to be too old for it.
- A version had it and removed it: that is \`sklearn-removed-api\`'s matter.
- The code expects the error.
`,
  messages: {
    unknown: '`{cls}` has no parameter `{name}`: this raises TypeError. {hint}',
    newer:
      '`{cls}` has `{name}` from scikit-learn {version} on, and the project has an older one: this raises TypeError',
  },
  examples: [
    {
      title: 'misspelt',
      bad: `
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
forest = RandomForestClassifier(n_estimator=100, max_dept=5, random_state=0)
#                               ^^^^^^^^^^^
#                                                ^^^^^^^^
clusters = KMeans(n_clusters=3, maxiter=100)
#                               ^^^^^^^`,
      good: `
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
forest = RandomForestClassifier(n_estimators=100, max_depth=5, random_state=0)
clusters = KMeans(n_clusters=3, max_iter=100)`,
    },
    {
      title: 'of another class',
      bad: `
from sklearn.linear_model import LinearRegression
model = LinearRegression(alpha=0.1)
#                        ^^^^^`,
    },
    {
      title: 'of a newer version',
      files: { 'requirements.txt': 'scikit-learn==1.1.3' },
      bad: `
from sklearn.preprocessing import OneHotEncoder
encoder = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
#                       ^^^^^^^^^^^^^`,
    },
    {
      title: 'right ones, other libraries, own classes',
      fine: `
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from xgboost import XGBClassifier
class Mine(LogisticRegression):
    def __init__(self, extra=1, **options):
        super().__init__(**options)
        self.extra = extra
a = LogisticRegression(C=1, max_iter=200)
b = XGBClassifier(anything=1)
c = Mine(extra=2)
d = LogisticRegression(**options)`,
    },
  ],
  *check(module) {
    for (const { node, qualifiedName } of module.callsMatching(/^sklearn\./)) {
      const cls = classNameOf(qualifiedName);
      const parameters = node.keywords.length === 0 ? null : parametersOf(cls);
      if (parameters === null) continue;
      const given = new Set(node.keywords.map(({ arg }) => arg));
      for (const keyword of node.keywords) {
        const name = keyword.arg;
        if (name === null) continue;
        const at = { start: keyword.start, end: keyword.start + name.length };
        if (parameters.includes(name)) {
          const version = addedIn(cls, name);
          if (version !== null && comparedTo(module, 'scikit-learn', version) === 'older' && !isGuarded(module, node))
            yield { at, message: 'newer', data: { cls, name, version } };
          continue;
        }
        if (wasRemoved(cls, name) || isGuarded(module, node)) continue;
        const near = nearestName(
          name,
          parameters.filter((parameter) => !given.has(parameter)),
        );
        const hint = near === null ? 'See its page for those it has' : `Did you mean \`${near}\`?`;
        yield {
          at,
          message: 'unknown',
          data: { cls, name, hint },
          fixes: near === null ? [] : [renamed(keyword, name, near)],
        };
      }
    }
  },
});

/** Some version had it. */
function wasRemoved(cls: string, name: string): boolean {
  return (
    wasParameter(name) ||
    sklearnRemoved.arguments.some(
      ({ of, keyword }) => keyword === name && of.some((owner) => classNameOf(owner) === cls),
    )
  );
}

function renamed(keyword: Keyword, name: string, near: string): Fix {
  return {
    title: `Change to ${near}`,
    edits: [{ start: keyword.start, end: keyword.start + name.length, text: near }],
  };
}
