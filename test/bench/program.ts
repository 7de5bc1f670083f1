// Programs that a benchmark runs in processes of their own, bundled on the spot.
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Bundles a source file (path from the project's root) and returns the bundle's path. */
export async function bundled(source: string): Promise<string> {
  const outfile = path.resolve('.cache', 'bench', 'programs', `${path.basename(source, '.ts')}.cjs`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    entryPoints: [path.resolve(source)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'onnxruntime-web'],
  });
  return outfile;
}
