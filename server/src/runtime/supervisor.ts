// The supervisor: runs models in a forked host with limits, a queue and a cancel, so that nothing they do reaches us.
//
//   const runtime = createRuntime();
//   const result = await runtime.run({ file: '/models/iris.onnx' }, { signal });
//   if (result.ok) show(result.value.outputs); else explain(result.problem);
//   await runtime.dispose();
import { statSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import type { ModelProblem, Result } from '../model/problem';
import { startHost } from './child';
import type { Host } from './child';
import type { JobKind, Jobs } from './jobs';
import type { RunProgress, RunRequest, RunResult, RuntimeInfo } from './protocol';

export interface RuntimeOptions {
  /** The bundled host; `modelHost.js` beside the running bundle if left out. */
  readonly hostPath?: string;
  /** Another Node for the host (the machine setting `heldout.onnx.nodePath`). */
  readonly nodePath?: string;
  /** Milliseconds one run may take, its loading included; 60,000 if left out. 0: no limit. */
  readonly timeLimit?: number;
  /** Bytes of memory the host may take; three quarters of the machine's, at most 16 GB, if left out. 0: no limit. */
  readonly memoryLimit?: number;
  /** Milliseconds without a request after which the host ends; 60,000 if left out. */
  readonly idleTime?: number;
  /** Added to the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Runtime {
  /**
   * Runs a model; requests wait for one another. Never rejects: every fault is a result with `ok: false`.
   * An aborted signal ends a waiting request at once and a running one by ending the host, within 100 ms.
   */
  run(request: RunRequest, options?: RunOptions): Promise<Result<RunResult>>;
  /** The same for the other jobs of the host. */
  job<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    options?: RunOptions,
  ): Promise<Result<Jobs[Kind]['result']>>;
  /** Starts the host ahead of the first run, and says which runtime it has. */
  start(): Promise<Result<RuntimeInfo>>;
  /** Ends the host and refuses all further requests. */
  dispose(): Promise<void>;
  /** The host's process id while there is one. */
  readonly hostPid: () => number | undefined;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told what the run is doing, from its start on. */
  readonly progress?: ((progress: RunProgress) => void) | undefined;
}

/** Crashes of one unchanged file after which it runs only when asked for again. */
const MOST_CRASHES = 2;

interface Waiting extends RunOptions {
  readonly kind: JobKind;
  readonly request: Jobs[JobKind]['request'];
  readonly settle: (result: Result<Jobs[JobKind]['result']>) => void;
}

export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const hostOptions = {
    hostPath: options.hostPath ?? path.join(__dirname, 'modelHost.js'),
    nodePath: options.nodePath ?? '',
    memoryLimit: options.memoryLimit ?? Math.min(totalmem() * 0.75, 16 * 1024 ** 3),
    env: options.env ?? {},
  };
  const timeLimit = options.timeLimit ?? 60_000;
  const idleTime = options.idleTime ?? 60_000;
  const queue: Waiting[] = [];
  const crashes = new Map<string, number>();
  /** Hosts that were killed and are not gone yet. */
  const ending = new Set<Promise<void>>();
  let host: Host | null = null;
  let idle: NodeJS.Timeout | undefined;
  let busy = false;
  let disposed = false;

  return {
    run: (request, how) => job('run', request, how),
    job,
    start,
    dispose,
    hostPid: () => (host?.alive() ? host.pid : undefined),
  };

  function job<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    { signal, progress }: RunOptions = {},
  ): Promise<Result<Jobs[Kind]['result']>> {
    if (disposed) return Promise.resolve(failed(STOPPED));
    if (signal?.aborted) return Promise.resolve(failed(CANCELLED));
    return new Promise((resolve) => {
      const onAbort = (): void => leave(waiting);
      const settle = (result: Result<Jobs[JobKind]['result']>): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const waiting: Waiting = { kind, request, signal, progress, settle };
      queue.push(waiting);
      signal?.addEventListener('abort', onAbort, { once: true });
      void next();
    });
  }

  function leave(waiting: Waiting): void {
    const place = queue.indexOf(waiting);
    if (place < 0) return;
    queue.splice(place, 1);
    waiting.settle(failed(CANCELLED));
  }

  async function next(): Promise<void> {
    if (busy) return;
    const waiting = queue.shift();
    if (!waiting) return;
    busy = true;
    clearTimeout(idle);
    waiting.settle(await perform(waiting));
    busy = false;
    idle = setTimeout(() => host && end(host), idleTime);
    idle.unref();
    void next();
  }

  async function perform({ kind, request, signal, progress }: Waiting): Promise<Result<Jobs[JobKind]['result']>> {
    const identity = identityOf(request.file);
    const count = crashes.get(identity) ?? 0;
    if (count >= MOST_CRASHES && !request.retry) return failed(quarantined(count));
    if (!host?.alive()) progress?.({ step: 'starting' });
    const current = liveHost();
    const limit = request.timeLimit ?? timeLimit;
    const interrupted = interruption(signal, limit);
    const outcome = await Promise.race([interrupted.problem, runOn(current, kind, request, progress)]);
    interrupted.clear();
    if ('kind' in outcome) {
      end(current);
      return failed(outcome);
    }
    if (disposed) return failed(STOPPED);
    if (!outcome.ok && outcome.problem.kind === 'crash') crashes.set(identity, count + 1);
    else if (outcome.ok) crashes.delete(identity);
    return outcome;
  }

  async function runOn(
    current: Host,
    kind: JobKind,
    request: Jobs[JobKind]['request'],
    progress: RunOptions['progress'],
  ): Promise<Result<Jobs[JobKind]['result']>> {
    const ready = await current.ready;
    return ready.ok ? current.run(kind, request, progress) : ready;
  }

  function liveHost(): Host {
    if (!host?.alive()) host = startHost(hostOptions);
    return host;
  }

  async function start(): Promise<Result<RuntimeInfo>> {
    return disposed ? failed(STOPPED) : liveHost().ready;
  }

  /** Kills a host without waiting for its end: whoever cancelled gets the answer at once. */
  function end(current: Host): void {
    if (host === current) host = null;
    const ended = current.kill().then(() => void ending.delete(ended));
    ending.add(ended);
  }

  async function dispose(): Promise<void> {
    disposed = true;
    clearTimeout(idle);
    for (const waiting of queue.splice(0)) waiting.settle(failed(STOPPED));
    if (host?.alive()) end(host);
    await Promise.all(ending);
  }
}

const failed = (problem: ModelProblem): { readonly ok: false; readonly problem: ModelProblem } => ({
  ok: false,
  problem,
});

/** Settles with a problem when the run is cancelled or its time is up. */
function interruption(
  signal: AbortSignal | undefined,
  limit: number,
): { readonly problem: Promise<ModelProblem>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => {};
  const problem = new Promise<ModelProblem>((resolve) => {
    onAbort = () => resolve(CANCELLED);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (limit > 0) timer = setTimeout(() => resolve(timedOut(limit)), limit);
  });
  const clear = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  return { problem, clear };
}

/** The file as it is now: a changed file has not crashed yet. */
function identityOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${file}\0${mtimeMs}\0${size}`;
  } catch {
    return file;
  }
}

const CANCELLED: ModelProblem = {
  kind: 'cancelled',
  what: 'The run was cancelled.',
  why: 'It was asked to stop.',
  todo: 'Run it again when you like.',
};

const STOPPED: ModelProblem = {
  kind: 'stopped',
  what: 'Models are not run any more.',
  why: 'Heldout is shutting down.',
  todo: 'Open the model again.',
};

const timedOut = (limit: number): ModelProblem => ({
  kind: 'timeout',
  what: 'The run was ended at its time limit.',
  why: `It took longer than ${(limit / 1000).toLocaleString('en-US')} s.`,
  todo: 'Use smaller inputs, or raise the limit in the settings.',
});

const quarantined = (count: number): ModelProblem => ({
  kind: 'quarantined',
  what: 'This model is not run again by itself.',
  why: `It crashed ONNX Runtime ${count} times.`,
  todo: 'Run it once more on purpose, or change the file.',
});
