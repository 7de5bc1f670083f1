// The jobs of the host: a run, the statistics of all tensors along it, two models side by side.
import { differenceOf } from '../model/difference';
import { elementBits, elementCount } from '../model/elements';
import { statisticsOf } from '../model/graph/statistics';
import { inferTypes } from '../model/infer/infer';
import { inOrder } from '../model/infer/order';
import { allNumbers, isTensor } from '../model/infer/shape';
import { valuesFrom } from '../model/infer/values';
import type { Model } from '../model/model';
import { problemOf, ProblemError } from '../model/problem';
import type { ModelProblem } from '../model/problem';
import type { Value } from '../model/values';
import type { Executor } from './execute';
import { openFile, readModelFile } from './files';
import type { ComparedTensor, JobKind, Jobs, TracedTensor } from './jobs';
import type { Feed, RunProgress, RunRequest, RunResult } from './protocol';

/** What the host does for each kind of job; faults are thrown problems. */
export type Work = {
  readonly [Kind in JobKind]: (
    request: Jobs[Kind]['request'],
    progress?: (progress: RunProgress) => void,
  ) => Promise<Jobs[Kind]['result']>;
};

/** Bytes of tensors fetched at once: each of them is kept by the runtime, and copied. */
const CHUNK_BYTES = 128 * 1024 * 1024;
const CHUNK_TENSORS = 4000;
/** For a tensor whose size is not known. */
const UNKNOWN_BYTES = 1024 * 1024;

export function createWork(executor: Executor): Work {
  return {
    run: (request, progress) => executor.run(request, progress),
    profile: (request) => executor.profile(request),
    trace,
    compare,
  };

  async function trace(request: Jobs['trace']['request']): Promise<Jobs['trace']['result']> {
    const model = modelAt(request.file);
    // What is wrong with the inputs or the model as a whole is told once, not for each tensor.
    const plain = await executor.run({ ...request, echo: true });
    const fixed = { ...request, inputs: fedInputs(plain) };
    const names = request.tensors ?? madeTensors(model);
    const tensors: TracedTensor[] = plain.inputs.flatMap(({ name, value }) => (value ? [traced(name, value)] : []));
    const refused: { name: string; problem: ModelProblem }[] = [];
    for (const chunk of chunksOf(names, sizesOf(model, request.file, plain))) {
      for (const { outputs, problems } of await obtain(fixed, chunk)) {
        tensors.push(...outputs.map(({ name, value }) => traced(name, value)));
        refused.push(...problems);
      }
    }
    return { runtime: plain.runtime, inputs: withoutValues(plain), tensors, refused };
  }

  async function compare(request: Jobs['compare']['request']): Promise<Jobs['compare']['result']> {
    const model = modelAt(request.file);
    const plain = await executor.run({ ...request, echo: true });
    const others = await executor.run({ ...request, file: request.other, inputs: fedInputs(plain) });
    const both = new Set(others.outputs.map(({ name }) => name));
    const pairs = request.pairs ?? plain.outputs.flatMap(({ name }) => (both.has(name) ? [[name, name] as const] : []));
    const fixed = { ...request, inputs: fedInputs(plain) };
    const counterpart = new Map(pairs);
    const tensors: ComparedTensor[] = [];
    const refused: { name: string; problem: ModelProblem }[] = [];
    const sizes = sizesOf(model, request.file, plain);
    for (const chunk of chunksOf([...counterpart.keys()], sizes)) {
      const left = (await obtain(fixed, chunk)).flatMap(({ outputs, problems }) => {
        refused.push(...problems);
        return outputs;
      });
      const wanted = left.map(({ name }) => counterpart.get(name)!);
      const right = new Map(
        (await obtain({ ...fixed, file: request.other }, wanted)).flatMap(({ outputs, problems }) => {
          refused.push(...problems);
          return outputs.map(({ name, value }) => [name, value] as const);
        }),
      );
      for (const { name, value } of left) {
        const other = counterpart.get(name)!;
        const against = right.get(other);
        if (against !== undefined) tensors.push({ name, other, difference: differenceOf(value, against) });
      }
    }
    return { runtime: plain.runtime, inputs: withoutValues(plain), tensors, refused };
  }

  /** One tensor that cannot be had must not hide the others: a chunk that fails is halved until it is found. */
  async function obtain(
    request: RunRequest,
    names: readonly string[],
  ): Promise<{ outputs: RunResult['outputs']; problems: RunResult['refused'] }[]> {
    if (names.length === 0) return [];
    try {
      const { outputs, refused } = await executor.run({ ...request, echo: false, warmRuns: 0, results: names });
      return [{ outputs, problems: refused }];
    } catch (error) {
      const problem = problemOf(error, 'run-failed', 'The tensor could not be had.');
      if (names.length === 1) return [{ outputs: [], problems: [{ name: names[0]!, problem }] }];
      const half = names.length >> 1;
      return [...(await obtain(request, names.slice(0, half))), ...(await obtain(request, names.slice(half)))];
    }
  }
}

function modelAt(file: string): Model {
  const read = readModelFile(file);
  if (!read.ok) throw new ProblemError(read.problem);
  return read.value;
}

/** The same values again, whether given or made up. */
function fedInputs({ inputs }: RunResult): Readonly<Record<string, Feed>> {
  return Object.fromEntries(inputs.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])));
}

const withoutValues = ({ inputs }: RunResult): RunResult['inputs'] =>
  inputs.map((input) => ({ ...input, value: null }));

function traced(name: string, value: Value): TracedTensor {
  const tensor = value.kind === 'scores' ? value.scores : value;
  if (tensor.kind !== 'tensor') return { name, elementType: value.kind, shape: [], statistics: null };
  const { elementType, shape, data } = tensor;
  return { name, elementType, shape, statistics: statisticsOf(elementType, data) };
}

/** What the nodes of the main graph make, in the order of the run; constants say nothing about a run. */
function madeTensors({ graph }: Model): readonly string[] {
  return inOrder(graph.nodes).flatMap(([, node]) =>
    node.operator === 'Constant' ? [] : node.outputs.filter((name) => name !== ''),
  );
}

function sizesOf(model: Model, file: string, { inputs }: RunResult): (name: string) => number {
  const source = openFile(file);
  try {
    const fed = new Map(inputs.flatMap(({ name, shape }) => (shape === null ? [] : [[name, shape] as const])));
    const types = inferTypes(model, { values: valuesFrom(source), fed }).types([]);
    return (name) => {
      const type = types.get(name);
      if (!isTensor(type) || !allNumbers(type.shape)) return UNKNOWN_BYTES;
      return (elementCount(type.shape) * (elementBits(type.elementType) || 64)) / 8;
    };
  } finally {
    source.close();
  }
}

function* chunksOf(names: readonly string[], sizeOf: (name: string) => number): Generator<readonly string[]> {
  let chunk: string[] = [];
  let bytes = 0;
  for (const name of names) {
    const size = sizeOf(name);
    if (chunk.length > 0 && (bytes + size > CHUNK_BYTES || chunk.length >= CHUNK_TENSORS)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(name);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
