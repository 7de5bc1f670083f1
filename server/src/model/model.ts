// Model: what a model file says, weights by position only. Plain data; `read.ts` makes it.

/** `float32`, `int64`, `string`, `bfloat16`, `float8e4m3fn`, `int4` … by ONNX's own names, lower case. */
export type ElementType = string;

/** A fixed size, a symbolic name (`batch`), or null where the file says nothing. */
export type Dimension = number | string | null;

export type ValueType =
  | { readonly kind: 'tensor'; readonly elementType: ElementType; /** null: rank unknown */ readonly shape: readonly Dimension[] | null }
  | { readonly kind: 'sparse-tensor'; readonly elementType: ElementType; readonly shape: readonly Dimension[] | null }
  | { readonly kind: 'sequence'; readonly element: ValueType }
  | { readonly kind: 'map'; readonly key: ElementType; readonly value: ValueType }
  | { readonly kind: 'optional'; readonly element: ValueType }
  | { readonly kind: 'unknown' };

export interface ValueInfo {
  readonly name: string;
  readonly type: ValueType;
  readonly description: string;
}

/** A stored tensor: its type, its place in the file, never its values. */
export interface Initializer {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  /** Bytes of data, in the file or outside. */
  readonly byteLength: number;
  /** Position of the raw data in the model file; null if it lies elsewhere or in typed fields. */
  readonly data: { readonly start: number; readonly end: number } | null;
  readonly external: { readonly location: string; readonly offset: number; readonly length: number | null } | null;
}

export type AttributeValue =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly values: readonly bigint[] }
  | { readonly kind: 'floats'; readonly values: readonly number[] }
  | { readonly kind: 'strings'; readonly values: readonly string[] }
  | { readonly kind: 'tensor'; readonly tensor: Initializer }
  | { readonly kind: 'graph'; readonly graph: Graph }
  | { readonly kind: 'graphs'; readonly graphs: readonly Graph[] }
  | { readonly kind: 'other'; readonly type: number };

export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** '' is ai.onnx. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: AttributeValue }[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly values: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Initializer[];
}

export interface Model {
  readonly format: 'onnx' | 'ort';
  readonly byteLength: number;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly domain: string;
  readonly modelVersion: number;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: Graph;
  readonly functions: readonly { readonly name: string; readonly domain: string; readonly nodes: readonly GraphNode[] }[];
  /** Inputs a caller must feed: graph inputs without an initializer of their name. */
  readonly requiredInputs: readonly ValueInfo[];
}
