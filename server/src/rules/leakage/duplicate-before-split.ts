// duplicate-before-split: rows are repeated before they are divided.
import { findResampling } from '../../analysis/flow/resampling';
import { evaluationChapter, fitChapter, place, splitChapter, withoutRepeats } from '../../analysis/flow/story';
import { repeatAfterSplit } from '../../analysis/repair/repeatAfterSplit';
import { rule } from '../rule';

export default rule({
  name: 'duplicate-before-split',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'pandas', 'numpy'],
  summary: 'Rows are repeated before they are split',
  docs: `
Drawing the rare class with replacement, or appending a frame to itself, makes copies. If the split comes afterwards, copies
of one row land on both sides, and the model has seen the test row. Split first, and repeat training rows only.
`,
  silent: `
- The frames joined share no rows (files appended to one another, a class and the rest).
- Only training rows are repeated.
`,
  messages: {
    repeated:
      '`{name}` repeats rows before the split, so copies of test rows are in the training set. Split first and repeat training rows only',
    inSearch:
      '`{name}` repeats rows before a search divides them into folds, so each setting is scored on copies of rows it was trained on. Repeat them inside each fold',
  },
  examples: [
    {
      title: 'the rare class drawn with replacement',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
df = pd.read_csv('fraud.csv')
rare = resample(df[df['fraud'] == 1], n_samples=1000, random_state=0)
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
both = pd.concat([df[df['fraud'] == 0], rare])
X_train, X_test, y_train, y_test = train_test_split(both[['amount']], both['fraud'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
df = pd.read_csv('fraud.csv')
train_frame, test_frame = train_test_split(df, random_state=0)
rare = resample(train_frame[train_frame['fraud'] == 1], n_samples=1000, random_state=0)
both = pd.concat([train_frame[train_frame['fraud'] == 0], rare])
X_train, y_train = both[['amount']], both['fraud']
X_test, y_test = test_frame[['amount']], test_frame['fraud']
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'training rows only',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
df = pd.read_csv('fraud.csv')
train, test = train_test_split(df, random_state=0)
rare = resample(train[train['fraud'] == 1], n_samples=1000, random_state=0)
both = pd.concat([train[train['fraud'] == 0], rare])
model = LogisticRegression().fit(both[['amount']], both['fraud'])
print(model.score(test[['amount']], test['fraud']))`,
    },
    {
      title: 'split by groups',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold
games = pd.read_csv('games.csv')
both = pd.concat([games, games.rename(columns={'home': 'guest', 'guest': 'home'})])
X, y = both[['home', 'guest']], both['goals']
for train, valid in GroupKFold(5).split(X, y, both['season']):
    model = Ridge().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[valid], y.iloc[valid]))`,
    },
  ],
  *check(module) {
    for (const resampled of findResampling(module.flow, ['duplicate'])) {
      const { influence, evaluation, fit, split, inSearch } = resampled;
      if (split.groups) continue; // copies of one row can stay together
      const fix = repeatAfterSplit(module, resampled);
      yield {
        at: place(influence.at),
        message: inSearch ? 'inSearch' : 'repeated',
        data: { name: influence.name },
        related: withoutRepeats([splitChapter(split), fitChapter(fit), evaluationChapter(evaluation)], influence.at),
        ...(inSearch ? ({ severity: 'information' } as const) : {}),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
