// «Nothing leaves your machine», as far as sources can show it: nothing of ours opens a connection, and no file names
// the machine or the network it was written on.
import assert from 'node:assert/strict';
import { importsOf, sourceFiles, type SourceFile } from './files';

const shipped = sourceFiles(/^(?:client|server|media)\/.*\.ts$/);

const NETWORK =
  /^(?:node:)?(?:http|https|http2|net|tls|dgram|dns|inspector)(?:\/|$)|^(?:axios|undici|node-fetch|ws|got)$/;
/** Code that starts programs; the runner of models is forked, and nothing else is. */
const PROCESSES = /^(?:node:)?(?:child_process|cluster|worker_threads|vm)$/;
/** Reads its own packaged script; the page's policy (client/src/onnx/page.ts) lets it reach nothing else. */
const READS_ITS_OWN = /^media\/onnx\/graph\/layouter\.ts$/;
const MAY_START_PROCESSES = /^server\/src\/runtime\//;
/** Threads of the command line run the command line's own script. */
const MAY_START_THREADS = /^server\/src\/(cli|cli\/threads|cli\/checkThread)\.ts$/;
const THREADS = /^(?:node:)?worker_threads$/;

const opensConnection = (text: string): boolean =>
  /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\(/.test(text);

function connections(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path: file, text }) => [
    ...importsOf(text)
      .filter((specifier) => NETWORK.test(specifier))
      .map((specifier) => `${file} imports '${specifier}'`),
    ...(opensConnection(text) && !READS_ITS_OWN.test(file) ? [`${file} opens a connection`] : []),
  ]);
}

function startedPrograms(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path: file }) => !MAY_START_PROCESSES.test(file))
    .flatMap(({ path: file, text }) =>
      importsOf(text)
        .filter((specifier) => PROCESSES.test(specifier))
        .filter((specifier) => !(THREADS.test(specifier) && MAY_START_THREADS.test(file)))
        .map((specifier) => `${file} imports '${specifier}'`),
    );
}

describe('what is shipped', () => {
  it('opens no connection', () => {
    assert.deepEqual(connections(shipped), []);
  });

  it('gives its page a policy without remote sources', () => {
    const page = shipped.find(({ path: file }) => file === 'client/src/onnx/page.ts');
    assert.match(page?.text ?? '', /default-src 'none'/);
    assert.doesNotMatch(page?.text ?? '', /-src[^;]*(?:https?:|wss?:|\*)/);
  });

  it('starts no program, except the one that runs models', () => {
    assert.deepEqual(startedPrograms(shipped), []);
  });

  it('would be refused doing so', () => {
    const file = 'server/src/lsp/x.ts';
    assert.equal(connections([{ path: file, text: `import * as https from 'node:https';` }]).length, 1);
    assert.equal(connections([{ path: file, text: `await fetch('x');` }]).length, 1);
    assert.equal(startedPrograms([{ path: file, text: `import { fork } from 'child_process';` }]).length, 1);
    assert.equal(startedPrograms([{ path: file, text: `import { Worker } from 'node:worker_threads';` }]).length, 1);
    const threads = 'server/src/cli/threads.ts';
    assert.equal(startedPrograms([{ path: threads, text: `import { fork } from 'child_process';` }]).length, 1);
  });
});

/** Writes in parts what this file itself must not hold. */
const whole = (...parts: readonly string[]): string => parts.join('');

const UNWANTED: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a folder of one machine', pattern: /(?<![\w.~])\/(?:work|root|Users|home)\/[\w.-]+/ },
  {
    what: "a package registry's host",
    pattern: new RegExp(whole('regis', 'try\\.\\w|//pypi\\.|files\\.pythonhost', 'ed')),
  },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { what: 'a token', pattern: /\bgh[pous]_[A-Za-z0-9]{30}|\bAKIA[0-9A-Z]{16}/ },
];

function unwanted(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path: file, text }) =>
    UNWANTED.flatMap(({ what, pattern }) => {
      const found = pattern.exec(text);
      return found ? [`${file} holds ${what}: ${found[0]}`] : [];
    }),
  );
}

describe('what is committed', () => {
  const texts = sourceFiles(/^(?!.*\.(?:png|onnx|ort|ico|gif|wasm|pb|woff2?|ttf)$)/);

  it('names no machine, registry or secret', () => {
    assert.deepEqual(unwanted(texts), []);
  });

  it('has lock files without addresses: packages come from whatever registry the user has set', () => {
    const locks = texts.filter(({ path: file }) => file.endsWith('package-lock.json'));
    assert.ok(locks.length >= 1);
    const resolved = locks.filter(({ text }) => /"resolved":|"integrity": "(?!sha512-|sha1-)/.test(text));
    assert.deepEqual(
      resolved.map(({ path: file }) => file),
      [],
    );
  });

  it('would be refused naming one', () => {
    const lines = [
      whole('see /wo', 'rk/x'),
      whole('https://regis', 'try.npmjs.org/x'),
      whole('-----BEGIN RSA PRIV', 'ATE KEY-----'),
      whole('AKI', 'A0123456789ABCDEF'),
    ];
    assert.equal(unwanted(lines.map((text) => ({ path: 'x', text }))).length, lines.length);
    assert.deepEqual(
      unwanted([{ path: 'x', text: 'server/src/rules, ./home/x, ~/work/x, http://127.0.0.1:8139/root' }]),
      [],
    );
  });
});
