// A run that was made, saved: its files, where they are wanted.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../model/model';
import { fail } from '../model/problem';
import { asArchive } from '../model/takeAlong/archive';
import { asTestFolder } from '../model/takeAlong/folder';
import type { Taken, TakenRun } from '../model/takeAlong/types';
import type { RunResult } from './protocol';

/** The run of a model file, as what is taken along from it. Its inputs must have been echoed. */
export function runToTake(file: string, { inputs, outputs }: Pick<RunResult, 'inputs' | 'outputs'>): TakenRun {
  const given = inputs.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  return { name: path.basename(file), inputs: given, outputs };
}

/** Writes the files below a folder, which is made. */
export function writeTaken({ files }: Taken, folder: string): void {
  for (const each of files) {
    const target = path.join(folder, each.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, each.bytes);
  }
}

/** Saves a run as an `.npz` file, or as a folder of ONNX's test format with the model in it. Gives what was left out. */
export function saveRun(target: string, run: TakenRun, file: string, model: Model): readonly string[] {
  const [folder, name] = [path.dirname(target), path.basename(target)];
  const isArchive = /\.npz$/i.test(name);
  const taken = isArchive ? asArchive(run, name) : asTestFolder(run, model.requiredInputs, model.graph.outputs, name);
  try {
    writeTaken(taken, folder);
    if (!isArchive) copyFileSync(file, path.join(folder, taken.open));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    fail('unreadable', 'The run could not be saved.', why, 'Choose another place.');
  }
  return taken.notes;
}
