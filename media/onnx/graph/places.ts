// Where what an edge carries is written: along its line, beside the items and not under them. Pure.
import type { Box, Point } from './layout';

/** Pixels of a character of the label's font, and of a line of it. */
const CHARACTER = 6;
const LINE = 14;
const GAP = 6;
/** Of the strips that the items are sorted into, to find those near a label without asking all. */
const STRIP = 64;

/** The place of a label's baseline for an edge along these points, as near to its middle as is free. */
export type Place = (points: readonly Point[], text: string) => Point;

export function placesBeside(boxes: readonly Box[]): Place {
  const strips = new Map<number, Box[]>();
  for (const box of boxes) {
    for (let at = stripOf(box.y); at <= stripOf(box.y + box.height); at++) {
      const strip = strips.get(at) ?? [];
      strip.push(box);
      strips.set(at, strip);
    }
  }
  const isFree = (label: Box): boolean => {
    for (let at = stripOf(label.y); at <= stripOf(label.y + label.height); at++) {
      if (strips.get(at)?.some((box) => overlap(box, label))) return false;
    }
    return true;
  };
  return (points, text) => {
    const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
    const width = text.length * CHARACTER;
    for (const { x, y } of [middle, ...alongFromMiddle(points)]) {
      for (const left of [x + GAP, x - GAP - width]) {
        if (isFree({ x: left, y: y - LINE / 2, width, height: LINE })) return { x: left, y: y + 4 };
      }
    }
    return { x: middle.x + GAP, y: middle.y + 4 };
  };
}

const stripOf = (y: number): number => Math.floor(y / STRIP);

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Points of the line and those halfway between them, from its middle outwards. */
function alongFromMiddle(points: readonly Point[]): readonly Point[] {
  const all = points.flatMap((point, index) => {
    const next = points[index + 1];
    return next ? [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }] : [point];
  });
  const middle = (all.length - 1) / 2;
  const inside = all.slice(1, -1).map((point, index) => ({ point, away: Math.abs(index + 1 - middle) }));
  return inside.sort((a, b) => a.away - b.away).map(({ point }) => point);
}
