// single-process-loader: images are read and decoded in the process that trains, one after the other.
import { Kind, walk } from '../../analysis/syntax';
import type { ClassDef, FunctionDef } from '../../analysis/syntax';
import { meaningOf } from '../../analysis/meanings';
import type { CallSite, Module } from '../../analysis/module';
import { classOf } from '../../analysis/torchModules';
import { rule } from '../rule';

const READS =
  /(^|\.)(Image\.open|imread|read_image|decode_image|read_file|librosa\.load|torchaudio\.load|np\.load|numpy\.load|torch\.load|h5py\.File|open)$/;
/** Batches that are evaluated do not wait for each other. */
const EVALUATED = /val|test|eval|dev/i;
const FROM_FILES =
  /^torchvision\.datasets\.(ImageFolder|DatasetFolder|CelebA|VOC\w+|Coco\w+|ImageNet|Flowers102|Food101|OxfordIIITPet|StanfordCars|FGVCAircraft)$/;

export default rule({
  name: 'single-process-loader',
  category: 'training',
  severity: 'off',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A DataLoader reads files in the training process: the GPU waits for each image',
  docs: `
With \`num_workers=0\`, the default, each batch is read and decoded by the process that trains, and the GPU is idle meanwhile
([torch.utils.data](https://pytorch.org/docs/stable/data.html#single-and-multi-process-data-loading)). Workers read ahead. On
Windows and macOS they need the script to be guarded by \`if __name__ == "__main__"\`, so this rule is off unless you ask for it.
`,
  silent: `
- \`num_workers\` is given in any form, also as 0: that is a decision.
- The dataset is in memory, not in the file, or reads nothing in \`__getitem__\`.
- Nothing in the file trains.
`,
  messages: {
    alone: '`{loader}` reads a file for each row in the process that trains, which waits for it. Add `num_workers`',
  },
  examples: [
    {
      title: 'images from a folder',
      bad: `
import torch
from torch.utils.data import DataLoader
from torchvision import datasets
loader = DataLoader(datasets.ImageFolder("images"), batch_size=32, shuffle=True)
#        ^^^^^^^^^^
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()`,
      good: `
import torch
from torch.utils.data import DataLoader
from torchvision import datasets
loader = DataLoader(datasets.ImageFolder("images"), batch_size=32, shuffle=True, num_workers=4)
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()`,
    },
    {
      title: 'workers, and rows in memory',
      fine: `
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset
class Later(Dataset):
    def __len__(self):
        return 4
    def __getitem__(self, i):
        # Read one image by Image.open(path).
        return i
later = DataLoader(Later(), shuffle=True)
rows = TensorDataset(torch.zeros(8, 4), torch.zeros(8).long())
optimizer = torch.optim.Adam(model.parameters())
for x, y in DataLoader(rows, shuffle=True):
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
debug = DataLoader(rows, num_workers=0)`,
    },
  ],
  *check(module) {
    if (module.methodCalls('backward').length === 0) return;
    for (const call of module.callsTo('torch.utils.data.DataLoader')) {
      if (call.hidden || call.argument(5, 'num_workers') !== null || !readsFiles(module, call)) continue;
      const statement = module.enclosing(call.node, Kind.Assign);
      if (statement !== null && EVALUATED.test(statement.targets.map((target) => module.textOf(target)).join(' ')))
        continue;
      const fixes = [{ title: 'Add num_workers=4', edits: [call.addKeyword('num_workers=4')] }];
      yield { at: call.callee, message: 'alone', data: { loader: call.name }, fixes };
    }
  },
});

function readsFiles(module: Module, call: CallSite): boolean {
  const dataset = call.argument(0, 'dataset');
  const made = dataset === null ? null : meaningOf(module, dataset);
  if (made?.kind !== Kind.Call) return false;
  const name = module.qualifiedName(made.func);
  if (name !== null) return FROM_FILES.test(name);
  const own: ClassDef | null = classOf(module, made.func);
  const getItem = own?.body.find(
    (stmt): stmt is FunctionDef => stmt.kind === Kind.FunctionDef && stmt.name === '__getitem__',
  );
  let reads = false;
  if (getItem === undefined) return false;
  walk(getItem, (node) => {
    if (node.kind === Kind.Call && READS.test(module.textOf(node.func))) reads = true;
    return !reads;
  });
  return reads;
}
