// The Graph tab: asks for a picture of a graph, has it laid out, draws it, and opens what is clicked.
import type { Body, GraphItem, GraphPath, GraphPicture, GraphQuery, SourceFrame } from '../../../server/src/protocol';
import type { Action, Problem, RunRequest } from '../messages';
import { fill, h } from '../dom';
import { integer } from '../format';
import { problemPanel } from '../problem';
import type { Ask } from './asking';
import { createCanvas, createMeasure, layoutRequest } from './canvas';
import { detailsPanel } from './details';
import { paintHeat, type Heat } from './heat';
import type { Layout } from './layout';
import { createLayouter } from './layouter';
import { createSearch } from './search';
import { svgFile } from './svgFile';
import { toolbar } from './toolbar';
import type { View } from './viewport';

/** What is kept while the page is hidden. */
export interface GraphState {
  /** From the main graph to the one shown, with what each is called. */
  readonly bodies: readonly Body[];
  readonly open: readonly string[] | null;
  readonly around?: GraphQuery['around'];
  readonly node?: number;
  readonly view?: View;
}

export interface GraphTab {
  readonly element: HTMLElement;
  /** Draws, when the tab is shown for the first time; else only puts the keyboard there. */
  shown(): void;
  /** Shows a node of the main graph, and what is known of it. */
  goTo(node: number): void;
  /** Colours the nodes of the main graph. */
  color(heat: Heat | null): void;
}

interface Handlers {
  readonly ask: Ask;
  readonly act: (action: Action) => void;
  readonly request: () => RunRequest;
  readonly change: (state: GraphState) => void;
  readonly saveSvg: (text: string) => void;
  readonly openSource: (frame: SourceFrame) => void;
  /** Address of the worker's script. */
  readonly worker: string;
}

/** A drag moves the view many times a second; it is kept once it rests. */
const KEPT_AFTER_MS = 150;

const START: GraphState = { bodies: [], open: null };

export function graphTab(kept: GraphState | undefined, handlers: Handlers): GraphTab {
  let state = kept ?? START;
  let picture: GraphPicture | undefined;
  let layout: Layout | undefined;
  let asked = 0;
  let opened = 0;
  let moving: ReturnType<typeof setTimeout> | undefined;
  let heat: Heat | null = null;
  const layouter = createLayouter(handlers.worker);
  const canvas = createCanvas({
    open: (item) => openItem(item),
    fold: (scope) =>
      void unfold(picture?.open.filter((id) => id !== scope && !id.startsWith(`${scope}/`)) ?? [], scope),
    moved: (view) => {
      clearTimeout(moving);
      moving = setTimeout(() => change({ view }), KEPT_AFTER_MS);
    },
  });
  const search = createSearch(
    (text) => handlers.ask('heldout/model/search', { path: path(), text }),
    (node) => go(node),
  );
  const tools = toolbar({
    zoom: (factor) => canvas.zoom(factor),
    fit: () => canvas.fit(),
    fold: () => void show({ open: [] }),
    reset: () => void show({ open: null }),
    whole: () => void show({}, state.node),
    save: () => {
      const background = getComputedStyle(document.body).backgroundColor;
      if (layout) handlers.saveSvg(svgFile(canvas.svg, layout, background));
    },
    up: (level) => enter(state.bodies.slice(0, level)),
  });
  const status = h('p', { class: 'graph-status', role: 'status' });
  const panel = h('div', { class: 'panel', hidden: true });
  const trouble = h('div', { class: 'graph-trouble' });
  const legend = h('div', { class: 'heat-legend', hidden: true });
  const stage = h('div', { class: 'stage' }, canvas.element, legend, trouble, status);
  const element = h(
    'section',
    { class: 'graph-tab', 'aria-label': 'Graph' },
    h('div', { class: 'graph-bar' }, search.element, tools.element),
    h('div', { class: 'graph-parts' }, stage, panel),
  );

  const path = (): GraphPath => state.bodies.at(-1)?.path ?? [];

  function change(more: Partial<GraphState>): void {
    state = { ...state, ...more };
    handlers.change(state);
  }

  /** Asks for the picture, lays it out and draws it. `at` is what stays, or comes, in sight. */
  async function show(more: Partial<Pick<GraphState, 'open' | 'around'>>, node?: number, at?: string): Promise<void> {
    const mine = ++asked;
    const { around: _left, view, ...rest } = state;
    const open = more.open === undefined ? rest.open : more.open;
    const query: GraphQuery = {
      path: path(),
      open,
      ...(node === undefined ? {} : { reveal: node }),
      ...(more.around === undefined ? {} : { around: more.around }),
    };
    fill(status, 'Drawing… ', h('button', { class: 'link', type: 'button', onclick: stop }, 'Cancel'));
    const answer = await handlers.ask('heldout/model/graph', { path: path(), query });
    if (mine !== asked) return;
    if (answer.problem) return fail(answer.problem);
    let made: Layout | null;
    try {
      made = await layouter.layout(layoutRequest(answer.value, createMeasure()));
    } catch (error) {
      return fail(notDrawn(error));
    }
    if (made === null || mine !== asked) return;
    picture = answer.value;
    layout = made;
    fill(trouble);
    const first = canvas.svg.childElementCount === 0;
    canvas.show(picture, layout, first ? view : undefined);
    paint();
    const chosen = open === null && node === undefined ? null : picture.open;
    state = { ...rest, open: more.around ? rest.open : chosen, ...(more.around ? { around: more.around } : {}) };
    handlers.change(state);
    tools.show({ bodies: state.bodies, around: state.around !== undefined, canFold: picture.scopeCount > 0 });
    fill(status, summary(picture, state));
    canvas.select(state.node === undefined ? null : `node:${state.node}`);
    const target = node === undefined ? at : `node:${node}`;
    if (target !== undefined) canvas.reveal(target, true);
  }

  /** Numbers of nodes are those of the main graph: bodies inside have others. */
  function paint(): void {
    const here = state.bodies.length === 0 ? heat : null;
    if (picture) paintHeat(canvas.svg, picture, here);
    legend.hidden = here === null;
    const remove = h('button', { class: 'link', type: 'button', onclick: () => color(null) }, 'Remove the colours');
    fill(legend, here?.title, remove);
  }

  function color(next: Heat | null): void {
    heat = next;
    if (next !== null && state.bodies.length > 0) enter([]);
    else paint();
  }

  function stop(): void {
    asked++;
    layouter.cancel();
    fill(
      status,
      'Cancelled. ',
      h('button', { class: 'link', type: 'button', onclick: () => void show({ open: [] }) }, 'Draw it folded'),
    );
  }

  function fail(problem: Problem): void {
    fill(status);
    fill(
      trouble,
      problemPanel(problem, (action) => (action === 'retry' ? void show({ open: null }) : handlers.act(action)), [
        'retry',
      ]),
    );
  }

  function openItem(item: GraphItem): void {
    if (item.kind === 'group') void unfold([...(picture?.open ?? []), item.id], item.id);
    else if (item.kind === 'node') void details(item.node);
  }

  /** What was unfolded stays in sight: its first item, or the group it is now. */
  async function unfold(open: readonly string[], scope: string): Promise<void> {
    const isFolding = !open.includes(scope);
    await show({ open }, undefined, isFolding ? scope : undefined);
    const inside = picture?.items.find((item) => 'scope' in item && item.scope === scope);
    if (!isFolding && inside) canvas.reveal(inside.id, true);
  }

  async function details(node: number): Promise<void> {
    const mine = ++opened;
    change({ node });
    canvas.select(`node:${node}`);
    const answer = await handlers.ask('heldout/model/node', { path: path(), node });
    if (mine !== opened) return;
    panel.hidden = false;
    panel.scrollTop = 0;
    fill(
      panel,
      answer.problem
        ? problemPanel(answer.problem, handlers.act)
        : detailsPanel(answer.value, {
            ...handlers,
            path: path(),
            go: (other) => go(other),
            openBody: (body) => enter([...(isFunction(body) ? [] : state.bodies), body]),
            around: (center, hops) => void show({ around: { node: center, hops } }, undefined, `node:${center}`),
            close: closeDetails,
          }),
    );
    // The panel took some of the room.
    canvas.reveal(`node:${node}`, false);
  }

  function closeDetails(): void {
    opened++;
    panel.hidden = true;
    fill(panel);
    const { node: _closed, ...rest } = state;
    state = rest;
    handlers.change(state);
    canvas.select(null);
    canvas.svg.querySelector<SVGElement>('[data-id][tabindex="0"]')?.focus();
  }

  /** To a node wherever it is: unfolds what it is in. */
  function go(node: number): void {
    void details(node);
    const isShown = picture?.items.some((item) => item.kind === 'node' && item.node === node) === true;
    if (isShown) canvas.reveal(`node:${node}`, true);
    else void show({}, node);
  }

  function enter(bodies: readonly Body[]): void {
    closeDetails();
    state = { bodies, open: null };
    canvas.svg.replaceChildren();
    void show({ open: null });
  }

  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) closeDetails();
    if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      search.focus();
    }
  });

  return {
    element,
    color,
    goTo(node) {
      if (state.bodies.length === 0) return go(node);
      state = { bodies: [], open: null };
      canvas.svg.replaceChildren();
      go(node);
    },
    shown() {
      if (picture) return;
      const { open, around, node } = state;
      void show({ open, ...(around ? { around } : {}) }, around ? undefined : node);
      if (state.node !== undefined) void details(state.node);
    },
  };
}

const isFunction = ({ path }: Body): boolean => path.some((step) => 'function' in step);

function summary({ items, nodeCount, cut }: GraphPicture, { around }: GraphState): string {
  const nodes = items.filter(({ kind }) => kind === 'node').length;
  const groups = items.filter(({ kind }) => kind === 'group').length;
  const what =
    nodes === nodeCount
      ? `${integer(nodeCount)} ${nodeCount === 1 ? 'node' : 'nodes'}`
      : `${integer(nodes)} of ${integer(nodeCount)} nodes`;
  const folded = groups > 0 ? `, ${groups} folded ${groups === 1 ? 'group' : 'groups'}` : '';
  const near = around ? `, up to ${around.hops} ${around.hops === 1 ? 'edge' : 'edges'} around one` : '';
  return `${what}${folded}${near}${cut > 0 ? `; ${cut} more do not fit, fold some groups` : ''}`;
}

const notDrawn = (error: unknown): Problem => ({
  kind: 'not-drawn',
  what: 'The graph could not be drawn.',
  why: error instanceof Error ? error.message : String(error),
  todo: 'Try again; if it happens again, search for a node and look at what is around it.',
});
