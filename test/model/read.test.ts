// The reader of models: against protobufjs with the public schema, on odd encodings, and on what is no model.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sourceOf } from '../../server/src/model/bytes';
import type { ByteSource } from '../../server/src/model/bytes';
import type { Model } from '../../server/src/model/model';
import { readModel } from '../../server/src/model/read';
import { graphsOf } from '../../server/src/model/summary';
import { readWeights } from '../../server/src/model/weights';
import { AFFINE, FLOAT, graphAttribute, INT64, intAttribute, model, node, tensor, weight, ZIPMAP } from './fixtures';
import { referenceModel } from './reference';
import { encode } from './schema';
import { sharedFiles } from './shared';

function read(bytes: Uint8Array): Model {
  const result = readModel(sourceOf(bytes));
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
  return result.value;
}

function problem(bytes: Uint8Array) {
  const result = readModel(sourceOf(bytes));
  assert.ok(!result.ok, 'it was read');
  return result.problem;
}

/** Without what protobufjs does not know: where things lie, and what follows from the rest. */
function withoutPositions(whole: Model): unknown {
  const { requiredInputs: _, ...rest } = whole;
  const plain = JSON.stringify(rest, (key, value: unknown) => {
    if (key === 'data' || key === 'place') return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
  return JSON.parse(plain);
}

const plain = (whole: object): unknown =>
  JSON.parse(JSON.stringify(whole, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)));

describe('reading a model', () => {
  it('gives what protobufjs gives with the public schema, on models of every kind', () => {
    const branch = {
      name: 'branch',
      node: [node('Identity', ['x'], ['z'])],
      output: [tensor('z', FLOAT)],
      initializer: [weight('inner', [2], [1, 2])],
    };
    const everything = model(
      {
        doc_string: 'about',
        node: [
          node('If', ['c'], ['y'], { attribute: [graphAttribute('then_branch', branch)], name: 'if', overload: 'o' }),
          node('Constant', [], ['k'], {
            attribute: [{ name: 'value', type: 4, t: { dims: [2], data_type: INT64, int64_data: [1, -2] } }],
            metadata_props: [{ key: 'namespace', value: 'a/b' }],
          }),
          node('Odd', [], ['o'], {
            domain: 'ai.onnx',
            attribute: [
              { name: 'a', type: 6, floats: [0.5, -1] },
              { name: 'b', type: 9, tensors: [weight('t', [1], [1])] },
              {
                name: 'c',
                type: 11,
                sparse_tensor: { values: weight('v', [1], [3]), indices: weight('', [1], [3]), dims: [9] },
              },
              { name: 'd', ref_attr_name: 'outer', type: 2 },
              { name: 'e', type: 10, graphs: [branch, branch] },
              intAttribute('f', -5),
            ],
          }),
        ],
        input: [tensor('x', FLOAT, ['batch', 3, '']), { name: 'none' }],
        output: [
          {
            name: 'y',
            type: {
              optional_type: { elem_type: { sequence_type: { elem_type: { tensor_type: { elem_type: 16 } } } } },
            },
          },
          { name: 's', type: { sparse_tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: -1 }] } } } },
        ],
        value_info: [tensor('k', INT64, [2])],
        initializer: [
          { name: 'typed', dims: [2, 2], data_type: FLOAT, float_data: [1, 2, 3, 4] },
          { name: 'words', dims: [2], data_type: 8, string_data: [new Uint8Array([104]), new Uint8Array([105, 105])] },
          {
            name: 'far',
            dims: [4],
            data_type: FLOAT,
            data_location: 1,
            external_data: [
              { key: 'location', value: 'far.bin' },
              { key: 'offset', value: '4096' },
              { key: 'length', value: '16' },
            ],
          },
        ],
        sparse_initializer: [{ values: weight('sparse', [1], [3]), indices: weight('', [1], [3]), dims: [4, 4] }],
        quantization_annotation: [
          { tensor_name: 'x', quant_parameter_tensor_names: [{ key: 'SCALE_TENSOR', value: 's' }] },
        ],
        metadata_props: [{ key: 'g', value: 'h' }],
      },
      {
        model_version: 3,
        metadata_props: [
          { key: 'a', value: 'b' },
          { key: '__proto__', value: 'c' },
        ],
        functions: [
          {
            name: 'f',
            domain: 'own',
            input: ['x'],
            output: ['y'],
            attribute: ['alpha'],
            attribute_proto: [intAttribute('beta', 1)],
            node: [node('Relu', ['x'], ['y'])],
            opset_import: [{ domain: '', version: 17 }],
          },
        ],
        training_info: [{ algorithm: { name: 'train', node: [node('Gradient', [], [])] } }],
      },
    );
    for (const bytes of [AFFINE, ZIPMAP, everything]) {
      assert.deepEqual(withoutPositions(read(bytes)), plain(referenceModel(bytes)));
    }
  });

  it('gives the same as protobufjs on every public model', function () {
    this.timeout(120_000);
    const files = sharedFiles(this, '.onnx');
    let compared = 0;
    for (const file of files) {
      const bytes = readFileSync(file);
      const result = readModel(sourceOf(bytes));
      if (!result.ok) {
        assert.equal(result.problem.kind, 'git-lfs-pointer', file);
        continue;
      }
      assert.deepEqual(withoutPositions(result.value), plain(referenceModel(bytes)), file);
      compared++;
    }
    assert.ok(compared > 900, `${compared} files`);
  });

  it('finds the weights where they lie: their bytes are those of the file', function () {
    this.timeout(60_000);
    for (const file of sharedFiles(this, '.onnx').slice(0, 300)) {
      const source = sourceOf(readFileSync(file));
      const result = readModel(source);
      if (!result.ok) continue;
      for (const one of [...graphsOf(result.value.graph)].flatMap((graph) => graph.initializers)) {
        if (one.external) continue;
        const page = readWeights(source, one);
        assert.ok(page.ok, `${file} ${one.name}`);
        assert.equal(page.value.data.length, page.value.total, `${file} ${one.name}`);
      }
    }
  });

  it('merges the parts of a graph that comes in several fields', () => {
    const more = encode('ModelProto', {
      graph: { output: [tensor('doubled', FLOAT)], node: [node('Neg', ['y'], ['z'])] },
    });
    const whole = read(Buffer.concat([AFFINE, more]));
    assert.deepEqual(
      whole.graph.outputs.map(({ name }) => name),
      ['y', 'doubled'],
    );
    assert.equal(whole.graph.nodes.length, 3);
    assert.equal(whole.graph.name, 'main');
  });

  it('reads sizes written one by one as well as packed', () => {
    const packed = encode('TensorProto', { dims: [3, 5], data_type: FLOAT, name: 'w' });
    assert.deepEqual([...packed.subarray(0, 4)], [0x0a, 2, 3, 5]);
    const unpacked = Uint8Array.from([0x08, 3, 0x08, 5, ...packed.subarray(4)]);
    const shapes = [packed, unpacked].map((bytes) => {
      const wrapped = Buffer.concat([Uint8Array.from([0x2a, bytes.length]), bytes]);
      const graph = Buffer.concat([Uint8Array.from([0x3a, wrapped.length]), wrapped]);
      return read(Buffer.concat([Uint8Array.from([0x08, 8]), graph])).graph.initializers[0]!.shape;
    });
    assert.deepEqual(shapes, [
      [3, 5],
      [3, 5],
    ]);
  });

  it('takes attributes without a type by the field that is there (IR version 1)', () => {
    const old = model({ node: [node('A', [], [], { attribute: [{ name: 'i', i: 7 }] })] });
    assert.deepEqual(read(old).graph.nodes[0]!.attributes[0], { name: 'i', value: { kind: 'int', value: 7n } });
  });

  it('keeps only the beginning of very long lists, and says how long they are', () => {
    const ints = Array.from({ length: 100_000 }, (_, index) => index);
    const long = model({ node: [node('Tree', [], [], { attribute: [{ name: 'ids', type: 7, ints }] })] });
    const attribute = read(long).graph.nodes[0]!.attributes[0]!.value;
    assert.ok(attribute.kind === 'ints');
    assert.equal(attribute.count, 100_000);
    assert.equal(attribute.values.length, 65_536);
  });

  it('takes inputs with a stored value for optional', () => {
    const bytes = model({ input: [tensor('x', FLOAT), tensor('w', FLOAT)], initializer: [weight('w', [1], [1])] });
    assert.deepEqual(
      read(bytes).requiredInputs.map(({ name }) => name),
      ['x'],
    );
  });

  it('never reads weights: of 64 MB it touches less than one', () => {
    const big = new Uint8Array(64 * 1024 * 1024);
    const large = model({ initializer: [{ name: 'w', dims: [big.length / 4], data_type: FLOAT, raw_data: big }] });
    let touched = 0;
    const source: ByteSource = {
      length: large.length,
      read(start, end) {
        touched += end - start;
        return large.subarray(start, end);
      },
    };
    const result = readModel(source);
    assert.ok(result.ok);
    const stored = result.value.graph.initializers[0]!;
    assert.equal(stored.byteLength, big.length);
    assert.equal(stored.data!.end - stored.data!.start, big.length);
    assert.ok(touched < 100_000, `${touched} bytes`);
  });

  it('reads an ORT file: the same inputs, outputs and operators as the ONNX file it was made from', function () {
    const [ort] = sharedFiles(this, 'mnist.basic.ort');
    const [onnx] = sharedFiles(this, 'vision/mnist-8.onnx');
    const fromOrt = read(readFileSync(ort!));
    const fromOnnx = read(readFileSync(onnx!));
    assert.equal(fromOrt.format, 'ort');
    assert.deepEqual(fromOrt.requiredInputs, fromOnnx.requiredInputs);
    assert.deepEqual(fromOrt.graph.outputs, fromOnnx.graph.outputs);
    assert.ok(fromOrt.graph.nodes.some(({ operator }) => operator === 'MaxPool'));
    assert.ok(fromOrt.graph.initializers.every(({ data, byteLength }) => data && data.end - data.start === byteLength));
  });
});

describe('what is no model', () => {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('is told apart', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 244407335\n';
    const cases: readonly (readonly [Uint8Array, string, RegExp])[] = [
      [new Uint8Array(0), 'empty', /no bytes/],
      [utf8(pointer), 'git-lfs-pointer', /244,407,335/],
      [utf8('PK\x03\x04rest of an archive'), 'not-onnx', /PyTorch/],
      [utf8('hello, this is only text and no model at all'), 'not-onnx', /./],
      [utf8('<!DOCTYPE html><html></html>'), 'not-onnx', /web page/],
      [new Uint8Array(64), 'not-onnx', /./],
      [AFFINE.subarray(0, AFFINE.length - 10), 'truncated', /missing/],
      [Uint8Array.from([0x1c, 0, 0, 0, 0x4f, 0x52, 0x54, 0x4d, 1, 2, 3]), 'damaged', /outside/],
    ];
    for (const [bytes, kind, why] of cases) {
      const found = problem(bytes);
      assert.equal(found.kind, kind, JSON.stringify(found));
      assert.match(found.why, why);
      assert.ok(found.what && found.todo);
    }
  });

  it('is refused when its graphs are nested without end', () => {
    let inner: Uint8Array = encode('GraphProto', { name: 'deep' });
    const wrap = (field: number, content: Uint8Array): Uint8Array => {
      const length: number[] = [];
      for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
        length.push(rest < 128 ? rest : (rest % 128) + 128);
        if (rest < 128) break;
      }
      return Buffer.concat([Uint8Array.from([field * 8 + 2, ...length]), content]);
    };
    for (let depth = 0; depth < 20_000; depth++) inner = wrap(1, wrap(5, wrap(6, inner)));
    const found = problem(Buffer.concat([Uint8Array.from([0x08, 8]), wrap(7, inner)]));
    assert.equal(found.kind, 'too-deep');
  });

  it('is refused when it has more parts than memory has room for', function () {
    this.timeout(20_000);
    const nodes = new Uint8Array(12_000_000);
    for (let index = 0; index < nodes.length; index += 2) nodes[index] = 0x0a;
    const head = Uint8Array.from([0x08, 8, 0x3a, ...varint(nodes.length)]);
    assert.equal(problem(Buffer.concat([head, nodes])).kind, 'too-large');
  });

  it('is a result too when the file cannot be read or shrinks meanwhile', () => {
    const broken = readModel({
      length: 10,
      read: () => {
        throw new Error('EIO');
      },
    });
    assert.ok(!broken.ok && broken.problem.kind === 'unreadable');
    const shrunk = readModel({
      length: AFFINE.length,
      read: (start, end) => AFFINE.subarray(start, Math.min(end, 60)),
    });
    assert.ok(!shrunk.ok);
  });
});

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
