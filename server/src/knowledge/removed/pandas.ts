// Names, arguments and methods that pandas no longer has.
import type { MemberCall, RemovalTable, RemovedArgument, RemovedMember, RemovedName } from './table';
import { gone, renames } from './table';

const FRAME = 'pandas.DataFrame';
const SERIES = 'pandas.Series';
const BOTH = [FRAME, SERIES];

const ROLLING = 'apply corr count cov kurt max mean median min quantile skew std sum var window';

const names: readonly RemovedName[] = [
  ...gone(
    '0.23',
    ROLLING.split(' ')
      .map((name) => `pandas.rolling_${name} pandas.expanding_${name}`)
      .join(' '),
    'use `.rolling(…)` or `.expanding(…)` and its method',
  ),
  ...gone(
    '0.23',
    'pandas.ewma pandas.ewmstd pandas.ewmvar pandas.ewmcov pandas.ewmcorr',
    'use `.ewm(…)` and its method',
  ),
  ...gone('0.23', 'pandas.stats', 'use statsmodels'),
  ...gone('0.23', 'pandas.io.data pandas.io.wb', 'use the package `pandas_datareader`'),
  { name: 'pandas.tools.plotting', removed: '0.24', to: 'pandas.plotting' },
  { name: 'pandas.scatter_matrix', removed: '0.24', to: 'pandas.plotting.scatter_matrix' },
  ...gone(
    '0.24',
    'pandas.tools pandas.core.datetools pandas.lib pandas.tslib pandas.parser',
    'use the public functions',
  ),
  ...gone('0.24', 'pandas.get_store', 'use `pd.HDFStore`'),
  { name: 'pandas.TimeGrouper', removed: '0.25', instead: 'use `pd.Grouper(freq=…)`' },
  ...gone('1.0', 'pandas.Panel', 'use a MultiIndex, or xarray'),
  ...gone('1.0', 'pandas.read_msgpack', 'use `read_parquet` or `read_feather`'),
  ...gone('1.0', 'pandas.SparseDataFrame pandas.SparseSeries', 'use columns with a `SparseDtype`'),
  ...renames(
    '2.0',
    `pandas.Int64Index → pandas.Index
     pandas.UInt64Index → pandas.Index
     pandas.Float64Index → pandas.Index
     pandas.SparseArray → pandas.arrays.SparseArray
     pandas.io.json.json_normalize → pandas.json_normalize
     pandas.np → numpy
     pandas.datetime → datetime.datetime`,
  ),
  ...['assert_frame_equal', 'assert_series_equal', 'assert_index_equal'].map((name) => ({
    name: `pandas.util.testing.${name}`,
    removed: '2.0',
    to: `pandas.testing.${name}`,
  })),
  ...gone('2.0', 'pandas.util.testing', 'use `pandas.testing`'),
  ...gone('2.0', 'pandas.core.index', 'take the classes from `pandas`'),
  {
    name: 'pandas.value_counts',
    removed: '3.0',
    instead: 'use `pd.Series(x).value_counts()`',
    call: { arguments: 1, text: '{root}.Series({0}).value_counts()' },
  },
  ...gone('3.0', 'pandas.read_gbq', 'use `pandas_gbq.read_gbq`'),
  ...gone(
    '3.0',
    'pandas.errors.SettingWithCopyWarning pandas.errors.SettingWithCopyError',
    'with copy-on-write there is nothing left to warn of',
  ),
  { name: 'pandas.api.types.is_interval', removed: '3.0', instead: 'use `isinstance(x, pd.Interval)`' },
];

const READERS = ['pandas.read_csv', 'pandas.read_table', 'pandas.read_fwf'];

const args: readonly RemovedArgument[] = [
  { of: ['pandas.concat'], keyword: 'join_axes', removed: '1.0', instead: 'reindex the result' },
  { of: ['pandas.to_datetime'], keyword: 'box', removed: '1.0', instead: 'use `.to_numpy()`' },
  { of: ['pandas.factorize'], keyword: 'order', removed: '1.0', edit: { drop: true } },
  { of: ['pandas.read_excel'], keyword: 'sheetname', removed: '0.25', edit: { rename: 'sheet_name' } },
  { of: ['pandas.read_excel'], keyword: 'parse_cols', removed: '0.25', edit: { rename: 'usecols' } },
  { of: ['pandas.read_excel'], keyword: 'skip_footer', removed: '1.0', edit: { rename: 'skipfooter' } },
  {
    of: READERS,
    keyword: 'error_bad_lines',
    value: 'False',
    removed: '2.0',
    edit: { value: "'warn'", rename: 'on_bad_lines' },
  },
  { of: READERS, keyword: 'error_bad_lines', value: 'True', removed: '2.0', edit: { drop: true } },
  { of: READERS, keyword: 'error_bad_lines', removed: '2.0', instead: "use `on_bad_lines='warn'` or `'error'`" },
  { of: READERS, keyword: 'warn_bad_lines', removed: '2.0', instead: "use `on_bad_lines='skip'` or `'warn'`" },
  { of: READERS, keyword: 'mangle_dupe_cols', removed: '2.0', edit: { drop: true } },
  { of: READERS, keyword: 'squeeze', value: 'False', removed: '2.0', edit: { drop: true } },
  { of: READERS, keyword: 'squeeze', removed: '2.0', instead: "use `.squeeze('columns')` on the result" },
  { of: READERS, keyword: 'prefix', removed: '2.0', instead: 'rename the columns of the result' },
  { of: ['pandas.read_excel'], keyword: 'squeeze', removed: '2.0', instead: "use `.squeeze('columns')` on the result" },
  { of: ['pandas.read_excel'], keyword: 'convert_float', removed: '2.0', edit: { drop: true } },
  { of: ['pandas.read_excel'], keyword: 'mangle_dupe_cols', removed: '2.0', edit: { drop: true } },
  { of: ['pandas.read_json'], keyword: 'numpy', removed: '2.0', edit: { drop: true } },
  { of: ['pandas.factorize'], keyword: 'na_sentinel', removed: '2.0', instead: 'use `use_na_sentinel=`' },
  ...["'left'", "'right'"].map((value) => ({
    of: ['pandas.date_range'],
    keyword: 'closed',
    value,
    removed: '2.0',
    edit: { rename: 'inclusive' } as const,
  })),
  { of: ['pandas.date_range'], keyword: 'closed', value: 'None', removed: '2.0', edit: { drop: true } },
  { of: ['pandas.concat'], keyword: 'axis', position: 1, positionalOnly: true, removed: '2.0', edit: { name: true } },
  ...READERS.slice(0, 2).flatMap((reader): readonly RemovedArgument[] => [
    { of: [reader], keyword: 'infer_datetime_format', removed: '3.0', edit: { drop: true } },
    { of: [reader], keyword: 'keep_date_col', removed: '3.0', instead: 'combine the columns after reading' },
    {
      of: [reader],
      keyword: 'date_parser',
      removed: '3.0',
      instead: 'use `date_format=`, or `pd.to_datetime` after reading',
    },
    { of: [reader], keyword: 'verbose', removed: '3.0', edit: { drop: true } },
    {
      of: [reader],
      keyword: 'delim_whitespace',
      value: 'True',
      removed: '3.0',
      edit: { value: String.raw`r'\s+'`, rename: 'sep' },
    },
  ]),
  { of: ['pandas.to_datetime'], keyword: 'infer_datetime_format', removed: '3.0', edit: { drop: true } },
  ...['to_datetime', 'to_numeric', 'to_timedelta'].map((name) => ({
    of: [`pandas.${name}`],
    keyword: 'errors',
    value: "'ignore'",
    removed: '3.0',
    instead: "catch the error yourself, or use `errors='coerce'`",
  })),
  {
    of: [`${FRAME}.to_csv`, `${SERIES}.to_csv`],
    keyword: 'line_terminator',
    removed: '2.0',
    edit: { rename: 'lineterminator' },
  },
  { of: [`${FRAME}.info`], keyword: 'null_counts', removed: '2.0', edit: { rename: 'show_counts' } },
  { of: BOTH.map((type) => `${type}.describe`), keyword: 'datetime_is_numeric', removed: '2.0', edit: { drop: true } },
  { of: [`${FRAME}.to_excel`], keyword: 'encoding', removed: '2.0', edit: { drop: true } },
  {
    of: BOTH.map((type) => `${type}.set_axis`),
    keyword: 'inplace',
    value: 'False',
    removed: '2.0',
    edit: { drop: true },
  },
  { of: BOTH.map((type) => `${type}.set_axis`), keyword: 'inplace', removed: '2.0', instead: 'assign the result' },
  ...'sum mean median min max std var prod count skew sem all any'.split(' ').map((method) => ({
    of: BOTH.map((type) => `${type}.${method}`),
    keyword: 'level',
    removed: '2.0',
    instead: `use \`.groupby(level=…).${method}()\``,
  })),
  { of: BOTH.map((type) => `${type}.groupby`), keyword: 'squeeze', removed: '2.0', edit: { drop: true } },
  ...['how', 'fill_method'].map((keyword) => ({
    of: BOTH.map((type) => `${type}.resample`),
    keyword,
    removed: '1.0',
    instead: 'call the method on what `resample` returns',
  })),
  ...['base', 'loffset'].map((keyword) => ({
    of: BOTH.map((type) => `${type}.resample`),
    keyword,
    removed: '2.0',
    instead: keyword === 'base' ? 'use `offset=` or `origin=`' : 'add the offset to the index of the result',
  })),
  { of: [`${FRAME}.drop`], keyword: 'axis', position: 1, positionalOnly: true, removed: '2.0', edit: { name: true } },
  ...BOTH.flatMap((type): readonly RemovedArgument[] => [
    {
      of: [`${type}.fillna`],
      keyword: 'method',
      value: "'ffill'",
      removed: '3.0',
      edit: { drop: true, method: 'ffill' },
    },
    {
      of: [`${type}.fillna`],
      keyword: 'method',
      value: "'pad'",
      removed: '3.0',
      edit: { drop: true, method: 'ffill' },
    },
    {
      of: [`${type}.fillna`],
      keyword: 'method',
      value: "'bfill'",
      removed: '3.0',
      edit: { drop: true, method: 'bfill' },
    },
    {
      of: [`${type}.fillna`],
      keyword: 'method',
      value: "'backfill'",
      removed: '3.0',
      edit: { drop: true, method: 'bfill' },
    },
    { of: [`${type}.fillna`], keyword: 'downcast', removed: '3.0', edit: { drop: true } },
    {
      of: [`${type}.groupby`, `${type}.rolling`, `${type}.resample`],
      keyword: 'axis',
      removed: '3.0',
      instead: 'transpose first: `.T`',
    },
  ]),
];

/** One method of a frame and of a series. */
function both(member: string, rest: Omit<RemovedMember, 'of' | 'member'>): RemovedMember {
  return { of: BOTH, member, ...rest };
}

const concat: MemberCall = {
  arguments: 1,
  text: '{root}.concat([{self}, {0}])',
  keywords: ['ignore_index', 'verify_integrity', 'sort'],
  sameClass: true,
  imports: 'import pandas as pd',
};
const toNumpy: MemberCall = { arguments: 0, text: '{self}.to_numpy()', imports: 'import pandas as pd' };

const members: readonly RemovedMember[] = [
  { of: [FRAME], member: 'from_csv', removed: '0.25', instead: 'use `pd.read_csv`' },
  both('convert_objects', { removed: '0.25', instead: 'use `infer_objects`, `pd.to_numeric` or `pd.to_datetime`' }),
  both('reindex_axis', { removed: '0.25', instead: 'use `reindex(…, axis=…)`' }),
  both('ix', { attribute: true, removed: '1.0', instead: 'use `.loc` for labels and `.iloc` for positions' }),
  both('as_matrix', { removed: '1.0', instead: 'use `to_numpy()`', call: toNumpy }),
  both('get_values', { removed: '1.0', instead: 'use `to_numpy()`', call: toNumpy }),
  both('get_value', { removed: '1.0', instead: 'use `.at[row, column]`' }),
  both('set_value', { removed: '1.0', instead: 'assign to `.at[row, column]`' }),
  both('clip_lower', { removed: '1.0', instead: 'use `clip(lower=…)`' }),
  both('clip_upper', { removed: '1.0', instead: 'use `clip(upper=…)`' }),
  both('get_dtype_counts', { removed: '1.0', instead: 'use `.dtypes.value_counts()`' }),
  both('append', { removed: '2.0', instead: 'use `pd.concat([a, b])`', call: concat }),
  both('iteritems', { removed: '2.0', to: 'items' }),
  both('mad', { removed: '2.0', instead: 'use `(x - x.mean()).abs().mean()`' }),
  both('tshift', { removed: '2.0', instead: 'use `shift(…, freq=…)`' }),
  both('slice_shift', { removed: '2.0', instead: 'use `shift`' }),
  { of: [FRAME], member: 'lookup', removed: '2.0', instead: 'index with `pd.factorize` and NumPy' },
  {
    of: [SERIES, 'pandas.Index'],
    member: 'is_monotonic',
    attribute: true,
    removed: '2.0',
    to: 'is_monotonic_increasing',
  },
  { of: ['pandas.io.formats.style.Styler'], member: 'render', removed: '2.0', to: 'to_html' },
  { of: [FRAME], member: 'applymap', removed: '3.0', to: 'map' },
  { of: [FRAME], member: 'swapaxes', removed: '3.0', instead: 'use `.T` or `transpose`' },
  both('pad', { removed: '3.0', to: 'ffill' }),
  both('backfill', { removed: '3.0', to: 'bfill' }),
  both('first', { removed: '3.0', instead: 'use `.loc` with a mask of dates' }),
  both('last', { removed: '3.0', instead: 'use `.loc` with a mask of dates' }),
  { of: [FRAME], member: 'bool', removed: '3.0', instead: 'use `.to_numpy().item()`' },
  { of: [SERIES], member: 'bool', removed: '3.0', to: 'item' },
  { of: [SERIES], member: 'ravel', removed: '3.0', instead: 'use `to_numpy()`', call: toNumpy },
  { of: [SERIES], member: 'view', removed: '3.0', instead: 'use `astype`' },
  both('to_gbq', { removed: '3.0', instead: 'use `pandas_gbq.to_gbq`' }),
];

export const pandasRemoved: RemovalTable = {
  library: 'pandas',
  distributions: ['pandas'],
  package: 'pandas',
  releases: [
    ['0.23', '2018-05'],
    ['0.24', '2019-01'],
    ['0.25', '2019-07'],
    ['1.0', '2020-01'],
    ['1.1', '2020-07'],
    ['1.2', '2020-12'],
    ['1.3', '2021-07'],
    ['1.4', '2022-01'],
    ['1.5', '2022-09'],
    ['2.0', '2023-04'],
    ['2.1', '2023-08'],
    ['2.2', '2024-01'],
    ['2.3', '2025-06'],
    ['3.0', '2026-01'],
    ['3.1', '2026-08'],
  ],
  source: 'https://pandas.pydata.org/docs/whatsnew/, checked against the wheels of each release',
  names,
  arguments: args,
  members,
};
