// `heldout model compare`: what differs between two models, and between what they give for the same input; or between a
// result that was saved and what the model gives now.
import { statSync } from 'node:fs';
import path from 'node:path';
import { problemOf } from '../../model/problem';
import type { ModelProblem, Result } from '../../model/problem';
import { compareModels } from '../../runtime/compareModels';
import type { ModelComparison } from '../../runtime/compareModels';
import { compareSaved } from '../../runtime/compareSaved';
import { readModelFile } from '../../runtime/files';
import { createRuntime } from '../../runtime/supervisor';
import type { RuntimeOptions } from '../../runtime/supervisor';
import { comparisonJson, comparisonText, isSame } from '../format/comparison';
import { problemText } from '../format/model';
import { agrees, savedJson, savedText } from '../format/saved';
import { CLEAN, FAILED, FOUND } from '../io';
import type { Io } from '../io';
import { readInputs } from './inputs';
import { readOptions, UsageError } from './options';
import type { Options } from './options';

export async function compareCommand(args: readonly string[], io: Io, runtime: RuntimeOptions): Promise<number> {
  const options = readOptions(args, ['input', 'size', 'fill', 'seed', 'time-limit', 'no-run']);
  const [file, other, ...more] = options.files;
  if (file === undefined || other === undefined || more.length > 0) {
    throw new UsageError('Name a model file, and another one or a saved result.');
  }
  if (isSaved(path.resolve(io.cwd, other))) return compareWithSaved(file, other, options, io, runtime);
  const outcome = await compare(file, other, options, io, runtime);
  if (!outcome.ok) {
    io.err(problemText(`${file}, ${other}`, outcome.problem, io.colour));
    return FAILED;
  }
  const shown = { file, other, ...outcome.value };
  io.out(options.json ? comparisonJson(shown) : comparisonText(shown, io.colour));
  return isSame(shown) ? CLEAN : FOUND;
}

/** A folder, or a file that no model is in. */
function isSaved(other: string): boolean {
  if (/\.npz$|(input|output)_\d+\.pb$/i.test(other)) return true;
  return statSync(other, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function compareWithSaved(
  file: string,
  saved: string,
  options: Options,
  io: Io,
  runtimeOptions: RuntimeOptions,
): Promise<number> {
  if (options.noRun || options.inputs.length + Object.keys(options.sizes).length > 0) {
    throw new UsageError('The inputs come from the saved result: --input, --size and --no-run do not go with it.');
  }
  const full = path.resolve(io.cwd, file);
  const model = readModelFile(full);
  const limit = options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit };
  const runtime = createRuntime(runtimeOptions);
  try {
    const outcome = !model.ok
      ? { problem: model.problem }
      : await compareSaved(path.resolve(io.cwd, saved), model.value, async (inputs) => {
          const result = await runtime.run({ file: full, inputs, ...limit }, { signal: io.cancelled });
          return result.ok ? { value: result.value } : { problem: result.problem };
        });
    if (outcome.problem !== undefined) {
      io.err(problemText(`${file}, ${saved}`, outcome.problem, io.colour));
      return FAILED;
    }
    const shown = { file, saved, sets: outcome.value };
    io.out(options.json ? savedJson(shown) : savedText(shown, io.colour));
    return agrees(shown) ? CLEAN : FOUND;
  } finally {
    await runtime.dispose();
  }
}

async function compare(
  file: string,
  other: string,
  options: Options,
  io: Io,
  runtimeOptions: RuntimeOptions,
): Promise<Result<ModelComparison>> {
  const files = { file: path.resolve(io.cwd, file), other: path.resolve(io.cwd, other), signal: io.cancelled };
  if (options.noRun) return compareModels(files);
  const model = readModelFile(files.file);
  if (!model.ok) return model;
  const runtime = createRuntime(runtimeOptions);
  try {
    const request = {
      inputs: readInputs(model.value, options.inputs, io.cwd),
      fill: options.fill,
      seed: options.seed,
      sizes: options.sizes,
      ...(options.timeLimit === undefined ? {} : { timeLimit: options.timeLimit }),
    };
    return await compareModels({ ...files, run: { runtime, request } });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const problem: ModelProblem = problemOf(error, 'run-failed', 'The models could not be compared.');
    return { ok: false, problem };
  } finally {
    await runtime.dispose();
  }
}
