// Arguments and values that scikit-learn's functions and constructors no longer take.
import type { RemovedArgument } from './table';

const LINEAR = (names: string): readonly string[] => names.split(/\s+/).map((name) => `sklearn.linear_model.${name}`);
export const FORESTS = ['RandomForestClassifier', 'ExtraTreesClassifier'].map((name) => `sklearn.ensemble.${name}`);
export const FOREST_REGRESSORS = ['RandomForestRegressor', 'ExtraTreesRegressor'].map(
  (name) => `sklearn.ensemble.${name}`,
);
const TREES = ['DecisionTreeClassifier', 'ExtraTreeClassifier'].map((name) => `sklearn.tree.${name}`);
const TREE_REGRESSORS = ['DecisionTreeRegressor', 'ExtraTreeRegressor'].map((name) => `sklearn.tree.${name}`);
const BOOSTING = ['GradientBoostingClassifier', 'GradientBoostingRegressor'].map((name) => `sklearn.ensemble.${name}`);
const SGD = LINEAR('SGDClassifier SGDRegressor');
export const SEARCHES = ['GridSearchCV', 'RandomizedSearchCV'].map((name) => `sklearn.model_selection.${name}`);

/** `old → new` values of one argument. */
function values(
  removed: string,
  of: readonly string[],
  keyword: string,
  changes: Readonly<Record<string, string>>,
  position?: number,
): readonly RemovedArgument[] {
  return Object.entries(changes).map(([value, to]) => ({
    of,
    keyword,
    value,
    removed,
    edit: { value: to },
    ...(position === undefined ? {} : { position }),
  }));
}

/** An argument that can be left out where it has its default, and needs a decision elsewhere. */
function withDefault(
  removed: string,
  of: readonly string[],
  keyword: string,
  value: string,
  instead: string,
): readonly RemovedArgument[] {
  return [
    { of, keyword, value, removed, edit: { drop: true } },
    { of, keyword, removed, instead },
  ];
}

const NORMALIZING = `LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV Lasso LassoCV ElasticNet ElasticNetCV
  BayesianRidge ARDRegression MultiTaskLasso MultiTaskLassoCV MultiTaskElasticNet MultiTaskElasticNetCV`;
const NORMALIZING_LATER = `Lars LarsCV LassoLars LassoLarsCV LassoLarsIC OrthogonalMatchingPursuit
  OrthogonalMatchingPursuitCV`;
const NORMALIZE = 'scale in a pipeline: `make_pipeline(StandardScaler(with_mean=False), …)`';

export const sklearnArguments: readonly RemovedArgument[] = [
  ...SGD.concat(LINEAR('Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor')).map((name) => ({
    of: [name],
    keyword: 'n_iter',
    removed: '0.21',
    edit: { rename: 'max_iter' },
    unsafe: true as const,
    instead: 'use `max_iter=`, and `tol=None` to run all of them',
  })),
  {
    of: ['sklearn.decomposition.LatentDirichletAllocation'],
    keyword: 'n_topics',
    removed: '0.21',
    edit: { rename: 'n_components' },
  },
  { of: SEARCHES, keyword: 'fit_params', removed: '0.21', instead: 'pass them to `fit`' },
  ...['categorical_features', 'n_values'].map((keyword) => ({
    of: ['sklearn.preprocessing.OneHotEncoder'],
    keyword,
    removed: '0.22',
    instead: keyword === 'n_values' ? 'use `categories=`' : 'use `ColumnTransformer`',
  })),
  { of: SEARCHES, keyword: 'iid', removed: '0.24', edit: { drop: true } },
  { of: ['sklearn.ensemble.IsolationForest'], keyword: 'behaviour', removed: '0.24', edit: { drop: true } },
  { of: [...TREES, ...TREE_REGRESSORS, ...BOOSTING], keyword: 'presort', removed: '0.24', edit: { drop: true } },
  { of: ['sklearn.cluster.KMeans'], keyword: 'precompute_distances', removed: '1.0', edit: { drop: true } },
  { of: ['sklearn.cluster.KMeans'], keyword: 'n_jobs', removed: '1.0', edit: { drop: true } },
  ...withDefault(
    '1.0',
    [...FORESTS, ...FOREST_REGRESSORS, ...TREES, ...TREE_REGRESSORS, ...BOOSTING],
    'min_impurity_split',
    'None',
    'use `min_impurity_decrease=`',
  ),
  ...withDefault('1.2', LINEAR(NORMALIZING), 'normalize', 'False', NORMALIZE),
  ...withDefault('1.4', LINEAR(NORMALIZING_LATER), 'normalize', 'False', NORMALIZE),
  { of: ['sklearn.decomposition.NMF'], keyword: 'alpha', removed: '1.2', instead: 'use `alpha_W=` and `alpha_H=`' },
  ...values('1.2', [...FOREST_REGRESSORS, ...TREE_REGRESSORS], 'criterion', {
    "'mse'": "'squared_error'",
    "'mae'": "'absolute_error'",
  }),
  ...values('1.2', ['sklearn.ensemble.GradientBoostingRegressor'], 'loss', {
    "'ls'": "'squared_error'",
    "'lad'": "'absolute_error'",
  }),
  ...values('1.2', ['sklearn.ensemble.HistGradientBoostingRegressor'], 'loss', {
    "'least_squares'": "'squared_error'",
    "'least_absolute_deviation'": "'absolute_error'",
  }),
  ...values('1.2', SGD, 'loss', { "'squared_loss'": "'squared_error'" }),
  ...values('1.2', LINEAR('RANSACRegressor'), 'loss', {
    "'squared_loss'": "'squared_error'",
    "'absolute_loss'": "'absolute_error'",
  }),
  ...values('1.3', LINEAR('SGDClassifier'), 'loss', { "'log'": "'log_loss'" }),
  ...values('1.3', ['sklearn.ensemble.GradientBoostingClassifier'], 'loss', { "'deviance'": "'log_loss'" }),
  ...values('1.3', [...FORESTS, ...TREES], 'max_features', { "'auto'": "'sqrt'" }),
  ...values('1.3', [...FOREST_REGRESSORS, ...TREE_REGRESSORS], 'max_features', { "'auto'": '1.0' }),
  ...values('1.3', ['sklearn.cluster.KMeans'], 'algorithm', { "'auto'": "'lloyd'", "'full'": "'lloyd'" }),
  { of: ['sklearn.impute.SimpleImputer'], keyword: 'verbose', removed: '1.3', edit: { drop: true } },
  {
    of: LINEAR('RANSACRegressor'),
    keyword: 'base_estimator',
    removed: '1.3',
    edit: { rename: 'estimator' },
  },
  {
    of: ['AdaBoostClassifier', 'AdaBoostRegressor', 'BaggingClassifier', 'BaggingRegressor']
      .map((name) => `sklearn.ensemble.${name}`)
      .concat('sklearn.calibration.CalibratedClassifierCV'),
    keyword: 'base_estimator',
    removed: '1.4',
    edit: { rename: 'estimator' },
  },
  {
    of: ['sklearn.preprocessing.OneHotEncoder'],
    keyword: 'sparse',
    removed: '1.4',
    edit: { rename: 'sparse_output' },
  },
  {
    of: ['sklearn.cluster.AgglomerativeClustering', 'sklearn.cluster.FeatureAgglomeration'],
    keyword: 'affinity',
    removed: '1.4',
    edit: { rename: 'metric' },
  },
  ...values('1.4', LINEAR('LogisticRegression'), 'penalty', { "'none'": 'None' }, 0),
  { of: ['sklearn.metrics.log_loss'], keyword: 'eps', removed: '1.5', edit: { drop: true } },
  ...['mean_squared_error', 'mean_squared_log_error'].flatMap((metric): readonly RemovedArgument[] => [
    {
      of: [`sklearn.metrics.${metric}`],
      keyword: 'squared',
      value: 'False',
      removed: '1.6',
      edit: { drop: true, callee: `sklearn.metrics.root_${metric}` },
    },
    { of: [`sklearn.metrics.${metric}`], keyword: 'squared', value: 'True', removed: '1.6', edit: { drop: true } },
    {
      of: [`sklearn.metrics.${metric}`],
      keyword: 'squared',
      removed: '1.6',
      instead: `use \`root_${metric}\` for the root`,
    },
  ]),
  {
    of: [
      'sklearn.model_selection.cross_val_score',
      'sklearn.model_selection.cross_validate',
      'sklearn.model_selection.cross_val_predict',
    ],
    keyword: 'fit_params',
    removed: '1.6',
    edit: { rename: 'params' },
  },
  {
    of: ['sklearn.ensemble.AdaBoostClassifier'],
    keyword: 'algorithm',
    value: "'SAMME.R'",
    removed: '1.6',
    edit: { drop: true },
    unsafe: true,
    instead: 'only SAMME is left; drop the argument',
  },
  { of: ['sklearn.manifold.TSNE'], keyword: 'n_iter', removed: '1.7', edit: { rename: 'max_iter' } },
  { of: ['sklearn.ensemble.AdaBoostClassifier'], keyword: 'algorithm', removed: '1.8', edit: { drop: true } },
  {
    of: [
      'sklearn.utils.check_array',
      'sklearn.utils.check_X_y',
      'sklearn.utils.validation.check_array',
      'sklearn.utils.validation.check_X_y',
    ],
    keyword: 'force_all_finite',
    removed: '1.8',
    edit: { rename: 'ensure_all_finite' },
  },
  ...["'multinomial'", "'auto'"].map((value) => ({
    of: LINEAR('LogisticRegression LogisticRegressionCV'),
    keyword: 'multi_class',
    value,
    removed: '1.8',
    edit: { drop: true } as const,
    ...(value === "'auto'" ? { unsafe: true as const } : {}),
  })),
  {
    of: LINEAR('LogisticRegression LogisticRegressionCV'),
    keyword: 'multi_class',
    removed: '1.8',
    instead: 'drop it, or wrap the model in `OneVsRestClassifier`',
  },
  {
    of: ['sklearn.multioutput.ClassifierChain', 'sklearn.multioutput.RegressorChain'],
    keyword: 'base_estimator',
    removed: '1.9',
    edit: { rename: 'estimator' },
  },
];
