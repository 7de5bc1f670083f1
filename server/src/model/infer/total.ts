// The whole cost of a model: multiply-adds and the bytes of what flows between its nodes, at given sizes of its inputs.
import { rawBytes } from '../elements';
import { suggestShape, suggestSymbols } from '../suggest';
import { functionKey } from '../graph/indexGraph';
import type { GraphPath } from '../graph/types';
import type { Graph, Model, ValueType } from '../model';
import { isCounted, multiplyAdds } from './cost';
import { inferTypes } from './infer';
import type { Inference, InferOptions } from './infer';
import { isTensor, product } from './shape';

/** A file may have functions that call each other without end. */
const MOST_VISITS = 200_000;

export interface Cost {
  /** The shapes of the inputs it is of: those a run takes if nobody says otherwise. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly isStated: boolean }[];
  /** Of all nodes whose shapes are known; those of a loop's body once. */
  readonly multiplyAdds: number;
  /** Nodes that multiply, and how many of them are left out because a shape is not known. */
  readonly counted: number;
  readonly unknown: number;
  /** The tensors between nodes: bytes of all whose size is known, and of the largest. */
  readonly activationBytes: number;
  readonly largest: { readonly tensor: string; readonly bytes: number } | null;
}

/** What a model costs at the sizes that `sizes` gives its symbols; 1, or what its metadata says, for the others. */
export function costOf(
  model: Model,
  values: InferOptions['values'],
  sizes: Readonly<Record<string, number>> = {},
): { readonly cost: Cost; readonly inference: Inference } {
  const known = { ...suggestSymbols(model), ...sizes };
  const inputs = model.requiredInputs.flatMap(({ name, type }) =>
    type.kind === 'tensor'
      ? [
          {
            name,
            shape: suggestShape(model, name, type, known),
            isStated: type.shape?.every((size) => typeof size === 'number') === true,
          },
        ]
      : [],
  );
  const inference = inferTypes(model, { values, fed: new Map(inputs.map(({ name, shape }) => [name, shape])) });
  const total = { multiplyAdds: 0, counted: 0, unknown: 0, activationBytes: 0 };
  let largest: Cost['largest'] = null;
  const active = new Set<number>();
  let visits = 0;
  const functions = new Map(model.functions.map((each, index) => [functionKey(each), index]));
  const add = (graph: Pick<Graph, 'nodes'>, path: GraphPath, outer: (tensor: string) => ValueType | null): void => {
    const types = inference.types(path);
    const typeOf = (tensor: string): ValueType | null => types.get(tensor) ?? outer(tensor);
    for (const [index, node] of graph.nodes.entries()) {
      if (++visits > MOST_VISITS) return;
      const called = functions.get(functionKey({ name: node.operator, domain: node.domain, overload: node.overload }));
      if (called !== undefined) {
        if (!active.has(called)) {
          active.add(called);
          add(model.functions[called]!, [{ function: called }], () => null);
          active.delete(called);
        }
        continue;
      }
      const adds = multiplyAdds(node, typeOf);
      if (isCounted(node)) total.counted++;
      if (adds === null) total.unknown++;
      else total.multiplyAdds += adds;
      for (const tensor of node.operator === 'Constant' ? [] : node.outputs) {
        const bytes = bytesOf(types.get(tensor));
        if (bytes === null) continue;
        total.activationBytes += bytes;
        if (bytes > (largest?.bytes ?? 0)) largest = { tensor, bytes };
      }
      for (const { name, value } of node.attributes) {
        if (value.kind === 'graph') add(value.graph, [...path, { node: index, attribute: name }], typeOf);
      }
    }
  };
  add(model.graph, [], () => null);
  return { cost: { inputs, ...total, largest }, inference };
}

function bytesOf(type: ValueType | undefined): number | null {
  if (!isTensor(type) || type.shape === null) return null;
  const count = product(type.shape);
  return count === null ? null : rawBytes(type.elementType, count);
}
