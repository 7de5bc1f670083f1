// Bundles Heldout: one file a process, into dist/ or `--outdir=FOLDER`. `--watch` rebuilds on change, `--production`
// minifies.
import * as esbuild from 'esbuild';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { watch, production, outdir } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
}).values;

/**
 * Packages that do not say that their modules may be left out where nothing of them is used. All of this one would be
 * 110 kB, and would start WebAssembly at each start of the server.
 */
const lean = {
  name: 'lean',
  setup(build) {
    build.onResolve(
      { filter: /^hyparquet-compressors$|^fzstd$|^hysnappy$|\.js$/ },
      async ({ path, pluginData, ...from }) => {
        const isLean = path === 'hyparquet-compressors' || /node_modules\/hyparquet-compressors\//.test(from.importer);
        if (!isLean || pluginData === lean) return undefined;
        return { ...(await build.resolve(path, { ...from, pluginData: lean })), sideEffects: false };
      },
    );
  },
};

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // jsonc-parser's `main` is UMD, whose inner requires a bundler cannot see.
  mainFields: ['module', 'main'],
  sourcemap: !production,
  minify: production,
  plugins: [lean],
  logLevel: 'warning',
};

/** Every process, and the page each webview loads. */
const bundles = [
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { server: 'server/src/server.ts' } },
  { ...node, entryPoints: { cli: 'server/src/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
  {
    ...node,
    entryPoints: { modelHost: 'server/src/runtime/host.ts' },
    external: ['onnxruntime-node', 'onnxruntime-web'],
  },
  { ...node, entryPoints: { modelView: 'media/onnx/main.ts' }, platform: 'browser', target: 'es2022', format: 'iife' },
  {
    ...node,
    entryPoints: { modelCompare: 'media/onnx/compare/main.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
  // Lays graphs out in a worker of that page.
  {
    ...node,
    entryPoints: { graphLayout: 'media/onnx/graph/layoutWorker.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
]
  .filter(({ entryPoints }) => existsSync(Object.values(entryPoints)[0]))
  .map((options) => ({ ...options, outdir }));

if (watch) {
  const contexts = await Promise.all(bundles.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
}
