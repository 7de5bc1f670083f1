// Weights of two models set against each other: by name, else by their place at nodes that are the same.
import type { ByteSource } from '../bytes';
import { elementCount } from '../elements';
import { decodeFloat16 } from '../small-floats';
import type { Graph, Initializer } from '../model';
import { partsOf } from '../values';
import type { TensorData } from '../values';
import { readWeights } from '../weights';
import type { NodeMatch } from './matchNodes';
import type { ModelDiff, WeightChange } from './types';

/** The bytes that hold a tensor's values; null where they are not to be had. */
export type Open = (tensor: Initializer) => ByteSource | null;

/** Bytes, or elements, looked at between two pauses. */
const PIECE = 1024 * 1024;

/** Compares all weights; pauses now and then, so that whoever asks can do other things or stop. */
export function* compareWeights(
  a: { readonly graph: Graph; readonly open: Open },
  b: { readonly graph: Graph; readonly open: Open },
  match: NodeMatch,
): Generator<void, ModelDiff['weights']> {
  const left = new Map(a.graph.initializers.map((tensor) => [tensor.name, tensor]));
  const right = new Map(b.graph.initializers.map((tensor) => [tensor.name, tensor]));
  const pairs = pairsOf(a.graph, b.graph, left, right, match);
  const others = new Set(pairs.values());
  const changed: WeightChange[] = [];
  const unread: string[] = [];
  let same = 0;
  for (const [name, other] of pairs) {
    const [one, two] = [left.get(name)!, right.get(other)!];
    const types = { name, other, a: typeOf(one), b: typeOf(two) };
    if (one.elementType !== two.elementType || one.shape.join() !== two.shape.join()) {
      changed.push({ ...types, values: null });
      continue;
    }
    const [from, against] = [a.open(one), b.open(two)];
    if (from === null || against === null) {
      unread.push(name);
      continue;
    }
    if (yield* sameBytes(from, one, against, two)) same++;
    else {
      const found = yield* difference(from, one, against, two);
      if (found === 'unread') unread.push(name);
      else if (found === 'same') same++;
      else changed.push({ ...types, values: found });
    }
    yield;
  }
  return {
    same,
    onlyA: [...left.keys()].filter((name) => !pairs.has(name)),
    onlyB: [...right.keys()].filter((name) => !others.has(name)),
    changed,
    unread,
  };
}

const typeOf = ({ elementType, shape }: Initializer) => ({ elementType, shape });

function pairsOf(
  a: Graph,
  b: Graph,
  left: ReadonlyMap<string, Initializer>,
  right: ReadonlyMap<string, Initializer>,
  match: NodeMatch,
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of left.keys()) {
    // Numbered tensors of old exporters have the same name by chance.
    if (!right.has(name) || /^\d+$/.test(name)) continue;
    pairs.set(name, name);
    taken.add(name);
  }
  for (const [one, two] of match) {
    for (const [index, name] of a.nodes[one]!.inputs.entries()) {
      const other = b.nodes[two]!.inputs[index] ?? '';
      if (!left.has(name) || !right.has(other) || pairs.has(name) || taken.has(other)) continue;
      pairs.set(name, other);
      taken.add(other);
    }
  }
  for (const name of left.keys()) {
    if (!pairs.has(name) && right.has(name) && !taken.has(name)) pairs.set(name, name);
  }
  return pairs;
}

/** Stored alike and equal byte by byte; false also where they are stored in different ways. */
function* sameBytes(a: ByteSource, one: Initializer, b: ByteSource, two: Initializer): Generator<void, boolean> {
  if (one.data === null || two.data === null || one.byteLength !== two.byteLength) return false;
  for (let at = 0; at < one.byteLength; at += PIECE) {
    const end = Math.min(at + PIECE, one.byteLength);
    const left = a.read(one.data.start + at, one.data.start + end);
    const right = b.read(two.data.start + at, two.data.start + end);
    if (left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
    yield;
  }
  return true;
}

function* difference(
  a: ByteSource,
  one: Initializer,
  b: ByteSource,
  two: Initializer,
): Generator<void, WeightChange['values'] | 'same' | 'unread'> {
  const total = elementCount(one.shape);
  let absolute = 0;
  let away = 0;
  let size = 0;
  let isSame = true;
  for (let first = 0; first < total; first += PIECE) {
    const count = Math.min(PIECE, total - first);
    const left = readWeights(a, one, { first, count });
    const right = readWeights(b, two, { first, count });
    if (!left.ok || !right.ok) return 'unread';
    const [x, y] = [left.value.data, right.value.data];
    if (one.elementType === 'string') {
      if (!x.every((value: unknown, index: number) => value === y[index])) return null;
      continue;
    }
    for (let index = 0; index < count * partsOf(one.elementType); index++) {
      if (x[index] === y[index]) continue;
      const from = numberAt(one, x, index);
      const to = numberAt(one, y, index);
      if (Object.is(from, to)) continue;
      isSame = false;
      absolute = Math.max(absolute, Math.abs(from - to));
      away += (from - to) ** 2;
    }
    for (let index = 0; index < count; index++) size += numberAt(one, x, index) ** 2;
    yield;
  }
  return isSame ? 'same' : one.elementType === 'string' ? null : { absolute, relative: Math.sqrt(away / (size || 1)) };
}

function numberAt({ elementType }: Initializer, data: TensorData, index: number): number {
  return elementType === 'float16' ? decodeFloat16(Number(data[index])) : Number(data[index]);
}
