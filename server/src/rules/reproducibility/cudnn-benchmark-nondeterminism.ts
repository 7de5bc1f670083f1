// cudnn-benchmark-nondeterminism: cuDNN chooses its algorithms by timing them, where results should repeat or sizes vary.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Assign, Module as Tree, FunctionDef } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { siblingsOf } from '../../analysis/statements';
import { contains } from '../../analysis/text';
import { callsNamed, mentions } from '../../analysis/mentions';
import { rule } from '../rule';

const BENCHMARK = 'torch.backends.cudnn.benchmark';
const DETERMINISTIC = 'torch.backends.cudnn.deterministic';
/** Inputs are brought to one size. */
const ONE_SIZE = /resize|^pad$|pad_|padded|crop|interpolate|input_size|img_size|image_size|collate|max_len/i;

export default rule({
  name: 'cudnn-benchmark-nondeterminism',
  category: 'reproducibility',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'cudnn.benchmark is on where results should repeat, or where input sizes vary',
  docs: `
With \`torch.backends.cudnn.benchmark = True\` cuDNN times its algorithms for each new input size and takes the fastest. Which
one that is differs between runs, and with it the last digits of every result: the file asks for determinism and does not get
it ([Reproducibility](https://pytorch.org/docs/stable/notes/randomness.html#cuda-convolution-benchmarking)). Where each input
has another size, the timing itself is repeated for each of them and makes inference slower, not faster.
`,
  silent: `
- Training without a request for determinism: there it is a fair choice.
- It is set to \`False\` as well, or both settings stand in different branches.
- The inputs of an inference loop are resized, padded or cropped to one size.
`,
  messages: {
    contradicts:
      'This lets cuDNN choose its algorithms by timing them, so results differ between runs, although `{request}` asks for determinism. Set it to `False`',
    varying:
      'Each new input size makes cuDNN time its algorithms again, which slows this loop down. Set it to `False`, or bring the inputs to one size',
  },
  examples: [
    {
      title: 'determinism is asked for',
      bad: `
import torch
torch.manual_seed(0)
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = True
#                                ^^^^`,
      good: `
import torch
torch.manual_seed(0)
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False`,
    },
    {
      title: 'texts of any length',
      bad: `
import torch
from torch.backends import cudnn
def classify(model, texts):
    cudnn.benchmark = True
#                     ^^^^
    model.eval().cuda()
    with torch.no_grad():
        for tokens in texts:
            yield model(torch.tensor(tokens).unsqueeze(0).cuda())`,
      good: `
import torch
from torch.backends import cudnn
def classify(model, texts):
    cudnn.benchmark = False
    model.eval().cuda()
    with torch.no_grad():
        for tokens in texts:
            yield model(torch.tensor(tokens).unsqueeze(0).cuda())`,
    },
    {
      title: 'training, one size, or the other branch',
      fine: `
import torch
from torchvision import transforms
def prepare(deterministic):
    if deterministic:
        torch.backends.cudnn.deterministic = True
    else:
        torch.backends.cudnn.benchmark = True
def detect(model, images):
    torch.backends.cudnn.benchmark = True
    resize = transforms.Resize((64, 64))
    with torch.no_grad():
        return [model(resize(image)) for image in images]`,
    },
    {
      title: 'training',
      fine: `
import torch
torch.backends.cudnn.benchmark = True
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()`,
    },
  ],
  *check(module) {
    if (!mentions(module, /^benchmark$/)) return;
    const settings = settingsOf(module, BENCHMARK);
    if (settings.some(({ value }) => !isTrue(value))) return;
    for (const setting of settings) {
      const request = requestOf(module, setting);
      const fixes = [
        { title: 'Set it to False', edits: [{ start: setting.value.start, end: setting.value.end, text: 'False' }] },
      ];
      if (request !== null) {
        yield {
          at: setting.value,
          message: 'contradicts',
          data: { request: module.textOf(request).split('\n')[0]! },
          fixes,
        };
      } else if (infersAnySize(module, setting)) {
        yield { at: setting.value, message: 'varying', fixes };
      }
    }
  },
});

function settingsOf(module: Module, name: string): readonly Assign[] {
  return module.all(Kind.Assign).filter(({ targets }) => {
    return targets.length === 1 && targets[0]?.kind === Kind.Attribute && module.qualifiedName(targets[0]) === name;
  });
}

function isTrue(value: Assign['value']): boolean {
  return value.kind === Kind.Const && value.value === ConstValue.True;
}

/** What asks for determinism, on the same path: beside the setting, or at the top level like it. */
function requestOf(module: Module, setting: Assign) {
  const block = siblingsOf(module, setting);
  const same = (node: { readonly start: number; readonly end: number }): boolean =>
    block.some((stmt) => contains(stmt, node) && stmt.kind !== Kind.If);
  const deterministic = settingsOf(module, DETERMINISTIC).find((other) => isTrue(other.value) && same(other));
  if (deterministic !== undefined) return deterministic;
  const calls = module.callsTo('torch.use_deterministic_algorithms', 'torch.set_deterministic');
  return calls.find(({ node }) => node.args[0] !== undefined && isTrue(node.args[0]) && same(node))?.node ?? null;
}

/** The file never trains, and the function runs a model on what it gets in a loop, whatever its size. */
function infersAnySize(module: Module, setting: Assign): boolean {
  if (callsNamed(module, /^(backward|\w*fit|DataLoader)$/) || mentions(module, ONE_SIZE)) return false;
  const home: FunctionDef | Tree | null = module.enclosing(setting, Kind.FunctionDef, Kind.Module);
  if (home === null || !/no_grad|inference_mode/.test(module.textOf(home))) return false;
  return module.scopes.calls.some((call) => {
    const isModel = call.func.kind === Kind.Name && /model|net$|encoder/i.test(call.func.id) && contains(home, call);
    return isModel && module.enclosing(call, Kind.For, Kind.While) !== null && call.start > setting.end;
  });
}
