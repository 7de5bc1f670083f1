// `npm start [-- FOLDER] [--no-editor]`: from a fresh clone to findings, a model that ran, and VS Code with Heldout in it.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, cli } from './lib/build.mjs';
import { openEditor } from './lib/editor.mjs';
import { installPackages } from './lib/packages.mjs';
import { Problem, checkNode, endChildrenWithUs, main, root, run, step } from './lib/steps.mjs';

const samples = path.join(root, 'samples');
/** The bird of samples/predict.py. */
const ONE_PENGUIN = [
  'bill_length_mm=[[46.1]]',
  'bill_depth_mm=[[13.2]]',
  'flipper_length_mm=[[211]]',
  'body_mass_g=[[4500]]',
  'island=[["Biscoe"]]',
];

const USAGE = `npm start [-- [FOLDER] [OPTIONS]]

Sets Heldout up, checks the Python code in FOLDER (default: samples/), previews its ONNX model, and opens it in VS Code.

  --no-editor        only check and preview, in the terminal
  --editor=WHICH     desktop or browser (default: the desktop VS Code if there is one)
  --port=NUMBER      the port of the VS Code in the browser
  --help             this text`;

await main(async () => {
  checkNode();
  endChildrenWithUs();
  const options = readArguments(process.argv.slice(2));
  if (options.help) return console.log(USAGE);

  await installPackages();
  await build();
  const firstFile = await check(options.folder);
  await preview(options.folder);
  if (options.editor === 'none') return;
  await openEditor(options.folder, firstFile, {
    editor: options.editor,
    port: options.port,
    trusted: options.folder === samples, // Our own; of another folder VS Code asks.
  });
});

function readArguments(args) {
  let values, positionals;
  try {
    ({ values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'no-editor': { type: 'boolean' },
        editor: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new Problem(`${error.message}\n\n${USAGE}`);
  }
  const { editor } = values;
  if (editor !== undefined && editor !== 'desktop' && editor !== 'browser') {
    throw new Problem(`--editor=${editor}: it must be desktop or browser.`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Problem(`--port=${values.port}: a port is a number from 1 to 65535.`);
  }
  if (positionals.length > 1) throw new Problem(`One folder at a time, please.\n\n${USAGE}`);
  return { help: values.help, port, editor: values['no-editor'] ? 'none' : editor, folder: findFolder(positionals[0]) };
}

/** npm runs us in the repository; a folder is meant as seen from where the user is. */
function findFolder(given) {
  if (given === undefined) return samples;
  const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  if (!existsSync(folder)) throw new Problem(`There is no folder ${folder}.`);
  if (!statSync(folder).isDirectory()) throw new Problem(`${folder} is a file. Give the folder it is in.`);
  return folder;
}

/** Prints the findings; returns the file with the most of them. */
async function check(folder) {
  let findings = [];
  await step(`heldout check ${shown(folder)}`, async () => {
    // Exit status 1 means that there are findings: no failure here.
    const { status } = await run(process.execPath, [cli, 'check', folder]);
    if (status !== 0 && status !== 1) throw new Problem('The check could not run; the reason is above.');
    findings = await findingsOf(folder);
    return `${findings.length} findings`;
  });
  const counts = new Map();
  for (const { file } of findings) counts.set(file, (counts.get(file) ?? 0) + 1);
  const [file] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  return file && path.resolve(root, file);
}

async function findingsOf(folder) {
  const { output } = await run(process.execPath, [cli, 'check', folder, '--format', 'json'], { onLine: () => {} });
  try {
    return JSON.parse(output);
  } catch {
    throw new Problem(`The check did not print JSON:\n${output.slice(0, 500)}`);
  }
}

/** Shows the first ONNX model of the folder and runs it once. A model that does not run is no reason to stop. */
async function preview(folder) {
  const model = findModel(folder);
  if (!model) return console.log(`There is no .onnx file in ${shown(folder)} to preview.`);
  const inputs =
    model === path.join(samples, 'penguins.onnx') ? ONE_PENGUIN.flatMap((input) => ['--input', input]) : [];
  for (const [command, ...args] of [
    ['show', model],
    ['run', model, ...inputs],
  ]) {
    await step(`heldout model ${command} ${shown(model)}`, async () => {
      const { status } = await run(process.execPath, [cli, 'model', command, ...args]);
      if (status === 0) return undefined;
      process.exitCode = 1;
      return 'not possible; the reason is above';
    });
  }
}

function findModel(folder, depth = 3) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const model = entries.find((entry) => entry.isFile() && entry.name.endsWith('.onnx'));
  if (model) return path.join(folder, model.name);
  if (depth === 0) return undefined;
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const found = findModel(path.join(folder, entry.name), depth - 1);
    if (found) return found;
  }
  return undefined;
}

function shown(file) {
  return path.relative(root, file) || '.';
}
