// Arguments and values that XGBoost and LightGBM no longer take.
import type { RemovalTable, RemovedArgument } from './table';

const XGB = 'XGBModel XGBClassifier XGBRegressor XGBRanker XGBRFClassifier XGBRFRegressor'
  .split(' ')
  .map((name) => `xgboost.${name}`);
const LGBM = 'LGBMModel LGBMClassifier LGBMRegressor LGBMRanker'.split(' ').map((name) => `lightgbm.${name}`);

const method = (classes: readonly string[], name: string): readonly string[] =>
  classes.map((type) => `${type}.${name}`);

export const xgboostRemoved: RemovalTable = {
  library: 'XGBoost',
  distributions: ['xgboost', 'xgboost-cpu'],
  package: 'xgboost',
  releases: [
    ['1.3', '2020-12'],
    ['1.4', '2021-04'],
    ['1.5', '2021-10'],
    ['1.6', '2022-04'],
    ['1.7', '2022-10'],
    ['2.0', '2023-09'],
    ['2.1', '2024-06'],
    ['3.0', '2025-03'],
    ['3.1', '2025-10'],
    ['3.2', '2026-02'],
  ],
  source: 'https://xgboost.readthedocs.io/en/stable/changes/, checked against the wheels of 1.3 to 3.2',
  names: [
    ...['early_stop', 'print_evaluation', 'record_evaluation', 'reset_learning_rate'].map((name) => ({
      name: `xgboost.callback.${name}`,
      removed: '1.6',
      instead: 'use the classes of `xgboost.callback`',
    })),
    { name: 'xgboost.rabit', removed: '2.1', to: 'xgboost.collective', unsafe: true },
    { name: 'xgboost.DeviceQuantileDMatrix', removed: '3.0', to: 'xgboost.QuantileDMatrix' },
  ],
  arguments: [
    { of: XGB, keyword: 'use_label_encoder', removed: '2.0', ignored: true, edit: { drop: true } },
    {
      of: [...method(XGB, 'predict'), 'xgboost.Booster.predict'],
      keyword: 'ntree_limit',
      removed: '2.0',
      instead: 'use `iteration_range=(0, n)`',
    },
    ...['eval_metric', 'early_stopping_rounds', 'callbacks'].map((keyword): RemovedArgument => ({
      of: method(XGB, 'fit'),
      keyword,
      removed: '2.1',
      instead: `give \`${keyword}=\` to the constructor`,
      edit: { toConstructor: true },
    })),
    {
      of: ['xgboost.train', 'xgboost.cv'],
      keyword: 'feval',
      removed: '3.0',
      instead: 'use `custom_metric=`, which gets predictions after the transformation',
    },
    ...["'gpu_hist'", "'gpu_exact'"].map((value) => ({
      of: XGB,
      keyword: 'tree_method',
      value,
      removed: '3.1',
      instead: "use `tree_method='hist', device='cuda'`",
      edit: { value: "'hist', device='cuda'" },
    })),
    {
      of: XGB,
      keyword: 'gpu_id',
      removed: '3.1',
      instead: "use `device='cuda:0'`",
    },
  ],
  members: [],
};

export const lightgbmRemoved: RemovalTable = {
  library: 'LightGBM',
  distributions: ['lightgbm'],
  package: 'lightgbm',
  releases: [
    ['3.3', '2021-10'],
    ['4.0', '2023-07'],
    ['4.1', '2023-09'],
    ['4.2', '2023-12'],
    ['4.3', '2024-01'],
    ['4.4', '2024-06'],
    ['4.5', '2024-07'],
    ['4.6', '2025-02'],
    ['4.7', '2026-07'],
  ],
  source: 'https://github.com/microsoft/LightGBM/releases/tag/v4.0.0, checked against the wheels of 3.3 to 4.7',
  names: [{ name: 'lightgbm.print_evaluation', removed: '4.0', to: 'lightgbm.log_evaluation' }],
  arguments: [
    {
      of: ['lightgbm.train', 'lightgbm.cv', ...method(LGBM, 'fit')],
      keyword: 'early_stopping_rounds',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.early_stopping(n)]`',
      edit: { callback: '{root}.early_stopping({value})' },
    },
    ...['False', '0', '-1'].map((value) => ({
      of: ['lightgbm.train', 'lightgbm.cv', ...method(LGBM, 'fit')],
      keyword: 'verbose_eval',
      value,
      removed: '4.0',
      edit: { drop: true } as const,
    })),
    {
      of: ['lightgbm.train', 'lightgbm.cv'],
      keyword: 'verbose_eval',
      value: 'True',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.log_evaluation()]`',
      edit: { callback: '{root}.log_evaluation()' },
    },
    {
      of: ['lightgbm.train', 'lightgbm.cv'],
      keyword: 'verbose_eval',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.log_evaluation(k)]`',
      edit: { callback: '{root}.log_evaluation({value})' },
    },
    ...['False', '0', '-1'].map((value) => ({
      of: method(LGBM, 'fit'),
      keyword: 'verbose',
      value,
      removed: '4.0',
      edit: { drop: true } as const,
    })),
    {
      of: method(LGBM, 'fit'),
      keyword: 'verbose',
      value: 'True',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.log_evaluation()]`',
      edit: { callback: '{root}.log_evaluation()' },
    },
    {
      of: method(LGBM, 'fit'),
      keyword: 'verbose',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.log_evaluation(k)]`',
      edit: { callback: '{root}.log_evaluation({value})' },
    },
    {
      of: ['lightgbm.train'],
      keyword: 'evals_result',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.record_evaluation(d)]`',
      edit: { callback: '{root}.record_evaluation({value})' },
    },
    {
      of: ['lightgbm.train'],
      keyword: 'learning_rates',
      removed: '4.0',
      instead: 'use `callbacks=[lgb.reset_parameter(learning_rate=…)]`',
      edit: { callback: '{root}.reset_parameter(learning_rate={value})' },
    },
    {
      of: ['lightgbm.train', 'lightgbm.cv'],
      keyword: 'fobj',
      removed: '4.0',
      instead: "put it into `params['objective']`",
    },
    { of: ['lightgbm.cv'], keyword: 'show_stdv', removed: '4.0', instead: 'give it to `lgb.log_evaluation`' },
    { of: ['lightgbm.Dataset'], keyword: 'silent', removed: '4.0', instead: "use `params={'verbosity': -1}`" },
    { of: LGBM, keyword: 'silent', removed: '4.0', ignored: true, instead: 'use `verbosity=-1`' },
  ],
  members: [],
};
