// A model, a run of it, and what comes out.
import type { GraphPath } from '../model/graph/types';
import type { ElementType, ValueInfo, ValueType } from '../model/model';
import type { ClassProbabilities, FedSpec, ResultExtras, Suggestions } from './run';

export interface ModelSummary {
  readonly uri: string;
  readonly format: 'onnx' | 'ort';
  /** Bytes of the model file itself. */
  readonly byteLength: number;
  readonly irVersion: number;
  /** `domain` '' is ai.onnx. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly domain: string;
  readonly modelVersion: number;
  readonly description: string;
  readonly graphName: string;
  /** In the order of the file. */
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  /** Inputs that must be fed. */
  readonly inputs: readonly ValueInfo[];
  /** Inputs with a stored default, which may be fed. */
  readonly optionalInputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Subgraphs and functions included, the most frequent first. `domain` '' is ai.onnx. */
  readonly operators: readonly { readonly operator: string; readonly domain: string; readonly count: number }[];
  readonly nodeCount: number;
  /** Elements in all stored tensors. */
  readonly parameters: number;
  /** Bytes of all stored tensors, external ones included. */
  readonly weightBytes: number;
  /** Stored tensors by element type, the largest first. */
  readonly weights: readonly {
    readonly elementType: ElementType;
    readonly tensors: number;
    readonly byteLength: number;
  }[];
  /** Files beside the model that hold weights; `byteLength` null: not there. */
  readonly externalFiles: readonly { readonly location: string; readonly byteLength: number | null }[];
  /** Symbolic dimensions of the inputs (`batch`), in order of appearance. A run may give each a size. */
  readonly symbols: readonly string[];
  /** Sizes and values to start with. */
  readonly suggestions: Suggestions;
}

/** How one input of a run is made. `shape` overrides the declared one; unknown dimensions are 1 otherwise. */
export type InputSpec =
  | { readonly kind: 'zeros' | 'ones'; readonly shape?: readonly number[] }
  /** Uniform in [0, 1) for floats, small integers, booleans; the same seed gives the same values. */
  | { readonly kind: 'random'; readonly seed: number; readonly shape?: readonly number[] }
  /** As typed: JSON (`[[1.5, 2], [3, 4]]`) or numbers and words separated by commas or spaces. */
  | { readonly kind: 'values'; readonly text: string; readonly shape?: readonly number[] }
  /** Leave an optional input to its default. */
  | { readonly kind: 'default' }
  | FedSpec;

export interface ModelRun {
  readonly uri: string;
  /** By input name; inputs that are not named are made by `otherwise`. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Default: random with seed 0. */
  readonly otherwise?: InputSpec;
  /** Sizes of symbolic dimensions; 1 where not named. */
  readonly symbols?: Readonly<Record<string, number>>;
  /** How many values of each output come with the answer. Default 100. */
  readonly pageSize?: number;
  /** Runs after the first, for the latency of a loaded model; without it a few, for a second at most. */
  readonly warmRuns?: number;
  /** Run although the model crashed twice. */
  readonly ignoreQuarantine?: boolean;
  /** Tensors of the main graph to come out instead of the outputs. */
  readonly results?: readonly string[];
  /** The body (of a branch or a loop) that the one result is inside of. */
  readonly inside?: GraphPath;
}

/** One element: 64-bit integers and non-finite numbers are strings. */
export type Scalar = number | string | boolean;

export interface TensorPage {
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  /** Elements in the whole tensor. */
  readonly count: number;
  /** What the columns of its last axis stand for: the classes of a classifier. */
  readonly columns?: readonly string[];
  /** Index of the first value given, in row-major order. */
  readonly offset: number;
  readonly values: readonly Scalar[];
}

/** What an output holds; long lists are cut, with their full length beside them. */
export type OutputValue =
  | ({ readonly kind: 'tensor' } & TensorPage)
  | { readonly kind: 'sequence'; readonly length: number; readonly items: readonly OutputValue[] }
  | {
      readonly kind: 'map';
      readonly length: number;
      readonly entries: readonly { readonly key: string; readonly value: Scalar }[];
    }
  /** An optional without a value. */
  | { readonly kind: 'none' };

export interface ModelOutput {
  readonly name: string;
  readonly type: ValueType;
  readonly value: OutputValue;
}

export interface ModelResult extends ResultExtras {
  /** Names the run in `heldout/model/values`. */
  readonly run: string;
  /** What was fed, so that the user sees it. */
  readonly inputs: readonly { readonly name: string; readonly value: OutputValue }[];
  readonly outputs: readonly ModelOutput[];
  readonly probabilities: readonly ClassProbabilities[];
  readonly timing: {
    /** Loading the model, in milliseconds; 0 if it was loaded already. */
    readonly loadMs: number;
    /** The run itself, in milliseconds; slower than later ones where the model has just been loaded. */
    readonly runMs: number;
    /** The median of a few runs after it; null if there were none. */
    readonly warmMs: number | null;
    /** Each of them, in their order. */
    readonly warm: readonly number[];
  };
  /** What the reader should know: an input that was guessed, a type that was cast. */
  readonly notes: readonly string[];
}

export interface ValuesRequest {
  readonly run: string;
  readonly output: string;
  /** The item of a sequence. */
  readonly item?: number;
  readonly offset: number;
  /** At most 10,000. */
  readonly count: number;
}
