// Questions about torch: what a model ends in, calls of losses, where gradients may be off.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { mayLackGradients } from '../../server/src/analysis/gradients';
import { lossCalls } from '../../server/src/analysis/losses';
import type { Module } from '../../server/src/analysis/module';
import { lastLayerOf, outputsOf } from '../../server/src/analysis/outputs';
import { rankOf } from '../../server/src/analysis/ranks';
import { Kind, parse } from '../../server/src/analysis/syntax';
import type { Call } from '../../server/src/analysis/syntax';
import { graphFunctions } from '../../server/src/analysis/tfFunctions';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';

function moduleOf(source: string): Module {
  return createModule({ source, syntax: parse(source), notebook: null }, NO_ENVIRONMENT);
}

function callOf(module: Module, name: string): Call {
  return module.all(Kind.Call).find(({ func }) => module.textOf(func) === name)!;
}

describe('the last layer of a model', () => {
  const last = (code: string): string | null => {
    const module = moduleOf(`import torch\nfrom torch import nn\nimport torch.nn.functional as F\n${code}`);
    const found = lastLayerOf(module, callOf(module, 'use').args[0]!);
    return found && `${found.name} ${outputsOf(module, found)} ${found.reshaped ? 'reshaped' : 'as it is'}`;
  };
  const net = (body: string): string =>
    `class Net(nn.Module):\n    def __init__(self, n=3):\n        super().__init__()\n        self.fc = nn.Linear(4, n)\n        self.all = nn.Sequential(nn.ReLU(), self.fc)\n    def forward(self, x):\n${body}net = Net()\n`;

  it('is found in Sequential, forward, and behind changes of shape', () => {
    assert.equal(
      last('m = nn.Sequential(nn.ReLU(), nn.Linear(4, 1)).to("cuda")\nuse(m(x))'),
      'torch.nn.Linear 1 as it is',
    );
    assert.equal(last(`${net('        return self.fc(x)\n')}use(net(x).squeeze(1))`), 'torch.nn.Linear 3 reshaped');
    assert.equal(
      last(`${net('        x = F.relu(x)\n        x = self.fc(x)\n        return x\n')}use(torch.flatten(net(x)))`),
      'torch.nn.Linear 3 reshaped',
    );
    assert.equal(
      last(`${net('        return self.all(x)\n')}out = nn.DataParallel(net)(x)\nuse(out[:, 0])`),
      'torch.nn.Linear 3 reshaped',
    );
    assert.equal(last('m = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())\nuse(m(x))'), 'torch.nn.Sigmoid null as it is');
  });
  it('is not claimed where something may come after it, or returns differ', () => {
    assert.equal(last(`${net('        return torch.sigmoid(self.fc(x))\n')}use(net(x))`), null);
    assert.equal(
      last(`${net('        if x.any():\n            return x\n        return self.fc(x)\n')}use(net(x))`),
      null,
    );
    assert.equal(last(`${net('        return self.fc(x), x\n')}use(net(x)[0])`), null);
    assert.equal(last('m = nn.Sequential(*layers)\nuse(m(x))'), null);
    assert.equal(last('use(build()(x))'), null);
  });
});

describe('calls of losses', () => {
  it('are found by function, by object, by an attribute and by a parameter', () => {
    const module = moduleOf(
      'import torch.nn.functional as F\nfrom torch import nn\n' +
        'F.mse_loss(a, target=b)\nc = nn.BCELoss().to(d)\nc(e, f)\n' +
        'class T:\n    def __init__(self):\n        self.c = nn.NLLLoss()\n    def step(self):\n        self.c(g, h)\n' +
        'def train(loss):\n    loss(i, j)\ntrain(nn.L1Loss())\nother(k, l)\n',
    );
    const told = lossCalls(module).map(
      ({ name, input, target }) => `${name} ${input && module.textOf(input)} ${target && module.textOf(target)}`,
    );
    assert.deepEqual(told, ['MSELoss a b', 'BCELoss e f', 'NLLLoss g h', 'L1Loss i j']);
  });
});

describe('gradients', () => {
  const off = (code: string): boolean => {
    const module = moduleOf(`import torch\n${code}`);
    return mayLackGradients(module, callOf(module, 'use'));
  };
  it('may be off by context, decorator, caller or for good', () => {
    assert.ok(off('with torch.no_grad():\n    use()'));
    assert.ok(off('with torch.set_grad_enabled(training):\n    use()'));
    assert.ok(off('@torch.inference_mode()\ndef f():\n    use()'));
    assert.ok(off('@anything\ndef f():\n    use()'));
    assert.ok(off('def f():\n    use()\ndef g():\n    f()\nwith torch.no_grad():\n    g()'));
    assert.ok(off('class A:\n    def f(self):\n        use()\nwith torch.no_grad():\n    a.f()'));
    assert.ok(off('torch.set_grad_enabled(False)\nuse()'));
  });
  it('are on elsewhere', () => {
    assert.ok(!off('with torch.enable_grad():\n    use()'));
    assert.ok(!off('def f():\n    use()\nf()\nwith torch.no_grad():\n    pass'));
    assert.ok(!off('with open("x") as f:\n    use()'));
  });
});

describe('ranks', () => {
  const head =
    'import numpy as np\nimport pandas as pd\nimport torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader, TensorDataset\n' +
    'from sklearn.datasets import make_regression\nfrom sklearn.model_selection import train_test_split\n' +
    'df = pd.read_csv("a.csv")\nX, y = make_regression(9, 2)\na, b, c, d = train_test_split(df[["x"]], df["y"])\n';
  const rank = (code: string): string | null => {
    const module = moduleOf(head + code);
    return rankOf(module, callOf(module, 'use').args[0]!);
  };
  const rows = [
    'torch.randn(8)',
    'torch.tensor(df["y"].values).float()',
    'y',
    'd',
    'torch.zeros(8, 1).squeeze(1)',
    'y * 2',
    'z.view(-1)',
  ];
  for (const expr of rows) it(`of ${expr} is a row`, () => assert.equal(rank(`use(${expr})`), 'row'));
  const columns = [
    'torch.zeros((8, 1))',
    'nn.Linear(4, 1)(x)',
    'torch.from_numpy(y).unsqueeze(1)',
    'z.reshape(-1, 1)',
    'df[["y"]].values',
  ];
  for (const expr of columns) it(`of ${expr} is a column`, () => assert.equal(rank(`use(${expr})`), 'column'));
  for (const expr of [
    'z',
    'torch.zeros(n)',
    'nn.Linear(4, 3)(x)',
    'y @ y',
    'df[k]',
    'nn.Linear(4, 1)(x).mean()',
    'X',
    'torch.zeros(8, 4)',
  ])
    it(`of ${expr} is not known`, () => assert.equal(rank(`use(${expr})`), null));
  it('are followed through the batches of a loader', () => {
    const loop = 'for i, (p, q) in enumerate(DataLoader(TensorDataset(torch.zeros(9, 2), torch.zeros(9)))):\n    ';
    assert.equal(rank(`${loop}use(q)`), 'row');
    assert.equal(rank(`${loop}use(p)`), null);
  });
});

describe('graph functions of TensorFlow', () => {
  const names = (code: string): readonly string[] =>
    graphFunctions(moduleOf(`import tensorflow as tf\n${code}`)).map(({ name }) => name);
  it('are decorated, or steps of a Keras model', () => {
    assert.deepEqual(
      names('@tf.function\ndef f(): pass\n@tf.function(jit_compile=True)\ndef g(): pass\ndef h(): pass'),
      ['f', 'g'],
    );
    assert.deepEqual(names('class M(tf.keras.Model):\n    def train_step(self): pass\n    def other(self): pass'), [
      'train_step',
    ]);
    assert.deepEqual(names('class M:\n    def train_step(self): pass'), []);
  });
  it('are none where functions run eagerly', () => {
    assert.deepEqual(names('tf.config.run_functions_eagerly(True)\n@tf.function\ndef f(): pass'), []);
  });
});
