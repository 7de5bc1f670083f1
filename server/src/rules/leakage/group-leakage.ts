// group-leakage: rows of one person or thing are dealt out to both sides of a split.
import { findSharedGroups } from '../../analysis/flow/groups';
import { place, withoutRepeats } from '../../analysis/flow/story';
import { keepGroups } from '../../analysis/repair/keepGroups';
import { rule } from '../rule';

export default rule({
  name: 'group-leakage',
  category: 'leakage',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Rows of one person or thing fall on both sides of a split',
  docs: `
Where a customer or a patient has several rows, a random split puts some into training and the others into the test set. The
model then recognises the person, and the score says nothing of people it never met. Keep the rows of each together with
\`GroupShuffleSplit\` or \`GroupKFold\`
([scikit-learn: grouped data](https://scikit-learn.org/stable/modules/cross_validation.html#cross-validation-iterators-for-grouped-data)).

It speaks only where the program itself shows that the key has several rows: features are computed by group of that key, and
the single rows go to the model.
`,
  silent: `
- A column that is only named like a key.
- One row is kept of each group, or the model learns from a table with a row a group.
- A splitter for groups is used anywhere in the file; a split in order of time.
- Keys of places, goods and days: a model meets them again.
`,
  messages: {
    shared:
      'Features are computed by group of `{key}`, which has several rows, and `{name}` deals out single rows: training then knows those it is tested on. Keep each group on one side with `{instead}`',
  },
  examples: [
    {
      title: 'visits of patients',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
X, y = visits[['visit', 'pressure']], visits['ill']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.model_selection import GroupShuffleSplit
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
X, y = visits[['visit', 'pressure']], visits['ill']
train_rows, test_rows = next(GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=0).split(X, y, groups=visits['patient_id']))
X_train, X_test, y_train, y_test = X.iloc[train_rows], X.iloc[test_rows], y.iloc[train_rows], y.iloc[test_rows]
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'folds of visits',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
X, y = visits[['visit', 'pressure']], visits['ill']
folds = KFold(4, shuffle=True, random_state=0)
for train, test in folds.split(X):
#                  ^^^^^^^^^^^^^^
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.model_selection import GroupKFold
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
X, y = visits[['visit', 'pressure']], visits['ill']
folds = GroupKFold(n_splits=4)
for train, test in folds.split(X, groups=visits['patient_id']):
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))`,
    },
    {
      title: 'each patient on one side',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupShuffleSplit
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
X, y = visits[['visit', 'pressure']], visits['ill']
train, test = next(GroupShuffleSplit(random_state=0).split(X, y, groups=visits['patient_id']))
model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
print(model.score(X.iloc[test], y.iloc[test]))`,
    },
    {
      title: 'the last visit of each patient',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
visits = pd.read_csv('visits.csv')
visits['visit'] = visits.groupby('patient_id')['day'].transform('count')
last = visits.drop_duplicates('patient_id', keep='last')
X_train, X_test, y_train, y_test = train_test_split(last[['visit', 'pressure']], last['ill'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'a row for each patient, with what their visits say',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
patients, visits = pd.read_csv('patients.csv'), pd.read_csv('visits.csv')
count = visits.groupby('patient_id')['day'].count().reset_index()
table = patients.merge(count, on='patient_id')
X_train, X_test, y_train, y_test = train_test_split(table[['day', 'age']], table['ill'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'features by the day of the week',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
visits = pd.read_csv('visits.csv')
visits['busy'] = visits.groupby('weekday')['day'].transform('count')
X_train, X_test, y_train, y_test = train_test_split(visits[['busy']], visits['ill'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    for (const shared of findSharedGroups(module.flow)) {
      const { split, key, evidence } = shared;
      const fix = keepGroups(module, shared);
      yield {
        at: place(split.at),
        message: 'shared',
        data: { key, name: split.name, instead: split.folds ? 'GroupKFold' : 'GroupShuffleSplit' },
        related: withoutRepeats([{ ...place(evidence.at), message: `Grouped by \`${key}\` here` }], split.at),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
