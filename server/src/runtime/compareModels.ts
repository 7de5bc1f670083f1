// Two model files compared: what they say, their weights, and, where they may run, what they make of the same input.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { diffModels } from '../model/diff/diff';
import type { Compared } from '../model/diff/diff';
import type { ModelDiff, NodeName } from '../model/diff/types';
import type { Model } from '../model/model';
import type { ModelProblem, Result } from '../model/problem';
import { readModelFile } from './files';
import type { ComparedTensor } from './jobs';
import type { RunRequest, UsedInput } from './protocol';
import type { Runtime } from './supervisor';
import { weightFiles } from './weightFiles';

export interface ModelComparison {
  readonly diff: ModelDiff;
  /** null: they were not run. */
  readonly run: ComparedRun | ModelProblem | null;
}

export interface ComparedRun {
  readonly inputs: readonly UsedInput[];
  readonly outputs: readonly ComparedTensor[];
  /** Tensors inside both that were compared. */
  readonly compared: number;
  /** Those that differ, in the order of the run, at most {@link MOST_TENSORS}; with the node that makes each. */
  readonly differing: readonly (ComparedTensor & { readonly node: NodeName | null })[];
  readonly differingCount: number;
  readonly refused: number;
}

const MOST_TENSORS = 200;

/** Asked to compare; `run` is left out where nothing may run. */
export interface Comparing {
  readonly file: string;
  readonly other: string;
  readonly run?: { readonly runtime: Runtime; readonly request: Omit<RunRequest, 'file' | 'results'> };
  readonly signal?: AbortSignal;
}

/** Never rejects. A model that cannot be read is the problem; one that cannot be run is told in the result. */
export async function compareModels({ file, other, run, signal }: Comparing): Promise<Result<ModelComparison>> {
  const [a, b] = [readModelFile(file), readModelFile(other)];
  if (!a.ok) return a;
  if (!b.ok) return { ok: false, problem: { ...b.problem, what: `The other model: ${b.problem.what}` } };
  const files = [weightFiles(file), weightFiles(other)] as const;
  let compared: Compared;
  try {
    const steps = diffModels({ model: a.value, open: files[0].open }, { model: b.value, open: files[1].open });
    let step = steps.next();
    for (let since = performance.now(); !step.done; step = steps.next()) {
      if (performance.now() - since < 20) continue;
      await nextTurn();
      if (signal?.aborted) return { ok: false, problem: CANCELLED };
      since = performance.now();
    }
    compared = step.value;
  } finally {
    for (const each of files) each.close();
  }
  const { diff } = compared;
  if (run === undefined) return { ok: true, value: { diff, run: null } };
  const ran = await run.runtime.job(
    'compare',
    { ...run.request, file, other, pairs: compared.pairs },
    signal ? { signal } : {},
  );
  if (!ran.ok && ran.problem.kind === 'cancelled') return ran;
  return { ok: true, value: { diff, run: ran.ok ? runOf(a.value, ran.value) : ran.problem } };
}

function runOf(
  { graph }: Model,
  {
    inputs,
    tensors,
    refused,
  }: { inputs: readonly UsedInput[]; tensors: readonly ComparedTensor[]; refused: readonly unknown[] },
): ComparedRun {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const makers = new Map(graph.nodes.flatMap((node, index) => node.outputs.map((name) => [name, index] as const)));
  const differing = tensors.filter(({ difference }) => difference.differs);
  return {
    inputs,
    outputs: tensors.filter(({ name }) => outputs.has(name)),
    compared: tensors.length,
    differing: differing.slice(0, MOST_TENSORS).map((tensor) => ({ ...tensor, node: maker(tensor.name) })),
    differingCount: differing.length,
    refused: refused.length,
  };

  function maker(tensor: string): NodeName | null {
    const index = makers.get(tensor);
    if (index === undefined) return null;
    const { name, operator, domain } = graph.nodes[index]!;
    return { node: index, name, operator, domain };
  }
}

const CANCELLED: ModelProblem = {
  kind: 'cancelled',
  what: 'The comparison was cancelled.',
  why: 'It was asked to stop.',
  todo: 'Compare again when you like.',
};
