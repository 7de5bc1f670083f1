// test-set-reuse: several candidates are scored on one test set, and none is left for the last word.
import type { Evaluation } from '../../analysis/flow';
import { findReuse } from '../../analysis/reuse';
import { place, withoutRepeats } from '../../analysis/flow/story';
import type { Module } from '../../analysis/module';
import { callAt } from '../../analysis/repair/statements';
import { Kind } from '../../analysis/syntax';
import { rule } from '../rule';

export default rule({
  name: 'test-set-reuse',
  category: 'leakage',
  severity: 'information',
  fix: 'none',
  since: '0.1.0',
  libraries: ['sklearn', 'xgboost', 'lightgbm', 'catboost', 'keras', 'tensorflow'],
  summary: 'Several candidates are scored on the same test set',
  docs: `
Whoever tries forty settings and keeps the best score of one test set has fitted the settings to that set: the best of them
will do worse on new rows. Choose by cross-validation or a third part, and score the test set once.
`,
  silent: `
- One model, several metrics; a baseline (\`DummyClassifier\`) beside it.
- Tuning by cross-validation and one score at the end; another held-out set that is scored once.
- The split is drawn anew for each candidate.
- The predictions of one model that is fitted several times, or of several models, are added up, to be averaged; a forest
  written as a class asks its trees.
- Folds cut by hand: each part has its turn.

Different models compared side by side are a hint only.
`,
  messages: {
    tuned:
      '`{model}` is fitted and scored on the same held-out rows again and again with other settings: the best score is chosen by these rows. Choose by cross-validation, and score the test set once',
    compared:
      '{count} models are scored on the same held-out rows: if the best is kept for its score, that score is too good. Choose by cross-validation, and score the test set once',
  },
  examples: [
    {
      title: 'a setting tuned on the test set',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
for alpha in range(1, 40):
    model = Ridge(alpha).fit(X_train, y_train)
    print(alpha, model.score(X_test, y_test))
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'another model first, then the settings',
      bad: `
import pandas as pd
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
for alpha in [0.1, 1, 10]:
    model = Ridge(alpha).fit(X_train, y_train)
    print(alpha, model.score(X_test, y_test))
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'a validation part for the choice',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=0)
for alpha in range(1, 40):
    print(alpha, Ridge(alpha).fit(X_train, y_train).score(X_valid, y_valid))
print(Ridge(3).fit(X_rest, y_rest).score(X_test, y_test))`,
    },
    {
      title: 'another label in each round, so another split',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
for column in list(df.columns):
    X, y = df.drop([column], axis=1), df[column]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    print(column, Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'the test of a library',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
def test_strengths():
    df = pd.read_csv('houses.csv')
    X_train, X_test, y_train, y_test = train_test_split(df[['area']], df['price'], random_state=0)
    for alpha in range(1, 40):
        assert Ridge(alpha).fit(X_train, y_train).score(X_test, y_test) > 0.5
test_strengths()`,
    },
    {
      title: 'one model, several metrics',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = Ridge().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test), r2_score(y_test, predicted))`,
    },
    {
      title: 'the mean of what several models predict for a file without labels',
      fine: `
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
labels = train.pop("sold")
predictions = []
for seed in range(10):
    forest = RandomForestClassifier(random_state=seed).fit(train, labels)
    predictions.append(forest.predict_proba(test)[:, 1])
pd.DataFrame({"sold": np.mean(predictions, axis=0)}).to_csv("submission.csv")`,
    },
  ],
  *check(module) {
    for (const { evaluations, tuned } of findReuse(module)) {
      // What is tried again and again tells more than what is scored first.
      const first = tuned ?? evaluations[0];
      const others = evaluations.filter(({ at }) => at.start !== first?.at.start);
      if (first === undefined || others.concat(first).every((each) => isInTest(module, each))) continue;
      if (tuned !== null && (isSplitAnew(module, first) || isSummedUp(module, first))) continue;
      const also = others
        .slice(0, 8)
        .map(({ at, model }) => ({ ...place(at), message: `\`${model}\` is scored on the same rows` }));
      yield {
        at: place(first.at),
        message: tuned === null ? 'compared' : 'tuned',
        data: { model: first.model, count: evaluations.length },
        related: withoutRepeats(also, first.at),
        ...(tuned === null ? ({ severity: 'hint' } as const) : {}),
      };
    }
  },
});

/** Code that tests a library scores models on purpose, and chooses none. */
function isInTest(module: Module, { at }: Evaluation): boolean {
  const call = callAt(module, at);
  const owner = call === null ? null : module.enclosing(call, Kind.FunctionDef);
  return owner?.name.startsWith('test_') ?? false;
}

/** The loop that fits and scores makes its split too: each round has another label, or another seed. */
function isSplitAnew(module: Module, { at, rows }: Evaluation): boolean {
  const call = callAt(module, at);
  const loop = call === null ? null : module.enclosing(call, Kind.For);
  if (loop === null) return false;
  const keys = new Set(
    rows.atoms.flatMap(({ steps }) => steps.flatMap((each) => (each.kind === 'split' ? each.key : []))),
  );
  return module.flow.splits.some(
    (split) => keys.has(split.key) && loop.start <= split.at.start && split.at.end <= loop.end,
  );
}

/** `mean += model.predict(X_test) / 5`: one model fitted several times to be averaged, with nothing to choose. */
function isSummedUp(module: Module, { at, fits }: Evaluation): boolean {
  const call = callAt(module, at);
  const loop = call === null ? null : module.enclosing(call, Kind.For);
  const fit = fits.at(-1)?.at.start ?? -1;
  if (call === null || loop === null || fit < loop.start || fit > loop.end) return false;
  const statement = module.enclosing(call, Kind.Assign);
  const target = statement?.targets[0];
  const name = target?.kind === Kind.Name ? new RegExp(`\\b${target.id}\\b`) : null;
  return module.all(Kind.AugAssign).some((sum) => {
    if (sum.start < loop.start || sum.end > loop.end) return false;
    return (sum.start <= call.start && call.end <= sum.end) || (name?.test(module.textOf(sum.value)) ?? false);
  });
}
