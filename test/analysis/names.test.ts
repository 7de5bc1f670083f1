// What names mean: through imports, star imports, aliases; null where that is not sure.
import assert from 'node:assert/strict';
import { readScopes } from '../../server/src/analysis/scopeMemory';
import { NameMemory } from '../../server/src/analysis/names';
import { parse } from '../../server/src/analysis/syntax';

/** The full name of the last call's callee. */
function meaning(source: string): string | null {
  const scopes = readScopes(parse(source).tree);
  const call = scopes.calls.toSorted((a, b) => a.end - b.end).at(-1);
  assert.ok(call, 'no call');
  return new NameMemory().read(scopes).qualifiedName(call.func);
}

describe('names', () => {
  const cases: [string, string, string | null][] = [
    ['a module', 'import torch\ntorch.load(p)', 'torch.load'],
    ['a module under another name', 'import numpy as np\nnp.random.rand(3)', 'numpy.random.rand'],
    ['a submodule', 'import sklearn.svm\nsklearn.svm.SVC()', 'sklearn.svm.SVC'],
    ['two submodules of one package', 'import os.path\nimport os\nos.path.join(a)', 'os.path.join'],
    ['a name from a module', 'from sklearn.svm import SVC\nSVC()', 'sklearn.svm.SVC'],
    ['a renamed name', 'from torch.nn import functional as F\nF.relu(x)', 'torch.nn.functional.relu'],
    ['an alias', 'import torch\nload = torch.load\nload(p)', 'torch.load'],
    ['an alias of an alias', 'import torch as t\na = t\nb = a.nn\nb.Linear(1, 2)', 'torch.nn.Linear'],
    ['a relative import', 'from .models import Net\nNet()', '.models.Net'],
    ['a relative import of the package', 'from .. import models\nmodels.Net()', '..models.Net'],
    [
      'a star import of a known module',
      'from sklearn.model_selection import *\ntrain_test_split(x)',
      'sklearn.model_selection.train_test_split',
    ],
    ['a name that no known star import brings', 'from sklearn.model_selection import *\nprint(x)', 'builtins.print'],
    ['a builtin', 'print(x)', 'builtins.print'],
    ['an import inside a function', 'def f():\n    import torch\n    torch.load(p)', 'torch.load'],
    ['a use inside a function', 'import torch\ndef f():\n    torch.load(p)', 'torch.load'],
    ['one name imported twice alike', 'import torch\nimport torch\ndef f():\n    torch.load(p)', 'torch.load'],
    [
      'the nearest import before, in straight code',
      'from keras.models import load\nfrom torch import load\nload(p)',
      'torch.load',
    ],
    [
      'an import in both branches alike',
      'if c:\n    import torch\nelse:\n    import torch\ntorch.load(p)',
      'torch.load',
    ],

    ['a star import of an unknown module', 'from mylib import *\ntrain_test_split(x)', null],
    ['a builtin that an unknown star import may shadow', 'from mylib import *\nprint(x)', null],
    ['a rebound name', 'import torch\ntorch = fake()\ntorch.load(p)', null],
    ['a name that may be rebound', 'import torch\nif c:\n    torch = fake()\ntorch.load(p)', null],
    ['a guarded import', 'try:\n    from a import load\nexcept ImportError:\n    from b import load\nload(p)', null],
    ['a parameter', 'import torch\ndef f(torch):\n    torch.load(p)', null],
    ['a loop variable', 'from torch import load\nfor load in x:\n    load(p)', null],
    ['an own function', 'from torch import load\ndef load(p): pass\nload(p)', null],
    ['the result of a call', 'import torch\ntorch.device("cpu").load(p)', null],
    ['a name defined by itself', 'x = x\nx(1)', null],
    ['names defined by each other', 'def f():\n    a(1)\na = b\nb = a', null],
  ];
  for (const [title, source, expected] of cases) {
    it(`${expected === null ? 'does not claim' : 'resolves'} ${title}`, () => assert.equal(meaning(source), expected));
  }

  it('follows single assignments to a definition', () => {
    const source = 'a = 1\nb = a\nprint(b)\n';
    const scopes = readScopes(parse(source).tree);
    const { start } = new NameMemory().read(scopes).definition(scopes.calls[0]!.args[0]!);
    assert.equal(source[start], '1');
  });
});
