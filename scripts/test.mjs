// `npm test`: sets up, runs every stage in order, and closes with one line of counts. A failing stage does not stop the rest.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { closingLine, fromClosingLine, judged, oneCheck } from './lib/counts.mjs';
import { preparePython } from './lib/python.mjs';
import { installPackages } from './lib/packages.mjs';
import {
  Problem,
  bold,
  checkNode,
  dim,
  endChildrenWithUs,
  green,
  main,
  red,
  root,
  run,
  seconds,
  yellow,
} from './lib/steps.mjs';

const node = process.execPath;
const tool = (name) => path.join(root, 'node_modules', name);
const MINUTE = 60;

/**
 * In order. `command` is run in the root folder; `counts` reads the tests it ran from its outcome (a stage without it is
 * one check, which passes with exit status 0); `limit` is in seconds.
 */
const stages = [
  { name: 'format', command: [node, tool('oxfmt/bin/oxfmt'), '--check'] },
  { name: 'lint', command: [node, tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'types', command: [node, tool('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'build', command: [node, 'esbuild.mjs'] },
  { name: 'unit', command: mocha(), counts: fromReporter, limit: 20 * MINUTE },
  { name: 'vscode', command: [node, 'test/vscode/run-suite.mjs'], counts: fromClosingLine, limit: 15 * MINUTE },
  { name: 'ui', command: [node, 'test/vscode/run-ui.mjs'], counts: fromClosingLine, limit: 30 * MINUTE },
  { name: 'start', command: [...mocha(), 'test/start/*.test.ts'], counts: fromReporter, limit: 25 * MINUTE },
];

const USAGE = `npm test [-- OPTIONS]

  --only=A,B      run these stages only
  --grep=TEXT     of the unit stage, run the tests whose title holds TEXT
  --files=GLOB    of the unit stage, run these test files only
  --help          this text

Stages: ${stages.map(({ name }) => name).join(', ')}`;

const countsFile = path.join(root, '.cache', 'test-counts.json');
const started = Date.now();

await main(async () => {
  checkNode();
  endChildrenWithUs();
  const options = readArguments();
  if (options.help) return console.log(USAGE);
  const chosen = stages.filter(({ name }) => !options.only || options.only.includes(name));

  mkdirSync(path.dirname(countsFile), { recursive: true });
  await installPackages();
  if (chosen.some(({ name }) => name === 'unit')) await preparePython();

  const results = [];
  for (const stage of chosen) results.push(await runStage(stage, options));
  report(results);
});

function readArguments() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        only: { type: 'string' },
        grep: { type: 'string' },
        files: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new Problem(`${error.message}\n\n${USAGE}`);
  }
  const only = values.only?.split(',');
  const unknown = only?.filter((name) => !stages.some((stage) => stage.name === name)) ?? [];
  if (unknown.length > 0) throw new Problem(`There is no stage ${unknown.join(', ')}.\n\n${USAGE}`);
  return { ...values, only };
}

function mocha() {
  const reporter = path.join(root, 'scripts', 'lib', 'reporter.cjs');
  return [node, tool('mocha/bin/mocha.js'), '--import=tsx', '--reporter', reporter, '--timeout', '20000'];
}

async function runStage({ name, command, counts = oneCheck, limit = 5 * MINUTE }, options) {
  const stageStarted = Date.now();
  console.log(`\n${bold(`▶ ${name}`)}`);
  rmSync(countsFile, { force: true });
  const [program, ...args] = name === 'unit' ? [...command, ...unitArguments(options)] : command;
  // Nothing that a stage prints stands alone on a line as our own closing line does.
  const outcome = await run(program, args, {
    limit,
    onLine: (line) => console.log(`  │ ${line}`),
    env: { HELDOUT_TEST_COUNTS: countsFile },
  });
  const result = { name, ...judged(outcome, counts(outcome), limit), time: seconds(stageStarted) };
  console.log(`  ${summary(result)}`);
  return result;
}

function unitArguments({ grep, files }) {
  const chosen = files ? [files] : ['test/**/*.test.ts', '--ignore', 'test/{vscode,start}/**'];
  return grep ? [...chosen, '--grep', grep] : chosen;
}

function fromReporter() {
  return existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : undefined;
}

function summary({ name, passed, failed, skipped, reason, time }) {
  const mark = failed > 0 ? red('✘') : green('✔');
  const parts = [`${passed} ok`];
  if (failed > 0) parts.push(red(`${failed} failed`));
  if (skipped > 0) parts.push(yellow(`${skipped} skipped`));
  return `${mark} ${name}: ${parts.join(', ')}${reason ? ` (${reason})` : ''} ${dim(`in ${time}`)}`;
}

function report(results) {
  console.log(`\n${bold('All stages')} ${dim(`in ${seconds(started)}`)}`);
  for (const result of results) console.log(`  ${summary(result)}`);
  console.log(`\n${closingLine(results)}`);
  if (results.some(({ failed }) => failed > 0)) process.exitCode = 1;
}
