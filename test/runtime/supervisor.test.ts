// The supervisor: limits, cancel, queue, crash, quarantine, idle stop, and no trace of telemetry.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Value } from '../../server/src/model/values';
import type { RunProgress } from '../../server/src/runtime/protocol';
import { createRuntime } from '../../server/src/runtime/supervisor';
import type { Runtime, RuntimeOptions } from '../../server/src/runtime/supervisor';
import { AFFINE } from '../model/fixtures';
import { fakeHost, hostBundle, testRuntime } from './host';
import { LARGE, SLOW } from './models';

const count = (n: bigint): Value => ({
  kind: 'tensor',
  elementType: 'int64',
  shape: [],
  data: BigInt64Array.from([n]),
});
const FOREVER = { n: count(10n ** 9n) };

/** Milliseconds: what must take less than 100 on a free machine may take this on a busy one. */
const IN_TIME = 1000;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether a process is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended but not been waited for is still listed.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('running models', function () {
  this.timeout(30_000);
  const { runtime, folder, write } = testRuntime();
  const affine = (): string => write('affine.onnx', AFFINE);
  const slow = (): string => write('slow.onnx', SLOW);

  /** A runtime of its own for one test. */
  async function using(options: RuntimeOptions, work: (own: Runtime) => Promise<void>): Promise<void> {
    const own = createRuntime({ hostPath: hostBundle(), ...options });
    try {
      await work(own);
    } finally {
      await own.dispose();
    }
  }

  async function runs(own: Runtime): Promise<void> {
    const result = await own.run({ file: affine() });
    assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
  }

  it('cancels a run at once, and the next run works', async () => {
    await runs(runtime());
    const pid = runtime().hostPid()!;
    const cancel = new AbortController();
    const running = runtime().run({ file: slow(), inputs: FOREVER }, { signal: cancel.signal });
    await wait(500);
    const start = performance.now();
    cancel.abort();
    const result = await running;
    const took = performance.now() - start;
    assert.ok(!result.ok && result.problem.kind === 'cancelled');
    assert.ok(took < IN_TIME, `${took} ms`);
    while (isAlive(pid) && performance.now() - start < IN_TIME) await wait(5);
    assert.ok(!isAlive(pid), 'the process is still there');
    await runs(runtime());
  });

  it('keeps the thread that asked free while a model runs', async () => {
    const cancel = new AbortController();
    const running = runtime().run({ file: slow(), inputs: FOREVER }, { signal: cancel.signal });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    await wait(500);
    clearInterval(timer);
    cancel.abort();
    await running;
    assert.ok(ticks > 20, `${ticks} ticks`);
  });

  it('cancels what waits without touching what runs', async () => {
    const running = runtime().run({ file: slow(), inputs: { n: count(20_000n) } });
    const cancel = new AbortController();
    const waiting = runtime().run({ file: affine() }, { signal: cancel.signal });
    cancel.abort();
    const second = await waiting;
    assert.ok(!second.ok && second.problem.kind === 'cancelled');
    const first = await running;
    assert.ok(first.ok, JSON.stringify(first));
    const before = await runtime().run({ file: affine() }, { signal: AbortSignal.abort() });
    assert.ok(!before.ok && before.problem.kind === 'cancelled');
  });

  it('ends a run at its time limit', async () => {
    const result = await runtime().run({ file: slow(), inputs: FOREVER, timeLimit: 300 });
    assert.ok(!result.ok && result.problem.kind === 'timeout');
    assert.match(result.problem.why, /0\.3 s/);
    await runs(runtime());
  });

  it('ends a run at its memory limit', async () => {
    await using({ memoryLimit: 600 * 1024 ** 2 }, async (own) => {
      const shape: Value = { kind: 'tensor', elementType: 'int64', shape: [1], data: BigInt64Array.from([10n ** 9n]) };
      const result = await own.run({ file: write('large.onnx', LARGE), inputs: { shape } });
      assert.ok(!result.ok && result.problem.kind === 'out-of-memory', JSON.stringify(result));
      assert.match(result.problem.why, /600 MB/);
      await runs(own);
    });
  });

  it('says in words that the runtime crashed, and goes on', async () => {
    const running = runtime().run({ file: slow(), inputs: FOREVER });
    await wait(400);
    process.kill(runtime().hostPid()!, 'SIGSEGV');
    const result = await running;
    assert.ok(!result.ok && result.problem.kind === 'crash', JSON.stringify(result));
    assert.match(result.problem.why, /SIGSEGV/);
    await runs(runtime());
  });

  it('tells an end from outside from a crash, also while the process starts, and goes on', async () => {
    // A host that takes its time to load the runtime.
    const starting = path.join(folder(), 'starting.js');
    writeFileSync(starting, 'setInterval(() => {}, 1000);');
    await using({ hostPath: starting }, async (own) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        const steps: string[] = [];
        const run = own.run({ file: affine() }, { progress: ({ step }) => steps.push(step) });
        await wait(50);
        process.kill(own.hostPid()!, 'SIGKILL');
        const result = await run;
        assert.ok(!result.ok && result.problem.kind === 'killed', JSON.stringify(result));
        assert.match(result.problem.what, /ended while it started/);
        assert.match(result.problem.why, /SIGKILL/);
        assert.doesNotMatch(result.problem.todo, /[Ii]nstall/);
        assert.deepEqual(steps, ['starting']);
      }
    });
    const running = runtime().run({ file: slow(), inputs: FOREVER });
    await wait(400);
    process.kill(runtime().hostPid()!, 'SIGKILL');
    const result = await running;
    assert.ok(!result.ok && result.problem.kind === 'killed', JSON.stringify(result));
    assert.match(result.problem.what, /ran the model was ended/);
    await runs(runtime());
  });

  it('says what it is doing, up to how many of many runs are done', async () => {
    await using({}, async (own) => {
      const steps: RunProgress[] = [];
      const n = { kind: 'tensor', elementType: 'int64', shape: [], data: BigInt64Array.from([2000n]) } as const;
      const result = await own.run(
        { file: slow(), inputs: { n }, warmRuns: 1e6, warmTime: 700 },
        { progress: (step) => steps.push(step) },
      );
      assert.ok(result.ok);
      assert.deepEqual(
        steps.slice(0, 3).map(({ step }) => step),
        ['starting', 'loading', 'running'],
      );
      const measuring = steps.flatMap((step) => (step.step === 'measuring' ? [step] : []));
      assert.ok(measuring.length >= 1 && measuring.length <= 4, String(measuring.length));
      assert.ok(measuring.every(({ done, of }) => done >= 1 && of === 1e6));
      const { warm } = result.value.timing;
      assert.ok(warm.length >= measuring.at(-1)!.done);
    });
  });

  it('puts a file aside after two crashes, until it is asked for again or changes', async () => {
    const host = fakeHost(folder(), `process.stderr.write('assertion failed\\n', () => process.abort());`);
    await using({ hostPath: host }, async (own) => {
      const file = write('bad.onnx', AFFINE);
      const kinds: string[] = [];
      const attempt = async (retry = false): Promise<void> => {
        const result = await own.run({ file, retry });
        kinds.push(result.ok ? 'ok' : result.problem.kind);
        if (!result.ok && kinds.length === 1) assert.match(result.problem.why, /SIGABRT: assertion failed/);
      };
      await attempt();
      await attempt();
      await attempt();
      await attempt(true);
      await attempt();
      writeFileSync(file, Buffer.concat([AFFINE, AFFINE]));
      await attempt();
      assert.deepEqual(kinds, ['crash', 'crash', 'quarantined', 'crash', 'quarantined', 'crash']);
    });
  });

  it('says so where the process cannot be started at all', async () => {
    await using({ nodePath: path.join(folder(), 'no-node') }, async (own) => {
      const result = await own.run({ file: affine() });
      assert.ok(!result.ok && result.problem.kind === 'no-runtime', JSON.stringify(result));
      assert.match(result.problem.todo, /heldout\.onnx\.nodePath/);
    });
    await using({ hostPath: path.join(folder(), 'none.js') }, async (own) => {
      const result = await own.start();
      assert.ok(!result.ok && result.problem.kind === 'no-runtime');
    });
  });

  it('runs one request after another, in order', async () => {
    const order: number[] = [];
    const requests = [1, 2, 3].map(async (number) => {
      await runtime().run({ file: affine() });
      order.push(number);
    });
    await Promise.all(requests);
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('loads a model once, and again when the file changes', async () => {
    const file = write('again.onnx', AFFINE);
    const loads: boolean[] = [];
    const load = async (): Promise<void> => {
      const result = await runtime().run({ file, warmRuns: 3 });
      assert.ok(result.ok);
      loads.push(result.value.timing.load > 0);
      assert.equal(result.value.timing.warm.length, 3);
    };
    await load();
    await load();
    write('again.onnx', Buffer.concat([AFFINE, Uint8Array.from([0x32, 1, 0x61])]));
    await load();
    assert.deepEqual(loads, [true, false, true]);
  });

  it('ends the host when it has been idle', async () => {
    await using({ idleTime: 100 }, async (own) => {
      await runs(own);
      const pid = own.hostPid()!;
      assert.ok(isAlive(pid));
      await wait(300);
      assert.equal(own.hostPid(), undefined);
      const start = performance.now();
      while (isAlive(pid) && performance.now() - start < IN_TIME) await wait(5);
      assert.ok(!isAlive(pid));
      await runs(own);
    });
  });

  it('refuses work after its end, and leaves no process and no file behind', async () => {
    const scratch = (): string[] => readdirSync(tmpdir()).filter((name) => /^heldout-[^t]/.test(name));
    const before = scratch();
    const own = createRuntime({ hostPath: hostBundle() });
    await runs(own);
    const pid = own.hostPid()!;
    const waiting = own.run({ file: slow(), inputs: FOREVER });
    await wait(200);
    await own.dispose();
    const result = await waiting;
    assert.ok(!result.ok && result.problem.kind === 'stopped', JSON.stringify(result));
    assert.ok(!isAlive(pid));
    assert.deepEqual(scratch(), before);
    const late = await own.run({ file: affine() });
    assert.ok(!late.ok && late.problem.kind === 'stopped');
  });

  it('writes no telemetry, where the runtime left alone does', async () => {
    const ci = process.env['CI'];
    delete process.env['CI'];
    try {
      const traces = async (name: string, env: Record<string, string>): Promise<string[]> => {
        const home = path.join(folder(), name);
        mkdirSync(path.join(home, 'tmp'), { recursive: true });
        await using(
          { env: { HOME: home, TMPDIR: path.join(home, 'tmp'), XDG_CACHE_HOME: '', ...env } },
          async (own) => {
            await runs(own);
            await wait(300);
          },
        );
        return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((file) => file !== 'tmp');
      };
      assert.deepEqual(await traces('quiet', {}), []);
      assert.notDeepEqual(await traces('control', { ORT_DISABLE_TELEMETRY: '0' }), []);
    } finally {
      if (ci !== undefined) process.env['CI'] = ci;
    }
  });
});
