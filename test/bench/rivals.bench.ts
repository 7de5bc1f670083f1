// The command line over many scripts of people, beside the linters for such code that PyPI has: the same files, the same run.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Measurement } from './measurement';

export const name = 'Other linters';

const scripts = path.join('.cache', 'leakage');
const rivals = path.join('.cache', 'rivals');
const windows = process.platform === 'win32';

/** A linter in a virtual environment of its own: what is installed, by which Pythons, and how it is run. */
interface Rival {
  readonly title: string;
  readonly folder: string;
  readonly requirement: string;
  readonly pythons: readonly string[];
  readonly arguments: (files: readonly string[]) => readonly string[];
  /** How many times faster we are to be at least. */
  readonly least: number;
}

const RIVALS: readonly Rival[] = [
  {
    title: 'mlguard-lint',
    folder: 'mlguard',
    requirement: 'mlguard-lint==0.1.1',
    pythons: ['python3', 'python'],
    arguments: () => ['-m', 'mlguard_lint.cli', scripts, '--summary'],
    least: 1,
  },
  {
    title: 'pylint with dslinter',
    folder: 'dslinter',
    requirement: 'dslinter==2.0.9',
    // It needs a pylint that no later Python runs.
    pythons: ['python3.10', 'python3.9', 'python3.8'],
    arguments: (files) => ['-m', 'pylint', '--load-plugins=dslinter', ...files],
    least: 50,
  },
];

export async function run(): Promise<readonly Measurement[]> {
  const cli = path.join('dist', 'cli.js');
  if (windows || !existsSync(scripts) || !existsSync(cli)) {
    const reason = windows
      ? 'the clock is one of Unix'
      : existsSync(scripts)
        ? `${cli} is not built`
        : `${scripts} is not there`;
    console.log(`Skipped: ${reason}.`);
    return [];
  }
  const files = readdirSync(scripts)
    .filter((file) => file.endsWith('.py'))
    .map((file) => path.join(scripts, file));
  const what = `${files.length} labelled scripts`;
  const installed = RIVALS.map((rival) => ({ rival, python: environmentOf(rival) }));
  const clock = installed.find(({ python }) => python !== null)?.python;
  if (clock === undefined || clock === null) return [];

  const command = [process.execPath, cli, 'check', scripts, '--format', 'json'];
  const runs = [0, 1, 2].map(() => timesOf(clock, command));
  const own = { waited: least(runs, 'waited'), worked: least(runs, 'worked') };
  const measurements: Measurement[] = [{ what: `${what}: heldout check`, value: own.waited * 1000, unit: 'ms' }];
  for (const { rival, python } of installed) {
    if (python === null) continue;
    const its = timesOf(clock, [python, ...rival.arguments(files)]);
    const title = `${what}: ${rival.title}`;
    measurements.push(
      { what: title, value: its.waited * 1000, unit: 'ms' },
      {
        what: `${title} is waited for so many times as long`,
        value: its.waited / own.waited,
        unit: 'times',
        least: rival.least,
      },
      { what: `${title} takes so many times of the processor`, value: its.worked / own.worked, unit: 'times' },
    );
  }
  return measurements;
}

/** The interpreter of the rival's environment, made if need be; null, with the reason told, where it can't be. */
function environmentOf({ title, folder, requirement, pythons }: Rival): string | null {
  const home = path.resolve(rivals, folder);
  const python = path.join(home, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const [distribution] = requirement.split('==');
  const hasIt = (): boolean => succeeds(python, ['-c', `import importlib.metadata as m; m.version('${distribution}')`]);
  if (existsSync(python) && hasIt()) return python;
  const base = pythons.find((each) => succeeds(each, ['-c', 'import venv']));
  if (base === undefined) {
    console.log(`Skipped: ${title} needs one of ${pythons.join(', ')}.`);
    return null;
  }
  console.log(`Installing ${requirement} …`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement];
  if (succeeds(base, ['-m', 'venv', home]) && succeeds(python, pip) && hasIt()) return python;
  console.log(`Skipped: ${requirement} could not be installed.`);
  return null;
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: 'ignore', timeout: 600_000 }).status === 0;
}

interface Times {
  /** Seconds until it ended. */
  readonly waited: number;
  /** Seconds of processor time, of all threads: our engine compiles and collects garbage beside its work. */
  readonly worked: number;
}

function least(runs: readonly Times[], which: keyof Times): number {
  return Math.min(...runs.map((each) => each[which]));
}

/** Runs a command and prints how long it took, and how long the processor worked for it and its children. */
const CLOCK = `
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime)
`;

function timesOf(python: string, command: readonly string[]): Times {
  const { stdout, status, stderr } = spawnSync(python, ['-c', CLOCK, ...command], { encoding: 'utf8' });
  const [waited, worked] = stdout.split(' ').map(Number);
  if (status !== 0 || waited === undefined || worked === undefined)
    throw new Error(`${command.slice(0, 3).join(' ')}: ${stderr}`);
  return { waited, worked };
}
