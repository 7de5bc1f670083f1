// Which part of the graph is seen and how large: pure arithmetic of pan, zoom and fit.
import type { Box } from './layout';

/** A point p of the graph is seen at p · scale + (x, y), in pixels. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST = 0.05;
export const LARGEST = 4;
/** Text smaller than this cannot be read: a graph that does not fit so is shown from its top. */
const READABLE = 0.62;

const bounded = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));

/** Zooms by a factor; what is at (`atX`, `atY`) on the screen stays there. */
export function zoomed({ x, y, scale }: View, factor: number, atX: number, atY: number): View {
  const next = bounded(scale * factor);
  const grown = next / scale;
  return { x: atX - (atX - x) * grown, y: atY - (atY - y) * grown, scale: next };
}

export const panned = (view: View, x: number, y: number): View => ({ ...view, x: view.x + x, y: view.y + y });

/** All of it, in the middle; never larger than life. */
export function fitted(graph: Size, screen: Size): View {
  const scale = bounded(
    Math.min(1, screen.width / Math.max(1, graph.width), screen.height / Math.max(1, graph.height)),
  );
  return { x: (screen.width - graph.width * scale) / 2, y: (screen.height - graph.height * scale) / 2, scale };
}

/** All of it where that can be read, else its top: a model reads from its inputs on. */
export function welcome(graph: Size, screen: Size): View {
  const whole = fitted(graph, screen);
  if (whole.scale >= READABLE) return whole;
  const scale = Math.min(1, Math.max(READABLE, screen.width / Math.max(1, graph.width)));
  return { x: (screen.width - graph.width * scale) / 2, y: 8, scale };
}

/** Moves as little as needed to see the box with some room around; in the middle where it was far away. */
export function revealed(view: View, box: Box, screen: Size): View {
  const room = 24;
  const scale = Math.max(view.scale, READABLE);
  const left = box.x * scale + view.x;
  const top = box.y * scale + view.y;
  const isSeen =
    scale === view.scale &&
    left >= room &&
    top >= room &&
    left + box.width * scale <= screen.width - room &&
    top + box.height * scale <= screen.height - room;
  return isSeen ? view : centred(box, screen, scale);
}

/** The box in the middle of the screen. */
export function centred(box: Box, screen: Size, scale: number): View {
  return {
    x: screen.width / 2 - (box.x + box.width / 2) * scale,
    y: screen.height / 2 - (box.y + box.height / 2) * scale,
    scale,
  };
}
