// Rows of a table → values for the inputs of a model: columns are matched by name, or as the user says.
import { isInteger } from '../elements';
import type { Dimension, Model, ValueInfo } from '../model';
import { suggestShape } from '../suggest';
import { isMissing, isNumber } from './csv';
import type { TextTable } from './csv';

export interface RowFeeds {
  readonly row: number;
  readonly rows: number;
  readonly inputs: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly text: string; readonly shape: readonly number[] }>
  >;
  /** What of the first row goes to no input. */
  readonly others: readonly { readonly column: string; readonly value: string }[];
  readonly missing: readonly { readonly input: string; readonly why: string }[];
}

/** Rows that are fed at once. */
const MOST_ROWS = 1000;

const MOST_OTHERS = 12;

/** Columns that number the rows, or hold what is to be predicted: taken only where nothing else is left. */
const NO_FEATURE = /^(|unnamed: ?0|id|index|idx|row|target|label|class|species|y|outcome)$/i;

/** Values for as many inputs as the table has columns for, from `rows` rows at `row`. */
export function feedsOfRows(
  model: Model,
  table: TextTable,
  row: number,
  rows: number,
  chosen: Readonly<Record<string, readonly string[]>> = {},
): RowFeeds {
  const from = Math.min(Math.max(0, Math.trunc(row) || 0), Math.max(0, table.rows.length - 1));
  const count = rowsToTake(model, table.rows.length - from, rows);
  const taken = table.rows.slice(from, from + count);
  const inputs: Record<string, RowFeeds['inputs'][string]> = {};
  const missing: { input: string; why: string }[] = [];
  for (const input of model.requiredInputs) {
    const columns = chosen[input.name] ?? columnsFor(model, input, table);
    const feed = typeof columns === 'string' ? columns : feedOf(input, columns, table, taken);
    if (typeof feed === 'string') missing.push({ input: input.name, why: feed });
    else inputs[input.name] = feed;
  }
  const used = new Set(Object.values(inputs).flatMap(({ columns }) => columns));
  const others = table.columns.flatMap((column, index) =>
    used.has(column) ? [] : [{ column, value: taken[0]?.[index] ?? '' }],
  );
  return { row: from, rows: taken.length, inputs, others: others.slice(0, MOST_OTHERS), missing };
}

/** A batch of a fixed size needs just so many rows. */
function rowsToTake(model: Model, left: number, wanted: number): number {
  const fixed = model.requiredInputs.flatMap(({ type }) =>
    type.kind === 'tensor' && (type.shape?.length ?? 0) > 0 && typeof type.shape?.[0] === 'number'
      ? [type.shape[0]]
      : [],
  );
  const rows = fixed.length > 0 ? Math.max(...fixed) : Math.trunc(wanted) || 1;
  return Math.max(0, Math.min(left, MOST_ROWS, Math.max(1, rows)));
}

/** `Bill Length (mm)` and `bill_length_mm` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');

function columnsFor(model: Model, input: ValueInfo, table: TextTable): readonly string[] | string {
  const width = widthOf(model, input);
  if (width === null) return 'It takes no table of numbers or words.';
  const named = table.columns.find((column) => plain(column) === plain(input.name) && plain(column) !== '');
  if (width === 1 || (named !== undefined && model.requiredInputs.length > 1)) {
    if (named !== undefined) return [named];
    if (model.requiredInputs.length > 1) return `The table has no column \`${input.name}\`.`;
  }
  return severalColumns(input, table, width);
}

function severalColumns(input: ValueInfo, table: TextTable, width: number): readonly string[] | string {
  // Features that the export numbered: x_0, x_1, …
  const isText = input.type.kind === 'tensor' && input.type.elementType === 'string';
  const fitting = table.columns.filter((_, index) => isText || isNumeric(table, index));
  const features = fitting.filter((column) => !NO_FEATURE.test(column.trim()));
  const wanted = width < 0 ? features.length : width;
  const from = features.length >= wanted ? features : fitting;
  if (wanted === 0 || from.length < wanted) {
    const kind = isText ? 'columns' : 'columns of numbers';
    return `It needs ${wanted || 'some'} ${kind}; the table has ${from.length}.`;
  }
  return from.slice(0, wanted);
}

/** Numbers, at least in the first rows; missing values may be among them. */
function isNumeric(table: TextTable, column: number): boolean {
  let numbers = 0;
  for (const row of table.rows.slice(0, 200)) {
    const field = row[column] ?? '';
    if (isNumber(field)) numbers++;
    else if (!isMissing(field)) return false;
  }
  return numbers > 0;
}

/** Columns an input takes; -1: as many as there are; null: it is no table. */
function widthOf(model: Model, { name, type }: ValueInfo): number | null {
  if (type.kind !== 'tensor') return null;
  const { shape } = type;
  if (!shape) return -1;
  if (shape.length <= 1) return 1;
  // [rows, columns, 1 …]: what stands behind must not be data of its own.
  if (shape.slice(2).some((size) => size !== 1)) return null;
  const [, columns] = shape;
  if (typeof columns === 'number') return columns;
  const suggested = suggestShape(model, name, type)[1] ?? 1;
  return suggested > 1 ? suggested : -1;
}

function feedOf(
  input: ValueInfo,
  columns: readonly string[],
  table: TextTable,
  rows: TextTable['rows'],
): RowFeeds['inputs'][string] | string {
  if (input.type.kind !== 'tensor') return 'It takes no table of numbers or words.';
  const places = columns.map((column) => table.columns.indexOf(column));
  const absent = columns.find((_, index) => places[index]! < 0);
  if (absent !== undefined) return `The table has no column \`${absent}\`.`;
  if (rows.length === 0) return 'The table has no rows.';
  const { elementType, shape } = input.type;
  const fields = rows.flatMap((row) => places.map((place) => written(row[place] ?? '', elementType)));
  const unfit = fields.findIndex((field) => field === null);
  if (unfit >= 0) {
    const [at, column] = [Math.floor(unfit / columns.length), columns[unfit % columns.length]!];
    const value = rows[at]![places[unfit % columns.length]!]!;
    return `\`${value}\` in the column \`${column}\` is no ${elementType}.`;
  }
  const sizes = shapeOf(shape, rows.length, columns.length);
  if (typeof sizes === 'string') return sizes;
  return { columns, text: textOf(fields, columns.length), shape: sizes };
}

function shapeOf(shape: readonly Dimension[] | null, rows: number, columns: number): readonly number[] | string {
  if (!shape) return [rows, columns];
  const sizes = shape.map((size, axis) =>
    axis === 0 ? (shape.length === 1 && columns > 1 ? columns : rows) : axis === 1 ? columns : 1,
  );
  const unlike = sizes.findIndex((size, axis) => typeof shape[axis] === 'number' && shape[axis] !== size);
  if (unlike >= 0)
    return `It needs ${shape.map((size) => size ?? '?').join(' × ')}; the rows give ${sizes.join(' × ')}.`;
  return shape.length === 0 && rows * columns > 1 ? 'It takes one value only.' : sizes;
}

/** A field as the type is typed; null where it is none. Missing numbers are NaN, as pandas has them. */
function written(field: string, elementType: string): string | null {
  const word = field.trim();
  if (elementType === 'string') return JSON.stringify(field);
  if (elementType === 'bool')
    return /^(true|false|0|1|yes|no)$/i.test(word) ? String(/^(true|1|yes)$/i.test(word)) : null;
  if (isInteger(elementType)) return isNumber(word) && Number.isInteger(Number(word)) ? exact(word) : null;
  if (isMissing(word)) return 'nan';
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true' ? '1' : '0';
  return isNumber(word) ? word : null;
}

/** `3.0` and `3e2` as whole numbers are written; longer ones as they stand, for they may have 64 bits. */
const exact = (word: string): string => (/^[+-]?\d+$/.test(word) ? word : String(Number(word)));

function textOf(fields: readonly (string | null)[], columns: number): string {
  const rows: string[] = [];
  for (let at = 0; at < fields.length; at += columns) rows.push(`[${fields.slice(at, at + columns).join(', ')}]`);
  return rows.length === 1 ? rows[0]! : `[${rows.join(',\n ')}]`;
}
