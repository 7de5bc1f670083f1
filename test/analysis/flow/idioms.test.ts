// How people prepare data before a split, after it and around it, and what must be said of each.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { lint } from '../../../server/src/lint';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';
import { END, FILES, FILES_END, HEAD, PARTS, READ, SPLIT, leaksIn } from './program';

const FIT = 'fit-before-split';
const STATISTIC = 'statistic-before-split';
const REFIT = 'refit-on-test';
const JOINED = 'fit-on-validation';
const FOLDS = 'fit-outside-cv';
const OVERLAP = 'train-test-overlap';
const NOTHING = '';

/** A title, what happens, and the rules that must speak (several with a blank between). */
type Case = readonly [title: string, code: string, expected: string];

/** Done to the frame before it is divided. */
function before(title: string, code: string, expected: string): Case {
  return [title, READ + code + PARTS + SPLIT + END, expected];
}
/** Done to X and y before they are divided. */
function onFeatures(title: string, code: string, expected: string): Case {
  return [title, READ + PARTS + code + SPLIT + END, expected];
}
/** Done to the four parts. */
function onParts(title: string, code: string, expected: string): Case {
  return [title, READ + PARTS + SPLIT + code + END, expected];
}
/** Done to two files. */
function onFiles(title: string, code: string, expected: string): Case {
  return [title, FILES + code + FILES_END, expected];
}

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  'transformers before the split': [
    onFeatures('fit, then transform', 's = StandardScaler()\ns.fit(X)\nX = s.transform(X)\n', FIT),
    onFeatures('fit and transform chained', 'X = RobustScaler().fit(X).transform(X)\n', FIT),
    onFeatures(
      'wrapped into a frame again',
      'X = pd.DataFrame(MinMaxScaler().fit_transform(X), columns=X.columns)\n',
      FIT,
    ),
    onFeatures(
      'some columns of the frame',
      "X[['size', 'age']] = StandardScaler().fit_transform(X[['size', 'age']])\n",
      FIT,
    ),
    onFeatures(
      'some columns of an array',
      'X = X.values\nfill = SimpleImputer()\nfill = fill.fit(X[:, 1:3])\nX[:, 1:3] = fill.transform(X[:, 1:3])\n',
      FIT,
    ),
    onFeatures('components', 'X = PCA(3).fit_transform(X)\n', FIT),
    onFeatures('selected by the label', 'X = SelectKBest(k=4).fit_transform(X, y)\n', FIT),
    onFeatures(
      'columns named by a selector',
      's = SelectKBest(k=4).fit(X, y)\nX = X[X.columns[s.get_support()]]\n',
      FIT,
    ),
    onFeatures('constant columns thrown out', 'X = VarianceThreshold().fit_transform(X)\n', FIT),
    onFeatures('a cluster as a feature', "X['group'] = KMeans(5).fit_predict(X)\n", FIT),
    onFeatures('labels of clusters', "k = KMeans(5)\nk.fit(X)\nX['group'] = k.labels_\n", FIT),
    onFeatures(
      'a column transformer with a scaler',
      "t = ColumnTransformer([('n', StandardScaler(), ['size'])])\nX = t.fit_transform(X)\n",
      FIT,
    ),
    onFeatures(
      'a pipeline of transformers',
      'X = make_pipeline(SimpleImputer(), StandardScaler()).fit_transform(X)\n',
      FIT,
    ),
    before('the label is scaled', "df['rent'] = StandardScaler().fit_transform(df[['rent']])\n", FIT),
    before('texts', "X = TfidfVectorizer().fit_transform(df['advert'])\ny = df['rent']\n", NOTHING),
    [
      'a vocabulary with weights',
      READ + "X = TfidfVectorizer().fit_transform(df['advert'])\ny = df['rent']\n" + SPLIT + END,
      FIT,
    ],
    [
      'a bare vocabulary',
      READ + "X = CountVectorizer().fit_transform(df['advert']).toarray()\ny = df['rent']\n" + SPLIT + END,
      FIT,
    ],
    ['scikit-learn data', 'X, y = load_wine(return_X_y=True)\nX = scale(X)\n' + SPLIT + END, STATISTIC],
    [
      'a bunch',
      'data = load_wine()\nX = StandardScaler().fit_transform(data.data)\ny = data.target\n' + SPLIT + END,
      FIT,
    ],
    ['made up data', 'X, y = make_classification()\nX = StandardScaler().fit_transform(X)\n' + SPLIT + END, FIT],
    ['a loader we do not know', 'X, y = load_everything()\nX = StandardScaler().fit_transform(X)\n' + SPLIT + END, FIT],
  ],
  'transformers that learn nothing of values': [
    onFeatures('labels as numbers', "X['town'] = LabelEncoder().fit_transform(X['town'])\n", NOTHING),
    onFeatures(
      'how often a category is there',
      "from category_encoders import CountEncoder\nX['towns'] = CountEncoder().fit_transform(X['town'])\n",
      NOTHING,
    ),
    onFeatures('one column a category', 'X = OneHotEncoder().fit_transform(X)\n', NOTHING),
    onFeatures('dummies', "X = pd.get_dummies(X, columns=['town'])\n", NOTHING),
    onFeatures('each row by itself', 'X = Normalizer().fit_transform(X)\n', NOTHING),
    onFeatures('powers', 'X = PolynomialFeatures(2).fit_transform(X)\n', NOTHING),
    onFeatures(
      'a column transformer with encoders only',
      "t = ColumnTransformer([('c', OneHotEncoder(), ['town'])], remainder='passthrough')\nX = t.fit_transform(X)\n",
      NOTHING,
    ),
    onFeatures('an encoder over all columns', 'X = X.apply(LabelEncoder().fit_transform)\n', NOTHING),
    onFeatures('only for a picture', 'plane = PCA(2).fit_transform(X)\n', NOTHING),
  ],
  'transformers after the split': [
    onParts(
      'the clean form',
      's = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)\n',
      NOTHING,
    ),
    onParts(
      'refit',
      's = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.fit_transform(X_test)\n',
      REFIT,
    ),
    onParts(
      'a second object',
      'X_train = StandardScaler().fit_transform(X_train)\nX_test = StandardScaler().fit_transform(X_test)\n',
      REFIT,
    ),
    onParts('scaled apart by a function', 'X_train, X_test = scale(X_train), scale(X_test)\n', REFIT),
    onParts(
      'the encoder refit',
      "e = LabelEncoder()\nX_train['town'] = e.fit_transform(X_train['town'])\nX_test['town'] = e.fit_transform(X_test['town'])\n",
      NOTHING,
    ),
    onParts(
      'a column transformer',
      "t = ColumnTransformer([('n', StandardScaler(), ['size'])])\nX_train = t.fit_transform(X_train)\nX_test = t.transform(X_test)\n",
      NOTHING,
    ),
    [
      'inside a pipeline',
      READ +
        PARTS +
        SPLIT +
        'p = make_pipeline(StandardScaler(), Ridge())\np.fit(X_train, y_train)\nprint(p.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'a named pipeline in a search',
      READ +
        PARTS +
        SPLIT +
        "p = Pipeline([('s', StandardScaler()), ('m', Ridge())])\ng = GridSearchCV(p, {'m__alpha': [1, 2]}).fit(X_train, y_train)\nprint(g.score(X_test, y_test))\n",
      NOTHING,
    ],
    [
      'a search on scaled training rows',
      READ +
        PARTS +
        SPLIT +
        's = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.transform(X_test)\ng = GridSearchCV(Ridge(), {}).fit(X_train, y_train)\nprint(g.best_estimator_.score(X_test, y_test))\n',
      NOTHING,
    ],
  ],
  'statistics before the split': [
    before('missing values by the mean', "df['age'] = df['age'].fillna(df['age'].mean())\n", STATISTIC),
    before('by the most frequent value', "df['town'] = df['town'].fillna(df['town'].mode()[0])\n", STATISTIC),
    before('in place, through a view', "df['age'].fillna(df['age'].median(), inplace=True)\n", STATISTIC),
    before('as an attribute', 'df.age = df.age.fillna(df.age.mean())\n', STATISTIC),
    before('the whole frame', 'df = df.fillna(df.mean())\n', STATISTIC),
    before('the whole frame, in place', 'df.fillna(df.median(), inplace=True)\n', STATISTIC),
    before('a dict of values', "df = df.fillna({'age': df['age'].mean(), 'town': 'none'})\n", STATISTIC),
    before('NaN replaced', "df['age'] = df['age'].replace(np.nan, df['age'].mean())\n", STATISTIC),
    before('located', "df.loc[df['age'].isnull(), 'age'] = df['age'].median()\n", STATISTIC),
    before('chained', "df['age'][df['age'].isnull()] = df['age'].mean()\n", STATISTIC),
    before('where', "df['age'] = np.where(df['age'].isnull(), df['age'].mean(), df['age'])\n", STATISTIC),
    before('by group', "df['age'] = df.groupby('town')['age'].transform(lambda x: x.fillna(x.median()))\n", STATISTIC),
    before(
      'by the mean of the group',
      "df['age'] = df['age'].fillna(df.groupby('town')['age'].transform('mean'))\n",
      STATISTIC,
    ),
    before(
      'mapped by a table of means',
      "means = df.groupby('town')['size'].mean()\ndf['usual'] = df['town'].map(means)\n",
      STATISTIC,
    ),
    before(
      'merged with a table of means',
      "means = df.groupby('town').agg({'size': 'mean'}).reset_index()\ndf = df.merge(means, on='town')\n",
      STATISTIC,
    ),
    before(
      'scaled by hand',
      "df['size'] = (df['size'] - df['size'].min()) / (df['size'].max() - df['size'].min())\n",
      STATISTIC,
    ),
    before('the frame standardised by hand', 'df = (df - df.mean()) / df.std()\n', STATISTIC),
    before('by a lambda', 'df = df.apply(lambda c: c / c.max())\n', STATISTIC),
    before('by a lambda over one column', "df['size'] = df['size'].apply(lambda v: v / df['size'].max())\n", STATISTIC),
    before('quantile bins', "df['class'] = pd.qcut(df['size'], 4)\n", STATISTIC),
    before('bins by count', "df['class'] = pd.cut(df['size'], 5)\n", STATISTIC),
    before(
      'missing ones filled with values drawn from the others',
      "gaps = df['age'].isnull()\ndf.loc[gaps, 'age'] = np.random.choice(df.loc[~gaps, 'age'], size=gaps.sum())\n",
      STATISTIC,
    ),
    before('ranks', "df['size'] = df['size'].rank()\n", STATISTIC),
    before(
      'clipped at quantiles',
      "low, high = df['size'].quantile([0.01, 0.99])\ndf['size'] = df['size'].clip(low, high)\n",
      STATISTIC,
    ),
    before('Box-Cox', "df['size'], power = stats.boxcox(df['size'])\n", STATISTIC),
    before('forward fill', 'df = df.ffill()\n', STATISTIC),
    before('interpolated', "df['age'] = df['age'].interpolate()\n", STATISTIC),
    before('with assign', "df = df.assign(above=lambda d: d['size'] - d['size'].mean())\n", STATISTIC),
    before(
      'with pipe',
      "def fill(d):\n    d['age'] = d['age'].fillna(d['age'].mean())\n    return d\ndf = df.pipe(fill)\n",
      STATISTIC,
    ),
    before('NumPy', "df['size'] = df['size'] - np.mean(df['size'])\n", STATISTIC),
    before(
      'columns chosen by correlation',
      "best = df.corr()['rent'].abs().nlargest(5).index\ndf = df[best]\n",
      STATISTIC,
    ),
    [
      'the same file read again',
      READ +
        "other = pd.read_csv('flats.csv')\nmiddle = other['age'].mean()\ndf['age'] = df['age'].fillna(middle)\n" +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'in one branch',
      READ + "if input() == 'y':\n    df['age'] = df['age'].fillna(df['age'].mean())\n" + PARTS + SPLIT + END,
      STATISTIC,
    ],
    [
      'in a try',
      READ +
        "try:\n    df['age'] = df['age'].fillna(df['age'].mean())\nexcept ValueError:\n    pass\n" +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'in a function',
      READ +
        "def fill(d):\n    d = d.copy()\n    for c in ['age', 'size']:\n        d[c] = d[c].fillna(d[c].median())\n    return d\ndf = fill(df)\n" +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'in a function, on a global',
      READ +
        "def fill():\n    global df\n    df['age'] = df['age'].fillna(df['age'].mean())\nfill()\n" +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'decided by a table of means',
      READ +
        "means = df.groupby('town')['size'].mean()\ndef large(town):\n    if means[town] > 80:\n        return 1\n    return 0\ndf['large'] = df['town'].apply(large)\n" +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'the best columns of a model',
      READ +
        PARTS +
        'first = RandomForestRegressor().fit(X, y)\nX = X[X.columns[first.feature_importances_ > 0.1]]\n' +
        SPLIT +
        END,
      STATISTIC,
    ],
  ],
  'statistics that do no harm': [
    before('a constant', "df['age'] = df['age'].fillna(0)\n", NOTHING),
    before('within the row', "df['mean'] = df[['a', 'b']].mean(axis=1)\n", NOTHING),
    before('a row-wise function', "df['mean'] = df.apply(lambda r: r.mean(), axis=1)\n", NOTHING),
    before('printed', "print(df['age'].mean(), df.describe())\n", NOTHING),
    before('of a copy', "d = df.copy()\nd['age'] = d['age'].fillna(d['age'].mean())\nd.hist()\n", NOTHING),
    before(
      'of a column that is dropped',
      "df['helper'] = df['age'] - df['age'].mean()\ndf = df.drop(columns=['helper'])\n",
      NOTHING,
    ),
    before('of a column that is deleted', "df['helper'] = df['age'] - df['age'].mean()\ndel df['helper']\n", NOTHING),
    before('which rows stay', "df = df[df['size'] < df['size'].quantile(0.99)]\n", NOTHING),
    before('missing values counted', 'empty = df.isnull().sum()\nprint(empty)\ndf = df.dropna()\n', NOTHING),
    before('codes of categories', "df['town'] = df['town'].astype('category').cat.codes\n", NOTHING),
    before('a dict of numbers', "df['town'] = df['town'].map({'Bern': 0, 'Basel': 1})\n", NOTHING),
    before(
      'the most frequent value by its count: counts are not followed',
      "df['town'].fillna(df['town'].value_counts().index[0], inplace=True)\n",
      NOTHING,
    ),
    before(
      'a constant, group by group',
      "df['age'] = df.groupby('town')['age'].apply(lambda x: x.fillna(18))\n",
      NOTHING,
    ),
    before(
      'the first and last day of a calendar',
      "days = pd.date_range(start=df['day'].min(), end=df['day'].max())\ndf['known'] = df['day'].isin(days)\n",
      NOTHING,
    ),
    before(
      'one value drawn',
      "print(np.random.choice(df['town']))\ndf['some'] = np.random.choice(df['age'])\n",
      NOTHING,
    ),
    before('a logarithm', "df['size'] = np.log1p(df['size'])\n", NOTHING),
    before('given bins', "df['class'] = pd.cut(df['size'], bins=[0, 50, 100])\n", NOTHING),
    before('letters counted', "df['letters'] = df['advert'].str.count('e')\n", NOTHING),
    [
      'of a column that is not chosen',
      READ + "df['helper'] = df['age'] - df['age'].mean()\nX = df[['size', 'age']]\ny = df['rent']\n" + SPLIT + END,
      NOTHING,
    ],
    onParts(
      'computed on the training rows',
      'm = X_train.mean()\nX_train = X_train.fillna(m)\nX_test = X_test.fillna(m)\n',
      NOTHING,
    ),
    onParts(
      'scaled by hand with the training rows',
      'm, s = X_train.mean(), X_train.std()\nX_train = (X_train - m) / s\nX_test = (X_test - m) / s\n',
      NOTHING,
    ),
  ],
  'statistics of each part': [
    onParts(
      'by a function',
      "def fill(d):\n    d['age'].fillna(d['age'].median(), inplace=True)\n    return d\nX_train = fill(X_train)\nX_test = fill(X_test)\n",
      REFIT,
    ),
    onParts(
      'in a loop over both',
      "for d in [X_train, X_test]:\n    d['age'] = d['age'].fillna(d['age'].mean())\n",
      REFIT,
    ),
    onParts(
      'with the training mean, in a loop',
      "for d in [X_train, X_test]:\n    d['age'] = d['age'].fillna(X_train['age'].mean())\n",
      NOTHING,
    ),
  ],
  polars: [
    ...(
      [
        ['a mean taken away', "(pl.col('size') - pl.col('size').mean()).alias('size')", STATISTIC],
        ['missing ones filled by the mean', "pl.col('size').fill_null(pl.col('size').mean())", STATISTIC],
        ['missing ones filled by name', "pl.col('size').fill_null(strategy='mean')", STATISTIC],
        ['a mean by group', "pl.col('size').mean().over('town').alias('usual')", STATISTIC],
        ['a mean in a column of its own', "usual=pl.col('size').mean()", STATISTIC],
        ['a constant', "pl.col('size').fill_null(0)", NOTHING],
        ['within the row', "(pl.col('a') / pl.col('b')).alias('share')", NOTHING],
      ] as const
    ).map(([title, code, expected]): Case => [
      title,
      `import polars as pl\ndf = pl.read_csv('flats.csv')\ndf = df.with_columns(${code})\n` +
        "X, y = df.drop('rent').to_numpy(), df['rent'].to_numpy()\n" +
        SPLIT +
        END,
      expected,
    ]),
    [
      'the mean of the training rows',
      "import polars as pl\ndf = pl.read_csv('flats.csv')\ntrain, test = df.filter(pl.col('year') < 2018), df.filter(pl.col('year') >= 2018)\nm = train.select(pl.col('size').mean()).item()\ntrain, test = train.with_columns(pl.col('size') - m), test.with_columns(pl.col('size') - m)\n" +
        FILES_END,
      NOTHING,
    ],
    [
      'a mean of all, then split by year',
      "import polars as pl\ndf = pl.read_csv('flats.csv').with_columns(pl.col('size') - pl.col('size').mean())\ntrain, test = df.filter(pl.col('year') < 2018), df.filter(pl.col('year') >= 2018)\n" +
        FILES_END,
      STATISTIC,
    ],
  ],
  'a file for each row': [
    [
      'windows of one long record, a row each',
      READ +
        'table = np.zeros((500, 3))\nfor i in np.arange(0, table.shape[0]):\n    part = df.iloc[i * 10 : i * 10 + 50, 0]\n    table[i, 0] = np.mean(part)\n    table[i, 1] = np.var(part)\n    table[i, -1] = df.iloc[i * 10 + 50, 1]\nX_train, X_test, y_train, y_test = train_test_split(table[:, :-1], table[:, -1])\n' +
        END,
      NOTHING,
    ],
    [
      'its numbers, written into the row',
      FILES +
        "for d, folder in [(train, 'a/'), (test, 'b/')]:\n    for name in d['name']:\n        x = pd.Series(pd.read_csv(folder + name)['signal'].values)\n        d.loc[name, 'age'] = x.mean()\n        d.loc[name, 'size'] = x.rolling(7).std().max()\n" +
        FILES_END,
      NOTHING,
    ],
  ],
  'two files': [
    onFiles(
      'cross-validated, and the other only predicted: the folds are what is reported',
      "m = train['age'].median()\ntrain['age'] = train['age'].fillna(m)\ntest['age'] = test['age'].fillna(m)\nprint(cross_val_score(Ridge(), train[['age']], train['rent']))\nRidge().fit(train[['age']], train['rent']).predict(test[['age']])\nraise SystemExit\n",
      FOLDS,
    ),
    onFiles(
      'searched, and the other only predicted',
      "m = train['age'].median()\ntrain['age'] = train['age'].fillna(m)\ntest['age'] = test['age'].fillna(m)\nsearch = GridSearchCV(Ridge(), {'alpha': [1, 2]}).fit(train[['age']], train['rent'])\nsearch.predict(test[['age']])\nraise SystemExit\n",
      NOTHING,
    ),
    onFiles('each by itself', "for d in [train, test]:\n    d['age'] = d['age'].fillna(d['age'].mean())\n", REFIT),
    onFiles(
      'numbered',
      "both = [train, test]\nfor i, d in enumerate(both):\n    both[i]['age'] = pd.qcut(d['age'], 4)\n",
      REFIT,
    ),
    onFiles(
      'with the training mean',
      "for d in (train, test):\n    d['age'] = d['age'].fillna(train['age'].mean())\n",
      NOTHING,
    ),
    onFiles(
      'scaled together',
      "s = StandardScaler().fit(pd.concat([train, test])[['size', 'age']])\ntrain[['size', 'age']] = s.transform(train[['size', 'age']])\ntest[['size', 'age']] = s.transform(test[['size', 'age']])\n",
      JOINED,
    ),
    onFiles('nothing learnt', "train['age'] = train['age'].fillna(0)\ntest['age'] = test['age'].fillna(0)\n", NOTHING),
    [
      'joined and taken apart again',
      FILES +
        "n = len(train)\ny = train.pop('rent')\nboth = pd.concat([train, test]).reset_index(drop=True)\nboth['age'] = both['age'].fillna(both['age'].median())\nmodel = Lasso().fit(both[:n], y)\nmodel.predict(both[n:])\n",
      STATISTIC,
    ],
    [
      'joined for dummies only',
      FILES +
        "n = train.shape[0]\ny = train.pop('rent')\nboth = pd.concat((train, test))\nboth = pd.get_dummies(both)\nmodel = Lasso().fit(both[:n], y)\nmodel.predict(both[n:])\n",
      NOTHING,
    ],
    [
      'joined, marked and taken apart',
      FILES +
        "train['part'] = 0\ntest['part'] = 1\nboth = pd.concat([train, test])\nboth['age'] = both['age'] / both['age'].max()\ntrain, test = both[both['part'] == 0], both[both['part'] == 1]\n" +
        FILES_END,
      STATISTIC,
    ],
    [
      'texts of both',
      FILES +
        "v = TfidfVectorizer()\nv.fit(list(train['text']) + list(test['text']))\nmodel = LogisticRegression().fit(v.transform(train['text']), train['y'])\nprint(accuracy_score(test['y'], model.predict(v.transform(test['text']))))\n",
      JOINED,
    ],
    [
      'a split of the training file',
      FILES +
        "X_train, X_test, y_train, y_test = train_test_split(train[['age']], train['rent'], random_state=1)\nm = X_train['age'].mean()\nX_train['age'].fillna(m, inplace=True)\nX_test['age'].fillna(m, inplace=True)\ntest['age'].fillna(m, inplace=True)\n" +
        END,
      NOTHING,
    ],
  ],
  'splits of all kinds': [
    [
      'a random mask',
      READ +
        "df['size'] = df['size'] / df['size'].max()\nm = np.random.rand(len(df)) < 0.8\ntrain, test = df[m], df[~m]\n" +
        FILES_END,
      STATISTIC,
    ],
    [
      'a random mask first',
      READ +
        "m = np.random.rand(len(df)) < 0.8\ntrain, test = df[m], df[~m]\nhigh = train['size'].max()\ntrain['size'] = train['size'] / high\ntest['size'] = test['size'] / high\n" +
        FILES_END,
      NOTHING,
    ],
    [
      'a sample and the rest',
      READ +
        "train = df.sample(frac=0.8)\ntest = df.drop(train.index)\ns = StandardScaler().fit(train[['size']])\nmodel = Ridge().fit(s.transform(train[['size']]), train['rent'])\nprint(model.score(s.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'a sample and those not in it',
      READ +
        "df['size'] = scale(df['size'])\ntrain = df.sample(frac=0.8)\ntest = df[~df.index.isin(train.index)]\n" +
        FILES_END,
      STATISTIC,
    ],
    [
      'dates',
      READ +
        "train, test = df[df['day'] < '2018'], df[df['day'] >= '2018']\nf = SimpleImputer()\nmodel = Ridge().fit(f.fit_transform(train[['size']]), train['rent'])\nprint(model.score(f.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'dates with a gap',
      READ +
        "train = df[df['day'] < '2018']\ntest = df[(df['day'] > '2018-06') & (df['day'] < '2019')]\nf = SimpleImputer()\nmodel = Ridge().fit(f.fit_transform(train[['size']]), train['rent'])\nprint(model.score(f.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'a day in a variable',
      READ +
        "day = '2018-01-01'\ntrain, test = df[df.day < day], df[df.day >= day]\ns = StandardScaler()\nmodel = Ridge().fit(s.fit_transform(train[['size']]), train['rent'])\nprint(model.score(s.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'np.split',
      READ +
        'df = (df - df.mean()) / df.std()\ntrain, valid, test = np.split(df.sample(frac=1), [int(0.6 * len(df)), int(0.8 * len(df))])\n' +
        FILES_END,
      STATISTIC,
    ],
    [
      'slices of a share',
      READ +
        "n = int(len(df) * 0.7)\ns = StandardScaler().fit(df[['size']])\nmodel = Ridge().fit(s.transform(df[:n][['size']]), df[:n]['rent'])\nprint(model.score(s.transform(df[n:][['size']]), df[n:]['rent']))\n",
      FIT,
    ],
    [
      'slices, clean',
      READ +
        "n = round(len(df) * 0.7)\ntrain, test = df.iloc[:n], df.iloc[n:]\ns = StandardScaler().fit(train[['size']])\nmodel = Ridge().fit(s.transform(train[['size']]), train['rent'])\nprint(model.score(s.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'the last rows',
      READ +
        "train, test = df[:-100], df[-100:]\ntest['size'] = test['size'] / train['size'].max()\ntrain['size'] = train['size'] / train['size'].max()\n" +
        FILES_END,
      NOTHING,
    ],
    [
      'head and tail',
      READ +
        "n = int(len(df) * 0.8)\ntrain = df.head(n)\ntest = df.tail(len(df) - n)\ns = StandardScaler().fit(train[['size']])\nmodel = Ridge().fit(s.transform(train[['size']]), train['rent'])\nprint(model.score(s.transform(test[['size']]), test['rent']))\n",
      NOTHING,
    ],
    [
      'shuffled places',
      READ +
        "X, y = df[['size']].values, df['rent'].values\nX = (X - X.mean()) / X.std()\np = np.random.permutation(len(X))\ntrain, test = p[:800], p[800:]\nmodel = Ridge().fit(X[train], y[train])\nprint(model.score(X[test], y[test]))\n",
      STATISTIC,
    ],
    [
      'places divided',
      READ +
        "X, y = df[['size']].values, df['rent'].values\ntrain, test = train_test_split(np.arange(len(X)), random_state=1)\ns = StandardScaler().fit(X[train])\nmodel = Ridge().fit(s.transform(X[train]), y[train])\nprint(model.score(s.transform(X[test]), y[test]))\n",
      NOTHING,
    ],
    [
      'a part for validation',
      READ +
        PARTS +
        'X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=1)\nX_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=1)\ns = StandardScaler().fit(X_rest)\nmodel = Ridge().fit(s.transform(X_train), y_train)\nprint(model.score(s.transform(X_val), y_val))\n',
      FIT,
    ],
    [
      'one split drawn twice with one seed',
      READ +
        "X_train, X_test = train_test_split(df[['size']], random_state=3)\ny_train, y_test = train_test_split(df['rent'], random_state=3)\ns = StandardScaler().fit(X_train)\nX_train, X_test = s.transform(X_train), s.transform(X_test)\n" +
        END,
      NOTHING,
    ],
    [
      'in a dict',
      READ +
        "parts = {}\nparts['train'], parts['test'] = train_test_split(df, random_state=1)\ns = StandardScaler().fit(df[['size']])\nmodel = Ridge().fit(s.transform(parts['train'][['size']]), parts['train']['rent'])\nprint(model.score(s.transform(parts['test'][['size']]), parts['test']['rent']))\n",
      FIT,
    ],
  ],
  folds: [
    [
      'scaled in each',
      READ +
        PARTS +
        'X, y = X.values, y.values\nfor train, test in KFold(5).split(X):\n    s = StandardScaler()\n    model = Ridge().fit(s.fit_transform(X[train]), y[train])\n    print(model.score(s.transform(X[test]), y[test]))\n',
      NOTHING,
    ],
    [
      'scaled before',
      READ +
        PARTS +
        'X = StandardScaler().fit_transform(X)\nfolds = StratifiedKFold(n_splits=5)\nfor i, (train, test) in enumerate(folds.split(X, y)):\n    model = Ridge().fit(X[train], y.iloc[train])\n    print(model.score(X[test], y.iloc[test]))\n',
      FIT,
    ],
    [
      'selected before a score',
      READ + PARTS + 'X = SelectKBest(k=3).fit_transform(X, y)\nprint(cross_val_score(Ridge(), X, y))\n',
      FOLDS,
    ],
    [
      'filled before a score',
      READ + "df['age'] = df['age'].fillna(df['age'].mean())\n" + PARTS + 'print(cross_val_score(Ridge(), X, y))\n',
      FOLDS,
    ],
    [
      'predicted by folds',
      READ + PARTS + 'X = StandardScaler().fit_transform(X)\nprint(r2_score(y, cross_val_predict(Ridge(), X, y)))\n',
      FOLDS,
    ],
    [
      'searched',
      READ + PARTS + 'X = PCA(3).fit_transform(X)\ng = GridSearchCV(Ridge(), {}).fit(X, y)\nprint(g.best_score_)\n',
      FOLDS,
    ],
    ['a pipeline', READ + PARTS + 'print(cross_val_score(make_pipeline(StandardScaler(), Ridge()), X, y))\n', NOTHING],
    [
      'a pipeline, then a test',
      READ +
        PARTS +
        SPLIT +
        'p = make_pipeline(StandardScaler(), Ridge())\nprint(cross_val_score(p, X_train, y_train))\nprint(p.fit(X_train, y_train).score(X_test, y_test))\n',
      NOTHING,
    ],
  ],
  'functions, classes, loops': [
    [
      'one row of features for each segment',
      READ +
        "X = pd.DataFrame(index=range(100), columns=['mean'])\ny = pd.DataFrame(index=range(100), columns=['t'])\nfor i in range(100):\n    part = df.iloc[i * 50:(i + 1) * 50]\n    x = part['size']\n    X.loc[i, 'mean'] = x.mean()\n    X.loc[i, 'peaks'] = peaks(x)\n    y.loc[i, 't'] = part['rent'].values[-1]\n" +
        SPLIT +
        END,
      NOTHING,
    ],
    [
      'windows within each segment',
      READ +
        "def change(x):\n    c = (np.diff(x) / x[:-1]).values\n    c = c[np.nonzero(c)[0]]\n    return np.mean(c[c != -np.inf])\nX = pd.DataFrame(index=range(100))\ny = pd.DataFrame(index=range(100), columns=['t'])\nfor i in range(100):\n    part = df.iloc[i * 50:(i + 1) * 50]\n    x = pd.Series(part['size'].values)\n    y.loc[i, 't'] = x.values[-1]\n    X.loc[i, 'change'] = change(x)\n    r = x.rolling(9).std().dropna().values\n    X.loc[i, 'wild'] = np.quantile(r, 0.01)\n    X.loc[i, 'start'] = np.abs(r)[:3].mean()\n    X.loc[i, 'turns'] = np.mean(np.nonzero((np.diff(r) / r[:-1]))[0])\n" +
        SPLIT +
        END,
      NOTHING,
    ],
    [
      'a split in a function of a function',
      'def divide(d):\n    return train_test_split(d.drop(columns="rent"), d["rent"], random_state=1)\ndef main():\n    d = pd.read_csv("flats.csv")\n    d = (d - d.min()) / (d.max() - d.min())\n    a, b, c, e = divide(d)\n    model = Ridge().fit(a, c)\n    return r2_score(e, model.predict(b))\nif __name__ == "__main__":\n    main()\n',
      STATISTIC,
    ],
    [
      'a function nobody calls',
      'def run(X, y):\n    X = StandardScaler().fit_transform(X)\n    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n    model = Ridge().fit(X_train, y_train)\n    return model.score(X_test, y_test)\n',
      FIT,
    ],
    [
      'an object',
      READ +
        "class Job:\n    def __init__(self, d):\n        self.d = d\n    def prepare(self):\n        self.d['age'] = self.d['age'].fillna(self.d['age'].mean())\n    def divide(self):\n        self.a, self.b, self.c, self.e = train_test_split(self.d[['age']], self.d['rent'], random_state=1)\n    def run(self):\n        self.model = Ridge().fit(self.a, self.c)\n        return self.model.score(self.b, self.e)\njob = Job(df)\njob.prepare()\njob.divide()\njob.run()\n",
      STATISTIC,
    ],
    [
      'several models',
      READ +
        PARTS +
        'X = MinMaxScaler().fit_transform(X)\n' +
        SPLIT +
        "models = {'a': LinearRegression(), 'b': Ridge()}\nfor name, m in models.items():\n    m.fit(X_train, y_train)\n    print(name, m.score(X_test, y_test))\n",
      FIT,
    ],
    [
      'a list filled in a loop',
      READ +
        "texts = []\nfor i in range(1000):\n    texts.append(' '.join(df['text'][i].lower().split()))\nX = TfidfVectorizer().fit_transform(texts).toarray()\ny = df['rent']\n" +
        SPLIT +
        END,
      FIT,
    ],
    [
      'a list filled, then divided',
      READ +
        "texts = []\nfor i in range(1000):\n    texts.append(df['text'][i])\ny = df['rent']\na, b, y_train, y_test = train_test_split(texts, y, random_state=1)\nv = TfidfVectorizer()\nX_train = v.fit_transform(a)\nX_test = v.transform(b)\n" +
        END,
      NOTHING,
    ],
    [
      'windows over a series',
      READ +
        "v = MinMaxScaler().fit_transform(df['load'].values.reshape(-1, 1))\nn = int(len(v) * 0.67)\ntrain, test = v[0:n, :], v[n:len(v), :]\ndef windows(d, k=3):\n    a, b = [], []\n    for i in range(len(d) - k - 1):\n        a.append(d[i:(i + k), 0])\n        b.append(d[i + k, 0])\n    return np.array(a), np.array(b)\nX_train, y_train = windows(train)\nX_test, y_test = windows(test)\n" +
        END,
      FIT,
    ],
    [
      'windows, scaled by the training part',
      READ +
        "v = df['load'].values.reshape(-1, 1)\nn = int(len(v) * 0.67)\ntrain, test = v[0:n, :], v[n:len(v), :]\ns = MinMaxScaler()\ntrain = s.fit_transform(train)\ntest = s.transform(test)\ndef windows(d, k=3):\n    a, b = [], []\n    for i in range(len(d) - k - 1):\n        a.append(d[i:(i + k), 0])\n        b.append(d[i + k, 0])\n    return np.array(a), np.array(b)\nX_train, y_train = windows(train)\nX_test, y_test = windows(test)\n" +
        END,
      NOTHING,
    ],
    [
      "a transformer of one's own",
      READ +
        PARTS +
        'class Centre:\n    def fit(self, X, y=None):\n        self.mean = X.mean()\n        return self\n    def transform(self, X):\n        return X - self.mean\nc = Centre().fit(X)\nX = c.transform(X)\n' +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'an early return',
      READ +
        'def prepare(d, plain):\n    if plain:\n        return d\n    return (d - d.mean()) / d.std()\ndf = prepare(df, input())\n' +
        PARTS +
        SPLIT +
        END,
      STATISTIC,
    ],
    [
      'a constant chooses the branch',
      READ +
        'def prepare(d, plain=True):\n    if plain:\n        return d\n    return (d - d.mean()) / d.std()\ndf = prepare(df)\n' +
        PARTS +
        SPLIT +
        END,
      NOTHING,
    ],
  ],
  'networks and boosters': [
    [
      'validation data',
      READ +
        PARTS +
        'X = MinMaxScaler().fit_transform(X)\n' +
        SPLIT +
        'm = Sequential()\nm.compile()\nm.fit(X_train, y_train, validation_data=(X_test, y_test))\n',
      FIT,
    ],
    [
      'a share for validation',
      READ +
        PARTS +
        'X = StandardScaler().fit_transform(X)\nm = Sequential()\nm.compile()\nm.fit(X, y, validation_split=0.2)\n',
      FIT,
    ],
    [
      'images read as train and test',
      '(a, b), (c, d) = mnist.load_data()\na, c = a / 255.0, c / 255.0\nm = Sequential()\nm.fit(a, b)\nm.evaluate(c, d)\n',
      NOTHING,
    ],
    [
      'the training part divided again, and the test part evaluated',
      '(a, b), (c, d) = housing.load_data()\nmean = a.mean(axis=0)\na -= mean\nc -= mean\nn = len(a) // 4\nscores = []\nfor i in range(4):\n    m = Sequential()\n    m.fit(np.concatenate([a[: i * n], a[(i + 1) * n :]]), b)\n    scores.append(m.evaluate(a[i * n : (i + 1) * n], b))\nm = Sequential()\nm.fit(a, b)\nprint(m.evaluate(c, d))\n',
      NOTHING,
    ],
    [
      'the mean image of the training part',
      '(a, b), (c, d) = cifar10.load_data()\nmean = np.mean(a, axis=0)\na -= mean\nc -= mean\nm = Sequential()\nm.fit(a, b)\nm.evaluate(c, d)\n',
      NOTHING,
    ],
    [
      'matrices of a booster',
      READ +
        "df['age'] = df['age'].fillna(df['age'].mean())\n" +
        PARTS +
        SPLIT +
        'a = xgb.DMatrix(X_train, label=y_train)\nb = xgb.DMatrix(X_test)\nm = xgb.train({}, a, 10)\nm.predict(b)\n',
      STATISTIC,
    ],
    [
      'a loop with loaders',
      READ +
        "X = StandardScaler().fit_transform(df[['size']])\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layer = torch.nn.Linear(1, 1)\n    def forward(self, x):\n        return self.layer(x)\ndata = torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(df['rent'].values))\ntrain, test = torch.utils.data.random_split(data, [800, 200])\nnet = Net()\nfor x, y in torch.utils.data.DataLoader(train):\n    net(x).backward()\nnet.eval()\nwith torch.no_grad():\n    for x, y in torch.utils.data.DataLoader(test):\n        print(net(x))\n",
      FIT,
    ],
  ],
  'overlap, copies and reuse': [
    [
      'two metrics of one model',
      READ +
        PARTS +
        SPLIT +
        'model = Ridge().fit(X_train, y_train)\np = model.predict(X_test)\nprint(r2_score(y_test, p), mean_squared_error(y_test, p), model.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'both errors shown',
      READ +
        PARTS +
        SPLIT +
        'model = Ridge().fit(X_train, y_train)\nprint(model.score(X_train, y_train), model.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'the training rows scored',
      READ + "X, y = df[['size']], df['rent']\nmodel = Ridge().fit(X, y)\nprint(r2_score(y, model.predict(X)))\n",
      'missing-split',
    ],
    [
      'refitted on all and scored',
      READ + PARTS + SPLIT + 'model = Ridge().fit(X, y)\nprint(model.score(X_test, y_test))\n',
      OVERLAP,
    ],
    [
      'refitted on all after the score',
      READ +
        PARTS +
        SPLIT +
        'model = Ridge().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\nmodel.fit(X, y)\n',
      NOTHING,
    ],
    [
      'made up before the split',
      READ + PARTS + 'X, y = SMOTE().fit_resample(X, y)\n' + SPLIT + END,
      'resample-before-split',
    ],
    [
      'made up after it',
      READ + PARTS + SPLIT + 'X_train, y_train = SMOTE().fit_resample(X_train, y_train)\n' + END,
      NOTHING,
    ],
    ['appended to itself', READ + 'df = pd.concat([df, df])\n' + PARTS + SPLIT + END, 'duplicate-before-split'],
    [
      'a table that grows by a row of each file',
      "df = pd.DataFrame()\nfor name in os.listdir('adverts'):\n    with open(name) as file:\n        text = file.read()\n    df = pd.concat([df, pd.DataFrame([[text, 1]], columns=['size', 'rent'])])\n" +
        PARTS +
        SPLIT +
        END,
      NOTHING,
    ],
    [
      'a table that is appended to itself in each pass',
      READ + 'for i in range(int(n)):\n    df = pd.concat([df, df])\n' + PARTS + SPLIT + END,
      'duplicate-before-split',
    ],
    [
      'scored on the rows of the fit, and on those of another split',
      READ +
        PARTS +
        SPLIT +
        'late, early = train_test_split(df, random_state=2)\nmodel = Ridge().fit(X_train, y_train)\nprint(model.score(X_train, y_train))\nX_late = late.drop(columns="rent")\nprint(r2_score(late["rent"], model.predict(X_late)))\n',
      NOTHING,
    ],
    [
      'what matters to the model, by rows of the fit',
      READ +
        PARTS +
        SPLIT +
        'from sklearn.inspection import permutation_importance\nmodel = Ridge().fit(X_train, y_train)\nweights = permutation_importance(model, X_train, y_train)\n',
      NOTHING,
    ],
    [
      'two halves put together',
      READ + "df = pd.concat([df[df['town'] == 'Bern'], df[df['town'] == 'Basel']])\n" + PARTS + SPLIT + END,
      NOTHING,
    ],
    [
      'tuned on the test rows',
      READ +
        PARTS +
        SPLIT +
        'for a in range(1, 40):\n    model = Ridge(a)\n    model.fit(X_train, y_train)\n    print(model.score(X_test, y_test))\n',
      'test-set-reuse',
    ],
    [
      'the same model made and fitted again',
      READ +
        PARTS +
        SPLIT +
        'model = Ridge(alpha=1)\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\nmodel = Ridge(alpha=1)\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'the models of folds are scored on a part of their own',
      READ +
        PARTS +
        SPLIT +
        'X_train, y_train = X_train.values, y_train.values\nfor i, j in KFold(5).split(X_train):\n    model = Ridge()\n    model.fit(X_train[i], y_train[i])\n    print(model.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'two tables of one archive, joined',
      "with open('ready.bin', 'rb') as file:\n    stored = pickle.loads(file.read())\ndf = pd.concat([stored['train_df'], stored['test_df']])\n" +
        PARTS +
        SPLIT +
        END,
      NOTHING,
    ],
    [
      'features and labels of one archive',
      "stored = joblib.load('ready.bin')\nX_train, y_train = stored['X_train'], stored['y_train']\nX_test, y_test = stored['X_test'], stored['y_test']\nX_test = StandardScaler().fit(X_train).transform(X_test)\n" +
        END,
      NOTHING,
    ],
    [
      'models vote on rows that are only predicted',
      FILES +
        "y = train.pop('rent')\nfound = np.array([Ridge().fit(train, y).predict(test), Lasso().fit(train, y).predict(test), LinearRegression().fit(train, y).predict(test)]).T\nfor i in range(len(found)):\n    test.loc[i, 'rent'] = np.bincount(found[i]).argmax()\n",
      NOTHING,
    ],
    [
      'folds cut by hand, for each setting',
      "df = pd.read_csv('flats.csv')\ndef part(i):\n    return df[100 * i:100 * i + 100], pd.concat([df[:100 * i], df[100 * i + 100:]])\nfor a in [1, 2, 3]:\n    for i in range(5):\n        test, train = part(i)\n        model = Ridge(a).fit(train[['age']], train['rent'])\n        print(model.score(test[['age']], test['rent']))\n",
      NOTHING,
    ],
    [
      'a forest written as a class asks its trees',
      READ +
        PARTS +
        SPLIT +
        'class Forest:\n    def fit(self, X, y):\n        self.trees = [Lasso(alpha=a).fit(X, y) for a in [1, 2, 3]]\n        return self\n    def predict(self, X):\n        return np.mean([tree.predict(X) for tree in self.trees], axis=0)\nprint(r2_score(y_test, Forest().fit(X_train, y_train).predict(X_test)))\n',
      NOTHING,
    ],
    [
      'predictions of two models are weighed and added',
      READ +
        PARTS +
        SPLIT +
        'a = Ridge().fit(X_train, y_train)\nb = Lasso().fit(X_train, y_train)\nboth = (0.3 * a.predict(X_test)) + (0.7 * b.predict(X_test))\nprint(r2_score(y_test, both))\n',
      NOTHING,
    ],
    [
      'tuned on others',
      READ +
        PARTS +
        'X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=1)\nX_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=1)\nfor a in range(1, 40):\n    model = Ridge(a).fit(X_train, y_train)\n    print(model.score(X_val, y_val))\nmodel = Ridge(3).fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n',
      NOTHING,
    ],
    [
      'the label among the features',
      READ + "X_train, X_test, y_train, y_test = train_test_split(df, df['rent'], random_state=1)\n" + END,
      'target-in-features',
    ],
    [
      'a lag and a random split',
      READ + "df['before'] = df['rent'].shift(1)\n" + PARTS + SPLIT + END,
      'shuffled-time-split',
    ],
    [
      'the future among the features',
      READ +
        "df['after'] = df['rent'].shift(-1)\nX, y = df[['after']], df['rent']\nmodel = Ridge().fit(X[:500], y[:500])\nprint(model.score(X[500:], y[500:]))\n",
      'future-feature',
    ],
    [
      'the mean of the label by group',
      READ + "df['usual'] = df.groupby('town')['rent'].transform('mean')\n" + PARTS + SPLIT + END,
      'target-encoding-leak',
    ],
  ],
};

const OF_THE_LABEL: readonly Case[] = [
  before('the label starts at nought', "df['rent'] -= df['rent'].min()\n", NOTHING),
  onFeatures('the label alone is shifted', 'y = np.array(y)\ny -= y.min()\n', NOTHING),
  onFeatures('classes are counted, to widen the label', 'y = to_categorical(y, np.max(y) + 1)\n', NOTHING),
  onFeatures('a feature divided by its largest label', "X['share'] = X['size'] / y.max()\n", STATISTIC),
  [
    'classes counted, part of the rows held back by the fit',
    READ +
      PARTS +
      'y = to_categorical(y, np.max(y) + 1)\nmodel = Sequential()\nmodel.fit(X, y, validation_split=0.1)\n',
    NOTHING,
  ],
];

/** A scaler fitted on the training side, which a class divides again to select features. */
const SELECTOR = `
class Selector:
    def __init__(self, estimator):
        self.estimator = estimator
    def fit(self, X, y):
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        self.estimator.fit(X_train, y_train)
        self.score = r2_score(y_test, self.estimator.predict(X_test))
        return self
s = StandardScaler()
X_train = s.fit_transform(X_train)
X_test = s.transform(X_test)
Selector(Ridge()).fit(X_train, y_train)
`;

const SIGNALS = `signals = pd.read_csv('signals.csv')\nX = pd.DataFrame(index=range(90), dtype=float)\ny = pd.DataFrame(index=range(90), dtype=float)\n`;

const OF_ONE_ROW: readonly Case[] = [
  [
    'a row for each part of a signal',
    SIGNALS +
      "for i in range(90):\n    part = signals.iloc[i * 150:i * 150 + 150]\n    y.loc[i, 'end'] = part['time'].values[-1]\n    X.loc[i, 'mean'] = part['level'].mean()\n    X.loc[i, 'high'] = np.quantile(part['level'], 0.95)\n    X.loc[i, 'last'] = part['level'].values[-1]\n" +
      SPLIT +
      END,
    NOTHING,
  ],
  [
    'a row filled with the mean of all',
    READ + "for i in range(90):\n    df.loc[i, 'age'] = df['age'].mean()\n" + PARTS + SPLIT + END,
    STATISTIC,
  ],
];

const OF_THE_TRAIN_SIDE: readonly Case[] = [
  onParts('the training side is divided again, the test side is clean', SELECTOR, NOTHING),
  [
    'the training side is divided again, and nothing else is scored',
    READ + PARTS + SPLIT + SELECTOR.replace('X_test = s.transform(X_test)\n', ''),
    FIT,
  ],
];

const STOPPED = `stop = EarlyStopping(restore_best_weights=True)\nmodel = Sequential()\nmodel.fit(X_train, y_train, validation_data=(X_test, y_test), callbacks=[stop])\n`;

/** With the level of the finding, where there is one. */
const STOPS: readonly (readonly [title: string, code: string, severity: string | undefined])[] = [
  ['stopped and reported by the same rows', SPLIT + STOPPED + 'print(model.evaluate(X_test, y_test))\n', 'warning'],
  [
    'no weights are kept',
    SPLIT + STOPPED.replace('restore_best_weights=True', '') + 'print(model.evaluate(X_test, y_test))\n',
    undefined,
  ],
  [
    'a third part is there',
    'X, X_last, y, y_last = train_test_split(X, y)\n' + SPLIT + STOPPED + 'print(model.evaluate(X_test, y_test))\n',
    'information',
  ],
];

describe('stopping by rows that are reported', () => {
  for (const [title, code, expected] of STOPS) {
    it(title, () => {
      const { findings } = lint(
        { kind: 'file', text: HEAD + READ + PARTS + code },
        { settings: { rules: {}, select: ['early-stop-on-test'] }, environment: NO_ENVIRONMENT },
      );
      assert.equal(findings[0]?.severity, expected);
    });
  }
});

describe('idioms', () => {
  for (const [group, cases] of Object.entries({
    ...GROUPS,
    'of the label': OF_THE_LABEL,
    'of one row': OF_ONE_ROW,
    'of the training side': OF_THE_TRAIN_SIDE,
  })) {
    describe(group, () => {
      for (const [title, code, expected] of cases) {
        it(title, () => assert.deepEqual(leaksIn(code).join(' '), expected));
      }
    });
  }

  it('are told in hundreds', () => {
    assert.ok(Object.values(GROUPS).flat().length >= 150);
  });
});

interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly leak?: boolean;
  readonly overlap?: boolean;
  readonly reuse?: boolean;
}

/** Snippets with verdicts, kept beside the repository; skipped where they are not. */
describe('shared snippets', () => {
  const file = new URL('../../../../shared/leakage/idioms.json', import.meta.url);
  const verdicts = (code: string): ReadonlySet<string> => {
    const { findings } = lint({ kind: 'file', text: code }, { settings: { rules: {} }, environment: NO_ENVIRONMENT });
    return new Set(findings.map(({ rule }) => rule));
  };
  const any = (found: ReadonlySet<string>, ...names: readonly string[]) => names.some((name) => found.has(name));

  if (!existsSync(file)) {
    it.skip('../shared/leakage/idioms.json is not here');
    return;
  }
  const snippets: Record<'preprocessing' | 'overlapAndReuse', readonly Snippet[]> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  for (const { name, code, leak } of snippets.preprocessing) {
    it(`preprocessing: ${name}`, () => {
      const found = verdicts(code);
      assert.equal(any(found, FIT, STATISTIC, REFIT, JOINED, FOLDS, 'target-encoding-leak'), leak);
    });
  }
  for (const { name, code, overlap, reuse } of snippets.overlapAndReuse) {
    it(`overlap and reuse: ${name}`, () => {
      const found = verdicts(code);
      assert.equal(any(found, OVERLAP, 'evaluate-on-train', 'missing-split', 'resample-before-split'), overlap);
      assert.equal(found.has('test-set-reuse'), reuse);
    });
  }
});
