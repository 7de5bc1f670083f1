// chained-assignment: a value is written into a copy of the frame.
import { ConstValue, Kind, walk } from '../../analysis/syntax';
import type { Call, Expr, Keyword } from '../../analysis/syntax';
import { frameIndexing } from '../../analysis/frames';
import type { Indexing } from '../../analysis/frames';
import { comparedTo } from '../../analysis/libraryVersion';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

const INDEXERS = new Set(['loc', 'iloc', 'at', 'iat']);
/** Methods that change a column when told `inplace=True`. */
const INPLACE =
  'fillna replace clip where mask interpolate ffill bfill dropna drop_duplicates sort_values rename'.split(' ');

export default rule({
  name: 'chained-assignment',
  category: 'dataframe',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A value is assigned to the result of an indexing, which may be a copy',
  docs: `
\`df[a][b] = v\` indexes twice: the first step makes a new object, and the second writes into that. Whether the frame itself
changes depends on its memory layout; with pandas 3 (copy-on-write) it never does, without an error
([pandas: copy-on-write](https://pandas.pydata.org/docs/user_guide/copy_on_write.html#chained-assignment)). The same goes for
\`df[c].fillna(v, inplace=True)\`. Write with one step: \`df.loc[b, a] = v\`.
`,
  silent: `
- Reading, however often it indexes.
- The first step is kept under a name of its own: whether a copy is meant cannot be seen.
- The object is not known to be a pandas frame: lists of frames, dicts, arrays, frames of other libraries.
- \`inplace=True\` on a column works with pandas before 3: it is a warning if the project surely has pandas 3, information if
  its version is not known, and a hint if it is surely older.
- One step: \`df.c = v\`, \`df.loc[b, a] = v\`.
`,
  messages: {
    chained:
      'This writes into what `{first}` returns, not into `{frame}`: with pandas 3 the frame never changes, before that only sometimes. {cure}',
    inplace:
      '`inplace=True` changes what `{first}` returns, not `{frame}`: with pandas 3 the frame never changes. Assign the result instead',
  },
  examples: [
    {
      title: 'a column, then rows; rows, then a column',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df["age"][df["age"] < 0] = 0
#<^^^^^^^^^^^^^^^^^^^^^^
df[df["age"] < 18]["group"] = "minor"
#<^^^^^^^^^^^^^^^^^^^^^^^^^
df.loc[df["age"] > 99]["age"] += 1
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^
df.age[3] = 4
#<^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
df.loc[df["age"] < 0, "age"] = 0
df.loc[df["age"] < 18, "group"] = "minor"
df.loc[df["age"] > 99, "age"] += 1
df.loc[3, "age"] = 4`,
    },
    {
      title: 'inplace on a column',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df["age"].fillna((df["age"].median()), inplace=True)
#<^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv("data.csv")
df["age"] = df["age"].fillna((df["age"].median()))`,
    },
    {
      title: 'inplace on a column, with pandas 3',
      files: { 'requirements.txt': 'pandas==3.0.1' },
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df.age.replace(0, 1, inplace=True)
#<^^^^^^^^^^^^`,
    },
    {
      title: 'through an indexer of a column',
      bad: `
import pandas as pd
df = pd.read_csv("data.csv")
df["age"].iloc[0] = 3
#<^^^^^^^^^^^^^^^`,
    },
    {
      title: 'one step, reads, copies, other containers',
      fine: `
import numpy as np
import pandas as pd
df = pd.read_csv("data.csv")
df.loc[df["age"] < 0, "age"] = 0
df["age"] = df["age"].fillna(0)
print(df[df["age"] > 3]["age"].max())
minors = df[df["age"] < 18].copy()
minors["group"] = "minor"
tables = {"a": df}
tables["a"]["group"] = 1
grid = np.zeros((3, 3))
grid[0][1] = 2
values = df["age"].values
values[0] = 1`,
    },
    {
      title: 'frames of other libraries',
      fine: `
import dask.dataframe as dd
import pandas as pd
df = dd.read_csv("data.csv")
df["age"][0] = 3`,
    },
  ],
  *check(module) {
    for (const target of targets(module)) {
      const written = writtenInto(target);
      const chain = written === null ? null : frameIndexing(module, written);
      if (written === null || chain === null) continue;
      const code = replacement(module, chain, target, written);
      const data = {
        first: module.textOf(written),
        frame: module.textOf(chain.frame),
        cure: code === null ? 'Write in one step, with `.loc`' : `Write \`${code}\``,
      };
      const fixes: Fix[] =
        code === null
          ? []
          : [{ title: `Write ${code}`, edits: [{ start: target.start, end: target.end, text: code }] }];
      yield { at: target, message: 'chained', data, fixes };
    }
    const pandas = comparedTo(module, 'pandas', '3.0');
    for (const { node, receiver } of module.methodCalls(...INPLACE)) {
      const inplace = node.keywords.find(
        ({ arg, value }) => arg === 'inplace' && value.kind === Kind.Const && value.value === ConstValue.True,
      );
      const chain = inplace === undefined ? null : frameIndexing(module, receiver);
      if (inplace === undefined || chain === null || module.parent(node)?.kind !== Kind.ExprStmt) continue;
      const fixes: Fix[] = isColumn(module, chain) ? [assignFix(module, node, receiver, inplace)] : [];
      yield {
        at: node.func,
        message: 'inplace',
        ...(pandas === 'newer' ? {} : { severity: pandas === 'older' ? 'hint' : 'information' }),
        data: { first: module.textOf(receiver), frame: module.textOf(chain.frame) },
        fixes,
      };
    }
  },
});

/** Everything that is assigned to. */
function* targets(module: Module): Iterable<Expr> {
  for (const node of module.all(Kind.Assign).filter((assign) => assign.targets.some(({ kind }) => kind !== Kind.Name)))
    for (const target of node.targets) yield* target.kind === Kind.Tuple ? target.elts : [target];
  for (const node of module.all(Kind.AugAssign)) yield node.target;
}

/** The object a target writes into: of `x[b]` and `x.b` it is x; an indexer in between is looked through. */
function writtenInto(target: Expr): Expr | null {
  if (target.kind !== Kind.Subscript && target.kind !== Kind.Attribute) return null;
  const object = target.value;
  const looked =
    target.kind === Kind.Subscript && object.kind === Kind.Attribute && INDEXERS.has(object.attr)
      ? object.value
      : object;
  return looked.kind === Kind.Subscript || (looked.kind === Kind.Attribute && target.kind === Kind.Subscript)
    ? looked
    : null;
}

/** The target in one step; null where labels and positions might be mixed up. */
function replacement(module: Module, chain: Indexing, target: Expr, written: Expr): string | null {
  if (target.kind === Kind.Attribute || (target.kind === Kind.Subscript && target.value !== written)) return null;
  if (target.kind !== Kind.Subscript || chain.attribute === 'iloc' || holdsSlice(target.slice)) return null;
  const frame = module.textOf(chain.frame);
  const second = module.textOf(target.slice);
  if (chain.index === null) return `${frame}.loc[${second}, "${chain.attribute}"]`;
  const first = module.textOf(chain.index);
  if (holdsSlice(chain.index) || chain.index.kind === Kind.Tuple) return null;
  const columnFirst = chain.attribute === null && isColumn(module, chain);
  const columnSecond = target.slice.kind === Kind.Str;
  if (columnFirst === columnSecond) return null;
  return columnFirst ? `${frame}.loc[${second}, ${first}]` : `${frame}.loc[${first}, ${second}]`;
}

function isColumn(module: Module, { index, attribute }: Indexing): boolean {
  return attribute === null ? index !== null && module.stringOf(index) !== null : index === null;
}

function holdsSlice(expr: Expr): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.kind === Kind.Slice;
    return node.kind === Kind.Tuple;
  });
  return found;
}

/** `df[c].m(x, inplace=True)` → `df[c] = df[c].m(x)`. */
function assignFix(module: Module, call: Call, receiver: Expr, inplace: Keyword): Fix {
  const column = module.textOf(receiver);
  const others = [...call.args, ...call.keywords].filter((argument) => argument !== inplace);
  const before = others.filter((argument) => argument.end <= inplace.start).at(-1);
  const after = others.find((argument) => argument.start >= inplace.end);
  // An argument may end before its own parentheses do: the comma is what goes with `inplace`.
  const comma = module.source.lastIndexOf(',', inplace.start);
  const start = after === undefined && before !== undefined ? Math.max(before.end, comma) : inplace.start;
  const end = after === undefined ? inplace.end : after.start;
  const edits = [
    { start: call.start, end: call.start, text: `${column} = ` },
    { start, end, text: '' },
  ];
  return { title: 'Assign the result', edits };
}
