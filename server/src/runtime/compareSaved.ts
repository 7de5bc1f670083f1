// A model compared with a result that was saved: run on the saved inputs, its outputs beside the saved ones.
import { differenceOf } from '../model/difference';
import type { Model } from '../model/model';
import type { SavedRun } from '../model/saved/match';
import type { Value } from '../model/values';
import type { Answer, ComparedSet } from '../protocol';
import type { ComparedTensor } from './jobs';
import type { RunResult } from './protocol';
import { readSaved } from './savedFiles';

/** Runs the model on given inputs. */
export type RunOn = (inputs: Readonly<Record<string, Value>>) => Promise<Answer<RunResult>>;

/** Never rejects. What cannot be read, or does not fit the model, is the problem, before anything runs. */
export async function compareSaved(place: string, model: Model, run: RunOn): Promise<Answer<readonly ComparedSet[]>> {
  const saved = readSaved(place, model);
  if (!saved.ok) return { problem: saved.problem };
  const sets: ComparedSet[] = [];
  for (const one of saved.value) {
    const { value, problem } = await run(Object.fromEntries(one.inputs.map((input) => [input.name, input.value])));
    if (problem !== undefined) {
      return { problem: saved.value.length === 1 ? problem : { ...problem, what: `${one.name}: ${problem.what}` } };
    }
    sets.push(compared(one, model, value));
  }
  return { value: sets };
}

function compared(saved: SavedRun, { graph }: Model, { outputs, refused, inputs }: RunResult): ComparedSet {
  const pairs = saved.outputs.flatMap(({ name, from, value }): ComparedTensor[] => {
    const now = outputs.find((output) => output.name === name)?.value;
    return now === undefined ? [] : [{ name, other: from, difference: differenceOf(value, now) }];
  });
  const unsaved = graph.outputs
    .map(({ name }) => name)
    .filter((name) => !saved.outputs.some((one) => one.name === name));
  return {
    name: saved.name,
    inputs: inputs.map(({ name, shape }) => ({ name, shape })),
    outputs: pairs,
    notes: [
      ...saved.notes,
      ...(unsaved.length > 0 ? [`Nothing was saved of ${unsaved.join(', ')}.`] : []),
      ...refused.map(({ name, problem }) => `${name}: ${problem.what} ${problem.why}`),
    ],
  };
}
