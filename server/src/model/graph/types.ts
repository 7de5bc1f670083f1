// What is shown of a graph: a bounded picture, a node's details, what a search found. Plain data, all of it JSON.
import type { ElementType, ValueType } from '../model';
import type { SourceFrame } from '../stackTrace';

export type { SourceFrame };

/** One step into a body: of a node's attribute (`then_branch`), or of a function of the model by its number. */
export type GraphStep = { readonly node: number; readonly attribute: string } | { readonly function: number };

/** From the main graph (no steps) to a body inside it. */
export type GraphPath = readonly GraphStep[];

/** What the picture is to show. */
export interface GraphQuery {
  readonly path: GraphPath;
  /** Scopes that are unfolded; null: as many as stay readable. */
  readonly open: readonly string[] | null;
  /** Unfold what this node is in. */
  readonly reveal?: number;
  /** Only what is so many edges away from this node, without scopes. */
  readonly around?: { readonly node: number; readonly hops: number };
}

/** For a subtle colour: what a node does. */
export type NodeKind =
  | 'linear'
  | 'activation'
  | 'normalization'
  | 'pooling'
  | 'arithmetic'
  | 'shape'
  | 'control'
  | 'quantization'
  | 'classical'
  | 'function'
  | 'other';

export interface Body {
  /** `then_branch`, or the name of a function. */
  readonly name: string;
  readonly path: GraphPath;
}

export type GraphItem =
  | {
      readonly kind: 'node';
      readonly id: string;
      /** Its number in the file. */
      readonly node: number;
      readonly name: string;
      readonly operator: string;
      /** '' is ai.onnx. */
      readonly domain: string;
      readonly does: NodeKind;
      /** One short line about it: the shapes of its weights, a kernel. */
      readonly remark: string;
      /** The unfolded scope it is in, if any. */
      readonly scope: string | null;
      readonly bodies: readonly Body[];
      /** Neighbours that are not in the picture. */
      readonly beyond: number;
    }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly name: string;
      readonly count: number;
      /** Numbers of all its nodes, as runs from one to another. */
      readonly nodes: readonly (readonly [first: number, last: number])[];
      /** Its most frequent operators, by count. */
      readonly operators: readonly { readonly operator: string; readonly count: number }[];
      readonly scope: string | null;
    }
  | {
      /** `outer`: a tensor of the graph around this one. */
      readonly kind: 'input' | 'output' | 'outer';
      readonly id: string;
      readonly name: string;
      readonly type: ValueType | null;
    };

export interface GraphEdge {
  /** Ids of items. */
  readonly from: string;
  readonly to: string;
  /** How many tensors go this way; `tensors` has the first few. */
  readonly count: number;
  readonly tensors: readonly { readonly name: string; readonly type: ValueType | null }[];
}

/** An unfolded scope, drawn around its items. */
export interface OpenScope {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
}

export interface GraphPicture {
  readonly items: readonly GraphItem[];
  readonly edges: readonly GraphEdge[];
  readonly scopes: readonly OpenScope[];
  /** All scopes that are unfolded, also those that are drawn without a frame. */
  readonly open: readonly string[];
  /** Nodes of the whole graph, weights made ready not counted. */
  readonly nodeCount: number;
  /** Scopes of the whole graph. */
  readonly scopeCount: number;
  /** Items that did not fit into the picture. */
  readonly cut: number;
}

/** Where a stored tensor is: among the initializers, or in an attribute of a node. */
export type StoredPlace =
  | { readonly kind: 'initializer'; readonly name: string }
  | { readonly kind: 'attribute'; readonly node: number; readonly attribute: string };

export interface StoredTensor {
  readonly place: StoredPlace;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** The file beside the model that has its values; null: the model itself. */
  readonly file: string | null;
  /** Operators that make it ready before it is used, such as DequantizeLinear. */
  readonly through: readonly string[];
}

export interface Port {
  /** Name of the tensor; '' for an optional input that is left out. */
  readonly name: string;
  readonly type: ValueType | null;
  /** The file leaves the type open, or part of it; it follows from the graph. */
  readonly inferred: boolean;
  readonly stored: StoredTensor | null;
  /** An input or output of the graph, or a tensor of the graph around. */
  readonly boundary: 'input' | 'output' | 'outer' | null;
  /** Where it comes from, or goes to: the first few nodes. */
  readonly others: readonly { readonly node: number; readonly label: string }[];
}

export interface NodeDetails {
  readonly node: number;
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly does: NodeKind;
  readonly description: string;
  /** Names of the scopes it is in, the outermost first. */
  readonly scope: readonly string[];
  readonly attributes: readonly {
    readonly name: string;
    readonly type: string;
    readonly text: string;
    readonly stored: StoredTensor | null;
  }[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly bodies: readonly Body[];
  readonly metadata: readonly { readonly name: string; readonly text: string }[];
  /** The lines of Python that made it, the outermost call first; empty if the model does not say. */
  readonly source: readonly SourceFrame[];
  /** Its tensors can be had from a run: those of functions cannot. */
  readonly runnable: boolean;
  /** Products it sums up in one run at the sizes of {@link ModelCost}; null: not known, or nothing worth counting. */
  readonly multiplyAdds: number | null;
}

export interface GraphHit {
  readonly node: number;
  readonly operator: string;
  readonly name: string;
  /** What matched, where that is neither the operator nor the name. */
  readonly matched: string;
}

export interface GraphHits {
  /** The best first, at most 50. */
  readonly hits: readonly GraphHit[];
  readonly total: number;
}

/** Of the numbers of a tensor; those that are not finite are counted and left out of the rest. */
export interface TensorStatistics {
  /** Elements in the tensor. */
  readonly count: number;
  /** Elements looked at: less than `count` where the tensor is very large. */
  readonly seen: number;
  /** null: no finite number. `deviation` is the standard deviation of the population. */
  readonly range: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly deviation: number;
  } | null;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
  /** Equal bins from `range.min` to `range.max`. */
  readonly histogram: readonly number[];
}
