// Watched: a tree and an environment that note who asks them, for what is kept from version to version.
import type { Environment } from '../project/environment';
import type { Again, Recorder } from './asked';
import { Module as Tree } from './syntax';

/** The same tree and environment: whoever looks at all statements, or at other files, hangs on everything. */
export function watchedOf(
  tree: Tree,
  environment: Environment,
  recorder: Recorder,
): { readonly tree: Tree; readonly environment: Environment } {
  const everything =
    <Args extends readonly unknown[], Answer>(ask: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      recorder.noteEverything();
      return ask(...args);
    };
  return {
    tree: new WatchedTree(tree, recorder),
    environment: {
      model: everything((path) => environment.model(path)),
      columns: everything((path, separator) => environment.columns(path, separator)),
      python: everything((path, from) => environment.python(path, from)),
      versionOf(distribution) {
        const evidence = environment.versionOf(distribution);
        recorder.noteAnswer(`version of ${distribution}`, JSON.stringify(evidence), versionAgain(distribution));
        return evidence;
      },
    },
  };
}

/** Made apart from the environment, which it must not hold on to (see `asked.ts`). */
function versionAgain(distribution: string): Again {
  return (module) => JSON.stringify(module.environment.versionOf(distribution));
}

class WatchedTree extends Tree {
  constructor(tree: Tree, recorder: Recorder) {
    super(tree.start, tree.end, []);
    const noting = <T>(ask: () => T) => ({
      get(): T {
        recorder.noteEverything();
        return ask();
      },
    });
    Object.defineProperties(this, { body: noting(() => tree.body), end: noting(() => tree.end) });
  }
}
