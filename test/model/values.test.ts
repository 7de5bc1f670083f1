// Values: weights by page, small floats, typed text, .npy and .pb files, comparison.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { difference } from '../../server/src/model/compare';
import { classNames } from '../../server/src/model/labels';
import type { Initializer, ValueType } from '../../server/src/model/model';
import { readNpy } from '../../server/src/model/npy';
import { parseValue } from '../../server/src/model/parse';
import { readValueFile } from '../../server/src/model/pb';
import type { Result } from '../../server/src/model/problem';
import { readTensorFile } from '../../server/src/model/read-tensor';
import { decodeFloat16, encodeFloat16, floatDecoder } from '../../server/src/model/small-floats';
import type { TensorData, TensorValue, Value } from '../../server/src/model/values';
import { readTensorValue, readWeights } from '../../server/src/model/weights';
import { encode } from './schema';

function unwrap<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
  return result.value;
}

const floats = (shape: readonly number[], values: readonly number[]): TensorValue => ({
  kind: 'tensor',
  elementType: 'float32',
  shape,
  data: Float32Array.from(values),
});

describe('weights', () => {
  function stored(fields: object): { bytes: Uint8Array; tensor: Initializer } {
    const bytes = encode('TensorProto', fields);
    return { bytes, tensor: readTensorFile(sourceOf(bytes)) };
  }
  const valuesOf = (fields: object): TensorData => {
    const { bytes, tensor } = stored(fields);
    return unwrap(readTensorValue(sourceOf(bytes), tensor)).data;
  };
  const raw = (data: ArrayBufferView<ArrayBuffer>): Uint8Array => new Uint8Array(data.buffer);

  it('of every type are the same from raw bytes and from typed fields', () => {
    const cases: readonly (readonly [number, object, object, TensorData])[] = [
      [1, { float_data: [1.5, -2] }, Float32Array.from([1.5, -2]), Float32Array.from([1.5, -2])],
      [2, { int32_data: [0, 255] }, Uint8Array.from([0, 255]), Uint8Array.from([0, 255])],
      [3, { int32_data: [-128, 127] }, Int8Array.from([-128, 127]), Int8Array.from([-128, 127])],
      [4, { int32_data: [0, 65535] }, Uint16Array.from([0, 65535]), Uint16Array.from([0, 65535])],
      [5, { int32_data: [-5, 5] }, Int16Array.from([-5, 5]), Int16Array.from([-5, 5])],
      [6, { int32_data: [-7, 7] }, Int32Array.from([-7, 7]), Int32Array.from([-7, 7])],
      [
        7,
        { int64_data: ['-9007199254740993', 2] },
        BigInt64Array.from([-9007199254740993n, 2n]),
        BigInt64Array.from([-9007199254740993n, 2n]),
      ],
      [9, { int32_data: [1, 0] }, Uint8Array.from([1, 0]), Uint8Array.from([1, 0])],
      [10, { int32_data: [0x3c00, 0xc000] }, Uint16Array.from([0x3c00, 0xc000]), Uint16Array.from([0x3c00, 0xc000])],
      [11, { double_data: [0.1, -2] }, Float64Array.from([0.1, -2]), Float64Array.from([0.1, -2])],
      [12, { uint64_data: [1, 4294967295] }, Uint32Array.from([1, 4294967295]), Uint32Array.from([1, 4294967295])],
      [
        13,
        { uint64_data: ['18446744073709551615', 0] },
        BigUint64Array.from([2n ** 64n - 1n, 0n]),
        BigUint64Array.from([2n ** 64n - 1n, 0n]),
      ],
      [16, { int32_data: [0x3fc0, 0xc000] }, Uint16Array.from([0x3fc0, 0xc000]), Float32Array.from([1.5, -2])],
      [17, { int32_data: [0x3c, 0xc0] }, Uint8Array.from([0x3c, 0xc0]), Float32Array.from([1.5, -2])],
      [19, { int32_data: [0x3e, 0xc0] }, Uint8Array.from([0x3e, 0xc0]), Float32Array.from([1.5, -2])],
      [21, { int32_data: [0xf3] }, Uint8Array.from([0xf3]), Uint8Array.from([3, 15])],
      [22, { int32_data: [0x87] }, Uint8Array.from([0x87]), Int8Array.from([7, -8])],
      [23, { int32_data: [0xf3] }, Uint8Array.from([0xf3]), Float32Array.from([1.5, -6])],
      [26, { int32_data: [0b1001] }, Uint8Array.from([0b1001]), Int8Array.from([1, -2])],
    ];
    for (const [type, typed, rawValues, expected] of cases) {
      assert.ok(ArrayBuffer.isView(rawValues));
      const bytes = new Uint8Array(rawValues.buffer);
      assert.deepEqual(valuesOf({ dims: [2], data_type: type, ...typed }), expected, `typed ${type}`);
      assert.deepEqual(valuesOf({ dims: [2], data_type: type, raw_data: bytes }), expected, `raw ${type}`);
    }
  });

  it('of complex numbers come in pairs, strings as strings', () => {
    assert.deepEqual(valuesOf({ dims: [1], data_type: 14, float_data: [1, -2] }), Float32Array.from([1, -2]));
    const words = ['a', 'é'].map((word) => new TextEncoder().encode(word));
    assert.deepEqual(valuesOf({ dims: [2], data_type: 8, string_data: words }), ['a', 'é']);
  });

  it('are read by page, also where elements share a byte', () => {
    const numbers = Float32Array.from({ length: 1000 }, (_, index) => index);
    const { bytes, tensor } = stored({ dims: [10, 100], data_type: 1, raw_data: raw(numbers) });
    const page = unwrap(readWeights(sourceOf(bytes), tensor, { first: 995, count: 100 }));
    assert.deepEqual(page, { total: 1000, first: 995, data: Float32Array.from([995, 996, 997, 998, 999]) });
    const nibbles = stored({ dims: [5], data_type: 21, raw_data: Uint8Array.from([0x21, 0x43, 0x05]) });
    const odd = unwrap(readWeights(sourceOf(nibbles.bytes), nibbles.tensor, { first: 1, count: 3 }));
    assert.deepEqual(odd.data, Uint8Array.from([2, 3, 4]));
  });

  it('in another file are read from their offset', () => {
    const bytes = encode('TensorProto', {
      dims: [2],
      data_type: 1,
      data_location: 1,
      external_data: [
        { key: 'location', value: 'w.bin' },
        { key: 'offset', value: '4' },
      ],
    });
    const file = raw(Float32Array.from([1, 2, 3]));
    const page = unwrap(readWeights(sourceOf(file), readTensorFile(sourceOf(bytes))));
    assert.deepEqual(page.data, Float32Array.from([2, 3]));
  });

  it('that are not all there are a problem, not zeros', () => {
    const { bytes, tensor } = stored({ dims: [4], data_type: 1, raw_data: new Uint8Array(8) });
    const result = readWeights(sourceOf(bytes), tensor);
    assert.ok(!result.ok && result.problem.kind === 'truncated');
    assert.match(result.problem.why, /needs 16 bytes; 8 are stored/);
  });
});

describe('small floats', () => {
  it('decode to the values of the ONNX tables', () => {
    const cases: readonly (readonly [string, number, number])[] = [
      ['float16', 0x3555, 0.333251953125],
      ['float16', 0x0001, 2 ** -24],
      ['float16', 0xfc00, -Infinity],
      ['bfloat16', 0x7f80, Infinity],
      ['float8e4m3fn', 0x7e, 448],
      ['float8e4m3fn', 0x7f, NaN],
      ['float8e4m3fn', 0x01, 2 ** -9],
      ['float8e4m3fnuz', 0x7f, 240],
      ['float8e4m3fnuz', 0x80, NaN],
      ['float8e5m2', 0x7b, 57344],
      ['float8e5m2', 0x7c, Infinity],
      ['float8e5m2', 0xff, NaN],
      ['float8e5m2fnuz', 0x7f, 57344],
      ['float8e8m0', 0, 2 ** -127],
      ['float8e8m0', 0xff, NaN],
      ['float4e2m1', 0b0111, 6],
      ['float4e2m1', 0b1001, -0.5],
    ];
    for (const [type, bits, expected] of cases) assert.equal(floatDecoder(type)!(bits), expected, `${type} ${bits}`);
  });

  it('encode float16 as the inverse of decoding, for all 65,536 patterns', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = decodeFloat16(bits);
      if (Number.isNaN(value)) assert.ok(Number.isNaN(decodeFloat16(encodeFloat16(value))));
      else assert.equal(encodeFloat16(value), bits, `${bits} ${value}`);
    }
  });

  it('encode float16 to the nearest, ties to even', () => {
    const cases = [
      [65519, 0x7bff],
      [65520, 0x7c00],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [2 ** -25, 0],
      [2 ** -25 * 1.5, 1],
    ] as const;
    for (const [value, bits] of cases) assert.equal(encodeFloat16(value), bits, String(value));
  });
});

describe('typed values', () => {
  const input = (elementType: string, shape: readonly (number | string | null)[] | null) => ({
    name: 'x',
    type: { kind: 'tensor', elementType, shape } as ValueType,
    description: '',
  });
  const parse = (text: string, elementType = 'float32', shape: readonly (number | string | null)[] | null = null) =>
    parseValue(input(elementType, shape), text);
  const tensorOf = (result: Result<Value>): TensorValue => {
    const value = unwrap(result);
    assert.ok(value.kind === 'tensor');
    return value;
  };

  it('are JSON, or numbers with commas or blanks', () => {
    for (const text of ['[[1, 2], [3, 4]]', ' [[1 2],[3 4]] ', '[[1.0,2e0],[3,4]]']) {
      assert.deepEqual(unwrap(parse(text)), floats([2, 2], [1, 2, 3, 4]));
    }
    assert.deepEqual(unwrap(parse('5.1, 3.5 1.4 .2', 'float32', ['n', 4])), floats([1, 4], [5.1, 3.5, 1.4, 0.2]));
    assert.deepEqual(unwrap(parse('[1,2,3,4,5,6]', 'float32', [null, 3])), floats([2, 3], [1, 2, 3, 4, 5, 6]));
    assert.deepEqual(tensorOf(parse('[1,2,3]', 'float32', ['batch', 'tokens'])).shape, [1, 3]);
    assert.deepEqual(unwrap(parse('7', 'float32', [])), floats([], [7]));
    assert.deepEqual(unwrap(parse('[]', 'float32', ['n'])), floats([0], []));
    assert.deepEqual(tensorOf(parse('nan, -inf, Infinity')).data, Float32Array.from([NaN, -Infinity, Infinity]));
  });

  it('keep their type: all 64 bits, booleans, float16, words', () => {
    assert.deepEqual(
      tensorOf(parse('[9007199254740993, -1]', 'int64')).data,
      BigInt64Array.from([9007199254740993n, -1n]),
    );
    assert.deepEqual(tensorOf(parse('true, 0, False', 'bool')).data, Uint8Array.from([1, 0, 0]));
    assert.deepEqual(tensorOf(parse('1.5', 'float16')).data, Uint16Array.from([0x3e00]));
    assert.deepEqual(tensorOf(parse(`["a,b", 'c', d, "\\u00e9\\n"]`, 'string')).data, ['a,b', 'c', 'd', 'é\n']);
  });

  it('are sequences, optionals and maps where the input is', () => {
    const tensor = input('float32', null).type;
    const of = (type: ValueType, text: string) => unwrap(parseValue({ name: 'x', type, description: '' }, text));
    assert.deepEqual(of({ kind: 'sequence', element: tensor }, '[[1,2],[3]]'), {
      kind: 'sequence',
      elementType: 'float32',
      elements: [floats([2], [1, 2]), floats([1], [3])],
    });
    assert.deepEqual(of({ kind: 'optional', element: tensor }, 'null'), { kind: 'optional', element: null });
    assert.deepEqual(of({ kind: 'map', key: 'int64', value: tensor }, '{3: 1.5, "4": 2}'), {
      kind: 'map',
      key: 'int64',
      value: 'float32',
      entries: [
        [3n, 1.5],
        [4n, 2],
      ],
    });
  });

  it('that are wrong say why', () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['[[1, 2], [3]]', 'float32', /different lengths/],
      ['[1, [2]]', 'float32', /side by side/],
      ['[1', 'float32', /not closed/],
      ['1]', 'float32', /closes nothing/],
      ['{"a": 1}', 'float32', /no tensor/],
      ['abc', 'float32', /`abc` is no number/],
      ['1.5', 'int64', /no whole number/],
      ['256', 'uint8', /does not fit into uint8/],
      ['-129', 'int8', /does not fit into int8/],
      ['yes', 'bool', /neither true nor false/],
    ];
    for (const [text, type, why] of cases) {
      const result = parse(text, type);
      assert.ok(!result.ok, text);
      assert.match(result.problem.why, why);
    }
    const result = parseValue(input('float32', null), '1,2,3', [2, 2]);
    assert.ok(!result.ok && /needs 4 values; 3/.test(result.problem.why));
    assert.ok(!parse('['.repeat(100_000)).ok);
  });
});

describe('.npy files', () => {
  function npy(header: string, body: Uint8Array, version = 1): Uint8Array {
    const text = Buffer.from(header);
    const length = Buffer.alloc(version === 1 ? 2 : 4);
    if (version === 1) length.writeUInt16LE(text.length);
    else length.writeUInt32LE(text.length);
    return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Uint8Array.from([version, 0]), length, text, body]);
  }
  const bytesOf = (data: Float32Array | Int32Array | Uint32Array): Uint8Array => new Uint8Array(data.buffer);

  it('are read in every version, order and byte order', () => {
    const body = bytesOf(Float32Array.from([1, 2, 3, 4, 5, 6]));
    for (const version of [1, 2]) {
      const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
      assert.deepEqual(unwrap(readNpy(npy(header, body, version))), floats([2, 3], [1, 2, 3, 4, 5, 6]));
    }
    const columns = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", body);
    assert.deepEqual(unwrap(readNpy(columns)), floats([2, 3], [1, 3, 5, 2, 4, 6]));
    const big = npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", Uint8Array.from([0x3f, 0xc0, 0, 0]));
    assert.deepEqual(unwrap(readNpy(big)), floats([1], [1.5]));
    const scalar = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", body.slice(0, 4));
    assert.deepEqual(unwrap(readNpy(scalar)), floats([], [1]));
  });

  it('hold strings too', () => {
    const body = bytesOf(Uint32Array.from([97, 98, 0, 0x1f600, 0, 0]));
    const value = unwrap(readNpy(npy("{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }", body)));
    assert.deepEqual(value.data, ['ab', '😀']);
  });

  it('that are none, cut, or of objects are refused', () => {
    const whole = "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }";
    const cases = [
      new Uint8Array(4),
      npy(whole, new Uint8Array(8)),
      npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
    ];
    for (const bytes of cases) assert.ok(!readNpy(bytes).ok);
  });
});

describe('.pb files', () => {
  const one = { dims: [2], data_type: 1, float_data: [1, 2] };
  const tensor: ValueType = { kind: 'tensor', elementType: 'float32', shape: null };

  it('hold tensors, sequences, optionals and maps', () => {
    const read = (name: string, fields: object, type: ValueType) => unwrap(readValueFile(encode(name, fields), type));
    assert.deepEqual(read('TensorProto', one, tensor), floats([2], [1, 2]));
    const sequence: ValueType = { kind: 'sequence', element: tensor };
    const value = { kind: 'sequence', elementType: 'float32', elements: [floats([2], [1, 2])] };
    assert.deepEqual(read('SequenceProto', { elem_type: 1, tensor_values: [one] }, sequence), value);
    assert.deepEqual(read('SequenceProto', { elem_type: 1 }, sequence), { ...value, elements: [] });
    const optional = (fields: object, element: ValueType) =>
      read('OptionalProto', fields, { kind: 'optional', element });
    assert.deepEqual(optional({ elem_type: 1, tensor_value: one }, tensor), {
      kind: 'optional',
      element: floats([2], [1, 2]),
    });
    assert.deepEqual(optional({ elem_type: 3, sequence_value: { tensor_values: [one] } }, sequence), {
      kind: 'optional',
      element: value,
    });
    assert.deepEqual(optional({ elem_type: 1 }, tensor), { kind: 'optional', element: null });
    const maps = read(
      'SequenceProto',
      {
        elem_type: 4,
        map_values: [{ key_type: 7, keys: [5, 6], values: { elem_type: 1, tensor_values: [one] } }],
      },
      { kind: 'sequence', element: { kind: 'map', key: 'int64', value: tensor } },
    );
    assert.deepEqual(maps, [
      {
        kind: 'map',
        key: 'int64',
        value: 'float32',
        entries: [
          [5n, 1],
          [6n, 2],
        ],
      },
    ]);
  });
});

describe('comparing with what was expected', () => {
  it('allows the tolerance of ONNX’s own test, and no more', () => {
    assert.equal(difference(floats([2], [1, 100]), floats([2], [1.0009, 99.91])), null);
    assert.match(difference(floats([2], [1, 100]), floats([2], [1.0011, 100]))!, /1 of 2 values differ; value 0/);
    assert.equal(difference(floats([2], [NaN, Infinity]), floats([2], [NaN, Infinity])), null);
    assert.notEqual(difference(floats([1], [Infinity]), floats([1], [-Infinity])), null);
    assert.notEqual(difference(floats([1], [1]), floats([1], [NaN])), null);
  });

  it('wants the same types, shapes and kinds', () => {
    const double: TensorValue = { kind: 'tensor', elementType: 'float64', shape: [1], data: Float64Array.from([1]) };
    assert.match(difference(floats([1], [1]), double)!, /type float64 instead of float32/);
    assert.match(difference(floats([1, 1], [1]), floats([1], [1]))!, /shape \[1\] instead of \[1, 1\]/);
    assert.match(difference({ kind: 'optional', element: null }, floats([1], [1]))!, /tensor instead of optional/);
    assert.notEqual(
      difference({ kind: 'optional', element: null }, { kind: 'optional', element: floats([1], [1]) }),
      null,
    );
    const pair: Value = { kind: 'sequence', elementType: 'float32', elements: [floats([1], [1]), floats([1], [2])] };
    assert.match(difference(pair, { ...pair, elements: pair.elements.slice(1) })!, /1 tensors .* instead of 2/);
    assert.match(difference(pair, { ...pair, elements: [floats([1], [1]), floats([1], [3])] })!, /tensor 1/);
    const words = (data: readonly string[]): Value => ({ kind: 'tensor', elementType: 'string', shape: [1], data });
    assert.notEqual(difference(words(['a']), words(['b'])), null);
    assert.equal(difference(words(['a']), words(['a'])), null);
  });

  it('compares the maps of a ZipMap with scores and labels', () => {
    const scores: Value = { kind: 'scores', labels: ['a', 'b'], scores: floats([1, 2], [0.25, 0.75]) };
    const map = (a: number): Value => ({
      kind: 'map',
      key: 'string',
      value: 'float32',
      entries: [
        ['b', 0.75],
        ['a', a],
      ],
    });
    const maps = (a: number) => [map(a)].filter((one) => one.kind === 'map');
    assert.equal(difference(maps(0.25), scores), null);
    assert.match(difference(maps(0.5), scores)!, /a is 0.25 instead of 0.5/);
  });
});

describe('class names', () => {
  it('are found in metadata, as exporters write them', () => {
    assert.deepEqual(classNames({ names: `{0: 'person', 1: "bird's nest", 2: 'it\\'s'}` }), [
      'person',
      "bird's nest",
      "it's",
    ]);
    assert.deepEqual(classNames({ labels: '["cat", "dog"]' }), ['cat', 'dog']);
    assert.deepEqual(classNames({ id2label: '{"0": "no", "1": "yes"}' }), ['no', 'yes']);
    assert.deepEqual(classNames({ classes: 'cat, dog' }), ['cat', 'dog']);
    assert.deepEqual(classNames({ names: "{1000000000: 'far'}" }), []);
    assert.deepEqual(classNames({ author: 'x' }), []);
  });
});
