// unshuffled-training-loader: every epoch sees the rows in the same, stored order.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Call, ClassDef, Expr } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import { meaningOf } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import { classOf } from '../../analysis/torchModules';
import { loopAround, trainingLoops } from '../../analysis/training';
import type { Loop } from '../../analysis/training';
import { callsNamed } from '../../analysis/mentions';
import { rule } from '../rule';

const LOADERS = new Set(['torch.utils.data.DataLoader', 'torch.utils.data.dataloader.DataLoader']);
const ORDERS = ['shuffle', 'sampler', 'batch_sampler'];
/** The stored order is the order of classes there. */
const BUNDLED = /^torchvision\.datasets\.(ImageFolder|DatasetFolder)$/;
const WRAPPERS = new Set([
  'builtins.enumerate',
  'tqdm.tqdm',
  'tqdm.auto.tqdm',
  'tqdm.notebook.tqdm',
  'tqdm.std.tqdm',
  'builtins.iter',
]);
/** Something else may order the rows, or their order means something. */
const ORDERED =
  /shuf|permut|sample|random|time|seq|text|token|corpus|window|frame|series|stock|lstm|rnn|series|stream|train_test_split/i;

export default rule({
  name: 'unshuffled-training-loader',
  category: 'training',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'The training DataLoader does not shuffle: each epoch sees the same batches',
  docs: `
\`DataLoader\` does not shuffle unless told to (\`shuffle=False\`,
[torch.utils.data.DataLoader](https://pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)). Files are often stored
class by class: then a batch holds one class only, each step pulls the model to that class, and batch normalisation learns
statistics of single classes. Even with mixed rows, the same batches in the same order each epoch train worse.
`,
  silent: `
- \`shuffle\`, \`sampler\` or \`batch_sampler\` is given in any form, also as \`shuffle=False\`: that is a decision.
- The dataset is not seen, iterates by itself, or was permuted before: \`random_split\`, \`train_test_split\`, anything that shuffles
  or samples.
- Rows have an order that means something: sequences, text, time.
- One epoch, one batch, or a framework drives the loop.
`,
  messages: {
    ordered:
      '`{loader}` feeds the training loop in the stored order, the same in each epoch: `DataLoader` does not shuffle by itself. Add `shuffle=True`',
  },
  examples: [
    {
      title: 'images from one folder a class',
      bad: `
import torch
from torch.utils.data import DataLoader
from torchvision import datasets
train_set = datasets.ImageFolder("images")
train_loader = DataLoader(train_set, batch_size=32)
#              ^^^^^^^^^^
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()`,
      good: `
import torch
from torch.utils.data import DataLoader
from torchvision import datasets
train_set = datasets.ImageFolder("images")
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()`,
    },
    {
      title: 'a dataset of the file',
      bad: `
import torch
from torch.utils.data import DataLoader, Dataset
class Rows(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels
    def __len__(self):
        return len(self.images)
    def __getitem__(self, i):
        return self.images[i], self.labels[i]
optimizer = torch.optim.Adam(model.parameters())
loader = DataLoader(Rows(torch.zeros(8, 4), torch.zeros(8).long()), batch_size=4)
#        ^^^^^^^^^^
for epoch in range(2):
    for step, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()`,
      good: `
import torch
from torch.utils.data import DataLoader, Dataset
class Rows(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels
    def __len__(self):
        return len(self.images)
    def __getitem__(self, i):
        return self.images[i], self.labels[i]
optimizer = torch.optim.Adam(model.parameters())
loader = DataLoader(Rows(torch.zeros(8, 4), torch.zeros(8).long()), batch_size=4, shuffle=True)
for epoch in range(2):
    for step, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()`,
    },
    {
      title: 'shuffled, split at random, or said not to',
      fine: `
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split
rows = TensorDataset(torch.zeros(8, 4), torch.zeros(8).long())
train_set, valid_set = random_split(rows, [6, 2], generator=torch.Generator().manual_seed(0))
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(2):
    for x, y in DataLoader(train_set, batch_size=2):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    for x, y in DataLoader(rows, batch_size=2, shuffle=False):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for x, y in DataLoader(valid_set, batch_size=2):
            model(x)
    model.train()`,
    },
    {
      title: 'one epoch, and sequences',
      fine: `
import torch
from torch.utils.data import DataLoader, TensorDataset
optimizer = torch.optim.Adam(model.parameters())
for x, y in DataLoader(TensorDataset(torch.zeros(8, 4), torch.zeros(8).long())):
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()`,
    },
  ],
  *check(module) {
    const seen = new Set<Call>();
    for (const { loop, steps } of trainingLoops(module)) {
      if (steps.length === 0 || !repeats(module, loop)) continue;
      const loader = loaderOf(module, loop);
      if (loader === null || seen.has(loader) || !isStoredInOrder(module, loader)) continue;
      seen.add(loader);
      const call = callForm(loader, module.source);
      const related = [{ start: loop.start, end: loop.start + 3, message: 'It feeds this training loop' }];
      const fixes = [{ title: 'Add shuffle=True', edits: [call.addKeyword('shuffle=True')] }];
      yield { at: call.callee, message: 'ordered', data: { loader: call.name }, related, fixes };
    }
  },
});

/** Several epochs: a loop around the loop. */
function repeats(module: Module, loop: Loop): boolean {
  const epochs = loopAround(module, loop);
  return epochs !== null && loop.body.every(({ kind }) => kind !== Kind.Break);
}

/** The `DataLoader(…)` a loop goes over, without order of its own. */
function loaderOf(module: Module, loop: Loop): Call | null {
  if (loop.kind !== Kind.For) return null;
  let over: Expr = loop.iter;
  while (over.kind === Kind.Call && over.args[0] !== undefined && WRAPPERS.has(module.qualifiedName(over.func) ?? ''))
    over = over.args[0];
  const loader = module.definition(over);
  if (loader.kind !== Kind.Call || !LOADERS.has(module.qualifiedName(loader.func) ?? '')) return null;
  const form = callForm(loader, module.source);
  const isOrdered = ORDERS.some((name) => form.has(name)) || form.argument(2, 'shuffle') !== null;
  return form.hidden || isOrdered || hasOneBatch(module, form.argument(1, 'batch_size')) ? null : loader;
}

function hasOneBatch(module: Module, size: Expr | null): boolean {
  if (size === null) return false;
  return /\blen\(/.test(module.textOf(size)) || (size.kind === Kind.Const && size.value === ConstValue.None);
}

/** The dataset is seen, and nothing in the file puts its rows into another order. */
function isStoredInOrder(module: Module, loader: Call): boolean {
  const given = loader.args[0] ?? loader.keywords.find(({ arg }) => arg === 'dataset')?.value;
  const dataset = given === undefined ? null : meaningOf(module, given);
  if (dataset?.kind !== Kind.Call || ORDERED.test(module.textOf(dataset))) return false;
  // Rows of a file are shuffled in many ways: any sign of it is enough.
  if (callsNamed(module, /^(shuffle|permutation|randperm|train_test_split|random_split)$|SubsetRandom/)) return false;
  const name = module.qualifiedName(dataset.func);
  if (name !== null) return BUNDLED.test(name);
  const own = classOf(module, dataset.func);
  return own !== null && isIndexed(module, own) && !ORDERED.test(module.textOf(own));
}

function isIndexed(module: Module, cls: ClassDef): boolean {
  return cls.bases.some((base) => /^torch\.utils\.data\.(dataset\.)?Dataset$/.test(module.qualifiedName(base) ?? ''));
}
