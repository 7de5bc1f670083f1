// Boxes that a model found, drawn over the picture it was fed, and as a list.
import type { Detections } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import type { Ask } from '../graph/asking';
import { problemPanel } from '../problem';
import { drawn } from './picture';

/** Colours of labels, readable on pictures: the same label has the same one. */
const COLOURS = ['#ff6b6b', '#4dabf7', '#51cf66', '#fcc419', '#cc5de8', '#22b8cf', '#ff922b', '#94d82d'];
const MOST_LISTED = 20;
/** Pixels. */
const LEAST_WIDTH = 360;

export function foundBoxes(run: string, found: Detections, ask: Ask): HTMLElement {
  const place = h('div', {});
  const labels = [...new Set(found.boxes.map(({ label }) => label))];
  const colourOf = (label: string) => COLOURS[labels.indexOf(label) % COLOURS.length]!;

  async function show(): Promise<void> {
    const asked = { run, output: found.input, isInput: true, kind: 'image', row: 0, channel: 0 } as const;
    const answer = await ask('heldout/model/picture', asked);
    if (answer.problem)
      return fill(
        place,
        problemPanel(answer.problem, () => void show(), []),
      );
    const picture = drawn(answer.value, `${found.boxes.length} boxes on ${found.input}`);
    // Words on a small picture would cover it.
    const canvas = enlarged(picture, Math.max(1, LEAST_WIDTH / picture.width));
    drawBoxes(canvas, found, canvas.width / found.width, colourOf);
    fill(place, canvas);
  }

  void show();
  const listed = found.boxes.slice(0, MOST_LISTED).map(({ label, score, box }) => {
    const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.setProperty('--colour', colourOf(label));
    const where = `left ${Math.round(box[0])}, top ${Math.round(box[1])}, ${Math.round(box[2])} × ${Math.round(box[3])}`;
    return h('li', { title: where }, swatch, label, h('span', { class: 'bar-value' }, `${(100 * score).toFixed(0)} %`));
  });
  const more = found.boxes.length - listed.length;
  return h(
    'div',
    { class: 'result', role: 'group', 'aria-label': 'Boxes' },
    h(
      'h3',
      {},
      'Boxes',
      h('span', { class: 'remark' }, found.boxes.length === 0 ? 'none' : String(found.boxes.length)),
    ),
    h(
      'div',
      { class: 'output-picture' },
      place,
      h(
        'div',
        { class: 'picture-options' },
        h('ol', { class: 'found-boxes' }, listed),
        more > 0 && h('p', { class: 'remark' }, `and ${more} more`),
        h('p', { class: 'remark' }, found.note),
      ),
    ),
  );
}

function enlarged(picture: HTMLCanvasElement, times: number): HTMLCanvasElement {
  const canvas = h('canvas', {
    role: 'img',
    'aria-label': picture.getAttribute('aria-label') ?? '',
    width: Math.round(picture.width * times),
    height: Math.round(picture.height * times),
  });
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function drawBoxes(
  canvas: HTMLCanvasElement,
  { boxes }: Detections,
  scale: number,
  colourOf: (label: string) => string,
): void {
  const context = canvas.getContext('2d')!;
  // Drawn at the size of the picture, which is shown smaller where it is large.
  const unit = Math.max(1, canvas.width / 320);
  context.lineWidth = 2 * unit;
  context.font = `${Math.round(11 * unit)}px sans-serif`;
  context.textBaseline = 'top';
  for (const { label, score, box } of boxes.toReversed()) {
    const [left, top, width, height] = [box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale];
    context.strokeStyle = colourOf(label);
    context.strokeRect(left, top, width, height);
    const text = `${label} ${(100 * score).toFixed(0)} %`;
    const textWidth = context.measureText(text).width + 6 * unit;
    const textTop = Math.max(0, top - 14 * unit);
    context.fillStyle = colourOf(label);
    context.fillRect(left - unit, textTop, textWidth, 14 * unit);
    context.fillStyle = '#000';
    context.fillText(text, left + 2 * unit, textTop + 2 * unit);
  }
}
