// boosting-removed-api: an argument or value that XGBoost or LightGBM no longer takes.
import { xgboostRemoved, lightgbmRemoved } from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'boosting-removed-api',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['xgboost', 'lightgbm'],
  summary: 'An XGBoost or LightGBM argument or value that is gone',
  docs: `
LightGBM 4 moved early stopping and logging into callbacks
([release notes](https://github.com/microsoft/LightGBM/releases/tag/v4.0.0)), XGBoost 2.1 took the arguments of \`fit\` into
the constructor ([changes](https://xgboost.readthedocs.io/en/stable/changes/)): the call raises \`TypeError\`. The tables were
checked against the wheels of XGBoost 1.3 to 3.2 and LightGBM 3.3 to 4.7.
`,
  silent,
  messages,
  examples: [
    {
      title: 'callbacks of LightGBM',
      bad: `
import lightgbm as lgb
model = lgb.train(params, train, valid_sets=[valid], early_stopping_rounds=50, verbose_eval=100)
#                                                    ^^^^^^^^^^^^^^^^^^^^^^^^
#                                                                              ^^^^^^^^^^^^^^^^`,
      good: `
import lightgbm as lgb
model = lgb.train(params, train, valid_sets=[valid], callbacks=[lgb.early_stopping(50), lgb.log_evaluation(100)])`,
    },
    {
      title: 'arguments of `fit`',
      bad: `
from xgboost import XGBClassifier
model = XGBClassifier(n_estimators=500)
model.fit(X, y, eval_set=[(X_valid, y_valid)], early_stopping_rounds=20)
#                                              ^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from xgboost import XGBClassifier
model = XGBClassifier(n_estimators=500, early_stopping_rounds=20)
model.fit(X, y, eval_set=[(X_valid, y_valid)])`,
    },
    {
      title: 'a value',
      files: { 'requirements.txt': 'xgboost==3.1.1' },
      bad: `
from xgboost import XGBRegressor
model = XGBRegressor(tree_method='gpu_hist')
#                    ^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from xgboost import XGBRegressor
model = XGBRegressor(tree_method='hist', device='cuda')`,
    },
    {
      title: 'the same keyword of another library',
      fine: `
import xgboost as xgb
model = xgb.train(params, train, evals=[(valid, 'valid')], early_stopping_rounds=50, verbose_eval=100)`,
    },
    {
      title: 'a version that has it',
      files: { 'poetry.lock': '[[package]]\nname = "lightgbm"\nversion = "3.3.5"\n' },
      fine: `
import lightgbm as lgb
model = lgb.train(params, train, early_stopping_rounds=50)`,
    },
  ],
  check: (module) => removedReports(module, [xgboostRemoved, lightgbmRemoved]),
});
