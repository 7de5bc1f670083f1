// Stored outputs of a notebook's cell as text: what a reader of the file sees of them, without pictures.
import { isTable, type Table } from '../config/values';

/** Characters kept of one cell: a log of a long training need not be read to its end. */
const MOST = 200_000;
/** Colours in tracebacks. */
const ESCAPES = /\p{Cc}\[[0-9;]*m/gu;

/** The texts of `outputs` as notebook format 4 writes them: streams, plain results, errors. */
export function outputTexts(outputs: unknown): readonly string[] {
  if (!Array.isArray(outputs)) return [];
  const written: readonly unknown[] = outputs;
  const texts = written.flatMap((output) => (isTable(output) ? [textOf(output)] : [])).filter((text) => text !== '');
  return withinLimit(texts);
}

function textOf(output: Table): string {
  if (output['output_type'] === 'stream') return joined(output['text']);
  if (output['output_type'] !== 'error') return isTable(output['data']) ? joined(output['data']['text/plain']) : '';
  const frames = Array.isArray(output['traceback']) ? output['traceback'] : [];
  const told = frames.filter((line) => typeof line === 'string').join('\n');
  const error = `${joined(output['ename'])}: ${joined(output['evalue'])}`;
  return `${told === '' ? '' : `Traceback (most recent call last)\n${told}\n`}${error}`.replaceAll(ESCAPES, '');
}

function joined(text: unknown): string {
  if (typeof text === 'string') return text;
  return Array.isArray(text) ? text.filter((line) => typeof line === 'string').join('') : '';
}

function withinLimit(texts: readonly string[]): readonly string[] {
  let left = MOST;
  return texts.flatMap((text) => {
    const kept = text.slice(0, left);
    left -= kept.length;
    return kept === '' ? [] : [kept];
  });
}
