// untransformed-test: a model trained on transformed rows is scored on rows that were not transformed.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import type { MethodCall, Module } from '../../analysis/module';
import { splitPartOf } from '../../analysis/splits';
import type { Fix } from '../rule';
import { rule } from '../rule';

const EVALUATIONS = ['predict', 'predict_proba', 'predict_log_proba', 'decision_function', 'score'];

/** Transformers that change the numbers of each feature, whatever the rows: without them a model sees other numbers. */
const CHANGES =
  /^(StandardScaler|MinMaxScaler|MaxAbsScaler|RobustScaler|QuantileTransformer|PowerTransformer|PCA|TruncatedSVD|KernelPCA|FastICA|NMF|KBinsDiscretizer|PolynomialFeatures|TfidfVectorizer|CountVectorizer|TfidfTransformer)$/;

export default rule({
  name: 'untransformed-test',
  category: 'evaluation',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A model trained on transformed rows is evaluated on rows that were not transformed',
  docs: `
A model that learned from scaled numbers reads raw ones as far outliers: its score says nothing. After a decomposition or a
vectorizer the columns are not even the same ones
([scikit-learn: common pitfalls](https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing)). A pipeline
applies the same steps everywhere.
`,
  silent: `
- The transformer is a step of the model's pipeline, or the transform came before the split.
- The rows pass the transformer on any path, also column by column or in place.
- The training rows came from anywhere but a \`fit_transform\` or \`transform\` that stands in the file, or the two sets are not
  the two parts of one \`train_test_split\`.
- The model is fitted more than once, or the rows that are evaluated were changed in a way we cannot see.
`,
  messages: {
    raw: '`{model}` was trained on rows that passed `{transformer}`, but these did not: the score says nothing. Pass `{transformer}.transform({rows})`',
  },
  examples: [
    {
      title: 'the test rows are not scaled',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["y"]), df["y"], random_state=0)
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X_train)
model = LogisticRegression().fit(X_scaled, y_train)
print(model.score(X_test, y_test))
#                 ^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["y"]), df["y"], random_state=0)
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X_train)
model = LogisticRegression().fit(X_scaled, y_train)
print(model.score(scaler.transform(X_test), y_test))`,
    },
    {
      title: 'the training rows keep their name',
      bad: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaler = MinMaxScaler().fit(X_train)
X_train = scaler.transform(X_train)
model = SVC()
model.fit(X_train, y_train)
predicted = model.predict(X_test)
#                         ^^^^^^`,
      good: `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaler = MinMaxScaler().fit(X_train)
X_train = scaler.transform(X_train)
model = SVC()
model.fit(X_train, y_train)
predicted = model.predict(scaler.transform(X_test))`,
    },
    {
      title: 'both are transformed, by name, in place or column by column',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaler = StandardScaler()
scaled = scaler.fit_transform(X_train)
for name in ["a", "b"]:
    X_test[name] = (X_test[name] - scaler.mean_[0]) / scaler.scale_[0]
model = LogisticRegression().fit(scaled, y_train)
print(model.score(scaler.transform(X_test), y_test))
test = scaler.transform(X_test)
print(model.predict(test))`,
    },
    {
      title: 'labels passed by mistake are another matter',
      fine: `
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
x_train, x_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
model = LinearRegression()
model.fit(x_train, y_train)
print(model.predict(y_test))`,
    },
    {
      title: 'in the pipeline, and a scaled label',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df[["y"]], random_state=0)
label_scaler = StandardScaler()
model = make_pipeline(StandardScaler(), Ridge())
model.fit(X_train, label_scaler.fit_transform(y_train))
print(label_scaler.inverse_transform(model.predict(X_test)))`,
    },
  ],
  *check(module) {
    const evaluations = module.methodCalls(...EVALUATIONS).filter((each) => isSplitPart(module, each.argument(0, 'X')));
    const fits = evaluations.length === 0 ? NO_FITS : fitsByEstimator(module);
    for (const evaluation of evaluations) {
      const rows = evaluation.argument(0, 'X');
      const fit = rows === null ? null : onlyFit(module, fits, evaluation);
      const features = fit?.argument(0, 'X') ?? null;
      const transform = features === null ? null : transformBehind(module, features);
      if (rows === null || fit === null || transform === null || !isRaw(module, rows, transform)) continue;
      const transformer = module.textOf(transform.receiver);
      const text = module.textOf(rows);
      const data = { model: module.textOf(evaluation.receiver), transformer, rows: text };
      const related = [
        { start: transform.call.start, end: transform.call.end, message: 'Training rows are transformed here' },
        { start: fit.node.start, end: fit.node.end, message: 'The model is fitted on them here' },
      ];
      const fixes: Fix[] = [
        {
          title: `Pass ${transformer}.transform(${text})`,
          edits: [{ start: rows.start, end: rows.end, text: `${transformer}.transform(${text})` }],
        },
      ];
      yield { at: rows, message: 'raw', data, related, fixes };
    }
  },
});

/** The calls of `fit` of each estimator. */
type Fits = ReadonlyMap<number, readonly MethodCall[]>;
const NO_FITS: Fits = new Map();

function isSplitPart(module: Module, rows: Expr | null): boolean {
  return rows !== null && splitPartOf(module, rows) !== null;
}

function fitsByEstimator(module: Module): Fits {
  const fits = new Map<number, MethodCall[]>();
  for (const fit of module.methodCalls('fit')) {
    const id = module.flow.valueOf(fit.receiver)?.estimator?.id;
    if (id !== undefined) fits.set(id, [...(fits.get(id) ?? []), fit]);
  }
  return fits;
}

/** The one fit of the estimator that is evaluated; null if there are several, or the engine does not know. */
function onlyFit(module: Module, fits: Fits, evaluation: MethodCall): MethodCall | null {
  const id = module.flow.valueOf(evaluation.receiver)?.estimator?.id;
  if (id === undefined) return null;
  const own = fits.get(id);
  return own?.length === 1 ? own[0]! : null;
}

interface Transform {
  readonly call: Call;
  readonly receiver: Expr;
  readonly estimator: number;
}

/** The `fit_transform` or `transform` whose result a fit gets as it is. */
function transformBehind(module: Module, features: Expr): Transform | null {
  const call = module.definition(features);
  if (call.kind !== Kind.Call || call.func.kind !== Kind.Attribute || !/^(fit_)?transform$/.test(call.func.attr))
    return null;
  const receiver = call.func.value;
  const estimator = module.flow.valueOf(receiver)?.estimator;
  // The fix writes the transformer's name: it must have one.
  if (receiver.kind !== Kind.Name || estimator === null || estimator === undefined || !CHANGES.test(estimator.name))
    return null;
  return { call, receiver, estimator: estimator.id };
}

/** The other part of the split the training rows come from, that no learnt thing has touched. */
function isRaw(module: Module, rows: Expr, { call, estimator }: Transform): boolean {
  const value = module.flow.valueOf(rows)?.data ?? null;
  const [source] = call.args;
  if (value === null || source === undefined) return false;
  const touched = value.influences.list.some(
    (influence) => influence.kind === 'fit' || influence.kind === 'statistic' || influence.estimator === estimator,
  );
  const evaluated = splitPartOf(module, rows);
  const trained = splitPartOf(module, source);
  if (touched || evaluated === null || trained === null || evaluated.statement !== trained.statement) return false;
  // `X_train, X_test, y_train, y_test`: both of the same array.
  return evaluated.place !== trained.place && evaluated.place >> 1 === trained.place >> 1;
}
