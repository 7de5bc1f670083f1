// Messages about the graph of a model, a part of protocol.ts: types only.
import type {
  GraphHits,
  GraphPath,
  GraphPicture,
  GraphQuery,
  NodeDetails,
  StoredPlace,
  TensorStatistics,
} from './model/graph/types';
import type { Answer, TensorPage } from './protocol';

/** Of the graph at `path` of the model. */
export type InGraph<More> = More & { readonly uri: string; readonly path: GraphPath };

export interface OutputOfRun {
  readonly run: string;
  readonly output: string;
}

export interface GraphRequests {
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
