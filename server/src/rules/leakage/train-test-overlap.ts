// train-test-overlap: a model is scored on rows that were partly among those it was fitted on.
import { findOverlaps } from '../../analysis/flow/overlap';
import { fitChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { madeDisjoint } from '../../analysis/repair/disjoint';
import { rule } from '../rule';

export default rule({
  name: 'train-test-overlap',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'pandas', 'xgboost', 'lightgbm', 'catboost', 'keras', 'tensorflow'],
  summary: 'Training and evaluation rows overlap',
  docs: `
Rows that a model was fitted on are no test of it. Overlap creeps in through slices whose bounds do not meet, two samples of
one frame, or a last fit on all rows before the score.
`,
  silent: `
- The two sets are exactly the same: see \`evaluate-on-train\`.
- The same kind of model is scored on disjoint rows, or cross-validated, somewhere in the file.
- The rows are set apart by masks, which may exclude each other in ways that cannot be seen.
`,
  messages: {
    overlap:
      '`{model}` was fitted on some of the rows it is scored on here, and on no others: the score is too good. Make the two sets disjoint',
  },
  examples: [
    {
      title: 'slices that overlap',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
model = Ridge().fit(X[:80], y[:80])
print(model.score(X[70:], y[70:]))
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
model = Ridge().fit(X[:80], y[:80])
print(model.score(X[80:], y[80:]))`,
    },
    {
      title: 'slices of data that are made, by a function',
      bad: `
import numpy as np
from sklearn.linear_model import LogisticRegression
def divided(data, labels):
    return data[:800], data[700:], labels[:800], labels[700:]
X = np.random.randn(1000, 10)
y = np.random.randint(0, 2, 1000)
X_train, X_test, y_train, y_test = divided(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'two samples of one frame',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('houses.csv')
train = df.sample(frac=0.8, random_state=1)
test = df.sample(frac=0.2, random_state=2)
model = Ridge().fit(train[['area']], train['price'])
print(model.score(test[['area']], test['price']))
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('houses.csv')
train = df.sample(frac=0.8, random_state=1)
test = df.drop(train.index)
model = Ridge().fit(train[['area']], train['price'])
print(model.score(test[['area']], test['price']))`,
    },
    {
      title: 'slices that meet',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
model = Ridge().fit(X[:80], y[:80])
print(model.score(X[80:], y[80:]))`,
    },
    {
      title: 'the rest of a sample',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('houses.csv')
train = df.sample(frac=0.8, random_state=1)
test = df.drop(train.index)
model = Ridge().fit(train[['area']], train['price'])
print(model.score(test[['area']], test['price']))`,
    },
  ],
  *check(module) {
    for (const overlapping of findOverlaps(module.flow)) {
      const { evaluation, fit } = overlapping;
      const fix = madeDisjoint(module, overlapping);
      yield {
        at: place(evaluation.at),
        message: 'overlap',
        data: { model: fit.name },
        related: withoutRepeats([fitChapter(fit)], evaluation.at),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
