// Values as the files of ONNX's test folders: TensorProto, SequenceProto of tensors or maps, OptionalProto.
import { bytesField, concat, intField, textField } from './boundary/encode';
import type { Bytes } from './boundary/encode';
import { elementNumber } from './elements';
import type { ScoresValue, SequenceValue, TensorValue, Value } from './values';

/** The file; null for what is not written: types that are held wider than they are (bfloat16, float8, int4), maps. */
export function writeValueFile(name: string, value: Value): Bytes | null {
  switch (value.kind) {
    case 'tensor':
      return tensorProto(name, value);
    case 'sequence':
      return sequenceProto(name, value);
    case 'scores':
      return mapsProto(name, value);
    case 'optional':
      return optionalProto(name, value.element);
    case 'map':
      return null;
  }
}

const RAW = /^(bool|u?int(8|16|32|64)|float(16|32|64)|complex(64|128))$/;

function tensorProto(name: string, { elementType, shape, data }: TensorValue): Bytes | null {
  const head = [...shape.map((size) => intField(1, size)), intField(2, elementNumber(elementType)), textField(8, name)];
  if (!ArrayBuffer.isView(data)) return concat(...head, ...[...data].map((text) => textField(6, text)));
  if (!RAW.test(elementType)) return null;
  return concat(...head, bytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
}

/** SequenceProto and OptionalProto number what they hold: 1 tensors, 3 sequences, 4 maps. */
function sequenceProto(name: string, { elements }: SequenceValue): Bytes | null {
  const tensors = elements.map((element) => tensorProto('', element));
  if (tensors.includes(null)) return null;
  return concat(textField(1, name), intField(2, 1), ...tensors.map((tensor) => bytesField(3, tensor!)));
}

function mapsProto(name: string, { labels, scores }: ScoresValue): Bytes | null {
  const width = labels.length;
  const rows = width === 0 ? 0 : scores.data.length / width;
  const isText = typeof labels[0] === 'string';
  const keys = labels.map((label) => (typeof label === 'string' ? textField(4, label) : intField(3, label)));
  const maps = Array.from({ length: rows }, (_, row) => {
    const data = Float32Array.from({ length: width }, (_unused, at) => Number(scores.data[row * width + at]));
    const values = tensorProto('', { kind: 'tensor', elementType: 'float32', shape: [width], data });
    const holder = concat(intField(2, 1), bytesField(3, values!));
    return concat(intField(2, elementNumber(isText ? 'string' : 'int64')), ...keys, bytesField(5, holder));
  });
  return concat(textField(1, name), intField(2, 4), ...maps.map((map) => bytesField(6, map)));
}

function optionalProto(name: string, element: TensorValue | SequenceValue | null): Bytes | null {
  if (element === null) return concat(textField(1, name), intField(2, 0));
  const isSequence = element.kind === 'sequence';
  const inner = isSequence ? sequenceProto('', element) : tensorProto('', element);
  return inner && concat(textField(1, name), intField(2, isSequence ? 3 : 1), bytesField(isSequence ? 5 : 3, inner));
}
