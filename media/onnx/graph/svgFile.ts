// The graph as an SVG file: the whole drawing, with the colours and fonts of the page written into it.
import type { Layout } from './layout';

const KEPT = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'display',
] as const;

/** Text of the file. `svg` is in the page: its style is what is seen. */
export function svgFile(svg: SVGElement, { width, height }: Layout, background: string): string {
  const copy = document.importNode(svg, true);
  // Where it stands on the screen does not matter.
  copy.querySelector('.content')?.removeAttribute('transform');
  const seen = svg.querySelectorAll('*');
  for (const [index, element] of [...copy.querySelectorAll('*')].entries()) writeStyle(seen[index]!, element);
  for (const [name, value] of Object.entries({
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    width: `${Math.ceil(width)}`,
    height: `${Math.ceil(height)}`,
  })) {
    copy.setAttribute(name, value);
  }
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: background })) {
    paper.setAttribute(name, value);
  }
  copy.prepend(paper);
  for (const name of ['class', 'tabindex', 'role', 'aria-describedby']) copy.removeAttribute(name);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function writeStyle(seen: Element, element: Element): void {
  const style = getComputedStyle(seen);
  const isText = seen.tagName === 'text';
  for (const name of KEPT) {
    if (!isText && (name.startsWith('font') || name.startsWith('text') || name === 'paint-order')) continue;
    const value = style.getPropertyValue(name);
    if (value !== '' && !(name === 'display' && value !== 'none')) element.setAttribute(name, value);
  }
  for (const name of ['class', 'tabindex', 'role', 'aria-label', 'aria-expanded', 'aria-current'])
    element.removeAttribute(name);
}
