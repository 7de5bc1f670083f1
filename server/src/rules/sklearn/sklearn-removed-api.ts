// sklearn-removed-api: a module, name, argument or value that scikit-learn no longer has.
import { sklearnRemoved } from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'sklearn-removed-api',
  category: 'sklearn',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A scikit-learn module, name or argument that its version no longer has',
  docs: `
scikit-learn removes what was deprecated two releases before: the line raises \`ImportError\`, \`AttributeError\`,
\`TypeError\` or \`InvalidParameterError\`. The table of what went when is taken from the
[release notes](https://scikit-learn.org/stable/whats_new.html) and was checked against the wheels of 0.17 to 1.9.
`,
  silent,
  messages,
  examples: [
    {
      title: 'a module that moved',
      bad: `
from sklearn.cross_validation import train_test_split, cross_val_score
#    ^^^^^^^^^^^^^^^^^^^^^^^^
from sklearn.externals import joblib
#                             ^^^^^^
joblib.dump(train_test_split([1, 2, 3]), 'parts.joblib')`,
      good: `
from sklearn.model_selection import train_test_split, cross_val_score
import joblib
joblib.dump(train_test_split([1, 2, 3]), 'parts.joblib')`,
    },
    {
      title: 'arguments and values',
      files: { 'requirements.txt': 'scikit-learn==1.7.2' },
      bad: `
from sklearn.ensemble import BaggingClassifier, RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import OneHotEncoder
encoder = OneHotEncoder(sparse=False, handle_unknown='ignore')
#                       ^^^^^^^^^^^^
bagging = BaggingClassifier(base_estimator=None)
#                           ^^^^^^^^^^^^^^^^^^^
forest = RandomForestRegressor(criterion='mse')
#                              ^^^^^^^^^^^^^^^
error = mean_squared_error([1, 2], [1, 3], squared=False)
#                                          ^^^^^^^^^^^^^`,
      good: `
from sklearn.ensemble import BaggingClassifier, RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import OneHotEncoder
from sklearn.metrics import root_mean_squared_error
encoder = OneHotEncoder(sparse_output=False, handle_unknown='ignore')
bagging = BaggingClassifier(estimator=None)
forest = RandomForestRegressor(criterion='squared_error')
error = root_mean_squared_error([1, 2], [1, 3])`,
    },
    {
      title: 'a method of a vectorizer',
      bad: `
from sklearn.feature_extraction.text import CountVectorizer
vectorizer = CountVectorizer()
counts = vectorizer.fit_transform(['good film', 'bad film'])
print(vectorizer.get_feature_names())
#                ^^^^^^^^^^^^^^^^^`,
      good: `
from sklearn.feature_extraction.text import CountVectorizer
vectorizer = CountVectorizer()
counts = vectorizer.fit_transform(['good film', 'bad film'])
print(vectorizer.get_feature_names_out())`,
    },
    {
      title: 'a default that can go',
      bad: `
from sklearn.linear_model import LinearRegression
model = LinearRegression(fit_intercept=False, normalize=False)
#                                             ^^^^^^^^^^^^^^^`,
      good: `
from sklearn.linear_model import LinearRegression
model = LinearRegression(fit_intercept=False)`,
    },
    {
      title: 'nothing takes its place',
      bad: `
from sklearn.datasets import load_boston
#                            ^^^^^^^^^^^
X, y = load_boston(return_X_y=True)`,
    },
    {
      title: 'a splitter that works in another way now',
      bad: `
from sklearn import cross_validation
#                   ^^^^^^^^^^^^^^^^
folds = cross_validation.KFold(len(rows), n_folds=5)`,
    },
    {
      title: 'a version that has it',
      files: { 'requirements.txt': 'scikit-learn==1.1.3' },
      fine: `
from sklearn.preprocessing import OneHotEncoder
encoder = OneHotEncoder(sparse=False)`,
    },
    {
      title: 'removed lately, and the version is not known',
      files: { 'requirements.txt': 'scikit-learn' },
      fine: `
from sklearn.linear_model import LogisticRegression
model = LogisticRegression(multi_class='ovr')`,
    },
    {
      title: 'both versions foreseen',
      fine: `
try:
    from sklearn.externals import joblib
except ImportError:
    import joblib
model = joblib.load('model.joblib')`,
    },
    {
      title: 'values that are still there',
      fine: `
from sklearn.ensemble import RandomForestClassifier
model = RandomForestClassifier(criterion='gini', max_features='sqrt')`,
    },
  ],
  check: (module) => removedReports(module, [sklearnRemoved]),
});
