// future-feature: a feature takes its values from later rows.
import { fitChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { falsePasts } from '../../analysis/pastNames';
import { lookBack } from '../../analysis/repair/timeOrder';
import { rule } from '../rule';

export default rule({
  name: 'future-feature',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas', 'sklearn', 'polars'],
  summary: 'A feature takes values from later rows',
  docs: `
\`shift(-1)\` brings tomorrow's value into today's row. As a label that is what one wants to predict; as a feature it is not
known yet when the prediction is made.
`,
  silent: `
- It is the label, or is dropped before the fit. (A column named for the past, \`lag_1\`, is found without a fit.)
- It is only plotted.
`,
  messages: {
    ahead:
      '`{name}` looks ahead: this feature of `{model}` takes its values from later rows, which are not known when a prediction is made. Shift the other way, or drop it',
    named:
      '`{column}` is named for the past, but `{method}` takes its values from later rows here, which are not known when a prediction is made. Look back instead',
  },
  examples: [
    {
      title: 'tomorrow as a feature',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('demand.csv')
df['next'] = df['price'].shift(-1, fill_value=0)
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
train, test = df[:80], df[80:]
model = Ridge().fit(train[['next']], train['load'])
print(model.score(test[['next']], test['load']))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('demand.csv')
df['next'] = df['price'].shift(1, fill_value=0)
train, test = df[:80], df[80:]
model = Ridge().fit(train[['next']], train['load'])
print(model.score(test[['next']], test['load']))`,
    },
    {
      title: 'a name that claims the past',
      bad: `
import pandas as pd
def lags(df, column):
    for i in range(1, 6):
        df[f'lag_{i}'] = df[column].shift(-i)
#                        ^^^^^^^^^^^^^^^^^^^^
    return df`,
      good: `
import pandas as pd
def lags(df, column):
    for i in range(1, 6):
        df[f'lag_{i}'] = df[column].shift(i)
    return df`,
    },
    {
      title: 'lags that look back, and targets that look ahead',
      fine: `
import pandas as pd
def lags(df, column):
    for i in range(-6, 0):
        df[f'lag_{i}'] = df[column].shift(-i)
    df['rolling_mean'] = df[column].rolling(7).mean()
    df['next_day'] = df[column].shift(-1)
    return df`,
    },
    {
      title: 'tomorrow as the label',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv('demand.csv')
df['next'] = df['price'].shift(-1, fill_value=0)
train, test = df[:80], df[80:]
model = Ridge().fit(train[['load']], train['next'])
print(model.score(test[['load']], test['next']))`,
    },
  ],
  *check(module) {
    const seen = new Set<number>();
    for (const fit of module.flow.fits) {
      if (!fit.supervised || fit.rows.atoms.length === 0) continue;
      for (const influence of fit.influences.list) {
        if (influence.kind !== 'lead' || seen.has(influence.at.start)) continue;
        seen.add(influence.at.start);
        const fix = lookBack(module, influence);
        yield {
          at: place(influence.at),
          message: 'ahead',
          data: { name: influence.name, model: fit.name },
          related: withoutRepeats([fitChapter(fit)], influence.at),
          ...(fix === null ? {} : { fixes: [fix] }),
        };
      }
    }
    for (const { call, method, column } of falsePasts(module)) {
      if (seen.has(call.start)) continue;
      const fix = lookBack(module, { at: call });
      const fixes = fix === null ? [] : [fix];
      yield { at: place(call), message: 'named', data: { method, column }, fixes };
    }
  },
});
