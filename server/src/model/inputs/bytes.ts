// Bytes as a tensor: a text or a file for an input of whole numbers, cut or filled up to its size.
import { elementCount, isInteger } from '../elements';
import type { ValueInfo } from '../model';
import { attempt, fail } from '../problem';
import type { Result } from '../problem';
import { emptyData } from '../values';
import type { TensorValue } from '../values';

/** Each byte is one element. What is longer than the input is cut; what is shorter is followed by zeros. */
export function bytesTensor(input: ValueInfo, bytes: Uint8Array, given?: readonly number[]): Result<TensorValue> {
  const what = `The bytes for \`${input.name}\` could not be used.`;
  return attempt('bad-value', what, () => {
    const { type } = input;
    if (type.kind !== 'tensor' || !isInteger(type.elementType) || /int[24]$/.test(type.elementType)) {
      return fail('bad-value', what, 'It takes no whole numbers.', 'Choose another way to fill it.');
    }
    const shape = shapeFor(type.shape, bytes.length, given);
    const data = emptyData(type.elementType, elementCount(shape));
    if (!data || Array.isArray(data))
      return fail('bad-value', what, `It is ${type.elementType}.`, 'Use another model.');
    const target = data as { [index: number]: number | bigint };
    const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
    const end = Math.min(bytes.length, data.length);
    for (let index = 0; index < end; index++) target[index] = isWide ? BigInt(bytes[index]!) : bytes[index]!;
    return { kind: 'tensor', elementType: type.elementType, shape, data };
  });
}

/** Where the last axis is open it takes all bytes; what is open before it is 1. */
function shapeFor(
  declared: readonly (number | string | null)[] | null,
  length: number,
  given: readonly number[] | undefined,
): readonly number[] {
  if (!declared) return given ?? [length];
  const last = declared.length - 1;
  return declared.map((size, axis) =>
    typeof size === 'number' ? size : axis === last ? length : (given?.[axis] ?? 1),
  );
}
