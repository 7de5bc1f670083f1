// Lists, tuples, sets and dicts of Python, and the builtins that go over them.
import type { DictObject, ListObject, Value } from '../value';
import { NONE, UNKNOWN, constant, numberOf, stringOf, type Arguments, type Ref } from '../value';
import { dataOf, list, objectOf, propagate, type Run } from '../interpreter/run';
import { iterate, putByRow } from '../interpreter/loops';
import { quantityOf } from '../interpreter/operators';
import { isLength, type Quantity } from '../rows/quantity';

const MAX_ITEMS = 64;

export function containerMethod(
  run: Run,
  receiver: Value,
  object: ListObject | DictObject,
  name: string,
  args: Arguments,
): Value {
  if (receiver.kind !== 'ref') return UNKNOWN;
  return object.type === 'list'
    ? listMethod(run, receiver, object, name, args)
    : dictMethod(run, receiver, object, name, args);
}

function listMethod(run: Run, receiver: Ref, object: ListObject, name: string, args: Arguments): Value {
  const set = (items: readonly Value[], open: boolean): Value => {
    run.store.set(receiver.id, {
      ...object,
      items: items.slice(0, MAX_ITEMS),
      open: open || object.open || items.length > MAX_ITEMS,
    });
    return NONE;
  };
  // Inside a loop that is not unrolled, one appended element stands for many.
  let [first = UNKNOWN] = args.positional;
  switch (name) {
    case 'append':
    case 'add':
      first = putByRow(run, receiver.id, first);
      return set([...object.items, first], dataOf(run, first)?.kind === 'element');
    case 'extend': {
      const { items, complete } = iterate(run, first, args.at);
      return set([...object.items, ...items], !complete);
    }
    case 'insert':
      return set([args.positional[1] ?? UNKNOWN, ...object.items], true);
    case 'remove':
    case 'discard': {
      const text = first.kind === 'const' ? first.value : undefined;
      return set(
        object.items.filter((item) => item.kind !== 'const' || item.value !== text),
        false,
      );
    }
    case 'pop': {
      const index = numberOf(first) ?? -1;
      const item = object.items.at(index) ?? UNKNOWN;
      if (!object.open)
        set(
          object.items.filter((each) => each !== item),
          false,
        );
      return item;
    }
    case 'copy':
      return run.store.add({ ...object });
    case 'index':
    case 'count':
    case 'sort':
    case 'reverse':
      return UNKNOWN;
    default:
      return propagate(run, [receiver, ...args.positional]);
  }
}

function dictMethod(run: Run, receiver: Ref, object: DictObject, name: string, args: Arguments): Value {
  const [first = UNKNOWN, second] = args.positional;
  const key = stringOf(first) ?? numberOf(first);
  const open = object.rest.length > 0;
  switch (name) {
    case 'items':
      return list(
        run,
        [
          ...[...object.entries].map(([each, item]) => list(run, [constant(each), item], 'tuple')),
          ...object.rest.map((item) => list(run, [UNKNOWN, item], 'tuple')),
        ],
        'list',
        open,
      );
    case 'values':
      return list(run, [...object.entries.values(), ...object.rest], 'list', open);
    case 'keys':
      return list(
        run,
        [...object.entries.keys()].map((each) => constant(each)),
        'list',
        open,
      );
    case 'get':
    case 'pop':
    case 'setdefault':
      return (key === null ? undefined : object.entries.get(key)) ?? object.rest[0] ?? second ?? UNKNOWN;
    case 'update': {
      const other = objectOf(run, first);
      const entries = new Map(object.entries);
      if (other?.type === 'dict') for (const [each, item] of other.entries) entries.set(each, item);
      for (const [each, item] of args.keywords) entries.set(each, item);
      run.store.set(receiver.id, { ...object, entries });
      return NONE;
    }
    case 'copy':
      return run.store.add({ ...object });
    default:
      return propagate(run, [receiver, ...args.positional]);
  }
}

/** `zip`, `enumerate`, `range`, `map`, `sorted` …: null for any other name. */
export function builtin(run: Run, name: string, args: Arguments): Value | null {
  const [first = UNKNOWN, ...others] = args.positional;
  switch (name) {
    case 'zip':
    case 'product': {
      const all = args.positional.map((value) => iterate(run, value, args.at));
      const complete = all.every((each) => each.complete) && name === 'zip';
      const length = complete ? Math.min(...all.map(({ items }) => items.length)) : 1;
      if (!Number.isFinite(length)) return list(run, [], 'list', true);
      return list(
        run,
        Array.from({ length }, (_, i) =>
          list(
            run,
            all.map(({ items }) => items[i] ?? items[0] ?? UNKNOWN),
            'tuple',
            args.hidden,
          ),
        ),
        'list',
        !complete,
      );
    }
    case 'enumerate':
    case 'tqdm':
    case 'trange': {
      if (name !== 'enumerate') return first;
      const { items, complete } = iterate(run, first, args.at);
      const pairs = items.map((item, i) => list(run, [complete ? constant(i) : counter(run, args), item], 'tuple'));
      return list(run, pairs, 'list', !complete);
    }
    case 'range':
      return range(run, args);
    case 'map':
    case 'filter': {
      const { items, complete } = iterate(run, others[0] ?? UNKNOWN, args.at);
      if (name === 'filter') return list(run, items, 'list', true);
      return list(
        run,
        items.slice(0, 12).map((item) => run.call(first, { ...args, positional: [item] })),
        'list',
        !complete,
      );
    }
    case 'list':
    case 'tuple':
    case 'set':
    case 'sorted':
    case 'reversed': {
      const object = objectOf(run, first);
      if (object?.type === 'list')
        return run.store.add({ ...object, sequence: name === 'tuple' ? 'tuple' : name === 'set' ? 'set' : 'list' });
      if (object?.type === 'dict') return list(run, iterate(run, first, args.at).items, 'list', object.rest.length > 0);
      if (
        object?.type === 'data' &&
        object.rows.atoms.length > 0 &&
        /^(series|array|unknown|mask|accessor)$/.test(object.kind)
      ) {
        return list(run, iterate(run, first, args.at).items, 'list', true);
      }
      if (object?.type === 'data' && object.kind === 'frame') return run.attribute(first, 'columns', args.at);
      return args.positional.length === 0 ? list(run, [], name === 'tuple' ? 'tuple' : 'list') : first;
    }
    case 'dict':
      return dictOf(run, args);
    case 'OrderedDict':
    case 'defaultdict':
      return dictOf(run, name === 'defaultdict' ? { ...args, positional: [] } : args);
    case 'next':
    case 'iter':
      return name === 'iter' ? first : (iterate(run, first, args.at).items[0] ?? UNKNOWN);
    case 'super':
      return { kind: 'bound', receiver: selfOf(run), name: 'super', fn: null };
    case 'str':
      return first.kind === 'const' && first.value !== null
        ? constant(String(first.value))
        : propagate(run, args.positional);
    case 'getattr': {
      const attr = stringOf(others[0]);
      return attr === null ? UNKNOWN : run.attribute(first, attr, args.at);
    }
    case 'delayed':
    case 'vectorize':
    case 'wraps':
    case 'njit':
    case 'jit':
      return first;
    default:
      return null;
  }
}

function counter(run: Run, args: Arguments): Value {
  return { kind: 'quantity', quantity: run.quantities.opaque(`i@${run.sites.of(args.at)}`) };
}

function selfOf(run: Run): Value {
  const param = run.frame.fn?.node.params[0]?.name;
  return param === undefined ? UNKNOWN : (run.store.read(run.frame.scope, param) ?? UNKNOWN);
}

function dictOf(run: Run, args: Arguments): Value {
  const entries = new Map<string | number, Value>();
  const rest: Value[] = [];
  const given = objectOf(run, args.positional[0]);
  if (given?.type === 'dict') for (const [key, item] of given.entries) entries.set(key, item);
  else if (given?.type === 'list') {
    for (const pair of given.items) {
      const object = objectOf(run, pair);
      if (object?.type !== 'list' || object.items.length !== 2) continue;
      const key = stringOf(object.items[0]) ?? numberOf(object.items[0]);
      if (key === null) rest.push(object.items[1]!);
      else entries.set(key, object.items[1]!);
    }
  } else if (given !== null) rest.push(args.positional[0]!);
  for (const [key, item] of args.keywords) entries.set(key, item);
  return run.store.add({ type: 'dict', entries, rest });
}

/** Small constant ranges are lists; any other is an index into rows. */
function range(run: Run, args: Arguments): Value {
  const bounds = args.positional.map((value) => numberOf(value));
  if (bounds.length > 0 && bounds.every((bound) => bound !== null)) {
    const [low, high, step] = bounds.length === 1 ? [0, bounds[0]!, 1] : [bounds[0]!, bounds[1]!, bounds[2] ?? 1];
    const length = step === 0 ? 0 : Math.max(0, Math.ceil((high - low) / step));
    if (length <= 12)
      return list(
        run,
        Array.from({ length }, (_, i) => constant(low + i * step)),
      );
  }
  const quantities = args.positional.map((value) => quantityOf(run, value));
  const [first, second] = quantities;
  if (first === null || first === undefined || quantities.length > 2) return rangeIndex(run);
  if (second !== undefined && second !== null) return rangeIndex(run, first.number === 0 ? null : first, second);
  // `range(len(df))` is every row; `range(800)` the first ones.
  return first.number !== null || first.operation !== null ? rangeIndex(run, null, first) : rangeIndex(run);
}

export function rangeIndex(run: Run, low: Quantity | null = null, high: Quantity | null = null): Value {
  const end = high === null || isLength(high) ? null : high;
  return run.store.add({
    type: 'data',
    kind: 'index',
    rows: run.space.none,
    columns: new Map(),
    rest: run.influences.none,
    column: null,
    selection: null,
    derived: false,
    view: null,
    parts: null,
    steps: low === null && end === null ? [] : [run.space.step({ kind: 'slice', low, high: end })],
    predicates: null,
    quantity: null,
    evaluations: [],
    fresh: false,
    split: null,
    keys: [],
  });
}
