// Where names of the knowledge tables live that NumPy, pandas, SciPy, scikit-learn and Python itself do not have now.

export interface Origin {
  /** As it is imported. */
  readonly library: string;
  /** The first version that no longer has them; null where it still does. */
  readonly until: string | null;
  readonly names: string;
}

function now(library: string, names: string): Origin {
  return { library, until: null, names };
}

function until(library: string, version: string, names: string): Origin {
  return { library, until: version, names };
}

export const ORIGINS: readonly Origin[] = [
  until('sklearn', '0.22', 'Imputer fetch_mldata'),
  until('sklearn', '0.23', 'jaccard_similarity_score'),
  until('sklearn', '1.2', 'load_boston plot_confusion_matrix plot_roc_curve'),
  // `sklearn.lda.LDA`, `sklearn.qda.QDA`.
  until('sklearn', '0.19', 'LDA QDA'),
  // `sklearn.mixture.GMM` and its kin.
  until('sklearn', '0.20', 'DPGMM GMM VBGMM'),
  until('numpy', '2.0', 'asfarray'),
  until('pandas', '1.0', 'clip_lower clip_upper'),
  until('pandas', '2.0', 'iteritems tshift mad'),
  until('pandas', '3.0', 'applymap backfill read_gbq'),
  now(
    'imblearn',
    `ADASYN AllKNN BalancedBaggingClassifier BalancedRandomForestClassifier BorderlineSMOTE ClusterCentroids
     CondensedNearestNeighbour EasyEnsembleClassifier EditedNearestNeighbours InstanceHardnessThreshold KMeansSMOTE
     NearMiss NeighbourhoodCleaningRule OneSidedSelection RUSBoostClassifier RandomOverSampler RandomUnderSampler
     RepeatedEditedNearestNeighbours SMOTE SMOTEENN SMOTEN SMOTENC SMOTETomek SVMSMOTE TomekLinks`,
  ),
  now(
    'xgboost',
    `DMatrix QuantileDMatrix XGBClassifier XGBRFClassifier XGBRFRegressor XGBRanker XGBRegressor cv feature_names
     get_label train`,
  ),
  now('lightgbm', 'Dataset LGBMClassifier LGBMRanker LGBMRegressor early_stopping'),
  now(
    'keras',
    `DataParallel Discretization EarlyStopping Functional IntegerLookup ModelCheckpoint Normalization Sequential
     StringLookup TextVectorization Variable clone_model constant convert_to_tensor image_dataset_from_directory
     load_data mse one_hot pad_sequences relu sigmoid split_dataset text_dataset_from_directory to_categorical`,
  ),
  until(
    'keras',
    '3.0',
    `ImageDataGenerator TimeseriesGenerator Tokenizer text_to_word_sequence flow flow_from_dataframe
     flow_from_directory`,
  ),
  now(
    'polars',
    `backward_fill cache coalesce collect drop_nulls fill_nan fill_null forward_fill from_numpy from_pandas group_by
     is_in is_not_nan is_not_null is_null lazy map_elements map_rows n_unique rechunk scan_csv scan_parquet show
     to_pandas with_columns write_csv write_parquet`,
  ),
  now(
    'statsmodels',
    `OrderedModel Poisson GeneralizedPoisson NegativeBinomial NegativeBinomialP ZeroInflatedPoisson
     ZeroInflatedGeneralizedPoisson ZeroInflatedNegativeBinomialP HurdleCountModel TruncatedLFPoisson
     TruncatedLFNegativeBinomialP MixedLM QuantReg RLM GEE OrdinalGEE NominalGEE PHReg ConditionalLogit ConditionalMNLogit
     ConditionalPoisson BetaModel GLMGam BinomialBayesMixedGLM PoissonBayesMixedGLM`,
  ),
  now(
    'statsmodels',
    `ARIMA AutoReg ExponentialSmoothing GLM GLS Holt Logit MICE MNLogit OLS Probit SARIMAX SimpleExpSmoothing VAR WLS
     add_constant glm mae mixedlm ols probit rmse seasonal_decompose variance_inflation_factor`,
  ),
  now(
    'category_encoders',
    `BackwardDifferenceEncoder BaseNEncoder BinaryEncoder CatBoostEncoder CountEncoder GLMMEncoder HashingEncoder
     HelmertEncoder JamesSteinEncoder LeaveOneOutEncoder MEstimateEncoder PolynomialEncoder SumEncoder WOEEncoder`,
  ),
  now(
    'torch',
    `ConcatDataset DataLoader FloatTensor LongTensor Subset SubsetRandomSampler Tensor TensorDataset
     WeightedRandomSampler add_ as_tensor backward bfloat16 bmm copy_ cpu cuda dim div_ grad is_cuda is_floating_point
     masked_fill masked_fill_ mm mul_ nelement numel permute random_split randperm requires_grad requires_grad_ sub_
     tensor tensor_split to to_sparse unsqueeze zero_grad`,
  ),
  now('matplotlib', 'figure imshow matshow subplots'),
  now('seaborn', 'barplot countplot distplot heatmap load_dataset pairplot'),
  now('torchtext', 'BucketIterator'),
  now('torchdata', 'StatefulDataLoader'),
  now(
    'torchvision',
    `CIFAR10 CIFAR100 DatasetFolder EMNIST FashionMNIST Flowers102 Food101 ImageFolder KMNIST MNIST OxfordIIITPet QMNIST
     STL10 SVHN features`,
  ),
  now('cv2', 'imread imdecode'),
  now('keras', 'load_img'),
  now('torchvision', 'read_image'),
  now(
    'tensorflow',
    'decode_bmp decode_image decode_jpeg decode_png as_numpy_iterator from_tensor_slices padded_batch prefetch skip to_tensor unbatch',
  ),
  now('datasets', 'cast_column remove_columns rename_column rename_columns set_format with_format'),
  now(
    'feature_engine',
    `AddMissingIndicator ArbitraryNumberImputer BoxCoxTransformer CategoricalImputer CountFrequencyEncoder DropFeatures
     EndTailImputer EqualFrequencyDiscretiser EqualWidthDiscretiser LogTransformer MeanEncoder MeanMedianImputer
     OutlierTrimmer RandomSampleImputer RareLabelEncoder Winsorizer YeoJohnsonTransformer`,
  ),
  now('fancyimpute', 'BiScaler IterativeSVD KNN SoftImpute'),
  now('missingpy', 'MissForest'),
  now('catboost', 'CatBoost CatBoostClassifier CatBoostRegressor Pool'),
  now('autosklearn', 'AutoSklearnClassifier AutoSklearnRegressor'),
  now('skopt', 'BayesSearchCV'),
  now('tune_sklearn', 'TuneGridSearchCV TuneSearchCV'),
  now('optuna', 'OptunaSearchCV'),
  now('evolutionary_search', 'EvolutionaryAlgorithmSearchCV'),
  now('keras_tuner', 'GridSearch'),
  now('boruta', 'BorutaPy'),
  now('mlxtend', 'ColumnSelector StackingCVClassifier StackingCVRegressor'),
  now('sklearn_pandas', 'DataFrameMapper'),
  now('interpret', 'ExplainableBoostingClassifier ExplainableBoostingRegressor'),
  now('ngboost', 'NGBClassifier NGBRegressor'),
  now('nltk', 'NaiveBayesClassifier'),
  now('skorch', 'NeuralNet NeuralNetBinaryClassifier NeuralNetClassifier NeuralNetRegressor'),
  now('transformers', 'Seq2SeqTrainer Trainer'),
  now('trl', 'DPOTrainer SFTTrainer'),
  now('sentence_transformers', 'SentenceTransformerTrainer'),
  now('scikeras', 'KerasClassifier KerasRegressor'),
  now('pytorch_tabnet', 'TabNetClassifier TabNetRegressor'),
  now('tpot', 'TPOTClassifier TPOTRegressor'),
  now('rgf', 'RGFClassifier RGFRegressor RegularizedGreedyForestRegressor'),
  now('wordbatch', 'FM_FTRL FTRL'),
  now('fastFM', 'FM'),
  now('pyearth', 'Earth'),
  now('umap', 'UMAP'),
  now('prophet', 'Prophet'),
  now('pywt', 'wavedec'),
  now('sktime', 'temporal_train_test_split'),
  now('skmultilearn', 'iterative_train_test_split'),
  now('mxnet', 'ArrayDataset'),
  now('h2o', 'H2OAutoML H2OFrame split_frame'),
  now('statsmodels', 'ETSModel MarkovRegression UnobservedComponents VARMAX'),
  now('kmodes', 'KModes KPrototypes'),
  now('yellowbrick', 'KElbowVisualizer SilhouetteVisualizer'),
  now('eli5', 'PermutationImportance'),
  now(
    'fastai',
    `Learner cnn_learner collab_learner language_model_learner tabular_learner text_classifier_learner unet_learner
     vision_learner`,
  ),
  until('fastai', '2.0', 'create_cnn'),
  now('lightfm', 'precision_at_k recall_at_k reciprocal_rank'),
  now('neuralprophet', 'NeuralProphet'),
  now('pmdarima', 'auto_arima'),
  now('arch', 'arch_model'),
  now('datasets', 'to_iterable_dataset to_tf_dataset'),
  now('polars', 'to_torch'),
  now('dask', 'map_partitions persist'),
  now('pyspark', 'CrossValidator RDD TrainValidationSplit createDataFrame groupBy parallelize printSchema randomSplit'),
];

/** Attributes that only objects have: of scikit-learn's bunches, of Keras' readers of folders. */
export const OF_OBJECTS = 'DESCR target_names images class_names class_indices';
