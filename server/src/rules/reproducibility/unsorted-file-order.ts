// unsorted-file-order: the order in which a folder lists its files decides the order of rows or labels.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, Expr, For, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { meaningOf } from '../../analysis/meanings';
import { rule } from '../rule';

const LISTINGS = new Set(['os.listdir', 'os.scandir', 'glob.glob', 'glob.iglob']);
const PATH_METHODS = new Set(['iterdir', 'glob', 'rglob']);
/** What a list goes into where its order no longer counts. */
const ORDER_FREE = /^builtins\.(sorted|set|frozenset|len|sum|min|max|any|all|dict)$/;

export default rule({
  name: 'unsorted-file-order',
  category: 'reproducibility',
  severity: 'information',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['os', 'glob', 'pathlib'],
  summary: 'The order of rows, labels or ids comes from a folder, which lists its files in any order',
  docs: `
\`os.listdir\`, \`glob\` and \`Path.iterdir\` give files in the order of the file system
([os.listdir](https://docs.python.org/3/library/os.html#os.listdir): "The list is in arbitrary order"). Rows, class numbers
and seeded splits made in that order are others on another machine. \`sorted\` makes them the same everywhere.
`,
  silent: `
- \`sorted\` or \`.sort()\` on the way, also of the list that is made.
- Files are only counted, copied, deleted, printed or looked up; or end as keys of a dict.
- The path's object is not known to be a \`Path\`.
`,
  messages: {
    loop: '`{call}` lists files in any order, and the order of `{result}` comes from it: it differs between machines. Wrap it in `sorted`',
  },
  examples: [
    {
      title: 'rows of many files',
      bad: `
import glob
import os
from pathlib import Path
rows = []
for name in os.listdir("data"):
#           ^^^^^^^^^^^^^^^^^^
    rows.append(read(name))
texts = [open(path).read() for path in glob.glob("data/*.txt")]
#                                      ^^^^^^^^^^^^^^^^^^^^^^^
def words(folder: Path):
    ids = {}
    for path in folder.iterdir():
#               ^^^^^^^^^^^^^^^^
        ids[path.stem] = len(ids)
    return ids`,
      good: `
import glob
import os
from pathlib import Path
rows = []
for name in sorted(os.listdir("data")):
    rows.append(read(name))
texts = [open(path).read() for path in sorted(glob.glob("data/*.txt"))]
def words(folder: Path):
    ids = {}
    for path in sorted(folder.iterdir()):
        ids[path.stem] = len(ids)
    return ids`,
    },
    {
      title: 'sorted, counted, deleted, keyed',
      fine: `
import glob
import os
rows = []
for name in sorted(os.listdir("data")):
    rows.append(read(name))
names = []
for name in os.listdir("data"):
    names.append(name)
names.sort()
for name in glob.glob("tmp/*"):
    os.remove(name)
found = {}
for name in os.listdir("data"):
    found[name] = read(name)
count = len([name for name in os.listdir("data")])
first = sorted(name for name in os.listdir("data"))
for item in tree.glob("x"):
    rows.append(item)`,
    },
  ],
  *check(module) {
    for (const loop of module.all(Kind.For)) {
      const listing = listingOf(module, loop.iter);
      const result = listing === null ? null : orderedResult(module, loop);
      if (listing !== null && result !== null) yield report(module, listing, result);
    }
    for (const comp of module.all(Kind.ListComp)) {
      const [generator] = comp.generators;
      const listing = generator === undefined ? null : listingOf(module, generator.iter);
      // Names alone may be sorted or looked up later: what is read from the files is kept in this order.
      if (listing === null || comp.elt.kind !== Kind.Call || isOrderFree(module, comp)) continue;
      const assign = module.parent(comp);
      const target = assign?.kind === Kind.Assign ? assign.targets[0] : undefined;
      if (target === undefined || isSortedLater(module, target) || !/open|read|load/.test(module.textOf(comp.elt)))
        continue;
      yield report(module, listing, module.textOf(target));
    }
  },
});

function report(module: Module, listing: Call, result: string) {
  const fix = {
    title: 'Wrap it in sorted',
    edits: [
      { start: listing.start, end: listing.start, text: 'sorted(' },
      { start: listing.end, end: listing.end, text: ')' },
    ],
  };
  const data = { call: module.textOf(listing.func), result };
  // What \`scandir\` gives cannot be compared.
  const fixes = data.call.endsWith('scandir') ? [] : [fix];
  return { at: listing, message: 'loop' as const, data, fixes };
}

/** The call that lists a folder, where it stands in the loop itself. */
function listingOf(module: Module, iter: Expr): Call | null {
  const at = isEnumerate(module, iter) ? iter.args[0] : iter;
  if (at?.kind !== Kind.Call) return null;
  if (LISTINGS.has(module.qualifiedName(at.func) ?? '')) return at;
  if (at.func.kind !== Kind.Attribute || !PATH_METHODS.has(at.func.attr)) return null;
  return isPath(module, at.func.value) ? at : null;
}

function isEnumerate(module: Module, expr: Expr): expr is Call {
  return (
    expr.kind === Kind.Call &&
    /^(builtins\.enumerate|tqdm\.\w+|tqdm\.auto\.\w+)$/.test(module.qualifiedName(expr.func) ?? '')
  );
}

function isPath(module: Module, expr: Expr): boolean {
  const made = meaningOf(module, expr) ?? expr;
  if (made.kind === Kind.Call) return /^pathlib\.\w*Path(\.cwd|\.home)?$/.test(module.qualifiedName(made.func) ?? '');
  if (made.kind !== Kind.Name) return false;
  const bindings = module.scopes.reaching(made);
  return (
    bindings.length > 0 &&
    bindings.every(({ node }) => {
      return (
        node.kind === Kind.Param && node.annotation !== null && module.qualifiedName(node.annotation) === 'pathlib.Path'
      );
    })
  );
}

function isOrderFree(module: Module, node: Node): boolean {
  const parent = module.parent(node);
  return parent?.kind === Kind.Call && ORDER_FREE.test(module.qualifiedName(parent.func) ?? '');
}

/** What the rounds of a loop fill in order; null if nothing, or it is sorted later. */
function orderedResult(module: Module, loop: For): string | null {
  let result: Expr | null = null;
  for (const stmt of loop.body) {
    walk(stmt, (node) => {
      if (node.kind === Kind.FunctionDef || node.kind === Kind.Lambda) return false;
      const filled = filledBy(module, node);
      if (filled !== null && isMadeOutside(module, filled, loop)) result ??= filled;
      return true;
    });
  }
  return result === null || isSortedLater(module, result) ? null : module.textOf(result);
}

/** `rows.append(…)`, `rows.extend(…)`, `ids[x] = len(ids)`. */
function filledBy(module: Module, node: Node): Expr | null {
  if (node.kind === Kind.Call && node.func.kind === Kind.Attribute && /^(append|extend)$/.test(node.func.attr))
    return node.func.value;
  if (node.kind !== Kind.Assign || node.targets[0]?.kind !== Kind.Subscript) return null;
  const { value } = node.targets[0];
  return node.value.kind === Kind.Call && module.textOf(node.value) === `len(${module.textOf(value)})` ? value : null;
}

function isMadeOutside(module: Module, filled: Expr, loop: For): boolean {
  if (filled.kind !== Kind.Name) return filled.kind === Kind.Attribute;
  const bindings = module.scopes.owner(filled)?.bindings.get(filled.id) ?? [];
  return bindings.length > 0 && bindings.every(({ node }) => node.start < loop.start || node.end > loop.end);
}

/** `x.sort()`, `sorted(x)`, or counted only, anywhere in the file. */
function isSortedLater(module: Module, expr: Expr): boolean {
  const text = module.textOf(expr);
  if (module.methodCalls('sort').some(({ receiver }) => module.textOf(receiver) === text)) return true;
  return module
    .callsTo('builtins.sorted', 'builtins.set', 'random.shuffle')
    .some(({ node }) => node.args[0] !== undefined && module.textOf(node.args[0]) === text);
}
