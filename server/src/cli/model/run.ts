// `heldout model run`: one run with its results and times.
import path from 'node:path';
import { classNames } from '../../model/labels';
import { problemOf } from '../../model/problem';
import type { ModelProblem } from '../../model/problem';
import { readModelFile } from '../../runtime/files';
import { runToTake, saveRun } from '../../runtime/saveRun';
import { createRuntime } from '../../runtime/supervisor';
import type { RuntimeOptions } from '../../runtime/supervisor';
import { problemText } from '../format/model';
import { runJson, runText } from '../format/values';
import type { ShownRun } from '../format/values';
import { CLEAN, FAILED } from '../io';
import type { Io } from '../io';
import { readInputs, readRows } from './inputs';
import { oneFile, readOptions, UsageError } from './options';
import type { Options } from './options';

/** Enough for a steady median; the runtime stops after a second anyway. */
const WARM_RUNS = 10;

export async function runCommand(args: readonly string[], io: Io, runtime: RuntimeOptions): Promise<number> {
  const options = readOptions(args, [
    'input',
    'table',
    'row',
    'rows',
    'result',
    'size',
    'fill',
    'seed',
    'time-limit',
    'save',
  ]);
  const file = oneFile(options);
  const outcome = await run(file, options, io, runtime);
  if ('kind' in outcome) {
    io.err(problemText(file, outcome, io.colour));
    return FAILED;
  }
  io.out(options.json ? runJson(outcome) : runText(outcome, io.colour));
  for (const note of outcome.notes) io.err(`${note}\n`);
  return CLEAN;
}

async function run(
  file: string,
  options: Options,
  io: Io,
  runtimeOptions: RuntimeOptions,
): Promise<(ShownRun & { readonly notes: readonly string[] }) | ModelProblem> {
  const full = path.resolve(io.cwd, file);
  const model = readModelFile(full);
  if (!model.ok) return model.problem;
  const runtime = createRuntime(runtimeOptions);
  try {
    const result = await runtime.run(
      {
        file: full,
        inputs: {
          ...(await readRows(model.value, options, io.cwd)),
          ...readInputs(model.value, options.inputs, io.cwd),
        },
        fill: options.fill,
        seed: options.seed,
        sizes: options.sizes,
        warmRuns: WARM_RUNS,
        ...(options.results.length > 0 ? { results: options.results } : {}),
        echo: options.save !== undefined,
        ...(options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit }),
      },
      { signal: io.cancelled },
    );
    if (!result.ok) return result.problem;
    const { save } = options;
    const taken = runToTake(full, result.value);
    const notes = save === undefined ? [] : saveRun(path.resolve(io.cwd, save), taken, full, model.value);
    return { file, ...result.value, classNames: classNames(model.value.metadata), notes };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return problemOf(error, 'run-failed', 'The model could not be run.');
  } finally {
    await runtime.dispose();
  }
}
