// Programs that leak, and the same written by hand without the leak: after the fix, the one must score as the other does.

/** Writes scikit-learn's bundled tables as files, with gaps, with groups, and cut in two. */
export const TABLES = `
import numpy as np
from sklearn import datasets
generator = np.random.default_rng(0)
for name in ['wine', 'breast_cancer', 'diabetes']:
    frame = getattr(datasets, 'load_' + name)(as_frame=True).frame
    frame.columns = [column.replace(' ', '_') for column in frame.columns]
    frame.to_csv(name + '_whole.csv', index=False)
    features = frame.drop(columns='target')
    frame[features.columns] = features.mask(generator.random(features.shape) < 0.1)
    frame.to_csv(name + '.csv', index=False)
    if name == 'diabetes':
        frame['town'] = generator.choice(list('abcdefghijkl'), len(frame), p=[0.2] * 4 + [0.025] * 8)
        frame[['age', 'bmi', 'bp']] *= 100
        frame[['age', 'bmi', 'bp', 'town', 'target']].assign(age=frame['age'].fillna(0)).to_csv('towns.csv', index=False)
whole = datasets.load_wine(as_frame=True).frame.sample(frac=1, random_state=1)
whole[:120].to_csv('early.csv', index=False)
whole[120:].to_csv('late.csv', index=False)
`;

/** Stand-ins, with the interface that the programs use, for two libraries that need not be installed. */
export const MODULES: Readonly<Record<string, string>> = {
  'imblearn/__init__.py': '',
  'imblearn/over_sampling.py': `
import numpy as np
from sklearn.base import BaseEstimator

class RandomOverSampler(BaseEstimator):
    """Repeats rows of rare classes until each is as frequent as the most frequent."""
    def __init__(self, random_state=None):
        self.random_state = random_state

    def fit_resample(self, X, y):
        generator = np.random.default_rng(self.random_state)
        classes, counts = np.unique(y, return_counts=True)
        more = [generator.choice(np.flatnonzero(y == c), counts.max() - n) for c, n in zip(classes, counts)]
        rows = np.concatenate([np.arange(len(y)), *more])
        return X.iloc[rows], y.iloc[rows]
`,
  'imblearn/pipeline.py': `
from sklearn.base import BaseEstimator, ClassifierMixin, clone

class Pipeline(ClassifierMixin, BaseEstimator):
    def __init__(self, sampler, model):
        self.sampler, self.model = sampler, model

    def fit(self, X, y):
        self.model_ = clone(self.model).fit(*self.sampler.fit_resample(X, y))
        self.classes_ = self.model_.classes_
        return self

    def predict(self, X):
        return self.model_.predict(X)

    def predict_proba(self, X):
        return self.model_.predict_proba(X)

def make_pipeline(sampler, model):
    return Pipeline(sampler, model)
`,
  'xgboost.py': `
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

class XGBRegressor(GradientBoostingRegressor):
    """Keeps the number of trees that does best on the last set it is given to watch."""
    def __init__(self, n_estimators=60, early_stopping_rounds=None, random_state=0):
        super().__init__(n_estimators=n_estimators, random_state=random_state)
        self.early_stopping_rounds = early_stopping_rounds

    def fit(self, X, y, eval_set=()):
        super().fit(X, y)
        watched, label = eval_set[-1]
        errors = [np.mean((label - p) ** 2) for p in self.staged_predict(watched)]
        self.estimators_ = self.estimators_[: int(np.argmin(errors)) + 1]
        return self
`,
};

export const IMPORTS = `import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import log_loss, r2_score
from sklearn.model_selection import (GridSearchCV, KFold, StratifiedKFold, TimeSeriesSplit, cross_val_score,
                                     train_test_split)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, QuantileTransformer, StandardScaler
from sklearn.utils import resample
`;

export interface LeakProgram {
  readonly leaks: string;
  /** Written by hand, with nothing learnt from rows that are evaluated. */
  readonly clean: string;
  /** The score does not move, whatever leaks: the split has no seed before, or the leak is without effect here. */
  readonly still?: true;
}

const WINE = `df = pd.read_csv('wine.csv')\n`;
const CANCER = `df = pd.read_csv('breast_cancer.csv')\n`;
const DIABETES = `df = pd.read_csv('diabetes.csv')\n`;
const TOWNS = `df = pd.read_csv('towns.csv')\n`;
const XY = `X = df.drop(columns='target')\ny = df['target']\n`;
const COMPLETE = `df = df.dropna()\n${XY}`;
const CLASSES = `model = LogisticRegression(max_iter=300).fit(X_train, y_train)\nprint(log_loss(y_test, model.predict_proba(X_test)))\n`;
const NUMBERS = `model = Ridge().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n`;
const divide = (X: string, y: string, more = 'random_state=4'): string =>
  `X_train, X_test, y_train, y_test = train_test_split(${X}, ${y}${more === '' ? '' : `, ${more}`})\n`;
/** Fits on the training part and transforms both. */
const each = (transformer: string, label = ''): string =>
  `t = ${transformer}\nt.fit(X_train${label})\nX_train, X_test = t.transform(X_train), t.transform(X_test)\n`;
const fill = (column: string, statistic: string): string =>
  `X_train, X_test = [part.assign(${column}=part['${column}'].fillna(value)) for value in [X_train['${column}'].${statistic}] for part in (X_train, X_test)]\n`;
/** The means of groups, of the training rows, as a column of both parts. */
const groups = (column: string, of: string): string =>
  `train, test = train_test_split(df, random_state=4)\nmeans, rest = train.groupby('town')['${of}'].mean(), train['${of}'].mean()\n` +
  `train, test = [part.assign(${column}=part['town'].map(means).fillna(rest)) for part in (train, test)]\n`;

export const PROGRAMS: Readonly<Record<string, LeakProgram>> = {
  'a column filled with its mean': {
    leaks: WINE + "df['ash'] = df['ash'].fillna(df['ash'].mean())\n" + divide("df[['ash']]", "df['target']") + CLASSES,
    clean: WINE + divide("df[['ash']]", "df['target']") + fill('ash', 'mean()') + CLASSES,
  },
  'columns filled by neighbouring lines': {
    leaks:
      WINE +
      "df['ash'] = df['ash'].fillna(df['ash'].mean())\ndf['hue'] = df['hue'].fillna(df['hue'].median())\n" +
      divide("df[['ash', 'hue']]", "df['target']", "random_state=4, stratify=df['target']") +
      CLASSES,
    clean:
      WINE +
      divide("df[['ash', 'hue']]", "df['target']", "random_state=4, stratify=df['target']") +
      fill('ash', 'mean()') +
      fill('hue', 'median()') +
      CLASSES,
  },
  'filled, then scaled': {
    leaks:
      CANCER +
      "df['mean_area'] = df['mean_area'].fillna(df['mean_area'].median())\ns = MinMaxScaler()\nX = s.fit_transform(df[['mean_area']])\n" +
      divide('X', "df['target']") +
      CLASSES,
    clean:
      CANCER +
      divide("df[['mean_area']]", "df['target']") +
      fill('mean_area', 'median()') +
      each('MinMaxScaler()') +
      CLASSES,
  },
  'the mode of a column': {
    leaks:
      DIABETES +
      "df['s4'] = df['s4'].fillna(df['s4'].mode()[0])\n" +
      divide("df[['s4']]", "df['target']", 'random_state=9') +
      NUMBERS,
    clean: DIABETES + divide("df[['s4']]", "df['target']", 'random_state=9') + fill('s4', 'mode()[0]') + NUMBERS,
    still: true,
  },
  'a loop over columns': {
    leaks:
      DIABETES +
      "for column in ['bmi', 'bp', 's5']:\n    df[column] = df[column].fillna(df[column].median())\ndf['both'] = df['bmi'] * df['bp']\n" +
      divide("df[['bmi', 'bp', 's5', 'both']].values", "df['target']") +
      NUMBERS,
    clean:
      DIABETES +
      divide("df[['bmi', 'bp', 's5']]", "df['target']") +
      each("SimpleImputer(strategy='median')") +
      'X_train, X_test = [np.c_[part, part[:, 0] * part[:, 1]] for part in (X_train, X_test)]\n' +
      NUMBERS,
  },
  'all columns at once': {
    leaks: WINE + 'df = df.fillna(df.mean())\n' + divide("df.drop(columns='target')", "df['target']") + CLASSES,
    clean: WINE + divide("df.drop(columns='target')", "df['target']") + each('SimpleImputer()') + CLASSES,
  },
  'divided by the largest': {
    leaks:
      DIABETES +
      "df['bmi'] = df['bmi'].fillna(0)\ndf['bmi'] = df['bmi'] / df['bmi'].max()\n" +
      divide("df[['bmi']]", "df['target']", 'random_state=2') +
      NUMBERS,
    clean:
      DIABETES +
      "df['bmi'] = df['bmi'].fillna(0)\n" +
      divide("df[['bmi']]", "df['target']", 'random_state=2') +
      'largest = X_train.max()\nX_train, X_test = X_train / largest, X_test / largest\n' +
      NUMBERS,
    still: true,
  },
  'the group mean of a column': {
    leaks:
      TOWNS +
      "df['level'] = df.groupby('town')['age'].transform('mean')\n" +
      divide("df[['age', 'level']]", "df['target']") +
      NUMBERS,
    clean:
      TOWNS +
      groups('level', 'age') +
      "model = Ridge().fit(train[['age', 'level']], train['target'])\nprint(model.score(test[['age', 'level']], test['target']))\n",
  },
  'gaps filled with the median of the group': {
    leaks:
      TOWNS +
      "df['bmi'] = df['bmi'].fillna(df.groupby('town')['bmi'].transform('median'))\n" +
      divide("df[['age', 'bmi']]", "df['target']") +
      NUMBERS,
    clean:
      TOWNS +
      "train, test = train_test_split(df, random_state=4)\nmiddle, rest = train.groupby('town')['bmi'].median(), train['bmi'].median()\n" +
      "train, test = [part.assign(bmi=part['bmi'].fillna(part['town'].map(middle).fillna(rest))) for part in (train, test)]\n" +
      "model = Ridge().fit(train[['age', 'bmi']], train['target'])\nprint(model.score(test[['age', 'bmi']], test['target']))\n",
  },
  'gaps filled within groups by a lambda': {
    leaks:
      TOWNS +
      "df['bp'] = df.groupby('town')['bp'].transform(lambda x: x.fillna(x.mean()))\n" +
      divide("df[['age', 'bp']]", "df['target']") +
      NUMBERS,
    clean:
      TOWNS +
      groups('level', 'bp') +
      "train, test = [part.assign(bp=part['bp'].fillna(part['level'])) for part in (train, test)]\n" +
      "model = Ridge().fit(train[['age', 'bp']], train['target'])\nprint(model.score(test[['age', 'bp']], test['target']))\n",
  },
  'the mean of the label by group': {
    leaks:
      TOWNS +
      "means = df.groupby('town')['target'].mean()\ndf['level'] = df['town'].map(means)\n" +
      divide("df[['age', 'level']]", "df['target']") +
      NUMBERS,
    clean:
      TOWNS +
      groups('level', 'target') +
      "model = Ridge().fit(train[['age', 'level']], train['target'])\nprint(model.score(test[['age', 'level']], test['target']))\n",
  },
  'the mean of the label by group, as a dictionary': {
    leaks:
      TOWNS +
      "df['level'] = df['town'].map(df.groupby('town')['target'].mean().to_dict())\n" +
      divide("df[['age', 'level']]", "df['target']", 'random_state=4, test_size=0.3') +
      NUMBERS,
    clean:
      TOWNS +
      groups('level', 'target').replace('state=4', 'state=4, test_size=0.3') +
      "model = Ridge().fit(train[['age', 'level']], train['target'])\nprint(model.score(test[['age', 'level']], test['target']))\n",
  },
  scaled: {
    leaks: CANCER + COMPLETE + 's = StandardScaler()\nX = s.fit_transform(X)\n' + divide('X', 'y') + CLASSES,
    clean: CANCER + COMPLETE + divide('X', 'y') + each('StandardScaler()') + CLASSES,
  },
  'fitted, then transformed': {
    leaks:
      WINE +
      COMPLETE +
      's = StandardScaler()\ns.fit(X)\nX_scaled = s.transform(X)\n' +
      divide('X_scaled', 'y') +
      CLASSES,
    clean: WINE + COMPLETE + divide('X', 'y') + each('StandardScaler()') + CLASSES,
  },
  'made where it is fitted': {
    leaks: WINE + COMPLETE + "X = StandardScaler().fit_transform(X[['ash', 'hue']])\n" + divide('X', 'y') + CLASSES,
    clean: WINE + COMPLETE + "X = X[['ash', 'hue']]\n" + divide('X', 'y') + each('StandardScaler()') + CLASSES,
  },
  'a frame made of what was scaled, with another column, and no seed': {
    leaks:
      WINE +
      COMPLETE +
      "Z = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\nZ['both'] = Z['ash'] * Z['hue']\n" +
      divide('Z', 'y', 'stratify=y') + // each part has rows of all classes, whatever is drawn
      CLASSES,
    clean:
      WINE +
      COMPLETE +
      "a, h = X.columns.get_loc('ash'), X.columns.get_loc('hue')\n" +
      divide('X', 'y', 'stratify=y, random_state=42') +
      each('StandardScaler()') +
      'X_train, X_test = [np.c_[part, part[:, a] * part[:, h]] for part in (X_train, X_test)]\n' +
      CLASSES,
    still: true,
  },
  'an array scaled, and read before a split by class': {
    leaks:
      CANCER +
      COMPLETE +
      'A = X.values\ns = StandardScaler()\nA = s.fit_transform(A)\nprint(A.mean())\n' +
      divide('A', 'y', 'stratify=y, test_size=0.2, random_state=4') +
      CLASSES,
    clean:
      CANCER +
      COMPLETE +
      divide('X.values', 'y', 'stratify=y, test_size=0.2, random_state=4') +
      each('StandardScaler()') +
      CLASSES,
  },
  'some columns scaled in place': {
    leaks:
      DIABETES +
      "df = df.dropna()\ncolumns = ['bmi', 'bp']\nq = QuantileTransformer(n_quantiles=20)\ndf[columns] = q.fit_transform(df[columns])\ndf['both'] = df['bmi'] + df['bp']\n" +
      divide("df[['bmi', 'bp', 'both']]", "df['target']") +
      NUMBERS,
    clean:
      DIABETES +
      'df = df.dropna()\n' +
      divide("df[['bmi', 'bp']]", "df['target']") +
      each('QuantileTransformer(n_quantiles=20)') +
      'X_train, X_test = [np.c_[part, part.sum(axis=1)] for part in (X_train, X_test)]\n' +
      NUMBERS,
  },
  components: {
    leaks: DIABETES + COMPLETE + 'X_few = PCA(n_components=4).fit_transform(X)\n' + divide('X_few', 'y') + NUMBERS,
    clean: DIABETES + COMPLETE + divide('X', 'y') + each('PCA(n_components=4)') + NUMBERS,
  },
  'selected by the label': {
    leaks:
      CANCER +
      COMPLETE +
      'best = SelectKBest(k=3)\nX_best = best.fit_transform(X, y)\n' +
      divide('X_best', 'y', 'random_state=1') +
      CLASSES,
    clean: CANCER + COMPLETE + divide('X', 'y', 'random_state=1') + each('SelectKBest(k=3)', ', y_train') + CLASSES,
    still: true,
  },
  'fitted again on the test part': {
    leaks:
      CANCER +
      COMPLETE +
      divide('X', 'y') +
      's = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.fit_transform(X_test)\n' +
      CLASSES,
    clean: CANCER + COMPLETE + divide('X', 'y') + each('StandardScaler()') + CLASSES,
  },
  'selected before cross-validation': {
    leaks:
      DIABETES +
      COMPLETE +
      'Z = SelectKBest(k=4).fit_transform(X, y)\nprint(cross_val_score(Ridge(), Z, y, cv=9).mean())\n',
    clean:
      DIABETES + COMPLETE + 'print(cross_val_score(make_pipeline(SelectKBest(k=4), Ridge()), X, y, cv=9).mean())\n',
  },
  'scaled before a search': {
    leaks:
      DIABETES +
      COMPLETE +
      "s = StandardScaler()\nX = s.fit_transform(X)\ngrid = {'alpha': [0.1, 1, 10]}\nsearch = GridSearchCV(Ridge(), grid)\nsearch.fit(X, y)\nprint(search.best_score_)\n",
    clean:
      DIABETES +
      COMPLETE +
      "search = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {'ridge__alpha': [0.1, 1, 10]}).fit(X, y)\nprint(search.best_score_)\n",
  },
  'scaled before folds by hand': {
    leaks:
      CANCER +
      COMPLETE +
      'Z = StandardScaler().fit_transform(X)\nlosses = []\nfor train, test in KFold(4).split(Z):\n    X_train, X_test = Z[train], Z[test]\n' +
      '    model = LogisticRegression(max_iter=900).fit(X_train, y.iloc[train])\n    losses.append(log_loss(y.iloc[test], model.predict_proba(X_test)))\nprint(np.mean(losses))\n',
    clean:
      CANCER +
      COMPLETE +
      "model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=900))\nprint(-cross_val_score(model, X, y, cv=KFold(4), scoring='neg_log_loss').mean())\n",
  },
  'rows taken of a scaled array where they are used': {
    leaks:
      CANCER +
      COMPLETE +
      'Z = StandardScaler().fit_transform(X)\nprint(Z.shape)\nlosses = []\nfor a, b in KFold(4).split(Z):\n    model = LogisticRegression(max_iter=900).fit(Z[a], y.iloc[a])\n    losses.append(log_loss(y.iloc[b], model.predict_proba(Z[b])))\nprint(np.mean(losses))\n',
    clean:
      CANCER +
      COMPLETE +
      "model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=900))\nprint(-cross_val_score(model, X, y, cv=KFold(4), scoring='neg_log_loss').mean())\n",
  },
  'fitted as it is made, then transformed': {
    leaks:
      DIABETES +
      COMPLETE +
      't = QuantileTransformer(n_quantiles=30).fit(X)\nZ = t.transform(X)\n' +
      divide('Z', 'y') +
      NUMBERS,
    clean: DIABETES + COMPLETE + divide('X', 'y') + each('QuantileTransformer(n_quantiles=30)') + NUMBERS,
  },
  'an array scaled before counted folds': {
    leaks:
      CANCER +
      COMPLETE +
      's = MinMaxScaler()\nA, b = X.values, y.values\nA = s.fit_transform(A)\nlosses = []\nfor i, (train, test) in enumerate(StratifiedKFold(5).split(A, b)):\n    X_train = A[train]\n    X_test = A[test]\n' +
      '    model = LogisticRegression(max_iter=900).fit(X_train, b[train])\n    losses.append(log_loss(b[test], model.predict_proba(X_test)))\nprint(np.mean(losses))\n',
    clean:
      CANCER +
      COMPLETE +
      "model = make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=900))\nprint(-cross_val_score(model, X.values, y.values, cv=StratifiedKFold(5), scoring='neg_log_loss').mean())\n",
  },
  'rows repeated before the split': {
    leaks:
      CANCER +
      COMPLETE +
      'from imblearn.over_sampling import RandomOverSampler\nX, y = RandomOverSampler(random_state=0).fit_resample(X, y)\n' +
      divide('X', 'y') +
      CLASSES,
    clean:
      CANCER +
      COMPLETE +
      'from imblearn.over_sampling import RandomOverSampler\n' +
      divide('X', 'y') +
      'X_train, y_train = RandomOverSampler(random_state=0).fit_resample(X_train, y_train)\n' +
      CLASSES,
  },
  'rows repeated before cross-validation': {
    leaks:
      CANCER +
      COMPLETE +
      "from imblearn.over_sampling import RandomOverSampler\nsampler = RandomOverSampler(random_state=0)\nA, b = sampler.fit_resample(X, y)\nprint(cross_val_score(RandomForestClassifier(20, random_state=0), A, b, scoring='neg_log_loss').mean())\n",
    clean:
      CANCER +
      COMPLETE +
      'from imblearn.over_sampling import RandomOverSampler\nlosses = []\nfor train, test in StratifiedKFold(5).split(X, y):\n    A, b = RandomOverSampler(random_state=0).fit_resample(X.iloc[train], y.iloc[train])\n' +
      '    model = RandomForestClassifier(20, random_state=0).fit(A, b)\n    losses.append(log_loss(y.iloc[test], model.predict_proba(X.iloc[test])))\nprint(-np.mean(losses))\n',
  },
  'test rows repeated': {
    leaks:
      CANCER +
      COMPLETE +
      'from imblearn.over_sampling import RandomOverSampler\n' +
      divide('X', 'y') +
      'model = LogisticRegression(max_iter=300).fit(X_train, y_train)\nA, b = RandomOverSampler(random_state=0).fit_resample(X_test, y_test)\nprint(log_loss(b, model.predict_proba(A)))\n',
    clean: CANCER + COMPLETE + divide('X', 'y') + CLASSES,
  },
  'the rare class drawn again and again': {
    leaks:
      CANCER +
      "df = df.dropna()\nmajor, minor = df[df['target'] == 1], df[df['target'] == 0]\n"
        .replace('major, minor = df', 'major = df')
        .replace(", df[df['target'] == 0]", "\nminor = df[df['target'] == 0]") +
      'more = resample(minor, n_samples=len(major), random_state=0)\nboth = pd.concat([major, more])\n' +
      divide("both.drop(columns='target')", "both['target']") +
      CLASSES,
    clean:
      CANCER +
      "train, test = train_test_split(df.dropna(), random_state=4)\nmajor, minor = train[train['target'] == 1], train[train['target'] == 0]\n" +
      "both = pd.concat([major, resample(minor, n_samples=len(major), random_state=0)])\nX_train, y_train = both.drop(columns='target'), both['target']\nX_test, y_test = test.drop(columns='target'), test['target']\n" +
      CLASSES,
  },
  'the label among the features': {
    leaks: "df = pd.read_csv('diabetes_whole.csv')\n" + divide('df', "df['target']") + NUMBERS,
    clean: "df = pd.read_csv('diabetes_whole.csv')\n" + XY + divide('X', 'y') + NUMBERS,
  },
  'the label in a list of columns': {
    leaks:
      "columns = ['bmi', 'target', 's5']\ndf = pd.read_csv('diabetes_whole.csv')\nX = df[columns]\n" +
      divide('X', "df['target']") +
      NUMBERS,
    clean: "df = pd.read_csv('diabetes_whole.csv')\nX = df[['bmi', 's5']]\n" + divide('X', "df['target']") + NUMBERS,
  },
  'stopped by the rows that are scored': {
    leaks:
      DIABETES +
      COMPLETE +
      'from xgboost import XGBRegressor\n' +
      divide('X', 'y') +
      'model = XGBRegressor(early_stopping_rounds=5)\nmodel.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_test, y_test)])\nprint(model.score(X_test, y_test))\n',
    clean:
      DIABETES +
      COMPLETE +
      'from xgboost import XGBRegressor\n' +
      divide('X', 'y') +
      'A, B, a, b = train_test_split(X_train, y_train, test_size=0.2, random_state=42)\nmodel = XGBRegressor(early_stopping_rounds=5)\nmodel.fit(A, a, eval_set=[(B, b)])\nprint(model.score(X_test, y_test))\n',
  },
  'slices that overlap': {
    leaks:
      DIABETES + COMPLETE + 'model = Ridge().fit(X[:90], y[:90])\nprint(r2_score(y[60:], model.predict(X[60:])))\n',
    clean: DIABETES + COMPLETE + 'model = Ridge().fit(X[:90], y[:90])\nprint(model.score(X[90:], y[90:]))\n',
  },
  'two samples of one frame': {
    leaks:
      "df = pd.read_csv('diabetes_whole.csv')\ntrain = df.sample(frac=0.7, random_state=1)\ntest = df.sample(frac=0.3, random_state=2)\n" +
      "model = Ridge().fit(train[['bmi', 's5']], train['target'])\nprint(model.score(test[['bmi', 's5']], test['target']))\n",
    clean:
      "df = pd.read_csv('diabetes_whole.csv')\ntrain = df.sample(frac=0.7, random_state=1)\ntest = df[~df.index.isin(train.index)]\n" +
      "model = Ridge().fit(train[['bmi', 's5']], train['target'])\nprint(model.score(test[['bmi', 's5']], test['target']))\n",
  },
  'scored on the training part': {
    leaks:
      DIABETES +
      COMPLETE +
      divide('X', 'y') +
      'model = Ridge().fit(X_train, y_train)\np = model.predict(X_train)\nprint(r2_score(y_train, p))\n',
    clean: DIABETES + COMPLETE + divide('X', 'y') + NUMBERS,
  },
  'rows in order of time, split at random': {
    leaks:
      DIABETES +
      "df = df.dropna()\ndf['before'] = df['bmi'].shift(1, fill_value=0)\n" +
      divide("df[['before', 'bmi']]", "df['target']") +
      NUMBERS,
    clean:
      DIABETES +
      "df = df.dropna()\ndf['before'] = df['bmi'].shift(1, fill_value=0)\nn = len(df) - int(np.ceil(len(df) / 4))\nX, y = df[['before', 'bmi']], df['target']\n" +
      'print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))\n',
  },
  'rows in order of time, in random folds': {
    leaks:
      DIABETES +
      "df = df.dropna()\ndf['before'] = df['bmi'].shift(1, fill_value=0)\nX, y = df[['before', 'bmi']], df['target']\nscores = []\nfor train, test in KFold(4, shuffle=True, random_state=0).split(X):\n    model = Ridge().fit(X.iloc[train], y.iloc[train])\n    scores.append(model.score(X.iloc[test], y.iloc[test]))\nprint(np.mean(scores))\n",
    clean:
      DIABETES +
      "df = df.dropna()\ndf['before'] = df['bmi'].shift(1, fill_value=0)\nX, y = df[['before', 'bmi']], df['target']\nprint(cross_val_score(Ridge(), X, y, cv=TimeSeriesSplit(4)).mean())\n",
  },
  'the next row as a feature': {
    leaks:
      DIABETES +
      "df = df.dropna()\ndf['near'] = df['target'].shift(-1, fill_value=0)\nX, y = df[['near', 'bmi']], df['target']\nprint(Ridge().fit(X[:100], y[:100]).score(X[100:], y[100:]))\n",
    clean:
      DIABETES +
      "df = df.dropna()\ndf['near'] = df['target'].shift(1, fill_value=0)\nX, y = df[['near', 'bmi']], df['target']\nprint(Ridge().fit(X[:100], y[:100]).score(X[100:], y[100:]))\n",
  },
  'fitted on two files together': {
    leaks:
      "train, test = pd.read_csv('early.csv'), pd.read_csv('late.csv')\nkeep = ['ash', 'hue', 'proline']\ns = StandardScaler()\ns.fit(pd.concat([train[keep], test[keep]]))\n"
        .replace('train, test = ', 'train = ')
        .replace(', pd.read', '\ntest = pd.read') +
      "model = LogisticRegression().fit(s.transform(train[keep]), train['target'])\nprint(log_loss(test['target'], model.predict_proba(s.transform(test[keep]))))\n",
    clean:
      "train, test = pd.read_csv('early.csv'), pd.read_csv('late.csv')\nkeep = ['ash', 'hue', 'proline']\n" +
      "model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train[keep], train['target'])\nprint(log_loss(test['target'], model.predict_proba(test[keep])))\n",
  },
};
