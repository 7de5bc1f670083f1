// `npm run bench [-- NAME…]`: runs the benchmarks in test/bench whose file name holds a NAME, one process each.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { Problem, bold, dim, endChildrenWithUs, green, main, red, root, run, seconds } from './lib/steps.mjs';
import { outdated } from './lib/packages.mjs';

const folder = path.join(root, 'test', 'bench');
// Inside the folder, so that its own packages are found from there.
const bundles = path.join(folder, '.cache');
const USAGE = 'npm run bench [-- NAME…]';

await main(async () => {
  endChildrenWithUs();
  const wanted = process.argv.slice(2);
  if (wanted.includes('--help')) return console.log(USAGE);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.slice(0, -'.bench.ts'.length));
  const chosen = wanted.length === 0 ? names : names.filter((name) => wanted.some((part) => name.includes(part)));
  if (chosen.length === 0)
    throw new Problem(`No benchmark is called ${wanted.join(' or ')}. There are: ${names.join(', ')}`);

  await installRivals();
  let missed = 0;
  for (const name of chosen) missed += await benchmark(name);
  if (missed > 0)
    throw new Problem(`${missed} ${missed === 1 ? 'target was' : 'targets were'} missed; they are marked above.`);
});

/** The packages the benchmarks compare with are no part of the project: they are installed when needed. */
async function installRivals() {
  if (outdated(folder).length === 0) return;
  console.log('Installing what we are measured against …');
  const { status } = await run(
    'npm',
    ['ci', '--ignore-scripts', '--omit=peer', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      limit: 300,
    },
  );
  if (status !== 0) throw new Problem('The packages of test/bench cannot be installed; what npm said is above.');
}

/** Runs one benchmark and prints what it measured; gives the number of targets missed. */
async function benchmark(name) {
  const started = Date.now();
  const file = await bundle(name);
  const results = path.join(bundles, `${name}.json`);
  // Collecting garbage between measurements must not throw compiled code away.
  const { status } = await run(
    process.execPath,
    ['--expose-gc', '--no-flush-bytecode', '--enable-source-maps', file, results],
    {
      limit: 3600,
    },
  );
  if (status !== 0 || !existsSync(results)) throw new Problem(`The benchmark ${name} did not come to its end.`);
  const { title, measurements } = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`\n${bold(title)} ${dim(`(${seconds(started)})`)}`);
  for (const measurement of measurements) console.log(`  ${line(measurement)}`);
  return measurements.filter(misses).length;
}

function misses({ value, target, least }) {
  return (target !== undefined && !(value <= target)) || (least !== undefined && !(value >= least));
}

function line(measurement) {
  const { what, value, unit, target, least } = measurement;
  const shown = `${value.toFixed(value < 10 ? 2 : 1)} ${unit}`.padStart(14);
  const wish = target !== undefined ? `at most ${target}` : least !== undefined ? `at least ${least}` : '';
  if (wish === '') return `${shown}  ${what}`;
  return `${shown}  ${what} ${misses(measurement) ? red(`✘ ${wish}`) : green(`✔ ${wish}`)}`;
}

/** One file with the benchmark and a few lines that run it and write down what it measured. */
async function bundle(name) {
  mkdirSync(bundles, { recursive: true });
  const entry = path.join(bundles, `${name}.entry.mjs`);
  writeFileSync(
    entry,
    `import { writeFileSync } from 'node:fs';
import { name, run } from '../${name}.bench.ts';
writeFileSync(process.argv[2], JSON.stringify({ title: name, measurements: await run() }));
process.exit(0);
`,
  );
  const outfile = path.join(bundles, `${name}.mjs`);
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  return outfile;
}
