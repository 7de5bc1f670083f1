// export-in-train-mode: a model is exported while dropout drops and batch norm takes the statistics of its sample.
import { meaningOf } from '../../analysis/meanings';
import { modeEntries } from '../../analysis/modes';
import type { Entry, ModeEvent } from '../../analysis/modes';
import { exportKeepsMode } from '../../analysis/onnx/trainingExports';
import { insertBefore, statementOf } from '../../analysis/statements';
import { isModeDependent } from '../../analysis/torchModules';
import { isManaged } from '../../analysis/training';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

export default rule({
  name: 'export-in-train-mode',
  category: 'onnx',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A model is exported in training mode: dropout stays on, batch norm uses the batch',
  docs: `
A torch module is in training mode until \`eval()\` is called. What is recorded then drops values at random and normalises by the
statistics of the batch, so the exported model gives other answers than the one that was validated.
The old exporter (\`dynamo=False\`) switches the mode itself; the one built on \`torch.export\`, the default from torch 2.9, records
the model as it stands, and so do [\`torch.jit.trace\`](https://pytorch.org/docs/stable/generated/torch.jit.trace.html) and \`torch.export.export\`.
`,
  silent: `
- \`eval()\` is called before on some path, or the model is handed to a function we cannot see.
- None of its layers depends on the mode, or they are not known.
- The old exporter with its default \`training\`, and exports for training on a device.
`,
  messages: {
    train:
      '`{model}` is exported in training mode: its dropout or batch norm layers behave as in training. Call `{model}.eval()` before',
  },
  examples: [
    {
      title: 'by the exporter built on torch.export',
      bad: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2))
torch.onnx.export(model, (torch.randn(2, 4),), "net.onnx", dynamo=True)
#                 ^^^^^`,
      good: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2))
model.eval()
torch.onnx.export(model, (torch.randn(2, 4),), "net.onnx", dynamo=True)`,
    },
    {
      title: 'the default from torch 2.9, after training',
      files: { 'requirements.txt': 'torch==2.9.1' },
      bad: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)
        self.head = nn.Linear(4, 2)
    def forward(self, x):
        return self.head(self.norm(x))
def export():
    net = Net()
    net.train()
    torch.onnx.export(net, (torch.randn(2, 4),), "net.onnx")
#                     ^^^`,
      good: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)
        self.head = nn.Linear(4, 2)
    def forward(self, x):
        return self.head(self.norm(x))
def export():
    net = Net()
    net.train()
    net.eval()
    torch.onnx.export(net, (torch.randn(2, 4),), "net.onnx")`,
    },
    {
      title: 'a trace that is saved',
      bad: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8))
traced = torch.jit.trace(model, torch.randn(2, 4))
#                        ^^^^^
traced.save("net.pt")`,
      good: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8))
model.eval()
traced = torch.jit.trace(model, torch.randn(2, 4))
traced.save("net.pt")`,
    },
    {
      title: 'switched, the old exporter, no such layers, a model we do not know',
      fine: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5))
torch.onnx.export(model, (torch.randn(2, 4),), "old.onnx", dynamo=False)
model.eval()
torch.onnx.export(model, (torch.randn(2, 4),), "net.onnx", dynamo=True)
plain = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
torch.onnx.export(plain, (torch.randn(2, 4),), "plain.onnx", dynamo=True)
torch.onnx.export(load(), (torch.randn(2, 4),), "loaded.onnx", dynamo=True)
shown = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5))
torch.jit.trace(shown, torch.randn(2, 4)).graph`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    const seen = new Set<number>();
    for (const entry of modeEntries(module)) {
      for (const event of exportsInTraining(module, entry)) {
        if (seen.has(event.node.start)) continue;
        seen.add(event.node.start); // one call reached on several ways
        const model = module.textOf(event.expr);
        const stmt = statementOf(module, event.node);
        const edits = stmt === null ? [] : [insertBefore(module, stmt, `${model}.eval()`)];
        const fixes =
          edits.length === 0 || !/^[\w.]+$/.test(model) ? [] : [{ title: `Call ${model}.eval() before`, edits }];
        yield { at: event.expr, message: 'train', data: { model }, fixes };
      }
    }
  },
});

/** Exports of modules that nothing has switched before. */
function* exportsInTraining(module: Module, { events }: Entry): Iterable<ModeEvent> {
  const switched = new Map<string, boolean>();
  for (const event of events) {
    const { kind, object, expr } = event;
    if (kind === 'eval' || kind === 'unknown') switched.set(object, true);
    else if (kind === 'train') switched.set(object, false);
    if (kind !== 'export' || switched.get(object) === true || !exportKeepsMode(module, event.node)) continue;
    const made = meaningOf(module, expr);
    const isSure = made !== null && isModeDependent(module, made);
    if (isSure && !(object.startsWith('self') && isSwitchedSomewhere(module, expr))) yield event;
  }
}

/** A method of the class may have switched it before. */
function isSwitchedSomewhere(module: Module, expr: ModeEvent['expr']): boolean {
  const text = module.textOf(expr);
  return module
    .methodCalls('eval')
    .some(({ receiver }) => module.textOf(receiver) === text || module.textOf(receiver) === 'self');
}
