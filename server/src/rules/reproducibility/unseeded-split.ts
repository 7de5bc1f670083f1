// unseeded-split: a shuffling split that differs on every run.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import type { CallSite } from '../../analysis/module';
import { maySeed } from '../../analysis/seeding';
import { rule } from '../rule';

/** Splitters that shuffle unless told not to, and those that shuffle only when told. */
const SHUFFLE_BY_DEFAULT = [
  'train_test_split',
  'ShuffleSplit',
  'StratifiedShuffleSplit',
  'GroupShuffleSplit',
  'RepeatedKFold',
  'RepeatedStratifiedKFold',
];
const SHUFFLE_ON_DEMAND = ['KFold', 'StratifiedKFold', 'StratifiedGroupKFold'];

export default rule({
  name: 'unseeded-split',
  category: 'reproducibility',
  severity: 'hint',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A shuffled split without a seed differs on every run',
  docs: `
Without \`random_state\`, scikit-learn draws the split from NumPy's global generator. Each run then trains and tests on
other rows, so scores cannot be compared between runs, and a good one cannot be shown again. scikit-learn's own advice is
an integer for splitters ([Controlling randomness](https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness)).

Several such splits in one file are reported once, at the first, with one fix for all.
`,
  silent: `
- \`random_state\` is given in any form, or may be given by \`**options\`.
- \`shuffle=False\`, or a \`KFold\` without \`shuffle=True\`: nothing is drawn.
- NumPy's global generator is seeded in the file (\`np.random.seed(0)\`), or a function is called that is named as if it did
  (\`seed_everything(42)\`).
`,
  messages: {
    unseeded:
      '`{call}` has no `random_state`: the split differs on every run, and so does the score. Give it a fixed integer',
  },
  examples: [
    {
      title: 'train_test_split',
      bad: `
from sklearn.model_selection import train_test_split
train, test = train_test_split(rows, test_size=0.2)
#             ^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.model_selection import train_test_split
train, test = train_test_split(rows, test_size=0.2, random_state=42)`,
    },
    {
      title: 'folds that are shuffled',
      bad: `
from sklearn import model_selection as ms
folds = ms.KFold(5, shuffle=True)
#       ^^^^^^^^`,
      good: `
from sklearn import model_selection as ms
folds = ms.KFold(5, shuffle=True, random_state=42)`,
    },
    {
      title: 'several splits are one finding with one fix',
      bad: `
from sklearn.model_selection import train_test_split
train, rest = train_test_split(rows)
#             ^^^^^^^^^^^^^^^^
valid, test = train_test_split(
#             ^^^^^^^^^^^^^^^^
    rest,
    test_size=0.5,  # half and half
)`,
      good: `
from sklearn.model_selection import train_test_split
train, rest = train_test_split(rows, random_state=42)
valid, test = train_test_split(
    rest,
    test_size=0.5,  # half and half
    random_state=42,
)`,
    },
    {
      title: 'nothing is drawn, or a seed is there',
      fine: `
from sklearn.model_selection import KFold, train_test_split
a, b = train_test_split(rows, shuffle=False)
c, d = train_test_split(rows, random_state=seed)
folds = KFold(n_splits=5)`,
    },
    {
      title: 'arguments we cannot see',
      fine: `
from sklearn.model_selection import train_test_split
train, test = train_test_split(rows, **options)`,
    },
    {
      title: 'the global generator is seeded',
      fine: `
import numpy as np
from sklearn.model_selection import train_test_split
np.random.seed(7)
train, test = train_test_split(rows)`,
    },
    {
      title: 'a helper of another file seeds',
      fine: `
from sklearn.model_selection import train_test_split
from utils import seed_everything
seed_everything(7)
train, test = train_test_split(rows)`,
    },
  ],
  *check(module) {
    if (maySeed(module, 'numpy')) return;
    const always = SHUFFLE_BY_DEFAULT.map((name) => `sklearn.model_selection.${name}`);
    const onDemand = SHUFFLE_ON_DEMAND.map((name) => `sklearn.model_selection.${name}`);
    for (const call of module.callsTo(...always, ...onDemand)) {
      if (call.has('random_state') || call.hidden) continue;
      const shuffles = shuffle(call);
      const drawn = always.includes(call.qualifiedName) ? shuffles !== false : shuffles === true;
      if (!drawn) continue;
      const fix = { title: 'Add random_state=42', edits: [call.addKeyword('random_state=42')] };
      yield { at: call.callee, message: 'unseeded', data: { call: call.name }, fixes: [fix] };
    }
  },
});

/** The literal value of `shuffle`; null if it is not given, 'unknown' if it is computed. */
function shuffle(call: CallSite): boolean | null | 'unknown' {
  const value: Expr | null = call.argument(null, 'shuffle');
  if (value === null) return null;
  if (value.kind !== Kind.Const) return 'unknown';
  return value.value === ConstValue.True;
}
