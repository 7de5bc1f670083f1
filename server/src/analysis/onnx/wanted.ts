// What is wanted at an offset where one types: the name of an input, of an output, the path of a model, or a whole call.
import { Kind, stringValue } from '../syntax';
import type { Call, Expr, Node, Str } from '../syntax';
import type { MethodCall, Module } from '../module';
import type { Span } from '../text';
import { MODEL_LOADERS } from '../../knowledge/onnx';
import { nodeAt } from './places';
import type { LoadedModel } from './sessions';
import { concernsModels, modelOfSession } from './sites';
import { writtenName } from './writtenNames';

export type Wanted =
  | {
      readonly kind: 'input' | 'output';
      readonly loaded: LoadedModel;
      readonly written: Written;
      /** Names that stand there already. */
      readonly taken: ReadonlySet<string>;
      /** Inside a dictionary's braces, where a value follows the name. */
      readonly asEntry: boolean;
    }
  | { readonly kind: 'path'; readonly written: Written }
  | {
      readonly kind: 'call';
      readonly loaded: LoadedModel;
      /** `session.` */
      readonly receiver: Span;
      /** What is typed of the method's name. */
      readonly typed: Span;
      /** Nothing else stands in the statement: results can be given names. */
      readonly isStatement: boolean;
    };

/** The text that is typed, without its quotes, and the quotes it needs where it has none. */
export interface Written extends Span {
  readonly quoted: boolean;
}

/** What is wanted at an offset; null where we have nothing to say. */
export function wantedAt(module: Module, offset: number): Wanted | null {
  if (!concernsModels(module)) return null;
  const node = nodeAt(module, offset);
  if (node === null) return null;
  if (node.kind === Kind.Str) {
    const written = insideQuotes(module, node, offset);
    return written === null ? null : aroundText(module, node, written);
  }
  if (node.kind === Kind.Attribute) return wantedMethod(module, node, offset);
  return inBrackets(module, node, offset);
}

/** The text between the quotes; null in front of it, or in a literal with a prefix. */
function insideQuotes(module: Module, text: Str, offset: number): Written | null {
  const source = module.textOf(text);
  const quote = /^(?:"""|'''|"|')/.exec(source)?.[0];
  if (quote === undefined || quote.length === 3) return null;
  const closed = source.length > 1 && source.endsWith(quote);
  const start = text.start + 1;
  const end = closed ? text.end - 1 : text.end;
  return offset < start || offset > end ? null : { start, end, quoted: true };
}

function aroundText(module: Module, text: Str, written: Written): Wanted | null {
  const around = module.parent(text);
  if (around === null) return null;
  if (isPathOf(module, around, text)) return { kind: 'path', written };
  if (around.kind === Kind.Call) return boundName(module, around, text, written);
  if (
    around.kind === Kind.List ||
    around.kind === Kind.Tuple ||
    around.kind === Kind.Set ||
    around.kind === Kind.Dict
  ) {
    if (around.kind === Kind.Dict && !around.keys.includes(text)) return null;
    return named(module, around, written, text);
  }
  if (around.kind === Kind.Subscript && around.slice === text) return storedName(module, around.value, text, written);
  return null;
}

/** Behind a bracket or a comma: `run([|`, `run(None, {|`. */
function inBrackets(module: Module, node: Node, offset: number): Wanted | null {
  if (node.kind !== Kind.List && node.kind !== Kind.Dict && node.kind !== Kind.Set) return null;
  if (offset <= node.start || !/[[{,]\s*$/.test(module.source.slice(node.start, offset))) return null;
  return named(module, node, { start: offset, end: offset, quoted: false }, null);
}

/** A list or dictionary that a run takes, in the call or under a name. */
function named(module: Module, container: Expr, written: Written, text: Str | null): Wanted | null {
  for (const call of runCalls(module)) {
    const outputs = call.argument(0, 'output_names');
    const feed = call.argument(1, 'input_feed') ?? call.argument(1, 'feed');
    const isOutputs = container.kind === Kind.List || container.kind === Kind.Tuple;
    const given = isOutputs ? outputs : feed;
    if (given === null || (given !== container && module.definition(given) !== container)) continue;
    const loaded = modelOfSession(module, call.receiver);
    if (loaded === null) continue;
    const taken = namesIn(module, container, text);
    return { kind: isOutputs ? 'output' : 'input', loaded, written, taken, asEntry: !isOutputs };
  }
  return null;
}

/** `feed["|"] = …`, of a feed that a run takes. */
function storedName(module: Module, feed: Expr, text: Str, written: Written): Wanted | null {
  const made = module.definition(feed);
  for (const call of runCalls(module)) {
    const given = call.argument(1, 'input_feed') ?? call.argument(1, 'feed');
    if (given?.kind !== Kind.Name || module.definition(given) !== made || made.kind !== Kind.Dict) continue;
    const loaded = modelOfSession(module, call.receiver);
    if (loaded !== null) return { kind: 'input', loaded, written, taken: namesIn(module, made, text), asEntry: false };
  }
  return null;
}

/** `binding.bind_cpu_input("|", x)` */
function boundName(module: Module, call: Call, text: Str, written: Written): Wanted | null {
  if (call.func.kind !== Kind.Attribute || call.args[0] !== text) return null;
  const bound = /^bind_(?:\w+_)?(input|output)$/.exec(call.func.attr)?.[1];
  const loaded = bound === undefined ? null : modelOfSession(module, call.func.value);
  if (loaded === null) return null;
  return { kind: bound === 'input' ? 'input' : 'output', loaded, written, taken: new Set(), asEntry: false };
}

function isPathOf(module: Module, around: Node, text: Str): boolean {
  const call = around.kind === Kind.Keyword ? module.parent(around) : around;
  if (call?.kind !== Kind.Call) return false;
  const loader = MODEL_LOADERS[module.qualifiedName(call.func) ?? ''];
  if (loader === undefined) return false;
  const byName = call.keywords.find(({ arg }) => arg === loader.keyword)?.value;
  return (byName ?? call.args[loader.position]) === text;
}

function wantedMethod(module: Module, node: Extract<Node, { kind: Kind.Attribute }>, offset: number): Wanted | null {
  if (offset <= node.value.end || !'run'.startsWith(node.attr)) return null;
  const loaded = modelOfSession(module, node.value);
  if (loaded === null || module.parent(node)?.kind === Kind.Call) return null;
  const typed = { start: node.end - node.attr.length, end: node.end };
  const isStatement = module.parent(node)?.kind === Kind.ExprStmt;
  return { kind: 'call', loaded, receiver: node.value, typed, isStatement };
}

function runCalls(module: Module): readonly MethodCall[] {
  return module.methodCalls('run', 'run_with_ort_values', 'run_async');
}

/** The names written in a list or dictionary, but for the one that is being typed. */
function namesIn(module: Module, container: Expr, typing: Str | null): ReadonlySet<string> {
  const keys = container.kind === Kind.Dict ? container.keys : 'elts' in container ? container.elts : [];
  return new Set(
    keys.flatMap((key) => {
      if (key === null || key === typing) return [];
      return key.kind === Kind.Str ? stringValue(key, module.source) : (writtenName(module, key)?.name ?? []);
    }),
  );
}
