// Paths below a place that is not known, `os.path.join(download(), 'train')`: what lies there is a source of its own.
import { stringOf, type Value } from '../value';
import { dataOf, refer, type Run } from './run';

/**
 * The place `below` it, where the first value is what an unknown call gave; null for anything else. A name out of a list of
 * files is a row of it and stays one.
 */
export function placeBelow(run: Run, base: Value | undefined, below: readonly Value[]): Value | null {
  const data = base === undefined ? null : dataOf(run, base);
  const [atom] = data?.rows.atoms ?? [];
  if (
    data?.kind !== 'unknown' ||
    data.column !== null ||
    atom === undefined ||
    data.rows.atoms.length > 1 ||
    atom.steps.length > 0
  )
    return null;
  if ((atom.source.kind !== 'unknown' && atom.source.kind !== 'file') || data.rest.list.length > 0) return null;
  const names = below.map((value) => stringOf(value));
  if (names.length === 0 || !names.every((name) => name !== null && name !== '')) return null;
  const key = [atom.source.key, ...names.map((name) => name!.replace(/^\/|\/$/g, ''))].join('/');
  const source = run.space.source('unknown', key, { at: atom.source.at });
  return refer(run, { ...data, rows: run.space.from(source), view: null, column: null });
}
