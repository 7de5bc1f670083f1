// Ordinary code, as people write it in competitions and courses: what must be said of it, and of its clean twin.
import assert from 'node:assert/strict';
import { END, FILES, PARTS, READ, SPLIT, leaksIn } from './program';

const FIT = 'fit-before-split';
const STATISTIC = 'statistic-before-split';
const RESAMPLE = 'resample-before-split';
const DUPLICATE = 'duplicate-before-split';
const FOLDS = 'fit-outside-cv';
const FUTURE = 'future-feature';
const REUSE = 'test-set-reuse';
const NOTHING = '';

/** A title, what happens, and the rules that must speak (several with a blank between). */
type Case = readonly [title: string, code: string, expected: string];

/** Done to the frame before it is divided. */
function before(title: string, code: string, expected: string): Case {
  return [title, READ + code + PARTS + SPLIT + END, expected];
}
/** Done to the frame; `columns` of it are the features. */
function chosen(title: string, code: string, columns: string, expected: string): Case {
  return [title, `${READ}${code}X = df[${columns}]\ny = df['rent']\n${SPLIT}${END}`, expected];
}

/** Done to the frame, whose last days are the test. */
function byDay(title: string, code: string, columns: string, expected: string): Case {
  const parts = "train, test = df[df['day'] < 90], df[df['day'] >= 90]\n";
  const end = `model = Ridge().fit(train[${columns}], train['rent'])\nprint(r2_score(test['rent'], model.predict(test[${columns}])))\n`;
  return [title, READ + code + parts + end, expected];
}

const BINS = "df['band'] = pd.qcut(df['age'], 4)\n";

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  get_dummies: [
    before(
      'the frame given by name',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = pd.get_dummies(data=df, columns=['town'])\n",
      STATISTIC,
    ),
    before(
      'the frame given by name, then resampled',
      "df = pd.get_dummies(data=df)\nX = df.drop(columns='rent')\nX, df['rent'] = SMOTE().fit_resample(X, df['rent'])\ndf = X\n",
      RESAMPLE,
    ),
    chosen('columns of a column that learnt', `${BINS}df = pd.get_dummies(df)\n`, "['size', 'band_1']", STATISTIC),
    chosen('named columns are spread', `${BINS}df = pd.get_dummies(df, columns=['band'])\n`, "['band_1']", STATISTIC),
    chosen(
      'under a prefix',
      `${BINS}df = pd.get_dummies(df, columns=['band'], prefix=['b'])\n`,
      "['size', 'b_1']",
      STATISTIC,
    ),
    chosen(
      'of a column, set beside the frame, which goes',
      `${BINS}df = pd.concat([df, pd.get_dummies(df['band'], prefix='b')], axis=1).drop(columns='band')\n`,
      "['b_1', 'b_2']",
      STATISTIC,
    ),
    chosen('other columns than those', `${BINS}df = pd.get_dummies(df)\n`, "['size', 'town_Rome']", NOTHING),
    before('the column dropped afterwards', `${BINS}df = pd.get_dummies(df).drop(columns='band')\n`, NOTHING),
  ],
  'columns under new names': [
    chosen(
      'renamed by a dict',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(columns={'age': 'years'})\n",
      "['size', 'years']",
      STATISTIC,
    ),
    chosen(
      'the other columns of that frame',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf.rename(columns={'age': 'years'}, inplace=True)\n",
      "['size', 'floor']",
      NOTHING,
    ),
    chosen(
      'renamed by a function',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(columns=str.title)\n",
      "['Size', 'Age']",
      STATISTIC,
    ),
    chosen(
      'rows renamed',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(index={0: 1})\n",
      "['size']",
      NOTHING,
    ),
  ],
  'a column called name': [
    [
      'rows without one dropped by it',
      `${READ}df = df.loc[df.name == df.name]\nX = pd.DataFrame(TfidfVectorizer().fit_transform(df['name']))\ny = df['rent']\n${SPLIT}${END}`,
      FIT,
    ],
  ],
  'gaps filled at random': [
    before(
      'around the mean of all rows',
      "m, s = df['age'].mean(), df['age'].std()\ndf['age'][np.isnan(df['age'])] = np.random.randint(m - s, m + s, size=df['age'].isnull().sum())\n",
      STATISTIC,
    ),
    before(
      'between bounds that are given',
      "df['age'][np.isnan(df['age'])] = np.random.randint(20, 40, size=df['age'].isnull().sum())\n",
      NOTHING,
    ),
  ],
  'searches of parameters': [
    [
      'a lambda that hands over the parts',
      `${READ}X = StandardScaler().fit_transform(df.drop(columns='rent'))\ny = df['rent']\n${SPLIT}
def objective(trial, a, b, c, d):
    return r2_score(d, Ridge(trial.suggest_float('alpha', 0, 1)).fit(a, c).predict(b))
study = optuna.create_study()
study.optimize(lambda trial: objective(trial, X_train, X_test, y_train, y_test), n_trials=9)
`,
      FIT,
    ],
    [
      'parts that learnt apart',
      `${READ}${PARTS}${SPLIT}scaler = StandardScaler().fit(X_train)
def objective(trial, a, b, c, d):
    return r2_score(d, Ridge(trial.suggest_float('alpha', 0, 1)).fit(a, c).predict(b))
study = optuna.create_study()
study.optimize(lambda t: objective(t, scaler.transform(X_train), scaler.transform(X_test), y_train, y_test))
`,
      NOTHING,
    ],
    [
      'a set to be watched, by its place',
      `import lightgbm as lgb\n${READ}X = StandardScaler().fit_transform(df.drop(columns='rent'))\ny = df['rent']\n${SPLIT}lgb.train({}, lgb.Dataset(X_train, y_train), 100, lgb.Dataset(X_test, y_test))\n`,
      FIT,
    ],
  ],
  'columns and rows': [
    before(
      'shifted from column to column',
      "days = df.drop(columns='rent')\nfor n in [1, 7]:\n    df[['a', 'b']] = days - days.shift(-n, axis=1)\n",
      NOTHING,
    ),
    before(
      'the columns added up by Python',
      "parts = {'size': df['size'], 'new': (df['age'] < 5).astype(float)}\ndf['score'] = sum(2 * part for part in parts.values())\n",
      NOTHING,
    ),
    [
      'the next row is the label, columns taken by their place',
      `${READ}df['up'] = np.where(df['size'].shift(-1) > df['size'], 1, 0)\nX = df.iloc[:, :-1]\ny = df.iloc[:, -1]\nX_train, X_test, y_train, y_test = X[:80], X[80:], y[:80], y[80:]\n${END}`,
      NOTHING,
    ],
    [
      'the index is no column',
      `${READ}known = df.dropna()\nmodel = Ridge().fit(known.index.values.reshape(-1, 1), known['rent'])\n`,
      NOTHING,
    ],
    [
      'columns chosen by a formula',
      `import patsy\n${READ}X = patsy.dmatrix('size + age', data=df, return_type='dataframe')\ny = df['rent']\n${SPLIT}${END}`,
      NOTHING,
    ],
    [
      'a column called text beside the label',
      `${READ}pairs = [(part.text, part.rent) for part in [df[df['town'] == town] for town in df['town'].unique()]]\nfor i in range(len(pairs)):\n    X, y = pairs[i]\n    half = int(len(X) / 2)\n    model = Ridge().fit(X[:half], y[:half])\n`,
      NOTHING,
    ],
  ],
  'groups in order of time': [
    byDay(
      'means of days before',
      "df['m'] = df.groupby('id')['rent'].transform(lambda x: x.shift(28).rolling(7).mean())\ndf['e'] = df.groupby('id')['rent'].transform(lambda x: x.shift().expanding().mean().fillna(0))\n",
      "['m', 'e']",
      NOTHING,
    ),
    byDay(
      'what changed since the day before',
      "df['d'] = df.groupby('id')['size'].apply(lambda x: x.diff())\n",
      "['d']",
      NOTHING,
    ),
    byDay('the next day', "df['d'] = df.groupby('id')['size'].transform(lambda x: x.shift(-1))\n", "['d']", FUTURE),
    byDay(
      'means of all days',
      "df['m'] = df.groupby('town')['size'].transform(lambda x: x.mean())\n",
      "['m']",
      STATISTIC,
    ),
    byDay(
      'a window over what all days made',
      "df['m'] = df.groupby('town')['size'].transform(lambda x: (x / x.mean()).rolling(7).mean())\n",
      "['m']",
      STATISTIC,
    ),
  ],
  'rows put together': [
    before(
      'the parts of a loop',
      "parts = []\nfor town in df['town'].unique():\n    parts.append(df.query('town == @town').sample(50))\ndf = pd.concat(parts)\n",
      NOTHING,
    ),
    before('one frame twice, by name', 'twice = [df, df]\ndf = pd.concat(twice)\n', DUPLICATE),
    before('one frame twice', 'df = pd.concat([df, df])\n', DUPLICATE),
    [
      'two points of each row, to learn axes from training rows',
      `${FILES}ends = np.vstack((train[['from_x', 'from_y']], train[['to_x', 'to_y']]))
X_train, X_test, y_train, y_test = train_test_split(pd.DataFrame(ends), np.hstack([train['rent'], train['rent']]))
${END}`,
      NOTHING,
    ],
    [
      'held-out parts of folds, gathered',
      `${READ}done = None
for fit, held in KFold(5).split(df):
    part = df.loc[held].copy()
    done = part if done is None else pd.concat([done, part])
X, y = done.drop(columns='rent'), done['rent']
${SPLIT}${END}`,
      NOTHING,
    ],
  ],
  'several fits, one test set': [
    [
      'averaged, as bagging does',
      `${READ}${PARTS}${SPLIT}total = 0
for bag in range(9):
    model = RandomForestRegressor(random_state=bag)
    model.fit(X_train, y_train)
    one = model.predict(X_test)
    total += one
    print(r2_score(y_test, one))
`,
      NOTHING,
    ],
    [
      'each with a setting of its own',
      `${READ}${PARTS}${SPLIT}for depth in range(2, 40):
    model = RandomForestRegressor(max_depth=depth)
    model.fit(X_train, y_train)
    print(r2_score(y_test, model.predict(X_test)))
`,
      REUSE,
    ],
    [
      'predictions of a file, averaged over models',
      `${FILES}models, made = [Ridge(alpha) for alpha in range(9)], np.zeros((len(test), 9))
for i in range(9):
    models[i].fit(train[['size']], train['rent'])
    made[:, i] = models[i].predict(test[['size']])
done = made.mean(axis=1)
`,
      NOTHING,
    ],
    [
      'predictions of a file in a list, averaged',
      `${FILES}made = []
for alpha in range(1, 40):
    made.append(Ridge(alpha).fit(train[['size']], train['rent']).predict(test[['size']]))
done = np.mean(made, axis=0)
`,
      NOTHING,
    ],
  ],
  stacking: [
    [
      'predictions out of fold are features',
      `${READ}${PARTS}X, y = X.values, y.values
folds = KFold(5, shuffle=True, random_state=1)
def out_of_fold(model):
    oof = np.zeros(len(X))
    for fit, held in folds.split(X):
        oof[held] = model.fit(X[fit], y[fit]).predict(X[held])
    return oof
S = np.column_stack([out_of_fold(Ridge()), out_of_fold(Lasso())])
for fit, held in folds.split(S):
    print(r2_score(y[held], Ridge().fit(S[fit], y[fit]).predict(S[held])))
`,
      NOTHING,
    ],
    [
      'means of the label by the other folds',
      `${READ}df['mean'] = 0.0
for fit, held in KFold(5).split(df):
    df.loc[held, 'mean'] = df.loc[held, 'town'].map(df.loc[fit].groupby('town')['rent'].mean())
${PARTS}${SPLIT}${END}`,
      NOTHING,
    ],
    [
      'predictions of a model that saw all rows',
      `${READ}${PARTS}X = np.column_stack([X.values, Ridge().fit(X, y).predict(X)])\n${SPLIT}${END}`,
      STATISTIC,
    ],
  ],
  'cross-validation, all by name': [
    [
      'of rows that were scaled together',
      `${READ}${PARTS}Z = StandardScaler().fit_transform(X)\nprint(cross_val_score(estimator=Ridge(), X=Z, y=y, cv=5))\n`,
      FOLDS,
    ],
  ],
  'a dict of files': [
    [
      'sums of another file, by the key of the row',
      `import glob
tables = {name[:-4]: pd.read_csv(name) for name in glob.glob('*.csv')}
sums = tables['items'].groupby('id')['size'].sum().reset_index()
tables['flats'] = tables['flats'].merge(sums, on='id')
X, y = tables['flats'][['size', 'age']], tables['flats']['rent']
${SPLIT}${END}`,
      NOTHING,
    ],
    [
      'a file filled by its own mean',
      `import glob
tables = {name[:-4]: pd.read_csv(name) for name in glob.glob('*.csv')}
tables['flats']['age'] = tables['flats']['age'].fillna(tables['flats']['age'].mean())
X, y = tables['flats'][['size', 'age']], tables['flats']['rent']
${SPLIT}${END}`,
      STATISTIC,
    ],
  ],
  'files that the program has written': [
    before(
      'filled, written and read again',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf.to_csv('tidy.csv', index=False)\ndf = pd.read_csv('./tidy.csv')\n",
      STATISTIC,
    ),
    before(
      'another file is read',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf.to_csv('tidy.csv', index=False)\ndf = pd.read_csv('raw.csv')\n",
      NOTHING,
    ),
    [
      'divided, written and read again',
      `${READ}a, b = train_test_split(df, random_state=1)
a.to_csv('a.csv')
b.to_csv('b.csv')
a, b = pd.read_csv('a.csv'), pd.read_csv('b.csv')
scaler = StandardScaler().fit(a[['size']])
model = Ridge().fit(scaler.transform(a[['size']]), a['rent'])
print(r2_score(b['rent'], model.predict(scaler.transform(b[['size']]))))
`,
      NOTHING,
    ],
  ],
  'arguments by name': [
    before('of a function of NumPy', "df['age'] = df['age'].fillna(np.nanmedian(a=df['age']))\n", STATISTIC),
    before('of a binning', "df['band'] = pd.qcut(x=df['age'], q=4, labels=False)\n", STATISTIC),
  ],
};

describe('ordinary code', () => {
  for (const [group, cases] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const [title, code, expected] of cases) {
        it(title, () => assert.deepEqual(leaksIn(code).join(' '), expected));
      }
    });
  }
});
