// Fixes of leakage: not offered where they would be wrong, and right wherever they are offered.
import assert from 'node:assert/strict';
import { END, FILES, HEAD, PARTS, READ } from '../flow/program';
import { leakageScripts } from '../../support/leakage';
import { lint } from '../../../server/src/lint';
import { OF_LEAKAGE, appliedAlone } from './alone';

const SPLIT = "X_train, X_test, y_train, y_test = train_test_split(df[['age', 'size']], df['rent'], random_state=3)\n";
const FILL = "df['age'] = df['age'].fillna(df['age'].mean())\n";

/** How often a fix is offered for `code`. */
function offers(code: string): number {
  const applied = appliedAlone({ kind: 'file', text: HEAD + READ + code });
  return applied.filter(({ rule }) => rule !== 'unstratified-split').length;
}

/** Where nothing is found, nothing is withheld either. */
function isFound(code: string): boolean {
  return lint({ kind: 'file', text: HEAD + READ + code }, OF_LEAKAGE).findings.some(
    ({ severity }) => severity !== 'hint',
  );
}

const PLAIN = PARTS + 'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)\n';
const CLASSES_END = END.replace('Ridge', 'LogisticRegression');

const WITHHELD: Readonly<Record<string, string>> = {
  'the filled column is read in between':
    FILL + "df['rent'] = df['rent'] / df['age']\ndf = df.sort_values('rent')\n" + SPLIT + END,
  'rows are put in another order in between': FILL + "df = df.sort_values('size')\n" + SPLIT + END,
  'a function of the file sorts the rows in between':
    "def tidy(d):\n    d.sort_values('size', inplace=True)\n" + FILL + "tidy(df)\nprint(df['age'])\n" + SPLIT + END,
  'a function that cannot be seen is given the rows in between':
    'from helpers import tidy\n' + FILL + "df = tidy(df)\nprint(df['age'])\n" + SPLIT + END,
  'single rows are dropped in between': FILL + "df = df.drop([0, 1])\nprint(df['age'])\n" + SPLIT + END,
  'rows are left out in between': FILL + "df = df[df['size'] > 3]\n" + SPLIT + END,
  'the seed is drawn': FILL + SPLIT.replace('=3', '=draw()') + END + 'print(df.mean())\n',
  'the classes are kept in proportion, by a label that changes before':
    FILL +
    "df['rent'] = df['rent'] > 3\nprint(df['age'])\n" +
    SPLIT.replace('random', "stratify=df['rent'], random") +
    END,
  'folds divide the same rows': FILL + "print(cross_val_score(Ridge(), df[['age']], df['rent']))\n" + SPLIT + END,
  'the transformer knows only the rows it was fitted on':
    "X = TSNE().fit_transform(df[['age']])\nX_train, X_test, y_train, y_test = train_test_split(X, df['rent'], random_state=3)\n" +
    END +
    'print(X.mean())\n',
  'the labels of clusters are read': "k = KMeans(3)\nk.fit(df[['age']])\ndf['age'] = k.labels_\n" + SPLIT + END,
  'groups have two keys':
    "df['age'] = df.groupby(['town', 'size'])['age'].transform('mean')\nprint(df['age'])\n" + SPLIT + END,
  'means of groups are joined':
    "m = df.groupby('town')['age'].mean()\ndf = df.join(m, on='town', rsuffix='_')\n" + SPLIT + END,
  'a name is taken': 'train_rows = 3\n' + FILL + "print(df['age'])\n" + SPLIT + END,
  'another split divides the rows too':
    FILL +
    "print(df['age'])\nA, B = train_test_split(df, random_state=8)\nprint(Ridge().fit(A[['age']], A['rent']).score(B[['age']], B['rent']))\n" +
    SPLIT +
    END,
  'the held-out part was not prepared as the training part was':
    PLAIN +
    'X_train = StandardScaler().fit_transform(X_train)\nmodel = Ridge().fit(X_train, y_train)\nprint(model.score(X_train, y_train))\n',
  'the predictions for training rows are used elsewhere':
    PLAIN +
    'model = Ridge().fit(X_train, y_train)\np = model.predict(X_train)\nprint(r2_score(y_train, p))\nprint(p[:5], y_train[:5])\n',
  'the bounds of slices have names':
    PARTS + 'n = 80\nm = 70\nmodel = Ridge().fit(X[:n], y[:n])\nprint(model.score(X[m:], y[m:]))\n',
  'a shuffled split keeps the shares of classes':
    "df['lag'] = df['rent'].shift(1)\n" +
    PARTS +
    'X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y)\n' +
    END,
  'resampled rows are read before the split':
    PARTS +
    "A, b = SMOTE().fit_resample(X, y)\nA['more'] = A['size'] * 2\n" +
    PLAIN.replace(PARTS, '').replace('(X, y', '(A, b') +
    CLASSES_END,
  'resampled rows are used again after the split':
    PARTS + 'X, y = SMOTE().fit_resample(X, y)\n' + PLAIN.replace(PARTS, '') + CLASSES_END + 'model.fit(X, y)\n',
  'the test frame holds the label too, in another place':
    "late = pd.read_csv('late.csv')\nmodel = Ridge()\nmodel.fit(df, df['rent'])\nX = late[['size', 'rent']]\nfor c in X: print(c)\nprint(model.score(make(X), late['rent']))\n",
  'what is scaled for the folds is used elsewhere too':
    PARTS +
    'Z = SelectKBest(k=2).fit_transform(X, y)\nprint(cross_val_score(Ridge(), Z, y))\nfinal = Ridge().fit(Z, y)\n',
  'the transformer is used again after the folds':
    PARTS +
    "s = SelectKBest(k=2)\nZ = s.fit_transform(X, y)\nprint(cross_val_score(Ridge(), Z, y))\nlate = s.transform(pd.read_csv('late.csv'))\n",
  'the grid of a search is not written out':
    PARTS +
    'Z = SelectKBest(k=2).fit_transform(X, y)\nsearch = GridSearchCV(Ridge(), make_grid())\nsearch.fit(Z, y)\nprint(search.best_score_)\n',
  'the best parameters make another model':
    PARTS +
    "Z = SelectKBest(k=2).fit_transform(X, y)\nsearch = GridSearchCV(Ridge(), {'alpha': [1, 2]})\nsearch.fit(Z, y)\nprint(Ridge(**search.best_params_))\n",
  'the folds store into what was scaled':
    PARTS +
    'Z = StandardScaler().fit_transform(X)\nfor a, b in KFold(3).split(Z):\n    Z[b] = Z[b] + 0\n    model = Ridge().fit(Z[a], y[a])\n    print(model.score(Z[b], y[b]))\n',
  'what is fitted on both files is used for both':
    FILES +
    "both = PCA(2).fit_transform(pd.concat([train[['size', 'age']], test[['size', 'age']]]))\nn = len(train)\nmodel = Ridge().fit(both[:n], train['rent'])\nprint(model.score(both[n:], test['rent']))\n",
  'the rows repeated are used on their own':
    "rare = df[df['rent'] == 1].sample(99, replace=True)\nboth = pd.concat([df, rare])\nboth['c'] = 1\n" +
    SPLIT.replaceAll('df', 'both') +
    CLASSES_END,
  'what was learnt of the training rows would be learnt of the part to stop by':
    PARTS +
    'X_train, X_test, y_train, y_test = X[:80], X[80:], y[:80], y[80:]\nmiddle = X_train.mean()\nA, B = X_train - middle, X_test - middle\nmodel = xgb.XGBRegressor(early_stopping_rounds=3)\nmodel.fit(A, y_train, eval_set=[(B, y_test)])\nprint(model.score(B, y_test))\n',
  'the training part was resampled, and would be divided to stop by':
    PLAIN +
    'X_train, y_train = SMOTE().fit_resample(X_train, y_train)\nmodel = xgb.XGBClassifier(early_stopping_rounds=3)\nmodel.fit(X_train, y_train, eval_set=[(X_test, y_test)])\nprint(model.score(X_test, y_test))\n',
  'the rows know their time, and would be divided to stop by':
    "df['last'] = df['rent'].shift(1)\n" +
    PARTS +
    'X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\nmodel = xgb.XGBRegressor(early_stopping_rounds=3)\nmodel.fit(X_train, y_train, eval_set=[(X_test, y_test)])\nprint(model.score(X_test, y_test))\n',
  'a search divides the resampled training part once more':
    PARTS +
    'sampler = SMOTE()\nX, y = sampler.fit_resample(X, y)\n' +
    PLAIN.replace(PARTS, '') +
    CLASSES_END +
    "search = GridSearchCV(LogisticRegression(), {'C': [1, 2]})\nsearch.fit(X_train, y_train)\nprint(search.score(X_test, y_test))\n",
  'folds divide the training file that a fit on both files would be made of':
    FILES +
    "words = TfidfVectorizer()\nwords.fit(pd.concat([train['text'], test['text']]))\nA = words.transform(train['text'])\nprint(cross_val_score(Ridge(), A, train['rent']))\nmodel = Ridge().fit(A, train['rent'])\nprint(model.score(words.transform(test['text']), test['rent']))\n",
  'one call in a loop is fitted on either file':
    FILES +
    "fill = SimpleImputer()\ntrain[['age']] = fill.fit_transform(train[['age']])\nfor each in [train, test]:\n    each[['size']] = fill.fit_transform(each[['size']])\nmodel = Ridge().fit(train[['size', 'age']], train['rent'])\nprint(model.score(test[['size', 'age']], test['rent']))\n",
  'a loop looks back and ahead':
    "for d in [-7, 7]:\n    df[f'rent{d}'] = df['rent'].shift(-d)\nX, y = df[['rent-7', 'rent7']], df['rent']\nmodel = Ridge().fit(X[:500], y[:500])\nprint(model.score(X[500:], y[500:]))\n",
  'a lambda names the column':
    PARTS + 'X = X.apply(lambda x: x.fillna(x.mean()), axis=0)\n' + PLAIN.replace(PARTS, '') + END,
  'a cell held in a string makes the split':
    PARTS +
    "X = pd.DataFrame(StandardScaler().fit_transform(X))\nget_ipython().run_cell_magic('time', '', 'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)')\n" +
    END,
  'the names of a part to stop by are taken':
    'X_fit = 1\n' +
    PLAIN +
    'model = xgb.XGBRegressor(early_stopping_rounds=3)\nmodel.fit(X_train, y_train, eval_set=[(X_test, y_test)])\nprint(model.score(X_test, y_test))\n',
};

describe('fixes of leakage', () => {
  it('are offered for the plain case', () => assert.equal(offers(FILL + SPLIT + END), 1));
  it('put every split in order that is the same split', () => {
    const twice = "df = df.sort_values('date')\n" + PLAIN + END + PLAIN.replace(PARTS, '') + END;
    const applied = appliedAlone({ kind: 'file', text: HEAD + READ + twice }).filter(
      ({ rule }) => rule === 'shuffled-time-split',
    );
    assert.deepEqual(
      applied.map(({ wrong }) => wrong),
      [null],
    );
  });
  it('are withheld where an import they need stands further down', () => {
    const text =
      'import pandas as pd\nfrom sklearn.feature_selection import SelectKBest\nfrom sklearn.linear_model import Ridge\nfrom sklearn.model_selection import cross_val_score\n' +
      READ +
      PARTS +
      'Z = SelectKBest(k=2).fit_transform(X, y)\nprint(cross_val_score(Ridge(), Z, y))\n';
    assert.equal(appliedAlone({ kind: 'file', text }).length, 1);
    const later = `${text}from sklearn.pipeline import make_pipeline\n`;
    assert.equal(appliedAlone({ kind: 'file', text: later }).length, 0);
  });
  for (const [title, code] of Object.entries(WITHHELD)) {
    it(`are withheld where ${title}`, () => {
      assert.ok(isFound(code), 'there is something to mend');
      assert.equal(offers(code), 0);
    });
  }
});

/** Scripts of other people; skipped, with the reason, where they are not. */
describe('fixes of leakage in real scripts', () => {
  const scripts = leakageScripts();
  if ('missing' in scripts) {
    it.skip(`${scripts.missing}: see ../shared/leakage/README.md`);
    return;
  }
  it('hold alone', () => {
    const applied = scripts.flatMap(({ name, text }) =>
      appliedAlone({ kind: 'file', text }).map((each) => ({ ...each, name })),
    );
    assert.deepEqual(
      applied.flatMap(({ name, title, wrong }) => (wrong === null ? [] : [`${name}: ${title}: ${wrong}`])),
      [],
    );
    assert.ok(applied.length >= 50, `${applied.length} fixes are offered`);
  }).timeout(120_000);
});
