// Which random generators a file seeds.
import type { Call } from './syntax';
import type { Module } from './module';
import { localFunction } from './training';

export type Generator = 'random' | 'numpy' | 'torch' | 'tensorflow';

export interface Seeding {
  /** Calls that seed one generator of the process, in source order. */
  readonly calls: readonly { readonly generator: Generator; readonly call: Call }[];
  /** Something seeds all generators, or is named as if it did: `seed_everything(42)`. */
  readonly everything: boolean;
}

const SEEDS: Readonly<Record<string, Generator>> = {
  'random.seed': 'random',
  'numpy.random.seed': 'numpy',
  'numpy.random.set_state': 'numpy',
  'torch.manual_seed': 'torch',
  'torch.random.manual_seed': 'torch',
  'torch.set_rng_state': 'torch',
  'torch.seed': 'torch',
  'tensorflow.random.set_seed': 'tensorflow',
  'tensorflow.random.set_random_seed': 'tensorflow',
  'tensorflow.set_random_seed': 'tensorflow',
  'tensorflow.compat.v1.set_random_seed': 'tensorflow',
  'tensorflow.compat.v1.random.set_random_seed': 'tensorflow',
};

/** A function that is not ours to read, but says what it does. */
const NAMED_AS_SEED = /seed|determinis|reproducib/i;

/** Named as seeds, but the process's generators do not change. */
const SEEDS_LITTLE: ReadonlySet<string> = new Set([
  'numpy.random.SeedSequence',
  'torch.cuda.manual_seed',
  'torch.cuda.manual_seed_all',
  'torch.initial_seed',
]);

export function seedingOf(module: Module): Seeding {
  return module.kept(findSeeding);
}

/** Whether the file seeds this generator, or may do so by a function we cannot read. */
export function maySeed(module: Module, generator: Generator): boolean {
  const { calls, everything } = seedingOf(module);
  return everything || calls.some((seed) => seed.generator === generator);
}

function findSeeding(module: Module): Seeding {
  const calls: { generator: Generator; call: Call }[] = [];
  let everything = false;
  for (const { node, qualifiedName } of module.callsTo(...Object.keys(SEEDS)))
    calls.push({ generator: SEEDS[qualifiedName]!, call: node });
  for (const call of module.callsSpelt(NAMED_AS_SEED)) {
    const name = module.qualifiedName(call.func) ?? '';
    // A function of this file counts by what it calls, which is listed above.
    if (!Object.hasOwn(SEEDS, name) && !SEEDS_LITTLE.has(name))
      everything ||= localFunction(module, call.func) === null;
  }
  return { calls, everything };
}
