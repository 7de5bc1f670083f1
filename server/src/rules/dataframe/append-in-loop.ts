// append-in-loop: a frame or array is copied whole in each round of a loop to make it longer.
import { Kind, NameContext } from '../../analysis/syntax';
import type { Assign, Call, Expr, For, Name, While } from '../../analysis/syntax';
import { usesOfName } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import { indentOf, insertAfter, siblingsOf } from '../../analysis/statements';
import type { Fix } from '../rule';
import { rule } from '../rule';

const ARRAYS = ['append', 'concatenate', 'vstack', 'hstack', 'row_stack', 'column_stack'].map(
  (name) => `numpy.${name}`,
);
/** So many rounds do not matter. */
const FEW = 10;
type Loop = For | While;

export default rule({
  name: 'append-in-loop',
  category: 'dataframe',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas', 'numpy'],
  summary: 'A frame or array grows in a loop, copied whole each time',
  docs: `
\`pd.concat([df, part])\` and \`np.append(a, x)\` make a new object of all rows so far. In a loop of n rounds that copies
n²/2 parts: ten times the data take a hundred times as long
([pandas: concat](https://pandas.pydata.org/docs/reference/api/pandas.concat.html), "it is not recommended to build DataFrames
by adding single rows in a for loop"). Collect the parts in a list, and join them once after the loop.
`,
  silent: `
- The loop has at most ten rounds, as far as its literal tells, or sets the frame anew in each round.
- What grows is also read in the loop, so it is needed each round; the loop goes over folds.
- Columns are added (\`axis=1\`), or a list grows.
- Arrays are information: they are mostly small.
`,
  messages: {
    frame:
      '`{name}` is copied whole in every round to add a part: the time grows with the square of the rounds. Collect the parts in a list and call `{call}` once, after the loop',
    array:
      '`{name}` is copied whole in every round to get longer. Collect the values in a list and make the array once, after the loop',
  },
  examples: [
    {
      title: 'a frame that begins empty',
      bad: `
import pandas as pd
def read_all(paths):
    everything = pd.DataFrame()
    for path in paths:
        part = pd.read_csv(path)
        everything = pd.concat([everything, part], ignore_index=True)
#                    ^^^^^^^^^
    return everything`,
      good: `
import pandas as pd
def read_all(paths):
    everything_parts = []
    for path in paths:
        part = pd.read_csv(path)
        everything_parts.append(part)
    everything = pd.concat(everything_parts, ignore_index=True)
    return everything`,
    },
    {
      title: 'an array',
      bad: `
import numpy as np
losses = np.array([])
for step in range(1000):
    losses = np.append(losses, step ** 2)
#            ^^^^^^^^^
for step in range(1000):
    losses = np.concatenate((losses, [step]))
#            ^^^^^^^^^^^^^^`,
    },
    {
      title: 'few rounds, new each round, columns, lists',
      fine: `
import numpy as np
import pandas as pd
df = pd.DataFrame()
for path in ["a.csv", "b.csv"]:
    df = pd.concat([df, pd.read_csv(path)])
for i in range(3):
    df = pd.concat([df, df])
for name in names:
    df = pd.concat([df, pd.get_dummies(df[name])], axis=1)
for path in paths:
    rows = np.zeros(3)
    rows = np.append(rows, 1)
    parts.append(rows)
seen = np.zeros(1)
while len(seen) < 2000:
    seen = np.append(seen, 1)
for fold, (train, test) in enumerate(folds.split(X)):
    df = pd.concat([df, X.iloc[test]])`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo('pandas.concat', ...ARRAYS)) {
      const statement = module.parent(call.node);
      const [target] = statement?.kind === Kind.Assign && statement.value === call.node ? statement.targets : [];
      const given = target?.kind === Kind.Name ? grownBy(call.node, target.id) : null;
      const loop = module.enclosing(call.node, Kind.For, Kind.While, Kind.FunctionDef, Kind.Lambda);
      if (target?.kind !== Kind.Name || statement?.kind !== Kind.Assign || given === null) continue;
      if (loop === null || (loop.kind !== Kind.For && loop.kind !== Kind.While) || isShort(module, loop)) continue;
      if (isSetAnew(module, target, statement, loop) || isReadToo(module, target, loop)) continue;
      const isFrame = call.qualifiedName === 'pandas.concat';
      const axis = call.argument(null, 'axis');
      if (isFrame && axis !== null && module.textOf(axis) !== '0') continue;
      const data = { name: target.id, call: call.name };
      const fix = isFrame ? collectFix(module, target, statement, call.node, loop) : null;
      const fixes = fix === null ? [] : [fix];
      const related = [{ start: loop.start, end: lineEnd(module, loop.start), message: 'In this loop' }];
      if (isFrame) yield { at: call.callee, message: 'frame', data, related, fixes };
      else yield { at: call.callee, message: 'array', severity: 'information', data, related };
    }
  },
});

/** What else is joined in `f([x, part])` or `f(x, part)`, where x is the name; null if the name is not joined. */
function grownBy({ args }: Call, name: string): readonly Expr[] | null {
  const [first] = args;
  const parts = first?.kind === Kind.List || first?.kind === Kind.Tuple ? first.elts : args;
  const isOwn = (part: Expr): boolean => part.kind === Kind.Name && part.id === name;
  return parts.filter(isOwn).length === 1 ? parts.filter((part) => !isOwn(part)) : null;
}

/** A literal of few elements, or `range` of a small number. */
function isShort(module: Module, loop: Loop): boolean {
  if (loop.kind === Kind.While) return false;
  const over = module.definition(loop.iter);
  if (over.kind === Kind.List || over.kind === Kind.Tuple) return over.elts.length <= FEW;
  const folds = over.kind === Kind.Call && /^(enumerate\(|zip\()?[\w.]*\.?split\(/.test(module.textOf(over));
  if (folds) return true;
  if (over.kind !== Kind.Call || module.qualifiedName(over.func) !== 'builtins.range') return false;
  const bounds = over.args.map((bound) => Number(module.textOf(module.definition(bound))));
  const rounds = bounds.length === 1 ? bounds[0]! : bounds[1]! - bounds[0]!;
  return rounds <= FEW;
}

/** Read in the loop by anything but what makes it grow: it must be whole in each round. */
function isReadToo(module: Module, target: Name, loop: Loop): boolean {
  return usesOfName(module, target).some((use) => {
    if (use.ctx === NameContext.Store || use.start < loop.start || use.end > loop.end) return false;
    const growing = module.enclosing(use, Kind.Assign);
    const [own] = growing?.targets ?? [];
    return own?.kind !== Kind.Name || own.id !== target.id;
  });
}

/** Another value in each round, or in another branch of it: it does not grow from round to round for sure. */
function isSetAnew(module: Module, target: Name, growing: Assign, loop: Loop): boolean {
  const bindings = module.scopes.owner(target)?.bindings.get(target.id) ?? [];
  const inLoop = bindings.filter(({ node }) => loop.start <= node.start && node.end <= loop.end);
  return (
    inLoop.some(
      ({ value }) => value !== growing.value && !(value?.kind === Kind.Call && grownBy(value, target.id) !== null),
    ) || !bindings.some(({ node }) => node.start < loop.start)
  );
}

/** The three statements of the pattern, next to each other: begin empty, add in the loop, use afterwards. */
function collectFix(module: Module, target: Name, growing: Assign, call: Call, loop: Loop): Fix | null {
  const siblings = siblingsOf(module, loop);
  const begin = siblings[siblings.indexOf(loop) - 1];
  if (begin?.kind !== Kind.Assign || begin.targets.length !== 1 || !isEmptyFrame(module, begin, target.id)) return null;
  const uses = usesOfName(module, target).filter((use) => loop.start <= use.start && use.end <= loop.end);
  const [list] = call.args;
  const parts = grownBy(call, target.id);
  const name = `${target.id}_parts`;
  if (uses.length !== 2 || list?.kind !== Kind.List || list.elts.length !== 2 || parts?.length !== 1) return null;
  if (loop.orelse.length > 0 || module.scopes.named(name).length > 0 || indentOf(module.source, growing) === null)
    return null;
  const joined = module.source.slice(call.start, list.start) + name + module.source.slice(list.end, call.end);
  const after = insertAfter(module, loop, `${target.id} = ${joined}`);
  if (after === null) return null;
  const edits = [
    { start: begin.start, end: begin.end, text: `${name} = []` },
    { start: growing.start, end: growing.end, text: `${name}.append(${module.textOf(parts[0]!)})` },
    after,
  ];
  return { title: 'Collect the parts in a list', edits };
}

function isEmptyFrame(module: Module, { targets: [target], value }: Assign, name: string): boolean {
  if (target?.kind !== Kind.Name || target.id !== name || value.kind !== Kind.Call) return false;
  return (
    value.args.length === 0 && value.keywords.length === 0 && module.qualifiedName(value.func) === 'pandas.DataFrame'
  );
}

function lineEnd(module: Module, from: number): number {
  const end = module.source.indexOf('\n', from);
  return end < 0 ? module.source.length : end;
}
