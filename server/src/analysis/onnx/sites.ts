// Sites: where code and model files meet, for what the editor shows there. Each with the file as it lies on the disk now.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import type { Module } from '../module';
import type { Span } from '../text';
import type { ValueInfo } from '../../model/model';
import { modelLoads } from './loads';
import { readRuns } from './runs';
import type { ModelRun } from './runs';
import { modelAt, pathOfSession, sessionCalls, sessionPath } from './sessions';
import type { LoadedModel } from './sessions';

/** A call that loads a model file which is there. */
export interface LoadSite extends LoadedModel {
  readonly call: Call;
  /** The path where it is given. */
  readonly at: Expr;
  /** A session, and not a reader of another kind. */
  readonly isSession: boolean;
}

/** Libraries that load, run or write model files. Where none is imported, nobody needs to look. */
const LIBRARIES = [
  'onnxruntime',
  'onnx',
  'torch',
  'optimum',
  'cv2',
  'skl2onnx',
  'onnxmltools',
  'tf2onnx',
  'ultralytics',
  'openvino',
];

export function concernsModels(module: Module): boolean {
  return LIBRARIES.some((library) => module.imports.has(library));
}

/** Loads of files that are there, in source order. Unlike for findings, a file that this code writes itself counts too. */
export function loadSites(module: Module): readonly LoadSite[] {
  return module.kept(readLoads);
}

function readLoads(module: Module): readonly LoadSite[] {
  if (!concernsModels(module)) return [];
  const sites = new Map<Call, LoadSite>();
  for (const call of sessionCalls(module)) {
    const path = pathOfSession(module, call);
    const at = call.args[0] ?? call.keywords.find(({ arg }) => arg === 'path_or_bytes')?.value;
    const loaded = path === null ? null : modelAt(module, path);
    if (loaded !== null && at !== undefined) sites.set(call, { ...loaded, call, at, isSession: true });
  }
  for (const { call, at, path } of modelLoads(module)) {
    const loaded = sites.has(call) ? null : modelAt(module, path);
    if (loaded !== null) sites.set(call, { ...loaded, call, at, isSession: false });
  }
  return [...sites.values()].sort((a, b) => a.call.start - b.call.start);
}

/** The model of a session, as it lies on the disk. */
export function modelOfSession(module: Module, session: Expr): LoadedModel | null {
  const path = sessionPath(module, session);
  return path === null ? null : modelAt(module, path);
}

/** Runs of sessions whose model is there, in source order. */
export function runSites(module: Module): readonly ModelRun[] {
  return module.kept(runsOfFoundModels);
}

function runsOfFoundModels(module: Module): readonly ModelRun[] {
  return concernsModels(module) ? readRuns(module, (receiver) => modelOfSession(module, receiver)) : [];
}

/** What a run gives, in order; null if that is not all known. */
export function resultsOf({ outputs, model }: ModelRun): readonly ValueInfo[] | null {
  const { names, all, count } = outputs;
  const declared = model.graph.outputs;
  if (all) return count === null ? null : declared;
  if (names.length !== count) return null;
  const results = names.map(({ name }) => declared.find((output) => output.name === name));
  return results.every((result) => result !== undefined) ? results : null;
}

/** A name in the code that is given a result of a run. */
export interface ResultTarget {
  readonly at: Span;
  /** One output, or all results as a list. */
  readonly holds: ValueInfo | readonly ValueInfo[];
}

/** The names that the results of a run are given, directly. */
export function targetsOf(module: Module, run: ModelRun): readonly ResultTarget[] {
  const results = resultsOf(run);
  const around = module.parent(run.call.node);
  if (results === null || around === null) return [];
  const one = around.kind === Kind.Subscript && around.value === run.call.node ? around : null;
  const assign = one === null ? around : module.parent(one);
  if (assign?.kind !== Kind.Assign || assign.targets.length !== 1) return [];
  const target = assign.targets[0]!;
  if (one !== null) {
    const index = module.textOf(one.slice);
    const result = /^-?\d+$/.test(index) ? results.at(Number(index)) : undefined;
    return result !== undefined && isPlace(target) ? [{ at: target, holds: result }] : [];
  }
  if (isPlace(target)) return [{ at: target, holds: results }];
  if (target.kind !== Kind.Tuple && target.kind !== Kind.List) return [];
  if (target.elts.length !== results.length) return [];
  return target.elts.flatMap((element, i) => (isPlace(element) ? [{ at: element, holds: results[i]! }] : []));
}

function isPlace({ kind }: Expr): boolean {
  return kind === Kind.Name || kind === Kind.Attribute;
}
