// What the formats print: the findings of a file with the text they are in. Plain data.
import type { Source } from '../../lint';
import type { LocatedFinding } from '../../located';

export interface CheckedFile {
  /** As it is shown: relative to where the command runs, with `/`. */
  readonly file: string;
  readonly source: Source;
  readonly findings: readonly LocatedFinding[];
  /** Of a notebook: the line in its JSON (from 0) of a line in a cell (both from 0), for tools that show it as text. */
  readonly lineInFile: ((cell: number, line: number) => number) | null;
}

/** A file, or a part of the work, that failed. Line and column from 1. */
export interface Failure {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The lines of a file, or of a cell (by its position among all cells). */
export function linesOf(source: Source, cell: number | null): readonly string[] {
  const text = source.kind === 'file' ? source.text : (source.cells.find(({ index }) => index === cell)?.text ?? '');
  return text.split(/\r\n|\r|\n/);
}
