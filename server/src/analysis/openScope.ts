// A scope while it is read: bindings are still added, and `global`, `nonlocal` and the walrus send them to their home.
import { Module as Tree, type Node } from './syntax';
import type { Span } from './text';
import type { Binding, Scope, ScopeKind } from './scope';

export interface OpenScope extends Scope {
  node: Node;
  readonly parent: OpenScope | null;
  readonly bindings: Map<string, Binding[]>;
  readonly stars: { readonly module: string; readonly from: number }[];
  readonly elsewhere: Map<string, 'global' | 'nonlocal'>;
}

export function openScope(kind: ScopeKind, node: Node, parent: OpenScope | null): OpenScope {
  return { kind, node, parent, bindings: new Map(), stars: [], elsewhere: new Map() };
}

/** Until the tree is known. */
const NOWHERE = new Tree(0, 0, []);

/** The scope of a module whose tree is not known yet, and whose bindings are kept in this map. */
export function moduleScope(bindings = new Map<string, Binding[]>()): OpenScope {
  return { ...openScope('module', NOWHERE, null), bindings };
}

/** A binding as it is met: where it belongs is known when its whole statement has been read. */
export class FoundBinding implements Binding {
  remote = false;

  /**
   * @param after the node from whose end it holds, or with `atStart` from whose start. Nodes are moved when a text is
   *   edited before them, and what is kept of them moves along.
   */
  constructor(
    readonly kind: Binding['kind'],
    readonly name: string,
    readonly node: Node,
    readonly value: Binding['value'],
    readonly imported: string | null,
    readonly block: Span,
    readonly scope: OpenScope,
    private readonly after: Node,
    private readonly atStart: boolean,
    private readonly walrus: boolean,
  ) {}

  get from(): number {
    return this.atStart ? this.after.start : this.after.end;
  }

  /** The scope that `global`, `nonlocal` and the walrus say it belongs to. */
  settle(): OpenScope {
    const own = this.walrus ? outsideComprehensions(this.scope) : this.scope;
    const home = homeOf(own, this.name);
    this.remote = home !== own;
    return home;
  }
}

export function addBinding(home: OpenScope, binding: Binding): void {
  const list = home.bindings.get(binding.name);
  if (list === undefined) home.bindings.set(binding.name, [binding]);
  else list.push(binding);
}

/** `from module import *`. */
export class Star {
  constructor(
    readonly module: string,
    private readonly statement: Node,
  ) {}

  get from(): number {
    return this.statement.end;
  }
}

/** From one node to another, wherever they are moved. */
export class Stretch implements Span {
  constructor(
    private readonly first: Span,
    private readonly last: Span,
  ) {}

  get start(): number {
    return this.first.start;
  }

  get end(): number {
    return this.last.end;
  }
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
