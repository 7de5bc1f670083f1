// Whether rows stay as many and in the same order between two statements: a split drawn anew goes by their places.
import { Kind, type Call, type Stmt } from '../syntax';
import type { Span } from '../text';
import type { Module } from '../module';
import { localFunction } from '../training';
import { isData, statementOf } from './statements';

/** Methods and functions that may put rows in another order, leave some out, or make more of them. */
const REORDERS =
  /^(sort\w*|shuffle|sample|permutation|merge\w*|join|concat|append|reindex\w*|drop_duplicates|dropna|set_index|resample|melt|explode|stack|unstack|nlargest|nsmallest|truncate|between_time|at_time|query|head|tail)$/;

/** Libraries whose functions do what their names say. */
const KNOWN =
  /^(builtins|pandas|numpy|scipy|sklearn|matplotlib|seaborn|plotly|math|statistics|torch|tensorflow|keras)\b/;

/** A call between them may do so; looking at some rows does not. */
export function isReordered(module: Module, from: Stmt, to: Stmt): boolean {
  return reorders(module, { start: from.start, end: to.start }, 0);
}

function reorders(module: Module, { start, end }: Span, depth: number): boolean {
  return module
    .all(Kind.Call)
    .some(
      (call) => call.start >= start && call.end <= end && (reordersItself(module, call) || hides(module, call, depth)),
    );
}

function reordersItself(module: Module, call: Call): boolean {
  const { func, keywords, args } = call;
  const method = func.kind === Kind.Attribute ? func.attr : func.kind === Kind.Name ? func.id : '';
  if (method === 'drop') return !dropsColumns(module, call);
  if (!REORDERS.test(method)) return false;
  if (func.kind === Kind.Attribute && func.value.kind === Kind.Str) return false;
  const value = func.kind === Kind.Attribute ? module.flow.valueOf(func.value) : null;
  if (method === 'append' && (value?.kind === 'list' || value === null)) return value === null;
  const shown = statementOf(module, call)?.kind === Kind.ExprStmt && method !== 'shuffle';
  return !(shown && !keywords.some(({ arg }) => arg === 'inplace')) && (args.length > 0 || func.kind !== Kind.Name);
}

function dropsColumns(module: Module, { args, keywords }: Call): boolean {
  const axis = keywords.find(({ arg }) => arg === 'axis')?.value ?? args[1];
  if (axis !== undefined) return /^(1|'columns'|"columns")$/.test(module.textOf(axis));
  return keywords.some(({ arg }) => arg === 'columns');
}

/** A function that is given rows and gives them back: of the file, by what it calls; any other might do anything. */
function hides(module: Module, call: Call, depth: number): boolean {
  const { func, args, keywords } = call;
  const name = module.qualifiedName(func);
  if (name === null ? func.kind !== Kind.Name : KNOWN.test(name)) return false;
  const given = [...args, ...keywords.map(({ value }) => value)].some((each) => isData(module, each));
  if (!given) return false;
  const local = localFunction(module, func);
  if (local !== null) return depth > 2 || reorders(module, local, depth + 1);
  // Nothing is done with what it gives back: it shows or plots.
  return statementOf(module, call)?.kind !== Kind.ExprStmt;
}

/** The index is another one from then on: labels drawn before it mean other rows. */
export function isRelabelled(module: Module, from: Span, to: Span): boolean {
  return /\b(reset_index|set_index|reindex)\(|\.index\s*=[^=]/.test(
    module.textOf({ start: from.start, end: to.start }),
  );
}
