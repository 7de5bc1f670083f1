// The host: the forked process that runs models, and the only code that loads ONNX Runtime. See supervisor.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as Common from 'onnxruntime-node';
import { fail, problemOf } from '../model/problem';
import type { Result } from '../model/problem';
import type { Backend, LoadOptions, RuntimeSession, RuntimeTensor } from './backend';
import { createExecutor } from './execute';
import type { JobKind, Jobs } from './jobs';
import type { FromHost, RunProgress, RuntimeInfo, ToHost } from './protocol';
import { startWatch } from './watch';
import { createWork } from './work';
import type { Work } from './work';

/** What both libraries have. */
type Library = Pick<typeof Common, 'InferenceSession' | 'Tensor' | 'env'>;

/** Errors only: warnings of the optimizer would fill the log of every run. */
const LOG_ERRORS = 3;

/** The native runtime, where it has a binary for this machine; WASM otherwise, or where HELDOUT_ONNX_BACKEND says so. */
async function loadBackend(): Promise<{ backend: Backend; runtime: RuntimeInfo }> {
  const wish = process.env['HELDOUT_ONNX_BACKEND'] ?? 'auto';
  if (wish === 'wasm') return withWasm('HELDOUT_ONNX_BACKEND asks for it');
  try {
    const backend = nativeBackend(await import('onnxruntime-node'));
    return { backend, runtime: { backend: 'native', version: backend.version, note: '' } };
  } catch (error) {
    if (wish === 'native') throw error;
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return withWasm(`there is no native ONNX Runtime for ${process.platform}-${process.arch} (${reason})`);
  }
}

async function withWasm(note: string): Promise<{ backend: Backend; runtime: RuntimeInfo }> {
  const ort: Library = await import('onnxruntime-web');
  const backend = wasmBackend(ort);
  return { backend, runtime: { backend: 'wasm', version: backend.version, note } };
}

function nativeBackend(ort: Library): Backend {
  return {
    name: 'native',
    version: ort.env.versions.node ?? ort.env.versions.common,
    tensor: makeTensor(ort),
    async load(model, { folder, profile }) {
      const options: Common.InferenceSession.SessionOptions = {
        executionProviders: ['cpu'],
        logSeverityLevel: LOG_ERRORS,
        ...(profile === undefined
          ? {}
          : {
              enableProfiling: true,
              profileFilePrefix: profile.prefix,
              graphOptimizationLevel: profile.optimized ? ('all' as const) : ('disabled' as const),
            }),
        ...(typeof model === 'string'
          ? {}
          : { extra: { session: { model_external_initializers_file_folder_path: folder } } }),
      };
      // The declarations know no union of path and bytes.
      const session =
        typeof model === 'string'
          ? await ort.InferenceSession.create(model, options)
          : await ort.InferenceSession.create(model, options);
      return sessionOf(session);
    },
  };
}

function wasmBackend(ort: Library): Backend {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return {
    name: 'wasm',
    version: ort.env.versions.web ?? ort.env.versions.common,
    tensor: makeTensor(ort),
    async load(model, options) {
      const bytes = typeof model === 'string' ? readFileSync(model) : model;
      const session = await ort.InferenceSession.create(bytes, {
        executionProviders: ['wasm'],
        logSeverityLevel: LOG_ERRORS,
        externalData: externalData(options),
      });
      return sessionOf(session);
    },
  };
}

/** WASM has no file system: the files are handed over whole, and only those below the model's folder. */
function externalData({ folder, externalFiles }: LoadOptions): { path: string; data: Uint8Array }[] {
  return externalFiles.map((location) => {
    const file = path.resolve(folder, location);
    if (path.relative(folder, file).startsWith('..')) {
      fail(
        'external-data',
        'The weights lie outside the model’s folder.',
        `The model names \`${location}\`, which is not opened for reasons of safety.`,
        'Put the weights beside the model and export it again.',
      );
    }
    try {
      return { path: location, data: readFileSync(file) };
    } catch {
      return fail(
        'external-data',
        'Weights of the model are missing.',
        `They are stored in \`${location}\`, which cannot be read.`,
        'Put the file beside the model.',
      );
    }
  });
}

/** The library's declarations are wider (GPU tensors) and narrower (a type for each array) than what is used here. */
function makeTensor(ort: Library): Backend['tensor'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `check.ts` saw that array and type fit
  const Tensor = ort.Tensor as unknown as new (...args: Parameters<Backend['tensor']>) => RuntimeTensor;
  return (type, data, shape) => new Tensor(type, data, shape);
}

function sessionOf(session: unknown): RuntimeSession {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only tensors on the CPU are fed and fetched
  return session as RuntimeSession;
}

function send(message: FromHost): void {
  process.send?.(message);
}

function perform(
  work: Work,
  message: ToHost,
  progress: (progress: RunProgress) => void,
): Promise<Jobs[JobKind]['result']> {
  switch (message.type) {
    case 'run':
      return work.run(message.request, progress);
    case 'profile':
      return work.profile(message.request);
    case 'trace':
      return work.trace(message.request);
    case 'compare':
      return work.compare(message.request);
  }
}

async function answer(work: Work, message: ToHost): Promise<void> {
  let result: Result<Jobs[JobKind]['result']>;
  try {
    const tell = (progress: RunProgress): void => send({ type: 'progress', id: message.id, progress });
    result = { ok: true, value: await perform(work, message, tell) };
  } catch (error) {
    result = { ok: false, problem: problemOf(error, 'run-failed', 'The model could not be run.') };
  }
  send({ type: 'done', id: message.id, result });
}

async function main(): Promise<void> {
  const [scratch = '', memoryLimit = '0'] = process.argv.slice(2);
  process.on('disconnect', () => process.exit(0));
  startWatch(Number(memoryLimit));
  try {
    const { backend, runtime } = await loadBackend();
    const work = createWork(createExecutor(backend, runtime, scratch));
    process.on('message', (message: ToHost) => void answer(work, message));
    send({ type: 'ready', runtime });
  } catch (error) {
    const problem = problemOf(error, 'no-runtime', 'ONNX Runtime could not be loaded.');
    send({ type: 'failed', problem: { ...problem, todo: 'Install Heldout again for this platform.' } });
  }
}

void main();
