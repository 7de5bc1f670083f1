// mismatched-dummies: train and test rows get their dummy columns apart, each from the categories it happens to hold.
import { Kind } from '../../analysis/syntax';
import type { Assign, Call, Expr } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { modelBetween } from '../../analysis/roles';
import { insertAfter } from '../../analysis/statements';
import { callsNamed, mentions, quotes } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'mismatched-dummies',
  category: 'sklearn',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'Dummy columns of train and test rows are made apart, so they may not be the same ones',
  docs: `
\`get_dummies\` makes a column for each category it finds. Called for the training and the test rows apart, it makes different
ones as soon as a category is missing in either: scikit-learn then raises for columns it did not see, or, given arrays, reads one
column for another
([pandas: get_dummies](https://pandas.pydata.org/docs/reference/api/pandas.get_dummies.html)). Give the test rows the columns of
the training rows, or use \`OneHotEncoder(handle_unknown="ignore")\` in a pipeline, which remembers them.
`,
  silent: `
- The columns are aligned anywhere in the file: \`align\`, \`reindex\`, a shared categorical type, given \`categories\`.
- Both are encoded together and parted afterwards.
- No model is fitted on the first rows and asked about the second.
`,
  messages: {
    apart:
      'The test rows get dummy columns of their own categories, the training rows others: `{model}` may raise or read the wrong column. Give them the columns of `{train}`',
  },
  examples: [
    {
      title: 'two files',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("target")
X_train = pd.get_dummies(train)
X_test = pd.get_dummies(test)
#        ^^^^^^^^^^^^^^
model = LogisticRegression().fit(X_train, y)
predicted = model.predict(X_test)`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("target")
X_train = pd.get_dummies(train)
X_test = pd.get_dummies(test)
X_test = X_test.reindex(columns=X_train.columns, fill_value=0)
model = LogisticRegression().fit(X_train, y)
predicted = model.predict(X_test)`,
    },
    {
      title: 'two parts of a split',
      bad: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["town", "a"]], df["y"], random_state=0)
X_train = pd.get_dummies(X_train, columns=["town"])
X_test = pd.get_dummies(X_test, columns=["town"])
#        ^^^^^^^^^^^^^^
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["town", "a"]], df["y"], random_state=0)
X_train = pd.get_dummies(X_train, columns=["town"])
X_test = pd.get_dummies(X_test, columns=["town"])
X_test = X_test.reindex(columns=X_train.columns, fill_value=0)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'aligned',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("target")
X_train = pd.get_dummies(train)
X_train, X_test = X_train.align(pd.get_dummies(test), join="left", axis=1, fill_value=0)
model = LogisticRegression().fit(X_train, y)
predicted = model.predict(X_test)`,
    },
    {
      title: 'the columns are named by hand',
      fine: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
seen = pd.get_dummies(train["town"])
unseen = pd.get_dummies(test["town"])
unseen.columns = seen.columns
model = DecisionTreeClassifier(random_state=0).fit(seen, train["target"])
predicted = model.predict(unseen)`,
    },
    {
      title: 'encoded together',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.get_dummies(pd.read_csv("data.csv"), columns=["town"])
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["y"]), df["y"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const calls = module.callsTo('pandas.get_dummies');
    if (calls.length < 2 || mayAlign(module)) return;
    const told = new Set<string>();
    for (const train of calls) {
      for (const test of calls) {
        const [learnt, asked] = [train.argument(0, 'data'), test.argument(0, 'data')];
        if (train === test || learnt === null || asked === null || isRenamed(module, test.node)) continue;
        const [a, b] = [columnOf(module, learnt), columnOf(module, asked)];
        // Column by column, of the same two frames: one cause.
        if (a.column !== b.column || told.has(b.frame)) continue;
        const between = modelBetween(module, learnt, asked);
        if (between === null) continue;
        told.add(b.frame);
        const name = assignedName(module, train.node)?.id ?? module.textOf(learnt);
        const fix = reindexFix(module, train.node, test.node);
        const related = [
          { start: train.node.start, end: train.node.end, message: 'Those of the training rows are made here' },
          {
            start: between.evaluation.at.start,
            end: between.evaluation.at.end,
            message: 'The model meets the others here',
          },
        ];
        const data = { model: between.fit.name, train: name };
        yield { at: test.callee, message: 'apart', data, related, fixes: fix === null ? [] : [fix] };
      }
    }
  },
});

/** The frame that is encoded, and which columns of it: `train` and `["town"]`. */
function columnOf(module: Module, expr: Expr): { frame: string; column: string } {
  let base = expr;
  while (base.kind === Kind.Attribute || base.kind === Kind.Subscript) base = base.value;
  const column = module.source.slice(base.end, expr.end).replaceAll("'", '"');
  return { frame: module.textOf(base), column };
}

/** The columns get names of their own afterwards: `dummies.columns = ["a", "b"]`. */
function isRenamed(module: Module, call: Call): boolean {
  const name = assignedName(module, call)?.id;
  return module.all(Kind.Assign).some(({ targets: [target] }) => {
    if (target?.kind !== Kind.Attribute || target.attr !== 'columns') return false;
    return target.value.kind === Kind.Name && target.value.id === name;
  });
}

function assignment(module: Module, call: Call): Assign | null {
  const parent = module.parent(call);
  return parent?.kind === Kind.Assign && parent.value === call && parent.targets.length === 1 ? parent : null;
}

function assignedName(module: Module, call: Call): Extract<Expr, { kind: Kind.Name }> | null {
  const target = assignment(module, call)?.targets[0];
  return target?.kind === Kind.Name ? target : null;
}

/** Behind the second call, where both stand in the same block, the training rows' one first. */
function reindexFix(module: Module, train: Call, test: Call): Fix | null {
  const [learnt, asked] = [assignedName(module, train), assignedName(module, test)];
  const statement = assignment(module, test);
  const other = assignment(module, train);
  if (learnt === null || asked === null || statement === null || other === null || train.start > test.start)
    return null;
  if (module.parent(statement) !== module.parent(other) || learnt.id === asked.id) return null;
  const edit = insertAfter(
    module,
    statement,
    `${asked.id} = ${asked.id}.reindex(columns=${learnt.id}.columns, fill_value=0)`,
  );
  return edit === null ? null : { title: `Give it the columns of ${learnt.id}`, edits: [edit] };
}

/** The file makes the columns the same in some way. */
function mayAlign(module: Module): boolean {
  if (
    callsNamed(module, /^(align|reindex|CategoricalDtype|add_categories|set_categories|difference|intersection|union)$/)
  )
    return true;
  return mentions(module, /^categories$/) || quotes(module, /^['"]category['"]$/);
}
