// What a model file says, as the protocol's plain data.
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Model, ValueInfo, ValueType } from '../model/model';
import { summarize } from '../model/summary';
import type { ModelSummary } from '../protocol';
import { suggestionsOf } from './modelInputs';

export function modelSummary(uri: string, file: string, model: Model): ModelSummary {
  const summary = summarize(model);
  const required = new Set(model.requiredInputs.map(({ name }) => name));
  return {
    uri,
    format: model.format,
    byteLength: model.byteLength,
    irVersion: model.irVersion,
    opsets: model.opsets,
    producer: model.producer,
    domain: model.domain,
    modelVersion: model.modelVersion,
    description: model.description,
    graphName: model.graph.name,
    metadata: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    inputs: model.requiredInputs,
    optionalInputs: model.graph.inputs.filter(({ name }) => !required.has(name)),
    outputs: model.graph.outputs,
    operators: summary.operators,
    nodeCount: summary.nodes,
    parameters: summary.parameters,
    weightBytes: summary.weightBytes,
    weights: summary.types.map(({ elementType, tensors, bytes }) => ({ elementType, tensors, byteLength: bytes })),
    externalFiles: summary.externalFiles.map(({ location }) => ({ location, byteLength: sizeOf(file, location) })),
    symbols: symbolsOf(model.requiredInputs),
    suggestions: suggestionsOf(model),
  };
}

/** Files outside the model's folder are not looked at: ONNX Runtime refuses them too. */
function sizeOf(file: string, location: string): number | null {
  const folder = path.dirname(file);
  const target = path.resolve(folder, location);
  if (!target.startsWith(folder + path.sep)) return null;
  return statSync(target, { throwIfNoEntry: false })?.size ?? null;
}

function symbolsOf(inputs: readonly ValueInfo[]): readonly string[] {
  const symbols = inputs.flatMap(({ type }) => dimensionsOf(type)).filter((dimension) => typeof dimension === 'string');
  return [...new Set(symbols)].filter((symbol) => symbol !== '');
}

function dimensionsOf(type: ValueType): readonly (number | string | null)[] {
  if (type.kind === 'tensor' || type.kind === 'sparse-tensor') return type.shape ?? [];
  return type.kind === 'sequence' || type.kind === 'optional' ? dimensionsOf(type.element) : [];
}
