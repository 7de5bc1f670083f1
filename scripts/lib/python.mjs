// A Python with the libraries that the samples and the rules' examples use, so that tests can run them for real.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { root, run, step } from './steps.mjs';

const folder = path.join(root, '.cache', 'python');
const requirements = path.join(root, 'test', 'python', 'requirements.txt');

/** The interpreter that `preparePython` sets up. */
export const python = path.join(
  folder,
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);

/**
 * Installs test/python/requirements.txt into a virtual environment of its own. Without Python or network the tests that
 * need it are skipped, visibly; `HELDOUT_PYTHON` names an interpreter to use instead.
 */
export async function preparePython() {
  await step('Python for the tests that run Python', async () => {
    if (process.env.HELDOUT_PYTHON) return `HELDOUT_PYTHON (${process.env.HELDOUT_PYTHON})`;
    const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
    const stamp = path.join(folder, 'installed');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'there already';
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const base = process.platform === 'win32' ? 'python' : 'python3';
    const quiet = { onLine: () => {} };
    const made = await run(base, ['-m', 'venv', folder], { ...quiet, limit: 120 });
    if (made.status !== 0) return `none: \`${base} -m venv\` does not run here; the tests that need it are skipped`;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    const installed = await run(python, [...pip, '--requirement', requirements], { ...quiet, limit: 900 });
    if (installed.status !== 0) {
      return `none: the packages could not be installed; the tests that need them are skipped\n${lastLines(installed.output)}`;
    }
    writeFileSync(stamp, wanted);
    return 'installed';
  });
}

const lastLines = (text) =>
  text
    .trim()
    .split('\n')
    .slice(-3)
    .map((line) => `  ${line}`)
    .join('\n');
