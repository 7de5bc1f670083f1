// A run as a folder of ONNX's own test format: test_data_set_0/input_N.pb and output_N.pb, numbered as in the model.
import type { ValueInfo } from '../model';
import { writeValueFile } from '../pbWrite';
import { identifier } from './python';
import type { Taken, TakenFile, TakenRun } from './types';

/** `model.onnx` itself is copied beside it by whoever writes the files. */
export function asTestFolder(
  run: TakenRun,
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
  folder = identifier(run.name),
): Taken {
  const files: TakenFile[] = [];
  const notes: string[] = [];
  for (const [kind, infos, values] of [
    ['input', inputs, run.inputs],
    ['output', outputs, run.outputs],
  ] as const) {
    for (const [number, { name }] of infos.entries()) {
      const value = values.find((each) => each.name === name)?.value;
      if (value === undefined) continue;
      const bytes = writeValueFile(name, value);
      if (bytes === null) notes.push(`The ${kind} ${name} has a type that is not written.`);
      else files.push({ path: `${folder}/test_data_set_0/${kind}_${number}.pb`, bytes });
    }
  }
  return { files, open: `${folder}/model.onnx`, notes };
}
