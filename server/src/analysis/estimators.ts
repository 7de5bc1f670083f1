// Estimators as the code builds them: the class that decides, seen through pipelines, searches and wrappers.
import { ConstValue, Kind } from './syntax';
import type { Call, Expr } from './syntax';
import type { Module } from './module';

/** Take an estimator as their first argument, and predict as it does. */
const WRAPPERS = new Set([
  'GridSearchCV',
  'RandomizedSearchCV',
  'HalvingGridSearchCV',
  'HalvingRandomSearchCV',
  'BayesSearchCV',
  'TunedThresholdClassifierCV',
  'FixedThresholdClassifier',
]);

const DEPTH = 8;

/**
 * The constructor of the estimator that predicts: of a pipeline its last step, of a search what it searches over, of
 * `Model().fit(…)` the model. Null if it is not sure.
 */
export function predictorOf(module: Module, expr: Expr, depth = 0): Call | null {
  const at = module.definition(expr);
  if (at.kind === Kind.Attribute && (at.attr === 'best_estimator_' || at.attr === 'best_model'))
    return deeper(module, at.value, depth);
  if (at.kind !== Kind.Call || depth > DEPTH) return null;
  if (at.func.kind === Kind.Attribute && (at.func.attr === 'fit' || at.func.attr === 'set_params'))
    return deeper(module, at.func.value, depth);
  const name = module.qualifiedName(at.func);
  if (name === null) return null;
  const last = classNameOf(name);
  if (last === 'Pipeline') return deeper(module, lastStep(module, at), depth);
  if (last === 'make_pipeline') return deeper(module, at.args.at(-1) ?? null, depth);
  if (WRAPPERS.has(last))
    return deeper(module, at.args[0] ?? at.keywords.find(({ arg }) => arg === 'estimator')?.value ?? null, depth);
  if (name === 'sklearn.base.clone' || name === 'copy.deepcopy') return deeper(module, at.args[0] ?? null, depth);
  return at;
}

function deeper(module: Module, expr: Expr | null, depth: number): Call | null {
  return expr === null ? null : predictorOf(module, expr, depth + 1);
}

/** The last part of a full name. */
export function classNameOf(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}

/** The estimator of a pipeline's last step; null if its steps are not written out. */
function lastStep(module: Module, pipeline: Call): Expr | null {
  const steps = stepsOf(module, pipeline);
  return steps?.at(-1)?.estimator ?? null;
}

export interface PipelineStep {
  readonly name: string;
  readonly estimator: Expr;
}

/** The steps of `Pipeline([(name, estimator), …])`, `FeatureUnion`, `ColumnTransformer` or `make_pipeline(…)`; null if not written out. */
export function stepsOf(module: Module, call: Call): readonly PipelineStep[] | null {
  const name = module.qualifiedName(call.func);
  if (name === null) return null;
  const last = classNameOf(name);
  if (last === 'make_pipeline' || last === 'make_union') return madeSteps(module, call);
  const given =
    call.args[0] ??
    call.keywords.find(({ arg }) => arg === 'steps' || arg === 'transformers' || arg === 'transformer_list')?.value;
  const list = given === undefined ? null : module.definition(given);
  if (list?.kind !== Kind.List && list?.kind !== Kind.Tuple) return null;
  const steps: PipelineStep[] = [];
  for (const element of list.elts) {
    const pair = module.definition(element);
    if (pair.kind !== Kind.Tuple || pair.elts.length < 2) return null;
    const stepName = module.stringOf(pair.elts[0]!);
    if (stepName === null) return null;
    steps.push({ name: stepName, estimator: pair.elts[1]! });
  }
  return steps;
}

/** `make_pipeline` names its steps after their classes, in lower case; two of one class get numbers. */
function madeSteps(module: Module, call: Call): readonly PipelineStep[] | null {
  const steps: PipelineStep[] = [];
  for (const estimator of call.args) {
    const made = module.definition(estimator);
    const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
    if (name === null) return null;
    steps.push({ name: classNameOf(name).toLowerCase(), estimator });
  }
  return steps.map((step, i) => {
    const alike = steps.filter(({ name }) => name === step.name);
    return alike.length === 1
      ? step
      : { ...step, name: `${step.name}-${steps.slice(0, i + 1).filter(({ name }) => name === step.name).length}` };
  });
}

/** The keyword of a constructor, if it is the literal `True`. */
export function isTrue(expr: Expr | null | undefined): boolean {
  return expr?.kind === Kind.Const && expr.value === ConstValue.True;
}
