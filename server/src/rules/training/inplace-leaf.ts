// inplace-leaf: a parameter is changed in place where gradients are recorded, which raises.
import { ConstValue, Kind, walk } from '../../analysis/syntax';
import type { Call, ClassDef, Expr, Name, Node, Stmt } from '../../analysis/syntax';
import { mayLackGradients } from '../../analysis/gradients';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { indentOf, statementOf } from '../../analysis/statements';
import { isModuleClass } from '../../analysis/torchModules';
import { mentions } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Methods of tensors that change them. */
const CHANGES =
  /^(add|sub|subtract|mul|multiply|div|divide|pow|copy|zero|fill|clamp|clip|uniform|normal|random|exponential|addmm|addcmul|addcdiv|lerp|neg|abs|exp|log|sqrt|sigmoid|tanh|relu|round|floor|masked_fill|index_fill|index_copy|index_add|scatter|scatter_add|renorm|bernoulli)_$/;
const FACTORY =
  /^torch\.(tensor|zeros|ones|rand|randn|full|empty|eye|arange|linspace|normal|zeros_like|ones_like|rand_like|randn_like)$/;

export default rule({
  name: 'inplace-leaf',
  category: 'training',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A parameter is changed in place while gradients are recorded, which raises',
  docs: `
A parameter, or any tensor made with \`requires_grad=True\`, is a leaf of the graph. Changing it in place where gradients are
recorded raises \`RuntimeError: a leaf Variable that requires grad is being used in an in-place operation\`
([In-place operations with autograd](https://pytorch.org/docs/stable/notes/autograd.html#in-place-operations-with-autograd)).
Updates of weights belong under \`torch.no_grad()\`.
`,
  silent: `
- It happens under \`torch.no_grad()\` or a context of that kind, in a decorated function, or in a function whose callers do so.
- \`.data\` is changed, or \`nn.init\` does it; \`p.grad\` is no parameter.
- The tensor is not surely a leaf that requires gradients: another value may have the name, or \`requires_grad\` is switched.
`,
  messages: {
    changed:
      '`{tensor}` requires gradients, and changing it in place here raises RuntimeError. Do it under `torch.no_grad()`',
  },
  examples: [
    {
      title: 'a step of gradient descent by hand',
      bad: `
import torch
x, y = torch.randn(8, 4), torch.ones(8)
weight = torch.zeros(4, requires_grad=True)
for step in range(10):
    loss = (x @ weight - y).pow(2).mean()
    loss.backward()
    weight -= 0.1 * weight.grad
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
x, y = torch.randn(8, 4), torch.ones(8)
weight = torch.zeros(4, requires_grad=True)
for step in range(10):
    loss = (x @ weight - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        weight -= 0.1 * weight.grad`,
    },
    {
      title: 'in a module, and over all parameters',
      bad: `
import torch
from torch import nn
class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(4, 2))
    def forward(self, x):
        self.weight.div_(self.weight.norm())
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        return x @ self.weight
def decay(net):
    for p in net.parameters():
        p.mul_(0.99)
#       ^^^^^^^^^^^^`,
      good: `
import torch
from torch import nn
class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(4, 2))
    def forward(self, x):
        with torch.no_grad():
            self.weight.div_(self.weight.norm())
        return x @ self.weight
def decay(net):
    for p in net.parameters():
        with torch.no_grad():
            p.mul_(0.99)`,
    },
    {
      title: 'under no_grad, on data, on gradients, by a caller',
      fine: `
import torch
weight = torch.zeros(4, requires_grad=True)
with torch.no_grad():
    weight -= 0.1
weight.data.mul_(0.5)
weight.grad = torch.zeros(4)
weight.grad.zero_()
@torch.no_grad()
def decay(net):
    for p in net.parameters():
        p.mul_(0.99)
def clear(net):
    for p in net.parameters():
        p.zero_()
with torch.no_grad():
    clear(torch.nn.Linear(2, 2))`,
    },
    {
      title: 'no leaf, or no gradients',
      fine: `
import torch
from torch import nn
buffer = torch.zeros(4)
buffer += 1
doubled = torch.ones(4, requires_grad=True) * 2
doubled += 1
weight = torch.zeros(4, requires_grad=True)
weight = weight + 1
weight += 1
other = torch.zeros(4, requires_grad=True)
try:
    other += 1
except RuntimeError as error:
    print(error)
frozen = nn.Linear(4, 2)
frozen.requires_grad_(False)
for p in frozen.parameters():
    p.mul_(0.99)`,
    },
  ],
  *check(module) {
    for (const { target, at } of changesInPlace(module)) {
      if (!isLeaf(module, target) || mayLackGradients(module, at) || isExpected(module, at)) continue;
      yield { at, message: 'changed', data: { tensor: module.textOf(target) }, fixes: fixesOf(module, at) };
    }
  },
});

/** Shown to fail on purpose: under `try`. */
function isExpected(module: Module, at: Node): boolean {
  const attempt = module.enclosing(at, Kind.Try, Kind.FunctionDef);
  return attempt?.kind === Kind.Try && attempt.handlers.length > 0;
}

/** `w -= …`, `w[0] = …`, `w.mul_(…)`. */
function* changesInPlace(module: Module): Iterable<{ target: Expr; at: Node }> {
  for (const at of module.all(Kind.AugAssign)) {
    yield { target: at.target.kind === Kind.Subscript ? at.target.value : at.target, at };
  }
  for (const at of module.all(Kind.Assign)) {
    const [target] = at.targets;
    if (target?.kind === Kind.Subscript && at.targets.length === 1) yield { target: target.value, at };
  }
  for (const call of module.scopes.calls) {
    if (call.func.kind === Kind.Attribute && CHANGES.test(call.func.attr)) yield { target: call.func.value, at: call };
  }
}

function isLeaf(module: Module, target: Expr): boolean {
  if (target.kind === Kind.Name) return isLeafName(module, target);
  if (target.kind !== Kind.Attribute || target.value.kind !== Kind.Name || target.value.id !== 'self') return false;
  const home = module.enclosing(target, Kind.ClassDef);
  return home !== null && isModuleClass(module, home) && isParameter(module, home, target.attr);
}

/** Every value that `self.name` is ever given in the class is a parameter. */
function isParameter(module: Module, cls: ClassDef, attr: string): boolean {
  const values: Expr[] = [];
  let switched = false;
  walk(cls, (node) => {
    if (node.kind === Kind.Attribute && node.attr.startsWith('requires_grad')) switched = true;
    if (node.kind !== Kind.Assign) return;
    for (const target of node.targets) {
      if (target.kind === Kind.Attribute && target.attr === attr) values.push(node.value);
    }
  });
  return !switched && values.length > 0 && values.every((value) => makesLeaf(module, value));
}

function isLeafName(module: Module, name: Name): boolean {
  const bindings = module.scopes.reaching(name).filter(({ kind }) => kind !== 'augmented');
  if (bindings.length === 0) return false;
  return bindings.every(({ kind, value, node }) => {
    if (kind === 'part') return isLoopOverParameters(module, node);
    return kind === 'assignment' && value !== null && makesLeaf(module, value) && !isSwitched(module, name.id);
  });
}

function makesLeaf(module: Module, value: Expr): boolean {
  if (value.kind !== Kind.Call) return false;
  const name = module.qualifiedName(value.func) ?? '';
  if (name === 'torch.nn.Parameter' || name === 'torch.nn.parameter.Parameter')
    return !isOff(value) && value.args.length === 1;
  const given = value.keywords.find(({ arg }) => arg === 'requires_grad')?.value;
  return FACTORY.test(name) && given?.kind === Kind.Const && given.value === ConstValue.True;
}

function isOff(call: Call): boolean {
  return call.keywords.some(({ arg }) => arg === 'requires_grad' || arg === null);
}

/** `for p in net.parameters()`, of a network whose gradients nothing in the file switches. */
function isLoopOverParameters(module: Module, target: Node): boolean {
  const loop = module.parent(target);
  if (loop?.kind !== Kind.For || loop.target !== target || loop.iter.kind !== Kind.Call) return false;
  const { func } = loop.iter;
  if (func.kind !== Kind.Attribute || func.attr !== 'parameters') return false;
  return !mentions(module, /^requires_grad/) && !/ema|target|teacher|avg|shadow|copy/i.test(module.textOf(func.value));
}

function isSwitched(module: Module, name: string): boolean {
  return module.scopes.named(name).some((use) => {
    const above = module.parent(use);
    return above?.kind === Kind.Attribute && /^(requires_grad|detach_)/.test(above.attr);
  });
}

function fixesOf(module: Module, at: Node): Fix[] {
  const statement: Stmt | null = statementOf(module, at);
  const torch = localNameOf(module, 'torch', at.start);
  const indent = statement === null ? null : indentOf(module.source, statement);
  const isWhole =
    statement !== null && (statement === at || (statement.kind === Kind.ExprStmt && statement.value === at));
  if (torch === null || indent === null || !isWhole) return [];
  const text = module.textOf(statement);
  if (/[\r\n]/.test(text)) return [];
  const edits = [
    { start: statement.start, end: statement.end, text: `with ${torch}.no_grad():\n${indent}    ${text}` },
  ];
  return [{ title: 'Change it under torch.no_grad()', edits }];
}
