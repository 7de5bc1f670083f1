// Kept: what the program writes to a file and reads again is still what it was.
import { NO_COLUMNS, influencesOf, type Data } from '../data';
import { objectOf, refer, type Run } from '../interpreter/run';
import { argument, stringOf, type Arguments, type Value } from '../value';

const WRITES = /^to_(csv|pickle|parquet|feather|hdf|excel|json|stata)$/;

/** `frame.to_csv('tidy.csv')`. */
export function keep(run: Run, data: Data, name: string, args: Arguments): void {
  if (!WRITES.test(name)) return;
  const path = stringOf(
    args.positional[0] ??
      argument(args, null, 'path_or_buf') ??
      argument(args, null, 'path') ??
      argument(args, null, 'excel_writer'),
  );
  if (path !== null) run.store.put(run.kept, plain(path), refer(run, { ...data, view: null }));
}

/** What `read_csv('tidy.csv')` gives where the program has written it; null where it has not. */
export function keptAt(run: Run, path: string, columns: boolean): Value | null {
  const object = objectOf(run, run.store.read(run.kept, plain(path)));
  if (object?.type !== 'data') return null;
  if (columns) return refer(run, { ...object, kind: 'frame', parts: null });
  return refer(run, { ...object, kind: 'frame', parts: null, columns: NO_COLUMNS, rest: influencesOf(run, object) });
}

function plain(path: string): string {
  return path.replace(/^\.\//, '');
}
