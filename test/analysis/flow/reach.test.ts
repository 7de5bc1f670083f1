// What the engine reaches: idioms of training and testing, each of which must give an evaluation with rows on both sides.
import assert from 'node:assert/strict';
import { heldOut, IMAGES, NET } from './program';

const CASES: Readonly<Record<string, readonly [code: string, heldOut: readonly string[]]>> = {
  'a loop over functions, the model a global': [
    `${NET}${IMAGES}
net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
def train(epoch):
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
def test():
    net.eval()
    with torch.no_grad():
        for x, y in test_loader:
            print((net(x).argmax(1) == y).sum())
for epoch in range(5):
    train(epoch)
    test()
`,
    ['MNIST in data (test)'],
  ],
  'a test without eval mode: its output reaches no backward()': [
    `${NET}
df = pd.read_csv('flats.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['a', 'b']].values, df['c'].values, random_state=0)
net = Net()
for epoch in range(9):
    loss = torch.nn.MSELoss()(net(torch.tensor(X_train)), torch.tensor(y_train))
    loss.backward()
predicted = net(torch.tensor(X_test))
print(((predicted - torch.tensor(y_test)) ** 2).mean())
`,
    ['flats.csv › train_test_split part 1'],
  ],
  'a trainer of its own': [
    `${NET}${IMAGES}
class Trainer:
    def __init__(self, model, train_data, test_data):
        self.model, self.train_data, self.test_data = model, train_data, test_data
    def run(self, loader, train):
        for x, y in loader:
            with torch.set_grad_enabled(train):
                loss = torch.nn.functional.cross_entropy(self.model(x), y)
            if train:
                loss.backward()
    def fit(self):
        for epoch in range(3):
            self.run(self.train_data, True)
            self.run(self.test_data, False)
Trainer(Net(), train_loader, test_loader).fit()
`,
    ['MNIST in data (test)'],
  ],
  'settings from the command line hold no rows': [
    `${NET}
import argparse
from loaders import get_training_set, get_test_set
opt = argparse.ArgumentParser().parse_args()
train_set, test_set = get_training_set(opt.scale), get_test_set(opt.scale)
net = Net()
for x, y in train_set:
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in test_set:
    print(net(x))
`,
    ['rows of unknown origin (744)'],
  ],
  'a closure handed to the optimizer': [
    `${NET}
data = torch.load('waves.pt')
train, test = data[3:], data[:3]
net = Net()
optimizer = torch.optim.LBFGS(net.parameters())
def closure():
    loss = torch.nn.MSELoss()(net(train), train)
    loss.backward()
    return loss
optimizer.step(closure)
with torch.no_grad():
    print(torch.nn.MSELoss()(net(test), test).item())
`,
    ['waves.pt › [:3]'],
  ],
  'training and testing by another module': [
    `${NET}${IMAGES}
from going import engine
engine.train(model=Net(), train_dataloader=train_loader, test_dataloader=test_loader)
`,
    ['MNIST in data (test)'],
  ],
  'processes that run a function': [
    `${NET}${IMAGES}
def work(rank, world):
    net = torch.nn.parallel.DistributedDataParallel(Net())
    for x, y in train_loader:
        torch.nn.MSELoss()(net(x), y).backward()
    net.eval()
    for x, y in test_loader:
        print(net(x))
torch.multiprocessing.spawn(work, args=(2,), nprocs=2)
`,
    ['MNIST in data (test)'],
  ],
  'functions that nobody calls share the model': [
    `
import torch.nn as nn
def train(model, loader):
    for x, y in loader:
        torch.nn.functional.mse_loss(model(x), y).backward()
def test(model, loader):
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            print(model(x))
`,
    ['rows of unknown origin (822loader)'],
  ],
  'tables drawn at random': [
    `
rng = np.random.RandomState(0)
X, y = rng.rand(200, 2), rng.rand(200)
model = Ridge().fit(X[:100], y[:100])
print(model.score(X[100:], y[100:]))
`,
    ['rows made (779) › [100:]'],
  ],
  'a line laid over the plot': [
    `
df = pd.read_csv('flats.csv')
model = Ridge().fit(df[['size']], df['rent'])
plot = model.predict(np.linspace(0, 10, 100).reshape(-1, 1))
`,
    ['rows made (876)'],
  ],
  'a forecast compared with what came': [
    `
from statsmodels.tsa.arima.model import ARIMA
df = pd.read_csv('sales.csv')
train, test = df['sold'][:100], df['sold'][100:]
result = ARIMA(train, order=(1, 0, 0)).fit()
print(mean_squared_error(test, result.forecast(len(test))))
`,
    ['rows of unknown origin (forecast@945)', 'sales.csv › [100:]'],
  ],
  'a model scored by a display': [
    `
from sklearn.metrics import RocCurveDisplay
df = pd.read_csv('flats.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['b'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
RocCurveDisplay.from_estimator(model, X_test, y_test)
`,
    ['flats.csv › train_test_split part 1'],
  ],
  'a network asked by its forward()': [
    `${NET}
train, test = pd.read_csv('a.csv').values, pd.read_csv('b.csv').values
net = Net()
torch.nn.MSELoss()(net.forward(torch.tensor(train)), train).backward()
net.eval()
print(net.forward(torch.tensor(test)))
`,
    ['b.csv'],
  ],
  'a layer of its own that trains itself': [
    `
class Layer(torch.nn.Linear):
    def train(self, x, y):
        loss = (self.forward(x) - y).pow(2).mean()
        loss.backward()
class Layers(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [Layer(4, 1)]
    def train(self, x, y):
        for layer in self.layers:
            layer.train(x, y)
    def predict(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
train, test = pd.read_csv('a.csv').values, pd.read_csv('b.csv').values
net = Layers()
net.train(torch.tensor(train[:, :4]), torch.tensor(train[:, 4]))
print(net.predict(torch.tensor(test[:, :4])))
`,
    ['b.csv'],
  ],
  'parts of what an unknown object holds': [
    `${NET}
from corpora import Corpus
corpus = Corpus('texts')
net = Net()
torch.nn.MSELoss()(net(corpus.train), 1).backward()
with torch.no_grad():
    print(net(corpus.valid), net(corpus.X_test))
`,
    ['rows of unknown origin (837[test])', 'rows of unknown origin (837[valid])'],
  ],
  'a dataset divided into named parts': [
    `
from datasets import load_dataset
parts = load_dataset('imdb', split='train').train_test_split(test_size=0.1)
model = LogisticRegression().fit(parts['train'], parts['train']['label'])
print(model.score(parts['test'], parts['test']['label']))
`,
    ['imdb (train) › train_test_split part 1'],
  ],
  'rows chosen by ranges': [
    `
from datasets import load_dataset
data = load_dataset('imdb', split='train').shuffle(seed=1)
train, test = data.select(range(1000)), data.select(range(1000, 1200))
model = LogisticRegression().fit(train, train['label'])
print(model.score(test, test['label']))
`,
    ['imdb (train) › [1000:1200]'],
  ],
  'the first and the other batches of a dataset': [
    `
import tensorflow as tf
data = tf.data.Dataset.from_tensor_slices(pd.read_csv('a.csv').values).batch(8)
model = Sequential()
model.fit(data.skip(20).map(lambda x: x))
model.evaluate(data.take(20))
`,
    ['a.csv › [:20]'],
  ],
  'the first of the folds': [
    `
df = pd.read_csv('flats.csv')
train, test = list(KFold(5).split(df))[0]
model = Ridge().fit(df.loc[train, ['a']], df.loc[train, 'b'])
print(model.score(df.loc[test, ['a']], df.loc[test, 'b']))
`,
    ['flats.csv › KFold part 1'],
  ],
  'a trainer of Lightning, with loaders': [
    `${IMAGES}
import pytorch_lightning as pl
class Digits(pl.LightningModule):
    def training_step(self, batch, i):
        return self(batch[0]).sum()
trainer = pl.Trainer(max_epochs=3)
trainer.fit(Digits(), train_loader)
trainer.test(dataloaders=test_loader)
`,
    ['MNIST in data (test)'],
  ],
  'a trainer of Lightning, with a data module': [
    `${IMAGES}
import lightning as L
class Digits(L.LightningModule):
    pass
class Data(L.LightningDataModule):
    def setup(self, stage):
        self.train, self.val = torch.utils.data.random_split(datasets.MNIST('data', train=True), [50, 10])
    def train_dataloader(self):
        return DataLoader(self.train)
    def val_dataloader(self):
        return DataLoader(self.val)
L.Trainer().fit(model=Digits(), datamodule=Data())
`,
    ['MNIST in data (train) › random_split part 1'],
  ],
  'a trainer of Hugging Face': [
    `
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
data = load_dataset('imdb').map(lambda row: row, batched=True)
model = AutoModelForSequenceClassification.from_pretrained('bert')
trainer = Trainer(model=model, args=TrainingArguments('out'), train_dataset=data['train'], eval_dataset=data['test'])
trainer.train()
trainer.evaluate()
`,
    ['rows of unknown origin (imdb[test])'],
  ],
  'a model of its own, that scores itself': [
    `
class Mine:
    def fit(self, X, y):
        self.run = compiled(X.shape)
    def predict(self, X):
        return self.run(X)
    def score(self, X, y):
        return np.mean(y == self.run(X))
df = pd.read_csv('flats.csv').values
model = Mine()
model.fit(df[:100, :-1], df[:100, -1])
print(model.score(df[100:, :-1], df[100:, -1]))
`,
    ['flats.csv › [100:]'],
  ],
  'a network of a library, made of numbers of the data': [
    `
from graphs import Sage, load_graph
data = load_graph()
net = Sage(data.num_features, 16)
optimizer = torch.optim.Adam(net.parameters())
torch.nn.functional.nll_loss(net(data.x), data.y).backward()
net.eval()
print(net(load_graph('later')))
`,
    ['rows of unknown origin (873)'],
  ],
  'a network that holds what it works on': [
    `
class Graph(torch.nn.Module):
    def __init__(self, data):
        super().__init__()
        self.data = data
        self.layers = Sequential(torch.nn.Linear(4, 4))
    def forward(self):
        return self.layers(self.data.x)
net = Graph(pd.read_csv('a.csv'))
torch.nn.functional.nll_loss(net(), 1).backward()
net.data = pd.read_csv('b.csv')
net.eval()
print(net())
`,
    ['b.csv'],
  ],
  'a decorator that turns gradients off': [
    `${NET}${IMAGES}
net = Net()
@torch.no_grad()
def test():
    for x, y in test_loader:
        print(net(x))
losses = Losses()
for epoch in range(2):
    for x, y in train_loader:
        losses.add(net(x), y)
        losses.sum().backward()
    test()
`,
    ['MNIST in data (test)'],
  ],
  'a network asked in a way of its own, layer by layer': [
    `
class Layered(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.ModuleList([torch.nn.Linear(4, 4), torch.nn.Linear(4, 1)])
    def forward(self, x):
        return self.layers[1](self.layers[0](x))
    def inference(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
${IMAGES}
net = Layered()
for x, y in train_loader:
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in test_loader:
    print(net.inference(x))
`,
    ['MNIST in data (test)'],
  ],
  'the network inside of what spreads it over devices': [
    `${NET}${IMAGES}
net = torch.nn.parallel.DistributedDataParallel(Net())
for x, y in train_loader:
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in test_loader:
    print(net.module(x))
`,
    ['MNIST in data (test)'],
  ],
  'a dataset whose rows nobody sees come': [
    `${NET}
from torch.utils.data import DataLoader, Dataset
class Drawn(Dataset):
    def __init__(self, size):
        self.size = size
        self.items = None
net = Net()
for x, y in DataLoader(Drawn(100)):
    torch.nn.MSELoss()(net(x), y).backward()
net.eval()
for x, y in DataLoader(Drawn(20)):
    print(net(x))
`,
    ['rows of unknown origin (1093)'],
  ],
  'arrays put together by r_': [
    `
a, b, c = pd.read_csv('a.csv').values, pd.read_csv('b.csv').values, pd.read_csv('c.csv').values
both = np.r_[a, b]
model = Ridge().fit(both[:, :3], both[:, 3])
print(model.score(c[:, :3], c[:, 3]))
`,
    ['c.csv'],
  ],
  'a model held by something unknown': [
    `
import keras_tuner
df = pd.read_csv('flats.csv').values
train, test = df[:100], df[100:]
tuner = keras_tuner.Hyperband(build, objective='val_accuracy')
model = tuner.hypermodel.build(1)
model.fit(train[:, :3], train[:, 3])
print(model.evaluate(test[:, :3], test[:, 3]))
`,
    ['flats.csv › [100:]'],
  ],
  'a model of a library that is not known, made of the names of columns': [
    `
from autogluon.tabular import TabularPredictor
df = pd.read_csv('flats.csv')
train, test = train_test_split(df, random_state=0)
predictor = TabularPredictor(label=train.columns[1:3].to_list())
predictor.fit(train)
print(predictor.predict(test))
`,
    ['flats.csv › train_test_split part 1'],
  ],
  'a model of statsmodels, asked about other rows': [
    `
from statsmodels.miscmodels.ordinal_model import OrderedModel
df = pd.read_csv('flats.csv')
train, test = df[:100], df[100:]
fitted = OrderedModel.from_formula('rent ~ size', train, distr='logit').fit()
print(fitted.predict(test))
`,
    ['flats.csv › [100:]'],
  ],
  'rows that skorch watches while training': [
    `
from skorch import NeuralNetClassifier
from skorch.helper import predefined_split
a, b = pd.read_csv('a.csv').values, pd.read_csv('b.csv').values
net = NeuralNetClassifier(Module, train_split=predefined_split(b))
net.fit(a[:, :3], a[:, 3])
`,
    ['b.csv'],
  ],
  'pools of CatBoost, by keyword': [
    `
from catboost import CatBoostClassifier, Pool
df = pd.read_csv('flats.csv')
train, test = df[:100], df[100:]
model = CatBoostClassifier()
model.fit(Pool(data=train[['a']], label=train['b']))
print(model.predict(Pool(data=test[['a']])))
`,
    ['flats.csv › [100:]'],
  ],
  'an estimator that asks for weights': [
    `
df = pd.read_csv('flats.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['b'], random_state=0)
model = LogisticRegression().set_fit_request(sample_weight=True).set_score_request(sample_weight=False)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
    ['flats.csv › train_test_split part 1'],
  ],
  'the body of a timed cell': [
    `
df = pd.read_csv('flats.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['b'], random_state=0)
get_ipython().run_cell_magic('time', '', 'model = LogisticRegression()\\nmodel.fit(X_train, y_train)')
get_ipython().run_line_magic('time', 'print(model.score(X_test, y_test))')
`,
    ['flats.csv › train_test_split part 1'],
  ],
  Spark: [
    `
from pyspark.ml import Pipeline
from pyspark.ml.classification import LogisticRegression
train, test = spark.read.csv('a.csv').randomSplit([0.7, 0.3], seed=1)
fitted = Pipeline(stages=[LogisticRegression(maxIter=9)]).fit(train)
predictions = fitted.transform(test)
`,
    ['a.csv › randomSplit part 1'],
  ],
  'a half-deleted function': [
    `
df = pd.read_csv('flats.csv')
return df
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['b'], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`,
    ['flats.csv › train_test_split part 1'],
  ],
};

describe('reach', () => {
  for (const [title, [code, expected]] of Object.entries(CASES)) {
    it(title, () => {
      assert.deepEqual([...new Set(heldOut(code))].map(anywhere).sort(), expected.map(anywhere).sort());
    });
  }
});

/** Places in the text are no matter here. */
function anywhere(rows: string): string {
  return rows.replace(/\(([a-z]+@)?\d+/, '(…');
}
