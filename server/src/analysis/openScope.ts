// A scope while it is read: bindings are still added, and `global`, `nonlocal` and the walrus send them to their home.
import type { Node } from './syntax';
import type { Binding, Scope, ScopeKind } from './scope';

export interface OpenScope extends Scope {
  readonly parent: OpenScope | null;
  readonly bindings: Map<string, Binding[]>;
  readonly stars: { module: string; from: number }[];
  readonly elsewhere: Map<string, 'global' | 'nonlocal'>;
}

export function openScope(kind: ScopeKind, node: Node, parent: OpenScope | null): OpenScope {
  return { kind, node, parent, bindings: new Map(), stars: [], elsewhere: new Map() };
}

/** Puts a binding where `global`, `nonlocal` and the walrus say it belongs. */
export function addBinding(scope: OpenScope, found: Omit<Binding, 'remote'>, walrus: boolean): void {
  const own = walrus ? outsideComprehensions(scope) : scope;
  const home = homeOf(own, found.name);
  const binding: Binding = { ...found, remote: home !== own };
  const list = home.bindings.get(found.name);
  if (list === undefined) home.bindings.set(found.name, [binding]);
  else list.push(binding);
}

function outsideComprehensions(scope: OpenScope): OpenScope {
  let at = scope;
  while (at.kind === 'comprehension' && at.parent !== null) at = at.parent;
  return at;
}

/** The scope that `global` or `nonlocal` sends a name to; else its own. */
function homeOf(own: OpenScope, name: string): OpenScope {
  const elsewhere = own.elsewhere.get(name);
  if (elsewhere === undefined || own.parent === null) return own;
  let at = own.parent;
  while (at.parent !== null) {
    if (elsewhere === 'nonlocal' && isHome(at, name)) return at;
    at = at.parent;
  }
  return at;
}

function isHome(scope: OpenScope, name: string): boolean {
  return scope.kind === 'function' && scope.bindings.has(name);
}
