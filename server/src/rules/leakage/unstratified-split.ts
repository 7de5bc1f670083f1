// unstratified-split: classes are split without keeping their shares.
import { isClassifier } from '../../analysis/flow/labels';
import { fitChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { callForm } from '../../analysis/calls';
import { Kind } from '../../analysis/syntax';
import { callAt } from '../../analysis/repair/statements';
import type { Module } from '../../analysis/module';
import type { Split } from '../../analysis/flow/types';
import { rule, type Fix } from '../rule';

/** Splits that draw rows whatever their class. */
const PLAIN = new Set(['train_test_split', 'KFold', 'RepeatedKFold', 'ShuffleSplit']);

export default rule({
  name: 'unstratified-split',
  category: 'leakage',
  severity: 'off',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A classification split does not keep the classes shares',
  docs: `
With few rows of a class, a random split may leave the test set with hardly any, and the score then depends on luck.
\`stratify=y\` keeps the shares.
`,
  silent: `
- Regression, splits by group or time, \`shuffle=False\`.
- \`stratify\` is given, or may be given by \`**options\`.
`,
  messages: {
    shares: "`{model}` classifies, but this split does not keep the classes' shares. Add `stratify=` with the label",
    folds:
      "`{model}` classifies, but these folds do not keep the classes' shares. Use `StratifiedKFold`, and give `split` the label",
  },
  examples: [
    {
      title: 'a classifier',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age']], df['default'], random_state=0)
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['age']], df['default'], random_state=0, stratify=df['default'])
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: 'folds',
      bad: `
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import KFold
def score_folds(features, labels):
    scores = []
    for train, test in KFold(5, shuffle=True, random_state=0).split(features):
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        model = RandomForestClassifier(random_state=1).fit(features[train], labels[train])
        scores.append(model.score(features[test], labels[test]))
    return np.mean(scores)`,
    },
    {
      title: 'a regression',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv('houses.csv')
X, y = df[['area', 'rooms']], df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  *check(module) {
    for (const split of module.flow.splits) {
      if (split.stratified || split.groups || !split.shuffled || !PLAIN.has(split.name)) continue;
      const parts = module.flow.fits.filter(({ rows }) =>
        rows.atoms.some(({ steps }) => steps.some((step) => step.kind === 'split' && step.key === split.key)),
      );
      const fit = parts.find(({ name }) => isClassifier(name));
      if (fit === undefined) continue;
      yield {
        at: place(split.at),
        message: split.folds ? 'folds' : 'shares',
        data: { model: fit.name },
        related: withoutRepeats([fitChapter(fit)], split.at),
        fixes: split.folds ? [] : stratified(module, split),
      };
    }
  },
});

/** The second of two arrays is the label. */
function stratified(module: Module, { at }: Split): readonly Fix[] {
  const call = callAt(module, at);
  const [, label, more] = call?.args ?? [];
  if (call === null || label === undefined || more !== undefined || label.kind === Kind.Starred) return [];
  const text = `stratify=${module.textOf(label)}`;
  if (text.includes('\n')) return [];
  return [{ title: `Add ${text}`, edits: [callForm(call, module.source).addKeyword(text)] }];
}
