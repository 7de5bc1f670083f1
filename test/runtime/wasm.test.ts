// The same through onnxruntime-web, as where there is no native binary: chosen, shown, and equal in its results.
import assert from 'node:assert/strict';
import { copyFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { RunResult } from '../../server/src/runtime/protocol';
import { createRuntime } from '../../server/src/runtime/supervisor';
import { AFFINE, FLOAT, model, node, tensor, ZIPMAP } from '../model/fixtures';
import { hostBundle, testRuntime } from './host';
import { PASS_OPTIONAL, PASS_OPTIONAL_SEQUENCE, PASS_SEQUENCE, passTensor, SLOW } from './models';

describe('running models by WASM', function () {
  this.timeout(60_000);
  const wasm = testRuntime({ env: { HELDOUT_ONNX_BACKEND: 'wasm' } });
  const native = testRuntime({ env: { HELDOUT_ONNX_BACKEND: 'native' } });

  async function run(from: typeof wasm, bytes: Uint8Array): Promise<RunResult> {
    const result = await from.runtime().run({ file: from.write('model.onnx', bytes), seed: 3, sizes: { n: 4 } });
    assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
    return result.value;
  }

  it('says that it is WASM, and why', async () => {
    const start = await wasm.runtime().start();
    assert.ok(start.ok);
    assert.equal(start.value.backend, 'wasm');
    assert.match(start.value.note, /HELDOUT_ONNX_BACKEND/);
    assert.match(start.value.version, /^\d+\.\d+/);
  });

  it('is chosen by itself where the native runtime cannot be loaded', async () => {
    const modules = path.join(wasm.folder(), 'node_modules');
    wasm.write('node_modules/onnxruntime-node/index.js', Buffer.from("throw new Error('libc is too old');"));
    for (const name of ['onnxruntime-web', 'onnxruntime-common']) {
      symlinkSync(path.resolve('node_modules', name), path.join(modules, name), 'dir');
    }
    const hostPath = path.join(wasm.folder(), 'modelHost.js');
    copyFileSync(hostBundle(), hostPath);
    const own = createRuntime({ hostPath });
    try {
      const result = await own.run({ file: wasm.write('auto.onnx', AFFINE) });
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.value.runtime.backend, 'wasm');
      assert.match(result.value.runtime.note, /no native ONNX Runtime for .*libc is too old/);
    } finally {
      await own.dispose();
    }
  });

  it('gives the results of the native runtime, for every kind of boundary', async () => {
    for (const bytes of [
      AFFINE,
      ZIPMAP,
      PASS_SEQUENCE,
      PASS_OPTIONAL,
      PASS_OPTIONAL_SEQUENCE,
      passTensor(16),
      passTensor(22),
    ]) {
      const [one, other] = [await run(wasm, bytes), await run(native, bytes)];
      assert.equal(one.runtime.backend, 'wasm');
      assert.equal(other.runtime.backend, 'native');
      assert.deepEqual(one.outputs, other.outputs);
      assert.deepEqual(one.refused, []);
    }
  });

  it('finds weights beside the model, and none outside its folder', async () => {
    const external = (location: string): Uint8Array =>
      model({
        node: [node('Add', ['x', 'w'], ['y'])],
        input: [tensor('x', FLOAT, [2])],
        output: [tensor('y', FLOAT, [2])],
        initializer: [
          {
            name: 'w',
            dims: [2],
            data_type: FLOAT,
            data_location: 1,
            external_data: [{ key: 'location', value: location }],
          },
        ],
      });
    for (const from of [wasm, native]) {
      from.write('sub/w.bin', Buffer.from(Float32Array.from([10, 20]).buffer));
      from.write('w.bin', Buffer.from(Float32Array.from([10, 20]).buffer));
      const x = { kind: 'tensor', elementType: 'float32', shape: [2], data: Float32Array.from([1, 2]) } as const;
      const outcome = async (location: string) =>
        from.runtime().run({ file: from.write('sub/model.onnx', external(location)), inputs: { x } });
      const there = await outcome('w.bin');
      assert.ok(there.ok, JSON.stringify(there));
      const [y] = there.value.outputs;
      assert.deepEqual(y!.value, { ...x, data: Float32Array.from([11, 22]) });
      for (const location of ['missing.bin', '../w.bin']) {
        const result = await outcome(location);
        assert.ok(!result.ok && result.problem.kind === 'external-data', JSON.stringify(result));
      }
    }
  });

  it('is cancelled at once as well', async () => {
    const cancel = new AbortController();
    const n = { kind: 'tensor', elementType: 'int64', shape: [], data: BigInt64Array.from([10n ** 9n]) } as const;
    const file = wasm.write('slow.onnx', SLOW);
    const running = wasm.runtime().run({ file, inputs: { n } }, { signal: cancel.signal });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const start = performance.now();
    cancel.abort();
    const result = await running;
    assert.ok(!result.ok && result.problem.kind === 'cancelled');
    assert.ok(performance.now() - start < 1000);
  });
});
