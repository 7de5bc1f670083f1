// Showing and running models for the editor. The runtime is loaded with the first run, and only in a trusted workspace.
import type { CancellationToken } from 'vscode-languageserver';
import type { Settings } from '../config/merge';
import { statisticsOf } from '../model/graph/statistics';
import type { Model } from '../model/model';
import { parseValue } from '../model/parse';
import type { Value } from '../model/values';
import type {
  Answer,
  InputSpec,
  ModelResult,
  ModelRun,
  ModelSummary,
  OutputOfRun,
  Problem,
  TensorPage,
  TensorStatistics,
  ValuesRequest,
} from '../protocol';
import { readModelFile } from '../runtime/files';
import type { Feed, RunRequest, RunResult } from '../runtime/protocol';
import type { Runtime } from '../runtime/supervisor';
import { modelSummary } from './modelSummary';
import { outputValue, pageOf, probabilitiesOf, tensorIn } from './modelValues';
import { pathOf } from './paths';

export interface Models {
  show(uri: string): Answer<ModelSummary>;
  run(run: ModelRun, token: CancellationToken): Promise<Answer<ModelResult>>;
  values(request: ValuesRequest): Answer<TensorPage>;
  statistics(output: OutputOfRun): Answer<TensorStatistics | null>;
  /** Its view was closed: its kept results may go. */
  closed(uri: string): void;
  dispose(): Promise<void>;
}

export interface ModelHost {
  readonly trusted: () => boolean;
  readonly settingsOf: (uri: string) => Promise<Settings['onnx']>;
  readonly progress: (uri: string, message: string) => void;
}

const KEPT_RUNS = 4;
const PAGE_SIZE = 100;
const MOST_VALUES = 10_000;
/** Runs after the first, for the latency of a loaded model. The runtime ends them after a second. */
const WARM_RUNS = 5;

const UNTRUSTED: Problem = {
  kind: 'untrusted',
  what: 'Models do not run in an untrusted workspace.',
  why: 'A model is a program: running it needs your trust.',
  todo: 'Trust the workspace to run it.',
};

export function createModels(host: ModelHost): Models {
  const runs = new Map<string, { readonly uri: string; readonly outputs: RunResult['outputs'] }>();
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
    const file = pathOf(uri);
    if (file === null) return { problem: notAFile(uri) };
    const read = readModelFile(file);
    if (!read.ok) return { problem: read.problem };
    const prepared = prepare(request, file, read.value);
    if (prepared.problem !== undefined) return { problem: prepared.problem };

    const made = await runtimeFor(await host.settingsOf(uri));
    if (made.hostPid() === undefined) {
      host.progress(uri, 'Starting the runtime');
      // What goes wrong here goes wrong in the run as well, and is told there.
      await made.start();
    }
    host.progress(uri, 'Running the model');
    const result = await made.run(prepared.value, { signal });
    if (!result.ok) return { problem: result.problem };
    const id = String(nextRun++);
    runs.set(id, { uri, outputs: result.value.outputs });
    for (const [oldest] of runs) if (runs.size > KEPT_RUNS) runs.delete(oldest);
    return { value: resultOf(id, result.value, read.value, Math.min(pageSize, MOST_VALUES)) };
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
      running.get(request.uri)?.abort();
      const controller = new AbortController();
      running.set(request.uri, controller);
      const cancelling = token.onCancellationRequested(() => controller.abort());
      try {
        return await run(request, controller.signal);
      } finally {
        cancelling.dispose();
        if (running.get(request.uri) === controller) running.delete(request.uri);
      }
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
    closed(uri) {
      running.get(uri)?.abort();
      for (const [id, kept] of runs) if (kept.uri === uri) runs.delete(id);
    },
    async dispose() {
      await runtime?.runtime.dispose();
    },
  };
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

/** The request for the runtime, or what is wrong with the values typed in. */
function prepare(request: ModelRun, file: string, model: Model): Answer<RunRequest> {
  const inputs: Record<string, Feed> = {};
  for (const [name, spec] of Object.entries(request.inputs)) {
    const made = feedOf(name, spec, model);
    if (made === null) continue;
    if (made.problem !== undefined) return { problem: made.problem };
    inputs[name] = made.value;
  }
  const { otherwise, symbols } = request;
  return {
    value: {
      file,
      inputs,
      ...(otherwise?.kind === 'zeros' || otherwise?.kind === 'ones' ? { fill: otherwise.kind } : {}),
      ...(otherwise?.kind === 'random' ? { fill: 'random', seed: otherwise.seed } : {}),
      ...(symbols === undefined ? {} : { sizes: symbols }),
      warmRuns: WARM_RUNS,
      echo: true,
      retry: request.ignoreQuarantine === true,
      ...(request.results === undefined ? {} : { results: request.results }),
    },
  };
}

/** null: the input keeps its default. */
function feedOf(name: string, spec: InputSpec, model: Model): Answer<Feed> | null {
  if (spec.kind === 'default') return null;
  if (spec.kind === 'values') {
    const input = model.graph.inputs.find((each) => each.name === name);
    if (input === undefined) return null; // the runtime says which names there are
    const parsed = parseValue(input, spec.text, spec.shape);
    return parsed.ok ? { value: parsed.value } : { problem: parsed.problem };
  }
  const shape = spec.shape === undefined ? {} : { shape: spec.shape };
  const seed = spec.kind === 'random' ? { seed: spec.seed } : {};
  return { value: { kind: 'fill', fill: spec.kind, ...seed, ...shape } };
}

function resultOf(run: string, result: RunResult, model: Model, pageSize: number): ModelResult {
  const typeOf = (name: string) =>
    model.graph.outputs.find((output) => output.name === name)?.type ?? { kind: 'unknown' };
  const shown = (value: Value | null) => (value === null ? { kind: 'none' as const } : outputValue(value, pageSize));
  const { load, first, warm } = result.timing;
  return {
    run,
    inputs: result.inputs.map(({ name, value }) => ({ name, value: shown(value) })),
    outputs: result.outputs.map(({ name, value }) => ({ name, type: typeOf(name), value: shown(value) })),
    probabilities: probabilitiesOf(result.outputs, model),
    timing: { loadMs: load, runMs: first, warmMs: median(warm) },
    notes: [
      ...(result.runtime.note === '' ? [] : [result.runtime.note]),
      ...result.refused.map(({ name, problem }) => `${name}: ${problem.what} ${problem.why}`),
    ],
  };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
