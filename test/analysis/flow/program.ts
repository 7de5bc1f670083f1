// Small programs for the tests of the flow engine: a head of imports, data, and the usual end.
import assert from 'node:assert/strict';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { parse } from '../../../server/src/analysis/syntax';
import { interpret, type Flow } from '../../../server/src/analysis/flow';
import { lint } from '../../../server/src/lint';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';
import { rules } from '../../../server/src/rules';

export const HEAD = `
import numpy as np
import pandas as pd
import torch
import xgboost as xgb
from imblearn.over_sampling import SMOTE
from keras.callbacks import EarlyStopping
from keras.models import Sequential
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_wine, make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, mean_squared_error, r2_score
from sklearn.model_selection import (GridSearchCV, KFold, StratifiedKFold, TimeSeriesSplit, cross_val_predict,
                                     cross_val_score, train_test_split)
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (LabelEncoder, MinMaxScaler, Normalizer, OneHotEncoder, PolynomialFeatures,
                                   RobustScaler, StandardScaler, scale)
`;

/** One table, its features and its label, split and evaluated at the end. */
export const READ = `df = pd.read_csv('flats.csv')\n`;
export const PARTS = `X = df.drop(columns='rent')\ny = df['rent']\n`;
export const SPLIT = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n`;
export const END = `model = Ridge()\nmodel.fit(X_train, y_train)\nprint(r2_score(y_test, model.predict(X_test)))\n`;
/** Train and test as files of their own. */
export const FILES = `train = pd.read_csv('train.csv')\ntest = pd.read_csv('test.csv')\n`;
export const FILES_END = `model = Ridge().fit(train[['size', 'age']], train['rent'])\nprint(r2_score(test['rent'], model.predict(test[['size', 'age']])))\n`;

export function flowOf(code: string): Flow {
  const source = HEAD + code;
  return interpret(parse(source, {}).tree, source);
}

const LEAKAGE = rules.filter(({ category }) => category === 'leakage').map(({ name }) => name);

/** Names of the leakage rules that speak, hints left out, each once, in order of name. */
export function leaksIn(code: string): readonly string[] {
  const { findings, internalProblems } = lint(
    { kind: 'file', text: HEAD + code },
    { settings: { rules: {}, select: LEAKAGE }, environment: NO_ENVIRONMENT },
  );
  if (internalProblems.length > 0) throw new Error(internalProblems.map(({ message }) => message).join('; '));
  const found = findings.filter(({ severity }) => severity !== 'hint').map(({ rule }) => rule);
  return [...new Set(found)].sort();
}

/** What every evaluation of a trained model saw that the model had not, and how it is scored. */
export function heldOut(code: string): readonly string[] {
  const flow = flowOf(code);
  assert.equal(flow.failure, null);
  const { relation } = flow.judged;
  return flow.evaluations.flatMap(({ rows, fits }) => {
    const trained = fits.filter((fit) => fit.rows.atoms.length > 0);
    const apart =
      trained.length > 0 && rows.atoms.length > 0 && trained.every((fit) => !relation.overlap(rows, fit.rows));
    return apart ? [describeRows(rows)] : [];
  });
}

/** A small network. */
export const NET = `
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)
    def forward(self, x):
        return self.layer(x)
`;

/** Loaders of the two parts of a data set. */
export const IMAGES = `
from torchvision import datasets
from torch.utils.data import DataLoader
train_loader = DataLoader(datasets.MNIST('data', train=True))
test_loader = DataLoader(datasets.MNIST('data', train=False))
`;
