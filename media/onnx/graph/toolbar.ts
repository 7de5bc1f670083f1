// The buttons over the graph: where in the model this is, folding, zoom, saving.
import type { Body } from '../../../server/src/protocol';
import { fill, h } from '../dom';

interface Handlers {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly fold: () => void;
  readonly reset: () => void;
  /** Back from the surroundings of a node. */
  readonly whole: () => void;
  readonly save: () => void;
  /** Back to the graph of this level; 0 is the main one. */
  readonly up: (level: number) => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  show(state: { readonly bodies: readonly Body[]; readonly around: boolean; readonly canFold: boolean }): void;
}

export function toolbar(handlers: Handlers): Toolbar {
  const trail = h('nav', { class: 'trail', 'aria-label': 'Graphs' });
  const whole = tool('Whole graph', 'Leave the surroundings of the node', handlers.whole);
  const fold = tool('Fold all', 'Fold all groups', handlers.fold);
  const reset = tool('Unfold', 'Unfold as much as stays readable', handlers.reset);
  const element = h(
    'div',
    { class: 'tools' },
    trail,
    h('span', { class: 'tool-group', role: 'group', 'aria-label': 'Folding' }, whole, fold, reset),
    h(
      'span',
      { class: 'tool-group', role: 'group', 'aria-label': 'Zoom' },
      tool('−', 'Zoom out (−)', () => handlers.zoom(0.8)),
      tool('+', 'Zoom in (+)', () => handlers.zoom(1.25)),
      tool('Fit', 'Show all of it (0)', handlers.fit),
    ),
    tool('Save as SVG', 'Save this drawing as an SVG file', handlers.save),
  );
  return {
    element,
    show({ bodies, around, canFold }) {
      whole.hidden = !around;
      fold.hidden = around || !canFold;
      reset.hidden = around || !canFold;
      trail.hidden = bodies.length === 0;
      fill(
        trail,
        [{ name: 'Main graph' }, ...bodies].map(({ name }, level) =>
          level === bodies.length
            ? h('span', { 'aria-current': 'page' }, name)
            : [h('button', { class: 'link', type: 'button', onclick: () => handlers.up(level) }, name), ' › '],
        ),
      );
    },
  };
}

function tool(text: string, title: string, onclick: () => void): HTMLElement {
  return h('button', { class: 'tool', type: 'button', title, 'aria-label': text.length === 1 && title, onclick }, text);
}
