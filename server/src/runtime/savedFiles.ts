// Saved results on the disk: a folder of ONNX's test format, an `.npz` file, or a folder of `.npy` files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readArchive } from '../model/inputs/npz';
import type { Model, ValueInfo } from '../model/model';
import { readNpy } from '../model/npy';
import { nameInFile, readValueFile } from '../model/pb';
import { attempt, fail, ProblemError } from '../model/problem';
import type { Result } from '../model/problem';
import { savedByName, savedByNumber } from '../model/saved/match';
import type { NamedArray, NumberedValue, SavedRun } from '../model/saved/match';
import { inflated, readBytes } from './valueFiles';

/** All runs that were saved there: one, or one for each `test_data_set_*`. */
export function readSaved(place: string, model: Model): Result<readonly SavedRun[]> {
  return attempt('unreadable', 'The saved result could not be read.', () => {
    const name = path.basename(place);
    if (statSync(place).isDirectory()) return inFolder(place, model);
    if (/\.npz$/i.test(place)) return [savedByName(name, archived(place), model)];
    // One value of a folder stands for all of them.
    if (/\.pb$/i.test(place)) return inFolder(path.dirname(place), model);
    return nothing(name);
  });
}

function inFolder(folder: string, model: Model): readonly SavedRun[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const sets = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('test_data_set_'));
  const names = entries.map((entry) => entry.name).sort(byNumbers);
  if (sets.length > 0) {
    return sets
      .map((entry) => entry.name)
      .sort(byNumbers)
      .map((name) => inSet(path.join(folder, name), model, sets.length > 1));
  }
  if (names.some((name) => /^(input|output)_\d+\.pb$/.test(name))) return [inSet(folder, model, false)];
  const arrays = names.filter((name) => /\.npy$/i.test(name));
  if (arrays.length === 0) return nothing(path.basename(folder));
  const named = arrays.map((name): NamedArray => {
    return { name: name.slice(0, -'.npy'.length), read: () => unwrap(readNpy(readBytes(path.join(folder, name)))) };
  });
  return [savedByName(path.basename(folder), named, model)];
}

const byNumbers = new Intl.Collator('en', { numeric: true }).compare;

function inSet(folder: string, model: Model, isOneOfMany: boolean): SavedRun {
  const name = path.basename(folder);
  const read = attempt('unreadable', 'The saved result could not be read.', () =>
    savedByNumber(
      name,
      {
        inputs: readNumbered(folder, 'input', model.requiredInputs),
        outputs: readNumbered(folder, 'output', model.graph.outputs),
      },
      model,
    ),
  );
  if (read.ok) return read.value;
  const { problem } = read;
  throw new ProblemError(isOneOfMany ? { ...problem, what: `${name}: ${problem.what}` } : problem);
}

/** The files `input_N.pb` or `output_N.pb` of a folder, with the type of the model's value of that number. */
export function readNumbered(
  folder: string,
  kind: 'input' | 'output',
  infos: readonly ValueInfo[],
): readonly NumberedValue[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${kind}_`) && name.endsWith('.pb'));
  return files.sort(byNumbers).map((file) => {
    const number = Number(file.slice(kind.length + 1, -'.pb'.length));
    const info = infos[number];
    if (!info) {
      return fail(
        'unknown-input',
        `${file} belongs to no ${kind}.`,
        `The model has ${infos.length}.`,
        'Correct the folder.',
      );
    }
    const bytes = readFileSync(path.join(folder, file));
    return { file, number, called: nameInFile(bytes, info.type), value: unwrap(readValueFile(bytes, info.type)) };
  });
}

function archived(file: string): readonly NamedArray[] {
  const entries = unwrap(readArchive(readBytes(file)));
  return entries.map((entry) => ({ name: entry.name, read: () => unwrap(readNpy(inflated(entry))) }));
}

function nothing(name: string): never {
  return fail(
    'unreadable',
    `${name} holds no saved result.`,
    'One is a folder with test_data_set_0, a folder with input_0.pb and output_0.pb or with .npy files, or an .npz file.',
    'Save the inputs and outputs of a run first.',
  );
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem);
  return result.value;
}
