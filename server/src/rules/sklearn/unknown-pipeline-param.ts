// unknown-pipeline-param: a key of a parameter grid names no step, or no parameter of the step.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { parameterProblem } from '../../analysis/parameterKeys';
import type { Span } from '../../analysis/text';
import type { Fix } from '../rule';
import { rule } from '../rule';

const SEARCHES = ['GridSearchCV', 'RandomizedSearchCV', 'HalvingGridSearchCV', 'HalvingRandomSearchCV'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const GRIDS = ['param_grid', 'param_distributions'];
const CURVES = ['sklearn.model_selection.validation_curve'];

export default rule({
  name: 'unknown-pipeline-param',
  category: 'sklearn',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A parameter grid names a step or parameter that does not exist',
  docs: `
Parameters of a pipeline are named \`step__parameter\`. A key that names no step, or no parameter of the class at that step,
raises \`ValueError: Invalid parameter\` when the search starts: after all that comes before it has run
([scikit-learn: Pipeline](https://scikit-learn.org/stable/modules/compose.html#access-to-nested-parameters)). \`make_pipeline\`
names its steps after their classes, in lower case.
`,
  silent: `
- A class on the path is not of scikit-learn, or takes any keyword (\`XGBClassifier\`).
- The steps are not written out, or the grid or \`set_params\` replaces the step.
- The key is computed.
- Any version of scikit-learn from 1.2 on has the parameter, or an older one is known to have had it.
`,
  messages: {
    step: '`{owner}` has no step `{name}`: the search raises ValueError. Its steps are {known}',
    parameter: '`{owner}` has no parameter `{name}`: the search raises ValueError. {hint}',
  },
  examples: [
    {
      title: 'a parameter without its step, and a wrong step',
      bad: `
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
pipe = Pipeline([("scale", StandardScaler()), ("svm", SVC())])
grid = {
    "C": [1, 10],
#   ^^^
    "svn__gamma": ["scale", "auto"],
#   ^^^^^^^^^^^^
}
search = GridSearchCV(pipe, grid)`,
      good: `
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
pipe = Pipeline([("scale", StandardScaler()), ("svm", SVC())])
grid = {
    "svm__C": [1, 10],
    "svm__gamma": ["scale", "auto"],
}
search = GridSearchCV(pipe, grid)`,
    },
    {
      title: 'the steps of make_pipeline, and of what is inside them',
      bad: `
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import RandomizedSearchCV
from sklearn.pipeline import make_pipeline
columns = ColumnTransformer([("num", SimpleImputer(), ["age"])])
pipe = make_pipeline(columns, RandomForestClassifier(random_state=0))
search = RandomizedSearchCV(pipe, param_distributions=[
    {"columntransformer__num__stratgy": ["mean"], "randomforestclassifier__n_estimators": [10]},
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
])`,
      good: `
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import RandomizedSearchCV
from sklearn.pipeline import make_pipeline
columns = ColumnTransformer([("num", SimpleImputer(), ["age"])])
pipe = make_pipeline(columns, RandomForestClassifier(random_state=0))
search = RandomizedSearchCV(pipe, param_distributions=[
    {"columntransformer__num__strategy": ["mean"], "randomforestclassifier__n_estimators": [10]},
])`,
    },
    {
      title: 'set_params',
      bad: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression()
model.set_params(c=0.1)
#                ^`,
      good: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression()
model.set_params(C=0.1)`,
    },
    {
      title: 'right keys, replaced steps, classes of other libraries',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC
from xgboost import XGBClassifier
pipe = Pipeline([("model", LogisticRegression())], memory=None)
a = GridSearchCV(pipe, {"model__C": [1], "model": [LogisticRegression()], "memory": [None]})
b = GridSearchCV(pipe, [{"model": [SVC()], "model__gamma": ["scale"]}])
c = GridSearchCV(Pipeline([("model", XGBClassifier())]), {"model__max_depth": [3], "model__whatever": [1]})
d = GridSearchCV(Pipeline(steps), {"model__C": [1]})
e = GridSearchCV(pipe, {prefix + "C": [1]})`,
    },
    {
      title: 'parameters inside a wrapper, and one of an older version',
      fine: `
from sklearn.ensemble import AdaBoostClassifier
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier
boosted = AdaBoostClassifier(estimator=DecisionTreeClassifier())
search = GridSearchCV(boosted, {"estimator__max_depth": [1, 2], "n_estimators": [50]})
older = GridSearchCV(LinearRegression(), {"normalize": [True, False]})`,
    },
  ],
  *check(module) {
    const replaced = replacedSteps(module);
    for (const { estimator, keys } of parameterKeys(module)) {
      for (const { name, at, quote } of keys) {
        const problem = parameterProblem(
          module,
          estimator,
          name,
          '',
          new Set([...replaced, ...keys.map((key) => key.name).filter((other) => other !== name)]),
        );
        if (problem === null) continue;
        const { message, owner, part, known, meant } = problem;
        const fixes: Fix[] =
          meant === null
            ? []
            : [{ title: `Use ${meant}`, edits: [{ start: at.start, end: at.end, text: `${quote}${meant}${quote}` }] }];
        const hint = meant === null ? 'See its documentation for the names it has' : `Did you mean \`${meant}\`?`;
        yield {
          at,
          message,
          data: { owner, name: part, known: known.map((one) => `\`${one}\``).join(', '), hint },
          fixes,
        };
      }
    }
  },
});

interface Key {
  readonly name: string;
  readonly at: Span;
  readonly quote: string;
}

/** The literal keys given for an estimator: grids of searches, and `set_params`. */
function* parameterKeys(module: Module): Iterable<{ estimator: Expr; keys: readonly Key[] }> {
  for (const call of module.callsTo(...SEARCHES)) {
    const estimator = call.argument(0, 'estimator');
    const grid =
      GRIDS.map((name) => call.argument(null, name)).find((value) => value !== null) ?? call.argument(1, null);
    if (estimator === null || grid === null) continue;
    for (const keys of gridsOf(module, grid)) yield { estimator, keys };
  }
  for (const call of module.callsTo(...CURVES)) {
    const estimator = call.argument(0, 'estimator');
    const name = call.argument(null, 'param_name');
    const key = name?.kind === Kind.Str ? keyOf(module, name) : null;
    if (estimator !== null && key !== null) yield { estimator, keys: [key] };
  }
  for (const { node, receiver } of module.methodCalls('set_params')) {
    const keys = node.keywords.flatMap(({ arg, start }) =>
      arg === null ? [] : [{ name: arg, at: { start, end: start + arg.length }, quote: '' }],
    );
    yield { estimator: receiver, keys };
  }
}

/** The keys of a grid, or of each of a list of grids. */
function gridsOf(module: Module, grid: Expr): readonly (readonly Key[])[] {
  const at = module.definition(grid);
  if (at.kind === Kind.List || at.kind === Kind.Tuple) return at.elts.flatMap((element) => gridsOf(module, element));
  if (at.kind !== Kind.Dict) return [];
  return [at.keys.flatMap((key) => (key?.kind === Kind.Str ? (keyOf(module, key) ?? []) : []))];
}

function keyOf(module: Module, key: Extract<Expr, { kind: Kind.Str }>): Key | null {
  const name = module.stringOf(key);
  const quote = module.source[key.start]!;
  return name === null || (quote !== '"' && quote !== "'")
    ? null
    : { name, at: { start: key.start, end: key.end }, quote };
}

/** Steps that some `set_params` puts another estimator into. */
function replacedSteps(module: Module): readonly string[] {
  return module
    .methodCalls('set_params')
    .flatMap(({ node }) => node.keywords.flatMap(({ arg }) => (arg === null || arg.includes('__') ? [] : [arg])));
}
