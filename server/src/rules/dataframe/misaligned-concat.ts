// misaligned-concat: rows are put side by side by their labels, but one side counts them anew.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import type { Module } from '../../analysis/module';
import { rowLabelsOf } from '../../analysis/rowIndex';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'misaligned-concat',
  category: 'dataframe',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A frame made of an array is joined to rows that kept other labels',
  docs: `
\`pd.concat(axis=1)\`, \`join\` and the assignment of a column put rows together by their *labels*, not by their place. A frame made
of an array counts its rows from 0; rows after a split, a filter, \`dropna\` or \`sample\` have kept the labels they had. Put side
by side, values land at other rows, and what has no partner becomes NaN
([pandas: concat](https://pandas.pydata.org/docs/reference/api/pandas.concat.html);
[alignment](https://pandas.pydata.org/docs/user_guide/dsintro.html#data-alignment-and-arithmetic)).
`,
  silent: `
- \`index=\` is given to the new frame, or \`reset_index\` was called on the other one.
- An array is assigned: arrays have no labels.
- The labels of either side are not known, or the rows of the two have nothing to do with each other.
`,
  messages: {
    labels:
      '`{fresh}` counts its rows from 0, but the rows of `{other}` kept their labels: they meet in the wrong places, and NaN fills the rest. Pass `index={other}.index`',
  },
  examples: [
    {
      title: 'encoded columns beside the rows of a split',
      bad: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaled = pd.DataFrame(StandardScaler().fit_transform(X_train), columns=["c", "d"])
#        ^^^^^^^^^^^^
both = pd.concat([X_train, scaled], axis=1)`,
      good: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaled = pd.DataFrame(StandardScaler().fit_transform(X_train), columns=["c", "d"], index=X_train.index)
both = pd.concat([X_train, scaled], axis=1)`,
    },
    {
      title: 'join, and a column',
      bad: `
import pandas as pd
from sklearn.cluster import KMeans
df = pd.read_csv("data.csv")
clean = df.dropna()
labels = KMeans(3, random_state=0).fit_predict(clean[["a", "b"]])
clean["cluster"] = pd.Series(labels)
#                  ^^^^^^^^^
small = df[df["a"] > 0]
joined = small.join(pd.DataFrame(small[["a"]].to_numpy()))
#                   ^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.cluster import KMeans
df = pd.read_csv("data.csv")
clean = df.dropna()
labels = KMeans(3, random_state=0).fit_predict(clean[["a", "b"]])
clean["cluster"] = pd.Series(labels, index=clean.index)
small = df[df["a"] > 0]
joined = small.join(pd.DataFrame(small[["a"]].to_numpy(), index=small.index))`,
    },
    {
      title: 'labels that fit',
      fine: `
import pandas as pd
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
scaled = pd.DataFrame(StandardScaler().fit_transform(df[["a", "b"]]), columns=["c", "d"])
both = pd.concat([df, scaled], axis=1)
clean = df.dropna().reset_index(drop=True)
other = pd.concat([clean, pd.DataFrame(StandardScaler().fit_transform(clean[["a"]]))], axis=1)
small = df[df["a"] > 0].copy()
small["b"] = StandardScaler().fit_transform(small[["b"]])
small["c"] = pd.Series(small["b"].to_numpy(), index=small.index)
rows = pd.concat([small, scaled])`,
    },
    {
      title: 'labels counted anew in place',
      fine: `
import pandas as pd
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
clean = df.dropna()
clean.reset_index(drop=True, inplace=True)
both = pd.concat([clean, pd.DataFrame(StandardScaler().fit_transform(clean[["a"]]))], axis=1)`,
    },
  ],
  *check(module) {
    if (module.callsTo('pandas.DataFrame', 'pandas.Series').length === 0) return;
    for (const { at, sides } of meetings(module)) {
      // Of two sides both must be known; what is put there is quicker to read than the frame it is put into.
      const last = sides.at(-1);
      if (last === undefined || (sides.length === 2 && rowLabelsOf(module, last) === null)) continue;
      const known = sides.map((side) => ({ side, labels: rowLabelsOf(module, side) }));
      const kept = known.find(({ labels }) => labels?.kind === 'kept');
      for (const { side, labels } of known) {
        if (labels?.kind !== 'fresh' || kept === undefined || !haveSameRows(module, side, kept.side)) continue;
        const other = module.textOf(kept.side);
        const data = { fresh: module.textOf(labels.made.func), other };
        const related = [
          { start: at.start, end: at.end, message: 'They are put together here' },
          ...(kept.labels?.kind === 'kept'
            ? [{ ...spanOf(kept.labels.by), message: 'Rows keep their labels here' }]
            : []),
        ];
        const fix = indexFix(module, labels, kept.side);
        yield { at: labels.made.func, message: 'labels', data, related, fixes: fix === null ? [] : [fix] };
      }
    }
  },
});

function spanOf({ start, end }: Expr): { start: number; end: number } {
  return { start, end };
}

/** Where rows are put together by their labels. */
function* meetings(module: Module): Iterable<{ at: Expr; sides: readonly Expr[] }> {
  for (const call of module.callsTo('pandas.concat')) {
    const axis = call.argument(1, 'axis');
    const list = call.argument(0, 'objs');
    if (axis === null || !/^(1|["']columns["'])$/.test(module.textOf(axis))) continue;
    if (list?.kind === Kind.List || list?.kind === Kind.Tuple) yield { at: call.node, sides: list.elts };
  }
  for (const { node, receiver } of module.methodCalls('join')) {
    const [other] = node.args;
    if (other !== undefined && !node.keywords.some(({ arg }) => arg === 'on'))
      yield { at: node, sides: [receiver, other] };
  }
  for (const { targets, value } of module.all(Kind.Assign)) {
    const [target] = targets;
    if (target?.kind === Kind.Subscript && target.slice.kind === Kind.Str && target.value.kind === Kind.Name)
      yield { at: target, sides: [target.value, value] };
  }
}

/** The array was made of just the rows it is put beside. */
function haveSameRows(module: Module, fresh: Expr, kept: Expr): boolean {
  const [a, b] = [fresh, kept].map((expr) => module.flow.valueOf(expr)?.data?.rows ?? null);
  return a !== null && a === b;
}

function indexFix(module: Module, { made }: { made: Call }, kept: Expr): Fix | null {
  if (kept.kind !== Kind.Name) return null;
  // The name must mean the same rows where the frame is made.
  const bindings = module.scopes.owner(kept)?.bindings.get(kept.id) ?? [];
  if (
    bindings.some(({ from }) => from > made.start && from <= kept.start) ||
    bindings.every(({ from }) => from > made.start)
  )
    return null;
  return {
    title: `Pass index=${kept.id}.index`,
    edits: [callForm(made, module.source).addKeyword(`index=${kept.id}.index`)],
  };
}
