// Colours of the graph by an amount at each node: the time it took, or how much of what it gives is broken.
import type { GraphItem, GraphPicture } from '../../../server/src/protocol';
import { s } from './draw';

export interface Heat {
  readonly title: string;
  /** `share` of all, by which it is coloured, and the amount that is told. */
  readonly nodes: ReadonlyMap<number, { readonly share: number; readonly amount: number }>;
  readonly text: (amount: number) => string;
  /** Amounts of a group are not added up: the largest counts. */
  readonly isShare?: boolean;
}

/** Colours what is drawn; null takes the colours away. */
export function paintHeat(svg: SVGElement, picture: GraphPicture, heat: Heat | null): void {
  for (const text of svg.querySelectorAll('.heat-text')) text.remove();
  const amounts = new Map(picture.items.map((item) => [item.id, heat === null ? null : amountOf(item, heat)]));
  const most = Math.max(...[...amounts.values()].map((each) => each?.share ?? 0), 1e-9);
  for (const element of svg.querySelectorAll<SVGElement>('[data-id]')) {
    const found = amounts.get(element.dataset['id'] ?? '') ?? null;
    element.classList.toggle('heated', found !== null);
    if (found === null || heat === null) continue;
    // The root brings out the small ones, of which there are many.
    element.style.setProperty('--heat', String(Math.round(100 * Math.sqrt(found.share / most))));
    const card = element.querySelector('.card');
    const [width, height] = [Number(card?.getAttribute('width')), Number(card?.getAttribute('height'))];
    element.append(s('text', { class: 'heat-text', x: width - 5, y: height + 4 }, heat.text(found.amount)));
  }
}

function amountOf(item: GraphItem, { nodes, isShare }: Heat): { share: number; amount: number } | null {
  if (item.kind === 'node') return nodes.get(item.node) ?? null;
  if (item.kind !== 'group') return null;
  const inside: { share: number; amount: number }[] = [];
  for (const [first, last] of item.nodes) {
    for (let node = first; node <= last; node++) {
      const one = nodes.get(node);
      if (one !== undefined) inside.push(one);
    }
  }
  if (inside.length === 0) return null;
  const amounts = inside.map(({ amount }) => amount);
  if (isShare === true) return { share: 1, amount: Math.max(...amounts) };
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { share: sum(inside.map(({ share }) => share)), amount: sum(amounts) };
}
