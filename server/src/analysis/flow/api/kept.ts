// Kept: what the program writes to a file and reads again is still what it was.
import { NO_COLUMNS, influencesOf, type Data } from '../data';
import { dataOf, objectOf, refer, type Run } from '../interpreter/run';
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

/** `joblib.dump(model, 'best.pkl')`, `pickle.dump(model, open('best.pkl', 'wb'))`, `model.save('best.h5')`. */
export function keepModel(run: Run, model: Value | undefined, where: Value | undefined): void {
  const path = pathOf(run, where);
  if (path !== null && objectOf(run, model)?.type === 'estimator') run.store.put(run.kept, `model ${path}`, model);
}

/** What `joblib.load('best.pkl')` gives where the program has written a model there; null where it has not. */
export function keptModel(run: Run, where: Value | undefined): Value | null {
  const path = pathOf(run, where);
  return path === null ? null : (run.store.read(run.kept, `model ${path}`) ?? null);
}

/** A path, or the file that was opened by it. */
function pathOf(run: Run, value: Value | undefined): string | null {
  const text = value === undefined ? null : stringOf(value);
  if (text !== null) return plain(text);
  const [atom, ...others] = dataOf(run, value)?.rows.atoms ?? [];
  return atom?.source.kind === 'file' && others.length === 0 && atom.steps.length === 0 ? atom.source.key : null;
}

function plain(path: string): string {
  return path.replace(/^\.\//, '');
}
