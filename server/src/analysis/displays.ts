// Values that are shown: the last expression of a notebook's cell, also in a script that was exported from a notebook.
import { Kind } from './syntax';
import type { Expr, ExprStmt } from './syntax';
import type { Module } from './module';

/** How exports mark where a cell begins: nbconvert's `# In[3]:`, and `# %%`. */
const CELL_MARK = /^# (In ?\[|%%)/m;
/** So many lines that only show a value make a script one that was a notebook. */
const MANY = 3;
const SHOWING_METHODS = new Set(['head', 'tail', 'info', 'describe', 'sample']);

/** Whether a statement's value is shown by a notebook: its text then has an effect, and dropping the value is meant. */
export function isShown(module: Module, statement: ExprStmt): boolean {
  if (module.parent(statement)?.kind !== Kind.Module) return false;
  const rest = (end: number): string => module.source.slice(statement.end, end);
  if (module.notebook !== null) {
    const cell = module.notebook.cells.find(({ start, end }) => start <= statement.start && statement.end <= end);
    return cell !== undefined && isBlank(rest(cell.end));
  }
  if (!module.kept(hasCellMarks)) return isExportedNotebook(module);
  const next = CELL_MARK.exec(rest(module.source.length));
  const end = next === null ? module.source.length : statement.end + next.index;
  return isBlank(module.textOf({ start: statement.end, end }));
}

/**
 * Nothing but blanks and comments. It matches as far as it can and looks where that ends: a pattern that must reach the end
 * of the text takes exponential time on a row of `#`.
 */
function isBlank(text: string): boolean {
  const [blank] = /^(?:[\s;]|#[^\n]*)*/.exec(text)!;
  return blank.length === text.length;
}

/** Whether a plain file was a notebook once: it has the marks of an export, or several lines do nothing but show a value. */
export function isExportedNotebook(module: Module): boolean {
  return module.kept(wasNotebook);
}

function wasNotebook(module: Module): boolean {
  const shown = module.tree.body.filter((stmt) => stmt.kind === Kind.ExprStmt && onlyShows(stmt.value));
  return module.notebook === null && (hasCellMarks(module) || shown.length >= MANY);
}

function hasCellMarks({ source }: Module): boolean {
  return CELL_MARK.test(source);
}

/** A bare name, `df.shape`, `df['c']`, `df.head()`. */
function onlyShows(expr: Expr): boolean {
  if (expr.kind === Kind.Name || expr.kind === Kind.Subscript) return true;
  if (expr.kind === Kind.Attribute) return onlyShows(expr.value);
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute) return false;
  return SHOWING_METHODS.has(expr.func.attr) && onlyShows(expr.func.value);
}
