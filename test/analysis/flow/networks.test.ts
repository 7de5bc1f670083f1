// Networks in ordinary training code: where their training ends and their evaluation begins.
import assert from 'node:assert/strict';
import { heldOut, IMAGES, NET } from './program';

const TEST = 'MNIST in data (test)';

const CASES: Readonly<Record<string, readonly [code: string, heldOut: readonly string[]]>> = {
  'a test every so many steps': [
    `${NET}${IMAGES}
net = Net()
step = 0
for epoch in range(20):
    for x, y in train_loader:
        torch.nn.MSELoss()(net(x), y).backward()
        step += 1
        if step % 500 == 0:
            hits = 0
            for x, y in test_loader:
                hits += (net(x).argmax(1) == y).sum()
            print(hits)
`,
    [TEST],
  ],
  'a test every so many steps, counted by hand': [
    `${NET}${IMAGES}
net = Net()
step = 0
while step < 9000:
    x, y = next(iter(train_loader))
    torch.nn.MSELoss()(net(x), y).backward()
    step = step + 1
    if step % 500 == 0:
        net.eval()
        for x, y in test_loader:
            print(net(x))
`,
    [TEST],
  ],
  'functions that nobody calls, the test before the training': [
    `
import torch.nn as nn
def check(model, test_loader):
    model.eval()
    with torch.no_grad():
        for x, y in test_loader:
            print(model(x))
def train(model, train_loader):
    for x, y in train_loader:
        torch.nn.functional.mse_loss(model(x), y).backward()
`,
    ['rows of unknown origin (…test_loader)'],
  ],
  'methods that nobody calls are of one object': [
    `
import torch.nn as nn
class Runner:
    def __init__(self, model, train_loader, val_loader):
        self.model, self.train_loader, self.val_loader = model, train_loader, val_loader
    def check(self):
        self.model.eval()
        for x, y in self.val_loader:
            print(self.model(x))
    def epoch(self):
        for x, y in self.train_loader:
            torch.nn.functional.mse_loss(self.model(x), y).backward()
`,
    ['rows of unknown origin (…val_loader)'],
  ],
  'a network and data chosen by name': [
    `
import torchvision
from torch.utils.data import DataLoader
import argparse
args = argparse.ArgumentParser().parse_args()
kind = torchvision.datasets.CIFAR10 if args.few else torchvision.datasets.CIFAR100
train_loader, test_loader = DataLoader(kind('data', train=True)), DataLoader(kind('data', train=False))
net = getattr(torchvision.models, args.arch)(num_classes=10)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x, y in train_loader:
    torch.nn.functional.cross_entropy(net(x), y).backward()
net.eval()
for x, y in test_loader:
    print(net(x))
`,
    ['rows of unknown origin (…)'],
  ],
  'training by a method of its own': [
    `
class Coder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.outer = torch.nn.Linear(4, 2), torch.nn.Linear(2, 4)
    def forward(self, x):
        return self.outer(self.inner(x))
    def both(self, x):
        code = self.inner(x)
        return code, self.outer(code)
    def noted(self, x):
        return x * 2
${IMAGES}
coder = Coder()
for x, y in train_loader:
    code, again = coder.both(x)
    loss = torch.nn.MSELoss()(again, x) + code.abs().mean()
    loss.backward()
coder.noted(next(iter(test_loader)))
with torch.no_grad():
    for x, y in test_loader:
        print(coder(x))
`,
    [TEST],
  ],
  'in another precision': [
    `${IMAGES}
def made(columns):
    net = torch.nn.Linear(columns, 1)
    for weight in net.parameters():
        torch.nn.init.zeros_(weight)
    return net
net = made(3)
net = net.float()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x.float()), y).backward()
with torch.no_grad():
    for x, y in test_loader:
        print(net(x))
`,
    [TEST],
  ],
  'weights without a module around them': [
    `${IMAGES}
w = torch.tensor(np.random.normal(0, 0.01, (784, 10)), dtype=torch.float)
b = torch.zeros(10, requires_grad=True)
w.requires_grad_(requires_grad=True)
def net(x):
    return torch.mm(x.view(-1, 784), w) + b
def hits(rows):
    return sum((net(x).argmax(dim=1) == y).sum().item() for x, y in rows)
for epoch in range(5):
    for x, y in train_loader:
        loss = torch.nn.functional.cross_entropy(net(x), y).sum()
        loss.backward()
        for each in [w, b]:
            each.data -= 0.1 * each.grad / 8
            each.grad.data.zero_()
    print(hits(test_loader))
`,
    [TEST],
  ],
  'weights handed on, made anew at each step': [
    `
table = pd.read_csv('heat.csv').values
shuffled = torch.randperm(table.shape[0])
train, held_out = table[shuffled[:-9]], table[shuffled[-9:]]
def model(x, w, b):
    return w * x + b
def step(weights, x, y):
    loss = ((model(x, *weights) - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        weights -= 0.01 * weights.grad
    return (weights - 0).detach().requires_grad_()
weights = torch.tensor([1.0, 0.0], requires_grad=True)
for epoch in range(99):
    weights = step(weights, train[:, 0], train[:, 1])
print(model(held_out[:, 0], *weights))
`,
    ['heat.csv › reordered › [-9:]'],
  ],
  'an input that asks for gradients is no weights': [
    `${NET}${IMAGES}
net = Net()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x.requires_grad_()), y).backward()
net.eval()
for x, y in test_loader:
    x.requires_grad = True
    print(net(x * 2))
`,
    [TEST],
  ],
  'a state that is saved and given to another network': [
    `${NET}${IMAGES}
net = Net()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x), y).backward()
torch.save({'epoch': 9, 'net': net.state_dict()}, 'net.pth')
again = Net()
again.load_state_dict(torch.load('./net.pth')['net'])
again.eval()
for x, y in test_loader:
    print(again(x))
`,
    [TEST],
  ],
  'a network that is saved as a whole': [
    `${NET}${IMAGES}
net = Net()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x), y).backward()
torch.save(net, 'net.pth')
again = torch.load('net.pth')
again.eval()
for x, y in test_loader:
    print(again(x))
`,
    [TEST],
  ],
  'a state of the same class from somewhere': [
    `${NET}${IMAGES}
def train(path):
    net = Net()
    for x, y in train_loader:
        torch.nn.MSELoss()(net(x), y).backward()
    save(net, path)
def check(path):
    net = Net()
    net.load_state_dict(torch.load(path))
    net.eval()
    for x, y in test_loader:
        print(net(x))
`,
    [TEST],
  ],
  'a state of another class is none of this network': [
    `${NET}${IMAGES}
class Other(torch.nn.Module):
    def forward(self, x):
        return x
net = Net()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x), y).backward()
again = Other()
again.load_state_dict(torch.load('elsewhere.pth'))
again.eval()
for x, y in test_loader:
    print(again(x))
`,
    [],
  ],
  'what a library makes ready': [
    `${NET}${IMAGES}
from accelerate import Accelerator
accelerator = Accelerator()
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net, optimizer, train_loader, test_loader = accelerator.prepare(net, optimizer, train_loader, test_loader)
for x, y in train_loader:
    accelerator.backward(torch.nn.MSELoss()(net(x), y))
net.eval()
for x, y in test_loader:
    print(accelerator.gather(net(x)))
`,
    [TEST],
  ],
  'network and data made ready apart': [
    `${NET}${IMAGES}
from lightning.fabric import Fabric
fabric = Fabric()
net = Net()
net, optimizer = fabric.setup(net, torch.optim.SGD(net.parameters(), lr=0.1))
train_loader, test_loader = fabric.setup_dataloaders(train_loader, test_loader)
for x, y in train_loader:
    fabric.backward(torch.nn.MSELoss()(net(x), y))
net.eval()
for x, y in test_loader:
    print(net(x))
`,
    [TEST],
  ],
  'an engine around the network': [
    `${NET}${IMAGES}
import deepspeed
net = Net()
engine, optimizer, _, _ = deepspeed.initialize(model=net, model_parameters=net.parameters())
for x, y in train_loader:
    engine.backward(torch.nn.MSELoss()(engine(x), y))
engine.eval()
for x, y in test_loader:
    print(engine(x))
`,
    [TEST],
  ],
  'a pretrained network, given batches by their names': [
    `
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForSequenceClassification, AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained('bert')
rows = load_dataset('rotten_tomatoes').map(lambda row: tokenizer(row['text']), batched=True)
net = AutoModelForSequenceClassification.from_pretrained('bert', num_labels=2)
for batch in DataLoader(rows['train']):
    batch = {name: value.to('cuda') for name, value in batch.items()}
    net(**batch).loss.backward()
net.eval()
for batch in DataLoader(rows['test']):
    with torch.no_grad():
        print(net(**{name: value.to('cuda') for name, value in batch.items()}).logits)
`,
    ['rows of unknown origin (rotten_tomatoes[test])'],
  ],
  'steps that are compiled': [
    `${NET}${IMAGES}
def step(net, x, y):
    loss = torch.nn.MSELoss()(net(x), y)
    loss.backward()
step = torch.compile(step)
net = Net()
for x, y in train_loader:
    step(net, x, y)
net.eval()
for x, y in test_loader:
    print(net(x))
`,
    [TEST],
  ],
  'settings read from a file hold no rows': [
    `${NET}
import yaml
settings = yaml.safe_load(open('run.yaml'))
def loader(settings, part):
    return torch.utils.data.DataLoader(build_dataset(settings['data'], part))
net = Net()
for x, y in loader(settings, 'train'):
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in loader(settings, 'test'):
    print(net(x))
`,
    ['rows of unknown origin (…)'],
  ],
  'settings handed to a function that nobody calls hold no rows': [
    `
def main(args):
    train_data, test_data = load(args.path, 'train'), load(args.path, 'test')
    net = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=args.rate)
    for x, y in train_data:
        torch.nn.MSELoss()(net(x), y).backward()
    net.eval()
    for x, y in test_data:
        print(net(x))
`,
    ['rows of unknown origin (…)'],
  ],
  'parts of a file that are told apart by their names': [
    `${NET}
import gzip, pickle
with gzip.open('digits.pkl.gz', 'rb') as file:
    ((x_train, y_train), (x_valid, y_valid), _) = pickle.load(file, encoding='latin-1')
x_train, y_train, x_valid, y_valid = map(torch.tensor, (x_train, y_train, x_valid, y_valid))
net = Net()
for i in range(0, 5000, 64):
    torch.nn.MSELoss()(net(x_train[i:i + 64]), y_train[i:i + 64]).backward()
with torch.no_grad():
    print(net(x_valid))
`,
    ['rows of unknown origin (digits.pkl.gz.1.0)'],
  ],
  'the best network so far, copied': [
    `${NET}${IMAGES}
import copy
from torch import no_grad
net = Net()
best = copy.deepcopy(net)
lowest = 1e9
for epoch in range(30):
    for x, y in train_loader:
        loss = torch.nn.MSELoss()(net(x), y)
        loss.backward()
    if loss.item() < lowest:
        lowest, best = loss.item(), copy.deepcopy(net)
@no_grad()
def check(net):
    for x, y in test_loader:
        print(net(x))
check(best)
`,
    [TEST],
  ],
  'a flag that one of several passes may set': [
    `${NET}${IMAGES}
net = Net()
for x, y in train_loader:
    odd = False
    for i in range(3):
        if x[i].isnan().any():
            odd = True
            break
    if odd:
        continue
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in test_loader:
    print(net(x))
`,
    [TEST],
  ],
  'a meter that goes over the loader': [
    `${NET}${IMAGES}
from meters import Meters
meters = Meters()
net = Net()
for x, y in meters.log_every(train_loader, 10):
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in meters.log_every(test_loader, 10):
    print(net(x))
`,
    [TEST],
  ],
};

describe('networks', () => {
  for (const [name, [code, expected]] of Object.entries(CASES))
    it(name, () => {
      const seen = heldOut(code).map((rows) => rows.replace(/\(\d+(@\d+)*/, '(…'));
      assert.deepEqual([...new Set(seen)].sort(), [...expected].sort());
    });
});
