// Frameworks that train and ask models in ways of their own, and data that begin where nobody can look: each program must
// give an evaluation, on these rows.
import assert from 'node:assert/strict';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { seesEvaluation } from '../../../server/src/analysis/flow/reach';
import { READ, flowOf, leaksIn } from './program';

const HALVES = `${READ}train, test = df[:100], df[100:]\n`;
const XY = `${READ}X_train, X_test, y_train, y_test = train_test_split(df[['size']], df['rent'], random_state=1)\n`;
const TEST = 'flats.csv › train_test_split part 1';
const LATER = 'flats.csv › [100:]';

/** What is evaluated, each once; places in the text are no matter. */
function evaluated(code: string): string {
  const flow = flowOf(code);
  assert.equal(flow.failure, null);
  assert.ok(seesEvaluation(flow), 'an evaluation is seen');
  const all = [...flow.evaluations, ...flow.descriptive].filter(({ fits }) => fits.length > 0);
  return [...new Set(all.map(({ rows }) => describeRows(rows).replace(/\(\d[^)]*\)/g, '(…)')))].join(', ');
}

const CASES: Readonly<Record<string, readonly [code: string, expected: string]>> = {
  H2O: [
    `from h2o.estimators import H2ODeepLearningEstimator\ntable, held = h2o.H2OFrame(df0).split_frame(ratios=[0.8])\nnet = H2ODeepLearningEstimator()\nnet.train(x=['size'], y='rent', training_frame=table, validation_frame=held)\nnet.model_performance(held)\n`.replace(
      /^/,
      "import h2o\ndf0 = pd.read_csv('flats.csv')\n",
    ),
    'flats.csv › split_frame part 1',
  ],
  'the best of H2O': [
    `${HALVES}from h2o.automl import H2OAutoML\nall = H2OAutoML(max_models=9)\nall.train(y='rent', training_frame=train)\nprint(all.leader.predict(test))\n`,
    LATER,
  ],
  'an estimator of TensorFlow': [
    `${XY}import tensorflow as tf\nnet = tf.estimator.DNNRegressor(feature_columns=[])\nnet.train(input_fn=tf.estimator.inputs.pandas_input_fn(x=X_train, y=y_train), steps=9)\nnet.evaluate(input_fn=lambda: batches(X_test, y_test))\n`,
    TEST,
  ],
  'many models compared at once': [
    `${XY}from lazypredict.Supervised import LazyRegressor\nscores, predicted = LazyRegressor().fit(X_train, X_test, y_train, y_test)\n`,
    TEST,
  ],
  'importances by permutation': [
    `${XY}from eli5.sklearn import PermutationImportance\nmodel = RandomForestRegressor().fit(X_train, y_train)\nwhat = PermutationImportance(model, random_state=1).fit(X_test, y_test)\n`,
    TEST,
  ],
  'a search of KerasTuner, and what it found': [
    `${XY}import keras_tuner\ntuner = keras_tuner.RandomSearch(build, objective='val_loss')\ntuner.search(X_train, y_train, epochs=3, validation_split=0.2)\nbest = tuner.get_best_models(1)[0]\nprint(best.evaluate(X_test, y_test))\n`,
    `flats.csv › train_test_split part 0 › validation_split part 1, ${TEST}`,
  ],
  'a learner of fastai': [
    `from fastai.vision.all import *\ndata = ImageDataLoaders.from_folder('pets', valid_pct=0.2)\nlearn = vision_learner(data, resnet18)\nlearn.fine_tune(3)\nlearn.validate()\n`,
    'rows of unknown origin (…)',
  ],
  'neighbours of other rows': [
    `${HALVES}from sklearn.neighbors import NearestNeighbors\nnear = NearestNeighbors().fit(train)\nfar, which = near.kneighbors(test)\n`,
    LATER,
  ],
  'a recommendation': [
    `${HALVES}from implicit.als import AlternatingLeastSquares\nmodel = AlternatingLeastSquares(factors=9)\nmodel.fit(train)\nids = model.recommend(0, test)\n`,
    LATER,
  ],
  'a ranking scored by a library': [
    `from lightfm import LightFM\nfrom lightfm.datasets import fetch_movielens\nfrom lightfm.evaluation import precision_at_k\ndata = fetch_movielens()\nmodel = LightFM().fit(data['train'])\nprint(precision_at_k(model, data['test']).mean())\n`,
    'rows of unknown origin (…)',
  ],
  'how long things last': [
    `${READ}from lifelines import CoxPHFitter\nlasting = CoxPHFitter()\nlasting.fit(df, 'months', event_col='left')\nprint(lasting.concordance_index_)\n`,
    'flats.csv',
  ],
  'outliers, by a class whose name another library uses': [
    `${HALVES}from pyod.models.knn import KNN\nfinder = KNN()\nfinder.fit(train)\nodd = finder.predict(test)\n`,
    LATER,
  ],
  'clusters scored while they are found': [
    `${READ}from yellowbrick.cluster import KElbowVisualizer\nelbow = KElbowVisualizer(KMeans(), k=(2, 9))\nelbow.fit(df)\n`,
    'flats.csv',
  ],
  'an order that is chosen by itself': [
    `${HALVES}import pmdarima\nmodel = pmdarima.auto_arima(train['rent'])\nprint(mean_squared_error(test['rent'], model.predict(n_periods=len(test))))\n`,
    `rows of unknown origin (forecast@2038), ${LATER}`,
  ],
  'batches made by a model of transformers': [
    `from datasets import load_dataset\nfrom transformers import TFAutoModel\ndata = load_dataset('pairs')\nmodel = TFAutoModel.from_pretrained('small')\nmodel.fit(model.prepare_tf_dataset(data['train']), validation_data=model.prepare_tf_dataset(data['validation']))\n`,
    'rows of unknown origin (pairs[validation])',
  ],
  'a class of the file at the end of a pipeline': [
    `${XY}class Mean:\n    def fit(self, X, y):\n        self.mean = y.mean()\n        return self\n    def predict(self, X):\n        return [self.mean] * len(X)\nmodel = make_pipeline(StandardScaler(), Mean())\nmodel.fit(X_train, y_train)\nprint(r2_score(y_test, model.predict(X_test)))\n`,
    TEST,
  ],
  'folders below one that is downloaded': [
    `import os\nfrom keras.preprocessing.image import ImageDataGenerator\nfrom keras.utils import get_file\nbase = os.path.join(os.path.dirname(get_file('pets.zip', origin=URL)), 'pets')\ntrain_dir = os.path.join(base, 'train')\nvalid_dir = base + '/valid'\nmodel = Sequential()\nmodel.fit(ImageDataGenerator().flow_from_directory(train_dir), validation_data=ImageDataGenerator().flow_from_directory(valid_dir))\n`,
    'rows of unknown origin (pets.zip/pets/valid)',
  ],
  'folders below one, by the operator of paths': [
    `import helpers\nbase = helpers.download('pets')\ntrain, test = pd.read_csv(base / 'train.csv'), pd.read_csv(f'{base}/test.csv')\nmodel = Ridge().fit(train[['a']], train['b'])\nprint(model.score(test[['a']], test['b']))\n`,
    'rows of unknown origin (…)',
  ],
  'rows written out': [
    'model = LinearRegression()\nmodel.fit([[1], [2], [3]], [2, 4, 6])\nprint(model.predict([[4]]))\n',
    'rows made (…)',
  ],
  'numbers of a range': [
    'x = np.arange(20).reshape(-1, 1)\nmodel = LinearRegression().fit(x, 3 * x)\nprint(model.score(x, 3 * x))\n',
    'rows of unknown origin (numbers of a range)',
  ],
  'a series made of a range': [
    'time = np.arange(400)\nseries = 10 + 0.5 * time + np.sin(time / 7)\nmodel = Sequential()\nmodel.fit(series[:300])\nprint(model.predict(series[300:]))\n',
    'rows of unknown origin (numbers of a range) › [300:]',
  ],
  'a model that no cell makes': [`${XY}network.fit(X_train, y_train)\nprint(network.predict(X_test))\n`, TEST],
  'a model that is left to be filled in': [
    `${XY}model = None\npredicted = model.fit(X_train, y_train).predict(X_test)\n`,
    TEST,
  ],
  'a model that is written to a file and read again': [
    `${XY}import joblib\nmodel = Ridge().fit(X_train, y_train)\njoblib.dump(model, './best.pkl')\nagain = joblib.load('best.pkl')\nprint(again.predict(X_test))\n`,
    TEST,
  ],
  'a model that is written to an open file and read again': [
    `${XY}import pickle\nmodel = Ridge().fit(X_train, y_train)\nwith open('best.pkl', 'wb') as file:\n    pickle.dump(model, file)\nwith open('best.pkl', 'rb') as file:\n    again = pickle.load(file)\nprint(again.predict(X_test))\n`,
    TEST,
  ],
  'a network that is written to a file and read again': [
    `${XY}from keras.models import load_model\nnet = Sequential()\nnet.fit(X_train, y_train)\nnet.save('best.h5')\nprint(load_model('best.h5').predict(X_test))\n`,
    TEST,
  ],
  'a network of a class of the file, that holds rows back': [
    `${XY}from tensorflow import keras\nclass Mine(keras.Model):\n    def call(self, x):\n        return x\nnet = Mine()\nnet.fit(X_train, y_train, validation_split=0.1)\n`,
    'flats.csv › train_test_split part 0 › validation_split part 1',
  ],
  'rows held back, by a share that is calculated': [
    `${XY}net = Sequential()\nnet.fit({'a': X_train}, y_train, validation_split=10 / len(X_train))\n`,
    'flats.csv › train_test_split part 0 › validation_split part 1',
  ],
  'a summary of Spark': [
    `from pyspark.ml.regression import LinearRegression\ntable = spark.read.csv('flats.csv')\nfitted = LinearRegression().fit(table)\nprint(fitted.summary.r2)\n`,
    'flats.csv',
  ],
  'clusters of Spark': [
    `from pyspark.ml.clustering import KMeans\ntable = spark.read.csv('flats.csv')\nfound = KMeans(k=3).fit(table)\nprint(found.transform(table))\n`,
    'flats.csv',
  ],
  'columns that are left out one by one': [
    `${XY}from sklearn.feature_selection import RFECV\nchosen = RFECV(Ridge(), cv=5).fit(X_train, y_train)\nprint(chosen.grid_scores_)\n`,
    'flats.csv › train_test_split part 0',
  ],
  'a class of the file that scores without predicting': [
    `${XY}class Mine:\n    def fit(self, X, y):\n        self.mean = y.mean()\n    def score(self, X, y):\n        return (y == self.mean).mean()\nmodel = Mine()\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n`,
    TEST,
  ],
  'a dataset of Hugging Face for a network of TensorFlow': [
    `from datasets import load_dataset\nparts = load_dataset('pairs')\nnet = Sequential()\nnet.fit(parts['train'].to_tf_dataset(batch_size=8), validation_data=parts['test'].to_tf_dataset(batch_size=8))\n`,
    'rows of unknown origin (pairs[test])',
  ],
};

describe('frameworks', () => {
  for (const [title, [code, expected]] of Object.entries(CASES)) {
    it(title, () => {
      assert.deepEqual(
        evaluated(code).replace(/forecast@\d+/, 'forecast@…'),
        expected.replace(/forecast@\d+/, 'forecast@…'),
      );
    });
  }

  it('a module that has a function `fit` is no model', () => {
    const flow = flowOf(`${XY}import curves\ncurves.fit(X_train, y_train)\n`);
    assert.deepEqual([flow.fits.length, flow.evaluations.length], [0, 0]);
  });

  it('numbers of a range stay places where rows are taken by them', () => {
    const code = `${READ}X, y = df[['size']].values, df['rent'].values\nplaces = np.arange(len(df))\nnp.random.shuffle(places)\ntrain, test = places[:80], places[80:]\nmodel = Ridge().fit(X[train], y[train])\nprint(r2_score(y[test], model.predict(X[test])))\n`;
    assert.deepEqual(leaksIn(code), []);
    assert.ok(seesEvaluation(flowOf(code)));
  });

  it('numbers laid out for a plot hide no missing split', () => {
    const code = `${READ}model = LinearRegression().fit(df[['size']], df['rent'])\nprint(r2_score(df['rent'], model.predict(df[['size']])))\nline = model.predict(np.arange(1, 100, 1).reshape(-1, 1))\n`;
    assert.deepEqual(leaksIn(code), ['missing-split']);
  });

  it('a name out of a list of files is a row of it', () => {
    const code = `import os, helpers\nfrom PIL import Image\nbase = helpers.download('pets')\nX = np.array([np.asarray(Image.open(os.path.join(base, name))) for name in os.listdir(base)])\nmodel = Ridge().fit(X[:50], y[:50])\nprint(model.score(X[50:], y[50:]))\n`;
    assert.match(evaluated(code), /› \[50:\]$/);
  });

  it('what is fitted without a name known may be no transformer that leaks', () => {
    const code = `${READ}X = thing.fit(df[['size']]).transform(df[['size']])\nX_train, X_test, y_train, y_test = train_test_split(X, df['rent'])\nmodel = Ridge().fit(X_train, y_train)\nprint(r2_score(y_test, model.predict(X_test)))\n`;
    assert.deepEqual(leaksIn(code), []);
  });
});
