// Conversions of scikit-learn models to ONNX: the declared inputs, and the columns the model was fitted on.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { callForm } from '../calls';
import type { CallForm } from '../calls';
import { meaningOf } from '../meanings';
import type { CallSite, Module } from '../module';
import { arrayFacts } from './arrays';
import { writtenName } from './writtenNames';

export interface DeclaredInput {
  readonly name: string;
  /** `FloatTensorType` */
  readonly type: string;
  /** `[None, 4]`: the number behind None, and where it stands; null if it is computed. */
  readonly columns: { readonly count: number; readonly at: Expr } | null;
}

export interface Conversion {
  readonly call: CallSite;
  readonly model: Expr | null;
  /** `initial_types=[…]` where it is written, and what it says; null if it is computed. */
  readonly types: Expr;
  readonly inputs: readonly DeclaredInput[];
}

const CONVERTERS = [
  'skl2onnx.convert_sklearn',
  'skl2onnx.to_onnx',
  'skl2onnx.convert.convert_sklearn',
  'onnxmltools.convert_sklearn',
  'onnxmltools.convert_lightgbm',
  'onnxmltools.convert_xgboost',
];

/** Conversions whose initial types are written out, in source order. */
export function conversions(module: Module): readonly Conversion[] {
  return module.callsTo(...CONVERTERS).flatMap((call) => {
    const types = call.argument(call.name.endsWith('to_onnx') ? null : 2, 'initial_types');
    const list = types === null ? null : module.definition(types);
    if (types === null || list?.kind !== Kind.List) return [];
    const inputs = list.elts.map((element) => declaredInput(module, element));
    const known = inputs.filter((input) => input !== null);
    // A list under a name may be filled by a loop over the columns.
    const grows = module.methodCalls('append', 'extend').some(({ receiver }) => module.definition(receiver) === list);
    if (known.length !== inputs.length || known.length === 0 || grows) return [];
    return [{ call, model: call.argument(0, 'model'), types, inputs: known }];
  });
}

function declaredInput(module: Module, element: Expr): DeclaredInput | null {
  const pair = module.definition(element);
  if (pair.kind !== Kind.Tuple || pair.elts.length !== 2) return null;
  const name = writtenName(module, pair.elts[0]!)?.name;
  const made = module.definition(pair.elts[1]!);
  const type = made.kind === Kind.Call ? /\.(\w+Type)$/.exec(module.qualifiedName(made.func) ?? '')?.[1] : undefined;
  if (name === undefined || type === undefined || made.kind !== Kind.Call) return null;
  return { name, type, columns: declaredColumns(module, callForm(made, module.source)) };
}

function declaredColumns(module: Module, call: CallForm): DeclaredInput['columns'] {
  const shape = call.argument(0, 'shape');
  const list = shape === null ? null : module.definition(shape);
  const at = list?.kind === Kind.List && list.elts.length === 2 ? list.elts[1]! : null;
  if (at?.kind !== Kind.Num) return null;
  return { count: Number(module.textOf(at)), at };
}

/** How many columns the model was fitted on; null if that is not known of each fit. */
export function fittedColumns(module: Module, model: Expr): number | null {
  const made = meaningOf(module, model);
  if (made === null) return null;
  const counts = new Set<number | null>();
  for (const fit of module.methodCalls('fit')) {
    if (meaningOf(module, fit.receiver) !== madeBy(module, made)) continue;
    const features = fit.argument(0, 'X');
    const shape = features === null ? null : (arrayFacts(module, features)?.shape ?? null);
    counts.add(shape?.length === 2 ? shape[1]! : null);
  }
  const [only = null] = counts;
  return counts.size === 1 ? only : null;
}

/** `model = LogisticRegression().fit(X, y)`: the model is what `fit` was called on. */
function madeBy(module: Module, made: Expr): Expr {
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'fit') return made;
  return meaningOf(module, made.func.value) ?? made;
}

/** The columns a ColumnTransformer inside the model takes by name; null if there is none, or not all are names. */
export function namedColumns(module: Module, model: Expr): readonly string[] | null {
  const made = meaningOf(module, model);
  const transformer = made === null ? null : findTransformer(module, madeBy(module, made), 0);
  const list = transformer === null ? null : callForm(transformer, module.source).argument(0, 'transformers');
  const steps = list === null ? null : module.definition(list);
  if (steps?.kind !== Kind.List) return null;
  const names: string[] = [];
  for (const step of steps.elts) {
    const triple = module.definition(step);
    const columns = triple.kind === Kind.Tuple && triple.elts.length === 3 ? module.definition(triple.elts[2]!) : null;
    if (columns?.kind !== Kind.List) return null;
    for (const column of columns.elts) {
      const name = module.stringOf(column);
      if (name === null) return null;
      names.push(name);
    }
  }
  return names.length > 0 ? names : null;
}

/** The model itself, or the first step of a pipeline. */
function findTransformer(module: Module, expr: Expr, depth: number): Call | null {
  const at = meaningOf(module, expr);
  if (at?.kind !== Kind.Call || depth > 3) return null;
  const name = module.qualifiedName(at.func);
  if (name === 'sklearn.compose.ColumnTransformer') return at;
  if (name !== 'sklearn.pipeline.Pipeline' && name !== 'sklearn.pipeline.make_pipeline') return null;
  const [given] = at.args;
  const first = given === undefined ? null : module.definition(given);
  if (name.endsWith('make_pipeline')) return first === null ? null : findTransformer(module, first, depth + 1);
  const step = first?.kind === Kind.List && first.elts[0] !== undefined ? module.definition(first.elts[0]) : null;
  return step?.kind === Kind.Tuple && step.elts[1] !== undefined
    ? findTransformer(module, step.elts[1], depth + 1)
    : null;
}
