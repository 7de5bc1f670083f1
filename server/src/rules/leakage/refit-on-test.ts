// refit-on-test: the rows to be evaluated are prepared by their own statistics instead of the training rows'.
import { groupNeighbours, leakStory, place, withoutRepeats } from '../../analysis/flow/story';
import { refitToTransform } from '../../analysis/repair/refit';
import { rule } from '../rule';

export default rule({
  name: 'refit-on-test',
  category: 'leakage',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: [
    'pandas',
    'numpy',
    'sklearn',
    'polars',
    'scipy',
    'torch',
    'keras',
    'tensorflow',
    'category_encoders',
    'xgboost',
    'lightgbm',
  ],
  summary: 'Evaluation rows are prepared by their own statistics',
  docs: `
\`fit_transform\` on the test set learns a second mean and scale there. The model then sees numbers that mean something
else than in training, and each test row is prepared with knowledge of the others, which a single new row will not have.

Call \`transform\` with what was fitted on the training rows.
`,
  silent: `
- Encoders of categories and row-wise transformers.
- The result does not reach the model that was trained on the other rows.
- The rows belong to the training side (a second fit on training rows is \`fit\` as usual).

A statistic written by hand on a test file that is read separately is information only: people disagree about it.
`,
  messages: {
    refitted:
      '`{name}` is fitted again on rows that `{model}` is evaluated on, so they are prepared differently from the training rows. Use `transform` with what was fitted in training',
    own: '`{name}` of the evaluation rows themselves prepares them, a number `{model}` was not trained with. Use the one computed on the training rows',
  },
  examples: [
    {
      title: 'fitted again on the test set',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['area', 'rooms']], df['price'], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['area', 'rooms']], df['price'], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'an encoder of categories',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['area', 'town']], df['price'], random_state=0)
encoder = LabelEncoder()
X_train['town'] = encoder.fit_transform(X_train['town'])
X_test['town'] = encoder.transform(X_test['town'])
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'a second scaler',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y_train, y_test = train.pop("sold"), test.pop("sold")
scaler = StandardScaler()
X_train = scaler.fit_transform(train)
X_test = StandardScaler().fit_transform(test)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'a number that picks rows of an array',
      fine: `
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
model = LinearRegression().fit(np.array(train.drop(columns="rent")), train["rent"])
X_test = np.array(test.drop(columns="rent"))
predicted = model.predict(X_test)
odd = [int(np.max([i for i in predicted])), int(np.min([i for i in predicted]))]
print(model.predict(X_test[odd]))`,
    },
  ],
  *check(module) {
    const leaks = module.flow.leaks.filter(({ scope }) => scope === 'test');
    for (const group of groupNeighbours(leaks, module)) {
      const [leak, ...others] = group;
      if (leak === undefined) continue;
      const { influence, fit, separateSource } = leak;
      const refitted = influence.kind === 'fit' || influence.kind === 'vocabulary';
      const also = others.map((other) => ({ ...place(other.influence.at), message: 'And here' }));
      const fix = refitted ? refitToTransform(module, leak) : null;
      yield {
        at: place(influence.at),
        message: refitted ? 'refitted' : 'own',
        data: { name: influence.name, model: fit.name },
        related: withoutRepeats([...also, ...leakStory(leak)], influence.at),
        ...(separateSource && !refitted ? ({ severity: 'information' } as const) : {}),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
