// onnxruntime-node by itself, in a process of its own: loads a model, then runs it as often as it is told, and says how long each run took.
import { performance } from 'node:perf_hooks';
import type * as Library from 'onnxruntime-node';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

async function main(): Promise<void> {
  const [file = '', name = '', shape = '[]'] = process.argv.slice(2);
  const ort: typeof Library = await import('onnxruntime-node');
  const session = await ort.InferenceSession.create(file, { executionProviders: ['cpu'] });
  const sizes: readonly number[] = JSON.parse(shape);
  const data = new Float32Array(sizes.reduce((product, size) => product * size, 1)).fill(0.5);
  const feeds = { [name]: new ort.Tensor('float32', data, [...sizes]) };
  process.on('message', (count: number) => {
    void (async () => {
      const times: number[] = [];
      for (let run = 0; run < count; run++) {
        const start = performance.now();
        await session.run(feeds);
        times.push(performance.now() - start);
      }
      process.send?.(times);
    })();
  });
  process.send?.('ready');
}

process.on('disconnect', () => process.exit(0));
void main();
