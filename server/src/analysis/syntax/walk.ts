// Going through a tree without recursion: an operator chain of ten thousand terms must not overflow the stack.
import type { Span } from '../text';
import { forEachChild, pushChildren, type Node } from './nodes';

/**
 * Calls `visit` with `root` and every node below it, each node before its children, children in the order of their
 * fields. If `visit` returns false, the children of that node are left out.
 */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  const open: Node[] = [root];
  for (;;) {
    const node = open.pop();
    if (node === undefined) return;
    if (visit(node) === false) continue;
    const first = open.length;
    pushChildren(node, open);
    reverseFrom(open, first);
  }
}

/** The stack gives back the last first, so the children are turned round to come out in order. */
function reverseFrom(nodes: Node[], first: number): void {
  for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
    const node = nodes[low]!;
    nodes[low] = nodes[high]!;
    nodes[high] = node;
  }
}

/** The parent of every node below `root`. `root` itself is not in the map. */
export function parents(root: Node): Map<Node, Node> {
  const found = new Map<Node, Node>();
  walk(root, (node) => {
    forEachChild(node, (child) => found.set(child, node));
  });
  return found;
}

/**
 * The nodes that hold `span`, outermost first, from `root` down to the smallest. Cheaper than `parents` for one
 * place: only statements and expressions around the place are looked at.
 */
export function pathTo(root: Node, span: Span): Node[] {
  const path: Node[] = [];
  let next: Node | null = root;
  while (next !== null) {
    path.push(next);
    let inner: Node | null = null;
    forEachChild(next, (child) => {
      if (child.start <= span.start && span.end <= child.end) inner = child;
    });
    next = inner;
  }
  return path;
}
