// The boundary of a model rewritten for one run: which values go in, which results are wanted, what the model must become.
import type { ByteSource } from '../bytes';
import type { Graph, Model, ValueInfo, ValueType } from '../model';
import { fail, problemOf } from '../problem';
import type { ModelProblem } from '../problem';
import type { TensorValue, Value } from '../values';
import { modelOpset } from './encode';
import type { GraphPath } from '../graph/types';
import { planInput } from './inputs';
import { planInside } from './inside';
import type { InputPlan } from './inputs';
import { planOutput } from './outputs';
import type { OutputPlan } from './outputs';
import { rewrite } from './rewrite';
import type { Piece } from './rewrite';

/** The operator set added where a model imports none of ai.onnx and the rewriting needs its operators. */
const ADDED_OPSET = 17;

export interface BoundaryPlan {
  /** The pieces of the model to load; null: the file as it is. */
  readonly pieces: readonly Piece[] | null;
  /** Equal keys of one file mean equal rewritten models, so that a loaded one can be used again. */
  readonly key: string;
  readonly feeds: readonly (readonly [string, TensorValue])[];
  readonly outputs: readonly OutputPlan[];
  /** Results that were wanted and cannot be had. */
  readonly refused: readonly { readonly name: string; readonly problem: ModelProblem }[];
}

export interface Wanted {
  /** A value for each input that is to be fed. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** Names of outputs or of any tensor in the main graph; null: all outputs. */
  readonly results: readonly string[] | null;
  /** Types that follow from the graph, of tensors whose type the file does not state. */
  readonly types?: ReadonlyMap<string, ValueType>;
  /** The body that the results are inside of, and their types there; [] is the main graph. */
  readonly inside?: { readonly path: GraphPath; readonly types: ReadonlyMap<string, ValueType> };
  /** Cast results whose type the file does not state to float32. */
  readonly castUnknown?: boolean;
}

/** Plans a run. Faults of the inputs are thrown problems; those of single results are listed in `refused`. */
export function planBoundary(
  model: Model,
  source: ByteSource,
  { inputs, results, castUnknown = false, types = new Map(), inside }: Wanted,
): BoundaryPlan {
  const inputPlans = model.graph.inputs.flatMap((input, index) => {
    const value = inputs.get(input.name);
    return value ? [{ index, plan: planInput(model, input, value) }] : [];
  });
  const held = inside?.path.length ? planInner(model, source, results ?? [], inside) : null;
  const { outputs, refused } = held ?? planResults(model, results, castUnknown, types);
  const feeds = inputPlans.flatMap(({ plan }) => plan.feeds);
  const cutOutputs = cutsOf(model, outputs);
  const before = inputPlans.flatMap(({ plan }) => plan.fields);
  const after = outputs.flatMap((plan) => plan.fields);
  const plain = before.length + after.length + cutOutputs.size === 0;
  const key = plain
    ? ''
    : keyOf(
        inputPlans.map(({ plan }) => plan),
        outputs,
        castUnknown,
        inside?.path ?? [],
      );
  if (plain) return { pieces: null, key, feeds, outputs, refused };
  if (model.format === 'ort') {
    return fail(
      'unsupported-type',
      'Only tensors can go into and come out of an ORT file.',
      'Its format cannot be extended by the nodes that sequences, optionals and single tensors inside need.',
      'Use the ONNX file the ORT file was made from.',
    );
  }
  const replaced = inputPlans.filter(({ plan }) => plan.fields.length > 0);
  const needsOpset = !model.opsets.some(({ domain }) => domain === '');
  const pieces = rewrite(source, {
    before,
    after,
    model: needsOpset ? [modelOpset('', ADDED_OPSET)] : [],
    cut: {
      inputs: new Set(replaced.map(({ index }) => index)),
      outputs: cutOutputs,
      nodes: new Set([...replaced.flatMap(({ plan }) => plan.cutNodes), ...(held?.cut ?? [])]),
    },
  });
  return { pieces, key, feeds, outputs, refused };
}

const keyOf = (
  inputs: readonly InputPlan[],
  outputs: readonly OutputPlan[],
  castUnknown: boolean,
  inside: GraphPath,
): string =>
  JSON.stringify([inputs.map(({ name, form }) => [name, form]), outputs.map(({ name }) => name), castUnknown, inside]);

/** One result at a time: each changes the node that holds it. */
function planInner(
  model: Model,
  source: ByteSource,
  [name = '']: readonly string[],
  { path, types }: NonNullable<Wanted['inside']>,
): Pick<BoundaryPlan, 'outputs' | 'refused'> & { readonly cut: readonly number[] } {
  const type = types.get(name);
  const element = type?.kind === 'tensor' && type.elementType !== 'undefined' ? type.elementType : null;
  const { output, cut } = planInside(model, source, path, name, element);
  return { outputs: [output], refused: [], cut: [cut] };
}

function planResults(
  model: Model,
  results: readonly string[] | null,
  castUnknown: boolean,
  inferred: ReadonlyMap<string, ValueType>,
): Pick<BoundaryPlan, 'outputs' | 'refused'> {
  const declared = new Map(model.graph.outputs.map((output) => [output.name, output]));
  const outputs: OutputPlan[] = [];
  const refused: { name: string; problem: ModelProblem }[] = [];
  for (const name of new Set(results ?? declared.keys())) {
    try {
      const stated = typeOf(model.graph, name);
      if (!stated) unknownTensor(model.graph, name);
      const type = stated.kind === 'unknown' ? (usable(inferred.get(name)) ?? stated) : stated;
      outputs.push(planOutput(model, { name, type, declared: declared.has(name), castUnknown }));
    } catch (error) {
      refused.push({ name, problem: problemOf(error, 'unsupported-type', `The result \`${name}\` cannot be had.`) });
    }
  }
  return { outputs, refused };
}

/**
 * Outputs to leave out: those the runtime refuses to load a model with. All of them, not only those asked for, since
 * one is enough to refuse the model.
 */
function cutsOf(model: Model, planned: readonly OutputPlan[]): Set<number> {
  const names = new Set(planned.filter(({ cut }) => cut).map(({ name }) => name));
  const cuts = new Set<number>();
  for (const [index, output] of model.graph.outputs.entries()) {
    if (names.has(output.name) || refusedByRuntime(output)) cuts.add(index);
  }
  return cuts;
}

function refusedByRuntime({ type }: ValueInfo): boolean {
  if (type.kind !== 'tensor') return false;
  return /^(bfloat16|float8|float4|complex|u?int[24]$|type\d)/.test(type.elementType);
}

/** A tensor without a known element type is no better than nothing. */
const usable = (type: ValueType | undefined): ValueType | null =>
  type === undefined || (type.kind === 'tensor' && type.elementType === 'undefined') ? null : type;

/** The stated type of a value; `unknown` where it exists without one, null where there is no such value. */
function typeOf(graph: Graph, name: string): ValueType | null {
  const stated = [...graph.outputs, ...graph.inputs, ...graph.values].find((value) => value.name === name);
  if (stated) return stated.type;
  const stored = graph.initializers.find((tensor) => tensor.name === name);
  if (stored) return { kind: 'tensor', elementType: stored.elementType, shape: stored.shape };
  return graph.nodes.some((node) => node.outputs.includes(name)) ? { kind: 'unknown' } : null;
}

function unknownTensor(graph: Graph, name: string): never {
  const outputs = graph.outputs.map((output) => `\`${output.name}\``).join(', ');
  fail(
    'unknown-tensor',
    `The model has no tensor \`${name}\`.`,
    `Its outputs are ${outputs || 'none'}; tensors inside branches and loops cannot be looked at.`,
    'Take a name from the model’s graph.',
  );
}
