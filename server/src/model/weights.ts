// Weights by page: the values of one stored tensor, from its place in the file.
import type { ByteSource } from './bytes';
import { elementBits, elementCount } from './elements';
import type { ElementType, Initializer } from './model';
import { attempt, fail } from './problem';
import type { Result } from './problem';
import { floatDecoder } from './small-floats';
import { emptyData, partsOf } from './values';
import type { TensorData, TensorValue } from './values';
import { WireReader } from './wire';

/** Elements read at once without being asked for fewer: 64 MB of float32. */
const MOST_ELEMENTS = 16 * 1024 * 1024;

export interface WeightPage {
  /** Elements of the tensor altogether. */
  readonly total: number;
  /** Number of the first element of `data`. */
  readonly first: number;
  /** In the arrays {@link TensorData} describes. */
  readonly data: TensorData;
}

/**
 * Reads `count` elements from `first` on, in row-major order.
 * `source` is the model file, or the tensor's external file where it has one (the caller opens that one).
 */
export function readWeights(
  source: ByteSource,
  tensor: Initializer,
  page: { readonly first?: number; readonly count?: number } = {},
): Result<WeightPage> {
  return attempt('unreadable', `The values of \`${tensor.name}\` could not be read.`, () => {
    const total = elementCount(tensor.shape);
    const first = Math.min(Math.max(0, page.first ?? 0), total);
    const count = Math.min(page.count ?? MOST_ELEMENTS, MOST_ELEMENTS, total - first);
    return { total, first, data: readElements(source, tensor, first, count) };
  });
}

/** A whole tensor as a value; a fault where it is larger than a page may be. */
export function readTensorValue(source: ByteSource, tensor: Initializer): Result<TensorValue> {
  const result = readWeights(source, tensor);
  if (!result.ok) return result;
  const { data, total } = result.value;
  const { elementType, shape } = tensor;
  if (data.length === total * partsOf(elementType))
    return { ok: true, value: { kind: 'tensor', elementType, shape, data } };
  return attempt('too-large', '', () =>
    fail('too-large', 'The tensor is too large.', `It has ${total} elements.`, 'Read it page by page.'),
  );
}

function readElements(source: ByteSource, tensor: Initializer, first: number, count: number): TensorData {
  const { elementType, data, external, place } = tensor;
  if (external) {
    const end = external.length === null ? source.length : external.offset + external.length;
    return fromRaw(source, external.offset, Math.min(end, source.length), tensor, first, count);
  }
  if (data) return fromRaw(source, data.start, data.end, tensor, first, count);
  if (place) return fromFields(source, tensor, first, count);
  return emptyData(elementType, count) ?? noValues(elementType);
}

function noValues(type: ElementType): never {
  fail(
    'unsupported-type',
    `Values of the type ${type} cannot be shown.`,
    'This version does not know the type.',
    'Look for a newer version of Heldout.',
  );
}

/** Little-endian, fixed width; types below a byte are packed from the low bits up. */
function fromRaw(
  source: ByteSource,
  start: number,
  end: number,
  tensor: Initializer,
  first: number,
  count: number,
): TensorData {
  const { elementType } = tensor;
  const bits = elementBits(elementType);
  if (bits === 0) noValues(elementType);
  const from = start + Math.floor((first * bits) / 8);
  const to = start + Math.ceil(((first + count) * bits) / 8);
  if (to > end) {
    fail(
      'truncated',
      `The values of \`${tensor.name}\` are not all there.`,
      `Its shape [${tensor.shape.join(', ')}] needs ${to - start} bytes; ${end - start} are stored.`,
      'Download or export the model again.',
    );
  }
  const bytes = source.read(from, to);
  if (bytes.length < to - from) fail('truncated', 'The file ends too early.', 'It has shrunk.', 'Open it again.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return decodeAll(elementType, count, (index) => rawBits(view, bits, index, first));
}

/** Bits of one element as a number, or for 64 bits and floats the view to read from. */
type Take = (index: number) => { readonly view: DataView; readonly at: number } | number;

function rawBits(view: DataView, bits: number, index: number, first: number): ReturnType<Take> {
  if (bits >= 8) return { view, at: index * (bits / 8) };
  const perByte = 8 / bits;
  const position = (first % perByte) + index;
  const byte = view.getUint8(Math.floor(position / perByte));
  return (byte >> ((position % perByte) * bits)) & ((1 << bits) - 1);
}

function decodeAll(type: ElementType, count: number, take: Take): TensorData {
  const data = emptyData(type, count);
  if (!data || Array.isArray(data)) return noValues(type);
  const read = reader(type);
  const parts = partsOf(type);
  const target = data as { [index: number]: number | bigint };
  for (let index = 0; index < count; index++) {
    const place = take(index);
    for (let part = 0; part < parts; part++) target[index * parts + part] = read(place, part);
  }
  return data;
}

/** Gives a bigint for 64-bit integers and a number for the rest, as the type's array wants it. */
function reader(type: ElementType): (place: ReturnType<Take>, part: number) => number | bigint {
  const decode = type === 'float16' ? null : floatDecoder(type);
  const bits = elementBits(type);
  return (place, part) => {
    if (typeof place === 'number') {
      const signed = type.startsWith('int') && place >= 1 << (bits - 1) ? place - (1 << bits) : place;
      return decode ? decode(signed) : signed;
    }
    const { view, at } = place;
    if (decode) return decode(bits === 16 ? view.getUint16(at, true) : view.getUint8(at));
    return readFull(type, view, at, part);
  };
}

function readFull(type: ElementType, view: DataView, at: number, part: number): number | bigint {
  switch (type) {
    case 'float32':
    case 'complex64':
      return view.getFloat32(at + part * 4, true);
    case 'float64':
    case 'complex128':
      return view.getFloat64(at + part * 8, true);
    case 'int8':
      return view.getInt8(at);
    case 'int16':
      return view.getInt16(at, true);
    case 'uint16':
    case 'float16':
      return view.getUint16(at, true);
    case 'int32':
      return view.getInt32(at, true);
    case 'uint32':
      return view.getUint32(at, true);
    case 'int64':
      return view.getBigInt64(at, true);
    case 'uint64':
      return view.getBigUint64(at, true);
    default:
      return view.getUint8(at);
  }
}

/** TensorProto's typed fields: float_data 4, int32_data 5, string_data 6, int64_data 7, double_data 10, uint64_data 11. */
function fromFields(source: ByteSource, tensor: Initializer, first: number, count: number): TensorData {
  const { elementType } = tensor;
  const data = emptyData(elementType, count) ?? noValues(elementType);
  const wire = new WireReader(source, tensor.place ?? undefined);
  const parts = partsOf(elementType);
  const put = placer(elementType, data, first * parts, count * parts);
  wire.fields((field) => {
    if (field === 4) wire.eachFloat(put);
    else if (field === 5 || field === 7 || field === 11) wire.eachInteger(put);
    else if (field === 10) wire.eachDouble(put);
    else if (field === 6) put(wire.text());
    else wire.skip();
  });
  return data;
}

/** Takes the stored values one after another and keeps those of the page. */
function placer(
  type: ElementType,
  data: NonNullable<ReturnType<typeof emptyData>>,
  first: number,
  count: number,
): (value: number | bigint | string) => void {
  const bits = elementBits(type);
  const decode = type === 'float16' ? null : floatDecoder(type);
  const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  const target = data as { [index: number]: number | bigint | string };
  let position = 0;
  const putOne = (value: number | bigint | string): void => {
    const index = position++ - first;
    if (index >= 0 && index < count) target[index] = value;
  };
  return (value) => {
    if (typeof value === 'string') putOne(value);
    else if (wide) putOne(BigInt(value));
    else if (bits < 8 || decode) {
      // int32_data holds one byte of packed elements, or the bits of one small float, in each entry.
      const stored = Number(value) & 0xffff;
      for (let shift = 0; shift < Math.max(bits, 8); shift += bits) {
        const raw = bits >= 8 ? stored : (stored >> shift) & ((1 << bits) - 1);
        const signed = type.startsWith('int') && raw >= 1 << (bits - 1) ? raw - (1 << bits) : raw;
        putOne(decode ? decode(raw) : signed);
      }
    } else putOne(Number(value));
  };
}
