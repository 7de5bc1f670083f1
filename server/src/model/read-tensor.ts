// TensorProto without its data: type, shape, and where the values lie.
import type { ByteRange, ByteSource } from './bytes';
import { elementCount, elementName, rawBytes } from './elements';
import type { ExternalData, Initializer, SparseInitializer } from './model';
import { WireReader } from './wire';

/** Fields that hold values one by one: float, int32, int64, double, uint64. */
const TYPED_DATA = new Set([4, 5, 7, 10, 11]);

/** Reads a tensor's head and skips its data, however long. */
export function readTensor(reader: WireReader): Initializer {
  return tensorFrom(reader, (visit) => reader.message(visit));
}

/** Reads a file that is one TensorProto, such as the `input_0.pb` of a test folder. */
export function readTensorFile(source: ByteSource): Initializer {
  const reader = new WireReader(source);
  return tensorFrom(reader, (visit) => {
    reader.fields(visit);
    return { start: 0, end: source.length };
  });
}

function tensorFrom(reader: WireReader, fields: (visit: (field: number) => void) => ByteRange): Initializer {
  const shape: number[] = [];
  let type = 0;
  let name = '';
  let data: ByteRange | null = null;
  let stringBytes = 0;
  let typed = false;
  let isExternal = false;
  const properties: Record<string, string> = {};

  const place = fields((field) => {
    if (TYPED_DATA.has(field)) {
      typed = true;
      reader.skip();
      return;
    }
    switch (field) {
      case 1:
        reader.eachInteger((size) => shape.push(Number(size)));
        break;
      case 2:
        type = reader.int32();
        break;
      case 6: {
        const { start, end } = reader.range();
        stringBytes += end - start;
        break;
      }
      case 8:
        name = reader.text();
        break;
      case 9:
        data = reader.range();
        break;
      case 13:
        readPair(reader, properties);
        break;
      case 14:
        isExternal = reader.int32() === 1;
        break;
      default:
        reader.skip();
    }
  });

  const elementType = elementName(type);
  const external = isExternal ? externalData(properties) : null;
  const whole = rawBytes(elementType, elementCount(shape));
  return {
    name,
    elementType,
    shape,
    byteLength: storedBytes(),
    data: external ? null : data,
    external,
    place,
  };

  function storedBytes(): number {
    if (external) return external.length ?? whole;
    if (data) return data.end - data.start;
    return typed ? whole : stringBytes;
  }
}

export function readSparseTensor(reader: WireReader): SparseInitializer {
  let values: Initializer = EMPTY;
  let indices: Initializer = EMPTY;
  const shape: number[] = [];
  reader.message((field) => {
    if (field === 1) values = readTensor(reader);
    else if (field === 2) indices = readTensor(reader);
    else if (field === 3) reader.eachInteger((size) => shape.push(Number(size)));
    else reader.skip();
  });
  return { name: values.name, shape, values, indices };
}

/** StringStringEntryProto, put into `into`; the last of equal keys stays. */
export function readPair(reader: WireReader, into: Record<string, string>): void {
  let key = '';
  let value = '';
  reader.message((field) => {
    if (field === 1) key = reader.text();
    else if (field === 2) value = reader.text();
    else reader.skip();
  });
  // A plain assignment to `__proto__` would set the prototype instead of a key.
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

const EMPTY: Initializer = {
  name: '',
  elementType: 'undefined',
  shape: [0],
  byteLength: 0,
  data: null,
  external: null,
  place: null,
};

function externalData(properties: Readonly<Record<string, string>>): ExternalData {
  const length = wholeNumber(properties['length']);
  return { location: properties['location'] ?? '', offset: wholeNumber(properties['offset']) ?? 0, length };
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d+$/.test(text)) return null;
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}
