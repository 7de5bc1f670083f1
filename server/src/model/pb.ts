// Values in files of their own: TensorProto, SequenceProto, OptionalProto and MapProto, as ONNX's test folders hold them.
// Field numbers: onnx-data.proto.
import { sourceOf } from './bytes';
import type { ByteSource } from './bytes';
import { elementName } from './elements';
import type { Initializer, ValueType } from './model';
import { attempt, fail, ProblemError } from './problem';
import type { Result } from './problem';
import { readTensor, readTensorFile } from './read-tensor';
import type { MapValue, OptionalValue, SequenceValue, TensorValue, Value } from './values';
import { readTensorValue } from './weights';
import { WireReader } from './wire';

/** Reads a `.pb` file that holds a value of a type; the file itself does not say which message it is. */
export function readValueFile(bytes: Uint8Array, type: ValueType): Result<Value | readonly MapValue[]> {
  return attempt('unreadable', 'The value could not be read.', () => {
    const source = sourceOf(bytes);
    const reader = new WireReader(source);
    switch (type.kind) {
      case 'sequence':
        return type.element.kind === 'map' ? readMaps(source, reader) : readSequence(source, reader, type);
      case 'optional':
        return readOptional(source, reader, type);
      case 'map':
        return readMap(source, (visit) => reader.fields(visit), reader);
      default:
        return tensorOf(source, readTensorFile(source));
    }
  });
}

/** What a `.pb` file calls its value; '' where it does not, or cannot be read. */
export function nameInFile(bytes: Uint8Array, type: ValueType): string {
  const field = type.kind === 'sequence' || type.kind === 'optional' || type.kind === 'map' ? 1 : 8;
  let name = '';
  attempt('unreadable', '', () => {
    const reader = new WireReader(sourceOf(bytes));
    reader.fields((each) => {
      if (each === field) name = reader.text();
      else reader.skip();
    });
  });
  return name;
}

function tensorOf(source: ByteSource, stored: Initializer): TensorValue {
  const result = readTensorValue(source, stored);
  if (!result.ok) throw new ProblemError(result.problem);
  return result.value;
}

type Fields = (visit: (field: number) => void) => void;

function readSequence(source: ByteSource, reader: WireReader, type: ValueType): SequenceValue {
  return sequenceFrom(source, reader, (visit) => reader.fields(visit), type);
}

function sequenceFrom(source: ByteSource, reader: WireReader, fields: Fields, type: ValueType): SequenceValue {
  const stored: Initializer[] = [];
  fields((field) => {
    if (field === 3) stored.push(readTensor(reader));
    else if (field >= 4 && field <= 7) unsupported('a sequence of anything but tensors');
    else reader.skip();
  });
  const element = type.kind === 'sequence' ? type.element : type;
  const stated = element.kind === 'tensor' ? element.elementType : 'undefined';
  const elements = stored.map((tensor) => tensorOf(source, tensor));
  return { kind: 'sequence', elementType: elements[0]?.elementType ?? stated, elements };
}

function readOptional(source: ByteSource, reader: WireReader, type: ValueType & { kind: 'optional' }): OptionalValue {
  let element: TensorValue | SequenceValue | null = null;
  reader.fields((field) => {
    if (field === 3) {
      const stored = readTensor(reader);
      // An optional without an element is written with an empty tensor in it.
      element = stored.elementType === 'undefined' ? null : tensorOf(source, stored);
    } else if (field === 5) {
      element = sequenceFrom(source, reader, (visit) => void reader.message(visit), type.element);
    } else if (field === 4 || field > 5) unsupported('an optional of anything but a tensor or a sequence');
    else reader.skip();
  });
  return { kind: 'optional', element };
}

/** SequenceProto.map_values: what a ZipMap gives, one map for each row. */
function readMaps(source: ByteSource, reader: WireReader): MapValue[] {
  const maps: MapValue[] = [];
  reader.fields((field) => {
    if (field === 6) maps.push(readMap(source, (visit) => void reader.message(visit), reader));
    else reader.skip();
  });
  return maps;
}

function readMap(source: ByteSource, fields: Fields, reader: WireReader): MapValue {
  const keys: (string | bigint)[] = [];
  const values: (number | string)[] = [];
  let key = 'int64';
  let value = 'float32';
  fields((field) => {
    if (field === 2) key = elementName(reader.int32());
    else if (field === 3) reader.eachInteger((integer) => keys.push(integer));
    else if (field === 4) keys.push(reader.text());
    else if (field === 5) {
      const sequence = sequenceFrom(source, reader, (visit) => void reader.message(visit), { kind: 'unknown' });
      for (const tensor of sequence.elements) {
        value = tensor.elementType;
        for (const entry of tensor.data) values.push(typeof entry === 'bigint' ? Number(entry) : entry);
      }
    } else reader.skip();
  });
  return { kind: 'map', key, value, entries: keys.map((one, index) => [one, values[index] ?? 0] as const) };
}

function unsupported(what: string): never {
  fail('unsupported-type', 'The value could not be read.', `It is ${what}.`, 'Give tensors instead.');
}
