// The constructor parameters of scikit-learn's estimators, as their signatures say: of versions 1.2 to 1.9 together, so
// that a name which any of them has is never called unknown. Classes that take any keyword are left out.

const PARAMETERS = `
  ARDRegression: n_iter tol alpha_1 alpha_2 lambda_1 lambda_2 compute_score threshold_lambda fit_intercept copy_X
    verbose max_iter
  AdaBoostClassifier: estimator n_estimators learning_rate algorithm random_state base_estimator
  AdaBoostRegressor: estimator n_estimators learning_rate loss random_state base_estimator
  AdditiveChi2Sampler: sample_steps sample_interval
  AffinityPropagation: damping max_iter convergence_iter copy preference affinity verbose random_state
  AgglomerativeClustering: n_clusters affinity metric memory connectivity compute_full_tree linkage
    distance_threshold compute_distances
  BaggingClassifier: estimator n_estimators max_samples max_features bootstrap bootstrap_features oob_score
    warm_start n_jobs random_state verbose base_estimator
  BaggingRegressor: estimator n_estimators max_samples max_features bootstrap bootstrap_features oob_score
    warm_start n_jobs random_state verbose base_estimator
  BayesianGaussianMixture: n_components covariance_type tol reg_covar max_iter n_init init_params
    weight_concentration_prior_type weight_concentration_prior mean_precision_prior mean_prior
    degrees_of_freedom_prior covariance_prior random_state warm_start verbose verbose_interval
  BayesianRidge: n_iter tol alpha_1 alpha_2 lambda_1 lambda_2 alpha_init lambda_init compute_score fit_intercept
    copy_X verbose max_iter
  BernoulliNB: alpha force_alpha binarize fit_prior class_prior
  BernoulliRBM: n_components learning_rate batch_size n_iter verbose random_state
  Binarizer: threshold copy
  Birch: threshold branching_factor n_clusters compute_labels copy
  BisectingKMeans: n_clusters init n_init random_state max_iter verbose tol copy_x algorithm bisecting_strategy
  CCA: n_components scale max_iter tol copy
  CalibratedClassifierCV: estimator method cv n_jobs ensemble base_estimator
  CategoricalNB: alpha force_alpha fit_prior class_prior min_categories
  ClassicalMDS: n_components metric metric_params
  ClassifierChain: base_estimator order cv random_state verbose chain_method estimator
  ColumnTransformer: transformers remainder sparse_threshold n_jobs transformer_weights verbose
    verbose_feature_names_out force_int_remainder_cols
  ComplementNB: alpha force_alpha fit_prior class_prior norm
  CountVectorizer: input encoding decode_error strip_accents lowercase preprocessor tokenizer stop_words
    token_pattern ngram_range analyzer max_df min_df max_features vocabulary binary dtype
  DBSCAN: eps min_samples metric metric_params algorithm leaf_size p n_jobs
  DecisionTreeClassifier: criterion splitter max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf
    max_features random_state max_leaf_nodes min_impurity_decrease class_weight ccp_alpha monotonic_cst
  DecisionTreeRegressor: criterion splitter max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf
    max_features random_state max_leaf_nodes min_impurity_decrease ccp_alpha monotonic_cst
  DictVectorizer: dtype separator sparse sort
  DictionaryLearning: n_components alpha max_iter tol fit_algorithm transform_algorithm transform_n_nonzero_coefs
    transform_alpha n_jobs code_init dict_init verbose split_sign random_state positive_code positive_dict
    transform_max_iter callback
  DummyClassifier: strategy random_state constant
  DummyRegressor: strategy constant quantile
  ElasticNet: alpha l1_ratio fit_intercept precompute max_iter copy_X tol warm_start positive random_state
    selection
  ElasticNetCV: l1_ratio eps n_alphas alphas fit_intercept precompute max_iter tol cv copy_X verbose n_jobs
    positive random_state selection
  EllipticEnvelope: store_precision assume_centered support_fraction contamination random_state
  EmpiricalCovariance: store_precision assume_centered
  ExtraTreeClassifier: criterion splitter max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf
    max_features random_state max_leaf_nodes min_impurity_decrease class_weight ccp_alpha monotonic_cst
  ExtraTreeRegressor: criterion splitter max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf
    max_features random_state min_impurity_decrease max_leaf_nodes ccp_alpha monotonic_cst
  ExtraTreesClassifier: n_estimators criterion max_depth min_samples_split min_samples_leaf
    min_weight_fraction_leaf max_features max_leaf_nodes min_impurity_decrease bootstrap oob_score n_jobs
    random_state verbose warm_start class_weight ccp_alpha max_samples monotonic_cst
  ExtraTreesRegressor: n_estimators criterion max_depth min_samples_split min_samples_leaf
    min_weight_fraction_leaf max_features max_leaf_nodes min_impurity_decrease bootstrap oob_score n_jobs
    random_state verbose warm_start ccp_alpha max_samples monotonic_cst
  FactorAnalysis: n_components tol copy max_iter noise_variance_init svd_method iterated_power rotation
    random_state
  FastICA: n_components algorithm whiten fun fun_args max_iter tol w_init whiten_solver random_state
  FeatureAgglomeration: n_clusters affinity metric memory connectivity compute_full_tree linkage pooling_func
    distance_threshold compute_distances
  FeatureHasher: n_features input_type dtype alternate_sign
  FeatureUnion: transformer_list n_jobs transformer_weights verbose verbose_feature_names_out
  FixedThresholdClassifier: estimator threshold pos_label response_method
  FrozenEstimator: estimator
  FunctionTransformer: func inverse_func validate accept_sparse check_inverse feature_names_out kw_args
    inv_kw_args
  GammaRegressor: alpha fit_intercept solver max_iter tol warm_start verbose
  GaussianMixture: n_components covariance_type tol reg_covar max_iter n_init init_params weights_init means_init
    precisions_init random_state warm_start verbose verbose_interval
  GaussianNB: priors var_smoothing
  GaussianProcessClassifier: kernel optimizer n_restarts_optimizer max_iter_predict warm_start copy_X_train
    random_state multi_class n_jobs
  GaussianProcessRegressor: kernel alpha optimizer n_restarts_optimizer normalize_y copy_X_train random_state
    n_targets
  GaussianRandomProjection: n_components eps compute_inverse_components random_state
  GenericUnivariateSelect: score_func mode param
  GradientBoostingClassifier: loss learning_rate n_estimators subsample criterion min_samples_split
    min_samples_leaf min_weight_fraction_leaf max_depth min_impurity_decrease init random_state max_features
    verbose max_leaf_nodes warm_start validation_fraction n_iter_no_change tol ccp_alpha
  GradientBoostingRegressor: loss learning_rate n_estimators subsample criterion min_samples_split
    min_samples_leaf min_weight_fraction_leaf max_depth min_impurity_decrease init random_state max_features alpha
    verbose max_leaf_nodes warm_start validation_fraction n_iter_no_change tol ccp_alpha
  GraphicalLasso: alpha mode tol enet_tol max_iter verbose assume_centered covariance eps
  GraphicalLassoCV: alphas n_refinements cv tol enet_tol max_iter mode n_jobs verbose assume_centered eps
  GridSearchCV: estimator param_grid scoring n_jobs refit cv verbose pre_dispatch error_score return_train_score
  HDBSCAN: min_cluster_size min_samples cluster_selection_epsilon max_cluster_size metric metric_params alpha
    algorithm leaf_size n_jobs cluster_selection_method allow_single_cluster store_centers copy
  HashingVectorizer: input encoding decode_error strip_accents lowercase preprocessor tokenizer stop_words
    token_pattern ngram_range analyzer n_features binary norm alternate_sign dtype
  HistGradientBoostingClassifier: loss learning_rate max_iter max_leaf_nodes max_depth min_samples_leaf
    l2_regularization max_bins categorical_features monotonic_cst interaction_cst warm_start early_stopping
    scoring validation_fraction n_iter_no_change tol verbose random_state class_weight max_features
  HistGradientBoostingRegressor: loss quantile learning_rate max_iter max_leaf_nodes max_depth min_samples_leaf
    l2_regularization max_bins categorical_features monotonic_cst interaction_cst warm_start early_stopping
    scoring validation_fraction n_iter_no_change tol verbose random_state max_features
  HuberRegressor: epsilon max_iter alpha warm_start fit_intercept tol
  IncrementalPCA: n_components whiten copy batch_size
  IsolationForest: n_estimators max_samples contamination max_features bootstrap n_jobs random_state verbose
    warm_start
  Isomap: n_neighbors radius n_components eigen_solver tol max_iter path_method neighbors_algorithm n_jobs metric
    p metric_params
  IsotonicRegression: y_min y_max increasing out_of_bounds
  KBinsDiscretizer: n_bins encode strategy dtype subsample random_state quantile_method
  KMeans: n_clusters init n_init max_iter tol verbose random_state copy_x algorithm
  KNNImputer: missing_values n_neighbors weights metric copy add_indicator keep_empty_features
  KNeighborsClassifier: n_neighbors weights algorithm leaf_size p metric metric_params n_jobs
  KNeighborsRegressor: n_neighbors weights algorithm leaf_size p metric metric_params n_jobs
  KNeighborsTransformer: mode n_neighbors algorithm leaf_size metric p metric_params n_jobs
  KernelCenterer:
  KernelDensity: bandwidth algorithm kernel metric atol rtol breadth_first leaf_size metric_params
  KernelPCA: n_components kernel gamma degree coef0 kernel_params alpha fit_inverse_transform eigen_solver tol
    max_iter iterated_power remove_zero_eig random_state copy_X n_jobs
  KernelRidge: alpha kernel gamma degree coef0 kernel_params
  LabelBinarizer: neg_label pos_label sparse_output
  LabelPropagation: kernel gamma n_neighbors max_iter tol n_jobs
  LabelSpreading: kernel gamma n_neighbors alpha max_iter tol n_jobs
  Lars: fit_intercept verbose normalize precompute n_nonzero_coefs eps copy_X fit_path jitter random_state
  LarsCV: fit_intercept verbose max_iter normalize precompute cv max_n_alphas n_jobs eps copy_X
  Lasso: alpha fit_intercept precompute copy_X max_iter tol warm_start positive random_state selection
  LassoCV: eps n_alphas alphas fit_intercept precompute max_iter tol copy_X cv verbose n_jobs positive
    random_state selection
  LassoLars: alpha fit_intercept verbose normalize precompute max_iter eps copy_X fit_path positive jitter
    random_state
  LassoLarsCV: fit_intercept verbose max_iter normalize precompute cv max_n_alphas n_jobs eps copy_X positive
  LassoLarsIC: criterion fit_intercept verbose normalize precompute max_iter eps copy_X positive noise_variance
  LatentDirichletAllocation: n_components doc_topic_prior topic_word_prior learning_method learning_decay
    learning_offset max_iter batch_size evaluate_every total_samples perp_tol mean_change_tol max_doc_update_iter
    n_jobs verbose random_state
  LedoitWolf: store_precision assume_centered block_size
  LinearDiscriminantAnalysis: solver shrinkage priors n_components store_covariance tol covariance_estimator
  LinearRegression: fit_intercept copy_X n_jobs positive tol
  LinearSVC: penalty loss dual tol C multi_class fit_intercept intercept_scaling class_weight verbose random_state
    max_iter
  LinearSVR: epsilon tol C loss fit_intercept intercept_scaling dual verbose random_state max_iter
  LocalOutlierFactor: n_neighbors algorithm leaf_size metric p metric_params contamination novelty n_jobs
  LocallyLinearEmbedding: n_neighbors n_components reg eigen_solver tol max_iter method hessian_tol modified_tol
    neighbors_algorithm random_state n_jobs
  LogisticRegression: penalty dual tol C fit_intercept intercept_scaling class_weight random_state solver max_iter
    multi_class verbose warm_start n_jobs l1_ratio
  LogisticRegressionCV: Cs fit_intercept cv dual penalty scoring solver tol max_iter class_weight n_jobs verbose
    refit intercept_scaling multi_class random_state l1_ratios use_legacy_attributes
  MDS: n_components metric n_init max_iter verbose eps n_jobs random_state dissimilarity normalized_stress
    metric_mds init metric_params
  MLPClassifier: hidden_layer_sizes activation solver alpha batch_size learning_rate learning_rate_init power_t
    max_iter shuffle random_state tol verbose warm_start momentum nesterovs_momentum early_stopping
    validation_fraction beta_1 beta_2 epsilon n_iter_no_change max_fun
  MLPRegressor: hidden_layer_sizes activation solver alpha batch_size learning_rate learning_rate_init power_t
    max_iter shuffle random_state tol verbose warm_start momentum nesterovs_momentum early_stopping
    validation_fraction beta_1 beta_2 epsilon n_iter_no_change max_fun loss
  MaxAbsScaler: copy clip
  MeanShift: bandwidth seeds bin_seeding min_bin_freq cluster_all n_jobs max_iter
  MinCovDet: store_precision assume_centered support_fraction random_state
  MinMaxScaler: feature_range copy clip
  MiniBatchDictionaryLearning: n_components alpha n_iter max_iter fit_algorithm n_jobs batch_size shuffle
    dict_init transform_algorithm transform_n_nonzero_coefs transform_alpha verbose split_sign random_state
    positive_code positive_dict transform_max_iter callback tol max_no_improvement
  MiniBatchKMeans: n_clusters init max_iter batch_size verbose compute_labels random_state tol max_no_improvement
    init_size n_init reassignment_ratio
  MiniBatchNMF: n_components init batch_size beta_loss tol max_no_improvement max_iter alpha_W alpha_H l1_ratio
    forget_factor fresh_restarts fresh_restarts_max_iter transform_max_iter random_state verbose
  MiniBatchSparsePCA: n_components alpha ridge_alpha n_iter max_iter callback batch_size verbose shuffle n_jobs
    method random_state tol max_no_improvement
  MissingIndicator: missing_values features sparse error_on_new
  MultiLabelBinarizer: classes sparse_output
  MultiOutputClassifier: estimator n_jobs
  MultiOutputRegressor: estimator n_jobs
  MultiTaskElasticNet: alpha l1_ratio fit_intercept copy_X max_iter tol warm_start random_state selection
  MultiTaskElasticNetCV: l1_ratio eps n_alphas alphas fit_intercept max_iter tol cv copy_X verbose n_jobs
    random_state selection
  MultiTaskLasso: alpha fit_intercept copy_X max_iter tol warm_start random_state selection
  MultiTaskLassoCV: eps n_alphas alphas fit_intercept max_iter tol copy_X cv verbose n_jobs random_state selection
  MultinomialNB: alpha force_alpha fit_prior class_prior
  NMF: n_components init solver beta_loss tol max_iter random_state alpha_W alpha_H l1_ratio verbose shuffle
  NearestCentroid: metric shrink_threshold priors
  NearestNeighbors: n_neighbors radius algorithm leaf_size metric p metric_params n_jobs
  NeighborhoodComponentsAnalysis: n_components init warm_start max_iter tol callback verbose random_state
  Normalizer: norm copy
  NuSVC: nu kernel degree gamma coef0 shrinking probability tol cache_size class_weight verbose max_iter
    decision_function_shape break_ties random_state
  NuSVR: nu C kernel degree gamma coef0 shrinking tol cache_size verbose max_iter
  Nystroem: kernel gamma coef0 degree kernel_params n_components random_state n_jobs
  OAS: store_precision assume_centered
  OPTICS: min_samples max_eps metric p metric_params cluster_method eps xi predecessor_correction min_cluster_size
    algorithm leaf_size memory n_jobs
  OneClassSVM: kernel degree gamma coef0 tol nu shrinking cache_size verbose max_iter
  OneHotEncoder: categories drop sparse sparse_output dtype handle_unknown min_frequency max_categories
    feature_name_combiner
  OneVsOneClassifier: estimator n_jobs
  OneVsRestClassifier: estimator n_jobs verbose
  OrdinalEncoder: categories dtype handle_unknown unknown_value encoded_missing_value min_frequency max_categories
  OrthogonalMatchingPursuit: n_nonzero_coefs tol fit_intercept normalize precompute
  OrthogonalMatchingPursuitCV: copy fit_intercept normalize max_iter cv n_jobs verbose
  OutputCodeClassifier: estimator code_size random_state n_jobs
  PCA: n_components copy whiten svd_solver tol iterated_power n_oversamples power_iteration_normalizer
    random_state
  PLSCanonical: n_components scale algorithm max_iter tol copy
  PLSRegression: n_components scale max_iter tol copy
  PLSSVD: n_components scale copy
  PassiveAggressiveClassifier: C fit_intercept max_iter tol early_stopping validation_fraction n_iter_no_change
    shuffle verbose loss n_jobs random_state warm_start class_weight average
  PassiveAggressiveRegressor: C fit_intercept max_iter tol early_stopping validation_fraction n_iter_no_change
    shuffle verbose loss epsilon random_state warm_start average
  PatchExtractor: patch_size max_patches random_state
  Perceptron: penalty alpha l1_ratio fit_intercept max_iter tol shuffle verbose eta0 n_jobs random_state
    early_stopping validation_fraction n_iter_no_change class_weight warm_start
  Pipeline: steps memory verbose transform_input
  PoissonRegressor: alpha fit_intercept solver max_iter tol warm_start verbose
  PolynomialCountSketch: gamma degree coef0 n_components random_state
  PolynomialFeatures: degree interaction_only include_bias order
  PowerTransformer: method standardize copy
  QuadraticDiscriminantAnalysis: priors reg_param store_covariance tol solver shrinkage covariance_estimator
  QuantileRegressor: quantile alpha fit_intercept solver solver_options
  QuantileTransformer: n_quantiles output_distribution ignore_implicit_zeros subsample random_state copy
  RANSACRegressor: estimator min_samples residual_threshold is_data_valid is_model_valid max_trials max_skips
    stop_n_inliers stop_score stop_probability loss random_state base_estimator
  RBFSampler: gamma n_components random_state
  RFE: estimator n_features_to_select step verbose importance_getter
  RFECV: estimator step min_features_to_select cv scoring verbose n_jobs importance_getter
  RadiusNeighborsClassifier: radius weights algorithm leaf_size p metric outlier_label metric_params n_jobs
  RadiusNeighborsRegressor: radius weights algorithm leaf_size p metric metric_params n_jobs
  RadiusNeighborsTransformer: mode radius algorithm leaf_size metric p metric_params n_jobs
  RandomForestClassifier: n_estimators criterion max_depth min_samples_split min_samples_leaf
    min_weight_fraction_leaf max_features max_leaf_nodes min_impurity_decrease bootstrap oob_score n_jobs
    random_state verbose warm_start class_weight ccp_alpha max_samples monotonic_cst
  RandomForestRegressor: n_estimators criterion max_depth min_samples_split min_samples_leaf
    min_weight_fraction_leaf max_features max_leaf_nodes min_impurity_decrease bootstrap oob_score n_jobs
    random_state verbose warm_start ccp_alpha max_samples monotonic_cst
  RandomTreesEmbedding: n_estimators max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf
    max_leaf_nodes min_impurity_decrease sparse_output n_jobs random_state verbose warm_start
  RandomizedSearchCV: estimator param_distributions n_iter scoring n_jobs refit cv verbose pre_dispatch
    random_state error_score return_train_score
  RegressorChain: base_estimator order cv random_state verbose estimator
  Ridge: alpha fit_intercept copy_X max_iter tol solver positive random_state
  RidgeCV: alphas fit_intercept scoring cv gcv_mode store_cv_values alpha_per_target store_cv_results
  RidgeClassifier: alpha fit_intercept copy_X max_iter tol class_weight solver positive random_state
  RidgeClassifierCV: alphas fit_intercept scoring cv class_weight store_cv_values store_cv_results
  RobustScaler: with_centering with_scaling quantile_range copy unit_variance
  SGDClassifier: loss penalty alpha l1_ratio fit_intercept max_iter tol shuffle verbose epsilon n_jobs
    random_state learning_rate eta0 power_t early_stopping validation_fraction n_iter_no_change class_weight
    warm_start average
  SGDOneClassSVM: nu fit_intercept max_iter tol shuffle verbose random_state learning_rate eta0 power_t warm_start
    average
  SGDRegressor: loss penalty alpha l1_ratio fit_intercept max_iter tol shuffle verbose epsilon random_state
    learning_rate eta0 power_t early_stopping validation_fraction n_iter_no_change warm_start average
  SVC: C kernel degree gamma coef0 shrinking probability tol cache_size class_weight verbose max_iter
    decision_function_shape break_ties random_state
  SVR: kernel degree gamma coef0 tol C epsilon shrinking cache_size verbose max_iter
  SelectFdr: score_func alpha
  SelectFpr: score_func alpha
  SelectFromModel: estimator threshold prefit norm_order max_features importance_getter
  SelectFwe: score_func alpha
  SelectKBest: score_func k
  SelectPercentile: score_func percentile
  SelfTrainingClassifier: base_estimator threshold criterion k_best max_iter verbose estimator
  SequentialFeatureSelector: estimator n_features_to_select tol direction scoring cv n_jobs
  ShrunkCovariance: store_precision assume_centered shrinkage
  SimpleImputer: missing_values strategy fill_value verbose copy add_indicator keep_empty_features
  SkewedChi2Sampler: skewedness n_components random_state
  SparseCoder: dictionary transform_algorithm transform_n_nonzero_coefs transform_alpha split_sign n_jobs
    positive_code transform_max_iter
  SparsePCA: n_components alpha ridge_alpha max_iter tol method n_jobs U_init V_init verbose random_state
  SparseRandomProjection: n_components density eps dense_output compute_inverse_components random_state
  SpectralBiclustering: n_clusters method n_components n_best svd_method n_svd_vecs mini_batch init n_init
    random_state
  SpectralClustering: n_clusters eigen_solver n_components random_state n_init gamma affinity n_neighbors
    eigen_tol assign_labels degree coef0 kernel_params n_jobs verbose
  SpectralCoclustering: n_clusters svd_method n_svd_vecs mini_batch init n_init random_state
  SpectralEmbedding: n_components affinity gamma random_state eigen_solver eigen_tol n_neighbors n_jobs
  SplineTransformer: n_knots degree knots extrapolation include_bias order sparse_output handle_missing
  StackingClassifier: estimators final_estimator cv stack_method n_jobs passthrough verbose
  StackingRegressor: estimators final_estimator cv n_jobs passthrough verbose
  StandardScaler: copy with_mean with_std
  TSNE: n_components perplexity early_exaggeration learning_rate n_iter n_iter_without_progress min_grad_norm
    metric metric_params init verbose random_state method angle n_jobs square_distances max_iter
  TargetEncoder: categories target_type smooth cv shuffle random_state
  TfidfTransformer: norm use_idf smooth_idf sublinear_tf
  TfidfVectorizer: input encoding decode_error strip_accents lowercase preprocessor tokenizer analyzer stop_words
    token_pattern ngram_range max_df min_df max_features vocabulary binary dtype norm use_idf smooth_idf
    sublinear_tf
  TheilSenRegressor: fit_intercept copy_X max_subpopulation n_subsamples max_iter tol random_state n_jobs verbose
  TransformedTargetRegressor: regressor transformer func inverse_func check_inverse
  TruncatedSVD: n_components algorithm n_iter n_oversamples power_iteration_normalizer random_state tol
  TunedThresholdClassifierCV: estimator scoring response_method thresholds cv refit n_jobs random_state
    store_cv_results
  TweedieRegressor: power alpha fit_intercept link solver max_iter tol warm_start verbose
  VarianceThreshold: threshold
  VotingClassifier: estimators voting weights n_jobs flatten_transform verbose
  VotingRegressor: estimators weights n_jobs verbose
`;

/** Parameters that came after 1.0, by the version that brought them, as the classes' own pages say (`versionadded`). */
const ADDED = `
  1.1: FunctionTransformer.feature_names_out Isomap.radius KBinsDiscretizer.random_state LassoLarsIC.noise_variance
    MiniBatchDictionaryLearning.max_iter MiniBatchDictionaryLearning.tol MiniBatchSparsePCA.tol
    MiniBatchDictionaryLearning.max_no_improvement MiniBatchSparsePCA.max_no_improvement
    SequentialFeatureSelector.tol OneHotEncoder.min_frequency OneHotEncoder.max_categories
    OneVsRestClassifier.verbose OrdinalEncoder.encoded_missing_value PCA.n_oversamples
    PCA.power_iteration_normalizer TruncatedSVD.n_oversamples TruncatedSVD.power_iteration_normalizer
    TSNE.metric_params
  1.2: AdaBoostClassifier.estimator AdaBoostRegressor.estimator BaggingClassifier.estimator BaggingRegressor.estimator
    CalibratedClassifierCV.estimator AgglomerativeClustering.metric FeatureAgglomeration.metric
    BernoulliNB.force_alpha CategoricalNB.force_alpha ComplementNB.force_alpha MultinomialNB.force_alpha
    ClassifierChain.verbose RegressorChain.verbose FastICA.whiten_solver
    HistGradientBoostingClassifier.interaction_cst HistGradientBoostingRegressor.interaction_cst
    HistGradientBoostingClassifier.class_weight KNNImputer.keep_empty_features SimpleImputer.keep_empty_features
    MDS.normalized_stress MiniBatchSparsePCA.max_iter OneHotEncoder.sparse_output SplineTransformer.sparse_output
  1.3: DictionaryLearning.callback GaussianProcessRegressor.n_targets OneHotEncoder.feature_name_combiner
    OrdinalEncoder.min_frequency OrdinalEncoder.max_categories
  1.4: DecisionTreeClassifier.monotonic_cst DecisionTreeRegressor.monotonic_cst ExtraTreeClassifier.monotonic_cst
    ExtraTreeRegressor.monotonic_cst ExtraTreesClassifier.monotonic_cst ExtraTreesRegressor.monotonic_cst
    RandomForestClassifier.monotonic_cst RandomForestRegressor.monotonic_cst
    HistGradientBoostingClassifier.max_features HistGradientBoostingRegressor.max_features
  1.5: ClassifierChain.chain_method FeatureUnion.verbose_feature_names_out
  1.6: GroupKFold.shuffle GroupKFold.random_state NearestCentroid.priors Pipeline.transform_input
    SelfTrainingClassifier.estimator
  1.7: LinearRegression.tol
  1.8: MDS.metric_params SplineTransformer.handle_missing
`;

let sinceByParameter: ReadonlyMap<string, string> | null = null;

/** The version of scikit-learn that brought a parameter; null if every version from 1.0 on has it, or it is not known. */
export function addedIn(className: string, parameter: string): string | null {
  sinceByParameter ??= new Map(addedParameters());
  return sinceByParameter.get(`${className}.${parameter}`) ?? null;
}

let byClass: ReadonlyMap<string, readonly string[]> | null = null;

/** The parameters of an estimator class of scikit-learn, by its plain name; null if it is not known. */
export function parametersOf(className: string): readonly string[] | null {
  return estimatorClasses().get(className) ?? null;
}

/** All classes with their parameters. */
export function estimatorClasses(): ReadonlyMap<string, readonly string[]> {
  return (byClass ??= entriesOf(PARAMETERS));
}

/** Every `Class.parameter` of `addedIn`, with its version. */
export function addedParameters(): readonly (readonly [string, string])[] {
  return [...entriesOf(ADDED)].flatMap(([version, names]) => names.map((name) => [name, version] as const));
}

/** `Class: a b c`, continued on lines that are indented deeper. */
function entriesOf(table: string): ReadonlyMap<string, readonly string[]> {
  const entries = table
    .replaceAll(/\n {4}/g, ' ')
    .trim()
    .split('\n');
  return new Map(
    entries.map((entry) => {
      const [name = '', values = ''] = entry.trim().split(': ');
      return [name, values.split(/\s+/)];
    }),
  );
}
