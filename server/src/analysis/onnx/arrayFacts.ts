// What is known of an array, and the questions that the parts of its analysis ask each other.
import type { Expr } from '../syntax';
import type { Module } from '../module';
import type { Shape } from './shapes';

/** `python`: a number, or a list of them, with the type NumPy would give it. `frame`: a pandas DataFrame. */
export type Library = 'numpy' | 'torch' | 'python' | 'frame';

export interface ArrayFacts {
  readonly library: Library;
  /** By ONNX's names (`float64`); null if it is not known. */
  readonly dtype: string | null;
  /** null: not even the rank is known. */
  readonly shape: Shape | null;
}

/** Answers the questions of the parts of this analysis about sub-expressions. */
export interface ArrayReader {
  readonly module: Module;
  of(expr: Expr | null | undefined): ArrayFacts | null;
  /** A whole number that is surely known. */
  integer(expr: Expr | null | undefined): number | null;
  /** The type a `dtype=` names. */
  dtype(expr: Expr): string | null;
  /** A tuple of sizes, or one size. */
  shape(expr: Expr | null | undefined): Shape | null;
}

/** The array inside a DataFrame. */
export function fromFrame(frame: ArrayFacts | null): ArrayFacts | null {
  return frame?.library === 'frame' ? { ...frame, library: 'numpy' } : null;
}

export function python(dtype: string | null, shape: Shape | null): ArrayFacts {
  return { library: 'python', dtype, shape };
}
