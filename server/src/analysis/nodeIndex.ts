// The nodes of a tree by their kind, in source order. Statements that stay from version to version are walked once.
import { Kind, walk } from './syntax';
import type { Module as Tree, Node, Stmt } from './syntax';

type ByKind = (Node[] | undefined)[];

export class NodeIndex {
  readonly #known = new WeakMap<Stmt, ByKind>();

  /** Answers for this tree; the lists of a kind are joined when first asked for. */
  read(tree: Tree): (kind: Kind) => readonly Node[] {
    const joined: ByKind = [];
    return (kind) => (joined[kind] ??= kind === Kind.Module ? [tree] : this.#join(tree, kind));
  }

  #join(tree: Tree, kind: Kind): Node[] {
    const all: Node[] = [];
    for (const statement of tree.body) {
      const nodes = this.#of(statement)[kind];
      if (nodes !== undefined) for (const node of nodes) all.push(node);
    }
    return all;
  }

  #of(statement: Stmt): ByKind {
    let known = this.#known.get(statement);
    if (known === undefined) this.#known.set(statement, (known = byKind(statement)));
    return known;
  }
}

function byKind(statement: Stmt): ByKind {
  const found: ByKind = [];
  walk(statement, (node) => {
    const list = found[node.kind];
    if (list === undefined) found[node.kind] = [node];
    else list.push(node);
  });
  // Fields are not always in the order of the source: a decorator comes after the body, a test after its value.
  for (const nodes of found) nodes?.sort((a, b) => a.start - b.start || b.end - a.end);
  return found;
}
