// estimator-contract: a class of one's own breaks what scikit-learn expects of estimators: clone, search and pipelines fail.
import { Kind, ParamKind, walk } from '../../analysis/syntax';
import type { Expr, FunctionDef, Param } from '../../analysis/syntax';
import { inBody, storedAttributes } from '../../analysis/functionBody';
import type { Module } from '../../analysis/module';
import { indentOf, insertAfter } from '../../analysis/statements';
import type { Fix } from '../rule';
import { rule } from '../rule';

const BASE = 'sklearn.base.BaseEstimator';
const OWN_PARAMETERS = new Set(['get_params', 'set_params', '__sklearn_clone__']);

export default rule({
  name: 'estimator-contract',
  category: 'sklearn',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'An own estimator breaks the rules that clone, searches and pipelines rely on',
  docs: `
\`clone\`, \`GridSearchCV\` and \`cross_val_score\` make new estimators by reading the constructor's parameters back from
attributes of the same names. So \`__init__\` may only store each parameter as it is; work belongs into \`fit\`, what is learnt
gets a name that ends in \`_\`, and \`fit\` returns \`self\`, so that \`fit(X).predict(Y)\` and pipelines work
([developing scikit-learn estimators](https://scikit-learn.org/stable/developers/develop.html)).
`,
  silent: `
- The class does not derive from \`BaseEstimator\` directly, or brings its own \`get_params\`.
- \`fit\` returns something anywhere, raises only, is abstract or a generator.
- A parameter is stored under its own name; checks and further attributes beside it are fine.
`,
  messages: {
    returns: '`fit` does not return `self`: `fit(X).transform(X)` and pipelines get None. End it with `return self`',
    varargs:
      '`__init__` takes `{name}`: scikit-learn reads the parameters from the signature, `get_params` and `clone` raise RuntimeError',
    missing:
      '`__init__` does not store `{name}` as `self.{name}`: `get_params`, and with it `clone` and searches, raise AttributeError',
    altered:
      '`__init__` stores `{name}` altered: `clone` raises RuntimeError or loses what was passed. Store it as it is, and do this in `fit`',
    learnt:
      '`{name}` is set in `__init__`: a name that ends in `_` says that `fit` has run, so `check_is_fitted` passes too early. Set it in `fit`',
  },
  examples: [
    {
      title: 'fit that returns nothing',
      bad: `
from sklearn.base import BaseEstimator, TransformerMixin
class Center(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
#       ^^^
        self.mean_ = X.mean(axis=0)
    def transform(self, X):
        return X - self.mean_`,
      good: `
from sklearn.base import BaseEstimator, TransformerMixin
class Center(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.mean_ = X.mean(axis=0)
        return self
    def transform(self, X):
        return X - self.mean_`,
    },
    {
      title: 'parameters that are changed, renamed or open, and learnt names too early',
      bad: `
import numpy as np
from sklearn.base import BaseEstimator
class Weighted(BaseEstimator):
    def __init__(self, weights=None, alpha=1.0, **options):
#                                                 ^^^^^^^
        self.weights = np.array(weights)
#       ^^^^^^^^^^^^
        self.a = alpha
        self.mean_ = None
#       ^^^^^^^^^^
class Renamed(BaseEstimator):
    def __init__(self, alpha=1.0):
#                      ^^^^^
        self.strength = alpha`,
    },
    {
      title: 'the contract kept, other bases, own parameters',
      fine: `
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
class Kept(BaseEstimator, ClassifierMixin):
    def __init__(self, alpha=1.0, *, verbose=False):
        if alpha < 0:
            raise ValueError("alpha")
        self.alpha, self.verbose = alpha, verbose
        self._cache = {}
    def fit(self, X, y):
        if self.verbose:
            print(X.shape)
        return self
class Child(Kept):
    def __init__(self, beta=2):
        super().__init__()
        self._beta = beta
class Other(LogisticRegression):
    def fit(self, X, y):
        return super().fit(X, y)
class Own(BaseEstimator):
    def __init__(self, **options):
        self.options = options
    def get_params(self, deep=True):
        return self.options
class Base(BaseEstimator):
    def fit(self, X, y):
        raise NotImplementedError`,
    },
  ],
  *check(module) {
    for (const cls of module.all(Kind.ClassDef)) {
      if (!cls.bases.some((base) => module.qualifiedName(base) === BASE)) continue;
      const methods = cls.body.filter((stmt): stmt is FunctionDef => stmt.kind === Kind.FunctionDef);
      const fit = methods.find(({ name }) => name === 'fit');
      if (fit !== undefined && returnsNothing(fit)) {
        const at = { start: module.source.indexOf('fit', fit.start), end: module.source.indexOf('fit', fit.start) + 3 };
        yield { at, message: 'returns', fixes: returnFix(module, fit) };
      }
      const init = methods.find(({ name }) => name === '__init__');
      // Another base may read the parameters, or store them.
      const mixins = cls.bases.every((base) =>
        /^sklearn\.base\.\w+(Mixin|Estimator)$/.test(module.qualifiedName(base) ?? ''),
      );
      if (init === undefined || !mixins || methods.some(({ name }) => OWN_PARAMETERS.has(name))) continue;
      yield* constructorProblems(module, init);
    }
  },
});

function* constructorProblems(module: Module, init: FunctionDef) {
  const stored = storedAttributes(init);
  const usesOther = /setattr|__dict__|super\(|locals\(/.test(module.textOf(init));
  const open = init.params.find(({ paramKind }) => paramKind === ParamKind.VarArgs || paramKind === ParamKind.KwArgs);
  if (open !== undefined && open.name !== '')
    yield { at: nameSpan(module, open), message: 'varargs', data: { name: open.name } } as const;
  for (const param of init.params.slice(1)) {
    if (param === open || usesOther || param.name === '') continue;
    const values = stored.filter(({ name }) => name === param.name);
    const [only] = values;
    if (only === undefined && open === undefined)
      yield { at: nameSpan(module, param), message: 'missing', data: { name: param.name } } as const;
    else if (only !== undefined && values.length === 1 && isAltered(only.value, param.name))
      yield { at: only.at, message: 'altered', data: { name: param.name } } as const;
  }
  const parameters = new Set(init.params.map(({ name }) => name));
  for (const { at, name } of stored)
    if (/^[a-z]\w*[a-z0-9]_$/.test(name) && !parameters.has(name))
      yield { at, message: 'learnt', data: { name: `self.${name}` } } as const;
}

/** A call or computation around the parameter itself. */
function isAltered(value: Expr | null, name: string): boolean {
  if (value === null || value.kind === Kind.Name) return false;
  let uses = false;
  walk(value, (node) => {
    uses ||= node.kind === Kind.Name && node.id === name;
    return true;
  });
  return (
    uses &&
    (value.kind === Kind.Call || value.kind === Kind.BinOp || value.kind === Kind.IfExp || value.kind === Kind.BoolOp)
  );
}

function returnsNothing(fit: FunctionDef): boolean {
  let plain = true;
  let works = false;
  inBody(fit, (node) => {
    if (
      node.kind === Kind.Return ||
      node.kind === Kind.Yield ||
      node.kind === Kind.YieldFrom ||
      node.kind === Kind.Raise
    )
      plain = false;
    if (node.kind === Kind.Assign || node.kind === Kind.ExprStmt) works = true;
  });
  const [first, ...more] = fit.body;
  const isDocstring = first?.kind === Kind.ExprStmt && first.value.kind === Kind.Str;
  return plain && works && fit.decorators.length === 0 && !(isDocstring && more.length === 0);
}

function nameSpan(module: Module, param: Param): { start: number; end: number } {
  const start = module.source.indexOf(param.name, param.start);
  return { start, end: start + param.name.length };
}

/** `return self` behind the last statement of the body. */
function returnFix(module: Module, fit: FunctionDef): readonly Fix[] {
  const last = fit.body.at(-1);
  if (last === undefined || indentOf(module.source, last) === null) return [];
  const edit = insertAfter(module, last, 'return self');
  return edit === null ? [] : [{ title: 'Return self', edits: [edit] }];
}
