// The Module: what rules ask, and the edits it makes for them.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import type { Module } from '../../server/src/analysis/module';
import { joinCells } from '../../server/src/analysis/notebook';
import { createMemory, parseAgain } from '../../server/src/analysis/memory';
import { Kind, parse } from '../../server/src/analysis/syntax';
import { applyEdits, type Span } from '../../server/src/analysis/text';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';

function moduleOf(source: string): Module {
  return createModule({ source, syntax: parse(source), notebook: null }, NO_ENVIRONMENT);
}

function notebookOf(...texts: string[]): Module {
  return createModule(joinCells(texts.map((text, index) => ({ index, text }))), NO_ENVIRONMENT);
}

describe('module: calls', () => {
  const calls = moduleOf('import torch\nx = torch.load(p, *a)\ny = torch.load(q, **k)\ntorch.save(x.to(0), f=g)\n');
  it('finds calls by full name, in order of the source', () => {
    assert.deepEqual(
      calls.callsTo('torch.save', 'torch.load').map((call) => calls.textOf(call.node)),
      ['torch.load(p, *a)', 'torch.load(q, **k)', 'torch.save(x.to(0), f=g)'],
    );
  });
  it('finds calls by a pattern of their full name, and by the last part of how they are spelt', () => {
    const module = moduleOf('import torch as t\nt.load(a)\nfrom torch import save\nsave(b)\nx.load(c)\nload(d)\n');
    const texts = (found: readonly { readonly node: Span }[]) => found.map(({ node }) => module.textOf(node));
    assert.deepEqual(texts(module.callsMatching(/^torch\./)), ['t.load(a)', 'save(b)']);
    assert.deepEqual(texts(module.callsMatching(/save$/)), ['save(b)']);
    const spelt = (pattern: RegExp) => module.callsSpelt(pattern).map((call) => module.textOf(call));
    assert.deepEqual(spelt(/^load$/), ['t.load(a)', 'x.load(c)', 'load(d)']);
    assert.deepEqual(texts(module.methodCalls('load')), ['t.load(a)', 'x.load(c)']);
  });
  it('knows after an edit what names mean then, and keeps what is known of the others', () => {
    const memory = createMemory();
    const called = (source: string) => {
      const module = createModule(
        { source, syntax: parseAgain(source, memory), notebook: null },
        NO_ENVIRONMENT,
        memory,
      );
      const own = module.callsMatching(/./).map(({ node, qualifiedName }) => `${module.textOf(node)} ${qualifiedName}`);
      return own;
    };
    const head = 'import a\nimport b as c\nf = a.g\n';
    assert.deepEqual(called(`${head}f(1)\nc.h(2)\n`), ['f(1) a.g', 'c.h(2) b.h']);
    assert.deepEqual(called(`${head}f(1)\nc.h(2)\nc.h(3)\n`), ['f(1) a.g', 'c.h(2) b.h', 'c.h(3) b.h']);
    assert.deepEqual(called(`${head}f(1)\nc.h(2)\nc.h(3)\nf(4)\n`.replace('import a', 'import d as a')), [
      'f(1) d.g',
      'c.h(2) b.h',
      'c.h(3) b.h',
      'f(4) d.g',
    ]);
    assert.deepEqual(called(`${head}c.h(2)\nf = c.k\nf(4)\n`), ['c.h(2) b.h', 'f(4) b.k']);
    // A name defined by itself.
    assert.deepEqual(called(`${head}f = f\nf(4)\nwhile f:\n    f = f\n    f(5)\n`), ['f(4) a.g']);
  });
  it('finds method calls of any receiver', () => {
    const [to] = calls.methodCalls('to');
    assert.equal(to?.receiver.kind, Kind.Name);
  });
  it('knows that *args and **kwargs hide arguments', () => {
    const [first, second, third] = calls.callsTo('torch.load', 'torch.save');
    assert.deepEqual([first!.hidden, second!.hidden, third!.hidden], [true, true, false]);
    assert.equal(first!.has('weights_only'), false);
    assert.equal(second!.has('weights_only'), true);
    assert.equal(first!.argument(1, null), null);
    assert.notEqual(second!.argument(0, 'f'), null);
    assert.notEqual(third!.argument(1, 'f'), null);
  });
  it('knows an attribute that its class assigns once', () => {
    const of = (body: string) => {
      const module = moduleOf(
        `import torch\nclass A:\n    def __init__(self):\n        self.x = torch.zeros(1)\n${body}    def f(self):\n        g(self.x)\n`,
      );
      return module.textOf(module.definition(module.all(Kind.Call).at(-1)!.args[0]!));
    };
    assert.equal(of(''), 'torch.zeros(1)');
    assert.equal(of('        self.x = 2\n'), 'self.x');
    assert.equal(of('        self.x, y = z\n'), 'self.x');
    assert.equal(of('        self.x += 1\n'), 'self.x');
    assert.equal(of('class B:\n'), 'self.x');
  });
  it('lists the imported packages', () => {
    assert.deepEqual(
      [...moduleOf('import a.b as c\nfrom d.e import f\nfrom . import g\ndef h():\n    import i\n').imports],
      ['a', 'd', 'i'],
    );
  });
  it('gives nodes of a kind in order, with their surroundings', () => {
    const module = moduleOf('for i in a:\n    x = i == 1\ny = x == 2\n');
    const [first, second] = module.all(Kind.Compare);
    assert.equal(module.textOf(first!), 'i == 1');
    assert.equal(module.enclosing(first!, Kind.For)?.start, 0);
    assert.equal(module.enclosing(second!, Kind.For), null);
  });
  it('reads strings through single assignments', () => {
    const module = moduleOf("path = 'a' 'b'\nopen(path)\nopen(f'{path}')\n");
    const [plain, formatted] = module.callsTo('builtins.open');
    assert.equal(module.stringOf(plain!.argument(0, 'file')), 'ab');
    assert.equal(module.stringOf(formatted!.argument(0, 'file')), null);
  });
});

describe('module: addKeyword', () => {
  const cases: [string, string, string][] = [
    ['no arguments', 'f()', 'f(k=1)'],
    ['one argument', 'f(a)', 'f(a, k=1)'],
    ['a keyword', 'f(a, b=2)', 'f(a, b=2, k=1)'],
    ['a trailing comma', 'f(a,)', 'f(a, k=1)'],
    ['an argument in parentheses', 'f((a), (b))', 'f((a), (b), k=1)'],
    ['a generator', 'f(x for x in y)', 'f((x for x in y), k=1)'],
    ['unpacking', 'f(*a, **b)', 'f(*a, **b, k=1)'],
    ['a call in a call', 'f(g(a))', 'f(g(a), k=1)'],
    ['arguments broken inside the line', 'f(a,\n  b)', 'f(a,\n  b,\n  k=1)'],
    ['one argument a line', 'f(\n    a,\n    b\n)', 'f(\n    a,\n    b,\n    k=1\n)'],
    ['one argument a line and a trailing comma', 'f(\n    a,\n    b,\n)', 'f(\n    a,\n    b,\n    k=1,\n)'],
    [
      'a comment behind the last argument',
      'f(\n    a,\n    b  # why, (really)\n)',
      'f(\n    a,\n    b,  # why, (really)\n    k=1\n)',
    ],
    ['a comment behind the trailing comma', 'f(\n    a,  # why)\n)', 'f(\n    a,  # why)\n    k=1,\n)'],
    ['a comment alone', 'f(  # nothing\n)', 'f(  # nothing\nk=1)'],
    ['windows line ends', 'f(\r\n    a\r\n)', 'f(\r\n    a,\r\n    k=1\r\n)'],
  ];
  for (const [title, before, after] of cases) {
    it(title, () => {
      const head = 'from lib import f\n';
      const module = moduleOf(`${head}${before}\n`);
      const edit = module.callsTo('lib.f')[0]!.addKeyword('k=1');
      const result = applyEdits(module.source, [edit]).slice(head.length, -1);
      assert.equal(result, after);
      assert.deepEqual(parse(result).problems, []);
    });
  }
});

describe('module: importEdit', () => {
  function added(module: Module, statement: string): string | null {
    const edit = module.importEdit(statement);
    return edit === null ? null : applyEdits(module.source, [edit]);
  }
  const cases: [string, string, string][] = [
    ['behind the imports', 'import os\nimport sys\nx = 1\n', 'import os\nimport sys\nimport copy\nx = 1\n'],
    ['behind the docstring', '"""Doc."""\nx = 1\n', '"""Doc."""\nimport copy\nx = 1\n'],
    [
      'behind __future__',
      'from __future__ import annotations\nx = 1\n',
      'from __future__ import annotations\nimport copy\nx = 1\n',
    ],
    [
      'before the first statement, below leading comments',
      '#!/usr/bin/env python\n# coding: utf-8\nx = 1\n',
      '#!/usr/bin/env python\n# coding: utf-8\nimport copy\nx = 1\n',
    ],
    ['into an empty file', '', 'import copy\n'],
    ['behind an import that is the last line', 'import os', 'import os\nimport copy'],
    ['behind a comment of the import', 'import os  # paths\nx = 1\n', 'import os  # paths\nimport copy\nx = 1\n'],
    ['before an import that shares its line', 'import os; x = 1\n', 'import copy\nimport os; x = 1\n'],
    [
      'behind a multi-line import',
      'from a import (\n    b,\n)\nx = 1\n',
      'from a import (\n    b,\n)\nimport copy\nx = 1\n',
    ],
    [
      'behind guarded imports',
      'import os\ntry:\n    import a\nexcept ImportError:\n    a = None\nimport b\nx = 1\n',
      'import os\ntry:\n    import a\nexcept ImportError:\n    a = None\nimport b\nimport copy\nx = 1\n',
    ],
    [
      'not behind imports further down',
      'import os\nx = 1\nimport sys\n',
      'import os\nimport copy\nx = 1\nimport sys\n',
    ],
    ['with windows line ends', 'import os\r\nx = 1\r\n', 'import os\r\nimport copy\r\nx = 1\r\n'],
  ];
  for (const [title, before, after] of cases)
    it(title, () => assert.equal(added(moduleOf(before), 'import copy'), after));

  it('adds nothing that is there', () => {
    assert.equal(added(moduleOf('import copy\n'), 'import copy'), null);
    assert.equal(added(moduleOf('from copy import deepcopy\n'), 'from copy import deepcopy'), null);
    assert.equal(added(moduleOf('import numpy as np\n'), 'import numpy as np'), null);
    assert.notEqual(added(moduleOf('import numpy\n'), 'import numpy as np'), null);
    assert.notEqual(added(moduleOf('def f():\n    import copy\n'), 'import copy'), null);
  });
  it('goes to the first cell with imports', () => {
    assert.equal(
      added(notebookOf('# Title', 'import os\nx = 1', 'import sys'), 'import copy'),
      '# Title\nimport os\nimport copy\nx = 1\nimport sys',
    );
  });
  it('goes to the first Python cell if none imports, below its magics', () => {
    assert.equal(added(notebookOf('%%bash\nls', 'x = 1'), 'import copy'), '%%bash\nls\nimport copy\nx = 1');
  });
});
