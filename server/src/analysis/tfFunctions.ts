// Functions that TensorFlow records as a graph: by their decorator, or as a step of a Keras model.
import { Kind } from './syntax';
import type { Expr, FunctionDef } from './syntax';
import { kerasNames } from './kerasModels';
import { mentions } from './mentions';
import type { Module } from './module';

const GRAPH = new Set(['tensorflow.function', 'tensorflow.compat.v2.function']);
/** Methods Keras compiles itself. */
const STEPS = new Set(['train_step', 'test_step', 'predict_step']);

/** In source order; none where functions are set to run eagerly. */
export function graphFunctions(module: Module): readonly FunctionDef[] {
  if (mentions(module, /run_functions_eagerly|run_eagerly|disable_eager_execution/)) return [];
  return module.all(Kind.FunctionDef).filter((own) => isDecorated(module, own) || isKerasStep(module, own));
}

function isDecorated(module: Module, { decorators }: FunctionDef): boolean {
  const nameOf = (decorator: Expr): string =>
    module.qualifiedName(decorator.kind === Kind.Call ? decorator.func : decorator) ?? '';
  return decorators.length === 1 && GRAPH.has(nameOf(decorators[0]!));
}

/** `train_step` of a class that is a Keras model. */
function isKerasStep(module: Module, own: FunctionDef): boolean {
  if (!STEPS.has(own.name) || own.decorators.length > 0) return false;
  const home = module.parent(own);
  const models = kerasNames('Model', 'models.Model');
  return home?.kind === Kind.ClassDef && home.bases.some((base) => models.includes(module.qualifiedName(base) ?? ''));
}
