// early-stop-on-test: training stops, or keeps its best weights, by the rows that are reported.
import { findStopsOnTest } from '../../analysis/flow/stopping';
import { evaluationChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { stopByTrainPart } from '../../analysis/repair/stopPart';
import { rule } from '../rule';

export default rule({
  name: 'early-stop-on-test',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['xgboost', 'lightgbm', 'catboost', 'keras', 'tensorflow', 'sklearn'],
  summary: 'Training stops by the rows that are reported',
  docs: `
Early stopping chooses the round with the best score on the rows it watches. Reporting the score of those same rows reports a
maximum, not an estimate. Watch a part of the training rows instead.
`,
  silent: `
- The set is only monitored: no early stopping, no checkpoint of the best weights that is used.
- Other rows are reported.

Where a third part is held out as well, it is information only: the score may be meant as one of validation.
`,
  messages: {
    stops:
      '`{model}` stops training by the score on these rows (`{name}`), and they are reported as its test: that score is a maximum. Hold out a part of the training rows to stop by',
    validates:
      '`{model}` stops training by the score on these rows (`{name}`), and that score is told afterwards: it is a maximum, not an estimate for new rows. For that, score the part that is held out as well',
  },
  examples: [
    {
      title: 'stopped and scored by the same rows',
      bad: `
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = XGBClassifier(early_stopping_rounds=10)
X_fit, X_stop, y_fit, y_stop = train_test_split(X_train, y_train, test_size=0.2, random_state=42, stratify=y_train)
model.fit(X_fit, y_fit, eval_set=[(X_stop, y_stop)])
print(model.score(X_test, y_test))`,
    },
    {
      title: 'a part of its own to stop by',
      fine: `
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=0)
model = XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_valid, y_valid)])
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    for (const stop of findStopsOnTest(module.flow)) {
      const { watched, reported, spare } = stop;
      const fix = stopByTrainPart(module, stop);
      yield {
        at: place(watched.at),
        message: spare ? 'validates' : 'stops',
        data: { model: watched.model, name: watched.name },
        related: withoutRepeats([evaluationChapter(reported)], watched.at),
        ...(spare ? ({ severity: 'information' } as const) : {}),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
