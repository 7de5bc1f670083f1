// `heldout model test`: ONNX test folders, run through the same path as the preview and compared.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { difference } from '../../model/compare';
import type { Model, ValueInfo } from '../../model/model';
import { fail, problemOf } from '../../model/problem';
import type { ModelProblem } from '../../model/problem';
import type { MapValue, Value } from '../../model/values';
import { readModelFile } from '../../runtime/files';
import type { Feed, RunResult } from '../../runtime/protocol';
import { readNumbered } from '../../runtime/savedFiles';
import { createRuntime } from '../../runtime/supervisor';
import type { Runtime, RuntimeOptions } from '../../runtime/supervisor';
import { summaryText, verdictsJson, verdictText } from '../format/verdicts';
import type { Verdict } from '../format/verdicts';
import { CLEAN, FAILED, FOUND } from '../io';
import type { Io } from '../io';
import { readOptions, UsageError } from './options';

/** Hosts side by side; one run already uses several cores. */
const HOSTS = 2;

export async function testCommand(args: readonly string[], io: Io, options: RuntimeOptions): Promise<number> {
  const { files, json, timeLimit } = readOptions(args, ['time-limit']);
  if (files.length === 0) throw new UsageError('Name at least one folder.');
  const folders = files.flatMap((file) => testFolders(path.resolve(io.cwd, file)));
  if (folders.length === 0) {
    io.err(`${files.join(', ')}: no folder there has a model.onnx and a test_data_set_0.\n`);
    return FAILED;
  }
  const verdicts: Verdict[] = [];
  const report = (index: number, verdict: Verdict): void => {
    verdicts[index] = verdict;
    // In the order of the folders, each line as soon as all before it are there.
    while (verdicts[printed]) {
      if (!json) io.out(verdictText(verdicts[printed]!, io.colour));
      printed++;
    }
  };
  let printed = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    const runtime = createRuntime({ ...options, ...(timeLimit === undefined ? {} : { timeLimit }) });
    while (next < folders.length && !io.cancelled.aborted) {
      const index = next++;
      const folder = folders[index]!;
      const name = path.relative(io.cwd, folder) || '.';
      report(index, { folder: name, ...(await testFolder(runtime, folder, io.cancelled)) });
    }
    await runtime.dispose();
  };
  await Promise.all(Array.from({ length: Math.min(HOSTS, folders.length) }, work));
  const done = verdicts.filter(Boolean);
  io.out(json ? verdictsJson(done) : summaryText(done, io.colour));
  if (io.cancelled.aborted) return FAILED;
  return done.every(({ state }) => state === 'pass') ? CLEAN : FOUND;
}

/** Folders with a model and data, at any depth, in the order of their names. */
function testFolders(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const names = new Set(entries.map(({ name }) => name));
  const dataSets = entries.some((entry) => entry.isDirectory() && entry.name.startsWith('test_data_set_'));
  if (names.has('model.onnx') && dataSets) return [folder];
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => testFolders(path.join(folder, name)));
}

type Outcome = Pick<Verdict, 'state' | 'reason'>;

async function testFolder(runtime: Runtime, folder: string, signal: AbortSignal): Promise<Outcome> {
  const file = path.join(folder, 'model.onnx');
  const model = readModelFile(file);
  if (!model.ok) return outcomeOf(model.problem);
  const dataSets = readdirSync(folder).filter((name) => name.startsWith('test_data_set_'));
  for (const dataSet of dataSets.sort()) {
    const outcome = await testDataSet(runtime, file, model.value, path.join(folder, dataSet), signal);
    if (outcome.state !== 'pass') {
      return dataSets.length > 1 ? { ...outcome, reason: `${dataSet}: ${outcome.reason}` } : outcome;
    }
  }
  return { state: 'pass', reason: '' };
}

async function testDataSet(
  runtime: Runtime,
  file: string,
  model: Model,
  folder: string,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const inputs = readValues(folder, 'input', model.requiredInputs);
    const expected = readValues(folder, 'output', model.graph.outputs);
    const feeds = Object.fromEntries(inputs.map(([name, value]) => [name, asFeed(value)]));
    const result = await runtime.run({ file, inputs: feeds }, { signal });
    return result.ok ? compareAll(expected, result.value) : outcomeOf(result.problem);
  } catch (error) {
    return outcomeOf(problemOf(error, 'run-failed', 'The test could not be run.'));
  }
}

type FileValue = Value | readonly MapValue[];

/** By number alone, as ONNX's own test has it. */
const readValues = (folder: string, kind: 'input' | 'output', infos: readonly ValueInfo[]): [string, FileValue][] =>
  readNumbered(folder, kind, infos).map(({ number, value }) => [infos[number]!.name, value]);

function asFeed(value: FileValue): Feed {
  if ('kind' in value) return value;
  return fail('unsupported-type', 'A sequence of maps cannot be fed.', 'ONNX Runtime makes none.', 'Feed tensors.');
}

function compareAll(expected: readonly (readonly [string, FileValue])[], result: RunResult): Outcome {
  for (const [name, wanted] of expected) {
    const refused = result.refused.find((one) => one.name === name);
    if (refused) return outcomeOf(refused.problem);
    const output = result.outputs.find((one) => one.name === name);
    if (!output) return { state: 'fail', reason: `${name} is not among the results` };
    const found = difference(wanted, output.value);
    if (found) return { state: 'fail', reason: `${name}: ${found}` };
  }
  return { state: 'pass', reason: '' };
}

const UNSUPPORTED = new Set<ModelProblem['kind']>(['unsupported-operator', 'unsupported-type', 'unsupported-opset']);

function outcomeOf({ kind, what, why }: ModelProblem): Outcome {
  const reason = `${what} ${why}`;
  if (kind === 'crash' || kind === 'quarantined') return { state: 'crash', reason };
  return { state: UNSUPPORTED.has(kind) ? 'unsupported' : 'fail', reason };
}
