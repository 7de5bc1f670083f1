// evaluate-on-train: the only score of a model is on exactly its training rows, although a split held others out.
import { findTrainScores } from '../../analysis/flow/overlap';
import { fitChapter, place, splitChapter, withoutRepeats } from '../../analysis/flow/story';
import { scoredOnHeldOut } from '../../analysis/repair/disjoint';
import { rule } from '../rule';

export default rule({
  name: 'evaluate-on-train',
  category: 'leakage',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'xgboost', 'lightgbm', 'catboost'],
  summary: 'A model is scored only on its training rows',
  docs: `
The rows were split, but the score is computed on the training part: it says how well the model remembers, not how well it
predicts. Score the held-out part of the same split.
`,
  silent: `
- Any held-out score, cross-validation or validation set of that kind of model exists: showing both errors is good practice.
- The model is unsupervised.
- Nothing was split: see \`missing-split\`.
`,
  messages: {
    train: '`{model}` is scored only on the rows it was fitted on, although a split held others out. Score those',
  },
  examples: [
    {
      title: 'the training part scored',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_train, y_train))
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'both parts scored',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_train, y_train), model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    for (const overlapping of findTrainScores(module.flow)) {
      const { evaluation, fit, split } = overlapping;
      const fix = scoredOnHeldOut(module, overlapping);
      yield {
        at: place(evaluation.at),
        message: 'train',
        data: { model: fit.name },
        related: withoutRepeats([splitChapter(split), fitChapter(fit)], evaluation.at),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
