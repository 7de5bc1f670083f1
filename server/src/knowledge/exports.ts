// What `from module import *` brings, of modules it is often written for: scikit-learn 1.9, pandas 3.1, NumPy 2.4 and
// Python 3.11 as their `__all__` says; torch, Keras and matplotlib: the names people use.

const EXPORTS: Readonly<Record<string, string>> = {
  collections: `ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple`,
  datetime: `MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo`,
  functools: `WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache partial partialmethod reduce
    singledispatch singledispatchmethod total_ordering update_wrapper wraps`,
  glob: `escape glob iglob`,
  itertools: `accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse
    groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest`,
  json: `JSONDecodeError JSONDecoder JSONEncoder dump dumps load loads`,
  math: `acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2
    expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp
    lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau
    trunc ulp`,
  numpy: `False_ ScalarType True_ __array_namespace_info__ __version__ abs absolute acos acosh add all allclose amax
    amin angle any append apply_along_axis apply_over_axes arange arccos arccosh arcsin arcsinh arctan arctan2
    arctanh argmax argmin argpartition argsort argwhere around array array2string array_equal array_equiv
    array_repr array_split array_str asanyarray asarray asarray_chkfinite ascontiguousarray asfortranarray asin
    asinh asmatrix astype atan atan2 atanh atleast_1d atleast_2d atleast_3d average bartlett base_repr
    binary_repr bincount bitwise_and bitwise_count bitwise_invert bitwise_left_shift bitwise_not bitwise_or
    bitwise_right_shift bitwise_xor blackman block bmat bool bool_ broadcast broadcast_arrays broadcast_shapes
    broadcast_to busday_count busday_offset busdaycalendar byte bytes_ c_ can_cast cbrt cdouble ceil char
    character choose clip clongdouble column_stack common_type complex128 complex256 complex64 complexfloating
    compress concat concatenate conj conjugate convolve copy copysign copyto core corrcoef correlate cos cosh
    count_nonzero cov cross csingle ctypeslib cumprod cumsum cumulative_prod cumulative_sum datetime64
    datetime_as_string datetime_data deg2rad degrees delete diag diag_indices diag_indices_from diagflat
    diagonal diff digitize divide divmod dot double dsplit dstack dtype dtypes e ediff1d einsum einsum_path
    emath empty empty_like equal errstate euler_gamma exceptions exp exp2 expand_dims expm1 extract eye f2py
    fabs fft fill_diagonal finfo fix flatiter flatnonzero flexible flip fliplr flipud float128 float16 float32
    float64 float_power floating floor floor_divide fmax fmin fmod format_float_positional
    format_float_scientific frexp from_dlpack frombuffer fromfile fromfunction fromiter frompyfunc fromregex
    fromstring full full_like gcd generic genfromtxt geomspace get_include get_printoptions getbufsize geterr
    geterrcall gradient greater greater_equal half hamming hanning heaviside histogram histogram2d
    histogram_bin_edges histogramdd hsplit hstack hypot i0 identity iinfo imag index_exp indices inexact inf
    info inner insert int16 int32 int64 int8 int_ intc integer interp intersect1d intp invert is_busday isclose
    iscomplex iscomplexobj isdtype isfinite isfortran isin isinf isnan isnat isneginf isposinf isreal isrealobj
    isscalar issubdtype iterable ix_ kaiser kron lcm ldexp left_shift less less_equal lexsort lib linalg
    linspace little_endian load loadtxt log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not
    logical_or logical_xor logspace long longdouble longlong ma mask_indices matmul matrix matrix_transpose
    matvec max maximum may_share_memory mean median memmap meshgrid mgrid min min_scalar_type minimum
    mintypecode mod modf moveaxis multiply nan nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax
    nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar ndarray ndenumerate ndim
    ndindex nditer negative nested_iters newaxis nextafter nonzero not_equal number object_ ogrid ones ones_like
    outer packbits pad partition percentile permute_dims pi piecewise place poly poly1d polyadd polyder polydiv
    polyfit polyint polymul polynomial polysub polyval positive pow power printoptions prod promote_types ptp
    put put_along_axis putmask quantile r_ rad2deg radians random ravel ravel_multi_index real real_if_close rec
    recarray reciprocal record remainder repeat require reshape resize result_type right_shift rint roll
    rollaxis roots rot90 round row_stack s_ save savetxt savez savez_compressed sctypeDict searchsorted select
    set_printoptions setbufsize setdiff1d seterr seterrcall setxor1d shape shares_memory short show_config
    show_runtime sign signbit signedinteger sin sinc single sinh size sort sort_complex spacing split sqrt
    square squeeze stack std str_ strings subtract sum swapaxes take take_along_axis tan tanh tensordot test
    testing tile timedelta64 trace transpose trapezoid tri tril tril_indices tril_indices_from trim_zeros triu
    triu_indices triu_indices_from true_divide trunc typecodes typename typing ubyte ufunc uint uint16 uint32
    uint64 uint8 uintc uintp ulong ulonglong union1d unique unique_all unique_counts unique_inverse
    unique_values unpackbits unravel_index unsignedinteger unstack unwrap ushort vander var vdot vecdot vecmat
    vectorize void vsplit vstack where zeros zeros_like`,
  'numpy.random': `BitGenerator Generator MT19937 PCG64 PCG64DXSM Philox RandomState SFC64 SeedSequence beta binomial bytes
    chisquare choice default_rng dirichlet exponential f gamma geometric get_state gumbel hypergeometric laplace
    logistic lognormal logseries multinomial multivariate_normal negative_binomial noncentral_chisquare
    noncentral_f normal pareto permutation poisson power rand randint randn random random_integers random_sample
    ranf rayleigh sample seed set_state shuffle standard_cauchy standard_exponential standard_gamma
    standard_normal standard_t triangular uniform vonmises wald weibull zipf`,
  os: `CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED DirEntry EFD_CLOEXEC EFD_NONBLOCK
    EFD_SEMAPHORE EX_CANTCREAT EX_CONFIG EX_DATAERR EX_IOERR EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK
    EX_OSERR EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL EX_UNAVAILABLE EX_USAGE F_LOCK F_OK F_TEST F_TLOCK
    F_ULOCK GRND_NONBLOCK GRND_RANDOM MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB MFD_HUGE_16GB MFD_HUGE_16MB
    MFD_HUGE_1GB MFD_HUGE_1MB MFD_HUGE_256MB MFD_HUGE_2GB MFD_HUGE_2MB MFD_HUGE_32MB MFD_HUGE_512KB
    MFD_HUGE_512MB MFD_HUGE_64KB MFD_HUGE_8MB MFD_HUGE_MASK MFD_HUGE_SHIFT NGROUPS_MAX O_ACCMODE O_APPEND
    O_ASYNC O_CLOEXEC O_CREAT O_DIRECT O_DIRECTORY O_DSYNC O_EXCL O_FSYNC O_LARGEFILE O_NDELAY O_NOATIME
    O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RDONLY O_RDWR O_RSYNC O_SYNC O_TMPFILE O_TRUNC O_WRONLY
    POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL
    POSIX_FADV_WILLNEED POSIX_SPAWN_CLOSE POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN PRIO_PGRP PRIO_PROCESS PRIO_USER
    P_ALL P_NOWAIT P_NOWAITO P_PGID P_PID P_PIDFD P_WAIT RTLD_DEEPBIND RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL
    RTLD_NODELETE RTLD_NOLOAD RTLD_NOW RWF_APPEND RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC R_OK SCHED_BATCH
    SCHED_FIFO SCHED_IDLE SCHED_OTHER SCHED_RESET_ON_FORK SCHED_RR SEEK_CUR SEEK_DATA SEEK_END SEEK_HOLE
    SEEK_SET SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV
    ST_NODIRATIME ST_NOEXEC ST_NOSUID ST_RDONLY ST_RELATIME ST_SYNCHRONOUS ST_WRITE TMP_MAX WCONTINUED WCOREDUMP
    WEXITED WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WNOWAIT WSTOPPED WSTOPSIG WTERMSIG
    WUNTRACED W_OK XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX X_OK _exit abort access altsep chdir chmod chown
    chroot close closerange confstr confstr_names copy_file_range cpu_count ctermid curdir defpath
    device_encoding devnull dup dup2 environ environb error eventfd eventfd_read eventfd_write execl execle
    execlp execlpe execv execve execvp execvpe extsep fchdir fchmod fchown fdatasync fdopen fork forkpty
    fpathconf fsdecode fsencode fspath fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path
    get_inheritable get_terminal_size getcwd getcwdb getegid getenv getenvb geteuid getgid getgrouplist
    getgroups getloadavg getlogin getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid
    getsid getuid getxattr initgroups isatty kill killpg lchown linesep link listdir listxattr lockf login_tty
    lseek lstat major makedev makedirs memfd_create minor mkdir mkfifo mknod name nice open openpty pardir path
    pathconf pathconf_names pathsep pidfd_open pipe pipe2 popen posix_fadvise posix_fallocate posix_spawn
    posix_spawnp pread preadv putenv pwrite pwritev read readlink readv register_at_fork remove removedirs
    removexattr rename renames replace rmdir scandir sched_get_priority_max sched_get_priority_min
    sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_setaffinity
    sched_setparam sched_setscheduler sched_yield sendfile sep set_blocking set_inheritable setegid seteuid
    setgid setgroups setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid setuid setxattr
    spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe splice stat stat_result statvfs
    statvfs_result strerror supports_bytes_environ symlink sync sysconf sysconf_names system tcgetpgrp tcsetpgrp
    terminal_size times times_result truncate ttyname umask uname uname_result unlink unsetenv urandom utime
    wait wait3 wait4 waitid waitid_result waitpid waitstatus_to_exitcode walk write writev`,
  'os.path': `abspath altsep basename commonpath commonprefix curdir defpath devnull dirname exists expanduser expandvars
    extsep getatime getctime getmtime getsize isabs isdir isfile islink ismount join lexists normcase normpath
    pardir pathsep realpath relpath samefile sameopenfile samestat sep split splitdrive splitext
    supports_unicode_filenames`,
  pandas: `ArrowDtype BooleanDtype Categorical CategoricalDtype CategoricalIndex DataFrame DateOffset DatetimeIndex
    DatetimeTZDtype ExcelFile ExcelWriter Flags Float32Dtype Float64Dtype Grouper HDFStore Index IndexSlice
    Int16Dtype Int32Dtype Int64Dtype Int8Dtype Interval IntervalDtype IntervalIndex MultiIndex NA NaT NamedAgg
    NamedFunc Period PeriodDtype PeriodIndex RangeIndex Series SparseDtype StringDtype Timedelta TimedeltaIndex
    Timestamp UInt16Dtype UInt32Dtype UInt64Dtype UInt8Dtype __git_version__ __version__ api array arrays
    bdate_range col concat crosstab cut date_range describe_option errors eval factorize from_dummies
    get_dummies get_option infer_freq interval_range io isna isnull json_normalize lreshape melt merge
    merge_asof merge_ordered notna notnull offsets option_context options period_range pivot pivot_table
    plotting qcut read_clipboard read_csv read_excel read_feather read_fwf read_hdf read_html read_iceberg
    read_json read_orc read_parquet read_pickle read_sas read_spss read_sql read_sql_query read_sql_table
    read_stata read_table read_xml reset_option set_eng_float_format set_option show_versions test testing
    timedelta_range to_datetime to_numeric to_pickle to_timedelta tseries unique wide_to_long`,
  pathlib: `Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath`,
  random: `Random SystemRandom betavariate choice choices expovariate gammavariate gauss getrandbits getstate
    lognormvariate normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle
    triangular uniform vonmisesvariate weibullvariate`,
  re: `A ASCII DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern RegexFlag S U UNICODE VERBOSE X
    compile error escape findall finditer fullmatch match purge search split sub subn template`,
  'sklearn.base': `AttrsDict BaseEstimator BiclusterMixin ClassNamePrefixFeaturesOutMixin ClassifierMixin ClassifierTags
    ClusterMixin DensityMixin InconsistentVersionWarning MetaEstimatorMixin MultiOutputMixin
    OneToOneFeatureMixin OutlierMixin ParamsDict RegressorMixin RegressorTags ReprHTMLMixin Tags TargetTags
    TransformerMixin TransformerTags check_array check_is_fitted clone config_context copy defaultdict
    estimator_html_repr functools get_config get_tags inspect is_classifier is_clusterer is_outlier_detector
    is_pandas_na is_regressor is_scalar_nan np numbers platform re validate_parameter_constraints warnings`,
  'sklearn.calibration': `BaseEstimator CalibratedClassifierCV CalibrationDisplay ClassifierMixin FrozenEstimator HalfBinomialLoss
    HalfMultinomialLoss HalfMultinomialLossArrayAPI HasMethods Integral Interval IsotonicRegression LabelEncoder
    LeaveOneOut LinearSVC MetaEstimatorMixin MetadataRouter MethodMapping Parallel Real RegressorMixin
    StrOptions calibration_curve check_array check_classification_targets check_consistent_length check_cv
    check_is_fitted clone column_or_1d cross_val_predict delayed expit get_namespace get_namespace_and_device
    get_tags indexable label_binarize log minimize minimize_scalar move_to np process_routing signature softmax
    validate_params warnings xpx`,
  'sklearn.callback': `AutoPropagatedCallback CallbackContext CallbackSupportMixin FitCallback ProgressBar ScoringMonitor
    ScoringMonitorLog with_callbacks`,
  'sklearn.cluster': `AffinityPropagation AgglomerativeClustering Birch BisectingKMeans DBSCAN FeatureAgglomeration HDBSCAN KMeans
    MeanShift MiniBatchKMeans OPTICS SpectralBiclustering SpectralClustering SpectralCoclustering
    affinity_propagation cluster_optics_dbscan cluster_optics_xi compute_optics_graph dbscan estimate_bandwidth
    get_bin_seeds k_means kmeans_plusplus linkage_tree mean_shift spectral_clustering ward_tree`,
  'sklearn.compose': `ColumnTransformer TransformedTargetRegressor make_column_selector make_column_transformer`,
  'sklearn.covariance': `EllipticEnvelope EmpiricalCovariance GraphicalLasso GraphicalLassoCV LedoitWolf MinCovDet OAS
    ShrunkCovariance empirical_covariance fast_mcd graphical_lasso ledoit_wolf ledoit_wolf_shrinkage
    log_likelihood oas shrunk_covariance`,
  'sklearn.cross_decomposition': `CCA PLSCanonical PLSRegression PLSSVD`,
  'sklearn.datasets': `clear_data_home dump_svmlight_file fetch_20newsgroups fetch_20newsgroups_vectorized fetch_california_housing
    fetch_covtype fetch_file fetch_kddcup99 fetch_lfw_pairs fetch_lfw_people fetch_olivetti_faces fetch_openml
    fetch_rcv1 fetch_species_distributions get_data_home load_breast_cancer load_diabetes load_digits load_files
    load_iris load_linnerud load_sample_image load_sample_images load_svmlight_file load_svmlight_files
    load_wine make_biclusters make_blobs make_checkerboard make_circles make_classification make_friedman1
    make_friedman2 make_friedman3 make_gaussian_quantiles make_hastie_10_2 make_low_rank_matrix make_moons
    make_multilabel_classification make_regression make_s_curve make_sparse_coded_signal make_sparse_spd_matrix
    make_sparse_uncorrelated make_spd_matrix make_swiss_roll`,
  'sklearn.decomposition': `DictionaryLearning FactorAnalysis FastICA IncrementalPCA KernelPCA LatentDirichletAllocation
    MiniBatchDictionaryLearning MiniBatchNMF MiniBatchSparsePCA NMF PCA SparseCoder SparsePCA TruncatedSVD
    dict_learning dict_learning_online fastica non_negative_factorization randomized_svd sparse_encode`,
  'sklearn.discriminant_analysis': `LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis`,
  'sklearn.dummy': `BaseEstimator ClassifierMixin DummyClassifier DummyRegressor Integral Interval MultiOutputMixin Real
    RegressorMixin StrOptions check_array check_consistent_length check_is_fitted check_random_state
    class_distribution np sp validate_data warnings`,
  'sklearn.ensemble': `AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor BaseEnsemble ExtraTreesClassifier
    ExtraTreesRegressor GradientBoostingClassifier GradientBoostingRegressor HistGradientBoostingClassifier
    HistGradientBoostingRegressor IsolationForest RandomForestClassifier RandomForestRegressor
    RandomTreesEmbedding StackingClassifier StackingRegressor VotingClassifier VotingRegressor`,
  'sklearn.feature_extraction': `DictVectorizer FeatureHasher grid_to_graph image img_to_graph text`,
  'sklearn.feature_selection': `GenericUnivariateSelect RFE RFECV SelectFdr SelectFpr SelectFromModel SelectFwe SelectKBest SelectPercentile
    SelectorMixin SequentialFeatureSelector VarianceThreshold chi2 f_classif f_oneway f_regression
    mutual_info_classif mutual_info_regression r_regression`,
  'sklearn.frozen': `FrozenEstimator`,
  'sklearn.gaussian_process': `GaussianProcessClassifier GaussianProcessRegressor kernels`,
  'sklearn.impute': `KNNImputer MissingIndicator SimpleImputer`,
  'sklearn.inspection': `DecisionBoundaryDisplay PartialDependenceDisplay partial_dependence permutation_importance`,
  'sklearn.isotonic': `IsotonicRegression check_increasing isotonic_regression`,
  'sklearn.kernel_approximation': `AdditiveChi2Sampler BaseEstimator ClassNamePrefixFeaturesOutMixin Integral Interval KERNEL_PARAMS Nystroem
    PAIRWISE_KERNEL_FUNCTIONS PolynomialCountSketch RBFSampler Real SkewedChi2Sampler StrOptions
    TransformerMixin check_is_fitted check_random_state fft get_namespace_and_device ifft np pairwise_kernels
    safe_sparse_dot sp validate_data warnings`,
  'sklearn.kernel_ridge': `BaseEstimator Interval KernelRidge MultiOutputMixin PAIRWISE_KERNEL_FUNCTIONS Real RegressorMixin StrOptions
    check_is_fitted np pairwise_kernels validate_data`,
  'sklearn.linear_model': `ARDRegression BayesianRidge ElasticNet ElasticNetCV GammaRegressor HuberRegressor Lars LarsCV Lasso LassoCV
    LassoLars LassoLarsCV LassoLarsIC LinearRegression LogisticRegression LogisticRegressionCV
    MultiTaskElasticNet MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV OrthogonalMatchingPursuit
    OrthogonalMatchingPursuitCV PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron
    PoissonRegressor QuantileRegressor RANSACRegressor Ridge RidgeCV RidgeClassifier RidgeClassifierCV
    SGDClassifier SGDOneClassSVM SGDRegressor TheilSenRegressor TweedieRegressor enet_path lars_path
    lars_path_gram lasso_path orthogonal_mp orthogonal_mp_gram ridge_regression`,
  'sklearn.manifold': `ClassicalMDS Isomap LocallyLinearEmbedding MDS SpectralEmbedding TSNE locally_linear_embedding smacof
    spectral_embedding trustworthiness`,
  'sklearn.metrics': `ConfusionMatrixDisplay DetCurveDisplay DistanceMetric PrecisionRecallDisplay PredictionErrorDisplay
    RocCurveDisplay accuracy_score adjusted_mutual_info_score adjusted_rand_score auc average_precision_score
    balanced_accuracy_score brier_score_loss calinski_harabasz_score check_scoring class_likelihood_ratios
    classification_report cluster cohen_kappa_score completeness_score confusion_matrix
    confusion_matrix_at_thresholds consensus_score coverage_error d2_absolute_error_score d2_brier_score
    d2_log_loss_score d2_pinball_score d2_tweedie_score davies_bouldin_score dcg_score det_curve
    euclidean_distances explained_variance_score f1_score fbeta_score fowlkes_mallows_score get_scorer
    get_scorer_names hamming_loss hinge_loss homogeneity_completeness_v_measure homogeneity_score jaccard_score
    label_ranking_average_precision_score label_ranking_loss log_loss make_scorer matthews_corrcoef max_error
    mean_absolute_error mean_absolute_percentage_error mean_gamma_deviance mean_pinball_loss
    mean_poisson_deviance mean_squared_error mean_squared_log_error mean_tweedie_deviance median_absolute_error
    metric_at_thresholds multilabel_confusion_matrix mutual_info_score nan_euclidean_distances ndcg_score
    normalized_mutual_info_score pair_confusion_matrix pairwise_distances pairwise_distances_argmin
    pairwise_distances_argmin_min pairwise_distances_chunked pairwise_kernels precision_recall_curve
    precision_recall_fscore_support precision_score r2_score rand_score recall_score roc_auc_score roc_curve
    root_mean_squared_error root_mean_squared_log_error silhouette_samples silhouette_score top_k_accuracy_score
    v_measure_score zero_one_loss`,
  'sklearn.mixture': `BayesianGaussianMixture GaussianMixture`,
  'sklearn.model_selection': `BaseCrossValidator BaseShuffleSplit FixedThresholdClassifier GridSearchCV GroupKFold GroupShuffleSplit
    HalvingGridSearchCV HalvingRandomSearchCV KFold LearningCurveDisplay LeaveOneGroupOut LeaveOneOut
    LeavePGroupsOut LeavePOut ParameterGrid ParameterSampler PredefinedSplit RandomizedSearchCV RepeatedKFold
    RepeatedStratifiedKFold ShuffleSplit StratifiedGroupKFold StratifiedKFold StratifiedShuffleSplit
    TimeSeriesSplit TunedThresholdClassifierCV ValidationCurveDisplay check_cv cross_val_predict cross_val_score
    cross_validate learning_curve permutation_test_score train_test_split validation_curve`,
  'sklearn.multiclass': `OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier`,
  'sklearn.multioutput': `ClassifierChain MultiOutputClassifier MultiOutputRegressor RegressorChain`,
  'sklearn.naive_bayes': `BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB`,
  'sklearn.neighbors': `BallTree KDTree KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer KernelDensity
    LocalOutlierFactor NearestCentroid NearestNeighbors NeighborhoodComponentsAnalysis RadiusNeighborsClassifier
    RadiusNeighborsRegressor RadiusNeighborsTransformer VALID_METRICS VALID_METRICS_SPARSE kneighbors_graph
    radius_neighbors_graph sort_graph_by_row_values`,
  'sklearn.neural_network': `BernoulliRBM MLPClassifier MLPRegressor`,
  'sklearn.pipeline': `FeatureUnion Pipeline make_pipeline make_union`,
  'sklearn.preprocessing': `Binarizer FunctionTransformer KBinsDiscretizer KernelCenterer LabelBinarizer LabelEncoder MaxAbsScaler
    MinMaxScaler MultiLabelBinarizer Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer
    QuantileTransformer RobustScaler SplineTransformer StandardScaler TargetEncoder add_dummy_feature binarize
    label_binarize maxabs_scale minmax_scale normalize power_transform quantile_transform robust_scale scale`,
  'sklearn.random_projection': `GaussianRandomProjection SparseRandomProjection johnson_lindenstrauss_min_dim`,
  'sklearn.semi_supervised': `LabelPropagation LabelSpreading SelfTrainingClassifier`,
  'sklearn.svm': `LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR l1_min_c`,
  'sklearn.tree': `BaseDecisionTree DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor
    export_graphviz export_text plot_tree`,
  'sklearn.utils': `Bunch ClassifierTags DataConversionWarning InputTags RegressorTags Tags TargetTags TransformerTags
    _align_api_if_sparse _safe_indexing all_estimators as_float_array assert_all_finite check_X_y check_array
    check_consistent_length check_random_state check_scalar check_symmetric column_or_1d compute_class_weight
    compute_sample_weight deprecated estimator_html_repr gen_batches gen_even_slices get_tags indexable
    metadata_routing murmurhash3_32 resample safe_mask safe_sqr shuffle`,
  statistics: `NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean linear_regression mean
    median median_grouped median_high median_low mode multimode pstdev pvariance quantiles stdev variance`,
  string: `Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits
    printable punctuation whitespace`,
  sys: `abiflags addaudithook api_version argv audit base_exec_prefix base_prefix breakpointhook
    builtin_module_names byteorder call_tracing copyright displayhook dont_write_bytecode exc_info excepthook
    exception exec_prefix executable exit flags float_info float_repr_style get_asyncgen_hooks
    get_coroutine_origin_tracking_depth get_int_max_str_digits getallocatedblocks getdefaultencoding
    getdlopenflags getfilesystemencodeerrors getfilesystemencoding getprofile getrecursionlimit getrefcount
    getsizeof getswitchinterval gettrace hash_info hexversion implementation int_info intern is_finalizing
    maxsize maxunicode meta_path modules orig_argv path path_hooks path_importer_cache platform platlibdir
    prefix pycache_prefix set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits
    setdlopenflags setprofile setrecursionlimit setswitchinterval settrace stderr stdin stdlib_module_names
    stdout thread_info unraisablehook version version_info warnoptions`,
  time: `CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_TAI
    CLOCK_THREAD_CPUTIME_ID altzone asctime clock_getres clock_gettime clock_gettime_ns clock_settime
    clock_settime_ns ctime daylight get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter
    perf_counter_ns process_time process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time
    thread_time thread_time_ns time time_ns timezone tzname tzset`,
  typing: `AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable
    BinaryIO ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager Coroutine
    Counter DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic Hashable IO ItemsView Iterable
    Iterator KeysView List Literal LiteralString Mapping MappingView Match MutableMapping MutableSequence
    MutableSet NamedTuple Never NewType NoReturn NotRequired Optional OrderedDict ParamSpec ParamSpecArgs
    ParamSpecKwargs Pattern Protocol Required Reversible Self Sequence Set Sized SupportsAbs SupportsBytes
    SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound TYPE_CHECKING Text TextIO Tuple Type
    TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union Unpack ValuesView assert_never assert_type cast
    clear_overloads dataclass_transform final get_args get_origin get_overloads get_type_hints is_typeddict
    no_type_check no_type_check_decorator overload reveal_type runtime_checkable`,
  torch: `BoolTensor ByteTensor Generator Size Tensor abs add all any arange argmax argmin argsort as_tensor bmm cat
    chunk clamp cross cuda cumsum device diag dot dtype einsum empty exp eye flatten float16 float32 float64
    from_numpy full gather inference_mode int32 int64 is_tensor linspace load log logsumexp long manual_seed
    matmul max mean median min mm multinomial nn no_grad norm ones ones_like optim pow rand rand_like randint
    randn randn_like randperm relu save set_grad_enabled sigmoid softmax sort split sqrt squeeze stack std sum
    tanh tensor topk transpose tril triu unique unsqueeze var where zeros zeros_like`,
  'torch.nn': `AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool2d AlphaDropout AvgPool1d AvgPool2d BCELoss
    BCEWithLogitsLoss BatchNorm1d BatchNorm2d BatchNorm3d Bilinear CTCLoss Conv1d Conv2d Conv3d ConvTranspose1d
    ConvTranspose2d CosineEmbeddingLoss CosineSimilarity CrossEntropyLoss DataParallel Dropout Dropout1d
    Dropout2d Dropout3d ELU Embedding EmbeddingBag Flatten GELU GLU GRU GRUCell GroupNorm Hardswish HuberLoss
    Identity InstanceNorm1d InstanceNorm2d KLDivLoss L1Loss LSTM LSTMCell LayerNorm LeakyReLU Linear LogSoftmax
    MSELoss MarginRankingLoss MaxPool1d MaxPool2d Module ModuleDict ModuleList MultiheadAttention NLLLoss PReLU
    PairwiseDistance Parameter ParameterDict ParameterList PixelShuffle RNN RNNCell ReLU ReLU6 SELU Sequential
    SiLU Sigmoid SmoothL1Loss Softmax Softmax2d Softplus SyncBatchNorm Tanh Transformer TransformerDecoder
    TransformerDecoderLayer TransformerEncoder TransformerEncoderLayer TripletMarginLoss Unflatten Upsample
    ZeroPad2d functional init utils`,
  'torch.optim': `ASGD Adadelta Adagrad Adam AdamW Adamax LBFGS NAdam Optimizer RAdam RMSprop Rprop SGD SparseAdam
    lr_scheduler`,
  'torch.utils.data': `BatchSampler ChainDataset ConcatDataset DataLoader Dataset DistributedSampler IterableDataset RandomSampler
    Sampler SequentialSampler Subset SubsetRandomSampler TensorDataset WeightedRandomSampler default_collate
    get_worker_info random_split`,
  'matplotlib.pyplot': `annotate axes axhline axis axvline bar barh boxplot cla clf close cm colorbar contour contourf errorbar
    figlegend figtext figure fill_between gca gcf grid hist hist2d hlines imread imsave imshow ioff ion legend
    loglog pcolormesh pie plot plt rc rcParams rcdefaults savefig scatter semilogx semilogy setp show specgram
    stackplot stem step style subplot subplot2grid subplots subplots_adjust suptitle switch_backend table text
    tick_params tight_layout title twinx twiny violinplot vlines xlabel xlim xscale xticks ylabel ylim yscale
    yticks`,
  'keras.layers': `Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average AveragePooling1D
    AveragePooling2D BatchNormalization Bidirectional CategoryEncoding Concatenate Conv1D Conv2D Conv2DTranspose
    Conv3D Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GRU GaussianDropout GaussianNoise
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D Input InputLayer LSTM
    Lambda Layer LayerNormalization LeakyReLU Masking MaxPool2D MaxPooling1D MaxPooling2D Maximum Minimum
    MultiHeadAttention Multiply Normalization PReLU Permute RNN RandomFlip RandomRotation RandomZoom ReLU
    RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D SimpleRNN Softmax SpatialDropout1D
    SpatialDropout2D StringLookup Subtract TextVectorization ThresholdedReLU TimeDistributed UpSampling2D
    ZeroPadding2D`,
  'tensorflow.keras.layers': `Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average AveragePooling1D
    AveragePooling2D BatchNormalization Bidirectional CategoryEncoding Concatenate Conv1D Conv2D Conv2DTranspose
    Conv3D Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GRU GaussianDropout GaussianNoise
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D Input InputLayer LSTM
    Lambda Layer LayerNormalization LeakyReLU Masking MaxPool2D MaxPooling1D MaxPooling2D Maximum Minimum
    MultiHeadAttention Multiply Normalization PReLU Permute RNN RandomFlip RandomRotation RandomZoom ReLU
    RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D SimpleRNN Softmax SpatialDropout1D
    SpatialDropout2D StringLookup Subtract TextVectorization ThresholdedReLU TimeDistributed UpSampling2D
    ZeroPadding2D`,
  'keras.models': `Model Sequential clone_model load_model model_from_json save_model`,
  'tensorflow.keras.models': `Model Sequential clone_model load_model model_from_json save_model`,
  'keras.optimizers': `Adadelta Adagrad Adam AdamW Adamax Ftrl Nadam Optimizer RMSprop SGD`,
  'tensorflow.keras.optimizers': `Adadelta Adagrad Adam AdamW Adamax Ftrl Nadam Optimizer RMSprop SGD`,
  'keras.callbacks': `CSVLogger Callback EarlyStopping History LambdaCallback LearningRateScheduler ModelCheckpoint
    ReduceLROnPlateau TensorBoard TerminateOnNaN`,
  'tensorflow.keras.callbacks': `CSVLogger Callback EarlyStopping History LambdaCallback LearningRateScheduler ModelCheckpoint
    ReduceLROnPlateau TensorBoard TerminateOnNaN`,
  'keras.losses': `BinaryCrossentropy CategoricalCrossentropy Huber KLDivergence Loss MeanAbsoluteError MeanSquaredError
    SparseCategoricalCrossentropy`,
  'tensorflow.keras.losses': `BinaryCrossentropy CategoricalCrossentropy Huber KLDivergence Loss MeanAbsoluteError MeanSquaredError
    SparseCategoricalCrossentropy`,
  'keras.utils': `Sequence get_file image_dataset_from_directory normalize plot_model set_random_seed to_categorical`,
  'tensorflow.keras.utils': `Sequence get_file image_dataset_from_directory normalize plot_model set_random_seed to_categorical`,
};

const sets = new Map<string, ReadonlySet<string>>();

/** The names a star import of this module brings; null if we do not know them. */
export function exportsOf(module: string): ReadonlySet<string> | null {
  const kept = sets.get(module);
  if (kept !== undefined) return kept;
  if (!Object.hasOwn(EXPORTS, module)) return null;
  const names = new Set(EXPORTS[module]!.split(/\s+/));
  sets.set(module, names);
  return names;
}
