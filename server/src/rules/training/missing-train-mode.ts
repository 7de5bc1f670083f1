// missing-train-mode: after the first evaluation, training goes on in evaluation mode.
import { Kind } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { modeEntries } from '../../analysis/modes';
import type { Entry, ModeEvent } from '../../analysis/modes';
import { insertBefore } from '../../analysis/statements';
import { isSameInBothModes } from '../../analysis/torchModules';
import { contains } from '../../analysis/text';
import { isManaged } from '../../analysis/training';
import type { Loop } from '../../analysis/training';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'missing-train-mode',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Training goes on in evaluation mode, because train() is not called again',
  docs: `
\`model.eval()\` switches dropout off and freezes the statistics of batch normalisation until \`model.train()\` is called
([torch.nn.Module.eval](https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval)). Evaluated
inside the epoch loop without switching back, the model trains its first epoch as meant and all others without
regularisation.
`,
  silent: `
- \`train()\` is called anywhere in the round, also in a function of the file.
- The module's parameters are in no optimizer of the file: a teacher, a frozen backbone.
- The evaluation comes after the loop, or the model is made anew in each round.
- All layers of the model are seen, in its class or in a \`Sequential\`, and are the same in both modes.
- The module goes to a function that we cannot see, or a framework drives the loop.
`,
  messages: {
    loop: '`{model}` is switched to evaluation in the loop and never back: from the second round on it trains without dropout and with frozen batch norm. Call `{model}.train()` at the start of the round',
    step: '`{model}` is trained below, but was switched to evaluation here: dropout is off and batch norm frozen. Call `{model}.train()` before the training part',
  },
  examples: [
    {
      title: 'evaluated in the epoch loop',
      bad: `
import torch
model = Net()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    for x, y in train_loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model.eval()
#   ^^^^^^^^^^^^
    with torch.no_grad():
        for x, y in valid_loader:
            print(criterion(model(x), y))`,
      good: `
import torch
model = Net()
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
      title: 'evaluated by a function of the file',
      bad: `
import torch
def evaluate(net, loader):
    net.eval()
    with torch.no_grad():
        return sum(net(x).sum() for x in loader)
def train_epoch(net, loader, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(net(x), y).backward()
        optimizer.step()
def main(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        train_epoch(model, train_loader, optimizer)
        evaluate(model, valid_loader)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
def evaluate(net, loader):
    net.eval()
    with torch.no_grad():
        return sum(net(x).sum() for x in loader)
def train_epoch(net, loader, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(net(x), y).backward()
        optimizer.step()
def main(model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        model.train()
        train_epoch(model, train_loader, optimizer)
        evaluate(model, valid_loader)`,
    },
    {
      title: 'in one training step',
      bad: `
import torch
class Learner:
    def __init__(self, encoder):
        self.encoder = encoder
        self.optimizer = torch.optim.Adam(encoder.parameters())
    def step(self, support, query, y):
        self.optimizer.zero_grad()
        self.encoder.eval()
#       ^^^^^^^^^^^^^^^^^^^
        with torch.no_grad():
            prototype = self.encoder(support).mean(0)
        loss = criterion(self.encoder(query) - prototype, y)
        loss.backward()
        self.optimizer.step()`,
    },
    {
      title: 'switched back, here or in a function',
      fine: `
import torch
def train_epoch(net):
    net.train()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(net(x), y).backward()
        optimizer.step()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(10):
    train_epoch(model)
    model.eval()
    with torch.no_grad():
        print(model(x_valid))
for epoch in range(10):
    model.train()
    criterion(model(x), y).backward()
    optimizer.step()
    optimizer.zero_grad()
    model.eval()`,
    },
    {
      title: 'a new model for each fold, and a model without dropout or batch norm',
      fine: `
import torch
from torch import nn
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(1, 1)
    def forward(self, x):
        return self.layer(x)
for fold in range(5):
    model = Net()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    model.eval()
line = Line()
line_optimizer = torch.optim.Adam(line.parameters())
for epoch in range(10):
    line_optimizer.zero_grad()
    criterion(line(x), y).backward()
    line_optimizer.step()
    line.eval()`,
    },
    {
      title: 'plain layers, switched by a function',
      fine: `
import torch
from torch import nn
class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(4, 1))
def train_step(model):
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
def test_step(model):
    model.eval()
line = Line()
optimizer = torch.optim.SGD(line.parameters(), lr=0.1)
for epoch in range(3):
    train_step(model=line)
    test_step(model=line)
plain = nn.Sequential(nn.Linear(2, 10), nn.ReLU()).to(device)
second = torch.optim.SGD(plain.parameters(), lr=0.1)
for epoch in range(3):
    second.zero_grad()
    criterion(plain(x), y).backward()
    second.step()
    plain.eval()`,
    },
    {
      title: 'a teacher, and an evaluation after the loop',
      fine: `
import torch
optimizer = torch.optim.Adam(student.parameters())
for x in loader:
    teacher.eval()
    with torch.no_grad():
        soft = teacher(x)
    optimizer.zero_grad()
    criterion(student(x), soft).backward()
    optimizer.step()
student.eval()
student(x_test)`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    const seen = new Set<number>();
    for (const entry of modeEntries(module)) {
      for (const report of [...inLoops(module, entry), ...inOneStep(module, entry)]) {
        // Two loops around one switch are one mistake.
        if (!seen.has(report.at.start)) yield report;
        seen.add(report.at.start);
      }
    }
  },
});

/** The rounds of a loop that train, evaluate, and never switch back. */
function* inLoops(module: Module, { node, events }: Entry): Iterable<Report<'loop'>> {
  const loops: readonly Loop[] = [...module.all(Kind.For), ...module.all(Kind.While)];
  for (const loop of loops) {
    if (node !== module.enclosing(loop, Kind.FunctionDef, Kind.Module)) continue;
    const round = events.filter(({ through }) => contains(loop, through));
    const switched = round.find(({ kind, object }) => kind === 'eval' && trains(module, round, object));
    if (switched === undefined) continue;
    const others = round.filter(({ object }) => object === switched.object);
    if (isMadeIn(module, switched, loop) || !mayMatter(module, switched)) continue;
    if (others.some(({ kind }) => kind === 'train' || kind === 'unknown')) continue;
    const first = loop.body[0]!;
    const fixes: Fix[] = [
      {
        title: `Call ${switched.object}.train() first in the round`,
        edits: [insertBefore(module, first, `${switched.object}.train()`)],
      },
    ];
    yield { at: switched.through, message: 'loop', data: { model: switched.object }, fixes };
  }
}

/** A function that switches to evaluation and then trains. */
function* inOneStep(module: Module, { node, events }: Entry): Iterable<Report<'step'>> {
  // At the top level of a script or notebook, a later training may be another model's of the same name.
  if (node.kind !== Kind.FunctionDef) return;
  for (const [i, switched] of events.entries()) {
    if (switched.kind !== 'eval' || switched.node !== switched.through) continue;
    const after = events.slice(i + 1);
    const end = after.findIndex(
      ({ kind, object }) => (kind === 'train' || kind === 'unknown') && object === switched.object,
    );
    const rest = end < 0 ? after : after.slice(0, end);
    if (trains(module, rest, switched.object))
      yield { at: switched.through, message: 'step', data: { model: switched.object } };
  }
}

/** A model made in each round starts it in training mode. */
function isMadeIn(module: Module, { object, through }: ModeEvent, loop: Loop): boolean {
  const root = object.split('.')[0]!;
  const scope = module.scopes.names.find((name) => name.id === root && contains(through, name));
  const bindings = scope === undefined ? [] : (module.scopes.owner(scope)?.bindings.get(root) ?? []);
  return bindings.some(({ node }) => contains(loop, node));
}

/** A model all of plain layers without dropout or batch norm is the same in both modes. */
function mayMatter(module: Module, { object, expr, through }: ModeEvent): boolean {
  const handed = module.scopes.names.find((name) => name.id === object && contains(through, name));
  return !isSameInBothModes(module, handed ?? expr);
}

/** Whether events run a module with gradients, go back and step an optimizer that holds its parameters. */
function trains(module: Module, events: readonly ModeEvent[], model: string): boolean {
  const run = events.findIndex(({ kind, object, noGrad }) => kind === 'run' && object === model && !noGrad);
  if (run < 0) return false;
  const backward = events.slice(run).findIndex(({ kind, noGrad }) => kind === 'backward' && !noGrad);
  if (backward < 0 || !events.slice(run + backward).some(({ kind }) => kind === 'step')) return false;
  return isOptimized(module, model);
}

/** Some optimizer of the file is given this module's parameters; by its last name, as it may be passed on. */
function isOptimized(module: Module, model: string): boolean {
  const last = model.split('.').at(-1)!;
  return module
    .methodCalls('parameters', 'named_parameters')
    .some(({ receiver }) => module.textOf(receiver).split('.').at(-1) === last);
}
