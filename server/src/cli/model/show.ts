// `heldout model show`: what a model file says, without its weights and without a runtime.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { summarize } from '../../model/summary';
import { costOf } from '../../model/infer/total';
import type { Cost } from '../../model/infer/total';
import { valuesFrom } from '../../model/infer/values';
import type { Model } from '../../model/model';
import { openFile, readModelFile } from '../../runtime/files';
import { modelCard, modelJson, problemText } from '../format/model';
import { CLEAN, FAILED } from '../io';
import type { Io } from '../io';
import { oneFile, readOptions } from './options';

export function showCommand(args: readonly string[], io: Io): number {
  const options = readOptions(args, ['size']);
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
  const cost = costOfFile(full, result.value, options.sizes);
  const shown = { file, model: result.value, summary, missingFiles, cost };
  io.out(options.json ? modelJson(shown) : modelCard(shown, io.colour));
  return CLEAN;
}

/** From shapes alone; small stored tensors are read where shapes are computed from them. */
function costOfFile(file: string, model: Model, sizes: Readonly<Record<string, number>>): Cost {
  const source = openFile(file);
  try {
    return costOf(model, valuesFrom(source), sizes).cost;
  } finally {
    source.close();
  }
}
