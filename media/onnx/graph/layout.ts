// Where items, edges and frames go: dagre's layers, from top to bottom. Runs in a worker; pure.
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

/** Room for the name of a frame, above what is in it. */
const TITLE = 20;
const MARGIN = 16;

/** Lays out; an id may occur once. */
export function layout({ items, edges, scopes }: LayoutRequest): Layout {
  const graph = new Graph({ compound: scopes.length > 0 });
  // Longest path is several times faster than the exact ranking, and the same for most models: they are long chains.
  const ranker = items.length > 60 || scopes.length > 0 ? 'longest-path' : 'network-simplex';
  graph.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 30, edgesep: 12, marginx: MARGIN, marginy: MARGIN, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  const scope = (id: string) => `scope ${id}`;
  for (const { id, parent } of scopes) {
    graph.setNode(scope(id), { width: 0, height: 0 });
    if (parent !== null) graph.setParent(scope(id), scope(parent));
  }
  for (const { id, width, height, scope: around } of items) {
    graph.setNode(id, { width, height });
    if (around !== null) graph.setParent(id, scope(around));
  }
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre(graph);

  const box = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) ?? {};
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const { width = 0, height = 0 } = graph.graph() ?? {};
  return {
    width,
    height,
    items: Object.fromEntries(items.map(({ id }) => [id, box(id)])),
    scopes: Object.fromEntries(scopes.map(({ id }) => [id, withTitle(box(scope(id)))])),
    edges: edges.map(({ from, to }) => graph.edge(from, to)?.points ?? []),
  };
}

const withTitle = ({ x, y, width, height }: Box): Box => ({ x, y: y - TITLE / 2, width, height: height + TITLE / 2 });
