// fit-before-split: a transformer learns from rows that are evaluated later.
import { groupNeighbours, leakStory, place, splitChapter, withoutRepeats } from '../../analysis/flow/story';
import { FIT_REPAIR, HANDED_ON_REPAIR } from '../../analysis/repair/learntEarly';
import { targetEncoders } from '../../knowledge';
import { rule } from '../rule';

export default rule({
  name: 'fit-before-split',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [
    'sklearn',
    'category_encoders',
    'feature_engine',
    'keras',
    'tensorflow',
    'imblearn',
    'umap',
    'fancyimpute',
  ],
  summary: 'A transformer is fitted on rows that are evaluated later',
  docs: `
A scaler, imputer, selector, decomposition or vectorizer learns from every row it is fitted on. If test rows are among
them, the model is trained on features that already know the test set, and its score is too good: with feature selection
even random data seems predictable
([scikit-learn: Common pitfalls](https://scikit-learn.org/stable/common_pitfalls.html#data-leakage)).

Split first, fit on the training rows, and only \`transform\` the others; or put the transformer into a pipeline with the
model, which does that by itself.

It is told of parts that are returned or stored for a model elsewhere, too.
`,
  silent: `
- Encoders of categories (\`LabelEncoder\`, \`OneHotEncoder\`, \`OrdinalEncoder\`) and row-wise transformers (\`Normalizer\`,
  \`PolynomialFeatures\`): what they learn does not depend on the other rows' values.
- The fitted output never reaches a model that is evaluated on held-out rows (plots, a final refit).
- The transformer is a step of the pipeline that is fitted on the training rows.
- Train and test come from files of their own: see \`fit-on-validation\`.
`,
  messages: {
    handedOn:
      '`{name}` is fitted on rows that `{split}` divides after it: what is trained on one part knows the other. Split first, fit it on the training rows and only transform the rest',
    handedOnVocabulary:
      '`{name}` takes its vocabulary from rows that `{split}` divides after it: words of the test set are known in training. Split first and fit it on the training texts',
    fitted:
      '`{name}` is fitted on rows that `{model}` is evaluated on: the score comes out too good. Split first, fit it on the training rows and only transform the rest',
    predicted:
      '`{name}` is fitted on rows that `{model}` is to predict, too: a model in use does not have them yet. Fit it on the training rows and only transform the rest',
    vocabulary:
      '`{name}` takes its vocabulary from rows that `{model}` is evaluated on: words of the test set are known in training. Split first and fit it on the training texts',
  },
  examples: [
    {
      title: 'scaled, then split',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
X = df.drop(columns='default')
y = df['default']
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
#          ^^^^^^^^^^^^^^^^^^^^^^^
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
X = df.drop(columns='default')
y = df['default']
scaler = StandardScaler()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'columns chosen where it is fitted',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
# One scale for all.
X = StandardScaler().fit_transform(df[['age', 'income']])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
X_train, X_test, y_train, y_test = train_test_split(X, df['target'], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
# One scale for all.
X = df[['age', 'income']]
X_train, X_test, y_train, y_test = train_test_split(X, df['target'], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'fit and transform apart, with the label, in cells of their own',
      notebook: true,
      bad: `
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
best = SelectKBest(k=3)
# %%
best.fit(X, y)
#<^^^^^^^^^^^^
X_best = best.transform(X)
# %%
X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=0)
# %%
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
best = SelectKBest(k=3)
# %%
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = best.fit_transform(X_train, y_train)
X_test = best.transform(X_test)
# %%
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'scaled, then folds by hand',
      bad: `
import pandas as pd
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
X_scaled = StandardScaler().fit_transform(X)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
for train, test in KFold(n_splits=5).split(X_scaled):
    X_train, X_test = X_scaled[train], X_scaled[test]
    model = SVC().fit(X_train, y.iloc[train])
    print(model.score(X_test, y.iloc[test]))`,
      good: `
import pandas as pd
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
for train, test in KFold(n_splits=5).split(X):
    X_train, X_test = X.iloc[train], X.iloc[test]
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    model = SVC().fit(X_train, y.iloc[train])
    print(model.score(X_test, y.iloc[test]))`,
    },
    {
      title: 'a frame made of it, and more columns before the split',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
X, y = df[['age', 'income']], df['default']
scaler = StandardScaler()
X_scaled = pd.DataFrame(scaler.fit_transform(X), columns=X.columns)
#                       ^^^^^^^^^^^^^^^^^^^^^^^
X_scaled['product'] = X_scaled['age'] * X_scaled['income']
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, stratify=y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
X, y = df[['age', 'income']], df['default']
scaler = StandardScaler()
train_rows = train_test_split(X.index, stratify=y, random_state=42)[0]
X_scaled = pd.DataFrame(scaler.fit(X.loc[train_rows]).transform(X), columns=X.columns)
X_scaled['product'] = X_scaled['age'] * X_scaled['income']
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, stratify=y, random_state=42)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'fitted on the training rows',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('loans.csv')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='default'), df['default'], random_state=0)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))`,
    },
    {
      title: 'only looked at',
      fine: `
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
picture = PCA(2).fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'a label that is made up from what was fitted',
      fine: `
import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
rng = np.random.RandomState(0)
X = rng.multivariate_normal(mean=[0, 0], cov=[[3, 3], [3, 4]], size=500)
pca = PCA(n_components=2).fit(X)
y = X.dot(pca.components_[1]) + rng.normal(size=500) / 2
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LinearRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const leaks = module.flow.leaks.filter(
      ({ influence, scope, separateSource }) =>
        (influence.kind === 'fit' || influence.kind === 'vocabulary') &&
        scope === 'both' &&
        !separateSource &&
        !targetEncoders.has(influence.name),
    );
    for (const group of groupNeighbours(leaks, module)) {
      const [leak] = group;
      const { influence, fit, onlyPredicted } = leak;
      const fix = module.recalled(FIT_REPAIR, group).repair;
      const isVocabulary = influence.kind === 'vocabulary';
      const weak = isVocabulary || onlyPredicted ? ({ severity: 'information' } as const) : {};
      yield {
        at: place(influence.at),
        message: onlyPredicted ? 'predicted' : isVocabulary ? 'vocabulary' : 'fitted',
        data: { name: influence.name, model: fit.name },
        related: leakStory(leak),
        ...weak,
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
    for (const learnt of module.flow.handedOn) {
      const { influence, split } = learnt;
      const isVocabulary = influence.kind === 'vocabulary';
      if ((influence.kind !== 'fit' && !isVocabulary) || targetEncoders.has(influence.name)) continue;
      const fix = module.recalled(HANDED_ON_REPAIR, learnt).repair;
      yield {
        at: place(influence.at),
        message: isVocabulary ? 'handedOnVocabulary' : 'handedOn',
        data: { name: influence.name, split: split.name },
        related: withoutRepeats([splitChapter(split)], influence.at),
        ...(isVocabulary ? ({ severity: 'information' } as const) : {}),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
