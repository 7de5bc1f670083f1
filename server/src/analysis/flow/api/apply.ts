// Functions applied to columns, rows and cells: `apply`, `map` and their like.
import { influencedBy, influencesOf, type Data } from '../data';
import { dataOf, objectOf, refer, type Run } from '../interpreter/run';
import { UNKNOWN, argument, stringOf, type Arguments, type Value } from '../value';
import { groupMethod, isRowwise } from './statistics';

/** `apply(f)`: on a column the function sees all its rows, on a row or a cell only that. */
export function apply(run: Run, data: Data, args: Arguments, name: string): Value {
  if (data.kind === 'groupby') return groupMethod(run, data, name, args);
  const fn = args.positional[0] ?? argument(args, null, 'func');
  if (fn === null || fn === undefined) return refer(run, { ...data, view: null });
  const text = stringOf(fn);
  if (text !== null) return run.method(refer(run, data), text, { ...args, positional: args.positional.slice(1) });
  const columnwise = data.kind === 'frame' && name !== 'applymap' && !isRowwise(args, 1);
  const seen = refer(run, { ...data, kind: columnwise ? 'series' : 'element', view: null });
  const extra = objectOf(run, argument(args, null, 'args'));
  const more = extra?.type === 'list' ? extra.items : [];
  const result = run.call(fn, {
    ...args,
    positional: [seen, ...args.positional.slice(name === 'apply' ? 2 : 1), ...more],
    keywords: new Map(),
  });
  const value = dataOf(run, result);
  const influences = value === null ? run.influences.none : influencesOf(run, value);
  // The value of a row-wise function replaces the row: what it did not use is gone, but we cannot tell, so both stay.
  const kind =
    data.kind === 'frame' && name === 'apply' && isCellwise(run, fn, seen, result, args) ? 'series' : data.kind;
  return refer(run, influencedBy(run, { ...data, kind, view: null, predicates: null, derived: true }, influences));
}

/** Over rows of a frame, a function gives one thing for each, unless it gives the row back or makes a new one. */
function isCellwise(run: Run, fn: Value, row: Value, result: Value, args: Arguments): boolean {
  if (!isRowwise(args, 1) || args.keywords.has('result_type') || fn.kind !== 'function') return false;
  if (result.kind === 'ref' && row.kind === 'ref' && result.id === row.id) return false;
  const { node, file } = fn.fn;
  return file === null && !/\bSeries\(/.test(run.source.slice(node.start, node.end));
}

/** `map(f)`, `map({…})`, `map(series)`. */
export function map(run: Run, data: Data, args: Arguments): Value {
  const by = args.positional[0] ?? UNKNOWN;
  if (by.kind === 'function' || by.kind === 'api' || by.kind === 'bound')
    return apply(run, { ...data, kind: data.kind === 'frame' ? 'array' : data.kind }, args, 'map');
  const other = dataOf(run, by);
  if (other === null) return refer(run, { ...data, view: null });
  return refer(run, influencedBy(run, { ...data, view: null }, influencesOf(run, other)));
}
