// Running a model: what the host, its checks and the way to it add to a bare call of onnxruntime-node; and how fast a run is cancelled.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRuntime } from '../../server/src/runtime/supervisor';
import type { Runtime } from '../../server/src/runtime/supervisor';
import type { TensorValue } from '../../server/src/model/values';
import { AFFINE, FLOAT, model, node, tensor } from '../model/fixtures';
import { SLOW } from '../runtime/models';
import { percentile, type Measurement } from './measurement';
import { bundled } from './program';

export const name = 'Running models';

const ROUNDS = 8;
const RUNS_A_ROUND = 8;
const CANCELS = 10;
/** The share of the runs that nothing else on the machine disturbed, on both sides. */
const QUIET = 0.2;

/** An image through a few convolutions: 600 kB in, some tens of milliseconds. */
const CONVOLUTIONS = model({
  node: Array.from({ length: 4 }, (_, layer) => [
    node('Conv', [layer === 0 ? 'x' : `a${layer - 1}`, `w${layer}`], [`c${layer}`], {
      attribute: [{ name: 'pads', type: 7, ints: [1, 1, 1, 1] }],
    }),
    node('Relu', [`c${layer}`], [layer === 3 ? 'y' : `a${layer}`]),
  ]).flat(),
  input: [tensor('x', FLOAT, [1, 3, 224, 224])],
  output: [tensor('y', FLOAT)],
  initializer: [3, 24, 24, 24].map((channels, layer) => {
    const out = layer === 3 ? 4 : 24;
    const weights = Float32Array.from({ length: out * channels * 9 }, (_, index) => Math.sin(index) / 20);
    return { name: `w${layer}`, dims: [out, channels, 3, 3], data_type: FLOAT, raw_data: Buffer.from(weights.buffer) };
  }),
});

export async function run(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-bench-'));
  const runtime = createRuntime({ hostPath: await bundled('server/src/runtime/host.ts') });
  try {
    const file = (title: string, bytes: Uint8Array): string => {
      const whole = path.join(folder, `${title}.onnx`);
      writeFileSync(whole, bytes);
      return whole;
    };
    return [
      ...(await starting(runtime)),
      ...(await overhead(runtime, 'three numbers', file('small', AFFINE), [1, 3])),
      ...(await overhead(runtime, 'an image', file('image', CONVOLUTIONS), [1, 3, 224, 224])),
      ...(await cancelling(runtime, file('slow', SLOW), file('again', AFFINE))),
    ];
  } finally {
    await runtime.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function starting(runtime: Runtime): Promise<Measurement[]> {
  const start = performance.now();
  const ready = await runtime.start();
  if (!ready.ok) throw new Error(ready.problem.what);
  return [{ what: 'start of the host', value: performance.now() - start, unit: 'ms' }];
}

/** The same model and input, loaded on both sides, in turns, so that a busy machine slows both. */
async function overhead(
  runtime: Runtime,
  title: string,
  file: string,
  shape: readonly number[],
): Promise<Measurement[]> {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(0.5);
  const x: TensorValue = { kind: 'tensor', elementType: 'float32', shape, data };
  const child = fork(await bundled('test/bench/bareRun.program.ts'), [file, 'x', JSON.stringify(shape)], {
    serialization: 'advanced',
    execArgv: [],
  });
  await once(child, 'message');
  const bareRuns = async (): Promise<number[]> => {
    const answer = once(child, 'message');
    child.send(RUNS_A_ROUND);
    const [times]: unknown[] = await answer;
    return Array.isArray(times) ? times.map(Number) : [];
  };
  const ourRuns = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let count = 0; count < RUNS_A_ROUND; count++) {
      const start = performance.now();
      const result = await runtime.run({ file, inputs: { x } });
      times.push(performance.now() - start);
      if (!result.ok) throw new Error(result.problem.what);
    }
    return times;
  };
  try {
    await bareRuns();
    await ourRuns();
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(...(await bareRuns()));
      ours.push(...(await ourRuns()));
    }
    const time = percentile(bare, QUIET);
    const added = percentile(ours, QUIET) - time;
    const share = (100 * added) / time;
    return [
      { what: `${title}: bare onnxruntime-node`, value: time, unit: 'ms' },
      { what: `${title}: added by the host`, value: added, unit: 'ms', target: 3 },
      // A tenth of a millisecond more is a multiple of a run that takes none.
      ...(time < 10 ? [] : [{ what: `${title}: added by the host`, value: share, unit: '%', target: 10 } as const]),
    ];
  } finally {
    child.kill();
  }
}

/** A process that is gone cannot be signalled; one that ended and was not waited for yet counts as there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function endOf(pid: number | undefined): Promise<void> {
  if (pid === undefined || !isAlive(pid)) return;
  await new Promise((resolve) => setTimeout(resolve, 1));
  await endOf(pid);
}

async function cancelling(runtime: Runtime, slow: string, again: string): Promise<Measurement[]> {
  const cancels: number[] = [];
  const restarts: number[] = [];
  const n: TensorValue = { kind: 'tensor', elementType: 'int64', shape: [], data: BigInt64Array.from([10n ** 9n]) };
  for (let count = 0; count < CANCELS; count++) {
    const controller = new AbortController();
    const running = runtime.run({ file: slow, inputs: { n } }, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const pid = runtime.hostPid();
    let start = performance.now();
    controller.abort();
    await running;
    await endOf(pid);
    cancels.push(performance.now() - start);
    start = performance.now();
    await runtime.run({ file: again });
    restarts.push(performance.now() - start);
  }
  return [
    {
      what: `from a cancel to the end of the process, the slowest of ${CANCELS}`,
      value: Math.max(...cancels),
      unit: 'ms',
      target: 100,
    },
    { what: 'run after a cancel, host started anew', value: percentile(restarts, 0.5), unit: 'ms' },
  ];
}
