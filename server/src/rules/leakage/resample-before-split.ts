// resample-before-split: rows are synthesised or repeated before they are divided.
import { findResampling } from '../../analysis/flow/resampling';
import { evaluationChapter, fitChapter, place, splitChapter, withoutRepeats } from '../../analysis/flow/story';
import { resampleAfterSplit } from '../../analysis/repair/resampleAfterSplit';
import { rule } from '../rule';

export default rule({
  name: 'resample-before-split',
  category: 'leakage',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['imblearn'],
  summary: 'Rows are over-sampled before they are split',
  docs: `
SMOTE makes new rows between neighbours, and random over-sampling repeats rows. Done before the split, copies and blends
of test rows are in the training set: the model has seen them, and its score is far too good
([imbalanced-learn: Common pitfalls](https://imbalanced-learn.org/stable/common_pitfalls.html)).

Split first and resample the training rows only, or use imbalanced-learn's own pipeline for cross-validation.
`,
  silent: `
- The sampler runs on training rows only, or is a step of an imbalanced-learn pipeline.
- Nothing is split or cross-validated afterwards.

It is information only where a search divides resampled training rows again, and the test rows are apart.
Pure under-sampling is information only: it copies nothing, but the test set loses its real class balance.
`,
  messages: {
    over: '`{name}` makes new rows before the split, so blends of test rows are in the training set. Split first and resample the training rows only',
    inSearch:
      '`{name}` makes new rows before a search divides them into folds, so each setting is scored on blends of rows it was trained on. Make it a step of an `imblearn` pipeline',
    under:
      '`{name}` removes rows before the split, so the test set no longer has the real class balance. Split first and resample the training rows only',
  },
  examples: [
    {
      title: 'SMOTE, then split',
      bad: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X, y = SMOTE(random_state=0).fit_resample(df.drop(columns='fraud'), df['fraud'])
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
      good: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='fraud'), df['fraud'], random_state=0)
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: 'SMOTE, then cross-validation',
      bad: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
df = pd.read_csv('fraud.csv')
X, y = df.drop(columns='fraud'), df['fraud']
sampler = SMOTE(random_state=0)
X_more, y_more = sampler.fit_resample(X, y)
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^
print(cross_val_score(RandomForestClassifier(random_state=0), X_more, y_more))`,
      good: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
from imblearn.pipeline import make_pipeline
df = pd.read_csv('fraud.csv')
X, y = df.drop(columns='fraud'), df['fraud']
sampler = SMOTE(random_state=0)
print(cross_val_score(make_pipeline(sampler, RandomForestClassifier(random_state=0)), X, y))`,
    },
    {
      title: 'training rows only',
      fine: `
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('fraud.csv')
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns='fraud'), df['fraud'], random_state=0)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_more, y_more)
print(f1_score(y_test, model.predict(X_test)))`,
    },
  ],
  *check(module) {
    for (const resampled of findResampling(module.flow, ['resample', 'undersample'])) {
      const { influence, evaluation, fit, split, inSearch } = resampled;
      const over = inSearch ? 'inSearch' : 'over';
      const fix = resampleAfterSplit(module, resampled);
      yield {
        at: place(influence.at),
        message: influence.kind === 'resample' ? over : 'under',
        data: { name: influence.name },
        related: withoutRepeats([splitChapter(split), fitChapter(fit), evaluationChapter(evaluation)], influence.at),
        ...(influence.kind === 'undersample' || inSearch ? ({ severity: 'information' } as const) : {}),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
