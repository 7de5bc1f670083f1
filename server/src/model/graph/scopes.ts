// Scopes: the modules that nodes come from, by their names or the exporter's metadata, as a tree that can be folded.
import type { GraphNode } from '../model';
import type { IndexedGraph } from './indexGraph';

export interface Scope {
  /** '' is the whole graph. */
  readonly id: string;
  readonly name: string;
  readonly parent: Scope | null;
  /** In the order of the first node inside. At most {@link MOST_MEMBERS} altogether. */
  readonly scopes: readonly Scope[];
  /** Nodes in it and in no scope inside it. */
  readonly nodes: readonly number[];
  /** Nodes inside, at any depth. */
  readonly count: number;
}

/** More than this side by side cannot be read: they are put into parts, in the order of the file. */
const MOST_MEMBERS = 60;
const MOST_PARTS = 40;
/** Deeper scopes are taken as one: names in hostile files may have any number of parts. */
const MOST_DEPTH = 24;

/**
 * The scopes a node is in, the outermost first. In turn: the names of the modules as torch.onnx's dynamo exporter
 * writes them (`pkg.torch.onnx.name_scopes`, a Python list that ends with the operator); the parts of the node's name
 * (`/layer1/layer1.0/conv1/Conv`, TensorFlow's `bert/encoder/MatMul`); of its first output's.
 */
export function scopesOf({ name, outputs, metadata }: GraphNode): readonly string[] {
  const listed = metadata['pkg.torch.onnx.name_scopes'];
  if (listed !== undefined) {
    const names = [...listed.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? '');
    return names.slice(0, -1).filter(Boolean).slice(0, MOST_DEPTH);
  }
  const source = [name, ...outputs].find((text) => text.includes('/')) ?? '';
  return source.split('/').slice(0, -1).filter(Boolean).slice(0, MOST_DEPTH);
}

interface Growing {
  readonly id: string;
  readonly name: string;
  readonly inside: Map<string, Growing>;
  /** Nodes and scopes in the order of the file. */
  readonly members: (number | Growing)[];
}

/** The tree of a graph. Scopes of one node, and scopes that hold nothing but one other, are left out. */
export function scopeTree({ nodes, folded }: IndexedGraph): Scope {
  const root = growing('', '');
  for (const [index, node] of nodes.entries()) {
    if (folded.has(index)) continue;
    let at = root;
    for (const name of scopesOf(node)) {
      let next = at.inside.get(name);
      if (next === undefined) {
        next = growing(`${at.id}/${name}`, name);
        at.inside.set(name, next);
        at.members.push(next);
      }
      at = next;
    }
    at.members.push(index);
  }
  return finish(root, null);
}

const growing = (id: string, name: string): Growing => ({ id, name, inside: new Map(), members: [] });

function finish(from: Growing, parent: Scope | null): Scope {
  let at = from;
  let { name } = from;
  for (;;) {
    const [only] = at.members;
    if (at.members.length !== 1 || typeof only !== 'object') break;
    name = name === '' ? only.name : joined(name, only.name);
    at = only;
  }
  const isRoot = parent === null;
  const members = parted(at.members.map(simplified), at.id);
  const scope = {
    id: isRoot ? '' : at.id,
    name: isRoot ? '' : name,
    parent,
    scopes: [] as Scope[],
    nodes: [] as number[],
    count: 0,
  };
  for (const member of members) {
    if (typeof member === 'number') scope.nodes.push(member);
    else scope.scopes.push(finish(member, scope));
  }
  scope.count = scope.nodes.length + scope.scopes.reduce((sum, { count }) => sum + count, 0);
  return scope;
}

/** `layer1` and `layer1.0`: `layer1.0`; `bert` and `encoder`: `bert/encoder`. */
const joined = (outer: string, inner: string): string => (inner.startsWith(`${outer}.`) ? inner : `${outer}/${inner}`);

/** A scope with one node inside is that node. */
function simplified(member: number | Growing): number | Growing {
  let at: number | Growing = member;
  while (typeof at === 'object' && at.members.length === 1) at = at.members[0]!;
  return typeof at === 'number' ? at : member;
}

/** So many members that they cannot be read are put into parts, and those into parts if need be. */
function parted(members: readonly (number | Growing)[], id: string): readonly (number | Growing)[] {
  if (members.length <= MOST_MEMBERS) return members;
  const parts = Math.min(MOST_PARTS, Math.ceil(members.length / MOST_PARTS));
  const size = Math.ceil(members.length / parts);
  return Array.from({ length: Math.ceil(members.length / size) }, (_, part) => {
    const first = part * size;
    const inside = members.slice(first, first + size);
    const made = growing(`${id}/#${first + 1}`, partName(inside, part + 1, Math.ceil(members.length / size)));
    made.members.push(...inside);
    return made;
  });
}

/** `layer.0 to layer.39`, or its number where it has nodes without a scope. */
function partName(inside: readonly (number | Growing)[], part: number, parts: number): string {
  const [first, last] = [inside[0], inside.at(-1)];
  if (typeof first === 'object' && typeof last === 'object') return `${first.name} to ${last.name}`;
  return `part ${part} of ${parts}`;
}

/** Each scope by id, outer ones first. */
export function scopesById(root: Scope): ReadonlyMap<string, Scope> {
  const found = new Map<string, Scope>();
  const walk = (scope: Scope): void => {
    found.set(scope.id, scope);
    scope.scopes.forEach(walk);
  };
  walk(root);
  return found;
}

/** The scope each node is in directly. */
export function scopeOfNodes(root: Scope): ReadonlyMap<number, Scope> {
  const found = new Map<number, Scope>();
  for (const scope of scopesById(root).values()) for (const node of scope.nodes) found.set(node, scope);
  return found;
}

/** The scopes around a node, the outermost first, without the whole graph. */
export function scopesAround(scope: Scope | undefined): readonly Scope[] {
  const around: Scope[] = [];
  for (let at = scope ?? null; at !== null && at.parent !== null; at = at.parent) around.unshift(at);
  return around;
}

/**
 * Scopes to unfold so that at most `most` items are to be seen, the outer ones first. Scopes side by side are unfolded
 * together or not at all: six of twelve equal layers would look like a difference.
 */
export function openedScopes(root: Scope, most: number): readonly string[] {
  const open: string[] = [];
  let seen = root.nodes.length + root.scopes.length;
  const queue: (readonly Scope[])[] = [root.scopes];
  for (let siblings = queue.shift(); siblings !== undefined; siblings = queue.shift()) {
    const more = siblings.reduce((sum, { nodes, scopes }) => sum + nodes.length + scopes.length - 1, 0);
    if (siblings.length === 0 || seen + more > most) continue;
    seen += more;
    open.push(...siblings.map(({ id }) => id));
    queue.push(...siblings.map(({ scopes }) => scopes));
  }
  return open;
}
