// Modules, names and members that scikit-learn no longer has.
import { FOREST_REGRESSORS, FORESTS, SEARCHES, sklearnArguments } from './scikit-learn-arguments';
import type { RemovalTable, RemovedMember, RemovedName } from './table';
import { gone, renames } from './table';

/** Modules that got an underscore in 0.22 and were gone in 0.24: what they held is in the package above them. */
const PRIVATE_MODULES = `
  cluster.affinity_propagation_ cluster.bicluster cluster.birch cluster.dbscan_ cluster.hierarchical cluster.k_means_
  cluster.mean_shift_ cluster.optics_ cluster.spectral covariance.elliptic_envelope covariance.empirical_covariance_
  covariance.graph_lasso_ covariance.robust_covariance covariance.shrunk_covariance_ cross_decomposition.cca_
  cross_decomposition.pls_ datasets.base datasets.california_housing datasets.covtype datasets.kddcup99 datasets.lfw
  datasets.olivetti_faces datasets.openml datasets.rcv1 datasets.samples_generator datasets.species_distributions
  datasets.svmlight_format datasets.twenty_newsgroups decomposition.base
  decomposition.factor_analysis decomposition.fastica_ decomposition.incremental_pca decomposition.kernel_pca
  decomposition.nmf decomposition.online_lda decomposition.pca decomposition.sparse_pca decomposition.truncated_svd
  ensemble.bagging ensemble.base ensemble.forest ensemble.gradient_boosting ensemble.iforest ensemble.voting
  ensemble.weight_boosting feature_extraction.dict_vectorizer feature_extraction.hashing feature_selection.base
  feature_selection.from_model feature_selection.rfe feature_selection.univariate_selection
  feature_selection.variance_threshold gaussian_process.gpc gaussian_process.gpr linear_model.base linear_model.bayes
  linear_model.coordinate_descent linear_model.huber linear_model.least_angle linear_model.logistic linear_model.omp
  linear_model.passive_aggressive linear_model.perceptron linear_model.ransac linear_model.ridge
  linear_model.stochastic_gradient linear_model.theil_sen manifold.isomap manifold.locally_linear manifold.mds
  manifold.spectral_embedding_ manifold.t_sne metrics.classification metrics.ranking metrics.regression metrics.scorer
  mixture.base mixture.bayesian_mixture mixture.gaussian_mixture neighbors.base neighbors.classification
  neighbors.graph neighbors.kde neighbors.lof neighbors.nearest_centroid neighbors.regression neighbors.unsupervised
  neural_network.multilayer_perceptron neural_network.rbm preprocessing.data preprocessing.label
  semi_supervised.label_propagation svm.base svm.classes tree.export tree.tree`;

const privateModules: readonly RemovedName[] = PRIVATE_MODULES.trim()
  .split(/\s+/)
  .map((name) => ({ name: `sklearn.${name}`, removed: '0.24', to: `sklearn.${name.split('.')[0]}` }));

const names: readonly RemovedName[] = [
  { name: 'sklearn.lda.LDA', removed: '0.19', to: 'sklearn.discriminant_analysis.LinearDiscriminantAnalysis' },
  { name: 'sklearn.qda.QDA', removed: '0.19', to: 'sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis' },
  ...gone('0.19', 'sklearn.lda sklearn.qda', 'use `sklearn.discriminant_analysis`'),
  ...renames(
    '0.20',
    `sklearn.cross_validation → sklearn.model_selection
     sklearn.grid_search → sklearn.model_selection
     sklearn.learning_curve → sklearn.model_selection`,
  ),
  // Splitters took the number of rows, and what they iterate over was themselves.
  ...gone(
    '0.20',
    `sklearn.cross_validation.KFold sklearn.cross_validation.StratifiedKFold sklearn.cross_validation.LabelKFold
     sklearn.cross_validation.LeaveOneOut sklearn.cross_validation.LeavePOut sklearn.cross_validation.LeaveOneLabelOut
     sklearn.cross_validation.LeavePLabelOut sklearn.cross_validation.ShuffleSplit
     sklearn.cross_validation.StratifiedShuffleSplit sklearn.cross_validation.LabelShuffleSplit
     sklearn.cross_validation.PredefinedSplit sklearn.cross_validation.Bootstrap sklearn.cross_validation.check_cv`,
    'use the splitter of `sklearn.model_selection`, which takes `n_splits` and yields indices from `.split(X)`',
  ),
  ...gone(
    '0.20',
    'sklearn.mixture.GMM',
    'use `sklearn.mixture.GaussianMixture`, whose attributes are named differently',
  ),
  ...gone('0.20', 'sklearn.mixture.DPGMM sklearn.mixture.VBGMM', 'use `sklearn.mixture.BayesianGaussianMixture`'),
  ...gone('0.20', 'sklearn.decomposition.RandomizedPCA', "use `PCA(svd_solver='randomized')`"),
  ...gone('0.20', 'sklearn.gaussian_process.GaussianProcess', 'use `GaussianProcessRegressor` with a kernel'),
  ...gone(
    '0.21',
    'sklearn.linear_model.RandomizedLasso sklearn.linear_model.RandomizedLogisticRegression',
    'no successor',
  ),
  ...gone('0.21', 'sklearn.neighbors.LSHForest', 'use `NearestNeighbors` or a library of approximate neighbours'),
  ...gone('0.21', 'sklearn.preprocessing.CategoricalEncoder', 'use `OneHotEncoder` or `OrdinalEncoder`'),
  ...gone('0.22', 'sklearn.preprocessing.Imputer', 'use `sklearn.impute.SimpleImputer`, which has no `axis`'),
  ...gone('0.22', 'sklearn.datasets.fetch_mldata', 'use `fetch_openml`: mldata.org is gone'),
  ...renames(
    '0.22',
    `sklearn.covariance.GraphLasso → sklearn.covariance.GraphicalLasso
     sklearn.covariance.GraphLassoCV → sklearn.covariance.GraphicalLassoCV
     sklearn.covariance.graph_lasso → sklearn.covariance.graphical_lasso`,
  ),
  { name: 'sklearn.externals.joblib', removed: '0.23', to: 'joblib' },
  { name: 'sklearn.externals.six', removed: '0.23', to: 'six' },
  {
    name: 'sklearn.metrics.calinski_harabaz_score',
    removed: '0.23',
    to: 'sklearn.metrics.calinski_harabasz_score',
  },
  ...gone(
    '0.23',
    'sklearn.metrics.jaccard_similarity_score',
    'use `jaccard_score`, which is the Jaccard index; the old function was the accuracy for single labels',
  ),
  ...gone('0.23', 'sklearn.utils.linear_assignment_', 'use `scipy.optimize.linear_sum_assignment`'),
  ...gone('0.23', 'sklearn.ensemble.partial_dependence', 'use `sklearn.inspection`'),
  ...privateModules,
  { name: 'sklearn.feature_extraction.stop_words', removed: '0.24', to: 'sklearn.feature_extraction.text' },
  ...gone('0.24', 'sklearn.utils.testing', 'use `numpy.testing`, pytest and `sklearn.utils.estimator_checks`'),
  { name: 'sklearn.utils.safe_indexing', removed: '0.24', to: 'sklearn.utils._safe_indexing', unsafe: true },
  ...gone('1.0', 'sklearn.model_selection.fit_grid_point', 'use `cross_validate`'),
  ...gone(
    '1.2',
    'sklearn.datasets.load_boston',
    'it was withdrawn because one of its columns assumes that race lowers house prices; use `fetch_california_housing`',
  ),
  ...renames(
    '1.2',
    `sklearn.metrics.plot_confusion_matrix → sklearn.metrics.ConfusionMatrixDisplay.from_estimator
     sklearn.metrics.plot_roc_curve → sklearn.metrics.RocCurveDisplay.from_estimator
     sklearn.metrics.plot_precision_recall_curve → sklearn.metrics.PrecisionRecallDisplay.from_estimator
     sklearn.metrics.plot_det_curve → sklearn.metrics.DetCurveDisplay.from_estimator
     sklearn.inspection.plot_partial_dependence → sklearn.inspection.PartialDependenceDisplay.from_estimator`,
  ),
  ...gone('1.3', 'sklearn.metrics.SCORERS', 'use `get_scorer_names()` and `get_scorer(name)`'),
  { name: 'sklearn.utils.metaestimators.if_delegate_has_method', removed: '1.3', instead: 'use `available_if`' },
  ...renames(
    '1.7',
    `sklearn.utils.parallel_backend → joblib.parallel_backend
     sklearn.utils.register_parallel_backend → joblib.register_parallel_backend`,
  ),
];

const FEATURE_NAMES = [
  'sklearn.feature_extraction.text.CountVectorizer',
  'sklearn.feature_extraction.text.TfidfVectorizer',
  'sklearn.feature_extraction.DictVectorizer',
  'sklearn.preprocessing.OneHotEncoder',
  'sklearn.preprocessing.PolynomialFeatures',
  'sklearn.compose.ColumnTransformer',
  'sklearn.pipeline.FeatureUnion',
];

const members: readonly RemovedMember[] = [
  { of: SEARCHES, member: 'grid_scores_', attribute: true, removed: '0.20', instead: 'use `cv_results_`' },
  { of: FEATURE_NAMES, member: 'get_feature_names', removed: '1.2', to: 'get_feature_names_out' },
  {
    of: [...FORESTS, ...FOREST_REGRESSORS],
    member: 'n_features_',
    attribute: true,
    removed: '1.2',
    to: 'n_features_in_',
  },
];

export const sklearnRemoved: RemovalTable = {
  library: 'scikit-learn',
  distributions: ['scikit-learn', 'sklearn'],
  package: 'sklearn',
  releases: [
    ['0.19', '2017-08'],
    ['0.20', '2018-09'],
    ['0.21', '2019-05'],
    ['0.22', '2019-12'],
    ['0.23', '2020-05'],
    ['0.24', '2020-12'],
    ['1.0', '2021-09'],
    ['1.1', '2022-05'],
    ['1.2', '2022-12'],
    ['1.3', '2023-06'],
    ['1.4', '2024-01'],
    ['1.5', '2024-05'],
    ['1.6', '2024-12'],
    ['1.7', '2025-06'],
    ['1.8', '2025-12'],
    ['1.9', '2026-06'],
  ],
  source: 'https://scikit-learn.org/stable/whats_new.html, checked against the wheels of each release',
  names,
  arguments: sklearnArguments,
  members,
};
