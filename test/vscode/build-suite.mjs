// Bundles the extension and the suite's entry, so that what is tested is what is written now.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, '..', '..');

/** Returns the module that VS Code is given as `extensionTestsPath`. */
export async function buildSuite() {
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The extension does not build:\n${stderr}`);
  const outfile = path.join(root, 'out', 'vscode-suite', 'index.js');
  await esbuild.build({
    entryPoints: [path.join(here, 'suite', 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile.replace(/\.js$/, '');
}
