// What library functions do, by the last part of their name. Data only.

export type FunctionRole =
  | 'read'
  | 'readPair'
  | 'readSame'
  | 'same'
  | 'concat'
  | 'concatColumns'
  | 'stack'
  | 'append'
  | 'reduce'
  | 'count'
  | 'rank'
  | 'order'
  | 'scale'
  | 'isnull'
  | 'notnull'
  | 'where'
  | 'cut'
  | 'qcut'
  | 'dummies'
  | 'merge'
  | 'new'
  | 'random'
  | 'permutation'
  | 'choice'
  | 'arange'
  | 'npSplit'
  | 'trainTestSplit'
  | 'randomSplit'
  | 'subset'
  | 'loader'
  | 'dataset'
  | 'generator'
  | 'directory'
  | 'shuffle'
  | 'resample'
  | 'crossValidate'
  | 'crossPredict'
  | 'metric'
  | 'plot'
  | 'trainBooster'
  | 'cvBooster'
  | 'cloneEstimator'
  | 'pivot'
  | 'unique'
  | 'delete'
  | 'argsort'
  | 'formula'
  | 'statsModel'
  | 'scorer'
  | 'open'
  /** One picture: one row, whatever is computed from its pixels. */
  | 'readOne'
  | 'fillArray'
  /** Points laid out by the program: a grid, a line. */
  | 'table'
  | 'rowwise'
  | 'combine'
  | 'nothing'
  | 'dictOfFrames'
  | 'interleave';

function all(role: FunctionRole, names: string): readonly (readonly [string, FunctionRole])[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, role] as const);
}

/** `tfds.load('digits', split=['train', 'test'])`, by full name. */
export const namedDatasets: ReadonlySet<string> = new Set(['tensorflow_datasets.load', 'tfds.load']);

export const functionRoles: ReadonlyMap<string, FunctionRole> = new Map([
  ...all(
    'read',
    `read_csv read_table read_excel read_json read_parquet read_pickle read_hdf read_sql read_sql_query read_sql_table
     read_feather read_stata read_sas read_fwf read_html read_xml read_orc read_gbq loadtxt genfromtxt fromfile
     loadmat load_npz read_spss scan_csv scan_parquet load_svmlight_file load_dataset`,
  ),
  ...all('open', 'open'),
  ...all('readOne', 'imread imdecode load_img read_image decode_image decode_jpeg decode_png decode_bmp'),
  ...all(
    'readSame',
    `load_iris load_wine load_breast_cancer load_diabetes load_digits load_linnerud load_boston
     fetch_california_housing fetch_openml fetch_covtype fetch_lfw_people fetch_olivetti_faces fetch_kddcup99
     fetch_20newsgroups fetch_20newsgroups_vectorized fetch_mldata make_classification make_regression make_blobs
     make_moons make_circles make_friedman1 make_hastie_10_2 make_multilabel_classification
     make_gaussian_quantiles make_s_curve make_swiss_roll load_sample_images`,
  ),
  ...all('readPair', 'load_data'),
  ...all(
    'same',
    `DataFrame Series array asarray asanyarray ascontiguousarray asfarray matrix csr_matrix csc_matrix coo_matrix
     lil_matrix tensor as_tensor FloatTensor LongTensor Tensor from_numpy Variable constant convert_to_tensor
     reshape ravel squeeze expand_dims transpose copy deepcopy to_datetime to_numeric to_timedelta from_pandas
     DMatrix Dataset Pool QuantileDMatrix list tuple sorted set iter reversed from_tensor_slices from_records
     from_dict pad_sequences to_categorical astype float32 int32 int64 float64 float int abs log log1p log10 log2
     exp expm1 sqrt square power sign floor ceil rint nan_to_num column_or_1d check_array check_X_y H2OFrame
     from_arrow Index atleast_2d atleast_1d moveaxis swapaxes flip fliplr flipud rollaxis sigmoid softmax relu sin
     cos tan maximum minimum add_constant one_hot cast MultiIndex RDD parallelize createDataFrame
     text_to_word_sequence`,
  ),
  ...all('concat', 'concat concatenate vstack row_stack r_ cat ConcatDataset chain union'),
  ...all('concatColumns', 'hstack column_stack c_ dstack'),
  ...all('stack', 'stack'),
  ...all('append', 'append'),
  ...all(
    'reduce',
    `mean median std var min max amin amax nanmin nanmax nanmean nanmedian nanstd nanvar percentile quantile
     nanpercentile nanquantile average corrcoef cov histogram bincount ptp mode skew kurtosis pearsonr spearmanr
     kendalltau describe iqr moment trim_mean gmean hmean median_abs_deviation boxcox_normmax argmax argmin chi2
     f_classif f_regression mutual_info_classif mutual_info_regression chi2_contingency ttest_ind f_oneway
     linregress variance_inflation_factor bayes_mvs histogram_bin_edges polyfit curve_fit stdev`,
  ),
  ...all('count', 'sum count_nonzero nansum Counter any all'),
  ...all('rank', 'rankdata zscore winsorize'),
  ...all('order', 'savgol_filter medfilt seasonal_decompose detrend interp1d wavedec'),
  ...all('scale', 'scale minmax_scale maxabs_scale robust_scale quantile_transform power_transform boxcox yeojohnson'),
  ...all('rowwise', 'normalize boxcox1p binarize add_dummy_feature'),
  ...all('isnull', 'isnull isna isnan'),
  ...all('notnull', 'notnull notna isfinite'),
  ...all('where', 'where select choose'),
  ...all('cut', 'cut'),
  ...all('qcut', 'qcut'),
  ...all('dummies', 'get_dummies factorize label_binarize'),
  ...all('merge', 'merge merge_ordered merge_asof'),
  ...all('new', 'zeros ones empty full zeros_like ones_like empty_like full_like eye identity'),
  ...all(
    'random',
    `rand randn random random_sample uniform normal randint standard_normal binomial bernoulli poisson ranf
     getrandbits multivariate_normal exponential integers gamma beta lognormal standard_t random_integers`,
  ),
  ...all('permutation', 'permutation randperm'),
  ...all('choice', 'choice choices sample'),
  ...all('arange', 'arange range'),
  ...all('table', 'linspace logspace geomspace meshgrid mgrid'),
  ...all('npSplit', 'split array_split tensor_split'),
  ...all('trainTestSplit', 'train_test_split temporal_train_test_split iterative_train_test_split'),
  ...all('randomSplit', 'random_split split_dataset'),
  ...all('subset', 'Subset SubsetRandomSampler WeightedRandomSampler'),
  ...all('loader', 'DataLoader BucketIterator Iterator StatefulDataLoader'),
  ...all('dataset', 'TensorDataset ArrayDataset'),
  ...all('generator', 'ImageDataGenerator TimeseriesGenerator'),
  ...all(
    'directory',
    'image_dataset_from_directory text_dataset_from_directory ImageFolder DatasetFolder listdir glob iglob walk scandir rglob',
  ),
  ...all(
    'directory',
    'MNIST FashionMNIST KMNIST EMNIST QMNIST CIFAR10 CIFAR100 SVHN STL10 Food101 Flowers102 OxfordIIITPet',
  ),
  ...all('shuffle', 'shuffle'),
  ...all('resample', 'resample'),
  ...all('crossValidate', 'cross_val_score cross_validate learning_curve validation_curve permutation_test_score'),
  ...all('crossPredict', 'cross_val_predict'),
  ...all(
    'metric',
    `accuracy_score f1_score precision_score recall_score roc_auc_score average_precision_score log_loss
     mean_squared_error mean_absolute_error mean_squared_log_error root_mean_squared_error r2_score
     confusion_matrix classification_report roc_curve precision_recall_curve precision_recall_fscore_support
     cohen_kappa_score matthews_corrcoef balanced_accuracy_score brier_score_loss hinge_loss hamming_loss
     jaccard_score jaccard_similarity_score zero_one_loss fbeta_score explained_variance_score
     median_absolute_error max_error mean_absolute_percentage_error top_k_accuracy_score auc plot_confusion_matrix
     plot_roc_curve multilabel_confusion_matrix rmse mae mse
     precision_at_k recall_at_k reciprocal_rank`,
  ),
  ...all(
    'plot',
    'plot scatter hist barplot boxplot heatmap pairplot distplot countplot show figure subplots print display',
  ),
  ...all('trainBooster', 'train'),
  ...all('cvBooster', 'cv'),
  ...all('cloneEstimator', 'clone clone_model'),
  ...all('pivot', 'pivot_table crosstab pivot'),
  ...all('unique', 'unique'),
  ...all('delete', 'delete'),
  ...all('argsort', 'argsort argwhere nonzero flatnonzero'),
  ...all('formula', 'ols logit probit glm mixedlm'),
  ...all(
    'statsModel',
    `OLS Logit Probit GLS WLS GLM ARIMA SARIMAX ExponentialSmoothing SimpleExpSmoothing Holt AutoReg VAR MNLogit Prophet
     NeuralProphet auto_arima arch_model ETSModel UnobservedComponents VARMAX MarkovRegression`,
  ),
  ...all('nothing', 'len id type isinstance hasattr callable help dir input format repr permutation_importance'),
]);

/** Models of statsmodels that are asked to predict by rows, not by places in time. */
export const crossSectionModels: ReadonlySet<string> = new Set(
  `OrderedModel Poisson GeneralizedPoisson NegativeBinomial NegativeBinomialP ZeroInflatedPoisson
   ZeroInflatedGeneralizedPoisson ZeroInflatedNegativeBinomialP HurdleCountModel TruncatedLFPoisson
   TruncatedLFNegativeBinomialP MixedLM QuantReg RLM GEE OrdinalGEE NominalGEE PHReg ConditionalLogit ConditionalMNLogit
   ConditionalPoisson BetaModel GLMGam BinomialBayesMixedGLM PoissonBayesMixedGLM`.split(/\s+/),
);

/**
 * Libraries whose functions the tables of names are about, and those of Python itself. A function of another library that is
 * given no data, `feed.get('ACME')`, is a source of them, whatever its name means here.
 */
export const knownLibraries =
  /^(np|numpy|pd|pandas|pl|polars|scipy|sklearn|torch|torchvision|tf|tensorflow|keras|jax|statsmodels|xgboost|lightgbm|catboost|dask|cupy|nltk|math|cmath|random|statistics|os|sys|re|time|datetime|itertools|functools|operator|collections|copy|string|json|pickle|shutil|pathlib|glob|csv|subprocess|threading|multiprocessing|contextlib|typing|builtins|argparse|optuna|hyperopt|wandb|mlflow|tqdm)\b/;

/** Roles of functions and methods that give nothing to go on with. */
export const silentRoles: ReadonlySet<string> = new Set(['nothing', 'plot', 'metric', 'formula', 'scorer', 'shuffle']);

/** Names that end so are metrics, whatever library they are from. */
export const metricPattern = /(_score|_error|_loss|_report|_accuracy)$/;

/** What such calls give holds no rows: settings, clocks, devices, optimizers, losses, transformations. */
export const rowlessPattern =
  /^(argparse|yaml|ruamel|toml|tomli|tomllib|omegaconf|OmegaConf|configparser|yacs|hydra|wandb|time|logging|torch\.(device|optim|cuda|accelerator|backends|amp|Generator|manual_seed|distributed)|torch\.nn\.\w*Loss$|torchvision\.transforms)\b|\b(DecisionBoundaryDisplay|PartialDependenceDisplay)\.from_estimator$|\.(plot_partial_dependence|plot_decision_regions|plot_tree|plot_importance|parse_args|parse_known_args|ArgumentParser|get_args)$/;

/** Days between a first and a last one: what decides these is no statistic of values. */
export const calendars: ReadonlySet<string> = new Set([
  'date_range',
  'bdate_range',
  'period_range',
  'interval_range',
  'timedelta_range',
  'DatetimeIndex',
  'holidays',
]);

/** Sources of chance: their methods are the functions of this module. */
export const randomSources: ReadonlyMap<string, string> = new Map([
  ['RandomState', 'numpy.random'],
  ['default_rng', 'numpy.random'],
  ['check_random_state', 'numpy.random'],
  ['Random', 'random'],
]);

/** Calls that run a function on arguments handed over beside it, in another process or thread. */
export const runners: ReadonlyMap<string, { readonly fn: string; readonly rank: boolean }> = new Map([
  ['spawn', { fn: 'fn', rank: true }],
  ['Process', { fn: 'target', rank: false }],
  ['Thread', { fn: 'target', rank: false }],
]);

/** Calls that try a function on points of a search space, and its argument's name: Optuna, hyperopt, scikit-optimize. */
export const optimizers: ReadonlyMap<string, string> = new Map([
  ['optimize', 'func'],
  ['fmin', 'fn'],
  ['gp_minimize', 'func'],
  ['forest_minimize', 'func'],
  ['gbrt_minimize', 'func'],
  ['dummy_minimize', 'func'],
  ['differential_evolution', 'func'],
  ['BayesianOptimization', 'f'],
]);

/** Libraries that `from … import *` may bring names of. */
export const starModules: ReadonlyMap<string, readonly string[]> = new Map();
