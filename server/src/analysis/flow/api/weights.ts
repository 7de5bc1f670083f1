// Weights: tensors that are learnt without a module around them. What they meet in a sum or product went into a network.
import type { Span } from '../../text';
import { cameFromSomewhere, dataOf, objectOf, propagate, type Run } from '../interpreter/run';
import {
  UNKNOWN,
  allArguments,
  argument,
  isTrue,
  type Arguments,
  type Estimator,
  type HeapObject,
  type Ref,
  type Value,
} from '../value';
import { forward } from './networks';

const TENSOR = 'torch.Tensor';
const NAME = 'weights';

export function isWeights(object: HeapObject | null): boolean {
  return object?.type === 'estimator' && object.qualified === TENSOR;
}

/** `torch.zeros(4, requires_grad=True)`: weights, unless rows of some data lie in it, as in an image that is changed. */
export function asWeights(run: Run, value: Value, at: Span): Value {
  return mayBeLearnt(run, value) ? run.store.add(weightsMadeAt(at)) : value;
}

/** `w.requires_grad_()`: what was a tensor is weights from now on, under all its names. */
export function becomeWeights(run: Run, self: Ref, at: Span): void {
  if (mayBeLearnt(run, self)) run.store.set(self.id, weightsMadeAt(at));
}

function mayBeLearnt(run: Run, value: Value): boolean {
  const object = objectOf(run, value);
  return object === null || (object.type === 'data' && !cameFromSomewhere(object) && object.evaluations.length === 0);
}

function weightsMadeAt(at: Span): Estimator {
  return {
    type: 'estimator',
    role: 'network',
    name: NAME,
    qualified: TENSOR,
    at,
    members: [],
    settings: new Map(),
    fits: [],
    evaluating: false,
    data: null,
  };
}

export function asksForGradient(args: Arguments): boolean {
  return args.keywords.size > 0 && isTrue(argument(args, null, 'requires_grad'));
}

function weightsAmong(run: Run, values: readonly Value[]): Ref | null {
  for (const value of values) if (value.kind === 'ref' && isWeights(run.store.get(value.id))) return value;
  return null;
}

/**
 * `x @ w`, `torch.mm(x, w) + b`: the rows of x, as they come out of a network; weights and numbers are weights. Null where
 * there are no weights.
 */
export function weighted(run: Run, values: readonly Value[], at: Span): Value | null {
  const weights = weightsAmong(run, values);
  if (weights === null) return null;
  const others = values.filter((value) => value !== weights && !isWeights(objectOf(run, value)));
  const rows = others.map((value) => dataOf(run, value)).find((data) => data !== null && data.rows.atoms.length > 0);
  if (rows === null || rows === undefined) return weights;
  const object = run.store.get(weights.id);
  // The next layer of the same network, its bias or a penalty.
  if (rows.evaluations.some(({ model }) => model === NAME) || object.type !== 'estimator')
    return propagate(run, others);
  return forward(run, { ...object, id: weights.id }, rows, at);
}

/** What weights are asked: numbers about them are nothing, all else is what they met, or they themselves. */
export function weightsMethod(run: Run, self: Ref, name: string, args: Arguments): Value {
  if (/^(item|numpy|tolist|size|dim|numel|backward)$/.test(name)) return UNKNOWN;
  return weighted(run, [self, ...allArguments(args)], args.at) ?? self;
}

export function weightsAttribute(self: Ref, name: string): Value {
  if (name === 'data' || name === 'T' || name === 'mT') return self;
  return name === 'grad' || name === 'shape' || name === 'dtype' || name === 'device'
    ? UNKNOWN
    : { kind: 'bound', receiver: self, name, fn: null };
}
