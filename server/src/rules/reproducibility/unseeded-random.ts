// unseeded-random: data or a split are drawn at random, and nothing in the file seeds.
import { drawsOf, freshGenerators } from '../../analysis/draws';
import type { Draw } from '../../analysis/draws';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { seedingOf, type Generator } from '../../analysis/seeding';
import { insertBefore, statementOf } from '../../analysis/statements';
import { Kind } from '../../analysis/syntax';
import type { Node } from '../../analysis/syntax';
import type { Edit } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** What draws data or an order; layers and splitters have rules of their own. */
const DRAWS = /^(random|numpy\.random|torch|tensorflow\.random)\.[a-z_]+$/;
/** What draws an order: of rows to split, of batches, of folds. */
const ORDERS = /\.(shuffle|permutation|permuted|randperm)$/;
const SEEDS = { random: 'seed', numpy: 'random.seed', torch: 'manual_seed', tensorflow: 'random.set_seed' } as const;

export default rule({
  name: 'unseeded-random',
  category: 'reproducibility',
  severity: 'hint',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['random', 'numpy', 'torch', 'tensorflow'],
  summary: 'Numbers are drawn at random and nothing in the file seeds, so each run differs',
  docs: `
Data, splits and orders drawn from the generator of the process differ on every run, and so does every number computed from
them ([NumPy: Random generator](https://numpy.org/doc/stable/reference/random/index.html)). One seed at the start makes the
run repeatable.

It is reported once a file, at the first draw.
`,
  silent: `
- The file evaluates no model and draws no order (a permutation, a shuffle): numbers of a demonstration.
- Anything in the file seeds a generator, or is named as if it did (then \`partial-seeding\` looks closer).
- The draw is for a plot, a file name, a pause, a dummy input, augmentation in \`__getitem__\`, or a test.
- The file runs a model of ONNX: what it draws is there to fill an input.
- The draw has a generator of its own that has a seed, or stands in a function that nothing in the file calls: its caller may seed.
`,
  messages: {
    unseeded: '`{call}` draws from a generator that nothing seeds: each run differs. Call `{seed}` first',
    fresh: '`{call}()` is seeded anew on each run, whatever else is seeded: the runs differ. Give it one: `{call}(42)`',
  },
  examples: [
    {
      title: 'data and their order',
      bad: `
import numpy as np
x = np.random.randn(100, 3)
#   ^^^^^^^^^^^^^^^
order = np.random.permutation(100)`,
      good: `
import numpy as np
np.random.seed(42)
x = np.random.randn(100, 3)
order = np.random.permutation(100)`,
    },
    {
      title: 'two generators',
      bad: `
import random
import torch
names = ['a', 'b', 'c']
random.shuffle(names)
#<^^^^^^^^^^^^
weights = torch.randn(3)`,
      good: `
import random
import torch
names = ['a', 'b', 'c']
random.seed(42)
torch.manual_seed(42)
random.shuffle(names)
weights = torch.randn(3)`,
    },
    {
      title: 'a generator of its own, which no seed of the process reaches',
      bad: `
import numpy as np
rng = np.random.default_rng()
#     ^^^^^^^^^^^^^^^^^^^^^^^
order = rng.permutation(100)`,
      good: `
import numpy as np
rng = np.random.default_rng(42)
order = rng.permutation(100)`,
    },
    {
      title: 'seeded, or not ours to seed',
      fine: `
import time
import numpy as np
import torch
def noise(n):
    return np.random.randn(n)
dummy = torch.randn(1, 3)
rng = np.random.default_rng(7)
x = rng.normal(size=3)
time.sleep(np.random.rand())`,
    },
    {
      title: 'numbers of a demonstration',
      fine: `
import numpy as np
x = np.random.rand(50)
print(x.mean())`,
    },
    {
      title: 'shapes, operations counted, and rows changed on their way',
      fine: `
import numpy as np
import tensorflow as tf
import torch
from fvcore.nn import FlopCountAnalysis
from sklearn.linear_model import LinearRegression
flops = FlopCountAnalysis(net, inputs=(torch.randn(1, 784),)).total()
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model(tf.random.uniform(shape=(4, 10)))
outputs = model(tf.random.normal(shape=[10, 20]))
print(outputs.shape)
def flip(image):
    if tf.random.uniform(()) > 0.5:
        image = tf.image.flip_left_right(image)
    return image
def load(path):
    return flip(tf.io.read_file(path))
images = tf.data.Dataset.list_files("images/*.png").map(load)
regression = LinearRegression().fit(X, y)
print(regression.score(X, y))`,
    },
    {
      title: 'another file seeds',
      fine: `
import numpy as np
from utils import set_seed
set_seed(1)
x = np.random.randn(3)`,
    },
  ],
  *check(module) {
    for (const { node, name, draws } of freshGenerators(module)) {
      const isOrder = draws.some(({ func }) => ORDERS.test(module.textOf(func)));
      if ((!isOrder && module.flow.evaluations.length === 0) || !runsHere(module, node)) continue;
      const fix = { title: 'Give it a seed', edits: [{ start: node.end - 1, end: node.end - 1, text: '42' }] };
      yield { at: node, message: 'fresh', data: { call: name }, fixes: [fix] };
    }
    const { calls, everything } = seedingOf(module);
    if (everything || calls.length > 0 || module.imports.has('onnxruntime')) return;
    const all = drawsOf(module);
    const draws = all.filter((each) => isData(module, each) && runsHere(module, each.node));
    const [draw] = draws;
    if (draw === undefined) return;
    const isOrder = ({ node }: Draw) => ORDERS.test(module.qualifiedName(node.func) ?? '');
    if (!draws.some(isOrder) && module.flow.evaluations.length === 0) return;
    const { text, fixes } = fixOf(module, draw, all);
    yield { at: draw.node.func, message: 'unseeded', data: { call: draw.name, seed: text }, fixes };
  },
});

function isData(module: Module, { node }: Draw): boolean {
  return DRAWS.test(module.qualifiedName(node.func) ?? '');
}

/** At the top level, or in a function that the file itself calls. */
function runsHere(module: Module, node: Node): boolean {
  const home = module.enclosing(node, Kind.FunctionDef, Kind.Lambda);
  if (home === null) return true;
  if (home.kind === Kind.Lambda) return false;
  return module.scopes.names.some(({ id, start }) => id === home.name && start > home.end);
}

/**
 * The seed before the first draw, at the top level, and those of the other generators that are drawn from: with one of them
 * alone the run would still differ.
 */
function fixOf(module: Module, draw: Draw, all: readonly Draw[]): { text: string; fixes: readonly Fix[] } {
  const { generator, node } = draw;
  const name = localNameOf(module, generator, node.start);
  const text = `${name ?? generator}.${SEEDS[generator]}(42)`;
  let statement = statementOf(module, node);
  if (name === null || statement === null) return { text, fixes: [] };
  for (let at: Node | null = statement; at !== null; at = module.parent(at)) {
    if (module.parent(at)?.kind === Kind.Module) statement = statementOf(module, at) ?? statement;
  }
  const decorated =
    (statement.kind === Kind.FunctionDef || statement.kind === Kind.ClassDef) && statement.decorators.length > 0;
  const others = [...new Set(all.map((each) => each.generator))].filter((each) => each !== generator);
  const { start } = statement;
  const seeds = others.flatMap((each) => seedOf(module, each, start) ?? []);
  // Keras seeds Python, NumPy and its backend together.
  const keras = others.includes('tensorflow') ? localNameOf(module, 'keras', start) : null;
  const texts = keras === null ? [text, ...seeds.map((seed) => seed.text)] : [`${keras}.utils.set_random_seed(42)`];
  const edits = [
    insertBefore(module, statement, texts.join(module.source.includes('\r\n') ? '\r\n' : '\n')),
    ...(keras === null ? seeds.flatMap(({ imported }) => imported ?? []) : []),
  ];
  const partly = keras === null && seeds.length < others.length;
  return { text, fixes: decorated || partly ? [] : [{ title: `Add ${texts.join(' and ')}`, edits }] };
}

/** By the name it has there, or with its import; TensorFlow is not imported for this alone. */
function seedOf(
  module: Module,
  generator: Generator,
  position: number,
): { readonly text: string; readonly imported: Edit | null } | null {
  const name = localNameOf(module, generator, position);
  if (name !== null) return { text: `${name}.${SEEDS[generator]}(42)`, imported: null };
  if (generator === 'tensorflow') return null;
  const alias = generator === 'numpy' ? 'np' : generator;
  const imported = module.importEdit(generator === alias ? `import ${generator}` : `import ${generator} as ${alias}`);
  const free = module.scopes.named(alias).length === 0;
  return free ? { text: `${alias}.${SEEDS[generator]}(42)`, imported } : null;
}
