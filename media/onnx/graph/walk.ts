// Where the arrow keys lead from an item: along edges up and down, to the side within a row. Pure.
import type { GraphEdge } from '../../../server/src/protocol';
import type { Box, Layout } from './layout';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const middle = ({ x, width }: Box): number => x + width / 2;

/** The id of the item there; null: there is none. */
export function nextItem(
  from: string,
  direction: Direction,
  edges: readonly Pick<GraphEdge, 'from' | 'to'>[],
  layout: Layout,
): string | null {
  const here = layout.items[from];
  if (here === undefined) return null;
  const ids =
    direction === 'ArrowDown'
      ? edges.filter((edge) => edge.from === from).map(({ to }) => to)
      : direction === 'ArrowUp'
        ? edges.filter((edge) => edge.to === from).map((edge) => edge.from)
        : inRow(from, here, direction, layout);
  const away = (id: string): number => Math.abs(middle(layout.items[id] ?? here) - middle(here));
  return ids.reduce<string | null>((best, id) => (best === null || away(id) < away(best) ? id : best), null);
}

function inRow(from: string, here: Box, direction: Direction, { items }: Layout): readonly string[] {
  return Object.entries(items).flatMap(([id, box]) => {
    const isBeside = box.y < here.y + here.height && box.y + box.height > here.y;
    const isThere = direction === 'ArrowLeft' ? middle(box) < middle(here) : middle(box) > middle(here);
    return id !== from && isBeside && isThere ? [id] : [];
  });
}

/** The order of reading: by row, then from the left. */
export function firstItem({ items }: Layout): string | null {
  const [first] = Object.entries(items).sort(([, a], [, b]) => a.y - b.y || a.x - b.x);
  return first?.[0] ?? null;
}
