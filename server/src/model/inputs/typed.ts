// An array from a file, brought to the type of the input it is for where nothing is lost by it: numpy makes float64 and
// int64 of most things.
import type { ValueInfo } from '../model';
import { fail } from '../problem';
import type { TensorValue } from '../values';

export function asTyped({ type, name }: ValueInfo, value: TensorValue): TensorValue {
  if (type.kind !== 'tensor' || type.elementType === value.elementType) return value;
  if (type.elementType === 'float32' && value.elementType === 'float64') {
    return { ...value, elementType: 'float32', data: Float32Array.from(value.data, Number) };
  }
  if (type.elementType === 'int32' && value.elementType === 'int64') {
    const data = Int32Array.from(value.data, Number);
    if (data.every((element, index) => BigInt(element) === value.data[index])) {
      return { ...value, elementType: 'int32', data };
    }
    fail('bad-value', `The file for \`${name}\` holds numbers too large.`, 'It takes int32.', 'Choose another one.');
  }
  if (type.elementType === 'int64' && value.data instanceof Int32Array) {
    return { ...value, elementType: 'int64', data: BigInt64Array.from(value.data, BigInt) };
  }
  return value;
}
