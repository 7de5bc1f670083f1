// scikit-learn-like classifiers: which classes they are, and whether they give probabilities or only scores.

/** Give class labels by `predict`, and have `predict_proba` with their default options. */
const PROBABILISTIC = new Set(
  `LogisticRegression LogisticRegressionCV RandomForestClassifier ExtraTreesClassifier DecisionTreeClassifier
   ExtraTreeClassifier GradientBoostingClassifier HistGradientBoostingClassifier AdaBoostClassifier BaggingClassifier
   KNeighborsClassifier RadiusNeighborsClassifier GaussianNB BernoulliNB MultinomialNB ComplementNB CategoricalNB
   MLPClassifier GaussianProcessClassifier LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis LabelPropagation
   LabelSpreading CalibratedClassifierCV StackingClassifier XGBClassifier XGBRFClassifier LGBMClassifier
   CatBoostClassifier BalancedRandomForestClassifier BalancedBaggingClassifier EasyEnsembleClassifier
   RUSBoostClassifier`.split(/\s+/),
);

/** Give class labels by `predict`, and a score by `decision_function` only. */
const SCORING = new Set(
  `LinearSVC SVC NuSVC RidgeClassifier RidgeClassifierCV Perceptron SGDClassifier PassiveAggressiveClassifier`.split(
    /\s+/,
  ),
);

/** Give a number for each row, not a label. */
const REGRESSORS = new Set(
  `LinearRegression Ridge RidgeCV Lasso LassoCV LassoLars LassoLarsCV LassoLarsIC ElasticNet ElasticNetCV Lars LarsCV
   BayesianRidge ARDRegression KernelRidge SVR LinearSVR NuSVR OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV
   MultiTaskLasso MultiTaskElasticNet HuberRegressor TheilSenRegressor RANSACRegressor SGDRegressor
   PassiveAggressiveRegressor PoissonRegressor GammaRegressor TweedieRegressor QuantileRegressor
   RandomForestRegressor ExtraTreesRegressor GradientBoostingRegressor HistGradientBoostingRegressor AdaBoostRegressor
   BaggingRegressor DecisionTreeRegressor ExtraTreeRegressor KNeighborsRegressor RadiusNeighborsRegressor MLPRegressor
   GaussianProcessRegressor VotingRegressor StackingRegressor PLSRegression XGBRegressor XGBRFRegressor LGBMRegressor
   CatBoostRegressor`.split(/\s+/),
);

/** Whether a class, by the last part of its name, is known to predict numbers. */
export function isRegressor(name: string): boolean {
  return REGRESSORS.has(name);
}

export type ScoreMethod = 'predict_proba' | 'decision_function';

/**
 * The method by which a classifier class gives scores, with default options; null if it is not known as a classifier.
 * @param name the last part of the class's name
 */
export function scoreMethodOf(name: string): ScoreMethod | null {
  if (PROBABILISTIC.has(name)) return 'predict_proba';
  return SCORING.has(name) ? 'decision_function' : null;
}
