// What estimator classes do with the rows they are fitted on, by the last part of the class name. Data only.

export type Role =
  /** Predicts; a fit of it is training. */
  | 'model'
  /** Learns statistics of the rows; a leak when test rows are among them. */
  | 'statistic'
  /** Learns which words there are. */
  | 'vocabulary'
  /** Learns which categories there are; never counted as a leak. */
  | 'encoder'
  /** Learns nothing from the rows. */
  | 'rowwise'
  | 'sampler'
  | 'undersampler'
  | 'splitter'
  | 'search'
  | 'composite'
  | 'network'
  /** Fits a model on one set and evaluates it on others. */
  | 'trainer'
  /** Watches training; may stop it or keep the best weights. */
  | 'callback';

function all(role: Role, names: string): readonly (readonly [string, Role])[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, role] as const);
}

export const estimatorRoles: ReadonlyMap<string, Role> = new Map([
  ...all(
    'statistic',
    `StandardScaler MinMaxScaler MaxAbsScaler RobustScaler QuantileTransformer PowerTransformer KernelCenterer
     SimpleImputer Imputer IterativeImputer KNNImputer MissForest MICE SoftImpute KNN BiScaler IterativeSVD PCA
     IncrementalPCA KernelPCA SparsePCA MiniBatchSparsePCA TruncatedSVD NMF MiniBatchNMF FastICA FactorAnalysis
     LatentDirichletAllocation DictionaryLearning MiniBatchDictionaryLearning Isomap LocallyLinearEmbedding
     SpectralEmbedding TSNE MDS UMAP RandomTreesEmbedding Nystroem RBFSampler GaussianRandomProjection
     SparseRandomProjection PLSCanonical PLSSVD CCA SelectKBest SelectPercentile SelectFpr SelectFdr SelectFwe
     GenericUnivariateSelect VarianceThreshold SelectFromModel RFE RFECV SequentialFeatureSelector BorutaPy
     TfidfVectorizer TfidfTransformer KBinsDiscretizer KMeans MiniBatchKMeans BisectingKMeans DBSCAN HDBSCAN
     OPTICS AgglomerativeClustering FeatureAgglomeration SpectralClustering Birch MeanShift AffinityPropagation
     GaussianMixture BayesianGaussianMixture TargetEncoder LeaveOneOutEncoder CatBoostEncoder WOEEncoder
     JamesSteinEncoder MEstimateEncoder GLMMEncoder MeanEncoder
     SplineTransformer MeanMedianImputer ArbitraryNumberImputer EndTailImputer CategoricalImputer
     RandomSampleImputer EqualFrequencyDiscretiser EqualWidthDiscretiser Winsorizer OutlierTrimmer
     YeoJohnsonTransformer BoxCoxTransformer Normalization Discretization StringLookup IntegerLookup GMM VBGMM
     DPGMM KernelDensity KModes KPrototypes KElbowVisualizer SilhouetteVisualizer`,
  ),
  ...all('vocabulary', 'CountVectorizer DictVectorizer TextVectorization'),
  ...all(
    'encoder',
    `LabelEncoder OneHotEncoder OrdinalEncoder LabelBinarizer MultiLabelBinarizer BinaryEncoder BaseNEncoder
     HelmertEncoder SumEncoder BackwardDifferenceEncoder PolynomialEncoder HashingEncoder FeatureHasher
     CountEncoder CountFrequencyEncoder RareLabelEncoder Tokenizer CategoricalDtype`,
  ),
  ...all(
    'rowwise',
    `Normalizer FunctionTransformer HashingVectorizer Binarizer PolynomialFeatures MissingIndicator
     AddMissingIndicator ColumnSelector DropFeatures LogTransformer PermutationImportance`,
  ),
  ...all(
    'composite',
    `Pipeline make_pipeline ColumnTransformer make_column_transformer FeatureUnion make_union DataFrameMapper
     TransformedTargetRegressor`,
  ),
  ...all(
    'sampler',
    `SMOTE SMOTENC SMOTEN BorderlineSMOTE SVMSMOTE KMeansSMOTE ADASYN RandomOverSampler SMOTEENN SMOTETomek`,
  ),
  ...all(
    'undersampler',
    `RandomUnderSampler NearMiss TomekLinks EditedNearestNeighbours RepeatedEditedNearestNeighbours AllKNN
     CondensedNearestNeighbour OneSidedSelection NeighbourhoodCleaningRule ClusterCentroids
     InstanceHardnessThreshold`,
  ),
  ...all(
    'splitter',
    `KFold StratifiedKFold GroupKFold StratifiedGroupKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit
     StratifiedShuffleSplit GroupShuffleSplit TimeSeriesSplit LeaveOneOut LeavePOut LeaveOneGroupOut
     LeavePGroupsOut PredefinedSplit`,
  ),
  ...all(
    'search',
    `GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV TuneSearchCV
     OptunaSearchCV EvolutionaryAlgorithmSearchCV CrossValidator TrainValidationSplit GridSearch TuneGridSearchCV`,
  ),
  ...all('callback', 'EarlyStopping ModelCheckpoint early_stopping'),
  ...all('trainer', 'Trainer Seq2SeqTrainer SFTTrainer DPOTrainer SentenceTransformerTrainer'),
  ...all(
    'trainer',
    `Learner cnn_learner vision_learner tabular_learner text_classifier_learner language_model_learner unet_learner
     collab_learner create_cnn`,
  ),
  ...all('network', 'Sequential Model Functional DataParallel'),
  ...all(
    'model',
    `LogisticRegression LogisticRegressionCV LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV Lasso
     LassoCV LassoLarsCV LassoLars LassoLarsIC ElasticNet ElasticNetCV MultiTaskLasso BayesianRidge ARDRegression
     HuberRegressor Lars LarsCV OrthogonalMatchingPursuit PassiveAggressiveClassifier PassiveAggressiveRegressor
     Perceptron SGDClassifier SGDRegressor TheilSenRegressor RANSACRegressor PoissonRegressor TweedieRegressor
     KernelRidge SVC SVR LinearSVC LinearSVR NuSVC NuSVR OneClassSVM KNeighborsClassifier KNeighborsRegressor
     RadiusNeighborsClassifier RadiusNeighborsRegressor NearestCentroid GaussianNB MultinomialNB BernoulliNB
     ComplementNB CategoricalNB GaussianProcessClassifier GaussianProcessRegressor DecisionTreeClassifier
     DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor RandomForestClassifier RandomForestRegressor
     ExtraTreesClassifier ExtraTreesRegressor GradientBoostingClassifier GradientBoostingRegressor
     HistGradientBoostingClassifier HistGradientBoostingRegressor AdaBoostClassifier AdaBoostRegressor
     BaggingClassifier BaggingRegressor VotingClassifier VotingRegressor StackingClassifier StackingRegressor
     StackingCVRegressor StackingCVClassifier MLPClassifier MLPRegressor LinearDiscriminantAnalysis LDA
     QuadraticDiscriminantAnalysis QDA CalibratedClassifierCV OneVsRestClassifier OneVsOneClassifier
     OutputCodeClassifier MultiOutputClassifier MultiOutputRegressor ClassifierChain RegressorChain PLSRegression
     IsotonicRegression DummyClassifier DummyRegressor IsolationForest LocalOutlierFactor EllipticEnvelope
     LabelPropagation LabelSpreading XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor
     LGBMClassifier LGBMRegressor LGBMRanker CatBoostClassifier CatBoostRegressor CatBoost KerasClassifier
     KerasRegressor NeuralNet NeuralNetBinaryClassifier NeuralNetClassifier NeuralNetRegressor EasyEnsembleClassifier BalancedRandomForestClassifier
     BalancedBaggingClassifier RUSBoostClassifier TabNetClassifier TabNetRegressor TPOTClassifier TPOTRegressor
     AutoSklearnClassifier AutoSklearnRegressor ExplainableBoostingClassifier ExplainableBoostingRegressor
     NGBRegressor NGBClassifier FM BernoulliRBM GLM Earth NaiveBayesClassifier RegularizedGreedyForestRegressor
     RGFClassifier RGFRegressor FTRL FM_FTRL H2OAutoML NearestNeighbors`,
  ),
]);

/** Trainers of these alone: many programs have a class of that name. */
export const trainerLibraries =
  /^(transformers|trl|sentence_transformers|setfit|pytorch_lightning|lightning|pl|L|fastai)\b|_learner$|\bcreate_cnn$/;

/** Names that say enough where the class is not in the table. */
export const estimatorNamePatterns: readonly (readonly [RegExp, Role])[] = [
  [/(Classifier|Regressor|Regression|SVC|SVR|Ranker|NB)(CV)?$/, 'model'],
  [/(Scaler|Imputer|Standardizer)$/, 'statistic'],
  [/SMOTE|OverSampler$/, 'sampler'],
  [/(SearchCV)$/, 'search'],
  [/Encoder$/, 'encoder'],
  [/^H2O\w+Estimator$|Fitter$/, 'model'],
];

/** Libraries of which every class is a model, also where another library has one of that name. */
export const modelLibraries = /^(pyod|pyspark\.ml\.(classification|regression|recommendation|clustering))\./;

/** Encoders that learn the label's mean: a statistic that uses y. */
export const targetEncoders: ReadonlySet<string> = new Set([
  'TargetEncoder',
  'LeaveOneOutEncoder',
  'CatBoostEncoder',
  'WOEEncoder',
  'JamesSteinEncoder',
  'MEstimateEncoder',
  'GLMMEncoder',
  'MeanEncoder',
]);

/** Selectors that look at the label. */
export const supervisedTransformers: ReadonlySet<string> = new Set([
  ...targetEncoders,
  'SelectKBest',
  'SelectPercentile',
  'SelectFpr',
  'SelectFdr',
  'SelectFwe',
  'GenericUnivariateSelect',
  'SelectFromModel',
  'RFE',
  'RFECV',
  'SequentialFeatureSelector',
  'BorutaPy',
  'PLSCanonical',
]);

/** Put rows into clusters, or say how dense they lie: what they are asked of rows is no prediction of a label. */
export const clusterings: ReadonlySet<string> = new Set(
  `KMeans MiniBatchKMeans BisectingKMeans DBSCAN HDBSCAN OPTICS AgglomerativeClustering SpectralClustering Birch MeanShift
   AffinityPropagation GaussianMixture BayesianGaussianMixture GMM VBGMM DPGMM KernelDensity KModes KPrototypes
   LatentDirichletAllocation KElbowVisualizer SilhouetteVisualizer`.split(/\s+/),
);

/** Score clusters while they are fitted. */
export const scoredClusterings: ReadonlySet<string> = new Set(['KElbowVisualizer', 'SilhouetteVisualizer']);

/** Learn without a label; scored on what they were fitted on by design. */
export const unsupervised: ReadonlySet<string> = new Set([
  ...clusterings,
  'IsolationForest',
  'LocalOutlierFactor',
  'OneClassSVM',
  'EllipticEnvelope',
  'BernoulliRBM',
  'NearestNeighbors',
]);

/** Select columns by the scores of a model over folds. */
export const scoredSelectors: ReadonlySet<string> = new Set(['RFECV', 'SequentialFeatureSelector']);

/** What a fit keeps of how well it does on the rows it was given: scores, predictions of them, residuals. */
export const keptScores: Readonly<Record<'model' | 'clustering' | 'statistical', ReadonlySet<string>>> = {
  model: new Set(
    `oob_score_ oob_prediction_ oob_decision_function_ best_score_ cv_results_ scores_ mse_path_ cv_values_
     validation_scores_ train_score_ loss_curve_ concordance_index_ print_summary decision_scores_
     grid_scores_ k_score_`.split(/\s+/),
  ),
  clustering: new Set(['labels_', 'inertia_', 'cost_']),
  statistical: new Set(
    `summary summary2 rsquared rsquared_adj prsquared pseudo_rsquared llf aic aicc bic sse ssr mse_resid mse_model
     fittedvalues resid resid_pearson resid_response resid_deviance deviance pred_table plot_diagnostics outlier_test
     get_influence`.split(/\s+/),
  ),
};

/**
 * Estimators of scikit-learn that answer without a fit: their tag `requires_fit` is false, or they are told what others
 * learn.
 */
export const worksUnfitted: ReadonlySet<string> = new Set([
  'AdditiveChi2Sampler',
  'Binarizer',
  'FeatureHasher',
  'FrozenEstimator',
  'FunctionTransformer',
  'GaussianProcessRegressor',
  'HashingVectorizer',
  'Normalizer',
  'PatchExtractor',
  'SelectFromModel',
  'SparseCoder',
]);

/** Splitters, and whether they draw at random unless told otherwise. */
export const splitters: ReadonlyMap<
  string,
  {
    readonly shuffles: 'always' | 'asked' | 'never';
    readonly groups?: true;
    readonly stratified?: true;
    readonly time?: true;
  }
> = new Map([
  ['KFold', { shuffles: 'asked' }],
  ['StratifiedKFold', { shuffles: 'asked', stratified: true }],
  ['GroupKFold', { shuffles: 'never', groups: true }],
  ['StratifiedGroupKFold', { shuffles: 'asked', groups: true, stratified: true }],
  ['RepeatedKFold', { shuffles: 'always' }],
  ['RepeatedStratifiedKFold', { shuffles: 'always', stratified: true }],
  ['ShuffleSplit', { shuffles: 'always' }],
  ['StratifiedShuffleSplit', { shuffles: 'always', stratified: true }],
  ['GroupShuffleSplit', { shuffles: 'always', groups: true }],
  ['TimeSeriesSplit', { shuffles: 'never', time: true }],
  ['LeaveOneOut', { shuffles: 'never' }],
  ['LeavePOut', { shuffles: 'never' }],
  ['LeaveOneGroupOut', { shuffles: 'never', groups: true }],
  ['LeavePGroupsOut', { shuffles: 'never', groups: true }],
  ['PredefinedSplit', { shuffles: 'never', groups: true }],
]);

/** Of those that learn statistics: classes that can't be applied to rows they were not fitted on. */
export const withoutTransform: ReadonlySet<string> = new Set([
  'AffinityPropagation',
  'AgglomerativeClustering',
  'BayesianGaussianMixture',
  'DBSCAN',
  'GaussianMixture',
  'HDBSCAN',
  'MDS',
  'MeanShift',
  'OPTICS',
  'SpectralClustering',
  'SpectralEmbedding',
  'TSNE',
]);
