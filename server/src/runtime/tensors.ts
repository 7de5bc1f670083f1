// Tensors between our plain values and ONNX Runtime's own class.
import type { ElementType } from '../model/model';
import { fail } from '../model/problem';
import { isTensorData } from '../model/values';
import type { TensorData, TensorValue } from '../model/values';
import type { Backend, RuntimeTensor } from './backend';

type Float16Constructor = new (buffer: ArrayBufferLike, at: number, length: number) => ArrayBufferView;

declare global {
  /** Newer Nodes hold float16 in an array of its own, over the same bits. */
  // oxlint-disable-next-line no-var -- a global can be declared in no other way
  var Float16Array: Float16Constructor | undefined;
}

const Float16 = globalThis.Float16Array;

export function toRuntime(backend: Backend, { elementType, data, shape }: TensorValue): RuntimeTensor {
  if (elementType === 'float16' && Float16 && data instanceof Uint16Array) {
    return backend.tensor(elementType, new Float16(data.buffer, data.byteOffset, data.length), shape);
  }
  return backend.tensor(elementType, data, shape);
}

/** The types whose values the JavaScript interface returns; fetching int4 aborts the process. */
const RETURNED = new Set<ElementType>([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
  'string',
]);

export const canReturn = (type: string | undefined): boolean => type !== undefined && RETURNED.has(type);

export function fromRuntime(name: string, tensor: RuntimeTensor): TensorValue {
  const data = plainData(tensor.data);
  if (!data || !canReturn(tensor.type)) {
    return fail(
      'unsupported-type',
      `The result \`${name}\` cannot be shown.`,
      `The runtime returned ${tensor.type}.`,
      'Look at another tensor.',
    );
  }
  return { kind: 'tensor', elementType: tensor.type, shape: [...tensor.dims], data };
}

function plainData(data: RuntimeTensor['data']): TensorData | null {
  if (Float16 && data instanceof Float16) return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return isTensorData(data) ? data : null;
}
