// stale-optimizer: the optimizer goes on with the parameters of a layer or model that was replaced.
import { Kind } from '../../analysis/syntax';
import type { Assign, Expr, Name, Stmt } from '../../analysis/syntax';
import { usesOfName } from '../../analysis/meanings';
import type { CallSite, Module } from '../../analysis/module';
import { insertAfter, removeStatement, siblingsOf, statementOf } from '../../analysis/statements';
import { makesModule } from '../../analysis/torchModules';
import { isManaged } from '../../analysis/training';
import { contains } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'stale-optimizer',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A layer is replaced after the optimizer was made, so the new one is never trained',
  docs: `
An optimizer keeps the parameters it was given. A layer or model that is put in their place afterwards has parameters of its
own, which the optimizer does not know: \`step()\` goes on with the old ones, the new layer keeps its random weights, and
nothing raises ([torch.optim](https://pytorch.org/docs/stable/optim.html#constructing-it)).
`,
  silent: `
- The optimizer is made anew afterwards, or gets the new parameters by \`add_param_group\`.
- The replacement wraps or moves the same model: \`nn.DataParallel(model)\`, \`model.to(device)\`, \`torch.compile(model)\`.
- The new layer is frozen on purpose, the optimizer is not used any more, or the replacement is in another block.
- A framework drives the loop.
`,
  messages: {
    stale:
      '`{optimizer}` was made before `{target}` was replaced here, and goes on with the old parameters: the new ones are never trained. Make the optimizer afterwards',
  },
  examples: [
    {
      title: 'a new head after the optimizer',
      bad: `
import torch
from torch import nn
from backbones import load
net = load("resnet")
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
net.fc = nn.Linear(512, 3)
#<^^^^
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()`,
      good: `
import torch
from torch import nn
from backbones import load
net = load("resnet")
net.fc = nn.Linear(512, 3)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()`,
    },
    {
      title: 'a new model of the same name',
      bad: `
import torch
from torch import nn
net = nn.Linear(4, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
print(optimizer)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
#<^
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()`,
    },
    {
      title: 'wrapped or moved, or made anew',
      fine: `
import torch
from torch import nn
net = nn.Linear(4, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net = nn.DataParallel(net)
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
net = nn.Sequential(nn.Linear(4, 2))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()`,
    },
    {
      title: 'a function of its own has an optimizer of the same name',
      fine: `
import torch
from torch import nn
net = nn.Linear(4, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
net = nn.Sequential(nn.Linear(4, 2))
def train(net, optimizer):
    optimizer.step()
    return print(net, optimizer)`,
    },
    {
      title: 'frozen, added to the optimizer, or part of the old model',
      fine: `
import torch
from torch import nn
net = nn.Sequential(nn.Linear(4, 4))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net.head = nn.Linear(4, 2)
optimizer.add_param_group({"params": net.head.parameters()})
other = nn.Sequential(nn.Linear(4, 4))
second = torch.optim.SGD(other.parameters(), lr=0.1)
other = nn.Sequential(other, nn.ReLU())
second.step()`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    for (const call of optimizersMade(module)) {
      const statement = statementOf(module, call.node);
      const optimizer =
        statement?.kind === Kind.Assign && statement.value === call.node ? statement.targets[0] : undefined;
      const model = modelOf(call);
      if (statement === null || optimizer?.kind !== Kind.Name || model === null || statement.kind !== Kind.Assign)
        continue;
      const replaced = replacementOf(module, statement, model);
      if (replaced === null || !goesOn(module, optimizer, replaced)) continue;
      const target = replaced.targets[0]!;
      const related = [{ start: call.callee.start, end: call.callee.end, message: 'The optimizer is made here' }];
      const data = { optimizer: module.textOf(optimizer), target: module.textOf(target) };
      yield { at: target, message: 'stale', data, related, fixes: fixesOf(module, statement, replaced) };
    }
  },
});

function optimizersMade(module: Module): readonly CallSite[] {
  return module.callsMatching(/^torch\.optim\.(?!lr_scheduler|swa_utils)[\w.]*[A-Z]\w*$/);
}

/** `net` of `Adam(net.parameters(), …)`; null of anything else. */
function modelOf(call: CallSite): Name | null {
  const params = call.argument(0, 'params');
  if (params?.kind !== Kind.Call || params.func.kind !== Kind.Attribute || params.func.attr !== 'parameters')
    return null;
  return params.func.value.kind === Kind.Name ? params.func.value : null;
}

/** A later statement of the same block that puts a new module in the place of the model or of a layer of it. */
function replacementOf(module: Module, made: Stmt, model: Name): Assign | null {
  const block = siblingsOf(module, made);
  for (const later of block.slice(block.indexOf(made) + 1)) {
    if (later.kind !== Kind.Assign || later.targets.length !== 1 || later.value.kind !== Kind.Call) continue;
    if (rootOf(later.targets[0]!)?.id !== model.id) continue;
    // What has the model in it wraps it; whatever else makes it is not known to be new.
    const wraps = module.scopes
      .named(model.id)
      .some(({ start, end }) => later.value.start <= start && end <= later.value.end);
    return !wraps && makesModule(module, later.value) ? later : null;
  }
  return null;
}

function rootOf(target: Expr): Name | null {
  let at = target;
  while (at.kind === Kind.Attribute) at = at.value;
  return at.kind === Kind.Name ? at : null;
}

/** The optimizer steps or is handed on after the replacement, is the same, and was not given the new parameters. */
function goesOn(module: Module, optimizer: Name, replaced: Assign): boolean {
  const owner = module.scopes.owner(optimizer);
  const bindings = owner?.bindings.get(optimizer.id) ?? [];
  if (bindings.some(({ node }) => node.start > replaced.end)) return false;
  const target = module.textOf(replaced.targets[0]!);
  // Given to an optimizer of its own, or frozen.
  const isGiven = module.all(Kind.Attribute).some(({ attr, value, start }) => {
    return start > replaced.end && /parameters|requires_grad/.test(attr) && module.textOf(value).startsWith(target);
  });
  if (isGiven) return false;
  const uses = usesOfName(module, optimizer).filter(({ start }) => start > replaced.end);
  if (uses.some((use) => attributeOf(module, use) === 'add_param_group')) return false;
  return uses.some((use) => attributeOf(module, use) === 'step' || module.parent(use)?.kind === Kind.Call);
}

function attributeOf(module: Module, use: Name): string | null {
  const parent = module.parent(use);
  return parent?.kind === Kind.Attribute ? parent.attr : null;
}

function fixesOf(module: Module, made: Assign, replaced: Assign): Fix[] {
  const [target] = made.targets;
  const between = { start: made.end, end: replaced.start };
  const last = target === undefined ? '' : module.textOf(target).split('.').at(-1)!;
  const used = [...module.scopes.named(last), ...module.all(Kind.Attribute).filter(({ attr }) => attr === last)].some(
    (use) => contains(between, use),
  );
  const removal = used ? null : removeStatement(module, made);
  const insertion = removal === null ? null : insertAfter(module, replaced, module.textOf(made));
  if (removal === null || insertion === null || /[\r\n]/.test(module.textOf(made))) return [];
  return [{ title: 'Make the optimizer afterwards', edits: [removal, insertion] }];
}
