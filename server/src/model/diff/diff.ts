// Two models compared: their structure at once, their weights piece by piece.
import type { Model } from '../model';
import type { NodeMatch } from './matchNodes';
import { compareStructure, tensorPairs } from './structure';
import type { ModelDiff } from './types';
import { compareWeights } from './weights';
import type { Open } from './weights';

export interface Compared {
  readonly diff: ModelDiff;
  readonly match: NodeMatch;
  /** Tensors of both that are the same thing, in the order of the run. */
  readonly pairs: readonly (readonly [string, string])[];
}

export interface Side {
  readonly model: Model;
  readonly open: Open;
}

/** Pauses now and then; whoever runs it may stop. */
export function* diffModels(a: Side, b: Side): Generator<void, Compared> {
  const { match, ...structure } = compareStructure(a.model, b.model);
  const weights = yield* compareWeights(
    { graph: a.model.graph, open: a.open },
    { graph: b.model.graph, open: b.open },
    match,
  );
  const { facts, metadata, inputs, outputs, operators, nodes } = structure;
  const lists = [facts, metadata, inputs, outputs, operators, nodes.onlyA, nodes.onlyB, nodes.changed];
  const same = [...lists, weights.onlyA, weights.onlyB, weights.changed].every((list) => list.length === 0);
  const pairs = tensorPairs(a.model.graph, b.model.graph, match, nodes.changed);
  return { diff: { ...structure, weights, same }, match, pairs };
}
