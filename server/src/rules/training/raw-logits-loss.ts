// raw-logits-loss: a loss of probabilities gets raw scores.
import { Kind } from '../../analysis/syntax';
import type { Call } from '../../analysis/syntax';
import { fromLogits, kerasModels } from '../../analysis/kerasModels';
import { lossCalls } from '../../analysis/losses';
import type { LossCall } from '../../analysis/losses';
import type { Module } from '../../analysis/module';
import { isLinear, lastLayerOf, outputsOf } from '../../analysis/outputs';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

/** Losses that expect probabilities or their logarithms, and those that take raw scores in their place. */
const INSTEAD: Readonly<Record<string, { readonly loss: string; readonly function: string; readonly before: string }>> =
  {
    BCELoss: { loss: 'BCEWithLogitsLoss', function: 'binary_cross_entropy_with_logits', before: 'a sigmoid' },
    NLLLoss: { loss: 'CrossEntropyLoss', function: 'cross_entropy', before: '`log_softmax`' },
  };
const KERAS_LOSSES: Readonly<Record<string, string>> = {
  binary_crossentropy: 'sigmoid',
  categorical_crossentropy: 'softmax',
  sparse_categorical_crossentropy: 'softmax',
};

export default rule({
  name: 'raw-logits-loss',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch', 'keras', 'tensorflow', 'tf_keras'],
  summary: 'A loss that expects probabilities gets the raw scores of a linear layer',
  docs: `
\`BCELoss\` expects probabilities, \`NLLLoss\` their logarithms, and the cross-entropies of Keras probabilities unless told
\`from_logits=True\`. Raw scores of a linear layer are neither: \`BCELoss\` raises once a score leaves 0 to 1, \`NLLLoss\` goes to
minus infinity, and Keras clips the scores silently, so that the model learns from few rows or from none
([torch.nn.NLLLoss](https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html),
[keras.losses](https://keras.io/api/losses/probabilistic_losses/)).
`,
  silent: `
- An activation stands in \`forward\`, as the last layer, or between model and loss; \`clamp\` and any other function count as one.
- The model is not seen to end in a linear or convolutional layer, or its \`return\`s differ.
- The Keras loss has \`from_logits=True\`, or the last layer an activation that is computed.
`,
  messages: {
    torch:
      '`{loss}` expects {before} before it, but gets the raw scores of `{layer}`. Use `{instead}`, which takes raw scores',
    keras:
      '`{loss}` expects probabilities, but the last layer has no activation: its raw scores are clipped to 0 and 1. Give it `activation="{activation}"`, or the loss `from_logits=True`',
  },
  examples: [
    {
      title: 'BCELoss on a linear layer',
      bad: `
import torch
from torch import nn
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
criterion = nn.BCELoss()
x, y = torch.randn(8, 4), torch.ones(8)
loss = criterion(net(x).squeeze(1), y.float())
#                ^^^^^^^^^^^^^^^^^`,
      good: `
import torch
from torch import nn
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
criterion = nn.BCEWithLogitsLoss()
x, y = torch.randn(8, 4), torch.ones(8)
loss = criterion(net(x).squeeze(1), y.float())`,
    },
    {
      title: 'NLLLoss without log_softmax, by its function',
      bad: `
import torch
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.output = nn.Linear(8, 3)
    def forward(self, x):
        x = F.relu(self.hidden(x))
        return self.output(x)
net = Net()
x, y = torch.randn(8, 4), torch.ones(8).long()
scores = net(x)
loss = F.nll_loss(scores, y)
#                 ^^^^^^`,
      good: `
import torch
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.output = nn.Linear(8, 3)
    def forward(self, x):
        x = F.relu(self.hidden(x))
        return self.output(x)
net = Net()
x, y = torch.randn(8, 4), torch.ones(8).long()
scores = net(x)
loss = F.cross_entropy(scores, y)`,
    },
    {
      title: 'Keras, by the name of the loss',
      bad: `
import keras
from keras import layers
model = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(optimizer="adam", loss="binary_crossentropy")
#                                    ^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import keras
from keras import layers
model = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")`,
    },
    {
      title: 'activations in forward, as a layer, on the way',
      fine: `
import torch
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(4, 3)
    def forward(self, x):
        return F.log_softmax(self.output(x), dim=1)
net = Net()
x, y = torch.randn(8, 4), torch.ones(8).long()
loss = F.nll_loss(net(x), y)
two = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
other = nn.BCELoss()(two(x)[:, 0], y.float())
line = nn.Linear(4, 1)
third = F.binary_cross_entropy(torch.sigmoid(line(x))[:, 0], y.float())
fourth = nn.BCELoss()(line(x).clamp(0, 1)[:, 0], y.float())
later = nn.Sequential(nn.Linear(4, 1))
later.append(nn.Sigmoid())
fifth = nn.BCELoss()(later(x)[:, 0], y.float())`,
    },
    {
      title: 'from_logits, and losses that take any number',
      fine: `
import keras
from keras import layers
model = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(10)])
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
line = keras.Sequential([layers.Dense(1)])
line.compile(optimizer="adam", loss="mse")`,
    },
  ],
  *check(module) {
    const calls = lossCalls(module);
    for (const loss of calls) {
      const found = inTorch(module, loss, calls);
      if (found !== null) yield found;
    }
    for (const { loss, last } of kerasModels(module)) {
      const activation = loss === null ? undefined : KERAS_LOSSES[loss.name];
      if (loss === null || last === null || activation === undefined) continue;
      if (loss.call !== null && (fromLogits(loss.call) !== null || hides(loss.call))) continue;
      if (last.activation !== null && last.activation.name !== 'linear') continue;
      const edit =
        loss.call !== null
          ? {
              start: loss.call.end - 1,
              end: loss.call.end - 1,
              text: `${loss.call.args.length + loss.call.keywords.length > 0 ? ', ' : ''}from_logits=True`,
            }
          : last.activation !== null
            ? { start: last.activation.at.start, end: last.activation.at.end, text: `"${activation}"` }
            : { start: last.call.end - 1, end: last.call.end - 1, text: `, activation="${activation}"` };
      const fixes: Fix[] =
        module.source[edit.start - 1] === ','
          ? []
          : [{ title: loss.call !== null ? 'Add from_logits=True' : `Add activation="${activation}"`, edits: [edit] }];
      const related = [{ start: last.call.start, end: last.call.end, message: 'The last layer, without activation' }];
      yield { at: loss.at, message: 'keras', data: { loss: loss.name, activation }, related, fixes };
    }
  },
});

function hides(call: Call): boolean {
  return call.args.length > 0 || call.keywords.some(({ arg }) => arg === null || arg === 'from_logits');
}

function inTorch(module: Module, loss: LossCall, all: readonly LossCall[]): Report<'torch'> | null {
  const instead = INSTEAD[loss.name];
  const raw = instead === undefined ? null : rawLayer(module, loss);
  if (instead === undefined || raw === null || loss.input === null) return null;
  const callee = (loss.made ?? loss.call).func;
  // The loss may serve several calls: all of them must be wrong for its class to be.
  const same = all.filter(({ made }) => made !== null && made === loss.made);
  const canSwap = callee.kind === Kind.Attribute && same.every((other) => rawLayer(module, other) !== null);
  const name = loss.made === null ? instead.function : instead.loss;
  const edits =
    canSwap && callee.kind === Kind.Attribute ? [{ start: callee.attrStart, end: callee.end, text: name }] : [];
  return {
    at: loss.input,
    message: 'torch',
    data: {
      loss: loss.made === null ? module.textOf(callee) : loss.name,
      before: instead.before,
      layer: raw.name,
      instead: name,
    },
    related: [{ start: raw.layer.start, end: raw.layer.end, message: 'The last layer, without activation' }],
    fixes: edits.length === 0 ? [] : [{ title: `Use ${name}`, edits }],
  };
}

function rawLayer(module: Module, { name, input }: LossCall) {
  const last = input === null ? null : lastLayerOf(module, input);
  if (last === null || !isLinear(last) || last.run === null) return null;
  // `CrossEntropyLoss` needs a score for each class.
  return name === 'NLLLoss' && outputsOf(module, last) === 1
    ? null
    : { ...last, name: last.name.replace('torch.nn.', '') };
}
