// use-before-definition: the notebook fails when run from top to bottom.
import { Kind, NameContext } from '../../analysis/syntax';
import type { Name } from '../../analysis/syntax';
import { runsInPlace } from '../../analysis/scope';
import type { Binding } from '../../analysis/scope';
import type { Module } from '../../analysis/module';
import type { Cell, Notebook } from '../../analysis/notebook';
import { cellOf, isAskedFor, isProvided, mayDefineAnything } from '../../analysis/notebookNames';
import { contains } from '../../analysis/text';
import { exportsOf } from '../../knowledge/exports';
import { isBuiltin } from '../../knowledge/builtins';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'use-before-definition',
  category: 'notebook',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A cell uses a name that only a later cell defines',
  docs: `
Cells can be run in any order, so a notebook may work today because a later cell once ran first. After "restart and run
all", or on another machine, the cell raises \`NameError\`. Of public notebooks, only a quarter run from top to bottom
([Pimentel et al., MSR 2019](https://doi.org/10.1109/MSR.2019.00077)).
`,
  silent: `
- The name is also defined above, or in both places, or inside a function by \`global\`.
- It is read inside a function: that runs when it is called.
- A magic may define it (\`%run\`, \`%load_ext\`, \`%store\`), a star import of an unknown module may, or \`globals()\` is used.
- A cell is tagged as parameters, or as one to skip; a cell above does not parse.
- The read is guarded by \`try\` … \`except NameError\`.
`,
  messages: {
    later:
      '`{name}` is defined only in a later cell: run from top to bottom, this raises NameError. Move the definition above',
  },
  examples: [
    {
      title: 'a data frame read in a later cell',
      notebook: true,
      bad: `
# %%
import pandas as pd
# %%
print(frame.shape)
#     ^^^^^
# %%
frame = pd.read_csv("data.csv")`,
      good: `
# %%
import pandas as pd
# %%
frame = pd.read_csv("data.csv")
print(frame.shape)
# %%
`,
    },
    {
      title: 'the definition needs what this cell makes, so there is no fix',
      notebook: true,
      bad: `
# %%
rows = [1, 2]
total = scale * sum(rows)
#       ^^^^^
# %%
scale = len(rows)`,
    },
    {
      title: 'read inside a function that is called later',
      notebook: true,
      fine: `
# %%
def show():
    print(frame)
# %%
frame = 1
show()`,
    },
    {
      title: 'defined above and redefined below',
      notebook: true,
      fine: `
# %%
frame = load()
# %%
print(frame)
# %%
frame = frame + 1`,
    },
    {
      title: 'a magic may define it',
      notebook: true,
      fine: `
# %%
%run setup.py
# %%
print(frame)
# %%
frame = 1`,
    },
    {
      title: 'the output of a captured cell',
      notebook: true,
      fine: `
# %%
%%capture log
print(1)
# %%
log.show()
# %%
log = None`,
    },
    {
      title: 'a guard for the first run',
      notebook: true,
      fine: `
# %%
try:
    model
except NameError:
    model = None
# %%
if "model" in globals():
    print(model)
# %%
model = build()`,
    },
    {
      title: 'a comprehension and a class of its own',
      notebook: true,
      fine: `
# %%
squares = [n * n for n in range(3)]
class Config:
    rate = 0.1
    half = rate / 2
# %%
n = 4
rate = 3`,
    },
  ],
  *check(module) {
    const { notebook } = module;
    if (notebook === null || mayDefineAnything(module, notebook)) return;
    const reported = new Set<string>();
    const broken = Math.min(...module.problems.map(({ start }) => start));
    for (const use of [...module.scopes.names].sort((a, b) => a.start - b.start)) {
      if (use.ctx !== NameContext.Load || reported.has(use.id) || use.start > broken) continue;
      const cell = cellOf(notebook, use);
      const defined = cell === null ? null : laterDefinition(module, notebook, use, cell);
      if (defined === null || isAskedFor(module, use)) continue;
      reported.add(use.id);
      const fix = moveAbove(module, notebook, defined, cell!);
      const related = [
        { start: defined.node.start, end: endOfName(defined), message: `\`${use.id}\` is defined here` },
      ];
      yield { at: use, message: 'later', data: { name: use.id }, related, fixes: fix === null ? [] : [fix] };
    }
  },
});

/** The first definition of a name that is read in an earlier cell than all its definitions; null if that is not sure. */
function laterDefinition(module: Module, notebook: Notebook, use: Name, cell: Cell): Binding | null {
  if (isBuiltin(use.id) || isProvided(use.id)) return null;
  const { scopes } = module;
  // A function runs when it is called.
  if (scopes.owner(use) !== scopes.module || !runsInPlace(scopes.scopeOf(use), scopes.module)) return null;
  const bindings = scopes.module.bindings.get(use.id)!;
  const [first] = bindings;
  if (first === undefined || bindings.some((binding) => binding.remote || binding.node.start <= cell.end)) return null;
  if (scopes.module.stars.some((star) => exportsOf(star.module)?.has(use.id))) return null;
  if (first.kind === 'deleted' || first.kind === 'augmented') return null;
  const word = new RegExp(`\\b${use.id}\\b`);
  const named = module.all(Kind.Magic).some((magic) => magic.start < use.start && word.test(module.textOf(magic)));
  return named || cellOf(notebook, first.node) === null ? null : first;
}

function endOfName({ node, name }: Binding): number {
  return node.kind === Kind.Name ? node.end : Math.min(node.end, node.start + name.length);
}

/** Moves the defining cell above, if it needs nothing that is made in between and no other cell writes its names. */
function moveAbove(module: Module, notebook: Notebook, defined: Binding, before: Cell): Fix | null {
  const moved = cellOf(notebook, defined.node);
  if (moved === null || moved.tags.length > 0) return null;
  const made = [...module.scopes.module.bindings].flatMap(([name, bindings]) =>
    bindings.map((binding) => ({ name, binding })),
  );
  const own = new Set(made.filter(({ binding }) => contains(moved, binding.node)).map(({ name }) => name));
  const elsewhere = made.some(
    ({ name, binding }) => own.has(name) && !contains(moved, binding.node) && binding.kind !== 'import',
  );
  const between = made.filter(({ binding }) => before.start <= binding.node.start && binding.node.start < moved.start);
  const needs = module.scopes.names.filter((name) => contains(moved, name) && name.ctx === NameContext.Load);
  const inside = needs.some((name) => between.some((other) => other.name === name.id));
  // A cell magic must stay the first line of its cell.
  const opaque = module.all(Kind.Magic).some((magic) => contains(moved, magic) || magic.start === before.start);
  if (elsewhere || inside || opaque) return null;
  const text = module.textOf(moved).trimEnd();
  const edits = [
    { start: before.start, end: before.start, text: `${text}\n` },
    { start: moved.start, end: moved.end, text: '' },
  ];
  return { title: 'Move the defining cell above', edits };
}
