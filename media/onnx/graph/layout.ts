// Where items, edges and frames go: dagre's layers, from top to bottom. Runs in a worker; pure.
//
// Each frame is laid out by itself, and is one item of the frame around it: dagre's own frames are slow, and reach far
// beyond what is in them. Where edges enter or leave a frame there is a port on its border, and their parts meet there.
import { Graph, layout as dagre } from '@dagrejs/dagre';

export interface LayoutRequest {
  readonly items: readonly {
    readonly id: string;
    readonly width: number;
    readonly height: number;
    readonly scope: string | null;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Frames around items, the outer ones first. */
  readonly scopes: readonly { readonly id: string; readonly parent: string | null }[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By id. */
  readonly items: Readonly<Record<string, Box>>;
  readonly scopes: Readonly<Record<string, Box>>;
  /** In the order of the request: the points a curve goes along. */
  readonly edges: readonly (readonly Point[])[];
}

const MARGIN = 16;
/** Room beside what is in a frame. */
const SIDE = 12;
/** More items than this are ranked by longest paths: several times faster, and a little wider. */
const MOST_EXACT = 150;

interface Level {
  readonly width: number;
  readonly height: number;
  /** Of items and frames in it, relative to its corner. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly points: ReadonlyMap<string, readonly Point[]>;
  /** Where edges cross its border, by the item they come from. */
  readonly ports: ReadonlyMap<string, Point>;
}

/** Lays out; an id may occur once, and every edge is between two items. */
export function layout(request: LayoutRequest): Layout {
  const { items, edges, scopes } = request;
  const parents = new Map(scopes.map(({ id, parent }) => [frameId(id), parent === null ? ROOT : frameId(parent)]));
  for (const { id, scope } of items) parents.set(id, scope === null ? ROOT : frameId(scope));
  /** An item, what is around it, and so on up to the root. */
  const chain = (id: string): readonly string[] => {
    const around = [id];
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) around.push(at);
    return around;
  };
  const chains = new Map(items.map(({ id }) => [id, chain(id)]));
  const levels = new Map<string, Level>();
  // The inner ones first: the outer ones need their sizes.
  for (const level of [...scopes.map(({ id }) => frameId(id)).toReversed(), ROOT]) {
    const inside = [...items.map(({ id }) => id), ...scopes.map(({ id }) => frameId(id))].filter(
      (id) => parents.get(id) === level,
    );
    const sizes = new Map<string, { readonly width: number; readonly height: number }>(levels);
    for (const item of items) sizes.set(item.id, item);
    levels.set(level, layLevel(level, inside, sizes, edges, chains));
  }
  return place(request, levels, chains);
}

const ROOT = '';
const frameId = (scope: string): string => `frame ${scope}`;
const inPort = (from: string): string => `in ${from}`;
const outPort = (from: string): string => `out ${from}`;

/** What stands for an item in a level: itself, a frame, or null where it is outside. */
function standIn(level: string, chain: readonly string[] | undefined): string | null {
  const at = chain?.indexOf(level) ?? -1;
  return at < 1 ? null : chain![at - 1]!;
}

function layLevel(
  level: string,
  inside: readonly string[],
  sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>,
  edges: LayoutRequest['edges'],
  chains: ReadonlyMap<string, readonly string[]>,
): Level {
  const graph = new Graph();
  const ranker = inside.length > MOST_EXACT ? 'longest-path' : 'network-simplex';
  graph.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 28, edgesep: 12, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of inside) {
    const { width = 0, height = 0 } = sizes.get(id) ?? {};
    graph.setNode(id, { width, height });
  }
  const ports = new Set<string>();
  const port = (id: string): string => {
    if (!ports.has(id)) graph.setNode(id, { width: 1, height: 1 });
    ports.add(id);
    return id;
  };
  for (const { from, to } of edges) {
    const start = standIn(level, chains.get(from));
    const end = standIn(level, chains.get(to));
    if (start === null && end !== null) graph.setEdge(port(inPort(from)), end);
    else if (start !== null && end === null) graph.setEdge(start, port(outPort(from)));
    else if (start !== null && end !== null && start !== end) graph.setEdge(start, end);
  }
  pullApart(graph, ports);
  dagre(graph);
  return measured(graph, inside, ports, level !== ROOT);
}

/** No item is called so: ids have a kind before them. */
const TOP = 'top';
const BOTTOM = 'bottom';
const isHold = (id: string): boolean => id === TOP || id === BOTTOM;

/** Ports that go in are in the first row, those that go out in the last: two items that are not drawn hold them there. */
function pullApart(graph: Graph, ports: ReadonlySet<string>): void {
  const hold = { weight: 0, minlen: 1 };
  const rest = graph.nodes().filter((id) => !ports.has(id));
  const isIn = (id: string): boolean => id.startsWith('in ');
  if (ports.size === 0) return;
  for (const id of [TOP, BOTTOM]) graph.setNode(id, { width: 1, height: 1 });
  for (const id of ports) {
    if (isIn(id)) graph.setEdge(TOP, id, { ...hold, weight: 50 });
    else graph.setEdge(id, BOTTOM, { ...hold, weight: 50 });
  }
  for (const id of rest) {
    if ((graph.predecessors(id) ?? []).length === 0) graph.setEdge(TOP, id, { ...hold, minlen: 2 });
    if ((graph.successors(id) ?? []).length === 0) graph.setEdge(id, BOTTOM, { ...hold, minlen: 2 });
  }
}

/** The level from what dagre set; its corner is where its content begins. */
function measured(graph: Graph, inside: readonly string[], ports: ReadonlySet<string>, isFrame: boolean): Level {
  const boxes = new Map(inside.map((id) => [id, boxOf(graph, id)]));
  const rows = [...boxes.values()];
  const side = isFrame ? SIDE : MARGIN;
  const room = isFrame ? 28 : MARGIN;
  // Edges may go around what is in the frame.
  const bends = graph.edges().flatMap(({ v, w }) => (isHold(v) || isHold(w) ? [] : (graph.edge(v, w)?.points ?? [])));
  const left = Math.min(...rows.map(({ x }) => x), ...bends.map(({ x }) => x)) - side;
  const right = Math.max(...rows.map(({ x, width }) => x + width), ...bends.map(({ x }) => x)) + side;
  const top = Math.min(...rows.map(({ y }) => y)) - room;
  const bottom = Math.max(...rows.map(({ y, height }) => y + height)) + (isFrame ? SIDE : MARGIN);
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  const points = new Map<string, readonly Point[]>();
  for (const { v, w } of graph.edges()) points.set(edgeKey(v, w), (graph.edge(v, w)?.points ?? []).map(moved));
  const width = Math.max(0, right - left);
  const height = Math.max(0, bottom - top);
  const crossings = [...ports].map((id): [string, Point] => {
    const { x } = moved(boxOf(graph, id));
    return [id, { x, y: id.startsWith('in ') ? 0 : height }];
  });
  return {
    width,
    height,
    boxes: new Map([...boxes].map(([id, box]) => [id, { ...box, ...moved(box) }])),
    points,
    ports: new Map(crossings),
  };
}

const edgeKey = (from: string, to: string): string => `${from}\n${to}`;

function boxOf(graph: Graph, id: string): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) ?? {};
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** From places in levels to places in the drawing. */
function place(
  { items, edges, scopes }: LayoutRequest,
  levels: ReadonlyMap<string, Level>,
  chains: ReadonlyMap<string, readonly string[]>,
): Layout {
  const corners = new Map<string, Point>([[ROOT, { x: 0, y: 0 }]]);
  const boxIn = (level: string, id: string): Box => {
    const { x, y } = corners.get(level) ?? { x: 0, y: 0 };
    const box = levels.get(level)?.boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    return { ...box, x: box.x + x, y: box.y + y };
  };
  const frames: Record<string, Box> = {};
  for (const { id, parent } of scopes) {
    frames[id] = boxIn(parent === null ? ROOT : frameId(parent), frameId(id));
    corners.set(frameId(id), frames[id]);
  }
  const along = (from: string, to: string): readonly Point[] => {
    const [outer, inner] = [chains.get(from) ?? [], chains.get(to) ?? []];
    const meet = outer.findIndex((level) => inner.includes(level));
    const levelsAlong = [
      ...outer.slice(1, meet + 1),
      ...inner.slice(1, inner.indexOf(outer[meet] ?? ROOT)).toReversed(),
    ];
    return levelsAlong.flatMap((level) => partIn(level, from, to));
  };
  /** The part of an edge in a level, between two items, an item and a port, or two frames' ports. */
  const partIn = (level: string, from: string, to: string): readonly Point[] => {
    const at = levels.get(level)!;
    const start = standIn(level, chains.get(from)) ?? inPort(from);
    const end = standIn(level, chains.get(to)) ?? outPort(from);
    const points = [...(at.points.get(edgeKey(start, end)) ?? [])];
    const crossing = (frame: string, port: string): Point | undefined => {
      const there = levels.get(frame)?.ports.get(port);
      const box = at.boxes.get(frame);
      return there && box && { x: there.x + box.x, y: there.y + box.y };
    };
    const first = at.ports.get(start) ?? crossing(start, outPort(from));
    const last = at.ports.get(end) ?? crossing(end, inPort(from));
    if (first) points[0] = first;
    if (last) points[points.length - 1] = last;
    const corner = corners.get(level)!;
    return points.map(({ x, y }) => ({ x: x + corner.x, y: y + corner.y }));
  };
  const { width, height } = levels.get(ROOT)!;
  return {
    width,
    height,
    items: Object.fromEntries(items.map(({ id, scope }) => [id, boxIn(scope === null ? ROOT : frameId(scope), id)])),
    scopes: frames,
    edges: edges.map(({ from, to }) => along(from, to)),
  };
}
