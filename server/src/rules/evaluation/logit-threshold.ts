// logit-threshold: raw scores are cut at one half, as if they were probabilities.
import { CompareOperator, Kind } from '../../analysis/syntax';
import type { Call, Compare, Expr } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import { lossCalls } from '../../analysis/losses';
import { meaningOf } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import { speaksOf } from '../../analysis/mentions';
import { isLinear, lastLayerOf, lastLayerOfClass, onlyModelClass, outputsOf } from '../../analysis/outputs';
import type { LastLayer } from '../../analysis/outputs';
import type { Span } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

const ORDER = new Set([CompareOperator.Lt, CompareOperator.LtE, CompareOperator.Gt, CompareOperator.GtE]);
/** Values that only change their form; what comes out of anything else is no longer the raw score. */
const SAME = new Set(['squeeze', 'view', 'reshape', 'flatten', 'float', 'detach', 'cpu', 'cuda', 'to', 'clone']);
const LOGITS_LOSSES = new Set(['BCEWithLogitsLoss', 'MultiLabelSoftMarginLoss', 'SoftMarginLoss']);
/** Losses that train a score to be near 0 or 1: there one half is the middle. */
const DISTANCES = new Set(['MSELoss', 'L1Loss', 'SmoothL1Loss', 'HuberLoss']);

export default rule({
  name: 'logit-threshold',
  category: 'evaluation',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Raw scores of a binary model are compared with 0.5, without a sigmoid',
  docs: `
A model that is trained with \`BCEWithLogitsLoss\` ends in a linear layer: its scores (logits) are any numbers, and 0 is where
both classes are equally likely. A probability of one half is the logit 0; the logit 0.5 is a probability of 0.62. Cutting
scores at 0.5 calls too few rows positive, and accuracy, recall and F1 are reported too low or plainly wrong
([torch.nn.BCEWithLogitsLoss](https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html)).
`,
  silent: `
- A sigmoid, or anything else that is not a change of form, stands on the way from the model to the comparison.
- The threshold is another number: 0, or a logit that was computed.
- The model does not surely end in a linear layer, or nothing says that its scores are logits: neither the loss, nor the name
  (\`logits\`, a class named \`…Classifier\`).
- The file trains with a distance (\`MSELoss\`): then 0.5 is the middle of 0 and 1.
`,
  messages: {
    threshold:
      '`{scores}` are raw scores: their middle is 0, and 0.5 is a probability of 0.62. Apply the sigmoid first: `torch.sigmoid({scores})`',
    rounded:
      '`{scores}` are raw scores: rounding cuts them at 0.5, a probability of 0.62. Apply the sigmoid first: `torch.sigmoid({scores})`',
  },
  examples: [
    {
      title: 'trained with logits, cut as probabilities',
      bad: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.output = nn.Linear(8, 1)
    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))
net = Net()
x, y = torch.randn(8, 4), torch.ones(8)
loss = nn.BCEWithLogitsLoss()(net(x).squeeze(1), y)
with torch.no_grad():
    scores = net(x).squeeze(1)
    accuracy = ((scores > 0.5) == y).float().mean()
#                ^^^^^^^^^^^^`,
      good: `
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.output = nn.Linear(8, 1)
    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))
net = Net()
x, y = torch.randn(8, 4), torch.ones(8)
loss = nn.BCEWithLogitsLoss()(net(x).squeeze(1), y)
with torch.no_grad():
    scores = net(x).squeeze(1)
    accuracy = ((torch.sigmoid(scores) > 0.5) == y).float().mean()`,
    },
    {
      title: 'named as logits, and rounded',
      bad: `
import torch
class Predictor:
    def __init__(self, model, threshold=0.5):
        self.model = model
        self.threshold = threshold
    def predict(self, rows):
        logits = self.model(rows)
        return (logits >= self.threshold).int()
#               ^^^^^^^^^^^^^^^^^^^^^^^^
def count(model, rows):
    logits = model(rows)
    return torch.round(logits).sum()
#          ^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
class Predictor:
    def __init__(self, model, threshold=0.5):
        self.model = model
        self.threshold = threshold
    def predict(self, rows):
        logits = self.model(rows)
        return (torch.sigmoid(logits) >= self.threshold).int()
def count(model, rows):
    logits = model(rows)
    return torch.round(torch.sigmoid(logits)).sum()`,
    },
    {
      title: 'probabilities, and logits cut at 0',
      fine: `
import torch
from torch import nn
classifier = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
x, y = torch.ones(8, 4), torch.ones(8)
loss = nn.BCEWithLogitsLoss()(classifier(x)[:, 0], y)
with torch.no_grad():
    logits = classifier(x)[:, 0]
    probabilities = torch.sigmoid(logits)
    positive = probabilities > 0.5
    also = logits > 0
    sure = torch.sigmoid(classifier(x)) > 0.9`,
    },
    {
      title: 'trained by a distance, and a model that is not seen',
      fine: `
import torch
from torch import nn
from models import build
line = nn.Linear(4, 1)
loss = nn.MSELoss()(line(x), y)
positive = line(x) > 0.5
other = build()
found = other(x) > 0.5`,
    },
    {
      title: 'a sigmoid in forward',
      fine: `
import torch
from torch import nn
class RowClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(4, 1)
    def forward(self, x):
        return torch.sigmoid(self.output(x))
def predict(model, rows):
    scores = model(rows)
    return scores > 0.5`,
    },
  ],
  *check(module) {
    if (!speaksOf(module, /\.50?\b|\bround\b/)) return;
    if (lossCalls(module).some(({ name }) => DISTANCES.has(name))) return;
    for (const comparison of module.all(Kind.Compare)) {
      const scores = comparedWithHalf(module, comparison);
      if (scores !== null && areLogits(module, scores)) yield report(module, comparison, scores, 'threshold');
    }
    for (const call of module.scopes.calls) {
      const scores = rounded(module, call);
      if (scores !== null && areLogits(module, scores)) yield report(module, call, scores, 'rounded');
    }
  },
});

function report(module: Module, at: Span, scores: Expr, message: 'threshold' | 'rounded') {
  const text = module.textOf(scores);
  const torch = localNameOf(module, 'torch', scores.start);
  const fixes: Fix[] =
    torch === null
      ? []
      : [
          {
            title: 'Apply the sigmoid',
            edits: [{ start: scores.start, end: scores.end, text: `${torch}.sigmoid(${text})` }],
          },
        ];
  return { at, message, data: { scores: text }, fixes };
}

/** The left side of `scores > 0.5`; also where the threshold has a name. */
function comparedWithHalf(module: Module, { left, ops, comparators }: Compare): Expr | null {
  const [op, ...more] = ops;
  if (op === undefined || more.length > 0 || !ORDER.has(op)) return null;
  const threshold = meaningOf(module, comparators[0]!);
  return threshold?.kind === Kind.Num && Number(module.textOf(threshold)) === 0.5 ? left : null;
}

function rounded(module: Module, call: Call): Expr | null {
  if (module.qualifiedName(call.func) === 'torch.round') return call.args[0] ?? null;
  const { func } = call;
  return func.kind === Kind.Attribute && func.attr === 'round' && call.args.length === 0 ? func.value : null;
}

function areLogits(module: Module, scores: Expr): boolean {
  const run = modelRun(module, scores);
  if (run === null) return false;
  const last = lastLayerOf(module, run) ?? layerOfParameter(module, run);
  if (last !== null && (!isLinear(last) || (outputsOf(module, last) ?? 1) !== 1)) return false;
  const named = [scores, ...nameOf(module, run)].some((expr) => /logits?$/i.test(module.textOf(expr)));
  if (named) return true;
  if (last === null) return false;
  const trained = lossCalls(module);
  if (trained.length > 0) return trained.some(({ name }) => LOGITS_LOSSES.has(name));
  const home = module.enclosing(last.layer, Kind.ClassDef);
  return home !== null && /classifier|detector/i.test(home.name) && outputsOf(module, last) === 1;
}

/** The call of a model behind a value, if nothing but its form was changed since. */
function modelRun(module: Module, scores: Expr): Call | null {
  let at = module.definition(scores);
  for (let depth = 0; depth < 8; depth++) {
    if (at.kind === Kind.Subscript) at = module.definition(at.value);
    else if (
      at.kind === Kind.Call &&
      at.func.kind === Kind.Attribute &&
      SAME.has(at.func.attr) &&
      module.qualifiedName(at.func) === null
    )
      at = module.definition(at.func.value);
    else break;
  }
  if (at.kind !== Kind.Call || module.qualifiedName(at.func) !== null) return null;
  const name = at.func.kind === Kind.Name ? at.func.id : at.func.kind === Kind.Attribute ? at.func.attr : '';
  return lastLayerOf(module, at) !== null || /model|net$|classifier|^clf$/i.test(name) ? at : null;
}

/** The name a run is bound to at once. */
function nameOf(module: Module, run: Call): readonly Expr[] {
  const parent = module.parent(run);
  return parent?.kind === Kind.Assign && parent.targets.length === 1 ? parent.targets : [];
}

/** A parameter nobody fills stands for the file's one model. */
function layerOfParameter(module: Module, { func }: Call): LastLayer | null {
  const isParameter = func.kind === Kind.Name && module.scopes.reaching(func).every(({ kind }) => kind === 'parameter');
  const model = isParameter && meaningOf(module, func) === func ? onlyModelClass(module) : null;
  return model === null ? null : lastLayerOfClass(module, model);
}
