// The row labels of frames and columns: counted from 0 as when just made, or those that rows kept when some were taken.
import { Kind } from './syntax';
import type { Call, Expr, Name } from './syntax';
import { callForm } from './calls';
import { tableType, usesPandas } from './frames';
import { isMask } from './masks';
import type { Module } from './module';
import { splitPartOf } from './splits';

export type RowLabels =
  /** 0, 1, 2 … of a frame that was just made of an array, by this call. */
  | { readonly kind: 'fresh'; readonly made: Call }
  /** 0, 1, 2 …: read from a file, or counted anew. */
  | { readonly kind: 'counted' }
  /** Labels that rows brought along when some of them were taken, or their order changed. */
  | { readonly kind: 'kept'; readonly by: Expr };

const DEPTH = 12;
const COUNTED: RowLabels = { kind: 'counted' };
/** Methods that leave the rows where they are. */
const SAME_ROWS =
  /^(copy|drop|astype|fillna|rename|assign|round|abs|clip|replace|apply|applymap|map|select_dtypes|pop|isna|isnull|shift)$/;
/** Methods that take rows away or move them, labels and all. */
const TAKES_ROWS = /^(dropna|sample|drop_duplicates|query|nlargest|nsmallest|sort_values)$/;

/** The labels of the rows of a frame or column; null if they are not known for sure. */
export function rowLabelsOf(module: Module, expr: Expr, depth = 0): RowLabels | null {
  if (depth > DEPTH || !usesPandas(module)) return null;
  if (expr.kind === Kind.Name) return ofName(module, expr, depth + 1);
  if (expr.kind === Kind.Subscript) return ofSubscript(module, expr, depth + 1);
  return expr.kind === Kind.Call ? ofCall(module, expr, depth + 1) : null;
}

function ofName(module: Module, name: Name, depth: number): RowLabels | null {
  if (changesLabels(module, name)) return null;
  const part = splitPartOf(module, name);
  if (part !== null) {
    const type = part.whole === null ? null : tableType(module, part.whole);
    const shuffle = part.call.keywords.find(({ arg }) => arg === 'shuffle');
    return shuffle === undefined && (type === 'frame' || type === 'series') ? { kind: 'kept', by: part.call } : null;
  }
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'assignment' || binding.value === null || others.length > 0) return null;
  return rowLabelsOf(module, binding.value, depth);
}

/** `df.index = …`, `df.reset_index(inplace=True)`, `df.dropna(inplace=True)`. */
function changesLabels(module: Module, name: Name): boolean {
  return module.scopes.named(name.id).some((use) => {
    const attribute = module.parent(use);
    if (attribute?.kind !== Kind.Attribute || attribute.value !== use) return false;
    const parent = module.parent(attribute);
    if (parent?.kind === Kind.Assign && parent.targets.includes(attribute)) return attribute.attr === 'index';
    return parent?.kind === Kind.Call && parent.keywords.some(({ arg }) => arg === 'inplace' || arg === null);
  });
}

function ofSubscript(module: Module, expr: Extract<Expr, { kind: Kind.Subscript }>, depth: number): RowLabels | null {
  const { value, slice } = expr;
  const base = value.kind === Kind.Attribute && value.attr === 'loc' ? value.value : value;
  if (isMask(module, slice)) return tableType(module, base) === null ? null : { kind: 'kept', by: expr };
  const isColumns = slice.kind === Kind.Str || slice.kind === Kind.List || module.stringOf(slice) !== null;
  return base === value && isColumns ? rowLabelsOf(module, value, depth) : null;
}

function ofCall(module: Module, call: Call, depth: number): RowLabels | null {
  const name = module.qualifiedName(call.func);
  const form = callForm(call, module.source);
  if (form.hidden) return null;
  if (name === 'pandas.DataFrame' || name === 'pandas.Series') {
    const data = form.argument(0, 'data');
    const isArray = data !== null && tableType(module, data) === 'array' && !module.says(/set_output/);
    return isArray && form.argument(1, 'index') === null ? { kind: 'fresh', made: call } : null;
  }
  if (name === 'pandas.read_csv') return form.has('index_col') || form.has('chunksize') ? null : COUNTED;
  if (name !== null || call.func.kind !== Kind.Attribute) return null;
  const before = rowLabelsOf(module, call.func.value, depth);
  const { attr } = call.func;
  if (attr === 'reset_index') return before === null ? null : COUNTED;
  if (before === null || form.has('ignore_index')) return null;
  if (TAKES_ROWS.test(attr)) return { kind: 'kept', by: call };
  return SAME_ROWS.test(attr) && (attr !== 'drop' || takesColumns(module, call)) ? before : null;
}

/** `drop(columns=…)` or `drop(…, axis=1)`. */
function takesColumns(module: Module, call: Call): boolean {
  const form = callForm(call, module.source);
  const axis = form.argument(1, 'axis');
  const one = axis !== null && /^(1|["']columns["'])$/.test(module.textOf(axis));
  return one || (form.has('columns') && form.argument(0, 'labels') === null && !form.has('index'));
}
