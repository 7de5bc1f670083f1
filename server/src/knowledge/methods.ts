// What methods of frames, series, arrays, tensors and datasets do to rows and what they learn from them. Data only.

export type MethodRole =
  /** Same rows, same influence. */
  | 'keep'
  /** Same rows, or some of them; nothing learnt. */
  | 'filter'
  /** A statistic over the rows (row-wise with axis=1). */
  | 'reduce'
  /** Sums and counts of masks are no statistics, others are. */
  | 'count'
  | 'valueCounts'
  /** One value a row, each from all rows. */
  | 'rank'
  /** One value a row, from neighbouring rows. */
  | 'order'
  | 'fill'
  /** Takes over what its arguments were influenced by. */
  | 'combine'
  /** No influence leaves: shapes, plots, names. */
  | 'nothing'
  /** Distinct values: keep their rows as the source of a statistic. */
  | 'unique'
  | 'apply'
  | 'map'
  | 'groupby'
  | 'rolling'
  | 'shift'
  | 'merge'
  | 'append'
  | 'drop'
  | 'pop'
  | 'assign'
  | 'pipe'
  | 'sample'
  | 'head'
  | 'tail'
  | 'isnull'
  | 'notnull'
  | 'isin'
  | 'between'
  | 'query'
  | 'filterColumns'
  | 'select'
  | 'sort'
  | 'setIndex'
  | 'take'
  | 'skip'
  | 'aggregate'
  | 'iterate'
  | 'copyOf'
  | 'compare'
  | 'split'
  | 'flow'
  | 'repeat'
  | 'insert'
  | 'batches'
  | 'get';

function all(role: MethodRole, names: string): readonly (readonly [string, MethodRole])[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, role] as const);
}

export const methodRoles: ReadonlyMap<string, MethodRole> = new Map([
  ...all(
    'keep',
    `astype to_numpy as_matrix reset_index rename reshape ravel flatten squeeze transpose round abs toarray todense
     to_dense tolist to_list to_frame convert_dtypes infer_objects reindex swapaxes view expand_dims unsqueeze
     to_sparse tocsr tocsc tocoo compute persist cache float double long int half cuda cpu to numpy detach clone
     contiguous permute type requires_grad_ rename_axis add_prefix add_suffix swaplevel droplevel stack unstack
     melt explode to_period to_timestamp tz_localize tz_convert map_partitions prefetch as_numpy_iterator
     with_format set_format remove_columns rename_column rename_columns cast_column to_pandas to_dict to_records
     sort_index reindex_like set_axis byte bool item get_values to_tensor asfreq rechunk collect lazy to_pandas
     as_tensor bfloat16 is_floating_point set_flags copy_ get_label set_categories as_ordered add_categories
     rename_categories coalesce to_tf_dataset to_iterable_dataset to_torch`,
  ),
  ...all('copyOf', 'copy deepcopy __copy__'),
  ...all('filter', 'dropna drop_duplicates nlargest nsmallest first last truncate at_time between_time drop_nulls'),
  ...all(
    'reduce',
    `mean median mode std var quantile min max corr cov describe agg aggregate skew kurt kurtosis sem mad idxmax
     idxmin prod product argmax argmin ptp corrwith nanmean nanmedian nanstd amin amax norm percentile autocorr
     logsumexp`,
  ),
  ...all('count', 'sum count nunique any all nansum n_unique null_count'),
  ...all('valueCounts', 'value_counts'),
  ...all('rank', 'rank'),
  ...all('order', 'ffill bfill pad backfill interpolate forward_fill backward_fill'),
  ...all('fill', 'fillna fill_null fill_nan'),
  ...all(
    'combine',
    `replace where mask clip clip_lower clip_upper combine_first combine add sub subtract mul multiply div divide
     truediv floordiv mod pow radd rsub rmul rdiv dot matmul mm bmm add_ sub_ mul_ div_ update put fill
     masked_fill masked_fill_ eval exp log sqrt square sigmoid tanh softmax relu with_columns hstack`,
  ),
  ...all(
    'nothing',
    `info plot hist boxplot to_csv to_excel to_pickle to_json to_sql to_hdf to_parquet to_feather to_html to_string
     to_latex to_clipboard memory_usage scatter bar line pie kde density keys savetxt tofile dump imshow matshow
     show style size dim numel nelement backward zero_grad write_csv write_parquet pprint display print
     printSchema`,
  ),
  ...all('unique', 'unique duplicated factorize'),
  ...all('apply', 'apply applymap map_rows transform map_elements'),
  ...all('map', 'map'),
  ...all('groupby', 'groupby group_by groupBy'),
  ...all('rolling', 'rolling expanding ewm resample'),
  ...all('shift', 'shift diff pct_change tshift cumsum cumprod cummax cummin cumcount'),
  ...all('merge', 'merge join merge_asof'),
  ...all('append', 'append concatenate'),
  ...all('drop', 'drop'),
  ...all('pop', 'pop'),
  ...all('assign', 'assign'),
  ...all('pipe', 'pipe'),
  ...all('sample', 'sample'),
  ...all('head', 'head limit'),
  ...all('tail', 'tail'),
  ...all('isnull', 'isnull isna is_null is_nan'),
  ...all('notnull', 'notnull notna is_not_null is_not_nan'),
  ...all('isin', 'isin is_in'),
  ...all('between', 'between'),
  ...all('compare', 'eq ne lt le gt ge'),
  ...all('query', 'query'),
  ...all('filterColumns', 'filter select_dtypes'),
  ...all('select', 'select'),
  ...all('sort', 'sort_values sort order'),
  ...all('setIndex', 'set_index'),
  ...all('take', 'take'),
  ...all('skip', 'skip'),
  ...all('aggregate', 'pivot pivot_table crosstab'),
  ...all('iterate', 'iterrows itertuples items iteritems'),
  ...all('split', 'train_test_split randomSplit random_split split_frame'),
  ...all('flow', 'flow flow_from_directory flow_from_dataframe'),
  ...all('repeat', 'repeat'),
  ...all('insert', 'insert'),
  ...all('batches', 'batch shuffle padded_batch unbatch'),
  ...all('get', 'get xs nth'),
]);

/** Of a groupby: values a row, each from its group. */
export const groupRowwise: ReadonlySet<string> = new Set([
  'transform',
  'apply',
  'rank',
  'fillna',
  'ffill',
  'bfill',
  'pad',
  'interpolate',
]);
/** Of a groupby: nothing learnt from other rows than earlier ones. */
export const groupNothing: ReadonlySet<string> = new Set([
  'cumcount',
  'ngroup',
  'shift',
  'diff',
  'pct_change',
  'cumsum',
  'cumprod',
  'cummax',
  'cummin',
  'head',
  'tail',
  'nth',
  'first',
  'last',
  'filter',
  'sample',
  'rolling',
  'expanding',
  'ewm',
]);
/** Of a groupby: how many rows a group has. */
export const groupCounts: ReadonlySet<string> = new Set([
  'size',
  'count',
  'nunique',
  'groups',
  'ngroups',
  'indices',
  'value_counts',
]);

/** Row-wise string, date and category accessors. */
export const accessors: ReadonlySet<string> = new Set(['str', 'dt', 'cat', 'sparse', 'list', 'struct']);

/** Attributes of data that say nothing of its values. */
export const plainAttributes: ReadonlySet<string> = new Set([
  'dtypes',
  'dtype',
  'ndim',
  'nbytes',
  'empty',
  'name',
  'names',
  'flags',
  'is_cuda',
  'device',
  'requires_grad',
  'plot',
  'class_names',
  'feature_names',
  'target_names',
  'class_indices',
  'DESCR',
]);

/** Attributes that are the data themselves. */
export const sameAttributes: ReadonlySet<string> = new Set([
  'values',
  'T',
  'A',
  'A1',
  'data',
  'grad',
  'real',
  'imag',
  'array',
  'flat',
  'mT',
  'features',
  'x',
  'images',
  'frame',
  'text',
]);

/** Of these names only: what a data frame itself has. Any other, such as `text` or `name`, is a column of it. */
export const frameAttributes: ReadonlySet<string> = new Set([
  'values',
  'T',
  'dtypes',
  'ndim',
  'empty',
  'flags',
  'plot',
]);
