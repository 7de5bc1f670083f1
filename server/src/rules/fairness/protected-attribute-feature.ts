// protected-attribute-feature: a decision about people is learnt from a protected attribute.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Str } from '../../analysis/syntax';
import type { ColumnSelection, Fit } from '../../analysis/flow/types';
import type { MethodCall, Module } from '../../analysis/module';
import type { Span } from '../../analysis/text';
import { contains } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Names of protected attributes, without case, blanks and underscores. */
const PROTECTED =
  /^(sex|gender|race|ethnicity|ethnic(group|origin)?|religion|nationality|nationalorigin|nativecountry|citizenship|disabilit(y|ies)|disabled|sexualorientation|pregnan(t|cy)|maritalstatus|marriage|personalstatus(sex)?)$/;

/** Decisions about people in which these attributes may not count: credit, hiring, insurance, justice, housing, education, health. */
const DECISION =
  /credit|loan|lend|mortgage|default|bankrupt|hir(e|ed|ing)\b|recruit|applicant|salary|income|wage|insur|premium|claim|recidiv|arrest|parole|bail|convict|sentenc|housing|tenant|admission|admit|scholarship|approv|eligib|welfare|promotion|attrition/i;

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
    const files = module
      .callsTo('pandas.read_csv', 'pandas.read_excel', 'pandas.read_parquet')
      .map((call) => module.stringOf(call.argument(0, null)) ?? '');
    let mentioned: ReadonlyMap<string, Str> | null = null; // few files are about such decisions
    const seen = new Set<string>();
    for (const fit of module.flow.fits) {
      const decision = [fit.target ?? '', ...files].find((name) => DECISION.test(name));
      if (decision === undefined || fit.features === null || !fit.supervised) continue;
      mentioned ??= new Map(module.all(Kind.Str).map((literal) => [module.stringOf(literal) ?? '', literal]));
      const columns = [...mentioned].filter(([name]) => isProtected(name) && isSelected(fit.features!, name));
      const call = callOf(module, fit);
      const names = columns.map(([name]) => `\`${name}\``).join(', ');
      if (columns.length === 0 || call === null || seen.has(names)) continue;
      seen.add(names); // several models on the same columns are one decision
      const related = columns.map(([name, at]) => ({
        start: at.start,
        end: at.end,
        message: `\`${name}\` is used here`,
      }));
      const fix = dropFix(module, call, columns);
      yield {
        at: call.callee,
        message: 'used',
        data: { decision, columns: names },
        related,
        fixes: fix === null ? [] : [fix],
      };
    }
  },
});

function isProtected(column: string): boolean {
  return PROTECTED.test(column.toLowerCase().replaceAll(/[\s_-]/g, ''));
}

function isSelected({ only, without }: ColumnSelection, column: string): boolean {
  return only === null ? !without.has(column) : only.has(column);
}

function callOf(module: Module, { at }: Fit): MethodCall | null {
  return module.methodCalls('fit').find(({ node }) => contains(node, at) || contains(at, node)) ?? null;
}

/** Adds the columns to the list of what is dropped from the features, if it stands there as a list of literals. */
function dropFix(module: Module, fit: MethodCall, columns: readonly (readonly [string, Str])[]): Fix | null {
  const features = fit.argument(0, 'X');
  const made = features === null ? null : module.definition(features);
  const last = made === null ? null : droppedColumns(module, made);
  if (last === null) return null;
  const text = columns.map(([, literal]) => `, ${module.textOf(literal)}`).join('');
  const at: Span = { start: last.end, end: last.end };
  return { title: 'Drop it, too', edits: [{ ...at, text }] };
}

/** The last literal of `df.drop(columns=[…])` or `df.drop([…], axis=1)`. */
function droppedColumns(module: Module, made: Expr): Expr | null {
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'drop') return null;
  const list = columnsArgument(module, made);
  return list?.kind === Kind.List && list.elts.length > 0 ? list.elts.at(-1)! : null;
}

function columnsArgument(module: Module, drop: Call): Expr | null {
  const named = drop.keywords.find(({ arg }) => arg === 'columns')?.value;
  const axis = drop.keywords.find(({ arg }) => arg === 'axis')?.value ?? drop.args[1];
  if (named !== undefined) return named;
  return axis !== undefined && /^(1|['"]columns['"])$/.test(module.textOf(axis)) ? (drop.args[0] ?? null) : null;
}
