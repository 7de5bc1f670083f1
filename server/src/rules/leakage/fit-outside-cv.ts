// fit-outside-cv: a transformer learns from all rows before cross-validation divides them.
import { groupNeighbours, leakStory, place } from '../../analysis/flow/story';
import { isSilencedByTest } from '../../analysis/flow/crossValidation';
import { insidePipeline } from '../../analysis/repair/pipeline';
import { rule } from '../rule';

export default rule({
  name: 'fit-outside-cv',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'xgboost', 'lightgbm', 'skopt', 'dask_ml'],
  summary: 'A transformer is fitted before cross-validation instead of inside it',
  docs: `
Cross-validation divides rows into folds that play the test set in turn. A selector or scaler fitted on all rows before
has seen every fold: the score of each is too good. Selecting features by the label this way makes random data look
predictable (Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, 7.10.2).

Hand a pipeline of transformer and model to the cross-validation: it is then fitted anew in each fold.
`,
  silent: `
- The transformer is a step of the pipeline that is cross-validated.
- Encoders of categories and row-wise transformers.
- The search runs on training rows, and a separate test set that did not feed the fit is scored: then only transformers
  that use the label are reported.

Transformers that do not look at the label are information only: what they give away is usually little.
`,
  messages: {
    outside:
      '`{name}` is fitted on all rows before cross-validation divides them, so each fold knows the others. Put it into a pipeline with the model',
    statistic:
      '`{name}` is taken over all rows before cross-validation divides them, so each fold knows the others. Compute it inside each fold, as a step of a pipeline',
    prediction:
      '`{name}` is fitted on all rows and their labels, and what it predicts of them becomes a feature before cross-validation divides them. Predict them out of fold, with `cross_val_predict`',
  },
  examples: [
    {
      title: 'features selected before cross-validation',
      bad: `
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv('genes.csv')
X, y = df.drop(columns='sick'), df['sick']
X_best = SelectKBest(k=20).fit_transform(X, y)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
print(cross_val_score(LogisticRegression(), X_best, y))`,
      good: `
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
df = pd.read_csv('genes.csv')
X, y = df.drop(columns='sick'), df['sick']
print(cross_val_score(make_pipeline(SelectKBest(k=20), LogisticRegression()), X, y))`,
    },
    {
      title: 'scaled before a search',
      bad: `
import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv('genes.csv')
X, y = df.drop(columns='sick'), df['sick']
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
#          ^^^^^^^^^^^^^^^^^^^^^^^
grid = {
    'C': [1, 10],  # how much an error costs
    'kernel': ['linear', 'rbf'],
}
search = GridSearchCV(SVC(), grid)
search.fit(X_scaled, y)
print(search.best_score_)`,
      good: `
import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
df = pd.read_csv('genes.csv')
X, y = df.drop(columns='sick'), df['sick']
scaler = StandardScaler()
grid = {
    'svc__C': [1, 10],  # how much an error costs
    'svc__kernel': ['linear', 'rbf'],
}
search = GridSearchCV(make_pipeline(scaler, SVC()), grid)
search.fit(X, y)
print(search.best_score_)`,
    },
    {
      title: 'inside the pipeline',
      fine: `
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
df = pd.read_csv('genes.csv')
X, y = df.drop(columns='sick'), df['sick']
print(cross_val_score(make_pipeline(SelectKBest(k=20), LogisticRegression()), X, y))`,
    },
    {
      title: 'a search on scaled training rows, with a test set apart',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('genes.csv')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='sick'), df['sick'], random_state=0)
scaler = StandardScaler().fit(X_train)
search = GridSearchCV(LogisticRegression(), {'C': [1, 10]}).fit(scaler.transform(X_train), y_train)
print(search.score(scaler.transform(X_test), y_test))`,
    },
  ],
  *check(module) {
    const { flow } = module;
    const leaks = flow.leaks.filter((leak) => leak.scope === 'folds' && !isSilencedByTest(flow, leak));
    for (const [leak, ...others] of groupNeighbours(leaks, module)) {
      if (leak === undefined) continue;
      const fix = others.length === 0 ? insidePipeline(module, leak) : null;
      const { influence } = leak;
      const fitted = influence.kind === 'fit' || influence.kind === 'vocabulary';
      yield {
        at: place(influence.at),
        message: fitted ? 'outside' : influence.kind === 'model' ? 'prediction' : 'statistic',
        data: { name: influence.name },
        related: leakStory(leak),
        ...(influence.supervised ? {} : ({ severity: 'information' } as const)),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
