// detached-loss: backward() on a value that has lost its graph: nothing is learnt, or it raises.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Name, Node } from '../../analysis/syntax';
import { usesOfName } from '../../analysis/meanings';
import { isNoGrad } from '../../analysis/modes';
import type { MethodCall, Module } from '../../analysis/module';
import { rule } from '../rule';

const CUTS = new Set(['item', 'detach', 'numpy', 'tolist', 'argmax', 'argmin']);
/** Methods whose result has a graph only if their tensor has one. */
const KEEPS = new Set([
  'mean',
  'sum',
  'float',
  'double',
  'to',
  'cuda',
  'cpu',
  'view',
  'reshape',
  'squeeze',
  'unsqueeze',
  'abs',
  'sqrt',
  'exp',
  'log',
  'pow',
  'clone',
  'requires_grad_',
]);

export default rule({
  name: 'detached-loss',
  category: 'training',
  severity: 'error',
  fix: 'none',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'backward() on a value without a graph: it raises, or no weight gets a gradient',
  docs: `
\`torch.tensor(value)\`, \`.item()\`, \`.detach()\`, \`.numpy()\` and \`argmax\` give values without a history. \`backward()\` of such a
value raises "does not require grad"; with \`requires_grad=True\` it no longer raises, but the gradient ends at the new tensor
and no weight of the model ever gets one ([torch.tensor](https://pytorch.org/docs/stable/generated/torch.tensor.html): "the
result … has no autograd history").
`,
  silent: `
- Any other part of the value may have a graph: a name that has several values, a function we cannot see.
- The tensor itself is what is optimized (made of numbers with \`requires_grad=True\`).
- Advantages and targets are detached, and multiplied with something that has a graph.
`,
  messages: {
    cut: '`{loss}` has no graph: `{by}` cuts it off from the model. `backward()` {effect}. Compute the loss from tensors that keep their graph',
  },
  examples: [
    {
      title: 'a new tensor with requires_grad',
      bad: `
import torch
def train(model, loader, optimizer, metric):
    for rows, labels in loader:
        optimizer.zero_grad()
        score = metric(model(rows).detach(), labels)
        loss = torch.tensor(score, requires_grad=True)
        loss.backward()
#       ^^^^
        optimizer.step()`,
    },
    {
      title: 'numbers and classes',
      bad: `
import torch
criterion = torch.nn.CrossEntropyLoss()
for x, y in loader:
    output = model(x)
    torch.tensor(criterion(output, y).item()).backward()
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    wrong = output.argmax(dim=1).float().mean()
    wrong.backward()
#   ^^^^^`,
    },
    {
      title: 'computed without gradients',
      bad: `
import torch
for x, y in loader:
    with torch.no_grad():
        loss = (model(x) - y).pow(2).mean()
    loss.backward()
#   ^^^^`,
    },
    {
      title: 'losses with a graph',
      fine: `
import torch
criterion = torch.nn.CrossEntropyLoss()
for x, y in loader:
    output = model(x)
    loss = criterion(output, y)
    loss.backward()
    again = model(x)
    (again - output.detach()).pow(2).mean().backward()
point = torch.tensor([1.0, 2.0], requires_grad=True)
point.sum().backward()
total = torch.tensor(0.0)
for x, y in loader:
    total = total + criterion(model(x), y)
total.backward()`,
    },
    {
      title: 'a tensor that is optimized itself',
      fine: `
import numpy as np
import torch
start = np.ones(3)
point = torch.tensor(start, requires_grad=True)
height = (point ** 2).sum()
height.backward()
image = torch.zeros(3)
attacked = image.detach()
attacked.requires_grad_()
attacked.sum().backward()
copy = image.clone().detach().requires_grad_(True)
copy.pow(2).sum().backward()`,
    },
    {
      title: 'one way to the value keeps the graph',
      fine: `
import torch
def step(model, rows, labels, weigh):
    loss = torch.nn.functional.mse_loss(model(rows), labels)
    weight = torch.tensor(0.5)
    (weight * loss).backward()
    other = torch.tensor(0.0)
    if weigh:
        other = model(rows).mean()
    other.backward()`,
    },
  ],
  *check(module) {
    for (const call of module.methodCalls('backward')) {
      const cut = call.node.args.length === 0 ? cutOf(module, call.receiver, 0) : null;
      if (cut === null || cut === 'number') continue;
      const effect = needsGradient(module, call) ? 'reaches no weight' : 'raises RuntimeError';
      const data = { loss: module.textOf(call.receiver), by: wayOf(module, cut), effect };
      const related = [{ start: cut.start, end: cut.end, message: 'The graph is cut here' }];
      yield { at: call.receiver, message: 'cut', data, related };
    }
  },
});

function wayOf(module: Module, cut: Node): string {
  if (cut.kind !== Kind.Call) return 'no_grad()';
  return cut.func.kind === Kind.Attribute && module.qualifiedName(cut.func) === null
    ? `.${cut.func.attr}()`
    : `${module.textOf(cut.func)}(…)`;
}

function needsGradient(module: Module, { receiver }: MethodCall): boolean {
  const made = module.definition(receiver);
  if (made.kind !== Kind.Call) return false;
  const requires = made.func.kind === Kind.Attribute && made.func.attr === 'requires_grad_';
  return requires || made.keywords.some(({ arg }) => arg === 'requires_grad');
}

/** What surely cuts a value off; `number` for one that has no graph of its own; null if it may have one. */
function cutOf(module: Module, expr: Expr, depth: number): Node | 'number' | null {
  if (depth > 8) return null;
  if (expr.kind === Kind.Name) {
    const [binding, ...others] = module.scopes.reaching(expr);
    if (binding?.kind !== 'assignment' || binding.value === null || others.length > 0) return null;
    // It is made a leaf of its own: what is computed from it has a graph.
    if (depth > 0 && isSwitchedOn(module, expr)) return null;
    return withoutGradients(module, binding.value) ?? cutOf(module, binding.value, depth + 1);
  }
  if (expr.kind === Kind.Num) return 'number';
  if (expr.kind === Kind.UnaryOp) return cutOf(module, expr.operand, depth + 1);
  if (expr.kind === Kind.BinOp) {
    const left = cutOf(module, expr.left, depth + 1);
    const right = cutOf(module, expr.right, depth + 1);
    return left === null || right === null ? null : left === 'number' ? right : left;
  }
  return expr.kind === Kind.Call ? cutByCall(module, expr, depth) : null;
}

function cutByCall(module: Module, call: Call, depth: number): Node | 'number' | null {
  const name = module.qualifiedName(call.func);
  const [first] = call.args;
  if (name === 'torch.tensor' || name === 'torch.from_numpy' || name === 'torch.as_tensor') {
    // A tensor of numbers may be what is optimized; `as_tensor` of a tensor keeps its graph.
    if (first === undefined || first.kind === Kind.Starred) return null;
    if (name === 'torch.as_tensor') return cutOf(module, first, depth + 1) === null ? null : call;
    const isLeaf = call.keywords.some(({ arg }) => arg === 'requires_grad' || arg === null);
    if (isLeaf && depth > 1) return null; // what is computed from it has a graph
    return isWritten(module.definition(first)) ? 'number' : call;
  }
  if (name === 'torch.argmax' || name === 'torch.argmin') return call;
  if (name !== null || call.func.kind !== Kind.Attribute) return null;
  const { attr, value } = call.func;
  // `requires_grad_()` of something that was cut off: what comes after it has a graph of its own, of no use to the model.
  if (attr === 'requires_grad_' && depth > 1) return null;
  if (CUTS.has(attr)) return call;
  return KEEPS.has(attr) ? cutOf(module, value, depth + 1) : null;
}

/** `x.requires_grad = True`, `x.requires_grad_()`, anywhere. */
function isSwitchedOn(module: Module, name: Name): boolean {
  return usesOfName(module, name).some((use) => {
    const parent = module.parent(use);
    return parent?.kind === Kind.Attribute && parent.attr.startsWith('requires_grad');
  });
}

function isWritten(expr: Expr): boolean {
  if (expr.kind === Kind.List || expr.kind === Kind.Tuple) return expr.elts.every(isWritten);
  if (expr.kind === Kind.UnaryOp) return isWritten(expr.operand);
  return expr.kind === Kind.Num;
}

/** The `with torch.no_grad()` a value is computed under, in its own function. */
function withoutGradients(module: Module, value: Expr): Node | null {
  for (let at = module.parent(value); at !== null; at = module.parent(at)) {
    if (at.kind === Kind.FunctionDef || at.kind === Kind.Lambda) return null;
    const off = at.kind === Kind.With ? at.items.find(({ contextExpr }) => isNoGrad(module, contextExpr)) : undefined;
    if (off !== undefined) return off;
  }
  return null;
}
