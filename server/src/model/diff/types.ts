// What differs between two models, as plain data: what they say, their nodes, their weights.
import type { ElementType, ValueType } from '../model';

/** `a` is the model asked about, `b` the one it is set against; null: it has none of this name. */
export interface FactChange {
  readonly name: string;
  readonly a: string | null;
  readonly b: string | null;
}

export interface ValueChange {
  readonly name: string;
  readonly a: ValueType | null;
  readonly b: ValueType | null;
}

export interface NodeName {
  /** Its number in the file. */
  readonly node: number;
  readonly name: string;
  readonly operator: string;
  /** '' is ai.onnx. */
  readonly domain: string;
}

export interface NodeChange {
  readonly a: NodeName;
  readonly b: NodeName;
  /** Attributes, the operator, what it takes. */
  readonly changes: readonly FactChange[];
}

export interface WeightChange {
  readonly name: string;
  /** In the other model, where it has another name. */
  readonly other: string;
  readonly a: { readonly elementType: ElementType; readonly shape: readonly number[] };
  readonly b: { readonly elementType: ElementType; readonly shape: readonly number[] };
  /** The largest |a − b|, and |a − b| as vectors in parts of |a|; null where type or shape differ, or it is not of numbers. */
  readonly values: { readonly absolute: number; readonly relative: number } | null;
}

export interface ModelDiff {
  readonly facts: readonly FactChange[];
  readonly metadata: readonly FactChange[];
  readonly inputs: readonly ValueChange[];
  readonly outputs: readonly ValueChange[];
  readonly operators: readonly {
    readonly operator: string;
    readonly domain: string;
    readonly a: number;
    readonly b: number;
  }[];
  readonly nodes: {
    readonly same: number;
    readonly onlyA: readonly NodeName[];
    readonly onlyB: readonly NodeName[];
    readonly changed: readonly NodeChange[];
  };
  readonly weights: {
    readonly same: number;
    readonly onlyA: readonly string[];
    readonly onlyB: readonly string[];
    readonly changed: readonly WeightChange[];
    /** Weights whose values could not be read, in a file that is not there. */
    readonly unread: readonly string[];
  };
  /** Nothing of it differs. */
  readonly same: boolean;
}
