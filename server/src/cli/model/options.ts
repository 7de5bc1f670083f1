// The options of the model commands, checked.
import { parseArgs } from 'node:util';

/** Wrong use of the command line; its message is for the user. */
export class UsageError extends Error {}

export interface Options {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly inputs: readonly string[];
  readonly results: readonly string[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly fill: 'zeros' | 'ones' | 'random';
  readonly seed: number;
  /** Milliseconds; undefined: the runtime's own. */
  readonly timeLimit: number | undefined;
  readonly noRun: boolean;
  /** Without the runtime's optimizer. */
  readonly plain: boolean;
  /** A CSV file whose rows are fed, the first row taken and how many. */
  readonly table: string | undefined;
  readonly row: number;
  readonly rows: number;
  /** Where the run is saved: an .npz file, or a folder. */
  readonly save: string | undefined;
}

type Allowed =
  | 'input'
  | 'table'
  | 'row'
  | 'rows'
  | 'result'
  | 'size'
  | 'fill'
  | 'seed'
  | 'time-limit'
  | 'no-run'
  | 'plain'
  | 'save';

/** Reads the options a command allows; throws a {@link UsageError}. */
export function readOptions(args: readonly string[], allowed: readonly Allowed[]): Options {
  const { values, positionals } = parsed(args);
  for (const name of Object.keys(values)) {
    if (name !== 'format' && !(allowed as readonly string[]).includes(name)) {
      throw new UsageError(`The option --${name} does not belong to this command.`);
    }
  }
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`--format is text or json, not ${format}.`);
  const fill = values.fill ?? 'random';
  if (fill !== 'zeros' && fill !== 'ones' && fill !== 'random') {
    throw new UsageError(`--fill is zeros, ones or random, not ${fill}.`);
  }
  const seconds = values['time-limit'];
  return {
    files: positionals,
    json: format === 'json',
    inputs: values.input ?? [],
    results: values.result ?? [],
    sizes: Object.fromEntries((values.size ?? []).map(readSize)),
    fill,
    seed: values.seed === undefined ? 0 : wholeNumber('seed', values.seed),
    timeLimit: seconds === undefined ? undefined : wholeNumber('time-limit', seconds) * 1000,
    noRun: values['no-run'] === true,
    plain: values.plain === true,
    table: values.table,
    row: values.row === undefined ? 0 : wholeNumber('row', values.row),
    rows: values.rows === undefined ? 1 : wholeNumber('rows', values.rows),
    save: values.save,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        input: { type: 'string', multiple: true },
        table: { type: 'string' },
        row: { type: 'string' },
        rows: { type: 'string' },
        result: { type: 'string', multiple: true },
        size: { type: 'string', multiple: true },
        fill: { type: 'string' },
        seed: { type: 'string' },
        'time-limit': { type: 'string' },
        'no-run': { type: 'boolean' },
        plain: { type: 'boolean' },
        save: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readSize(text: string): [string, number] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new UsageError(`--size is written NAME=N, not ${text}.`);
  return [text.slice(0, at), wholeNumber('size', text.slice(at + 1))];
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not ${text}.`);
  return Number(text);
}

/** The one file a command works on. */
export function oneFile({ files }: Options): string {
  const [file] = files;
  if (file === undefined) throw new UsageError('Name a model file.');
  if (files.length > 1) throw new UsageError('Name one model file only.');
  return file;
}
