// load-without-map-location: a checkpoint goes back to the device it was saved from, which may not be there.
import { Kind, NameContext } from '../../analysis/syntax';
import { mentions, quotes } from '../../analysis/mentions';
import { instanceOf } from '../../analysis/torchModules';
import { literalPath } from '../../analysis/paths';
import type { CallSite, Module } from '../../analysis/module';
import { rule } from '../rule';

/** Code that asks which device there is also runs where there is no GPU. */
const ASKS_FOR_DEVICE = [
  'torch.cuda.is_available',
  'torch.cuda.device_count',
  'torch.backends.mps.is_available',
  'torch.device',
] as const;

export default rule({
  name: 'load-without-map-location',
  category: 'training',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'torch.load without map_location fails where the device of the file is not there',
  docs: `
\`torch.load\` puts each tensor on the device it was saved from. A checkpoint of a GPU raises "Attempting to deserialize
object on a CUDA device" on a machine without one, and fills the first GPU's memory on a machine with several
([torch.load](https://pytorch.org/docs/stable/generated/torch.load.html)). \`map_location\` says where it goes.

Several such calls in one file are reported once.
`,
  silent: `
- The file never asks which device there is, and makes no model itself that stays on the CPU: it may run on one machine only.
- \`map_location\` is given in any form, or may be given by \`**options\`.
- The same program saves the file.
- \`torch.jit.load\`, safetensors, and checkpoints of Lightning.
`,
  messages: {
    unmapped:
      '`{call}` puts tensors where they were saved from: this fails on a machine without that device. Add `map_location`',
  },
  examples: [
    {
      title: 'a checkpoint of another run',
      bad: `
import torch
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
state = torch.load("model.pt", weights_only=True)
#       ^^^^^^^^^^`,
      good: `
import torch
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
state = torch.load("model.pt", weights_only=True, map_location=device)`,
    },
    {
      title: 'no device with a name',
      bad: `
import torch
cuda = torch.cuda.is_available()
state = torch.load("model.pt", weights_only=True)
#       ^^^^^^^^^^`,
      good: `
import torch
cuda = torch.cuda.is_available()
state = torch.load("model.pt", weights_only=True, map_location="cpu")`,
    },
    {
      title: 'weights for a model that stays on the CPU',
      bad: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
def load(path):
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True))
#                       ^^^^^^^^^^
    return net.eval()`,
      good: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)
def load(path):
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    return net.eval()`,
    },
    {
      title: 'for one machine, as far as is known',
      fine: `
import torch
state = torch.load("model.pt", weights_only=True)`,
    },
    {
      title: 'mapped, saved here, or hidden',
      fine: `
import torch
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
a = torch.load("model.pt", map_location="cpu", weights_only=True)
b = torch.load("model.pt", device, weights_only=True)
c = torch.load("model.pt", **options)
torch.save(model.state_dict(), "best.pt")
d = torch.load("best.pt", weights_only=True)
e = torch.jit.load("script.pt")`,
    },
  ],
  *check(module) {
    if (module.callsTo(...ASKS_FOR_DEVICE).length === 0 && !staysOnCpu(module)) return;
    const saved = new Set(module.callsTo('torch.save').map((call) => pathKey(module, call, 1)));
    const calls = module.callsTo('torch.load').filter((call) => {
      if (call.hidden || call.argument(1, 'map_location') !== null || call.node.args.length === 0) return false;
      return !saved.has(pathKey(module, call, 0));
    });
    const [first, ...others] = calls;
    if (first === undefined) return;
    const related = others.map(({ callee }) => ({ ...callee, message: 'Also here' }));
    const devices = calls.map((call) => deviceAbove(module, call));
    const [device = null] = devices;
    const option = `map_location=${device !== null && devices.every((each) => each === device) ? device : '"cpu"'}`;
    const fixes = [{ title: `Add ${option}`, edits: calls.map((call) => call.addKeyword(option)) }];
    yield { at: first.callee, message: 'unmapped', data: { call: first.name }, related, fixes };
  },
});

/** The weights go into a model that the file makes and never moves: it runs on the CPU, wherever they were saved. */
function staysOnCpu(module: Module): boolean {
  if (mentions(module, /^(cuda|mps|device|to|accelerat\w*|distributed|xpu)$/i) || quotes(module, /cuda|mps/))
    return false;
  return module.methodCalls('load_state_dict').some(({ receiver }) => instanceOf(module, receiver) !== null);
}

/** The name of the one device that the module chooses, where it is surely known at the call. */
function deviceAbove(module: Module, call: CallSite): string | null {
  for (const { node } of module.callsTo('torch.device')) {
    const statement = module.parent(node);
    const [target] = statement?.kind === Kind.Assign && statement.value === node ? statement.targets : [];
    if (target?.kind !== Kind.Name || node.end > call.node.start) continue;
    if (module.parent(statement!) !== module.tree) continue;
    const stores = module.scopes.named(target.id).filter(({ ctx }) => ctx !== NameContext.Load);
    if (stores.length === 1 && module.enclosing(call.node, Kind.FunctionDef, Kind.Lambda, Kind.ClassDef) === null)
      return target.id;
  }
  return null;
}

/** The path if it is known, else its expression as written. */
function pathKey(module: Module, call: CallSite, position: number): string {
  const path = call.argument(position, 'f');
  if (path === null) return `no path ${call.node.start}`;
  return literalPath(module, path) ?? module.textOf(path);
}
