// A run written as code or as files, where the user wants it: runs the model once, and writes what comes of it.
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CancellationToken } from 'vscode-languageserver';
import type { Model } from '../model/model';
import { asArchive } from '../model/takeAlong/archive';
import { asTestFolder } from '../model/takeAlong/folder';
import { asPython } from '../model/takeAlong/python';
import type { Taken } from '../model/takeAlong/types';
import type { Problem, Requests } from '../protocol';
import type { RunResult } from '../runtime/protocol';
import { runToTake, writeTaken } from '../runtime/saveRun';
import type { Models } from './models';
import { pathOf } from './paths';

type Asked = Requests['heldout/model/takeAlong']['params'];
type Given = Requests['heldout/model/takeAlong']['result'];

export async function takeAlong(models: Models, asked: Asked, token: CancellationToken): Promise<Given> {
  const folder = pathOf(asked.folder);
  if (folder === null) return { problem: notWritten('It is not on this machine.') };
  const done = await models.job('run', { ...asked.run, uri: asked.uri }, { echo: true, warmRuns: 0 }, token);
  if (done.problem !== undefined) return done;
  const { file, model, result } = done.value;
  const taken = takenFrom(asked.as, file, folder, model, result);
  try {
    writeTaken(taken, folder);
    if (asked.as === 'folder') copyFileSync(file, path.join(folder, taken.open));
  } catch (error) {
    return { problem: notWritten(error instanceof Error ? `${error.message}.` : String(error)) };
  }
  const open = pathToFileURL(path.join(folder, taken.open)).href;
  return { value: { files: taken.files.length, open, notes: [...taken.notes, ...besides(asked.as, file, model)] } };
}

function takenFrom(as: Asked['as'], file: string, folder: string, model: Model, result: RunResult): Taken {
  const run = runToTake(file, result);
  if (as === 'archive') return asArchive(run);
  if (as === 'folder') return asTestFolder(run, model.requiredInputs, model.graph.outputs);
  const from = path.relative(folder, file);
  return asPython(run, (path.isAbsolute(from) ? file : from).split(path.sep).join('/'), as === 'test');
}

/** Weights in files of their own are not copied: they may be many gigabytes. */
function besides(as: Asked['as'], file: string, { graph }: Model): readonly string[] {
  if (as !== 'folder') return [];
  const outside = graph.initializers.find(({ external }) => external !== null)?.external?.location;
  const isThere = outside !== undefined && existsSync(path.resolve(path.dirname(file), outside));
  return isThere ? [`The model needs ${outside} beside it, which was not copied.`] : [];
}

const notWritten = (why: string): Problem => ({
  kind: 'not-written',
  what: 'The files could not be written.',
  why,
  todo: 'Choose another folder.',
});
