// Messages about a model at work: time of each node, values along a run, two models compared.
import type { TensorDifference } from '../model/difference';
import type { ModelDiff, NodeName } from '../model/diff/types';
import type { Advice } from '../model/advice/types';
import type { TensorStatistics } from '../model/graph/types';
import type { ElementType } from '../model/model';
import type { Answer, Problem } from './answers';
import type { ModelRun } from './models';

export type { Advice, ModelDiff, NodeName, TensorDifference };
export type { FactChange, NodeChange, ValueChange, WeightChange } from '../model/diff/types';

export interface ProfiledNode {
  /** The node of the file; null where the runtime made it up, or nothing tells. */
  readonly node: number | null;
  readonly name: string;
  readonly operator: string;
  /** Median of the runs; all calls of one run together. */
  readonly milliseconds: number;
  readonly calls: number;
  /** It ran inside another node, whose time has it already. */
  readonly inside: boolean;
  /** Of its first output. */
  readonly shape: readonly number[] | null;
  readonly multiplyAdds: number | null;
}

export interface ModelProfile {
  readonly optimized: boolean;
  /** Median of a whole run. */
  readonly milliseconds: number;
  readonly runs: number;
  readonly runtime: string;
  /** In the order of the run. */
  readonly nodes: readonly ProfiledNode[];
}

export interface TraceRow {
  readonly name: string;
  /** What makes it; null: an input. */
  readonly node: NodeName | null;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly statistics: Omit<TensorStatistics, 'histogram'> | null;
}

export interface ModelTrace {
  /** In the order of the run, the inputs first. */
  readonly rows: readonly TraceRow[];
  /** Rows there are; more than a few thousand are not sent. */
  readonly total: number;
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  /** What looks wrong, and what to do about it; the most serious first. */
  readonly advice: readonly Advice[];
}

export interface ComparedValues {
  readonly name: string;
  /** In the other model. */
  readonly other: string;
  readonly difference: TensorDifference;
}

export interface ComparedResults {
  /** What was fed to both. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] | null }[];
  readonly outputs: readonly ComparedValues[];
  /** Tensors inside both that were compared, and those that differ: the first of them, in the order of the run. */
  readonly compared: number;
  readonly differing: readonly (ComparedValues & { readonly node: NodeName | null })[];
  readonly differingCount: number;
  readonly refused: number;
}

export interface ModelComparison {
  readonly diff: ModelDiff;
  /** null: they were not run. */
  readonly run: { readonly value: ComparedResults } | { readonly problem: Problem } | null;
}

/** A model beside one run that was saved. */
export interface ComparedSet {
  /** Of the folder or file that holds it. */
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] | null }[];
  /** The saved value is the first of each difference; `other` is where it was found. */
  readonly outputs: readonly ComparedValues[];
  /** What was not compared, and why. */
  readonly notes: readonly string[];
}

export interface AnalysisRequests {
  /** Runs a model a few times and measures its nodes: as optimized for this machine, or each as it is in the file. */
  'heldout/model/profile': {
    params: { readonly uri: string; readonly run: Omit<ModelRun, 'uri'>; readonly optimized: boolean };
    result: Answer<ModelProfile>;
  };
  /** Runs a model and looks at every tensor on the way. */
  'heldout/model/trace': {
    params: { readonly uri: string; readonly run: Omit<ModelRun, 'uri'> };
    result: Answer<ModelTrace>;
  };
  /** Runs the model once and writes it as a script, a test, a folder of ONNX's test format or an `.npz` file into `folder`. */
  'heldout/model/takeAlong': {
    params: {
      readonly uri: string;
      readonly run: Omit<ModelRun, 'uri'>;
      readonly as: 'script' | 'test' | 'folder' | 'archive';
      readonly folder: string;
    };
    /** How many files were written, the one to look at, and what could not be taken along. */
    result: Answer<{ readonly files: number; readonly open: string; readonly notes: readonly string[] }>;
  };
  /** Compares with another file; runs both on the same input where `run` says how. */
  'heldout/model/compare': {
    params: { readonly uri: string; readonly other: string; readonly run?: Omit<ModelRun, 'uri'> };
    result: Answer<ModelComparison>;
  };
  /** Runs the model on the inputs of a saved result (a folder, an `.npz` file), and compares its outputs with the saved ones. */
  'heldout/model/compareSaved': {
    params: { readonly uri: string; readonly saved: string };
    /** One for each run that was saved. */
    result: Answer<readonly ComparedSet[]>;
  };
}
