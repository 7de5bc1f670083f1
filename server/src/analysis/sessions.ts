// ONNX sessions in the code: which model file each one loads, and the inputs it is fed by name.
import { Kind } from './syntax';
import type { Expr } from './syntax';
import type { MethodCall, Module } from './module';
import { literalPath } from './paths';
import type { Span } from './text';
import type { Model } from '../model/model';

export interface FedName {
  readonly name: string;
  /** The literal, quotes included, or the keyword's name. */
  readonly at: Span;
  /** The quotes it is written in; '' for a keyword. */
  readonly quote: string;
}

/** A call that feeds a model we can read. */
export interface InputFeed {
  readonly call: MethodCall;
  /** The model's path as the code means it. */
  readonly path: string;
  readonly model: Model;
  /** The names that are written out; computed ones are left out. */
  readonly names: readonly FedName[];
}

/** Feeds of `run` and `bind_input` whose session loads one known file. */
export function inputFeeds(module: Module): readonly InputFeed[] {
  const feeds: InputFeed[] = [];
  const seen = new Set<Expr>();
  for (const call of module.methodCalls(
    'run',
    'run_with_ort_values',
    'bind_cpu_input',
    'bind_input',
    'bind_ortvalue_input',
  )) {
    const feed = feedOf(module, call);
    const found = feed === null ? null : modelOf(module, call.receiver);
    if (feed === null || found === null || seen.has(feed.node)) continue;
    seen.add(feed.node); // one feed run twice is one mistake
    feeds.push({ call, ...found, names: feed.names });
  }
  return feeds;
}

function modelOf(module: Module, receiver: Expr): { path: string; model: Model } | null {
  let session = module.definition(receiver);
  if (session.kind !== Kind.Call) return null;
  if (session.func.kind === Kind.Attribute && session.func.attr === 'io_binding')
    session = module.definition(session.func.value);
  if (session.kind !== Kind.Call || module.qualifiedName(session.func) !== 'onnxruntime.InferenceSession') return null;
  const file = session.args[0] ?? session.keywords.find(({ arg }) => arg === 'path_or_bytes')?.value ?? null;
  const path = literalPath(module, file);
  const found = path === null ? null : module.environment.model(path);
  return found?.state === 'found' ? { path: path!, model: found.model } : null;
}

function feedOf(module: Module, call: MethodCall): { node: Expr; names: readonly FedName[] } | null {
  if (call.method.startsWith('bind')) {
    const name = call.argument(0, 'name');
    const fed = name === null ? null : literalName(module, name);
    return fed === null ? null : { node: name!, names: [fed] };
  }
  const given = call.argument(1, 'input_feed') ?? call.argument(1, 'input_dict_ort_values');
  const feed = given === null ? null : module.definition(given);
  if (feed?.kind === Kind.Dict)
    return { node: feed, names: feed.keys.flatMap((key) => (key === null ? [] : (literalName(module, key) ?? []))) };
  if (feed?.kind !== Kind.Call || module.qualifiedName(feed.func) !== 'builtins.dict') return null;
  const names = feed.keywords.flatMap(({ arg, start }) =>
    arg === null ? [] : [{ name: arg, at: { start, end: start + arg.length }, quote: '' }],
  );
  return { node: feed, names };
}

function literalName(module: Module, key: Expr): FedName | null {
  if (key.kind !== Kind.Str) return null;
  const name = module.stringOf(key);
  const quote = module.source[key.start];
  // Prefixed or joined literals are rare here, and can't be rewritten blindly.
  return name === null || (quote !== '"' && quote !== "'")
    ? null
    : { name, at: { start: key.start, end: key.end }, quote };
}
