// Finds the newest CPython of this machine and asks it how it parses texts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface Python {
  readonly executable: string;
  readonly minor: number;
  /** Where its standard library and installed packages lie. */
  readonly library: string;
}

export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly tree?: readonly string[];
}

export type Request = { readonly path: string } | { readonly text: string; readonly compile?: boolean };

const ORACLE = path.join(import.meta.dirname, 'oracle.py');
const ABOUT = 'import sys, sysconfig; print(*sys.version_info[:2], sysconfig.get_path("stdlib"))';

/** The newest Python 3 that HELDOUT_PYTHON, PATH or pyenv offers; null if there is none. */
export function newestPython(): Python | null {
  return pythons()[0] ?? null;
}

/** All of them, one of each minor version, the newest first. */
export function pythons(): Python[] {
  const pyenv = path.join(process.env['PYENV_ROOT'] ?? path.join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv)
    ? readdirSync(pyenv).map((version) => path.join(pyenv, version, 'bin', 'python'))
    : [];
  const onPath = ['python3', 'python', ...[14, 13, 12, 11, 10, 9, 8].map((minor) => `python3.${minor}`)];
  const chosen = process.env['HELDOUT_PYTHON'];
  const candidates = chosen === undefined ? [...installed, ...onPath] : [chosen];
  const found = new Map<number, Python>();
  for (const candidate of candidates) {
    const python = describe(candidate);
    if (python !== null && !found.has(python.minor)) found.set(python.minor, python);
  }
  return [...found.values()].sort((a, b) => b.minor - a.minor);
}

export function describePython({ minor }: Python): string {
  return `CPython 3.${minor}`;
}

function describe(executable: string): Python | null {
  const run = spawnSync(executable, ['-c', ABOUT], { encoding: 'utf8', timeout: 20_000 });
  const [major, minor, library] = (run.stdout ?? '').trim().split(' ');
  if (run.status !== 0 || major !== '3' || library === undefined) return null;
  return { executable, minor: Number(minor), library };
}

/** One answer for each request, in order. */
export function ask(python: Python, requests: readonly Request[]): Answer[] {
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
  const run = spawnSync(python.executable, [ORACLE], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`${python.executable} failed: ${run.stderr}`);
  return run.stdout
    .trimEnd()
    .split('\n')
    .map((line): Answer => JSON.parse(line));
}

/** All Python files below a folder, sorted. */
export function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
