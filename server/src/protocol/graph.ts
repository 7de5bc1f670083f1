// Messages about the graph of a model: types only.
import type {
  GraphHits,
  GraphPath,
  GraphPicture,
  GraphQuery,
  NodeDetails,
  StoredPlace,
  TensorStatistics,
} from '../model/graph/types';
import type { ValueType } from '../model/model';
import type { Answer } from './answers';
import type { TensorPage } from './models';

/** Of the graph at `path` of the model. */
export type InGraph<More> = More & { readonly uri: string; readonly path: GraphPath };

export interface OutputOfRun {
  readonly run: string;
  readonly output: string;
}

/** What a run costs at given sizes of the inputs. */
export interface ModelCost {
  /** Shapes of the inputs it is of. `isStated`: the file says so; else some sizes were chosen. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly isStated: boolean }[];
  readonly multiplyAdds: number;
  /** Nodes that multiply; those left out because a shape is not known. */
  readonly counted: number;
  readonly unknown: number;
  /** Bytes of all tensors between nodes, and the largest. */
  readonly activationBytes: number;
  readonly largest: { readonly tensor: string; readonly bytes: number } | null;
  /** Tensors of the main graph whose stated shape the graph contradicts, with both, at most 20. */
  readonly disagreements: readonly {
    readonly tensor: string;
    readonly stated: ValueType;
    readonly inferred: ValueType;
  }[];
}

export interface GraphRequests {
  /** Multiply-adds and sizes of tensors; `symbols` are the sizes of symbolic dimensions. Nothing is run. */
  'heldout/model/cost': {
    params: { readonly uri: string; readonly symbols?: Readonly<Record<string, number>> };
    result: Answer<ModelCost>;
  };
  /** Statistics of an output of a finished run that is one tensor of numbers; null for any other. */
  'heldout/model/statistics': { params: OutputOfRun; result: Answer<TensorStatistics | null> };
  /** What is to be seen of the graph: never more than a few hundred items, whatever the size of the model. */
  'heldout/model/graph': { params: InGraph<{ readonly query: GraphQuery }>; result: Answer<GraphPicture> };
  'heldout/model/search': { params: InGraph<{ readonly text: string }>; result: Answer<GraphHits> };
  'heldout/model/node': { params: InGraph<{ readonly node: number }>; result: Answer<NodeDetails> };
  /** Values of a stored tensor, read from the file when asked for. */
  'heldout/model/stored': {
    params: InGraph<{ readonly place: StoredPlace; readonly offset: number; readonly count: number }>;
    result: Answer<TensorPage>;
  };
  /** Reads the whole tensor, piece by piece; null where it is not of numbers. */
  'heldout/model/storedStatistics': {
    params: InGraph<{ readonly place: StoredPlace }>;
    result: Answer<TensorStatistics | null>;
  };
}
