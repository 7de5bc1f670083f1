// What the supervisor and the forked host say to each other. Plain data; tensors as typed arrays, sent in binary.
import type { GraphPath } from '../model/graph/types';
import type { Fill } from '../model/fill';
import type { ModelProblem, Result } from '../model/problem';
import type { Value } from '../model/values';
import type { JobKind, Jobs } from './jobs';

/** A value for an input, or how to make one up. */
export type Feed =
  | Value
  | { readonly kind: 'fill'; readonly fill: Fill; readonly seed?: number; readonly shape?: readonly number[] };

export interface RunRequest {
  /** Absolute path of the model file. */
  readonly file: string;
  /** By input name; required inputs that are not named are filled with `fill`. */
  readonly inputs?: Readonly<Record<string, Feed>>;
  /** For inputs that are not named; `random` if left out. */
  readonly fill?: Fill;
  /** For made-up values; 0 if left out. */
  readonly seed?: number;
  /** Sizes of symbolic dimensions of made-up values, by name. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Outputs, or any tensors of the main graph; all outputs if left out. */
  readonly results?: readonly string[];
  /** The body (of a branch or a loop) that the one result is inside of; the main graph if left out. */
  readonly inside?: GraphPath;
  /** Runs after the first, to measure the warm latency. 0 if left out. */
  readonly warmRuns?: number;
  /** Milliseconds after which no further warm run is begun; 1000 if left out. */
  readonly warmTime?: number;
  /** Send the inputs' values back, also made-up ones. */
  readonly echo?: boolean;
  /** Milliseconds; the runtime's own limit if left out. */
  readonly timeLimit?: number;
  /** Run a model that was put aside after two crashes. */
  readonly retry?: boolean;
}

export interface UsedInput {
  readonly name: string;
  readonly source: 'given' | Fill;
  /** Shape of the tensor, of the first one of a sequence; null for a map. */
  readonly shape: readonly number[] | null;
  /** Only where the request asked for an echo. */
  readonly value: Value | null;
}

/** Milliseconds, measured inside the host around the runtime's own calls. */
export interface Timing {
  /** Reading and loading the model; 0 where it was loaded already. */
  readonly load: number;
  /** The first run of this request; slower than the others where the model has just been loaded. */
  readonly first: number;
  readonly warm: readonly number[];
}

/** What a run is doing; sent at most a few times a second. */
export type RunProgress =
  | { readonly step: 'starting' | 'loading' | 'running' }
  | { readonly step: 'measuring'; readonly done: number; readonly of: number };

export interface RunResult {
  readonly runtime: RuntimeInfo;
  readonly inputs: readonly UsedInput[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
  /** Results that could not be had, and why; the others are there. */
  readonly refused: readonly { readonly name: string; readonly problem: ModelProblem }[];
  readonly timing: Timing;
}

export interface RuntimeInfo {
  /** `native`: onnxruntime-node; `wasm`: onnxruntime-web, several times slower. */
  readonly backend: 'native' | 'wasm';
  readonly version: string;
  /** Why it is not the native one; '' where it is. */
  readonly note: string;
}

/** A job of each kind. */
export type ToHost = {
  [Kind in JobKind]: { readonly type: Kind; readonly id: number; readonly request: Jobs[Kind]['request'] };
}[JobKind];

export type FromHost =
  | { readonly type: 'ready'; readonly runtime: RuntimeInfo }
  | { readonly type: 'failed'; readonly problem: ModelProblem }
  | { readonly type: 'progress'; readonly id: number; readonly progress: RunProgress }
  | { readonly type: 'done'; readonly id: number; readonly result: Result<Jobs[JobKind]['result']> };

/** Written to stderr by the host's watch before it ends the process, since nothing else can be said then. */
export const MEMORY_MARK = 'heldout: memory limit';
