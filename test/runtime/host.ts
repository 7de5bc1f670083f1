// The host as it ships, bundled into the cache for tests, and hosts that misbehave.
import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRuntime } from '../../server/src/runtime/supervisor';
import type { Runtime, RuntimeOptions } from '../../server/src/runtime/supervisor';

const root = path.resolve(import.meta.dirname ?? __dirname, '../..');
let built: string | null = null;

/** The bundle of host.ts, made once. It lies inside the project, where its libraries are found. */
export function hostBundle(): string {
  if (built) return built;
  const folder = path.join(root, '.cache', 'test-host');
  mkdirSync(folder, { recursive: true });
  built = path.join(folder, `modelHost-${process.pid}.js`);
  buildSync({
    entryPoints: [path.join(root, 'server/src/runtime/host.ts')],
    outfile: built,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'onnxruntime-web'],
  });
  const bundle = built;
  process.on('exit', () => rmSync(bundle, { force: true }));
  return built;
}

/** A host that says it is ready and then does `onRun` (JavaScript with `message` in scope). */
export function fakeHost(folder: string, onRun: string): string {
  const file = path.join(folder, `fake-${Math.random().toString(36).slice(2)}.js`);
  const ready = `process.send({ type: 'ready', runtime: { backend: 'native', version: 'fake', note: '' } });`;
  writeFileSync(file, `process.on('message', (message) => { ${onRun} });\n${ready}\n`);
  return file;
}

/** A runtime and a folder for the tests of one suite, both gone after it. */
export function testRuntime(options: RuntimeOptions = {}): {
  readonly runtime: () => Runtime;
  readonly folder: () => string;
  readonly write: (name: string, bytes: Uint8Array) => string;
} {
  let runtime: Runtime;
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'heldout-test-'));
    runtime = createRuntime({ hostPath: hostBundle(), ...options });
  });
  after(async () => {
    await runtime.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, bytes: Uint8Array): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return file;
  };
  return { runtime: () => runtime, folder: () => folder, write };
}
