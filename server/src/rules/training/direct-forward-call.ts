// direct-forward-call: `model.forward(x)` skips the hooks that `model(x)` runs.
import { Kind } from '../../analysis/syntax';
import type { ClassDef, Expr, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { instanceOf, isModuleClass, isModuleObject } from '../../analysis/torchModules';
import { rule } from '../rule';

export default rule({
  name: 'direct-forward-call',
  category: 'training',
  severity: 'information',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'forward() is called directly, which skips the hooks of the module',
  docs: `
\`model(x)\` runs the hooks that profilers, quantisation, FSDP, pruning and weight normalisation rely on, then \`forward\`.
\`model.forward(x)\` runs \`forward\` alone
([torch.nn.Module.forward](https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.forward): "one
should call the Module instance afterwards instead of this").
`,
  silent: `
- The object is not known to be a torch module.
- \`super().forward(x)\`, or inside \`__call__\` or \`forward\` itself.
- The class has its own \`__call__\`.
`,
  messages: {
    direct: '`{call}` skips the hooks of the module. Call `{object}(…)` itself',
  },
  examples: [
    {
      title: 'of a model, a layer, and self',
      bad: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 1)
    def forward(self, x):
        return self.layer.forward(x)
#              ^^^^^^^^^^^^^^^^^^
    def predict(self, x):
        return self.forward(x) > 0
#              ^^^^^^^^^^^^
model = Net().to("cpu")
y = model.forward(x)
#   ^^^^^^^^^^^^^`,
      good: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 1)
    def forward(self, x):
        return self.layer(x)
    def predict(self, x):
        return self(x) > 0
model = Net().to("cpu")
y = model(x)`,
    },
    {
      title: 'through super, in __call__, or of something else',
      fine: `
import torch
from torch import nn
class Base(nn.Module):
    def forward(self, x):
        return x
class Net(Base):
    def forward(self, x):
        return super().forward(x)
    def __call__(self, x):
        return self.forward(x)
class Robot:
    def forward(self, steps):
        return steps
    def go(self):
        self.forward(1)
robot = Robot()
robot.forward(3)
other.forward(x)`,
    },
  ],
  *check(module) {
    for (const { node, receiver, name } of module.methodCalls('forward')) {
      if (!isModule(module, receiver)) continue;
      const object = module.textOf(receiver);
      const edits = [{ start: receiver.end, end: node.func.end, text: '' }];
      // A receiver in parentheses ends behind them.
      const plain = receiver.kind === Kind.Name || receiver.kind === Kind.Attribute;
      const fixes = plain ? [{ title: `Call ${object} itself`, edits }] : [];
      yield { at: node.func, message: 'direct', data: { call: name, object }, fixes };
    }
  },
});

function isModule(module: Module, receiver: Expr): boolean {
  if (receiver.kind === Kind.Name && receiver.id === 'self') return isOtherMethod(module, receiver);
  const cls = instanceOf(module, receiver);
  return isModuleObject(module, receiver) && (cls === null || !hasCall(cls));
}

/** `self.forward(x)` in another method of a module's class. */
function isOtherMethod(module: Module, self: Node): boolean {
  const method = module.enclosing(self, Kind.FunctionDef);
  const cls = method === null ? null : module.parent(method);
  if (method === null || cls?.kind !== Kind.ClassDef || !isModuleClass(module, cls) || hasCall(cls)) return false;
  return method.name !== 'forward' && method.name !== '__call__';
}

function hasCall(cls: ClassDef): boolean {
  return cls.body.some((stmt) => stmt.kind === Kind.FunctionDef && stmt.name === '__call__');
}
