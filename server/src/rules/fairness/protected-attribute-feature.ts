// protected-attribute-feature: a decision about people is learnt from a protected attribute.
import { callOf, dropEdit } from '../../analysis/droppedColumns';
import { protectedFits } from '../../analysis/people';
import { rule } from '../rule';

export default rule({
  name: 'protected-attribute-feature',
  category: 'fairness',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A decision about people is learnt from a protected attribute',
  docs: `
Sex, race, religion, disability and the like are protected by law where people are granted credit, work, insurance, housing or
education (EU Charter, Article 21; ECOA in the United States). A model that is given such a column can decide by it. Leaving
the column out is not enough for fairness, as other columns may stand for it, but using it should be a decision someone made
and wrote down; compare the errors of the groups in any case
([fairlearn](https://fairlearn.org/stable/user_guide/assessment/index.html)).
`,
  silent: `
- The label, or the file the rows come from, is not named after such a decision. A column's name alone is no evidence.
- The column does not reach a fit: it is dropped before, or used for groups, weights or metrics only.
- The columns that are fitted are not known.
- Age, and data on animals or products.
`,
  messages: {
    used: 'This model decides on `{decision}` and is trained on {columns}, protected by law in such decisions. Leave it out, or write down why it is needed, and compare the errors of the groups',
  },
  examples: [
    {
      title: 'all columns but the label',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("applications.csv")
df["gender"] = df["gender"].map({"m": 0, "f": 1})
X = df.drop(columns=["loan_approved"])
y = df["loan_approved"]
model = LogisticRegression()
model.fit(X, y)
#<^^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("applications.csv")
df["gender"] = df["gender"].map({"m": 0, "f": 1})
X = df.drop(columns=["loan_approved", "gender"])
y = df["loan_approved"]
model = LogisticRegression()
model.fit(X, y)`,
    },
    {
      title: 'columns picked by name, rows of a credit register',
      bad: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("german_credit.csv")
features = df[["duration", "marital_status", "amount"]]
tree = DecisionTreeClassifier(random_state=0)
tree.fit(features, df["risk"])
#<^^^^^^`,
    },
    {
      title: 'dropped, or used for the groups of a metric only',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("loans.csv")
X = df.drop(columns=["approved", "gender"])
model = LogisticRegression()
model.fit(X, df["approved"])
print(df.groupby("gender")["approved"].mean())`,
    },
    {
      title: 'no such decision',
      fine: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("penguins.csv")
model = DecisionTreeClassifier(random_state=0)
model.fit(df[["bill_length", "sex"]], df["species"])`,
    },
  ],
  *check(module) {
    const seen = new Set<string>();
    for (const { fit, columns, decision } of protectedFits(module)) {
      const call = callOf(module, fit);
      const names = columns.map(([name]) => `\`${name}\``).join(', ');
      if (call === null || seen.has(names)) continue;
      seen.add(names); // several models on the same columns are one decision
      const related = columns.map(([name, at]) => ({
        start: at.start,
        end: at.end,
        message: `\`${name}\` is used here`,
      }));
      const edit = dropEdit(module, call, columns);
      yield {
        at: call.callee,
        message: 'used',
        data: { decision, columns: names },
        related,
        fixes: edit === null ? [] : [{ title: 'Drop it, too', edits: [edit] }],
      };
    }
  },
});
