// append-in-loop: a frame or array is copied whole in each round of a loop to make it longer.
import { Kind } from '../../analysis/syntax';
import type { Assign, Call, Expr, Name } from '../../analysis/syntax';
import { comparedTo } from '../../analysis/libraryVersion';
import { localNameOf } from '../../analysis/locals';
import { growingAt, grownBy, isAppend } from '../../analysis/growing';
import type { Loop } from '../../analysis/growing';
import { usesOfName } from '../../analysis/meanings';
import { isGuarded } from '../../analysis/guards';
import type { Module } from '../../analysis/module';
import { indentOf, insertAfter, siblingsOf } from '../../analysis/statements';
import type { Fix, Related } from '../rule';
import { rule } from '../rule';

const ARRAYS = ['append', 'concatenate', 'vstack', 'hstack', 'row_stack', 'column_stack'].map(
  (name) => `numpy.${name}`,
);
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
      title: 'rows appended, with a pandas that can',
      files: { 'requirements.txt': 'pandas==1.5.3' },
      bad: `
import pandas as pd
def table(results):
    rows = pd.DataFrame()
    for name, score in results:
        rows = rows.append({"name": name, "score": score}, ignore_index=True)
#              ^^^^^^^^^^^
    return rows`,
      good: `
import pandas as pd
def table(results):
    rows_parts = []
    for name, score in results:
        rows_parts.append({"name": name, "score": score})
    rows = pd.DataFrame(rows_parts)
    return rows`,
    },
    {
      title: 'a list of rows',
      files: { 'requirements.txt': 'pandas==1.5.3' },
      fine: `
import pandas as pd
rows = []
for part in pd.read_csv("a.csv", chunksize=100):
    rows.append(part)`,
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
      const growing = growingAt(module, call.node);
      if (growing === null) continue;
      const { target, statement, loop } = growing;
      const isFrame = call.qualifiedName === 'pandas.concat';
      const axis = call.argument(null, 'axis');
      if (isFrame && axis !== null && module.textOf(axis) !== '0') continue;
      const data = { name: target.id, call: call.name };
      const fix = isFrame ? collectFix(module, target, statement, call.node, loop) : null;
      const fixes = fix === null ? [] : [fix];
      const related = [inLoop(module, loop)];
      if (isFrame) yield { at: call.callee, message: 'frame', data, related, fixes };
      else yield { at: call.callee, message: 'array', severity: 'information', data, related };
    }
    // From pandas 2.0 on the call raises, which another rule tells.
    const version = comparedTo(module, 'pandas', '2.0');
    if (version === 'newer') return;
    for (const { node, receiver, callee } of module.methodCalls('append')) {
      const growing = growingAt(module, node);
      if (growing === null || module.flow.valueOf(receiver)?.type !== 'pandas.DataFrame') continue;
      // The way of an older version, beside the new one.
      if (isGuarded(module, node)) continue;
      const { target, statement, loop } = growing;
      const fix = collectFix(module, target, statement, node, loop);
      yield {
        at: callee,
        message: 'frame',
        data: { name: target.id, call: 'pd.concat' },
        ...(version === 'older' ? {} : { severity: 'information' as const }),
        related: [inLoop(module, loop)],
        fixes: fix === null ? [] : [fix],
      };
    }
  },
});

function inLoop(module: Module, { start }: Loop): Related {
  return { start, end: lineEnd(module, start), message: 'In this loop' };
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
  const appends = isAppend(call.func, target.id);
  if (uses.length !== 2 || parts?.length !== 1 || list === undefined) return null;
  if (!appends && (list.kind !== Kind.List || list.elts.length !== 2)) return null;
  if (loop.orelse.length > 0 || module.scopes.named(name).length > 0 || indentOf(module.source, growing) === null)
    return null;
  const joined = appends
    ? joinedParts(module, call, parts[0]!, name)
    : module.source.slice(call.start, list.start) + name + module.source.slice(list.end, call.end);
  if (joined === null) return null;
  const after = insertAfter(module, loop, `${target.id} = ${joined}`);
  if (after === null) return null;
  const edits = [
    { start: begin.start, end: begin.end, text: `${name} = []` },
    { start: growing.start, end: growing.end, text: `${name}.append(${module.textOf(parts[0]!)})` },
    after,
  ];
  return { title: 'Collect the parts in a list', edits };
}

/** `pd.concat(parts, ignore_index=True)` of frames, `pd.DataFrame(parts)` of rows that are dictionaries. */
function joinedParts(module: Module, { keywords }: Call, part: Expr, name: string): string | null {
  const pandas = localNameOf(module, 'pandas', part.start);
  if (pandas === null || keywords.some(({ arg }) => arg !== 'ignore_index' && arg !== 'sort')) return null;
  const made = module.definition(part);
  if (made.kind === Kind.Dict) return `${pandas}.DataFrame(${name})`;
  const options = keywords.map((keyword) => `, ${module.textOf(keyword)}`).join('');
  return module.flow.valueOf(part)?.type === 'pandas.DataFrame' ? `${pandas}.concat(${name}${options})` : null;
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
