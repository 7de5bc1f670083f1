// `heldout model show`: what a model file says, without its weights and without a runtime.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { summarize } from '../../model/summary';
import { readModelFile } from '../../runtime/files';
import { modelCard, modelJson, problemText } from '../format/model';
import { CLEAN, FAILED } from '../io';
import type { Io } from '../io';
import { oneFile, readOptions } from './options';

export function showCommand(args: readonly string[], io: Io): number {
  const options = readOptions(args, []);
  const file = oneFile(options);
  const full = path.resolve(io.cwd, file);
  const result = readModelFile(full);
  if (!result.ok) {
    io.err(problemText(file, result.problem, io.colour));
    return FAILED;
  }
  const summary = summarize(result.value);
  const folder = path.dirname(full);
  const missingFiles = summary.externalFiles
    .map(({ location }) => location)
    .filter((location) => !existsSync(path.resolve(folder, location)));
  const shown = { file, model: result.value, summary, missingFiles };
  io.out(options.json ? modelJson(shown) : modelCard(shown, io.colour));
  return CLEAN;
}
