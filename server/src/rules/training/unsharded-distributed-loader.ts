// unsharded-distributed-loader: every process of a distributed training sees all rows, or the same order in each epoch.
import { Kind } from '../../analysis/syntax';
import type { Call } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import type { Module } from '../../analysis/module';
import { indentOf } from '../../analysis/statements';
import { importedBy } from '../../analysis/repair/statements';
import { contains } from '../../analysis/text';
import type { Span } from '../../analysis/text';
import { isManaged, loopAround, trainingLoops } from '../../analysis/training';
import type { Loop } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

const WRAPPERS = ['torch.nn.parallel.DistributedDataParallel', 'torch.nn.parallel.distributed.DistributedDataParallel'];
const SAMPLER = /^torch\.utils\.data\.(distributed\.)?DistributedSampler$/;
/** Give each process its part in another way. */
const SHARDED = /Iterable|WebDataset|shard|rank|dali|split_dataset_by_node|subset/i;

export default rule({
  name: 'unsharded-distributed-loader',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'With DDP each process trains on all rows, or in the same order every epoch',
  docs: `
\`DistributedDataParallel\` averages gradients; it does not share out the data. Without a \`DistributedSampler\` every process goes
through all rows, so that n GPUs do the same work n times. With one, \`set_epoch\` must be called at the beginning of each epoch:
"otherwise, the same ordering will be always used"
([torch.utils.data.distributed.DistributedSampler](https://pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)).
`,
  silent: `
- The loader has a sampler we cannot see, or the dataset gives each process its own part (iterable, sharded, by rank).
- The loop is not over a loader made in the file, or the sampler does not shuffle.
- A framework drives the loop.
`,
  messages: {
    unsharded:
      'Every process of this distributed training goes through all rows: `{loader}` has no `DistributedSampler`. Give it one, and drop `shuffle`',
    epoch:
      '`{sampler}.set_epoch` is never called: each epoch has the same order. Call `{sampler}.set_epoch({epoch})` at the beginning of each epoch',
  },
  examples: [
    {
      title: 'set_epoch is missing',
      bad: `
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
def train(net, dataset, optimizer, criterion):
    net = DistributedDataParallel(net)
    sampler = DistributedSampler(dataset)
#             ^^^^^^^^^^^^^^^^^^
    loader = DataLoader(dataset, batch_size=32, sampler=sampler)
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()`,
      good: `
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
def train(net, dataset, optimizer, criterion):
    net = DistributedDataParallel(net)
    sampler = DistributedSampler(dataset)
    loader = DataLoader(dataset, batch_size=32, sampler=sampler)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()`,
    },
    {
      title: 'no sampler',
      bad: `
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
def train(net, dataset, optimizer, criterion):
    net = DistributedDataParallel(net)
    loader = DataLoader(dataset, batch_size=32, shuffle=True)
#            ^^^^^^^^^^
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()`,
      good: `
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
def train(net, dataset, optimizer, criterion):
    net = DistributedDataParallel(net)
    loader = DataLoader(dataset, batch_size=32, sampler=DistributedSampler(dataset))
    for epoch in range(10):
        loader.sampler.set_epoch(epoch)
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()`,
    },
    {
      title: 'set_epoch is called, and one process',
      fine: `
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
def train(net, dataset, optimizer, criterion):
    net = DistributedDataParallel(net)
    sampler = DistributedSampler(dataset)
    loader = DataLoader(dataset, batch_size=32, sampler=sampler)
    for epoch in range(10):
        loader.sampler.set_epoch(epoch)
        for x, y in loader:
            optimizer.zero_grad()
            criterion(net(x), y).backward()
            optimizer.step()`,
    },
  ],
  *check(module) {
    if (isManaged(module) || module.callsTo(...WRAPPERS).length === 0) return;
    const seen = new Set<Call>();
    for (const { loop, steps } of trainingLoops(module)) {
      const loader = steps.length === 0 ? null : loaderOf(module, loop);
      if (loader === null || seen.has(loader)) continue;
      seen.add(loader);
      const form = callForm(loader, module.source);
      const sampler = form.argument(3, 'sampler');
      if (form.hidden || form.has('batch_sampler')) continue;
      if (sampler === null) {
        if (isSharded(module, loader)) continue;
        const fixes = shardedFixes(module, loader, loop);
        yield { at: form.callee, message: 'unsharded', data: { loader: form.name }, fixes };
        continue;
      }
      const made = module.definition(sampler);
      if (made.kind !== Kind.Call || !SAMPLER.test(module.qualifiedName(made.func) ?? '')) continue;
      if (module.methodCalls('set_epoch').length > 0 || /shuffle\s*=\s*False/.test(module.textOf(made))) continue;
      const epochs = loopAround(module, loop);
      if (epochs === null || sampler.kind !== Kind.Name) continue;
      const epoch = epochs.kind === Kind.For && epochs.target.kind === Kind.Name ? epochs.target.id : 'epoch';
      const fixes =
        epochs.kind === Kind.For && epochs.target.kind === Kind.Name ? fixesOf(module, epochs, sampler.id, epoch) : [];
      yield { at: made.func, message: 'epoch', data: { sampler: sampler.id, epoch }, fixes };
    }
  },
});

/** The `DataLoader(…)` a loop goes over. */
function loaderOf(module: Module, loop: Loop): Call | null {
  if (loop.kind !== Kind.For) return null;
  let over = loop.iter;
  while (
    over.kind === Kind.Call &&
    over.args[0] !== undefined &&
    /^(builtins\.enumerate|tqdm\b)/.test(module.qualifiedName(over.func) ?? '')
  )
    over = over.args[0];
  const made = module.definition(over);
  return made.kind === Kind.Call && module.qualifiedName(made.func) === 'torch.utils.data.DataLoader' ? made : null;
}

function isSharded(module: Module, loader: Call): boolean {
  const [dataset] = loader.args;
  const made = dataset === undefined ? null : module.definition(dataset);
  return SHARDED.test(module.textOf(loader)) || (made !== null && SHARDED.test(module.textOf(made)));
}

const IMPORT = 'from torch.utils.data.distributed import DistributedSampler';

/** A sampler in the place of `shuffle`, told each epoch; only of a loader with a name, in a loop over epochs. */
function shardedFixes(module: Module, loader: Call, loop: Loop): Fix[] {
  const [dataset] = loader.args;
  const statement = module.parent(loader);
  const [target] = statement?.kind === Kind.Assign && statement.value === loader ? statement.targets : [];
  const epochs = loopAround(module, loop);
  if (dataset?.kind !== Kind.Name || target?.kind !== Kind.Name) return [];
  if (epochs?.kind !== Kind.For || epochs.target.kind !== Kind.Name) return [];
  const imported = importedBy(module, IMPORT, loader.start);
  const [told] = fixesOf(module, epochs, `${target.id}.sampler`, epochs.target.id);
  if (imported === null || told === undefined) return [];
  const shuffle = loader.keywords.find(({ arg }) => arg === 'shuffle');
  const ordered = shuffle === undefined || module.textOf(shuffle.value) === 'False';
  const text = `sampler=DistributedSampler(${dataset.id}${ordered ? ', shuffle=False' : ''})`;
  const given = shuffle === undefined ? callForm(loader, module.source).addKeyword(text) : { ...spanOf(shuffle), text };
  const edits = [given, ...imported, ...(ordered ? [] : told.edits)];
  return [{ title: 'Give each process its part', edits }];
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** As the first statement of the epoch. */
function fixesOf(module: Module, epochs: Loop, sampler: string, epoch: string): Fix[] {
  const [first] = epochs.body;
  const indent = first === undefined ? null : indentOf(module.source, first);
  if (first === undefined || indent === null || !contains(epochs, first)) return [];
  const edits = [{ start: first.start, end: first.start, text: `${sampler}.set_epoch(${epoch})\n${indent}` }];
  return [{ title: `Call ${sampler}.set_epoch(${epoch})`, edits }];
}
