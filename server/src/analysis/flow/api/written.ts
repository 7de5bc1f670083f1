// Rows that the program writes out itself: literal lists, and ranges of numbers that are data where a model is given them.
import { estimatorRoles, functionRoles, knownLibraries, methodRoles } from '../../../knowledge';
import { newData, restricted, type Data } from '../data';
import { objectOf, siteKey, type Run } from '../interpreter/run';
import type { Span } from '../../text';
import type { Value } from '../value';

/** Numbers and texts, or lists of them, as they stand in the program; null for anything else. */
export function writtenRows(run: Run, value: Value | null | undefined, at: Span): Data | null {
  const object = objectOf(run, value);
  if (object?.type !== 'list' || object.items.length === 0 || !object.items.every((item) => isWritten(run, item, 0)))
    return null;
  return newData(run, 'array', run.space.from(run.space.source('new', siteKey(run, at), { at })));
}

function isWritten(run: Run, value: Value, depth: number): boolean {
  if (value.kind === 'const') return value.value !== null;
  const object = objectOf(run, value);
  return object?.type === 'list' && depth < 3 && object.items.every((item) => isWritten(run, item, depth + 1));
}

/** `np.arange(100)` is an index until it is used as data: then each number is a row, the same in every range. */
export function asTable(run: Run, data: Data): Data {
  if (data.kind !== 'index' || data.rows.atoms.length > 0) return data;
  const rows = run.space.from(run.space.source('unknown', RANGE, { at: NOWHERE }));
  const table: Data = { ...newData(run, 'array', rows, data.rest), derived: data.derived };
  return (data.steps ?? []).reduce<Data>((kept, step) => restricted(run, kept, step), table);
}

/** A table that another file holds, where that file cannot be found: `from helpers import X_train`, then `fit(X_train)`. */
export function importedTable(run: Run, value: Value | null | undefined): Data | null {
  if (value?.kind !== 'api' || !value.name.includes('.') || knownLibraries.test(value.name)) return null;
  const last = value.name.slice(value.name.lastIndexOf('.') + 1);
  if (functionRoles.has(last) || estimatorRoles.has(last) || methodRoles.has(last)) return null;
  return newData(run, 'unknown', run.space.from(run.space.source('unknown', value.name, { at: NOWHERE })));
}

/** The key of the numbers of all ranges. */
export const RANGE = 'numbers of a range';

const NOWHERE: Span = { start: 0, end: 0 };
