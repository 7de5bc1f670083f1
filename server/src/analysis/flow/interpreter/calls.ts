// Calls: arguments evaluated, then whatever the callee is decides.
import { calendars } from '../../../knowledge';
import { Kind, type Call, type Expr } from '../../syntax';
import type { Span } from '../../text';
import { LEARNING, modelOfNothing } from '../api/adopt';
import { callApi } from '../api/library';
import { callEstimator, estimatorAttribute, estimatorMethod } from '../api/estimators';
import { dataMethod } from '../api/methods';
import { unknownCall } from '../api/sources';
import { becomeWeights, weighted } from '../api/weights';
import { trained } from '../api/networks';
import { containerMethod } from '../api/containers';
import { NONE, UNKNOWN, allArguments, isNone, stringOf, type Arguments, type Value, argument, isFalse } from '../value';
import { callMethod, callNetwork, callSuper, instanceAttribute, instanceMethod, member } from './classes';
import { runFile, runText } from './modules';
import { isBound } from './names';
import { dataAttribute } from './reads';
import { dataOf, objectOf, placeOf, propagate, type Run } from './run';

export function evaluateCall(run: Run, node: Call): Value {
  const { func } = node;
  if (func.kind === Kind.Attribute) {
    const receiver = run.evaluate(func.value);
    const args = evaluateArguments(run, node);
    if (func.attr === 'backward' || func.attr === 'gradient' || func.attr === 'manual_backward')
      trained(run, [receiver, ...args.positional]);
    else if ((func.attr === 'step' || func.attr === 'minimize') && args.positional[0]?.kind === 'function')
      run.call(args.positional[0], { ...args, positional: [] });
    if (func.attr === 'run_cell_magic' || func.attr === 'run_line_magic') return runMagic(run, func.attr, args);
    if (calendars.has(func.attr) && (func.attr !== 'DatetimeIndex' || args.keywords.has('start'))) return UNKNOWN;
    if (LEARNING.has(func.attr) && isNothing(run, func.value, receiver)) {
      const model = modelOfNothing(run, args);
      if (model !== null) {
        run.assign(func.value, model);
        return run.method(model, func.attr, args);
      }
    }
    if (run.file === null && run.seen.get(func) === undefined)
      run.seen.set(func, run.attribute(receiver, func.attr, func));
    return run.method(receiver, func.attr, args);
  }
  const callee = run.evaluate(func);
  return run.call(callee, evaluateArguments(run, node));
}

/** Nothing is known of it: it is not bound in this file, left to be filled in (`model = None`), or made by what is unknown. */
function isNothing(run: Run, expr: Expr, value: Value): boolean {
  if (value.kind === 'api') return expr.kind === Kind.Name && !isBound(run, expr.id);
  return value.kind === 'unknown' || isNone(value);
}

/** A cell or line of a notebook that was written out as a script: `run_cell_magic('time', '', 'model.fit(X, y)')`. */
function runMagic(run: Run, kind: string, args: Arguments): Value {
  const [name, line, cell] = args.positional.map((value) => stringOf(value));
  const text = kind === 'run_cell_magic' ? cell : line;
  if (typeof text !== 'string') return UNKNOWN;
  if (name === 'run') runFile(run, text.trim(), args.at);
  else if (/^(time|timeit|capture|prun|script_python|mprun|memit)$/.test(name ?? '')) runText(run, text, args.at);
  return UNKNOWN;
}

/** Most calls have none. Never written to: there is no keyword to set. */
const NO_KEYWORDS = new Map<string, Value>();

export function evaluateArguments(run: Run, node: Call): Arguments {
  const positional: Value[] = [];
  const keywords = node.keywords.length === 0 ? NO_KEYWORDS : new Map<string, Value>();
  let hidden = false;
  for (const expr of node.args) {
    const value = run.evaluate(expr);
    if (expr.kind !== Kind.Starred) positional.push(value);
    else {
      const { items, complete } = run.iterate(value, placeOf(run, expr));
      positional.push(...items);
      hidden ||= !complete;
    }
  }
  for (const { arg, value: expr } of node.keywords) {
    const value = run.evaluate(expr);
    if (arg !== null) keywords.set(arg, value);
    else hidden = spreadKeywords(run, value, keywords) || hidden;
  }
  return { positional, keywords, hidden, at: placeOf(run, node), nodes: node.args };
}

/** `**options`: true if some may be unknown. A batch that is spread, `model(**batch)`, goes along as one. */
function spreadKeywords(run: Run, value: Value, keywords: Map<string, Value>): boolean {
  const object = objectOf(run, value);
  if (object?.type === 'data' && object.kind === 'element' && object.rows.atoms.length > 0) keywords.set('**', value);
  if (object?.type !== 'dict') return true;
  for (const [name, item] of object.entries) keywords.set(String(name), item);
  if (object.rest.length > 0) keywords.set('**', object.rest[0]!);
  return object.rest.length > 0;
}

export function call(run: Run, callee: Value, args: Arguments): Value {
  switch (callee.kind) {
    case 'api':
      return callApi(run, callee.name, args);
    case 'function':
      return run.callFunction(callee.fn, args);
    case 'class':
      return run.construct(callee.cls, args);
    case 'bound':
      if (callee.fn === null) return run.method(callee.receiver, callee.name, args);
      return boundCall(run, callee.receiver, callee.fn, callee.name, args);
    case 'ref': {
      const object = run.store.get(callee.id);
      if (object.type === 'instance') return callNetwork(run, callee.id, object, args);
      if (object.type === 'estimator') return callEstimator(run, callee.id, object, args);
      return propagate(run, [...allArguments(args), callee]);
    }
    // `getattr(models, name)(…)`, `models.__dict__[name](…)`: something of a library, we do not know which.
    case 'unknown':
      return unknownCall(run, '?', args);
    default:
      return propagate(run, allArguments(args));
  }
}

function boundCall(
  run: Run,
  receiver: Value,
  fn: Extract<Value, { kind: 'function' }>['fn'],
  name: string,
  args: Arguments,
): Value {
  const object = objectOf(run, receiver);
  return object?.type === 'instance'
    ? instanceMethod(run, receiver, object, name, args)
    : run.callFunction(fn, args, receiver);
}

export function method(run: Run, receiver: Value, name: string, args: Arguments): Value {
  switch (receiver.kind) {
    case 'api':
      return callApi(run, `${receiver.name}.${name}`, args);
    case 'module': {
      const found = run.store.read(receiver.scope, name);
      return found === undefined ? callApi(run, `${receiver.name}.${name}`, args) : run.call(found, args);
    }
    case 'class': {
      const found = member(run, receiver.cls, name);
      return found?.kind === 'function'
        ? callMethod(
            run,
            args.positional[0] ?? NONE,
            found.fn,
            found.fn.owner !== null && isPlain(found) ? dropFirst(args) : args,
            receiver.cls,
          )
        : propagate(run, allArguments(args));
    }
    case 'ref': {
      const object = run.store.get(receiver.id);
      switch (object.type) {
        case 'data':
          if (name === 'requires_grad_' && !isFalse(argument(args, 0, 'requires_grad'))) {
            becomeWeights(run, receiver, args.at);
            return receiver;
          }
          return weighted(run, args.positional, args.at) ?? dataMethod(run, receiver, object, name, args);
        case 'estimator':
          return estimatorMethod(run, receiver.id, object, name, args);
        case 'instance':
          return instanceMethod(run, receiver, object, name, args);
        case 'list':
        case 'dict':
          return containerMethod(run, receiver, object, name, args);
      }
      break;
    }
    case 'bound':
      if (receiver.name === 'super') return callSuper(run, receiver.receiver, name, args);
      break;
    case 'indexer': {
      const object = run.store.get(receiver.of);
      if (object.type === 'data') return dataMethod(run, { kind: 'ref', id: receiver.of }, object, name, args);
      break;
    }
    default:
  }
  // A text's methods and everything unknown: what went in comes out.
  return propagate(run, [receiver, ...allArguments(args)]);
}

/** `Class.method(obj, …)` hands over self as the first argument, unless it is static. */
function isPlain(found: Extract<Value, { kind: 'function' }>): boolean {
  return found.fn.node.kind === Kind.FunctionDef && found.fn.node.decorators.length === 0;
}

function dropFirst(args: Arguments): Arguments {
  return { ...args, positional: args.positional.slice(1) };
}

export function attribute(run: Run, receiver: Value, name: string, at: Span): Value {
  if (receiver.kind === 'api') return { kind: 'api', name: `${receiver.name}.${name}` };
  if (receiver.kind === 'module')
    return run.store.read(receiver.scope, name) ?? { kind: 'api', name: `${receiver.name}.${name}` };
  if (receiver.kind === 'class') {
    const found = member(run, receiver.cls, name);
    return found ?? UNKNOWN;
  }
  if (receiver.kind !== 'ref')
    return receiver.kind === 'const' || receiver.kind === 'bound'
      ? { kind: 'bound', receiver, name, fn: null }
      : UNKNOWN;
  const object = run.store.get(receiver.id);
  switch (object.type) {
    case 'data':
      return dataAttribute(run, receiver.id, object, name);
    case 'estimator':
      return estimatorAttribute(run, receiver.id, object, name, at);
    case 'instance':
      return instanceAttribute(run, receiver, object, name, at);
    case 'dict': {
      const found = object.entries.get(name);
      return found ?? { kind: 'bound', receiver, name, fn: null };
    }
    case 'list':
      return dataOf(run, receiver) === null ? { kind: 'bound', receiver, name, fn: null } : propagate(run, [receiver]);
  }
}
