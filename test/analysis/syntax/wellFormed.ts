// What must hold of the syntax of any text.
import assert from 'node:assert/strict';
import { forEachChild, Kind, walk, type Node, type Syntax } from '../../../server/src/analysis/syntax';

/** Everything lies in the text, children in their parents, and what is told is in order. */
export function assertWellFormed(source: string, { tree, problems, comments, versioned }: Syntax): void {
  const inside = ({ start, end }: { start: number; end: number }): boolean =>
    start >= 0 && start <= end && end <= source.length;
  walk(tree, (node) => {
    assert.ok(inside(node), `${place(node)} lies outside of the text: ${JSON.stringify(source)}`);
    forEachChild(node, (child) => {
      const isDecorator = (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef) && child.end <= node.start;
      const isCovered = node.start <= child.start && child.end <= node.end;
      assert.ok(isCovered || isDecorator, `${place(child)} lies outside of ${place(node)}: ${JSON.stringify(source)}`);
    });
  });
  for (const spans of [problems, comments, versioned]) {
    spans.forEach((span, index) => {
      assert.ok(inside(span), `a span lies outside of the text: ${JSON.stringify({ span, source })}`);
      assert.ok(
        index === 0 || spans[index - 1]!.start <= span.start,
        `spans out of order: ${JSON.stringify({ span, source })}`,
      );
    });
  }
  assert.ok(problems.length <= 200);
}

function place(node: Node): string {
  return `${node.constructor.name} ${node.start}..${node.end}`;
}
