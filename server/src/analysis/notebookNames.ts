// Names in notebooks: which cell a place is in, and what besides the code of the cells may give a name its meaning.
import { Kind } from './syntax';
import type { Name } from './syntax';
import type { Module } from './module';
import type { Cell, Notebook } from './notebook';
import type { Span } from './text';
import { contains } from './text';
import { exportsOf } from '../knowledge/exports';

/** What IPython itself puts there. */
const PROVIDED =
  /^(_+\d*|_exit_code|_i+\d*|_ih|_oh|_dh|In|Out|display|displayHTML|get_ipython|exit|quit|spark|sc|sqlContext|dbutils)$/;
/** Magics that define names we cannot see. */
const DEFINES =
  /^\s*%+\s*(run|load|loadpy|pylab|store|autocall|macro|env_load|(re)?load_ext\s+(?!autoreload|watermark|tensorboard|nb_black|lab_black|jupyter_black|line_profiler|memory_profiler|dotenv))\b/m;
/** Tags of cells that are filled in or left out by the tool that runs the notebook. */
const SPECIAL_TAGS = new Set([
  'parameters',
  'injected-parameters',
  'skip',
  'skip-execution',
  'remove-cell',
  'raises-exception',
]);

export function cellOf(notebook: Notebook, span: Span): Cell | null {
  return notebook.cells.find((cell) => contains(cell, span)) ?? null;
}

/** Whether names may come from where we cannot see: a magic, a star import, `globals()`, the tool that runs the notebook. */
export function mayDefineAnything(module: Module, notebook: Notebook): boolean {
  if (module.all(Kind.Magic).some((magic) => DEFINES.test(module.textOf(magic)))) return true;
  if (module.callsTo('builtins.globals', 'builtins.exec', 'builtins.eval').some(({ node }) => writes(module, node)))
    return true;
  if (module.scopes.module.stars.some(({ module: name }) => exportsOf(name) === null)) return true;
  return notebook.cells.some(({ tags }) => tags.some((tag) => SPECIAL_TAGS.has(tag)));
}

/** `globals()["x"] = 1`, `globals().update(…)`, `exec(code)`: names we cannot see. Only asking is harmless. */
function writes(module: Module, call: { readonly start: number; readonly end: number }): boolean {
  const before = module.source.slice(0, call.start).trimEnd();
  return !before.endsWith(' in');
}

/** In `try` … `except`, or under a condition that asks for the name. */
export function isAskedFor(module: Module, use: Name): boolean {
  for (let at = module.parent(use); at !== null; at = module.parent(at)) {
    if (at.kind === Kind.Try && at.handlers.length > 0) return true;
    if (at.kind === Kind.If && new RegExp(`['"]${use.id}['"]`).test(module.textOf(at.test))) return true;
  }
  return false;
}

/** Names that IPython and the notebook services have without any import. */
export function isProvided(name: string): boolean {
  return PROVIDED.test(name);
}
