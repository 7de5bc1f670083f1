// One run, from the request to the result: read the structure, make inputs, rewrite the boundary, load, run, put together.
import { statSync } from 'node:fs';
import { planBoundary } from '../model/boundary/plan';
import type { BoundaryPlan } from '../model/boundary/plan';
import { checkInput, checkNames } from '../model/check';
import { fillInput } from '../model/fill';
import { inferTypes } from '../model/infer/infer';
import type { Inference } from '../model/infer/infer';
import { valuesFrom } from '../model/infer/values';
import type { Model, ValueInfo, ValueType } from '../model/model';
import { fail, ProblemError } from '../model/problem';
import type { ModelProblem } from '../model/problem';
import { readModel } from '../model/read';
import { suggestSymbols } from '../model/suggest';
import type { TensorValue, Value } from '../model/values';
import type { Backend, RuntimeSession, RuntimeTensor } from './backend';
import { openFile } from './files';
import type { OpenFile } from './files';
import type { ProfileRequest, ProfileResult } from './jobs';
import { measure, noProfile } from './measure';
import { translate } from './messages';
import type { RunProgress, RunRequest, RunResult, RuntimeInfo, Timing, UsedInput } from './protocol';
import { createSessions } from './sessions';
import type { Loading } from './sessions';
import { canReturn, fromRuntime, toRuntime } from './tensors';

/** Warm runs end after this many milliseconds where the request says nothing else. */
const WARM_TIME = 1000;
/** Milliseconds between two messages about progress. */
const PROGRESS_TIME = 200;
/** Measured runs may take twice as long. */
const PROFILE_TIME = 2000;
/** Structures kept, since runs of one model follow one another. */
const KEPT_MODELS = 8;

type Tell = (progress: RunProgress) => void;

export interface Executor {
  /** Faults are thrown problems. */
  run(request: RunRequest, progress?: Tell): Promise<RunResult>;
  /** Runs a few times and measures each node. */
  profile(request: ProfileRequest): Promise<ProfileResult>;
}

export function createExecutor(backend: Backend, runtime: RuntimeInfo, scratch: string): Executor {
  const sessions = createSessions(backend, scratch);
  const models = new Map<string, Model>();
  return { run, profile };

  /** Opens the file, reads its structure and makes the inputs. */
  async function prepared<Made>(request: RunRequest, work: (made: Prepared) => Promise<Made>): Promise<Made> {
    const source = openFile(request.file);
    try {
      const { mtimeMs, size } = statSync(request.file);
      const stamp = `${mtimeMs}/${size}`;
      const model = structure(`${request.file}\0${stamp}`, () => {
        const result = readModel(source);
        if (!result.ok) throw new ProblemError(result.problem);
        return result.value;
      });
      const inputs = makeInputs(model, request);
      const values = new Map(inputs.map(({ name, value }) => [name, value]));
      return await work({ file: request.file, stamp, model, source, inputs, values });
    } finally {
      source.close();
    }
  }

  function run(request: RunRequest, progress: Tell = () => {}): Promise<RunResult> {
    return prepared(request, async ({ inputs, values, ...at }) => {
      const { plan, session, load } = await loaded(at, values, request, progress);
      if (load > 0) progress({ step: 'running' });
      const { outputs, refused, first, warm } = await runSession(at.model, session, plan, request, progress);
      return {
        runtime,
        inputs: inputs.map((input) => used(input, request.echo ?? false)),
        outputs,
        refused,
        timing: { load, first, warm },
      };
    });
  }

  function profile(request: ProfileRequest): Promise<ProfileResult> {
    return prepared(request, async ({ inputs, values, ...at }) => {
      if (backend.name === 'wasm') noProfile();
      const plan = planBoundary(at.model, at.source, { inputs: values, results: null });
      const measured = await reported(at.model, () =>
        measure(backend, scratch, { ...at, plan }, request, async (session) => {
          await runSession(
            at.model,
            session,
            plan,
            { ...request, warmRuns: request.runs, warmTime: PROFILE_TIME },
            () => {},
          );
        }),
      );
      return { runtime, inputs: inputs.map((input) => used(input, request.echo ?? false)), ...measured };
    });
  }

  /**
   * The session for a run. A tensor inside the model whose type the file does not state is asked for as it is; where the
   * runtime cannot pass such a type on, the second attempt casts it.
   */
  async function loaded(
    model: Omit<Loading, 'plan'>,
    inputs: ReadonlyMap<string, Value>,
    request: RunRequest,
    progress: Tell,
  ): Promise<{ readonly plan: BoundaryPlan; readonly session: RuntimeSession; readonly load: number }> {
    const results = request.results ?? null;
    const inferred = results === null ? null : inferredTypes(model, inputs);
    const types = inferred?.types([]) ?? new Map<string, ValueType>();
    const { inside: path = [] } = request;
    const inside = { path, types: inferred?.types(path) ?? types };
    const load = async (castUnknown: boolean) => {
      const plan = planBoundary(model.model, model.source, { inputs, results, castUnknown, types, inside });
      return {
        plan,
        ...(await reported(model.model, () => sessions.get({ ...model, plan }, () => progress({ step: 'loading' })))),
      };
    };
    try {
      return await load(false);
    } catch (error) {
      const narrow = error instanceof ProblemError && error.problem.kind === 'unsupported-type';
      if (!narrow || !results) throw error;
      return load(true);
    }
  }

  function structure(key: string, read: () => Model): Model {
    const known = models.get(key);
    if (known) return known;
    const model = read();
    if (models.size >= KEPT_MODELS) models.clear();
    models.set(key, model);
    return model;
  }

  async function runSession(
    model: Model,
    session: RuntimeSession,
    plan: BoundaryPlan,
    { warmRuns = 0, warmTime = WARM_TIME }: RunRequest,
    progress: Tell,
  ): Promise<Pick<RunResult, 'outputs' | 'refused'> & Pick<Timing, 'first' | 'warm'>> {
    const feeds = Object.fromEntries(plan.feeds.map(([name, value]) => [name, toRuntime(backend, value)]));
    const refused = [...plan.refused];
    const wanted = plan.outputs.filter((output) => {
      const problem = cannotReturn(session, output.fetches);
      if (problem) refused.push({ name: output.name, problem });
      return !problem;
    });
    const fetches = [...new Set(wanted.flatMap((output) => output.fetches))];
    if (fetches.length === 0) nothingToReturn(refused);
    const once = async (): Promise<readonly [Readonly<Record<string, RuntimeTensor>>, number]> => {
      const start = performance.now();
      const results = await session.run(feeds, fetches);
      return [results, performance.now() - start];
    };
    const [results, first] = await reported(model, once);
    const warm: number[] = [];
    const start = performance.now();
    let told = start;
    while (warm.length < warmRuns && performance.now() - start < warmTime) {
      warm.push((await reported(model, once))[1]);
      if (performance.now() - told < PROGRESS_TIME) continue;
      told = performance.now();
      progress({ step: 'measuring', done: warm.length, of: warmRuns });
    }
    const fetched = (name: string): TensorValue => fromRuntime(name, results[name]!);
    const outputs = wanted.map((output) => ({ name: output.name, value: output.decode(fetched) }));
    return { outputs, refused, first, warm };
  }
}

/** Lets a fault of the runtime through in our words. */
async function reported<T>(model: Model, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(translate(error instanceof Error ? error.message : String(error), model));
  }
}

/** Types of tensors inside that the file does not state: how they are fetched depends on it. */
function inferredTypes({ model, source }: Omit<Loading, 'plan'>, inputs: ReadonlyMap<string, Value>): Inference {
  const fed = new Map([...inputs].flatMap(([name, value]) => (value.kind === 'tensor' ? [[name, value.shape]] : [])));
  return inferTypes(model, { values: valuesFrom(source), fed });
}

interface Prepared extends Omit<Loading, 'plan' | 'source'> {
  readonly source: OpenFile;
  readonly inputs: readonly Input[];
  readonly values: ReadonlyMap<string, Value>;
}

interface Input {
  readonly name: string;
  readonly source: UsedInput['source'];
  readonly value: Value;
}

function makeInputs(model: Model, request: RunRequest): Input[] {
  const given = request.inputs ?? {};
  checkNames(model, Object.keys(given));
  const required = new Set(model.requiredInputs.map((input) => input.name));
  const sizes = { ...suggestSymbols(model), ...request.sizes };
  return model.graph.inputs.flatMap((input): Input[] => {
    const feed = Object.hasOwn(given, input.name) ? given[input.name]! : null;
    if (!feed && !required.has(input.name)) return [];
    if (feed && feed.kind !== 'fill') {
      checkInput(input, feed);
      return [{ name: input.name, source: 'given', value: feed }];
    }
    const fill = feed?.fill ?? request.fill ?? 'random';
    const value = fillInput(model, input, {
      fill,
      seed: feed?.seed ?? request.seed ?? 0,
      ...(feed?.shape ? { shape: feed.shape } : {}),
      sizes,
    });
    if (!value) return cannotFill(input);
    checkInput(input, value);
    return [{ name: input.name, source: fill, value }];
  });
}

function cannotFill({ name, type }: ValueInfo): never {
  fail(
    'missing-input',
    `The input \`${name}\` needs a value.`,
    `None can be made up for a ${type.kind} of that type or size.`,
    'Give one.',
  );
}

function used({ name, source, value }: Input, echo: boolean): UsedInput {
  return { name, source, shape: shapeOf(value), value: echo ? value : null };
}

function shapeOf(value: Value | null | undefined): readonly number[] | null {
  switch (value?.kind) {
    case 'tensor':
      return value.shape;
    case 'sequence':
      return shapeOf(value.elements[0]);
    case 'optional':
      return shapeOf(value.element);
    default:
      return null;
  }
}

/** Why one of the tensors must not be fetched: asking for it would fail the whole run, or end the process. */
function cannotReturn(session: RuntimeSession, fetches: readonly string[]): ModelProblem | null {
  for (const name of fetches) {
    const metadata = session.outputMetadata[session.outputNames.indexOf(name)];
    if (metadata?.isTensor && canReturn(metadata.type)) continue;
    return {
      kind: 'unsupported-type',
      what: `The result \`${name}\` cannot be shown.`,
      why: metadata?.isTensor
        ? `It is ${metadata.type}, which the runtime's JavaScript cannot return.`
        : 'It is no tensor, and the file does not state of what it is made.',
      todo: 'Look at the tensors it is made of.',
    };
  }
  return null;
}

function nothingToReturn(refused: readonly { readonly problem: ModelProblem }[]): never {
  const [first] = refused;
  if (first) throw new ProblemError(first.problem);
  fail('run-failed', 'The model has no outputs.', 'There is nothing to compute.', 'Ask for a tensor inside it.');
}
