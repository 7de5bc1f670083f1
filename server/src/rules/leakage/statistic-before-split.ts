// statistic-before-split: a mean, a rank, a fill over rows that are evaluated later becomes part of the features.
import type { Leak, Learnt } from '../../analysis/flow/types';
import type { Module } from '../../analysis/module';
import { groupNeighbours, leakStory, place, splitChapter, withoutRepeats } from '../../analysis/flow/story';
import type { Chapter, Group } from '../../analysis/flow/story';
import { STATISTIC_REPAIR } from '../../analysis/repair/learntEarly';
import { rule, type Report } from '../rule';

export default rule({
  name: 'statistic-before-split',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas', 'numpy', 'sklearn', 'polars', 'scipy', 'torch', 'keras', 'tensorflow', 'xgboost', 'lightgbm'],
  summary: 'A statistic over rows that are evaluated later becomes part of the features',
  docs: `
Filling missing values with the mean of a column, dividing by its maximum, cutting it at its quantiles: each takes a
number from all rows, test rows among them, into the training features. This is the most frequent leak in public
notebooks, and no transformer is in sight.

Split first, compute the number on the training frame, and use that same number for both.
`,
  silent: `
- The value is a constant, or is computed within one row (\`axis=1\`).
- The statistic is only printed or plotted, decides which rows stay, or its column is dropped before the fit.
- It is computed on the training rows and applied to both frames.
- Counts, category codes, \`get_dummies\`, rolling windows and shifts.
- The mean of a group for each of its rows, where the group's key divides the rows: each day's mean, divided by days.
- Values carried forward (\`ffill\`) in rows that slices divide: what comes before is known.

Where the other rows are only predicted and nobody has their label, as in \`test.csv\` of a competition, it is information.
`,
  messages: {
    handedOn:
      '`{name}` is taken over rows that `{split}` divides after it and goes into the features: what is trained on one part knows the other. Compute it on the training rows and use it for both',
    statistic:
      '`{name}` is taken over rows that `{model}` is evaluated on and goes into the features: the score comes out too good. Compute it on the training rows and use it for both',
    predicted:
      '`{name}` is taken over rows that `{model}` is to predict, too: a model in use does not have them yet. Compute it on the training rows and use it for both',
    neighbours:
      '`{name}` fills or scales rows from their neighbours, across the border between training and evaluation of `{model}`. Split first, then do it on each side',
    prediction:
      'A model fitted on rows that `{model}` is evaluated on gives values to its features. Fit it on the training rows only',
  },
  examples: [
    {
      title: 'filled with the mean of all rows',
      bad: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
df['age'] = df['age'].fillna(df['age'].mean())
#                            ^^^^^^^^^^^^^^^^
X_train, X_test, y_train, y_test = train_test_split(df[['age', 'fare']], df['survived'], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age', 'fare']], df['survived'], random_state=0)
fill_values = {'age': X_train['age'].mean()}
X_train = X_train.fillna(fill_values)
X_test = X_test.fillna(fill_values)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'several columns, and a scaler on the way to the split',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
COLUMNS = ['age', 'fare']
df = pd.read_csv('passengers.csv')
df['age'] = df['age'].fillna(df['age'].mean())
#                            ^^^^^^^^^^^^^^^^
df.fare.fillna(df.fare.median(), inplace=True)
df['home'] = df['home'].fillna('nowhere')
print(df.isnull().sum())
# Bring both to one scale.
scaler = StandardScaler()
X = scaler.fit_transform(df[COLUMNS])
y = df['survived']
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
COLUMNS = ['age', 'fare']
df = pd.read_csv('passengers.csv')
df['home'] = df['home'].fillna('nowhere')
print(df.isnull().sum())
# Bring both to one scale.
scaler = StandardScaler()
X = df[COLUMNS]
y = df['survived']
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
fill_values = {
    'age': X_train['age'].mean(),
    'fare': X_train.fare.median(),
}
X_train = X_train.fillna(fill_values)
X_test = X_test.fillna(fill_values)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'in a loop, with much else before the split',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 7
df = pd.read_csv('passengers.csv')
for column in ['age', 'fare']:
    df[column] = df[column].fillna(df[column].median())
#                                  ^^^^^^^^^^^^^^^^^^^
df['old'] = df['age'] > 60
X = df[['age', 'fare', 'old']].values
X_train, X_test, y_train, y_test = train_test_split(X, df['target'], test_size=0.2, random_state=SEED)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test), len(df))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
SEED = 7
df = pd.read_csv('passengers.csv')
train_rows = train_test_split(df.index, test_size=0.2, random_state=7)[0]
for column in ['age', 'fare']:
    df[column] = df[column].fillna(df.loc[train_rows, column].median())
df['old'] = df['age'] > 60
X = df[['age', 'fare', 'old']].values
X_train, X_test, y_train, y_test = train_test_split(X, df['target'], test_size=0.2, random_state=SEED)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test), len(df))`,
    },
    {
      title: 'across cells',
      notebook: true,
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
# %%
df['age'].fillna(df['age'].mode()[0], inplace=True)
#                ^^^^^^^^^^^^^^^^
# %%
df.head()
# %%
X = df.drop(columns=['survived', 'name'])
X_train, X_test, y_train, y_test = train_test_split(X, df['survived'], random_state=0)
# %%
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
# %%
# %%
df.head()
# %%
X = df.drop(columns=['survived', 'name'])
X_train, X_test, y_train, y_test = train_test_split(X, df['survived'], random_state=0)
fill_values = {'age': X_train['age'].mode()[0]}
X_train = X_train.fillna(fill_values)
X_test = X_test.fillna(fill_values)
# %%
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'the mean of the group, for each row',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
df['town_area'] = df.groupby('town')['area'].transform('mean')
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
df['relative'] = df['area'] / df['town_area']
X = df[['area', 'relative']]
X_train, X_test, y_train, y_test = train_test_split(X, df['price'], random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
train_rows = train_test_split(df.index, random_state=0)[0]
df['town_area'] = df['town'].map(df.loc[train_rows].groupby('town')['area'].mean()).fillna(df.loc[train_rows, 'area'].mean())
df['relative'] = df['area'] / df['town_area']
X = df[['area', 'relative']]
X_train, X_test, y_train, y_test = train_test_split(X, df['price'], random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'the last price carried forward',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('prices.csv')
df = df.ffill()
train, test = df[:80], df[80:]
model = Ridge().fit(train[['volume']], train['price'])
print(model.score(test[['volume']], test['price']))`,
    },
    {
      title: 'computed on the training rows, used for both',
      fine: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age', 'fare']], df['survived'], random_state=0)
middle = X_train['age'].median()
X_train = X_train.fillna({'age': middle})
X_test = X_test.fillna({'age': middle})
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'within a row, or only looked at',
      fine: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('passengers.csv')
print(df['fare'].mean())
df['total'] = df[['fare', 'tax']].mean(axis=1)
X_train, X_test, y_train, y_test = train_test_split(df[['total']], df['survived'], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const leaks = module.flow.leaks.filter(
      (leak) =>
        (leak.influence.kind === 'statistic' || leak.influence.kind === 'order' || leak.influence.kind === 'model') &&
        leak.scope === 'both' &&
        !isCarriedForward(leak),
    );
    for (const group of groupNeighbours(leaks, module)) {
      const [leak] = group;
      const data = { name: leak.influence.name, model: leak.fit.name };
      const weak = leak.onlyPredicted ? ({ severity: 'information' } as const) : {};
      yield { message: messageOf(leak), data, ...told(module, group, leakStory(leak)), ...weak };
    }
    const handedOn = module.flow.handedOn.filter(({ influence: { kind } }) => kind === 'statistic' || kind === 'order');
    for (const group of groupNeighbours(handedOn, module)) {
      const data = { name: group[0].influence.name, split: group[0].split.name };
      yield { message: 'handedOn', data, ...told(module, group, [splitChapter(group[0].split)]) };
    }
  },
});

function messageOf({ influence, onlyPredicted }: Leak): 'statistic' | 'predicted' | 'neighbours' | 'prediction' {
  if (influence.kind === 'statistic') return onlyPredicted ? 'predicted' : 'statistic';
  return influence.kind === 'order' ? 'neighbours' : 'prediction';
}

/** Where it is told, with the other places of the group and what happens then, and its fix. */
function told(
  module: Module,
  group: Group<Learnt>,
  story: readonly (Chapter | null)[],
): Pick<Report, 'at' | 'related' | 'fixes'> {
  const [learnt, ...others] = group;
  const fix = module.recalled(STATISTIC_REPAIR, group).repair;
  const also = others.map((other) => ({ ...place(other.influence.at), message: 'And here' }));
  const related = withoutRepeats([...also, ...story], learnt.influence.at);
  return { at: place(learnt.influence.at), related, ...(fix === null ? {} : { fixes: [fix] }) };
}

/** Earlier rows fill later ones, and slices put the later ones into the test part. */
function isCarriedForward({ influence, split }: Leak): boolean {
  return influence.kind === 'order' && split === null && /^(ffill|pad|forward_fill)$/.test(influence.name);
}
