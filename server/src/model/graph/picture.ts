// The picture of a graph: what is seen with some scopes unfolded, or the surroundings of a node. Bounded.
import { bodiesOf, kindOf, remarkOf } from './describe';
import { neighbours } from './indexGraph';
import type { IndexedGraph } from './indexGraph';
import { openedScopes, scopeOfNodes, scopesAround, scopesById, scopeTree } from './scopes';
import type { Scope } from './scopes';
import type { GraphEdge, GraphItem, GraphPicture, GraphQuery } from './types';

/** What stays readable at once. A graph without more nodes than this is shown as it is. */
const MOST_AT_ONCE = 110;
/** Of a larger graph, so few that there is room to unfold one more. */
const MOST_FOLDED = 48;
/** Unfolding more than this folds what was unfolded before. */
const MOST_UNFOLDED = 240;
/** More is cut off, and told. */
const MOST_ITEMS = 400;
const MOST_NEIGHBOURS = 80;
const MOST_BOUNDARY = 60;
const MOST_TENSORS = 4;

/** A graph with its scopes, made once and asked for many pictures. */
export interface ScopedGraph extends IndexedGraph {
  readonly root: Scope;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly scopeOf: ReadonlyMap<number, Scope>;
}

export function withScopes(graph: IndexedGraph): ScopedGraph {
  const root = scopeTree(graph);
  return { ...graph, root, scopes: scopesById(root), scopeOf: scopeOfNodes(root) };
}

/** Never larger than {@link MOST_ITEMS} items, whatever is asked for. */
export function pictureOf(graph: ScopedGraph, query: GraphQuery): GraphPicture {
  const around = query.around;
  if (around !== undefined && graph.nodes[around.node] !== undefined) return surroundings(graph, around);
  const open = new Set(openFor(graph, query));
  const shown = new Map<number, string>();
  const items: GraphItem[] = [];
  const walk = (scope: Scope): void => {
    const frame = scope.parent === null ? null : scope.id;
    for (const node of scope.nodes) {
      shown.set(node, nodeId(node));
      items.push(nodeItem(graph, node, frame, 0));
    }
    for (const inner of scope.scopes) {
      if (open.has(inner.id)) walk(inner);
      else {
        items.push(groupItem(graph, inner, frame));
        for (const node of nodesIn(inner)) shown.set(node, inner.id);
      }
    }
  };
  walk(graph.root);
  return assemble(graph, items, shown, [...open]);
}

function openFor(graph: ScopedGraph, { open, reveal }: GraphQuery): readonly string[] {
  const most = graph.root.count <= MOST_AT_ONCE ? MOST_AT_ONCE : MOST_FOLDED;
  const asked = open?.filter((id) => graph.scopes.has(id)) ?? openedScopes(graph.root, most);
  if (reveal === undefined) return asked;
  const needed = scopesAround(graph.scopeOf.get(reveal)).map(({ id }) => id);
  const both = [...new Set([...asked, ...needed])];
  return sizeOf(graph, both) <= MOST_UNFOLDED ? both : needed;
}

/** How many items are seen with these scopes unfolded. */
function sizeOf(graph: ScopedGraph, open: readonly string[]): number {
  return ['', ...open].reduce((sum, id) => {
    const scope = graph.scopes.get(id);
    return scope === undefined ? sum : sum + scope.nodes.length + scope.scopes.length - 1;
  }, 1);
}

/** Nodes up to `hops` edges away, the nearest first, at most {@link MOST_NEIGHBOURS}. */
function surroundings(graph: ScopedGraph, { node, hops }: NonNullable<GraphQuery['around']>): GraphPicture {
  const found = new Set([node]);
  let edge: readonly number[] = [node];
  for (let hop = 0; hop < hops && edge.length > 0; hop++) {
    const next: number[] = [];
    for (const other of edge.flatMap((each) => neighbours(graph, each))) {
      if (found.has(other) || found.size >= MOST_NEIGHBOURS) continue;
      found.add(other);
      next.push(other);
    }
    edge = next;
  }
  const shown = new Map([...found].sort((a, b) => a - b).map((each) => [each, nodeId(each)]));
  const items = [...shown.keys()].map((each) => {
    const beyond = neighbours(graph, each).filter((other) => !found.has(other)).length;
    return nodeItem(graph, each, null, beyond);
  });
  return assemble(graph, items, shown, []);
}

const nodeId = (node: number): string => `node:${node}`;

function nodeItem(graph: ScopedGraph, node: number, scope: string | null, beyond: number): GraphItem {
  const { name, operator, domain } = graph.nodes[node]!;
  return {
    kind: 'node',
    id: nodeId(node),
    node,
    name,
    operator,
    domain,
    does: kindOf(graph.nodes[node]!, graph),
    remark: remarkOf(graph.nodes[node]!, graph),
    scope,
    bodies: bodiesOf(graph.nodes[node]!, node, graph),
    beyond,
  };
}

function groupItem(graph: ScopedGraph, { id, name, count, ...scope }: Scope, frame: string | null): GraphItem {
  const counts = new Map<string, number>();
  for (const node of nodesIn(scope)) {
    const { operator } = graph.nodes[node]!;
    counts.set(operator, (counts.get(operator) ?? 0) + 1);
  }
  const operators = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return {
    kind: 'group',
    id,
    name,
    count,
    nodes: runsOf(nodesIn(scope)),
    operators: operators.map(([operator, number]) => ({ operator, count: number })),
    scope: frame,
  };
}

/** Numbers as runs: those of a scope mostly follow each other. */
function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

function nodesIn(scope: Pick<Scope, 'nodes' | 'scopes'>): readonly number[] {
  const found: number[] = [];
  const walk = ({ nodes, scopes }: Pick<Scope, 'nodes' | 'scopes'>): void => {
    for (const node of nodes) found.push(node);
    scopes.forEach(walk);
  };
  walk(scope);
  return found;
}

/** Adds what comes in and goes out, and the edges between all that is shown. */
function assemble(
  graph: ScopedGraph,
  inner: readonly GraphItem[],
  shown: ReadonlyMap<number, string>,
  open: readonly string[],
): GraphPicture {
  const edges = new Map<string, { from: string; to: string; count: number; tensors: GraphEdge['tensors'][number][] }>();
  const boundary = new Map<string, GraphItem>();
  const inputs = new Set(graph.inputs);
  const outputs = new Set(graph.outputs);
  const connect = (from: string, to: string, name: string): void => {
    if (from === to) return;
    const key = `${from}\n${to}`;
    const edge = edges.get(key) ?? { from, to, count: 0, tensors: [] };
    edges.set(key, edge);
    edge.count++;
    if (edge.tensors.length < MOST_TENSORS) edge.tensors.push({ name, type: graph.types.get(name) ?? null });
  };
  const atBoundary = (kind: 'input' | 'output' | 'outer', name: string): string => {
    const id = `${kind}:${name}`;
    if (!boundary.has(id)) boundary.set(id, { kind, id, name, type: graph.types.get(name) ?? null });
    return id;
  };
  for (const [name, takers] of graph.consumers) {
    const maker = graph.producer.get(name);
    if (graph.initializers.has(name) || (maker !== undefined && graph.folded.has(maker))) continue;
    const to = new Set<string>();
    const own = maker === undefined ? undefined : shown.get(maker);
    for (const taker of takers) {
      const id = shown.get(taker);
      if (id !== undefined && id !== own) to.add(id);
    }
    if (to.size === 0) continue;
    const from = maker === undefined ? atBoundary(inputs.has(name) ? 'input' : 'outer', name) : shown.get(maker);
    if (from !== undefined) for (const each of to) connect(from, each, name);
  }
  for (const name of outputs) {
    const maker = graph.producer.get(name);
    const from = maker === undefined ? undefined : shown.get(maker);
    if (from !== undefined) connect(from, atBoundary('output', name), name);
  }
  const ends = [...boundary.values()];
  const items = [...inner, ...ends.slice(0, MOST_BOUNDARY)].slice(0, MOST_ITEMS);
  const there = new Set(items.map(({ id }) => id));
  return {
    items,
    edges: [...edges.values()].filter(({ from, to }) => there.has(from) && there.has(to)),
    scopes: framesOf(graph, items),
    open,
    nodeCount: graph.root.count,
    scopeCount: graph.scopes.size - 1,
    cut: inner.length + ends.length - items.length,
  };
}

/** The scopes around the items, the outer ones first. */
function framesOf(graph: ScopedGraph, items: readonly GraphItem[]): GraphPicture['scopes'] {
  const frames = new Map<string, Scope>();
  for (const item of items) {
    const scope = 'scope' in item && item.scope !== null ? graph.scopes.get(item.scope) : undefined;
    for (const around of scopesAround(scope)) frames.set(around.id, around);
  }
  return [...frames.values()].map(({ id, name, parent }) => ({ id, name, parent: parent?.id || null }));
}
