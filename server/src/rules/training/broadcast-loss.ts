// broadcast-loss: a column of predictions against a row of labels: the loss compares each with all.
import { Kind } from '../../analysis/syntax';
import { lossCalls } from '../../analysis/losses';
import { rankOf } from '../../analysis/ranks';
import type { Fix } from '../rule';
import { rule } from '../rule';

const LOSSES = new Set(['MSELoss', 'L1Loss', 'SmoothL1Loss', 'HuberLoss']);

export default rule({
  name: 'broadcast-loss',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Shapes (N, 1) and (N) in one loss: it compares each prediction with every label',
  docs: `
A model that ends in \`Linear(…, 1)\` gives predictions of the shape (N, 1). Against labels of the shape (N) they are broadcast to
(N, N): the mean is taken over the differences of *every* prediction to *every* label, and the best the model can learn is the
mean of the labels. PyTorch only warns
([torch.nn.MSELoss](https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html),
[broadcasting](https://pytorch.org/docs/stable/notes/broadcasting.html)).
`,
  silent: `
- Either shape is not sure: the model or the labels come from where we cannot see.
- One side was given another shape: \`squeeze\`, \`view\`, \`reshape\`, \`unsqueeze\`, \`flatten\`.
- The loss is another one: \`BCEWithLogitsLoss\` and \`CrossEntropyLoss\` raise by themselves.
`,
  messages: {
    broadcast:
      '`{column}` has the shape (N, 1) and `{row}` the shape (N): the loss compares each prediction with every label. Use `{column}.squeeze(-1)`',
  },
  examples: [
    {
      title: 'a regression with one output',
      bad: `
import torch
from torch import nn
from sklearn.datasets import make_regression
X, y = make_regression(64, 4)
rows, labels = torch.tensor(X).float(), torch.tensor(y).float()
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
labels = torch.tensor(y, dtype=torch.float32)
output = net(rows)
loss = nn.MSELoss()(output, labels)
#                   ^^^^^^`,
      good: `
import torch
from torch import nn
from sklearn.datasets import make_regression
X, y = make_regression(64, 4)
rows, labels = torch.tensor(X).float(), torch.tensor(y).float()
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
labels = torch.tensor(y, dtype=torch.float32)
output = net(rows)
loss = nn.MSELoss()(output.squeeze(-1), labels)`,
    },
    {
      title: 'through a loader, and by the function',
      bad: `
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
rows, labels = torch.randn(64, 4), torch.randn(64)
targets = torch.randn(64)
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = torch.nn.Linear(4, 8)
        self.output = torch.nn.Linear(8, 1)
    def forward(self, x):
        x = F.relu(self.hidden(x))
        return self.output(x)
net = Net()
for x, y in DataLoader(TensorDataset(rows, targets), batch_size=8):
    loss = F.l1_loss(net(x), y)
#                    ^^^^^^`,
      good: `
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
rows, labels = torch.randn(64, 4), torch.randn(64)
targets = torch.randn(64)
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = torch.nn.Linear(4, 8)
        self.output = torch.nn.Linear(8, 1)
    def forward(self, x):
        x = F.relu(self.hidden(x))
        return self.output(x)
net = Net()
for x, y in DataLoader(TensorDataset(rows, targets), batch_size=8):
    loss = F.l1_loss(net(x).squeeze(-1), y)`,
    },
    {
      title: 'brought to one shape',
      fine: `
import torch
from torch import nn
rows = torch.zeros(64, 4)
labels = torch.zeros(64)
column = torch.zeros(64, 1)
net = nn.Linear(4, 1)
loss = nn.MSELoss()
a = loss(net(rows).squeeze(1), labels)
b = loss(net(rows), labels.unsqueeze(1))
c = loss(net(rows), column)
d = loss(net(rows).flatten(), labels)
e = loss(net(rows)[:, 0], labels)`,
    },
    {
      title: 'shapes we do not know',
      fine: `
import torch
from torch import nn
net = nn.Linear(4, 1)
wide = nn.Linear(4, 3)
loss = nn.MSELoss()
for x, y in loader:
    a = loss(net(x), y.float())
    b = loss(wide(x), torch.zeros(32, 3))`,
    },
  ],
  *check(module) {
    for (const { name, call, input, target } of lossCalls(module)) {
      if (!LOSSES.has(name) || input === null || target === null) continue;
      const ranks = [rankOf(module, input), rankOf(module, target)];
      if (!ranks.includes('row') || !ranks.includes('column')) continue;
      const [column, row] = ranks[0] === 'column' ? [input, target] : [target, input];
      const text = module.textOf(column);
      const isWhole = [Kind.Name, Kind.Call, Kind.Attribute, Kind.Subscript].includes(column.kind);
      const squeezed = isWhole ? `${text}.squeeze(-1)` : `(${text}).squeeze(-1)`;
      const fixes: Fix[] = [
        { title: 'Squeeze the last axis', edits: [{ start: column.start, end: column.end, text: squeezed }] },
      ];
      const related = [{ start: call.func.start, end: call.func.end, message: 'Both are broadcast to (N, N) here' }];
      yield { at: column, message: 'broadcast', data: { column: text, row: module.textOf(row) }, related, fixes };
    }
  },
});
