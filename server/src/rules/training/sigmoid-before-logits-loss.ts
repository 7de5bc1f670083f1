// sigmoid-before-logits-loss: the loss applies the sigmoid itself.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

const SIGMOIDS = new Set(['torch.sigmoid', 'torch.special.expit', 'torch.nn.functional.sigmoid']);
const LOSS = 'torch.nn.functional.binary_cross_entropy_with_logits';

export default rule({
  name: 'sigmoid-before-logits-loss',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Sigmoid before BCEWithLogitsLoss, which applies it a second time',
  docs: `
\`BCEWithLogitsLoss\` "combines a Sigmoid layer and the BCELoss in one single class"
([torch.nn.BCEWithLogitsLoss](https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html)). After a sigmoid,
its input lies between 0 and 1: the model can never say "no" with less than one half, gradients are small, and nothing
raises.
`,
  silent: `
- The sigmoid is for a metric or for inference only.
- The loss is \`BCELoss\`, or one of your own.
- The model is not written as a \`Sequential\` in the file, or its last layer is not surely \`nn.Sigmoid\`.
`,
  messages: {
    twice:
      '`{loss}` applies the sigmoid itself: after this one, it is applied twice, and the model learns badly. Pass the raw scores',
  },
  examples: [
    {
      title: 'through a name, and directly',
      bad: `
import torch
import torch.nn.functional as F
from torch import nn
criterion = nn.BCEWithLogitsLoss()
for x, y in loader:
    probs = torch.sigmoid(model(x)[:, 0])
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    loss = criterion(probs, y.float())
other = F.binary_cross_entropy_with_logits(scores.sigmoid(), y)
#                                          ^^^^^^^^^^^^^^^^`,
      good: `
import torch
import torch.nn.functional as F
from torch import nn
criterion = nn.BCEWithLogitsLoss()
for x, y in loader:
    probs = model(x)[:, 0]
    loss = criterion(probs, y.float())
other = F.binary_cross_entropy_with_logits(scores, y)`,
    },
    {
      title: 'as the last layer',
      bad: `
from torch import nn
model = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
#                                      ^^^^^^^^^^^^
loss = nn.BCEWithLogitsLoss()(model(x), y)`,
    },
    {
      title: 'raw scores, or BCELoss',
      fine: `
import torch
from torch import nn
criterion = nn.BCEWithLogitsLoss()
logits = model(x)
loss = criterion(logits, y)
probs = torch.sigmoid(logits)
other = nn.BCELoss()(probs, y)`,
    },
  ],
  *check(module) {
    const seen = new Set<Call>();
    for (const { call, loss } of logitsLosses(module)) {
      const input = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'input')?.value;
      const at = input === undefined ? null : sigmoidBehind(module, input);
      if (input === undefined || at === null || seen.has(at)) continue;
      seen.add(at);
      const fix = fixOf(module, input, at);
      const related = [{ start: call.func.start, end: call.func.end, message: 'The sigmoid is applied again here' }];
      yield { at, message: 'twice', data: { loss }, related, fixes: fix === null ? [] : [fix] };
    }
  },
});

function* logitsLosses(module: Module): Iterable<{ call: Call; loss: string }> {
  for (const { node } of module.callsTo(LOSS)) yield { call: node, loss: 'binary_cross_entropy_with_logits' };
  if (module.callsTo('torch.nn.BCEWithLogitsLoss').length === 0) return;
  for (const call of module.scopes.calls) {
    const made = module.definition(call.func);
    if (made.kind === Kind.Call && module.qualifiedName(made.func) === 'torch.nn.BCEWithLogitsLoss')
      yield { call, loss: 'BCEWithLogitsLoss' };
  }
}

/** The sigmoid an expression comes out of: a call, or the last layer of a `Sequential`. */
function sigmoidBehind(module: Module, expr: Expr): Call | null {
  const made = module.definition(expr);
  if (made.kind !== Kind.Call) return null;
  if (insideOf(module, made) !== null) return made;
  const model = module.definition(made.func);
  if (model.kind !== Kind.Call || module.qualifiedName(model.func) !== 'torch.nn.Sequential') return null;
  const last = model.args.at(-1);
  const layer = last === undefined ? null : module.definition(last);
  return layer?.kind === Kind.Call && module.qualifiedName(layer.func) === 'torch.nn.Sigmoid' ? layer : null;
}

/** What goes into a sigmoid; null if the call is none. */
function insideOf(module: Module, call: Call): Expr | null {
  const name = module.qualifiedName(call.func);
  if (name !== null) return SIGMOIDS.has(name) ? (call.args[0] ?? null) : null;
  const { func } = call;
  return func.kind === Kind.Attribute && func.attr === 'sigmoid' && call.args.length === 0 ? func.value : null;
}

/** Without the sigmoid, where nothing but the loss takes its result. */
function fixOf(module: Module, input: Expr, at: Call): Fix | null {
  const inside = insideOf(module, at);
  if (inside === null) return null;
  if (input !== at) {
    const uses = module.scopes.names.filter((name) => {
      return name.start > at.end && module.scopes.reaching(name).some(({ value }) => value === at);
    });
    if (input.kind !== Kind.Name || uses.length !== 1) return null;
  }
  return { title: 'Pass the raw scores', edits: [{ start: at.start, end: at.end, text: module.textOf(inside) }] };
}
