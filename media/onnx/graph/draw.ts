// The graph as SVG elements: frames, edges, items. Colours and fonts come from the style sheet.
import type { GraphEdge, GraphItem, GraphPicture } from '../../../server/src/protocol';
import { edgeText, labelOf, spoken, typeText } from './labels';
import type { Box, Layout, Point } from './layout';
import { placesBeside, type Place } from './places';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element. Text is always text. */
export function s(tag: string, attributes: Attributes = {}, ...children: readonly (Node | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

export interface Drawing {
  readonly content: SVGElement;
  readonly items: ReadonlyMap<string, SVGElement>;
  readonly edges: readonly SVGElement[];
}

/** All of a picture; each item has its id in `data-id`, each frame that of its scope in `data-fold`. */
export function draw(picture: GraphPicture, layout: Layout): Drawing {
  const items = new Map<string, SVGElement>();
  for (const item of picture.items) {
    const box = layout.items[item.id];
    if (box) items.set(item.id, drawItem(item, box));
  }
  const frames = picture.scopes.flatMap((scope) => {
    const box = layout.scopes[scope.id];
    return box ? [{ border: drawBorder(box), name: drawName(scope, box) }] : [];
  });
  const place = placesBeside(picture.items.flatMap(({ id }) => layout.items[id] ?? []));
  const edges = picture.edges.map((edge, index) => drawEdge(edge, layout.edges[index] ?? [], place));
  // Names of frames are over the edges that enter there.
  const borders = frames.map(({ border }) => border);
  const titles = frames.map(({ name }) => name);
  const content = s('g', { class: 'content' }, ...borders, ...edges, ...titles, ...items.values());
  return { content, items, edges };
}

const drawBorder = (box: Box): SVGElement => s('rect', { class: 'border', ...box, rx: 8 });

function drawName({ id, name }: GraphPicture['scopes'][number], { x, y, width }: Box): SVGElement {
  const cut = Math.max(8, Math.floor((width - 40) / 6.5));
  const shown = name.length > cut ? `…${name.slice(1 - cut)}` : name;
  return s(
    'g',
    {
      class: 'fold',
      role: 'button',
      tabindex: -1,
      'data-fold': id,
      'aria-label': `Fold ${name}`,
      'aria-expanded': 'true',
    },
    s('title', {}, `${name} — fold`),
    s('rect', { x: x + 4, y: y + 3, width: Math.min(width - 8, shown.length * 6.6 + 26), height: 18, rx: 3 }),
    s('path', { class: 'sign', d: `M${x + 9} ${y + 12}h7` }),
    s('text', { x: x + 21, y: y + 16 }, shown),
  );
}

function drawItem(item: GraphItem, { x, y, width, height }: Box): SVGElement {
  const { title, remark } = labelOf(item);
  const does = item.kind === 'node' ? item.does : item.kind;
  const group = s('g', {
    class: `item ${item.kind} does-${does}`,
    transform: `translate(${x} ${y})`,
    role: 'button',
    tabindex: -1,
    'data-id': item.id,
    'aria-label': spoken(item),
    'aria-expanded': item.kind === 'group' ? 'false' : undefined,
  });
  const tip = item.kind === 'group' ? `${item.name}: ${item.count} nodes — unfold` : spoken(item);
  group.append(s('title', {}, tip));
  const round = item.kind === 'node' || item.kind === 'group' ? 5 : height / 2;
  if (item.kind === 'group') group.append(s('rect', { class: 'behind', x: 4, y: 4, width, height, rx: round }));
  group.append(s('rect', { class: 'card', width, height, rx: round }));
  if (item.kind === 'node')
    group.append(s('rect', { class: 'stripe', x: 5, y: 6, width: 3, height: height - 12, rx: 1.5 }));
  if (item.kind === 'group') group.append(s('path', { class: 'sign', d: `M10 ${height / 2}h9m-4.5 -4.5v9` }));
  const left = item.kind === 'node' ? 15 : item.kind === 'group' ? 28 : width / 2;
  group.append(s('text', { class: 'title', x: left, y: 18 }, title));
  if (remark !== '') group.append(s('text', { class: 'remark', x: left, y: 33 }, remark));
  if (item.kind === 'node' && item.bodies.length > 0) {
    group.append(s('path', { class: 'inside', d: `M${width - 9} 9h-5v5h5z` }));
  }
  if (item.kind === 'node' && item.beyond > 0) {
    group.append(s('text', { class: 'beyond', x: width, y: height + 11 }, `+${item.beyond}`));
  }
  return group;
}

function drawEdge(edge: GraphEdge, points: readonly Point[], place: Place): SVGElement {
  const text = edgeText(edge);
  const path = curve(points);
  const names = edge.tensors.map(({ name, type }) => [name, typeText(type)].filter(Boolean).join(': '));
  const more = edge.count > names.length ? [`and ${edge.count - names.length} more`] : [];
  return s(
    'g',
    { class: 'edge', 'data-from': edge.from, 'data-to': edge.to },
    s('title', {}, [...names, ...more].join('\n')),
    s('path', { class: 'reach', d: path }),
    s('path', { class: edge.count > 1 ? 'line several' : 'line', d: path, 'marker-end': 'url(#arrow)' }),
    ...(text === '' ? [] : [s('text', { class: 'shape', ...place(points, text) }, text)]),
  );
}

/** Straight to the middle between two points, rounded at each point: `M a L ab Q b bc … L z`. */
export function curve(points: readonly Point[]): string {
  const write = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return '';
  let path = `M${write(first)}`;
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1] ?? last;
    path += `${index === 0 ? `L${write(between(first, point))}` : ''}Q${write(point)} ${write(between(point, next))}`;
  }
  return `${path}L${write(last)}`;
}

const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const round = (size: number): number => Math.round(size * 10) / 10;

/** What edges point with; once in a drawing. */
export const arrow = (): SVGElement =>
  s(
    'defs',
    {},
    s(
      'marker',
      {
        id: 'arrow',
        viewBox: '0 0 8 8',
        refX: 7,
        refY: 4,
        markerWidth: 8,
        markerHeight: 8,
        markerUnits: 'userSpaceOnUse',
        orient: 'auto',
      },
      s('path', { class: 'head', d: 'M0 0.5L8 4L0 7.5z' }),
    ),
  );
