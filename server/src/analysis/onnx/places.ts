// Places: what of a model an offset in the code is about — the file, the run, one of its inputs or outputs.
import { Kind, stringValue, StringFlag, walk } from '../syntax';
import type { Node } from '../syntax';
import type { Module } from '../module';
import type { Span } from '../text';
import type { ValueInfo } from '../../model/model';
import { modelAt } from './sessions';
import type { LoadedModel } from './sessions';
import { concernsModels, loadSites, modelOfSession, runSites, targetsOf } from './sites';

export interface ModelPlace {
  readonly kind: 'path' | 'session' | 'run' | 'input' | 'output';
  /** What a card about it is shown for. */
  readonly at: Span;
  readonly loaded: LoadedModel;
  /** Of an input or output. */
  readonly value: ValueInfo | null;
}

/** What an offset is about; null if it is about no model that is there. */
export function placeAt(module: Module, offset: number): ModelPlace | null {
  if (!concernsModels(module)) return null;
  return inRun(module, offset) ?? inPath(module, offset) ?? onSession(module, offset);
}

function inRun(module: Module, offset: number): ModelPlace | null {
  for (const run of runSites(module)) {
    const { path, file, model, feed, outputs, call } = run;
    const loaded = { path, file, model };
    const find = (values: readonly ValueInfo[], name: string) => values.find((value) => value.name === name) ?? null;
    for (const { at, name } of feed?.entries ?? []) {
      const value = holds(at, offset) ? find(model.graph.inputs, name) : null;
      if (value !== null) return { kind: 'input', at, loaded, value };
    }
    for (const { at, name } of outputs.names) {
      const value = holds(at, offset) ? find(model.graph.outputs, name) : null;
      if (value !== null) return { kind: 'output', at, loaded, value };
    }
    for (const { at, holds: result } of targetsOf(module, run)) {
      if ('name' in result && holds(at, offset)) return { kind: 'output', at, loaded, value: result };
    }
    const method = { start: call.callee.end - call.method.length, end: call.callee.end };
    if (holds(method, offset)) return { kind: 'run', at: method, loaded, value: null };
  }
  return null;
}

function inPath(module: Module, offset: number): ModelPlace | null {
  for (const { at, path, file, model } of loadSites(module)) {
    if (holds(at, offset)) return { kind: 'path', at, loaded: { path, file, model }, value: null };
  }
  const text = nodeAt(module, offset);
  if (text?.kind !== Kind.Str || (text.flags & StringFlag.Bytes) !== 0) return null;
  const path = stringValue(text, module.source);
  const loaded = /\.(?:onnx|ort)$/i.test(path) ? modelAt(module, path) : null;
  return loaded === null ? null : { kind: 'path', at: text, loaded, value: null };
}

function onSession(module: Module, offset: number): ModelPlace | null {
  const node = nodeAt(module, offset);
  if (node?.kind !== Kind.Name && node?.kind !== Kind.Attribute) return null;
  const assign = module.parent(node);
  const value = assign?.kind === Kind.Assign && assign.targets.includes(node) ? assign.value : node;
  const loaded = modelOfSession(module, value);
  const at = node.kind === Kind.Attribute ? { start: node.end - node.attr.length, end: node.end } : node;
  return loaded === null || !holds(at, offset) ? null : { kind: 'session', at, loaded, value: null };
}

/** The innermost node at an offset. */
export function nodeAt(module: Module, offset: number): Node | null {
  let found: Node | null = null;
  walk(module.tree, (node) => {
    if (!holds(node, offset)) return false;
    if (found === null || node.end - node.start <= found.end - found.start) found = node;
    return true;
  });
  return found;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
