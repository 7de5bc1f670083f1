// Descriptive evaluations: clusters that rows are put into, and what a fit keeps of its training rows. They are seen, and no
// verdict is about them.
import assert from 'node:assert/strict';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { seesEvaluation } from '../../../server/src/analysis/flow/reach';
import { END, PARTS, READ, SPLIT, flowOf, leaksIn } from './program';

/** Each as «model, what it was asked for, rows». */
function described(code: string): readonly string[] {
  const flow = flowOf(code);
  assert.equal(flow.failure, null);
  return flow.descriptive.map(({ model, name, rows }) => `${model} ${name}: ${describeRows(rows)}`);
}

const CASES: Readonly<Record<string, readonly [code: string, expected: readonly string[]]>> = {
  'clusters of the rows they were found in': [
    'found = KMeans(3)\nfound.fit(df)\nprint(found.predict(df), found.labels_, found.inertia_)\n',
    ['KMeans predict: flats.csv', 'KMeans labels_: flats.csv', 'KMeans inertia_: flats.csv'],
  ],
  'clusters at once': ['labels = KMeans(3).fit_predict(df)\n', ['KMeans fit_predict: flats.csv']],
  'clusters of other rows': [
    'found = KMeans(3).fit(df[:50])\nprint(found.score(df[50:]))\n',
    ['KMeans score: flats.csv › [50:]'],
  ],
  'clusters at the end of a pipeline': [
    'found = make_pipeline(StandardScaler(), KMeans(3))\nfound.fit(df)\nlabels = found.predict(df)\n',
    ['KMeans predict: flats.csv'],
  ],
  'a transformer is asked for nothing': ['pca = PCA(2).fit(df)\nprint(pca.explained_variance_ratio_)\n', []],
  'clusters that were never found': ['labels = KMeans(3).predict(df)\n', []],
  'how well a mixture explains the rows': [
    'from sklearn.mixture import GaussianMixture\nmixture = GaussianMixture(2).fit(df)\nprint(mixture.bic(df))\n',
    ['GaussianMixture bic: flats.csv'],
  ],
  'rows that a forest left out': [
    "forest = RandomForestClassifier(oob_score=True).fit(df[['size']], df['rent'])\nprint(forest.oob_score_)\n",
    ['RandomForestClassifier oob_score_: flats.csv'],
  ],
  'coefficients are no score': ["model = Ridge().fit(df[['size']], df['rent'])\nprint(model.coef_)\n", []],
  'a summary of statsmodels': [
    "import statsmodels.api as sm\nfitted = sm.OLS(df['rent'], df[['size']]).fit()\nprint(fitted.summary())\n",
    ['OLS summary: flats.csv'],
  ],
  'residuals of statsmodels': [
    "import statsmodels.formula.api as smf\nfitted = smf.ols('rent ~ size', data=df).fit()\nrest = fitted.resid\n",
    ['ols resid: flats.csv'],
  ],
  'the summary of a network tells its layers': [
    "net = Sequential()\nnet.fit(df[['size']], df['rent'])\nnet.summary()\n",
    [],
  ],
  'losses of a network, epoch by epoch': [
    "net = Sequential()\nhistory = net.fit(df[['size']], df['rent'])\nplot(history.history['loss'])\n",
    ['Sequential history: flats.csv'],
  ],
  'losses that the network itself holds': [
    "net = Sequential()\nnet.fit(df[['size']], df['rent'])\nplot(net.history.history['loss'])\n",
    ['Sequential history: flats.csv'],
  ],
  'a fit alone is no evaluation': ["net = Sequential()\nhistory = net.fit(df[['size']], df['rent'])\n", []],
};

describe('descriptive evaluations', () => {
  for (const [title, [code, expected]] of Object.entries(CASES)) {
    it(title, () => {
      assert.deepEqual(described(READ + code), expected);
    });
  }

  it('count for the reach', () => {
    assert.equal(seesEvaluation(flowOf(`${READ}print(KMeans(3).fit(df).labels_)\n`)), true);
    assert.equal(seesEvaluation(flowOf(`${READ}KMeans(3).fit(df)\n`)), false);
  });

  it('give no leak: scaled before a split, and only clustered', () => {
    const code = `${READ}df = StandardScaler().fit_transform(df)\na, b = train_test_split(df)\n`;
    assert.deepEqual(flowOf(`${code}found = KMeans(3).fit(a)\nprint(found.predict(b))\n`).leaks, []);
  });

  it('hide none: clusters that are a feature', () => {
    const code = `${READ}df['group'] = KMeans(3).fit_predict(df[['size', 'age']])\n${PARTS}${SPLIT}${END}`;
    assert.deepEqual(leaksIn(code), ['fit-before-split']);
  });
});
