// withdrawn-dataset: data that its keepers withdrew, or warn against.
import type { Module } from '../../analysis/module';
import { kerasNames } from '../../analysis/kerasModels';
import type { Span } from '../../analysis/text';
import { rule } from '../rule';

export default rule({
  name: 'withdrawn-dataset',
  category: 'fairness',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: ['sklearn', 'keras', 'tensorflow'],
  summary: 'A data set is used that was withdrawn for what it does to people',
  docs: `
The Boston housing data hold a column \`B\`, computed from the share of Black residents on the assumption that segregation
raises prices; scikit-learn removed the set in 1.2 for that reason
([scikit-learn 1.0: load_boston](https://scikit-learn.org/1.0/modules/generated/sklearn.datasets.load_boston.html): "has an
ethical problem"). Other sources still hand it out. \`fetch_california_housing\`, or \`fetch_openml("house_prices")\`, serve
the same purpose.
`,
  silent: `
- \`sklearn.datasets.load_boston\`, which \`sklearn-removed-api\` reports.
- The file studies fairness (\`fairlearn\`, \`aif360\`).
`,
  messages: {
    boston:
      'The Boston housing data were withdrawn: they encode race as a predictor of price. Use the California housing data instead',
  },
  examples: [
    {
      title: 'from other sources',
      bad: `
from sklearn.datasets import fetch_openml
from tensorflow.keras.datasets import boston_housing
train, test = boston_housing.load_data()
#             ^^^^^^^^^^^^^^^^^^^^^^^^
boston = fetch_openml(name="boston", version=1)
#        ^^^^^^^^^^^^`,
    },
    {
      title: 'other data',
      fine: `
from sklearn.datasets import fetch_california_housing, fetch_openml
from tensorflow.keras.datasets import california_housing
a = fetch_california_housing()
b = fetch_openml(name="house_prices")
c = california_housing.load_data()`,
    },
  ],
  *check(module) {
    if (module.imports.has('fairlearn') || module.imports.has('aif360')) return;
    for (const at of bostonCalls(module)) yield { at, message: 'boston' };
  },
});

function* bostonCalls(module: Module): Iterable<Span> {
  for (const { callee } of module.callsTo(...kerasNames('datasets.boston_housing.load_data'))) yield callee;
  for (const call of module.callsTo('sklearn.datasets.fetch_openml')) {
    const id = call.argument(null, 'data_id');
    const isBoston = module.stringOf(call.argument(0, 'name'))?.toLowerCase() === 'boston';
    if (isBoston || (id !== null && module.textOf(id) === '531')) yield call.callee;
  }
}
