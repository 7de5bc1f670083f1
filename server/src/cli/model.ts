// `heldout model show|run|check|profile|compare|test`: which of them, and how to use them.
import type { RuntimeOptions } from '../runtime/supervisor';
import { CLEAN, FAILED } from './io';
import type { Io } from './io';
import { checkCommand, profileCommand } from './model/check';
import { compareCommand } from './model/compare';
import { runCommand } from './model/run';
import { showCommand } from './model/show';
import { testCommand } from './model/test';
import { UsageError } from './model/options';

export const MODEL_USAGE = `Usage:
  heldout model show FILE [--size NAME=N]… [--format text|json]
      What the file says: inputs, outputs, operators, parameters, and the multiply-adds of one run. Its
      weights are not read. --size gives a symbolic dimension a size.

  heldout model run FILE [--input NAME=VALUE]… [--fill zeros|ones|random] [--seed N] [--size NAME=N]…
                         [--table FILE [--row N] [--rows N]] [--result NAME]… [--save PLACE]
                         [--time-limit SECONDS] [--format text|json]
      Runs the model once and shows what comes out. VALUE is zeros, ones, random, values as JSON
      ([[5.1, 3.5, 1.4, 0.2]]), or @FILE with a .npy, .npz, .pb or .json file. --table feeds rows of a CSV
      or Parquet file, counted from 0, whose columns are called like the inputs. Inputs that are not
      named are filled. --size gives a symbolic dimension a size; --result names an output or any tensor inside.
      --save keeps the inputs and outputs: in an .npz file, or in a folder of ONNX's test format.

  heldout model check FILE [--input NAME=VALUE]… [--fill zeros|ones|random] [--seed N] [--size NAME=N]…
                         [--time-limit SECONDS] [--format text|json]
      Runs the model, looks at every tensor on the way, and tells what looks wrong: the first NaN, inputs
      on the wrong scale, mistakes of the export.

  heldout model profile FILE [--plain] [the options of check]
      Where the time of a run goes, node by node. --plain leaves the runtime's optimizer out.

  heldout model compare FILE OTHER [--input NAME=VALUE]… [--fill zeros|ones|random] [--seed N] [--size NAME=N]…
                         [--no-run] [--time-limit SECONDS] [--format text|json]
      What differs: signature, nodes, weights; and, for the same input, the outputs and the first tensor
      inside that differs. --no-run leaves the latter out.

  heldout model compare FILE SAVED [--time-limit SECONDS] [--format text|json]
      The same with a result that was saved: an .npz file with an array for each input and output, or a folder
      with test_data_set_0/input_0.pb, output_0.pb … or with .npy files.

  heldout model test DIR… [--format text|json] [--time-limit SECONDS]
      Runs ONNX test folders (model.onnx with test_data_set_*/input_N.pb and output_N.pb) and compares.

Exit status: 0 done, 1 a test failed, the models differ or a check found something wrong, 2 could not read or run.
`;

/** The command without its first word `model`. `options` are for tests. */
export async function modelCommand(args: readonly string[], io: Io, options: RuntimeOptions = {}): Promise<number> {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'show':
        return showCommand(rest, io);
      case 'run':
        return await runCommand(rest, io, options);
      case 'check':
        return await checkCommand(rest, io, options);
      case 'profile':
        return await profileCommand(rest, io, options);
      case 'compare':
        return await compareCommand(rest, io, options);
      case 'test':
        return await testCommand(rest, io, options);
      case undefined:
      case 'help':
      case '--help':
      case '-h':
        (command === undefined ? io.err : io.out)(MODEL_USAGE);
        return command === undefined ? FAILED : CLEAN;
      default:
        throw new UsageError(`There is no command \`heldout model ${command}\`.`);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n\n${MODEL_USAGE}`);
    return FAILED;
  }
}
