// target-encoding-leak: a mean of the label by group, over evaluation rows too, becomes a feature.
import { leakStory, place } from '../../analysis/flow/story';
import { fitAfterSplit } from '../../analysis/repair/fitAfterSplit';
import { learntOfTrainRows } from '../../analysis/repair/trainRows';
import { targetEncoders } from '../../knowledge';
import { rule } from '../rule';

export default rule({
  name: 'target-encoding-leak',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas', 'sklearn', 'category_encoders', 'feature_engine'],
  summary: 'A mean of the label by group is taken over evaluation rows',
  docs: `
Replacing a category by the mean of the label in it is strong, and leaks twice: the row's own label goes into its feature,
and the labels of test rows go into training. Compute it on the training rows only, or use scikit-learn's \`TargetEncoder\`
inside a pipeline, which cross-fits.
`,
  silent: `
- It is computed on training rows only, or only shown.
- Counts and frequencies of the category, which do not use the label.
`,
  messages: {
    encoded:
      "`{name}` takes the label's mean over rows that `{model}` is evaluated on and makes a feature of it: their labels are known in training. Compute it on the training rows only",
  },
  examples: [
    {
      title: 'the group mean of the label as a feature',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
means = df.groupby('town')['price'].mean()
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
df['town_price'] = df['town'].map(means)
X_train, X_test, y_train, y_test = train_test_split(df[['area', 'town_price']], df['price'], random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
train_rows = train_test_split(df.index, random_state=0)[0]
means = df.loc[train_rows].groupby('town')['price'].mean()
df['town_price'] = df['town'].map(means).fillna(df.loc[train_rows, 'price'].mean())
X_train, X_test, y_train, y_test = train_test_split(df[['area', 'town_price']], df['price'], random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'computed on the training rows',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
train, test = train_test_split(df, random_state=0)
means = train.groupby('town')['price'].mean()
model = Ridge().fit(train[['town']].assign(town=train['town'].map(means)), train['price'])
print(model.score(test[['town']].assign(town=test['town'].map(means)), test['price']))`,
    },
  ],
  *check(module) {
    for (const leak of module.flow.leaks) {
      const { influence, fit, scope } = leak;
      const grouped =
        influence.column !== null && influence.column === fit.target && influence.name.startsWith('groupby');
      if (scope !== 'both' || !(grouped || (influence.kind === 'fit' && targetEncoders.has(influence.name)))) continue;
      const fix = (grouped ? null : fitAfterSplit(module, leak)) ?? learntOfTrainRows(module, [leak]);
      yield {
        at: place(influence.at),
        message: 'encoded',
        data: { name: influence.name, model: fit.name },
        related: leakStory(leak),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
