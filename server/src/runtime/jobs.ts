// What the host can be asked to do besides a plain run: measure each node, look at all tensors, compare two models.
import type { TensorDifference } from '../model/difference';
import type { TensorStatistics } from '../model/graph/types';
import type { ElementType } from '../model/model';
import type { ModelProblem } from '../model/problem';
import type { RunRequest, RunResult, RuntimeInfo, UsedInput } from './protocol';

/** Kind → what it is asked with and what it gives. */
export interface Jobs {
  readonly run: { readonly request: RunRequest; readonly result: RunResult };
  readonly profile: { readonly request: ProfileRequest; readonly result: ProfileResult };
  readonly trace: { readonly request: TraceRequest; readonly result: TraceResult };
  readonly compare: { readonly request: CompareRequest; readonly result: CompareResult };
}

export type JobKind = keyof Jobs;

export interface ProfileRequest extends RunRequest {
  /** As the runtime makes it faster for this machine; false: each node of the file on its own. */
  readonly optimized: boolean;
  /** Runs that are measured, after one that is not; they end after two seconds. */
  readonly runs: number;
}

/** The time of one node, as the runtime ran it. */
export interface NodeTime {
  /** The runtime's own number; that of the file, Constant nodes left out, where the node is still the same. */
  readonly index: number;
  readonly name: string;
  readonly operator: string;
  /** Median of the runs, in milliseconds; all of its calls in a run together. */
  readonly milliseconds: number;
  /** In one run: more than one inside loops. */
  readonly calls: number;
  /** It ran inside another node (the body of a loop), whose time has it already. */
  readonly inside: boolean;
  /** Shapes of what it made. */
  readonly shapes: readonly (readonly number[])[];
}

export interface ProfileResult {
  readonly runtime: RuntimeInfo;
  readonly inputs: readonly UsedInput[];
  /** Median of a whole run, in milliseconds. */
  readonly milliseconds: number;
  readonly runs: number;
  /** In the order of the run. */
  readonly nodes: readonly NodeTime[];
}

export interface TraceRequest extends RunRequest {
  /** Tensors of the main graph to look at; all that nodes make if left out. */
  readonly tensors?: readonly string[];
}

export interface TracedTensor {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  /** null: text, or no tensor of numbers. */
  readonly statistics: TensorStatistics | null;
}

export interface TraceResult {
  readonly runtime: RuntimeInfo;
  readonly inputs: readonly UsedInput[];
  /** Inputs first, then in the order of the run. */
  readonly tensors: readonly TracedTensor[];
  readonly refused: readonly { readonly name: string; readonly problem: ModelProblem }[];
}

export interface CompareRequest extends RunRequest {
  /** Absolute path of the other model, which gets the same inputs. */
  readonly other: string;
  /** Tensors to compare: the name in this model, and in the other. The outputs if left out. */
  readonly pairs?: readonly (readonly [string, string])[];
}

export interface ComparedTensor {
  readonly name: string;
  readonly other: string;
  readonly difference: TensorDifference;
}

export interface CompareResult {
  readonly runtime: RuntimeInfo;
  readonly inputs: readonly UsedInput[];
  /** In the order they were asked for. */
  readonly tensors: readonly ComparedTensor[];
  /** Pairs that could not be had, and why. */
  readonly refused: readonly { readonly name: string; readonly problem: ModelProblem }[];
}
