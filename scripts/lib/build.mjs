// Bundles the extension, the server, the command line and the model runner into dist/. Node's own modules only.
import { Problem, run, step } from './steps.mjs';

/** The built command line. */
export const cli = 'dist/cli.js';

/** Bundles everything. It takes less than a second, so it is done each time rather than guessed at. */
export function build() {
  return step('build', async () => {
    const { status } = await run(process.execPath, ['esbuild.mjs']);
    if (status !== 0) throw new Problem('The build failed; esbuild says why above.');
    return 'dist/';
  });
}
