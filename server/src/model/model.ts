// Model: what a model file says, weights by position only. Plain data; `read.ts` makes it.
import type { ByteRange } from './bytes';

/** `float32`, `int64`, `string`, `bfloat16`, `float8e4m3fn`, `int4` … by ONNX's own names, lower case. */
export type ElementType = string;

/** A fixed size, a symbolic name (`batch`), or null where the file says nothing. */
export type Dimension = number | string | null;

export interface TensorType {
  readonly kind: 'tensor' | 'sparse-tensor';
  readonly elementType: ElementType;
  /** null: rank unknown */
  readonly shape: readonly Dimension[] | null;
}

export type ValueType =
  | TensorType
  | { readonly kind: 'sequence'; readonly element: ValueType }
  | { readonly kind: 'map'; readonly key: ElementType; readonly value: ValueType }
  | { readonly kind: 'optional'; readonly element: ValueType }
  | { readonly kind: 'unknown' };

export interface ValueInfo {
  readonly name: string;
  readonly type: ValueType;
  readonly description: string;
}

/** A part of another file that holds a tensor's data. */
export interface ExternalData {
  /** Path relative to the model's folder. */
  readonly location: string;
  readonly offset: number;
  /** null: up to the size of the tensor. */
  readonly length: number | null;
}

/** A stored tensor: its type, its place in the file, never its values (`weights.ts` reads those). */
export interface Initializer {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  /** Bytes of data, in the file or outside. */
  readonly byteLength: number;
  /** Position of the raw data in the model file; null if it lies elsewhere or in typed fields. */
  readonly data: ByteRange | null;
  readonly external: ExternalData | null;
  /** The whole TensorProto; null in an `.ort` file. */
  readonly place: ByteRange | null;
}

export interface SparseInitializer {
  readonly name: string;
  /** The dense shape. */
  readonly shape: readonly number[];
  readonly values: Initializer;
  readonly indices: Initializer;
}

/** `count` and `byteLength` are those of the file; a very long list or text is kept only at its beginning. */
export type AttributeValue =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string; readonly byteLength: number }
  | { readonly kind: 'ints'; readonly values: readonly bigint[]; readonly count: number }
  | { readonly kind: 'floats'; readonly values: readonly number[]; readonly count: number }
  | { readonly kind: 'strings'; readonly values: readonly string[]; readonly count: number }
  | { readonly kind: 'tensor'; readonly tensor: Initializer }
  | { readonly kind: 'tensors'; readonly tensors: readonly Initializer[] }
  | { readonly kind: 'sparse-tensor'; readonly tensor: SparseInitializer }
  | { readonly kind: 'graph'; readonly graph: Graph }
  | { readonly kind: 'graphs'; readonly graphs: readonly Graph[] }
  /** In a function: the attribute of the caller of that name. */
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'other'; readonly type: number };

export interface Attribute {
  readonly name: string;
  readonly value: AttributeValue;
}

export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** '' is ai.onnx. */
  readonly domain: string;
  /** Which of several functions of one name; mostly ''. */
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Graph {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly values: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Initializer[];
  readonly sparseInitializers: readonly SparseInitializer[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Opset {
  /** '' is ai.onnx. */
  readonly domain: string;
  readonly version: number;
}

export interface ModelFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly string[];
  readonly opsets: readonly Opset[];
  readonly nodes: readonly GraphNode[];
  readonly values: readonly ValueInfo[];
}

export interface TrainingStep {
  readonly initialization: Graph | null;
  readonly algorithm: Graph | null;
}

export interface Model {
  readonly format: 'onnx' | 'ort';
  readonly byteLength: number;
  readonly irVersion: number;
  readonly opsets: readonly Opset[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly domain: string;
  readonly modelVersion: number;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: Graph;
  readonly functions: readonly ModelFunction[];
  readonly training: readonly TrainingStep[];
  /** Inputs a caller must feed: graph inputs without an initializer of their name. */
  readonly requiredInputs: readonly ValueInfo[];
}
