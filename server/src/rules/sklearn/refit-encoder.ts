// refit-encoder: an encoder learns its categories again on the rows a model is asked about, so its codes mean others.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import type { MethodCall, Module } from '../../analysis/module';
import { modelBetween } from '../../analysis/roles';
import type { TrainedAndAsked } from '../../analysis/roles';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'refit-encoder',
  category: 'sklearn',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn', 'category_encoders'],
  summary: 'An encoder is fitted again on the test rows, so the same code may mean another category',
  docs: `
An encoder numbers the categories it finds, or makes a column of each. Fitted again on the test rows it numbers *theirs*: where a
category is missing there, every code behind it shifts, and the model reads one town for another. Nothing raises
([scikit-learn: LabelEncoder](https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.LabelEncoder.html); the
same rule as for scalers, [common pitfalls](https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing)).
Fit on the training rows, then \`transform\` the others; \`OrdinalEncoder\` and \`OneHotEncoder\` can be told what to do with
categories they have not seen (\`handle_unknown\`).
`,
  silent: `
- Another column: one encoder is used for many, one after the other.
- No model is fitted on the first rows and asked about the second.
- The two sets share rows, or it is not sure where they come from.
- Scalers and other transformers that learn numbers: those are \`refit-on-test\`'s matter.
`,
  messages: {
    refitted:
      '`{encoder}` was fitted on the training rows and learns its categories again here: the same code may mean another one for `{model}`. Use `{encoder}.transform`',
  },
  examples: [
    {
      title: 'a column of the training and of the test rows',
      bad: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import LabelEncoder
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
encoder = LabelEncoder()
train["city"] = encoder.fit_transform(train["city"])
test["city"] = encoder.fit_transform(test["city"])
#                      ^^^^^^^^^^^^^
model = RandomForestClassifier(random_state=0).fit(train[["city"]], train["target"])
predicted = model.predict(test[["city"]])`,
      good: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import LabelEncoder
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
encoder = LabelEncoder()
train["city"] = encoder.fit_transform(train["city"])
test["city"] = encoder.transform(test["city"])
model = RandomForestClassifier(random_state=0).fit(train[["city"]], train["target"])
predicted = model.predict(test[["city"]])`,
    },
    {
      title: 'all columns of a split, in a loop over columns',
      bad: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["city", "town"]], df["y"], random_state=0)
one_hot = OneHotEncoder(handle_unknown="ignore")
model = DecisionTreeClassifier(random_state=0).fit(one_hot.fit_transform(X_train), y_train)
print(model.score(one_hot.fit_transform(X_test), y_test))
#                         ^^^^^^^^^^^^^
encoder = LabelEncoder()
for name in ["city", "town"]:
    X_train[name] = encoder.fit_transform(X_train[name])
    X_test[name] = encoder.fit_transform(X_test[name])
#                          ^^^^^^^^^^^^^
other = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(other.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["city", "town"]], df["y"], random_state=0)
one_hot = OneHotEncoder(handle_unknown="ignore")
model = DecisionTreeClassifier(random_state=0).fit(one_hot.fit_transform(X_train), y_train)
print(model.score(one_hot.transform(X_test), y_test))
encoder = LabelEncoder()
for name in ["city", "town"]:
    X_train[name] = encoder.fit_transform(X_train[name])
    X_test[name] = encoder.transform(X_test[name])
other = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(other.score(X_test, y_test))`,
    },
    {
      title: 'another column, transform, rows that meet in no model',
      fine: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import LabelEncoder
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
encoder = LabelEncoder()
train["city"] = encoder.fit_transform(train["city"])
test["city"] = encoder.transform(test["city"])
train["town"] = encoder.fit_transform(train["town"])
model = RandomForestClassifier(random_state=0).fit(train[["city"]], train["target"])
predicted = model.predict(test[["city"]])
other = pd.read_csv("other.csv")
counted = LabelEncoder()
print(counted.fit_transform(train["island"]), counted.fit_transform(other["island"]))`,
    },
  ],
  *check(module) {
    const fits = encoderFits(module);
    for (const [i, call] of fits.entries()) {
      const earlier = fits.slice(0, i).findLast((other) => other.encoder === call.encoder);
      const between = earlier === undefined ? null : sameColumn(module, earlier, call);
      if (earlier === undefined || between === null) continue;
      const { start, end } = call.fit.callee;
      const at = { start: end - call.fit.method.length, end };
      const data = { encoder: module.textOf(call.fit.receiver), model: between.fit.name };
      const related = [
        { start: earlier.fit.node.start, end: earlier.fit.node.end, message: 'Fitted on the training rows here' },
        { ...spanOf(between.fit.at), message: `\`${between.fit.name}\` is fitted on those` },
        { ...spanOf(between.evaluation.at), message: 'And is asked about these rows here' },
      ].filter((place) => place.start !== start);
      const fixes: Fix[] =
        call.fit.method === 'fit_transform' ? [{ title: 'Only transform', edits: [{ ...at, text: 'transform' }] }] : [];
      yield { at, message: 'refitted', data, related, fixes };
    }
  },
});

interface EncoderFit {
  readonly encoder: number;
  readonly fit: MethodCall;
  readonly rows: Expr;
}

/** Where encoders are fitted, in source order. */
function encoderFits(module: Module): readonly EncoderFit[] {
  return module.methodCalls('fit_transform', 'fit').flatMap((fit) => {
    const rows = fit.argument(0, 'X') ?? fit.argument(0, 'y');
    const encoder = rows === null ? null : module.flow.valueOf(fit.receiver)?.estimator;
    return rows === null || encoder?.role !== 'encoder' ? [] : [{ encoder: encoder.id, fit, rows }];
  });
}

/** The model between the two, where both have the same column of two frames: `train["a"]` and `test["a"]`. */
function sameColumn(module: Module, earlier: EncoderFit, later: EncoderFit): TrainedAndAsked | null {
  const [a, b] = [columnPart(module, earlier.rows), columnPart(module, later.rows)];
  return a === b ? modelBetween(module, earlier.rows, later.rows) : null;
}

/** What follows the frame's own name: `["a"]`, `[name]`, `.a.astype(str)`; nothing of a whole frame. */
function columnPart(module: Module, rows: Expr): string {
  let base = rows;
  while (base.kind === Kind.Attribute || base.kind === Kind.Subscript || base.kind === Kind.Call)
    base = base.kind === Kind.Call ? base.func : base.value;
  return module.source.slice(base.end, rows.end).replaceAll("'", '"').replaceAll(/\s/g, '');
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start, end };
}
