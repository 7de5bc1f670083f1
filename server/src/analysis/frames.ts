// Which expressions are data frames, columns and arrays, as far as the flow engine knows.
import { Kind } from './syntax';
import type { Expr } from './syntax';
import type { Module } from './module';

export type TableType = 'frame' | 'series' | 'array' | 'tensor' | 'accessor';

/** Libraries with frames of their own: what looks like pandas may be theirs. */
const OTHER_FRAMES = ['pyspark', 'dask', 'polars', 'cudf', 'modin', 'vaex', 'datatable', 'h2o', 'geopandas', 'xarray'];

const TYPES: Readonly<Record<string, TableType>> = {
  'pandas.DataFrame': 'frame',
  'pandas.Series': 'series',
  'numpy.ndarray': 'array',
  'torch.Tensor': 'tensor',
};

/** The kind of table an expression surely is; null if it is not known. */
export function tableType(module: Module, expr: Expr): TableType | null {
  const value = module.flow.valueOf(expr);
  if (value === null || value.kind !== 'data') return null;
  const type = value.data?.kind === 'accessor' ? 'accessor' : value.type === null ? null : (TYPES[value.type] ?? null);
  const isPandas = type === 'frame' || type === 'series' || type === 'accessor';
  return isPandas && !usesPandas(module) ? null : type;
}

/** The file uses pandas, and no other library whose frames look like it. */
export function usesPandas(module: Module): boolean {
  return module.imports.has('pandas') && !OTHER_FRAMES.some((library) => module.imports.has(library));
}

/** `df['c']`, `df[mask]`, `df.c`, `df.loc[…]`: what indexing gives, with the frame it was taken from. */
export interface Indexing {
  readonly frame: Expr;
  /** The bracket's content; null for `df.c`. */
  readonly index: Expr | null;
  /** `loc`, `iloc`, or the column of `df.c`. */
  readonly attribute: string | null;
}

/** Reads an indexing of a known frame; null for anything else. */
export function frameIndexing(module: Module, expr: Expr): Indexing | null {
  if (expr.kind === Kind.Subscript) {
    const { value, slice } = expr;
    if (value.kind === Kind.Attribute && (value.attr === 'loc' || value.attr === 'iloc')) {
      return tableType(module, value.value) === 'frame'
        ? { frame: value.value, index: slice, attribute: value.attr }
        : null;
    }
    return tableType(module, value) === 'frame' ? { frame: value, index: slice, attribute: null } : null;
  }
  if (expr.kind !== Kind.Attribute || tableType(module, expr) !== 'series' || tableType(module, expr.value) !== 'frame')
    return null;
  return { frame: expr.value, index: null, attribute: expr.attr };
}
