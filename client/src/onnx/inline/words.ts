// A result in a few words, for a lens and the end of a line.
import type { InlineSite, ModelOutput, ModelResult, OutputValue, Scalar } from '../../../../server/src/protocol';

/** What of a result is told in words and drawn. */
export interface Outcomes extends Pick<ModelResult, 'outputs' | 'probabilities'> {
  readonly timing: Pick<ModelResult['timing'], 'warmMs' | 'runMs'>;
}

/** `Adelie 0.93 · 0.21 ms`. The outputs that the code asks for come first. */
export function shortResult(result: Outcomes, { outputs }: Pick<InlineSite, 'outputs'>): string {
  const asked = outputs.length === 0 ? result.outputs : result.outputs.filter(({ name }) => outputs.includes(name));
  return `${said(result, asked)} · ${milliseconds(timeOf(result))}`;
}

/** The time of a run of the loaded model where it was measured. */
export function timeOf({ timing: { warmMs, runMs } }: Outcomes): number {
  return warmMs ?? runMs;
}

function said(result: Outcomes, outputs: readonly ModelOutput[]): string {
  // A label beside its probabilities is one result in two outputs.
  const probable = result.probabilities[0];
  const [row, ...others] = probable?.rows ?? [];
  const best = row?.classes[0];
  if (best !== undefined) {
    return `${cut(best.label)} ${probability(best.probability)}${others.length > 0 ? ` (first of ${others.length + 1} rows)` : ''}`;
  }
  const [first, ...rest] = outputs;
  if (first === undefined) return 'no output';
  return `${valueWords(first)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
}

/** Two digits; what is not quite certain is not called so. */
function probability(value: number): string {
  return value < 1 && value >= 0.995 ? '>0.99' : value.toFixed(2);
}

/** `probs [1, 1000], largest 0.93 at 281`; few values are written out. */
export function valueWords({ name, value }: ModelOutput): string {
  if (value.kind === 'none') return `${name} none`;
  if (value.kind === 'sequence') return `${name} ${counted(value.length, 'item')}`;
  if (value.kind === 'map') return `${name} ${counted(value.length, 'entry', 'entries')}`;
  if (value.count <= 4) return value.values.map(brief).join(', ') || `${name} empty`;
  const largest = largestOf(value);
  const at = largest === null ? '' : `, largest ${brief(largest.value)} at ${largest.index}`;
  return `${name} [${value.shape.join(', ')}]${at}`;
}

/** Of a single row of numbers that is all here. */
function largestOf(value: Extract<OutputValue, { kind: 'tensor' }>): { value: number; index: number } | null {
  const isRow = value.shape.filter((size) => size !== 1).length === 1;
  if (!isRow || value.values.length < value.count) return null;
  let index = -1;
  for (const [i, each] of value.values.entries()) {
    if (typeof each !== 'number') return null;
    if (index === -1 || each > Number(value.values[index])) index = i;
  }
  return index === -1 ? null : { value: Number(value.values[index]), index };
}

/** At most three significant digits. */
export function brief(value: Scalar): string {
  if (typeof value !== 'number') return cut(String(value));
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

export function milliseconds(time: number): string {
  if (time >= 10_000) return `${(time / 1000).toFixed(1)} s`;
  return `${time >= 100 ? Math.round(time) : time.toFixed(time >= 10 ? 1 : 2)} ms`;
}

function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}
