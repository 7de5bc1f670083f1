// shared-random-state: one generator object is given to several estimators, so results depend on the order of calls.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, Keyword, Name } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { contains } from '../../analysis/text';
import { rule } from '../rule';

export default rule({
  name: 'shared-random-state',
  category: 'reproducibility',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'One RandomState is shared by several estimators: results depend on the order of calls',
  docs: `
An estimator that is given a \`RandomState\` object draws from it at each \`fit\`. If several share the object, what one gets depends
on how much the others have drawn: a model more, another order of cells, or a second \`fit\` changes the results of all. An integer
gives each of them the same numbers every time
([Controlling randomness](https://scikit-learn.org/stable/common_pitfalls.html#robustness-of-cross-validation-results)).
`,
  silent: `
- Each estimator has an integer, or an object of its own.
- The object is given to one estimator only, or in a loop, where other numbers in each round are wanted.
- A \`Generator\` (\`default_rng\`): scikit-learn does not take it.
`,
  messages: {
    shared:
      '`{state}` is shared by {count} estimators and splits: what each draws depends on the order of the calls. Give each an integer seed',
  },
  examples: [
    {
      title: 'a split and a model',
      bad: `
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
rng = np.random.RandomState(42)
a, b, c, d = train_test_split(X, y, random_state=rng)
#                                                ^^^
model = RandomForestClassifier(random_state=rng)
model.fit(a, c)`,
      good: `
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
rng = np.random.RandomState(42)
a, b, c, d = train_test_split(X, y, random_state=42)
model = RandomForestClassifier(random_state=42)
model.fit(a, c)`,
    },
    {
      title: 'integers, one use, and rounds that shall differ',
      fine: `
import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
rng = np.random.RandomState(42)
noise = rng.normal(size=3)
model = RandomForestClassifier(random_state=rng)
other = RandomForestClassifier(random_state=42)
third = KMeans(2, random_state=42)
rounds = np.random.RandomState(1)
for i in range(3):
    KMeans(2, random_state=rounds)
branch = np.random.RandomState(2)
if len(X) > 9:
    model = KMeans(2, random_state=branch)
else:
    model = KMeans(3, random_state=branch)`,
    },
  ],
  *check(module) {
    const shared = new Map<Call, Keyword[]>();
    for (const given of module.keywordsNamed(RANDOM_STATE)) {
      const made = given.value.kind === Kind.Name ? module.definition(given.value) : null;
      if (made?.kind !== Kind.Call || module.qualifiedName(made.func) !== 'numpy.random.RandomState') continue;
      const call = module.parent(given);
      // Data sets are drawn once, at the call, as from any generator.
      if (call?.kind !== Kind.Call || !/^sklearn\.(?!datasets|utils)/.test(module.qualifiedName(call.func) ?? ''))
        continue;
      shared.set(made, [...(shared.get(made) ?? []), given]);
    }
    for (const [made, uses] of shared) {
      const [first, ...others] = uses;
      if (first === undefined || others.length === 0 || uses.some((use) => repeats(module, use, made))) continue;
      if (others.some((other) => areAlternatives(module, first, other))) continue;
      const seed = seedOf(module, made);
      const edits = uses.map(({ value }) => ({ start: value.start, end: value.end, text: seed ?? '' }));
      const related = [
        { start: made.start, end: made.end, message: 'It is made here' },
        ...others.map(({ value }) => ({ start: value.start, end: value.end, message: 'Shared here' })),
      ];
      const data = { state: module.textOf(first.value), count: uses.length };
      yield {
        at: first.value,
        message: 'shared',
        data,
        related,
        fixes: seed === null ? [] : [{ title: `Use the seed ${seed}`, edits }],
      };
    }
  },
});

const RANDOM_STATE = new Set(['random_state']);

/** In different branches of one `if`: only one of them draws. */
function areAlternatives(module: Module, one: Keyword, other: Keyword): boolean {
  const path = module.pathTo(one);
  return path.some((at) => {
    if (at.kind !== Kind.If || !contains(at, other)) return false;
    const branchOf = (use: Keyword): number =>
      [at.body, at.orelse].findIndex((body) => body.some((stmt) => contains(stmt, use)));
    return branchOf(one) !== branchOf(other);
  });
}

/** In a loop or comprehension that does not make the object anew. */
function repeats(module: Module, use: Keyword, made: Call): boolean {
  const around = module.enclosing(
    use,
    Kind.For,
    Kind.While,
    Kind.Comprehension,
    Kind.ListComp,
    Kind.DictComp,
    Kind.Lambda,
  );
  return around !== null && !(around.start <= made.start && made.end <= around.end);
}

/** The seed, where it is a number, or a name that still has its value. */
function seedOf(module: Module, made: Call): string | null {
  const seed: Expr | undefined = made.args[0];
  if (seed?.kind === Kind.Num) return module.textOf(seed);
  return seed?.kind === Kind.Name && isConstant(module, seed) ? seed.id : null;
}

function isConstant(module: Module, name: Name): boolean {
  return (module.scopes.owner(name)?.bindings.get(name.id) ?? []).length === 1;
}
