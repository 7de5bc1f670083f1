// The nodes of a tree by their kind, in source order. Statements that stay from version to version are walked once, and the
// lists of a kind are mended where statements changed.
import { Kind, walk } from './syntax';
import { changeOfStatements } from './statementChange';
import type { Module as Tree, Node, Stmt } from './syntax';

type ByKind = readonly (readonly Node[] | undefined)[];

export class NodeIndex {
  /** Of the last version: its statements, the nodes of each, and the lists of all as far as they were asked for. */
  #body: readonly Stmt[] = [];
  #parts: readonly ByKind[] = [];
  #lists: (readonly Node[] | undefined)[] = [];

  /** Answers for this tree; the list of a kind is made when first asked for. */
  read(tree: Tree): (kind: Kind) => readonly Node[] {
    const before = { body: this.#body, parts: this.#parts, lists: this.#lists };
    const { body } = tree;
    const change = changeOfStatements(before.body, body);
    const kept = before.parts.slice(0, change.before);
    const gone = before.parts.slice(change.before, before.body.length - change.after);
    const come = change.come.map(byKind);
    const parts = [...kept, ...come, ...before.parts.slice(before.body.length - change.after)];
    const lists: (readonly Node[] | undefined)[] = [];
    this.#body = body;
    this.#parts = parts;
    this.#lists = lists;

    const mended = (old: readonly Node[], kind: Kind): readonly Node[] => {
      if (gone.length === 0 && come.length === 0) return old;
      const from = count(kept, kind);
      return old.slice(0, from).concat(joined(come, kind), old.slice(from + count(gone, kind)));
    };
    return (kind) => {
      if (kind === Kind.Module) return [tree];
      const old = before.lists[kind];
      return (lists[kind] ??= old === undefined ? joined(parts, kind) : mended(old, kind));
    };
  }
}

function count(parts: readonly ByKind[], kind: Kind): number {
  let all = 0;
  for (const part of parts) all += part[kind]?.length ?? 0;
  return all;
}

function joined(parts: readonly ByKind[], kind: Kind): Node[] {
  const all: Node[] = [];
  for (const part of parts) {
    const nodes = part[kind];
    if (nodes !== undefined) for (const node of nodes) all.push(node);
  }
  return all;
}

function byKind(statement: Stmt): ByKind {
  const found: (Node[] | undefined)[] = [];
  walk(statement, (node) => {
    const list = found[node.kind];
    if (list === undefined) found[node.kind] = [node];
    else list.push(node);
  });
  // Fields are not always in the order of the source: a decorator comes after the body, a test after its value.
  for (const nodes of found) nodes?.sort((a, b) => a.start - b.start || b.end - a.end);
  return found;
}
