// Runs of ONNX sessions: what each one feeds by name, which outputs it asks for, and what is done with them.
import { ConstValue, Kind } from '../syntax';
import type { Call, Expr, Node } from '../syntax';
import { meaningOf, usesOfName } from '../meanings';
import type { MethodCall, Module } from '../module';
import type { Span } from '../text';
import type { Model } from '../../model/model';
import { feedOf } from './feeds';
import type { Feed, ReadName } from './feeds';
import { sessionModel, sessionPath } from './sessions';
import type { LoadedModel } from './sessions';
import { writtenName } from './writtenNames';
import type { WrittenName } from './writtenNames';

/** A call that runs a model we can read, or binds one of its inputs or outputs. */
export interface ModelRun {
  readonly call: MethodCall;
  /** The model's path as the code means it. */
  readonly path: string;
  readonly file: string;
  readonly model: Model;
  /** null: what is fed cannot be seen. */
  readonly feed: Feed | null;
  readonly outputs: RequestedOutputs;
}

export interface RequestedOutputs {
  /** The names that are written out, or asked from the model. */
  readonly names: readonly WrittenName[];
  /** All outputs are asked for, by `None` or an empty list. */
  readonly all: boolean;
  /** How many results the call gives; null if that is not known, or it gives none. */
  readonly count: number | null;
}

const RUNS = ['run', 'run_with_ort_values', 'run_async'];
const BINDS_INPUT = ['bind_cpu_input', 'bind_input', 'bind_ortvalue_input'];
const BINDS_OUTPUT = ['bind_output', 'bind_ortvalue_output'];
const NO_OUTPUTS: RequestedOutputs = { names: [], all: false, count: null };

/** The runs of sessions whose model is known, in source order. */
export function modelRuns(module: Module): readonly ModelRun[] {
  return module.kept(runsOfSessions);
}

function runsOfSessions(module: Module): readonly ModelRun[] {
  return readRuns(module, (receiver) => sessionModel(module, receiver));
}

/** The runs of sessions whose model `modelOf` knows, in source order. */
export function readRuns(module: Module, modelOf: (receiver: Expr) => LoadedModel | null): readonly ModelRun[] {
  const runs: ModelRun[] = [];
  for (const call of module.methodCalls(...RUNS, ...BINDS_INPUT, ...BINDS_OUTPUT)) {
    const found = modelOf(call.receiver);
    if (found === null) continue;
    const { path, file, model } = found;
    if (RUNS.includes(call.method)) {
      const readName: ReadName = (key) => writtenName(module, key) ?? askedName(module, key, found, 'get_inputs');
      runs.push({
        call,
        path,
        file,
        model,
        feed: feedOf(module, call, readName),
        outputs: requested(module, call, found),
      });
    } else if (BINDS_INPUT.includes(call.method)) {
      runs.push({ call, path, file, model, feed: boundInput(module, call), outputs: NO_OUTPUTS });
    } else {
      const name = writtenName(module, call.argument(0, 'name'));
      runs.push({
        call,
        path,
        file,
        model,
        feed: null,
        outputs: { ...NO_OUTPUTS, names: name === null ? [] : [name] },
      });
    }
  }
  return runs;
}

/** `session.get_inputs()[0].name`, of a session of the same file: its name in the model. */
function askedName(
  module: Module,
  key: Expr | null,
  { path, model }: LoadedModel,
  method: 'get_inputs' | 'get_outputs',
): WrittenName | null {
  const asked = key === null ? null : meaningOf(module, key);
  if (key === null || asked?.kind !== Kind.Attribute || asked.attr !== 'name') return null;
  const part = meaningOf(module, asked.value);
  if (part?.kind !== Kind.Subscript) return null;
  const list = meaningOf(module, part.value);
  if (list?.kind !== Kind.Call || list.func.kind !== Kind.Attribute || list.func.attr !== method) return null;
  const text = module.textOf(part.slice);
  const values = method === 'get_inputs' ? model.requiredInputs : model.graph.outputs;
  const name = /^-?\d+$/.test(text) ? values.at(Number(text))?.name : undefined;
  if (name === undefined || sessionPath(module, list.func.value) !== path) return null;
  return { name, at: { start: key.start, end: key.end }, quote: null };
}

function boundInput(module: Module, call: MethodCall): Feed | null {
  const name = writtenName(module, call.argument(0, 'name'));
  if (name === null) return null;
  const value = call.method === 'bind_cpu_input' ? call.argument(1, 'arr_on_cpu') : null;
  return { at: name.at, entries: [{ ...name, value }], values: [], complete: false, container: null };
}

function requested(module: Module, call: MethodCall, loaded: LoadedModel): RequestedOutputs {
  const { outputs } = loaded.model.graph;
  const given = call.argument(0, 'output_names');
  const asked = given === null ? null : module.definition(given);
  const gives = call.method === 'run';
  if (asked?.kind === Kind.Const && asked.value === ConstValue.None)
    return { names: [], all: true, count: gives ? outputs.length : null };
  if (asked?.kind !== Kind.List && asked?.kind !== Kind.Tuple) return NO_OUTPUTS;
  const names = asked.elts.map(
    (element) => writtenName(module, element) ?? askedName(module, element, loaded, 'get_outputs'),
  );
  const isFixed = given !== null && isOnlyRead(module, given) && !asked.elts.some(({ kind }) => kind === Kind.Starred);
  // An empty list asks for all.
  const all = asked.elts.length === 0 && isFixed;
  const count = all ? outputs.length : asked.elts.length;
  return { names: names.filter((name) => name !== null), all, count: gives && isFixed ? count : null };
}

/** A list under a name may have grown; one in the call has not. */
function isOnlyRead(module: Module, list: Expr): boolean {
  if (list.kind !== Kind.Name) return list.kind === Kind.List || list.kind === Kind.Tuple;
  return usesOfName(module, list).every((use) => {
    const around = module.parent(use);
    return around?.kind !== Kind.Attribute && around?.kind !== Kind.AugAssign;
  });
}

/** Results that are taken apart: by targets, or by an index. */
export type Unpacking =
  | { readonly kind: 'targets'; readonly at: Span; readonly count: number; readonly last: Expr }
  | { readonly kind: 'index'; readonly at: Span; readonly index: number };

/** How the results of a run are taken apart, directly or under the one name they are given. */
export function unpackingsOf(module: Module, run: Call): readonly Unpacking[] {
  const around = module.parent(run);
  if (around === null) return [];
  const [target] = around.kind === Kind.Assign && around.value === run ? around.targets : [];
  if (target?.kind !== Kind.Name) return unpackedBy(module, run, around);
  return usesOfName(module, target).flatMap((use) => {
    const user = module.parent(use);
    return user === null || module.definition(use) !== run ? [] : unpackedBy(module, use, user);
  });
}

function unpackedBy(module: Module, value: Expr, around: Node): readonly Unpacking[] {
  if (around.kind === Kind.Subscript && around.value === value) {
    const text = module.textOf(around.slice);
    return /^-?\d+$/.test(text) ? [{ kind: 'index', at: around.slice, index: Number(text) }] : [];
  }
  if (around.kind !== Kind.Assign || around.value !== value) return [];
  return around.targets.flatMap((target) => {
    if (target.kind !== Kind.Tuple && target.kind !== Kind.List) return [];
    const last = target.elts.at(-1);
    if (last === undefined || target.elts.some(({ kind }) => kind === Kind.Starred)) return [];
    return [{ kind: 'targets' as const, at: target, count: target.elts.length, last }];
  });
}
