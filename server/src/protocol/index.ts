// Our own messages between client and language server: types only, so that the client may import this one folder of the server.
//
// All of it is JSON. 64-bit integers are decimal strings; NaN and the infinities are the strings `NaN`, `Infinity`,
// `-Infinity`. A `uri` is a string as the Language Server Protocol writes it. Long requests are cancelled by the
// protocol's own `$/cancelRequest` (the client passes a CancellationToken) and then answer with a problem of kind
// `cancelled` rather than with an error.
import type { Answer } from './answers';
import type { ModelResult, ModelRun, ModelSummary, TensorPage, ValuesRequest } from './models';
import type { EffectiveSettings, RuleSummary, ServerStatus, WorkspaceCheck } from './linting';
import type { AnalysisRequests } from './analysis';
import type { GraphRequests } from './graph';
import type { InlineRequests } from './inline';
import type { RunRequests } from './run';

export type * from '../model/graph/types';
export type { Dimension, ElementType, ValueInfo, ValueType } from '../model/model';
export type { Category, Safety, Severity } from '../rules/rule';
export type * from './analysis';
export type * from './answers';
export type { InGraph, ModelCost, OutputOfRun } from './graph';
export type * from './inline';
export type * from './linting';
export type * from './models';
export type * from './run';

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
  /** The client has the command `heldout.clearOutputs`. Absent: fixes that clear outputs are left out. */
  readonly clearsOutputs?: boolean;
}

/** The scheme of rule pages: `heldout-rule:/fit-before-split.md`. The client serves them by `heldout/rule/page`. */
export type RuleScheme = 'heldout-rule';

/**
 * Commands that code actions and hover cards name and the client registers:
 * `heldout.showRule` with the name of the rule; `heldout.openModel` with the URI of a model file; `heldout.clearOutputs` with
 * the URI of a notebook and those of its cells.
 */
export type ClientCommand = 'heldout.showRule' | 'heldout.openModel' | 'heldout.clearOutputs';
