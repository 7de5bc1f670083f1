// What notebooks are made of: the statements of an older Python, models copied, data that come from where nobody can look.
// Each program must give an evaluation, and where its rows are apart from the training rows, these.
import assert from 'node:assert/strict';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { findStopsOnTest } from '../../../server/src/analysis/flow/stopping';
import { seesEvaluation } from '../../../server/src/analysis/flow/reach';
import { READ, flowOf, leaksIn } from './program';

/** What evaluations saw that the model had not. */
function heldOut(code: string): readonly string[] {
  const flow = flowOf(code);
  assert.equal(flow.failure, null);
  assert.ok(seesEvaluation(flow), 'an evaluation is seen');
  const { relation } = flow.judged;
  const apart = flow.evaluations.filter(({ rows, fits }) => fits.every((fit) => !relation.overlap(rows, fit.rows)));
  return [...new Set(apart.map(({ rows }) => describeRows(rows).replace(/\(\d[^)]*\)/g, '(…)')))];
}

const HALVES = `${READ}train, test = df[:100], df[100:]\n`;
const FITTED = `${HALVES}model = Ridge().fit(train[['size']], train['rent'])\n`;
const LATER = ['flats.csv › [100:]'];

const CASES: Readonly<Record<string, readonly [code: string, heldOut: readonly string[]]>> = {
  'a print statement': [`${FITTED}print "score", model.score(test[['size']], test['rent'])\n`, LATER],
  'a print statement over several lines': [
    `${FITTED}print "score {} # of {}".format(\n    model.score(test[['size']], test['rent']), len(test))\n`,
    LATER,
  ],
  'a print statement in a function': [
    `${HALVES}def report(model, rows):\n    print "r2 %.2f" % model.score(rows[['size']], rows['rent']); print\n    print "done",\nreport(Ridge().fit(train[['size']], train['rent']), test)\n`,
    LATER,
  ],
  'a model that is copied': [
    `${HALVES}from copy import copy\nbase = Ridge()\nmodel = copy(base)\nmodel.fit(train[['size']], train['rent'])\nprint(model.score(test[['size']], test['rent']))\n`,
    LATER,
  ],
  'a fitted model that is copied': [
    `import copy\n${FITTED}kept = copy.deepcopy(model)\nprint(kept.score(test[['size']], test['rent']))\n`,
    LATER,
  ],
  'numbers drawn around a mean, as many as are said': [
    `X = np.concatenate([np.random.normal(0, 2, 200), np.random.normal(5, 1, 200)])\nmodel = Ridge().fit(X[:300], X[:300])\nprint(model.score(X[300:], X[300:]))\n`,
    ['rows made (…) › [300:]  +  rows made (…) › [300:]'],
  ],
  'parts of a dataset of TensorFlow': [
    `import tensorflow_datasets as tfds\ndata, info = tfds.load('reviews', with_info=True)\nmodel = Sequential()\nmodel.fit(data['train'].batch(8), validation_data=data['test'].batch(8))\n`,
    ['rows of unknown origin (reviews[test])'],
  ],
  'parts of a dataset of TensorFlow, asked for': [
    `import tensorflow_datasets as tfds\na, b = tfds.load('reviews', split=['train[:80%]', 'train[80%:]'])\nmodel = Sequential()\nmodel.fit(a, validation_data=b)\n`,
    ['reviews (train[80%:])'],
  ],
  'parts of a dataset of TensorFlow, by its own names': [
    `import tensorflow_datasets as tfds\na = tfds.load('reviews', split=tfds.Split.TRAIN)\nb = tfds.load('reviews', split=tfds.Split.TEST)\nmodel = Sequential()\nmodel.fit(a, validation_data=b)\n`,
    ['reviews (test)'],
  ],
  'parts of a dataset of TensorFlow that nobody can name': [
    `import tensorflow_datasets as tfds\na, b = tfds.load('reviews', split=halves)\nmodel = Sequential()\nmodel.fit(a, validation_data=b)\n`,
    ['rows of unknown origin (…)'],
  ],
  'named parts of what a helper loads': [
    `from helpers import load\ndata = load('reviews')\nmodel = Ridge().fit(data['train'], data['y_train'])\nprint(model.score(data['test'], data['y_test']))\n`,
    ['rows of unknown origin (…)'],
  ],
  'a table that comes from a service, by a name that means something else here': [
    `import feeds\nrows = feeds.get('ACME')\nrows['cap'] = 0\ntrain, test = rows[:100], rows[100:]\nmodel = Ridge().fit(train[['cap']], train['price'])\nprint(model.score(test[['cap']], test['price']))\n`,
    ['rows of unknown origin (…) › [100:]'],
  ],
  'tables that a file of the project holds': [
    `from helpers import X_train, y_train\nimport held_out\nmodel = Ridge().fit(X_train, y_train)\nprint(model.score(held_out.X, held_out.y))\n`,
    ['rows of unknown origin (held_out.X)'],
  ],
  'a table that a file of the project holds, divided here': [
    `from helpers import X, y\nX_train, X_test, y_train, y_test = train_test_split(X, y)\nmodel = Ridge().fit(X_train, y_train)\nprint(model.predict(X_test))\n`,
    ['rows of unknown origin (helpers.X) › train_test_split part 1'],
  ],
  'a cell for each file of a project, which then imports what is shown': [
    `class Base:\n    def train(self, X, y):\n        pass\nfrom base import Base\nclass Mine(Base):\n    def __init__(self):\n        self.model = Ridge()\n    def train(self, X, y):\n        self.model.fit(X, y)\n    def ask(self, X):\n        return self.model.predict(X)\nfrom mine import Mine\n${HALVES}mine = Mine()\nmine.train(train[['size']], train['rent'])\nprint(mine.ask(test[['size']]))\n`,
    LATER,
  ],
  'one thing made of each row, and numbers of each': [
    `${HALVES}def numbers(things):\n    labels, vectors = zip(*[(each.tags[0], network.infer(each.words)) for each in things])\n    return vectors, labels\na = train.apply(lambda row: Tagged(row['text'].split(), [row.kind]), axis=1)\nb = test.apply(lambda row: Tagged(row['text'].split(), [row.kind]), axis=1)\nX, y = numbers(a)\nmodel = Ridge().fit(X, y)\nprint(model.predict(numbers(b)[0]))\n`,
    LATER,
  ],
  'methods that nobody calls share the model of their object': [
    `class Mine:\n    def train(self, X, y):\n        self.model = Ridge()\n        self.model.fit(X, y)\n    def ask(self, X):\n        return self.model.predict(X)\n`,
    ['rows of unknown origin (…)'],
  ],
};

describe('notebooks', () => {
  for (const [title, [code, expected]] of Object.entries(CASES)) {
    it(title, () => {
      assert.deepEqual(heldOut(code), expected);
    });
  }

  it('a column called val is no part', () => {
    const code = `from helpers import load\ndf = load()\nX_train, X_test, y_train, y_test = train_test_split(df[['a']], df['val'])\nmodel = Ridge().fit(X_train, y_train)\nprint(r2_score(y_test, model.predict(X_test)))\n`;
    assert.deepEqual(leaksIn(code), []);
  });

  it('methods that nobody calls share nothing else: their order is not known', () => {
    const code = `class Mine:\n    def __init__(self, X, y):\n        self.X, self.y = X, y\n    def scale(self):\n        self.X = StandardScaler().fit_transform(self.X)\n    def run(self):\n        a, b, c, d = train_test_split(self.X, self.y)\n        print(r2_score(d, Ridge().fit(a, c).predict(b)))\n`;
    assert.deepEqual(leaksIn(code), []);
  });

  it('answers about rows that are written out are no scores', () => {
    const code = `${READ}prices = []\nfor seed in range(9):\n    a, b, c, d = train_test_split(df[['size', 'age']], df['rent'], random_state=seed)\n    prices.append(Ridge().fit(a, c).predict([[50, 9]])[0])\nprint(max(prices) - min(prices))\n`;
    assert.deepEqual(leaksIn(code), []);
  });

  it('a row that is typed in is no spare row to be scored', () => {
    const stops = `${READ}a, b, c, d = train_test_split(df[['size']].values, df['rent'].values)\nnet = Sequential()\nnet.fit(a, c, validation_data=(b, d), callbacks=[EarlyStopping(restore_best_weights=True)])\nprint(r2_score(d, net.predict(b)))\n`;
    const row = 'one = np.zeros((1, 1))\none[0, 0] = 50\nprint(net.predict(one))\n';
    for (const code of [stops, stops + row])
      assert.deepEqual(
        findStopsOnTest(flowOf(code)).map(({ spare }) => spare),
        [false],
      );
  });

  it('rows given back by a function of rows are a table still', () => {
    const code = `${READ}def grown(row):\n    row['size'] = row['size'] * 2\n    return row\ndf = df.apply(grown, axis=1)\ndf['size'] = df['size'].fillna(df['size'].mean())\ntrain, test = df[:100], df[100:]\nmodel = Ridge().fit(train[['size']], train['rent'])\nprint(r2_score(test['rent'], model.predict(test[['size']])))\n`;
    assert.deepEqual(leaksIn(code), ['statistic-before-split']);
  });

  it('a print statement tells of a leak as the function does', () => {
    const code = `df['size'] = df['size'].fillna(df['size'].mean())\ntrain, test = df[:100], df[100:]\nmodel = Ridge().fit(train[['size']], train['rent'])\n`;
    const ends = ["print(r2_score(test['rent'], model.predict(test[['size']])))\n"];
    ends.push(ends[0]!.replace('print(', 'print ').replace(/\)\n$/, '\n'));
    for (const end of ends) assert.deepEqual(leaksIn(READ + code + end), ['statistic-before-split']);
  });
});
