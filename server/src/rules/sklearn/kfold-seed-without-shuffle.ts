// kfold-seed-without-shuffle: folds get a seed that they cannot use, which raises.
import { ConstValue, Kind } from '../../analysis/syntax';
import { comparedTo } from '../../analysis/libraryVersion';
import { rule } from '../rule';

const FOLDS = ['KFold', 'StratifiedKFold', 'StratifiedGroupKFold'].map((name) => `sklearn.model_selection.${name}`);

export default rule({
  name: 'kfold-seed-without-shuffle',
  category: 'sklearn',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Folds get a random_state without shuffle=True, which raises ValueError',
  docs: `
\`KFold\`, \`StratifiedKFold\` and \`StratifiedGroupKFold\` draw nothing unless \`shuffle=True\`: without it, a seed has no
effect. Since scikit-learn 0.24, giving one raises \`ValueError: Setting a random_state has no effect since shuffle is
False\` ([What's new in 0.24](https://scikit-learn.org/stable/whats_new/v0.24.html)). Who writes a seed wants shuffled folds.
`,
  silent: `
- \`random_state=None\`, or one that is computed: it may be \`None\`.
- \`shuffle\` is given in any form, also by position, or may be given by \`**options\`.
- The project has a scikit-learn before 0.24.
`,
  messages: {
    seeded:
      '`{call}` has a `random_state` but no `shuffle=True`: it raises ValueError, as nothing is drawn. Add `shuffle=True`',
  },
  examples: [
    {
      title: 'a seed alone',
      bad: `
from sklearn.model_selection import KFold, StratifiedKFold
folds = KFold(n_splits=5, random_state=42)
#       ^^^^^
SEED = 7
strata = StratifiedKFold(
#        ^^^^^^^^^^^^^^^
    n_splits=5,
    random_state=SEED,
)`,
      good: `
from sklearn.model_selection import KFold, StratifiedKFold
folds = KFold(n_splits=5, random_state=42, shuffle=True)
SEED = 7
strata = StratifiedKFold(
    n_splits=5,
    random_state=SEED,
    shuffle=True,
)`,
    },
    {
      title: 'shuffled, or without a seed',
      fine: `
from sklearn.model_selection import KFold, RepeatedKFold
a = KFold(5, shuffle=True, random_state=42)
b = KFold(5, random_state=None)
c = KFold(5, random_state=seed)
d = KFold(5, **options)
e = KFold(5, True, random_state=1)
f = RepeatedKFold(random_state=1)`,
    },
    {
      title: 'an older scikit-learn',
      files: { 'requirements.txt': 'scikit-learn==0.22' },
      fine: `
from sklearn.model_selection import KFold
folds = KFold(5, random_state=1)`,
    },
  ],
  *check(module) {
    if (comparedTo(module, 'scikit-learn', '0.24') === 'older') return;
    for (const call of module.callsTo(...FOLDS)) {
      const seed = call.argument(null, 'random_state');
      if (seed === null || call.hidden || call.argument(1, 'shuffle') !== null) continue;
      const value = module.definition(seed);
      if (value.kind !== Kind.Num && !(value.kind === Kind.Const && value.value === ConstValue.True)) continue;
      const fix = { title: 'Add shuffle=True', edits: [call.addKeyword('shuffle=True')] };
      yield { at: call.callee, message: 'seeded', data: { call: call.name }, fixes: [fix] };
    }
  },
});
