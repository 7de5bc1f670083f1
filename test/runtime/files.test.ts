// Model files on disk: ranges, faults, and rewritten copies, small in memory and large on disk.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { planBoundary } from '../../server/src/model/boundary/plan';
import { assemble, lengthOf } from '../../server/src/model/boundary/rewrite';
import { ProblemError } from '../../server/src/model/problem';
import type { TensorValue } from '../../server/src/model/values';
import { openFile, readModelFile, writePieces } from '../../server/src/runtime/files';
import { AFFINE, FLOAT, model, node, tensor, weight } from '../model/fixtures';
import { decode } from '../model/schema';
import { testRuntime } from './host';
import { passTensor } from './models';

describe('model files', function () {
  this.timeout(60_000);
  const { runtime, folder, write } = testRuntime();

  it('are read by ranges, and no further than they reach', () => {
    const file = openFile(write('bytes', Uint8Array.from([0, 1, 2, 3, 4])));
    assert.deepEqual([...file.read(1, 3)], [1, 2]);
    assert.deepEqual([...file.read(3, 100)], [3, 4]);
    assert.deepEqual([...file.read(100, 200)], []);
    file.close();
  });

  it('that cannot be opened are a problem', () => {
    for (const [name, why] of [
      [path.join(folder(), 'none.onnx'), /not there/],
      [folder(), /not a file/],
    ] as const) {
      const result = readModelFile(name);
      assert.ok(!result.ok && result.problem.kind === 'unreadable');
      assert.match(result.problem.why, why);
      assert.throws(() => openFile(name), ProblemError);
    }
  });

  it('are the same rewritten in memory and on disk, and good protobuf', () => {
    const source = openFile(write('narrow.onnx', passTensor(16)));
    const whole = readModelFile(path.join(folder(), 'narrow.onnx'));
    assert.ok(whole.ok);
    const x: TensorValue = { kind: 'tensor', elementType: 'bfloat16', shape: [4], data: new Float32Array(4) };
    const { pieces } = planBoundary(whole.value, source, { inputs: new Map([['x', x]]), results: null });
    assert.ok(pieces);
    const copy = path.join(folder(), 'copy.onnx');
    writePieces(source, pieces, copy);
    const bytes = readFileSync(copy);
    assert.deepEqual(bytes, Buffer.from(assemble(source, pieces)));
    assert.equal(bytes.length, lengthOf(pieces));
    const rewritten = readModelFile(copy);
    assert.ok(rewritten.ok);
    const { inputs, outputs, nodes } = rewritten.value.graph;
    assert.deepEqual(
      [...inputs, ...outputs].map(({ name }) => name),
      ['heldout/in/x/0', 'heldout/out/y'],
    );
    assert.deepEqual(
      nodes.map(({ operator }) => operator),
      ['Cast', 'Cast', 'Cast', 'Cast'],
    );
    assert.ok(decode('ModelProto', bytes));
    source.close();
  });

  it('above 100 MB are rewritten by a copy that is gone again', async () => {
    const size = 110 * 1024 * 1024;
    const big = model({
      node: [node('Mul', ['x', 'two'], ['inside']), node('Add', ['inside', 'one'], ['y'])],
      input: [tensor('x', FLOAT, [2])],
      output: [tensor('y', FLOAT, [2])],
      initializer: [
        weight('two', [1], [2]),
        weight('one', [1], [1]),
        { name: 'unused', dims: [size / 4], data_type: FLOAT, raw_data: new Uint8Array(size) },
      ],
    });
    const home = path.join(folder(), 'tmp');
    mkdirSync(home);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = home;
    try {
      const x: TensorValue = { kind: 'tensor', elementType: 'float32', shape: [2], data: Float32Array.from([1, 2]) };
      const result = await runtime().run({ file: write('big.onnx', big), inputs: { x }, results: ['inside', 'y'] });
      assert.ok(result.ok, JSON.stringify(result));
      assert.deepEqual(
        result.value.outputs.map(({ value }) => value.kind === 'tensor' && Array.from(value.data, Number)),
        [
          [2, 4],
          [3, 5],
        ],
      );
      const copies = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.onnx'));
      assert.deepEqual(copies, []);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });

  it('leave the file itself as it was', async () => {
    const file = write('kept.onnx', AFFINE);
    const result = await runtime().run({ file, results: ['doubled'] });
    assert.ok(result.ok);
    assert.deepEqual(readFileSync(file), Buffer.from(AFFINE));
  });
});
