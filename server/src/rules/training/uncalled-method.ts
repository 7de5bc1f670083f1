// uncalled-method: a line names a method and does not call it.
import { Kind } from '../../analysis/syntax';
import type { Attribute, Expr } from '../../analysis/syntax';
import { isShown } from '../../analysis/displays';
import { tableType } from '../../analysis/frames';
import type { Module } from '../../analysis/module';
import { isModuleObject } from '../../analysis/torchModules';
import { isOptimizer } from '../../analysis/training';
import { rule } from '../rule';

const OPTIMIZER_METHODS = new Set(['zero_grad', 'step']);
const MODULE_METHODS = new Set(['train', 'eval', 'zero_grad', 'cuda', 'cpu', 'half', 'float']);
const FRAME_METHODS = new Set(['head', 'tail', 'info', 'describe', 'dropna', 'reset_index', 'drop_duplicates']);
const FUNCTIONS =
  /^(matplotlib\.pyplot\.(show|close|legend|tight_layout|figure|grid|clf)|torch\.cuda\.(empty_cache|synchronize)|gc\.collect)$/;

export default rule({
  name: 'uncalled-method',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch', 'pandas', 'matplotlib', 'gc'],
  summary: 'A line names a method without calling it, so nothing happens',
  docs: `
\`optimizer.zero_grad\` without parentheses looks the method up and throws it away. No error says so: gradients add up over
all batches, the model stays in training mode, memory is not freed.
`,
  silent: `
- The last expression of a notebook's cell, which is shown.
- The object is not surely an optimizer, a schedule, a torch module or a data frame: attributes may have effects.
`,
  messages: {
    uncalled: '`{name}` is only named here, not called: nothing happens. Add `()`',
  },
  examples: [
    {
      title: 'in a training loop',
      bad: `
import torch
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
for x, y in loader:
    optimizer.zero_grad
#   ^^^^^^^^^^^^^^^^^^^
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
scheduler.step
#<^^^^^^^^^^^^
model.eval
#<^^^^^^^^`,
      good: `
import torch
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
for x, y in loader:
    optimizer.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
scheduler.step()
model.eval()`,
    },
    {
      title: 'a plot and a frame',
      bad: `
import matplotlib.pyplot as plt
import pandas as pd
df = pd.read_csv("data.csv")
df.info
#<^^^^^
df.plot()
plt.show
#<^^^^^^`,
      good: `
import matplotlib.pyplot as plt
import pandas as pd
df = pd.read_csv("data.csv")
df.info()
df.plot()
plt.show()`,
    },
    {
      title: 'called, unknown, or shown by a notebook',
      notebook: true,
      fine: `
# %%
import pandas as pd
import torch
df = pd.read_csv("data.csv")
robot.step
step = torch.optim.SGD(weights, lr=0.1).step
df.shape
# %%
df.head`,
    },
  ],
  *check(module) {
    for (const statement of module.all(Kind.ExprStmt)) {
      const { value } = statement;
      if (value.kind !== Kind.Attribute || !isMethod(module, value) || isShown(module, statement)) continue;
      const name = module.textOf(value);
      const fix = { title: `Call ${name}()`, edits: [{ start: value.end, end: value.end, text: '()' }] };
      yield { at: value, message: 'uncalled', data: { name }, fixes: [fix] };
    }
  },
});

function isMethod(module: Module, attribute: Attribute): boolean {
  const { attr, value } = attribute;
  const name = module.qualifiedName(attribute);
  if (name !== null && FUNCTIONS.test(name)) return true;
  // Nothing else has gradients to go back for.
  if (attr === 'backward' && tableType(module, value) === 'tensor') return true;
  if (
    OPTIMIZER_METHODS.has(attr) &&
    module.imports.has('torch') &&
    (isOptimizer(module, value) || isSchedule(module, value))
  )
    return true;
  if (MODULE_METHODS.has(attr) && isModuleObject(module, value)) return true;
  return FRAME_METHODS.has(attr) && tableType(module, value) === 'frame';
}

function isSchedule(module: Module, expr: Expr): boolean {
  const made = module.definition(expr);
  return made.kind === Kind.Call && module.qualifiedName(made.func)?.startsWith('torch.optim.lr_scheduler.') === true;
}
