// Ranges in damaged code: an expression that is missing is put where it should be, which may lie outside of its parent.
import { forEachChild, Kind, type Module, type Node } from './nodes';
import type { Writable } from './parser/cursor';

/** Widens each node to cover its children; decorators stay before their function or class, as in Python. */
export function coverChildren(tree: Module): void {
  const nodes: Node[] = [tree];
  const parentNumbers: number[] = [-1];
  for (let number = 0; number < nodes.length; number++) {
    forEachChild(nodes[number]!, (child) => {
      nodes.push(child);
      parentNumbers.push(number);
    });
  }
  // Children come after their parents, so going backwards every node is complete before its parent looks at it.
  for (let number = nodes.length - 1; number > 0; number--) {
    const node = nodes[number]! as Writable<Node>;
    const parent = nodes[parentNumbers[number]!]! as Writable<Node>;
    if (node.end < node.start) node.end = node.start;
    if (node.start < parent.start && !isDecorator(node, parent)) parent.start = node.start;
    if (node.end > parent.end) parent.end = node.end;
  }
}

function isDecorator(node: Writable<Node>, parent: Writable<Node>): boolean {
  const decorable = parent.kind === Kind.FunctionDef || parent.kind === Kind.ClassDef;
  return decorable && node.end <= parent.start;
}
