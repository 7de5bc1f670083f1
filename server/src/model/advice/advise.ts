// All advice about a run of a model, the most serious first.
import type { Inference, InferOptions } from '../infer/infer';
import type { Model } from '../model';
import { brokenValues } from './broken';
import { exportAdvice, valueAdvice } from './exports';
import { inputAdvice } from './inputs';
import type { Advice, Seen } from './types';

const LEVELS: readonly Advice['level'][] = ['wrong', 'suspect', 'note'];

export function advise(
  model: Model,
  tensors: readonly Seen[],
  inference: Inference,
  values: InferOptions['values'],
): readonly Advice[] {
  const seen = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const broken = brokenValues(model.graph, seen);
  const all = [
    ...broken,
    ...inputAdvice(model, seen),
    ...exportAdvice(model, values, inference),
    // Behind NaN nothing means anything.
    ...(broken.length > 0 ? [] : valueAdvice(model, seen)),
  ];
  return LEVELS.flatMap((level) => all.filter((one) => one.level === level));
}
