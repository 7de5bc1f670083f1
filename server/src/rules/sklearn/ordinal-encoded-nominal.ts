// ordinal-encoded-nominal: numbers given to categories are taken for amounts.
import { Kind } from '../../analysis/syntax';
import type { Assign, Expr } from '../../analysis/syntax';
import { columnMayReach } from '../../analysis/people';
import { callForm } from '../../analysis/calls';
import type { Fit } from '../../analysis/flow/types';
import type { Module } from '../../analysis/module';
import { encodedOneHot } from '../../analysis/repair/oneHot';
import type { Numbered } from '../../analysis/repair/oneHot';
import { rule } from '../rule';

/** Take a number for an amount: sums, distances, gradients. */
const NUMERIC =
  /^(LogisticRegression|LinearRegression|Ridge|RidgeClassifier|Lasso|ElasticNet|SGDClassifier|SGDRegressor|Perceptron|SVC|SVR|LinearSVC|LinearSVR|NuSVC|KNeighborsClassifier|KNeighborsRegressor|KMeans|MLPClassifier|MLPRegressor|LinearDiscriminantAnalysis|GaussianNB|PCA)(CV)?$/;
/** Columns of two values or with an order, by their names. */
const TWO_OR_ORDERED =
  /^(sex|gender|is_|has_|.*(yes_?no|flag|binary|grade|level|rank|size|rating|stage|class|quality|education))/i;

export default rule({
  name: 'ordinal-encoded-nominal',
  category: 'sklearn',
  severity: 'off',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'Numbers given to categories feed a model that takes them for amounts',
  docs: `
\`LabelEncoder\`, \`cat.codes\` and \`factorize\` number categories in the order of the alphabet or of their first row. A linear model, a
distance or a network reads *Oslo* = 2 as twice *Bergen* = 1
([scikit-learn: encoding categorical features](https://scikit-learn.org/stable/modules/preprocessing.html#encoding-categorical-features),
"such integer representation can, however, not be used directly with all scikit-learn estimators"). Use
\`OneHotEncoder(handle_unknown="ignore")\` in a \`ColumnTransformer\`; trees can live with the codes. It is off by default, as columns
of two values and ordered ones are fine.
`,
  silent: `
- Trees and what is made of them, the label, an order that is given (\`categories=\`).
- Columns whose name tells of two values or an order; columns that do not surely reach the model.
`,
  messages: {
    codes:
      '`{column}` is numbered here, and `{model}` takes the numbers for amounts: category 4 counts as twice category 2. Encode it one-hot',
  },
  examples: [
    {
      title: 'a linear model',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
df = pd.read_csv("data.csv")
df["city"] = LabelEncoder().fit_transform(df["city"])
#<^^^^^^^^
df["town"] = df["town"].astype("category").cat.codes
#<^^^^^^^^
model = LogisticRegression().fit(df[["city", "town", "a"]], df["target"])`,
      good: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
df = pd.read_csv("data.csv")
model = make_pipeline(ColumnTransformer([("onehot", OneHotEncoder(handle_unknown="ignore"), ["city", "town"])], remainder="passthrough"), LogisticRegression()).fit(df[["city", "town", "a"]], df["target"])`,
    },
    {
      title: 'the numbers are read elsewhere, so there is no fix',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
df = pd.read_csv("data.csv")
encoder = LabelEncoder()
df["city"] = encoder.fit_transform(df["city"])
#<^^^^^^^^
model = LogisticRegression().fit(df[["city", "a"]], df["target"])
print(encoder.classes_)`,
    },
    {
      title: 'trees, the label, two values, an order',
      fine: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder, OrdinalEncoder
df = pd.read_csv("data.csv")
df["city"] = LabelEncoder().fit_transform(df["city"])
forest = RandomForestClassifier(random_state=0).fit(df[["city", "a"]], df["target"])
df["sex"] = LabelEncoder().fit_transform(df["sex"])
df["target"] = LabelEncoder().fit_transform(df["target"])
model = LogisticRegression().fit(df[["sex", "a"]], df["target"])`,
    },
  ],
  *check(module) {
    const found = new Map<string, { readonly at: Expr; readonly fit: Fit; readonly numbered: Numbered }>();
    for (const statement of module.all(Kind.Assign)) {
      const [target] = statement.targets;
      const column = target?.kind === Kind.Subscript ? module.stringOf(target.slice) : null;
      if (target === undefined || column === null || found.has(column) || TWO_OR_ORDERED.test(column)) continue;
      if (!isNumbered(module, statement)) continue;
      const fit = module.flow.fits.find(
        ({ name, supervised, features, target: label }) =>
          supervised && NUMERIC.test(name) && label !== column && columnMayReach(features, column),
      );
      if (fit !== undefined) found.set(column, { at: target, fit, numbered: { statement, column } });
    }
    for (const [column, { at, fit }] of found) {
      // One pipeline encodes all columns of the model.
      const all = [...found.values()].filter((each) => each.fit === fit).map(({ numbered }) => numbered);
      const fix = encodedOneHot(module, fit, all);
      const related = [{ start: fit.at.start, end: fit.at.end, message: `\`${fit.name}\` is fitted with it here` }];
      yield { at, message: 'codes', data: { column, model: fit.name }, related, fixes: fix === null ? [] : [fix] };
    }
  },
});

/** `LabelEncoder().fit_transform(df["a"])`, `….cat.codes`, `pd.factorize(…)[0]`. */
function isNumbered(module: Module, { value }: Assign): boolean {
  if (value.kind === Kind.Attribute)
    return value.attr === 'codes' && value.value.kind === Kind.Attribute && value.value.attr === 'cat';
  if (value.kind === Kind.Subscript)
    return value.value.kind === Kind.Call && module.qualifiedName(value.value.func) === 'pandas.factorize';
  if (value.kind !== Kind.Call || value.func.kind !== Kind.Attribute || value.func.attr !== 'fit_transform')
    return false;
  return isUnorderedEncoder(module, value.func.value);
}

function isUnorderedEncoder(module: Module, encoder: Expr): boolean {
  const made = module.definition(encoder);
  const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  if (made.kind !== Kind.Call || name === null) return false;
  if (name === 'sklearn.preprocessing.LabelEncoder') return true;
  return name === 'sklearn.preprocessing.OrdinalEncoder' && !callForm(made, module.source).has('categories');
}
