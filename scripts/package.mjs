// Packages the extension for Linux x64: what it needs is gathered in a folder of its own, by name, and packed by vsce.
//   node scripts/package.mjs [--out FILE.vsix]
// Of ONNX Runtime it carries the CPU binaries of this platform alone; the npm package holds all platforms, 288 MB.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const TARGET = 'linux-x64';
const BINARIES = 'bin/napi-v6/linux/x64';

/** Files and folders of the project that go in as they are; those that do not exist are left out. */
const CONTENT = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'snippets', 'samples'];
const PICTURES = /\.(png|svg)$/;

/** Packs and returns the path of the .vsix, its size in bytes and how long it took. */
export function packageExtension(out) {
  const started = Date.now();
  const stage = path.join(root, '.cache', 'package');
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });

  node('esbuild.mjs', '--production', `--outdir=${path.join(stage, 'dist')}`);
  rmSync(path.join(stage, 'dist', 'cli.js'), { force: true }); // comes from npm, not with the editor
  for (const name of CONTENT) copy(root, stage, name);
  copy(root, stage, 'media', (file) => statSync(file).isDirectory() || PICTURES.test(file));
  // The server's folder is the nearest to resolve from; vsce leaves out a node_modules at the top.
  const modules = path.join(stage, 'dist', 'node_modules');
  const installed = path.join(root, 'node_modules');
  const isCode = (file) => statSync(file).isDirectory() || /\.(js|json)$/.test(file);
  for (const name of ['onnxruntime-node', 'onnxruntime-common']) {
    copy(installed, modules, `${name}/package.json`);
    copy(installed, modules, `${name}/LICENSE`);
  }
  copy(installed, modules, 'onnxruntime-node/dist', isCode);
  copy(installed, modules, `onnxruntime-node/${BINARIES}`, (file) => !/providers_|cuda|tensorrt/i.test(file));
  copy(installed, modules, 'onnxruntime-common/dist/cjs', isCode);
  writeManifest(stage);

  const { name, version } = manifest();
  const file = path.resolve(out ?? path.join(root, `${name}-${TARGET}-${version}.vsix`));
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  node(
    path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    '--no-dependencies',
    `--target=${TARGET}`,
    `--out=${file}`,
    // Links of the README that lead into the repository stay as they are: there is no public one yet.
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--skip-license',
  );

  return { file, bytes: statSync(file).size, milliseconds: Date.now() - started };

  function node(script, ...args) {
    const cwd = script === 'esbuild.mjs' ? root : stage;
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`\`${path.basename(script)} ${args.join(' ')}\` failed:\n${stdout}\n${stderr}`);
  }
}

function copy(from, to, name, filter = () => true) {
  const source = path.join(from, name);
  if (existsSync(source)) cpSync(source, path.join(to, name), { recursive: true, filter, dereference: true });
}

const manifest = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** package.json without what only development needs. */
function writeManifest(stage) {
  const { scripts: _scripts, devDependencies: _dev, dependencies: _bundled, private: _private, ...kept } = manifest();
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  try {
    const { file, bytes, milliseconds } = packageExtension(values.out);
    const size = (bytes / 1e6).toFixed(1);
    console.log(`${path.relative(process.cwd(), file)}: ${size} MB, in ${(milliseconds / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
