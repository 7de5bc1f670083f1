// unscaled-distance-model: a model that goes by distances gets columns of very different ranges.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { classNameOf } from '../../analysis/estimators';
import { importEdits } from '../../analysis/importEdits';
import type { Module } from '../../analysis/module';
import { importedBy } from '../../analysis/repair/statements';
import { bundledFeaturesOf } from '../../analysis/splits';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Go by distances, variances or gradients: the widest column decides. */
const SENSITIVE =
  /^(KNeighborsClassifier|KNeighborsRegressor|NearestNeighbors|SVC|NuSVC|SVR|NuSVR|KMeans|MiniBatchKMeans|DBSCAN|PCA|MLPClassifier|MLPRegressor|SGDClassifier|SGDRegressor)$/;
/** Data sets whose columns differ a hundredfold and more in range: of `load_wine`, proline goes to 1680, hue to 1.7. */
const WIDE: Readonly<Record<string, string>> = {
  load_wine: 'from 1.7 (hue) to 1680 (proline)',
  load_breast_cancer: 'from 0.03 (fractal dimension error) to 4254 (worst area)',
  fetch_california_housing: 'from 15 (median income) to 35682 (population)',
};

export default rule({
  name: 'unscaled-distance-model',
  category: 'sklearn',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A model that goes by distances is fitted on columns of very different ranges',
  docs: `
Neighbours, clusters, support vectors with a radial kernel, principal components and networks go by distances or gradients: a
column that runs to a thousand outweighs one that runs to one, whatever they mean. On the wine data a nearest-neighbour model is
right for 7 in 10 bottles without scaling and for 19 in 20 with it
([scikit-learn: importance of feature scaling](https://scikit-learn.org/stable/auto_examples/preprocessing/plot_scaling_importance.html)).
`,
  silent: `
- The ranges are not known: only the data sets that scikit-learn brings with wide ranges tell.
- Anything is done to the columns before, or the model stands in a pipeline.
- The distance does not depend on ranges (\`metric="cosine"\`, a precomputed one), a linear kernel, trees.
`,
  messages: {
    ranges:
      '`{cls}` goes by distances, but the columns of `{data}` reach {ranges}: the widest one decides. Scale them first',
  },
  examples: [
    {
      title: 'neighbours on the wine data',
      bad: `
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = KNeighborsClassifier(n_neighbors=5)
#       ^^^^^^^^^^^^^^^^^^^^
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=5))
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'scaled, trees, other distances, other data',
      fine: `
from sklearn.datasets import load_iris, load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
wine, iris = load_wine(), load_iris()
make_pipeline(StandardScaler(), SVC()).fit(wine.data, wine.target)
DecisionTreeClassifier(random_state=0).fit(wine.data, wine.target)
KNeighborsClassifier(metric="cosine").fit(wine.data, wine.target)
SVC(kernel="linear").fit(wine.data, wine.target)
KNeighborsClassifier().fit(iris.data, iris.target)
KNeighborsClassifier().fit(wine.data / wine.data.max(axis=0), wine.target)`,
    },
  ],
  *check(module) {
    const told = new Set<Call>();
    for (const fit of module.methodCalls('fit', 'fit_transform', 'fit_predict')) {
      const features = fit.argument(0, 'X');
      const made = module.definition(fit.receiver);
      const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
      if (features === null || made.kind !== Kind.Call || name?.startsWith('sklearn.') !== true || told.has(made))
        continue;
      const cls = classNameOf(name);
      const data = SENSITIVE.test(cls) && goesByRange(module, made) ? bundledFeaturesOf(module, features) : null;
      const ranges = data === null ? undefined : WIDE[data];
      if (data === null || ranges === undefined) continue;
      told.add(made);
      const related = [{ start: fit.node.start, end: fit.node.end, message: 'Fitted on them here' }];
      yield {
        at: made.func,
        message: 'ranges',
        data: { cls, data, ranges },
        related,
        fixes: fixesOf(module, made, fit.receiver),
      };
    }
  },
});

/** No option that makes ranges not matter. */
function goesByRange(module: Module, made: Call): boolean {
  const form = callForm(made, module.source);
  const kernel = form.argument(null, 'kernel');
  const metric = form.argument(null, 'metric');
  return !form.hidden && metric === null && (kernel === null || /^['"](rbf|poly)['"]$/.test(module.textOf(kernel)));
}

/** The model in a pipeline behind a scaler; where nothing it learnt is asked for by name. */
function fixesOf(module: Module, made: Call, receiver: Expr): readonly Fix[] {
  const asked = module
    .all(Kind.Attribute)
    .some(({ attr, value }) => attr.endsWith('_') && module.textOf(value) === module.textOf(receiver));
  const needed = ['from sklearn.pipeline import make_pipeline', 'from sklearn.preprocessing import StandardScaler'];
  if (asked || needed.some((statement) => importedBy(module, statement, made.start) === null)) return [];
  const imports = importEdits(module, ...needed);
  const text = `make_pipeline(StandardScaler(), ${module.textOf(made)})`;
  return [{ title: 'Scale first, in a pipeline', edits: [...imports, { start: made.start, end: made.end, text }] }];
}
