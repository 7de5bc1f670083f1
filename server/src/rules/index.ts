// All rules, in the order of the documentation. A test checks that the list is complete.
import appendInLoop from './dataframe/append-in-loop';
import booleanPrecedence from './dataframe/boolean-precedence';
import chainedAssignment from './dataframe/chained-assignment';
import discardedResult from './dataframe/discarded-result';
import duplicatedColumnName from './dataframe/duplicated-column-name';
import implicitMerge from './dataframe/implicit-merge';
import inplaceResult from './dataframe/inplace-result';
import misalignedConcat from './dataframe/misaligned-concat';
import nanEquality from './dataframe/nan-equality';
import numpyRemovedApi from './dataframe/numpy-removed-api';
import numpyViewMutation from './dataframe/numpy-view-mutation';
import pandasRemovedApi from './dataframe/pandas-removed-api';
import rowIteration from './dataframe/row-iteration';
import seriesTruthValue from './dataframe/series-truth-value';
import unguardedDivision from './dataframe/unguarded-division';
import unguardedLog from './dataframe/unguarded-log';
import unknownColumn from './dataframe/unknown-column';
import valuesAttribute from './dataframe/values-attribute';
import accuracyOnImbalanced from './evaluation/accuracy-on-imbalanced';
import aucOnLabels from './evaluation/auc-on-labels';
import crossValidationOnTest from './evaluation/cross-validation-on-test';
import metricTaskMismatch from './evaluation/metric-task-mismatch';
import missingMetricAverage from './evaluation/missing-metric-average';
import negativeClassProbability from './evaluation/negative-class-probability';
import logitThreshold from './evaluation/logit-threshold';
import swappedMetricArguments from './evaluation/swapped-metric-arguments';
import unfittedEstimator from './evaluation/unfitted-estimator';
import untransformedTest from './evaluation/untransformed-test';
import missingGroupMetric from './fairness/missing-group-metric';
import personalDataFeature from './fairness/personal-data-feature';
import personalDataInOutput from './fairness/personal-data-in-output';
import personalDataPrinted from './fairness/personal-data-printed';
import protectedAttributeFeature from './fairness/protected-attribute-feature';
import reversibleAnonymization from './fairness/reversible-anonymization';
import withdrawnDataset from './fairness/withdrawn-dataset';
import bestScoreReported from './leakage/best-score-reported';
import duplicateBeforeSplit from './leakage/duplicate-before-split';
import earlyStopOnTest from './leakage/early-stop-on-test';
import evaluateOnTrain from './leakage/evaluate-on-train';
import fitBeforeSplit from './leakage/fit-before-split';
import fitOnValidation from './leakage/fit-on-validation';
import fitOutsideCv from './leakage/fit-outside-cv';
import futureFeature from './leakage/future-feature';
import groupLeakage from './leakage/group-leakage';
import missingSplit from './leakage/missing-split';
import refitOnTest from './leakage/refit-on-test';
import resampleBeforeSplit from './leakage/resample-before-split';
import resampleTestSet from './leakage/resample-test-set';
import shuffledTimeSplit from './leakage/shuffled-time-split';
import statisticBeforeSplit from './leakage/statistic-before-split';
import targetEncodingLeak from './leakage/target-encoding-leak';
import targetInFeatures from './leakage/target-in-features';
import testSetReuse from './leakage/test-set-reuse';
import trainTestOverlap from './leakage/train-test-overlap';
import unstratifiedSplit from './leakage/unstratified-split';
import deletedDefinition from './notebook/deleted-definition';
import outOfOrderExecution from './notebook/out-of-order-execution';
import secretInOutput from './notebook/secret-in-output';
import unseenPackage from './notebook/unseen-package';
import useBeforeDefinition from './notebook/use-before-definition';
import exportInTrainMode from './onnx/export-in-train-mode';
import exportInputMismatch from './onnx/export-input-mismatch';
import exportWithoutDynamicAxes from './onnx/export-without-dynamic-axes';
import inputShapeMismatch from './onnx/input-shape-mismatch';
import inputTypeMismatch from './onnx/input-type-mismatch';
import missingInput from './onnx/missing-input';
import missingModelFile from './onnx/missing-model-file';
import outputCountMismatch from './onnx/output-count-mismatch';
import sessionInLoop from './onnx/session-in-loop';
import unknownInputName from './onnx/unknown-input-name';
import unknownOutputName from './onnx/unknown-output-name';
import unknownProvider from './onnx/unknown-provider';
import cudnnBenchmarkNondeterminism from './reproducibility/cudnn-benchmark-nondeterminism';
import nondeterministicCuda from './reproducibility/nondeterministic-cuda';
import partialSeeding from './reproducibility/partial-seeding';
import randomizedHash from './reproducibility/randomized-hash';
import setOrder from './reproducibility/set-order';
import sharedRandomState from './reproducibility/shared-random-state';
import unseededEstimator from './reproducibility/unseeded-estimator';
import unseededRandom from './reproducibility/unseeded-random';
import unseededSample from './reproducibility/unseeded-sample';
import unseededSplit from './reproducibility/unseeded-split';
import unseededWorker from './reproducibility/unseeded-worker';
import unsortedFileOrder from './reproducibility/unsorted-file-order';
import unstableSort from './reproducibility/unstable-sort';
import hardcodedToken from './security/hardcoded-token';
import remoteCodeTrusted from './security/remote-code-trusted';
import unpinnedDownload from './security/unpinned-download';
import unsafePickle from './security/unsafe-pickle';
import unsafeTorchLoad from './security/unsafe-torch-load';
import unsafeYaml from './security/unsafe-yaml';
import estimatorContract from './sklearn/estimator-contract';
import fitResultAsData from './sklearn/fit-result-as-data';
import incompatibleOptions from './sklearn/incompatible-options';
import kfoldSeedWithoutShuffle from './sklearn/kfold-seed-without-shuffle';
import mismatchedDummies from './sklearn/mismatched-dummies';
import missingPredictProba from './sklearn/missing-predict-proba';
import ordinalEncodedNominal from './sklearn/ordinal-encoded-nominal';
import refitEncoder from './sklearn/refit-encoder';
import sklearnRemovedApi from './sklearn/sklearn-removed-api';
import unknownEstimatorParameter from './sklearn/unknown-estimator-parameter';
import unknownPipelineParam from './sklearn/unknown-pipeline-param';
import unscaledDistanceModel from './sklearn/unscaled-distance-model';
import aliasedStateDict from './training/aliased-state-dict';
import alwaysOnDropout from './training/always-on-dropout';
import boostingRemovedApi from './training/boosting-removed-api';
import broadcastLoss from './training/broadcast-loss';
import clipAfterStep from './training/clip-after-step';
import detachedLoss from './training/detached-loss';
import directForwardCall from './training/direct-forward-call';
import doubleSoftmax from './training/double-softmax';
import halfPrecisionOnCpu from './training/half-precision-on-cpu';
import inplaceLeaf from './training/inplace-leaf';
import kerasLossMismatch from './training/keras-loss-mismatch';
import kerasRemovedApi from './training/keras-removed-api';
import loadWithoutMapLocation from './training/load-without-map-location';
import missingEvalMode from './training/missing-eval-mode';
import missingNoGrad from './training/missing-no-grad';
import missingSuperInit from './training/missing-super-init';
import missingTrainMode from './training/missing-train-mode';
import missingZeroGrad from './training/missing-zero-grad';
import orderedValidationSplit from './training/ordered-validation-split';
import rawLogitsLoss from './training/raw-logits-loss';
import requireGradTypo from './training/require-grad-typo';
import retainedGraph from './training/retained-graph';
import schedulerBeforeOptimizer from './training/scheduler-before-optimizer';
import sigmoidBeforeLogitsLoss from './training/sigmoid-before-logits-loss';
import singleProcessLoader from './training/single-process-loader';
import staleOptimizer from './training/stale-optimizer';
import stepBeforeBackward from './training/step-before-backward';
import tfFunctionSideEffect from './training/tf-function-side-effect';
import tfVariableInFunction from './training/tf-variable-in-function';
import torchRemovedApi from './training/torch-removed-api';
import tracedControlFlow from './training/traced-control-flow';
import trainableAfterCompile from './training/trainable-after-compile';
import uncalledMethod from './training/uncalled-method';
import unknownHistoryKey from './training/unknown-history-key';
import unregisteredModules from './training/unregistered-modules';
import unscaledAccumulation from './training/unscaled-accumulation';
import unshardedDistributedLoader from './training/unsharded-distributed-loader';
import unshuffledTrainingLoader from './training/unshuffled-training-loader';
import unsynchronizedTiming from './training/unsynchronized-timing';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  bestScoreReported,
  duplicateBeforeSplit,
  earlyStopOnTest,
  evaluateOnTrain,
  fitBeforeSplit,
  fitOnValidation,
  fitOutsideCv,
  futureFeature,
  missingSplit,
  refitOnTest,
  resampleBeforeSplit,
  resampleTestSet,
  shuffledTimeSplit,
  statisticBeforeSplit,
  targetEncodingLeak,
  targetInFeatures,
  testSetReuse,
  trainTestOverlap,
  unstratifiedSplit,
  groupLeakage,
  aucOnLabels,
  untransformedTest,
  swappedMetricArguments,
  unfittedEstimator,
  crossValidationOnTest,
  metricTaskMismatch,
  missingMetricAverage,
  negativeClassProbability,
  accuracyOnImbalanced,
  logitThreshold,
  unknownPipelineParam,
  sklearnRemovedApi,
  kfoldSeedWithoutShuffle,
  fitResultAsData,
  missingPredictProba,
  unknownEstimatorParameter,
  incompatibleOptions,
  estimatorContract,
  mismatchedDummies,
  refitEncoder,
  unscaledDistanceModel,
  ordinalEncodedNominal,
  unseededSplit,
  partialSeeding,
  unsortedFileOrder,
  unseededSample,
  unseededRandom,
  unseededWorker,
  cudnnBenchmarkNondeterminism,
  nondeterministicCuda,
  setOrder,
  randomizedHash,
  unseededEstimator,
  sharedRandomState,
  unstableSort,
  missingZeroGrad,
  missingEvalMode,
  missingTrainMode,
  retainedGraph,
  doubleSoftmax,
  alwaysOnDropout,
  aliasedStateDict,
  kerasLossMismatch,
  torchRemovedApi,
  kerasRemovedApi,
  boostingRemovedApi,
  requireGradTypo,
  missingSuperInit,
  directForwardCall,
  unregisteredModules,
  uncalledMethod,
  stepBeforeBackward,
  clipAfterStep,
  sigmoidBeforeLogitsLoss,
  loadWithoutMapLocation,
  schedulerBeforeOptimizer,
  rawLogitsLoss,
  missingNoGrad,
  inplaceLeaf,
  detachedLoss,
  halfPrecisionOnCpu,
  staleOptimizer,
  unscaledAccumulation,
  unknownHistoryKey,
  unshuffledTrainingLoader,
  orderedValidationSplit,
  tfFunctionSideEffect,
  tfVariableInFunction,
  unsynchronizedTiming,
  broadcastLoss,
  trainableAfterCompile,
  tracedControlFlow,
  unshardedDistributedLoader,
  singleProcessLoader,
  nanEquality,
  chainedAssignment,
  discardedResult,
  pandasRemovedApi,
  numpyRemovedApi,
  inplaceResult,
  booleanPrecedence,
  seriesTruthValue,
  unknownColumn,
  appendInLoop,
  misalignedConcat,
  rowIteration,
  valuesAttribute,
  implicitMerge,
  numpyViewMutation,
  unguardedLog,
  unguardedDivision,
  duplicatedColumnName,
  useBeforeDefinition,
  secretInOutput,
  deletedDefinition,
  outOfOrderExecution,
  unseenPackage,
  unsafeTorchLoad,
  unsafeYaml,
  remoteCodeTrusted,
  hardcodedToken,
  unsafePickle,
  unpinnedDownload,
  protectedAttributeFeature,
  personalDataInOutput,
  withdrawnDataset,
  missingGroupMetric,
  personalDataFeature,
  personalDataPrinted,
  reversibleAnonymization,
  unknownInputName,
  missingInput,
  inputTypeMismatch,
  inputShapeMismatch,
  unknownOutputName,
  outputCountMismatch,
  missingModelFile,
  exportInTrainMode,
  exportWithoutDynamicAxes,
  exportInputMismatch,
  sessionInLoop,
  unknownProvider,
];
