// unregistered-modules: layers in a plain list are no part of the module, so they are not trained.
import { Kind, walk } from '../../analysis/syntax';
import type { Assign, ClassDef, Expr, FunctionDef } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { classOf, isModuleClass, moduleClasses } from '../../analysis/torchModules';
import { isManaged } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Layers that have parameters. */
const TRAINED =
  /^torch\.nn\.(Parameter|(Lazy)?(Linear|Bilinear|Conv\w+|BatchNorm\w+|InstanceNorm\w+)|LayerNorm|GroupNorm|Embedding(Bag)?|LSTM(Cell)?|GRU(Cell)?|RNN(Cell)?|MultiheadAttention|Transformer\w*)$/;

export default rule({
  name: 'unregistered-modules',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Layers in a plain list or dict are not trained, moved or saved with the module',
  docs: `
A module finds its layers by what is assigned to it: modules, parameters, \`ModuleList\`, \`ModuleDict\`, \`ParameterList\`. A
plain list hides them from \`parameters()\`, \`to()\`, \`state_dict()\` and \`eval()\`: the optimizer never changes them, and the
model still runs ([torch.nn.ModuleList](https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html): "modules it
contains are properly registered").
`,
  silent: `
- The list also goes into a \`Sequential\`, \`ModuleList\`, \`add_module\` or \`setattr\`, or is used outside its class.
- \`forward\` and other methods do not use it.
- The layers have no parameters (\`nn.ReLU\`), or are not surely layers.
`,
  messages: {
    list: '`{name}` holds layers in a plain {what}: the module does not see them, so they are not trained, moved or saved. Wrap it in `nn.{container}`',
  },
  examples: [
    {
      title: 'a list, by hand and by comprehension, and a dict',
      bad: `
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = [nn.Linear(8, 8) for _ in range(depth)]
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        self.ends = [nn.Linear(8, 1), nn.ReLU()]
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        self.heads = {"a": nn.Linear(8, 1)}
#                    ^^^^^^^^^^^^^^^^^^^^^^
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.heads["a"](self.ends[0](x))`,
      good: `
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(depth)])
        self.ends = nn.ModuleList([nn.Linear(8, 1), nn.ReLU()])
        self.heads = nn.ModuleDict({"a": nn.Linear(8, 1)})
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.heads["a"](self.ends[0](x))`,
    },
    {
      title: 'registered, without parameters, or not used',
      fine: `
import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = [nn.Linear(8, 8), nn.ReLU()]
        self.body = nn.Sequential(*self.a)
        self.b = [nn.ReLU(), nn.Tanh()]
        self.c = nn.ModuleList([nn.Linear(8, 8)])
        self.d = [nn.Linear(8, 8)]
        self.e = [nn.Linear(8, 8)]
        for i, layer in enumerate(self.e):
            self.add_module(str(i), layer)
    def forward(self, x):
        return self.b[0](self.c[0](self.body(x))) + len(self.a) + self.e[0](x)`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    for (const cls of moduleClasses(module)) {
      const init = cls.body.find((stmt) => stmt.kind === Kind.FunctionDef && stmt.name === '__init__');
      if (init?.kind !== Kind.FunctionDef) continue;
      for (const stmt of init.body) {
        if (stmt.kind !== Kind.Assign) continue;
        const kind = containerOf(module, stmt.value);
        const name = attributeOf(stmt);
        if (kind === null || name === null || !isHidden(module, cls, init, name)) continue;
        const what = kind.endsWith('Dict') ? 'dict' : stmt.value.kind === Kind.Tuple ? 'tuple' : 'list';
        const data = { name: `self.${name}`, what, container: kind };
        yield { at: stmt.value, message: 'list', data, fixes: fixesOf(module, stmt, kind) };
      }
    }
  },
});

function attributeOf({ targets }: Assign): string | null {
  const [target] = targets;
  const own = target?.kind === Kind.Attribute && target.value.kind === Kind.Name && target.value.id === 'self';
  return own && targets.length === 1 ? target.attr : null;
}

/** What should hold these layers; null if they are none, or not all of one sort. */
function containerOf(module: Module, value: Expr): 'ModuleList' | 'ModuleDict' | 'ParameterList' | null {
  const elements =
    value.kind === Kind.List || value.kind === Kind.Tuple
      ? value.elts
      : value.kind === Kind.ListComp
        ? [value.elt]
        : value.kind === Kind.Dict
          ? value.values
          : [];
  const sorts = elements.map((element) => sortOf(module, element));
  if (!sorts.includes('trained') && !sorts.includes('parameter')) return null;
  if (sorts.every((sort) => sort === 'parameter')) return value.kind === Kind.Dict ? null : 'ParameterList';
  if (sorts.some((sort) => sort === null || sort === 'parameter')) return null;
  return value.kind === Kind.Dict ? 'ModuleDict' : 'ModuleList';
}

function sortOf(module: Module, element: Expr): 'trained' | 'parameter' | 'plain' | null {
  if (element.kind !== Kind.Call) return null;
  const name = module.qualifiedName(element.func);
  if (name === 'torch.nn.Parameter') return 'parameter';
  if (name !== null && TRAINED.test(name)) return 'trained';
  if (name === 'torch.nn.Sequential')
    return element.args.some((part) => sortOf(module, part) === 'trained') ? 'trained' : 'plain';
  if (name !== null) return /^torch\.nn\.[A-Z]/.test(name) ? 'plain' : null;
  const own = classOf(module, element.func);
  return own !== null && isModuleClass(module, own) ? 'trained' : null;
}

/** Other methods use the attribute, and nothing registers what it holds. */
function isHidden(module: Module, cls: ClassDef, init: FunctionDef, name: string): boolean {
  const uses = module.all(Kind.Attribute).filter(({ attr }) => attr === name);
  const inside = uses.filter((use) => cls.start <= use.start && use.end <= cls.end);
  const inInit = inside.filter((use) => init.start <= use.start && use.end <= init.end);
  let registers = false;
  walk(cls, (node) => {
    if (node.kind === Kind.Attribute) registers ||= /^(add_module|register_module|register_parameter)$/.test(node.attr);
    else if (node.kind === Kind.Name) registers ||= node.id === 'setattr';
  });
  return inside.length === uses.length && inInit.length === 1 && inside.length > 1 && !registers;
}

function fixesOf(module: Module, { value }: Assign, container: string): readonly Fix[] {
  const nn = localNameOf(module, 'torch.nn', value.start);
  const torch = localNameOf(module, 'torch', value.start);
  const prefix = nn ?? (torch === null ? null : `${torch}.nn`);
  if (prefix === null || value.kind === Kind.Tuple) return [];
  const edits = [
    { start: value.start, end: value.start, text: `${prefix}.${container}(` },
    { start: value.end, end: value.end, text: ')' },
  ];
  return [{ title: `Wrap it in ${prefix}.${container}`, edits }];
}
