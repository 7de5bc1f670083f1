// The columns a data frame may have: from the file or the literal it is made of, through what is done to it.
import { ConstValue, Kind, NameContext } from './syntax';
import type { Call, Expr, Name, Node } from './syntax';
import { callForm } from './calls';
import { usesPandas } from './frames';
import { isMask } from './masks';
import type { Module } from './module';
import type { Binding } from './scope';
import { literalPath } from './paths';

/** Every column a frame may have here; null if that is not known. A name that is not among them raises KeyError. */
export type Columns = ReadonlySet<string> | null;

const DEPTH = 16;
/** Methods that give a frame of the same columns, or fewer. */
const KEEP = new Set(
  'copy head tail sample sort_values sort_index drop_duplicates fillna query nlargest nsmallest astype replace ffill bfill convert_dtypes infer_objects round clip interpolate'.split(
    ' ',
  ),
);
/** Methods and attributes that only read a frame. */
const READ = new Set(
  'shape dtypes index values columns empty size info describe plot hist boxplot corr groupby isnull isna notnull mean sum min max median std nunique value_counts to_csv to_numpy to_dict to_excel to_parquet itertuples iterrows items keys pivot_table apply count merge join dropna drop rename assign reset_index set_index loc iloc at iat select_dtypes'.split(
    ' ',
  ),
);
/** Options of `read_csv` that leave the names in the first line as they are. */
const READ_OPTIONS = new Set(
  'filepath_or_buffer sep delimiter encoding dtype na_values low_memory nrows thousands decimal engine compression on_bad_lines error_bad_lines keep_default_na dayfirst true_values false_values memory_map infer_datetime_format'.split(
    ' ',
  ),
);
/** Take a frame and leave it as it is. */
const LEAVES_FRAME =
  /^(builtins\.(len|print|list|type|isinstance|sorted|set|display|id)|IPython\.display\.\w+|(pandas|numpy|seaborn|matplotlib|plotly|sklearn|statsmodels|scipy)\..*)$/;

/** The columns of an expression that is a data frame. */
export function columnsOf(module: Module, expr: Expr, depth = 0): Columns {
  if (depth > DEPTH || !usesPandas(module)) return null;
  if (expr.kind === Kind.Name) return ofName(module, expr);
  if (expr.kind === Kind.Call) return ofCall(module, expr, depth + 1);
  if (expr.kind !== Kind.Subscript) return null;
  const chosen = literalNames(module, expr.slice);
  if (chosen !== null) return columnsOf(module, expr.value, depth + 1) === null ? null : new Set(chosen);
  return isMask(module, expr.slice) ? columnsOf(module, expr.value, depth + 1) : null;
}

/** `["a", "b"]`: the names; null for anything else. */
export function literalNames(module: Module, expr: Expr): readonly string[] | null {
  const list = unchanged(module, expr);
  if (list?.kind !== Kind.List) return null;
  const names = list.elts.map((element) => module.stringOf(element));
  return names.every((name) => name !== null) ? names : null;
}

/** What a name was defined as, if nothing is done to it by a method or a bracket. */
function unchanged(module: Module, expr: Expr): Expr | null {
  if (expr.kind !== Kind.Name) return expr;
  const owner = module.scopes.owner(expr);
  const changed = module.scopes.named(expr.id).some((use) => {
    const parent = module.scopes.owner(use) === owner ? module.parent(use) : null;
    return parent?.kind === Kind.Attribute || (parent?.kind === Kind.Subscript && isStored(module, parent));
  });
  return changed ? null : module.definition(expr);
}

/** Whether the columns of any frame may be known: of a file that is there, or of a literal. */
export function knowsColumns(module: Module): boolean {
  if (module.callsTo('pandas.DataFrame').length > 0) return true;
  const separator = (name: string) => (name === 'pandas.read_csv' ? ',' : '\t');
  return module
    .callsTo('pandas.read_csv', 'pandas.read_table')
    .some(({ node, qualifiedName }) => headerOf(module, node, separator(qualifiedName)) !== null);
}

/** Of a name with one definition: its columns, with all that are ever added; null if anything unknown is done to it. */
function ofName(module: Module, name: Name): Columns {
  const [binding, ...others] = module.scopes.reaching(name);
  if (binding?.kind !== 'assignment' || binding.value === null || others.length > 0) return null;
  // A frame's columns are asked for at every bracket. One made of itself has none that we know.
  return module.kept(ofDefinition, binding, null);
}

function ofDefinition(module: Module, { name, node, value }: Binding): Columns {
  const made = value === null || node.kind !== Kind.Name ? null : columnsOf(module, value);
  if (made === null || node.kind !== Kind.Name) return null;
  const columns = new Set(made);
  const owner = module.scopes.owner(node);
  for (const use of module.scopes.named(name)) {
    if (module.scopes.owner(use) !== owner || use.ctx === NameContext.Store) continue;
    const added = addedBy(module, use);
    if (added === null) return null;
    for (const column of added) columns.add(column);
  }
  return columns;
}

/** Columns that a use of a frame may add to it; null if it may do anything. */
function addedBy(module: Module, use: Name): readonly string[] | null {
  const parent = module.parent(use);
  if (parent?.kind === Kind.Subscript && parent.value === use)
    return isStored(module, parent) ? storedNames(module, parent.slice) : [];
  if (parent?.kind === Kind.Attribute) return addedByAttribute(module, parent);
  const call = parent?.kind === Kind.Keyword || parent?.kind === Kind.List ? module.parent(parent) : parent;
  if (call?.kind === Kind.Call) return leavesArguments(module, call) ? [] : null;
  return parent?.kind === Kind.ExprStmt || parent?.kind === Kind.FormattedValue || parent?.kind === Kind.Compare
    ? []
    : null;
}

/** Functions of libraries, and `other.merge(frame)`. */
function leavesArguments(module: Module, { func }: Call): boolean {
  const name = module.qualifiedName(func);
  if (name !== null) return LEAVES_FRAME.test(name);
  return (
    func.kind === Kind.Attribute && (func.attr === 'merge' || func.attr === 'join') && func.value.kind !== Kind.Str
  );
}

function addedByAttribute(
  module: Module,
  attribute: Extract<Node, { kind: Kind.Attribute }>,
): readonly string[] | null {
  const { attr } = attribute;
  const parent = module.parent(attribute);
  if (isStored(module, attribute)) return null;
  if (attr === 'loc' || attr === 'at' || attr === 'iloc' || attr === 'iat') {
    if (parent?.kind !== Kind.Subscript || !isStored(module, parent)) return [];
    return parent.slice.kind === Kind.Tuple ? storedNames(module, parent.slice.elts[1] ?? parent.slice) : null;
  }
  if (parent?.kind === Kind.Call && parent.func === attribute)
    return (READ.has(attr) || KEEP.has(attr)) && !mayBeInPlace(parent, attr) ? [] : null;
  return attr === 'append' || attr === 'insert' || attr === 'pop' ? null : [];
}

function isStored(module: Module, target: Expr): boolean {
  const parent = module.parent(target);
  if (parent?.kind === Kind.Assign) return parent.targets.includes(target);
  if (parent?.kind === Kind.AugAssign || parent?.kind === Kind.AnnAssign || parent?.kind === Kind.For)
    return parent.target === target;
  return parent?.kind === Kind.Tuple || parent?.kind === Kind.Delete || parent?.kind === Kind.WithItem;
}

function storedNames(module: Module, slice: Expr): readonly string[] | null {
  const one = module.stringOf(slice);
  return one === null ? literalNames(module, slice) : [one];
}

/** In place, rows and order may change and columns go, but no name comes: only these bring new names. */
function mayBeInPlace(call: Call, method: string): boolean {
  const brings = method === 'rename' || method === 'reset_index' || method === 'set_index';
  return brings && call.keywords.some(({ arg }) => arg === 'inplace' || arg === null);
}

function ofCall(module: Module, call: Call, depth: number): Columns {
  const name = module.qualifiedName(call.func);
  if (name === 'pandas.read_csv') return ofFile(module, call, ',');
  if (name === 'pandas.read_table') return ofFile(module, call, '\t');
  if (name === 'pandas.DataFrame') return ofLiteral(module, call);
  return name === null && call.func.kind === Kind.Attribute ? ofMethod(module, call, call.func, depth) : null;
}

function ofMethod(module: Module, call: Call, func: Extract<Node, { kind: Kind.Attribute }>, depth: number): Columns {
  const before = columnsOf(module, func.value, depth);
  const { attr } = func;
  if (before === null || call.keywords.some(({ arg }) => arg === 'inplace' || arg === null)) return null;
  if (KEEP.has(attr)) return before;
  const form = callForm(call, module.source);
  if (attr === 'dropna') return form.has('axis') || call.args.length > 0 ? null : before;
  if (attr === 'reset_index') return isTrue(form.argument(null, 'drop')) ? before : null;
  if (attr === 'assign') return new Set([...before, ...call.keywords.map(({ arg }) => arg!)]);
  if (attr === 'rename') return renamed(module, before, form.argument(null, 'columns'), call);
  if (attr !== 'drop') return null;
  const given = form.argument(null, 'columns') ?? (form.has('axis') ? form.argument(0, 'labels') : null);
  const axis = form.argument(1, 'axis');
  if (given === null || (axis !== null && !/^(1|["']columns["'])$/.test(module.textOf(axis))))
    return axis === null && given === null ? before : null;
  const names = storedNames(module, given);
  return names === null ? before : new Set([...before].filter((column) => !names.includes(column)));
}

function renamed(module: Module, before: ReadonlySet<string>, mapping: Expr | null, call: Call): Columns {
  const dict = mapping === null ? null : unchanged(module, mapping);
  if (dict?.kind !== Kind.Dict || call.args.length > 0) return null;
  const names = new Map<string, string>();
  for (const [i, key] of dict.keys.entries()) {
    const [from, to] = [module.stringOf(key), module.stringOf(dict.values[i]!)];
    if (from === null || to === null) return null;
    names.set(from, to);
  }
  return new Set([...before].map((column) => names.get(column) ?? column));
}

/** The names in the first line of the file that is read, as far as they are chosen. */
function ofFile(module: Module, call: Call, usual: string): Columns {
  const header = headerOf(module, call, usual);
  const chosen = callForm(call, module.source).argument(null, 'usecols');
  if (header === null || chosen === null) return header;
  return toSet(literalNames(module, chosen) ?? []);
}

/** All names in the first line of the file that a `read_csv` or `read_table` reads, whichever of them it keeps. */
export function headerOf(module: Module, call: Call, usual: string): Columns {
  const form = callForm(call, module.source);
  const known = call.keywords.every(({ arg }) => arg !== null && (READ_OPTIONS.has(arg) || arg === 'usecols'));
  const path = literalPath(module, form.argument(0, 'filepath_or_buffer'));
  const given = form.argument(1, 'sep') ?? form.argument(null, 'delimiter');
  const separator = given === null ? usual : module.stringOf(given);
  if (!known || call.args.length > 2 || form.hidden || path === null || separator?.length !== 1) return null;
  // A file that the program itself writes may be another one by then.
  if (module.methodCalls('to_csv', 'write').length > 0) return null;
  const header = module.environment.columns(path, separator);
  return header === null ? null : new Set(header);
}

/** `DataFrame({"a": …, "b": …})`, `DataFrame(rows, columns=["a", "b"])`. */
function ofLiteral(module: Module, call: Call): Columns {
  const form = callForm(call, module.source);
  if (form.hidden) return null;
  const names = form.argument(2, 'columns');
  if (names !== null) return toSet(literalNames(module, names));
  const data = form.argument(0, 'data');
  if (data?.kind !== Kind.Dict) return null;
  const keys = data.keys.map((key) => module.stringOf(key));
  return keys.every((key) => key !== null) && keys.length > 0 ? new Set(keys) : null;
}

function toSet(names: readonly string[] | null): Columns {
  return names === null || names.length === 0 ? null : new Set(names);
}

function isTrue(expr: Expr | null): boolean {
  return expr?.kind === Kind.Const && expr.value === ConstValue.True;
}
