// The drawing of a graph that can be moved, zoomed and walked through by mouse and keyboard.
import type { GraphItem, GraphPicture } from '../../../server/src/protocol';
import { h } from '../dom';
import { arrow, draw, s, type Drawing } from './draw';
import { sizeOf, type Measure } from './labels';
import type { Layout, LayoutRequest } from './layout';
import { fitted, panned, revealed, welcome, zoomed, type Size, type View } from './viewport';
import { firstItem, nextItem, type Direction } from './walk';

export interface Canvas {
  readonly element: HTMLElement;
  readonly svg: SVGElement;
  /** Draws; without `view` all of it, or its top where all would be too small. */
  show(picture: GraphPicture, layout: Layout, view: View | undefined): void;
  select(id: string | null): void;
  /** Brings an item into sight; with `focus` the keyboard goes there too. */
  reveal(id: string, focus: boolean): void;
  zoom(factor: number): void;
  fit(): void;
  size(): Size;
}

interface Handlers {
  /** Clicked, or Enter pressed. */
  readonly open: (item: GraphItem) => void;
  readonly fold: (scope: string) => void;
  readonly moved: (view: View) => void;
}

/** From here on edges tell their shapes without being pointed at. */
const SHAPES_FROM = 1.05;
const STEP = 60;
const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
};

export function createCanvas(handlers: Handlers): Canvas {
  const svg = s('svg', {
    class: 'graph',
    tabindex: 0,
    role: 'group',
    'aria-label': 'Graph',
    'aria-describedby': 'graph-keys',
  });
  const keys = h(
    'p',
    { id: 'graph-keys', class: 'unseen' },
    'Arrow keys go along the edges, Enter opens, F folds the group around, Shift with arrow keys moves the view, plus and minus zoom, 0 fits.',
  );
  const element = h('div', { class: 'canvas' }, svg, keys);
  let view: View = { x: 0, y: 0, scale: 1 };
  let picture: GraphPicture | undefined;
  let layout: Layout | undefined;
  let drawing: Drawing | undefined;
  let here: string | null = null;

  const size = (): Size => ({ width: svg.clientWidth || 800, height: svg.clientHeight || 500 });

  function look(next: View): void {
    view = next;
    drawing?.content.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
    svg.classList.toggle('near', view.scale >= SHAPES_FROM);
    handlers.moved(view);
  }

  /** The one item that Tab comes to; others are reached from it. */
  function stand(id: string | null, focus: boolean): void {
    if (here !== null) drawing?.items.get(here)?.setAttribute('tabindex', '-1');
    here = id;
    const item = id === null ? undefined : drawing?.items.get(id);
    item?.setAttribute('tabindex', '0');
    if (focus) item?.focus({ preventScroll: true });
  }

  function reveal(id: string, focus: boolean): void {
    const box = layout?.items[id];
    if (!box) return;
    stand(id, focus);
    look(revealed(view, box, size()));
  }

  const itemOf = (target: EventTarget | null): GraphItem | undefined => {
    const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : undefined;
    return picture?.items.find((item) => item.id === id);
  };
  const foldOf = (target: EventTarget | null): string | null =>
    target instanceof Element ? (target.closest('[data-fold]')?.getAttribute('data-fold') ?? null) : null;

  function activate(target: EventTarget | null): boolean {
    const fold = foldOf(target);
    const item = itemOf(target);
    if (fold !== null) handlers.fold(fold);
    else if (item) handlers.open(item);
    return fold !== null || item !== undefined;
  }

  /** Lights the edges of an item up. */
  function light(id: string | null): void {
    for (const edge of drawing?.edges ?? []) {
      const touches = id !== null && [edge.getAttribute('data-from'), edge.getAttribute('data-to')].includes(id);
      edge.classList.toggle('lit', touches);
    }
  }

  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    if (event.ctrlKey || event.metaKey) {
      look(zoomed(view, Math.exp(-event.deltaY * unit * 0.0025), event.clientX - box.left, event.clientY - box.top));
    } else if (event.shiftKey && event.deltaX === 0) look(panned(view, -event.deltaY * unit, 0));
    else look(panned(view, -event.deltaX * unit, -event.deltaY * unit));
  });

  // A press that moves drags the view; one that does not is a click.
  let dragged = false;
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    dragged = false;
    const start = { x: event.clientX, y: event.clientY, view };
    const move = (to: PointerEvent): void => {
      const [x, y] = [to.clientX - start.x, to.clientY - start.y];
      if (!dragged && Math.hypot(x, y) < 4) return;
      dragged = true;
      svg.classList.add('dragging');
      look(panned(start.view, x, y));
    };
    const end = (): void => {
      svg.classList.remove('dragging');
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  });
  svg.addEventListener('click', (event) => {
    if (dragged) return;
    const item = itemOf(event.target);
    if (item) stand(item.id, true);
    activate(event.target);
  });
  svg.addEventListener('pointerover', (event) => light(itemOf(event.target)?.id ?? null));
  svg.addEventListener('focusin', (event) => light(itemOf(event.target)?.id ?? null));

  svg.addEventListener('keydown', (event) => {
    const used = pressed(event);
    if (used) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  function pressed(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else if (event.key === 'Enter' || event.key === ' ') return activate(event.target);
    else if (event.key === 'f') return foldAround(itemOf(event.target));
    else if (event.key === 'Home' && layout) return walkTo(firstItem(layout));
    else if (isDirection(event.key)) return walk(event.key, event.shiftKey, event.target);
    else return false;
    return true;
  }

  /** Folds the frame that an item is in. */
  function foldAround(item: GraphItem | undefined): boolean {
    const scope = item && 'scope' in item ? item.scope : null;
    if (scope !== null) handlers.fold(scope);
    return scope !== null;
  }

  function walk(direction: Direction, pans: boolean, target: EventTarget | null): boolean {
    const item = itemOf(target);
    if (pans) {
      const [x, y] = STEPS[direction];
      look(panned(view, x, y));
    } else if (item && picture && layout) walkTo(nextItem(item.id, direction, picture.edges, layout));
    else walkTo(here ?? (layout ? firstItem(layout) : null));
    return true;
  }

  function walkTo(id: string | null): boolean {
    if (id !== null) reveal(id, true);
    return true;
  }

  function zoom(factor: number): void {
    const { width, height } = size();
    look(zoomed(view, factor, width / 2, height / 2));
  }

  const fit = (): void => layout && look(fitted(layout, size()));

  return {
    element,
    svg,
    show(nextPicture, nextLayout, nextView) {
      picture = nextPicture;
      layout = nextLayout;
      drawing = draw(picture, layout);
      const had = here;
      here = null;
      svg.replaceChildren(arrow(), drawing.content);
      stand(had !== null && drawing.items.has(had) ? had : firstItem(layout), false);
      look(nextView ?? welcome(layout, size()));
    },
    select(id) {
      for (const [each, item] of drawing?.items ?? []) {
        item.classList.toggle('selected', each === id);
        if (each === id) item.setAttribute('aria-current', 'true');
        else item.removeAttribute('aria-current');
      }
    },
    reveal,
    zoom,
    fit,
    size,
  };
}

const isDirection = (key: string): key is Direction =>
  ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(key);

/** What the layout has to know of a picture. */
export function layoutRequest(picture: GraphPicture, measure: Measure): LayoutRequest {
  return {
    items: picture.items.map((item) => ({
      id: item.id,
      ...sizeOf(item, measure),
      scope: 'scope' in item ? item.scope : null,
    })),
    edges: picture.edges.map(({ from, to }) => ({ from, to })),
    scopes: picture.scopes.map(({ id, parent }) => ({ id, parent })),
  };
}

/** Widths of texts in the fonts of the page. */
export function createMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  return (text, font) => {
    if (!context) return text.length * 7;
    context.font = font === 'title' ? `600 12px ${family}` : `11px ${family}`;
    return context.measureText(text).width;
  };
}
