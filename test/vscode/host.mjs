// Starts a real VS Code on a copy of a folder, shown in Debian's Chromium; ends both, and what they left, afterwards.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { entry, findChromium, folder as installed, node } from './setup.mjs';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;

const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A quiet editor: nothing that a test did not ask for. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
};

export const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts it. `workspace` is copied, so that tests may write to it. `vsix` is installed; `trust: false` leaves the
 * workspace untrusted; `forTests` lets the page load an extension under development.
 */
export async function startHost({ workspace, settings = {}, vsix, trust = true, forTests = false, env: more = {} }) {
  const temporary = mkdtempSync(path.join(tmpdir(), 'heldout-vscode-'));
  const userData = path.join(temporary, 'user-data');
  const copy = path.join(temporary, path.basename(workspace));
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  cpSync(workspace, copy, { recursive: true });

  const env = {
    ...process.env,
    XDG_CONFIG_HOME: path.join(temporary, 'config'),
    XDG_DATA_HOME: path.join(temporary, 'data'),
    EXTENSIONS_GALLERY: '{}', // no look-ups of a gallery
    TMPDIR: temporary, // sockets and logs go with the run
    ...more,
  };
  for (const name of Object.keys(env)) if (name.startsWith('VSCODE_')) delete env[name];

  const common = [entry, '--user-data-dir', userData, '--extensions-dir', path.join(temporary, 'extensions')];
  if (vsix) install(common, vsix, env);
  const port = await freePort();
  const logFile = path.join(temporary, 'server.log');
  const log = openSync(logFile, 'w');
  const server = spawn(
    node,
    [
      ...common,
      `--bind-addr=127.0.0.1:${port}`,
      '--auth=none',
      '--disable-telemetry',
      '--disable-update-check',
      ...(trust ? ['--disable-workspace-trust'] : []),
      // A built workbench reads `extensionDevelopmentPath` from the URL with the smoke-test driver only.
      ...(forTests ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
      '--ignore-last-opened',
    ],
    { env, stdio: ['ignore', log, log], detached: true },
  );

  let browser;
  const kill = (signal) => {
    try {
      process.kill(-server.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const remove = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  const onExit = () => {
    kill('SIGKILL');
    remove();
  };
  // Exiting runs the handler above.
  const onSignal = (signal) => {
    process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
  };
  process.once('exit', onExit);
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);

  async function stop({ keep = false } = {}) {
    await browser?.close().catch(() => {});
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      kill('SIGTERM');
      await Promise.race([ended, delay(STOP_LIMIT_MS)]);
    }
    kill('SIGKILL'); // whoever is left of its group
    process.off('exit', onExit);
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    if (!keep) remove();
  }

  try {
    await answers(`http://127.0.0.1:${port}/healthz`, server, logFile);
    const { chromium } = createRequire(path.join(installed, 'package.json'))('playwright-core');
    browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGUMENTS });
  } catch (error) {
    await stop();
    throw error;
  }
  const address = (query = {}) => `http://127.0.0.1:${port}/?${new URLSearchParams({ folder: copy, ...query })}`;
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  return { browser, workspace: copy, temporary, address, remote, stop };
}

function install(common, vsix, env) {
  const { status, stdout, stderr } = spawnSync(node, [...common, '--install-extension', vsix], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${path.basename(vsix)} could not be installed:\n${stdout}\n${stderr}`);
}

async function answers(url, server, logFile) {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It does not listen yet.
    }
    if (server.exitCode !== null || Date.now() > deadline) {
      const said = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim() : '';
      throw new Error(`code-server did not start. It said:\n${said}`);
    }
    await delay(100);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
