// Names: looking them up through scopes, binding them, and what imports bring.
import type { Import, ImportFrom } from '../../syntax';
import { estimatorRoles, functionRoles, knownLibraries } from '../../../knowledge';
import type { Scope, Value } from '../value';
import { moduleNamed } from './modules';
import type { Run } from './run';

/** The last module imported with `*`, under a name no program can have. */
const STAR = '*';

export function lookup(run: Run, name: string): Value {
  for (let scope: Scope | null = run.frame.scope; scope !== null; scope = scope.parent) {
    if (scope.isClass && scope !== run.frame.scope) continue;
    const value = run.store.read(scope.elsewhere.get(name) ?? scope, name);
    if (value !== undefined) return value;
  }
  return builtin(run, name);
}

/** Whether some scope that is open here binds the name. */
export function isBound(run: Run, name: string): boolean {
  for (let scope: Scope | null = run.frame.scope; scope !== null; scope = scope.parent)
    if (run.store.read(scope.elsewhere.get(name) ?? scope, name) !== undefined) return true;
  return false;
}

/** What is bound nowhere in the file: a name of a star import, a builtin, or something another cell may define. */
function builtin(run: Run, name: string): Value {
  const known = estimatorRoles.has(name) || functionRoles.has(name);
  const star = known ? run.store.read(run.globals, STAR) : undefined;
  return { kind: 'api', name: star?.kind === 'api' ? `${star.name}.${name}` : name };
}

export function bind(run: Run, name: string, value: Value | undefined): void {
  const scope = run.frame.scope.elsewhere.get(name) ?? run.frame.scope;
  run.store.bind(scope, name, value);
}

/** `global` and `nonlocal`: where these names live from now on. */
export function declareElsewhere(run: Run, names: readonly string[], global: boolean): void {
  const { scope } = run.frame;
  for (const name of names) {
    const home = global ? outermost(scope) : holder(run, scope.parent, name);
    if (home !== null && home !== scope) scope.elsewhere.set(name, home);
  }
}

/** Of a module, its names. */
function outermost(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== null) at = at.parent;
  return at;
}

function holder(run: Run, scope: Scope | null, name: string): Scope | null {
  for (let at = scope; at !== null; at = at.parent)
    if (!at.isClass && run.store.read(at, name) !== undefined) return at;
  return null;
}

export function importNames(run: Run, node: Import): void {
  for (const alias of node.names) {
    const { name, asname } = alias;
    const known = asname !== null || !name.includes('.') ? moduleNamed(run, { name, level: 0, at: alias }) : null;
    if (known !== null) bind(run, asname ?? name, known);
    else if (asname !== null) bind(run, asname, { kind: 'api', name });
    else {
      const top = name.split('.', 1)[0]!;
      bind(run, top, { kind: 'api', name: top });
    }
  }
}

export function importFrom(run: Run, node: ImportFrom): void {
  const module = `${'.'.repeat(node.level)}${node.module ?? ''}`;
  const known = moduleNamed(run, { name: node.module ?? '', level: node.level, at: node });
  for (const { name, asname } of node.names) {
    if (name === '*') {
      if (known === null) run.store.put(run.globals, STAR, { kind: 'api', name: module });
      else bindAll(run, known.scope);
    } else {
      if (known === null && isShownHere(run, module, asname ?? name)) continue;
      const inside = known === null ? undefined : run.store.read(known.scope, name);
      const below = node.module === null ? name : `${node.module}.${name}`;
      const value = inside ?? moduleNamed(run, { name: below, level: node.level, at: node });
      bind(run, asname ?? name, value ?? { kind: 'api', name: `${module}.${name}` });
    }
  }
}

/**
 * A module that cannot be found, of which the program shows what it imports: notebooks that tell of a project have a cell for
 * each of its files.
 */
function isShownHere(run: Run, module: string, name: string): boolean {
  if (run.file !== null || knownLibraries.test(module)) return false;
  const value = run.store.read(run.frame.scope, name);
  if (value?.kind === 'class') return [...value.cls.scope.entries.values()].some(isFromHere);
  return value !== undefined && isFromHere(value);
}

function isFromHere(value: Value): boolean {
  return value.kind === 'function' && value.fn.file === null;
}

function bindAll(run: Run, scope: Scope): void {
  for (const name of scope.entries.keys()) {
    const value = run.store.read(scope, name);
    if (value !== undefined && !name.startsWith('_')) bind(run, name, value);
  }
}
