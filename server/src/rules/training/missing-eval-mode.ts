// missing-eval-mode: a model with dropout or batch norm is evaluated in training mode.
import { Kind } from '../../analysis/syntax';
import type { Node, Stmt } from '../../analysis/syntax';
import { outermost, runsInTrainingMode, trainedInSameRounds } from '../../analysis/modeRuns';
import { modeEntries } from '../../analysis/modes';
import type { Entry, ModeEvent } from '../../analysis/modes';
import type { Module } from '../../analysis/module';
import { insertBefore, isStatement } from '../../analysis/statements';
import { isManaged } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'missing-eval-mode',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A model with dropout or batch norm is evaluated in training mode',
  docs: `
A new module is in training mode: dropout drops values at random, batch normalisation uses (and updates) the statistics of
each batch. \`torch.no_grad()\` does not change that
([Autograd mechanics](https://pytorch.org/docs/stable/notes/autograd.html#evaluation-mode-nn-module-eval): "completely
orthogonal"). Scores are then too low, differ from run to run, and depend on what shares the batch.
`,
  silent: `
- \`eval()\` is called on the model before, in a function of the file, or in a method of the same class.
- The model is known to have no such layers, or its class is not known. A parameter counts only if a module class of the file
  has such layers and the parameter is named as a model.
- It comes from \`from_pretrained\`, which returns it in evaluation mode, or is handed to a function we cannot see.
- Dropout at inference is wanted (Monte Carlo dropout), a GAN is trained, or a framework drives the loop.
`,
  messages: {
    never:
      '`{model}` runs without gradients, but in training mode: its dropout or batch norm is active. Call `{model}.eval()` first',
    back: '`{model}` runs without gradients after `{model}.train()`: its dropout or batch norm is active. Call `{model}.eval()` first',
  },
  examples: [
    {
      title: 'validation in the training loop',
      bad: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    with torch.no_grad():
        for x, y in valid_loader:
            print(criterion(model(x), y))
#                           ^^^^^`,
      good: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for x, y in valid_loader:
            print(criterion(model(x), y))`,
    },
    {
      title: 'rounds that never switch: there and back',
      bad: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters())
def train():
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
@torch.no_grad()
def test():
    for x, y in valid_loader:
        print(criterion(model(x), y))
#                       ^^^^^
for epoch in range(10):
    train()
    test()`,
      good: `
import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters())
def train():
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
@torch.no_grad()
def test():
    model.eval()
    for x, y in valid_loader:
        print(criterion(model(x), y))
for epoch in range(10):
    train()
    test()`,
    },
    {
      title: 'a model served without eval, kept by an object',
      bad: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)
class Server:
    def __init__(self, path):
        self.net = Net().to("cpu")
        self.net.load_state_dict(torch.load(path, weights_only=True))
    def predict(self, x):
        with torch.inference_mode():
            return self.net(x)
#                  ^^^^^^^^`,
      good: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)
class Server:
    def __init__(self, path):
        self.net = Net().to("cpu")
        self.net.load_state_dict(torch.load(path, weights_only=True))
    def predict(self, x):
        self.net.eval()
        with torch.inference_mode():
            return self.net(x)`,
    },
    {
      title: 'eval is called before, by the caller or in the constructor',
      fine: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.1)
def predict(model, x):
    with torch.no_grad():
        return model(x)
net = Net()
net.eval()
print(predict(net, x_test))
class Server:
    def __init__(self):
        self.net = Net()
        self.net.eval()
    @torch.no_grad()
    def predict(self, x):
        return self.net(x)`,
    },
    {
      title: 'nothing depends on the mode, or we do not know',
      fine: `
import torch
from torch import nn
from transformers import AutoModel
plain = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.0))
known = AutoModel.from_pretrained("bert-base-uncased", revision="v1")
other = build_model()
with torch.no_grad():
    plain(x)
    known(x)
    other(x)
    criterion(x, y)`,
    },
    {
      title: 'handed to a function that may switch it',
      fine: `
import torch
from torch import nn
from helpers import prepare
model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5))
prepare(model)
with torch.no_grad():
    model(x)`,
    },
  ],
  *check(module) {
    if (isManaged(module) || trainsSeveral(module)) return;
    const seen = new Set<Node>();
    for (const entry of modeEntries(module)) {
      for (const { event, state } of runsInTrainingMode(module, entry)) {
        const home = module.enclosing(event.node, Kind.FunctionDef, Kind.Module);
        if (home === null || seen.has(home)) continue;
        seen.add(home); // one finding a function
        const model = module.textOf(event.expr);
        const before = statementAround(module, event.node);
        const fixes = before === null ? [] : [fixOf(module, entry, event, before)];
        yield { at: event.expr, message: state === 'train' ? 'back' : 'never', data: { model }, fixes };
      }
    }
  },
});

/** With the way back where the same rounds train: else they would go on without dropout. */
function fixOf(module: Module, entry: Entry, event: ModeEvent, before: Stmt): Fix {
  const model = module.textOf(event.expr);
  const edits = [insertBefore(module, before, `${model}.eval()`)];
  const trained = trainedInSameRounds(module, entry, event);
  if (trained === null) return { title: `Call ${model}.eval() before`, edits };
  const back = `${module.textOf(trained.run.expr)}.train()`;
  const place = outermost(module, trained.run.node, trained.loop);
  if (place === null || place === before) return { title: `Call ${model}.eval() before`, edits };
  return {
    title: `Call ${model}.eval() before, and ${back} for the training`,
    edits: [...edits, insertBefore(module, place, back)],
  };
}

/** A GAN, or several models in turn: their modes are a matter of taste. */
function trainsSeveral(module: Module): boolean {
  const optimizers = new Set(
    module
      .methodCalls('step')
      .map(({ receiver }) => module.textOf(receiver))
      .filter((name) => /optim|^opt/i.test(name)),
  );
  return optimizers.size > 1;
}

/** The outermost `with` or loop around a run, inside its function; else its statement. Never outside the loop that trains. */
function statementAround(module: Module, run: Node): Stmt | null {
  let found: Stmt | null = null;
  for (
    let at: Node | null = run;
    at !== null && at.kind !== Kind.FunctionDef && at.kind !== Kind.Module;
    at = module.parent(at)
  ) {
    if (!isStatement(at)) continue;
    if (
      (at.kind === Kind.For || at.kind === Kind.While) &&
      module.methodCalls('backward').some(({ node }) => at.start <= node.start && node.end <= at.end)
    )
      break;
    found = at;
  }
  return found;
}
