// Installs the npm packages when they are missing or not those of package-lock.json. Node's own modules only.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem, root, run, step } from './steps.mjs';

/** Packages that are there in another version than the lock file says, are missing, or should not be there. */
export function outdated(folder = root) {
  const installedLock = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return ['node_modules'];
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const installed = readPackages(installedLock);
  const differs = Object.keys(wanted).filter((name) => {
    if (name === '') return false;
    // Optional packages are those of other platforms.
    if (installed[name] === undefined) return !wanted[name].optional;
    return installed[name].version !== wanted[name].version;
  });
  return [...differs, ...Object.keys(installed).filter((name) => wanted[name] === undefined)];
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    throw new Problem(`${file} cannot be read (${error.message}). Restore it: git checkout -- package-lock.json`);
  }
}

/** Installs what the lock file names, unless it is there. */
export function installPackages() {
  return step('npm packages', async () => {
    if (outdated().length === 0) return 'there already';
    const [npm, ...args] = npmCommand('ci', '--no-audit', '--no-fund', '--loglevel=error');
    const { status, error, output } = await run(npm, args, { limit: 900 });
    if (error) throw new Problem('npm cannot be started. It comes with Node: install Node again, with npm.');
    if (status !== 0) throw new Problem(whyInstallFailed(output));
    return 'installed';
  });
}

/** npm as this Node runs it: under `npm start` the very npm that started us, which also works on Windows. */
function npmCommand(...args) {
  const { npm_execpath: npm } = process.env;
  return npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
}

/** npm's own words, with what to do in front where the cause is known. */
export function whyInstallFailed(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return (
      'The npm registry cannot be reached, so the packages cannot be installed.\n' +
      'Check the network (and `npm config get registry`, `npm config get proxy`), then start again.'
    );
  }
  if (/EACCES|EPERM/.test(output)) {
    return `npm may not write to ${root}. Check who owns the folder, then start again.`;
  }
  if (/ENOSPC/.test(output)) return 'The disk is full. Free about 1 GB, then start again.';
  return '`npm ci` failed; what it said is above.';
}
