// numpy-view-mutation: a slice of an array is changed in place, and with it the array it is a view of.
import { BinaryOperator, Kind, NameContext } from '../../analysis/syntax';
import type { Assign, Expr, FunctionDef, Name, Node } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import { inBody } from '../../analysis/functionBody';
import { usesOfName } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Names of arrays that are there to be written into. */
const WRITTEN =
  /^(out|output|res|result|results|ret|buf|buffer|dst|dest|target|canvas|grid|img|image|view|window|acc|state|board|mask)\w*$|_(out|buf|view)$/i;
const IN_PLACE = new Set([BinaryOperator.Sub, BinaryOperator.Div, BinaryOperator.Mult, BinaryOperator.Add]);

export default rule({
  name: 'numpy-view-mutation',
  category: 'dataframe',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['numpy'],
  summary: 'Changing a slice of an array in place changes the array it came from',
  docs: `
\`part = data[:, :10]\` copies nothing: it is a view, another look at the same memory. \`part -= part.mean()\` then changes
\`data\` too, for whoever passed it in
([NumPy: copies and views](https://numpy.org/doc/stable/user/basics.copies.html), "basic indexing always creates views"). Write
\`part = data[:, :10].copy()\`, or compute a new array: \`part = part - part.mean()\`.
`,
  silent: `
- A mask or a list of numbers between the brackets: those copy. \`.copy()\`.
- The array is no parameter, or its name or the view's says that it is written into (\`out\`, \`buffer\`, \`window\`).
- The changed slice is not what the function returns: then writing through it is the purpose.
- It is not surely an array: slices of lists copy.
`,
  messages: {
    view: '`{view}` is a view of `{array}`, so this changes `{array}` itself, which the caller passed in. Slice a copy: `{code}.copy()`',
  },
  examples: [
    {
      title: 'a parameter that is normalised by accident',
      bad: `
import numpy as np
def normalise(data):
    part = data[:, :10]
    part -= part.mean(axis=0)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^
    part /= part.std(axis=0) + 1e-8
    return part`,
      good: `
import numpy as np
def normalise(data):
    part = data[:, :10].copy()
    part -= part.mean(axis=0)
    part /= part.std(axis=0) + 1e-8
    return part`,
    },
    {
      title: 'single values',
      bad: `
import numpy as np
def first_row(samples: np.ndarray):
    head = samples[0:1]
    head[0] = 0
#   ^^^^^^^^^^^
    return head`,
      good: `
import numpy as np
def first_row(samples: np.ndarray):
    head = samples[0:1].copy()
    head[0] = 0
    return head`,
    },
    {
      title: 'copies, new arrays, and writing on purpose',
      fine: `
import numpy as np
def copied(data):
    part = data[:, :10].copy()
    part -= 1
    return part
def chosen(data, mask):
    part = data[mask]
    part -= 1
    return part
def made_new(data):
    part = data[:, 0]
    part = part - part.mean()
    return part
def filled(out):
    part = out[:, 0]
    part[:] = 1
    return part
def in_place(data):
    part = data[:, 0]
    part *= 2
def own():
    data = np.zeros((3, 3))
    part = data[:, 0]
    part += 1
    return part
def lists(data):
    part = data[1:]
    part[0] = 3
    return part`,
    },
  ],
  *check(module) {
    for (const statement of module.all(Kind.Assign)) {
      const view = viewOf(module, statement);
      const home = view === null ? null : module.enclosing(statement, Kind.FunctionDef);
      if (view === null || home === null || !returns(home, view.name.id)) continue;
      const change = firstChange(module, view.name, statement);
      if (change === null) continue;
      const code = module.textOf(statement.value);
      const data = { view: view.name.id, array: view.array.id, code };
      const related = [{ start: statement.start, end: statement.end, message: 'The view is made here' }];
      const end = statement.value.end;
      const fix: Fix = { title: 'Slice a copy', edits: [{ start: end, end, text: '.copy()' }] };
      yield { at: change, message: 'view', data, related, fixes: [fix] };
    }
  },
});

/** `view = array[slice]`, of a parameter that surely is an array. */
function viewOf(module: Module, { targets: [name], value }: Assign): { name: Name; array: Name } | null {
  if (name?.kind !== Kind.Name || value.kind !== Kind.Subscript || value.value.kind !== Kind.Name) return null;
  const array = value.value;
  const [binding, ...others] = module.scopes.reaching(array);
  if (binding?.kind !== 'parameter' || others.length > 0 || WRITTEN.test(array.id) || WRITTEN.test(name.id))
    return null;
  const { slice } = value;
  const isArray =
    slice.kind === Kind.Tuple || tableType(module, array) === 'array' || isAnnotated(module, binding.node);
  return isArray && isBasic(slice) && array.id !== name.id ? { name, array } : null;
}

/** `x: np.ndarray`. */
function isAnnotated(module: Module, param: Node): boolean {
  if (param.kind !== Kind.Param || param.annotation === null) return false;
  return module.qualifiedName(param.annotation) === 'numpy.ndarray';
}

/** Slices, and whole numbers beside them: NumPy then gives a view. */
function isBasic(slice: Expr): boolean {
  if (slice.kind === Kind.Slice) return true;
  if (slice.kind !== Kind.Tuple) return false;
  return (
    slice.elts.some(({ kind }) => kind === Kind.Slice) &&
    slice.elts.every(({ kind }) => kind === Kind.Slice || kind === Kind.Num || kind === Kind.UnaryOp)
  );
}

function returns(fn: FunctionDef, name: string): boolean {
  let found = false;
  inBody(fn, (node) => {
    if (node.kind === Kind.Return && node.value?.kind === Kind.Name) found ||= node.value.id === name;
  });
  return found;
}

/** The first statement that changes the view where it is; null if it gets another value before. */
function firstChange(module: Module, view: Name, made: Assign): Node | null {
  for (const use of usesOfName(module, view)) {
    if (use.start <= made.end) continue;
    const parent = module.parent(use);
    if (parent?.kind === Kind.AugAssign && parent.target === use) return IN_PLACE.has(parent.op) ? parent : null;
    if (use.ctx === NameContext.Store) return null;
    const outer = parent?.kind === Kind.Subscript && parent.value === use ? module.parent(parent) : null;
    const isWritten =
      (outer?.kind === Kind.Assign && outer.targets.some((target) => target === parent)) ||
      (outer?.kind === Kind.AugAssign && outer.target === parent);
    if (isWritten) return outer;
  }
  return null;
}
