// shuffled-time-split: rows in time order are split at random.
import { place, withoutRepeats } from '../../analysis/flow/story';
import { splitInOrder } from '../../analysis/repair/timeOrder';
import { rule } from '../rule';

/** What only rows in order of time have. */
const EVIDENCE: ReadonlySet<string> = new Set(['lag', 'lead', 'window', 'sorted']);

export default rule({
  name: 'shuffled-time-split',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'torch'],
  summary: 'Rows in time order are split at random',
  docs: `
With lags, rolling windows or a sort by date, neighbouring rows hold nearly the same values. A random split puts one into
training and its neighbour into the test set: the model looks up the answer. Train on the past and test on what follows
([scikit-learn: time series](https://scikit-learn.org/stable/modules/cross_validation.html#cross-validation-of-time-series-data)).
`,
  silent: `
- A date column alone, or parts of a date: rows need not be ordered.
- \`shuffle=False\`, a splitter for time series or groups, or arguments that cannot be seen.
`,
  messages: {
    shuffled:
      'The rows are in time order (`{evidence}`), and `{name}` shuffles them: training then knows the neighbours of each test row. Split by time instead',
  },
  examples: [
    {
      title: 'a lag, then a random split',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('demand.csv')
df['yesterday'] = df['load'].shift(1, fill_value=0)
X_train, X_test, y_train, y_test = train_test_split(df[['yesterday']], df['load'], random_state=0)
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('demand.csv')
df['yesterday'] = df['load'].shift(1, fill_value=0)
X_train, X_test, y_train, y_test = train_test_split(df[['yesterday']], df['load'], shuffle=False)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'sorted by date, folds that shuffle inside cross_val_score',
      bad: `
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score
def evaluate(df):
    df = df.sort_values('date')
    folds = KFold(n_splits=5, shuffle=True, random_state=42)
    return cross_val_score(LinearRegression(), df[['a', 'b']], df['c'], cv=folds)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'sorted by date, folds in order',
      fine: `
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, TimeSeriesSplit, cross_val_score
def evaluate(df):
    df = df.sort_values('date')
    later = cross_val_score(LinearRegression(), df[['a', 'b']], df['c'], cv=TimeSeriesSplit(5))
    return later, cross_val_score(LinearRegression(), df[['a', 'b']], df['c'], cv=KFold(5))`,
    },
    {
      title: 'in order',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv('demand.csv')
df['yesterday'] = df['load'].shift(1, fill_value=0)
X_train, X_test, y_train, y_test = train_test_split(df[['yesterday']], df['load'], shuffle=False)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const { splits, judged } = module.flow;
    const seen = new Set<number>();
    for (const split of splits) {
      if (!split.shuffled || split.groups || seen.has(split.at.start)) continue;
      const evidence = split.influences.list.find(
        ({ kind, rows }) => EVIDENCE.has(kind) && judged.relation.overlap(rows, split.rows),
      );
      if (evidence === undefined) continue;
      seen.add(split.at.start);
      const related = withoutRepeats([{ ...place(evidence.at), message: 'The order of rows matters here' }], split.at);
      const fix = splitInOrder(module, split);
      yield {
        at: place(split.at),
        message: 'shuffled',
        data: { name: split.name, evidence: evidence.name },
        related,
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
