// deleted-definition: a cell that once ran uses a name that no cell defines any more.
import { NameContext } from '../../analysis/syntax';
import type { Name } from '../../analysis/syntax';
import { runsInPlace } from '../../analysis/scope';
import type { Module } from '../../analysis/module';
import { cellOf, isAskedFor, isProvided, mayDefineAnything } from '../../analysis/notebookNames';
import { Kind } from '../../analysis/syntax';
import { isBuiltin } from '../../knowledge/builtins';
import { rule } from '../rule';

/** Were builtins of Python 2. */
const OLD = new Set([
  'unicode',
  'xrange',
  'raw_input',
  'reduce',
  'basestring',
  'long',
  'unichr',
  'execfile',
  'reload',
  'file',
  'cmp',
]);

export default rule({
  name: 'deleted-definition',
  category: 'notebook',
  severity: 'error',
  fix: 'none',
  since: '0.1.0',
  libraries: [],
  summary: 'A cell that once ran uses a name that no cell of the notebook defines any more',
  docs: `
The kernel remembers what a cell defined, even after the cell was deleted or rewritten. The notebook goes on working until it is
restarted, and for nobody else: the cell raises \`NameError\`, and how the name got its value is lost. It is among the most common
reasons why public notebooks do not run
([Pimentel et al., MSR 2019](https://doi.org/10.1109/MSR.2019.00077)).
`,
  silent: `
- The cell was never run, as far as the notebook says, or its stored output is an error.
- A magic, a star import of an unknown module, \`globals()\`, \`exec\`, or a cell of parameters may define the name.
- It is read inside a function: that runs when it is called.
- It is a builtin, or provided by IPython or a notebook service (\`display\`, \`spark\`); a cell of the notebook does not parse.
- The read is guarded by \`try\` or asks for the name first.
`,
  messages: {
    deleted:
      'No cell defines `{name}` any more, though this cell once ran with it: after a restart it raises NameError. Write the definition again, while the kernel still knows the value',
  },
  examples: [
    {
      title: 'the cell that loaded the data is gone',
      notebook: true,
      bad: `
# %% [3]
import pandas as pd
# %% [7]
print(frame.shape)
#     ^^^^^
#> (120, 4)`,
    },
    {
      title: 'several names of one cell are one finding',
      notebook: true,
      bad: `
# %% [2]
frame = pd.read_csv("birds.csv")
#       ^^
# %% [3]
plt.plot(frame["weight"])
rate = XXX`,
    },
    {
      title: 'never run, or it failed then',
      notebook: true,
      fine: `
# %% [1]
import math
# %%
print(frame.shape)
# %% [2]
print(rows)
#> NameError: name 'rows' is not defined`,
    },
    {
      title: 'a magic may have defined it, and a name of the service',
      notebook: true,
      fine: `
# %% [1]
%load_ext sql
# %% [2]
print(frame)`,
    },
    {
      title: 'read in a function, guarded, or a comprehension of its own',
      notebook: true,
      fine: `
# %% [1]
def show():
    return frame
# %% [2]
try:
    model
except NameError:
    model = None
squares = [n * n for n in range(3)]
display(squares, _, In[1])`,
    },
  ],
  *check(module) {
    const { notebook } = module;
    if (notebook === null || module.problems.length > 0 || mayDefineAnything(module, notebook)) return;
    const uses = new Map<string, Name>();
    for (const use of [...module.scopes.names].sort((a, b) => a.start - b.start)) {
      if (use.ctx !== NameContext.Load || uses.has(use.id) || !isUnknown(module, use)) continue;
      const cell = cellOf(notebook, use);
      if (cell === null || cell.executionCount === null || failed(cell.outputs) || isAskedFor(module, use)) continue;
      uses.set(use.id, use);
    }
    // The names of one deleted cell are one finding.
    const [first, ...others] = uses.values();
    if (first === undefined) return;
    const related = others.map(({ start, end, id }) => ({ start, end, message: `Nor is \`${id}\` defined any more` }));
    yield { at: first, message: 'deleted', data: { name: first.id }, related };
  },
});

function failed(outputs: readonly string[]): boolean {
  return outputs.some((output) => /\b\w*(Error|Exception|Interrupt)\b: |Traceback/.test(output));
}

/** No cell binds the name in any way, and nothing else is known to. */
function isUnknown(module: Module, use: Name): boolean {
  const { scopes } = module;
  if (scopes.owner(use) !== null || isBuiltin(use.id) || isProvided(use.id) || OLD.has(use.id)) return false;
  // Dunder names, and what stands for something that was blacked out.
  if (/^(__\w+__|X+)$/.test(use.id) || module.qualifiedName(use) !== null) return false;
  if (!runsInPlace(scopes.scopeOf(use), scopes.module)) return false;
  const word = new RegExp(`\\b${use.id}\\b`);
  return !module.all(Kind.Magic).some((magic) => word.test(module.textOf(magic)));
}
