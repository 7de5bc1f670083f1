// `--input NAME=VALUE`: words, JSON, or a file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { feedsOfRows } from '../../model/inputs/tableFeeds';
import type { Model, ValueInfo } from '../../model/model';
import { readNpy } from '../../model/npy';
import { parseValue } from '../../model/parse';
import { readValueFile } from '../../model/pb';
import { fail, ProblemError } from '../../model/problem';
import type { Result } from '../../model/problem';
import type { Value } from '../../model/values';
import type { Feed } from '../../runtime/protocol';
import { readInputFile, readTableFile } from '../../runtime/valueFiles';
import { UsageError } from './options';
import type { Options } from './options';

/** Feeds by input name. Throws a {@link UsageError} for wrong writing, a problem for wrong values. */
export function readInputs(model: Model, texts: readonly string[], cwd: string): Record<string, Feed> {
  const feeds: Record<string, Feed> = {};
  for (const text of texts) {
    const input = inputOf(model, text);
    feeds[input.name] = readFeed(input, text.slice(input.name.length + 1), cwd);
  }
  return feeds;
}

/** Feeds from the rows of a table, none without one. Inputs that `--input` gives need no column. */
export async function readRows(
  model: Model,
  { table, row, rows, inputs }: Pick<Options, 'table' | 'row' | 'rows' | 'inputs'>,
  cwd: string,
): Promise<Record<string, Feed>> {
  if (table === undefined) return {};
  const read = unwrap(await readTableFile(path.resolve(cwd, table)));
  const found = feedsOfRows(model, read.table, row, rows);
  if (row > found.row) {
    fail('bad-value', `The table has no row ${row}.`, `Its last one is ${found.row}.`, 'Rows are counted from 0.');
  }
  const lacking = found.missing.find(({ input }) => !inputs.some((text) => text.startsWith(`${input}=`)));
  if (lacking) {
    fail('missing-input', `The table does not fill \`${lacking.input}\`.`, lacking.why, 'Give it with --input.');
  }
  return Object.fromEntries(
    model.requiredInputs.flatMap((input): [string, Feed][] => {
      const feed = found.inputs[input.name];
      return feed ? [[input.name, unwrap(parseValue(input, feed.text, feed.shape))]] : [];
    }),
  );
}

/** Names may contain `=`, so the longest input name that fits counts. */
function inputOf(model: Model, text: string): ValueInfo {
  const fitting = model.graph.inputs
    .filter(({ name }) => text.startsWith(`${name}=`))
    .sort((a, b) => b.name.length - a.name.length);
  const [input] = fitting;
  if (input) return input;
  if (!text.includes('=')) throw new UsageError(`--input is written NAME=VALUE, not ${text}.`);
  const known = model.graph.inputs.map(({ name }) => `\`${name}\``).join(', ');
  return fail(
    'unknown-input',
    `The model has no input \`${text.slice(0, text.indexOf('='))}\`.`,
    `Its inputs are ${known || 'none'}.`,
    'Correct the name.',
  );
}

function readFeed(input: ValueInfo, text: string, cwd: string): Feed {
  if (text === 'zeros' || text === 'ones' || text === 'random') return { kind: 'fill', fill: text };
  if (!text.startsWith('@')) return unwrap(parseValue(input, text));
  const file = path.resolve(cwd, text.slice(1));
  const bytes = readBytes(file, text.slice(1));
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return unwrap(readNpy(bytes));
    case '.npz':
      return unwrap(readInputFile(input, file));
    case '.pb':
      return valueOf(unwrap(readValueFile(bytes, input.type)));
    case '.json':
    case '.txt':
      return unwrap(parseValue(input, new TextDecoder().decode(bytes)));
    default:
      throw new UsageError(`${text.slice(1)}: an input is read from a .npy, .npz, .pb or .json file.`);
  }
}

function readBytes(file: string, shown: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    return fail(
      'unreadable',
      `The file ${shown} could not be read.`,
      error instanceof Error ? error.message : String(error),
      'Check the path.',
    );
  }
}

function valueOf(value: Value | readonly unknown[]): Value {
  if ('kind' in value) return value;
  return fail('unsupported-type', 'Maps cannot be fed from a file.', 'ONNX Runtime makes none.', 'Type the map.');
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem);
  return result.value;
}
