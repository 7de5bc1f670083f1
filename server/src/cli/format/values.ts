// What came out of a run: values, class probabilities as bars, and how long it took.
import { valueAt } from '../../model/compare';
import type { ModelProblem } from '../../model/problem';
import { asScores, rankedClasses } from '../../model/scores';
import type { ScoresValue, TensorValue, Value } from '../../model/values';
import { colours, printable } from './colour';
import type { Colours } from './colour';
import { table } from './model';
import { median, milliseconds, number, percentile } from './units';

export interface ShownRun {
  readonly file: string;
  readonly runtime: { readonly backend: string; readonly version: string; readonly note: string };
  readonly inputs: readonly {
    readonly name: string;
    readonly source: string;
    readonly shape: readonly number[] | null;
  }[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
  readonly refused: readonly { readonly name: string; readonly problem: ModelProblem }[];
  readonly timing: { readonly load: number; readonly first: number; readonly warm: readonly number[] };
  /** Names of the classes, where the model's metadata has them. */
  readonly classNames: readonly string[];
}

/** Rows, values of a row, and bars shown; the rest is counted. */
const MOST_ROWS = 8;
const MOST_VALUES = 8;
const MOST_BARS = 5;
const BAR_WIDTH = 32;

/** Inputs, outputs and times for the terminal. */
export function runText(run: ShownRun, colour: boolean): string {
  const paint = colours(colour);
  const inputs = run.inputs.map(({ name, source, shape }): [string, string] => [
    printable(name),
    `${source}${shape ? ` [${shape.join(', ')}]` : ''}`,
  ]);
  const sections = [
    paint.bold(printable(run.file)),
    ...(inputs.length > 0 ? [[paint.bold('Inputs'), ...table(inputs)].join('\n')] : []),
    ...run.outputs.map(({ name, value }) => outputText(name, value, run.classNames, paint)),
    ...run.refused.map(
      ({ name, problem }) => `${paint.bold(printable(name))}\n  ${printable(`${problem.what} ${problem.why}`)}`,
    ),
    timeText(run, paint),
  ];
  return `${sections.join('\n\n')}\n`;
}

function outputText(name: string, value: Value, classNames: readonly string[], paint: Colours): string {
  const title = `${paint.bold(printable(name))} ${paint.cyan(typeText(value))}`;
  return [title, ...valueLines(value, classNames, paint).map((line) => `  ${line}`)].join('\n');
}

function typeText(value: Value): string {
  switch (value.kind) {
    case 'tensor':
      return `${value.elementType} [${value.shape.join(', ')}]`;
    case 'sequence':
      return `sequence of ${value.elements.length}`;
    case 'optional':
      return value.element ? `optional ${typeText(value.element)}` : 'optional, empty';
    case 'scores':
      return `probabilities of ${value.labels.length} classes`;
    case 'map':
      return `map of ${value.entries.length}`;
  }
}

function valueLines(value: Value, classNames: readonly string[], paint: Colours): string[] {
  switch (value.kind) {
    case 'tensor': {
      const scores = asScores(value, classNames);
      return scores ? scoreLines(scores, paint) : tensorLines(value, paint);
    }
    case 'scores':
      return scoreLines(value, paint);
    case 'sequence':
      return limited(value.elements, MOST_ROWS, paint, (tensor, index) => [
        paint.dim(`${index}: ${typeText(tensor)}`),
        ...tensorLines(tensor, paint).map((line) => `  ${line}`),
      ]);
    case 'optional':
      return value.element ? valueLines(value.element, classNames, paint) : [];
    case 'map':
      return limited(value.entries, MOST_ROWS, paint, ([key, entry]) => [
        `${printable(String(key))}: ${String(entry)}`,
      ]);
  }
}

/** Rows of the last axis, each cut after a few values. */
function tensorLines(tensor: TensorValue, paint: Colours): string[] {
  const width = tensor.shape.at(-1) ?? 1;
  if (tensor.data.length === 0 || width === 0) return [paint.dim('no values')];
  const rows = Array.from({ length: Math.min(tensor.data.length / width, MOST_ROWS + 1) }, (_, row) => row * width);
  const text = (index: number): string => {
    const value = valueAt(tensor, index);
    if (typeof value === 'string') return JSON.stringify(printable(value));
    if (tensor.elementType === 'bool') return value === 1 ? 'true' : 'false';
    return typeof value === 'bigint' ? String(value) : number(value);
  };
  const lines = rows.slice(0, MOST_ROWS).map((start) => {
    const shown = Array.from({ length: Math.min(width, MOST_VALUES) }, (_, column) => text(start + column));
    return `${shown.join('  ')}${width > MOST_VALUES ? paint.dim(`  … ${width - MOST_VALUES} more`) : ''}`;
  });
  const rest = tensor.data.length / width - lines.length;
  return rest > 0 ? [...lines, paint.dim(`… ${rest} more rows`)] : lines;
}

function scoreLines(value: ScoresValue, paint: Colours): string[] {
  const classes = value.labels.length;
  const rows = classes > 0 ? value.scores.data.length / classes : 0;
  return limited(Array.from({ length: rows }), MOST_ROWS, paint, (_, row) => {
    const ranked = rankedClasses(value, row);
    const bars = ranked.slice(0, MOST_BARS).map(({ label, probability }): [string, string] => {
      const filled = Math.round(Math.min(1, Math.max(0, probability)) * BAR_WIDTH);
      return [
        printable(label),
        `${paint.green('█'.repeat(filled))}${paint.dim('░'.repeat(BAR_WIDTH - filled))} ${number(Number(probability.toFixed(4)))}`,
      ];
    });
    const rest = ranked.length - bars.length;
    const lines = table(bars).map((line) => line.slice(2));
    if (rest > 0) lines.push(paint.dim(`… ${rest} more classes`));
    return rows > 1 ? [paint.dim(`row ${row}`), ...lines.map((line) => `  ${line}`)] : lines;
  });
}

function limited<T>(
  items: readonly T[],
  most: number,
  paint: Colours,
  lines: (item: T, index: number) => readonly string[],
): string[] {
  const shown = items.slice(0, most).flatMap(lines);
  return items.length > most ? [...shown, paint.dim(`… ${items.length - most} more`)] : shown;
}

function timeText({ timing, runtime }: ShownRun, paint: Colours): string {
  const { warm: runs } = timing;
  const slow = runs.length >= 10 ? `, p90 ${milliseconds(percentile(runs, 0.9))}` : '';
  const warm = runs.length > 0 ? ` · warm ${milliseconds(median(runs))} (median of ${runs.length}${slow})` : '';
  const load = timing.load > 0 ? `loading ${milliseconds(timing.load)} · ` : '';
  const engine = `ONNX Runtime ${runtime.version}${runtime.backend === 'wasm' ? ` (WASM: ${runtime.note})` : ''}`;
  return `${load}first run ${milliseconds(timing.first)}${warm}\n${paint.dim(engine)}`;
}

/** The run for programs; 64-bit integers are strings, as are NaN and the infinities. */
export function runJson({ file, runtime, inputs, refused, timing, ...run }: ShownRun): string {
  const outputs = run.outputs.map(({ name, value }) => ({ name, ...plain(value) }));
  return `${JSON.stringify({ file, runtime, inputs, outputs, refused, timing }, null, 2)}\n`;
}

function plain(value: Value): object {
  switch (value.kind) {
    case 'tensor': {
      const values = Array.from({ length: value.data.length }, (_, index) => scalar(value, index));
      return { kind: 'tensor', elementType: value.elementType, shape: value.shape, values };
    }
    case 'sequence':
      return { kind: 'sequence', elementType: value.elementType, elements: value.elements.map(plain) };
    case 'optional':
      return { kind: 'optional', element: value.element && plain(value.element) };
    case 'scores':
      return { kind: 'scores', labels: value.labels.map(String), scores: plain(value.scores) };
    case 'map':
      return { kind: 'map', entries: value.entries.map(([key, entry]) => [String(key), entry]) };
  }
}

function scalar(tensor: TensorValue, index: number): number | string | boolean {
  const value = valueAt(tensor, index);
  if (tensor.elementType === 'bool') return value === 1;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
