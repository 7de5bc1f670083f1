// Opens a folder in a VS Code with the extension loaded: the desktop one if there is one, else a real one in the browser.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem, bold, dim, root, run, start, step, stop } from './steps.mjs';

const FIRST_PORT = 8139;
const DESKTOP_COMMANDS = ['code', 'code-insiders', 'codium'];
const START_LIMIT_SECONDS = 60;

/**
 * Opens `folder` with `file` shown, and returns when the editor has ended: at once for a desktop VS Code,
 * on Ctrl-C for the one in the browser. `options.editor` (`desktop` or `browser`) forces one of them;
 * `options.port` is the browser one's.
 */
export async function openEditor(folder, file, { editor, port, trusted }) {
  const desktop = editor === 'browser' ? undefined : findDesktop();
  if (desktop) return openDesktop(desktop, folder, file);
  if (editor === 'desktop') {
    throw new Problem(
      `No desktop VS Code was found: none of ${DESKTOP_COMMANDS.join(', ')} is on the PATH, or there is no display.\n` +
        "In VS Code, run «Shell Command: Install 'code' command in PATH», or leave out --editor=desktop.",
    );
  }
  return serveInBrowser(folder, file, { port, trusted });
}

/** The command of an installed VS Code that can show a window for this user; undefined if there is none. */
export function findDesktop(env = process.env, platform = process.platform) {
  const hasDisplay = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  const isRoot = platform === 'linux' && process.getuid?.() === 0; // VS Code refuses to run as root.
  if (!hasDisplay || isRoot) return undefined;
  const extension = platform === 'win32' ? '.cmd' : '';
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    for (const name of DESKTOP_COMMANDS) {
      const file = path.join(folder, name + extension);
      if (folder && existsSync(file)) return file;
    }
  }
  return undefined;
}

/** The arguments that load the extension from this folder into a window of its own. */
export const desktopArguments = (folder, file) => [
  '--new-window',
  `--extensionDevelopmentPath=${root}`,
  folder,
  ...(file ? ['--goto', file] : []),
];

function openDesktop(command, folder, file) {
  return step('VS Code', async () => {
    const { status } = await run(command, desktopArguments(folder, file), { limit: 60 });
    if (status !== 0) throw new Problem(`${command} could not be started. Try: npm start -- --editor=browser`);
    return `${folder} is open in a new window of ${command}`;
  });
}

async function serveInBrowser(folder, file, { port, trusted }) {
  const chosenPort = await freePort(port);
  const setupFile = path.join(root, 'test', 'vscode', 'setup.mjs');
  await step('VS Code for the browser', async () => {
    const { status } = await run(process.execPath, [setupFile, '--no-browser'], { limit: 1200 });
    if (status !== 0)
      throw new Problem('VS Code could not be set up; the reason is above. (--no-editor leaves it out.)');
  });
  const { node, folder: installed } = await import(pathToFileURL(setupFile).href);
  // The token keeps other users of this machine out: who has the address has a terminal of ours.
  const token = randomBytes(12).toString('hex');
  const home = prepareHome();
  const server = start(
    node,
    [
      path.join(installed, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
      '--host=127.0.0.1',
      `--port=${chosenPort}`,
      `--connection-token=${token}`,
      `--server-data-dir=${home}`,
      `--extensions-dir=${path.join(home, 'extensions')}`,
      '--accept-server-license-terms',
      '--telemetry-level=off',
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { env: { ...process.env, EXTENSIONS_GALLERY: '{}' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => said.push(text));
  const ended = new Promise((resolve) => {
    server.once('exit', resolve);
    server.once('error', resolve);
  });
  await waitUntilUp(server, `http://127.0.0.1:${chosenPort}/version`, said);

  const query = new URLSearchParams({ tkn: token, folder });
  if (file) query.set('payload', JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${chosenPort}${file}`]]));
  console.log(`\n${bold('VS Code with Heldout is ready:')}\n\n  http://127.0.0.1:${chosenPort}/?${query}\n`);
  console.log(dim('Open the address in a browser on this machine (or forward the port). Stop it with Ctrl-C.'));
  await ended;
  console.log('VS Code has ended.');
}

/** The folder of the editor's settings, and the list of its extensions with Heldout in it, loaded from this work tree. */
function prepareHome() {
  const home = path.join(root, '.cache', 'start');
  const settings = path.join(home, 'data', 'User', 'settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  mkdirSync(path.join(home, 'extensions'), { recursive: true });
  if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify(FIRST_SETTINGS, null, 2)}\n`);
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const extension = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, path: root, scheme: 'file' },
    metadata: { installedTimestamp: 0, source: 'vsix' },
  };
  writeFileSync(path.join(home, 'extensions', 'extensions.json'), JSON.stringify([extension]));
  return home;
}

/** A quiet editor that sends nothing. Written once: what the user changes afterwards stays. */
const FIRST_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
};

async function waitUntilUp(server, address, said) {
  const deadline = Date.now() + START_LIMIT_SECONDS * 1000;
  for (;;) {
    try {
      if ((await fetch(address)).ok) return;
    } catch {
      // It does not listen yet.
    }
    const gone = server.exitCode !== null || server.signalCode !== null;
    if (gone || Date.now() > deadline) {
      stop(server);
      const why = gone ? 'ended at once' : `did not answer within ${START_LIMIT_SECONDS} s`;
      throw new Problem(`VS Code ${why}. It said:\n${said.join('').trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The wanted port, which must be free, or else the first free one from the usual port on. */
async function freePort(wanted) {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new Problem(
      `Port ${wanted} of 127.0.0.1 is in use. Is another \`npm start\` running? End it, or choose another: --port=NUMBER`,
    );
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + 50; port++) if (await isFree(port)) return port;
  throw new Problem(`The ports ${FIRST_PORT} to ${FIRST_PORT + 49} are all in use. Choose another: --port=NUMBER`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
