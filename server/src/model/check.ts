// Check: a value against the input it is meant for, with a fault that names the input, before anything runs.
import { describeType } from './boundary/inputs';
import { elementCount } from './elements';
import type { Dimension, Model, TensorType, ValueInfo, ValueType } from './model';
import { fail } from './problem';
import { emptyData, partsOf } from './values';
import type { TensorValue, Value } from './values';

/** Names that are no input of the model: the runtime would ignore them silently, and Python refuses them. */
export function checkNames(model: Model, names: Iterable<string>): void {
  const known = model.graph.inputs.map((input) => input.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    fail(
      'unknown-input',
      `The model has no input \`${name}\`.`,
      `Its inputs are ${known.map((one) => `\`${one}\``).join(', ') || 'none'}.`,
      'Correct the name.',
    );
  }
}

/** Throws a problem where the value cannot be fed to the input. */
export function checkInput(input: ValueInfo, value: Value): void {
  checkType(input.name, input.type, value);
}

function checkType(name: string, type: ValueType, value: Value): void {
  if (type.kind === 'tensor' && value.kind === 'tensor') checkTensor(name, type, value);
  else if (type.kind === 'sequence' && value.kind === 'sequence') {
    for (const element of value.elements) checkType(name, type.element, element);
  } else if (type.kind === 'optional') {
    const content = value.kind === 'optional' ? value.element : value;
    if (content) checkType(name, type.element, content);
  } else if (type.kind !== value.kind && type.kind !== 'unknown') {
    fail(
      'wrong-type',
      `The input \`${name}\` takes a ${type.kind}.`,
      `A ${value.kind} was given.`,
      'Change the value.',
    );
  }
}

function checkTensor(name: string, type: TensorType, value: TensorValue): void {
  if (value.elementType !== type.elementType) {
    fail(
      'wrong-type',
      `The input \`${name}\` takes ${type.elementType}.`,
      `${value.elementType} was given.`,
      `Convert the values; in numpy: x.astype(np.${type.elementType}).`,
    );
  }
  const wanted = `The input \`${name}\` has the shape ${describeType(type).replace(type.elementType, '') || '[…]'}.`;
  const given = `[${value.shape.join(', ')}]`;
  if (type.shape && !fits(type.shape, value.shape)) {
    fail('wrong-shape', wanted, `A tensor of the shape ${given} was given.`, 'Reshape it, or add the missing axes.');
  }
  const count = elementCount(value.shape) * partsOf(value.elementType);
  const valid = value.shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!valid || value.data.length !== count) {
    fail(
      'wrong-shape',
      `The value for the input \`${name}\` does not fit its own shape.`,
      `The shape ${given} needs ${count} values; ${value.data.length} were given.`,
      'Correct the shape or the values.',
    );
  }
  const expected = emptyData(value.elementType, 0);
  if (!expected || expected.constructor !== value.data.constructor) {
    fail(
      'bad-value',
      `The values for the input \`${name}\` are in the wrong kind of array.`,
      `${value.elementType} is held in ${expected?.constructor.name ?? 'no array'}.`,
      'This is a fault of the caller.',
    );
  }
}

const fits = (shape: readonly Dimension[], sizes: readonly number[]): boolean =>
  shape.length === sizes.length && shape.every((size, axis) => typeof size !== 'number' || size === sizes[axis]);
