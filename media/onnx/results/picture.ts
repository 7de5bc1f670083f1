// A tensor drawn: as an image, as a heat map of one channel, as the likeliest class of each pixel.
import type { PictureKind, PictureOffer, TensorPicture } from '../../../server/src/protocol';
import { base64ToBytes } from '../bytes';
import { fill, h } from '../dom';
import { scalar } from '../format';
import type { Ask } from '../graph/asking';
import { problemPanel } from '../problem';

const NAMES: Readonly<Record<PictureKind, string>> = { image: 'Image', heat: 'Heat map', classes: 'Classes' };
/** Sides below which pixels are drawn as squares. */
const TINY = 96;

interface Asked {
  readonly run: string;
  readonly output: string;
  readonly isInput?: boolean;
}

/** The picture of an output with what can be chosen about it; drawn when it has come. */
export function outputPicture(asked: Asked, offer: PictureOffer, ask: Ask): HTMLElement {
  let kind = offer.kinds[0]!;
  let row = 0;
  let channel = 0;
  /** Only the newest answer counts. */
  let newest = 0;
  const place = h('div', {});
  const about = h('div', { 'aria-live': 'polite' });
  const channelPlace = h('div', {});

  async function show(): Promise<void> {
    const mine = ++newest;
    fill(
      channelPlace,
      kind === 'heat' && offer.channels > 1 && count('Channel', offer.channels, channel, (to) => (channel = to)),
    );
    const answer = await ask('heldout/model/picture', { ...asked, kind, row, channel });
    if (mine !== newest) return;
    if (answer.problem)
      return fill(
        place,
        problemPanel(answer.problem, () => void show(), []),
      );
    fill(place, drawn(answer.value, `${asked.output} as ${NAMES[kind].toLowerCase()}`));
    fill(about, rangeLine(answer.value), legendOf(answer.value));
  }

  function count(label: string, of: number, at: number, set: (value: number) => void): HTMLElement {
    const field = h('vscode-textfield', {
      class: 'size',
      label,
      type: 'number',
      min: 0,
      max: of - 1,
      value: String(at),
    });
    field.addEventListener('change', () => {
      const value = Number(field.value);
      field.invalid = !Number.isInteger(value) || value < 0 || value >= of;
      if (field.invalid) return;
      set(value);
      void show();
    });
    return h('label', { class: 'with-label' }, h('span', { class: 'remark' }, `${label} of ${of}`), field);
  }

  const kinds = h('vscode-single-select', { label: `How ${asked.output} is drawn` });
  kinds.append(...offer.kinds.map((each) => h('vscode-option', { value: each }, NAMES[each])));
  kinds.addEventListener('change', () => {
    kind = offer.kinds[kinds.selectedIndex] ?? kind;
    void show();
  });
  void show();
  return h(
    'div',
    { class: 'output-picture' },
    place,
    h(
      'div',
      { class: 'picture-options' },
      offer.kinds.length > 1 && kinds,
      offer.rows > 1 && count('Row', offer.rows, row, (to) => (row = to)),
      channelPlace,
      about,
    ),
  );
}

/** A canvas with the picture. */
export function drawn({ width, height, pixels }: TensorPicture, label: string): HTMLCanvasElement {
  const canvas = h('canvas', { role: 'img', 'aria-label': label, width, height });
  if (Math.max(width, height) < TINY) canvas.classList.add('tiny');
  canvas.getContext('2d')!.putImageData(new ImageData(base64ToBytes(pixels), width, height), 0, 0);
  return canvas;
}

function rangeLine({ range, width, height }: TensorPicture): HTMLElement {
  const ends = range ? `, ${scalar(range.min)} to ${scalar(range.max)}` : '';
  return h('p', { class: 'remark' }, `${width} × ${height}${ends}`);
}

function legendOf({ legend }: TensorPicture): HTMLElement | null {
  if (legend.length === 0) return null;
  const entries = legend.map(({ label, colour, share }) => {
    const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.setProperty('--colour', colour);
    return h('li', {}, swatch, label, h('span', { class: 'remark' }, `${(100 * share).toFixed(1)} %`));
  });
  return h('ul', { class: 'legend' }, entries);
}
