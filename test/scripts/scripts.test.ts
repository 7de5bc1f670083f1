// The scripts behind `npm start` and `npm test`: errors in words, what they skip, what they end, what they count.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(__dirname, '..', '..');

/** A module of scripts/lib, which is JavaScript: the caller says what it takes from it. */
async function load<Module>(name: string): Promise<Module> {
  return import(pathToFileURL(path.join(root, 'scripts', 'lib', name)).href);
}

function start(...args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

/** A folder for each test of the suite that calls this; not hooks of the file's top, which would be every file's. */
function useFolder(): () => string {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'heldout-scripts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

describe('npm start says what is wrong', () => {
  const folder = useFolder();
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a folder that is not there', ['no-such-folder'], /There is no folder .*no-such-folder/],
    ['a file instead of a folder', ['package.json'], /package\.json is a file\. Give the folder/],
    ['an option that does not exist', ['--bogus'], /--bogus[\s\S]*npm start \[-- \[FOLDER\]/],
    ['two folders', ['samples', 'docs'], /One folder at a time/],
    ['a port that is none', ['--port=x'], /--port=x: a port is a number/],
    ['an editor that is none', ['--editor=emacs'], /--editor=emacs: it must be desktop or browser/],
  ];
  for (const [what, args, message] of wrong) {
    it(what, () => {
      const { status, text } = start(...args);
      assert.equal(status, 1);
      assert.match(text, message);
      assert.doesNotMatch(text, /\n {4}at /, 'without a stack');
    });
  }

  it('a Node that is too old', () => {
    const code = "Object.defineProperty(process.versions, 'node', { value: '18.20.1' }); import('./scripts/start.mjs')";
    const { status, stderr } = spawnSync(process.execPath, ['-e', code], { cwd: root, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /Node 18\.20\.1 is too old: Heldout needs Node 20\.19 or later/);
  });

  it('a port in use', async () => {
    type Editor = { openEditor: (folder: string, file: undefined, options: object) => Promise<void> };
    const { openEditor } = await load<Editor>('editor.mjs');
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const { port } = address;
    try {
      await assert.rejects(
        openEditor(root, undefined, { editor: 'browser', port }),
        new RegExp(`Port ${port} .* in use`),
      );
    } finally {
      server.close();
    }
  });

  it('a registry that cannot be reached, as npm reports it', async () => {
    const { whyInstallFailed } = await load<{ whyInstallFailed: (output: string) => string }>('packages.mjs');
    const dependencies = { 'is-number': '7.0.0' };
    const locked = { version: '7.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
    writeFileSync(path.join(folder(), 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', dependencies }));
    writeFileSync(
      path.join(folder(), 'package-lock.json'),
      JSON.stringify({
        name: 'x',
        version: '1.0.0',
        lockfileVersion: 3,
        packages: { '': { name: 'x', version: '1.0.0', dependencies }, 'node_modules/is-number': locked },
      }),
    );
    const options = ['--registry=http://127.0.0.1:9', '--fetch-retries=0', `--cache=${path.join(folder(), 'cache')}`];
    const { status, stderr } = spawnSync('npm', ['ci', '--loglevel=error', ...options], {
      cwd: folder(),
      encoding: 'utf8',
    });
    assert.notEqual(status, 0);
    assert.match(whyInstallFailed(stderr), /registry cannot be reached/);
  });
});

describe('npm start opens the desktop VS Code', () => {
  const folder = useFolder();
  type Editor = {
    findDesktop: (env: Readonly<Record<string, string>>, platform: string) => string | undefined;
    desktopArguments: (folder: string, file: string) => readonly string[];
  };

  it('that is on the PATH, where there is a display', async () => {
    const { findDesktop } = await load<Editor>('editor.mjs');
    const code = path.join(folder(), 'code');
    writeFileSync(code, '');
    chmodSync(code, 0o755);
    assert.equal(findDesktop({ PATH: `/nowhere${path.delimiter}${folder()}` }, 'darwin'), code);
    assert.equal(findDesktop({ PATH: folder() }, 'linux'), undefined, 'no display');
    assert.equal(findDesktop({ PATH: '' }, 'darwin'), undefined);
  });

  it('with the extension of this work tree', async () => {
    const { desktopArguments } = await load<Editor>('editor.mjs');
    const [window, extension, ...rest] = desktopArguments('project', 'project/train.py');
    assert.deepEqual([window, extension], ['--new-window', `--extensionDevelopmentPath=${root}`]);
    assert.deepEqual(rest, ['project', '--goto', 'project/train.py']);
  });
});

describe('set-up', () => {
  const folder = useFolder();
  type Packages = { outdated: (folder: string) => readonly string[] };

  function locks(wanted: object, installed: object | null): void {
    writeFileSync(path.join(folder(), 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed === null) return;
    mkdirSync(path.join(folder(), 'node_modules'), { recursive: true });
    writeFileSync(path.join(folder(), 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }

  it('installs packages when they are missing, of another version, or too many, and only then', async () => {
    const { outdated } = await load<Packages>('packages.mjs');
    const wanted = { '': { version: '1.0.0' }, a: { version: '1.0.0' }, b: { version: '2.0.0', optional: true } };
    locks(wanted, null);
    assert.deepEqual(outdated(folder()), ['node_modules']);
    locks(wanted, { a: { version: '1.0.0' } });
    assert.deepEqual(outdated(folder()), []);
    locks(wanted, { a: { version: '1.0.1' } });
    assert.deepEqual(outdated(folder()), ['a']);
    locks(wanted, { a: { version: '1.0.0' }, c: { version: '1.0.0' } });
    assert.deepEqual(outdated(folder()), ['c']);
    locks(wanted, {});
    assert.deepEqual(outdated(folder()), ['a']);
  });

  it('says when package-lock.json cannot be read', async () => {
    const { outdated } = await load<Packages>('packages.mjs');
    locks({}, {});
    writeFileSync(path.join(folder(), 'package-lock.json'), '{');
    assert.throws(() => outdated(folder()), /package-lock\.json cannot be read .*git checkout/);
  });
});

describe('Ctrl-C', () => {
  it('ends what was started, and what that started', async function () {
    if (process.platform === 'win32') this.skip();
    const steps = pathToFileURL(path.join(root, 'scripts', 'lib', 'steps.mjs')).href;
    const code = `import { start, endChildrenWithUs } from '${steps}';
      endChildrenWithUs();
      start('sh', ['-c', 'sleep 300 & echo $!; wait'], { stdio: 'inherit' });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const exit = new Promise((resolve) => parent.once('exit', resolve));
    // The output is closed when the last of them that holds it has ended.
    const allEnded = new Promise((resolve) => parent.once('close', resolve));
    parent.kill('SIGINT');
    assert.equal(await exit, 130);
    await allEnded;
  });
});

describe('npm test counts', () => {
  type Counts = {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly reason?: string;
  };
  type Outcome = { readonly status: number | null; readonly timedOut?: boolean; readonly error?: Error };
  type Lib = {
    fromClosingLine: (outcome: { readonly output: string }) => Counts | undefined;
    judged: (outcome: Outcome, counts: Counts | undefined, limit: number) => Counts;
    closingLine: (results: readonly Counts[]) => string;
  };
  const fine: Counts = { passed: 3, failed: 0, skipped: 0 };

  it('by the last closing line of a stage', async () => {
    const { fromClosingLine } = await load<Lib>('counts.mjs');
    const output = '1 passed, 0 failed\nnoise\n  12 passed, 1 failed, 2 skipped\nbye';
    assert.deepEqual(fromClosingLine({ output }), { passed: 12, failed: 1, skipped: 2 });
    assert.equal(fromClosingLine({ output: 'all is well: 3 passed, 0 failed, honestly' }), undefined);
  });

  it('and does not believe a stage that ran nothing, was ended, or failed without saying where', async () => {
    const { judged } = await load<Lib>('counts.mjs');
    assert.deepEqual(judged({ status: 0 }, fine, 60), fine);
    assert.equal(judged({ status: 0 }, undefined, 60).failed, 1);
    assert.equal(judged({ status: 0 }, { ...fine, passed: 0 }, 60).reason, 'ran no test');
    assert.equal(judged({ status: null, timedOut: true }, fine, 60).reason, 'ended after 60 s');
    assert.equal(judged({ status: 134 }, fine, 60).reason, 'exit status 134');
    assert.equal(judged({ status: null, error: new Error('ENOENT') }, undefined, 60).reason, 'ENOENT');
    assert.equal(judged({ status: 1 }, { ...fine, failed: 2 }, 60).failed, 2);
  });

  it('and closes in one line', async () => {
    const { closingLine } = await load<Lib>('counts.mjs');
    assert.equal(closingLine([fine, { passed: 1, failed: 2, skipped: 0 }]), '4 passed, 2 failed');
    assert.equal(closingLine([fine, { passed: 0, failed: 0, skipped: 1 }]), '3 passed, 0 failed, 1 skipped');
  });
});
