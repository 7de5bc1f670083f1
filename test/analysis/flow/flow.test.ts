// The engine's answers: values, reach, budgets, and text that is no program.
import assert from 'node:assert/strict';
import { Kind, parse, walk, type Expr } from '../../../server/src/analysis/syntax';
import { interpret } from '../../../server/src/analysis/flow';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { reachOf } from '../../../server/src/analysis/flow/reach';
import { LineIndex } from '../../../server/src/analysis/text';
import { colours } from '../../../server/src/cli/format/colour';
import { flowText, valuesText } from '../../../server/src/cli/format/flow';
import { END, HEAD, PARTS, READ, SPLIT, flowOf } from './program';

/** The summary of the value printed by the last `print(…)`. */
function printed(code: string) {
  const source = HEAD + code;
  const { tree } = parse(source, {});
  const flow = interpret(tree, source);
  assert.equal(flow.failure, null);
  let shown: Expr | null = null;
  walk(tree, (node) => {
    if (node.kind === Kind.Call && node.func.kind === Kind.Name && node.func.id === 'print')
      shown = node.args[0] ?? null;
    return true;
  });
  assert.ok(shown !== null);
  return flow.valueOf(shown);
}

describe('values', () => {
  it('hold constant texts through variables, f-strings and paths', () => {
    assert.equal(printed("base = 'data'\nprint(base + '/' + 'a.csv')\n")?.text, 'data/a.csv');
    assert.equal(printed("n = 3\nprint(f'model-{n}.onnx')\n")?.text, 'model-3.onnx');
    assert.equal(printed("import os\nprint(os.path.join('models', 'a.onnx'))\n")?.text, 'models/a.onnx');
    assert.equal(
      printed("from pathlib import Path\nfolder = Path('models')\nprint(folder / 'a.onnx')\n")?.text,
      'models/a.onnx',
    );
    assert.equal(printed("def name(x):\n    return x + '.onnx'\nprint(name('a'))\n")?.text, 'a.onnx');
  });

  it('hold no text where two are possible', () => {
    assert.equal(printed("p = 'a'\nif input():\n    p = 'b'\nprint(p)\n")?.text, null);
  });

  it('say what kind of thing they are', () => {
    assert.equal(printed("print(pd.read_csv('a.csv'))\n")?.type, 'pandas.DataFrame');
    assert.equal(printed("df = pd.read_csv('a.csv')\nprint(df['x'])\n")?.type, 'pandas.Series');
    assert.equal(printed('m = RandomForestClassifier()\nprint(m)\n')?.type, 'sklearn.ensemble.RandomForestClassifier');
    assert.equal(printed('class Net:\n    pass\nn = Net()\nprint(n)\n')?.type, 'Net');
  });

  it('carry their rows', () => {
    const value = printed(READ + "a, b = train_test_split(df, random_state=0)\nprint(b[b['size'] > 3])\n");
    assert.equal(describeRows(value!.data!.rows), 'flats.csv › train_test_split part 1 › size > 3');
  });
});

describe('the interpreter', () => {
  it('records the straight path', () => {
    const flow = flowOf(READ + PARTS + SPLIT + END);
    assert.deepEqual([flow.failure, flow.complete], [null, true]);
    assert.equal(flow.splits.length, 1);
    assert.deepEqual(
      flow.fits.map(({ name }) => name),
      ['Ridge'],
    );
    const [evaluation] = flow.evaluations;
    assert.ok(evaluation !== undefined);
    assert.equal(evaluation.metrics.length, 1);
    assert.ok(!flow.judged.relation.overlap(evaluation.rows, flow.fits[0]!.rows));
  });

  it('sees a training loop over tensors made on the spot, and its evaluation', () => {
    const { evaluations } = flowOf(`
X = torch.arange(0, 1, 0.02).unsqueeze(dim=1)
y = 0.7 * X + 0.3
n = int(0.8 * len(X))
X_train, y_train, X_test, y_test = X[:n], y[:n], X[n:], y[n:]
class Line(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(1))
    def forward(self, x):
        return self.weight * x
model = Line()
for epoch in range(9):
    model.train()
    loss = torch.nn.L1Loss()(model(X_train), y_train)
    loss.backward()
    model.eval()
    with torch.inference_mode():
        predicted = model(X_test)
`);
    const [evaluation] = evaluations;
    assert.ok(evaluation !== undefined && evaluation.rows.atoms.length > 0);
    assert.ok(evaluation.fits.some(({ rows }) => rows.atoms.length > 0 && rows !== evaluation.rows));
  });

  it('sees loops over loaders of torchvision tables', () => {
    const { evaluations } = flowOf(`
import torchvision
train = torchvision.datasets.MNIST(root='data', train=True)
test = torchvision.datasets.MNIST(root='data', train=False)
train_loader = torch.utils.data.DataLoader(dataset=train, batch_size=3)
test_loader = torch.utils.data.DataLoader(dataset=test, batch_size=3)
model = torch.nn.Linear(784, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=1)
for images, labels in train_loader:
    loss = torch.nn.CrossEntropyLoss()(model(images), labels)
    loss.backward()
with torch.no_grad():
    for images, labels in test_loader:
        outputs = model(images)
`);
    assert.ok(evaluations.some(({ rows, fits }) => rows.atoms.length > 0 && fits.some((fit) => fit.rows !== rows)));
  });

  it('gives the same answers again', () => {
    const code = READ + "df['age'] = df['age'].fillna(df['age'].mean())\n" + PARTS + SPLIT + END;
    assert.equal(JSON.stringify(flowOf(code).leaks), JSON.stringify(flowOf(code).leaks));
  });

  it('stays small where a network concatenates what it concatenated, layer upon layer', () => {
    const layers = Array.from({ length: 12 }, () => 'x = layers.concatenate([x, x + 1, x + 2, x + 3])').join('\n');
    const flow = interpret(
      parse(`import pandas as pd\nfrom keras import layers\nx = pd.read_csv("a.csv")\n${layers}\n`).tree,
      '',
    );
    // With every part remembered, 4¹² of them would not fit into the memory.
    assert.equal(flow.failure, null);
    assert.equal(flow.complete, true);
  });

  it('follows a function that calls itself at four places within its budget', () => {
    const source = `def value(tree, i):
    if tree[i] > 1:
        return value(tree, i + 1) + value(tree, i + 2)
    return value(tree, i + 3) + value(tree, i + 4)
for a in range(3):
    for tree in [1, 2, 3, 4]:
        for i in [1, 2, 3, 4]:
            value(tree, i)
`;
    assert.equal(interpret(parse(source).tree, source, { budget: 20_000 }).complete, true);
  });

  it('stops at its budget with what it has', () => {
    const source = HEAD + READ + PARTS + SPLIT + END + 'x = 1\n'.repeat(1000);
    const flow = interpret(parse(source, {}).tree, source, { budget: 300 });
    assert.equal(flow.complete, false);
    assert.equal(flow.failure, null);
    assert.equal(flow.evaluations.length, 1);
  });

  it('ends loops and recursions that do not', () => {
    const endless =
      'def f(n):\n    return f(n + 1) + f(n)\nwhile True:\n    f(0)\nfor a in range(10):\n    for b in range(10):\n        for c in range(10):\n            for d in range(10):\n                x = a * b\n';
    assert.equal(flowOf(endless).failure, null);
  });

  it('takes any text', () => {
    for (const text of [
      '',
      '(((',
      'x = = 1',
      'def f(',
      'class A(B: pass',
      'for x in',
      "'''",
      '\u0000',
      'df[',
      'a.b.c[1:2, ::3](x)(y)',
      'lambda: (yield)',
      'del x, y[0], z.a',
      'print(*a, **b)',
      'x: int',
      'import',
      'from . import *',
      '@',
    ]) {
      const { failure } = flowOf(text);
      assert.equal(failure, null, text);
    }
  });

  it('survives deep nesting', () => {
    const flow = flowOf(
      `x = ${'('.repeat(150)}1${')'.repeat(150)}\ny = ${Array.from({ length: 5000 }, () => '1').join('+')}\nz = a${'.b'.repeat(3000)}\n`,
    );
    assert.equal(flow.failure, null);
  });

  it('knows where it was and where it was not', () => {
    const source = HEAD + READ + PARTS + SPLIT + END + 'def never():\n    def inner():\n        model.fit(X)\n';
    const { tree } = parse(source, {});
    const sites = reachOf(tree, interpret(tree, source));
    assert.deepEqual(
      sites.map(({ what, reached, rows }) => [what, reached, rows]),
      [
        ['fit', true, true],
        ['evaluation', true, true],
        ['fit', false, false],
      ],
    );
  });
});

describe('heldout flow', () => {
  const text = HEAD + READ + "df['age'] = df['age'].fillna(df['age'].mean())\n" + PARTS + SPLIT + END;
  const { tree } = parse(text, {});
  const lines = new LineIndex(text);
  const view = {
    tree,
    source: text,
    flow: interpret(tree, text),
    line: (offset: number) => String(lines.position(offset).line + 1),
  };
  const plain = colours(false);

  it('tells the program', () => {
    const told = flowText(view, plain);
    assert.match(told, /Splits\n {2}line \d+: train_test_split of flats\.csv/);
    assert.match(told, /Leaks\n {2}line \d+: mean of age over flats\.csv; fitted line \d+, evaluated line \d+/);
    assert.match(told, /2 places fit or evaluate: 2 seen with rows, 0 without, 0 never reached\./);
    assert.match(told, /A model was seen that is evaluated after it was fitted, with rows on both sides\./);
  });

  it('tells a line', () => {
    const start = text.indexOf('model.fit');
    const told = valuesText(view, { start, end: text.indexOf('\n', start) }, plain);
    assert.match(told, /^model: Ridge \(model\)$/m);
    assert.match(told, /^X_train: pandas\.DataFrame, flats\.csv › train_test_split part 0$/m);
    assert.match(told, /knows mean of age over flats\.csv/);
    assert.equal(valuesText(view, { start: 0, end: 0 }, plain), 'Nothing is known of the values on line 1.\n');
  });
});
