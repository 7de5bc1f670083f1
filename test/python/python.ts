// Finds a Python that has given modules, for the tests that run Python for real; says why there is none otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');

/** `npm test` sets this one up from requirements.txt (scripts/lib/python.mjs). */
const prepared = path.join(
  root,
  '.cache',
  'python',
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

export interface Ran {
  /** Exit status; null if it was ended by the time limit. */
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** An interpreter, as a function that runs it: `python(['train.py'], folder)`. */
export type Python = (args: readonly string[], cwd: string, options?: { readonly input?: string }) => Ran;

const RUN_LIMIT_MS = 120_000;

/**
 * The first interpreter that has all these modules: `HELDOUT_PYTHON` alone if that is set, else the one `npm test`
 * prepared, then the system's. Without one: the reason, to stand in the title of a skipped test.
 */
export function pythonWith(...modules: readonly string[]): { readonly python: Python } | { readonly missing: string } {
  const named = process.env.HELDOUT_PYTHON;
  const candidates = named ? [named] : [prepared, 'python3', '/usr/bin/python3'];
  const found = candidates.find((interpreter) => has(interpreter, modules));
  if (found === undefined) {
    const where = named ? `HELDOUT_PYTHON (${named}) lacks` : 'no Python was found with';
    return { missing: `${where} ${modules.join(', ')}` };
  }
  return { python: (args, cwd, options = {}) => runPython(found, args, cwd, options.input) };
}

const known = new Map<string, boolean>();

function has(interpreter: string, modules: readonly string[]): boolean {
  if (path.isAbsolute(interpreter) && !existsSync(interpreter)) return false;
  const missing = modules.filter((name) => {
    const key = `${interpreter}\n${name}`;
    const answer = known.get(key) ?? imports(interpreter, name);
    known.set(key, answer);
    return !answer;
  });
  return missing.length === 0;
}

const environment = {
  ...process.env,
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUTF8: '1',
  MPLBACKEND: 'Agg',
  KERAS_BACKEND: 'jax',
  ORT_DISABLE_TELEMETRY: '1',
};

/** Imports it for real: a module may be there and not fit the others. */
function imports(interpreter: string, name: string): boolean {
  return (
    spawnSync(interpreter, ['-c', `import ${name}`], {
      stdio: 'ignore',
      timeout: 60_000,
      env: environment,
    }).status === 0
  );
}

function runPython(interpreter: string, args: readonly string[], cwd: string, input?: string): Ran {
  const { status, stdout, stderr } = spawnSync(interpreter, [...args], {
    cwd,
    encoding: 'utf8',
    timeout: RUN_LIMIT_MS,
    env: environment,
    ...(input === undefined ? {} : { input }),
  });
  return { status, output: stdout, errors: stderr };
}

/**
 * A suite that needs Python with these modules. Where there is none it is skipped, with the reason in its title.
 */
export function describeWithPython(title: string, modules: readonly string[], tests: (python: Python) => void): void {
  const found = pythonWith(...modules);
  if ('python' in found) {
    describe(title, function () {
      this.timeout(RUN_LIMIT_MS);
      tests(found.python);
    });
  } else {
    describe.skip(`${title} (${found.missing})`, () => it('runs'));
  }
}
