// Keys of parameter grids: `step__parameter`, followed through pipelines, column transformers and wrappers.
import { Kind } from './syntax';
import type { Expr } from './syntax';
import { classNameOf, stepsOf } from './estimators';
import type { Module } from './module';
import { nearestName } from './spelling';
import { parametersOf } from '../knowledge/estimatorParameters';

/** Parameters that versions before 1.2 had: whether they are gone is another rule's matter. */
const OLDER = new Set([
  'normalize',
  'iid',
  'presort',
  'min_impurity_split',
  'precompute_distances',
  'n_iter',
  'behaviour',
  'n_jobs',
  'warn_on_dtype',
  'sparse',
]);

/** Whether some class had a parameter of this name before 1.2. */
export function wasParameter(name: string): boolean {
  return OLDER.has(name);
}

/** A key that names nothing. */
export interface ParameterProblem {
  readonly message: 'step' | 'parameter';
  readonly owner: string;
  readonly part: string;
  readonly known: readonly string[];
  /** The whole key that was probably meant. */
  readonly meant: string | null;
}

/**
 * What is wrong with a key of a parameter grid, for an estimator as the code builds it; null if nothing is, or if it is not known.
 * @param prefix the part of the whole key that led here, with its `__`
 * @param replaced steps that get another estimator: nothing is known of their parameters
 */
export function parameterProblem(
  module: Module,
  estimator: Expr,
  key: string,
  prefix: string,
  replaced: ReadonlySet<string>,
): ParameterProblem | null {
  const made = module.definition(estimator);
  const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  if (made.kind !== Kind.Call || name === null || prefix.length > 200) return null;
  const owner = classNameOf(name);
  const steps = stepsOf(module, made);
  const cut = key.indexOf('__');
  const [first, rest] = cut < 0 ? [key, null] : [key.slice(0, cut), key.slice(cut + 2)];
  if (prefix !== '' && replaced.has(prefix.slice(0, -2))) return null;

  if (steps !== null) {
    const step = steps.find((one) => one.name === first);
    if (step !== undefined)
      return rest === null ? null : parameterProblem(module, step.estimator, rest, `${prefix}${first}__`, replaced);
    if (parametersOf(parameterClass(owner))?.includes(first) !== false || replaced.has(`${prefix}${first}`))
      return null;
    const known = steps.map((one) => one.name);
    if (rest !== null) {
      const near = nearestName(first, known);
      return { message: 'step', owner, part: first, known, meant: near === null ? null : `${prefix}${near}__${rest}` };
    }
    const holders = steps.filter((one) => hasParameter(module, one.estimator, first));
    const meant = holders.length === 1 ? `${prefix}${holders[0]!.name}__${first}` : null;
    return { message: 'parameter', owner, part: first, known, meant };
  }
  const parameters = name.startsWith('sklearn.') ? parametersOf(owner) : null;
  if (parameters === null || /^(Pipeline|ColumnTransformer|FeatureUnion)$/.test(owner)) return null;
  if (OLDER.has(first)) return null;
  if (!parameters.includes(first)) {
    const near = nearestName(first, parameters);
    return {
      message: 'parameter',
      owner,
      part: first,
      known: parameters,
      meant: near === null ? null : `${prefix}${near}${rest === null ? '' : `__${rest}`}`,
    };
  }
  const inner =
    rest === null
      ? undefined
      : (made.keywords.find(({ arg }) => arg === first)?.value ?? (first === parameters[0] ? made.args[0] : undefined));
  return inner === undefined || rest === null
    ? null
    : parameterProblem(module, inner, rest, `${prefix}${first}__`, replaced);
}

/** `make_pipeline(…)` makes a `Pipeline`. */
function parameterClass(owner: string): string {
  return owner === 'make_pipeline' ? 'Pipeline' : owner === 'make_union' ? 'FeatureUnion' : owner;
}

function hasParameter(module: Module, estimator: Expr, parameter: string): boolean {
  const made = module.definition(estimator);
  const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  return name !== null && parametersOf(classNameOf(name))?.includes(parameter) === true;
}
