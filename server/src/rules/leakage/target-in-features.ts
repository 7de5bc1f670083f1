// target-in-features: the label is among the features it is fitted against.
import { findLabelFeatures } from '../../analysis/flow/labels';
import { place, withoutRepeats } from '../../analysis/flow/story';
import { withoutLabel } from '../../analysis/repair/withoutLabel';
import { rule } from '../rule';

export default rule({
  name: 'target-in-features',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'pandas', 'xgboost', 'lightgbm', 'catboost'],
  summary: 'The label is among the features',
  docs: `
A model that is given the label as a feature needs to learn nothing else: its score is near perfect and means nothing.
`,
  silent: `
- The label's column is dropped anywhere on the way, or the columns are not known (\`iloc\`, a file's header).
- The label looks ahead (\`shift(-1)\`), or is computed from the column rather than copied.
- A column transformer chooses the columns.
`,
  messages: {
    label:
      'The features hold the column `{column}`, which is the label `{model}` is fitted against: the score means nothing. Drop it from the features',
  },
  examples: [
    {
      title: 'the whole frame as features',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df, df['price'], random_state=0)
model = Ridge()
model.fit(X_train, y_train)
#<^^^^^^^^^^^^^^^^^^^^^^^^^
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='price'), df['price'], random_state=0)
model = Ridge()
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'dropped',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
y = df.pop('price')
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const found = findLabelFeatures(module.flow);
    for (const column of new Set(found.map((each) => each.column))) {
      const [first, ...others] = found.filter((each) => each.column === column).map(({ fit }) => fit);
      if (first === undefined) continue;
      const fix = withoutLabel(module, { fit: first, column });
      const also = others
        .slice(0, 8)
        .map(({ at, name }) => ({ ...place(at), message: `\`${name}\` is fitted with it too` }));
      yield {
        at: place(first.at),
        message: 'label',
        data: { model: first.name, column },
        related: withoutRepeats(also, first.at),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
