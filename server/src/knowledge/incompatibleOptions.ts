// Options of scikit-learn's estimators that reject each other, as data. test/python/estimators.test.ts makes each of them
// and sees it raise, and the cure not.

/** A literal as Python writes it (`'l1'`, `False`, `3`), or `given`: any number or string; `fraction`: a float between 0 and 1. */
export type OptionValue = string;

export interface Combination {
  readonly of: readonly string[];
  /** All of these hold. An option that is not given has its default, where that is told. */
  readonly options: Readonly<Record<string, readonly OptionValue[]>>;
  readonly defaults: Readonly<Record<string, OptionValue>>;
  /** What is passed by position: the option at 0. */
  readonly first?: string;
  /** Why, after "raises ValueError: ". */
  readonly because: string;
  /** What makes it right: another value of one option. */
  readonly change?: Readonly<Record<string, OptionValue>>;
  /** Fine in scikit-learn before this. */
  readonly since?: string;
}

const LOGISTIC = ['sklearn.linear_model.LogisticRegression', 'sklearn.linear_model.LogisticRegressionCV'];
const FORESTS = ['RandomForestClassifier', 'RandomForestRegressor'].map((name) => `sklearn.ensemble.${name}`);
const EXTRA = ['ExtraTreesClassifier', 'ExtraTreesRegressor'].map((name) => `sklearn.ensemble.${name}`);
const BAGGING = ['BaggingClassifier', 'BaggingRegressor'].map((name) => `sklearn.ensemble.${name}`);
const NEIGHBOURS = [
  'sklearn.neighbors.KNeighborsClassifier',
  'sklearn.neighbors.KNeighborsRegressor',
  'sklearn.neighbors.NearestNeighbors',
  'sklearn.cluster.DBSCAN',
];
const SMOOTH = ["'lbfgs'", "'newton-cg'", "'sag'", "'newton-cholesky'"];

export const incompatibleOptions: readonly Combination[] = [
  {
    of: LOGISTIC,
    options: { penalty: ["'l1'"], solver: SMOOTH },
    defaults: { solver: "'lbfgs'" },
    because: 'only the solvers `liblinear` and `saga` can do an L1 penalty',
    change: { solver: "'saga'" },
    since: '0.22',
  },
  {
    of: LOGISTIC,
    options: { penalty: ["'elasticnet'"], solver: [...SMOOTH, "'liblinear'"] },
    defaults: { solver: "'lbfgs'" },
    because: 'only the solver `saga` can do an elastic net',
    since: '0.22',
  },
  {
    of: ['sklearn.linear_model.LogisticRegression'],
    options: { penalty: ['None'], solver: ["'liblinear'"] },
    defaults: {},
    because: 'the solver `liblinear` needs a penalty',
    change: { solver: "'lbfgs'" },
  },
  {
    of: ['sklearn.linear_model.LogisticRegression'],
    options: { dual: ['True'], solver: [...SMOOTH, "'saga'"] },
    defaults: { solver: "'lbfgs'" },
    because: 'only the solver `liblinear` has a dual form',
    change: { solver: "'liblinear'" },
    since: '0.22',
  },
  {
    of: ['sklearn.svm.LinearSVC'],
    options: { penalty: ["'l1'"], loss: ["'hinge'"] },
    defaults: {},
    because: 'an L1 penalty needs `loss="squared_hinge"`',
  },
  {
    of: ['sklearn.svm.LinearSVC'],
    options: { penalty: ["'l1'"], dual: ['True'] },
    defaults: {},
    because: 'an L1 penalty has no dual form',
    change: { dual: 'False' },
  },
  {
    of: ['sklearn.svm.LinearSVC'],
    options: { loss: ["'hinge'"], dual: ['False'] },
    defaults: {},
    because: 'the hinge loss is solved in its dual form only',
    change: { dual: 'True' },
  },
  {
    of: ['sklearn.svm.LinearSVR'],
    options: { loss: ["'epsilon_insensitive'"], dual: ['False'] },
    defaults: { loss: "'epsilon_insensitive'" },
    because: 'this loss is solved in its dual form only',
    change: { dual: 'True' },
  },
  ...['metric', 'affinity'].map((name) => ({
    of: ['sklearn.cluster.AgglomerativeClustering'],
    options: {
      [name]: ["'l1'", "'manhattan'", "'cosine'", "'cityblock'", "'precomputed'", "'hamming'", "'jaccard'"],
      linkage: ["'ward'"],
    },
    defaults: { linkage: "'ward'" },
    first: 'n_clusters',
    because: 'Ward linkage works with Euclidean distances only',
    change: { linkage: "'average'" },
  })),
  {
    of: ['sklearn.cluster.AgglomerativeClustering'],
    options: { n_clusters: ['given'], distance_threshold: ['given'] },
    defaults: { n_clusters: '2' },
    first: 'n_clusters',
    because: 'with `distance_threshold` the number of clusters must be None',
    change: { n_clusters: 'None' },
  },
  {
    of: [...FORESTS, ...BAGGING],
    options: { bootstrap: ['False'], oob_score: ['True'] },
    defaults: {},
    because: 'out-of-bag scores need `bootstrap=True`',
  },
  {
    of: EXTRA,
    options: { bootstrap: ['False'], oob_score: ['True'] },
    defaults: { bootstrap: 'False' },
    because: 'out-of-bag scores need `bootstrap=True`',
    change: { bootstrap: 'True' },
  },
  {
    of: BAGGING,
    options: { warm_start: ['True'], oob_score: ['True'] },
    defaults: {},
    because: 'out-of-bag scores need `warm_start=False`',
  },
  {
    of: NEIGHBOURS,
    options: { algorithm: ["'ball_tree'", "'kd_tree'"], metric: ["'cosine'"] },
    defaults: {},
    because: 'trees cannot search by cosine distance',
    change: { algorithm: "'brute'" },
  },
  {
    of: ['sklearn.discriminant_analysis.LinearDiscriminantAnalysis'],
    options: { shrinkage: ['given'], solver: ["'svd'"] },
    defaults: { solver: "'svd'" },
    because: 'the solver `svd` cannot shrink',
    change: { solver: "'lsqr'" },
  },
  {
    of: ['sklearn.decomposition.NMF'],
    options: { beta_loss: ["'kullback-leibler'", "'itakura-saito'"], solver: ["'cd'"] },
    defaults: { solver: "'cd'" },
    first: 'n_components',
    because: 'the solver `cd` knows the Frobenius norm only',
    change: { solver: "'mu'" },
  },
  {
    of: ['sklearn.linear_model.Ridge'],
    options: { positive: ['True'], solver: ["'svd'", "'cholesky'", "'lsqr'", "'sparse_cg'", "'sag'", "'saga'"] },
    defaults: {},
    because: 'only the solver `lbfgs` keeps coefficients positive',
    change: { solver: "'lbfgs'" },
  },
  {
    of: ['sklearn.linear_model.Ridge'],
    options: { positive: ['False'], solver: ["'lbfgs'"] },
    defaults: { positive: 'False' },
    because: 'the solver `lbfgs` is for `positive=True`',
    change: { solver: "'auto'" },
  },
  {
    of: ['sklearn.decomposition.PCA'],
    options: { n_components: ["'mle'", 'fraction'], svd_solver: ["'arpack'", "'randomized'"] },
    defaults: {},
    first: 'n_components',
    because: 'a share of the variance needs the full decomposition',
    change: { svd_solver: "'full'" },
  },
  {
    of: ['sklearn.decomposition.KernelPCA'],
    options: { kernel: ["'precomputed'"], fit_inverse_transform: ['True'] },
    defaults: {},
    first: 'n_components',
    because: 'a precomputed kernel has no inverse',
  },
  {
    of: ['sklearn.manifold.TSNE'],
    options: { metric: ["'precomputed'"], init: ["'pca'"] },
    defaults: { init: "'pca'" },
    first: 'n_components',
    because: 'distances alone have no principal components to start from',
    change: { init: "'random'" },
    since: '1.2',
  },
  {
    of: ['sklearn.manifold.TSNE'],
    options: { n_components: ['4', '5', '6', '8', '10'], method: ["'barnes_hut'"] },
    defaults: { method: "'barnes_hut'" },
    first: 'n_components',
    because: 'the Barnes-Hut method has at most 3 dimensions',
    change: { method: "'exact'" },
  },
  {
    of: ['sklearn.preprocessing.OrdinalEncoder'],
    options: { handle_unknown: ["'use_encoded_value'"], unknown_value: ['None'] },
    defaults: { unknown_value: 'None' },
    because: 'it must be told which value unknown categories get',
    change: { unknown_value: '-1' },
  },
  {
    of: ['sklearn.preprocessing.OrdinalEncoder'],
    options: { handle_unknown: ["'error'"], unknown_value: ['given'] },
    defaults: { handle_unknown: "'error'" },
    because: '`unknown_value` is for `handle_unknown="use_encoded_value"`',
  },
  {
    of: ['sklearn.manifold.Isomap'],
    options: { n_neighbors: ['given'], radius: ['given'] },
    defaults: { n_neighbors: '5' },
    because: 'neighbours are chosen by number or by radius, not both',
    change: { n_neighbors: 'None' },
  },
  {
    of: ['sklearn.model_selection.train_test_split'],
    options: { shuffle: ['False'], stratify: ['name'] },
    defaults: {},
    because: 'a split that keeps the order cannot be stratified',
  },
  {
    of: ['KFold', 'StratifiedKFold', 'GroupKFold', 'TimeSeriesSplit'].map((name) => `sklearn.model_selection.${name}`),
    options: { n_splits: ['1'] },
    defaults: {},
    first: 'n_splits',
    because: 'there must be two folds at least',
  },
];
