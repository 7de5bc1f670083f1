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

/** Each is one bare run and one of ours, in turns, who begins too: what slows the machine down slows both. */
const PAIRS = 80;
/** Pairs before them, which load and warm up. */
const WARM_UP = 5;
/**
 * Milliseconds before each run. The threads of ONNX Runtime go on spinning for a while after a run, and those of one
 * process would take the time of the other.
 */
const REST = 8;
/** The share of the runs that nothing else on the machine disturbed, on both sides. */
const QUIET = 0.2;
const CANCELS = 10;
/** A tenth of a shorter run is less than what passing a message takes. */
const SHARE_ABOVE = 20;

/** An image through some convolutions: 600 kB in, 800 kB out. */
function convolutions(layers: number): Uint8Array {
  const channelsOf = (layer: number): number => (layer < 0 ? 3 : layer === layers - 1 ? 4 : 24);
  return model({
    node: Array.from({ length: layers }, (_, layer) => [
      node('Conv', [layer === 0 ? 'x' : `a${layer - 1}`, `w${layer}`], [`c${layer}`], {
        attribute: [{ name: 'pads', type: 7, ints: [1, 1, 1, 1] }],
      }),
      node('Relu', [`c${layer}`], [layer === layers - 1 ? 'y' : `a${layer}`]),
    ]).flat(),
    input: [tensor('x', FLOAT, [1, 3, 224, 224])],
    output: [tensor('y', FLOAT)],
    initializer: Array.from({ length: layers }, (_, layer) => {
      const dims = [channelsOf(layer), channelsOf(layer - 1), 3, 3];
      const count = dims.reduce((product, size) => product * size, 1);
      const weights = Float32Array.from({ length: count }, (_unused, index) => Math.sin(index) / 20);
      return { name: `w${layer}`, dims, data_type: FLOAT, raw_data: Buffer.from(weights.buffer) };
    }),
  });
}

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
      ...(await overhead(runtime, 'an image', file('image', convolutions(4)), [1, 3, 224, 224])),
      ...(await overhead(runtime, 'an image, longer', file('longer', convolutions(24)), [1, 3, 224, 224])),
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

/** The same model and input, loaded on both sides. */
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
  const bare = async (): Promise<number> => {
    const answer = once(child, 'message');
    child.send(1);
    const [times]: unknown[] = await answer;
    return Array.isArray(times) ? Number(times[0]) : NaN;
  };
  const around: number[] = [];
  const ours = async (): Promise<number> => {
    const start = performance.now();
    const result = await runtime.run({ file, inputs: { x } });
    const time = performance.now() - start;
    if (!result.ok) throw new Error(result.problem.what);
    around.push(time - result.value.timing.first);
    return time;
  };
  const rested = async (work: () => Promise<number>): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, REST));
    return work();
  };
  try {
    const pairs: { readonly bare: number; readonly ours: number }[] = [];
    for (let count = 0; count < WARM_UP + PAIRS; count++) {
      const first = await rested(count % 2 === 0 ? bare : ours);
      const second = await rested(count % 2 === 0 ? ours : bare);
      pairs.push(count % 2 === 0 ? { bare: first, ours: second } : { bare: second, ours: first });
    }
    const quiet = (side: 'bare' | 'ours') =>
      percentile(
        pairs.slice(WARM_UP).map((pair) => pair[side]),
        QUIET,
      );
    const time = quiet('bare');
    const added = quiet('ours') - time;
    const share = (100 * added) / time;
    // Free of how long the run itself happens to take, which on a busy machine differs by more than what is added.
    const outside = percentile(around.slice(WARM_UP), 0.5);
    return [
      { what: `${title}: bare onnxruntime-node`, value: time, unit: 'ms' },
      { what: `${title}: added by the host`, value: added, unit: 'ms', target: 3 },
      { what: `${title}: spent around the run itself`, value: outside, unit: 'ms', target: 3 },
      ...(time < SHARE_ABOVE
        ? []
        : [{ what: `${title}: added by the host`, value: share, unit: '%', target: 10 } as const]),
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
