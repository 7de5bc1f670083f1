// Estimators that are made and never fitted: every use of the name is seen to leave the estimator as it is.
import { Kind, NameContext } from './syntax';
import type { Call, Expr, Name } from './syntax';
import { callForm } from './calls';
import { classNameOf } from './estimators';
import { usesOfName } from './meanings';
import type { Module } from './module';
import type { Binding } from './scope';
import { parametersOf } from '../knowledge/estimatorParameters';
import { worksUnfitted } from '../knowledge/estimators';

/** Methods that ask a fitted estimator something. */
const ASKS = new Set(
  'predict predict_proba predict_log_proba decision_function score transform inverse_transform kneighbors score_samples get_feature_names_out staged_predict apply'.split(
    ' ',
  ),
);
const HARMLESS_METHODS = new Set(['get_params', 'set_params', ...ASKS]);
/** Fit copies of the estimator they are given, and leave itself as it is. */
const CLONES =
  /^sklearn\.(model_selection\.(cross_val_score|cross_validate|cross_val_predict|learning_curve|validation_curve|permutation_test_score|\w+SearchCV)|base\.clone)$/;
const LOOKS = /^builtins\.(print|type|repr|str|isinstance)$|^IPython\.display\.display$/;

/** Whether an attribute exists after a fit only: a method that asks, or what is learnt. */
export function needsFit(attribute: string): boolean {
  return ASKS.has(attribute) || isLearnt(attribute);
}

/** `coef_`, `classes_`; not `_private_` or a word in between. */
function isLearnt(attribute: string): boolean {
  return attribute.endsWith('_') && /^[a-z]\w*[a-z0-9]_$/.test(attribute);
}

/** The one binding of a name, if it is a new estimator of scikit-learn that must be fitted. */
export function estimatorMade(module: Module, name: Name): Binding | null {
  const [binding, ...others] = module.scopes.reaching(name);
  const made = binding?.kind === 'assignment' && others.length === 0 ? binding.value : null;
  const qualified = made?.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  if (binding === undefined || made?.kind !== Kind.Call || qualified === null || binding.remote) return null;
  if (qualified === 'sklearn.base.clone') return binding;
  const cls = classNameOf(qualified);
  const form = callForm(made, module.source);
  if (!qualified.startsWith('sklearn.') || parametersOf(cls) === null || worksUnfitted.has(cls)) return null;
  return form.hidden || form.has('vocabulary') || form.has('prefit') ? null : binding;
}

/** Whether an estimator is made to be looked at: it has a name, and all that is done with that is to print or show it. */
export function isNeverAsked(module: Module, made: Call): boolean {
  const parent = module.parent(made);
  const [target] = parent?.kind === Kind.Assign && parent.targets.length === 1 ? parent.targets : [];
  if (target?.kind !== Kind.Name || module.scopes.owner(target) !== module.scopes.module) return false;
  const reads = usesOfName(module, target).filter((use) => use.ctx === NameContext.Load);
  return reads.length > 0 && reads.every((use) => isOnlyShown(module, use));
}

function isOnlyShown(module: Module, use: Name): boolean {
  const parent = module.parent(use);
  if (parent?.kind === Kind.ExprStmt) return true;
  return parent?.kind === Kind.Call && parent.func !== use && LOOKS.test(module.qualifiedName(parent.func) ?? '');
}

/** The calls that fit copies of the estimator; null if any use of it may fit itself. */
export function copiersOf(module: Module, name: Name, binding: Binding): readonly Call[] | null {
  const copies: Call[] = [];
  for (const use of usesOfName(module, name)) {
    if (use.ctx === NameContext.Store || !module.scopes.reaching(use).includes(binding)) continue;
    const parent = module.parent(use);
    if (parent?.kind === Kind.ExprStmt) continue;
    if (parent?.kind === Kind.Attribute) {
      if (!isHarmless(module, parent, binding)) return null;
      continue;
    }
    const call = parent?.kind === Kind.Keyword ? module.parent(parent) : parent;
    if (call?.kind !== Kind.Call || call.func === use) return null;
    const callee = module.qualifiedName(call.func) ?? '';
    if (CLONES.test(callee)) copies.push(call);
    else if (!LOOKS.test(callee)) return null;
  }
  return copies;
}

/** Reads, and methods that fit nothing. */
function isHarmless(module: Module, use: Extract<Expr, { kind: Kind.Attribute }>, { value }: Binding): boolean {
  const parent = module.parent(use);
  if (parent?.kind === Kind.Call && parent.func === use) {
    if (use.attr !== 'set_params') return HARMLESS_METHODS.has(use.attr);
    // It gives the estimator itself: `model.set_params(C=1).fit(X, y)`.
    return module.parent(parent)?.kind === Kind.ExprStmt;
  }
  if (parent?.kind === Kind.Assign && parent.targets.includes(use)) return false;
  if (parent?.kind === Kind.AugAssign || parent?.kind === Kind.Delete || parent?.kind === Kind.Tuple) return false;
  const cls = value?.kind === Kind.Call ? classNameOf(module.qualifiedName(value.func) ?? '') : '';
  return isLearnt(use.attr) || parametersOf(cls)?.includes(use.attr) === true;
}
