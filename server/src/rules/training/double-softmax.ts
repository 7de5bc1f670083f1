// double-softmax: cross-entropy takes logits and applies softmax itself.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { instanceOf } from '../../analysis/torchModules';
import type { Fix, Related } from '../rule';
import { rule } from '../rule';

/** Softmax by function, by layer, by method. */
const FUNCTIONS: Readonly<Record<string, 'softmax' | 'log_softmax'>> = {
  'torch.softmax': 'softmax',
  'torch.nn.functional.softmax': 'softmax',
  'torch.log_softmax': 'log_softmax',
  'torch.nn.functional.log_softmax': 'log_softmax',
};
const LAYERS: Readonly<Record<string, 'softmax' | 'log_softmax'>> = {
  'torch.nn.Softmax': 'softmax',
  'torch.nn.LogSoftmax': 'log_softmax',
};

export default rule({
  name: 'double-softmax',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Softmax before cross-entropy, which applies it a second time',
  docs: `
\`CrossEntropyLoss\` expects raw scores and applies log-softmax itself
([torch.nn.CrossEntropyLoss](https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html): "unnormalized
logits"). After a softmax, its input lies between 0 and 1: the loss cannot come near zero, gradients are small, and the
model learns slowly and badly, without an error. \`log_softmax\` before it changes nothing and costs time: that is only
information.
`,
  silent: `
- The softmax is for inference or a metric only.
- \`NLLLoss\` after \`log_softmax\`, \`KLDivLoss\`, a loss of your own, or a criterion that comes in as a parameter.
- The model's class is not in the file, or not all of its outputs are softmax.
`,
  messages: {
    twice:
      '`{loss}` applies softmax itself: after this one, it is applied twice, and the model learns slowly and badly. Pass the raw scores',
    redundant: '`{loss}` applies log-softmax itself: this one changes nothing. Pass the raw scores, or use `NLLLoss`',
  },
  examples: [
    {
      title: 'directly in the loss',
      bad: `
import torch
import torch.nn.functional as F
loss = F.cross_entropy(torch.softmax(logits, dim=1), y)
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
import torch.nn.functional as F
loss = F.cross_entropy(logits, y)`,
    },
    {
      title: 'through a name',
      bad: `
import torch.nn.functional as F
from torch import nn
criterion = nn.CrossEntropyLoss()
for x, y in loader:
    probs = F.softmax(model(x), dim=-1)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    loss = criterion(probs, y)`,
      good: `
import torch.nn.functional as F
from torch import nn
criterion = nn.CrossEntropyLoss()
for x, y in loader:
    probs = model(x)
    loss = criterion(probs, y)`,
    },
    {
      title: 'in the forward of the model',
      bad: `
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.softmax = nn.Softmax(dim=1)
    def forward(self, x):
        return self.softmax(self.fc(x))
#              ^^^^^^^^^^^^^^^^^^^^^^^^
model = Net().to(device)
criterion = nn.CrossEntropyLoss()
for x, y in loader:
    loss = criterion(model(x), y)`,
    },
    {
      title: 'as the last layer',
      bad: `
from torch import nn
model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
#                                      ^^^^^^^^^^^^^^^^^
loss = nn.CrossEntropyLoss()(model(x), y)`,
    },
    {
      title: 'for inference, with NLLLoss, on the target',
      fine: `
import torch
import torch.nn.functional as F
from torch import nn
logits = model(x)
loss = F.cross_entropy(logits, y)
probs = torch.softmax(logits, dim=1)
nll = nn.NLLLoss()(F.log_softmax(logits, dim=1), y)
soft = F.cross_entropy(logits, torch.softmax(teacher(x), dim=1))
own = criterion(probs, y)`,
    },
    {
      title: 'a model that applies softmax only when it is not trained',
      fine: `
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        x = self.fc(x)
        if self.training:
            return x
        return x.softmax(dim=1)
model = Net()
loss = nn.functional.cross_entropy(model(x), y)`,
    },
  ],
  *check(module) {
    const seen = new Set<Node>();
    for (const { call, name } of crossEntropies(module)) {
      const input = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'input')?.value;
      const found = input === undefined ? null : softmaxBehind(module, input);
      if (found === null || seen.has(found.at)) continue;
      seen.add(found.at);
      const related: Related[] = [
        { start: call.func.start, end: call.func.end, message: 'Softmax is applied again here' },
      ];
      const fix = input === undefined ? null : fixOf(module, input, found);
      const report = { at: found.at, data: { loss: name }, related, fixes: fix === null ? [] : [fix] };
      if (found.kind === 'softmax') yield { ...report, message: 'twice' };
      else yield { ...report, message: 'redundant', severity: 'information' };
    }
  },
});

/** Calls of `F.cross_entropy`, and of objects that surely are a `CrossEntropyLoss`. */
function* crossEntropies(module: Module): Iterable<{ call: Call; name: string }> {
  for (const { node } of module.callsTo('torch.nn.functional.cross_entropy'))
    yield { call: node, name: 'cross_entropy' };
  for (const call of module.scopes.calls) {
    const criterion = module.definition(call.func);
    if (criterion.kind !== Kind.Call || module.qualifiedName(criterion.func) !== 'torch.nn.CrossEntropyLoss') continue;
    yield { call, name: 'CrossEntropyLoss' };
  }
}

interface Softmax {
  readonly kind: 'softmax' | 'log_softmax';
  readonly at: Call;
  /** What goes in, if it stands there as an expression. */
  readonly input: Expr | null;
}

/** The softmax an expression comes out of, directly or as what a model of the file returns. */
function softmaxBehind(module: Module, expr: Expr): Softmax | null {
  const made = module.definition(expr);
  if (made.kind !== Kind.Call) return null;
  return asSoftmax(module, made) ?? modelSoftmax(module, made);
}

function asSoftmax(module: Module, call: Call): Softmax | null {
  const name = module.qualifiedName(call.func);
  const kind = name === null ? undefined : FUNCTIONS[name];
  if (kind !== undefined) return { kind, at: call, input: call.args[0] ?? null };
  const layer = module.definition(call.func);
  const layerName = layer.kind === Kind.Call ? module.qualifiedName(layer.func) : null;
  const layerKind = layerName === null ? undefined : LAYERS[layerName];
  if (layerKind !== undefined) return { kind: layerKind, at: call, input: call.args[0] ?? null };
  if (call.func.kind !== Kind.Attribute || name !== null) return null;
  const { attr, value } = call.func;
  return attr === 'softmax' || attr === 'log_softmax' ? asMethod(module, attr, call, value) : null;
}

/** `x.softmax(dim=1)`; `self.softmax(x)` would be a layer, or a method of the class. */
function asMethod(module: Module, kind: 'softmax' | 'log_softmax', call: Call, value: Expr): Softmax | null {
  return module.textOf(value) === 'self' ? null : { kind, at: call, input: value };
}

/** The softmax at the end of a model: the last layer of a `Sequential`, or all that `forward` returns. */
function modelSoftmax(module: Module, call: Call): Softmax | null {
  const model = module.definition(call.func);
  if (model.kind === Kind.Call && module.qualifiedName(model.func) === 'torch.nn.Sequential') {
    const last = model.args.at(-1);
    const layer = last === undefined ? null : module.definition(last);
    const name = layer?.kind === Kind.Call ? module.qualifiedName(layer.func) : null;
    const kind = name === null ? undefined : LAYERS[name];
    return kind !== undefined && layer?.kind === Kind.Call ? { kind, at: layer, input: null } : null;
  }
  const cls = instanceOf(module, call.func);
  const forward = cls?.body.find((stmt) => stmt.kind === Kind.FunctionDef && stmt.name === 'forward');
  if (forward === undefined) return null;
  const returns = module.all(Kind.Return).filter((stmt) => module.enclosing(stmt, Kind.FunctionDef) === forward);
  const found = returns.map(({ value }) => (value === null ? null : softmaxReturned(module, value)));
  return found.length > 0 && found.every((softmax) => softmax !== null) ? { ...found[0]!, input: null } : null;
}

function softmaxReturned(module: Module, value: Expr): Softmax | null {
  const made = module.definition(value);
  return made.kind === Kind.Call ? asSoftmax(module, made) : null;
}

/** Without the softmax, where nothing but the loss takes its result. */
function fixOf(module: Module, input: Expr, { at, input: inside }: Softmax): Fix | null {
  if (inside === null) return null;
  const named = input.kind === Kind.Name ? input : null;
  const uses =
    named === null
      ? []
      : module.scopes.names.filter(
          (name) => module.scopes.reaching(name).some(({ value }) => value === at) && name.start > at.end,
        );
  if (named === null ? at !== input : uses.length !== 1) return null;
  return { title: 'Pass the raw scores', edits: [{ start: at.start, end: at.end, text: module.textOf(inside) }] };
}
