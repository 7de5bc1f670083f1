// A result as a small picture: bars of the most probable classes, or of the values of an output. Drawn as SVG.
import type { ModelOutput } from '../../../../server/src/protocol';
import { brief, type Outcomes } from './words';

export type Look = 'light' | 'dark' | 'contrast' | 'contrast light';

/** A picture in a hover card does not see the theme's colours. */
const COLOURS: Readonly<Record<Look, { readonly text: string; readonly bar: string; readonly rest: string }>> = {
  light: { text: '#1f1f1f', bar: '#005fb8', rest: '#00000018' },
  dark: { text: '#d4d4d4', bar: '#3794ff', rest: '#ffffff1f' },
  contrast: { text: '#ffffff', bar: '#6fc3df', rest: '#ffffff33' },
  'contrast light': { text: '#292929', bar: '#0f4a85', rest: '#00000022' },
};

const MOST_CLASSES = 5;
const MOST_BARS = 100;
const ROW = 20;
const LABEL = 130;
const BARS = 170;
const NUMBER = 54;

/** An SVG and its size; null where there is nothing to draw. */
export function chartOf(result: Outcomes, outputs: readonly ModelOutput[], look: Look): string | null {
  const classes = result.probabilities[0]?.rows[0]?.classes ?? [];
  if (classes.length > 1) return classBars(classes.slice(0, MOST_CLASSES), look);
  for (const { value } of outputs) {
    if (value.kind !== 'tensor' || value.count < 5) continue;
    const numbers = value.values.slice(0, MOST_BARS).filter((each) => typeof each === 'number');
    if (numbers.length >= 5 && numbers.length === Math.min(value.values.length, MOST_BARS))
      return valueBars(numbers, look);
  }
  return null;
}

function classBars(classes: readonly { readonly label: string; readonly probability: number }[], look: Look): string {
  const { text, bar, rest } = COLOURS[look];
  const rows = classes.map(({ label, probability }, i) => {
    const y = i * ROW;
    const width = Math.max(1, Math.min(1, probability) * BARS);
    return [
      `<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end" fill="${text}">${escaped(cut(label, 20))}</text>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${BARS}" height="12" rx="2" fill="${rest}"/>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${width.toFixed(1)}" height="12" rx="2" fill="${bar}"/>`,
      `<text x="${LABEL + BARS + 8}" y="${y + 14}" fill="${text}">${probability.toFixed(3)}</text>`,
    ].join('');
  });
  return svg(LABEL + BARS + NUMBER, classes.length * ROW, rows.join(''));
}

function valueBars(values: readonly number[], look: Look): string {
  const { text, bar, rest } = COLOURS[look];
  const height = 72;
  const width = 340;
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const scale = top === bottom ? 0 : height / (top - bottom);
  const step = width / values.length;
  const zero = top * scale;
  const bars = values.map((value, i) => {
    const y = value >= 0 ? zero - value * scale : zero;
    const size = Math.max(0.5, Math.abs(value) * scale);
    return `<rect x="${(i * step).toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${size.toFixed(1)}" fill="${bar}"/>`;
  });
  const axis = `<line x1="0" x2="${width}" y1="${zero.toFixed(1)}" y2="${zero.toFixed(1)}" stroke="${rest}"/>`;
  const ends = `<text x="${width + 6}" y="10" fill="${text}">${brief(top)}</text><text x="${width + 6}" y="${height}" fill="${text}">${brief(bottom)}</text>`;
  return svg(width + NUMBER + 10, height + 2, axis + bars.join('') + ends);
}

function svg(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">${content}</svg>`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
