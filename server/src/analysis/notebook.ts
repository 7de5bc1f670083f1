// Notebook: the code cells of a notebook as one text and one tree, and the way back from it to the cells.
import type { Span } from './text';

/** A code cell and where it lies in the joined text (its own text, without the line break that joins it to the next). */
export interface Cell extends Span {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  /** How the notebook last ran it; null if it did not, or does not say. */
  readonly executionCount: number | null;
  readonly tags: readonly string[];
  readonly outputs: readonly string[];
}

/** A place inside a cell: `cell` is `Cell.index`, `offset` counts from the start of the cell's text. */
export interface CellPlace {
  readonly cell: number;
  readonly offset: number;
}

export interface Notebook {
  /** Code cells in document order. */
  readonly cells: readonly Cell[];
  /** The cell that holds an offset of the joined text; the join after a cell belongs to that cell's end. */
  locate(offset: number): CellPlace;
  /** The way back; null if no code cell has this index. */
  offsetOf(place: CellPlace): number | null;
}
