// Our own messages between client and language server: types only, so that the client may import this one server file.
//
// All of it is JSON. 64-bit integers are decimal strings; NaN and the infinities are the strings `NaN`, `Infinity`,
// `-Infinity`. A `uri` is a string as the Language Server Protocol writes it. Long requests are cancelled by the
// protocol's own `$/cancelRequest` (the client passes a CancellationToken) and then answer with a problem of kind
// `cancelled` rather than with an error.
import type { GraphPath } from './model/graph/types';
import type { Dimension, ElementType, ValueInfo, ValueType } from './model/model';
import type { AnalysisRequests } from './protocolAnalysis';
import type { GraphRequests } from './protocolGraph';
import type { InlineRequests, LineRange } from './protocolInline';
import type { ClassProbabilities, FedSpec, ResultExtras, RunRequests, Suggestions } from './protocolRun';
import type { Category, Safety, Severity } from './rules/rule';

export type * from './model/graph/types';
export type { InGraph, ModelCost, OutputOfRun } from './protocolGraph';
export type * from './protocolAnalysis';
export type * from './protocolInline';
export type * from './protocolRun';
export type { Category, Dimension, ElementType, Safety, Severity, ValueInfo, ValueType };

/** The requests a client may send: method → what it sends and what it gets. */
export interface Requests extends AnalysisRequests, GraphRequests, InlineRequests, RunRequests {
  /** Reads what a model file says; its weights are not loaded, nothing native is. */
  'heldout/model/show': { params: { readonly uri: string }; result: Answer<ModelSummary> };
  /** Runs a model in its own process. Refused in an untrusted workspace. A newer run of the same model cancels the older. */
  'heldout/model/run': { params: ModelRun; result: Answer<ModelResult> };
  /** More values of an output of a finished run. The server keeps the last few runs only. */
  'heldout/model/values': { params: ValuesRequest; result: Answer<TensorPage> };
  /** All rules, in the order of the documentation. */
  'heldout/rule/list': { params: Record<string, never>; result: readonly RuleSummary[] };
  /** The page of a rule as Markdown; null if there is no rule of that name. */
  'heldout/rule/page': { params: { readonly name: string }; result: { readonly markdown: string } | null };
  /** The settings that hold for a file and where each comes from, as a text to read. */
  'heldout/settings/effective': { params: { readonly uri: string }; result: EffectiveSettings };
  /** Lints every Python file and notebook of the folders. The findings arrive as ordinary diagnostics. */
  'heldout/workspace/check': { params: { readonly folders?: readonly string[] }; result: WorkspaceCheck };
}

/** Notifications from the server to the client. */
export interface ServerNotifications {
  /** For the language status item. */
  'heldout/status': ServerStatus;
  /** A model file changed, appeared or went: an open view of it should ask again. */
  'heldout/model/changed': { readonly uri: string; readonly change: 'created' | 'changed' | 'deleted' };
  /** What a running `heldout/model/run` is doing. */
  'heldout/model/progress': { readonly uri: string; readonly message: string };
}

/** Notifications from the client to the server. */
export interface ClientNotifications {
  /** The user granted trust to the workspace. (Trust is never taken back without a restart.) */
  'heldout/workspace/trusted': Record<string, never>;
  /** What cells show and the number of their last run, which the protocol's own synchronization leaves out: of all cells, or of those that changed. */
  'heldout/notebook/outputs': { readonly uri: string; readonly cells: readonly CellOutputs[] };
  /** The view of a model was closed: its kept results may go. */
  'heldout/model/closed': { readonly uri: string };
}

/** What a cell shows as text: streams, plain results, errors. */
export interface CellOutputs {
  /** The cell's document. */
  readonly uri: string;
  readonly outputs: readonly string[];
  /** The number beside the cell; the protocol has it only of cells that were run since the notebook was opened. */
  readonly executionCount: number | null;
}

/** `initializationOptions` of the `initialize` request. */
export interface InitializationOptions {
  /** `workspace.isTrusted`. Absent means no: models do not run. */
  readonly trusted?: boolean;
  /** The client opens `heldout-rule:/NAME.md` and has the command `heldout.showRule`. Absent: rule links are left out. */
  readonly rulePages?: boolean;
  /** The client has the command `heldout.openModel`. Absent: hover cards have no link to the model. */
  readonly modelEditor?: boolean;
}

/** The scheme of rule pages: `heldout-rule:/fit-before-split.md`. The client serves them by `heldout/rule/page`. */
export type RuleScheme = 'heldout-rule';

/**
 * Commands that code actions and hover cards name and the client registers:
 * `heldout.showRule` with the name of the rule; `heldout.openModel` with the URI of a model file.
 */
export type ClientCommand = 'heldout.showRule' | 'heldout.openModel';

// ---------------------------------------------------------------------------------------------- problems

/** What went wrong, in words for the user: what happened, why, and what to do about it. */
export interface Problem {
  /**
   * For the client to act on: `cancelled` (show nothing), `untrusted` (offer to manage trust), `quarantined` (it crashed
   * twice: offer to run it anyway), `missing`; others are only shown.
   */
  readonly kind: string;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** The words of the program underneath, where there were any. */
  readonly detail?: string;
}

/** An answer, or the problem why there is none. */
export type Answer<Value> =
  | { readonly value: Value; readonly problem?: never }
  | { readonly value?: never; readonly problem: Problem };

// ---------------------------------------------------------------------------------------------- models

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

// ---------------------------------------------------------------------------------------------- rules, settings, workspace

export interface RuleSummary {
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly summary: string;
}

export interface EffectiveSettings {
  /** Of `text`, for the editor that shows it. */
  readonly languageId: string;
  readonly text: string;
}

export interface WorkspaceCheck {
  readonly files: number;
  readonly findings: number;
  /** Files that could not be read, and why. */
  readonly problems: readonly { readonly uri: string; readonly message: string }[];
  /** The walk stopped early; what was found until then is shown. */
  readonly stopped: 'cancelled' | 'too many files' | null;
  readonly milliseconds: number;
}

export interface ServerStatus {
  readonly state: 'ready' | 'busy' | 'warning';
  readonly version: string;
  /** One line: what is going on, or what is wrong. */
  readonly message: string;
  /** The last check of an open document. */
  readonly last?: { readonly uri: string; readonly milliseconds: number; readonly findings: number };
}

/** The `data` of each of our diagnostics: its fixes, ready made, so that the server keeps no state of them. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fixes: readonly DiagnosticFix[];
}

export interface DiagnosticFix {
  readonly title: string;
  readonly safety: Safety;
  /** One entry per document (of a notebook: per cell), with the version the edits were made for. */
  readonly documents: readonly {
    readonly uri: string;
    readonly version: number;
    readonly edits: readonly TextEditData[];
  }[];
}

/** A `TextEdit` of the protocol. */
export interface TextEditData {
  readonly range: LineRange;
  readonly newText: string;
}
