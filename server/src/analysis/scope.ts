// Python's scopes: which name is bound where, by what, and which of its bindings may reach a use. `bindings.ts` reads them.
import type { Call, Expr, Import, ImportFrom, Name, Node } from './syntax';
import type { ScopeChange } from './scopeMemory';
import type { Span } from './text';
import { contains } from './text';

export type ScopeKind = 'module' | 'class' | 'function' | 'comprehension';

export type BindingKind =
  | 'import'
  | 'assignment'
  /** One of several targets, a loop variable, `with … as`, a capture of a pattern: the value is part of something. */
  | 'part'
  | 'augmented'
  | 'parameter'
  | 'function'
  | 'class'
  | 'exception'
  | 'deleted';

/** One place that gives a name its meaning. */
export interface Binding {
  readonly kind: BindingKind;
  readonly name: string;
  readonly node: Node;
  /** Offset from which it holds: the end of its statement. */
  readonly from: number;
  /** The whole value, of an `assignment`. */
  readonly value: Expr | null;
  /** What it means, of an `import`: `sklearn.preprocessing.StandardScaler`; relative ones begin with dots. */
  readonly imported: string | null;
  /** The innermost block that may be skipped or repeated around it; it surely ran before later uses inside that block. */
  readonly block: Span;
  /** Bound from another function through `global` or `nonlocal`: it may happen at any time. */
  readonly remote: boolean;
}

export interface Scope {
  readonly kind: ScopeKind;
  readonly node: Node;
  readonly parent: Scope | null;
  /** Of each name in the order in which they begin to hold. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Modules of `from m import *`, with the offset from which they hold. */
  readonly stars: readonly { readonly module: string; readonly from: number }[];
  /** Names that `global` or `nonlocal` send to another scope. */
  readonly elsewhere: ReadonlyMap<string, 'global' | 'nonlocal'>;
}

export interface Scopes {
  readonly module: Scope;
  /** Since the last version of the text. */
  readonly change: ScopeChange;
  readonly calls: readonly Call[];
  readonly names: readonly Name[];
  /** Every place where this name stands, whatever it means there, in source order. */
  named(id: string): readonly Name[];
  /** Every place where a name stands that matches, in source order. */
  matching(pattern: Pick<RegExp, 'test'>): readonly Name[];
  /** All names within a stretch of the text, in source order. */
  within(span: Span): readonly Name[];
  readonly imports: readonly (Import | ImportFrom)[];
  parent(node: Node): Node | null;
  /** The scope a name is looked up from. */
  scopeOf(name: Name): Scope;
  /** The scope that binds a name as seen from a use; null for builtins, star imports and unknown names. */
  owner(name: Name): Scope | null;
  /** Bindings that may give this use its value, in source order; empty if nothing in the file binds it. */
  reaching(name: Name): readonly Binding[];
}

/** The scope that binds `name` as seen from `from`. */
export function ownerOf(from: Scope, name: string): Scope | null {
  const global = from.elsewhere.get(name) === 'global';
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    if (global && scope.parent !== null) continue;
    if (scope.kind === 'class' && scope !== from) continue;
    if (scope.bindings.has(name)) return scope;
  }
  return null;
}

/**
 * The bindings that may give a use its value. Where the use runs in the scope that binds the name, in source order and
 * with blocks and loops respected; from inside a function, which may run at any time, all of them.
 */
export function reachingBindings(from: Scope, name: Name, loop: Span | null): readonly Binding[] {
  const owner = ownerOf(from, name.id);
  if (owner === null) return [];
  const bindings = owner.bindings.get(name.id)!;
  if (!runsInPlace(from, owner)) return bindings;
  const [only] = bindings;
  // The usual case, without a list of its own for each use.
  if (bindings.length === 1 && only !== undefined && (only.remote || only.from <= name.start)) return bindings;
  const reaching: Binding[] = [];
  for (const binding of bindings) {
    if (binding.remote) {
      reaching.push(binding);
    } else if (binding.from <= name.start) {
      // One that surely ran ends the life of all before it.
      if (contains(binding.block, name))
        for (let i = reaching.length - 1; i >= 0; i--) if (!reaching[i]!.remote) reaching.splice(i, 1);
      reaching.push(binding);
    } else if (
      loop !== null &&
      contains(loop, binding.node) &&
      !reaching.some((earlier) => !earlier.remote && contains(loop, earlier.node) && contains(earlier.block, name))
    ) {
      // In a loop a later binding reaches the next round.
      reaching.push(binding);
    }
  }
  return reaching;
}

/** Whether code of `from` runs where it stands in `owner`: not in a function called at another time. */
export function runsInPlace(from: Scope, owner: Scope): boolean {
  let scope: Scope | null = from;
  while (scope !== null && scope !== owner) {
    if (scope.kind === 'function') return false;
    scope = scope.parent;
  }
  return true;
}
