// incompatible-options: two options of an estimator that it rejects together.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { classNameOf } from '../../analysis/estimators';
import { isGuarded } from '../../analysis/guards';
import { isNeverAsked } from '../../analysis/unfitted';
import { comparedTo } from '../../analysis/libraryVersion';
import type { CallSite, Module } from '../../analysis/module';
import { incompatibleOptions } from '../../knowledge/incompatibleOptions';
import type { Combination, OptionValue } from '../../knowledge/incompatibleOptions';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'incompatible-options',
  category: 'sklearn',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Two options of an estimator reject each other, which raises when it is fitted',
  docs: `
Some options exclude each other: an L1 penalty and the default solver of \`LogisticRegression\`, Ward linkage and a distance that
is not Euclidean, out-of-bag scores without bootstrap. The constructor takes them without a word; \`fit\` raises \`ValueError\`
([scikit-learn: LogisticRegression](https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LogisticRegression.html),
"the choice of the algorithm depends on the penalty chosen"). In a search the failed fits count as \`nan\`.
`,
  silent: `
- An option is not a literal, or may be given by \`**options\`, \`set_params\`, an attribute or a parameter grid.
- The project's version of scikit-learn is one that allows it.
- The code expects the error.
`,
  messages: { rejected: '`{cls}` rejects {options} together: it raises when it is fitted, as {because}' },
  examples: [
    {
      title: 'a penalty and a solver',
      bad: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression(penalty="l1", C=0.1)
#       ^^^^^^^^^^^^^^^^^^
other = LogisticRegression(penalty="l1", solver="newton-cg")
#       ^^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression(penalty="l1", C=0.1, solver='saga')
other = LogisticRegression(penalty="l1", solver='saga')`,
    },
    {
      title: 'clusters, forests, neighbours, folds',
      bad: `
from sklearn.cluster import AgglomerativeClustering
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import KFold
from sklearn.neighbors import KNeighborsClassifier
clusters = AgglomerativeClustering(3, metric="cosine")
#          ^^^^^^^^^^^^^^^^^^^^^^^
trees = ExtraTreesClassifier(oob_score=True)
#       ^^^^^^^^^^^^^^^^^^^^
near = KNeighborsClassifier(algorithm="kd_tree", metric="cosine")
#      ^^^^^^^^^^^^^^^^^^^^
folds = KFold(1)
#       ^^^^^`,
    },
    {
      title: 'options that fit, that are computed, or that a search chooses',
      fine: `
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.svm import LinearSVC
a = LogisticRegression(penalty="l1", solver="liblinear")
b = LogisticRegression(penalty=kind, solver="lbfgs")
c = LogisticRegression(penalty="l1", **options)
d = PCA(0.9), PCA(n_components=0.9, svd_solver="full"), PCA(2, svd_solver="randomized")
e = LinearSVC(penalty="l1", dual=False)
LogisticRegression(penalty="l1")
shown = LogisticRegression(penalty="l1")
print(shown)
shown`,
    },
    {
      title: 'a grid gives the other option',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(LogisticRegression(penalty="l1"), {"solver": ["liblinear", "saga"]})`,
    },
    {
      title: 'an older scikit-learn, whose default solver can do it',
      files: { 'requirements.txt': 'scikit-learn==0.21' },
      fine: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression(penalty="l1")`,
    },
  ],
  *check(module) {
    for (const combination of incompatibleOptions) {
      for (const call of module.callsTo(...combination.of)) {
        // Only shown, never fitted: nothing raises.
        const isSplit = call.qualifiedName.endsWith('_split');
        if (!isSplit && (module.parent(call.node)?.kind === Kind.ExprStmt || isNeverAsked(module, call.node))) continue;
        if (!holds(module, call, combination) || isGuarded(module, call.node)) continue;
        const names = Object.keys(combination.options);
        if (names.some((name) => mayBeChanged(module, name))) continue;
        const { since } = combination;
        if (since !== undefined && comparedTo(module, 'scikit-learn', since) === 'older') continue;
        const options = names.map((name) => `\`${name}=${shown(module, call, combination, name)}\``).join(' and ');
        const data = { cls: classNameOf(call.qualifiedName), options, because: combination.because };
        yield { at: call.callee, message: 'rejected', data, fixes: fixesOf(module, call, combination) };
      }
    }
  },
});

function holds(module: Module, call: CallSite, { options, defaults, first }: Combination): boolean {
  const { node, hidden } = call;
  // What stands at other places is not told apart.
  const positional = call.qualifiedName.endsWith('train_test_split') ? 0 : node.args.length;
  if (hidden || positional > (first === undefined ? 0 : 1)) return false;
  return Object.entries(options).every(([name, values]) => {
    const given = call.argument(name === first ? 0 : null, name);
    if (given === null)
      return defaults[name] !== undefined && values.some((value) => matchesDefault(value, defaults[name]!));
    return values.some((value) => matches(module, given, value));
  });
}

function matchesDefault(value: OptionValue, usual: OptionValue): boolean {
  return value === usual || (value === 'given' && usual !== 'None');
}

function matches(module: Module, given: Expr, value: OptionValue): boolean {
  const at = module.definition(given);
  if (value === 'name') return at.kind === Kind.Name || at.kind === Kind.Subscript || at.kind === Kind.Attribute;
  if (value === 'given') return at.kind === Kind.Num || at.kind === Kind.Str;
  if (value === 'fraction') return at.kind === Kind.Num && /^0?\.\d+$/.test(module.textOf(at));
  if (value.startsWith("'")) return at.kind === Kind.Str && module.stringOf(at) === value.slice(1, -1);
  return (at.kind === Kind.Const || at.kind === Kind.Num) && module.textOf(at) === value;
}

/** `set_params(solver=…)`, `model.solver = …`, `{"model__solver": […]}`. */
function mayBeChanged(module: Module, option: string): boolean {
  return (
    module.methodCalls('set_params').length > 0 ||
    module.all(Kind.Str).some((literal) => {
      const text = module.stringOf(literal);
      return text === option || text?.endsWith(`__${option}`) === true;
    }) ||
    module.all(Kind.Attribute).some((node) => {
      const parent = module.parent(node);
      return node.attr === option && parent?.kind === Kind.Assign && parent.targets.includes(node);
    })
  );
}

function shown(module: Module, call: CallSite, { defaults, first }: Combination, name: string): string {
  const given = call.argument(name === first ? 0 : null, name);
  return given === null ? `${defaults[name]!} (the default)` : module.textOf(given);
}

function fixesOf(module: Module, call: CallSite, { change, first }: Combination): readonly Fix[] {
  const [entry] = Object.entries(change ?? {});
  if (entry === undefined) return [];
  const [name, value] = entry;
  const given = call.argument(name === first ? 0 : null, name);
  const edit =
    given === null ? call.addKeyword(`${name}=${value}`) : { start: given.start, end: given.end, text: value };
  return [{ title: `Use ${name}=${value}`, edits: [edit] }];
}
