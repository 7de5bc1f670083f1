// `heldout model check` and `heldout model profile`: what looks wrong about a run, and where its time goes.
import path from 'node:path';
import { advise } from '../../model/advice/advise';
import { inferTypes } from '../../model/infer/infer';
import { valuesFrom } from '../../model/infer/values';
import type { Model } from '../../model/model';
import { problemOf } from '../../model/problem';
import type { Result } from '../../model/problem';
import { nodesBehind } from '../../model/profile';
import { openFile, readModelFile } from '../../runtime/files';
import type { Jobs } from '../../runtime/jobs';
import { createRuntime } from '../../runtime/supervisor';
import type { RuntimeOptions } from '../../runtime/supervisor';
import { checkJson, checkText, profileJson, profileText } from '../format/analysis';
import { problemText } from '../format/model';
import { CLEAN, FAILED, FOUND } from '../io';
import type { Io } from '../io';
import { readInputs } from './inputs';
import { oneFile, readOptions, UsageError } from './options';
import type { Options } from './options';

const ALLOWED = ['input', 'size', 'fill', 'seed', 'time-limit'] as const;
const RUNS = 20;

/** Ends with 1 where something is certainly wrong: NaN, infinity, training mode. */
export async function checkCommand(args: readonly string[], io: Io, runtime: RuntimeOptions): Promise<number> {
  const options = readOptions(args, ALLOWED);
  const file = oneFile(options);
  const done = await job('trace', {}, file, options, io, runtime);
  if (!done.ok) return failed(file, done, io);
  const { model, full, result } = done.value;
  const source = openFile(full);
  try {
    const values = valuesFrom(source);
    const advice = advise(model, result.tensors, inferTypes(model, { values }), values);
    const shown = { file, advice, tensors: result.tensors };
    io.out(options.json ? checkJson(shown) : checkText(shown, io.colour));
    return advice.some(({ level }) => level === 'wrong') ? FOUND : CLEAN;
  } finally {
    source.close();
  }
}

export async function profileCommand(args: readonly string[], io: Io, runtime: RuntimeOptions): Promise<number> {
  const options = readOptions(args, [...ALLOWED, 'plain']);
  const file = oneFile(options);
  const more = { optimized: !options.plain, runs: RUNS };
  const done = await job('profile', more, file, options, io, runtime);
  if (!done.ok) return failed(file, done, io);
  const { model, result } = done.value;
  const behind = nodesBehind(model.graph, result.nodes);
  const nodes = result.nodes.map((node, index) => ({ ...node, node: node.inside ? null : (behind[index] ?? null) }));
  const shown = { file, milliseconds: result.milliseconds, runs: result.runs, runtime: result.runtime, nodes };
  io.out(options.json ? profileJson(shown) : profileText(shown, io.colour));
  return CLEAN;
}

function failed(file: string, done: Result<unknown> & { ok: false }, io: Io): number {
  io.err(problemText(file, done.problem, io.colour));
  return FAILED;
}

interface Done<Kind extends 'trace' | 'profile'> {
  readonly model: Model;
  readonly full: string;
  readonly result: Jobs[Kind]['result'];
}

async function job<Kind extends 'trace' | 'profile'>(
  kind: Kind,
  more: Omit<Jobs[Kind]['request'], 'file'>,
  file: string,
  options: Options,
  io: Io,
  runtimeOptions: RuntimeOptions,
): Promise<Result<Done<Kind>>> {
  const full = path.resolve(io.cwd, file);
  const model = readModelFile(full);
  if (!model.ok) return model;
  const runtime = createRuntime(runtimeOptions);
  try {
    const request = {
      ...more,
      file: full,
      inputs: readInputs(model.value, options.inputs, io.cwd),
      fill: options.fill,
      seed: options.seed,
      sizes: options.sizes,
      ...(options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit }),
    };
    const result = await runtime.job(kind, request, { signal: io.cancelled });
    return result.ok ? { ok: true, value: { model: model.value, full, result: result.value } } : result;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { ok: false, problem: problemOf(error, 'run-failed', 'The model could not be run.') };
  } finally {
    await runtime.dispose();
  }
}
