// What is written on the items of a graph and said about them, and how much room it takes. Pure.
import type { GraphEdge, GraphItem, ValueType } from '../../../server/src/protocol';
import { shapeOf, shapeText, typeName } from '../format';

export interface Label {
  readonly title: string;
  /** A second, quiet line; '' for none. */
  readonly remark: string;
}

const MOST_TITLE = 30;

/** The end of a long name tells more than its beginning. */
const shortened = (text: string): string => (text.length > MOST_TITLE ? `…${text.slice(1 - MOST_TITLE)}` : text);

export function labelOf(item: GraphItem): Label {
  switch (item.kind) {
    case 'node':
      return { title: shortened(item.operator), remark: item.remark };
    case 'group': {
      const most = item.operators.map(({ operator, count }) => (count > 1 ? `${count} ${operator}` : operator));
      return {
        title: shortened(item.name),
        remark: `${item.count} nodes: ${shortenedEnd(most.slice(0, 2).join(', '))}`,
      };
    }
    default:
      return { title: shortened(item.name), remark: typeText(item.type) };
  }
}

const shortenedEnd = (text: string): string => (text.length > MOST_TITLE ? `${text.slice(0, MOST_TITLE - 1)}…` : text);

/** `float32 1 × 3 × 224 × 224`; '' where nothing is known. */
export function typeText(type: ValueType | null): string {
  if (type === null || type.kind === 'unknown') return '';
  const shape = shapeOf(type);
  return shape === null ? typeName(type) : `${typeName(type)} ${shapeText(shape.map((size) => size ?? '?'))}`;
}

/** What an edge carries: the shape of its one tensor, or how many there are. */
export function edgeText({ tensors, count }: GraphEdge): string {
  if (count > 1) return `${count} tensors`;
  const type = tensors[0]?.type ?? null;
  const shape = type === null ? null : shapeOf(type);
  return shape === null ? '' : shapeText(shape.map((size) => size ?? '?'));
}

/** What a screen reader says, and what is shown while the pointer rests. */
export function spoken(item: GraphItem): string {
  switch (item.kind) {
    case 'node':
      return [item.operator, item.name, item.remark].filter(Boolean).join(', ');
    case 'group':
      return `Group ${item.name} of ${item.count} nodes, folded`;
    case 'outer':
      return `${item.name}, from the graph around this one`;
    default:
      return [item.kind === 'input' ? 'Input' : 'Output', item.name, typeText(item.type)].filter(Boolean).join(', ');
  }
}

export type Measure = (text: string, font: 'title' | 'remark') => number;

/** Pixels. */
export function sizeOf(item: GraphItem, measure: Measure): { readonly width: number; readonly height: number } {
  const { title, remark } = labelOf(item);
  const text = Math.max(measure(title, 'title'), remark === '' ? 0 : measure(remark, 'remark'));
  const sides = item.kind === 'node' ? 26 : item.kind === 'group' ? 44 : 30;
  return { width: Math.max(64, Math.ceil(text) + sides), height: remark === '' ? 28 : 42 };
}
