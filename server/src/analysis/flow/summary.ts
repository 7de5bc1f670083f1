// Summaries: what rules may know of the value of one expression, without the engine's own types.
import { influencesOf, type DataKind } from './data';
import type { Influences } from './influence';
import type { Run } from './interpreter/run';
import { numberOf, stringOf, type EstimatorRole, type Value } from './value';
import type { Rows } from './rows/rows';

export interface ValueSummary {
  readonly kind:
    | 'data'
    | 'estimator'
    | 'list'
    | 'dict'
    | 'instance'
    | 'constant'
    | 'api'
    | 'function'
    | 'class'
    | 'unknown';
  /** `pandas.DataFrame`, `sklearn.svm.SVC`, the name of a class of the file; null if not known. */
  readonly type: string | null;
  /** Of a library's module or member: its full name. */
  readonly name: string | null;
  /** The text it holds, where that is one constant: also through variables, f-strings and joined paths. */
  readonly text: string | null;
  readonly number: number | null;
  readonly data: {
    readonly kind: DataKind;
    readonly rows: Rows;
    readonly influences: Influences;
    readonly column: string | null;
  } | null;
  readonly estimator: { readonly id: number; readonly role: EstimatorRole; readonly name: string } | null;
  /** Of a list or tuple whose elements are all known. */
  readonly items: readonly ValueSummary[] | null;
}

const TYPES: Readonly<Partial<Record<DataKind, string>>> = {
  frame: 'pandas.DataFrame',
  series: 'pandas.Series',
  groupby: 'pandas.core.groupby.GroupBy',
  index: 'pandas.Index',
  columns: 'pandas.Index',
  array: 'numpy.ndarray',
  tensor: 'torch.Tensor',
  loader: 'torch.utils.data.DataLoader',
};

export function summarise(run: Run, value: Value): ValueSummary {
  return ofValue(run, value, 0);
}

const EMPTY: ValueSummary = {
  kind: 'unknown',
  type: null,
  name: null,
  text: null,
  number: null,
  data: null,
  estimator: null,
  items: null,
};

function ofValue(run: Run, value: Value, depth: number): ValueSummary {
  switch (value.kind) {
    case 'const':
      return { ...EMPTY, kind: 'constant', text: stringOf(value), number: numberOf(value) };
    case 'api':
      return { ...EMPTY, kind: 'api', name: value.name };
    case 'function':
      return { ...EMPTY, kind: 'function', name: value.fn.name };
    case 'class':
      return { ...EMPTY, kind: 'class', name: value.cls.name };
    case 'ref':
      return ofObject(run, value.id, depth);
    default:
      return EMPTY;
  }
}

function ofObject(run: Run, id: number, depth: number): ValueSummary {
  const object = run.store.get(id);
  switch (object.type) {
    case 'data': {
      const data = {
        kind: object.kind,
        rows: object.rows,
        influences: influencesOf(run, object),
        column: object.column,
      };
      return { ...EMPTY, kind: 'data', type: TYPES[object.kind] ?? null, data };
    }
    case 'estimator':
      return {
        ...EMPTY,
        kind: 'estimator',
        type: object.qualified === '?' ? null : object.qualified,
        estimator: { id, role: object.role, name: object.name },
      };
    case 'list':
      return {
        ...EMPTY,
        kind: 'list',
        type: object.sequence,
        items: object.open || depth > 2 ? null : object.items.map((item) => ofValue(run, item, depth + 1)),
      };
    case 'dict':
      return { ...EMPTY, kind: 'dict', type: 'dict' };
    case 'instance':
      return { ...EMPTY, kind: 'instance', type: object.cls.name };
  }
}
