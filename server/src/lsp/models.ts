// Showing and running models for the editor. The runtime is loaded with the first run, and only in a trusted workspace.
import type { CancellationToken } from 'vscode-languageserver';
import type { Settings } from '../config/merge';
import { statisticsOf } from '../model/graph/statistics';
import type { Model } from '../model/model';
import type {
  Answer,
  ModelComparison,
  ModelResult,
  ModelRun,
  ModelSummary,
  OutputOfRun,
  Problem,
  Requests,
  TensorPage,
  TensorStatistics,
  ValuesRequest,
} from '../protocol';
import { readModelFile } from '../runtime/files';
import type { JobKind, Jobs } from '../runtime/jobs';
import type { RunProgress, RunRequest, RunResult } from '../runtime/protocol';
import type { Runtime } from '../runtime/supervisor';
import type { JobAnswer } from './modelAnalysis';
import { arraysIn, prepare, tableFor } from './modelInputs';
import { pictureOf, resultOf } from './modelResults';
import { modelSummary } from './modelSummary';
import { pageOf, tensorIn } from './modelValues';
import { pathOf } from './paths';

type Asked<Method extends keyof Requests> = Requests[Method]['params'];
type Given<Method extends keyof Requests> = Requests[Method]['result'];

export interface Models {
  show(uri: string): Answer<ModelSummary>;
  run(run: ModelRun, token: CancellationToken): Promise<Answer<ModelResult>>;
  /** Another job of the runtime, prepared like a run. A newer one of the same kind and model cancels the older. */
  job<Kind extends Exclude<JobKind, 'compare'>>(
    kind: Kind,
    run: ModelRun,
    more: Partial<RunRequest> & Omit<Jobs[Kind]['request'], keyof RunRequest>,
    token: CancellationToken,
  ): Promise<JobAnswer<Kind>>;
  /** Compares the model with another file; runs both where `runs`, in a trusted workspace only. */
  compare(run: ModelRun, other: string, runs: boolean, token: CancellationToken): Promise<Answer<ModelComparison>>;
  values(request: ValuesRequest): Answer<TensorPage>;
  statistics(output: OutputOfRun): Answer<TensorStatistics | null>;
  picture(asked: Asked<'heldout/model/picture'>): Given<'heldout/model/picture'>;
  table(asked: Asked<'heldout/model/table'>): Promise<Given<'heldout/model/table'>>;
  arrays(asked: Asked<'heldout/model/arrays'>): Given<'heldout/model/arrays'>;
  /** Its view was closed: its kept results may go. */
  closed(uri: string): void;
  dispose(): Promise<void>;
}

export interface ModelHost {
  readonly trusted: () => boolean;
  readonly settingsOf: (uri: string) => Promise<Settings['onnx']>;
  readonly progress: (uri: string, message: string) => void;
}

interface KeptRun extends Pick<RunResult, 'inputs' | 'outputs'> {
  readonly uri: string;
  readonly model: Model;
}

const KEPT_RUNS = 4;
const PAGE_SIZE = 100;
const MOST_VALUES = 10_000;

const UNTRUSTED: Problem = {
  kind: 'untrusted',
  what: 'Models do not run in an untrusted workspace.',
  why: 'A model is a program: running it needs your trust.',
  todo: 'Trust the workspace to run it.',
};

export function createModels(host: ModelHost): Models {
  const runs = new Map<string, KeptRun>();
  const running = new Map<string, AbortController>();
  let nextRun = 1;
  let runtime: { readonly key: string; readonly runtime: Runtime } | null = null;

  async function runtimeFor({ nodePath, timeLimit, memoryLimit }: Settings['onnx']): Promise<Runtime> {
    const key = JSON.stringify([nodePath, timeLimit, memoryLimit]);
    if (runtime?.key === key) return runtime.runtime;
    const { createRuntime } = await import('../runtime/supervisor');
    await runtime?.runtime.dispose();
    const made = createRuntime({
      nodePath,
      timeLimit: timeLimit * 1000,
      ...(memoryLimit > 0 ? { memoryLimit: memoryLimit * 1024 * 1024 } : {}),
    });
    runtime = { key, runtime: made };
    return made;
  }

  async function run(request: ModelRun, signal: AbortSignal): Promise<Answer<ModelResult>> {
    const { uri, pageSize = PAGE_SIZE } = request;
    const prepared = readied(request);
    if (prepared.problem !== undefined) return prepared;
    const { model, run: asked } = prepared.value;

    const made = await runtimeFor(await host.settingsOf(uri));
    host.progress(uri, 'Running the model');
    const progress = (step: RunProgress): void => host.progress(uri, progressText(step));
    const result = await made.run(asked, { signal, progress });
    if (!result.ok) return { problem: result.problem };
    const id = String(nextRun++);
    runs.set(id, { uri, model, inputs: result.value.inputs, outputs: result.value.outputs });
    for (const [oldest] of runs) if (runs.size > KEPT_RUNS) runs.delete(oldest);
    return { value: resultOf(id, result.value, model, Math.min(pageSize, MOST_VALUES)) };
  }

  /** What the runtime is asked with, or what is wrong with the file or the values typed in. */
  function readied(
    request: ModelRun,
  ): Answer<{ readonly file: string; readonly model: Model; readonly run: RunRequest }> {
    const file = pathOf(request.uri);
    if (file === null) return { problem: notAFile(request.uri) };
    const read = readModelFile(file);
    if (!read.ok) return { problem: read.problem };
    const prepared = prepare(request, file, read.value);
    return prepared.problem === undefined ? { value: { file, model: read.value, run: prepared.value } } : prepared;
  }

  /** One at a time of a key: a newer one ends the older. */
  async function alone<Made>(
    key: string,
    token: CancellationToken,
    work: (signal: AbortSignal) => Promise<Made>,
  ): Promise<Made> {
    running.get(key)?.abort();
    const controller = new AbortController();
    running.set(key, controller);
    const cancelling = token.onCancellationRequested(() => controller.abort());
    try {
      return await work(controller.signal);
    } finally {
      cancelling.dispose();
      if (running.get(key) === controller) running.delete(key);
    }
  }

  return {
    show(uri) {
      const file = pathOf(uri);
      if (file === null) return { problem: notAFile(uri) };
      const read = readModelFile(file);
      return read.ok ? { value: modelSummary(uri, file, read.value) } : { problem: read.problem };
    },
    async run(request, token) {
      if (!host.trusted()) return { problem: UNTRUSTED };
      return alone(request.uri, token, (signal) => run(request, signal));
    },
    async job(kind, request, more, token) {
      if (!host.trusted()) return { problem: UNTRUSTED };
      const { uri } = request;
      const prepared = readied(request);
      if (prepared.problem !== undefined) return prepared;
      const { file, model, run: asked } = prepared.value;
      return alone(`${kind} ${uri}`, token, async (signal) => {
        const made = await runtimeFor(await host.settingsOf(uri));
        const result = await made.job(kind, { ...asked, ...more }, { signal });
        return result.ok ? { value: { model, file, result: result.value } } : { problem: result.problem };
      });
    },
    async compare(request, other, isRun, token) {
      const { uri } = request;
      const prepared = readied(request);
      if (prepared.problem !== undefined) return prepared;
      const { file, run: asked } = prepared.value;
      return alone(`compare ${uri}`, token, async (signal) => {
        const { compareModels } = await import('../runtime/compareModels');
        const isRunning = isRun && host.trusted();
        const made = isRunning ? await runtimeFor(await host.settingsOf(uri)) : null;
        const result = await compareModels({
          file,
          other,
          signal,
          ...(made === null ? {} : { run: { runtime: made, request: asked } }),
        });
        if (!result.ok) return { problem: result.problem };
        const { diff, run: ran } = result.value;
        const shown = ran === null ? null : 'kind' in ran ? { problem: ran } : { value: ran };
        return { value: { diff, run: isRun && !isRunning ? { problem: UNTRUSTED } : shown } };
      });
    },
    values({ run: id, output, item, offset, count }) {
      const value = runs.get(id)?.outputs.find(({ name }) => name === output)?.value;
      const tensor = value && tensorIn(value, item);
      if (!tensor) return { problem: GONE };
      return { value: pageOf(tensor, Math.max(0, offset), Math.min(count, MOST_VALUES)) };
    },
    statistics({ run: id, output }) {
      const kept = runs.get(id)?.outputs.find(({ name }) => name === output);
      if (kept === undefined) return { problem: GONE };
      const { value } = kept;
      return { value: value.kind === 'tensor' ? statisticsOf(value.elementType, value.data) : null };
    },
    picture(asked) {
      const kept = runs.get(asked.run);
      const values = asked.isInput ? kept?.inputs : kept?.outputs;
      const value = values?.find(({ name }) => name === asked.output)?.value;
      const tensor = value && tensorIn(value, undefined);
      return kept && tensor ? pictureOf(tensor, kept.model, asked) : { problem: GONE };
    },
    async table(asked) {
      const file = pathOf(asked.uri);
      if (file === null) return { problem: notAFile(asked.uri) };
      const read = readModelFile(file);
      return read.ok ? tableFor(read.value, asked) : { problem: read.problem };
    },
    arrays: ({ file }) => arraysIn(file),
    closed(uri) {
      for (const [key, controller] of running) if (key === uri || key.endsWith(` ${uri}`)) controller.abort();
      for (const [id, kept] of runs) if (kept.uri === uri) runs.delete(id);
    },
    async dispose() {
      await runtime?.runtime.dispose();
    },
  };
}

function progressText(progress: RunProgress): string {
  switch (progress.step) {
    case 'starting':
      return 'Starting the runtime';
    case 'loading':
      return 'Loading the model';
    case 'running':
      return 'Running the model';
    case 'measuring':
      return `Measuring: run ${progress.done} of ${progress.of}`;
  }
}

const GONE: Problem = {
  kind: 'gone',
  what: 'These values are no longer kept.',
  why: 'Only the results of the last few runs are.',
  todo: 'Run the model again.',
};

function notAFile(uri: string): Problem {
  return {
    kind: 'unreadable',
    what: 'The model is not a file on this machine.',
    why: `Heldout reads models from the disk, not from ${uri.split(':', 1)[0]}.`,
    todo: 'Save it to a local folder and open it there.',
  };
}
