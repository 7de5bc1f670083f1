// What the runtime cannot feed or return by itself goes in and comes out all the same, through the host as it ships.
import assert from 'node:assert/strict';
import type { TensorValue, Value } from '../../server/src/model/values';
import type { RunRequest, RunResult } from '../../server/src/runtime/protocol';
import { AFFINE, FLOAT, INT64, intAttribute, model, node, tensor, ZIPMAP } from '../model/fixtures';
import { testRuntime } from './host';
import { MAP_INPUT, PASS_OPTIONAL, PASS_OPTIONAL_SEQUENCE, PASS_SEQUENCE, passTensor } from './models';

const floats = (shape: readonly number[], values: readonly number[]): TensorValue => ({
  kind: 'tensor',
  elementType: 'float32',
  shape,
  data: Float32Array.from(values),
});

describe('the boundary of a model', function () {
  this.timeout(30_000);
  const { runtime, write } = testRuntime();

  async function run(bytes: Uint8Array, request: Omit<RunRequest, 'file'>): Promise<RunResult> {
    const file = write(`${Math.random().toString(36).slice(2)}.onnx`, bytes);
    const result = await runtime().run({ file, ...request });
    assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
    return result.value;
  }

  const outputOf = (result: RunResult, name: string): Value => {
    const output = result.outputs.find((one) => one.name === name);
    assert.ok(output, JSON.stringify(result.refused));
    return output.value;
  };

  it('gives tensors as they are', async () => {
    const result = await run(AFFINE, { inputs: { x: floats([1, 3], [1, 2, -3]) } });
    assert.deepEqual(outputOf(result, 'y'), floats([1, 3], [3, 5, -5]));
    assert.equal(result.runtime.backend, 'native');
    assert.deepEqual(result.inputs[0]!.shape, [1, 3]);
  });

  it('gives the probabilities of a ZipMap with their labels', async () => {
    const result = await run(ZIPMAP, { inputs: { x: floats([2, 2], [5, 0, 0, 5]) } });
    const scores = outputOf(result, 'probabilities');
    assert.ok(scores.kind === 'scores');
    assert.deepEqual(scores.labels, ['cat', 'dog', 'owl']);
    assert.deepEqual(scores.scores.shape, [2, 3]);
    const [cat = 0, dog = 0, owl = 0] = Array.from(scores.scores.data, Number);
    assert.ok(cat > 0.99 && Math.abs(cat + dog + owl - 1) < 1e-6);
    assert.deepEqual(outputOf(result, 'label'), {
      kind: 'tensor',
      elementType: 'string',
      shape: [2],
      data: ['cat', 'dog'],
    });
  });

  it('looks at any tensor inside, in one run with the outputs', async () => {
    const result = await run(AFFINE, {
      inputs: { x: floats([1, 3], [1, 2, 3]) },
      results: ['doubled', 'y', 'two', 'x'],
    });
    assert.deepEqual(outputOf(result, 'doubled'), floats([1, 3], [2, 4, 6]));
    assert.deepEqual(outputOf(result, 'y'), floats([1, 3], [3, 5, 7]));
    assert.deepEqual(outputOf(result, 'two'), floats([1], [2]));
    assert.deepEqual(outputOf(result, 'x'), floats([1, 3], [1, 2, 3]));
  });

  it('looks at a tensor of a narrow type inside, though the file does not state its type', async () => {
    const bytes = model({
      node: [
        node('Cast', ['x'], ['inside'], { attribute: [intAttribute('to', 16)] }),
        node('Cast', ['inside'], ['y'], { attribute: [intAttribute('to', FLOAT)] }),
      ],
      input: [tensor('x', FLOAT, [2])],
      output: [tensor('y', FLOAT, [2])],
    });
    const result = await run(bytes, { inputs: { x: floats([2], [1.5, -2]) }, results: ['inside', 'y'] });
    // It follows from the graph.
    assert.deepEqual(outputOf(result, 'inside'), { ...floats([2], [1.5, -2]), elementType: 'bfloat16' });
    assert.deepEqual(outputOf(result, 'y'), floats([2], [1.5, -2]));
  });

  it('names what there is where a tensor is asked for that is not', async () => {
    const result = await run(AFFINE, { results: ['y', 'nowhere'] });
    assert.equal(result.outputs.length, 1);
    assert.equal(result.refused[0]!.name, 'nowhere');
    assert.match(result.refused[0]!.problem.why, /`y`/);
  });

  it('passes sequences of any length, ragged and empty', async () => {
    for (const elements of [
      [],
      [floats([2], [1, 2])],
      [floats([1, 2], [1, 2]), floats([3], [7, 8, 9]), floats([], [4])],
    ]) {
      const sequence: Value = { kind: 'sequence', elementType: 'float32', elements };
      const result = await run(PASS_SEQUENCE, { inputs: { s: sequence } });
      assert.deepEqual(outputOf(result, 'out'), sequence);
    }
  });

  it('passes sequences of strings', async () => {
    const words = (data: readonly string[]): TensorValue => ({
      kind: 'tensor',
      elementType: 'string',
      shape: [data.length],
      data,
    });
    const bytes = model({
      node: [node('SequenceConstruct', ['a', 'b'], ['out'])],
      input: [tensor('a', 8, [1]), tensor('b', 8, ['n'])],
      output: [{ name: 'out', type: { sequence_type: { elem_type: { tensor_type: { elem_type: 8 } } } } }],
    });
    const result = await run(bytes, { inputs: { a: words(['x']), b: words(['y', 'zé']) } });
    const out = outputOf(result, 'out');
    assert.ok(out.kind === 'sequence');
    assert.deepEqual(
      out.elements.map(({ data }) => data),
      [['x'], ['y', 'zé']],
    );
  });

  it('passes optionals with something and with nothing in them', async () => {
    for (const element of [floats([2], [1, 2]), null]) {
      const optional: Value = { kind: 'optional', element };
      const result = await run(PASS_OPTIONAL, { inputs: { o: optional } });
      assert.deepEqual(outputOf(result, 'out'), optional);
    }
    const whole: Value = {
      kind: 'optional',
      element: {
        kind: 'sequence',
        elementType: 'int64',
        elements: [{ kind: 'tensor', elementType: 'int64', shape: [2], data: BigInt64Array.from([1n, -(2n ** 62n)]) }],
      },
    };
    for (const optional of [whole, { kind: 'optional', element: null } as const]) {
      const result = await run(PASS_OPTIONAL_SEQUENCE, { inputs: { o: optional } });
      assert.deepEqual(outputOf(result, 'out'), optional);
    }
  });

  it('passes the types JavaScript has no array for', async () => {
    const cases = [
      { type: 16, elementType: 'bfloat16', data: Float32Array.from([1.5, -2, 0, 2 ** 100]) },
      { type: 17, elementType: 'float8e4m3fn', data: Float32Array.from([1.5, -2, 0, 448]) },
      { type: 19, elementType: 'float8e5m2', data: Float32Array.from([1.5, -2, 0, 57344]) },
      { type: 22, elementType: 'int4', data: Int8Array.from([-8, 7, 0, 1]) },
      { type: 21, elementType: 'uint4', data: Uint8Array.from([0, 15, 3, 1]) },
      { type: 10, elementType: 'float16', data: Uint16Array.from([0x3c00, 0xc000, 0, 0x7c00]) },
    ];
    for (const { type, elementType, data } of cases) {
      const x: TensorValue = { kind: 'tensor', elementType, shape: [4], data };
      const result = await run(passTensor(type), { inputs: { x } });
      const y = outputOf(result, 'y');
      assert.ok(y.kind === 'tensor');
      assert.equal(y.elementType, elementType);
      assert.deepEqual(y.shape, [4]);
      assert.deepEqual(y.data, data, elementType);
    }
  });

  it('feeds a map to a DictVectorizer', async () => {
    const m: Value = {
      kind: 'map',
      key: 'string',
      value: 'float32',
      entries: [
        ['c', 2.5],
        ['a', 1],
      ],
    };
    assert.deepEqual(outputOf(await run(MAP_INPUT, { inputs: { m } }), 'y'), floats([1, 3], [1, 0, 2.5]));
    const unknown = await runtime().run({
      file: write('map.onnx', MAP_INPUT),
      inputs: { m: { ...m, entries: [['z', 1]] } },
    });
    assert.ok(!unknown.ok && /unknown key z/.test(unknown.problem.what));
  });

  it('makes up inputs: seeded, below the length of the table they pick from', async () => {
    const embedding = model({
      node: [node('Gather', ['table', 'ids'], ['y'])],
      input: [tensor('ids', INT64, ['batch', 'tokens'])],
      output: [tensor('y', FLOAT)],
      initializer: [
        {
          name: 'table',
          dims: [5, 1],
          data_type: FLOAT,
          raw_data: Buffer.from(Float32Array.from([0, 1, 2, 3, 4]).buffer),
        },
      ],
    });
    const request = { sizes: { tokens: 200 }, echo: true, seed: 7 };
    const [first, second, other] = await Promise.all([
      run(embedding, request),
      run(embedding, request),
      run(embedding, { ...request, seed: 8 }),
    ]);
    const ids = first.inputs[0]!.value;
    assert.ok(ids?.kind === 'tensor' && ids.data instanceof BigInt64Array);
    assert.deepEqual(ids.shape, [1, 200]);
    assert.deepEqual(new Set(ids.data), new Set([0n, 1n, 2n, 3n, 4n]));
    assert.deepEqual(second.inputs, first.inputs);
    assert.notDeepEqual(other.inputs, first.inputs);
  });

  it('says which input is wrong before anything runs', async () => {
    const file = write('affine.onnx', AFFINE);
    const wrong = async (x: Value) => {
      const result = await runtime().run({ file, inputs: { x } });
      assert.ok(!result.ok);
      return result.problem;
    };
    const shape = await wrong(floats([1, 4], [1, 2, 3, 4]));
    assert.equal(shape.kind, 'wrong-shape');
    assert.match(shape.what, /`x`.*\[n, 3\]/);
    const type = await wrong({ kind: 'tensor', elementType: 'float64', shape: [1, 3], data: new Float64Array(3) });
    assert.equal(type.kind, 'wrong-type');
    assert.match(type.todo, /np\.float32/);
    const length = await wrong(floats([1, 3], [1, 2]));
    assert.match(length.why, /needs 3 values; 2/);
    const name = await runtime().run({ file, inputs: { z: floats([1], [1]) } });
    assert.ok(!name.ok && name.problem.kind === 'unknown-input' && /`x`/.test(name.problem.why));
  });
});
