// Classes of the file: objects with attributes, methods followed into, and what their library bases make of them.
import { networkItself } from '../../../knowledge';
import { Kind, type ClassDef } from '../../syntax';
import type { Span } from '../../text';
import { loadState, stateOf } from '../api/checkpoints';
import { forward, ownWay } from '../api/networks';
import { recordEvaluation, recordFit } from '../api/record';
import { validationSplit } from '../api/watched';
import {
  NONE,
  UNKNOWN,
  allArguments,
  argument,
  isFalse,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type Instance,
  type Value,
} from '../value';
import { dataOf, firstData, objectOf, propagate, unknownRows, refer, type Run } from './run';
import { newData, type Data } from '../data';
import { holdRows, isDataset, isNetwork } from './bases';

export function makeClass(run: Run, node: ClassDef): Value {
  const bases = node.bases.map((base) => run.evaluate(base));
  const scope = run.store.scope(run.frame.scope, true);
  const cls: ClassValue = { node, name: node.name, bases, scope };
  const outer = run.frame;
  run.frame = {
    fn: null,
    caller: outer,
    scope,
    returned: undefined,
    yielded: [],
    control: run.influences.none,
    pending: [],
  };
  run.execute(node.body);
  run.frame = outer;
  for (const [name, value] of scope.entries) {
    if (value.kind === 'function') run.store.put(scope, name, { kind: 'function', fn: { ...value.fn, owner: cls } });
  }
  return { kind: 'class', cls };
}

/** A member of the class or of a base in the file. */
export function member(run: Run, cls: ClassValue, name: string, depth = 0): Value | null {
  const own = run.store.read(cls.scope, name);
  if (own !== undefined) return own;
  if (depth > 6) return null;
  for (const base of cls.bases) {
    const found = base.kind === 'class' ? member(run, base.cls, name, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

export function construct(run: Run, cls: ClassValue, args: Arguments): Value {
  const instance: Instance = { type: 'instance', cls, attributes: new Map(), evaluating: false, fits: [] };
  const self = run.store.add(instance);
  const init = member(run, cls, '__init__');
  if (init?.kind === 'function') run.callFunction(init.fn, args, self);
  else keepArguments(run, self.id, instance, cls, args);
  if (isDataset(cls)) holdRows(run, self, args);
  return self;
}

/** Data classes and subclasses of datasets without a constructor of their own hold what they are given. */
function keepArguments(run: Run, id: number, instance: Instance, cls: ClassValue, args: Arguments): void {
  const fields = cls.node.body.flatMap((each) =>
    each.kind === Kind.AnnAssign && each.target.kind === Kind.Name ? [each.target.id] : [],
  );
  const attributes = new Map(args.keywords);
  args.positional.forEach((value, i) => attributes.set(fields[i] ?? `(${i})`, value));
  run.store.set(id, { ...instance, attributes });
}

export function instanceAttribute(run: Run, receiver: Value, object: Instance, name: string, at: Span): Value {
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  const found = member(run, object.cls, name);
  if (found?.kind === 'function') {
    const decorators = found.fn.node.kind === Kind.FunctionDef ? found.fn.node.decorators : [];
    const isProperty = decorators.some((each) => each.kind === Kind.Name && each.id.endsWith('property'));
    const bound = { kind: 'bound', receiver, name, fn: found.fn } as const;
    return isProperty ? run.call(bound, { positional: [], keywords: new Map(), hidden: false, at, nodes: [] }) : bound;
  }
  if (found !== null) return found;
  if (name === '__dict__' || name === '__class__') return UNKNOWN;
  if (name === 'module' && isNetwork(object.cls)) return receiver;
  return { kind: 'bound', receiver, name, fn: null };
}

function isStatic(fn: FunctionValue): 'static' | 'class' | null {
  const decorators = fn.node.kind === Kind.FunctionDef ? fn.node.decorators : [];
  for (const each of decorators) {
    if (each.kind !== Kind.Name) continue;
    if (each.id === 'staticmethod') return 'static';
    if (each.id === 'classmethod') return 'class';
  }
  return null;
}

/** Calls a method found in the class; what `@staticmethod` and `@classmethod` change is respected. */
export function callMethod(run: Run, receiver: Value, fn: FunctionValue, args: Arguments, cls: ClassValue): Value {
  const kind = isStatic(fn);
  if (kind === 'static') return run.callFunction(fn, args);
  return run.callFunction(fn, args, kind === 'class' ? { kind: 'class', cls } : receiver);
}

export function instanceMethod(run: Run, receiver: Value, object: Instance, name: string, args: Arguments): Value {
  if (receiver.kind !== 'ref') return UNKNOWN;
  const attribute = object.attributes.get(name);
  if (attribute !== undefined) return run.call(attribute, args);
  const found = member(run, object.cls, name);
  // `model.module`: the network itself, inside of what spreads it over devices.
  if (name === 'module' && found === null && isNetwork(object.cls)) return callNetwork(run, receiver.id, object, args);
  if (name === 'forward' && isNetwork(object.cls)) return callNetwork(run, receiver.id, object, args);
  if (found?.kind === 'function') return userMethod(run, receiver, found.fn, object.cls, name, args);
  if (found !== null) return run.call(found, args);
  return inherited(run, receiver.id, object, name, args);
}

/** A method the class gets from its library base. */
function inherited(run: Run, id: number, object: Instance, name: string, args: Arguments): Value {
  const receiver: Value = { kind: 'ref', id };
  const { cls } = object;
  if (name === 'fit_transform' && member(run, cls, 'transform') !== null) {
    instanceMethod(run, receiver, object, 'fit', args);
    return instanceMethod(run, receiver, object, 'transform', { ...args, positional: args.positional.slice(0, 1) });
  }
  if (name === 'eval' || name === 'train') {
    const evaluating = name === 'eval' || isFalse(argument(args, 0, 'mode'));
    run.store.set(id, { ...object, evaluating });
    return receiver;
  }
  if (isNetwork(cls)) {
    if (name === 'fit' || name === 'predict' || name === 'evaluate') return networkMethod(run, id, object, name, args);
    if (name === 'state_dict') return stateOf(run, id, object, args);
    if (name === 'load_state_dict') return loadState(run, id, object, args);
    if (name === 'parameters' || name === 'named_parameters') return UNKNOWN;
    if (networkItself.has(name)) return receiver;
  }
  return propagate(run, allArguments(args));
}

/** Keras' subclassed models: fit and evaluate come from the base. */
function networkMethod(run: Run, id: number, object: Instance, name: string, args: Arguments): Value {
  const data = dataOf(run, argument(args, 0, 'x'));
  if (data === null) return UNKNOWN;
  if (name === 'fit') {
    const inner = validationSplit(run, args, data);
    const fit = recordFit(run, {
      at: args.at,
      estimator: id,
      name: object.cls.name,
      role: 'network',
      features: inner?.train ?? data,
      target: dataOf(run, argument(args, 1, 'y')),
    });
    run.store.set(id, { ...object, fits: [fit] });
    const validation = dataOf(run, argument(args, null, 'validation_data')) ?? inner?.test ?? null;
    if (validation !== null)
      recordEvaluation(run, {
        at: args.at,
        method: 'validation',
        name: inner === null ? 'validation_data' : 'validation_split',
        model: object.cls.name,
        estimator: id,
        fits: [fit],
        data: validation,
      });
    return UNKNOWN;
  }
  const method = name === 'predict' ? 'predict' : 'score';
  return recordEvaluation(run, {
    at: args.at,
    method,
    name,
    model: object.cls.name,
    estimator: id,
    fits: object.fits,
    data,
  });
}

/** The first argument, or the one named for features. */
function featuresGiven(run: Run, args: Arguments): Data | null {
  if (args.positional.length > 0) return dataOf(run, args.positional[0]);
  for (const [name, value] of args.keywords) if (/^x/i.test(name)) return dataOf(run, value);
  return null;
}

/** A class with `fit` and one of these is a model. */
const ANSWERS = ['predict', 'predict_proba', 'score', 'evaluate'];

/** Follows a method of the file; a class with `fit` and `predict` of its own is a model besides. */
function userMethod(
  run: Run,
  receiver: Extract<Value, { kind: 'ref' }>,
  fn: FunctionValue,
  cls: ClassValue,
  name: string,
  args: Arguments,
): Value {
  const before = run.records.fits.entries.size;
  const seen = run.records.evaluations.entries.size;
  const value = callMethod(run, receiver, fn, args, cls);
  if (isNetwork(cls) && run.records.evaluations.entries.size === seen)
    return askedOwnWay(run, receiver.id, value, args);
  const predicts = ANSWERS.some((each) => member(run, cls, each) !== null);
  const features = featuresGiven(run, args);
  const object = objectOf(run, receiver);
  if (!predicts || features === null || object?.type !== 'instance') return value;
  if (name === 'fit' && run.records.fits.entries.size === before) {
    const fit = recordFit(run, {
      at: args.at,
      estimator: receiver.id,
      name: cls.name,
      role: 'model',
      features,
      target: dataOf(run, args.positional[1]),
    });
    run.store.set(receiver.id, { ...object, fits: [fit] });
  }
  const scores = (name === 'score' || name === 'evaluate') && (dataOf(run, value)?.evaluations.length ?? 0) === 0;
  if ((name === 'predict' || name === 'predict_proba' || scores) && object.fits.length > 0) {
    return recordEvaluation(run, {
      at: args.at,
      method: scores ? 'score' : 'predict',
      name,
      model: cls.name,
      estimator: receiver.id,
      fits: object.fits,
      data: features,
    });
  }
  return value;
}

/** A method that a network of the file has besides `forward`, called from outside of networks. */
function askedOwnWay(run: Run, id: number, value: Value, { at }: Arguments): Value {
  const object = run.store.get(id);
  const { owner } = run.frame.fn ?? { owner: null };
  if (object.type !== 'instance' || (owner !== null && isNetwork(owner))) return value;
  return ownWay(run, { ...object, id, name: object.cls.name }, value, at);
}

/**
 * A network called on data: training, or evaluation where gradients are off or after `.eval()`. The value has the
 * rows of what went in.
 */
export function callNetwork(run: Run, id: number, object: Instance, args: Arguments): Value {
  const body =
    member(run, object.cls, 'forward') ?? member(run, object.cls, 'call') ?? member(run, object.cls, '__call__');
  const data = firstData(run, args);
  if (!isNetwork(object.cls)) {
    return body?.kind === 'function'
      ? callMethod(run, { kind: 'ref', id }, body.fn, args, object.cls)
      : propagate(run, allArguments(args));
  }
  const seen = data === null || data.rows.atoms.length === 0 ? worksOn(run, id, object, body, args) : data;
  return seen === null ? UNKNOWN : forward(run, { ...object, id, name: object.cls.name }, seen, args.at);
}

/** What a network that is given nothing works on: a graph that it holds, or one of the program's own. */
function worksOn(run: Run, id: number, { cls }: Instance, body: Value | null, args: Arguments): Data | null {
  if (body?.kind !== 'function') return null;
  run.inNetwork++;
  const data = dataOf(run, callMethod(run, { kind: 'ref', id }, body.fn, args, cls));
  run.inNetwork--;
  return data === null || data.rows.atoms.length === 0 ? null : data;
}

/** `super().name(…)`. */
export function callSuper(run: Run, self: Value, name: string, args: Arguments): Value {
  const owner = run.frame.fn?.owner ?? null;
  const object = objectOf(run, self);
  if (owner === null || object?.type !== 'instance') return NONE;
  for (const base of owner.bases) {
    const found = base.kind === 'class' ? member(run, base.cls, name) : null;
    if (found?.kind === 'function') return run.callFunction(found.fn, args, self);
  }
  if (name === '__init__' || self.kind !== 'ref') return NONE;
  return inherited(run, self.id, object, name, args);
}

export function symbolicData(run: Run, at: Span, part: string): Value {
  return refer(run, newData(run, 'unknown', unknownRows(run, at, part)));
}
