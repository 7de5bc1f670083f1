// `npm start` as a user runs it: in the terminal alone, on a folder of theirs, and with a real VS Code in a browser.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(__dirname, '..', '..');
const MINUTE = 60_000;

function start(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent', '--', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 5 * MINUTE,
  });
  return { status, output: stdout + stderr };
}

describe('npm start -- --no-editor', function () {
  this.timeout(6 * MINUTE);

  it('checks the samples and runs their model', () => {
    const { status, output } = start('--no-editor');
    assert.equal(status, 0, output);
    for (const step of ['npm packages', 'build', 'heldout check samples'])
      assert.match(output, new RegExp(`✔ ${step}: `));
    for (const rule of ['fit-before-split', 'missing-zero-grad', 'use-before-definition', 'unknown-input-name']) {
      assert.ok(output.includes(rule), `${rule} is not among the findings:\n${output}`);
    }
    assert.match(output, /bill_length_mm/, 'the inputs of the model');
    assert.match(output, /Adelie|Chinstrap|Gentoo/, 'the result of the run');
  });

  it('checks a folder of the user, without findings and without a model', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-start-'));
    try {
      writeFileSync(path.join(folder, 'clean.py'), 'print("nothing to find")\n');
      const { status, output } = start(folder, '--no-editor');
      assert.equal(status, 0, output);
      assert.match(output, /: 0 findings/);
      assert.match(output, /There is no \.onnx file/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('npm start -- --editor=browser', function () {
  this.timeout(15 * MINUTE);
  let server: ChildProcess | undefined;
  let address = '';

  before(async function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') this.skip();
    const setup = spawnSync(process.execPath, ['test/vscode/setup.mjs'], { cwd: root, encoding: 'utf8' });
    assert.equal(setup.status, 0, setup.stdout + setup.stderr);
    server = spawn(process.execPath, ['scripts/start.mjs', '--editor=browser'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    address = await addressOf(server);
  });

  after(() => server?.kill('SIGKILL'));

  it('serves VS Code at the address it prints, to those who have the address', async () => {
    assert.equal((await fetch(new URL('/', address))).status, 403);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/\?tkn=/);
  });

  it('shows findings in the file with most of them', async () => {
    assert.match(await problemsShownAt(address), /[1-9]\d*/);
  });

  it('ends on Ctrl-C, and VS Code with it', async () => {
    assert.ok(server);
    const exited = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGINT');
    assert.equal(await exited, 130);
    await assert.rejects(fetch(new URL('/', address)));
  });
});

/** Resolves to the address that a started `npm start` prints; rejects with what it said if it ends before. */
function addressOf(started: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (text: Buffer): void => {
      said += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(said);
      if (found) resolve(found[0]);
    };
    started.stdout?.on('data', read);
    started.stderr?.on('data', read);
    started.once('exit', (status) => reject(new Error(`npm start ended with status ${status}:\n${said}`)));
  });
}

/** The little of Playwright that is used here; it is installed beside VS Code, not in our node_modules. */
interface Playwright {
  readonly chromium: { launch: (options: object) => Promise<Browser> };
}
interface Browser {
  newPage: () => Promise<Page>;
  close: () => Promise<void>;
}
interface Page {
  goto: (address: string) => Promise<unknown>;
  waitForSelector: (
    selector: string,
    options: { timeout: number },
  ) => Promise<{ textContent: () => Promise<string | null> }>;
}

/** Opens the address in Chromium; what the first error or warning of the open file shows in the editor. */
async function problemsShownAt(address: string): Promise<string> {
  type Setup = { readonly folder: string; readonly findChromium: () => string };
  const setup: Setup = await import(pathToFileURL(path.join(root, 'test', 'vscode', 'setup.mjs')).href);
  const { chromium }: Playwright = createRequire(path.join(setup.folder, 'package.json'))('playwright-core');
  const browser = await chromium.launch({
    executablePath: setup.findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForSelector('.squiggly-warning, .squiggly-error', { timeout: 2 * MINUTE });
    const counts = await page.waitForSelector('[id="status.problems"]', { timeout: MINUTE });
    return (await counts.textContent()) ?? '';
  } finally {
    await browser.close();
  }
}
