// missing-super-init: layers are assigned before the module is set up, which raises.
import { Kind, walk } from '../../analysis/syntax';
import type { Assign, Call, ClassDef, FunctionDef, Stmt } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { indentOf, insertBefore, removeStatement, statementOf } from '../../analysis/statements';
import { makesModule, moduleClasses } from '../../analysis/torchModules';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'missing-super-init',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A module assigns layers without calling super().__init__() first, which raises',
  docs: `
\`nn.Module.__init__\` makes the places where layers and parameters are kept. Assigning one before raises
\`AttributeError: cannot assign module before Module.__init__() call\`
([torch.nn.Module](https://pytorch.org/docs/stable/generated/torch.nn.Module.html): "an __init__() call to the parent class
must be made before assignment on the child").
`,
  silent: `
- \`__init__\` of the parent is called before, in any form (\`nn.Module.__init__(self)\`, \`super(Net, self).__init__()\`).
- Nothing that is surely a layer or parameter is assigned.
- The class has several parents, keywords or decorators, which may set it up.
`,
  messages: {
    missing:
      '`{cls}` assigns layers but never calls `super().__init__()`: making one raises AttributeError. Call it first',
    late: '`{layer}` is assigned before `super().__init__()` is called: this raises AttributeError. Call it first',
  },
  examples: [
    {
      title: 'never called',
      bad: `
from torch import nn
class Net(nn.Module):
    def __init__(self, size):
#       ^^^^^^^^
        """A line."""
        self.layer = nn.Linear(size, 1)
    def forward(self, x):
        return self.layer(x)`,
      good: `
from torch import nn
class Net(nn.Module):
    def __init__(self, size):
        """A line."""
        super().__init__()
        self.layer = nn.Linear(size, 1)
    def forward(self, x):
        return self.layer(x)`,
    },
    {
      title: 'called too late',
      bad: `
from torch import nn
class Net(nn.Module):
    def __init__(self):
        self.size = 3
        self.layer = nn.Linear(self.size, 1)
#       ^^^^^^^^^^
        super().__init__()
        self.other = nn.Linear(1, 1)`,
      good: `
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.size = 3
        self.layer = nn.Linear(self.size, 1)
        self.other = nn.Linear(1, 1)`,
    },
    {
      title: 'called, or nothing is assigned',
      fine: `
from torch import nn
class A(nn.Module):
    def __init__(self):
        self.size = 3
        super(A, self).__init__()
        self.layer = nn.Linear(self.size, 1)
class B(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.layer = nn.Linear(1, 1)
class C(nn.Module):
    def __init__(self):
        self.size = 3
class D(Mixin, nn.Module):
    def __init__(self):
        self.layer = nn.Linear(1, 1)
class E:
    def __init__(self):
        self.layer = nn.Linear(1, 1)`,
    },
  ],
  *check(module) {
    for (const cls of moduleClasses(module)) {
      if (cls.bases.length !== 1 || cls.keywords.length > 0 || cls.decorators.length > 0) continue;
      const init = initOf(cls);
      const layer = init === null ? null : firstLayer(module, init);
      if (init === null || layer === null) continue;
      const call = setUp(init);
      if (call === null) {
        const at = { start: init.nameStart, end: init.nameStart + init.name.length };
        yield { at, message: 'missing', data: { cls: cls.name }, fixes: fixOf(module, init, null) };
      } else if (call.start > layer.start) {
        const at = layer.targets[0]!;
        yield { at, message: 'late', data: { layer: module.textOf(at) }, fixes: fixOf(module, init, call) };
      }
    }
  },
});

function initOf(cls: ClassDef): FunctionDef | null {
  const inits = cls.body.filter((stmt) => stmt.kind === Kind.FunctionDef).filter(({ name }) => name === '__init__');
  return inits.length === 1 ? inits[0]! : null;
}

/** The first `self.x = nn.Linear(…)`. */
function firstLayer(module: Module, init: FunctionDef): Assign | null {
  for (const stmt of init.body) {
    if (stmt.kind !== Kind.Assign || stmt.value.kind !== Kind.Call) continue;
    const [target] = stmt.targets;
    const self = init.params[0]?.name;
    if (target?.kind !== Kind.Attribute || target.value.kind !== Kind.Name || target.value.id !== self) continue;
    const isParameter = module.qualifiedName(stmt.value.func) === 'torch.nn.Parameter';
    if (isParameter || makesModule(module, stmt.value)) return stmt;
  }
  return null;
}

/** The first call of some `__init__`, wherever in the method it stands. */
function setUp(init: FunctionDef): Call | null {
  let found: Call | null = null;
  walk(init, (node) => {
    if (node.kind !== Kind.Call || node.func.kind !== Kind.Attribute) return;
    const { attr } = node.func;
    if (attr === '__init__' || attr === '__setstate__' || attr === '__dict__') found ??= node;
  });
  return found;
}

/** The call as first statement, below the docstring; taken away where it stood. */
function fixOf(module: Module, init: FunctionDef, late: Call | null): readonly Fix[] {
  const first = init.body.find((stmt) => !isDocstring(stmt));
  if (first === undefined || indentOf(module.source, first) === null) return [];
  const statement = late === null ? null : statementOf(module, late);
  const removed = statement === null || module.parent(statement) !== init ? null : removeStatement(module, statement);
  if (late !== null && (removed === null || statement?.kind !== Kind.ExprStmt)) return [];
  const added = insertBefore(module, first, late === null ? 'super().__init__()' : module.textOf(late));
  const uses = late !== null && late.args.length + late.keywords.length > 0;
  const edits = removed === null ? [added] : [added, removed];
  return [{ title: 'Call super().__init__() first', edits, ...(uses ? { safety: 'unsafe' as const } : {}) }];
}

function isDocstring(stmt: Stmt): boolean {
  return stmt.kind === Kind.ExprStmt && stmt.value.kind === Kind.Str;
}
