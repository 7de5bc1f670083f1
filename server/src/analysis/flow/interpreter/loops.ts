// Loops: over a known collection, one pass for each element, bound by reference; over anything else, twice.
import type { For, While } from '../../syntax';
import type { Span } from '../../text';
import { estimatorRoles } from '../../../knowledge';
import { isWeights } from '../api/weights';
import { newData, type Data } from '../data';
import { UNKNOWN, constant, type Value } from '../value';
import { truth } from './operators';
import { Completion, dataOf, list, objectOf, placeOf, refer, siteKey, type Iteration, type Run } from './run';

const MAX_UNROLLED = 12;
/** Nested unrolled loops multiply; beyond this many passes in progress a loop runs for one element only. */
const MAX_NESTED = 3;

export function runFor(run: Run, node: For): Completion {
  const { items, complete } = run.iterate(run.evaluate(node.iter), placeOf(run, node.iter));
  const most = run.passes.length >= MAX_NESTED ? 2 : MAX_UNROLLED;
  const unrolled = complete && items.length <= MAX_UNROLLED;
  const passes = unrolled ? items.slice(0, most) : [items[0] ?? UNKNOWN, items.at(1) ?? items[0] ?? UNKNOWN];
  const repeats = passes.length < items.length || !unrolled ? 1 : 0;
  for (const [i, item] of passes.entries()) {
    if (unrolled) run.passes.push(i);
    else run.loops.push(node);
    run.repeated += repeats;
    run.assign(node.target, item);
    const element = unrolled ? null : elementIn(run, item);
    if (element !== null) run.rowLoops.push({ element, inside: run.store.size });
    const completion = run.execute(node.body);
    if (element !== null) run.rowLoops.pop();
    if (unrolled) run.passes.pop();
    else run.loops.pop();
    run.repeated -= repeats;
    if (completion === Completion.Return) return completion;
    if (completion === Completion.Raise) break;
  }
  return node.orelse.length > 0 ? run.execute(node.orelse) : Completion.Normal;
}

/** The row a pass of a loop is about, also in `for i, row in enumerate(rows)`. */
function elementIn(run: Run, item: Value): Data | null {
  const object = objectOf(run, item);
  if (object?.type === 'data') return object.kind === 'element' && object.rows.atoms.length > 0 ? object : null;
  if (object?.type !== 'list') return null;
  return object.items.map((each) => elementIn(run, each)).find((each) => each !== null) ?? null;
}

/**
 * What a loop over rows puts into a list that was there before: one for each row, even where nothing of the row is left in
 * it but that it was looked up by it.
 */
export function putByRow(run: Run, into: number, value: Value): Value {
  if (run.rowLoops.length === 0 || value.kind === 'const' || value.kind === 'quantity') return value;
  const object = objectOf(run, value);
  if (object !== null && object.type !== 'list' && object.type !== 'dict') return value;
  if (value.kind !== 'unknown' && (object === null || dataOf(run, value) !== null)) return value;
  const loop = run.rowLoops.findLast(({ inside }) => into < inside);
  return loop === undefined ? value : refer(run, newData(run, 'element', loop.element.rows));
}

export function runWhile(run: Run, node: While): Completion {
  if (truth(run, run.evaluate(node.test)) === false) return run.execute(node.orelse);
  for (let pass = 0; pass < 2; pass++) {
    run.loops.push(node);
    run.repeated++;
    const completion = run.execute(node.body);
    run.repeated--;
    run.loops.pop();
    if (completion === Completion.Return || completion === Completion.Raise) return completion;
    run.evaluate(node.test);
  }
  return Completion.Normal;
}

const NOTHING: Iteration = { items: [UNKNOWN], complete: false };

/** What `for x in value` goes over. */
export function iterate(run: Run, value: Value, at: Span): Iteration {
  const object = objectOf(run, value);
  if (value.kind === 'const' && typeof value.value === 'string') return NOTHING;
  if (object === null) return NOTHING;
  switch (object.type) {
    case 'list':
      return { items: object.items, complete: !object.open };
    case 'dict':
      return { items: [...object.entries.keys()].map((key) => constant(key)), complete: object.rest.length === 0 };
    case 'data':
      return iterateData(run, object, at);
    case 'estimator':
      if (isWeights(object)) return { items: [value, value], complete: false };
      return object.members.length > 0 && estimatorRoles.get(object.name) !== 'model'
        ? { items: object.members, complete: false }
        : NOTHING;
    case 'instance': {
      const item = run.method(value, '__getitem__', {
        positional: [UNKNOWN],
        keywords: new Map(),
        hidden: false,
        at,
        nodes: [],
      });
      return { items: [item], complete: false };
    }
  }
}

function iterateData(run: Run, data: Data, at: Span): Iteration {
  const some = (...items: Value[]): Iteration => ({ items, complete: false });
  switch (data.kind) {
    case 'folds':
      return some(foldIndices(run, data));
    case 'index':
      if (data.rows.atoms.length === 0)
        return some({ kind: 'quantity', quantity: run.quantities.opaque(`i@${siteKey(run, at)}`) });
      return some(refer(run, { ...data, kind: 'element', steps: null, view: null }));
    case 'frame':
    case 'columns':
      return some(UNKNOWN);
    case 'groupby':
      return some(list(run, [UNKNOWN, refer(run, { ...data, kind: 'frame', view: null })], 'tuple'));
    case 'scalar':
      return some(refer(run, data));
    default:
      return some(refer(run, { ...data, kind: 'element', view: null }));
  }
}

/** One pass of a splitter: train and test indices. */
export function foldIndices(run: Run, data: Data): Value {
  const key = data.split ?? 'folds';
  const side = (part: number): Value => {
    const steps = [run.space.step({ kind: 'split', key, part })];
    return refer(run, {
      ...data,
      kind: 'index',
      rows: run.space.none,
      rest: run.influences.none,
      columns: new Map(),
      steps,
      view: null,
    });
  };
  return list(run, [side(0), side(1)], 'tuple');
}
