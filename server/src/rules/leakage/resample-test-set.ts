// resample-test-set: the rows of an evaluation went through a resampler.
import { findResampledTests } from '../../analysis/flow/resampling';
import { evaluationChapter, fitChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { testAsItIs } from '../../analysis/repair/resampleAfterSplit';
import { rule } from '../rule';

export default rule({
  name: 'resample-test-set',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['imblearn'],
  summary: 'Evaluation rows are resampled',
  docs: `
A resampled test set has another balance of classes than the world: precision, F1 and accuracy on it say nothing about real
use, and made-up rows are scored as if they were real. Resample training rows only.
`,
  silent: `
- The rows turn out to be training rows.
- No metric is computed on the result.
`,
  messages: {
    resampled:
      '`{name}` changes the rows that `{model}` is evaluated on: the score is for a balance of classes that does not exist. Evaluate on the rows as they are',
  },
  examples: [
    {
      title: 'a balanced test set',
      bad: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['amount']], df['fraud'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
X_even, y_even = SMOTE(random_state=0).fit_resample(X_test, y_test)
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
print(f1_score(y_even, model.predict(X_even)))`,
      good: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['amount']], df['fraud'], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
X_even, y_even = X_test, y_test
print(f1_score(y_even, model.predict(X_even)))`,
    },
    {
      title: 'training rows only',
      fine: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['amount']], df['fraud'], random_state=0)
X_even, y_even = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = LogisticRegression().fit(X_even, y_even)
print(f1_score(y_test, model.predict(X_test)))`,
    },
  ],
  *check(module) {
    for (const resampled of findResampledTests(module.flow)) {
      const { influence, evaluation, fit } = resampled;
      const fix = testAsItIs(module, resampled);
      yield {
        at: place(influence.at),
        message: 'resampled',
        data: { name: influence.name, model: fit.name },
        related: withoutRepeats([fitChapter(fit), evaluationChapter(evaluation)], influence.at),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
