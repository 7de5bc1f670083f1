// Values of small stored tensors for shape inference, read from the model file when a rule asks for them.
import type { ByteSource } from '../bytes';
import { readWeights } from '../weights';
import type { InferOptions } from './infer';

/** Reads what is in the file itself; tensors in files beside it count as not known: shapes are stored inside. */
export function valuesFrom(source: ByteSource): InferOptions['values'] {
  return (tensor) => {
    if (tensor.external !== null || tensor.elementType === 'string') return null;
    const read = readWeights(source, tensor);
    if (!read.ok) return null;
    const { data } = read.value;
    const values: (number | bigint)[] = [];
    for (const value of data) {
      if (typeof value === 'string') return null;
      values.push(value);
    }
    return values;
  };
}
