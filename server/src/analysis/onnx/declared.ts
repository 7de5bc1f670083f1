// What a model declares of an input, in words, and how a fed array's shape contradicts it.
import type { Dimension, Model, TensorType } from '../../model/model';
import type { Shape } from './shapes';

/** The tensor type of an input; null for unknown inputs, sequences, maps and optional values. */
export function tensorInput(model: Model, name: string): TensorType | null {
  const type = model.graph.inputs.find((input) => input.name === name)?.type;
  return type?.kind === 'tensor' ? type : null;
}

/** `[batch, 3, ?]` */
export function describeShape(shape: readonly Dimension[]): string {
  return `[${shape.map((size) => size ?? '?').join(', ')}]`;
}

export type Contradiction =
  | { readonly kind: 'rank' }
  | { readonly kind: 'size'; readonly axis: number; readonly size: number; readonly declared: number };

/** Why an array of this shape is refused; null if nothing proves that it is. A declared scalar says nothing: exporters write it for an unknown rank. */
export function contradiction(declared: readonly Dimension[] | null, shape: Shape): Contradiction | null {
  if (declared === null || declared.length === 0) return null;
  if (declared.length !== shape.length) return { kind: 'rank' };
  for (const [axis, size] of shape.entries()) {
    const wanted = declared[axis];
    if (typeof wanted === 'number' && wanted >= 0 && size !== null && size !== wanted)
      return { kind: 'size', axis, size, declared: wanted };
  }
  return null;
}

/** Whether a batch axis in front is all that lacks. */
export function lacksBatch(declared: readonly Dimension[], shape: Shape): boolean {
  const [batch] = declared;
  const free = batch === 1 || typeof batch !== 'number';
  return free && declared.length === shape.length + 1 && contradiction(declared, [1, ...shape]) === null;
}

const TO_CHANNELS_FIRST = [null, null, null, [2, 0, 1], [0, 3, 1, 2]] as const;
const TO_CHANNELS_LAST = [null, null, null, [1, 2, 0], [0, 2, 3, 1]] as const;

/** The order of axes that makes a picture fit: channels first or last. null if neither surely does. */
export function channelOrder(declared: readonly Dimension[], shape: Shape): readonly number[] | null {
  const orders = [TO_CHANNELS_FIRST[shape.length], TO_CHANNELS_LAST[shape.length]];
  const fitting = orders.filter((order) => {
    if (order === null || order === undefined) return false;
    const turned = order.map((axis) => shape[axis] ?? null);
    // A size that is known to match, or any order would do.
    const matches = turned.some((size, axis) => size !== null && size === declared[axis]);
    return matches && contradiction(declared, turned) === null;
  });
  return fitting.length === 1 ? fitting[0]! : null;
}

/** A placeholder for an input: sizes that are not fixed are 1. */
export function placeholderShape(declared: readonly Dimension[] | null): string {
  const sizes = (declared ?? [1]).map((size) => (typeof size === 'number' && size > 0 ? size : 1));
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}
