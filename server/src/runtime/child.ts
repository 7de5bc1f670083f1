// One host process: starting it, speaking to it, and saying in words why it ended.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelProblem, Result } from '../model/problem';
import { MEMORY_MARK } from './protocol';
import type { JobKind, Jobs } from './jobs';
import type { FromHost, RunProgress, RuntimeInfo, ToHost } from './protocol';

export interface HostOptions {
  /** The bundled host.ts. */
  readonly hostPath: string;
  /** Another Node to run it; '' for the one that runs this. */
  readonly nodePath: string;
  /** Bytes of resident memory; 0 for no limit. */
  readonly memoryLimit: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface Host {
  /** Settles when the runtime is loaded, or with why it is not. */
  readonly ready: Promise<Result<RuntimeInfo>>;
  /** One request at a time. */
  run<Kind extends JobKind>(
    kind: Kind,
    request: Jobs[Kind]['request'],
    progress?: (progress: RunProgress) => void,
  ): Promise<Result<Jobs[Kind]['result']>>;
  /** Ends the process at once; settles when it is gone and its temporary files are removed. */
  kill(): Promise<void>;
  readonly pid: number | undefined;
  readonly alive: () => boolean;
}

/** Text of stderr that is kept to explain an end. */
const KEPT_STDERR = 4000;

export function startHost(options: HostOptions): Host {
  const scratch = mkdtempSync(path.join(tmpdir(), 'heldout-'));
  const child = spawn(options, scratch);
  let alive = true;
  let gone = false;
  let stderr = '';
  let runtime: RuntimeInfo | null = null;
  let settleReady: (result: Result<RuntimeInfo>) => void = () => {};
  let settleRun: ((result: Result<never>) => void) | null = null;
  let settleExit: () => void = () => {};
  let onProgress: ((progress: RunProgress) => void) | undefined;
  let nextId = 0;
  const ready = new Promise<Result<RuntimeInfo>>((resolve) => (settleReady = resolve));
  const exited = new Promise<void>((resolve) => (settleExit = resolve));

  child.stderr?.on('data', (text: Buffer) => (stderr = (stderr + text.toString()).slice(-KEPT_STDERR)));
  child.on('message', (message: FromHost) => {
    if (message.type === 'ready') settleReady({ ok: true, value: (runtime = message.runtime) });
    else if (message.type === 'failed') settleReady({ ok: false, problem: message.problem });
    else if (message.id !== nextId) return;
    else if (message.type === 'progress') onProgress?.(message.progress);
    else settle(message.result);
  });
  child.on('error', (error) => ended(notStarted(options, error.message)));
  // `exit` comes first; `close` when the last words on stderr are in, which tell why.
  child.on('exit', () => {
    gone = true;
    rmSync(scratch, { recursive: true, force: true });
    settleExit();
  });
  child.on('close', (code, signal) => ended(whyEnded(runtime, code, signal, stderr, options)));
  // While it starts or runs something, the host keeps alive the process that waits for it; an idle host must not.
  child.unref();
  const { stderr: words } = child;
  if (words && 'unref' in words && typeof words.unref === 'function') words.unref();
  void ready.then(() => settleRun ?? child.channel?.unref());

  return {
    ready,
    pid: child.pid,
    alive: () => alive && !gone,
    run(kind, request, progress) {
      return new Promise((resolve) => {
        settleRun = resolve;
        onProgress = progress;
        child.channel?.ref();
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the signature ties kind and request together
        const message = { type: kind, id: ++nextId, request } as ToHost;
        child.send(message, (error) => {
          if (error && alive) settle({ ok: false, problem: notStarted(options, error.message) });
        });
      });
    },
    kill() {
      // Whoever waits for the end must live to see it.
      if (alive) child.ref();
      child.kill('SIGKILL');
      return exited;
    },
  };

  function settle(result: Result<Jobs[JobKind]['result']>): void {
    child.channel?.unref();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer is of the kind that was asked for
    settleRun?.(result as Result<never>);
    settleRun = null;
  }

  function ended(problem: ModelProblem): void {
    if (!alive) return;
    alive = false;
    rmSync(scratch, { recursive: true, force: true });
    settleReady({ ok: false, problem });
    settle({ ok: false, problem });
    settleExit();
  }
}

function spawn({ hostPath, nodePath, memoryLimit, env }: HostOptions, scratch: string): ChildProcess {
  return fork(hostPath, [scratch, String(memoryLimit)], {
    execPath: nodePath || process.execPath,
    // A debugger's or a test runner's own options would start a second one in the child.
    execArgv: [],
    env: hostEnvironment(env),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function hostEnvironment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...added };
  delete env['NODE_OPTIONS'];
  delete env['VSCODE_INSPECTOR_OPTIONS'];
  if (process.versions['electron']) env['ELECTRON_RUN_AS_NODE'] = '1';
  return env;
}

const notStarted = ({ nodePath }: HostOptions, detail: string): ModelProblem => ({
  kind: 'no-runtime',
  what: 'The process that runs models could not be started.',
  why: detail,
  todo: nodePath ? `Check the setting heldout.onnx.nodePath (${nodePath}).` : 'Install Heldout again.',
  detail,
});

/** Signals that a process does not give itself: what a user, a shell or the system ends processes with. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

function whyEnded(
  runtime: RuntimeInfo | null,
  code: number | null,
  signal: string | null,
  stderr: string,
  options: HostOptions,
): ModelProblem {
  const end = signal ?? `exit status ${code}`;
  const detail = [end, stderr.trim()].filter(Boolean).join('\n');
  if (stderr.includes(MEMORY_MARK)) {
    const limit = Math.round(options.memoryLimit / 1024 ** 2).toLocaleString('en-US');
    return {
      kind: 'out-of-memory',
      what: 'The run was ended at its memory limit.',
      why: `It took more than ${limit} MB.`,
      todo: 'Use a smaller batch or smaller inputs, or raise the limit in the settings.',
      detail,
    };
  }
  if (signal !== null && FROM_OUTSIDE.has(signal)) {
    return {
      kind: 'killed',
      what: runtime
        ? 'The process that ran the model was ended.'
        : 'The process that runs models was ended while it started.',
      why: `Neither Heldout nor ONNX Runtime did it: ${signal} came from outside. A system that runs out of memory does that.`,
      todo: 'Nothing is lost. Run the model again; if it is ended again, close other programs or use smaller inputs.',
      detail,
    };
  }
  if (!runtime) return notStarted(options, detail);
  return {
    kind: 'crash',
    what: 'ONNX Runtime crashed while running the model.',
    why: `Its process ended with ${end}${lastLine(stderr)}.`,
    todo: 'The editor is not affected. Run the model again; if it crashes again, it will be put aside.',
    detail,
  };
}

/** The last words before the end; Node's own list of native frames says nothing to the user. */
function lastLine(stderr: string): string {
  const lines = stderr.split('\n').map((one) => one.trim());
  const line = lines.findLast((one) => one !== '' && !/^(\d+: |0x|-----)/.test(one))?.slice(0, 200);
  return line ? `: ${line.replace(/\.$/, '')}` : '';
}
