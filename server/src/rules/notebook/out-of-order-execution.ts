// out-of-order-execution: the stored results come from another order of the cells than the notebook shows.
import { Kind, NameContext } from '../../analysis/syntax';
import type { Name } from '../../analysis/syntax';
import { runsInPlace } from '../../analysis/scope';
import type { Binding } from '../../analysis/scope';
import type { Module } from '../../analysis/module';
import type { Cell, Notebook } from '../../analysis/notebook';
import { cellOf } from '../../analysis/notebookNames';
import { rule } from '../rule';

export default rule({
  name: 'out-of-order-execution',
  category: 'notebook',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A cell was last run before the cell above it that makes its data: results are stale',
  docs: `
The numbers beside the cells tell in which order they last ran. Where a cell uses what a cell above it makes, but ran before that
one, its stored results come from an earlier value: from data before they were cleaned, or a model before it was trained again.
What the notebook shows does not follow from what stands in it
([Pimentel et al., MSR 2019](https://doi.org/10.1109/MSR.2019.00077): only one in four notebooks runs from top to bottom).
Restart the kernel and run all cells. The fix clears what the notebook shows, so that it shows nothing stale until then.
`,
  silent: `
- One of the cells was not run, or has no number; numbers merely have gaps.
- No data flow from one to the other: only imports, functions and classes, or constants that are written out.
- A cell between the two gives the name another value, or the name is read in a function.
`,
  messages: {
    stale:
      'This cell last ran as number {count}, before the cell above that makes `{name}` (number {made}): its results come from an earlier value. Restart and run all cells',
  },
  examples: [
    {
      title: 'the data were cleaned again, the summary was not',
      notebook: true,
      bad: `
# %% [1]
import pandas as pd
frame = pd.DataFrame({"a": [1, None]})
# %% [5]
frame = frame.dropna()
# %% [3]
print(frame.describe())
#     ^^^^^
#> count 1.0`,
      good: `
# %%
import pandas as pd
frame = pd.DataFrame({"a": [1, None]})
# %%
frame = frame.dropna()
# %%
print(frame.describe())`,
    },
    {
      title: 'run from top to bottom, with gaps, and cells that were not run',
      notebook: true,
      fine: `
# %% [2]
import pandas as pd
# %% [4]
frame = pd.DataFrame({"a": [1, None]})
# %% [9]
print(frame)
# %%
frame = frame.dropna()
# %% [11]
print(frame)`,
    },
    {
      title: 'imports, functions and constants run again',
      notebook: true,
      fine: `
# %% [7]
import numpy as np
SEED = 3
def double(x):
    return 2 * x
# %% [2]
values = double(np.arange(SEED))
# %% [3]
print(values)`,
    },
  ],
  *check(module) {
    const { notebook } = module;
    if (notebook === null) return;
    const reported = new Set<number>();
    const found: { use: Name; cell: Cell; maker: Cell; binding: Binding }[] = [];
    for (const use of [...module.scopes.names].sort((a, b) => a.start - b.start)) {
      const stale = use.ctx === NameContext.Load ? staleRead(module, notebook, use) : null;
      if (stale === null || reported.has(stale.cell.index)) continue;
      reported.add(stale.cell.index);
      found.push({ use, ...stale });
    }
    // One order, one finding: the first cell, with the others beside it.
    const [first, ...others] = found;
    if (first === undefined) return;
    const { use, cell, maker, binding } = first;
    const related = [
      {
        start: binding.node.start,
        end: Math.min(binding.node.end, binding.node.start + use.id.length),
        message: `\`${use.id}\` is made here`,
      },
      ...others.map((other) => ({
        start: other.use.start,
        end: other.use.end,
        message: `Stale as well: \`${other.use.id}\``,
      })),
    ];
    const data = { name: use.id, count: cell.executionCount ?? 0, made: maker.executionCount ?? 0 };
    const shown = notebook.cells.filter(({ executionCount, outputs }) => executionCount !== null || outputs.length > 0);
    const fix = { title: 'Clear all outputs', edits: [], clears: shown.map(({ index }) => index) };
    yield { at: use, message: 'stale', data, related, fixes: [fix] };
  },
});

/** The cell above that gives a read its value and ran later; null if there is none for sure. */
function staleRead(
  module: Module,
  notebook: Notebook,
  use: Name,
): { cell: Cell; maker: Cell; binding: Binding } | null {
  const { scopes } = module;
  if (scopes.owner(use) !== scopes.module || !runsInPlace(scopes.scopeOf(use), scopes.module)) return null;
  const cell = cellOf(notebook, use);
  if (cell === null || cell.executionCount === null) return null;
  const binding = scopes.reaching(use).findLast(({ node }) => node.end <= use.start);
  const maker = binding === undefined ? null : cellOf(notebook, binding.node);
  if (binding === undefined || maker === null || maker.index >= cell.index || maker.executionCount === null)
    return null;
  if (maker.executionCount <= cell.executionCount || !isData(binding) || binding.remote) return null;
  // Made in the cell itself as well: which of both it was cannot be told.
  return scopes.reaching(use).every(({ node }) => cellOf(notebook, node)?.index !== cell.index)
    ? { cell, maker, binding }
    : null;
}

/** A value that was computed: running an import, a definition or a constant again changes nothing. */
function isData({ kind, value }: Binding): boolean {
  if (kind === 'import' || kind === 'function' || kind === 'class' || kind === 'deleted') return false;
  if (value === null) return true;
  const written = [Kind.Num, Kind.Str, Kind.Const, Kind.Lambda, Kind.UnaryOp, Kind.Name, Kind.Attribute];
  return !written.includes(value.kind);
}
