// The smaller questions rules ask: near names, paths, seeds, statements, pipelines.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { predictorOf, stepsOf } from '../../server/src/analysis/estimators';
import { comparedTo } from '../../server/src/analysis/libraryVersion';
import { localNameOf } from '../../server/src/analysis/locals';
import { modeEntries } from '../../server/src/analysis/modes';
import type { Module } from '../../server/src/analysis/module';
import { literalPath } from '../../server/src/analysis/paths';
import { maySeed, seedingOf } from '../../server/src/analysis/seeding';
import { editDistance, nearestName } from '../../server/src/analysis/spelling';
import { insertAfter, insertBefore, removeStatement, statementOf } from '../../server/src/analysis/statements';
import { Kind, parse } from '../../server/src/analysis/syntax';
import { applyEdits } from '../../server/src/analysis/text';
import { trainingLoops } from '../../server/src/analysis/training';
import { readVersions } from '../../server/src/project/versions';
import { exampleEnvironment } from '../support/environment';

function moduleOf(source: string, files: Readonly<Record<string, string>> = {}): Module {
  return createModule({ source, syntax: parse(source), notebook: null }, exampleEnvironment(files));
}

describe('near names', () => {
  it('counts letters added, dropped, changed or swapped', () => {
    assert.equal(editDistance('mask', 'mask'), 0);
    assert.equal(editDistance('mask', 'masks'), 1);
    assert.equal(editDistance('msak', 'mask'), 1);
    assert.equal(editDistance('', 'abc'), 3);
  });
  it('takes the only candidate that is near', () => {
    assert.equal(nearestName('atention_mask', ['tokens', 'attention_mask']), 'attention_mask');
    assert.equal(nearestName('AttentionMask', ['tokens', 'attention_mask']), 'attention_mask');
    assert.equal(nearestName('input', ['float_input']), null);
    assert.equal(nearestName('a', ['b', 'c']), null);
    assert.equal(nearestName('max_dept', ['max_depth', 'max_deptx']), null);
  });
});

describe('paths in the code', () => {
  const head = 'import os\nfrom pathlib import Path\nROOT = Path("models")\n';
  const pathOf = (expr: string): string | null => {
    const module = moduleOf(`${head}use(${expr})\n`);
    return literalPath(module, module.all(Kind.Call).find(({ func }) => module.textOf(func) === 'use')!.args[0]!);
  };
  const known: [string, string][] = [
    ['"a/b.onnx"', 'a/b.onnx'],
    ['ROOT / "b.onnx"', 'models/b.onnx'],
    ['str(ROOT / "x" / "b.onnx")', 'models/x/b.onnx'],
    ['os.path.join("a", "b.onnx")', 'a/b.onnx'],
    ['ROOT.joinpath("b.onnx")', 'models/b.onnx'],
    ['Path("a", "/b.onnx")', '/b.onnx'],
    ['"a" + ".onnx"', 'a.onnx'],
    ["'a\\\\b.onnx'", 'a/b.onnx'],
  ];
  for (const [expr, path] of known) it(`reads ${expr}`, () => assert.equal(pathOf(expr), path));
  for (const expr of ['name', 'f"{name}.onnx"', 'ROOT / name', 'os.path.join(name, "b")', 'b"a.onnx"', 'open("a")']) {
    it(`does not claim ${expr}`, () => assert.equal(pathOf(expr), null));
  }
});

describe('seeds', () => {
  it('lists the generators a file seeds', () => {
    const module = moduleOf(
      'import random\nimport numpy as np\nimport torch\nrandom.seed(1)\nnp.random.seed(1)\ntorch.manual_seed(1)\n',
    );
    assert.deepEqual(
      seedingOf(module).calls.map(({ generator }) => generator),
      ['random', 'numpy', 'torch'],
    );
    assert.equal(maySeed(module, 'tensorflow'), false);
  });
  it('trusts a function of another file by its name, one of its own by what it does', () => {
    assert.equal(maySeed(moduleOf('from utils import set_seed\nset_seed(1)\n'), 'numpy'), true);
    assert.equal(maySeed(moduleOf('def set_seed(s):\n    print(s)\nset_seed(1)\n'), 'numpy'), false);
    assert.equal(maySeed(moduleOf('import numpy as np\ndef f(s):\n    np.random.seed(s)\nf(1)\n'), 'numpy'), true);
  });
  it('does not take a seed of one object, or of CUDA alone, for one of the process', () => {
    assert.equal(maySeed(moduleOf('import numpy as np\nnp.random.SeedSequence(1)\n'), 'numpy'), false);
    assert.equal(maySeed(moduleOf('import torch\ntorch.cuda.manual_seed_all(1)\n'), 'torch'), false);
  });
});

describe('statements', () => {
  const around = (source: string, name: string) => {
    const module = moduleOf(source);
    return {
      module,
      stmt: statementOf(
        module,
        module.scopes.names.find(({ id }) => id === name)!,
      )!,
    };
  };
  it('puts one before another, in its line and block', () => {
    const { module, stmt } = around('if a:\n    b()\n', 'b');
    assert.equal(applyEdits(module.source, [insertBefore(module, stmt, 'c()')]), 'if a:\n    c()\n    b()\n');
    const inline = around('if a: b()\n', 'b');
    assert.equal(
      applyEdits(inline.module.source, [insertBefore(inline.module, inline.stmt, 'c()')]),
      'if a: c(); b()\n',
    );
  });
  it('puts one behind another, below its comment', () => {
    const { module, stmt } = around('if a:\n    b()  # why\n', 'b');
    assert.equal(applyEdits(module.source, [insertAfter(module, stmt, 'c()')!]), 'if a:\n    b()  # why\n    c()\n');
    const shared = around('b(); d()\n', 'b');
    assert.equal(insertAfter(shared.module, shared.stmt, 'c()'), null);
  });
  it('takes one away, but never the last of its block', () => {
    const { module, stmt } = around('if a:\n    b()\n    c()\n', 'b');
    assert.equal(applyEdits(module.source, [removeStatement(module, stmt)!]), 'if a:\n    c()\n');
    const only = around('if a:\n    b()\n', 'b');
    assert.equal(removeStatement(only.module, only.stmt), null);
  });
});

describe('estimators as they are built', () => {
  const head =
    'from sklearn.pipeline import Pipeline, make_pipeline\nfrom sklearn.model_selection import GridSearchCV\nfrom sklearn.svm import SVC\nfrom sklearn.preprocessing import StandardScaler\n';
  const last = (code: string) => {
    const module = moduleOf(`${head}${code}\nuse(m)\n`);
    return { module, expr: module.all(Kind.Call).find(({ func }) => module.textOf(func) === 'use')!.args[0]! };
  };
  for (const code of [
    'm = SVC()',
    'm = make_pipeline(StandardScaler(), SVC())',
    'm = Pipeline([("s", StandardScaler()), ("m", SVC())]).fit(x)',
    'm = GridSearchCV(SVC(), {}).fit(x, y).best_estimator_',
  ]) {
    it(`finds what predicts in ${code}`, () => {
      const { module, expr } = last(code);
      assert.equal(module.qualifiedName(predictorOf(module, expr)!.func), 'sklearn.svm.SVC');
    });
  }
  it('does not claim what it cannot see', () => {
    for (const code of ['m = Pipeline(steps)', 'm = load()', 'm = SVC() if a else b']) {
      const { module, expr } = last(code);
      const made = predictorOf(module, expr);
      assert.ok(made === null || module.qualifiedName(made.func) !== 'sklearn.svm.SVC', code);
    }
  });
  it('names the steps of make_pipeline after their classes, numbered if they are alike', () => {
    const { module, expr } = last('m = make_pipeline(StandardScaler(), StandardScaler(), SVC())');
    const call = module.definition(expr);
    assert.ok(call.kind === Kind.Call);
    assert.deepEqual(
      stepsOf(module, call)?.map(({ name }) => name),
      ['standardscaler-1', 'standardscaler-2', 'svc'],
    );
  });
});

describe('training loops and modes', () => {
  const loop =
    'import torch\nopt = torch.optim.SGD(p)\nfor e in range(3):\n    for x in loader:\n        opt.zero_grad()\n        model(x).backward()\n        opt.step()\n';
  it('finds the innermost loop, its optimizer, and whether each round steps', () => {
    const [found, ...others] = trainingLoops(moduleOf(loop));
    assert.equal(others.length, 0);
    assert.deepEqual(
      found?.steps.map(({ optimizer, everyRound }) => [optimizer, everyRound]),
      [['opt', true]],
    );
    const conditional = trainingLoops(
      moduleOf(loop.replace('        opt.step()', '        if x:\n            opt.step()')),
    );
    assert.equal(conditional[0]?.steps[0]?.everyRound, false);
  });
  it('leaves loops that a framework drives alone', () => {
    assert.deepEqual(trainingLoops(moduleOf(`import accelerate\n${loop}`)), []);
  });
  it('follows functions of the file, with the names of the caller', () => {
    const module = moduleOf(
      'import torch\ndef check(net):\n    net.eval()\n    with torch.no_grad():\n        net(x)\nmodel.train()\ncheck(model)\n',
    );
    const events = modeEntries(module)[0]!
      .events.filter(({ object }) => object === 'model')
      .map(({ kind, object, noGrad }) => [kind, object, noGrad]);
    assert.deepEqual(events, [
      ['train', 'model', false],
      ['eval', 'model', false],
      ['run', 'model', true],
    ]);
  });
});

describe('names and versions of libraries', () => {
  it('finds the name a file knows a package by, where it is bound before', () => {
    const module = moduleOf('import pandas as pd\nimport numpy\nnumpy = fake\n');
    assert.equal(localNameOf(module, 'pandas', 99), 'pd');
    assert.equal(localNameOf(module, 'pandas', 0), null);
    assert.equal(localNameOf(module, 'numpy', 99), null);
  });
  it('compares what is known of a version', () => {
    const compared = (requirement: string) => {
      const environment = {
        ...exampleEnvironment({}),
        versionOf: readVersions([{ name: 'requirements.txt', text: requirement }]),
      };
      return comparedTo(createModule({ source: '', syntax: parse(''), notebook: null }, environment), 'torch', '2.6');
    };
    assert.deepEqual(['torch==2.7.1', 'torch==2.5', 'torch>=2.6', 'torch>=2.1', 'torch<2.6', 'numpy'].map(compared), [
      'newer',
      'older',
      'newer',
      'either',
      'older',
      'unknown',
    ]);
  });
});
