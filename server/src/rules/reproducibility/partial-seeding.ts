// partial-seeding: one random generator is seeded, another one is drawn from.
import type { Call } from '../../analysis/syntax';
import { drawsOf } from '../../analysis/draws';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { seedingOf } from '../../analysis/seeding';
import type { Generator } from '../../analysis/seeding';
import { insertAfter, statementOf } from '../../analysis/statements';
import type { Fix } from '../rule';
import { rule } from '../rule';

interface Seeder {
  readonly library: string;
  readonly call: string;
  readonly alias: string;
  readonly title: string;
}

const SEEDERS: Readonly<Record<Generator, Seeder>> = {
  random: { library: 'random', call: 'seed', alias: 'random', title: 'Python’s `random`' },
  numpy: { library: 'numpy', call: 'random.seed', alias: 'np', title: 'NumPy' },
  torch: { library: 'torch', call: 'manual_seed', alias: 'torch', title: 'torch' },
  tensorflow: { library: 'tensorflow', call: 'random.set_seed', alias: 'tf', title: 'TensorFlow' },
};

export default rule({
  name: 'partial-seeding',
  category: 'reproducibility',
  severity: 'information',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['random', 'numpy', 'torch', 'tensorflow'],
  summary: 'One random generator is seeded, but another one is drawn from',
  docs: `
Python, NumPy, torch and TensorFlow each have a generator of their own, and seeding one leaves the others as they are
([PyTorch: Reproducibility](https://pytorch.org/docs/stable/notes/randomness.html)). A file that seeds shows that its runs
are meant to repeat; the draws from the unseeded generator make them differ all the same.
`,
  silent: `
- A function seeds everything (\`seed_everything\`, \`set_seed\`, \`keras.utils.set_random_seed\`), here or in another file.
- No generator is seeded at all: that is another matter.
- The draw is only for a plot, a file name, a pause or a dummy input, or has a generator or seed of its own.
- The draw stands in \`__getitem__\` (augmentation) or in a test.
- CUDA: \`torch.manual_seed\` covers it.
`,
  messages: {
    other: 'This seeds {seeded} only, but `{draw}` draws from {missing}: runs still differ. Call `{call}` as well',
  },
  examples: [
    {
      title: 'NumPy is seeded, torch makes the weights',
      bad: `
import numpy as np
import torch
np.random.seed(0)
#<^^^^^^^^^^^^^^^
x = np.random.rand(100, 4)
model = torch.nn.Linear(4, 1)`,
      good: `
import numpy as np
import torch
np.random.seed(0)
torch.manual_seed(0)
x = np.random.rand(100, 4)
model = torch.nn.Linear(4, 1)`,
    },
    {
      title: 'in a function, with the split drawn by NumPy',
      bad: `
import random
import torch
from sklearn.model_selection import train_test_split
def prepare(seed):
    random.seed(seed)
#   ^^^^^^^^^^^^^^^^^
    torch.manual_seed(seed)
prepare(7)
train, test = train_test_split(rows)`,
      good: `
import random
import torch
from sklearn.model_selection import train_test_split
import numpy as np
def prepare(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
prepare(7)
train, test = train_test_split(rows)`,
    },
    {
      title: 'imported further down',
      bad: `
import torch
torch.manual_seed(42)
#<^^^^^^^^^^^^^^^^^^^
weights = torch.randn(3)
import random
order = random.sample(range(9), 9)`,
    },
    {
      title: 'all are seeded, or a helper does it',
      fine: `
import random
import numpy as np
import torch
from utils import set_seed
random.seed(1)
set_seed(1)
weights = torch.randn(3)
rows = np.random.permutation(9)`,
    },
    {
      title: 'draws that matter to no result',
      fine: `
import random
import time
import matplotlib.pyplot as plt
import numpy as np
import torch
torch.manual_seed(0)
time.sleep(random.random())
plt.scatter(x, y + np.random.rand(9))
dummy = np.random.rand(1, 3)
name = f"run-{random.randint(0, 9)}"
generator = np.random.default_rng(3)
model = torch.nn.Linear(3, 1)`,
    },
    {
      title: 'a generator of its own, and fixed splits',
      fine: `
import random
import torch
from sklearn.model_selection import train_test_split
random.seed(3)
a, b = train_test_split(rows, random_state=3)
c = torch.randn(3, generator=own)`,
    },
  ],
  *check(module) {
    const { calls, everything } = seedingOf(module);
    const [first] = calls;
    if (first === undefined || everything) return;
    const seeded = new Set(calls.map(({ generator }) => generator));
    const draws = drawsOf(module);
    for (const generator of ['random', 'numpy', 'torch', 'tensorflow'] as const) {
      const draw = draws.find((other) => other.generator === generator);
      if (draw === undefined || seeded.has(generator)) continue;
      const { text, fix } = fixOf(module, first.call, generator);
      const titles = [...seeded].map((one) => SEEDERS[one].title).join(' and ');
      const data = { seeded: titles, draw: draw.name, missing: SEEDERS[generator].title, call: text };
      const related = [{ start: draw.node.start, end: draw.node.end, message: 'Drawn here without a seed' }];
      yield { at: first.call, message: 'other', data, related, fixes: fix === null ? [] : [fix] };
      return; // the next one shows when this one is mended
    }
  },
});

/** The missing call with the same seed, below the one that is there. */
function fixOf(module: Module, seed: Call, generator: Generator): { text: string; fix: Fix | null } {
  const { library, call, alias } = SEEDERS[generator];
  const name = localNameOf(module, library, seed.start);
  const value = seed.args[0] === undefined ? '42' : module.textOf(seed.args[0]);
  const text = `${name ?? alias}.${call}(${value})`;
  const statement = statementOf(module, seed);
  const below = statement === null ? null : insertAfter(module, statement, text);
  if (below === null) return { text, fix: null };
  const statementText = library === alias ? `import ${library}` : `import ${library} as ${alias}`;
  const added = name === null ? module.importEdit(statementText) : null;
  // The import is there, but stands further down.
  if (name === null && added === null) return { text, fix: null };
  return { text, fix: { title: `Add ${text}`, edits: added === null ? [below] : [added, below] } };
}
