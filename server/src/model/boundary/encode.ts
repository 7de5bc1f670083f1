// Protobuf out: the few ONNX messages that a rewriting of the boundary adds to a model.
import { elementNumber } from '../elements';
import type { Dimension, ElementType, ValueType } from '../model';

export type Bytes = Uint8Array;

const utf8 = new TextEncoder();

/** int64 as protobuf writes it: negative numbers take ten bytes. */
export function varint(value: number | bigint): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export function concat(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

/** The tag and length in front of a length-delimited field. */
export const header = (field: number, length: number): Bytes => concat(varint(field * 8 + 2), varint(length));

export const bytesField = (field: number, content: Bytes): Bytes => concat(header(field, content.length), content);
export const textField = (field: number, text: string): Bytes => bytesField(field, utf8.encode(text));
export const intField = (field: number, value: number | bigint): Bytes => concat(varint(field * 8), varint(value));

/** ModelProto.graph, which merges with the graph that is already there. */
export const modelGraph = (...parts: readonly Bytes[]): Bytes => bytesField(7, concat(...parts));
export const modelOpset = (domain: string, version: number): Bytes =>
  bytesField(8, concat(textField(1, domain), intField(2, version)));

export const graphNode = (content: Bytes): Bytes => bytesField(1, content);
export const graphName = (name: string): Bytes => textField(2, name);
export const graphInput = (value: Bytes): Bytes => bytesField(11, value);
export const graphOutput = (value: Bytes): Bytes => bytesField(12, value);

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...attributes: readonly Bytes[]
): Bytes {
  return concat(
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(3, `heldout/${operator}/${outputs[0] ?? ''}`),
    textField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
  );
}

const attribute = (name: string, type: number, content: Bytes): Bytes =>
  concat(textField(1, name), content, intField(20, type));

export const intAttribute = (name: string, value: number): Bytes => attribute(name, 2, intField(3, value));
export const tensorAttribute = (name: string, tensor: Bytes): Bytes => attribute(name, 4, bytesField(5, tensor));
export const graphAttribute = (name: string, ...parts: readonly Bytes[]): Bytes =>
  attribute(name, 5, bytesField(6, concat(...parts)));
export const typeAttribute = (name: string, type: ValueType): Bytes =>
  attribute(name, 13, bytesField(14, typeProto(type)));

/** A tensor of one dimension without elements. */
export const emptyTensor = (type: ElementType): Bytes => concat(intField(1, 0), intField(2, elementNumber(type)));

export const int64Tensor = (values: readonly number[]): Bytes =>
  concat(intField(1, values.length), intField(2, 7), ...values.map((value) => intField(7, value)));

export const constant = (output: string, tensor: Bytes): Bytes =>
  node('Constant', [], [output], tensorAttribute('value', tensor));

/** ValueInfoProto; without a type the runtime infers it. */
export const valueInfo = (name: string, type?: ValueType): Bytes =>
  type ? concat(textField(1, name), bytesField(2, typeProto(type))) : textField(1, name);

export function typeProto(type: ValueType): Bytes {
  switch (type.kind) {
    case 'tensor':
      return bytesField(1, tensorType(type.elementType, type.shape));
    case 'sparse-tensor':
      return bytesField(8, tensorType(type.elementType, type.shape));
    case 'sequence':
      return bytesField(4, bytesField(1, typeProto(type.element)));
    case 'map':
      return bytesField(5, concat(intField(1, elementNumber(type.key)), bytesField(2, typeProto(type.value))));
    case 'optional':
      return bytesField(9, bytesField(1, typeProto(type.element)));
    case 'unknown':
      return new Uint8Array(0);
  }
}

function tensorType(elementType: ElementType, shape: readonly Dimension[] | null): Bytes {
  const element = intField(1, elementNumber(elementType));
  if (!shape) return element;
  return concat(element, bytesField(2, concat(...shape.map((size) => bytesField(1, dimension(size))))));
}

function dimension(size: Dimension): Bytes {
  if (typeof size === 'number') return intField(1, size);
  return size === null ? new Uint8Array(0) : textField(2, size);
}
