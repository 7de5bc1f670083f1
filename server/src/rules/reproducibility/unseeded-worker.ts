// unseeded-worker: every worker of a DataLoader has a copy of one generator, and draws the same numbers.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, ClassDef, Expr, FunctionDef } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { localNameOf } from '../../analysis/locals';
import { meaningOf } from '../../analysis/meanings';
import type { CallSite, Module } from '../../analysis/module';
import { insertBefore, topStatementOf } from '../../analysis/statements';
import { classOf, construction } from '../../analysis/torchModules';
import { mentions } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

const GENERATORS = new Set([
  'numpy.random.default_rng',
  'numpy.random.RandomState',
  'random.Random',
  'torch.Generator',
]);

export default rule({
  name: 'unseeded-worker',
  category: 'reproducibility',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Workers of a DataLoader copy one generator, so all of them draw the same numbers',
  docs: `
With \`num_workers\` a \`DataLoader\` copies the dataset into each worker, and with it any generator the dataset holds. All copies
are in the same state: every worker draws the same "random" crops and noise, and in the next epoch all of them draw the same
again. PyTorch seeds the *global* generators of each worker by itself (since 1.9 NumPy's, too), but not an object of your own
([Randomness in multi-process data loading](https://pytorch.org/docs/stable/data.html#randomness-in-multi-process-data-loading)).
`,
  silent: `
- \`num_workers\` is 0, absent, or not a number in the code; \`worker_init_fn\` is given.
- The dataset draws from the global generators, or makes its generator in the worker.
- The class of the dataset is not in the file, or \`__getitem__\` does not draw from such an object.
`,
  messages: {
    copied:
      '`{generator}` of the dataset is copied into each of the {workers} workers: all draw the same numbers, in each epoch again. Seed it anew in `worker_init_fn`',
  },
  examples: [
    {
      title: 'a generator made in the constructor',
      bad: `
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)
    def __len__(self):
        return len(self.rows)
    def __getitem__(self, i):
        return self.rows[i] + self.rng.normal()
loader = DataLoader(Noisy(torch.zeros(8)), batch_size=2, num_workers=4)
#        ^^^^^^^^^^`,
      good: `
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)
    def __len__(self):
        return len(self.rows)
    def __getitem__(self, i):
        return self.rows[i] + self.rng.normal()
def seed_worker(worker_id):
    info = torch.utils.data.get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)
loader = DataLoader(Noisy(torch.zeros(8)), batch_size=2, num_workers=4, worker_init_fn=seed_worker)`,
    },
    {
      title: 'a generator of the module',
      bad: `
import random
from torch.utils.data import DataLoader, Dataset
generator = random.Random(0)
class Noisy(Dataset):
    def __getitem__(self, i):
        return i + generator.random()
loader = DataLoader(Noisy(), num_workers=2)
#        ^^^^^^^^^^`,
    },
    {
      title: 'no workers, seeded workers, global generators',
      fine: `
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
class Noisy(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)
    def __len__(self):
        return len(self.rows)
    def __getitem__(self, i):
        return self.rows[i] + self.rng.normal()
class Flipped(Dataset):
    def __getitem__(self, i):
        return torch.rand(1) + np.random.rand()
def seed_worker(worker_id):
    torch.utils.data.get_worker_info().dataset.rng = np.random.default_rng(worker_id)
rows = torch.zeros(8)
alone = DataLoader(Noisy(rows))
seeded = DataLoader(Noisy(rows), num_workers=4, worker_init_fn=seed_worker)
flipped = DataLoader(Flipped(), num_workers=4)`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo('torch.utils.data.DataLoader')) {
      const count = call.argument(5, 'num_workers');
      const workers = count === null ? null : module.definition(count);
      if (call.hidden || call.argument(8, 'worker_init_fn') !== null || workers?.kind !== Kind.Num) continue;
      if (Number(module.textOf(workers)) === 0) continue;
      const dataset = call.argument(0, 'dataset');
      const meaning = dataset === null ? null : meaningOf(module, dataset);
      const made = meaning === null ? null : construction(module, meaning);
      const cls = made === null ? null : classOf(module, made.func);
      const drawn = cls === null ? null : drawnFrom(module, cls);
      if (drawn === null) continue;
      const related = [{ start: drawn.made.start, end: drawn.made.end, message: 'The generator is made here' }];
      const data = { generator: module.textOf(drawn.generator), workers: module.textOf(workers) };
      yield { at: call.callee, message: 'copied', data, related, fixes: fixesOf(module, call, drawn) };
    }
  },
});

interface Drawn {
  readonly generator: Expr;
  readonly made: Call;
}

/** The generator object that `__getitem__` calls a method of: `self.rng` of the constructor, or one of the module. */
function drawnFrom(module: Module, cls: ClassDef): Drawn | null {
  const getItem = cls.body.find(
    (stmt): stmt is FunctionDef => stmt.kind === Kind.FunctionDef && stmt.name === '__getitem__',
  );
  let drawn: Drawn | null = null;
  if (getItem === undefined || /get_worker_info/.test(module.textOf(cls))) return null;
  walk(getItem, (node) => {
    if (node.kind !== Kind.Call || node.func.kind !== Kind.Attribute) return;
    const generator = node.func.value;
    const made = module.definition(generator);
    if (made.kind !== Kind.Call || !GENERATORS.has(module.qualifiedName(made.func) ?? '')) return;
    const home = module.enclosing(made, Kind.FunctionDef);
    if (home === null || home.name === '__init__') drawn ??= { generator, made };
  });
  return drawn;
}

function fixesOf(module: Module, call: CallSite, { generator, made }: Drawn): Fix[] {
  const statement = topStatementOf(module, call.node);
  const torch = localNameOf(module, 'torch', call.node.start);
  const isOwn =
    generator.kind === Kind.Attribute && generator.value.kind === Kind.Name && generator.value.id === 'self';
  const makes = module.qualifiedName(made.func);
  if (statement === null || torch === null || !isOwn || makes === 'torch.Generator') return [];
  if (mentions(module, /^seed_worker$/)) return [];
  const seed = makes === 'numpy.random.RandomState' ? 'info.seed % 2**32' : 'info.seed';
  const lines = [
    'def seed_worker(worker_id):',
    `    info = ${torch}.utils.data.get_worker_info()`,
    `    info.dataset.${generator.attr} = ${module.textOf(made.func)}(${seed})`,
  ];
  const edits = [
    insertBefore(module, statement, lines.join('\n')),
    callForm(call.node, module.source).addKeyword('worker_init_fn=seed_worker'),
  ];
  return [{ title: 'Seed the generator in each worker', edits }];
}
